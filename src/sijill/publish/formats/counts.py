"""How many died in an incident by a published rule-set: one number, and whom it counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from sijill.link.counted import find_counted
from sijill.model import Claim, Frozen, Incident, Reconciled
from sijill.publish.formats.about import Column, Outside, Written
from sijill.publish.formats.events import Event, EventView, leave_out
from sijill.publish.output import write_file
from sijill.publish.tables import rows_to_csv
from sijill.publish.words import say_range
from sijill.reconcile import Ruled, apply_rule_set
from sijill.reconcile.hearing import CIVILIANS, FIGHTERS, UNSAID, find_class
from sijill.reconcile.rulesets import load_vocabulary


class Toll(Frozen):
    """One number as a low, a best and a high estimate; None where the rule-set gives none."""

    low: float | None = None
    best: float | None = None
    high: float | None = None

    @property
    def greatest(self) -> float:
        """The greatest of the three, 0 where there is none."""
        return max((self.low or 0, self.best or 0, self.high or 0))


class Deaths(Frozen):
    """The deaths of one incident by one rule-set: all of them, and of those the civilians and each side's people.

    `spoken`: that any report speaks of deaths; `why` says in words which number was taken and which others were given.
    """

    total: Toll = Toll()
    civilians: Toll = Toll()
    sides: dict[str, Toll] = msgspec.field(default_factory=dict)
    unknown: Toll = Toll()
    spoken: bool = False
    why: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()


def count_event_deaths(rules: str, event: Event) -> Deaths:
    """The deaths of an event as the rule-set counts them, those of the tolls that are its outcome included."""
    claims = {claim.id: claim for claim in event.claims}
    return count_deaths(rules, [(event.incident, event.figures), *event.outcomes], claims)


def count_outside(
    rules: str, view: EventView, events: Sequence[Event], refuse: Callable[[Event], str | None]
) -> tuple[Outside, ...]:
    """Of events that filters keep: the dead that stand in the row of an event that the filters do not keep, if it has a row."""
    kept = {event.incident.id for event in events}
    tolls: dict[str, list[Event]] = {}
    for event in events:
        if event.part_of and event.part_of not in kept:
            tolls.setdefault(event.part_of, []).append(event)
    wholes = view.events(None, joined=True) if tolls else ()
    found = []
    for whole in wholes:
        told = tolls.get(whole.incident.id)
        if not told or refuse(whole):
            continue
        claims = {claim.id: claim for event in told for claim in event.claims}
        dead = count_deaths(rules, [(event.incident, event.figures) for event in told], claims).total.best
        if dead:
            ids = tuple(event.incident.id for event in told)
            found.append(Outside(id=whole.incident.id, tolls=ids, dead=int(dead)))
    return tuple(found)


@dataclass(frozen=True)
class Coding:
    """How a data set codes events: its columns and rules, why it has no row for one, the row it has, and their order."""

    rules: str
    columns: tuple[Column, ...]
    notice: str
    find_obstacle: Callable[[Event], str | None]
    make_row: Callable[[Event], dict]
    order: tuple[str, str]


def write_coded(coding: Coding, view: EventView, path: str | Path, filters: Any = None) -> Written:
    """A CSV file with a row for each event that the data set would have, and the reason for each that it would not."""
    rows, documents, left = [], [], []
    events = list(view.events(filters, joined=True))
    for event in events:
        why = coding.find_obstacle(event)
        if why:
            left.append(leave_out(event, why))
            continue
        rows.append(coding.make_row(event))
        documents += event.documents
    rows.sort(key=lambda row: tuple(row[name] for name in coding.order))
    write_file(path, rows_to_csv(rows, [column.name for column in coding.columns]))
    return Written(
        rows=len(rows),
        columns=coding.columns,
        documents=tuple(documents),
        left_out=tuple(left),
        rules=coding.rules,
        notice=coding.notice,
        outside=count_outside(coding.rules, view, events, coding.find_obstacle),
    )


def count_deaths(
    rules: str, tolls: Sequence[tuple[Incident, Sequence[Reconciled]]], claims: Mapping[str, Claim]
) -> Deaths:
    """The deaths of one or several incidents, which may count the same people, as the rule-set counts them.

    The people of different sides, and civilians, are different people, and are added up; a number that does not say whom it
    counts may hold them all, so the greater of it and their sum is the total. Subsets and totals over a period are never
    added; the incident of a period takes its own total.
    """
    spoken, why, grades = False, [], []
    classes: dict[str, Toll] = {}
    for incident, rows in tolls:
        dead = [row for row in rows if row.measure == "killed"]
        plain = [row for row in dead if not is_subset(row)]
        own = [row for row in plain if row.scope != "cumulative"]
        kept = own or (plain if incident.roll_up else [])
        ruled = apply_rule_set(rules, incident, kept, claims.values()) if kept else []
        spoken = spoken or bool(dead)
        for row, ruling in zip(kept, ruled, strict=True):
            key = classify_row(row, claims)
            toll = Toll(low=ruling.low, best=ruling.best, high=ruling.high)
            classes[key] = widen_toll(classes.get(key), toll)
            why.append(explain(row, ruling))
            grades.append(ruling.grade)
    sides = {key[5:]: toll for key, toll in classes.items() if key.startswith("side:")}
    civilians, loose = classes.get(CIVILIANS, Toll()), classes.get(UNSAID, Toll())
    if (
        FIGHTERS in classes
    ):  # fighters of no known side are others than the civilians, and may be those of a side
        if sides:
            loose = widen_toll(loose, classes[FIGHTERS])
        else:
            sides = {"": classes[FIGHTERS]}
    total = widen_toll(add_tolls([civilians, *sides.values()]), loose)
    known = add_tolls([civilians, *(toll for side, toll in sides.items() if side)])
    return Deaths(
        total=total,
        civilians=civilians,
        sides={side: toll for side, toll in sides.items() if side},
        unknown=subtract_toll(total, known),
        spoken=spoken,
        why=tuple(dict.fromkeys(why)),
        grades=tuple(dict.fromkeys(grades)),
    )


def classify_row(row: Reconciled, claims: Mapping[str, Claim]) -> str:
    """Whom a row counts: `civilians`, `side:ID`, `fighters`, or `unsaid`; civilians where any origin says so."""
    words, found = load_vocabulary(), []
    for given in row.figures:
        claim = claims.get(given.claim)
        for figure in claim.figures if claim else ():
            if (figure.measure, figure.low, figure.high) != (row.measure, given.low, given.high):
                continue
            kind, side = find_class(claim, figure, words), find_counted(claim, figure)
            found.append(f"side:{side}" if side and kind != CIVILIANS else kind)
    if CIVILIANS in found:
        return CIVILIANS
    return next((one for one in found if one != UNSAID), UNSAID)


def is_subset(row: Reconciled) -> bool:
    """Whether a row counts a part of what another counts."""
    return bool(row.who and row.who.endswith("(subset)"))


def explain(row: Reconciled, ruling: Ruled) -> str:
    """Which numbers were given for one row, by whom, and which the rule-set takes.

    >>> from sijill.model import OriginFigure
    >>> one = OriginFigure(origin="o", label="Monitor", low=12, high=None, qualifier="at least", claim="c-1")
    >>> row = Reconciled(incident="i", measure="killed", who="soldiers", low=12, high=None, best=None, status="agreed",
    ...                  figures=(one,))
    >>> parts = {"incident": "i", "measure": "killed", "who": None, "scope": "incident", "meaning": "", "trace": ()}
    >>> explain(row, Ruled(rule_set="acled", low=12, best=12, high=None, grade="reported", **parts))
    'soldiers: 12 or more (Monitor)'
    """
    given: dict[str, list[str]] = {}
    for one in row.figures:
        if not one.superseded:
            given.setdefault(say_range(one.low, one.high), []).append(one.label)
    told = "; ".join(f"{number} ({', '.join(dict.fromkeys(who))})" for number, who in given.items())
    number = ruling.best if ruling.best is not None else ruling.low
    taken = "" if number is None or len(given) < 2 else f"; {number:,.10g} taken"
    none = "; no number taken, for only an enemy gives one" if ruling.grade == "one_party" else ""
    return f"{row.who or 'dead'}: {told}{taken}{none}"


def widen_toll(one: Toll | None, other: Toll) -> Toll:
    """The greater of two numbers that may count the same people.

    >>> widen_toll(Toll(low=2, best=3), Toll(low=1, best=5, high=6))
    Toll(low=2, best=5, high=6)
    """
    if one is None:
        return other
    return Toll(
        **{name: _greater(getattr(one, name), getattr(other, name)) for name in ("low", "best", "high")}
    )


def add_tolls(tolls: Sequence[Toll]) -> Toll:
    """The sum of numbers that count different people; unknown where none is known.

    >>> add_tolls([Toll(low=2, best=2), Toll(low=1, best=3, high=4)])
    Toll(low=3, best=5, high=6)
    """
    out: dict[str, float | None] = {}
    for name in ("low", "best", "high"):
        values = [getattr(toll, name) for toll in tolls]
        if name == "high" and any(value is not None for value in values):
            values = [toll.high if toll.high is not None else toll.best for toll in tolls]
        known = [value for value in values if value is not None]
        out[name] = sum(known) if known else None
    return Toll(**out)


def subtract_toll(total: Toll, part: Toll) -> Toll:
    """What is left of a total, never less than nothing."""

    def left(name: str) -> float | None:
        whole = getattr(total, name)
        return None if whole is None else max(0, whole - (getattr(part, name) or 0))

    return Toll(low=left("low"), best=left("best"), high=left("high"))


def _greater(one: float | None, other: float | None) -> float | None:
    return max((value for value in (one, other) if value is not None), default=None)
