"""What the pack says of the ids in claims: sides, organisations, and which place lies in which."""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from ..model import ActorRef, PlaceRef

# An umbrella is a word for many independent groups, so what one of them says is not said by all.
UMBRELLA_KINDS = frozenset({"umbrella", "coalition", "side", "alliance"})
PLAIN = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
BROAD_PRECISION = 4  # governorate and wider, in UCDP's where_prec
BROAD_KINDS = frozenset({"country", "governorate", "province", "region", "state", "continent"})
AREA_KINDS = frozenset({"area", "region", "district"})


def fold_name(name: str | None) -> str:
    """The name in lower case, without marks and punctuation, for comparing labels that have no id.

    >>> fold_name("Héadquarters,  North")
    'headquarters north'
    """
    if name is None or name.isascii():
        return " ".join((name or "").translate(PLAIN).split())
    plain = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(ch if ch.isalnum() else " " for ch in plain if not unicodedata.combining(ch))
    return " ".join(kept.split())


def index_records(records: Any) -> dict[str, Any]:
    """Records of a pack by id, whether the pack keeps them in a mapping or in a sequence."""
    if isinstance(records, Mapping):
        return dict(records)
    return {record if isinstance(record, str) else record.id: record for record in records or ()}


def read_ids(value: Any) -> tuple[str, ...]:
    """One id, several, or none, as a tuple; records that hold an id give it."""
    if not value:
        return ()
    if isinstance(value, str):
        return (value,)
    return tuple(one if isinstance(one, str) else one.id for one in value)


