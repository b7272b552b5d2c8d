"""Which event of one data set is which of the other: by day, place, kind, parties and deaths, one to one."""

import datetime
from collections import defaultdict
from collections.abc import Sequence

from ..model import Frozen
from ..packs.checking import measure_distance
from ..read.datasets import CodedEvent
from ..score.assign import assign_pairs, split_groups
from .naming import Meanings, compare_parties, same_place

# Kinds that different coders may give to one event.
ALIKE = (
    {"clash", "ground_attack", "repelled_attack", "capture", "ceasefire_violation", "siege"},
    {"air_strike", "drone_strike", "shelling", "bombing", "chemical_attack"},
    {"shelling", "bombing", "violence_against_civilians"},
    {"clash", "ground_attack", "shelling"},
    {"withdrawal", "handover", "evacuation", "capture", "other"},
    {"agreement", "ceasefire", "negotiation", "other"},
    {"weapons_surrender", "agreement", "other"},
    {"mobilization", "displacement", "evacuation", "looting", "other"},
    {"abduction", "detention", "violence_against_civilians"},
)
REACH = {1: 0, 2: 15, 3: 25, 4: 75, 5: 30}  # km that a vague place may lie beside its point, by where_prec
ENOUGH = 55  # of 100: the least that two events must have in common
TANGLE = 20_000  # pairs that hang together, above which the best assignment would take minutes


class Limits(Frozen):
    """How far apart the same event may be told: days between the two intervals, and kilometres between exact places."""

    days: int = 1
    km: float = 10.0


class Likeness(Frozen):
    """What two events have in common: the score of 0 to 100, and its parts in words."""

    score: float
    days: int
    km: float | None
    same_day: bool
    same_place: bool
    same_kind: bool
    parties: float | None


def measure_likeness(
    ours: CodedEvent, theirs: CodedEvent, limits: Limits, meanings: Meanings
) -> Likeness | None:
    """What two events have in common; None where they cannot be one: too far apart, or kinds that nobody mixes up."""
    gap = count_gap(ours, theirs)
    if gap > limits.days:
        return None
    kind = rate_kinds(ours, theirs)
    if kind is None:
        return None
    km, named = measure_gap(ours, theirs), same_place(ours, theirs)
    reach = limits.km + max(REACH.get(event.precision or 1, 0) for event in (ours, theirs))
    if km is None and not named:
        return None
    if km is not None and km > reach and not (named and km <= reach * 3):
        return None
    parties = compare_parties(ours, theirs, meanings)
    near = 1.0 if named or km is None else 0.7 * max(0.0, 1 - km / max(reach, 1))
    score = 22 * (1 - gap / (limits.days + 1)) + 8 * share_days(ours, theirs) + 30 * near
    score += 20 * kind + 12 * (0.25 if parties is None else parties)
    score += 8 * rate_deaths(ours.deaths, theirs.deaths)
    return Likeness(
        score=score,
        days=gap,
        km=km,
        same_day=gap == 0,
        same_place=named or (km is not None and km <= 1),
        same_kind=kind == 1,
        parties=parties,
    )


def match_events(
    ours: Sequence[CodedEvent], theirs: Sequence[CodedEvent], limits: Limits, meanings: Meanings
) -> dict[tuple[int, int], Likeness]:
    """The pairs (positions in both lists) that are one event, each event in one pair at most.

    A row that carries the id of one of our incidents is that incident; all others are matched so that what the pairs have in
    common is the most in all.
    """
    by_id = {event.id: at for at, event in enumerate(ours)}
    pairs: dict[tuple[int, int], Likeness] = {}
    for at, event in enumerate(theirs):
        mine = by_id.get("i-" + event.id.removeprefix("SJL-")) if event.id.startswith("SJL-") else None
        if mine is not None and (alike := measure_likeness(ours[mine], event, limits, meanings)):
            pairs[mine, at] = alike
            by_id.pop(ours[mine].id)
    taken, gone = {mine for mine, _ in pairs}, {at for _, at in pairs}
    days: dict[str, list[int]] = defaultdict(list)
    for at, event in enumerate(ours):
        if at not in taken:
            for day in list_days(event, limits.days):
                days[day].append(at)
    found: dict[tuple[int, int], Likeness] = {}
    for at, event in enumerate(theirs):
        if at in gone:
            continue
        for mine in sorted({mine for day in list_days(event, 0) for mine in days.get(day, ())}):
            alike = measure_likeness(ours[mine], event, limits, meanings)
            if alike is not None and alike.score >= ENOUGH:
                found[mine, at] = alike
    weights = {pair: round(1000 * alike.score) for pair, alike in found.items()}
    return pairs | {pair: found[pair] for pair in choose_pairs(weights)}


