"""Places as the map draws them, read from whatever place records the record gives."""

import re
from typing import Any

import msgspec

from sijill.model import PlaceRef, replace
from sijill.names import name_key
from sijill.publish.persons import load_vocabulary

UNKNOWN_PLACE = "place not stated"
UNNAMED_PLACE = "place not named"


class Spot(msgspec.Struct, frozen=True):
    """A named place on the map: a point, what kind of place it is, and what contains it."""

    id: str
    label: str
    kind: str | None = None
    parent: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None


def list_spots(places: Any) -> dict[str, Spot]:
    """The places by id; those whose position is not known keep None, never 0, 0."""
    rows = places.values() if isinstance(places, dict) else places
    return {spot.id: spot for spot in map(read_spot, rows)}


def read_spot(place: Any) -> Spot:
    """One place record, struct or dict, as a `Spot`.

    >>> read_spot({"id": "elm", "names": {"en": ["Elm", "Elmton"]}, "lat": 1.0, "lon": 2.0}).label
    'Elm'
    """
    if isinstance(place, Spot):
        return place

    def get(*fields: str) -> Any:
        for field in fields:
            value = place.get(field) if isinstance(place, dict) else getattr(place, field, None)
            if value is not None:
                return value
        return None

    return Spot(
        id=str(get("id", "place_id")),
        label=_read_label(get("label", "name", "names")) or str(get("id", "place_id")),
        kind=get("kind"),
        parent=get("parent"),
        lat=get("lat"),
        lon=get("lon"),
        radius_km=get("radius_km"),
    )


def _read_label(names: Any) -> str | None:
    """The name to print: a plain name, else the first one in English, else the first of any language."""
    if not names or isinstance(names, str):
        return names or None
    if isinstance(names, dict):
        names = names.get("en") or next(iter(names.values()))
        return _read_label(names)
    first = names[0]
    return first if isinstance(first, str) else getattr(first, "name", None) or getattr(first, "text", None)


def find_namesake(spot: Spot | None, spots: dict[str, Spot]) -> Spot | None:
    """The place that contains this one under the same name ("Elm" within "the Elm"), however each is spelt, or None.

    Which of the two a report means is a matter of spelling, so that a map must not show them as two places.

    >>> whole, part = Spot("elm", "al-Elm"), Spot("elm_quarter", "Elm", parent="elm")
    >>> find_namesake(part, {"elm": whole, "elm_quarter": part}).id, find_namesake(whole, {})
    ('elm', None)
    """
    parent = spots.get(spot.parent) if spot and spot.parent else None
    return parent if parent and name_key(parent.label) == name_key(spot.label) else None


def settle_place(place: PlaceRef | None, spots: dict[str, Spot]) -> PlaceRef | None:
    """The place at which a map shows this one: itself, or the place of the same name that contains it."""
    namesake = find_namesake(spots.get(place.id or ""), spots) if place and not place.geometry else None
    if place is None or namesake is None or namesake.lat is None or namesake.lon is None:
        return place
    return replace(place, id=namesake.id, label=namesake.label, lat=namesake.lat, lon=namesake.lon)


def say_place(place: PlaceRef | None) -> str:
    """What to call a place: its name, the words that relate it to another, or that it has no name here.

    >>> say_place(PlaceRef(name="areas")), say_place(PlaceRef(name="Elm", relation="ten miles from Elm"))
    ('place not named', 'ten miles from Elm')
    >>> say_place(PlaceRef(name="the town", id="elm", label="Elm")), say_place(PlaceRef(name="Elm Farm")), say_place(None)
    ('Elm', 'Elm Farm', 'place not stated')
    """
    if place is None:
        return UNKNOWN_PLACE
    if place.relation and (place.id is None or (place.geometry and not place.label)):
        return place.relation
    if place.id or (place.label and not is_common_place(place.label)):
        return place.label or place.name
    return UNNAMED_PLACE if is_common_place(place.name) else place.name


def is_common_place(name: str) -> bool:
    """Whether a place is called by common words only, whatever their capitals.

    >>> is_common_place("several neighborhoods"), is_common_place("Areas"), is_common_place("Mill Street")
    (True, True, False)
    """
    vocabulary = load_vocabulary()
    if name.startswith("["):  # the mark of a name withheld
        return False
    if any(ch.islower() for ch in name) and not any(ch.isupper() for ch in name):
        return True
    words = re.findall(r"[^\W\d_]+", name.casefold())
    common = {*vocabulary["place_nouns"], *vocabulary["place_nouns_ar"], *vocabulary["not_names"]}
    return all(word in common for word in words)
