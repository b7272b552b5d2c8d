"""Reconcile: what can be said of each number of an incident, with every figure that was given and by whom.

The rule-set `sijill`, one row for each incident × measure × whom it counts × scope:

1.  A copy, a repeat and a figure that its own source corrected are kept, and count for nothing.
2.  A figure that is denied, planned or supposed never counts; a subset is a row of its own, never added.
3.  `low` is the highest lower bound that two independent origins support, one of them no enemy of the
    victims. With one origin the row says what that origin says, and its status is `single_source`.
4.  `high` is the highest finite bound given; a side's count of its own losses is a floor, and gives none.
5.  Where the range of one origin, as it was given, shares nothing with another's, the row is `disputed`;
    approximations compare at ±10%. That one's own losses are a floor and an enemy's a ceiling bears on `low`
    and `high` alone: it makes no agreement of two numbers that differ.
6.  `best` is the weighted median of three or more independent origins that give a number, else unknown.
Nothing is ever added to anything, and what nobody counts is unknown, not nought.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .link import Lookup, Origins
from .link.counted import find_counted, list_counted
from .link.days import read_day
from .link.lookup import fold_name
from .model import Claim, Document, Figure, Incident, OriginFigure, Reconciled, replace

RULE_SET = "sijill"
APPROXIMATE = 0.10
LOSSES = frozenset({"killed", "wounded", "captured", "missing", "tanks", "vehicles", "weapons", "aircraft"})
BEST_ORIGINS = 3
HALF_WEIGHT = 0.5  # of a party to the conflict and of a hedged figure, in the weighted median
STEM = 5  # letters that make two words of a plain phrase the same word ("fighter", "fighters")
ALIKE = 0.5  # share of words for two phrases to count the same people


@dataclass(frozen=True)
class Given:
    """One figure as one claim gives it."""

    claim: Claim
    figure: Figure
    origin: str
    label: str
    side: str | None
    interest: str | None
    published: int | None
    copied: bool
    counted: str | None = None  # the side of those whom the figure counts


@dataclass
class Voice:
    """One origin's say in a row: its live figures, narrowed to what they can agree on."""

    origin: str
    label: str
    side: str | None
    interest: str | None
    low: float | None
    high: float | None
    approximate: bool
    hedged: bool
    claims: list[str] = field(default_factory=list)

    @property
    def bounds(self) -> tuple[float, float]:
        """The range to compare with others, as it was given, widened if approximate."""
        slack = APPROXIMATE if self.approximate else 0.0
        low = 0.0 if self.low is None else self.low * (1 - slack)
        return low, float("inf") if self.high is None else self.high * (1 + slack)


def reconcile_incidents(
    incidents: Iterable[Incident], claims: Iterable[Claim], documents: Iterable[Document], pack: Any
) -> list[Reconciled]:
    """The rows of all incidents, in the order of their ids.

    >>> reconcile_incidents([], [], [], pack=None)
    []
    """
    by_id = {claim.id: claim for claim in claims}
    origins = Origins(documents, Lookup(pack))
    origins.note_speakers(by_id.values())
    rows: list[Reconciled] = []
    for incident in sorted(incidents, key=lambda one: one.id):
        members = [by_id[name] for name in incident.claims if name in by_id]
        rows += reconcile_incident(incident.id, members, origins)
    return rows


def reconcile_incident(incident: str, claims: Sequence[Claim], origins: Origins) -> list[Reconciled]:
    """The rows of one incident."""
    told = [claim for claim in claims if claim.stance == "asserts"]
    denials = [claim for claim in claims if claim.stance == "denies" and claim.figures]
    given = [read_given(claim, figure, origins) for claim in told for figure in claim.figures]
    rows = []
    for key, figures in sorted(group_figures(given).items()):
        row = reconcile_row(incident, key, figures, origins.lookup)
        rows.append(note_denials(row, [claim for claim in denials if names_number(claim, row)]))
    return rows


