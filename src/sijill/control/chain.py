"""The hidden Markov model of one place: days, states, rates of change, and what the signals add to them."""

import math
from collections.abc import Sequence

import numpy as np

from .signals import CONTESTED, DIVIDED, HELD, Signal

SIDE_LEAVES = 1 / 180  # a day
CONTESTED_LEAVES = 1 / 10
DIVIDED_LEAVES = 1 / 180
PRIOR_SIDES = 0.8  # shared by all sides; the rest is contested and divided alike
SURE_ODDS = 6.0  # of a side against all else, after one wholly sure claim that it holds the place
PRESENT_STEP = 30  # days between the odds that a lasting situation gives


class Chain:
    """The states of all places and the daily rates between them."""

    def __init__(self, sides: Sequence[str]):
        self.states = (*sides, CONTESTED, DIVIDED)
        self.index = {state: number for number, state in enumerate(self.states)}
        self.sides = len(sides)
        self.rates = self._make_rates()
        self.prior = np.full(len(self.states), (1 - PRIOR_SIDES) / 2)
        self.prior[: self.sides] = PRIOR_SIDES / max(1, self.sides)
        self.prior /= self.prior.sum()
        self.scale = self._find_scale()

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
        share = float(self.prior[0]) if self.sides else 0.5
        return max(0.1, math.log(SURE_ODDS * (1 - share) / share)) / HELD

    def read_odds(self, odds: Sequence[tuple[str, float]], weight: float) -> np.ndarray:
        """Likelihoods of all states from a signal's odds."""
        values = np.zeros(len(self.states))
        for state, value in odds:
            if state in self.index:
                place = self.index[state]
                values[place] = value * weight * (self.scale if place < self.sides and value > 0 else 1.0)
        return np.exp(values)

    def make_move(self, signal: Signal, step: int) -> np.ndarray | None:
        """The chances of change that a signal gives to the `step`-th day of its event.

        An event somewhere in an interval is spread over it, so that all its days together have its chance.
        """
        move = signal.move
        if move is None:
            return None
        total = move.chance * signal.weight
        chance = total / signal.days.length / (1 - total * step / signal.days.length)
        target = np.zeros(len(self.states))
        for state, share in move.to:
            target[self.index[state]] = share
        matrix = np.eye(len(self.states))
        for state in range(len(self.states)):
            if move.leave is not None and state != self.index[move.leave]:
                continue
            goes = target if move.to else self._spread(state)
            matrix[state] = (1 - chance) * matrix[state] + chance * goes
        return matrix

    def _spread(self, state: int) -> np.ndarray:
        """Where a state goes when it is left for nobody named: to any other side, or to a fight over it."""
        goes = np.ones(len(self.states))
        goes[state] = 0
        return goes / goes.sum()


class Calendar:
    """The days of one place as matrices, ready to be run forwards and backwards."""

    def __init__(self, chain: Chain, signals: Sequence[Signal], first: int, last: int):
        self.chain, self.first, self.count = chain, first, last - first + 1
        self.change: dict[int, np.ndarray] = {}
        self.odds: dict[int, np.ndarray] = {}
        for signal in sorted(
            signals, key=lambda one: (one.move.phase if one.move else 1, one.order, one.place)
        ):
            self._add(signal)

    def _add(self, signal: Signal) -> None:
        likely = self.chain.read_odds(signal.odds, signal.weight)
        for day in list_odds_days(signal):
            self._multiply(day - self.first, likely)
        if signal.before:
            self._multiply(
                signal.days.first - 1 - self.first, self.chain.read_odds(signal.before, signal.weight)
            )
        for step in range(signal.days.length if signal.move else 0):
            day = signal.days.first + step - self.first
            if 0 <= day < self.count and (move := self.chain.make_move(signal, step)) is not None:
                self.change[day] = self.change.get(day, self.chain.rates) @ move

    def _multiply(self, day: int, likely: np.ndarray) -> None:
        if 0 <= day < self.count:
            self.odds[day] = self.odds[day] * likely if day in self.odds else likely

    def run_forward(
        self, until: int | None = None, start: tuple[int, np.ndarray] | None = None
    ) -> np.ndarray:
        """Each day's chances given that day and those before it; `start` is a day already known, and its row."""
        last = self.count if until is None else until - self.first + 1
        rows = np.empty((last, len(self.chain.states)))
        day, row = (-1, self.chain.prior) if start is None else (start[0] - self.first, start[1])
        for now in range(day + 1, last):
            row = row @ self.change.get(now, self.chain.rates) if now else row
            if now in self.odds:
                row = row * self.odds[now]
            row = row / row.sum()
            rows[now] = row
        return rows

    def run_backward(self) -> np.ndarray:
        """Each day's likelihood of all that comes after it."""
        rows = np.ones((self.count, len(self.chain.states)))
        for now in range(self.count - 1, 0, -1):
            row = rows[now] * self.odds[now] if now in self.odds else rows[now]
            row = self.change.get(now, self.chain.rates) @ row
            rows[now - 1] = row / row.sum()
        return rows

    def smooth(self) -> np.ndarray:
        """Each day's chances given all days."""
        rows = self.run_forward() * self.run_backward()
        return rows / rows.sum(axis=1, keepdims=True)


def list_odds_days(signal: Signal) -> list[int]:
    """The days to which a signal's odds apply: the last of an event, and now and then in a lasting situation."""
    days = signal.days
    if signal.move is not None or days.length == 1:
        return [days.last]
    return sorted({*range(days.first, days.last, PRESENT_STEP), days.last})


def measure_logit(value: float) -> float:
    """The log-odds of a chance, kept finite."""
    value = min(max(value, 1e-6), 1 - 1e-6)
    return math.log(value / (1 - value))
