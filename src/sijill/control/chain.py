"""The hidden Markov model of one place: days, states, rates of change, and what the signals add to them."""

import math
from bisect import insort
from collections.abc import Iterable, Sequence
from operator import itemgetter

import numpy as np

from .signals import CONTESTED, DIVIDED, HELD, VAGUE, Signal

SIDE_LEAVES = 1 / 180  # a day
CONTESTED_LEAVES = 1 / 10
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
        total, length = move.chance * signal.weight, len(list_move_days(signal))
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


class Calendar:
    """The days of one place, to which signals are added, ready to be run forwards and backwards.

    Rows are the chances of the states on each day, by its number from the first. A day's matrix is the daily rates
    and then the moves of that day, leaving before entering; its odds are the product of all odds given.
    """

    def __init__(self, chain: Chain, first: int, last: int, signals: Iterable[Signal] = ()):
        self.chain, self.first, self.count = chain, first, last - first + 1
        self._moves: dict[int, list[tuple[tuple, Signal, np.ndarray]]] = {}
        self._votes: dict[int, list[tuple[Signal, np.ndarray]]] = {}
        self._changes: dict[int, np.ndarray] = {}
        self._odds: dict[int, np.ndarray] = {}
        for signal in signals:
            self.add(signal)

    def add(self, signal: Signal) -> tuple[int, int]:
        """Adds a signal; the numbers of the first and last day it bears on."""
        vote = self.chain.read_odds(signal.odds, signal.weight)
        touched = [self._add_vote(day, signal, vote) for day in list_odds_days(signal)]
        if signal.before:
            vote = self.chain.read_odds(signal.before, signal.weight)
            touched.append(self._add_vote(signal.days.first - 1, signal, vote))
        for step, day in enumerate(list_move_days(signal)):
            number = day - self.first
            touched.append(number)
            if 0 < number < self.count:
                key = (signal.move.phase, signal.order, signal.claim)
                insort(self._moves.setdefault(number, []), (key, signal, self.chain.make_move(signal, step)),
                       key=itemgetter(0))  # fmt: skip
                self._changes.pop(number, None)
        return max(0, min(touched)), min(self.count - 1, max(touched))

    def _add_vote(self, day: int, signal: Signal, vote: np.ndarray) -> int:
        number = day - self.first
        if 0 <= number < self.count:
            self._votes.setdefault(number, []).append((signal, vote))
            self._odds.pop(number, None)
        return number

    def change_of(self, number: int, without: Signal | None = None) -> np.ndarray:
        """The chances of change into one day, perhaps without one signal."""
        if number not in self._moves:
            return self.chain.rates
        if without is None and number in self._changes:
            return self._changes[number]
        matrix = self.chain.rates
        for _, signal, move in self._moves[number]:
            if signal is not without:
                matrix = matrix @ move
        if without is None:
            self._changes[number] = matrix
        return matrix

    def odds_of(self, number: int, without: Signal | None = None) -> np.ndarray | None:
        """The odds that one day gives to the states, perhaps without one signal; None where nothing is said."""
        if number not in self._votes:
            return None
        if without is None and number in self._odds:
            return self._odds[number]
        odds = np.ones(len(self.chain.states))
        for signal, vote in sorted(self._votes[number], key=lambda pair: (pair[0].order, pair[0].claim)):
            if signal is not without:
                odds = odds * vote
        if without is None:
            self._odds[number] = odds
        return odds

    def step_forward(
        self, number: int, before: np.ndarray | None, without: Signal | None = None
    ) -> np.ndarray:
        """The row of one day from that of the day before (None for the first)."""
        row = self.chain.prior if before is None else before @ self.change_of(number, without)
        odds = self.odds_of(number, without)
        row = row if odds is None else row * odds
        return row / row.sum()

    def step_backward(self, number: int, row: np.ndarray, without: Signal | None = None) -> np.ndarray:
        """What all that comes on a day and after it says of the day before."""
        odds = self.odds_of(number, without)
        row = self.change_of(number, without) @ (row if odds is None else row * odds)
        return row / row.sum()

    def run_forward(self, rows: np.ndarray, start: int, stop: int) -> None:
        """Fills the rows from `start` up to, not including, `stop`: chances given that day and those before."""
        for number in range(start, stop):
            rows[number] = self.step_forward(number, rows[number - 1] if number else None)

    def run_backward(self) -> np.ndarray:
        """For each day, the likelihood of all that comes after it."""
        rows = np.ones((self.count, len(self.chain.states)))
        for number in range(self.count - 1, 0, -1):
            rows[number - 1] = self.step_backward(number, rows[number])
        return rows


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
