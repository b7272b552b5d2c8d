"""The verbs that list: incidents, claims, figures, control, documents."""

import sys
from typing import Any

import click

from ..model import replace, to_dict
from ..record import Filters, Record
from .app import Verb
from .asking import take_filters, take_output, take_record
from .changing import list_changes
from .labels import Labels
from .lookup import count_recalled, note_names
from .pages import say_state
from .printing import Layout, emit, name_columns, note, print_rows, say_count
from .reasons import explain_unknown, find_control_claims, list_reasons, quote_reasons
from .ruling import OUTSIDE, OWN, add_rulings, rule_figures, take_rules
from .wording import say_counted, say_figure, say_number_of, say_reconciled

SERIES = ("as_known", "retrospective")
FOLDED = ("copy", "again")
# Two rows that share these are one figure of one origin, said twice.
SAME = ("incident", "measure", "who", "scope", "origin", "origin_low", "origin_high")


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
        columns=name_columns(
            "id day kind place status actors=who targets=whom figures origins grade title=what"
        ),
        wide=("title", "figures", "actors", "targets"),
        spare=("title", "grade", "targets", "figures", "actors", "origins"),
        every=INCIDENT_COLUMNS,
    )
    with Record.open(record) as opened:
        figures = say_figures(opened)
        rows = [
            row | {"day": say_days(row), "figures": figures.get(row["id"])}
            for row in incident_rows(opened, filters)
        ]
        print_rows(_bare(rows, output, "day"), layout, output or "table", limit)
        hidden = (
            opened.count_hidden(filters) if not filters.include_unasserted and not filters.statuses else {}
        )
        undated = opened.count_undated(filters) if filters.on or filters.since or filters.until else 0
        tell_names(opened, filters, len(rows))
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
@click.option("--review", is_flag=True, help="Only what a person should look at, with why.")
@take_output
def claims(record: str, filters: Filters, review: bool, output: str | None, limit: int | None) -> None:
    """List who says what, one line a claim, with its quote.

    Plans, denials and hypotheses are listed with their stance; what a report only recalls (background) needs --all.
    """
    from ..publish.tables import CLAIM_COLUMNS, claim_rows

    layout = Layout(
        columns=name_columns("id day kind stance speaker publisher place quote" + " review" * review),
        wide=("quote", "review") if review else ("quote",),
        least=28,
        spare=("publisher", "stance", "place", "speaker"),
        every=CLAIM_COLUMNS,
    )
    with Record.open(record) as opened:
        found = claim_rows(opened, filters)
        told = {claim.id: claim for claim in opened.claims(filters)}
        recalled = count_recalled(opened, filters, len(told))
        tell_names(opened, filters, len(found))
    if review:
        found = [row for row in found if told[row["id"]].review]
    rows = [
        row
        | {
            "day": say_days(row, "date_start", "date_end"),
            "figures": "; ".join(map(say_figure, told[row["id"]].figures)) or None,
        }
        for row in found
    ]
    print_rows(_bare(rows, output, "day"), layout, output or "table", limit)
    if recalled:
        note(f"not shown: {recalled} background; --all shows them")


@click.command(cls=Verb)
@take_record
@take_filters
@click.option("--copies", is_flag=True, help="Also figures that only say again what the same origin said.")
@take_rules("Whose rules make the figure, the grade and the trace.")
@take_output
def figures(
    record: str, filters: Filters, copies: bool, rules: str, output: str | None, limit: int | None
) -> None:
    """List how many: every figure by who gave it.

    Beside each stands what can be said of all figures for that incident and measure together. Never add the rows up:
    they are rival counts, totals and their parts.

    A figure that the same origin gives again, in a copy or a restatement, is folded away unless --copies;
    `repeat` says which those are, and which figures their own source has since replaced.

    With --rules the figures are read as Airwars, Iraq Body Count, ACLED or UCDP would read them; the trace (in a pipe,
    --json and --csv) has each step with its claims. docs/figures.md explains each.
    """
    from ..publish.tables import FIGURE_COLUMNS, figure_rows

    layout = Layout(
        columns=name_columns(
            "incident day counted=what given=figure origin_label=says range=together status grade repeat claim trace"
        ),
        wide=("origin_label", "counted"),
        spare=("claim", "status", "grade", "range")
        if rules == OWN
        else ("claim", "status", "range", "grade"),
        piped=("trace",),
        every=(*FIGURE_COLUMNS, "grade", "trace", "repeat"),
    )
    with Record.open(record) as opened:
        given = add_rulings(
            figure_rows(opened, filters), opened.figures(filters), rule_figures(opened, filters, rules)
        )
        rows = [word_figure(row) for row in mark_repeats(given, opened)]
        tell_names(opened, filters, len(rows))
    folded = 0 if copies else sum(row["repeat"] in FOLDED for row in rows)
    rows = [row for row in rows if copies or row["repeat"] not in FOLDED]
    if output != "json":
        rows = [row | {"trace": " | ".join(row["trace"])} for row in rows]
    print_rows(_bare(rows, output, "day", "range", "given", "counted"), layout, output or "table", limit)
    if folded:
        note(f"folded: {say_count(folded, 'figure')} that an origin only says again; --copies shows them")


