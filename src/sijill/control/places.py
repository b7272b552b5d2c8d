"""Which places a claim's control speaks of: the place itself, or the area that it describes, and what lies inside."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..link.facets import pick_places
from ..link.lookup import fold_name
from ..model import Claim, PlaceRef, hash_text
from .signals import AREA_KINDS

TOO_WIDE = frozenset({"country", "continent"})


@dataclass(frozen=True)
class Spot:
    """A place that can be held: a gazetteer entry, or an area in a claim's own words."""

    key: str
    label: str
    lat: float | None = None
    lon: float | None = None
    known: bool = True


class Ground:
    """The places of the claims, and their order in the gazetteer."""

    def __init__(self, gazetteer: Any):
        self.gazetteer = gazetteer
        self.spots: dict[str, Spot] = {}
        self._parents: dict[str, tuple[str, ...]] = {}
        self._areas: dict[tuple[str, str], str] = {}  # (document, id of an area) → the words for it there

    def list_parents(self, key: str) -> tuple[str, ...]:
        """The ids of the places around one, nearest first."""
        if key not in self._parents:
            known = self.gazetteer is not None and not key.startswith("rel:")
            found = self.gazetteer.parents(key) if known else ()
            self._parents[key] = tuple(getattr(one, "id", one) for one in found)
        return self._parents[key]

    def count_children(self, key: str) -> int:
        return (
            0
            if self.gazetteer is None or key.startswith("rel:")
            else len(tuple(self.gazetteer.children(key)))
        )

    def is_too_wide(self, key: str) -> bool:
        record = self.gazetteer.get(key) if self.gazetteer is not None else None
        return getattr(record, "kind", None) in TOO_WIDE

    def name_spot(self, place: PlaceRef, document: str = "") -> Spot | None:
        """The spot of a place reference, or None for words that name no place ("the front lines").

        An area that a document describes ("several towns south of X") is what those words say, not the whole area.
        """
        area = is_area(place)
        words = place.name if names_place(place.name) else self._areas.get((document, place.id or ""), "")
        if place.id and not (area and words):
            record = self.gazetteer.get(place.id) if self.gazetteer is not None else None
            label = getattr(record, "name", None) or place.label or place.name
            lat = place.lat if place.lat is not None else getattr(record, "lat", None)
            lon = place.lon if place.lon is not None else getattr(record, "lon", None)
            return Spot(place.id, label, lat, lon)
        if not area and not words:
            return None
        label = words or place.label or place.name
        return Spot("rel:" + hash_text(fold_name(label)), label, place.lat, place.lon, known=False)

    def find_spots(self, claim: Claim) -> list[Spot]:
        """The spots that a claim's control is about, less those that only locate another of them."""
        main, _ = pick_places(claim)
        locating = {
            other.id
            for place in main
            for other in main
            if not place.id and other.id and fold_name(other.name) in fold_name(place.relation)
        }
        used = [place for place in main if not place.id or place.id not in locating]
        spots = [spot for place in used if (spot := self.name_spot(place, claim.document.id))]
        around = {parent for spot in spots for parent in self.list_parents(spot.key)}
        found = list(dict.fromkeys(spot for spot in spots if spot.key not in around))
        for spot in found:
            self.spots.setdefault(spot.key, spot)
        return found

    def note_places(self, claims: Iterable[Claim]) -> None:
        """Takes note of every gazetteer place that any claim names: areas reach these, and no others."""
        for claim in sorted(claims, key=lambda one: (one.document.id, one.start, one.id)):
            for place in claim.places:
                if place.id and is_area(place) and names_place(place.name):
                    self._areas.setdefault((claim.document.id, place.id), place.name)
                if place.id and (spot := self.name_spot(place)) and spot.known:
                    self.spots.setdefault(spot.key, spot)

    def list_inside(self, key: str) -> list[str]:
        """The noted places that lie in a place."""
        return sorted(name for name in self.spots if key in self.list_parents(name))


def is_area(place: PlaceRef) -> bool:
    """Whether a place is a stretch of land drawn from a claim's own words."""
    return place.geometry is not None and place.geometry.get("type") != "Point"


def names_place(name: str) -> bool:
    """Whether the words hold a proper name, without which they are no place of their own.

    >>> names_place("several towns south of Alton"), names_place("the front lines")
    (True, False)
    """
    return any(word[:1].isalpha() and not word[:1].islower() for word in name.split()[1:] or name.split())


def reaches_inside(claim: Claim) -> bool:
    """Whether what a claim says of an area holds for the places in it: not when it speaks of a part."""
    return claim.kind in AREA_KINDS and claim.extent in (None, "whole")
