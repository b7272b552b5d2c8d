"""A whole data set against a record: the pairs with what differs, and what only one has, with the reason."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from ..model import Frozen
from ..publish.formats.events import Event, EventView
from ..read.datasets import CodedEvent, Dataset
from .matching import Likeness, Limits, count_gap, list_days, match_events, measure_gap
from .naming import Meanings, same_place
from .ours import list_ours
from .wanted import Wanted

OUTSIDE_DAYS = "outside the days of the record"
OUTSIDE_PLACES = "far from every place of the record"
FAR = 50  # km from the nearest event of the record: a report there would be news of another place


class Pair(Frozen):
    """One event that both have, with what differs: days between, kilometres, and deaths (theirs less ours)."""

    ours: CodedEvent
    theirs: CodedEvent
    likeness: Likeness
    differs: tuple[str, ...] = ()
    deaths: float | None = None


class Single(Frozen):
    """An event that only one has, and why it found no other; `outside` where the other could not have it."""

    event: CodedEvent
    why: str
    outside: bool = False


class Comparison(Frozen):
    """What came of comparing."""

    dataset: str
    form: str
    pairs: tuple[Pair, ...]
    only_ours: tuple[Single, ...]
    only_theirs: tuple[Single, ...]
    unread: tuple[Any, ...] = ()


def compare_dataset(
    record: Any, dataset: Dataset, filters: Any = None, limits: Limits | None = None
) -> Comparison:
    """The data set against the record, both cut by the filters' days, places, kinds and sides; other filters cut ours."""
    limits, view, meanings = limits or Limits(), EventView(record, public=False), Meanings(record)
    wanted = Wanted(record, filters, limits, meanings)
    ours, left = list_ours(view, dataset.form, wanted.before)
    wanted.know_ours(ours)
    theirs = [event for event in dataset.events if wanted.on_days(event)]
    matched = match_events(ours, theirs, limits, meanings)
    pairs = tuple(
        make_pair(ours[mine], theirs[at], alike)
        for (mine, at), alike in sorted(matched.items())
        if wanted.has_ours(ours[mine]) or wanted.has_theirs(theirs[at])
    )
    found, taken = {at: mine for mine, at in matched}, {mine: at for mine, at in matched}
    finder = Finder(ours, left, limits)
    only_theirs = tuple(
        finder.explain_theirs(event, {mine: theirs[at] for mine, at in taken.items()})
        for at, event in enumerate(theirs)
        if at not in found and wanted.has_theirs(event)
    )
    near = Finder(theirs, [], limits)
    only_ours = tuple(
        near.explain_ours(event)
        for mine, event in enumerate(ours)
        if mine not in taken and wanted.has_ours(event)
    )
    return Comparison(
        dataset=dataset.name,
        form=dataset.form,
        pairs=pairs,
        only_ours=only_ours,
        only_theirs=only_theirs,
        unread=dataset.unread,
    )


def make_pair(ours: CodedEvent, theirs: CodedEvent, alike: Likeness) -> Pair:
    """The pair with what differs, in words."""
    differs = []
    if (ours.start, ours.end) != (theirs.start, theirs.end):
        differs.append("day" if alike.days else "days in part")
    if not alike.same_place:
        differs.append("place")
    if not alike.same_kind:
        differs.append("kind")
    if alike.parties is not None and alike.parties < 1:
        differs.append("parties" if alike.parties < 0 else "parties in part")
    deaths = None if None in (ours.deaths, theirs.deaths) else theirs.deaths - ours.deaths
    if deaths or (ours.deaths is None) != (theirs.deaths is None):
        differs.append("deaths")
    return Pair(ours=ours, theirs=theirs, likeness=alike, differs=tuple(differs), deaths=deaths)


class Finder:
    """The events of one side, to say why one of the other found none of them."""

    def __init__(self, events: Sequence[CodedEvent], left: Sequence[tuple[Event, str]], limits: Limits):
        self.events, self.left, self.limits = events, left, limits
        self.days: dict[str, list[int]] = defaultdict(list)
        for at, event in enumerate(events):
            for day in list_days(event, 0):
                self.days[day].append(at)
        known = [event.start for event in events] + [event.days.first for event, _ in left if event.days]
        ends = [event.end for event in events] + [event.days.last for event, _ in left if event.days]
        self.first, self.last = min(known, default=""), max(ends, default="")

    def explain_theirs(self, event: CodedEvent, taken: dict[int, CodedEvent]) -> Single:
        """Why the record has no event for a row of the data set."""
        if not self.first or event.end < self.first or event.start > self.last:
            return Single(event=event, why=OUTSIDE_DAYS, outside=True)
        nearest = self._find_nearest(event)
        if nearest is not None:
            at, gap, km = nearest
            other = self.events[at]
            if (
                at in taken
                and gap <= self.limits.days
                and (same_place(event, other) or (km or 0) <= self.limits.km)
            ):
                return Single(event=event, why=f"{other.id} is the nearest, and is matched to {taken[at].id}")
            if km is None or km <= FAR:
                return Single(event=event, why=self._say_nearest(other, gap, km) + self._find_left(event))
        left = self._find_left(event)
        if (
            not left
            and event.lat is not None
            and all((measure_gap(event, one) or 0) > FAR for one in self.events)
        ):
            return Single(event=event, why=OUTSIDE_PLACES, outside=True)
        return Single(event=event, why="nothing in the record within a week near it" + left)

    def explain_ours(self, event: CodedEvent) -> Single:
        """Why the data set has no row for an event of the record."""
        if not self.first or event.end < self.first or event.start > self.last:
            return Single(event=event, why="outside the days of the data set", outside=True)
        nearest = self._find_nearest(event)
        if nearest is None:
            return Single(event=event, why="nothing in the data set within a week near it")
        at, gap, km = nearest
        return Single(event=event, why=self._say_nearest(self.events[at], gap, km))

    def _find_nearest(self, event: CodedEvent) -> tuple[int, int, float | None] | None:
        """The event that is nearest by place and then by day, of those within a week."""
        best = None
        for at in sorted({at for day in list_days(event, 7) for at in self.days.get(day, ())}):
            other = self.events[at]
            gap, km = count_gap(event, other), measure_gap(event, other)
            if km is None and not same_place(event, other):
                continue
            cost = (km or 0) + 5 * gap + (0 if event.kind == other.kind else 4)
            if best is None or cost < best[0]:
                best = (cost, at, gap, km)
        return best[1:] if best else None

    def _say_nearest(self, other: CodedEvent, gap: int, km: float | None) -> str:
        parts = ["the same day" if gap == 0 else f"{gap} day{'s' if gap > 1 else ''} apart"]
        parts.append(
            "place of that name" if km is None else "the same place" if km < 1 else f"{km:.0f} km away"
        )
        what = other.label or other.kind.replace("_", " ")
        return f"the nearest is {other.id}, {', '.join(parts)}: {what} at {other.place or 'a place without name'}"

    def _find_left(self, event: CodedEvent) -> str:
        """What the record has of that day that the data set's form has no row for."""
        for other, why in self.left:
            days, place = other.days, other.place
            if days is None or days.first > event.end or days.last < event.start or place is None:
                continue
            named = CodedEvent(id="", row=0, place=place.label or place.name)
            if same_place(event, named):
                return f"; {other.incident.id} speaks of that day and place, but {why}"
        return ""
