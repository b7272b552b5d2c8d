"""The table of villages that comes with a pack, and spellings that only the other places of a text make sure."""

from types import SimpleNamespace

import pytest
from resolving import resolve_names
from test_packs import write_pack

from sijill.cli.labels import Labels
from sijill.errors import SijillError
from sijill.link.lookup import Lookup
from sijill.model import ActorRef, Document, PlaceRef
from sijill.packs import Place, load_pack
from sijill.packs.reading import _load_folder
from sijill.resolve import load_gazetteer
from sijill.resolve.actors import ActorResolver
from sijill.resolve.context import DocumentContext
from sijill.resolve.index import NameIndex
from sijill.resolve.places import PlaceResolver

HEADER = "pcode,name,kind,parent,lat,lon,population,names_en,names_ar\n"
PLACES = """\
- {id: land, name: Qamarland, kind: country, country: QQ, lat: 10.0, lon: 10.0, area: true}
- {id: north, name: North Qamar, kind: governorate, parent: land, lat: 11.0, lon: 10.0, area: true}
- {id: south, name: South Qamar, kind: governorate, parent: land, lat: 8.0, lon: 10.0, area: true}
- {id: zarbat, name: Zarbat, kind: city, parent: north, lat: 11.0, lon: 10.0, pcode: Q1, names: {ar: [زربات]}}
- {id: dunqul, name: Dunqul, kind: village, parent: south, lat: 8.0, lon: 10.0}
- {id: hafir, name: al-Hafir, kind: village, parent: south, lat: 8.1, lon: 10.1}
"""
VILLAGES = """\
Q1,Zerbat,city,north,11.0,10.0,9000,Zirbat,زربات
Q2,Tal Nimir,village,north,11.05,10.05,300,Nimir Hill,تل نمر
Q3,Dunqul,village,north,11.1,10.1,200,,دنقل
Q4,Hafir,village,north,11.02,10.02,100,,
"""


@pytest.fixture
def pack(tmp_path, monkeypatch):
    """A pack of an invented country with a table of four villages."""
    monkeypatch.setenv("SIJILL_CACHE", str(tmp_path / "cache"))
    _load_folder.cache_clear()
    folder = write_pack(tmp_path / "qamar", pack="name: qamar\ncountry: QQ\n", places=PLACES)
    (folder / "gazetteer.csv").write_text(HEADER + VILLAGES, encoding="utf-8")
    yield folder
    _load_folder.cache_clear()


def find(folder, name, text):
    loaded = load_pack(folder)
    document = Document(id="d", content_hash="", source="d", text=f"{text} {name}.", language="en")
    context = DocumentContext(document, loaded)
    return PlaceResolver(context, load_gazetteer(loaded)).find_place(name, len(text)).place


NORTH = "In Qamarland shells fell on Zarbat in North Qamar."
SOUTH = "In Qamarland a convoy left Dunqul in South Qamar."


def test_villages_of_the_table_are_found_with_what_surrounds_them(pack):
    found = find(pack, "Tal Nimir", NORTH)
    assert (found.id, found.pcode, found.parent) == ("pc-Q2", "Q2", "north")
    gazetteer = load_gazetteer(load_pack(pack))
    assert [one.id for one in gazetteer.parents("pc-Q2")] == ["north", "land"]
    assert find(pack, "تل نمر", NORTH).id == "pc-Q2"


def test_villages_that_the_pack_has_too_are_the_packs(pack):
    assert find(pack, "Zirbat", NORTH).id == "zarbat"
    assert load_gazetteer(load_pack(pack)).get("pc-Q1").id == "zarbat"


def test_villages_of_one_name_are_told_apart_by_the_rest_of_the_text(pack):
    assert find(pack, "Dunqul", NORTH).id == "pc-Q3"
    assert find(pack, "Dunqul", SOUTH).id == "dunqul"


def test_villages_with_and_without_an_article_are_both_weighed(pack):
    assert find(pack, "al-Hafir", NORTH).id == "pc-Q4"
    assert find(pack, "Hafir", SOUTH).id == "hafir"


def test_villages_far_from_all_that_is_named_are_not_guessed(pack):
    assert find(pack, "Tal Nimir", SOUTH) is None


def test_villages_of_a_parent_pack_are_its_childs(pack, tmp_path):
    child = write_pack(tmp_path / "child", pack="name: child\nextends: qamar\ncountry: QQ\n")
    assert [path.parent.name for path in load_pack(child).gazetteers] == ["qamar"]
    assert find(child, "Tal Nimir", NORTH).id == "pc-Q2"


