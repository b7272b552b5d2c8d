"""The day-by-day states of one place, in both series: as it was known on each day, and in hindsight."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from .chain import Calendar, Chain, list_move_days, list_odds_days
from .signals import CONTESTED, DIVIDED, UNKNOWN, Signal

HALF_LIFE = 90  # days in which evidence loses half its mass
LEAST_MASS = 0.3
LEAST_CHANCE = 0.6
SIEGE_LASTS = 30  # days after the last claim of it
TRUCE_LASTS = 30
SHARE_LASTS = 90
SAME_SAY = 3  # days within which one origin saying the same thing again says it once
AS_KNOWN, RETROSPECTIVE = "as_known", "retrospective"


@dataclass(frozen=True)
class Day:
    """One place on one day."""

    holder: str
    chances: tuple[float, ...]
    besieger: str | None = None
    truce: bool = False
    share: tuple[tuple[str, float], ...] = ()
    derived: bool = False  # from the places inside it
    told: bool = False  # something was said of that day, or became known on it
    news: bool = False  # a claim of who is in the place became known on it
    claimed: bool = False  # some claim about the place itself says in whose hands it is, or who came or left

    @property
    def key(self) -> tuple:
        return self.holder, self.besieger, self.truce, self.share, self.derived


@dataclass
class Track:
    """The days of one place in one series, and the signals behind them, in stretches without long silence."""

    place: str
    series: str
    days: dict[int, Day] = field(default_factory=dict)
    stretches: list["Stretch"] = field(default_factory=list)

    def find_stretch(self, day: int) -> "Stretch | None":
        return next((one for one in self.stretches if one.first <= day <= one.last), None)


@dataclass(frozen=True)
class Stretch:
    first: int
    last: int
    signals: tuple[Signal, ...]


def keep_independent(signals: Sequence[Signal]) -> list[Signal]:
    """One signal for each thing an origin says: the weightiest of those within a few days; copies add nothing."""
    groups: dict[tuple, list[list[Signal]]] = {}
    events = list_events(signals)
    for signal in sorted(signals, key=lambda one: (one.days.first, one.order)):
        key = (signal.origin, signal.predicate, signal.inferred_from or "")
        groups.setdefault(key, [])
        for group in groups[key]:
            near = signal.days.first - group[0].days.first <= SAME_SAY
            if near and not has_changed(events, group[-1], signal):
                group.append(signal)
                break
        else:
            groups[key].append([signal])
    kept = []
    for found in groups.values():
        for group in found:
            told = [one for one in group if not one.retold] or group  # a copy may have lost a hedge
            best = max(told, key=lambda one: (one.weight, -one.days.length, -one.known, one.claim))
            kept.append(replace(best, known=min(one.known for one in group)))
    kept = [halve_denial(one, kept) if one.denies else one for one in kept]
    return sorted(kept, key=lambda one: (one.days.first, one.order, one.claim))


def halve_denial(denial: Signal, others: Sequence[Signal]) -> Signal:
    """A denial at half its weight where the same origin says besides who holds the place: that says the same."""
    denied = {state for state, _ in denial.odds}
    for one in others:
        near = one.origin == denial.origin and abs(one.days.last - denial.days.last) <= SAME_SAY
        if near and one.move and {state for state, value in one.odds if value > 0} - denied:
            return replace(denial, weight=round(denial.weight / 2, 4))
    return denial


def list_events(signals: Sequence[Signal]) -> list[tuple[int, frozenset[str]]]:
    """The days on which a side is said to have come into the place, each with the sides."""
    return sorted(
        (one.days.last, frozenset(state for state, _ in one.move.to))
        for one in signals
        if one.move and one.move.to and not one.move.found
    )


def has_changed(events: Sequence[tuple[int, frozenset[str]]], before: Signal, after: Signal) -> bool:
    """Whether others came in between two sayings of one origin, so that the second is no mere repetition."""
    own = {state for state, value in (*before.odds, *after.odds) if value > 0}
    start = bisect_right(events, before.days.last, key=lambda event: event[0])
    return any(not sides & own for day, sides in events[start:] if day <= after.days.last)


def measure_masses(stretch: Stretch, hindsight: bool) -> np.ndarray:
    """The evidence that each day rests on, each claim fading with its distance in time.

    As known, only what is known and past counts. In hindsight, what comes later fills the time between two reports;
    of the time before the first one it says nothing but for the day before, where who left the place still was.
    """
    told = [one for one in stretch.signals if one.odds]
    days = np.arange(stretch.first, stretch.last + 1)[:, None]
    first, last, known, weight = (
        np.array(values, dtype=float)[None, :]
        for values in zip(*((one.days.first, one.days.last, one.known, one.weight) for one in told), strict=True)
    ) if told else (np.zeros((1, 0)),) * 4  # fmt: skip
    past = np.where(first <= days, weight * 2.0 ** (-np.maximum(0, days - last) / HALF_LIFE), 0.0)
    if not hindsight:
        return np.where(known <= days, past, 0.0).sum(axis=1)
    future = np.where(first > days, weight * 2.0 ** (-(first - days) / HALF_LIFE), 0.0).sum(axis=1)
    total = past.sum(axis=1) + np.where(first - days == 1, weight, 0.0).sum(axis=1)
    return np.where(total > 0, total + future, 0.0)


def split_stretches(signals: Sequence[Signal]) -> list[Stretch]:
    """The spans of days around the signals; after a silence longer than their evidence lasts a new one begins."""
    stretches: list[Stretch] = []
    current: list[Signal] = []
    end, mass = 0, 0.0  # the last day of the events so far, and what evidence there is on it
    for signal in signals:
        if current and signal.days.first - 1 > find_end(end, mass):
            stretches.append(close_stretch(current, find_end(end, mass)))
            current = []
        last = signal.days.last if not current else max(end, signal.days.last)
        mass = mass * 2 ** (-(last - end) / HALF_LIFE) if current else 0.0
        mass += signal.weight * 2 ** (-(last - signal.days.last) / HALF_LIFE) if signal.odds else 0.0
        end = last
        current.append(signal)
    if current:
        stretches.append(close_stretch(current, find_end(end, mass)))
    return stretches


def close_stretch(signals: Sequence[Signal], last: int) -> Stretch:
    return Stretch(min(one.days.first for one in signals) - 1, last, tuple(signals))


def find_end(last: int, mass: float) -> int:
    """The last day on which some evidence is still enough, and one more, which is unknown."""
    lasts = math.floor(HALF_LIFE * math.log2(mass / LEAST_MASS) + 1e-9) if mass > LEAST_MASS else 0
    return last + lasts + 1


def run_series(place: str, signals: Sequence[Signal], chain: Chain) -> list[Track]:
    """Both tracks of a place."""
    stretches = split_stretches(keep_independent(signals))
    known = Track(place, AS_KNOWN, stretches=stretches)
    hindsight = Track(place, RETROSPECTIVE, stretches=stretches)
    for stretch in stretches:
        rows = run_hindsight(stretch, chain)
        read_states(hindsight, stretch, rows, chain)
        read_states(known, stretch, run_as_known(stretch, chain), chain)
    return [known, hindsight]


def run_hindsight(stretch: Stretch, chain: Chain) -> np.ndarray:
    """Each day's chances given all days."""
    calendar = Calendar(chain, stretch.first, stretch.last, stretch.signals)
    rows = np.empty((calendar.count, len(chain.states)))
    calendar.run_forward(rows, 0, calendar.count)
    rows *= calendar.run_backward()
    return rows / rows.sum(axis=1, keepdims=True)


