"""The day-by-day states of one place, in both series: as it was known on each day, and in hindsight."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from .chain import Calendar, Chain
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
    for signal in sorted(signals, key=lambda one: (one.days.first, one.order)):
        key = (signal.origin, signal.predicate, signal.inferred_from or "")
        groups.setdefault(key, [])
        for group in groups[key]:
            if signal.days.first - group[0].days.first <= SAME_SAY:
                group.append(signal)
                break
        else:
            groups[key].append([signal])
    kept = []
    for found in groups.values():
        for group in found:
            best = max(group, key=lambda one: (one.weight, -one.days.length, -one.known, one.claim))
            kept.append(replace(best, known=min(one.known for one in group)))
    return sorted(kept, key=lambda one: (one.days.first, one.order, one.claim))


def measure_mass(signals: Sequence[Signal], day: int, both_ways: bool) -> float:
    """The evidence that a day rests on, each claim fading with its distance in time.

    In hindsight the day before an event counts with it: who left a place that day was there the day before.
    """
    past = future = 0.0
    for signal in signals:
        if not signal.odds:
            continue
        if signal.days.first <= day:
            past += signal.weight * 2 ** (-max(0, day - signal.days.last) / HALF_LIFE)
        elif both_ways:
            age = signal.days.first - day
            future += signal.weight * 2 ** (-age / HALF_LIFE)
            past += signal.weight if age == 1 else 0.0
    # what comes later fills the time between two reports; it says nothing of the time before the first one
    return past + future if past > 0 else 0.0


def split_stretches(signals: Sequence[Signal]) -> list[Stretch]:
    """The spans of days around the signals; after a silence longer than their evidence lasts a new one begins."""
    stretches: list[Stretch] = []
    current: list[Signal] = []
    last = 0
    for signal in signals:
        first = signal.days.first - 1
        if current and first > last:
            stretches.append(close_stretch(current, last))
            current = []
        current.append(signal)
        last = find_end(current)
    if current:
        stretches.append(close_stretch(current, last))
    return stretches


def close_stretch(signals: Sequence[Signal], last: int) -> Stretch:
    return Stretch(min(one.days.first for one in signals) - 1, last, tuple(signals))


def find_end(signals: Sequence[Signal]) -> int:
    """The last day on which the evidence of these signals is enough, and one more, which is unknown."""
    end = max(one.days.last for one in signals)
    step = 64
    while step:
        while measure_mass(signals, end + step, False) >= LEAST_MASS:
            end += step
        step //= 2
    return end + 1


def run_series(place: str, signals: Sequence[Signal], chain: Chain) -> list[Track]:
    """Both tracks of a place."""
    stretches = split_stretches(keep_independent(signals))
    known = Track(place, AS_KNOWN, stretches=stretches)
    hindsight = Track(place, RETROSPECTIVE, stretches=stretches)
    for stretch in stretches:
        read_days(
            hindsight, stretch, Calendar(chain, stretch.signals, stretch.first, stretch.last).smooth(), chain
        )
        read_days(known, stretch, run_as_known(stretch, chain), chain)
    return [known, hindsight]


def run_as_known(stretch: Stretch, chain: Chain) -> np.ndarray:
    """Each day's chances from the claims known on that day: what is learnt later changes no earlier day."""
    rows = np.empty((stretch.last - stretch.first + 1, len(chain.states)))
    news = sorted({stretch.first, *(one.known for one in stretch.signals if one.known <= stretch.last)})
    news = [day for day in news if day >= stretch.first]
    for number, day in enumerate(news):
        until = news[number + 1] - 1 if number + 1 < len(news) else stretch.last
        told = [one for one in stretch.signals if one.known <= day]
        calendar = Calendar(chain, told, stretch.first, stretch.last)
        rows[day - stretch.first : until - stretch.first + 1] = calendar.run_forward(until)[
            day - stretch.first :
        ]
    return rows


def read_days(track: Track, stretch: Stretch, rows: np.ndarray, chain: Chain) -> None:
    """The states of a stretch of days from their chances."""
    hindsight = track.series == RETROSPECTIVE
    for number, row in enumerate(rows):
        day = stretch.first + number
        told = [one for one in stretch.signals if hindsight or one.known <= day]
        mass = measure_mass(told, day, hindsight)
        holder = pick_holder(row, chain) if mass >= LEAST_MASS else UNKNOWN
        past = [one for one in told if one.days.first <= day]
        track.days[day] = Day(
            holder=holder,
            chances=tuple(round(float(value), 4) for value in row),
            besieger=find_besieger(past, day, holder),
            truce=has_truce(past, day),
            share=find_share(past, day),
        )


def pick_holder(row: np.ndarray, chain: Chain) -> str:
    """The likeliest state if it is likely enough; fought over and divided count together as held by no one side."""
    best = int(row.argmax())
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
