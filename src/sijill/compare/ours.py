"""The record's events in the other data set's own terms, so that like is compared with like."""

from typing import Any

from ..model import replace
from ..publish.formats import acled, ucdp
from ..publish.formats.counts import count_event_deaths
from ..publish.formats.events import Event, EventView
from ..read.datasets import CodedEvent
from ..read.datasets.forms import read_acled, read_ucdp


def list_ours(view: EventView, form: str, filters: Any) -> tuple[list[CodedEvent], list[tuple[Event, str]]]:
    """The events of the record as rows of that data set, and those that it would have no row for, with the reason."""
    rows, left = [], []
    for event in view.events(filters, joined=True):
        made = make_row(event, view, form)
        if isinstance(made, str):
            left.append((event, made))
        else:
            rows.append(made)
    return rows, left


def make_row(event: Event, view: EventView, form: str) -> CodedEvent | str:
    """The event as a row, or why there is none."""
    if form == "ucdp":
        deaths = count_event_deaths("ucdp", event)
        why = ucdp.find_obstacle(event, deaths)
        return why or name_row(read_ucdp(write_cells(ucdp.make_row(event, deaths)), 0), event)
    why = acled.find_obstacle(event)
    if why:
        return why
    coded = name_row(read_acled(write_cells(acled.make_row(event, view)), 0), event)
    # A mapped table speaks of kinds as the record does, which are finer than ACLED's.
    return coded if form == "acled" else replace_kind(coded, event)


def write_cells(row: dict[str, Any]) -> dict[str, str]:
    """The row as its file would have it."""
    return {name: "" if value is None else str(value) for name, value in row.items()}


def name_row(coded: CodedEvent, event: Event) -> CodedEvent:
    """The row under the id of its incident."""
    return replace(coded, id=event.incident.id, cells={})


def replace_kind(coded: CodedEvent, event: Event) -> CodedEvent:
    """The row with the record's own kind for its label."""
    kind = event.incident.kind
    return replace(coded, kind=kind, label=kind, group=kind)
