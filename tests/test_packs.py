"""Packs: what the shipped ones hold, what a broken one says, how one extends another."""

from collections import Counter
from dataclasses import fields

import pytest

from sijill.errors import SijillError
from sijill.packs import Pack, check_pack, load_pack
from sijill.packs.kinds import PackWarning
from sijill.packs.reading import _load_folder


@pytest.fixture(scope="module")
def syria():
    return load_pack("syria")


def write_pack(folder, **files):
    """A small pack in a folder: pack.yml unless it is given, and the files named."""
    files.setdefault("pack", "name: small\n")
    for name, text in files.items():
        path = folder / f"{name.replace('__', '/')}.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["world", "syria", "sudan"])
def test_packs_shipped_packs_are_sound(name):
    assert check_pack(load_pack(name)) == []


def test_packs_syria_is_as_large_as_it_should_be(syria):
    world = load_pack("world")
    own = {
        section: set(getattr(syria, section)) - set(getattr(world, section))
        for section in ("actors", "places", "sources")
    }
    assert len(own["actors"]) >= 150 and len(own["sources"]) >= 60 and len(own["places"]) >= 1500
    assert Counter(place.kind for place in syria.places if place.country == "SY")["governorate"] == 14


def test_packs_sudan_is_as_large_as_it_should_be():
    sudan = load_pack("sudan")
    assert len([one for one in sudan.actors if one.country == "SD"]) >= 40
    assert len([one for one in sudan.places if one.country == "SD"]) >= 150


def test_packs_names_in_acled_hold_on_their_days(tmp_path):
    rows = """- {id: a, name: A, kind: militia, acled: "AF: A Front"}
- {id: b, name: B, kind: militia, acled: [{name: B (2011-2019), to: "2019-04-11"}, {name: B (2019-), from: "2019-04-12"}]}
"""
    pack = load_pack(write_pack(tmp_path, actors=rows))
    assert [one.id for one in pack.actor("a").acled] == ["AF: A Front"]
    assert [(one.id, one.start, one.end) for one in pack.actor("b").acled] == [
        ("B (2011-2019)", None, "2019-04-11"), ("B (2019-)", "2019-04-12", None)]  # fmt: skip


@pytest.mark.parametrize("name", ["syria", "sudan"])
def test_packs_no_two_actors_have_one_given_name_in_acled(name):
    given = Counter(one.id for actor in load_pack(name).actors for one in actor.acled)
    assert given and max(given.values()) == 1


def test_packs_a_pack_kept_in_the_cache_is_the_pack_that_was_read(tmp_path, monkeypatch):
    monkeypatch.setenv("SIJILL_CACHE", str(tmp_path))
    _load_folder.cache_clear()
    read = load_pack("syria")
    kept = list((tmp_path / "packs").glob("*.msgpack"))
    assert len(kept) == 2  # its own, and the one it extends
    _load_folder.cache_clear()
    again = load_pack("syria")
    assert again is not read
    assert [getattr(again, f.name) for f in fields(Pack)] == [getattr(read, f.name) for f in fields(Pack)]
    for path in kept:
        path.write_bytes(path.read_bytes()[:100])  # half a file, as a full disk leaves it
    _load_folder.cache_clear()
    assert load_pack("syria").actors == read.actors
    _load_folder.cache_clear()


def test_packs_every_side_of_an_actor_has_a_name(syria):
    sides = {period.id for actor in syria.actors for period in actor.sides}
    assert sides <= set(syria.side_index)


def test_packs_canonical_names_are_neutral(syria):
    labels = [side.name for side in syria.sides] + [side.label for side in syria.sides]
    loaded = ("regime", "terrorist", "loyalist", "rebel force", "militants")
    named = [actor.name for actor in syria.actors if not actor.candidates]
    assert not [name for name in named + labels if any(word in name.lower() for word in loaded)]


