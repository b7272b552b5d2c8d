"""The record's own tables with their data dictionary, as rows and, where a place is known, their geometry."""

import datetime
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from typing import Any

import yaml

from sijill.model import ControlState
from sijill.publish import tables
from sijill.publish.cells import find_place_cell
from sijill.publish.formats.about import Column
from sijill.publish.formats.events import EventView
from sijill.publish.geojson import find_geometry

LAYERS = ("incidents", "claims", "control", "days")
Row = dict[str, Any]


@cache
def list_columns(table: str) -> tuple[Column, ...]:
    """The columns of a table with their types and meanings.

    >>> list_columns("days")[2]
    Column(name='day', type='date', about='the day', tag='')
    """
    text = resources.files("sijill.publish.formats").joinpath("dictionary.yml").read_text("utf-8")
    return tuple(
        Column(name=name, type=kind, about=about)
        for name, (kind, about) in yaml.safe_load(text)[table].items()
    )


def layer_rows(
    view: EventView, layer: str, filters: Any = None
) -> Iterator[tuple[Row, dict[str, Any] | None]]:
    """The rows of a layer, each with its GeoJSON geometry, or None where its place is not known."""
    yield from LAYER_ROWS[layer](view, filters)


def incident_layer(view: EventView, filters: Any) -> Iterator[tuple[Row, dict[str, Any] | None]]:
    """One row an incident: a point, or the area of a relative place."""
    incidents = {incident.id: incident for incident in view.record.incidents(filters)}
    for row in tables.incident_rows(view.record, filters):
        incident = incidents[row["id"]]
        where = view.whereabouts.locate(incident.place)
        more = {
            "h3": find_place_cell(incident.place),
            "country_code": where.country.iso3 if where.country else None,
            "admin1": where.admin1.name if where.admin1 else None,
            "admin1_pcode": where.admin1.pcode if where.admin1 else None,
            "admin2": where.admin2.name if where.admin2 else None,
            "admin2_pcode": where.admin2.pcode if where.admin2 else None,
        }
        yield order(row | more, "incidents"), find_geometry(incident.place)


def claim_layer(view: EventView, filters: Any) -> Iterator[tuple[Row, dict[str, Any] | None]]:
    """One row a claim, at the first place where it says that it happened."""
    claims = view.record.claims(filters)
    for claim, row in zip(claims, tables.claim_rows(view.record, filters), strict=True):
        place = next((one for one in claim.places if one.role == "location"), None)
        yield order(row, "claims"), find_geometry(place or next(iter(claim.places), None))


def control_layer(view: EventView, filters: Any) -> Iterator[tuple[Row, dict[str, Any] | None]]:
    """One row a place, series and interval of days in which nothing changed."""
    for row in tables.control_rows(view.record, filters):
        yield order(row, "control"), make_point(row["lat"], row["lon"])


def day_layer(view: EventView, filters: Any) -> Iterator[tuple[Row, dict[str, Any] | None]]:
    """One row a place, series and day."""
    for state in view.record.control(filters):
        point = make_point(state.lat, state.lon)
        for day in list_days(state, filters):
            row = {
                name: getattr(state, name)
                for name in (
                    "place",
                    "place_id",
                    "series",
                    "holder",
                    "besieged_by",
                    "truce",
                    "inferred_from",
                    "lat",
                    "lon",
                )
            }
            probability = state.probabilities.get(state.holder)
            row |= {"day": day, "probability": None if probability is None else round(probability, 3)}
            yield order(row, "days"), point


def list_days(state: ControlState, filters: Any = None) -> Iterator[str]:
    """The days of a state, both ends included, of those that the filters ask for.

    >>> list(list_days(ControlState(place_id="elm", place="Elm", start="2031-05-30", end="2031-06-01", series="as_known",
    ...                             holder="unknown", probabilities={})))
    ['2031-05-30', '2031-05-31', '2031-06-01']
    """
    since = getattr(filters, "on", None) or getattr(filters, "since", None) or ""
    until = getattr(filters, "on", None) or getattr(filters, "until", None) or ""
    day, last = datetime.date.fromisoformat(state.start[:10]), datetime.date.fromisoformat(state.end[:10])
    while day <= last:
        text = day.isoformat()
        if text[: len(since)] >= since and (not until or text[: len(until)] <= until):
            yield text
        day += datetime.timedelta(days=1)


def make_point(lat: float | None, lon: float | None) -> dict[str, Any] | None:
    """A GeoJSON point, or None where the position is not known."""
    return None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}


def order(row: Row, table: str) -> Row:
    """The row with the columns of its table, in their order; what it lacks is None."""
    return {column.name: row.get(column.name) for column in list_columns(table)}


LAYER_ROWS: dict[str, Callable[[EventView, Any], Iterator[tuple[Row, dict[str, Any] | None]]]] = {
    "incidents": incident_layer,
    "claims": claim_layer,
    "control": control_layer,
    "days": day_layer,
}
