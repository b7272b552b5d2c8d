"""Why a state is what it is: each claim left out in turn, and what that does to the odds of the holder."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ..model import ControlReason
from .chain import Calendar, Chain, measure_logit
from .series import HALF_LIFE, RETROSPECTIVE, Stretch
from .signals import CONTESTED, DIVIDED, UNKNOWN, Signal

SHOWN = 8
RIVALS = 4  # at least so many of those that speak for another state are weighed
LEAST_EFFECT = 0.01


@dataclass
class Known:
    """A stretch as far as it was known on some day, ready to be carried on to a later one."""

    stretch: Stretch
    calendar: Calendar
    forward: np.ndarray
    waiting: list[Signal]  # by the day they become known, the last first
    told: list[Signal] = field(default_factory=list)
    done: int = 0  # days whose row is right for what is told
    day: int = 0


class Explainer:
    """Explains days of places, each claim left out in turn; what it computes for a stretch it keeps."""

    def __init__(self, chain: Chain):
        self.chain = chain
        self._hindsight: dict[int, tuple[Stretch, Calendar, np.ndarray, np.ndarray]] = {}
        self._known: dict[int, Known] = {}

    def explain_day(self, stretch: Stretch, day: int, holder: str, series: str) -> tuple[ControlReason, ...]:
        """The claims that most moved one day's state, the strongest first; negative effects speak against it."""
        if series == RETROSPECTIVE:
            calendar, forward, backward = self._read_hindsight(stretch)
            told = stretch.signals
        else:
            told, calendar, forward = self._read_known(stretch, day)
            backward = None
        number = day - stretch.first
        row = combine_rows(forward[number], None if backward is None else backward[number])
        targets = list_targets(row, holder, self.chain)
        whole = measure_logit(float(row[targets].sum()))
        near = sorted(
            (one for one in told if one.odds), key=lambda one: (-rate_nearness(one, day), one.claim)
        )
        own = {self.chain.states[number] for number in targets}
        rivals = [one for one in near[SHOWN:] if not own & {state for state, value in one.odds if value > 0}]
        reasons = []
        for signal in (*near[:SHOWN], *rivals[:RIVALS]):
            rest = leave_out(calendar, signal, number, forward, backward)
            effect = round(whole - measure_logit(float(rest[targets].sum())), 3)
            rival = list_rivals(signal, targets, self.chain)
            if rival and effect > 0:  # it speaks for another, and only by that against third ones
                effect = round(weigh_against(row, targets, rival) - weigh_against(rest, targets, rival), 3)
            if abs(effect) >= LEAST_EFFECT:
                reasons.append(
                    ControlReason(claim=signal.claim, weight=signal.weight, effect=effect, what=signal.what)
                )
        return tuple(sorted(reasons, key=lambda one: (-abs(one.effect), one.claim)))

    def _read_known(self, stretch: Stretch, day: int) -> tuple[list[Signal], Calendar, np.ndarray]:
        """The claims known on a day, and each day's chances from them up to that day."""
        known = self._known.get(id(stretch))
        if known is None or known.day > day:
            calendar = Calendar(self.chain, stretch.first, stretch.last)
            waiting = sorted(stretch.signals, key=lambda one: (one.known, one.order, one.claim), reverse=True)
            known = Known(stretch, calendar, np.empty((calendar.count, len(self.chain.states))), waiting)
            self._known[id(stretch)] = known
        while known.waiting and known.waiting[-1].known <= day:
            signal = known.waiting.pop()
            known.told.append(signal)
            known.done = min(known.done, known.calendar.add(signal)[0])
        number = day - stretch.first
        known.calendar.run_forward(known.forward, known.done, number + 1)
        known.done, known.day = max(known.done, number + 1), day
        return known.told, known.calendar, known.forward

    def _read_hindsight(self, stretch: Stretch) -> tuple[Calendar, np.ndarray, np.ndarray]:
        if id(stretch) not in self._hindsight:
            calendar = Calendar(self.chain, stretch.first, stretch.last, stretch.signals)
            forward = np.empty((calendar.count, len(self.chain.states)))
            calendar.run_forward(forward, 0, calendar.count)
            self._hindsight[id(stretch)] = (stretch, calendar, forward, calendar.run_backward())
        return self._hindsight[id(stretch)][1:]


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
    calendar: Calendar, signal: Signal, number: int, forward: np.ndarray, backward: np.ndarray | None
) -> np.ndarray:
    """One day's chances without one signal: only the days between the two are run again.

    What an event says of the day before it stays, on the days after: who took a place does not speak for the loser.
    """
    first = signal.days.first - calendar.first
    first = max(0, first if first <= number else first - 1)
    last = min(calendar.count - 1, signal.days.last - calendar.first)
    row = forward[number]
    if first <= number:
        row = forward[first - 1] if first else None
        for step in range(first, number + 1):
            row = calendar.step_forward(step, row, signal)
    after = None if backward is None else backward[number]
    if backward is not None and last > number:
        after = backward[last]
        for step in range(last, number, -1):
            after = calendar.step_backward(step, after, signal)
    return combine_rows(row, after)


def rate_nearness(signal: Signal, day: int) -> float:
    age = min(abs(day - signal.days.first), abs(day - signal.days.last))
    return signal.weight * 2 ** (-age / HALF_LIFE)


def list_targets(row: np.ndarray, holder: str, chain: Chain) -> list[int]:
    """The states whose odds the reasons are about: the holder's, or the likeliest where nobody is."""
    if holder in (CONTESTED, DIVIDED):
        return [chain.index[CONTESTED], chain.index[DIVIDED]]
    return [int(row.argmax()) if holder == UNKNOWN else chain.index[holder]]