def test_packs_renamings_have_days(syria):
    hts = syria.actor("hts")
    assert [(step.id, step.date) for step in hts.lineage] == [("jabhat_fateh_al_sham", "2017-01-28")]
    assert [step.id for step in syria.actor("jabhat_fateh_al_sham").lineage] == ["jabhat_al_nusra"]
    assert (hts.side_on("2018-04-20"), hts.side_on("2024-12-05")) == ("opposition", "rebels_2024")


def test_packs_child_adds_to_the_parents_entry(syria):
    """The war gives a state its side; its names, forces and country come from the world pack."""
    world = load_pack("world").actor("russia")
    assert world.side is None and syria.actor("russia").side == "government_ally"
    assert syria.actor("russia").forces == "russian_forces" and syria.actor("russia").country == "RU"
    assert {alias.name for alias in world.names} <= {alias.name for alias in syria.actor("russia").names}


def test_packs_sources_have_what_readers_ask_for(syria):
    mem = syria.source("mem")
    assert "Creating new perspectives since 2009" in mem.taglines
    assert syria.source("rami").speaks_for == "sohr"
    assert syria.source("sana").side_on("2018-04-01") == "government"
    assert "SOHR" in syria.source("sohr").aliases


def test_packs_lexicon_joins_lists_of_parent_and_child(tmp_path):
    write_pack(tmp_path / "base", pack="name: base\n", lexicon__en="classes: {armed: [soldier]}\nonly: 1\n")
    write_pack(
        tmp_path / "child",
        pack="name: child\nextends: base\n",
        lexicon__en="classes: {armed: [knight], sea: [ship]}\n",
    )
    lexicon = load_pack(tmp_path / "child").lexicon("en")
    assert lexicon == {"classes": {"armed": ["soldier", "knight"], "sea": ["ship"]}, "only": 1}
    assert load_pack(tmp_path / "child").lexicon("ar") == {}


def test_packs_digest_follows_any_file(tmp_path):
    folder = write_pack(tmp_path, actors="- {id: a, name: A, kind: state}\n")
    before = load_pack(folder).digest
    write_pack(folder, actors="- {id: a, name: A, kind: state, comment: changed}\n")
    assert load_pack(folder).digest != before


BROKEN = [
    ({"actors": "- {id: a, name: A, kind: [}\n"}, "actors.yml:1", "mend that line"),  # YAML itself
    (
        {"actors": "- {id: a, name: A, kind: state}\n\n- {name: B, kind: state}\n"},
        "actors.yml:3",
        "begin it with",
    ),
    ({"actors": "- {id: a, kind: state}\n"}, "actors.yml:1", "add `name:`"),
    ({"actors": "- {id: a, name: A, kind: state, colour: red}\n"}, "actors.yml:1", "use one of"),
    (
        {"actors": "- {id: a, name: A, kind: state}\n- {id: a, name: B, kind: state}\n"},
        "actors.yml:2",
        "rename one",
    ),
    ({"actors": "- {id: a, name: A, kind: state, from: yesterday}\n"}, "actors.yml:1", "2017-01-28"),
    ({"places": "- {id: a, name: A, kind: town, lat: north}\n"}, "places.yml:1", "33.5"),
    # days that no calendar has: YAML itself gives up on the first, and passes the others
    ({"actors": "\n- {id: a, name: A, kind: state, from: 2024-13-45}\n"}, "actors.yml:2", "2017-01-28"),
    ({"actors": '- {id: a, name: A, kind: state, from: "2024-02-30"}\n'}, "actors.yml:1", "2017-01-28"),
    ({"actors": '- {id: a, name: A, kind: state, to: "2024-13"}\n'}, "actors.yml:1", "2017-01-28"),
    # what YAML reads as a number or a list
    ({"places": "- {id: a, name: A, kind: town, pcode: 0102}\n"}, "places.yml:1", "put it in quotes"),
    ({"places": "- {id: a, name: A, kind: town, parent: [b]}\n"}, "places.yml:1", "put it in quotes"),
    # a text where a list is wanted would be read letter by letter
    ({"actors": "- {id: a, name: A, kind: state, names: {en: Aa}}\n"}, "actors.yml:1", "[Aa]"),
    ({"actors": "- {id: a, name: A, kind: state, names: Aa}\n"}, "actors.yml:1", "{en: [Aa]}"),
    ({"actors": "- {id: a, name: A, kind: state, lineage: [b]}\n"}, "actors.yml:1", "[{id: b}]"),
    ({"actors": "- {id: a, name: A, kind: state, acled: [B]}\n"}, "actors.yml:1", "acled: [{name:"),
    ({"sources": "- {id: a, name: A, kind: outlet, domains: a.example}\n"}, "sources.yml:1", "[a.example]"),
    ({"actors": "- {id: a, name: A, kind: state, generic: yes}\n"}, "actors.yml", "generic: true"),
    ({"actors": "- {id: a, name: A, kind: state, country: true}\n"}, "actors.yml:1", 'country: "NO"'),
    ({"pack": "name: a\ncountry: false\n"}, "pack.yml", 'country: "NO"'),
    ({"actors": "id: a\n"}, "actors.yml", "- id:"),
    ({"pack": "title: no name\n"}, "pack.yml", "name: syria"),
    ({"pack": "name: a\nextends: nowhere\n"}, "", "or the path of a pack folder"),
]


