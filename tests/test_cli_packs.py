"""The verbs of packs and gazetteers, and which pack a pile is read with when nobody names one."""

import json

import pytest
from click.testing import CliRunner

from sijill.cli.app import app
from sijill.packs import check_pack, load_pack
from sijill.run.choosing import guess_pack

UNITS = "NAME_EN,NAME_AR,PCODE,ADM1_EN,ADM1_PCODE,LATITUDE,LONGITUDE\n"
ROW = "Ardun Quarter,حي اردون,SY9999,Homs,SY04,34.7,36.7\n"


@pytest.fixture(autouse=True)
def imports(tmp_path, monkeypatch):
    """No import but those of the test."""
    monkeypatch.setenv("SIJILL_GAZETTEERS", str(tmp_path / "gazetteers"))
    return tmp_path / "gazetteers"


def run(*args):
    return CliRunner().invoke(app, [str(arg) for arg in args])


def test_cli_gazetteer_imports_lists_finds_and_removes(tmp_path):
    path = tmp_path / "quarters.csv"
    path.write_text(UNITS + ROW, encoding="utf-8")
    done = run("gazetteer", "import", path)
    assert done.exit_code == 0 and "quarters: 2 places (1 district, 1 governorate)" in done.output
    again = run("gazetteer", "import", path)
    assert "replaces the import quarters of 20" in again.output and "(quarters.csv)" in again.output
    assert [one["name"] for one in json.loads(run("gazetteer", "list", "--json").output)] == ["quarters"]
    found = run("gazetteer", "find", "Ardun Quarter", "--in", "shelling of Homs", "--pack", "syria")
    assert found.exit_code == 0 and "P-code SY9999" in found.output and "because:" in found.output
    asked = run("gazetteer", "find", "حي اردون", "--in", "قصف حمص", "--pack", "syria", "--json")
    assert json.loads(asked.output)["place"]["pcode"] == "SY9999"
    assert run("gazetteer", "find", "SY9999", "--pack", "syria").exit_code == 0
    assert run("gazetteer", "remove", "quarters").exit_code == 0
    nothing = run("gazetteer", "find", "Ardun Quarter", "--in", "shelling of Homs", "--pack", "syria")
    assert nothing.exit_code == 1 and "taken for no place" in nothing.output


def test_cli_gazetteer_find_says_the_pack_and_what_an_import_knows_elsewhere(tmp_path):
    run("pack", "new", tmp_path / "valley", "--country", "SS", "--title", "The valley")
    table = "ADM1_EN,ADM1_PCODE,ADM2_EN,ADM2_PCODE\nVale,CD01,Ardunia,CD0101\n"
    (tmp_path / "cod.csv").write_text(table, encoding="utf-8")
    assert run("gazetteer", "import", tmp_path / "cod.csv").exit_code == 0
    found = run("gazetteer", "find", "Ardunia", "--pack", "world")
    assert found.exit_code == 1 and "pack world (" in found.output
    assert "known in the import cod (district in CD), but the words do not speak of CD" in found.output
    found = run("gazetteer", "find", "Ardunia", "--pack", tmp_path / "valley")
    assert "the pack is of SS and the import has no place of it" in found.output
    said = "Fighting in the Democratic Republic of the Congo."
    found = run("gazetteer", "find", "Ardunia", "--in", said, "--pack", "world", "--json")
    assert found.exit_code == 0, found.output
    assert (answer := json.loads(found.output))["pack"] == "world" and answer["place"]["pcode"] == "CD0101"


def test_cli_gazetteer_names_the_remedy(tmp_path):
    wrong = run("gazetteer", "import", tmp_path / "none.csv")
    assert wrong.exit_code == 2 and "there is no such file" in wrong.output
    assert run("gazetteer", "import", __file__, "--country", "Syria").exit_code == 2
    assert "use one of" in run("gazetteer", "import", __file__, "--kind", "hamlet").output
    missing = run("gazetteer", "remove", "none")
    assert missing.exit_code == 2 and "there are: none" in missing.output


