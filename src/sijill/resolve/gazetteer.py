"""The gazetteer: a pack's places, GeoNames cities and the areas made from them, as records with parents and children."""

import re
from collections import defaultdict
from functools import cached_property, lru_cache

from sijill.packs import Pack, Place
from sijill.resolve.geometry import find_centre, make_area
from sijill.resolve.geonames import City, CityIndex, open_cities

# Areas that a text makes by a direction have ids that say how: "southwest-of:homs", "north-in:aleppo".
_MADE = re.compile(r"(?P<direction>[a-z-]+)-(?P<how>of|in|countryside):(?P<anchor>.+)")
COMPASS = {0: "north", 45: "northeast", 90: "east", 135: "southeast", 180: "south", 225: "southwest", 270: "west",
           315: "northwest"}  # fmt: skip
BEARINGS = {name: float(bearing) for bearing, name in COMPASS.items()}
# UCDP's where_prec by kind of place; what is not listed is an exact location.
_PRECISIONS = {"subdistrict": 3, "district": 3, "governorate": 4, "mountains": 5, "region": 5, "desert": 5, "border": 5,
               "road": 5, "mountain": 5, "country": 6}  # fmt: skip


class Gazetteer:
    """Every place that can be named: `get`, `parents` and `children` by id; `cities` by name."""

    def __init__(self, pack: Pack, cities: CityIndex | None = None):
        self.pack = pack
        self._cities = cities

    @property
    def cities(self) -> CityIndex:
        if self._cities is None:
            self._cities = open_cities()
        return self._cities

    @cached_property
    def _below(self) -> dict[str, list[Place]]:
        below: dict[str, list[Place]] = defaultdict(list)
        for place in self.pack.places:
            for above in dict.fromkeys((place.parent, *place.areas)):
                if above:
                    below[above].append(place)
        return below

    def get(self, place_id: str | None) -> Place | None:
        """The place with that id, be it of the pack, of GeoNames or an area made by a direction; None if there is none."""
        if not place_id:
            return None
        place = self.pack.place(place_id)
        if place is None and place_id.startswith("gn-"):
            city = self.cities.get_city(place_id)
            return make_place(city) if city else None
        if place is None and (made := _MADE.fullmatch(place_id)):
            return self._make_area(place_id, made)
        return place

    def parents(self, place_id: str) -> list[Place]:
        """The places that hold it, nearest first: the areas it belongs to, then its parent, its parent's and so on."""
        place = self.get(place_id)
        if place is None:
            return []
        chain: list[Place] = [area for area in map(self.get, place.areas) if area]
        above = self.get(place.parent)
        while above is not None and above not in chain and above.id != place_id:
            chain.append(above)
            for area in map(self.get, above.areas):
                if area and area not in chain:
                    chain.append(area)
            above = self.get(above.parent)
        return chain

    def children(self, place_id: str) -> list[Place]:
        """The pack's places directly within it, those of an area such as a valley included."""
        return list(self._below.get(place_id, ()))

    def find_point(self, place: Place) -> tuple[float, float, Place] | None:
        """The point of a place, or of the nearest one that holds it, and which of them that is."""
        if place.lat is not None and place.lon is not None:
            return place.lat, place.lon, place
        above = self.get(place.parent)
        while above is not None:
            if above.lat is not None and above.lon is not None and above.kind != "country":
                return above.lat, above.lon, above
            above = self.get(above.parent)
        return None

    def grade_precision(self, place: Place) -> int:
        """UCDP's where_prec of a place that is named: 1 exact, 3 district, 4 governorate, 5 area, 6 country."""
        return 5 if place.area and place.kind == "area" else _PRECISIONS.get(place.kind, 1)

    def _make_area(self, area_id: str, made: re.Match) -> Place | None:
        anchor, how, bearing = self.get(made["anchor"]), made["how"], BEARINGS.get(made["direction"])
        if anchor is None or bearing is None or anchor.lat is None:
            return None
        words = {"of": "Area {} of {}", "in": "The {} of {}", "countryside": "The {} countryside of {}"}[how]
        lat, lon = find_centre(make_area(anchor, how, bearing))
        return Place(
            id=area_id,
            name=words.format(made["direction"], anchor.name),
            kind="area",
            parent=anchor.id if how == "in" else self.find_container(anchor),
            lat=round(lat, 4),
            lon=round(lon, 4),
            area=True,
            country=anchor.country,
        )

    def find_container(self, place: Place) -> str | None:
        """The id of the region that an area beside a place lies in: its governorate, else the parent of its parent."""
        above = [one for one in self.parents(place.id) if one.kind in ("governorate", "country")]
        return above[0].id if above else place.parent


def make_place(city: City) -> Place:
    """A city of GeoNames as a place record."""
    return Place(id=city.id, name=city.name, kind=city.kind, parent=city.parent, lat=city.lat, lon=city.lon,
                 country=city.country, area=city.kind == "country", source="GeoNames")  # fmt: skip


@lru_cache(maxsize=8)
def load_gazetteer(pack: Pack) -> Gazetteer:
    """The gazetteer of a pack; GeoNames is opened, and compiled if need be, only when a name calls for it.

    >>> from sijill.packs import load_pack
    >>> gazetteer = load_gazetteer(load_pack("syria"))
    >>> [place.id for place in gazetteer.parents("dumayr")]
    ['eastern_qalamun', 'rif_dimashq', 'syria']
    >>> gazetteer.get("southwest-of:homs").name
    'Area southwest of Homs'
    """
    return Gazetteer(pack)