def read_given(claim: Claim, figure: Figure, origins: Origins) -> Given:
    lookup, side = origins.lookup, origins.find_side(claim)
    counted = find_counted(claim, figure)
    victims = {counted} if counted else {lookup.find_side(ref) for ref in claim.targets} - {None}
    interest = None
    if figure.measure in LOSSES and side and victims:
        if side in victims:
            interest = "own_losses"
        elif any(lookup.are_opposed(side, victim) for victim in victims):
            interest = "enemy_losses"
    return Given(
        claim=claim,
        figure=figure,
        origin=origins.find_origin(claim),
        label=origins.label_origin(claim),
        side=side,
        interest=interest,
        published=read_day(claim.document.published),
        copied=origins.is_copy(claim.document.id) or claim.repeats is not None,
        counted=counted,
    )


def group_figures(given: Sequence[Given]) -> dict[tuple, list[Given]]:
    """The figures that count the same thing, by measure, scope, unit and whom they count."""
    groups: dict[tuple, list[Given]] = {}
    for one in given:
        figure = one.figure
        scope = (
            (figure.scope, figure.start or "", figure.end or "")
            if figure.scope != "incident"
            else ("incident",)
        )
        groups.setdefault((figure.measure, scope, figure.unit or "", figure.subset), []).append(one)
    found: dict[tuple, list[Given]] = {}
    for key, members in groups.items():
        names = name_counted(members)
        for one, name in zip(members, names, strict=True):
            found.setdefault((*key, name), []).append(one)
    return found


def name_counted(given: Sequence[Given]) -> list[str]:
    """For each figure a name of whom it counts: the side, else the id, else like phrases under one phrase.

    A figure that does not say whom it counts joins the others where those all count the same.
    """
    keys = [None if one.figure.subset else one.counted or one.figure.who_id for one in given]
    figures = [one.figure for one in given]
    pairs = list(zip(figures, keys, strict=True))
    phrases = sorted({fold_name(figure.who) for figure, key in pairs if figure.who and not key})
    heads: dict[str, str] = {}
    for phrase in phrases:
        heads[phrase] = next(
            (head for head in dict.fromkeys(heads.values()) if is_alike(head, phrase)), phrase
        )
    names = [key or heads.get(fold_name(figure.who), "") for figure, key in pairs]
    known = {name for name in names if name}
    return [name or (next(iter(known)) if len(known) == 1 else "") for name in names]


def is_alike(one: str, other: str) -> bool:
    a, b = ({word[:STEM] for word in phrase.split() if len(word) > 2} for phrase in (one, other))
    return one == other or bool(a and b and len(a & b) / len(a | b) >= ALIKE)


def reconcile_row(incident: str, key: tuple, given: Sequence[Given], lookup: Lookup) -> Reconciled:
    """One row: the live figures weighed, all figures listed, each step in the trace."""
    measure, scope, _, subset, _ = key
    given = sorted(given, key=order_given)
    trace: list[str] = []
    live, dead = drop_repeated(given, trace)
    voices = [hear_voice(members) for members in group_by_origin(live)]
    low, high, status = weigh_voices(voices, trace)
    best = find_best(voices, trace)
    if subset:
        trace.append("a subset of another figure: never added to it")
    if scope[0] == "cumulative":
        trace.append("a total over a period: never added to the figures of single events")
    agree = [voice for voice in voices if fits_range(voice, low, high)]
    return Reconciled(
        incident=incident,
        measure=measure,
        who=label_counted(given, lookup, subset),
        low=low,
        high=high,
        best=best,
        status=status,
        figures=tuple(list_figure(one, one in dead) for one in given),
        supporting=tuple(sorted(name for voice in agree for name in voice.claims)),
        dissenting=tuple(sorted(name for voice in voices if voice not in agree for name in voice.claims)),
        rule_set=RULE_SET,
        scope=scope[0],
        trace=tuple(trace),
    )


def order_given(one: Given) -> tuple:
    figure = one.figure
    return (one.origin, one.copied, one.published or 0, one.claim.id, str(figure.low), str(figure.high))


