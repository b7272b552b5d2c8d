"""Why a state is what it is: each claim left out in turn, and what that does to the odds of the holder."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ..model import ControlReason
from .calendar import Calendar
from .chain import Chain, measure_logit
from .series import HALF_LIFE
from .signals import CONTESTED, DIVIDED, UNKNOWN, Signal
from .tracks import RETROSPECTIVE, Stretch

SHOWN = 8
RIVALS = 4  # at least so many of those that speak for another state are weighed
LEAST_EFFECT = 0.01


@dataclass
class Known:
    """A stretch as far as it was known on some day, ready to be carried on to a later one."""

    calendar: Calendar
    waiting: list[Signal]  # by the day they become known, the last first
    told: list[Signal] = field(default_factory=list)
    day: int = 0


class Explainer:
    """Explains days of places, each claim left out in turn; what it computes for a stretch it keeps."""

    def __init__(self, chain: Chain):
        self.chain = chain
        self._hindsight: dict[int, Calendar] = {}
        self._known: dict[int, Known] = {}

    def explain_day(self, stretch: Stretch, day: int, holder: str, series: str) -> tuple[ControlReason, ...]:
        """The claims that most moved one day's state, the strongest first; negative effects speak against it."""
        hindsight = series == RETROSPECTIVE
        if hindsight:
            told, calendar = stretch.signals, self._read_hindsight(stretch)
        else:
            told, calendar = self._read_known(stretch, day)
        number = day - stretch.first
        forward = calendar.run_forward(number)
        row = combine_rows(forward, calendar.find_backward(number) if hindsight else None)
        targets = list_targets(row, holder, self.chain)
        whole = measure_logit(float(row[targets].sum()))
        near = sorted(
            (one for one in told if one.odds), key=lambda one: (-rate_nearness(one, day), one.claim)
        )
        own = {self.chain.states[number] for number in targets}
        rivals = [one for one in near[SHOWN:] if not own & {state for state, value in one.odds if value > 0}]
        reasons = []
        for signal in (*near[:SHOWN], *rivals[:RIVALS]):
            rest = leave_out(calendar, signal, number, forward, hindsight)
            effect = round(whole - measure_logit(float(rest[targets].sum())), 3)
            rival = list_rivals(signal, targets, self.chain)
            if rival and effect > 0:  # it speaks for another, and only by that against third ones
                effect = round(weigh_against(row, targets, rival) - weigh_against(rest, targets, rival), 3)
            if abs(effect) >= LEAST_EFFECT:
                reasons.append(
                    ControlReason(claim=signal.claim, weight=signal.weight, effect=effect, what=signal.what)
                )
        return tuple(sorted(reasons, key=lambda one: (-abs(one.effect), one.claim)))

    def forget(self) -> None:
        """Lets go of what was kept for the stretches explained so far."""
        self._hindsight.clear()
        self._known.clear()

    def _read_known(self, stretch: Stretch, day: int) -> tuple[list[Signal], Calendar]:
        """The claims known on a day, and the calendar with them."""
        known = self._known.get(id(stretch))
        if known is None or known.day > day:
            calendar = Calendar(stretch.chain, stretch.first, stretch.last)
            waiting = sorted(stretch.signals, key=lambda one: (one.known, one.order, one.claim), reverse=True)
            known = self._known[id(stretch)] = Known(calendar, waiting)
        while known.waiting and known.waiting[-1].known <= day:
            signal = known.waiting.pop()
            known.told.append(signal)
            known.calendar.add(signal)
        known.day = day
        return known.told, known.calendar

    def _read_hindsight(self, stretch: Stretch) -> Calendar:
        if id(stretch) not in self._hindsight:
            calendar = Calendar(stretch.chain, stretch.first, stretch.last, stretch.signals)
            calendar.run_forward(calendar.count - 1)
            calendar.run_backward()
            self._hindsight[id(stretch)] = calendar
        return self._hindsight[id(stretch)]


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
    calendar: Calendar, signal: Signal, number: int, forward: np.ndarray, hindsight: bool
) -> np.ndarray:
    """One day's chances without one signal: only the days between the two are run again.

    What an event says of the day before it stays, on the days after: who took a place does not speak for the loser.
    """
    first = signal.days.first - calendar.first
    first = max(0, first if first <= number else first - 1)
    last = min(calendar.count - 1, signal.days.last - calendar.first)
    row = calendar.rerun_forward(first, number, signal) if first <= number else forward
    if not hindsight:
        return combine_rows(row, None)
    return combine_rows(row, calendar.find_backward(number, signal if last > number else None))


def rate_nearness(signal: Signal, day: int) -> float:
    age = min(abs(day - signal.days.first), abs(day - signal.days.last))
    return signal.weight * 2 ** (-age / HALF_LIFE)


def list_targets(row: np.ndarray, holder: str, chain: Chain) -> list[int]:
    """The states whose odds the reasons are about: the holder's, or the likeliest where nobody is."""
    if holder in (CONTESTED, DIVIDED):
        return [chain.index[CONTESTED], chain.index[DIVIDED]]
    return [int(row.argmax()) if holder == UNKNOWN else chain.index[holder]]
