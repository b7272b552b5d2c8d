"""The measure is measured: a gold against itself, degenerate predictions, and what is told of errors."""

import itertools
import json
import re
from pathlib import Path

import pytest
from score_gold import CAPTURE, DENIAL, GOLD, MILL, PLAN, TOLL, claim, day, killed, moved, write_gold

from sijill.model import KINDS
from sijill.score import (
    ScoreOptions,
    explain_errors,
    find_mistakes,
    format_scores,
    read_gold,
    score_claims,
    score_record,
)

SHARED = Path(__file__).parents[2] / "shared" / "gold"


@pytest.fixture
def gold_folder(tmp_path):
    return write_gold(tmp_path / "gold")


def others(claim):
    """The gold without one of its claims."""
    return [each for each in GOLD if each is not claim]


def list_values(value):
    """Every value and F1 in the plain form of the scores, with where it stands."""
    if isinstance(value, dict):
        for key, each in value.items():
            if key in ("value", "f1", "b3_f1") and each is not None:
                yield key, each
            elif key not in ("alone", "same_kind_day_place", "unknown_everywhere"):
                yield from ((f"{key}.{path}", number) for path, number in list_values(each))
    elif isinstance(value, list):
        for each in value:
            yield from list_values(each)


def assert_perfect(scores):
    """Every measure is exactly 1, and nothing is told as an event, invented or merged."""
    measured = list(list_values(scores.to_dict()))
    wrong_when_high = ("told_as_event", "told_as_any_event", "invented", "merged_apart", "misnamed")
    for path, value in measured:
        assert value == (0 if any(name in path for name in wrong_when_high) else 1), path
    assert len(measured) > 15
    assert not scores.absent and not scores.moved_quotes


def test_score_gold_against_itself(gold_folder):
    scores = score_record(gold_folder, gold_folder)
    assert_perfect(scores)
    assert scores.incidents.matched.pairs.gold == 7
    assert scores.control[0].all.n == 3


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared gold is not here")
@pytest.mark.parametrize("part", ["seeds", "reports"])
@pytest.mark.parametrize("told", [False, True])
def test_score_shared_gold_against_itself(part, told):
    assert_perfect(score_record(SHARED / part, SHARED / part, ScoreOptions(published_est=told)))


def cover(gold, kinds, sentences=False):
    """Predictions that quote whole pages, or every sentence, once for each kind."""
    rows = []
    for document in gold.documents:
        pieces = (
            re.finditer(r"[^.\n]+\.?", document.text) if sentences else re.finditer(r"(?s).+", document.text)
        )
        for piece, kind in itertools.product(pieces, kinds):
            row = {
                "document": {"source": document.source},
                "kind": kind,
                "start": piece.start(),
                "end": piece.end(),
            }
            rows.append({**row, "quote": piece[0], "speaker": {"name": "publisher"}})
    return rows


def list_golds(tmp_gold):
    return [tmp_gold] + ([SHARED / "seeds", SHARED / "reports"] if SHARED.is_dir() else [])


def test_score_whole_pages_score_nothing(gold_folder):
    for folder in list_golds(gold_folder):
        gold = read_gold(folder)
        assert score_claims(gold, cover(gold, KINDS)).claims.kind.f1 == 0


def test_score_every_sentence_scores_little(gold_folder):
    for folder in list_golds(gold_folder):
        gold = read_gold(folder)
        assert score_claims(gold, cover(gold, ["other"], sentences=True)).claims.kind_and_stance.f1 < 0.1
        assert score_claims(gold, cover(gold, KINDS, sentences=True)).claims.kind_and_stance.f1 < 0.1


def test_score_copies_cost_precision(gold_folder):
    gold = read_gold(gold_folder)
    assert score_claims(gold, GOLD * 2).claims.kind.precision == 0.5
    nudged = [moved(each, 0, -1) for each in GOLD]
    assert score_claims(gold, GOLD + nudged).claims.kind.precision == 0.5


def test_score_to_dict_is_plain():
    plain = json.loads(json.dumps(score_claims(GOLD, MILL).to_dict()))
    assert plain["claims"]["kind"]["f1"] == pytest.approx(12 / 15, abs=0.05)
    assert plain["absent"] == ["later.txt"]
    assert plain["unreal"]["all"]["told_as_event"]["interval_95"][1] < 1


def test_score_page_shows_every_part(gold_folder):
    page = format_scores(score_record(gold_folder, gold_folder))
    for part in (
        "kind + stance",
        "told as event",
        "speaker, lenient",
        "day within one",
        "B³",
        "control, gold",
    ):
        assert part in page


@pytest.mark.parametrize(
    ("predicted", "sorts"),
    [
        (GOLD, []),
        ([*GOLD, claim("Fighters of the River Brigade took the mill", "looting")], ["false alarm"]),
        (others(TOLL), ["missed"]),
        ([*others(TOLL), {**TOLL, "kind": "clash"}], ["wrong kind"]),
        ([*others(PLAN), {**PLAN, "stance": "asserts"}], ["told as event"]),
        ([*others(DENIAL), {**DENIAL, "stance": "plans"}], ["wrong stance"]),
        ([*others(CAPTURE), {**CAPTURE, "speaker": {"name": "nobody"}}], ["wrong speaker"]),
        ([*others(TOLL), {**TOLL, "figures": killed(21)}], ["wrong figures"]),
        ([*others(TOLL), {**TOLL, "when": day("2031-05-04")}], ["wrong day"]),
    ],
)  # fmt: skip
def test_score_mistakes_are_sorted(predicted, sorts):
    assert [one.sort for one in find_mistakes(GOLD, predicted)] == sorts


def test_score_explained_with_quotes_and_the_rule():
    wrong = claim(
        "Fighters of the River Brigade took the mill", "looting", extractor={"name": "x", "rule": "loot.verb"}
    )
    page = explain_errors(GOLD, [wrong], limit=2)
    assert "“At least 12 soldiers were killed in the assault”" not in page.split("MISSED")[0]
    assert "WRONG KIND (1)" in page and "[loot.verb]" in page
    assert re.search(r"MISSED \(8\)(\n.+){6}\n  … and 6 more", page)
    assert explain_errors(GOLD, GOLD) == "No errors."
