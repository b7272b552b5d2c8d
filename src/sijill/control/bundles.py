"""Which places bear on each other, so that those that do not can be told apart, in processes of their own."""

import heapq
from collections.abc import Iterable, Mapping, Sequence

from .places import Ground

MOST = 0.7  # of all work, more than which one process is not left to do alone


def tie_places(
    places: Iterable[str], near: Mapping[str, Sequence[tuple[str, float]]], ground: Ground
) -> list[list[str]]:
    """The places in bundles, each sorted: neighbours are together, and so are places and what they lie in.

    What holds half a country is tied to nothing: of the places in it nothing is said of it, nor the other way.
    """
    above = {place: parent for place in places if (parent := find_parent(place, ground)) is not None}
    for parent in sorted({*above.values()} - {*places}):  # these are told of by their parts alone
        if (around := find_parent(parent, ground)) is not None:
            above[parent] = around
    heads: dict[str, str] = {}

    def find_head(place: str) -> str:
        while (head := heads.get(place, place)) != place:
            heads[place] = heads.get(head, head)
            place = head
        return place

    for place in places:
        for other, _ in near.get(place, ()):
            heads[find_head(place)] = find_head(other)
    for place, parent in above.items():
        heads[find_head(place)] = find_head(parent)
    bundles: dict[str, list[str]] = {}
    for place in sorted(places):
        bundles.setdefault(find_head(place), []).append(place)
    return list(bundles.values())


def find_parent(place: str, ground: Ground) -> str | None:
    """The place around a place, if its state may follow from those of its parts."""
    line = ground.list_parents(place)
    return line[0] if line and not ground.is_too_wide(line[0]) else None


def pack_bundles(bundles: Sequence[Sequence[str]], weights: Mapping[str, int], parts: int) -> list[list[str]]:
    """The bundles in so many parts of about equal weight, or all in one where they cannot be parted well.

    >>> pack_bundles([["a", "b"], ["c"], ["d"]], {"a": 3, "b": 3, "c": 4, "d": 3}, 2)
    [['a', 'b'], ['c', 'd']]
    >>> pack_bundles([["a", "b"], ["c"]], {"a": 9, "b": 9, "c": 1}, 2)
    [['a', 'b', 'c']]
    """
    sizes = [sum(weights[place] for place in bundle) for bundle in bundles]
    waiting = [(0, part) for part in range(parts)]
    packed: list[list[str]] = [[] for _ in waiting]
    for size, at in sorted(((size, at) for at, size in enumerate(sizes)), key=lambda one: (-one[0], one[1])):
        weight, part = heapq.heappop(waiting)
        packed[part] += bundles[at]
        heapq.heappush(waiting, (weight + size, part))
    if parts < 2 or max(waiting)[0] > MOST * sum(sizes):
        return [sorted(place for bundle in bundles for place in bundle)]
    return [sorted(part) for part in packed]