def choose_pairs(weights: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    """The one-to-one pairs with the highest sum; in a tangle of very many events, the best pair first, then the next.

    >>> choose_pairs({(1, 1): 5, (1, 2): 4, (2, 1): 4})
    [(1, 2), (2, 1)]
    """
    chosen: list[tuple[int, int]] = []
    for group in split_groups(weights):
        if len(group) <= TANGLE:
            chosen += assign_pairs({pair: weights[pair] for pair in group})
            continue
        mine, theirs = set(), set()
        for one, other in sorted(group, key=lambda pair: (-weights[pair], pair)):
            if one not in mine and other not in theirs:
                chosen.append((one, other))
                mine.add(one)
                theirs.add(other)
    return chosen


def count_gap(one: CodedEvent, other: CodedEvent) -> int:
    """The days between two intervals, 0 where they meet.

    >>> count_gap(CodedEvent(id="a", row=1, start="2031-05-01", end="2031-05-02"),
    ...           CodedEvent(id="b", row=1, start="2031-05-04", end="2031-05-09"))
    2
    """
    first, second = sorted((one, other), key=lambda event: event.start)
    gap = datetime.date.fromisoformat(second.start) - datetime.date.fromisoformat(first.end)
    return max(0, gap.days)


def share_days(one: CodedEvent, other: CodedEvent) -> float:
    """The days that two intervals share, of all that either has.

    >>> share_days(CodedEvent(id="a", row=1, start="2031-05-01", end="2031-05-04"),
    ...            CodedEvent(id="b", row=1, start="2031-05-04", end="2031-05-04"))
    0.25
    """
    mine, theirs = set(list_days(one, 0)), set(list_days(other, 0))
    return len(mine & theirs) / len(mine | theirs)


def list_days(event: CodedEvent, around: int) -> list[str]:
    """The days of an event and so many on both sides."""
    start = datetime.date.fromisoformat(event.start) - datetime.timedelta(days=around)
    end = datetime.date.fromisoformat(event.end) + datetime.timedelta(days=around)
    return [(start + datetime.timedelta(days=at)).isoformat() for at in range((end - start).days + 1)]


def measure_gap(one: CodedEvent, other: CodedEvent) -> float | None:
    """The kilometres between two events; None where either has no position."""
    if None in (one.lat, one.lon, other.lat, other.lon):
        return None
    return measure_distance((one.lat, one.lon), (other.lat, other.lon))


def rate_kinds(one: CodedEvent, other: CodedEvent) -> float | None:
    """How alike two kinds are: 1 the same, 0.5 kinds that coders mix up, 0.3 where one has none, None for others.

    >>> rate_kinds(CodedEvent(id="a", row=1, kind="clash"), CodedEvent(id="b", row=1, kind="protest")) is None
    True
    """
    if one.kind == other.kind and (one.label == other.label or not one.label or not other.label):
        return 1.0
    if one.kind == other.kind:
        return 0.8
    if any({one.kind, other.kind} <= group for group in ALIKE):
        return 0.5
    return 0.3 if "casualties" in (one.kind, other.kind) else None


def rate_deaths(one: float | None, other: float | None) -> float:
    """How alike two tolls are: 1 the same, down to 0; a toll beside none is half known.

    >>> rate_deaths(4, 4), rate_deaths(4, 8), rate_deaths(None, 4)
    (1.0, 0.5, 0.3)
    """
    if one is None or other is None:
        return 0.3
    return 1.0 if one == other else min(one, other) / max(one, other)
