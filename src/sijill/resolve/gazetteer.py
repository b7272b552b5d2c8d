"""The gazetteer: a pack's places, GeoNames cities and the areas made from them, as records with parents and children."""

import re
from collections import defaultdict
from functools import cached_property, lru_cache

from sijill.model import replace
from sijill.names import compare_names, name_key
from sijill.packs import Pack, Place
from sijill.packs.checking import measure_distance
from sijill.resolve.geometry import find_centre, make_area
from sijill.resolve.geonames import City, CityIndex, open_cities
from sijill.resolve.imports import GazetteerFile, open_imports, open_shipped
from sijill.resolve.index import SHORTEST_BESIDE, SHORTEST_SOUND, Entry, index_names, is_acronym

# Areas that a text makes by a direction have ids that say how: "southwest-of:homs", "north-in:aleppo".
_MADE = re.compile(r"(?P<direction>[a-z-]+)-(?P<how>of|in|countryside):(?P<anchor>.+)")
COMPASS = {0: "north", 45: "northeast", 90: "east", 135: "southeast", 180: "south", 225: "southwest", 270: "west",
           315: "northwest"}  # fmt: skip
BEARINGS = {name: float(bearing) for bearing, name in COMPASS.items()}
# UCDP's where_prec by kind of place; what is not listed is an exact location.
_PRECISIONS = {"subdistrict": 3, "district": 3, "governorate": 4, "mountains": 5, "region": 5, "desert": 5, "border": 5,
               "road": 5, "mountain": 5, "country": 6}  # fmt: skip


# Two entries of like name this near each other (km) are one place, held by the pack and by another gazetteer.
_TWINS = 5
# How alike a spelling with the same consonants must be for a place of an import to be weighed at all.
_CLOSE = 0.78


class Gazetteer:
    """Every place that can be named: `get`, `parents` and `children` by id; `cities` and `find_imported` by name."""

    def __init__(
        self, pack: Pack, cities: CityIndex | None = None, imports: tuple[GazetteerFile, ...] | None = None
    ):
        self.pack = pack
        self._cities = cities
        self.imports = open_imports(pack.country) if imports is None else imports
        tables = open_shipped(pack)
        # Tables of other countries, such as those of the general pack, are looked up with the cities of GeoNames.
        self.shipped = tuple(one for one in tables if one.countries <= {pack.country})
        self.abroad = tuple(one for one in tables if one not in self.shipped)
        self.files = (*self.imports, *self.shipped)
        self._found: dict[tuple[str, str], list[Entry]] = {}
        self._chains: dict[str, list[Place]] = {}

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

    @cached_property
    def _by_pcode(self) -> dict[str, Place]:
        return {place.pcode: place for place in self.pack.places if place.pcode}

    @cached_property
    def _countries(self) -> dict[str, Place]:
        return {
            place.country: place for place in self.pack.places if place.kind == "country" and place.country
        }

    def find_country(self, code: str | None) -> str | None:
        """The id of the country with an ISO code, as the pack has it, else as GeoNames does."""
        if code in self._countries:
            return self._countries[code].id
        return self.cities.get_country(code) if code else None

    def find_imported(self, name: str, how: str) -> list[Entry]:
        """The imported places of that name as entries; one that the pack holds too is the pack's.

        `how` is `bare` (spelt so, articles aside), `sound` or `key` (the same consonants, and a close spelling).
        """
        if not self.files or (
            how != "bare" and (is_acronym(name) or len(name) < SHORTEST_SOUND - (how == "key"))
        ):
            return []
        if how == "key" and len(name_key(name)) < SHORTEST_BESIDE:
            return []
        found = self._found.get((name, how))
        if found is None:
            found = []
            for file in self.files:
                spelt = [one for one in file.find(name, how) if how != "key"
                         or compare_names(one.alias.name, name).score >= _CLOSE]  # fmt: skip
                fresh = [Entry(record=self.find_twin(one.place), alias=one.alias) for one in spelt]
                found += [entry for entry in fresh if not _is_repeated(entry.record, found)]
            found = list({entry.record.id: entry for entry in reversed(found)}.values())[::-1]
            if len(self._found) < 100_000:
                self._found[name, how] = found
        return found

    def find_settlements(self, name: str, sounds_like: bool = False) -> list[City]:
        """Cities of GeoNames and villages of tables of other countries that have the name, or its consonants.

        A village whose point is not known has that of the place that holds it. A row with the code of a city of GeoNames
        is that city, by another spelling.
        """
        found = list(self.cities.find_cities(name, sounds_like))
        known = {city.id for city in found}
        for file in self.abroad:
            for spelt in file.find(name, "key" if sounds_like else "bare"):
                same = (
                    self.cities.get_city(spelt.place.id[3:]) if spelt.place.id.startswith("pc-gn-") else None
                )
                point = None if same else self.find_point(spelt.place)
                if same is not None and same.id not in known:
                    known.add(same.id)
                    found.append(same)
                elif point is not None and spelt.place.id not in known:
                    known.add(spelt.place.id)
                    found.append(_make_city(spelt.place, point, spelt.population))
        return found

    def is_rough(self, place: Place) -> bool:
        """Whether its point is only good to some kilometres, as in the tables of the general pack."""
        return place.id.startswith("pc-") and any(file.get(place.id) for file in self.abroad)

    def find_twin(self, place: Place) -> Place:
        """The pack's own entry for a place of another gazetteer, by P-code, or by a like name at the same spot."""
        if place.pcode and place.pcode in self._by_pcode:
            return self._by_pcode[place.pcode]
        if place.lat is not None and not place.area:
            for entry in index_names(self.pack).by_key.get(name_key(place.name), ()):
                own = entry.record
                if not isinstance(own, Place) or own.lat is None or own.area:
                    continue
                if measure_distance((own.lat, own.lon), (place.lat, place.lon)) < _TWINS:
                    return own
        return place if place.parent else replace(place, parent=self.find_country(place.country))

    def find_units(self, lat: float, lon: float) -> list[Place]:
        """The imported units whose boundary holds a point, the widest first."""
        found = [unit for file in self.imports for unit in file.find_containing(lat, lon)]
        order = ("country", "governorate", "district", "subdistrict")
        return sorted(found, key=lambda unit: order.index(unit.kind) if unit.kind in order else len(order))

    def get(self, place_id: str | None) -> Place | None:
        """The place with that id: of the pack, of an import, of GeoNames, or an area made by a direction; else None."""
        if not place_id:
            return None
        place = self.pack.place(place_id)
        if place is None and place_id.startswith("pc-") and place_id[3:] in self._by_pcode:
            return self._by_pcode[place_id[3:]]
        if place is None and place_id.startswith(("pc-", "gn-")):
            tables = (*self.files, *self.abroad)
            imported = next((found for file in tables if (found := file.get(place_id))), None)
            if imported is not None:
                return self.find_twin(imported)
        if place is None and place_id.startswith("gn-"):
            city = self.cities.get_city(place_id)
            return make_place(city) if city else None
        if place is None and (made := _MADE.fullmatch(place_id)):
            return self._make_area(place_id, made)
        return place

    def parents(self, place_id: str) -> list[Place]:
        """The places that hold it, nearest first: the areas it belongs to, then its parent, its parent's and so on."""
        known = self._chains.get(place_id)
        if known is None:
            known = self._find_parents(place_id)
            if len(self._chains) < 100_000:
                self._chains[place_id] = known
        return list(known)

    def _find_parents(self, place_id: str) -> list[Place]:
        place = self.get(place_id)
        if place is None:
            return []
        chain: dict[str, Place] = {area.id: area for area in map(self.get, place.areas) if area}
        above, walked = self.get(place.parent), {place_id}
        while above is not None and above.id not in walked:
            walked.add(above.id)
            chain.setdefault(above.id, above)
            for area in map(self.get, above.areas):
                if area:
                    chain.setdefault(area.id, area)
            above = self.get(above.parent)
        last = next(reversed(chain.values()), place)
        if (
            last.kind != "country" and not last.parent
        ):  # a division of the general pack, which holds no countries
            country = self.get(self.find_country(last.country))
            if country is not None and country.id != place_id:
                chain.setdefault(country.id, country)
        return list(chain.values())

    def find_common(self, place_ids: list[str]) -> Place | None:
        """The smallest place with a point that holds all of several; None where only their country does."""
        chains = [[place_id, *(above.id for above in self.parents(place_id))] for place_id in place_ids]
        for one in chains[0] if chains else ():
            place = self.get(one)
            if (
                place
                and place.lat is not None
                and place.kind != "country"
                and all(one in chain for chain in chains)
            ):
                return place
        return None

    def find_shared_country(self, place_ids: list[str]) -> Place | None:
        """The country that holds all of several places, if it is one and the pack has a point for it."""
        codes = {place.country for place in map(self.get, place_ids) if place is not None}
        country = self.get(self.find_country(codes.pop())) if len(codes) == 1 else None
        return country if country is not None and country.lat is not None else None

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


