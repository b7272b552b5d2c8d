"""Names of another data set's parties and places, as the record's pack knows them."""

import re
from typing import Any

from ..names import fold_name, name_key
from ..publish.formats.acled_actors import YEARS, index_names
from ..read.datasets import CodedEvent

# "(Elmland)", "(2011-2019)": what data sets put behind a name.
BEHIND = re.compile(r"\s*\([^()]*\)\s*$")
CLASSES = (
    ("civilians", re.compile(r"^civilians?\b", re.I)),
    ("protesters", re.compile(r"^(protesters|rioters|demonstrators)\b", re.I)),
    ("unknown", re.compile(r"^(unidentified|unknown|xxx)", re.I)),
    (
        "state",
        re.compile(r"^(military|police|government|air) forces?\b|^(government|military|police) of\b", re.I),
    ),
)


class Meanings:
    """Finds what a name of another data set means in the record: the ids of an actor and its side, or a class of people."""

    def __init__(self, record: Any):
        self.record = record
        actors = record.actors() if hasattr(record, "actors") else []
        self.sides = {actor.id: actor.side for actor in actors}
        self.of_acled = index_names(actors)
        self._known: dict[str, frozenset[str]] = {}

    def read_names(self, names: tuple[str, ...]) -> frozenset[str]:
        """What the names mean, as `actor:ID`, `side:ID`, `civilians`, `protesters`, or `name:KEY` for one not known.

        Those whom a data set calls unidentified mean nothing.
        """
        return frozenset(one for name in names for one in self.read_name(name))

    def read_name(self, name: str) -> frozenset[str]:
        """What one name means."""
        if name not in self._known:
            self._known[name] = frozenset(self._read_name(name))
        return self._known[name]

    def _read_name(self, name: str) -> set[str]:
        bare = BEHIND.sub("", name.strip())
        kind = next((kind for kind, pattern in CLASSES if pattern.search(bare)), None)
        if kind == "unknown" or not bare:
            return set()
        if kind in ("civilians", "protesters"):
            return {kind}
        found = self._find_of_acled(name) or self._find(name) or self._find(bare)
        if found:
            return {f"actor:{one}" for one in found} | {
                f"side:{side}" for one in found if (side := self.sides.get(one))
            }
        return {"state"} if kind == "state" else {"name:" + (name_key(bare) or fold_name(bare))}

    def _find_of_acled(self, name: str) -> list[str]:
        """The one actor that ACLED calls so, with the years of its regime or without."""
        keys = (name.strip(), YEARS.sub("", name.strip()))
        found = next((ids for key in keys if (ids := self.of_acled.get(key.casefold()))), ())
        return list(found) if len(found) == 1 else []

    def _find(self, name: str) -> list[str]:
        found = self.record.find_named("actors", name) if hasattr(self.record, "find_named") else []
        return found if len(found) == 1 else []


def compare_parties(one: CodedEvent, other: CodedEvent, meanings: Meanings) -> float | None:
    """How alike the parties of two events are, from -1 (opposed) to 1 (the same); None where either names nobody.

    Data sets do not mean a direction by first and second, so all parties of an event are taken together.
    """
    if {*one.actors, *one.targets} == {*other.actors, *other.targets}:
        return 1.0
    mine, theirs = (meanings.read_names((*event.actors, *event.targets)) for event in (one, other))
    mine, theirs = ({name for name in names if name != "protesters"} for names in (mine, theirs))
    if not mine or not theirs:
        return None
    shared = mine & theirs
    if any(name.startswith(("actor:", "name:")) for name in shared):
        return 1.0
    if shared:
        return 0.6
    unsure = {name for name in mine | theirs if name.startswith("name:") or name == "state"}
    return None if unsure else -1.0


def same_place(one: CodedEvent, other: CodedEvent) -> bool:
    """Whether two events are at places of one name, in any spelling, or one name is part of the other's."""
    mine, theirs = (
        {name_key(part) for part in re.split(r"\s+-\s+|,", event.place)} - {""} for event in (one, other)
    )
    return bool(mine & theirs)
