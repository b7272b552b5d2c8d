"""The tables: stable columns, one row a thing, unknown as empty."""

import csv
import io
import json

import pytest
from publish_fixture import build_fake
from publish_makers import FakeRecord

from sijill.publish import tables

TABLES = [
    (tables.incident_rows, tables.INCIDENT_COLUMNS, 11),
    (tables.claim_rows, tables.CLAIM_COLUMNS, 16),
    (tables.figure_rows, tables.FIGURE_COLUMNS, 5),  # four figures, one of them from two origins
    (tables.control_rows, tables.CONTROL_COLUMNS, 28),
    (tables.document_rows, tables.DOCUMENT_COLUMNS, 5),
]


@pytest.mark.parametrize(("read_rows", "columns", "count"), TABLES)
def test_tables_have_the_same_columns_in_every_row(read_rows, columns, count):
    rows = read_rows(build_fake())
    assert len(rows) == count
    assert all(tuple(row) == columns for row in rows)
    assert all(
        value is None or isinstance(value, str | int | float) for row in rows for value in row.values()
    )
    assert next(csv.reader(io.StringIO(tables.rows_to_csv(rows)))) == list(columns)
    assert json.loads(tables.rows_to_json(rows))["total"] == count


@pytest.mark.parametrize("read_rows", [row[0] for row in TABLES])
def test_tables_of_an_empty_record_are_empty(read_rows):
    assert read_rows(FakeRecord()) == []


def test_tables_keep_every_column_filled_somewhere():
    # A column that is empty in a record that has everything is a column that reads the wrong field.
    never = {
        column
        for read_rows, columns, _ in TABLES
        for column in columns
        if all(row[column] in (None, "") for row in read_rows(build_fake()))
    }
    # What the invented record has none of.
    assert never == {
        *("weapons", "repeats", "other_places", "incident"),
        *("best", "known_at", "author", "published_basis"),
    }


def test_tables_print_unknown_as_empty_and_never_as_zero():
    row = next(row for row in tables.incident_rows(build_fake()) if row["id"] == "i-0008")
    cells = dict(zip(row, next(csv.reader([tables.rows_to_csv([row]).splitlines()[1]])), strict=True))
    assert (cells["start"], cells["lat"], cells["place"], cells["date_precision"]) == ("", "", "", "unknown")


def test_tables_disarm_text_that_a_spreadsheet_would_run():
    assert tables.rows_to_csv([{"quote": "=HYPERLINK(1)", "lat": -3.5}]) == "quote,lat\n'=HYPERLINK(1),-3.5\n"
    assert (
        json.loads(tables.rows_to_json([{"quote": "=HYPERLINK(1)"}]))["rows"][0]["quote"] == "=HYPERLINK(1)"
    )


def test_tables_count_denials_and_copies_apart():
    row = next(row for row in tables.incident_rows(build_fake()) if row["id"] == "i-0001")
    assert (row["origins"], row["claims"], row["copies"], row["denials"]) == (2, 5, 1, 1)
    assert row["figures"] == "killed Southern fighters: 3–12 (disputed)"
