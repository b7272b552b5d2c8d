"""The day-by-day states of one place, in both series: as it was known on each day, and in hindsight."""

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np
from msgspec.structs import replace

from .calendar import Calendar
from .chain import Chain, list_move_days, list_odds_days
from .fading import HALF_LIFE, fade
from .marks import read_marks
from .signals import CONTESTED, DIVIDED, UNKNOWN, Signal
from .tracks import (
    ABSENT,
    AS_KNOWN,
    NOBODY,
    RETROSPECTIVE,
    Stretch,
    Track,
    Words,
    are_both_shared,
    join_tracks,
)

Spans = list[tuple[Stretch, np.ndarray]]

LEAST_MASS = 0.3
LEAST_CHANCE = 0.6
ECHO, OWN_ECHO = 0.9, 0.5  # what is left of the weight of a further voice, and of one of the same side
ECHO_DAYS = 7
OWN_ECHO_DAYS = 30
SAME_SAY = 3  # days within which one origin saying the same thing again says it once


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
            known = min(one.known for one in group)
            kept.append(best if best.known == known else replace(best, known=known))
    kept = [halve_denial(one, kept) if one.denies else one for one in kept]
    kept = discount_echoes(kept)
    return sorted(kept, key=lambda one: (one.days.first, one.order, one.claim))


def discount_echoes(signals: Sequence[Signal]) -> list[Signal]:
    """Of those who say the same within days, the second weighs less than the first, the third less still.

    Outlets read each other. Those of one side speak with one voice, and that it goes on saying the same for weeks shows
    nothing more, unless others came in between.
    """
    events = list_events(signals)
    found: list[Signal] = []
    said: dict[tuple, list[Signal]] = {}
    for signal in sorted(signals, key=lambda one: (-one.weight, one.known, one.order, one.claim)):
        before = said.setdefault((signal.predicate, signal.inferred_from), [])
        same = own = 0
        for one in before:
            party = one.side == signal.side is not None
            apart = abs(one.days.first - signal.days.first)
            again = party and apart <= OWN_ECHO_DAYS and not is_taken_again(events, one, signal)
            if again or apart <= ECHO_DAYS:
                same, own = same + 1, own + party
        factor = OWN_ECHO**own * ECHO ** (same - own)
        before.append(signal)
        found.append(replace(signal, weight=round(signal.weight * factor, 4)) if same else signal)
    return found


def is_taken_again(events: Sequence[tuple[int, frozenset[str]]], one: Signal, other: Signal) -> bool:
    """Whether the later of two sayings tells a change after others are said to have come in: no mere insistence."""
    first, second = sorted((one, other), key=lambda signal: signal.days.first)
    return second.is_event and has_changed(events, first, second)


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
        if one.move and one.move.to and not one.move.found and not one.move.fight
    )


def has_changed(events: Sequence[tuple[int, frozenset[str]]], before: Signal, after: Signal) -> bool:
    """Whether others came in between two sayings of one origin, so that the second is no mere repetition."""
    own = {state for state, value in (*before.odds, *after.odds) if value > 0}
    start = bisect_right(events, before.days.last, key=lambda event: event[0])
    return any(not sides & own for day, sides in events[start:] if day <= after.days.last)


def find_enough(stretch: Stretch, hindsight: bool) -> np.ndarray:
    """Whether each day rests on evidence enough: days on which one claim alone is need no sum."""
    count = stretch.last - stretch.first + 1
    edges = np.zeros(count + 1, int)
    for one in stretch.signals:
        if one.odds and one.weight > LEAST_MASS:
            start = one.days.first if hindsight else max(one.days.first, one.known)
            stop = one.days.last + math.floor(
                HALF_LIFE * math.log2(one.weight / LEAST_MASS)
            )  # a day less, for sure
            if start < stop:
                edges[min(start - stretch.first, count)] += 1
                edges[min(stop - stretch.first, count)] -= 1
    enough = edges[:-1].cumsum() > 0
    rest = np.flatnonzero(~enough)
    if len(rest):
        enough[rest] = measure_masses(stretch, hindsight, rest + stretch.first) >= LEAST_MASS
    return enough


def measure_masses(stretch: Stretch, hindsight: bool, days: np.ndarray) -> np.ndarray:
    """The evidence that each of some days rests on, each claim fading with its distance in time.

    As known, only what is known and past counts. In hindsight, what comes later fills the time between two reports;
    of the time before the first one it says nothing but for the day before, where who left the place still was.
    """
    told = [one for one in stretch.signals if one.odds]
    if not told:
        return np.zeros(len(days))
    days = days[:, None]
    first, last, known = (
        np.array(values)[None, :]
        for values in zip(*((one.days.first, one.days.last, one.known) for one in told), strict=True)
    )
    weight = np.array([one.weight for one in told])[None, :]
    begun = first <= days
    past = np.where(begun, weight * fade(np.maximum(0, days - last)), 0.0)
    if not hindsight:
        return np.where(known <= days, past, 0.0).sum(axis=1)
    future = np.where(begun, 0.0, weight * fade(np.maximum(0, first - days))).sum(axis=1)
    total = past.sum(axis=1) + np.where(first - days == 1, weight, 0.0).sum(axis=1)
    return np.where(total > 0, total + future, 0.0)


