"""Places as the map draws them, read from whatever place records the record gives."""

from typing import Any

import msgspec


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
