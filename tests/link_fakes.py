"""Invented claims, documents and a pack: two sides, red and blue, and the places of a country that is not."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from sijill.model import (
    ActorRef,
    Claim,
    Document,
    DocumentRef,
    ExtractorRef,
    Figure,
    Lineage,
    PlaceRef,
    Repeat,
    When,
    claim_id,
)

SIDES = ("red", "blue", "green")
ACTORS = {
    "red-army": ("Red Army", "red", None, "army"),
    "red-guard": ("Red Guard", "red", "red-army", "unit"),
    "blue-all": ("Blue groups", "blue", None, "umbrella"),
    "blue-front": ("Blue Front", "blue", "blue-all", "armed group"),
    "blue-league": ("Blue League", "blue", "blue-all", "armed group"),
    "green-band": ("Green Band", "green", None, "armed group"),
}
PLACES = {
    "land": ("Land", "country", None, 10.0, 10.0),
    "valley": ("Valley", "district", "land", 10.5, 10.5),
    "alton": ("Alton", "town", "valley", 10.50, 10.50),
    "belwick": ("Belwick", "town", "valley", 10.55, 10.55),
    "corley": ("Corley", "city", "land", 11.00, 11.00),
    "mill": ("Mill quarter", "neighbourhood", "corley", 11.01, 11.00),
    "port": ("Port quarter", "neighbourhood", "corley", 10.99, 11.02),
}
SOURCES = {
    "monitor": ("Land Monitor", "monitor", None, None),
    "monitor-head": ("Ada Brook", "person", "monitor", None),
    "blue-voice": ("Ben Holt", "person", "blue-front", None),
    "red-voice": ("Cara Dunn", "person", "red-army", None),
    "daily": ("The Daily", "outlet", None, None),
    "herald": ("The Herald", "outlet", None, None),
}


@dataclass
class FakePack:
    """The shape of a pack, as far as linking, reconciling and control read it."""

    sides: tuple = tuple(SimpleNamespace(id=name, name=name.title(), allied_with=()) for name in SIDES)
    actors: tuple = tuple(
        SimpleNamespace(id=key, name=name, side=side, parent=parent, kind=kind, lineage=())
        for key, (name, side, parent, kind) in ACTORS.items()
    )
    places: tuple = tuple(
        SimpleNamespace(id=key, name=name, kind=kind, parent=parent, lat=lat, lon=lon, area=False)
        for key, (name, kind, parent, lat, lon) in PLACES.items()
    )
    sources: tuple = tuple(
        SimpleNamespace(id=key, name=name, kind=kind, speaks_for=speaks_for, side=side)
        for key, (name, kind, speaks_for, side) in SOURCES.items()
    )
    extra: dict = field(default_factory=dict)


class FakeGazetteer:
    """The places of the fake pack by id, with parents nearest first."""

    def __init__(self, pack: FakePack | None = None):
        self.places = {place.id: place for place in (pack or FakePack()).places}

    def get(self, place_id: str):
        return self.places.get(place_id)

    def parents(self, place_id: str) -> tuple:
        found, place = [], self.places.get(place_id)
        while place is not None and place.parent:
            place = self.places[place.parent]
            found.append(place)
        return tuple(found)

    def children(self, place_id: str) -> tuple:
        return tuple(place for place in self.places.values() if place.parent == place_id)


PACK = FakePack()


def make_document(
    name: str,
    published: str | None = "2020-05-02",
    publisher: str | None = None,
    copy_of: str | None = None,
    repeats: tuple[Repeat, ...] = (),
) -> Document:
    lineage = (Lineage(document="d-" + copy_of, relation="same_text", similarity=0.97),) if copy_of else ()
    return Document(
        id="d-" + name,
        content_hash=name,
        source=name + ".txt",
        text="",
        publisher=SOURCES[publisher][0] if publisher else name.title(),
        publisher_id=publisher,
        published=published,
        copy_of=lineage,
        repeats=repeats,
    )


def make_actor(name: str) -> ActorRef:
    if name in ACTORS:
        return ActorRef(name=ACTORS[name][0], id=name, side=ACTORS[name][1], label=ACTORS[name][0])
    return ActorRef(name=name)


def make_speaker(name: str) -> ActorRef:
    if name in SOURCES:
        return ActorRef(name=SOURCES[name][0], id=name)
    return make_actor(name)


def make_place(name: str, role: str = "location") -> PlaceRef:
    if name in PLACES:
        label, _, _, lat, lon = PLACES[name]
        return PlaceRef(name=label, id=name, label=label, lat=lat, lon=lon, role=role)
    return PlaceRef(name=name, role=role)


def make_when(start: str | None, end: str | None = None) -> When | None:
    if start is None:
        return None
    precision = "interval" if end and end != start else "day"
    return When(start=start, end=end or start, precision=precision, anchor="explicit")


def make_claim(
    kind: str,
    document: Document,
    at: int = 0,
    *,
    quote: str | None = None,
    day: str | None = "2020-05-01",
    until: str | None = None,
    place: str | tuple | None = "alton",
    by: str | tuple = (),
    on: str | tuple = (),
    speaker: str = "publisher",
    figures: tuple[Figure, ...] = (),
    **fields,
) -> Claim:
    """A claim at one offset of a document; `by` and `on` are actors and targets, as ids of the fake pack."""
    quote = quote or f"{kind} number {at} in {document.source}"
    places = (place,) if isinstance(place, str) else place or ()
    voice = make_speaker(speaker)
    return Claim(
        id=claim_id(document.id, at, at + len(quote), kind, voice.name),
        document=DocumentRef(id=document.id, source=document.source, published=document.published),
        kind=kind,
        quote=quote,
        start=at,
        end=at + len(quote),
        speaker=voice,
        extractor=ExtractorRef(name="fake", version="1"),
        actors=tuple(make_actor(name) for name in ((by,) if isinstance(by, str) else by)),
        targets=tuple(make_actor(name) for name in ((on,) if isinstance(on, str) else on)),
        places=tuple(one if isinstance(one, PlaceRef) else make_place(one) for one in places),
        when=make_when(day, until),
        figures=figures,
        **fields,
    )


def killed(low: float | None, high: float | None, side: str = "red", **fields) -> Figure:
    qualifier = fields.pop("qualifier", "exact" if low == high else "at least")
    return Figure(measure="killed", who=side, side=side, low=low, high=high, qualifier=qualifier, **fields)
