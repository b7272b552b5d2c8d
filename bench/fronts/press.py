"""The pack of the simulated war: its sides, armies, outlets and places, in the shapes that `compute_control` reads."""

from dataclasses import dataclass
from types import SimpleNamespace

from fronts.world import SIDES, World

OUTLETS_OF_A_SIDE = 3
NEUTRAL = ("monitor", "agency", "wire", "local-paper", "weekly")
SITES = ("digest", "mirror", "portal", "aggregator")  # these mostly copy


@dataclass
class FakePack:
    sides: tuple
    actors: tuple
    places: tuple
    sources: tuple


class FakeGazetteer:
    """The places by id, each with the district of its cluster above it."""

    def __init__(self, world: World):
        self.places = {place.id: place for place in list_places(world)}
        self._inside: dict[str, list] = {}
        for place in self.places.values():
            self._inside.setdefault(place.parent, []).append(place)

    def get(self, place_id: str):
        return self.places.get(place_id)

    def parents(self, place_id: str) -> tuple:
        found, place = [], self.places.get(place_id)
        while place is not None and place.parent:
            place = self.places[place.parent]
            found.append(place)
        return tuple(found)

    def children(self, place_id: str) -> tuple:
        return tuple(self._inside.get(place_id, ()))


def list_places(world: World) -> list[SimpleNamespace]:
    land = SimpleNamespace(id="land", name="Land", kind="country", parent=None, lat=0.0, lon=0.0)
    found = [land]
    for number in sorted(set(world.cluster.tolist())):
        east, north = world.points[world.cluster == number].mean(axis=0)
        found.append(make_place(f"district{number}", "district", "land", (east, north)))
    for place, (east, north) in enumerate(world.points):
        found.append(make_place(world.name(place), "town", f"district{world.cluster[place]}", (east, north)))
    return found


def make_place(name: str, kind: str, parent: str, point: tuple[float, float]) -> SimpleNamespace:
    east, north = point
    return SimpleNamespace(
        id=name, name=name.title(), kind=kind, parent=parent, lat=float(north) / 111, lon=float(east) / 111
    )


def make_pack(world: World, leanings: bool = True) -> FakePack:
    """The pack; without `leanings` nobody is known to speak for a side."""
    sides = tuple(SimpleNamespace(id=side, name=side.title(), allied_with=()) for side in SIDES)
    actors = tuple(
        SimpleNamespace(
            id=f"{side}-army", name=f"{side.title()} Army", side=side, parent=None, kind="army", lineage=()
        )
        for side in SIDES
    )
    sources = [make_source(name, None, None) for name in (*NEUTRAL, *SITES)]
    for side in SIDES:
        leans = side if leanings else None
        sources.append(make_source(f"{side}-voice", leans, f"{side}-army" if leanings else None))
        sources += [make_source(f"{side}-{number}", leans, None) for number in range(OUTLETS_OF_A_SIDE)]
    return FakePack(sides, actors, tuple(list_places(world)), tuple(sources))


def make_source(name: str, side: str | None, speaks_for: str | None) -> SimpleNamespace:
    return SimpleNamespace(id=name, name=name.title(), kind="outlet", side=side, speaks_for=speaks_for)
