"""What a pack holds: frozen records of sides, actors, places and sources, their names and the dates of each."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from sijill.model import Frozen


class Alias(Frozen):
    """One spelling of a name, the days on which it is used, and what a document must say for it to count.

    `needs` are ids of which the document must name one ("the mountains" means the mountains of an area named there);
    an alias that may stand `alone` counts without them where no other country's forces are named;
    a `weak` alias counts only where the document is about the entry's country or names the entry otherwise.
    """

    name: str
    language: str = "en"
    start: str | None = None
    end: str | None = None
    needs: tuple[str, ...] = ()
    weak: bool = False
    alone: bool = False


class Dated(Frozen):
    """An id that holds on the days from `start` to `end`, both inclusive, None = open."""

    id: str | None
    start: str | None = None
    end: str | None = None


class Lineage(Frozen):
    """That an actor came from another on a day, by renaming, merger or split."""

    id: str
    date: str | None = None
    how: str = "renamed"


class Side(Frozen):
    id: str
    name: str
    label: str  # one plain word or two for a legend, neutral in tone
    allied_with: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()  # the same in other languages: code and word


class Actor(Frozen):
    """A party to the events or a class of people, under one neutral name; `candidates` marks one left unresolved."""

    id: str
    name: str
    kind: str
    names: tuple[Alias, ...] = ()
    sides: tuple[Dated, ...] = ()
    parent: str | None = None
    forces: str | None = None  # the actor that fights for this one: "X's troops" are these
    country: str | None = None  # ISO code of the country that its bare names speak of
    generic: bool = False
    candidates: tuple[str, ...] = ()
    start: str | None = None
    end: str | None = None
    lineage: tuple[Lineage, ...] = ()
    comment: str = ""
    source: str = ""
    acled: tuple[Dated, ...] = ()  # what ACLED calls it, and when

    @property
    def side(self) -> str | None:
        """The side where it is one and the same at all times, else that of the last period."""
        return self.sides[-1].id if self.sides else None

    def side_on(self, day: str | None) -> str | None:
        """The side on that day; without a day, the side if it never changed."""
        return pick_dated(self.sides, day)


class Place(Frozen):
    """A place under one name, with its parent in the hierarchy and a point that stands for it, if one is known."""

    id: str
    name: str
    kind: str
    names: tuple[Alias, ...] = ()
    parent: str | None = None
    areas: tuple[str, ...] = ()  # areas besides the parent that it belongs to, such as a valley or a front
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    area: bool = False
    country: str | None = None
    pcode: str | None = None
    comment: str = ""
    source: str = ""


class Source(Frozen):
    """Whoever reports or speaks: an outlet, agency, monitor, official or person, and for whom, if for anyone."""

    id: str
    name: str
    kind: str
    names: tuple[Alias, ...] = ()
    taglines: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    language: str | None = None
    speaks_for: str | None = None
    sides: tuple[Dated, ...] = ()
    start: str | None = None
    end: str | None = None
    comment: str = ""
    source: str = ""

    @property
    def aliases(self) -> tuple[str, ...]:
        """The spellings of its name, the canonical one first."""
        return tuple(dict.fromkeys((self.name, *(alias.name for alias in self.names))))

    @property
    def side(self) -> str | None:
        """The side it leans to or speaks for, by the last period that the pack gives."""
        return self.sides[-1].id if self.sides else None

    def side_on(self, day: str | None) -> str | None:
        """The side on that day; without a day, the side if it never changed."""
        return pick_dated(self.sides, day)


@dataclass(frozen=True, eq=False)
class Pack:
    """Facts about the world and the words for them: what `packs.load_pack` reads, a parent pack included."""

    name: str
    title: str
    folder: Path
    digest: str
    country: str | None = None
    extends: str | None = None
    sides: tuple[Side, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    sources: tuple[Source, ...] = ()
    lexicons: dict[str, dict[str, Any]] = field(default_factory=dict)
    vocabulary: dict[str, dict[str, Any]] = field(default_factory=dict)
    origins: dict[str, str] = field(default_factory=dict)  # section:id → file and line it stands at
    gazetteers: tuple[
        Path, ...
    ] = ()  # tables of villages that stand behind the places, this pack's own first

    @cached_property
    def actor_index(self) -> dict[str, Actor]:
        return {actor.id: actor for actor in self.actors}

    @cached_property
    def place_index(self) -> dict[str, Place]:
        return {place.id: place for place in self.places}

    @cached_property
    def source_index(self) -> dict[str, Source]:
        return {source.id: source for source in self.sources}

    @cached_property
    def side_index(self) -> dict[str, Side]:
        return {side.id: side for side in self.sides}

    def actor(self, actor_id: str | None) -> Actor | None:
        """The actor with this id, or None."""
        return self.actor_index.get(actor_id) if actor_id else None

    def place(self, place_id: str | None) -> Place | None:
        """The place with this id, or None."""
        return self.place_index.get(place_id) if place_id else None

    def source(self, source_id: str | None) -> Source | None:
        """The source with this id, or None."""
        return self.source_index.get(source_id) if source_id else None

    def side(self, side_id: str | None) -> Side | None:
        """The side with this id, or None."""
        return self.side_index.get(side_id) if side_id else None

    def lexicon(self, language: str) -> dict[str, Any]:
        """The extractor's vocabulary of a language: the parent pack's and this one's, merged; empty if there is none."""
        return self.lexicons.get(language, {})

    def words(self, section: str, language: str = "en") -> Any:
        """One section of the vocabulary of names (`names.yml`) in a language; empty if the pack has none."""
        return self.vocabulary.get(language, {}).get(section, [])


def pick_dated(periods: tuple[Dated, ...], day: str | None) -> str | None:
    """The id whose period holds the day; without a day, the id that all periods agree on, else None.

    >>> periods = (Dated(id="a", end="2024-11-26"), Dated(id="b", start="2024-11-27"))
    >>> pick_dated(periods, "2018-04-18"), pick_dated(periods, "2024-12-07"), pick_dated(periods, None)
    ('a', 'b', None)
    """
    if day is None:
        ids = {period.id for period in periods}
        return ids.pop() if len(ids) == 1 else None
    for period in periods:
        if covers_day(period.start, period.end, day):
            return period.id
    return None


def covers_day(start: str | None, end: str | None, day: str) -> bool:
    """Whether the day, ISO and perhaps only a month or a year, may lie in the interval (None = open).

    >>> covers_day("2017-01-28", None, "2017-01"), covers_day("2017-01-28", None, "2016-12-31")
    (True, False)
    """
    day = day[:10]
    return (start is None or start[: len(day)] <= day) and (end is None or day <= end[: len(day)])
