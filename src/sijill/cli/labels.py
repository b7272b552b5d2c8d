"""What the ids in a record are called: sides by their label, actors and places by their name."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from ..errors import SijillError
from ..model import ActorRef, PlaceRef
from ..packs import Place
from ..record import Record


class Labels:
    """The names behind ids of one record; an id that nothing names stands for itself."""

    def __init__(self, record: Record):
        self._record = record

    def side(self, side_id: str | None) -> str | None:
        """The label of a side; `contested`, `divided` and `unknown` stay as they are."""
        return self._sides.get(side_id, side_id) if side_id else side_id

    def actor(self, actor_id: str | None) -> str | None:
        """The name of an actor of the pack."""
        return self._actors.get(actor_id, actor_id) if actor_id else actor_id

    def place(self, place_id: str | None) -> str | None:
        """The name of a place: of the pack, as the record's claims have it, or of a gazetteer on this machine."""
        if not place_id:
            return place_id
        return self._places.get(place_id) or self._find_elsewhere(place_id) or place_id

    @cached_property
    def _sides(self) -> dict[str, str]:
        return {side.id: side.label for side in self._record.sides()}

    @cached_property
    def _actors(self) -> dict[str, str]:
        return {actor.id: actor.name for actor in self._record.actors()}

    @cached_property
    def _places(self) -> dict[str, str]:
        named = self._record.read_columns("claim_places", "place", "label")
        return {key: label for key, label in named if key and label} | {
            place.id: place.name for place in self._own.values()
        }

    def within(self, place_id: str) -> str | None:
        """The name of what holds a place: its parent in the pack, else its country, which tells namesakes apart."""
        own = self._own.get(place_id)
        if own is not None:
            return self.place(own.parent) if own.parent else None
        found = self._find_record(place_id)
        return self._countries.get(found.country) if found is not None and found.kind != "country" else None

    @cached_property
    def _own(self) -> dict[str, Place]:
        return {place.id: place for place in self._record.places()}

    @cached_property
    def _countries(self) -> dict[str | None, str]:
        from ..resolve.geonames import list_country_names

        return {code: name for name, code in list_country_names().items()}

    def _find_elsewhere(self, place_id: str) -> str | None:
        found = self._find_record(place_id)
        return found.name if found is not None else None

    def _find_record(self, place_id: str) -> Any:
        """The place of an import, the pack's table or GeoNames with that id, as this machine has them."""
        from ..resolve.geonames import open_cities

        if not place_id.startswith(("gn-", "pc-")):
            return None
        listed = (one for file in self._files if (one := file.get(place_id)))
        return next(listed, None) or open_cities().get_city(place_id)

    @cached_property
    def _files(self) -> tuple[Any, ...]:
        """What was imported, then the tables of the pack that the record was built with, if it is still there."""
        from ..packs import load_pack
        from ..resolve.imports import open_imports, open_shipped

        named = self._record.manifest.get("options", {}).get("pack")
        try:
            shipped = open_shipped(load_pack(named)) if named else ()
        except SijillError:
            shipped = ()
        return (*open_imports(), *shipped)


def explain_refs(refs: Iterable[ActorRef | PlaceRef], labels: Labels) -> Iterator[str]:
    """Why each name was resolved as it was, and who or what else it might be, in short lines."""
    refs = tuple(refs)
    for ref in refs:
        whose = f"{ref.name}: " if len(refs) > 1 else ""
        if ref.why:
            yield f"{whose}because: {ref.why}"
        others = list_candidates(ref, labels)
        if others:
            yield f"{whose}{'came second' if ref.id else 'might be'}: {', '.join(others)}"


def list_candidates(ref: ActorRef | PlaceRef, labels: Labels) -> list[str]:
    """The candidates by name with their scores, but for those that the grounds name already."""
    if isinstance(ref, ActorRef):
        return [name for one in ref.candidates if (name := labels.actor(one)) not in (ref.why or "")]
    named = [(labels.place(one), one, score) for one, score in ref.candidates if one != ref.id]
    return [
        f"{', '.join(filter(None, (name, labels.within(one))))} [{one}] {score:.2f}"
        for name, one, score in named
        if ref.id or name not in (ref.why or "")
    ]
