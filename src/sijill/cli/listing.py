"""The verbs that list: incidents, claims, figures, control, documents."""

from typing import Any

import click

from ..model import replace
from ..record import Filters, Record
from .app import Verb
from .asking import take_filters, take_output, take_record
from .printing import Layout, name_columns, note, print_rows

SERIES = ("as_known", "retrospective")


@click.command(cls=Verb)
@take_record
@take_filters
@take_output
def incidents(record: str, filters: Filters, output: str | None, limit: int | None) -> None:
    """List what happened, one line an incident.

    Each with its status, its figures and the number of its independent origins.

    Shown are incidents that somebody asserts or denies. Plans, hypotheses and background need --all (or
    --status); the last line says how many were left out.
    """
    from ..publish.tables import INCIDENT_COLUMNS, incident_rows

    layout = Layout(
        columns=name_columns("id day place kind status grade title=what figures origins"),
        wide=("title", "figures"),
        piped=("place", "kind"),
        every=INCIDENT_COLUMNS,
    )
    with Record.open(record) as opened:
        rows = [row | {"day": say_days(row)} for row in incident_rows(opened, filters)]
        print_rows(_bare(rows, output, "day"), layout, output or "table", limit)
        hidden = (
            opened.count_hidden(filters) if not filters.include_unasserted and not filters.statuses else {}
        )
        undated = opened.count_undated(filters) if filters.on or filters.since or filters.until else 0
    if hidden:
        parts = ", ".join(f"{count} {why}" for why, count in hidden.items())
        note(f"not shown: {parts}; --all shows them")
    if undated:
        note(
            f"{undated} more fit but for their day, which is not known; --undated (without a day) shows them"
        )


@click.command(cls=Verb)
@take_record
@take_filters
@take_output
def claims(record: str, filters: Filters, output: str | None, limit: int | None) -> None:
    """List who says what, one line a claim, with its quote."""
    from ..publish.tables import CLAIM_COLUMNS, claim_rows

    layout = Layout(
        columns=name_columns("id day kind stance speaker publisher place quote"),
        wide=("quote",),
        every=CLAIM_COLUMNS,
    )
    with Record.open(record) as opened:
        found = claim_rows(opened, filters)
    rows = [row | {"day": say_days(row, "date_start", "date_end")} for row in found]
    print_rows(_bare(rows, output, "day"), layout, output or "table", limit)


@click.command(cls=Verb)
@take_record
@take_filters
@take_output
def figures(record: str, filters: Filters, output: str | None, limit: int | None) -> None:
    """List how many: every figure by who gave it.

    Beside each stands what can be said of all figures for that incident and measure together.
    """
    from ..publish.tables import FIGURE_COLUMNS, figure_rows
    from ..publish.words import say_range

    layout = Layout(
        columns=name_columns(
            "incident day measure who range=together status origin_label=says given=figure claim"
        ),
        wide=("origin_label", "who"),
        every=FIGURE_COLUMNS,
    )
    with Record.open(record) as opened:
        found = figure_rows(opened, filters)
    rows = [
        row
        | {
            "day": say_days(row),
            "range": say_range(row["low"], row["high"]),
            "given": say_range(row["origin_low"], row["origin_high"]) if row["origin_label"] else None,
        }
        for row in found
    ]
    print_rows(_bare(rows, output, "day", "range", "given"), layout, output or "table", limit)


@click.command(cls=Verb)
@take_record
@take_filters
@click.option("--series", type=click.Choice(SERIES), default="as_known", show_default=True,
              help="What was known at the time, or with hindsight.")  # fmt: skip
@take_output
def control(record: str, filters: Filters, series: str, output: str | None, limit: int | None) -> None:
    """List who held which place when, and how sure that is."""
    from ..publish.tables import CONTROL_COLUMNS, control_rows

    layout = Layout(
        columns=name_columns(
            "place start=from end=to holder probability=p besieged_by inferred_from claims_for claims_against"
        ),
        wide=("place",),
        every=CONTROL_COLUMNS,
    )
    with Record.open(record) as opened:
        rows = control_rows(opened, replace(filters, series=series))
    if output not in ("json", "csv"):
        rows = [row | {key: count_ids(row[key]) for key in ("claims_for", "claims_against")} for row in rows]
    print_rows(rows, layout, output or "table", limit)
    if not rows and filters.places:
        day = f" on {filters.on}" if filters.on else ""
        note(f"{', '.join(filters.places)}{day}: unknown, no claim of the record says who held it")


@click.command(cls=Verb)
@take_record
@take_filters
@take_output
def documents(record: str, filters: Filters, output: str | None, limit: int | None) -> None:
    """List the reports, what is odd about each, and its claims."""
    from ..publish.tables import DOCUMENT_COLUMNS, document_rows

    layout = Layout(
        columns=name_columns("id source publisher published language claims copy_of flags"),
        wide=("source", "flags"),
        every=DOCUMENT_COLUMNS,
    )
    with Record.open(record) as opened:
        kept = {document.id for document in opened.documents(filters)}
        rows = [row for row in document_rows(opened, filters) if row["id"] in kept]
        unread = opened.unread()
    print_rows(rows, layout, output or "table", limit)
    for one in unread:
        note(f"not read: {one.source}: {one.problem}" + (f"; {one.remedy}" if one.remedy else ""))


def count_ids(cell: str | None) -> int:
    """How many ids a cell lists.

    >>> count_ids("c-1; c-2"), count_ids(None)
    (2, 0)
    """
    return len(cell.split("; ")) if cell else 0


def say_days(row: dict[str, Any], start: str = "start", end: str = "end") -> str:
    """The row's day or interval in short.

    >>> say_days({"start": "2018-04-18", "end": "2018-04-18"}), say_days({"start": None, "end": None})
    ('2018-04-18', 'unknown')
    """
    first, last = row.get(start), row.get(end)
    if not first and not last:
        return "unknown"
    if first and last and first[:10] != last[:10]:
        return f"{first[:10]} to {last[:10]}"
    return (first or last)[:10]


def _bare(rows: list[dict[str, Any]], output: str | None, *extra: str) -> list[dict[str, Any]]:
    """The rows without the columns made for the eye, when it is data that was asked for."""
    if output not in ("json", "csv"):
        return rows
    return [{key: value for key, value in row.items() if key not in extra} for row in rows]
