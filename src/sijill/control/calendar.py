"""The days of one place with what is said of them, to be run forwards and backwards.

Only the days on which something is said are stepped through; over the silence between two of them a power of the daily
rates leads, so that a place costs as much as is said of it, however many years that spans.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from itertools import pairwise
from operator import itemgetter

import numpy as np

from .chain import Chain, list_move_days, list_odds_days
from .signals import Signal

Said = tuple[tuple, Signal, np.ndarray]  # a signal's order, itself, and what it says

WAYS = 4  # steps after which a way is scaled


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
        self._days: dict[int, frozenset[int]] = {}  # by signal, the days that it bears on
        self._moves: dict[int, list[Said]] = {}
        self._votes: dict[int, list[Said]] = {}
        self._changes: dict[int, np.ndarray] = {}
        self._odds: dict[int, np.ndarray] = {}
        self._ways: tuple[int, int, list[np.ndarray]] | None = None  # to one day, from ever earlier marks
        self._steps: dict[int, tuple[int, np.ndarray]] = {}  # the day before it, and the way from there
        self._reach: dict[int, int] = {}  # by signal, the last day that it bears on
        self._left: dict[int, tuple[int, np.ndarray]] = {}  # by signal, the row without it after that day
        self._reaches: list[tuple[int, int]] = []  # those days with their signals, in order
        for signal in signals:
            self.add(signal)

    def add(self, signal: Signal) -> None:
        """Adds a signal; what was computed for the days from its first on is no longer right."""
        self._ways = None
        chain, first, days, claim = self.chain, self.first, signal.days, signal.claim
        touched = []
        said = (signal.order, claim), signal, chain.read_odds(signal.odds, signal.weight)
        for day in list_odds_days(signal):
            touched.append(day - first)
            self._put(self._votes, self._odds, day - first, said)
        if signal.before:
            touched.append(days.first - 1 - first)
            said = (signal.order, claim), signal, chain.read_odds(signal.before, signal.weight)
            self._put(self._votes, self._odds, days.first - 1 - first, said)
        if signal.move is not None:
            key = (signal.move.phase, signal.order, claim)
            spread = list_move_days(signal)
            for step, day in enumerate(spread):
                touched.append(day - first)
                if day > first:
                    move = key, signal, chain.make_move(signal, step, len(spread))
                    self._put(self._moves, self._changes, day - first, move)
        start, reach = min(touched), max(touched)
        self._days[id(signal)], self._reach[id(signal)] = frozenset(touched), reach
        self._done = max(0, min(self._done, start))
        if self._reaches and self._reaches[-1][0] >= start:
            at = bisect_left(self._reaches, (start,))
            for _, name in self._reaches[at:]:
                del self._left[name]
            del self._reaches[at:]

    def _put(
        self, where: dict[int, list[Said]], known: dict[int, np.ndarray], number: int, said: Said
    ) -> None:
        """Adds what is said of one day, where it is one of these days, in its order."""
        if not 0 <= number < self.count:
            return
        own = where.get(number)
        if own is not None:
            insort(own, said, key=itemgetter(0))
            known.pop(number, None)
        else:
            where[number] = [said]
            at = bisect_left(self.marks, number)
            if at == len(self.marks) or self.marks[at] != number:
                self.marks.insert(at, number)
                return
        self._steps.pop(number, None)

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
        odds = None
        for _, signal, vote in self._votes[number]:
            if signal is not without:
                odds = vote if odds is None else odds * vote
        if without is None:
            self._odds[number] = odds
        return odds

    def step_of(self, number: int, at: int) -> np.ndarray:
        """The way from a day `at` to a later one, with silence between: change, and then what is said of the day."""
        known = self._steps.get(number)
        if known is not None and known[0] == at:
            return known[1]
        step, odds = self.change_of(number), self.odds_of(number)
        if number - at > 1:
            step = self.chain.list_powers(number - at - 1)[number - at - 1] @ step
        step = step if odds is None else step * odds
        self._steps[number] = at, step
        return step

    def speaks_on(self, signal: Signal, number: int) -> bool:
        """Whether a signal bears on one day."""
        return number in self._days[id(signal)]

    def step_forward(
        self, number: int, at: int, row: np.ndarray | None, without: Signal | None = None
    ) -> np.ndarray:
        """The row of one day from that of a day `at` before it, with silence between (None before the first day)."""
        whole = without is None or not self.speaks_on(without, number)
        if row is None:
            odds = self.odds_of(number, None if whole else without)
            row = self.chain.prior if odds is None else self.chain.prior * odds
        elif whole:
            row = row @ self.step_of(number, at)
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
        if without is None or not self.speaks_on(without, number):
            row = self.step_of(number, at) @ row
            return row / (row @ self.chain.ones)
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
        """The row of one day, the days from `first` up to it run again without one signal.

        The days after the last that the signal bears on are gone through at once, on a way that all signals share.
        """
        start, stop = bisect_left(self.marks, first), bisect_right(self.marks, number)
        before = self.marks[start - 1] if start else 0
        row = self.forward[before] if start else None
        own = bisect_right(self.marks, self._reach[id(without)], start, stop)
        for mark in self.marks[start:own]:
            row, before = self.step_forward(mark, before, row, without), mark
        if own and row is not None:
            row = row @ self.way_to(number, own, stop)
            return row / (row @ self.chain.ones)
        for mark in self.marks[own:stop]:
            row, before = self.step_forward(mark, before, row, without), mark
        return row if before == number else row @ self.chain.list_powers(number - before)[number - before]

    def leave_out(self, signals: Sequence[Signal], number: int, forward: np.ndarray) -> np.ndarray:
        """The row of one day without each of some signals in turn, up to a factor (one row a signal).

        `forward` is the row with all of them. What an event says of the day before it stays, on the days after: who took
        a place does not speak for the loser.
        """
        result = np.empty((len(signals), len(self.chain.states)))
        past, rows, ways = [], [], []
        stop = bisect_right(self.marks, number)
        for place, signal in enumerate(signals):
            first = signal.days.first - self.first
            if first > number + 1:
                result[place] = forward
            elif self._reach[id(signal)] > number:
                result[place] = self.rerun_forward(min(first, number), number, signal)
            else:
                own, row = self._left.get(id(signal)) or self._rerun_own(signal, first)
                past.append(place)
                rows.append(row)
                ways.append(self.way_to(number, own, stop))
        if past:
            result[past] = np.matmul(np.array(rows)[:, None], np.array(ways))[:, 0]
        return result

    def _rerun_own(self, signal: Signal, first: int) -> tuple[int, np.ndarray]:
        """The row after all days that a signal bears on, without it, and how many marks there are up to it."""
        reach = self._reach[id(signal)]
        start = bisect_left(self.marks, first)
        own = bisect_right(self.marks, reach, start)
        before = self.marks[start - 1] if start else 0
        row = self.forward[before] if start else None
        for mark in self.marks[start:own]:
            row, before = self.step_forward(mark, before, row, signal), mark
        found = self._left[id(signal)] = own, row
        insort(self._reaches, (reach, id(signal)))
        return found

    def way_to(self, number: int, start: int, stop: int) -> np.ndarray:
        """The way from the mark before the `start`-th to a day, `stop` being how many marks there are up to it."""
        if self._ways is None or self._ways[0] != number:
            silence = number - self.marks[stop - 1]
            self._ways = number, stop, [self.chain.list_powers(silence)[silence]]
        _, stop, ways = self._ways
        while len(ways) <= stop - start:
            at = stop - len(ways)
            way = self.step_of(self.marks[at], self.marks[at - 1]) @ ways[-1]
            ways.append(way / way.max() if len(ways) % WAYS == 0 else way)
        return ways[stop - start]

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