@pytest.mark.parametrize(("files", "where", "remedy"), BROKEN)
def test_packs_broken_pack_names_file_line_and_remedy(tmp_path, files, where, remedy):
    with pytest.raises(SijillError) as error:
        load_pack(write_pack(tmp_path, **files))
    assert error.value.where.endswith(where)
    assert remedy in error.value.remedy


def test_packs_a_file_of_a_pack_is_not_its_folder(tmp_path):
    folder = write_pack(tmp_path)
    with pytest.raises(SijillError, match="the folder is wanted") as error:
        load_pack(folder / "pack.yml")
    assert error.value.remedy == f"name {folder}"


def test_packs_a_broken_table_names_file_line_and_remedy(tmp_path):
    folder = write_pack(tmp_path)
    (folder / "places.csv").write_text(
        "id,name,kind,lat,lon\na,A,town,1,2\nb,B,town,abc,2\n", encoding="utf-8"
    )
    with pytest.raises(SijillError, match="lat of 'b' is not a number: 'abc'") as error:
        load_pack(folder)
    assert error.value.where.endswith("places.csv:3") and "33.5" in error.value.remedy
    (folder / "places.csv").write_bytes("id,name,kind\na,Ä,town\n".encode("latin-1"))
    with pytest.raises(SijillError, match="not UTF-8"):
        load_pack(folder)


def test_packs_a_table_as_spreadsheets_save_it_is_read(tmp_path):
    folder = write_pack(tmp_path)
    (folder / "places.csv").write_text('\ufeffid,name,kind,area\na,"A\nB",town,TRUE\n', encoding="utf-8")
    assert load_pack(folder).place("a").kind == "town" and load_pack(folder).place("a").area
    (folder / "places.csv").write_text("id;name;kind\na;A;town\n", encoding="utf-8")
    with pytest.raises(SijillError, match="part the columns by commas"):
        load_pack(folder)


def test_packs_unknown_pack_lists_the_known():
    with pytest.raises(SijillError, match="syria, world"):
        load_pack("atlantis")


