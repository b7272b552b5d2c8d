"""`verify` finds every kind of damage, and names it."""

import sqlite3

import duckdb
import pytest
from record_world import built_world

from sijill.record import append_decision
from sijill.record.verify import verify_record


@pytest.fixture
def built(tmp_path):
    with built_world(tmp_path) as record:
        yield record


def change(built, statement, *values):
    with duckdb.connect(str(built / "versions" / "1" / "record.duckdb")) as database:
        database.execute(statement, list(values))


def test_verify_finds_nothing_wrong_with_a_sound_record(built):
    assert verify_record(built) == []


def test_verify_finds_a_changed_byte_in_the_archive(built):
    file = next((built / "archive").glob("*.warc.gz"))
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    assert any(str(file) in problem for problem in verify_record(built))


def test_verify_finds_a_changed_quote(built):
    change(built, "UPDATE claims SET json = replace(json, 'killing 12', 'killing 13')")
    problems = verify_record(built)
    assert any("the quote is not what stands in post.txt" in problem for problem in problems)
    assert any("manifest" in problem for problem in problems)


def test_verify_finds_a_changed_text(built):
    change(built, "UPDATE documents SET body = replace(body, 'killing 12', 'killing 13')")
    assert any("the quote is not what stands in post.txt" in problem for problem in verify_record(built))


def test_verify_finds_a_column_that_does_not_say_what_the_record_says(built):
    change(built, "UPDATE claims SET stance = 'asserts' WHERE stance = 'plans'")
    assert verify_record(built) == [
        "version 1: claims: the columns do not say what the records behind them say"
    ]


def test_verify_finds_a_missing_row(built):
    change(built, "DELETE FROM claims WHERE stance = 'denies'")
    problems = "\n".join(verify_record(built))
    assert "which is not in the record" in problems and "search" in problems


def test_verify_finds_a_missing_payload(built):
    (built / "archive" / "captures.jsonl").write_text("")
    assert any("post.txt are not in the archive" in problem for problem in verify_record(built))


def test_verify_finds_a_broken_decision_chain(built):
    for why in ("one", "two"):
        append_decision(built, "rana", "reject", {"claims": []}, why)
    path = built / "decisions" / "rana.jsonl"
    path.write_text(path.read_text().replace('"why":"one"', '"why":"1"'))
    problems = verify_record(built)
    assert problems and all("rana.jsonl" in problem for problem in problems)


def test_verify_finds_a_damaged_index(built):
    with sqlite3.connect(built / "versions" / "1" / "search.sqlite") as index:
        index.execute("DELETE FROM search WHERE claim IS NOT NULL")
    index.close()
    assert verify_record(built) == ["version 1: search: the index does not hold the claims of this version"]
