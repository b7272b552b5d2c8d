"""The verb that sets another data set against the record."""

from typing import Any

import click

from .app import Verb
from .asking import take_filters, take_output, take_record
from .printing import Layout, emit, name_columns, note, print_rows, say_count

PARTS = ("both", "theirs", "ours")
LAYOUT = Layout(
    columns=name_columns("found day their_day=their_day place their_place=their_place what their_what=their_what deaths"
                         " their_deaths=their_deaths id their_id=their_id why"),
    wide=("why", "place", "what"),
    spare=("their_place", "their_what", "their_day", "their_id", "id"),
    empty="neither has anything to compare",
)  # fmt: skip


@click.command(cls=Verb)
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "--as", "form", type=click.Choice(("acled", "ucdp")), help="What FILE is, if its columns do not tell."
)
@click.option("--mapping", type=click.Path(), metavar="FILE.yml", help="Which column of FILE holds what.")
@click.option(
    "--days",
    type=click.IntRange(0, 30),
    default=1,
    show_default=True,
    help="Days that one event may be told apart.",
)
@click.option(
    "--km", type=click.FloatRange(0, 500), default=10.0, show_default=True, help="Kilometres likewise."
)
@click.option(
    "--only", type=click.Choice(PARTS), multiple=True, help="Only what both have, or one (may be repeated)."
)
@click.option("--differing", is_flag=True, help="Of what both have, only where they differ.")
@take_record
@take_filters
@take_output
def compare(
    file: str, form: str | None, mapping: str | None, days: int, km: float, only: tuple[str, ...], differing: bool,
    record: str, filters: Any, output: str | None, limit: int | None,
) -> None:  # fmt: skip
    """Set the events of FILE (ACLED, UCDP GED or another table) against the record.

    Events are matched one to one by day, place, kind, parties and deaths. Listed are those that both have, with what
    differs, and those that only one has, with the nearest of the other; then figures of agreement. FILE is read, and
    nothing of it enters the record.

    Days, --place, --kind and --side are asked of both; a pair is kept where either of the two fits. The other filters
    cut the record alone.
    """
    from ..compare import Limits, compare_dataset, measure_agreement
    from ..model import to_dict
    from ..read.datasets import read_dataset
    from ..record import Record

    dataset = read_dataset(file, form, mapping)
    with Record.open(record) as opened:
        found = compare_dataset(opened, dataset, filters, Limits(days=days, km=km))
    agreement = measure_agreement(found)
    rows = list_rows(found, only or PARTS, differing)
    if output == "json":
        import json

        shown = rows[:limit] if limit else rows
        data = {"rows": shown, "total": len(rows), "agreement": to_dict(agreement),
                "unread": [to_dict(one) for one in dataset.unread]}  # fmt: skip
        emit(json.dumps(data, ensure_ascii=False, indent=1) + "\n")
        return
    print_rows(rows, LAYOUT, output or "table", limit)
    for one in dataset.unread[:5]:
        note(f"{one.source}: {one.problem}; not compared")
    if len(dataset.unread) > 5:
        note(f"and {len(dataset.unread) - 5} rows more that could not be read")
    for line in say_agreement(agreement):
        note(line)


def list_rows(found: Any, only: tuple[str, ...], differing: bool) -> list[dict[str, Any]]:
    """One row an event: those that both have, then those that only one has, each by day."""
    rows = []
    if "both" in only:
        rows += [
            make_row("both", pair.ours, pair.theirs, ", ".join(pair.differs) or "the same")
            | {"km": pair.likeness.km, "score": round(pair.likeness.score), "deaths_difference": pair.deaths}
            for pair in sorted(found.pairs, key=lambda pair: (pair.ours.start, pair.ours.id))
            if pair.differs or not differing
        ]
    for part, singles in (("theirs", found.only_theirs), ("ours", found.only_ours)):
        if part in only:
            for one in sorted(singles, key=lambda one: (one.event.start, one.event.id)):
                sides = (None, one.event) if part == "theirs" else (one.event, None)
                rows.append(make_row(f"only {part}", *sides, one.why) | {"outside": one.outside})
    return rows


def make_row(found: str, ours: Any, theirs: Any, why: str) -> dict[str, Any]:
    """One row of the table."""
    row: dict[str, Any] = {"found": found}
    for prefix, event in (("", ours), ("their_", theirs)):
        row |= {
            f"{prefix}id": event.id if event else None,
            f"{prefix}day": say_days(event) if event else None,
            f"{prefix}place": event.place if event else None,
            f"{prefix}what": (event.label or event.kind) if event else None,
            f"{prefix}parties": "; ".join((*event.actors, *event.targets)) if event else None,
            f"{prefix}deaths": event.deaths if event else None,
        }
    return row | {"why": why}


def say_days(event: Any) -> str:
    """The event's day, or its interval."""
    return event.start if event.start == event.end else f"{event.start} to {event.end}"


def say_agreement(found: Any) -> list[str]:
    """The figures of agreement as lines."""
    lines = [
        f"both have {say_count(found.both, 'event')}; of theirs the record has {say_share(found.found_of_theirs)}"
        f" ({found.both} of {found.theirs}), of ours they have {say_share(found.found_of_ours)} ({found.both} of {found.ours})"
    ]
    if found.outside_theirs or found.outside_ours:
        lines.append(
            f"left out of these shares: {found.outside_theirs} of theirs and {found.outside_ours} of ours"
            " on days or at places that the other does not cover"
        )
    if found.both:
        middle = "" if found.median_km is None else f" (median {found.median_km:g} km apart)"
        kappa = "" if found.kappa is None else f" (kappa of the event types {found.kappa:g})"
        lines.append(
            f"of the {found.both}: same day {say_share(found.same_day)}, same place {say_share(found.same_place)}{middle},"
            f" same kind {say_share(found.same_kind)}{kappa}"
        )
        if found.same_deaths is not None:
            lines.append(
                f"deaths: the same number {say_share(found.same_deaths)}, {found.mean_difference:g} apart on average;"
                f" {found.deaths_ours:,.10g} in all by the record, {found.deaths_theirs:,.10g} by theirs"
            )
    return lines


def say_share(value: float | None) -> str:
    """A share in percent.

    >>> say_share(0.5), say_share(None)
    ('50%', 'none')
    """
    return "none" if value is None else f"{value:.0%}"