def group_by_origin(given: Sequence[Given]) -> list[list[Given]]:
    groups: dict[str, list[Given]] = {}
    for one in given:
        groups.setdefault(one.origin, []).append(one)
    return list(groups.values())


def drop_repeated(given: Sequence[Given], trace: list[str]) -> tuple[list[Given], list[Given]]:
    """The figures that count, and those that only repeat, or that their own source later put otherwise."""
    live: list[Given] = []
    dead: list[Given] = []
    said = {(one.figure.low, one.figure.high) for one in given if not one.copied}
    for members in group_by_origin(given):
        own = [one for one in members if not one.copied]
        own = own or [one for one in members if (one.figure.low, one.figure.high) not in said]
        dates = [one.published for one in own if one.published is not None]
        newest = max(dates, default=None)
        for one in members:
            value = say_range(one.figure.low, one.figure.high)
            if one not in own:
                dead.append(one)
                trace.append(f"{one.label}: {value} again, in a copy or a repeat: not counted")
            elif newest is not None and one.published is not None and one.published < newest:
                dead.append(one)
                trace.append(f"{one.label}: {value} superseded by what it gave later")
            else:
                live.append(one)
    return live, dead


def hear_voice(members: Sequence[Given]) -> Voice:
    """One origin's range: what its figures have in common, or all they span where they share nothing."""
    lows = [one.figure.low for one in members if one.figure.low is not None]
    highs = [one.figure.high for one in members if one.figure.high is not None]
    low, high = max(lows, default=None), min(highs, default=None)
    if low is not None and high is not None and low > high:
        low, high = min(lows), max(highs)
    first = members[0]
    return Voice(
        origin=first.origin,
        label=first.label,
        side=first.side,
        interest=first.interest,
        low=low,
        high=high,
        approximate=any(is_approximate(one.figure) for one in members),
        hedged=all(one.claim.hedged for one in members),
        claims=sorted({one.claim.id for one in members}),
    )


def is_approximate(figure: Figure) -> bool:
    """A number with both ends and a qualifier is an approximation ("about 1,800"); an open end is a bound."""
    return figure.qualifier != "exact" and figure.low is not None and figure.high is not None


def weigh_voices(voices: Sequence[Voice], trace: list[str]) -> tuple[float | None, float | None, str]:
    """`low`, `high` and the status of a row."""
    for voice in voices:
        words = {"own_losses": ", its own losses: a floor", "enemy_losses": ", its enemy's losses: a ceiling"}
        trace.append(
            f"{voice.label} gives {say_range(voice.low, voice.high)}{words.get(voice.interest or '', '')}"
        )
    if len(voices) == 1:
        trace.append("one origin only: its own figure, uncorroborated")
        return voices[0].low, voices[0].high, "single_source"
    status = "disputed" if find_dispute(voices, trace) else "agreed"
    low = find_low(voices)
    highs = [voice.high for voice in voices if voice.high is not None and voice.interest != "own_losses"]
    high = max(highs, default=None)
    if high is not None and low is not None and high < low:
        high = None
    if low is not None:
        trace.append(f"low {low:,.10g}: the highest bound that two independent origins support")
    else:
        lows = [voice.low for voice in voices if voice.low is not None and voice.interest != "enemy_losses"]
        low = max(lows, default=None)
        if status == "agreed":
            status = "single_source"
        trace.append(
            "no lower bound has two independent origins" + (f"; {low:,.10g} has one" if lows else "")
        )
    if high is not None:
        trace.append(f"high {high:,.10g}: the highest finite bound given")
    return low, high, status


def find_low(voices: Sequence[Voice]) -> float | None:
    """The highest lower bound that two origins support, at least one of them no enemy of the victims."""
    for bound in sorted({voice.low for voice in voices if voice.low is not None}, reverse=True):
        behind = [voice for voice in voices if voice.low is not None and voice.low >= bound]
        if len(behind) >= 2 and any(voice.interest != "enemy_losses" for voice in behind):
            return bound
    return None


