"""The incidents of a record as events with all that a format asks for, and those that a format has no row for."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from sijill.model import Claim, Document, Frozen, Incident, PlaceRef, Reconciled, When, replace
from sijill.packs.checking import measure_distance
from sijill.publish.formats.parties import TWO_SIDED, Cast, Parties
from sijill.publish.formats.where import Where, Whereabouts
from sijill.publish.gazette import say_place
from sijill.publish.redact import PublicRecord

NEAR = 10  # km
UNTOLD = {"planned": "only planned", "hypothetical": "only hypothetical", "denied": "only denied"}


class Days(Frozen):
    """The days of an event: first and last (ISO), how many, and the precision that the record gives."""

    first: str
    last: str
    count: int
    precision: str

    @property
    def each(self) -> Iterator[str]:
        """Every day, in order."""
        start = datetime.date.fromisoformat(self.first)
        return ((start + datetime.timedelta(days=at)).isoformat() for at in range(self.count))

    @property
    def middle(self) -> str:
        """The day in the middle of the interval, the earlier of two."""
        start = datetime.date.fromisoformat(self.first)
        return (start + datetime.timedelta(days=(self.count - 1) // 2)).isoformat()


class LeftOut(Frozen):
    """An incident or a claim for which a format has no row, and why."""

    id: str
    kind: str
    title: str
    why: str


class Event(Frozen):
    """One incident with its claims, its figures, where and when it was, and who took part."""

    incident: Incident
    claims: tuple[Claim, ...]
    figures: tuple[Reconciled, ...]
    documents: tuple[Document, ...]
    where: Where
    days: Days | None
    cast: Cast
    outcomes: tuple[
        tuple[Incident, tuple[Reconciled, ...]], ...
    ] = ()  # tolls that are its outcome, with their figures
    part_of: str | None = None  # for such a toll: the incident whose outcome it is
    spans: bool = False  # a total over days and places of which the record tells single events as well

    @property
    def place(self) -> PlaceRef | None:
        return self.incident.place

    @property
    def asserted(self) -> tuple[Claim, ...]:
        """The claims that it happened."""
        return tuple(claim for claim in self.claims if claim.stance == "asserts")

    @property
    def sources(self) -> tuple[Document, ...]:
        """The documents that say that it happened, in the order of their publication, copies left out."""
        told = {claim.document.id for claim in self.asserted}
        found = [document for document in self.documents if document.id in told]
        firsts = [document for document in found if not document.copy_of]
        return tuple(firsts or found)


class CleanedOnce(PublicRecord):
    """The public view, each of its tables cleaned once, however often a format asks for it."""

    def __init__(self, record: Any):
        super().__init__(record)
        self._cleaned: dict[tuple[str, Any], Any] = {}

    def documents(self) -> list[Document]:
        return self._once("documents", None, lambda _: PublicRecord.documents(self))

    def claims(self, filters: Any = None) -> list[Claim]:
        return self._once("claims", filters, lambda wanted: PublicRecord.claims(self, wanted))

    def incidents(self, filters: Any = None) -> list[Incident]:
        return self._once("incidents", filters, lambda wanted: PublicRecord.incidents(self, wanted))

    def figures(self, filters: Any = None) -> list[Reconciled]:
        return self._once("figures", filters, lambda wanted: PublicRecord.figures(self, wanted))

    def _once(self, name: str, filters: Any, clean: Callable[[Any], Any]) -> Any:
        if isinstance(filters, dict):
            return clean(filters)
        if (name, filters) not in self._cleaned:
            self._cleaned[name, filters] = clean(filters)
        return self._cleaned[name, filters]


class EventView:
    """What a format reads: one record, whole or as the public may see it, with all lookups made once."""

    def __init__(self, record: Any, public: bool = True):
        self.raw, self.public = record, public
        self.found: dict[
            str, Any
        ] = {}  # what a format finds out about the whole record, kept for its next row
        self.record = CleanedOnce(record) if public else record

    @cached_property
    def whereabouts(self) -> Whereabouts:
        return Whereabouts(self.raw)

    @cached_property
    def parties(self) -> Parties:
        return Parties(self.raw)

    @cached_property
    def documents(self) -> dict[str, Document]:
        return {document.id: document for document in self.record.documents()}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.record.claims(None)}

    @cached_property
    def figures(self) -> dict[str, list[Reconciled]]:
        found: dict[str, list[Reconciled]] = {}
        for row in self.record.figures(None):
            found.setdefault(row.incident, []).append(row)
        return found

    @cached_property
    def altered(self) -> set[str]:
        """The claims whose quote has something withheld."""
        _ = self.claims
        return getattr(self.record, "altered_quotes", set())

    def events(self, filters: Any = None, joined: bool = False) -> Iterator[Event]:
        """The incidents that the filters keep, as events, by day.

        `joined`: a toll told on its own that the record has as the outcome of one of them is part of that event, whether
        the filters keep that toll or not.
        """
        incidents = self.record.incidents(filters)
        every = self.record.incidents(None) if joined else []
        tolls, totals = find_tolls(every), find_totals(every)
        part_of = {toll.id: whole for whole, found in tolls.items() for toll in found}
        for incident in incidents:
            event = self.make_event(incident, tolls.get(incident.id, ()), part_of.get(incident.id))
            yield replace(event, spans=True) if incident.id in totals else event

    def make_event(
        self, incident: Incident, tolls: Sequence[Incident] = (), part_of: str | None = None
    ) -> Event:
        """One incident as an event, with the tolls that are its outcome."""
        names = dict.fromkeys(name for one in (incident, *tolls) for name in one.claims)
        claims = tuple(self.claims[name] for name in names if name in self.claims)
        ids = dict.fromkeys(claim.document.id for claim in claims)
        documents = sorted(
            (self.documents[one] for one in ids if one in self.documents),
            key=lambda document: (document.published or "9999", document.id),
        )
        where = self.whereabouts.locate(incident.place)
        own = (
            claims
            if incident.kind in TWO_SIDED
            else [claim for claim in claims if claim.id in set(incident.claims)]
        )
        return Event(
            incident=incident,
            claims=claims,
            figures=tuple(self.figures.get(incident.id, ())),
            documents=tuple(documents),
            where=where,
            days=read_days(incident.when),
            cast=self.parties.cast(incident, own, where.country, incident.kind),
            outcomes=tuple((toll, tuple(self.figures.get(toll.id, ()))) for toll in tolls),
            part_of=part_of,
        )


def find_tolls(incidents: Sequence[Incident]) -> dict[str, list[Incident]]:
    """By incident, the tolls told on their own that are its outcome, within its days; one toll is of one incident alone."""
    by_id = {incident.id: incident for incident in incidents}
    found: dict[str, list[Incident]] = {}
    for toll in incidents:
        days = read_days(toll.when)
        if toll.kind != "casualties" or toll.status in UNTOLD or toll.roll_up or days is None:
            continue
        wholes = [
            by_id[tie.incident]
            for tie in toll.relations
            if tie.type == "outcome_of" and tie.incident in by_id
        ]
        for whole in wholes:
            around = read_days(whole.when)
            if (
                around
                and whole.status not in UNTOLD
                and around.first <= days.first
                and days.last <= around.last
            ):
                found.setdefault(whole.id, []).append(toll)
                break
    return found


def find_totals(incidents: Sequence[Incident]) -> set[str]:
    """The totals over a period in whose days and near whose places the record tells single events: their rows are the same dead.

    That a total is known to cover one of them is told by its relations; here it is enough that it may.
    """
    singles: dict[str, list[tuple[Days, Incident]]] = {}
    for one in incidents:
        if not one.roll_up and one.status not in UNTOLD and (days := read_days(one.when)):
            singles.setdefault(days.first, []).append((days, one))
    found = set()
    for total in incidents:
        days = read_days(total.when)
        if not total.roll_up or days is None:
            continue
        within = (pair for day in days.each for pair in singles.get(day, ()))
        if any(inner.last <= days.last and are_near(total, one) for inner, one in within):
            found.add(total.id)
    return found


def are_near(one: Incident, other: Incident) -> bool:
    """Whether two incidents name a place of one id, or places within a few kilometres."""
    mine, theirs = ([place for place in (each.place, *each.places) if place] for each in (one, other))
    if {place.id for place in mine if place.id} & {place.id for place in theirs if place.id}:
        return True
    return any(
        measure_distance((a.lat, a.lon), (b.lat, b.lon)) <= NEAR
        for a in mine
        for b in theirs
        if None not in (a.lat, a.lon, b.lat, b.lon)
    )


def read_days(when: When | None) -> Days | None:
    """The days that a date stands for; None where neither end is known to the day.

    >>> read_days(When(start="2031-05-04T06:00", end="2031-05-04T12:00", precision="part_of_day")).count
    1
    >>> days = read_days(When(start="2031-05-01", end="2031-05-31", precision="month"))
    >>> days.count, days.middle
    (31, '2031-05-16')
    """
    if when is None or not when.start or len(when.start) < 10:
        return None
    first, last = when.start[:10], (when.end or when.start)[:10]
    try:
        count = (datetime.date.fromisoformat(last) - datetime.date.fromisoformat(first)).days + 1
    except ValueError:
        return None
    return Days(first=first, last=last, count=count, precision=when.precision) if count > 0 else None


def find_refusal(event: Event, needed: Sequence[str] = ("day", "position")) -> str | None:
    """Why no event data set would have a row for it: it is not said to have happened, or its day or place is unknown."""
    if event.incident.status in UNTOLD:
        return UNTOLD[event.incident.status]
    if any(tie.type == "covers" for tie in event.incident.relations):
        return "a total over a period that covers events with rows of their own"
    if event.spans:
        return "a total over a period in which single events near it have rows of their own"
    if "day" in needed and event.days is None:
        return "no known day"
    place = event.place
    if "position" in needed and (place is None or place.lat is None or place.lon is None):
        return "no known position"
    return None


def leave_out(event: Event, why: str) -> LeftOut:
    """The event as one that the format has no row for."""
    return LeftOut(id=event.incident.id, kind=event.incident.kind, title=event.incident.title, why=why)


def list_publishers(documents: Sequence[Document]) -> tuple[str, ...]:
    """The outlets of the documents, each once; a document without one by its source."""
    return tuple(dict.fromkeys(document.publisher or document.source for document in documents))


def say_location(place: PlaceRef | None) -> str:
    """What a column for the location says of a place."""
    return say_place(place) if place else ""


def say_denials(event: Event) -> str | None:
    """Who denies it, in a sentence; None where nobody does."""
    who = [say_speaker(claim) for claim in event.claims if claim.stance == "denies"]
    return f"Denied by {', '.join(dict.fromkeys(who))}." if who else None


def say_speaker(claim: Claim) -> str:
    """Who says it: a speaker by name; one only described, with the outlet that quotes them; else the outlet."""
    outlet = claim.document.publisher or claim.document.source
    if claim.speaker.name == "publisher":
        return outlet
    name = claim.speaker.label or claim.speaker.name
    return name if claim.speaker.id or not name[:1].islower() else f"{name} quoted by {outlet}"


def list_quotes(event: Event, most: int = 4) -> tuple[str, ...]:
    """The sentences it rests on, each with its outlet, repeats left out."""
    seen: set[str] = set()
    quotes = []
    for claim in (*event.asserted, *(one for one in event.claims if one.stance == "denies")):
        words = " ".join(claim.quote.split())
        if words.casefold() in seen or claim.repeats:
            continue
        seen.add(words.casefold())
        denial = ", denying it" if claim.stance == "denies" else ""
        quotes.append(f"{claim.document.publisher or claim.document.source}{denial}: “{words}”")
    return tuple(quotes[:most])
