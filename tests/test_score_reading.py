"""What can be scored, and what is said of what cannot."""

import json

import pytest
from score_gold import CAPTURE, LATER, TOLL, write_gold

from sijill.errors import SijillError
from sijill.model import to_json
from sijill.score import (
    format_scores,
    read_gold,
    read_gold_claims,
    read_predicted,
    score_claims,
    score_record,
)


@pytest.fixture
def gold_folder(tmp_path):
    return write_gold(tmp_path / "gold")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("gold.json", "{", "not JSON"),
        ("gold.json", "[]", "has no `claims`"),
        ("gold.json", json.dumps({"claims": [{"kind": "capture"}]}), "claim 0"),
        ("gold.json", json.dumps({"claims": [{**CAPTURE, "kind": "seizure"}]}), "unknown kind 'seizure'"),
        ("gold.json", json.dumps({"claims": [{**CAPTURE, "stance": "says"}]}), "unknown stance 'says'"),
        ("gold.json", json.dumps({"claims": [{**CAPTURE, "end": 0}]}), "start < end"),
        ("gold.json", json.dumps({"text": LATER, "claims": [CAPTURE]}), "is not at 0"),
        ("gold.json", json.dumps({"claims": [CAPTURE], "repeats": [[0, 1]]}), "`repeats`"),
        ("claims.jsonl", '{"kind": "capture"\n', "line 1"),
        ("claims.jsonl", "\n3\n", "line 2"),
        ("claims.jsonl", json.dumps(CAPTURE) + "\n" + json.dumps({"kind": "capture"}), "line 2"),
    ],
)
def test_score_bad_input_is_named_with_a_remedy(tmp_path, name, content, says):
    file = tmp_path / name
    file.write_text(content)
    with pytest.raises(SijillError) as problem:
        read_predicted(file)
    assert says in str(problem.value)
    assert str(file) in str(problem.value)
    assert problem.value.remedy


@pytest.mark.parametrize(
    "incident",
    [
        {"claim_indexes": [0]},
        {"id": "mill", "claim_indexes": [7]},
        {"id": "mill", "claim_indexes": 0},
        "mill",
    ],
)
def test_score_incidents_that_do_not_fit_are_named(tmp_path, incident):
    (tmp_path / "gold.json").write_text(json.dumps({"claims": [CAPTURE], "incidents": [incident]}))
    with pytest.raises(SijillError, match="incidents that do not fit"):
        read_gold(tmp_path)


def test_score_missing_and_empty_paths(tmp_path):
    for read in (read_gold, read_predicted):
        with pytest.raises(SijillError, match="there is no such"):
            read(tmp_path / "nowhere")
    with pytest.raises(SijillError, match="no annotated document"):
        read_gold(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.json").write_text("{}")
    with pytest.raises(SijillError, match="seeds"):  # the folder above: the remedy names the right one
        read_gold(tmp_path)


def test_score_claim_lines_as_exported(gold_folder, tmp_path):
    file = tmp_path / "claims.jsonl"
    lines = [to_json(each).decode() for each in read_gold_claims(gold_folder)]
    file.write_text("\n".join(lines) + "\n")
    assert score_record(gold_folder, file).claims.kind_and_stance.f1 == 1


def test_score_quotes_of_another_text_are_counted(gold_folder):
    shifted = {**CAPTURE, "quote": "Fighters of the Hill Front"}
    scores = score_claims(read_gold(gold_folder), [shifted, TOLL])
    assert scores.moved_quotes == 1
    assert "1 quotes are not at their offsets" in format_scores(scores)
