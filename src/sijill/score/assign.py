"""The best one-to-one assignment of gold items to predicted items."""

from collections.abc import Hashable
from typing import TypeVar

G = TypeVar("G", bound=Hashable)
P = TypeVar("P", bound=Hashable)


def assign_pairs(weights: dict[tuple[G, P], int]) -> list[tuple[G, P]]:
    """The one-to-one pairs whose weights sum highest; pairs without a weight are never made.

    Weights are positive whole numbers, so the sum is exact and so is the optimum (Kuhn–Munkres, run on each
    connected group of pairs; ties go to the pair that was given first).

    >>> assign_pairs({("g1", "p1"): 5, ("g1", "p2"): 4, ("g2", "p1"): 4})
    [('g1', 'p2'), ('g2', 'p1')]
    """
    chosen: list[tuple[G, P]] = []
    for group in split_groups(weights):
        rows = list(dict.fromkeys(g for g, _ in group))
        columns = list(dict.fromkeys(p for _, p in group))
        table = [[weights.get((g, p), 0) for p in columns] for g in rows]
        if len(rows) > len(columns):
            table = [list(column) for column in zip(*table, strict=True)]
            pairs = [(rows[r], columns[c]) for c, r in enumerate(solve_assignment(table))]
        else:
            pairs = [(rows[r], columns[c]) for r, c in enumerate(solve_assignment(table))]
        chosen += [pair for pair in pairs if pair in weights]
    order = {pair: place for place, pair in enumerate(weights)}
    return sorted(chosen, key=order.__getitem__)


def split_groups(weights: dict[tuple[G, P], int]) -> list[list[tuple[G, P]]]:
    """The pairs in groups that share no item with one another."""
    parent: dict[tuple[str, Hashable], tuple[str, Hashable]] = {}

    def find_root(item: tuple[str, Hashable]) -> tuple[str, Hashable]:
        parent.setdefault(item, item)
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for g, p in weights:
        parent[find_root(("p", p))] = find_root(("g", g))
    groups: dict[tuple[str, Hashable], list[tuple[G, P]]] = {}
    for g, p in weights:
        groups.setdefault(find_root(("g", g)), []).append((g, p))
    return list(groups.values())


def solve_assignment(table: list[list[int]]) -> list[int]:
    """The column of each row in the assignment with the highest sum; no more rows than columns.

    The shortest-augmenting-path form of the Hungarian method with potentials, O(rows² × columns): rows are
    added one at a time, each by the cheapest chain of exchanges.
    """
    rows, columns = len(table), len(table[0])
    row_potential, column_potential = [0] * (rows + 1), [0] * (columns + 1)
    row_of = [0] * (columns + 1)  # 1-based; column 0 is where a new row starts, row 0 means free
    for row in range(1, rows + 1):
        row_of[0], column = row, 0
        least: list[float] = [float("inf")] * (columns + 1)
        came_from, used = [0] * (columns + 1), [False] * (columns + 1)
        while row_of[column]:
            used[column] = True
            here, step, following = row_of[column], float("inf"), 0
            for each in range(1, columns + 1):
                if used[each]:
                    continue
                cost = -table[here - 1][each - 1] - row_potential[here] - column_potential[each]
                if cost < least[each]:
                    least[each], came_from[each] = cost, column
                if least[each] < step:
                    step, following = least[each], each
            for each in range(columns + 1):
                if used[each]:
                    row_potential[row_of[each]] += step
                    column_potential[each] -= step
                else:
                    least[each] -= step
            column = following
        while column:
            previous = came_from[column]
            row_of[column], column = row_of[previous], previous
    found = [0] * rows
    for column in range(1, columns + 1):
        if row_of[column]:
            found[row_of[column] - 1] = column - 1
    return found