def test_cli_pack_new_writes_a_pack_that_loads_and_is_sound(tmp_path):
    done = run("pack", "new", tmp_path / "valley", "--title", 'War in "the valley"', "--country", "ss")
    assert done.exit_code == 0, done.output
    pack = load_pack(tmp_path / "valley")
    assert (pack.title, pack.country, pack.extends) == ('War in "the valley"', "SS", "world")
    assert check_pack(pack) == []
    assert (
        (tmp_path / "valley" / "places.csv").read_text(encoding="utf-8").startswith("id,name,kind,parent,lat")
    )
    assert run("pack", "new", tmp_path / "valley").exit_code == 2
    assert run("pack", "new", tmp_path / "Bad Name").exit_code == 2
    assert "no ISO code" in run("pack", "new", tmp_path / "other", "--country", "XX").output


def test_cli_pack_new_gives_examples_that_load_when_the_marks_are_taken_off(tmp_path):
    run("pack", "new", tmp_path / "valley")
    for name in ("actors", "places", "sources"):
        path = tmp_path / "valley" / f"{name}.yml"
        lines = path.read_text(encoding="utf-8").splitlines()
        entries = [line[2:] for line in lines if line.startswith("# - {")]
        assert entries
        path.write_text("\n".join(entries) + "\n", encoding="utf-8")
    pack = load_pack(tmp_path / "valley")
    assert pack.actor("northern_front") and pack.place("the_town") and pack.source("the_agency")
    assert check_pack(pack) == []


def test_cli_pack_check_says_an_unknown_kind_once(tmp_path):
    run("pack", "new", tmp_path / "valley")
    (tmp_path / "valley" / "places.yml").write_text("- {id: a, name: A, kind: hamlet}\n", encoding="utf-8")
    done = run("pack", "check", tmp_path / "valley")
    assert done.exit_code == 1 and done.output.count("unknown kind 'hamlet'") == 1


def test_cli_pack_list_finds_the_ids_of_the_parent_pack(tmp_path):
    run("pack", "new", tmp_path / "valley")
    (tmp_path / "valley" / "places.yml").write_text(
        "- {id: a, name: Kivu town, kind: town}\n", encoding="utf-8"
    )
    rows = json.loads(run("pack", "list", tmp_path / "valley", "nord-kivu", "--json").stdout)["rows"]
    assert [(row["id"], row["kind"], row["pack"]) for row in rows] == [
        ("div-cd-north_kivu", "governorate", "world")
    ]
    lines = run("pack", "list", tmp_path / "valley", "kivu", "--places").stdout.splitlines()
    assert lines[0].startswith("section\tid\tname\tkind") and any("\tvalley" in line for line in lines)
    assert not run("pack", "list", tmp_path / "valley", "kivu", "--sources").stdout.splitlines()[1:]
    assert "no entry has 'zorblax'" in run("pack", "list", tmp_path / "valley", "zorblax").stderr


REPORTS = [
    (["Fighting went on in Jobar and Qaboun, near Damascus."], "syria"),
    (["RSF fighters stormed Nyala; the army held El Fasher and Babanusa."], "sudan"),
    (["The ceasefire in Nagorno-Karabakh is holding.", "Talks were held in Vienna."], "world"),
    (["قصف الطيران حي جوبر في دمشق ومدينة دوما"], "syria"),
    (["Jobar and Qaboun near Damascus were shelled."] + ["Markets rose."] * 9, "world"),
    ([], "world"),
]


@pytest.mark.parametrize(("texts", "wanted"), REPORTS)
def test_cli_pack_is_chosen_by_the_names_in_the_reports(texts, wanted):
    assert guess_pack(texts) == wanted


def test_cli_build_says_which_pack_was_chosen(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text("The army shelled Jobar and Qaboun near Damascus on Monday.\n", encoding="utf-8")
    done = run("build", report, "--record", tmp_path / "record")
    assert done.exit_code == 0 and "pack syria" in done.output and "none was named" in done.output
    again = run("build", "--record", tmp_path / "record")
    assert "pack syria" in again.output
