"""The version that is being served: opened once, replaced when a build makes a new one, shared by all requests."""

import contextlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any

from ..model import ControlState, from_json
from ..publish.holders import assign_classes, count_holders
from ..publish.words import say_sides
from ..record import Record
from ..record.folder import read_current
from ..record.served import ServedRecord
from .marks import prepare_tables
from .public import make_public
from .settings import Settings

MANIFEST = ("title", "finished", "pack", "extractor", "software", "rows")  # what pages speak of, known or not
LOOK_EVERY = 0.5  # seconds between looks at which version is served
MOST_ANSWERS = 2000
MOST_BYTES = 64 * 2**20


class Book:
    """One version with what all pages need of it; every request reads a fork of its record."""

    def __init__(self, record: ServedRecord):
        self.record, self.number = record, record.number
        prepare_tables(record)
        record.index_rows("incidents", "claims")
        record.places_by_id  # noqa: B018 - read once here, for all forks
        self.manifest = {**dict.fromkeys(MANIFEST), **record.manifest}
        self.side_names = say_sides(self.manifest)
        self.classes = _assign_colours(record)
        self.answers = Answers()
        self._memory: dict[str, Any] = {}
        self.facts = _count_facts(record)

    def remember(self, key: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, worked out once for this version."""
        if key not in self._memory:
            self._memory[key] = make()
        return self._memory[key]

    def name_places(self, language: str) -> dict[str, str]:
        """What the pack calls its places in a language, by their own names; without those that it would confuse."""
        return self.remember(f"places {language}", lambda: _list_names(self.record, language))

    def name_actors(self, language: str) -> dict[str, str]:
        """What the pack calls its actors, outlets and sides in a language, by their own names in small letters."""
        return self.remember(f"actors {language}", lambda: _list_actors(self, language))

    @contextlib.contextmanager
    def open(self) -> Iterator[ServedRecord]:
        """The record for one thread."""
        fork = self.record.fork()
        try:
            yield fork
        finally:
            fork.close()


class Answers:
    """Pages as they were sent, while their version is served: the same question of the same version is answered once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Any, Any] = OrderedDict()
        self._bytes, self._lock = 0, threading.Lock()

    def get(self, key: Any) -> Any:
        """The answer kept for the question, or None."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: Any, answer: Any, size: int) -> None:
        """The answer is kept, and the oldest are let go where they get too many or too large."""
        with self._lock:
            if key in self._kept or size > MOST_BYTES // 8:
                return
            self._kept[key] = (answer, size)
            self._bytes += size
            while len(self._kept) > MOST_ANSWERS or self._bytes > MOST_BYTES:
                _, (_, gone) = self._kept.popitem(last=False)
                self._bytes -= gone


class Shelf:
    """Gives the book of the version served; a new version is opened beside the old one, which goes on being read."""

    def __init__(self, settings: Settings):
        self._settings, self._lock = settings, threading.Lock()
        self._book, self._looked = self._open_book(), time.monotonic()

    def get(self) -> Book:
        """The book of the version that the record's folder says is served."""
        if time.monotonic() - self._looked > LOOK_EVERY and self._lock.acquire(blocking=False):
            try:
                self._looked = time.monotonic()
                if read_current(self._settings.record) != self._book.number:
                    self._book = self._open_book()
            finally:
                self._lock.release()
        return self._book

    def refresh(self) -> None:
        """A version that was just built is served from now on."""
        with self._lock:
            if read_current(self._settings.record) != self._book.number:
                self._book = self._open_book()

    def _open_book(self) -> Book:
        settings = self._settings
        if settings.public and not settings.everything:
            with Record.open(settings.record) as whole:
                return Book(make_public(whole, settings.hold_back))
        return Book(ServedRecord.open(settings.record))


def _list_names(record: ServedRecord, language: str) -> dict[str, str]:
    """By their names; and by other spellings, where those are no place's name and mean one place only."""
    found: dict[str, set[str]] = {}
    spelt: dict[str, set[str]] = {}
    for place in record.places_by_id.values():
        called = next((one.name for one in place.names if one.language == language), "")
        found.setdefault(place.name, set()).add(called)
        for one in place.names:
            if one.language == "en":
                spelt.setdefault(one.name, set()).add(called)
    found = {**spelt, **found}
    return {name: next(iter(called)) for name, called in found.items() if len(called) == 1 and called != {""}}


def _list_actors(book: Book, language: str) -> dict[str, str]:
    with book.open() as record:
        entries = [*record.sources(), *record.actors()]
    found: dict[str, str] = {}
    for side in (book.manifest.get("sides") or {}).values():
        if isinstance(side, dict) and (label := (side.get("labels") or {}).get(language)):
            found |= {side[key].casefold(): label for key in ("name", "label") if side.get(key)}
    for entry in entries:
        called = next((one.name for one in entry.names if one.language == language), "")
        if called:  # a name that the pack holds at a distance stays there
            found[entry.name.casefold()] = f"«{called}»" if entry.name.startswith('"') else called
    return found


def _assign_colours(record: ServedRecord) -> dict[str, str]:
    """A colour class for each side: those that hold places before those that are only in incidents."""
    counts = count_holders(
        [from_json(row[0], ControlState) for row in record.run("SELECT json FROM control")]
    )
    told = record.run(
        "SELECT side, count(*) FROM memory.main.marks WHERE side NOT IN ('several', 'none') GROUP BY 1"
    )
    holding = max((number for _, number in told), default=0) + 1  # who holds a place comes first
    return assign_classes(
        {
            **{side: number for side, number in told},
            **{side: number + holding for side, number in counts.items()},
        }
    )


def _count_facts(record: ServedRecord) -> dict[str, Any]:
    """What stands at the head of every page: how many of each, and the days they span."""
    counts = {
        table: record.run(f"SELECT count(*) FROM {table}")[0][0]
        for table in ("documents", "claims", "incidents")
    }
    first, last = record.run("SELECT min(published), max(published) FROM documents")[0]
    outlets = record.run("SELECT count(DISTINCT publisher) FROM documents")[0][0]
    return {**counts, "outlets": outlets, "first": first, "last": last}
