"""The country of the invented press: theatres of equal size, with their places, and the pack that knows them.

A country grows by theatres, so that a record of any size has as many claims a place and a day as another.
"""

from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace

SIDES = ("red", "blue", "green")
TOWNS = 24  # a theatre
QUARTERS = 5  # of each of the towns that have any
TOWNS_WITH_QUARTERS = 3
THEATRES_A_PROVINCE = 5
GROUPS_A_SIDE = 4
OUTLETS = 24
MONITORS = 3


@dataclass(frozen=True)
class Country:
    """The pack of a country, its places by id, and the ids of the places of each theatre."""

    sides: tuple
    actors: tuple
    places: tuple
    sources: tuple
    theatres: tuple  # of each: district, towns (most told of first) and, by town, quarters

    def get(self, place_id: str):
        return self._by_id().get(place_id)

    def parents(self, place_id: str) -> tuple:
        found, by_id = [], self._by_id()
        place = by_id.get(place_id)
        while place is not None and place.parent:
            place = by_id[place.parent]
            found.append(place)
        return tuple(found)

    def children(self, place_id: str) -> tuple:
        if "inside" not in self.__dict__:
            inside: dict[str, list] = {}
            for place in self.places:
                inside.setdefault(place.parent, []).append(place)
            object.__setattr__(self, "inside", inside)
        return tuple(self.inside.get(place_id, ()))

    def _by_id(self) -> dict:
        if "index" not in self.__dict__:
            object.__setattr__(self, "index", {place.id: place for place in self.places})
        return self.index


def make_country(theatres: int) -> Country:
    """A country of so many theatres, as a pack and as the gazetteer of its places."""
    places = [make_place("land", "Land", "country", None, 0.0, 0.0)]
    found = []
    for number in range(theatres):
        province = f"province{number // THEATRES_A_PROVINCE}"
        east, north = 1.2 * (number % 10), 1.2 * (number // 10)
        if number % THEATRES_A_PROVINCE == 0:
            places.append(make_place(province, province.title(), "province", "land", north, east))
        district = f"district{number}"
        places.append(make_place(district, district.title(), "district", province, north, east))
        towns, quarters = [], {}
        for at in range(TOWNS):
            town = f"town{number}-{at}"
            lat, lon = north + 0.12 * (at % 5), east + 0.12 * (at // 5)
            places.append(make_place(town, town.title(), "town", district, lat, lon))
            towns.append(town)
            for part in range(QUARTERS if at < TOWNS_WITH_QUARTERS else 0):
                quarter = f"{town}-q{part}"
                spot = (lat + 0.01 * (part % 3), lon + 0.01 * (part // 3))
                places.append(make_place(quarter, quarter.title(), "neighbourhood", town, *spot))
                quarters.setdefault(town, []).append(quarter)
        found.append((district, tuple(towns), quarters))
    return Country(
        sides=tuple(SimpleNamespace(id=side, name=side.title(), allied_with=()) for side in SIDES),
        actors=tuple(make_actors()),
        places=tuple(places),
        sources=tuple(make_sources()),
        theatres=tuple(found),
    )


@lru_cache(maxsize=1)
def share_country(theatres: int) -> tuple[Country]:
    """The country alone, once a process: what workers elsewhere have of it by themselves."""
    return (make_country(theatres),)


def make_place(name: str, title: str, kind: str, parent: str | None, lat: float, lon: float):
    return SimpleNamespace(
        id=name, name=title, kind=kind, parent=parent, lat=lat, lon=lon, area=False, areas=(), names=()
    )


def make_actors():
    """A wide army of each side, and groups in it."""
    for side in SIDES:
        yield SimpleNamespace(
            id=f"{side}-army", name=f"{side.title()} Army", side=side, parent=None, kind="army", lineage=()
        )
        for number in range(GROUPS_A_SIDE):
            name = f"{side}-group{number}"
            yield SimpleNamespace(
                id=name, name=name.title(), side=side, parent=f"{side}-army", kind="unit", lineage=()
            )


def make_sources():
    """Outlets without a side, monitors, and the voice of each side."""
    for number in range(OUTLETS):
        side = SIDES[number % 3] if number % 4 == 3 else None
        yield SimpleNamespace(
            id=f"outlet{number}", name=f"Outlet{number}", kind="outlet", side=side, speaks_for=None
        )
    for number in range(MONITORS):
        yield SimpleNamespace(
            id=f"monitor{number}", name=f"Monitor{number}", kind="monitor", side=None, speaks_for=None
        )
    for side in SIDES:
        yield SimpleNamespace(
            id=f"{side}-voice",
            name=f"{side.title()} Voice",
            kind="person",
            side=side,
            speaks_for=f"{side}-army",
        )
