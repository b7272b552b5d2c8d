"""The days of one place with what is said of them, to be run forwards and backwards.

Only the days on which something is said are stepped through; over the silence between two of them a power of the daily
rates leads, so that a place costs as much as is said of it, however many years that spans.
"""

import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter

import numpy as np

from .chain import Chain, list_move_days, list_odds_days
from .signals import Signal

MOST_SPREAD = 250.0  # of log-odds that rows are carried through before they are made chances again
LEAST_SPREAD = 10.0  # of a day's rates of change


class Calendar:
    """The days of one place, by their number from the first, to which signals are added.

    A day's matrix is the daily rates and then the moves of that day, leaving before entering; its odds are the product of
    all odds given. `forward` holds, for the days on which something is said, the chances given that day and those before.
    """

    def __init__(self, chain: Chain, first: int, last: int, signals: Iterable[Signal] = ()):
        self.chain, self.first, self.count = chain, first, last - first + 1
        self.marks: list[int] = [0]  # the days on which something is said, and the first
        self.ends: list[int] = []  # those and the last day
        self.forward: dict[int, np.ndarray] = {}
        self.backward: dict[int, np.ndarray] = {}
        self._done = 0  # days up to which `forward` is right
        self._moves: dict[int, list[tuple[tuple, Signal, np.ndarray]]] = {}
        self._votes: dict[int, list[tuple[tuple, Signal, np.ndarray]]] = {}
        # By day, and by the id of the signal that is left out (0 for none):
        self._changes: dict[int, dict[int, np.ndarray]] = {}
        self._odds: dict[int, dict[int, np.ndarray]] = {}
        self._steps: dict[int, tuple[int, np.ndarray, float]] = {}  # by day: from which one before, and how
        # By the id of a signal, the days to which it gives odds, and those on which it moves:
        self._voting: dict[int, set[int]] = {}
        self._moving: dict[int, set[int]] = {}
        for signal in signals:
            self.add(signal)

    def add(self, signal: Signal) -> None:
        """Adds a signal; what was computed for the days from its first on is no longer right."""
        vote = self.chain.read_odds(signal.odds, signal.weight)
        touched = [self._add_vote(day, signal, vote) for day in list_odds_days(signal)]
        if signal.before:
            vote = self.chain.read_odds(signal.before, signal.weight)
            touched.append(self._add_vote(signal.days.first - 1, signal, vote))
        self._voting.setdefault(id(signal), set()).update(touched)
        moving = self._moving.setdefault(id(signal), set())
        for step, day in enumerate(list_move_days(signal)):
            number = day - self.first
            touched.append(number)
            moving.add(number)
            if 0 < number < self.count:
                key = (signal.move.phase, signal.order, signal.claim)
                insort(self._moves.setdefault(number, []), (key, signal, self.chain.make_move(signal, step)),
                       key=itemgetter(0))  # fmt: skip
                self._changes.pop(number, None)
                self._steps.pop(number, None)
                self._mark(number)
        self._done = max(0, min(self._done, *touched))

    def _add_vote(self, day: int, signal: Signal, vote: np.ndarray) -> int:
        number = day - self.first
        if 0 <= number < self.count:
            key = (signal.order, signal.claim)
            insort(self._votes.setdefault(number, []), (key, signal, vote), key=itemgetter(0))
            self._odds.pop(number, None)
            self._steps.pop(number, None)
            self._mark(number)
        return number

    def _mark(self, number: int) -> None:
        at = bisect_left(self.marks, number)
        if at == len(self.marks) or self.marks[at] != number:
            self.marks.insert(at, number)

    def change_of(self, number: int, without: Signal | None = None) -> np.ndarray:
        """The chances of change into one day, perhaps without one signal."""
        if number not in self._moves:
            return self.chain.rates
        left = id(without) if without is not None and number in self._moving[id(without)] else 0
        made = self._changes.setdefault(number, {})
        matrix = made.get(left)
        if matrix is None:
            matrix = self.chain.rates
            for _, signal, move in self._moves[number]:
                if not left or signal is not without:
                    matrix = matrix @ move
            made[left] = matrix
        return matrix

    def odds_of(self, number: int, without: Signal | None = None) -> np.ndarray | None:
        """The odds that one day gives to the states, perhaps without one signal; None where nothing is said."""
        if number not in self._votes:
            return None
        left = id(without) if without is not None and number in self._voting[id(without)] else 0
        made = self._odds.setdefault(number, {})
        odds = made.get(left)
        if odds is None:
            odds = self.chain.ones
            for _, signal, vote in self._votes[number]:
                if not left or signal is not without:
                    odds = odds * vote
            made[left] = odds
        return odds

    def step_forward(
        self, number: int, at: int, row: np.ndarray | None, without: Signal | None = None
    ) -> np.ndarray:
        """The row of one day from that of a day `at` before it, with silence between (None before the first day)."""
        if row is None:
            row = self.chain.prior
        else:
            if number - at > 1:
                row = row @ self.chain.list_powers(number - at - 1)[number - at - 1]
            row = row @ self.change_of(number, without)
        odds = self.odds_of(number, without)
        row = row if odds is None else row * odds
        return row / (row @ self.chain.ones)

    def step_backward(
        self, number: int, at: int, row: np.ndarray, without: Signal | None = None
    ) -> np.ndarray:
        """What all that comes on a day and after it says of a day `at` before it, with silence between."""
        odds = self.odds_of(number, without)
        row = self.change_of(number, without) @ (row if odds is None else row * odds)
        if number - at > 1:
            row = self.chain.list_powers(number - at - 1)[number - at - 1] @ row
        return row / (row @ self.chain.ones)

    def run_forward(self, number: int) -> np.ndarray:
        """The row of one day, from what is said up to it."""
        stop = bisect_right(self.marks, number)
        for at in range(bisect_left(self.marks, self._done), stop):
            mark, before = self.marks[at], self.marks[at - 1] if at else 0
            self.forward[mark] = self.step_forward(mark, before, self.forward[before] if at else None)
        self._done = max(self._done, number + 1)
        mark = self.marks[stop - 1]
        row = self.forward[mark]
        return row if mark == number else row @ self.chain.list_powers(number - mark)[number - mark]

    def rerun_forward(self, first: int, number: int, without: Signal) -> np.ndarray:
        """The row of one day, the days from `first` up to it run again without one signal."""
        start, stop = bisect_left(self.marks, first), bisect_right(self.marks, number)
        before = self.marks[start - 1] if start else 0
        row = self.forward[before] if start else None
        for mark in self.marks[start:stop]:
            row, before = self.step_forward(mark, before, row, without), mark
        return row if before == number else row @ self.chain.list_powers(number - before)[number - before]

    def rerun_without(self, signals: Sequence[Signal], firsts: Sequence[int], number: int) -> np.ndarray:
        """The rows of one day without each of the signals, the days from its `firsts` up to it run again.

        They are stepped through together: but for the days of which a signal speaks, all go the same way.
        """
        stop = bisect_right(self.marks, number)
        starts = [bisect_left(self.marks, first) for first in firsts]
        order = sorted(range(len(signals)), key=starts.__getitem__)
        rows, moving, spread = np.empty((len(signals), len(self.chain.states))), 0, 0.0
        told: dict[int, list[int]] = {}
        for row, at in enumerate(order):
            for day in self._voting[id(signals[at])] | self._moving[id(signals[at])]:
                told.setdefault(day, []).append(row)
        for at in range(min([*starts, stop]), stop):
            mark, before = self.marks[at], self.marks[at - 1] if at else None
            while moving < len(order) and starts[order[moving]] <= at:
                rows[moving] = self.forward[before] if before is not None else self.chain.prior
                moving += 1
            apart = [(row, rows[row].copy()) for row in told.get(mark, ()) if row < moving]
            if before is not None:
                kernel, wide = self._join_step(before, mark)
                rows[:moving] = rows[:moving] @ kernel
            else:
                odds, wide = self.odds_of(mark), MOST_SPREAD
                rows[:moving] *= self.chain.ones if odds is None else odds
            for row, last in apart:
                start = None if before is None else last
                rows[row] = self.step_forward(mark, before or 0, start, signals[order[row]])
            spread += wide
            if spread >= MOST_SPREAD:  # before what is unlikely becomes nothing
                rows[:moving] /= (rows[:moving] @ self.chain.ones)[:, None]
                spread = 0.0
        for row in range(moving, len(order)):  # nothing is said between its first day and the one asked for
            rows[row] = self.forward[self.marks[stop - 1]]
        silent = number - self.marks[stop - 1]
        rows = rows @ self.chain.list_powers(silent)[silent] if silent else rows
        result = np.empty_like(rows)
        result[order] = rows / (rows @ self.chain.ones)[:, None]
        return result

    def _join_step(self, before: int, mark: int) -> tuple[np.ndarray, float]:
        """The step from one day spoken of to the next as one matrix, and how far apart its odds lie (log)."""
        made = self._steps.get(mark)
        if made is not None and made[0] == before:
            return made[1:]
        matrix = self.change_of(mark)
        if mark - before > 1:
            matrix = self.chain.list_powers(mark - before - 1)[mark - before - 1] @ matrix
        odds, spread = self.odds_of(mark), LEAST_SPREAD
        if odds is not None:
            matrix = matrix * (odds / odds.max())
            spread += math.log(odds.max() / odds.min())
        self._steps[mark] = (before, matrix, spread)
        return matrix, spread

    def list_rows(self, start: int, stop: int) -> np.ndarray:
        """The rows of the days from `start` up to, not including, `stop`, each from what is said up to it."""
        self.run_forward(stop - 1)
        rows = np.empty((stop - start, len(self.chain.states)))
        for at in range(bisect_right(self.marks, start) - 1, bisect_left(self.marks, stop)):
            mark = self.marks[at]
            first = max(start, mark)
            last = min(stop, self.marks[at + 1] if at + 1 < len(self.marks) else stop)
            powers = self.chain.list_powers(last - mark)[first - mark : last - mark]
            rows[first - start : last - start] = np.tensordot(self.forward[mark], powers, axes=(0, 1))
        return rows

    def run_backward(self) -> None:
        """Fills `backward`: for each day in `ends`, the likelihood of all that comes after it."""
        last = self.count - 1
        self.ends = [*self.marks, last] if self.marks[-1] < last else list(self.marks)
        self.backward = {self.ends[-1]: self.chain.ones}
        for before, mark in zip(self.ends[-2::-1], self.ends[:0:-1], strict=True):
            self.backward[before] = self.step_backward(mark, before, self.backward[mark])

    def list_backward(self) -> np.ndarray:
        """For every day the likelihood of all that comes after it."""
        self.run_backward()
        result = np.empty((self.count, len(self.chain.states)))
        result[-1] = self.chain.ones
        for before, mark in pairwise(self.ends):
            odds, row = self.odds_of(mark), self.backward[mark]
            row = self.change_of(mark) @ (row if odds is None else row * odds)
            result[before:mark] = (self.chain.list_powers(mark - before)[: mark - before] @ row)[::-1]
        return result

    def find_backward(self, number: int, without: Signal | None = None) -> np.ndarray:
        """The likelihood of all that comes after one day, perhaps without one signal, as far as that reaches."""
        start = bisect_right(self.ends, number)
        stop = start + 1
        if without is not None:
            stop = bisect_right(self.ends, without.days.last - self.first)
        if stop <= start or start == len(self.ends):
            return self.backward[number] if number in self.backward else self.find_backward(number)
        stop = min(stop, len(self.ends))
        if without is None and number in self.backward:
            return self.backward[number]
        row = self.backward[self.ends[stop - 1]]
        for place in range(stop - 1, start - 1, -1):
            row = self.step_backward(
                self.ends[place], self.ends[place - 1] if place > start else number, row, without
            )
        return row
