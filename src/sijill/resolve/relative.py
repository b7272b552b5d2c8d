"""Words that place one thing by another: "10 km southwest of X", "the east of X", "near X", "between A and B".

`parse_relative` reads the words by a pack's vocabulary; `draw_relative` makes the area. The result is an area with
a precision, never the point of the place it is measured from.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sijill.model import Frozen
from sijill.numerals import read_english
from sijill.packs import Place
from sijill.resolve.geometry import (
    REACH_OF_NEAR,
    make_area,
    make_belt,
    make_offset,
    make_ring,
    measure_radius,
)

# Beside a line or a country there is no ring or sector that a point could give.
ENDLESS = frozenset({"border", "road", "country", "region"})


class Relative(Frozen):
    """How a phrase relates to its anchors: `of`, `in`, `countryside`, `distance`, `near`, `towards` or `between`."""

    how: str
    anchors: tuple[str, ...]
    bearing: float | None = None
    distance_km: float | None = None
    words: str = ""  # the words that say so, with the anchor
    loose: bool = False  # "western X", which may be a part of X or of its province


def parse_relative(text: str, words: Mapping[str, Any]) -> Relative | None:
    """What a phrase says of where it lies, by the vocabulary of a language; None if it relates to nothing.

    >>> from sijill.packs import load_pack
    >>> words = load_pack("world").vocabulary["en"]
    >>> found = parse_relative("approximately ten kilometers from Ardun", words)
    >>> found.how, found.anchors, found.distance_km
    ('distance', ('Ardun',), 10.0)
    >>> found = parse_relative("several towns southwest of Ardun", words)
    >>> found.how, found.bearing, found.words
    ('of', 225.0, 'southwest of Ardun')
    >>> parse_relative("the east of the capital", words).how, parse_relative("Ardun", words)
    ('in', None)
    """
    text = " ".join(text.split()).strip(" ,.;")
    grammar = _compile(_freeze(words))
    for how, pattern in grammar:
        found = pattern.search(text)
        relative = _read(how, found, words) if found else None
        if relative is not None:
            return relative
    return None


def _freeze(words: Mapping[str, Any]) -> tuple:
    sections = ("directions", "units", "near", "towards", "between", "countryside", "sides")
    return tuple((section, tuple(words.get(section) or ())) for section in sections)


def _either(options: tuple[str, ...]) -> str:
    return (
        "|".join(re.escape(str(one)).replace(r"\ ", r"\s+") for one in sorted(options, key=len, reverse=True))
        or "(?!)"
    )


@lru_cache(maxsize=16)
def _compile(frozen: tuple) -> tuple[tuple[str, re.Pattern], ...]:
    """The patterns in the order in which they are tried: the most telling first."""
    section = {name: _either(options) for name, options in frozen}
    direction, name = f"(?P<direction>{section['directions']})", r"(?P<anchor>[^,;()]+?)"
    distance = rf"(?P<number>\d[\d.,]*(?=[ -]*[a-z])|[a-z]+(?:[- ][a-z]+)?(?=[ -]))[ -]*(?P<unit>{section['units']})\b"
    end = r"(?=$|[,;()])"
    rows = [
        ("distance", rf"{distance}\s+(?:to\s+the\s+)?{direction}\s+(?:of|from)\s+{name}{end}"),
        ("distance", rf"{distance}\s+(?:away\s+)?(?:from|outside(?:\s+of)?|off)\s+{name}{end}"),
        ("between", rf"\b(?:{section['between']})\s+(?P<anchor>[^,;]+?)\s+and\s+(?P<second>[^,;]+?){end}"),
        ("countryside", rf"\b{direction}\s+(?:{section['countryside']})\s+of\s+{name}{end}"),
        ("countryside", rf"\b{direction}\s+(?P<anchor>[^,;()]+?)\s+(?:{section['countryside']}){end}"),
        ("countryside", rf"{name}(?:['’]s?)?\s+{direction}\s+(?:{section['countryside']}){end}"),
        ("countryside", rf"\b(?:{section['countryside']})\s+{name}\s+{direction}{end}"),
        ("in", rf"\b(?:{section['sides']})\s+{name}\s+{direction}{end}"),
        ("in", rf"{name}['’]s?\s+{direction}\s+(?:{section['sides']}){end}"),
        ("in", rf"\b{direction}\s+(?:{section['sides']})\s+of\s+{name}{end}"),
        ("of", rf"\bto\s+the\s+{direction}\s+of\s+{name}{end}"),
        ("in", rf"\bthe\s+{direction}\s+of\s+{name}{end}"),
        ("of", rf"\b{direction}\s+of\s+{name}{end}"),
        ("of", rf"\b{direction}\s+of{end}(?P<anchor>)"),
        ("towards", rf"(?:^|\b)(?:{section['towards']})\s+{name}{end}"),
        ("near", rf"(?:^|\b)(?:{section['near']})\s+{name}{end}"),
        ("near", rf"^(?:the\s+)?(?:{section['countryside']})\s+(?:of\s+)?{name}{end}"),
        ("near", rf"^(?:the\s+)?{name}['’]?s?\s+(?:{section['countryside']}){end}"),
        ("loose", rf"^(?:(?:in|across|inside)\s+)?(?:the\s+)?{direction}\s+{name}{end}"),
        ("towards", rf"^(?:{section['towards']})$(?P<anchor>)"),
        ("near", rf"^(?:{section['near']})$(?P<anchor>)"),
    ]
    return tuple((how, re.compile(pattern, re.IGNORECASE)) for how, pattern in rows)


def _read(how: str, found: re.Match, words: Mapping[str, Any]) -> Relative | None:
    groups = found.groupdict()
    bearing = None
    if groups.get("direction"):
        bearing = float(words["directions"][" ".join(groups["direction"].lower().split())])
    distance = None
    if groups.get("number"):
        number = read_distance(groups["number"])
        if number is None:
            return None
        distance = number * float(words["units"][groups["unit"].lower()])
    anchors = tuple(name.strip() for name in (groups.get("anchor"), groups.get("second")) if name)
    return Relative(
        how="in" if how == "loose" else how,
        anchors=anchors,
        bearing=bearing,
        distance_km=distance,
        words=found.group(0).strip(),
        loose=how == "loose",
    )


def read_distance(text: str) -> float | None:
    """The number that a phrase of distance ends with, in digits or words; None if it is none.

    >>> read_distance("ten"), read_distance("2.5"), read_distance("some")
    (10.0, 2.5, None)
    """
    words = text.replace(",", "").lower().split()
    if words and re.fullmatch(r"\d+(\.\d+)?", words[-1]):
        return float(words[-1])
    for start in range(len(words)):
        number = read_english(words[start:])
        if number is not None:
            return float(number)
    return None


def draw_relative(relative: Relative, anchors: list[Place]) -> tuple[dict[str, Any] | None, int]:
    """The area that the words describe round their anchors, and its precision; no area where only a heading is given."""
    points = [(place.lat, place.lon) for place in anchors if place.lat is not None]
    if not points or relative.how == "towards" or anchors[0].kind in ENDLESS:
        return None, 5
    anchor = anchors[0]
    if relative.how == "between":
        return (make_belt(points[0], points[1]), 5) if len(points) == 2 else (None, 5)
    if relative.distance_km is not None:
        return make_offset(points[0], relative.bearing, relative.distance_km), 5
    if relative.how == "near" or relative.bearing is None:
        radius = measure_radius(anchor)
        return make_ring(points[0], radius, radius + REACH_OF_NEAR), 2
    area = make_area(anchor, relative.how, relative.bearing)
    return area, 2 if relative.how == "in" and anchor.kind in ("city", "town", "village") else 5