PROBLEMS = [
    ({"sources": "- {id: a, name: A, kind: newspaper}\n"}, "sources.yml:1: 'a' has the unknown kind 'newspaper'; the kinds"),
    ({"actors": "- {id: a, name: A, kind: state}\n- {id: b, name: B, kind: army}\n"}, "actors.yml:2: 'b' has the unknown"),
    ({"places": "- {id: a, name: A, kind: hamlet}\n"}, "of places are country, region"),
    ({"actors": "- {id: a, name: A, kind: state, parent: b}\n"}, "points at 'b'"),
    ({"actors": "- {id: a, name: Same, kind: state}\n- {id: b, name: Other, kind: state, names: [Same]}\n"}, "is of both"),
    (
        {
            "pack": "name: p\nsides: [{id: x, name: X}, {id: y, name: Y}]\n",
            "actors": '- {id: a, name: A, kind: state, side: [{id: x, to: "2017-05"}, {id: y, from: "2017-01"}]}\n',
        },
        "two sides at once",
    ),
    (
        {"places": "- {id: a, name: A, kind: city, lat: 33, lon: 36}\n"
                   "- {id: b, name: B, kind: neighbourhood, parent: a, lat: 36, lon: 36}\n"},
        "334 km from its parent",
    ),
    # of one parent a town and a village are one place
    (
        {"places": "- {id: p, name: P, kind: district}\n- {id: a, name: A, kind: town, parent: p}\n"
                   "- {id: b, name: A, kind: village, parent: p}\n"},
        "places.yml:2: the name 'A' is of both 'a' and 'b' (",
    ),
    # a name that the parent pack has: the own line, and the id to use instead
    (
        {"pack": "name: p\nextends: world\n",
         "actors": "- {id: states, name: The States, kind: state, country: US, names: [USA]}\n"},
        "actors.yml:1: the name 'USA' is of both 'states' and 'us' of the pack it extends: use the parent's id, `- {id: us, …}`",
    ),
    ({"places": "- {id: a, name: A, kind: town, lat: 129, lon: 36}\n"}, "places.yml:1: 'a' has the latitude 129, which is not"),
    ({"places": "- {id: a, name: A, kind: town, lat: 9, lon: -190}\n"}, "'a' has the longitude -190"),
    ({"places": "- {id: a, name: A, kind: town, lat: 9}\n"}, "'a' has only one of `lat` and `lon`"),
    ({"pack": "name: p\ncountry: XX\n"}, "pack.yml: no country has the code 'XX': write ISO's two capitals"),
    ({"places": "- {id: a, name: A, kind: town, country: cd}\n"}, "places.yml:1: 'a': no country has the code 'cd': write CD"),
    ({"places": "- {id: a, name: A, kind: area, parent: b}\n- {id: b, name: B, kind: area, parent: a}\n"}, "its own ancestor"),
]  # fmt: skip


@pytest.mark.filterwarnings("ignore::sijill.packs.kinds.PackWarning")
@pytest.mark.parametrize(("files", "problem"), PROBLEMS)
def test_packs_check_pack_finds(tmp_path, files, problem):
    assert any(problem in found for found in check_pack(load_pack(write_pack(tmp_path, **files))))


def test_packs_check_pack_allows_a_name_used_at_different_times(tmp_path):
    actors = (
        '- {id: a, name: A, kind: umbrella, names: [{name: rebels, to: "2017-12-31"}]}\n'
        '- {id: b, name: B, kind: umbrella, names: [{name: rebels, from: "2018-01-01"}]}\n'
    )
    assert check_pack(load_pack(write_pack(tmp_path, actors=actors))) == []


def test_packs_load_pack_warns_of_an_unknown_kind_at_its_line(tmp_path):
    folder = write_pack(
        tmp_path, sources="- {id: a, name: A, kind: outlet}\n- {id: b, name: B, kind: newspaper}\n"
    )
    with pytest.warns(PackWarning, match="'newspaper'; the kinds of sources are outlet, agency") as caught:
        load_pack(folder)
    assert [(one.filename, one.lineno) for one in caught] == [(str(folder / "sources.yml"), 2)]


def test_packs_no_and_on_are_words_and_norway_is_a_country(tmp_path):
    (tmp_path / "pack.yml").write_text("name: own\ntitle: Own\ncountry: NO\nsides: []\n", "utf-8")
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "lexicon" / "en.yml").write_text("stance:\n  negations: [no, off]\nframes: []\n", "utf-8")
    pack = load_pack(tmp_path)
    assert pack.country == "NO"
    assert {"no", "off"} <= set(pack.lexicons["en"]["stance"]["negations"])
