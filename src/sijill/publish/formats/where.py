"""Where a place of a record lies: its country and its administrative divisions, with their codes."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from sijill.model import Frozen, PlaceRef
from sijill.packs import Pack, Place
from sijill.packs.checking import measure_distance
from sijill.publish.formats.countries import Country, find_country
from sijill.publish.gazette import is_common_place
from sijill.publish.persons import is_sensitive
from sijill.resolve.gazetteer import Gazetteer

# The level of a division by kind of place, as packs and imported boundaries name them.
LEVELS = {"governorate": 1, "province": 1, "state": 1, "district": 2, "subdistrict": 3}
NEAR = 50  # km: a point without a name is in the country of a known place as near as this
AT = 1  # km: and as near as this it is where that place is
RESOLUTIONS = {1: 4, 2: 4, 3: 3, 4: 2, 5: 2, 6: 1}  # PLOVER's level for UCDP's where_prec


class Unit(Frozen):
    """An administrative division: its name and OCHA's code, where one is known."""

    name: str
    pcode: str | None = None


class Where(Frozen):
    """The country and the divisions of three levels that hold a place; None where not known."""

    country: Country | None = None
    country_pcode: str | None = None
    admin1: Unit | None = None
    admin2: Unit | None = None
    admin3: Unit | None = None
    city: str | None = None  # the town that a quarter or a site belongs to, or the town itself
    pcode: str | None = None  # of the place itself
    kind: str | None = None
    near: str | None = None  # for a point without a name: the known place at it


class Whereabouts:
    """All places of one record, to be asked where one of them lies."""

    def __init__(self, record: Any):
        places = record.places()
        rows = places.values() if isinstance(places, dict) else places
        self.places = tuple(_read_place(row) for row in rows)
        countries = Counter(place.country for place in self.places if place.country)
        # A pack of no country has the world's places of several alike, and none of those countries is its home.
        first, second = (*countries.most_common(2), (None, 0), (None, 0))[:2]
        self.home = first[0] if first[1] > 2 * second[1] else None
        pack = Pack(name="record", title="", folder=Path(), digest="", country=self.home, places=self.places)
        self.gazetteer = Gazetteer(pack)
        self._known: dict[tuple[Any, ...], Where] = {}

    def locate(self, place: PlaceRef | None) -> Where:
        """Where the place lies, by what contains it in the gazetteer and by the imported boundaries that hold its point."""
        if place is None:
            return Where()
        key = (place.id, place.lat, place.lon)
        if key not in self._known:
            self._known[key] = self._locate(place)
        return self._known[key]

    def _locate(self, place: PlaceRef) -> Where:
        own, near = self.gazetteer.get(place.id), None
        if own is None and is_common_place(place.name) and not place.relation:
            own = near = self._find_near(place, AT)
        chain = [*([own] if own else []), *(self.gazetteer.parents(own.id) if own else [])]
        if place.lat is not None and place.lon is not None and (place.precision or 1) < 4:
            chain += self.gazetteer.find_units(place.lat, place.lon)
        code = next((one.country for one in chain if one.country), None)
        if code is None and own is None:
            code = getattr(self._find_near(place, NEAR), "country", None)
        if code is None and own is not None:
            code = self.home  # a place of the pack whose chain ends without a country
        units: dict[int, Unit] = {}
        for one in chain:
            level = LEVELS.get(one.kind)
            if level and level not in units:
                units[level] = Unit(name=one.name, pcode=one.pcode)
        top = next((one for one in chain if one.kind == "country"), None)
        return Where(
            country=find_country(code),
            country_pcode=top.pcode if top else None,
            admin1=units.get(1),
            admin2=units.get(2),
            admin3=units.get(3),
            city=next((one.name for one in chain if one.kind in ("city", "town")), None),
            pcode=place.pcode or (own.pcode if own else None),
            kind=own.kind if own else None,
            near=near.name if near else None,
        )

    def _find_near(self, place: PlaceRef, within: float) -> Place | None:
        """The known place nearest to a point, no farther than so many kilometres."""
        if place.lat is None or place.lon is None:
            return None
        spots = [one for one in self.places if one.lat is not None and one.country]
        # A hospital or a shelter is never what tells where an unnamed place is: it may have to be withheld.
        spots = [one for one in spots if not is_sensitive(one.kind, one.name)]
        near = min(spots, key=lambda one: _distance(one, place), default=None)
        return near if near is not None and _distance(near, place) <= within else None


def grade_resolution(place: PlaceRef, where: Where) -> int | None:
    """How exact a place is on PLOVER's scale: 5 within a city, 4 city, 3 district, 2 province, 1 country.

    >>> grade_resolution(PlaceRef(name="Elm", precision=1), Where(kind="neighbourhood"))
    5
    >>> grade_resolution(PlaceRef(name="Elm", precision=4), Where())
    2
    """
    level = RESOLUTIONS.get(place.precision or 0)
    inside = where.kind not in (None, "city", "town", "village", "district", "governorate", "country")
    return 5 if level == 4 and inside and where.city else (5 if where.kind == "neighbourhood" else level)


def say_units(units: Iterable[Unit | None]) -> str:
    """The names of the divisions that are known, the smallest first.

    >>> say_units([Unit(name="Elmshire"), None, Unit(name="Lower Elm")])
    'Lower Elm, Elmshire'
    """
    return ", ".join(unit.name for unit in reversed(list(units)) if unit)


def _distance(place: Place, ref: PlaceRef) -> float:
    return measure_distance((place.lat, place.lon), (ref.lat, ref.lon))


def _read_place(row: Any) -> Place:
    if isinstance(row, Place):
        return row
    get = row.get if isinstance(row, dict) else lambda field: getattr(row, field, None)
    fields = ("parent", "lat", "lon", "country", "pcode")
    name = get("name") or get("label") or str(get("id"))
    return Place(
        id=str(get("id")), name=name, kind=get("kind") or "", **{field: get(field) for field in fields}
    )
