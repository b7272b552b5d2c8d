"""How the gathering of claims into incidents is scored."""

import json

import pytest
from score_gold import CAPTURE, DENIAL, GOLD, LATER, SEIZED, TOLL, names, write_gold

from sijill.model import Claim, Incident, replace
from sijill.score import format_scores, read_gold, read_gold_claims, score_claims, score_record
from sijill.score.linking import compare_links


@pytest.fixture
def gold_folder(tmp_path):
    return write_gold(tmp_path / "gold")


def test_score_b3_of_the_textbook_example():
    # Bagga and Baldwin's two responses to the key {1..5} {6,7} {8..C}: to join the two large ones is worse
    key = {str(n): frozenset({"a" if n <= 5 else "b" if n <= 7 else "c"}) for n in range(1, 13)}
    one = {item: frozenset({"c" if label == {"b"} else min(label)}) for item, label in key.items()}
    two = {item: frozenset({"a" if label == {"c"} else min(label)}) for item, label in key.items()}
    sources = dict.fromkeys(key, "a.txt")
    first, second = compare_links(key, one, sources), compare_links(key, two, sources)
    assert (first.b3_recall, second.b3_recall) == (1, 1)
    assert first.b3_precision == pytest.approx(16 / 21)
    assert second.b3_precision == pytest.approx(7 / 12)


def link(rows, incidents):
    return [
        {**row, "id": str(index), "incident": incident}
        for index, (row, incident) in enumerate(zip(rows, incidents, strict=True))
    ]


def test_score_incidents_end_to_end(gold_folder):
    gold = read_gold(gold_folder)
    # the capture and the report of it a day later are found and joined; the denial is left out of it
    made = link([CAPTURE, SEIZED, DENIAL, TOLL], ["i1", "i1", "i2", "i1"])
    incidents = score_claims(gold, made).incidents
    assert (
        incidents.matched.pairs.found,
        incidents.matched.pairs.predicted,
        incidents.matched.pairs.gold,
    ) == (1, 3, 3)
    assert incidents.matched.across.found == 1 and incidents.matched.within.found == 0
    # the convoy and its plan were missed, and so was their tie; the capture told again need not be found
    assert incidents.end_to_end.pairs.gold == 4
    assert (incidents.alone.b3_precision, incidents.alone.pairs.precision) == (1, None)
    # the toll was merged with the capture; of the other pair nothing was found
    assert incidents.merged == (("mill-taken", "mill-toll"),)
    assert incidents.merged_apart.n == 1


def test_score_incident_baseline_of_equal_kind_day_place(gold_folder):
    again = {**SEIZED, "when": CAPTURE["when"], "places": names("Narbaya")}
    made = link([CAPTURE, again, DENIAL], ["i1", "i2", "i3"])
    incidents = score_claims(read_gold(gold_folder), made).incidents
    assert incidents.matched.pairs.found == 0
    assert incidents.same_kind_day_place.pairs.found == 1  # the denial has no day and stays alone


def test_score_incidents_given_gold_claims(gold_folder):
    perfect = read_gold_claims(gold_folder)
    assert all(isinstance(each, Claim) for each in perfect)
    assert {each.id for each in perfect} >= {"mill:0", "later:2"}
    assert [channel.name for channel in perfect[6].via] == ["the town radio"]
    gold = read_gold(gold_folder)
    incidents = [
        Incident(
            id="i",
            kind="capture",
            status="reported",
            title="",
            claims=("mill:0", "mill:2", "mill:6", "later:0"),
        ),
        Incident(id="j", kind="evacuation", status="reported", title="", claims=("mill:3", "later:1")),
    ]
    joined = {each: one.id for one in incidents for each in one.claims}
    rows = [replace(each, incident=joined.get(each.id)) for each in perfect]
    scores = score_claims(gold, rows)
    assert scores.incidents.given_gold_claims
    assert scores.incidents.matched.pairs.f1 == 1
    assert "given gold claims" in format_scores(scores)


def test_score_incidents_of_one_cluster_are_one(tmp_path):
    for name, rows, cluster in (("r1", [0], "mill-2031"), ("r2", [0], "mill-2031"), ("r3", [0], "other")):
        report = {
            "id": name,
            "cluster": cluster,
            "text": LATER,
            "claims": [{**SEIZED, "document": {"source": name}}],
            "incidents": [{"id": "mill-taken", "claim_indexes": rows}],
        }
        (tmp_path / f"{name}.json").write_text(json.dumps(report))
    gold = read_gold(tmp_path)
    assert gold.incidents["r1:0"] == gold.incidents["r2:0"] != gold.incidents["r3:0"]
    scores = score_record(tmp_path, tmp_path)
    assert scores.incidents.matched.across.gold == 1
    assert scores.incidents.matched.pairs.f1 == 1


def test_score_no_incidents_no_score(gold_folder):
    assert score_claims(read_gold(gold_folder), GOLD).incidents is None