@click.command(cls=Verb)
@take_record
@take_filters
@click.option("--series", type=click.Choice(SERIES), default="as_known", show_default=True,
              help="What was known at the time, or with hindsight.")  # fmt: skip
@click.option("--changes", is_flag=True, help="Instead what changed, and the claims that moved it.")
@take_output
def control(
    record: str, filters: Filters, series: str, changes: bool, output: str | None, limit: int | None
) -> None:
    """List who held which place when, and how sure that is.

    With --place, each state comes with the claims for and against it and their quotes: how much each weighs (up to 1),
    and by how much it moves the log-odds of the holder.

    With --changes, each line is a day on which a place changed hands, from whom to whom, and the claims that moved it;
    without --place, --since, --until or --on those of the last week that the record speaks of.
    """
    from ..publish.tables import CONTROL_COLUMNS, control_rows

    if changes:
        list_changes(record, replace(filters, series=series), output, limit)
        return
    layout = Layout(
        columns=name_columns(
            "place start=from end=to holder probability=p besieged_by inferred_from claims_for claims_against"
        ),
        spare=("claims_against", "claims_for", "inferred_from", "besieged_by"),
        every=CONTROL_COLUMNS,
    )
    wanted = replace(filters, series=series)
    with Record.open(record) as opened:
        rows = control_rows(opened, wanted)
        # Where claims speak of the place, why none decides is all there is to say.
        undecided = not rows and filters.places and bool(find_control_claims(opened, filters.places))
        layout = replace(layout, empty="") if undecided else layout
        if output is None:
            labels = Labels(opened)
            named = [label_state(count_claims(row), labels) for row in rows]
            show_states(opened, wanted, named, layout, limit)
        else:
            print_rows(rows, layout, output, limit)
        tell_names(opened, filters, 1 if undecided else len(rows))
        if not rows and filters.places:
            note(explain_unknown(opened, filters.places, filters.on, filters.sides))


@click.command(cls=Verb)
@take_record
@take_filters
@click.option("--unread", "only_unread", is_flag=True, help="Instead what could not be read, and why.")
@take_output
def documents(
    record: str, filters: Filters, only_unread: bool, output: str | None, limit: int | None
) -> None:
    """List the reports, what is odd about each, and its claims."""
    from ..publish.tables import DOCUMENT_COLUMNS, document_rows

    layout = Layout(
        columns=name_columns("id source publisher published language claims copy_of flags"),
        wide=("source", "flags"),
        spare=("copy_of", "flags", "language", "publisher"),
        every=DOCUMENT_COLUMNS,
    )
    with Record.open(record) as opened:
        kept = {document.id for document in opened.documents(filters)}
        rows = [row for row in document_rows(opened, filters) if row["id"] in kept]
        unread = opened.unread()
    if only_unread:
        rows, layout = [to_dict(one) for one in unread], UNREAD
    print_rows(rows, layout, output or "table", limit)
    if unread and not only_unread and output is None:
        note(f"{say_count(len(unread), 'input')} could not be read; --unread says which and why")


UNREAD = Layout(
    columns=name_columns("source problem remedy"),
    wide=("source", "problem", "remedy"),
    every=("source", "problem", "remedy", "content_hash"),
    empty="everything could be read",
)


def tell_names(record: Record, filters: Filters, shown: int) -> None:
    """Says which of the names filtered by were taken for another, or are of nothing in the record."""
    for remark in note_names(record, filters, shown):
        note(remark)