def run_as_known(stretch: Stretch, chain: Chain) -> np.ndarray:
    """Each day's chances from the claims known on that day: what is learnt later changes no earlier day."""
    calendar = Calendar(chain, stretch.first, stretch.last)
    current = np.empty((calendar.count, len(chain.states)))
    result = np.empty_like(current)
    waiting = sorted(stretch.signals, key=lambda one: (one.known, one.order, one.claim))
    done = 0  # days whose current row is right for what is known
    for number in range(calendar.count):
        while waiting and waiting[0].known <= stretch.first + number:
            done = min(done, calendar.add(waiting.pop(0))[0])
        calendar.run_forward(current, done, number + 1)
        done = number + 1
        result[number] = current[number]
    return result


def read_states(track: Track, stretch: Stretch, rows: np.ndarray, chain: Chain) -> None:
    """The states of a stretch of days from their chances."""
    hindsight = track.series == RETROSPECTIVE
    masses = measure_masses(stretch, hindsight)
    marks = [one for one in stretch.signals if one.besieger or one.truce or one.ends_truce or one.share]
    said = find_said(stretch)
    told, claimed = find_told(stretch, hindsight), find_claimed(stretch, hindsight)
    news = {max(one.known, one.days.first) for one in stretch.signals if one.move or one.denies}
    before = UNKNOWN
    for number, row in enumerate(rows):
        day = stretch.first + number
        if day not in told and number:
            row = rows[number] = hold_back(rows[number - 1], row, before, chain)
        holder = pick_holder(row, chain) if masses[number] >= LEAST_MASS else UNKNOWN
        if not hindsight and said.get(holder, day) > day:
            holder = UNKNOWN
        elif holder not in said:
            holder = UNKNOWN  # nobody says that it holds the place, only that others do not
        if day not in told:
            holder = keep_holder(before, holder)
        before = holder
        past = [one for one in marks if one.days.first <= day and (hindsight or one.known <= day)]
        track.days[day] = Day(
            holder=holder,
            chances=tuple(round(float(value), 4) for value in row),
            besieger=find_besieger(past, day, holder),
            truce=has_truce(past, day),
            share=find_share(past, day),
            told=day in told,
            news=day in news,
            claimed=claimed is not None and day >= claimed and masses[number] >= LEAST_MASS,
        )


