"""What is known of the places near a place says something of it: fronts are lines, and who is behind one is seldom alone.

Each day's chances of a place are multiplied by those of its neighbours, by how near they are. Neighbours never name a holder
of whom no claim at the place speaks, nor on a day on which the place's own claims have faded.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from .places import Spot
from .tracks import Stretch

REACH = 20.0  # kilometres
FALLS = 6.0  # kilometres over which what a neighbour says falls to a third
MOST = 8  # neighbours
POWER = 1.2  # of what they say, beside what is said of the place itself
DOUBT = 0.05  # chance that a neighbour is in other hands, however sure it is of its own
SHARED = 0.6  # what a sure neighbour says for the place being fought over or divided, beside its own holder
KM = 111.0  # in a degree

Spans = Sequence[tuple[Stretch, np.ndarray]]


def find_neighbours(
    spots: Mapping[str, Spot], inside: Mapping[str, Sequence[str]]
) -> dict[str, list[tuple[str, float]]]:
    """The nearest places of each place with their weights; a place and what it lies in are no neighbours.

    >>> spots = {name: Spot(name, name, 10.0, east) for name, east in (("a", 10.0), ("b", 10.05), ("c", 12.0))}
    >>> [(name, [near for near, _ in found]) for name, found in find_neighbours(spots, {}).items()]
    [('a', ['b']), ('b', ['a']), ('c', [])]
    """
    located = {
        name: spot
        for name, spot in sorted(spots.items())
        if spot.known and spot.lat is not None and spot.lon is not None
    }
    cells: dict[tuple[int, int], list[str]] = {}
    for name, spot in located.items():
        cells.setdefault(find_cell(spot), []).append(name)
    found = {}
    for name, spot in located.items():
        row, column = find_cell(spot)
        around = [one for y in (-1, 0, 1) for x in (-1, 0, 1) for one in cells.get((row + y, column + x), ())]
        near = [
            (measure_distance(spot, located[one]), one)
            for one in around
            if one != name and one not in inside.get(name, ()) and name not in inside.get(one, ())
        ]
        near = sorted(pair for pair in near if 0 < pair[0] <= REACH)[:MOST]
        found[name] = [(one, math.exp(-distance / FALLS)) for distance, one in near]
    return found


def find_cell(spot: Spot) -> tuple[int, int]:
    size = REACH / KM
    return math.floor(spot.lat / size), math.floor(spot.lon * math.cos(math.radians(spot.lat)) / size)


def measure_distance(one: Spot, other: Spot) -> float:
    """Kilometres, on a plane: the places are near each other."""
    east = (one.lon - other.lon) * math.cos(math.radians((one.lat + other.lat) / 2))
    return KM * math.hypot(one.lat - other.lat, east)


def hear_neighbours(
    own: Spans, near: Sequence[tuple[Spans, float]], sides: int
) -> list[tuple[Stretch, np.ndarray]]:
    """The stretches of a place with their chances, each day's multiplied by what is known of its neighbours that day."""
    heard = []
    for stretch, rows in own:
        total, weight = np.zeros_like(rows), np.zeros(len(rows))
        for spans, nearness in near:
            for other, chances in spans:
                first, last = max(stretch.first, other.first), min(stretch.last, other.last)
                if first <= last:
                    days = slice(first - stretch.first, last - stretch.first + 1)
                    total[days] += nearness * chances[first - other.first : last - other.first + 1]
                    weight[days] += nearness
        told = weight > 0
        if told.any():
            mean = total[told] / weight[told, None]
            mean[:, sides:] = SHARED * mean[:, :sides].max(axis=1, keepdims=True)
            power = POWER * np.minimum(1, weight[told])[:, None]
            rows = rows.copy()
            rows[told] *= (mean + DOUBT) ** power
            rows /= rows.sum(axis=1, keepdims=True)
        heard.append((stretch, rows))
    return heard
