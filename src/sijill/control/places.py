"""Which places a claim's control speaks of: the place itself, or the area that it describes, and what lies inside."""

from bisect import insort
from collections.abc import Iterable
from typing import Any

import msgspec

from ..link.facets import pick_places
from ..link.lookup import fold_name
from ..link.sites import find_sites
from ..model import Claim, PlaceRef, hash_text
from .signals import AREA_KINDS

STORES = frozenset({"depot"})  # what is held in them is arms, and no ground

TOO_WIDE = frozenset({"country", "continent"})


class Spot(msgspec.Struct, frozen=True, gc=False):
    """A place that can be held: a gazetteer entry, or an area in a claim's own words."""

    key: str
    label: str
    lat: float | None = None
    lon: float | None = None
    known: bool = True


class Ground:
    """The places of the claims, and their order in the gazetteer."""

    def __init__(self, gazetteer: Any, plain: frozenset[str] = frozenset()):
        self.gazetteer = gazetteer
        self.plain = plain  # words that name no place by themselves
        self.spots: dict[str, Spot] = {}
        self._inside: dict[str, list[str]] = {}  # the noted places in each place
        self._parents: dict[str, tuple[str, ...]] = {}
        self._areas: dict[tuple[str, str], str] = {}  # (document, id of an area) → the words for it there

    def list_parents(self, key: str) -> tuple[str, ...]:
        """The ids of the places around one, nearest first."""
        if key not in self._parents:
            known = self.gazetteer is not None and not key.startswith("rel:")
            found = self.gazetteer.parents(key) if known else ()
            self._parents[key] = tuple(getattr(one, "id", one) for one in found)
        return self._parents[key]

    def list_around(self, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """The places around each of some places."""
        return {key: self.list_parents(key) for key in keys}

    def count_children(self, key: str) -> int:
        return (
            0
            if self.gazetteer is None or key.startswith("rel:")
            else len(tuple(self.gazetteer.children(key)))
        )

    def is_noted(self, key: str | None) -> bool:
        """Whether the gazetteer has a record of the place."""
        return bool(key) and self.gazetteer is not None and self.gazetteer.get(key) is not None

    def is_too_wide(self, key: str) -> bool:
        record = self.gazetteer.get(key) if self.gazetteer is not None else None
        return getattr(record, "kind", None) in TOO_WIDE

    def name_spot(self, place: PlaceRef, document: str = "") -> Spot | None:
        """The spot of a place reference, or None for words that name no place ("the front lines").

        An area that a document describes ("several towns south of X") is what those words say, not the whole area;
        what lies "near X" is never X.
        """
        if find_sites(place.name) == STORES:
            return None
        area = is_area(place)
        if is_anchor(place) and not self.is_noted(place.id):
            return self._make_spot(place.relation or "", place) if area else None
        named = names_place(place.name, frozenset() if area or place.id else self.plain)
        named = named and not (area and is_anchor(place))
        words = place.name if named else self._areas.get((document, place.id or ""), "")
        if place.id and not (area and words):
            record = self.gazetteer.get(place.id) if self.gazetteer is not None else None
            label = getattr(record, "name", None) or place.label or place.name
            lat = place.lat if place.lat is not None else getattr(record, "lat", None)
            lon = place.lon if place.lon is not None else getattr(record, "lon", None)
            return Spot(place.id, label, lat, lon)
        if not area and not words:
            return None
        return self._make_spot(words or place.label or place.relation or place.name, place)

    def _make_spot(self, label: str, place: PlaceRef) -> Spot:
        label = " ".join(label.split())
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
        capitals = is_title_case(claim.quote)
        spots = [
            spot
            for place in used
            if (
                (place.id and not is_area(place)) or not capitals
            )  # a heading names known places only: "Last Stronghold Near Alton"
            and (spot := self.name_spot(place, claim.document.id))
        ]
        around = {parent for spot in spots for parent in self.list_parents(spot.key)}
        found = list(dict.fromkeys(spot for spot in spots if spot.key not in around))
        for spot in found:
            self._note(spot)
        return found

    def note_places(self, claims: Iterable[Claim]) -> None:
        """Takes note of every gazetteer place that any claim names: areas reach these, and no others."""
        for claim in sorted(claims, key=lambda one: (one.document.id, one.start, one.id)):
            for place in claim.places:
                if place.id and is_area(place) and names_place(place.name) and not is_anchor(place):
                    self._areas.setdefault((claim.document.id, place.id), place.name)
                if place.id and (spot := self.name_spot(place)) and spot.known:
                    self._note(spot)

    def _note(self, spot: Spot) -> None:
        if spot.key not in self.spots:
            self.spots[spot.key] = spot
            for parent in dict.fromkeys(self.list_parents(spot.key)):
                insort(self._inside.setdefault(parent, []), spot.key)

    def list_inside(self, key: str) -> list[str]:
        """The noted places that lie in a place."""
        return self._inside.get(key, [])


def is_area(place: PlaceRef) -> bool:
    """Whether a place is a stretch of land drawn from a claim's own words."""
    return place.geometry is not None and place.geometry.get("type") != "Point"


def is_anchor(place: PlaceRef) -> bool:
    """Whether the name is only what the place is measured from: "X" of "near X".

    >>> is_anchor(PlaceRef(name="Alton", relation="near Alton")), is_anchor(PlaceRef(name="Mill", relation="in Alton"))
    (True, False)
    """
    name, relation = fold_name(place.name), fold_name(place.relation)
    return bool(name) and name != relation and f" {name} " in f" {relation} "


def names_place(name: str, plain: frozenset[str] = frozenset()) -> bool:
    """Whether the words hold a proper name, without which they are no place of their own; `plain` words are none.

    >>> names_place("several towns south of Alton"), names_place("the front lines")
    (True, False)
    >>> names_place("Rebels' Last Stronghold", frozenset({"last", "stronghold"}))
    False
    """
    words = name.split()[1:] or name.split()
    return any(word[:1].isalpha() and not word[:1].islower() and not is_plain(word, plain) for word in words)


def is_plain(word: str, plain: frozenset[str]) -> bool:
    """Whether a word is a common noun of the vocabulary or its plural, or stands in the genitive."""
    if not plain:
        return False
    bare = word.replace("’", "'").strip("'\".,;:()").casefold()
    genitive = word.replace("’", "'").endswith(("'s", "s'"))
    return genitive or bare in plain or bare.removesuffix("s") in plain or bare.removesuffix("es") in plain


def is_title_case(quote: str) -> bool:
    """Whether nearly all longer words have capitals, so that a capital shows no name: a headline's words.

    >>> is_title_case("The Rebels’ Last Stronghold"), is_title_case("The rebels lost a hilltop near Alton")
    (True, False)
    """
    words = [word for word in quote.split() if len(word) > 3 and word[:1].isalpha()]
    capital = sum(not word[:1].islower() for word in words)
    latin = not any(
        letter.isalpha() and letter > "\u024f" for letter in quote
    )  # scripts that may have no capitals
    return len(words) >= 3 and capital >= 0.8 * len(words) and latin


def read_plain_words(pack: Any) -> frozenset[str]:
    """The words of a pack that only say what kind of place is meant, or stand beside such a word."""
    words: set[str] = set()
    for section in (getattr(pack, "vocabulary", None) or {}).values():
        for name in ("place_nouns", "landmarks", "determiners", "modifiers", "directions"):
            words |= {str(one).casefold() for one in section.get(name) or ()}
    for lexicon in (getattr(pack, "lexicons", None) or {}).values():
        words |= {str(one).casefold() for one in (lexicon.get("classes") or {}).get("place") or ()}
    return frozenset(words)


def reaches_inside(claim: Claim) -> bool:
    """Whether what a claim says of an area holds for the places in it: not when it speaks of a part."""
    return claim.kind in AREA_KINDS and claim.extent in (None, "whole")