def find_dispute(voices: Sequence[Voice], trace: list[str]) -> bool:
    """Whether the range of one origin shares nothing with that of another."""
    found = False
    for number, one in enumerate(voices):
        for other in voices[number + 1 :]:
            if max(one.bounds[0], other.bounds[0]) > min(one.bounds[1], other.bounds[1]):
                found = True
                trace.append(
                    f"disputed: {one.label} ({say_range(one.low, one.high)}) "
                    f"and {other.label} ({say_range(other.low, other.high)}) share nothing"
                )
    return found


def find_best(voices: Sequence[Voice], trace: list[str]) -> float | None:
    """The weighted median of the numbers that three or more independent origins give."""
    points = []
    for voice in voices:
        if voice.low is not None and voice.high is not None:
            weight = (HALF_WEIGHT if voice.interest else 1.0) * (HALF_WEIGHT if voice.hedged else 1.0)
            points.append(((voice.low + voice.high) / 2, weight))
    if len(points) < BEST_ORIGINS:
        return None
    points.sort()
    half, passed = sum(weight for _, weight in points) / 2, 0.0
    for value, weight in points:
        passed += weight
        if passed >= half:
            trace.append(f"best {value:,.10g}: weighted median of {len(points)} independent origins")
            return value
    return None


def fits_range(voice: Voice, low: float | None, high: float | None) -> bool:
    """Whether an origin's range shares anything with the row's."""
    first, last = voice.bounds
    return max(first, low or 0.0) <= min(last, float("inf") if high is None else high)


def list_figure(one: Given, superseded: bool) -> OriginFigure:
    figure = one.figure
    return OriginFigure(
        origin=one.origin,
        label=one.label,
        low=figure.low,
        high=figure.high,
        qualifier=figure.qualifier,
        claim=one.claim.id,
        side=one.side,
        interest=one.interest,
        superseded=superseded,
    )


def label_counted(given: Sequence[Given], lookup: Lookup, subset: bool) -> str | None:
    """Whom the row counts: the canonical name, the side's where there are several, else as written."""
    figures = [one.figure for one in given]
    ids = sorted({name for one in given for name in list_counted(one.claim, one.figure)})
    sides = sorted({one.counted for one in given if one.counted})
    written = next((figure.who for figure in figures if figure.who), None)
    label = written
    if not subset and len(ids) == 1 and (record := lookup.actors.get(ids[0])):
        label = record.name
    elif not subset and sides:
        label = lookup.label_side(sides[0])
    return f"{label} (subset)" if subset and label and "subset" not in label else label


def names_number(denial: Claim, row: Reconciled) -> bool:
    """Whether a denial names a number that this row holds."""
    numbers = {value for one in row.figures for value in (one.low, one.high) if value is not None}
    return any(
        figure.measure == row.measure and numbers & {figure.low, figure.high} for figure in denial.figures
    )


def note_denials(row: Reconciled, denials: Sequence[Claim]) -> Reconciled:
    """The row with the denials of its number among the dissent: a denied number is disputed."""
    if not denials:
        return row
    line = f"disputed: {len({claim.id for claim in denials})} denial(s) of this number"
    dissent = tuple(sorted({*row.dissenting, *(claim.id for claim in denials)}))
    return replace(row, status="disputed", dissenting=dissent, trace=(*row.trace, line))


def say_range(low: float | None, high: float | None) -> str:
    """A range in words.

    >>> say_range(3, 3), say_range(3, None), say_range(None, 9), say_range(3, 9), say_range(None, None)
    ('3', '3 or more', 'up to 9', '3 to 9', 'no number')
    """
    if low is None:
        return "no number" if high is None else f"up to {high:,.10g}"
    if high is None:
        return f"{low:,.10g} or more"
    return f"{low:,.10g}" if low == high else f"{low:,.10g} to {high:,.10g}"
