"""Which events of another data set the filters of the record ask for: by day, place, kind and party."""

import re
from collections.abc import Sequence
from typing import Any

from ..model import replace
from ..names import name_key
from ..packs.checking import measure_distance
from ..read.datasets import CodedEvent
from .matching import Limits
from .naming import Meanings

SHARED = ("places", "kinds", "sides")  # filters that can be asked of a data set as well, once it is matched


class Wanted:
    """The filters as both sides have them; those that only the record knows (outlets, words, grades) cut ours alone.

    Events are matched before places, kinds and parties are asked for, so that a pair whose two codings differ there is
    still a pair, if either is asked for.
    """

    def __init__(self, record: Any, filters: Any, limits: Limits, meanings: Meanings):
        self.record, self.filters, self.limits, self.meanings = record, filters, limits, meanings
        self.shares = any(getattr(filters, name, ()) for name in SHARED)
        self.before = replace(filters, **dict.fromkeys(SHARED, ())) if self.shares else filters
        self.ids = {one.id for one in record.incidents(filters)} if self.shares else set()
        names = getattr(filters, "places", ())
        self.places = {one for name in names for one in record.find_inside(name)}
        self.keys = {name_key(name) for name in names} - {""}
        self.sides = self._find_sides()
        self.spots: list[tuple[float, float, bool]] = []

    def know_ours(self, ours: Sequence[CodedEvent]) -> None:
        """Takes the positions of the record's events and of its pack's places, of those asked for and of all others."""
        if self.places:
            self.spots = [(one.lat, one.lon, one.id in self.ids) for one in ours if one.lat is not None]
            self.spots += [
                (one.lat, one.lon, one.id in self.places)
                for one in self.record.places()
                if one.lat is not None
            ]

    def has_ours(self, event: CodedEvent) -> bool:
        """Whether the filters ask for an event of the record."""
        return not self.shares or event.id in self.ids

    def has_theirs(self, event: CodedEvent) -> bool:
        """Whether the filters ask for an event of the data set, its days aside."""
        if not self.shares:
            return True
        kinds = self.filters.kinds
        return (not kinds or event.kind in kinds) and self._has_party(event) and self._is_there(event)

    def on_days(self, event: CodedEvent) -> bool:
        """Whether the days asked for hold an event of the data set."""
        filters = self.filters
        since = getattr(filters, "on", None) or getattr(filters, "since", None) or ""
        until = getattr(filters, "on", None) or getattr(filters, "until", None) or ""
        return event.end[: len(since)] >= since and (not until or event.start[: len(until)] <= until)

    def _has_party(self, event: CodedEvent) -> bool:
        return not self.sides or bool(self.sides & self.meanings.read_names((*event.actors, *event.targets)))

    def _find_sides(self) -> set[str]:
        found = set()
        for name in getattr(self.filters, "sides", ()):
            found |= {f"side:{one}" for one in (*self.record.find_named("sides", name), name)}
            found |= {f"actor:{one}" for one in (*self.record.find_named("actors", name), name)}
        return found

    def _is_there(self, event: CodedEvent) -> bool:
        """By the name of the place or its province; where the pack has neither, by what is nearest."""
        if not self.places:
            return True
        names = [event.place, *re.split(r"\s+-\s+|,", event.place)]
        named = [self.record.look_up("places", name) for name in names if name.strip()]
        known = {one for each in named if each.exact for one in each.ids}
        if known & self.places or self.keys & {name_key(name) for name in names}:
            return True
        province = self.record.look_up("places", event.admin1) if event.admin1.strip() else None
        if province is not None and province.exact and set(province.ids) & self.places:
            return True
        if known or event.lat is None or event.lon is None:
            return False
        near = min(
            ((measure_distance((event.lat, event.lon), spot[:2]), not spot[2]) for spot in self.spots),
            default=(0.0, True),
        )
        return near[0] <= self.limits.km and not near[1]
