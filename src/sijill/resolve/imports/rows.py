"""One place as an import reads it, before it is in a file."""

from typing import Any

from sijill.model import Frozen

# What a class of administrative unit is, from the country down; below the last stand neighbourhoods.
LEVELS = ("country", "governorate", "district", "subdistrict", "city")


class Row(Frozen):
    """A place of an import: its id, names as (name, language), and where it belongs; geometry as GeoJSON.

    `parent` is an id, or a key that `parent_key` of another row answers; `codes` are ISO codes of countries.
    """

    id: str
    name: str
    kind: str
    names: tuple[tuple[str, str], ...] = ()
    lat: float | None = None
    lon: float | None = None
    country: str | None = None
    population: int = 0
    parent: str | None = None
    pcode: str | None = None
    geometry: dict[str, Any] | None = None


def read_degrees(lat: str, lon: str) -> tuple[float, float] | None:
    """A point from text; None where it is not one, or lies off the globe.

    >>> read_degrees("33.5", "36.3"), read_degrees("336.3", "1"), read_degrees("", "")
    ((33.5, 36.3), None, None)
    """
    try:
        point = float(lat), float(lon)
    except (TypeError, ValueError):
        return None
    return point if abs(point[0]) <= 90 and abs(point[1]) <= 180 else None


def tell_script(name: str, otherwise: str = "en") -> str:
    """The language a spelling is filed under by its script: `ar` for Arabic letters, `ru` for Cyrillic, else as given.

    >>> tell_script("طريق"), tell_script("дорога"), tell_script("road")
    ('ar', 'ru', 'en')
    """
    for letter in name:
        if "\u0600" <= letter <= "\u06ff":
            return otherwise if otherwise in ("ar", "fa", "ur", "ku", "ps") else "ar"
        if "\u0400" <= letter <= "\u04ff":
            return otherwise if otherwise in ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "tg") else "ru"
    return otherwise