def split_stretches(signals: Sequence[Signal], chain: Chain) -> list[Stretch]:
    """The spans of days around the signals; after a silence longer than their evidence lasts a new one begins."""
    stretches: list[Stretch] = []
    current: list[Signal] = []
    end, mass = 0, 0.0  # the last day of the events so far, and what evidence there is on it
    for signal in signals:
        if current and signal.days.first - 1 > find_end(end, mass):
            stretches.append(close_stretch(current, find_end(end, mass), chain))
            current = []
        last = signal.days.last if not current else max(end, signal.days.last)
        mass = mass * 2 ** (-(last - end) / HALF_LIFE) if current else 0.0
        mass += signal.weight * 2 ** (-(last - signal.days.last) / HALF_LIFE) if signal.odds else 0.0
        end = last
        current.append(signal)
    if current:
        stretches.append(close_stretch(current, find_end(end, mass), chain))
    return stretches


def close_stretch(signals: Sequence[Signal], last: int, chain: Chain) -> Stretch:
    return Stretch(min(one.days.first for one in signals) - 1, last, tuple(signals), chain)


def find_end(last: int, mass: float) -> int:
    """The last day on which some evidence is still enough, and one more, which is unknown."""
    lasts = math.floor(HALF_LIFE * math.log2(mass / LEAST_MASS) + 1e-9) if mass > LEAST_MASS else 0
    return last + lasts + 1


def run_place(signals: tuple[Sequence[Signal], Sequence[Signal]], chain: Chain) -> dict[str, Spans]:
    """The stretches of a place with each day's chances, by series.

    The signals are given twice: as they weigh when they become known, and as they weigh in hindsight.
    """
    runs = {AS_KNOWN: run_as_known, RETROSPECTIVE: run_hindsight}
    return {
        series: [(stretch, run(stretch)) for stretch in split_stretches(keep_independent(told), chain)]
        for (series, run), told in zip(runs.items(), signals, strict=True)
    }


def read_tracks(place: str, spans: Mapping[str, Spans], chain: Chain, words: Words) -> list[Track]:
    """Both tracks of a place from its stretches."""
    return [
        join_tracks(
            [read_track(Track(place, series, [stretch]), rows, chain, words) for stretch, rows in found]
        )
        for series, found in spans.items()
    ]


def run_hindsight(stretch: Stretch) -> np.ndarray:
    """Each day's chances given all days."""
    calendar = Calendar(stretch.chain, stretch.first, stretch.last, stretch.signals)
    rows = calendar.list_rows(0, calendar.count) * calendar.list_backward()
    return rows / rows.sum(axis=1, keepdims=True)


def run_as_known(stretch: Stretch) -> np.ndarray:
    """Each day's chances from the claims known on that day: what is learnt later changes no earlier day."""
    calendar = Calendar(stretch.chain, stretch.first, stretch.last)
    result = np.empty((calendar.count, len(stretch.chain.states)))
    waiting = sorted(stretch.signals, key=lambda one: (one.known, one.order, one.claim))
    starts = sorted({0, *(one.known - stretch.first for one in waiting)})
    starts = [day for day in starts if 0 <= day < calendar.count]
    told = 0
    for start, stop in pairwise([*starts, calendar.count]):
        while told < len(waiting) and waiting[told].known <= stretch.first + start:
            calendar.add(waiting[told])
            told += 1
        result[start:stop] = calendar.list_rows(start, stop)
    return result / result.sum(axis=1, keepdims=True)


def read_track(track: Track, rows: np.ndarray, chain: Chain, words: Words) -> Track:
    """The track of one stretch of days from their chances."""
    stretch, hindsight = track.stretches[0], track.series == RETROSPECTIVE
    days = np.arange(stretch.first, stretch.last + 1)
    enough = find_enough(stretch, hindsight)
    told = mark_days(days, find_told(stretch, hindsight))
    allowed = allow_states(stretch, days, chain, hindsight)
    rows, holder = pick_holders(rows, told, (enough, allowed), chain)
    claimed = find_claimed(stretch, hindsight)
    besieger, truce, share = read_marks(stretch, days, hindsight, words)
    if besieger.any():
        codes = {UNKNOWN: NOBODY, **chain.index}
        same = np.array(
            [codes.get(word, ABSENT) if isinstance(word, str) else ABSENT for word in words.words]
        )
        besieger[(besieger > 0) & (same[besieger] == holder)] = 0
    track.days, track.rows, track.holder = days, np.round(rows, 4).astype(np.float32), holder
    track.besieger, track.truce, track.share = besieger, truce, share
    track.told, track.derived = told, np.zeros(len(days), bool)
    track.news = mark_days(
        days, {max(one.known, one.days.first) for one in stretch.signals if one.move or one.denies}
    )
    track.claimed = enough & (days >= claimed) if claimed is not None else np.zeros(len(days), bool)
    return track


