"""What a record answers, by filter, by spelling, by day, and what it says when it cannot."""

import shutil

import pytest
from record_world import built_world

from sijill.errors import SijillError
from sijill.record import Filters, Record, diff_versions


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    with built_world(tmp_path_factory.mktemp("world")) as record:
        yield record


@pytest.fixture
def record(built):
    with Record.open(built) as opened:
        yield opened


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), ["capture denies", "shelling asserts", "capture asserts", "capture plans", "shelling asserts"]),
        (Filters(kinds=("capture",), stances=("asserts",)), ["capture asserts"]),
        (Filters(places=("Oakham",)), ["shelling asserts", "capture plans"]),
        (Filters(on="2019-05-03"), ["capture asserts", "capture plans"]),
        (Filters(since="2019-05-04"), ["capture denies", "shelling asserts"]),
        (Filters(until="2019-05-03"), ["capture asserts", "capture plans"]),
        # A month or a year holds its days.
        (Filters(on="2019-05", kinds=("capture",)), ["capture denies", "capture asserts", "capture plans"]),
        (Filters(since="2020"), []),
        (Filters(undated=True), ["shelling asserts"]),
        (Filters(sources=("Morning Post",)), ["capture asserts", "capture plans"]),
        (Filters(sources=("morning-post",)), ["capture asserts", "capture plans"]),
        (Filters(sources=("letter.txt",)), ["shelling asserts"]),
        (Filters(text="shelled oakham"), ["shelling asserts"]),
        (Filters(text='"oakham shelled"'), []),
        (Filters(sides=("Southern forces",)), ["capture plans"]),
    ],
)  # fmt: skip
def test_reader_claims_fit_the_filters(record, filters, expected):
    assert sorted(f"{c.kind} {c.stance}" for c in record.claims(filters)) == sorted(expected)


@pytest.mark.parametrize("name", ["elmton", "Elmton", "al-Elmtun", "Elmtun", "إلمتون", "ELMTON"])
def test_reader_a_place_is_found_by_any_spelling(record, name):
    assert len(record.claims(Filters(places=(name,)))) == 3


def test_reader_a_place_holds_what_is_inside_it(record):
    assert len(record.claims(Filters(places=("West Shire",)))) == len(record.claims())


def test_reader_an_unknown_place_or_side_is_an_error_that_helps(record):
    with pytest.raises(SijillError, match=r"Elmton"):
        record.claims(Filters(places=("Elmington",)))
    with pytest.raises(SijillError, match=r"Northern forces"):
        record.claims(Filters(sides=("Nobody at all",)))


def test_reader_no_text_of_a_filter_is_read_as_sql(record):
    hostile = "x'; DROP TABLE claims; --"
    assert record.claims(Filters(text=hostile)) == []
    with pytest.raises(SijillError, match="no outlet or file named"):
        record.claims(Filters(sources=(hostile,)))
    assert record.claim(hostile) is None
    assert len(record.claims()) == 5


def test_reader_incidents_leave_out_plans_unless_asked_and_say_how_many(record):
    default = Filters(include_unasserted=False)
    statuses = [incident.status for incident in record.incidents(default)]
    assert "planned" not in statuses and "disputed" in statuses
    assert record.count_hidden(default) == {"planned": 1}
    assert "planned" in [one.status for one in record.incidents(Filters(statuses=("planned",)))]


def test_reader_a_day_filter_counts_what_has_no_day(record):
    day = Filters(on="2019-05-03", include_unasserted=False)
    assert [one.when.start for one in record.incidents(day)] == ["2019-05-03"]
    assert record.count_undated(day) == 1


def test_reader_everything_comes_back_as_it_was(record):
    for claim in record.claims():
        assert record.claim(claim.id) == claim
        document = record.document(claim.document.id)
        assert document.text[claim.start : claim.end] == claim.quote
        assert record.incident(claim.incident).id == claim.incident
    assert record.document("post.txt").publisher == "Morning Post"
    assert record.document("nothing") is None and record.incident("i-0") is None


def test_reader_search_folds_letters(record):
    hits = record.search("ÉLMTÓN captured")
    assert {hit.claim is not None for hit in hits} == {True, False}
    assert record.search("  * ") == []


def test_reader_a_missing_record_is_an_error_that_helps(tmp_path):
    with pytest.raises(SijillError, match=r"no such folder.*sijill build"):
        Record.open(tmp_path / "nowhere")
    with pytest.raises(SijillError, match=r"no record here"):
        Record.open(tmp_path)


def test_reader_a_half_written_record_is_named(built, tmp_path):
    copy = tmp_path / "record"
    shutil.copytree(built, copy)
    (copy / "versions" / "1" / "manifest.json").unlink()
    with pytest.raises(SijillError, match=r"version 1.*not whole.*sijill build"):
        Record.open(copy)
    (copy / "current").unlink()
    with pytest.raises(SijillError, match=r"half-written: .*versions/1"):
        Record.open(copy)


def test_reader_a_damaged_database_is_an_error_that_helps(built, tmp_path):
    copy = tmp_path / "record"
    shutil.copytree(built, copy)
    (copy / "versions" / "1" / "record.duckdb").write_bytes(b"not a database")
    with pytest.raises(SijillError, match=r"record.duckdb.*sijill build"):
        Record.open(copy)


def test_reader_an_older_version_must_be_kept(built):
    with pytest.raises(SijillError, match=r"no version 9; kept are 1"):
        Record.open(built, version=9)
    assert diff_versions(built, 1, 1) == []
