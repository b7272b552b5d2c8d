"""Figures by a rule-set on the command line: in a table, in a pipe, as JSON, and on the page of an incident."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from record_world import built_world

from sijill.cli.app import app
from sijill.cli.ruling import say_history
from sijill.reconcile import Stage, list_rule_sets, load_rule_set
from sijill.record import Record

PAGE = Path(__file__).resolve().parent.parent / "docs" / "figures.md"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    with built_world(tmp_path_factory.mktemp("world")) as record:
        yield record


def ask(record, *args, code=0):
    done = CliRunner().invoke(app, [*map(str, args), "--record", str(record)])
    assert done.exit_code == code, done.output
    return done


def find_shelling(record):
    """The incident of the shelling that killed 30, and its claim."""
    with Record.open(record) as opened:
        row = next(one for one in opened.figures() if one.low == 30)
        return row.incident, row.figures[0].claim


@pytest.mark.parametrize("rules", list_rule_sets())
def test_cli_rules_add_grade_and_trace_to_every_figure(built, rules):
    rows = json.loads(ask(built, "figures", "--rules", rules, "--json").stdout)["rows"]
    assert rows and all(row["rule_set"] == rules for row in rows)
    for row in rows:
        assert row["grade"] in load_rule_set(rules).grades
        assert row["claim"] in " ".join(row["trace"])
    lines = list(csv.DictReader(io.StringIO(ask(built, "figures", "--rules", rules, "--csv").stdout)))
    assert [line["trace"] for line in lines] == [" | ".join(row["trace"]) for row in rows]


def test_cli_rules_change_the_figure_that_stands_together(built):
    """30 soldiers "or more": the world's regular figure, ACLED's one number, and nothing that Airwars counts."""
    _, claim = find_shelling(built)

    def find_row(rules):
        rows = json.loads(ask(built, "figures", "--rules", rules, "--json").stdout)["rows"]
        return next(row for row in rows if row["claim"] == claim)

    own, acled, airwars = map(find_row, ("sijill", "acled", "airwars"))
    assert (own["low"], own["best"], own["high"]) == (30, None, None)
    assert (acled["low"], acled["best"], acled["high"], acled["grade"]) == (30, 30, None, "reported")
    assert (airwars["low"], airwars["best"], airwars["high"], airwars["grade"]) == (
        None,
        None,
        None,
        "outside",
    )
    assert "not counted" in ask(built, "figures", "--rules", "airwars").stdout


def test_cli_rules_default_is_the_records_own(built):
    assert (
        ask(built, "figures", "--json").stdout == ask(built, "figures", "--rules", "sijill", "--json").stdout
    )
    heading = ask(built, "figures").stdout.splitlines()[0].split("\t")
    assert "grade" in heading and heading[-1] == "trace"


def test_cli_rules_show_lists_each_step_with_its_claims(built):
    incident, claim = find_shelling(built)
    page = ask(built, "show", incident, "--rules", "ucdp").stdout
    assert re.search(r"by ucdp: 30( or more)?, best 30, clear", page.replace("30–30", "30"))
    assert re.search(rf"^ +1\. .* gives 30 or more \({claim}\)$", page, flags=re.M)
    assert "by ucdp" not in ask(built, "show", incident).stdout
    found = json.loads(ask(built, "show", incident, "--rules", "ucdp", "--json").stdout)
    assert found["ruled"][0]["grade"] == "clear" and found["rule_set"]["name"] == "ucdp"
    assert claim in found["ruled"][0]["trace"][0]
    assert [stage["claim"] for stage in found["history"][0]["stages"]] == [claim]
    assert json.loads(ask(built, "show", incident, "--json").stdout)["rule_set"]["name"] == "sijill"


def test_cli_rules_are_for_incidents(built):
    _, claim = find_shelling(built)
    assert (
        "--rules reads the figures of an incident"
        in ask(built, "show", claim, "--rules", "ibc", code=2).stderr
    )


def test_cli_rules_history_is_told_where_a_toll_was_given_more_than_once():
    parts = {"label": "Monitor", "origin": "o", "qualifier": "exact"}
    first = Stage(published="2020-05-02T18:00", low=4, high=4, claim="c-1", superseded_by="c-3", **parts)
    again = Stage(published="2020-05-03", low=4, high=4, claim="c-2", again=True, **parts)
    last = Stage(published=None, low=12, high=None, claim="c-3", **parts)
    assert say_history("killed", [first, again]) == []
    assert say_history("killed", [first, again, last]) == [
        "as it was published:",
        "2020-05-02: 4, Monitor, c-1, superseded by c-3",
        "2020-05-03: 4, Monitor, c-2, again in a copy or a repeat",
        "undated: 12 or more, Monitor, c-3",
    ]


@pytest.mark.parametrize("name", list_rule_sets())
def test_cli_rules_the_page_explains_every_grade_and_cites_every_source(name):
    rules, text = load_rule_set(name), " ".join(PAGE.read_text(encoding="utf-8").split())
    section = text.split(f"## `{name}`", 1)[1].split("## `", 1)[0]
    assert [grade for grade in rules.grades if f"| `{grade}` |" not in section] == []
    published = [source for source in rules.sources if source.by != "Sijill"]
    assert [source.title for source in published if f"*{source.title}*, {source.year}" not in section] == []
