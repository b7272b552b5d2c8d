"""The claims export: the shape on disk, and the schema that it shares with annotations."""

import json
from pathlib import Path

import jsonschema
import pytest
from publish_fixture import build_fake
from publish_makers import FakeRecord, make_claim, make_document

from sijill.errors import SijillError
from sijill.model import KINDS, MEASURES, PRECISIONS, STANCES
from sijill.publish import write_claims
from sijill.publish.claims import load_claims_schema

KEYS = [
    *(
        "id",
        "document",
        "kind",
        "stance",
        "hedged",
        "quote",
        "start",
        "end",
        "background",
        "speaker",
        "via",
        "actors",
    ),
    *(
        "targets",
        "weapons",
        "extent",
        "about",
        "places",
        "when",
        "figures",
        "incident",
        "extractor",
        "confidence",
        "translation",
        "review",
    ),
]
MINIMAL = {
    "document": {"source": "a.txt"},
    "kind": "clash",
    "stance": "asserts",
    "quote": "they fought",
    "start": 0,
    "end": 11,
    "speaker": {"name": "publisher"},
}


@pytest.fixture
def check():
    schema = load_claims_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_claims_are_one_valid_object_a_line_with_exact_quotes(tmp_path, check):
    record = build_fake()
    texts = {document.id: document.text for document in record.documents()}
    assert write_claims(record, tmp_path / "claims.jsonl") == 16
    rows = [json.loads(line) for line in (tmp_path / "claims.jsonl").read_text("utf-8").splitlines()]
    assert len(rows) == 16
    for row in rows:
        check.validate(row)
        assert list(row) == KEYS
        assert texts[row["document"]["id"]][row["start"] : row["end"]] == row["quote"]


def test_claims_export_withholds_nothing(tmp_path):
    # It is the researcher's own file, and scores would suffer from a redacted one.
    write_claims(build_fake(), tmp_path / "claims.jsonl")
    assert "Amal Sarraf" in (tmp_path / "claims.jsonl").read_text("utf-8")


def test_claims_are_filtered_by_the_record(tmp_path):
    assert write_claims(build_fake(), tmp_path / "claims.jsonl", {"kind": ["air_strike"]}) == 2


def test_claims_of_an_empty_record_are_an_empty_file(tmp_path):
    assert write_claims(FakeRecord(), tmp_path / "claims.jsonl") == 0
    assert (tmp_path / "claims.jsonl").read_bytes() == b""


def test_claims_keep_line_separators_inside_one_line(tmp_path):
    # U+2028 ends a line for some readers; JSON allows it raw inside a string, and `split("\n")` must still work.
    document = make_document("a.txt", "They fought\u2028at noon.\nThen they left.")
    record = FakeRecord([document], [make_claim(document, "fought\u2028at noon.\nThen")])
    write_claims(record, tmp_path / "claims.jsonl")
    lines = (tmp_path / "claims.jsonl").read_bytes().decode().split("\n")
    assert len(lines) == 2 and json.loads(lines[0])["quote"] == "fought\u2028at noon.\nThen"


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        ({}, True),
        ({"when": None}, True),  # annotations leave the day out where nothing gives it
        ({"when": {"start": "2031-05", "end": "2031-05", "basis": "published_est"}}, True),
        ({"alt_kinds": ["capture"], "optional": True, "note": "headline"}, True),
        ({"via": ["state television"]}, True),
        ({"figures": [{"measure": "killed", "low": 3, "high": None}]}, True),
        ({"figures": [{"measure": "killed", "low": 3}]}, False),  # an open end is said, not left out
        ({"kind": "battle"}, False),
        ({"stance": "reported"}, False),
        ({"quote": ""}, False),
        ({"speaker": {}}, False),
        ({"speaker": {"name": "publisher", "label": "x"}}, False),
        ({"when": {"start": "May 2031"}}, False),
        ({"places": [{"name": "Tarn", "precision": 9}]}, False),
        ({"places": [{"name": "Tarn", "role": "target"}]}, False),
    ],
)
def test_claims_schema_accepts_what_the_contract_allows(check, change, valid):
    assert check.is_valid({**MINIMAL, **change}) is valid
    assert check.is_valid({"text": "they fought", "claims": [{**MINIMAL, **change}]}) is valid


@pytest.mark.parametrize("missing", list(MINIMAL))
def test_claims_schema_requires_what_a_claim_cannot_do_without(check, missing):
    assert not check.is_valid({key: value for key, value in MINIMAL.items() if key != missing})


def test_claims_schema_knows_every_code_of_the_model():
    definitions = load_claims_schema()["$defs"]
    assert tuple(definitions["kind"]["enum"]) == KINDS
    assert tuple(definitions["claim"]["properties"]["stance"]["enum"]) == STANCES
    assert tuple(definitions["figure"]["properties"]["measure"]["enum"]) == MEASURES
    assert tuple(definitions["when"]["properties"]["precision"]["enum"]) == PRECISIONS


def test_claims_that_cannot_be_written_name_the_file_and_the_remedy(tmp_path):
    with pytest.raises(SijillError, match=r"missing.*create"):
        write_claims(build_fake(), tmp_path / "missing" / "claims.jsonl")
    with pytest.raises(SijillError, match="folder"):
        write_claims(build_fake(), tmp_path)


def test_claims_replace_an_old_file_whole(tmp_path):
    path = Path(tmp_path / "claims.jsonl")
    path.write_text("old\n")
    write_claims(build_fake(), path)
    assert path.read_text("utf-8").startswith("{") and [p.name for p in tmp_path.iterdir()] == [
        "claims.jsonl"
    ]
