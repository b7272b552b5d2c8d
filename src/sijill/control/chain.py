"""The hidden Markov model of a place: its states, their rates of change, and what a signal adds to them."""

import math
from collections.abc import Sequence

import numpy as np

from .signals import CONTESTED, DIVIDED, HELD, VAGUE, Move, Signal

SIDE_LEAVES = 1 / 250  # a day
CONTESTED_LEAVES = 1 / 14
DIVIDED_LEAVES = 1 / 180
PRIOR_SIDES = 0.8  # shared by all sides; the rest is contested and divided alike
OTHERS = ("other", "another")  # where fewer than two sides are known, somebody unnamed may hold a place too
SURE_ODDS = 6.0  # of a side against all else, after one wholly sure claim that it holds the place
PRESENT_STEP = 30  # days between the odds that a lasting situation gives


class Chain:
    """The states of all places and the daily rates between them."""

    def __init__(self, sides: Sequence[str]):
        sides = (*sides, *OTHERS[: max(0, 2 - len(sides))])
        self.states = (*sides, CONTESTED, DIVIDED)
        self.index = {state: number for number, state in enumerate(self.states)}
        self.sides = len(sides)
        self.rates = self._make_rates()
        self.prior = np.full(len(self.states), (1 - PRIOR_SIDES) / 2)
        self.prior[: self.sides] = PRIOR_SIDES / max(1, self.sides)
        self.prior /= self.prior.sum()
        self.scale = self._find_scale()
        self.ones = np.ones(len(self.states))
        self._powers = np.stack([np.eye(len(self.states)), self.rates])
        self._moves: dict[tuple, np.ndarray] = {}
        self._odds: dict[tuple, np.ndarray] = {}

    def __reduce__(self) -> tuple:
        return Chain, (self.states[: self.sides],)  # what it has computed stays behind

    def _make_rates(self) -> np.ndarray:
        """The chances of one day: mostly to stay; a side is mostly lost through fighting."""
        count, sides = len(self.states), self.sides
        contested, divided = count - 2, count - 1
        rates = np.zeros((count, count))
        for side in range(sides):
            others = [other for other in range(sides) if other != side]
            rates[side, contested] += SIDE_LEAVES * (0.5 if others else 0.8)
            rates[side, divided] += SIDE_LEAVES * (0.1 if others else 0.2)
            for other in others:
                rates[side, other] = SIDE_LEAVES * 0.4 / len(others)
        for state, leaves, other in (
            (contested, CONTESTED_LEAVES, divided),
            (divided, DIVIDED_LEAVES, contested),
        ):
            rates[state, other] = leaves * (0.2 if sides else 1.0)
            rates[state, :sides] = leaves * 0.8 / max(1, sides)
        rates[np.arange(count), np.arange(count)] = 1 - rates.sum(axis=1)
        return rates

    def _find_scale(self) -> float:
        """What the odds for a side are multiplied by, so that one sure word is as sure among few sides as many."""
        share = float(self.prior[0])
        return max(0.1, math.log(SURE_ODDS * (1 - share) / share)) / HELD

    def list_powers(self, count: int) -> np.ndarray:
        """The chances of change over 0, 1, 2, … and at least `count` days of silence."""
        while len(self._powers) <= count:
            self._powers = np.concatenate([self._powers, self._powers[1:] @ self._powers[-1]])
        return self._powers

    def read_odds(self, odds: tuple[tuple[str, float], ...], weight: float) -> np.ndarray:
        """Likelihoods of all states from a signal's odds."""
        key = (odds, weight)
        found = self._odds.get(key)
        if found is None:
            values = np.zeros(len(self.states))
            for state, value in odds:
                if state in self.index:
                    place = self.index[state]
                    scale = self.scale if place < self.sides and value > 0 else 1.0
                    values[place] = value * weight * scale
            found = self._odds[key] = np.exp(values)
        return found

    def make_move(self, signal: Signal, step: int, length: int) -> np.ndarray:
        """The chances of change that a signal gives to the `step`-th of the `length` days of its event.

        An event somewhere in an interval is spread over it, so that all its days together have its chance.
        """
        key = (signal.move, signal.weight, length, step)
        found = self._moves.get(key)
        if found is None:
            found = self._moves[key] = self._fill_move(*key)
        return found

    def _fill_move(self, move: Move, weight: float, length: int, step: int) -> np.ndarray:
        total = move.chance * weight
        chance = total / length / (1 - total * step / length)
        target = np.zeros(len(self.states))
        for state, share in move.to:
            target[self.index[state]] = share
        matrix = np.eye(len(self.states))
        for state in range(len(self.states)):
            if move.leave is not None and state != self.index[move.leave]:
                continue
            if self.states[state] in move.keep:
                continue
            goes = target if move.to else self._spread(state)
            matrix[state] = (1 - chance) * matrix[state] + chance * goes
        return matrix

    def _spread(self, state: int) -> np.ndarray:
        """Where a state goes when it is left for nobody named: to any other side, or to a fight over it."""
        goes = np.ones(len(self.states))
        goes[state] = 0
        return goes / goes.sum()


def list_odds_days(signal: Signal) -> list[int]:
    """The days to which a signal's odds apply: the last of an event, and now and then in a lasting situation."""
    days = signal.days
    lasting = signal.move is None or (signal.move.found and days.slack < VAGUE)
    if not lasting or days.length == 1:
        return [days.last]
    return sorted({*range(days.first, days.last, PRESENT_STEP), days.last})


def list_move_days(signal: Signal) -> range:
    """The days over which a signal's change is spread: those of its event, or the first of a lasting situation."""
    days = signal.days
    if signal.move is None:
        return range(0)
    last = days.first if signal.move.found and days.slack < VAGUE else days.last
    return range(days.first, last + 1)


def measure_logit(value: float) -> float:
    """The log-odds of a chance, kept finite."""
    value = min(max(value, 1e-6), 1 - 1e-6)
    return math.log(value / (1 - value))