def _is_repeated(place: Place, found: list[Entry]) -> bool:
    """Whether another file has the place too, under another id: one of the same name at the same spot."""
    if place.lat is None or place.area:
        return False
    return any(
        entry.record.id != place.id
        and entry.record.lat is not None
        and not entry.record.area
        and measure_distance((entry.record.lat, entry.record.lon), (place.lat, place.lon)) < _TWINS
        for entry in found
    )


def _make_city(place: Place, point: tuple[float, float, Place], population: int) -> City:
    return City(id=place.id, name=place.name, kind=place.kind, lat=point[0], lon=point[1], country=place.country or "",
                population=population, parent=place.parent)  # fmt: skip


def make_place(city: City) -> Place:
    """A city of GeoNames as a place record."""
    return Place(id=city.id, name=city.name, kind=city.kind, parent=city.parent, lat=city.lat, lon=city.lon,
                 country=city.country, area=city.kind == "country", source="GeoNames")  # fmt: skip


def load_gazetteer(pack: Pack) -> Gazetteer:
    """The gazetteer of a pack and of what was imported; GeoNames is opened, and compiled if need be, when a name calls.

    >>> from sijill.packs import load_pack
    >>> pack = load_pack("syria")
    >>> gazetteer, town = load_gazetteer(pack), next(place for place in pack.places if place.parent and place.lat)
    >>> gazetteer.parents(town.id)[0].id == town.parent
    True
    >>> gazetteer.get(f"southwest-of:{town.id}").name == f"Area southwest of {town.name}"
    True
    """
    return _load(pack, open_imports(pack.country))


@lru_cache(maxsize=8)
def _load(pack: Pack, imports: tuple[GazetteerFile, ...]) -> Gazetteer:
    return Gazetteer(pack, imports=imports)
