"""What a person types and what a page answers: names as written, parts of names, near names, ids by their labels."""

import json
import re

import pytest
import record_world
from click.testing import CliRunner

from sijill.cli.app import app
from sijill.model import ActorRef, replace
from sijill.run.unknown import is_proper

PACK = {
    "pack.yml": record_world.PACK["pack.yml"],
    "actors.yml": """
- {id: northern-army, name: Northern army, kind: state_forces, side: north, names: {en: [Northern forces]}}
- {id: northern-guard, name: Northern guard, kind: state_forces_unit, side: north, parent: northern-army,
   lineage: [{id: northern-army, date: "2018-02", how: split}]}
- {id: southern-guard, name: Southern guard, kind: state_forces, side: south, names: {en: [Southern forces]}}
- {id: southern-police, name: Southern police, kind: state_forces, side: south, names: {en: [Southern forces]}}
""",
    "sources.yml": "- {id: evening-star, name: Evening Star, kind: outlet}\n",
    "places.yml": """
- {id: west-shire, name: West Shire, kind: governorate, lat: 10.0, lon: 20.0}
- {id: elmton, name: Elmton, kind: town, parent: west-shire, lat: 10.1, lon: 20.1}
- {id: benwey, name: Benwey, kind: town, parent: west-shire, lat: 10.3, lon: 20.4}
""",
}
REPORT = """Harrowfield after the war

Morning Post | 3 May, 2019

Northern forces captured Elmton, killing 12 soldiers. Northern forces spokesman Adam Vale said it.
Southern forces shelled Mossgate. Northern forces shelled Elmton.
"""


class Extractor(record_world.PlainExtractor):
    """Gives what is said to the spokesman, and carries a place over."""

    def extract(self, document):
        first, *others = super().extract(document)
        if len(others) < 2:
            return [first, *others]
        second, third = others
        place = replace(first.places[0], why="carried over from the passage before")
        speaker = ActorRef(name="Northern forces spokesman Adam Vale")
        return [
            replace(first, speaker=speaker, places=(place,)),
            second,
            replace(third, actors=(ActorRef(name="Raiders"),)),
        ]


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    from sijill.run import BuildOptions, build_record

    folder = tmp_path_factory.mktemp("names")
    (folder / "island").mkdir()
    for name, text in PACK.items():
        (folder / "island" / name).write_text(text, encoding="utf-8")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        record_world.install_extractor(patch.setattr)
        patch.setattr("sijill.extract.load_extractor", lambda name, pack: Extractor())
        build_record(
            [folder / "report.txt"],
            BuildOptions(record=str(folder / "record"), pack=str(folder / "island"), jobs=1),
        )
    return folder / "record"


def run(record, *args):
    return CliRunner().invoke(app, [*args, "--record", str(record)])


def show(record, key):
    done = run(record, "show", key)
    assert done.exit_code == 0, done.output
    return done.stdout


def find_claim(record, kind):
    rows = json.loads(run(record, "claims", "--json").stdout)["rows"]
    return next(row["id"] for row in rows if row["kind"] == kind)


def test_cli_show_an_actor_says_whom_it_came_from_and_gives_names_not_ids(record):
    page = show(record, "Northern guard")
    assert "came from:      Northern army (split 2018-02)" in page
    assert "part of:        Northern army" in page and re.search(r"side: +North\n", page)


def test_cli_show_a_place_and_control_give_names_not_ids(record):
    page = show(record, "Elmton")
    assert "inside:         West Shire" in page and ": North, probability" in page
    rows = run(record, "control").stdout.splitlines()
    assert "\tNorth\t" in rows[1]
    assert json.loads(run(record, "control", "--json").stdout)["rows"][0]["holder"] == "north"


def test_cli_show_a_claim_says_why_each_name_is_resolved_so_and_what_came_second(record):
    page = show(record, find_claim(record, "capture"))
    assert "because: “Northern forces” is a name the pack gives" in page
    assert "because: carried over from the passage before; the same spelling" in page
    page = show(record, find_claim(record, "shelling"))
    assert "because: 2 actors have this name" in page and "might be: Southern guard, Southern police" in page
    assert "because: no place of this name is known" in page


# (asked, what the first lines say)
ASKED = [
    ("Elmton", ["Elmton", "place elmton"]),
    # no place so called, and the pack's Benwey is only like it
    ("Benwy", ["no Benwy; the nearest name is Benwey", "Benwey"]),
    ("Mossgate", ["Mossgate", "a place known only by its spelling"]),
    ("Raiders", ["Raiders", "an actor known only by its spelling", "                  no name of the pack"]),
    (
        "Adam Vale",
        [
            "“Adam Vale” is a part of the name of Northern forces spokesman Adam Vale",
            "Northern forces spokesman",
        ],
    ),
    (
        "Harrowfield",
        ["nothing is called Harrowfield; these words are in a title", "Harrowfield after the war"],
    ),
]