class Lookup:
    """Answers about the ids of one pack; what the pack does not know is None or empty, never a guess.

    With a `gazetteer` (`get` and `parents` by id) places that no pack holds, of an import, of GeoNames or made by a
    direction, have their surroundings too.
    """

    def __init__(self, pack: Any, gazetteer: Any = None, weights: Mapping[str, float] | None = None):
        self.weights = weights  # of the levels of comparisons; None: the shipped ones
        self._pack, self._gazetteer = pack, gazetteer
        self.made_spots: dict[Any, Any] = {}  # what equal places of claims come to
        self.made_parties: dict[Any, Any] = {}  # and equal actors
        self.sides = index_records(getattr(pack, "sides", ()))
        self.actors = index_records(getattr(pack, "actors", ()))
        self.places = index_records(getattr(pack, "places", ()))
        self.sources = index_records(getattr(pack, "sources", ()))
        self._parents_with_children = frozenset(
            parent
            for place in self.places.values()
            for parent in (*read_ids(getattr(place, "parent", None)), *read_ids(getattr(place, "areas", ())))
        )
        self._bodies = frozenset(
            parent for actor in self.actors.values() for parent in read_ids(getattr(actor, "parent", None))
        )
        self.find_place_line = lru_cache(maxsize=None)(self._find_place_line)
        self.list_lineage = lru_cache(maxsize=None)(self._list_lineage)
        self.find_organisation = lru_cache(maxsize=None)(self._find_organisation)
        self.is_wide_actor = lru_cache(maxsize=None)(self._is_wide_actor)
        self.is_area = lru_cache(maxsize=None)(self._is_area)

    def __reduce__(self) -> tuple:
        return Lookup, (self._pack, self._gazetteer, self.weights)  # what it has looked up stays behind

    def find_side(self, ref: ActorRef, day: str | None = None) -> str | None:
        """The side id of an actor: as resolved, else as its own record or its organisation's says of that day.

        Without a day it is the side of the last period.
        """
        if ref.side:
            return ref.side
        seen: set[str] = set()
        current = ref.id
        while current and current not in seen:
            seen.add(current)
            record = self.actors.get(current) or self.sources.get(current)
            if record is None:
                return None
            on_day = getattr(record, "side_on", None) if day else None
            if side := on_day(day) if on_day else getattr(record, "side", None):
                return side
            current = getattr(record, "speaks_for", None) or getattr(record, "parent", None)
        return None

    def _find_organisation(self, actor_id: str) -> str:
        """The independent body an id belongs to: a spokesman is his organisation, a unit is its army."""
        seen = {actor_id}
        current = actor_id
        while True:
            source, actor = self.sources.get(current), self.actors.get(current)
            above = getattr(source, "speaks_for", None) or getattr(actor, "speaks_for", None)
            above = above or getattr(actor, "parent", None)
            if not above or above in seen:
                return current
            record = self.actors.get(above) or self.sources.get(above)
            if record is not None and getattr(record, "kind", None) in UMBRELLA_KINDS:
                return current
            seen.add(above)
            current = above

    def _is_wide_actor(self, actor_id: str) -> bool:
        """Whether the id stands for many bodies (an army, "the factions"): to share it is no more than a side."""
        record = self.actors.get(actor_id)
        wide = getattr(record, "generic", False) or getattr(record, "kind", None) in UMBRELLA_KINDS
        return bool(wide) or actor_id in self._bodies

    def _list_lineage(self, actor_id: str) -> frozenset[str]:
        """The actor, what it was or became, and all it is part of: ids that may mean the same doer."""
        found: set[str] = set()
        waiting = [actor_id]
        while waiting:
            current = waiting.pop()
            if current in found:
                continue
            found.add(current)
            record = self.actors.get(current)
            for field in ("parent", "lineage"):
                waiting += read_ids(getattr(record, field, None)) if record is not None else ()
        return frozenset(found)

    def _find_place_line(self, place_id: str) -> tuple[str, ...]:
        """The ids of the places and areas that hold this one, nearest first."""
        if place_id not in self.places and self._gazetteer is not None:
            return tuple(above.id for above in self._gazetteer.parents(place_id))
        line: list[str] = []
        waiting = [place_id]
        while waiting:
            record = self.places.get(waiting.pop(0))
            around = (*read_ids(getattr(record, "areas", ())), *read_ids(getattr(record, "parent", None)))
            for parent in around:
                if parent not in line and parent != place_id:
                    line.append(parent)
                    waiting.append(parent)
        return tuple(line)

    def _get_place(self, place_id: str | None) -> Any:
        if not place_id:
            return None
        return self.places.get(place_id) or (
            self._gazetteer.get(place_id) if self._gazetteer is not None else None
        )

    def has_children(self, place_id: str) -> bool:
        return place_id in self._parents_with_children

    def is_broad(self, place: PlaceRef) -> bool:
        """Whether the place is so wide that two events in it need not be near each other."""
        kind = getattr(self._get_place(place.id), "kind", None)
        return kind in BROAD_KINDS or (place.precision or 0) >= BROAD_PRECISION

    def find_own_point(self, place: PlaceRef) -> tuple[float | None, float | None]:
        """The point of the place itself, not one that it borrows from a place around it to be shown on a map."""
        record = self._get_place(place.id)
        if record is not None:
            return getattr(record, "lat", None), getattr(record, "lon", None)
        exact = place.precision in (None, 1) or bool(place.id)
        return (place.lat, place.lon) if exact else (None, None)

    def _is_area(self, place_id: str) -> bool:
        """Whether the place is a stretch of land without borders that all agree on."""
        record = self._get_place(place_id)
        return bool(getattr(record, "area", False)) or getattr(record, "kind", None) in AREA_KINDS

    def are_opposed(self, side: str | None, other: str | None) -> bool:
        """Whether two known sides differ and the pack does not call them allies."""
        if not side or not other or side == other:
            return False
        return other not in self._list_allies(side) and side not in self._list_allies(other)

    def _list_allies(self, side: str) -> tuple[str, ...]:
        record = self.sides.get(side)
        return read_ids(getattr(record, "allied_with", None))

    def label_side(self, side: str | None) -> str | None:
        record = self.sides.get(side) if side else None
        return getattr(record, "name", None) or side

    def label_actor(self, ref: ActorRef) -> str | None:
        """A neutral name: the canonical label, else the side's; None where there is neither."""
        record = self.actors.get(ref.id) or self.sources.get(ref.id) if ref.id else None
        return ref.label or getattr(record, "name", None) or self.label_side(self.find_side(ref))

    def label_place(self, place: PlaceRef) -> str:
        record = self.places.get(place.id) if place.id else None
        return place.label or getattr(record, "name", None) or place.name


def join_labels(labels: Iterable[str], limit: int = 3, last: str = "and") -> str:
    """The labels as a phrase, the long tail counted.

    >>> join_labels(["A", "B", "C", "D", "E"])
    'A, B, C and 2 more'
    """
    unique = list(dict.fromkeys(label for label in labels if label))
    if len(unique) > limit:
        return ", ".join(unique[:limit]) + f" {last} {len(unique) - limit} more"
    return f" {last} ".join(part for part in (", ".join(unique[:-1]), unique[-1] if unique else "") if part)