def find_claimed(stretch: Stretch, hindsight: bool) -> int | None:
    """The day from which some claim about the place itself says in whose hands it is."""
    return min(
        (
            one.days.first if hindsight else max(one.days.first, one.known)
            for one in stretch.signals
            if one.move and not one.inferred_from
        ),
        default=None,
    )


def find_told(stretch: Stretch, hindsight: bool) -> set[int]:
    """The days of which something is said, or, without hindsight, on which it becomes known."""
    last = max(one.days.last for one in stretch.signals)
    told = set(range(stretch.first, last + 1)) if hindsight else {stretch.first}
    for one in stretch.signals:
        days = [*list_move_days(one), *list_odds_days(one)]
        told |= set(days if hindsight else (max(day, one.known) for day in days))
    return told


def hold_back(before: np.ndarray, row: np.ndarray, holder: str, chain: Chain) -> np.ndarray:
    """A day of silence: who held the place the day before is no likelier to hold it now."""
    place = chain.index.get(holder)
    if place is None or row[place] <= before[place] or row[place] >= 1:
        return row
    rest = row * (1 - before[place]) / (1 - row[place])
    rest[place] = before[place]
    return rest


def keep_holder(before: str, now: str) -> str:
    """The holder of a day of silence: the one before or nobody known, never another."""
    if before == now or {before, now} == {CONTESTED, DIVIDED}:
        return before
    return UNKNOWN


def find_said(stretch: Stretch) -> dict[str, int]:
    """The states that some claim speaks for, each with the day from which such a claim was known."""
    said: dict[str, int] = {}
    for one in stretch.signals:
        states = {state for state, value in (*one.odds, *one.before) if value > 0}
        states |= {state for state, _ in one.move.to} if one.move else set()
        for state in states:
            said[state] = min(one.known, said.get(state, one.known))
    return said


def pick_holder(row: np.ndarray, chain: Chain) -> str:
    """The likeliest state if it is likely enough.

    Fought over and divided count together, as held by no one side, and go by the likelier of the two; the chance
    that is given of either is that of both.
    """
    best = int(row[: chain.sides].argmax())
    if row[best] >= LEAST_CHANCE:
        return chain.states[best]
    contested, divided = row[chain.index[CONTESTED]], row[chain.index[DIVIDED]]
    if contested + divided >= LEAST_CHANCE:
        return DIVIDED if divided > contested else CONTESTED
    return UNKNOWN


def find_besieger(signals: Sequence[Signal], day: int, holder: str) -> str | None:
    """Who besieges the place that day: the last siege told of, until the besieger is in or it is long silent."""
    sieges = [one for one in signals if one.besieger and day - one.days.last <= SIEGE_LASTS]
    named = [one.besieger for one in sieges if one.besieger != UNKNOWN]
    besieger = named[-1] if named else (UNKNOWN if sieges else None)
    return None if besieger == holder else besieger


def has_truce(signals: Sequence[Signal], day: int) -> bool:
    """Whether a truce told of still stands, as far as told."""
    truces = [one for one in signals if one.truce and one.days.first <= day]
    broken = [one.days.first for one in signals if one.ends_truce and one.days.first <= day]
    for one in truces:
        end = one.days.last if one.days.length > 2 else one.days.first + TRUCE_LASTS
        if day <= end and not any(one.days.first < when <= day for when in broken):
            return True
    return False


def find_share(signals: Sequence[Signal], day: int) -> tuple[tuple[str, float], ...]:
    """The latest share that each side is said to hold."""
    found: dict[str, float] = {}
    for one in signals:
        if one.share and day - one.days.last <= SHARE_LASTS:
            found[one.share[0]] = one.share[1]
    return tuple(sorted(found.items()))