def mark_days(days: np.ndarray, marked: set[int]) -> np.ndarray:
    found = np.zeros(len(days), bool)
    numbers = np.fromiter(marked, int, len(marked)) - days[0]
    found[numbers[(numbers >= 0) & (numbers < len(days))]] = True
    return found


def find_claimed(stretch: Stretch, hindsight: bool) -> int | None:
    """The day from which some claim about the place itself says in whose hands it is."""
    return min(
        (
            one.days.first if hindsight else max(one.days.first, one.known)
            for one in stretch.signals
            if one.move and not one.move.fight and not one.inferred_from
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


def allow_states(stretch: Stretch, days: np.ndarray, chain: Chain, hindsight: bool) -> np.ndarray:
    """By state, the first day on which it may be named: some claim must speak for it, and be known.

    Otherwise nobody says that it holds the place, only that others do not.
    """
    first = np.full(len(chain.states), days[-1] + 1)
    for one in stretch.signals:
        states = {state for state, value in (*one.odds, *one.before) if value > 0}
        states |= {state for state, _ in one.move.to} if one.move else set()
        for state in states:
            if state in chain.index:
                place = chain.index[state]
                first[place] = min(first[place], days[0] if hindsight else one.known)
    return first - days[0]


def pick_holders(
    rows: np.ndarray, told: np.ndarray, named: tuple[np.ndarray, np.ndarray], chain: Chain
) -> tuple[np.ndarray, np.ndarray]:
    """The chances and the holder of each day; a day of silence names and strengthens nobody.

    In silence the holder is the one before or nobody known, never another, and no likelier than the day before. `named`
    is whether there is evidence enough, by day, and the first day on which each state may be named.
    """
    free = name_rows(rows, np.arange(len(rows)), named, chain)
    rows, holder = rows.copy(), free.copy()
    for start, stop in list_silences(told):
        before = int(holder[start - 1])
        if before == NOBODY:
            holder[start:stop] = NOBODY
            continue
        held = hold_back(rows[start - 1 : stop], before)[1:]
        given = name_rows(held, np.arange(start, stop), named, chain)
        same = given == before
        if are_both_shared([before], chain):
            same = np.isin(given, [chain.index[CONTESTED], chain.index[DIVIDED]])
        lost = stop - start if same.all() else int(same.argmin())
        holder[start : start + lost], holder[start + lost : stop] = before, NOBODY
        kept = min(lost + 1, stop - start)
        rows[start : start + kept] = held[:kept]
    return rows, holder


def list_silences(told: np.ndarray) -> list[tuple[int, int]]:
    """The spans of days, after the first, of which nothing is said."""
    silent = np.concatenate([[False], ~told[1:], [False]]).astype(np.int8)
    edges = np.flatnonzero(np.diff(silent))
    return [(int(start) + 1, int(stop) + 1) for start, stop in zip(edges[::2], edges[1::2], strict=True)]


def hold_back(rows: np.ndarray, place: int) -> np.ndarray:
    """Days of silence after the first row: who holds the place then is no likelier to hold it on a later one."""
    own = rows[:, place]
    least = np.minimum.accumulate(own)
    held = (least < own) & (own < 1)
    if not held.any():
        return rows
    result = np.where(held[:, None], rows * ((1 - least) / np.where(held, 1 - own, 1.0))[:, None], rows)
    result[:, place] = np.where(held, least, own)
    return result


def name_rows(
    rows: np.ndarray, numbers: np.ndarray, named: tuple[np.ndarray, np.ndarray], chain: Chain
) -> np.ndarray:
    """The likeliest state of each day if it is likely enough, and somebody says so.

    Fought over and divided count together, as held by no one side, and go by the likelier of the two; the chance
    that is given of either is that of both.
    """
    enough, first = named
    best = rows[:, : chain.sides].argmax(axis=1)
    contested, divided = rows[:, chain.index[CONTESTED]], rows[:, chain.index[DIVIDED]]
    shared = np.where(divided > contested, chain.index[DIVIDED], chain.index[CONTESTED])
    codes = np.where(contested + divided >= LEAST_CHANCE, shared, NOBODY)
    codes = np.where(rows[np.arange(len(rows)), best] >= LEAST_CHANCE, best, codes)
    codes[~enough[numbers]] = NOBODY
    codes[(codes >= 0) & (first[codes] > numbers)] = NOBODY
    return codes.astype(np.int16)
