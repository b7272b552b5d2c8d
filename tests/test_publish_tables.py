"""The tables: stable columns, one row a thing, unknown as empty."""

import csv
import io
import json

import pytest
from publish_fixture import build_fake
from publish_makers import FakeRecord, make_incident

from sijill.model import Figure, PlaceRef
from sijill.publish import tables
from sijill.publish.geojson import to_place

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
        *("weapons", "repeats", "other_places", "incident", "translation", "review"),
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


@pytest.mark.parametrize(
    ("figure", "expected"),
    [
        (Figure(measure="strikes", who="strikes", low=14, high=14), "strikes: 14"),  # not "strikes strikes"
        (Figure(measure="strikes", who="air strikes", low=14), "air strikes: 14 or more"),
        (Figure(measure="strikes", who="times", low=25), "strikes: 25 or more"),  # "raided it over 25 times"
        (Figure(measure="tanks", who="army's tanks", low=2, high=2), "army's tanks: 2"),
        (Figure(measure="tanks", who="Southern army", low=2, high=2), "tanks (Southern army): 2"),
        (Figure(measure="fighters", who="fighters (subset)", low=5, high=5), "fighters, part of a larger figure: 5"),
        (Figure(measure="percent", who="it", low=70, high=70, unit="%"), "per cent: 70"),
        (Figure(measure="percent", who="the camp", low=70, high=70, unit="%"), "per cent of the camp: 70"),
        (Figure(measure="distance", who="miles", low=3, high=3, unit="mile"), "distance: 3 miles"),
        (Figure(measure="hours", who="hours", low=48, high=48, unit="hour"), "hours: 48"),
        (Figure(measure="other", who="buildings", low=3), "other figure (buildings): 3 or more"),
    ],
)  # fmt: skip
def test_tables_say_neither_the_measure_nor_the_unit_twice(figure, expected):
    assert tables.say_figure(figure) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (PlaceRef(name="areas"), "place not named"),
        (PlaceRef(name="several Neighborhoods"), "place not named"),
        (PlaceRef(name="المنطقة"), "place not named"),  # "the area"
        (PlaceRef(name="the city", id="tarn", label="Tarn"), "Tarn"),  # it could be told which
        (PlaceRef(name="Reed Farm"), "Reed Farm"),  # a name, though nobody knows where
        (PlaceRef(name="Tarn", relation="ten kilometres from Tarn"), "ten kilometres from Tarn"),
        (PlaceRef(name="Tarn", relation="near Tarn", label="Area near Tarn", lat=1.0, lon=2.0), "near Tarn"),
    ],
)
def test_tables_name_a_place_only_by_a_name_of_its_own(place, expected):
    incident = make_incident(1, "clash", "Clash", [], [], place=place)
    (row,) = tables.incident_rows(FakeRecord(incidents=[incident]))
    assert row["place"] == expected
    assert to_place(place)["label"] == expected
