"""Why a state is what it is: each claim left out in turn, and what that does to the odds of the holder."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

import numpy as np

from ..model import ControlReason
from .calendar import Calendar
from .chain import Chain, measure_logit
from .series import HALF_LIFE
from .signals import CONTESTED, DIVIDED, UNKNOWN, Signal
from .tracks import RETROSPECTIVE, Stretch

SHOWN = 8
KEPT = 200  # stretches whose calendars are at hand at once: those of the places of some districts
RIVALS = 4  # at least so many of those that speak for another state are weighed
LEAST_EFFECT = 0.01

T = TypeVar("T")


@dataclass
class Known:
    """A stretch as far as it was known on some day, ready to be carried on to a later one."""

    calendar: Calendar
    waiting: list[Signal]  # by the day they become known, the last first
    day: int = 0


class Explainer:
    """Explains days of places, each claim left out in turn; what it computes for a stretch it keeps for a while."""

    def __init__(self, chain: Chain):
        self.chain = chain
        self._hindsight: dict[int, Calendar] = {}
        self._known: dict[int, Known] = {}
        self._voices: dict[int, Voices] = {}

    def explain_day(self, stretch: Stretch, day: int, holder: str, series: str) -> tuple[ControlReason, ...]:
        """The claims that most moved one day's state, the strongest first; negative effects speak against it."""
        hindsight = series == RETROSPECTIVE
        calendar = self._read_hindsight(stretch) if hindsight else self._read_known(stretch, day)
        number = day - stretch.first
        forward = calendar.run_forward(number)
        row = combine_rows(forward, calendar.find_backward(number) if hindsight else None)
        targets = list_targets(row, holder, self.chain)
        whole = measure_logit(float(row[targets].sum()))
        near = self._read_voices(stretch).list_near(day, None if hindsight else day)
        own = {self.chain.states[number] for number in targets}
        rivals = (one for one in near[SHOWN:] if not own & {state for state, value in one.odds if value > 0})
        reasons = []
        weighed = [*near[:SHOWN], *islice(rivals, RIVALS)]
        for signal, rest in zip(
            weighed, leave_out(calendar, weighed, number, forward, hindsight), strict=True
        ):
            effect = round(whole - measure_logit(float(rest[targets].sum())), 3)
            rival = list_rivals(signal, targets, self.chain)
            if rival and effect > 0:  # it speaks for another, and only by that against third ones
                effect = round(weigh_against(row, targets, rival) - weigh_against(rest, targets, rival), 3)
            if abs(effect) >= LEAST_EFFECT:
                reasons.append(
                    ControlReason(claim=signal.claim, weight=signal.weight, effect=effect, what=signal.what)
                )
        return tuple(sorted(reasons, key=lambda one: (-abs(one.effect), one.claim)))

    def _read_voices(self, stretch: Stretch) -> "Voices":
        if id(stretch) not in self._voices:
            keep(self._voices, id(stretch), Voices(stretch.signals))
        return self._voices[id(stretch)]

    def _read_known(self, stretch: Stretch, day: int) -> Calendar:
        """The calendar with the claims known on a day."""
        known = self._known.get(id(stretch))
        if known is None or known.day > day:
            calendar = Calendar(stretch.chain, stretch.first, stretch.last)
            waiting = sorted(stretch.signals, key=lambda one: (one.known, one.order, one.claim), reverse=True)
            known = keep(self._known, id(stretch), Known(calendar, waiting))
        while known.waiting and known.waiting[-1].known <= day:
            known.calendar.add(known.waiting.pop())
        known.day = day
        return known.calendar

    def _read_hindsight(self, stretch: Stretch) -> Calendar:
        if id(stretch) not in self._hindsight:
            calendar = Calendar(stretch.chain, stretch.first, stretch.last, stretch.signals)
            calendar.run_forward(calendar.count - 1)
            calendar.run_backward()
            keep(self._hindsight, id(stretch), calendar)
        return self._hindsight[id(stretch)]


def keep(found: dict[int, T], key: int, value: T) -> T:
    """The value is remembered; of more than `KEPT` the one that came first is forgotten, to be made again if need be."""
    found.pop(key, None)
    while len(found) >= KEPT:
        del found[next(iter(found))]
    found[key] = value
    return value


def list_rivals(signal: Signal, targets: Sequence[int], chain: Chain) -> list[int]:
    """The states that a signal speaks for, if none of them is among the targets."""
    states = {state for state, value in signal.odds if value > 0}
    states |= {state for state, _ in signal.move.to} if signal.move else set()
    found = sorted(chain.index[state] for state in states if state in chain.index)
    return [] if set(found) & set(targets) else found


def weigh_against(row: np.ndarray, targets: Sequence[int], rivals: Sequence[int]) -> float:
    """The log-odds of some states against some others alone."""
    ours, theirs = max(float(row[targets].sum()), 1e-6), max(float(row[list(rivals)].sum()), 1e-6)
    return math.log(ours / theirs)


def combine_rows(forward: np.ndarray, backward: np.ndarray | None) -> np.ndarray:
    row = forward if backward is None else forward * backward
    return row / row.sum()


def leave_out(
    calendar: Calendar, signals: Sequence[Signal], number: int, forward: np.ndarray, hindsight: bool
) -> list[np.ndarray]:
    """One day's chances without each of some signals: only the days between the two are run again.

    What an event says of the day before it stays, on the days after: who took a place does not speak for the loser.
    """
    rows = [forward] * len(signals)
    firsts = []
    for signal in signals:
        first = signal.days.first - calendar.first
        firsts.append(max(0, first if first <= number else first - 1))
    rerun = [at for at, first in enumerate(firsts) if first <= number]
    found = calendar.rerun_without([signals[at] for at in rerun], [firsts[at] for at in rerun], number)
    for at, row in zip(rerun, found, strict=True):
        rows[at] = row
    if not hindsight:
        return [combine_rows(row, None) for row in rows]
    lasts = [min(calendar.count - 1, signal.days.last - calendar.first) for signal in signals]
    return [
        combine_rows(row, calendar.find_backward(number, signal if last > number else None))
        for row, signal, last in zip(rows, signals, lasts, strict=True)
    ]


class Voices:
    """The signals of a stretch that give odds, to be ranked by what is left of their weight on some day."""

    def __init__(self, signals: Sequence[Signal]):
        self._signals = sorted((one for one in signals if one.odds), key=lambda one: one.claim)
        rows = [(one.days.first, one.days.last, one.known, one.weight) for one in self._signals]
        self._first, self._last, self._known, self._weight = np.array(rows, dtype=float).reshape(-1, 4).T

    def list_near(self, day: int, known: int | None) -> list[Signal]:
        """The signals, perhaps only those known on a day, those first that weigh most on `day`."""
        age = np.minimum(np.abs(day - self._first), np.abs(day - self._last))
        left = self._weight * 2 ** (-age / HALF_LIFE)
        order = np.argsort(-left, kind="stable")
        if known is not None:
            order = order[self._known[order] <= known]
        return [self._signals[number] for number in order.tolist()]


def list_targets(row: np.ndarray, holder: str, chain: Chain) -> list[int]:
    """The states whose odds the reasons are about: the holder's, or the likeliest where nobody is."""
    if holder in (CONTESTED, DIVIDED):
        return [chain.index[CONTESTED], chain.index[DIVIDED]]
    return [int(row.argmax()) if holder == UNKNOWN else chain.index[holder]]