@pytest.mark.parametrize(("asked", "lines"), ASKED)
def test_cli_show_prefers_the_very_name_and_says_where_there_is_none(record, asked, lines):
    page = show(record, asked).splitlines()
    assert [found.startswith(wanted) for found, wanted in zip(page, lines, strict=False)] == [True] * len(
        lines
    )


def test_cli_show_an_outlet_that_only_the_pack_knows_is_told_as_such(record):
    done = run(record, "show", "Evening Star")
    assert done.exit_code == 2 and "the pack knows this outlet or speaker, and nothing" in done.stderr


def test_cli_show_as_json_says_too_that_the_name_is_another(record):
    assert "nearest name is Benwey" in json.loads(run(record, "show", "Benwy", "--json").stdout)["remark"]


# (filter, name, exit code, what is said)
FILTERED = [
    ("--place", "Zorblax", 2, "no place named 'Zorblax' is in this record or its pack; check the spelling"),
    ("--place", "Benwy", 2, "did you mean Benwey?"),  # like a name of the pack that nothing in the record has
    ("--place", "Mosgate", 2, "did you mean Mossgate?"),  # like one that only a report has
    ("--place", "Benwey", 0, "the pack knows Benwey, and nothing in the record that fits names it"),
    ("--place", "Elmtown", 0, "no Elmtown; taken for the nearest name, Elmton"),
    ("--side", "Zorblax", 2, "no side or actor named 'Zorblax'"),
    ("--side", "Southern gard", 2, "did you mean Southern guard"),
]


@pytest.mark.parametrize("verb", ["incidents", "claims", "figures", "control", "documents"])
@pytest.mark.parametrize(("option", "name", "code", "said"), FILTERED)
def test_cli_filters_tell_a_name_that_nothing_has(record, verb, option, name, code, said):
    done = run(record, verb, option, name)
    assert done.exit_code == code and (said in done.stderr or (verb == "documents" and code == 0)), (
        done.output
    )


@pytest.fixture
def build(tmp_path, monkeypatch):
    """Builds a record of the report with a pack that the test may edit."""
    record_world.install_extractor(monkeypatch.setattr)
    monkeypatch.setattr("sijill.extract.load_extractor", lambda name, pack: Extractor())
    (tmp_path / "island").mkdir()
    for name, text in PACK.items():
        (tmp_path / "island" / name).write_text(text, encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")

    def build(*args):
        done = run(tmp_path / "record", "build", *map(str, args))
        assert done.exit_code == 0, done.output
        return done.stdout

    return build


def test_cli_build_says_the_names_that_the_pack_does_not_know(build, tmp_path):
    said = build(tmp_path / "report.txt", "--pack", tmp_path / "island")
    assert (
        f"names that the pack does not know: 1 actor (Raiders 1), 1 place (Mossgate 1); add them in {tmp_path / 'island'}"
        in said
    )
    assert "Benwey" not in said
    said = build("--pack", "world")
    assert "2 places (Elmton 2, Mossgate 1); sijill pack new" in said
    assert "3 actors (Northern forces 1, Raiders 1, Southern forces 1)" in said
    found = json.loads(build("--json"))
    assert found["unknown_places"] == {"names": 2, "commonest": [["Elmton", 2], ["Mossgate", 1]]}


def test_cli_build_says_that_the_pack_changed_and_has_problems(build, tmp_path):
    said = build(tmp_path / "report.txt", "--pack", tmp_path / "island")
    assert "the pack" not in said.replace("names that the pack", "")
    assert (
        f"pack island has 1 problem: sijill pack check {tmp_path / 'island'}" in said
    )  # a name of two actors
    places = tmp_path / "island" / "places.yml"
    places.write_text(places.read_text() + "- {id: mossgate, name: Mossgate, kind: town}\n", encoding="utf-8")
    said = build()
    assert "the pack was edited since the last build" in said and "Mossgate" not in said
    assert "the pack of the last build was island" in build("--pack", "world")
    assert "last build" not in build()


def test_cli_show_a_claim_tells_namesakes_apart_by_what_holds_them(build, tmp_path):
    text = "Morning Post | 3 May, 2019\n\nLibyan forces captured Tripoli. Libya said so.\n"
    (tmp_path / "report.txt").write_text(text, encoding="utf-8")
    build(tmp_path / "report.txt", "--pack", "world")
    page = show(tmp_path / "record", find_claim(tmp_path / "record", "capture"))
    assert re.search(r"came second: .*Tripoli, Lebanon \[gn-266826\] 0\.\d\d", page)


# (name, whether it opens its sentence, whether it is a name): "soldiers" and "the" are written small elsewhere
PROPER = [
    ("Wazalendo fighters", False, True),
    ("Wazalendo fighters", True, True),
    ("Soldiers", True, False),
    ("The soldiers", True, False),
    ("The Vale Front", True, True),
    ("civilians", False, False),
    ("قسد", True, True),
]


@pytest.mark.parametrize(("name", "opens", "wanted"), PROPER)
def test_cli_build_counts_what_is_written_as_a_name(name, opens, wanted):
    assert is_proper(name, opens, frozenset(["soldiers", "the"])) == wanted
