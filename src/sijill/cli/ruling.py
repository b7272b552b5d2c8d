"""Figures by a rule-set: the option that names it, its rulings on the rows of a record, and both in words."""

from collections.abc import Callable, Sequence
from typing import Any

import click

from ..model import Incident, Reconciled, to_dict
from ..reconcile import OUTSIDE, Ruled, Stage, apply_rule_set, list_rule_sets, load_rule_set, tell_history
from ..record import Filters, Record
from .wording import say_number_of

OWN = "sijill"
EVERYTHING = Filters(include_background=True, include_unasserted=True, include_rejected=True)
RULED = ("low", "best", "high", "grade", "rule_set")


def take_rules(help_text: str, default: str | None = OWN) -> Callable[..., Any]:
    """The verb takes `--rules NAME`."""
    return click.option(
        "--rules",
        type=click.Choice(list_rule_sets()),
        default=default,
        show_default=bool(default),
        help=help_text,
    )


def rule_figures(record: Record, filters: Filters, rules: str) -> list[Ruled]:
    """One ruling for each row of `record.figures(filters)`, in the same order.

    An incident is ruled on as a whole, for one row may bear on another.
    """
    incidents = {incident.id: incident for incident in record.incidents(EVERYTHING)}
    claims = record.claims(EVERYTHING)
    by_incident: dict[str, list[Reconciled]] = {}
    rows = record.figures(filters)
    for row in rows:
        by_incident.setdefault(row.incident, []).append(row)
    by_id = {claim.id: claim for claim in claims}
    ruled: dict[str, list[Ruled]] = {}
    for name, members in by_incident.items():
        incident = incidents[name]
        own = [by_id[claim] for claim in incident.claims if claim in by_id]
        ruled[name] = apply_rule_set(rules, incident, members, own)
    waiting = {name: iter(found) for name, found in ruled.items()}
    return [next(waiting[row.incident]) for row in rows]


def add_rulings(
    rows: Sequence[dict[str, Any]], figures: Sequence[Reconciled], ruled: Sequence[Ruled]
) -> list[dict[str, Any]]:
    """The table's rows, one a figure given, with the numbers, the grade and the trace of the rule-set."""
    spread = [
        ruling for figure, ruling in zip(figures, ruled, strict=True) for _ in (figure.figures or (None,))
    ]
    return [
        row | {name: getattr(ruling, name) for name in RULED} | {"trace": list(ruling.trace)}
        for row, ruling in zip(rows, spread, strict=True)
    ]


def rule_incident(
    record: Record, incident: Incident, rules: str
) -> tuple[list[Ruled], list[tuple[Stage, ...]]]:
    """What the rule-set makes of the incident's rows, and the history of each."""
    rows = [row for row in record.figures() if row.incident == incident.id]
    claims = {name: claim for name in incident.claims if (claim := record.claim(name))}
    ruled = apply_rule_set(rules, incident, rows, claims.values())
    return ruled, [tell_history(row, incident, claims) for row in rows]


def list_rulings(record: Record, incident: Incident, rules: str) -> dict[str, Any]:
    """The rulings and the histories as plain data, for JSON."""
    ruled, histories = rule_incident(record, incident, rules)
    return {
        "rule_set": to_dict(load_rule_set(rules)),
        "ruled": [to_dict(one) for one in ruled],
        "history": [
            {
                "measure": one.measure,
                "who": one.who,
                "scope": one.scope,
                "stages": [to_dict(s) for s in stages],
            }
            for one, stages in zip(ruled, histories, strict=True)
        ],
    }


def say_ruling(ruled: Ruled) -> list[str]:
    """The ruling as lines: the figure with its grade, then each step that led to it.

    >>> parts = {"incident": "i-1", "who": None, "scope": "incident", "meaning": "one independent source says so"}
    >>> numbers = {"measure": "killed", "low": 12, "best": None, "high": 12}
    >>> trace = ("Monitor gives 12 (c-1)", "grade weak: one independent source says so")
    >>> say_ruling(Ruled(rule_set="airwars", grade="weak", trace=trace, **numbers, **parts))
    ['by airwars: 12, weak', '1. Monitor gives 12 (c-1)', '2. grade weak: one independent source says so']
    """
    best = f", best {ruled.best:,.10g}" if ruled.best is not None else ""
    number = say_number_of(ruled.measure, ruled.low, ruled.high) + best + ", "
    number = "" if ruled.grade == OUTSIDE else number
    steps = [f"{at}. {step}" for at, step in enumerate(ruled.trace, 1)]
    return [f"by {ruled.rule_set}: {number}{ruled.grade.replace('_', ' ')}", *steps]


def say_history(measure: str, stages: Sequence[Stage]) -> list[str]:
    """How the toll rose, one line a figure, where it was given more than once and not only said again."""
    if sum(not stage.again for stage in stages) < 2:
        return []
    lines = []
    for stage in stages:
        day = (stage.published or "undated")[:10]
        fate = f", superseded by {stage.superseded_by}" if stage.superseded_by else ""
        fate = ", again in a copy or a repeat" if stage.again else fate
        number = say_number_of(measure, stage.low, stage.high)
        lines.append(f"{day}: {number}, {stage.label}, {stage.claim}{fate}")
    return ["as it was published:", *lines]