def show_states(
    record: Record, filters: Filters, rows: list[dict[str, Any]], layout: Layout, limit: int | None
) -> None:
    """The states of control as a table, with the quotes behind them where a place was named."""
    if not filters.places or not rows:
        print_rows(rows, layout, "table", limit)
        return
    states = record.control(filters)
    if not sys.stdout.isatty():
        for row, state in zip(rows, states, strict=True):
            row |= {"quotes_for": quote_reasons(record, state, True)}
            row |= {"quotes_against": quote_reasons(record, state, False)}
        layout = replace(layout, columns=(*layout.columns, *name_columns("quotes_for quotes_against")))
        print_rows(rows, layout, "table", limit)
        return
    print_rows(rows, layout, "table", limit)
    labels = Labels(record)
    for state in states[: limit or None]:
        emit(f"\n{state.place}, {say_state(state, labels)}\n")
        emit("".join(f"  {line}\n" for line in list_reasons(record, state)) or "  no single claim moves it\n")


def count_claims(row: dict[str, Any]) -> dict[str, Any]:
    """The row with how many claims speak for and against, in place of their ids, and its probability in short."""
    p = row["probability"]
    return (
        row
        | {"probability": None if p is None else f"{p:.2f}"}
        | {key: count_ids(row[key]) for key in ("claims_for", "claims_against")}
    )


def label_state(row: dict[str, Any], labels: Labels) -> dict[str, Any]:
    """The row with sides and places by their labels instead of their ids."""
    return row | {
        "holder": labels.side(row["holder"]),
        "besieged_by": labels.side(row["besieged_by"]),
        "inferred_from": labels.place(row["inferred_from"]),
    }


def say_figures(record: Record) -> dict[str, str]:
    """The figures of each incident as one cell."""
    found: dict[str, list[str]] = {}
    for row in record.figures():
        found.setdefault(row.incident, []).append(say_reconciled(row))
    return {incident: "; ".join(dict.fromkeys(said)) for incident, said in found.items()}


def mark_repeats(rows: list[dict[str, Any]], record: Record) -> list[dict[str, Any]]:
    """The rows with `repeat`: `copy` in a copied report, `again` where its origin says the same elsewhere,
    `replaced` by a later figure of its own source; empty for a figure that stands.
    """
    documents = {document.id for document in record.documents() if document.copy_of}
    claims = {
        claim.id: claim for claim in record.claims(Filters(include_background=True, include_rejected=True))
    }
    seen: set[tuple] = set()
    marks: dict[int, str] = {}
    # What counts is looked at first, so that of equal figures the one that counts is the one that stays.
    for at in sorted(range(len(rows)), key=lambda at: (bool(rows[at].get("superseded")), at)):
        row, claim = rows[at], claims.get(rows[at].get("claim"))
        same = tuple(row.get(key) for key in SAME)
        copied = claim is not None and (claim.document.id in documents or claim.repeats is not None)
        if row.get("claim") and (same in seen or (copied and row.get("superseded"))):
            marks[at] = "copy" if claim is not None and claim.document.id in documents else "again"
        elif row.get("superseded"):
            marks[at] = "replaced"
        seen.add(same)
    return [row | {"repeat": marks.get(at)} for at, row in enumerate(rows)]


def word_figure(row: dict[str, Any]) -> dict[str, Any]:
    """The row with its day, what is counted and both numbers in words."""
    measure = row["measure"]
    given = (row["origin_low"], row["origin_high"]) if row["origin_label"] else None
    return row | {
        "day": say_days(row),
        "counted": say_counted(measure, row["who"]),
        "range": say_together(row),
        "given": say_number_of(measure, *given) if given else None,
    }


def say_together(row: dict[str, Any]) -> str:
    """What a rule-set makes of all figures together, with its best number where that is not the lowest.

    >>> say_together({"measure": "killed", "low": 9, "best": 12, "high": 18, "grade": "clear"})
    '9–18, best 12'
    >>> say_together({"measure": "killed", "low": None, "best": None, "high": None, "grade": "outside"})
    'not counted'
    """
    if row.get("grade") == OUTSIDE:
        return "not counted"
    low, best = row["low"], row["best"]
    number = say_number_of(row["measure"], low, row["high"])
    return number if best is None or best == low else f"{number}, best {best:,.10g}"


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
