"""What lies near a claim or an incident in place and time: for those that look for one fitting thing among all."""

from collections.abc import Iterable
from typing import Protocol

from .days import Days
from .facets import Spot
from .lookup import Lookup

MONTH = 32  # days of a bucket
LONG = 2  # buckets: what lasts longer is kept by place alone
CELL = 0.1  # degrees; at any inhabited latitude more than `where.NEAR_KM` from side to side
MOST_CELLS = 400  # of an area that is looked through cell by cell


class Told(Protocol):
    """What can be found: a claim or an incident."""

    @property
    def order(self) -> tuple: ...
    @property
    def days(self) -> Days | None: ...
    @property
    def spots(self) -> Iterable[Spot]: ...


class Reach:
    """An index of what is told. `find_near` gives all that may be in one place with something, and more.

    The answer holds each thing whose place is the same or bears the same name, holds the other, lies in it or beside
    it, and whose days come within the window asked for; it is for the caller to look closely.
    """

    def __init__(self, told: Iterable[Told], lookup: Lookup):
        self._lookup = lookup
        self._index: dict[tuple, list[Told]] = {}
        homes: dict[tuple[Spot, ...], set[tuple]] = {}
        for one in told:
            buckets = list_buckets(one.days)
            keys = homes.get(one.spots)
            if keys is None:
                keys = homes[one.spots] = self._list_homes(one)
            for key in keys:
                for bucket in buckets:
                    self._index.setdefault((key, bucket), []).append(one)

    def find_near(self, one: Told, first: int, last: int) -> list[Told]:
        """What may be in one place with this one and has days from `first` to `last`; it may be among them."""
        found: dict[int, Told] = {}
        buckets = [*range(first // MONTH, last // MONTH + 1), None]
        for key in self._list_reaches(one):
            for bucket in buckets:
                for other in self._index.get((key, bucket), ()):
                    start, end, slack = other.days  # type: ignore[misc]
                    if start - slack <= last and end + slack >= first:
                        found[id(other)] = other
        return list(found.values())

    def _list_homes(self, one: Told) -> set[tuple]:
        """The keys under which a thing is found: its places, those around them, and its points."""
        keys: set[tuple] = set()
        for spot in one.spots:
            keys.add(("at", spot.key))
            keys.update(("in", name) for name in spot.line)
            keys.update(("called" if spot.known else "unplaced", name) for name in spot.names)
            if spot.known and spot.line:
                loose = self._lookup.is_area(spot.key)
                keys.add(("beside", spot.line[0]))
                keys.update([("beside loose", spot.line[0])] if loose else [])
            if spot.lat is not None and spot.lon is not None:
                cell = (int(spot.lat // CELL), int(spot.lon // CELL))
                keys |= {("cell", *cell), ("point",)}
                keys.update([("open cell", *cell)] if not spot.known else [])
        return keys

    def _list_reaches(self, one: Told) -> set[tuple]:
        """The keys under which what may be in one place with a thing is found."""
        keys: set[tuple] = set()
        for spot in one.spots:
            keys |= {("at", spot.key), ("in", spot.key)}
            keys.update(("at", name) for name in spot.line)
            keys.update(("unplaced" if spot.known else "called", name) for name in spot.names)
            if spot.known and spot.line:
                loose = self._lookup.is_area(spot.key)
                keys.add(("beside" if loose else "beside loose", spot.line[0]))
            if spot.lat is not None and spot.lon is not None:
                row, column = int(spot.lat // CELL), int(spot.lon // CELL)
                name = "open cell" if spot.known else "cell"
                keys.update((name, row + a, column + b) for a in (-1, 0, 1) for b in (-1, 0, 1))
            if spot.box is not None:
                keys |= list_cells(spot.box)
        return keys


def list_buckets(days: Days | None) -> list[int | None]:
    """The months that the days touch; None alone where they are many, and none where no day is known."""
    if days is None:
        return []
    first, last = (days.first - days.slack) // MONTH, (days.last + days.slack) // MONTH
    return list(range(first, last + 1)) if last - first <= LONG else [None]


def list_cells(box: tuple[float, float, float, float]) -> set[tuple]:
    """The keys of the points that may lie in a box."""
    west, south, east, north = (int(edge // CELL) for edge in box)
    if (east - west + 1) * (north - south + 1) > MOST_CELLS:
        return {("point",)}
    return {("cell", row, column) for row in range(south, north + 1) for column in range(west, east + 1)}