@pytest.mark.parametrize(
    ("rows", "where", "words"),
    [
        ("Q2,Tal Nimir,hamletlet,north,1,1,,,\n", ":2", "no kind of place"),
        ("Q2,Tal,village,north,one,1,,,\n", ":2", "'one' is no number"),
        ("Q2,Tal,village,north,1,1,,,\nQ2,Tel,village,north,1,1,,,\n", ":3", "used twice"),
        (",Tal,village,north,1,1,,,\n", ":2", "no code or no name"),
    ],
)
def test_villages_a_broken_table_names_file_and_line(pack, rows, where, words):
    (pack / "gazetteer.csv").write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(SijillError) as error:
        load_gazetteer(load_pack(pack))
    assert words in str(error.value) and f"gazetteer.csv{where}" in str(error.value)
    (pack / "gazetteer.csv").write_text("id,name\n", encoding="utf-8")
    with pytest.raises(SijillError, match="no column `pcode`"):
        load_gazetteer(load_pack(pack))


def test_villages_table_is_compiled_once_and_anew_after_an_edit(pack, tmp_path):
    load_gazetteer(load_pack(pack))
    first = set((tmp_path / "cache" / "tables").glob("*.sqlite"))
    load_gazetteer(load_pack(pack))
    assert set((tmp_path / "cache" / "tables").glob("*.sqlite")) == first and len(first) == 1
    (pack / "gazetteer.csv").write_text(
        HEADER + VILLAGES + "Q5,Sirfa,village,north,11,10,,,\n", encoding="utf-8"
    )
    assert find(pack, "Sirfa", NORTH).id == "pc-Q5"


@pytest.mark.parametrize("named", [True, False])
def test_villages_are_called_by_name_while_the_pack_is_at_hand(pack, tmp_path, named):
    folder = pack if named else tmp_path / "gone"
    record = SimpleNamespace(
        manifest={"options": {"pack": str(folder)}}, places=lambda: (), read_columns=lambda *_: ()
    )
    assert Labels(record).place("pc-Q2") == ("Tal Nimir" if named else "pc-Q2")


GHOUTA = "In Syria shells fell on Douma and Harasta in Eastern Ghouta. Homs, Aleppo and Idlib were quiet."
SPELT = [
    ("al- Nashabiyah", "en", "nashabiyah"),  # an article with a space
    ("Azzabadani", "en", "az_zabadani"),  # an article that has become one with its noun
    ("بلدة دوما", "ar", "douma"),
    ("ريف حلب الغربي", "ar", "west-countryside:aleppo"),
    ("ريف إدلب الجنوبي الشرقي", "ar", "southeast-countryside:idlib"),
    ("Aleppo northern countryside", "en", "north-countryside:aleppo"),
]


@pytest.mark.parametrize(("name", "language", "wanted"), SPELT)
def test_villages_names_as_reports_write_them(name, language, wanted):
    text = f"{GHOUTA} {name}"
    found = resolve_names(text, quote=name, language=language, places=[PlaceRef(name=name)]).places[0]
    assert found.id == wanted, found.why


def test_villages_countryside_of_a_town_lies_round_it():
    name = "Manbij countryside"
    found = resolve_names(f"{GHOUTA} {name}", quote=name, places=[PlaceRef(name=name)]).places[0]
    assert found.id is None and found.geometry is not None and found.candidates[0][0] == "manbij"


def test_villages_index_lists_a_name_with_and_without_its_article(pack):
    index = NameIndex(load_pack(pack))
    assert [entry.record.id for entry in index.find("Hafir", Place)] == ["hafir"]
    assert [entry.record.id for entry in index.find("al-Dunqul", Place)] == ["dunqul"]


ACTORS = """\
- {id: red_army, name: Red Army, kind: armed_group, side: red, names: {en: [{name: the brigade, needs: [zarbat]}]}}
- {id: some_brigade, name: a brigade, kind: armed_group, candidates: [red_army, blue_army], names: {en: [the brigade]}}
- {id: blue_army, name: Blue Army, kind: armed_group, side: blue}
"""
SIDES = "name: qamar\ncountry: QQ\nsides:\n  - {id: red, name: Red, label: Red}\n  - {id: blue, name: Blue, label: Blue}\n"


def test_villages_whom_the_document_points_to_comes_before_a_name_left_open(tmp_path):
    pack = load_pack(write_pack(tmp_path / "q", pack=SIDES, places=PLACES, actors=ACTORS))
    for text, wanted in ((NORTH, "red_army"), (SOUTH, None)):
        document = Document(
            id="d", content_hash="", source="d", text=f"{text} The brigade left.", language="en"
        )
        actor = ActorResolver(DocumentContext(document, pack)).resolve("the brigade", None).actor
        assert (actor and actor.id) == wanted


OUTLET = """\
- {id: qamar_post, name: Qamar Post, kind: outlet,
   alignment: [{id: red, to: "2020-05-01"}, {id: blue, from: "2020-05-02"}]}
"""


def test_villages_side_of_an_outlet_is_that_of_the_day(tmp_path):
    lookup = Lookup(load_pack(write_pack(tmp_path / "q", pack=SIDES, sources=OUTLET)))
    outlet = ActorRef(name="", id="qamar_post")
    assert [lookup.find_side(outlet, day) for day in ("2020-04-30", "2020-06-01", None)] == [
        "red",
        "blue",
        "blue",
    ]
