"""Why a state is what it is: each claim left out in turn, and what that does to the odds of the holder."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..model import ControlReason
from .calendar import Calendar
from .chain import Chain, measure_logit
from .fading import fade
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
    near: "Near"
    day: int = 0


class Near:
    """The signals of a stretch that give odds, to be put in order by how near they are to a day."""

    def __init__(self, signals: Sequence[Signal], chain: Chain):
        told = sorted(
            (one for one in signals if one.odds), key=lambda one: one.claim
        )  # ties stay in this order
        self.told = told
        self._first = np.array([one.days.first for one in told], dtype=np.int64)
        self._last = np.array([one.days.last for one in told], dtype=np.int64)
        self._known = np.array([one.known for one in told], dtype=np.int64)
        self._weight = np.array([one.weight for one in told], dtype=float)
        self._speaks = np.zeros((len(chain.states), len(told)), bool)
        for at, one in enumerate(told):
            for state, value in one.odds:
                if value > 0 and state in chain.index:
                    self._speaks[chain.index[state], at] = True

    def pick(self, day: int, targets: Sequence[int], hindsight: bool) -> list[Signal]:
        """The nearest signals of a day, the weightier the nearer, and after them some that speak for no target."""
        first, last, weight = self._first, self._last, self._weight
        known = None if hindsight else np.flatnonzero(self._known <= day)
        if known is not None:
            first, last, weight = first[known], last[known], weight[known]
        nearness = weight * fade(np.minimum(np.abs(day - first), np.abs(day - last)))
        order = np.argsort(-nearness, kind="stable")
        if known is not None:
            order = known[order]
        rest = order[SHOWN:]
        ours = self._speaks[targets[0]][rest]
        for target in targets[1:]:
            ours = ours | self._speaks[target][rest]
        return [self.told[at] for at in (*order[:SHOWN].tolist(), *rest[~ours][:RIVALS].tolist())]


class Explainer:
    """Explains days of places, each claim left out in turn; what it computes for a stretch it keeps."""

    def __init__(self, chain: Chain):
        self.chain = chain
        self._hindsight: dict[int, tuple[Calendar, Near]] = {}
        self._known: dict[int, Known] = {}
        self._states: dict[int, list[int]] = {}

    def explain_day(self, stretch: Stretch, day: int, holder: str, series: str) -> tuple[ControlReason, ...]:
        """The claims that most moved one day's state, the strongest first; negative effects speak against it."""
        hindsight = series == RETROSPECTIVE
        calendar, near = self._read_hindsight(stretch) if hindsight else self._read_known(stretch, day)
        number = day - stretch.first
        forward = calendar.run_forward(number)
        backward = calendar.find_backward(number) if hindsight else None
        row = combine_rows(forward, backward)
        targets = list_targets(row, holder, self.chain)
        chances = row.tolist()
        whole = measure_logit(sum_chances(chances, targets))
        signals = near.pick(day, targets, hindsight)
        if not signals:
            return ()
        rests = leave_out(calendar, signals, number, forward, backward).tolist()
        reasons = []
        for signal, rest in zip(signals, rests, strict=True):
            effect = round(whole - measure_logit(sum_chances(rest, targets)), 3)
            if effect > 0 and (rival := self._list_rivals(signal, targets)):
                # it speaks for another, and only by that against third ones
                before, after = (weigh_against(one, targets, rival) for one in (chances, rest))
                effect = round(before - after, 3)
            if abs(effect) >= LEAST_EFFECT:
                reasons.append(
                    ControlReason(claim=signal.claim, weight=signal.weight, effect=effect, what=signal.what)
                )
        return tuple(sorted(reasons, key=lambda one: (-abs(one.effect), one.claim)))

    def forget(self) -> None:
        """Lets go of what was kept for the stretches explained so far."""
        self._hindsight.clear()
        self._known.clear()
        self._states.clear()

    def _read_known(self, stretch: Stretch, day: int) -> tuple[Calendar, Near]:
        """The calendar with the claims known on a day, and the signals of the stretch."""
        known = self._known.get(id(stretch))
        if known is None or known.day > day:
            calendar = Calendar(stretch.chain, stretch.first, stretch.last)
            waiting = sorted(stretch.signals, key=lambda one: (one.known, one.order, one.claim))
            near = Near(waiting, self.chain) if known is None else known.near
            known = self._known[id(stretch)] = Known(calendar, waiting[::-1], near)
        while known.waiting and known.waiting[-1].known <= day:
            known.calendar.add(known.waiting.pop())
        known.day = day
        return known.calendar, known.near

    def _read_hindsight(self, stretch: Stretch) -> tuple[Calendar, Near]:
        if id(stretch) not in self._hindsight:
            calendar = Calendar(stretch.chain, stretch.first, stretch.last, stretch.signals)
            calendar.run_forward(calendar.count - 1)
            calendar.run_backward()
            self._hindsight[id(stretch)] = calendar, Near(stretch.signals, self.chain)
        return self._hindsight[id(stretch)]

    def _list_rivals(self, signal: Signal, targets: Sequence[int]) -> list[int]:
        """The states that a signal speaks for, if none of them is among the targets."""
        found = self._states.get(id(signal))
        if found is None:
            found = self._states[id(signal)] = list_states(signal, self.chain)
        return [] if any(target in found for target in targets) else found


def list_states(signal: Signal, chain: Chain) -> list[int]:
    """The states that a signal speaks for."""
    states = {state for state, value in signal.odds if value > 0}
    states |= {state for state, _ in signal.move.to} if signal.move else set()
    return sorted(chain.index[state] for state in states if state in chain.index)


def sum_chances(row: Sequence[float], states: Sequence[int]) -> float:
    return sum([row[state] for state in states])


def weigh_against(row: Sequence[float], targets: Sequence[int], rivals: Sequence[int]) -> float:
    """The log-odds of some states against some others alone."""
    return math.log(max(sum_chances(row, targets), 1e-6) / max(sum_chances(row, rivals), 1e-6))


def combine_rows(forward: np.ndarray, backward: np.ndarray | None) -> np.ndarray:
    row = forward if backward is None else forward * backward
    return row / row.sum()


def leave_out(
    calendar: Calendar,
    signals: Sequence[Signal],
    number: int,
    forward: np.ndarray,
    backward: np.ndarray | None,
) -> np.ndarray:
    """One day's chances without each signal in turn (one row a signal): only the days between the two are run again."""
    rows = calendar.leave_out(signals, number, forward)
    if backward is not None:
        later = calendar.first + number
        rows *= [
            calendar.find_backward(number, one) if one.days.last > later else backward for one in signals
        ]
    rows /= rows.sum(axis=1, keepdims=True)
    return rows


def list_targets(row: np.ndarray, holder: str, chain: Chain) -> list[int]:
    """The states whose odds the reasons are about: the holder's, or the likeliest where nobody is."""
    if holder in (CONTESTED, DIVIDED):
        return [chain.index[CONTESTED], chain.index[DIVIDED]]
    return [int(row.argmax()) if holder == UNKNOWN else chain.index[holder]]
