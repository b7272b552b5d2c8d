"""Reports of a simulated war: Sijill's own documents and claims, true, late, partial, copied and false."""

import random

import numpy as np

from fronts.press import NEUTRAL, OUTLETS_OF_A_SIDE, SITES
from fronts.settings import Setting
from fronts.world import BEGINS, CONTESTED, SIDES, Event, World
from sijill.link.days import iso
from sijill.model import (
    ActorRef,
    Claim,
    Document,
    DocumentRef,
    ExtractorRef,
    Lineage,
    PlaceRef,
    When,
    claim_id,
)

CLINGS_FOR = 40
BURST = 14
AT_FRONT = 6.0  # kilometres


class Newsroom:
    """Writes the documents and claims that outlets publish; `told` holds all of both at the end."""

    def __init__(self, rng: random.Random, world: World, setting: Setting):
        self.rng, self.world, self.setting = rng, world, setting
        self.documents: list[Document] = []
        self.claims: list[Claim] = []
        self.last: dict[tuple, str] = {}  # what a denial may be about

    def publish(self, outlet: str, day: int, kind: str, place: int | str, **fields) -> Claim | None:
        """One claim in a report of its own, some days late, and the copies of that report.

        `lag` is its mean delay in days; `by` and `on` are sides, `speaker` a source other than the outlet.
        """
        setting, rng = self.setting, self.rng
        lag = fields.pop("lag", setting.lag)
        published = day + int(rng.expovariate(1 / lag)) if lag else day
        if day < 0 or published >= self.world.days:
            return None
        claim = self.write(outlet, published, day, kind, place, **fields)
        if rng.random() < setting.copies:
            for site in rng.sample(SITES, rng.choice((1, 1, 2, 3))):
                self.copy(site, claim, published)
        return claim

    def write(self, outlet: str, published: int, day: int, kind: str, place: int | str, **fields) -> Claim:
        document = Document(
            id=f"d{len(self.documents):06d}",
            content_hash=str(len(self.documents)),
            source=f"{outlet}-{len(self.documents)}",
            text="",
            publisher=outlet.title(),
            publisher_id=outlet,
            published=iso(BEGINS + published),
            copy_of=fields.pop("copy_of", ()),
        )
        self.documents.append(document)
        by, on, speaker = fields.pop("by", ()), fields.pop("on", ()), fields.pop("speaker", None)
        when = fields.pop("when", None) or self.date(day)
        voice = ActorRef(name=speaker.title(), id=speaker) if speaker else ActorRef(name="publisher")
        if speaker is None and not fields.get("hedged"):
            fields["hedged"] = outlet in NEUTRAL and self.rng.random() < self.setting.hedged
        claim = Claim(
            id=claim_id(document.id, 0, 20, kind, voice.name),
            document=DocumentRef(id=document.id, source=document.source, published=document.published),
            kind=kind,
            quote="the words of the report",
            start=0,
            end=20,
            speaker=voice,
            extractor=ExtractorRef(name="simulated", version="1"),
            actors=name_armies(by),
            targets=name_armies(on),
            places=(self.name_place(place),),
            when=when,
            **fields,
        )
        self.claims.append(claim)
        return claim

    def copy(self, site: str, claim: Claim, published: int) -> None:
        """The same text again; a reworded copy keeps its named speaker but not its lineage."""
        marked = self.rng.random() >= self.setting.unmarked
        line = (Lineage(document=claim.document.id, relation="same_text", similarity=0.95),) if marked else ()
        day = min(published + self.rng.choice((0, 0, 1, 2)), self.world.days - 1)
        kept = (
            "kind",
            "places",
            "actors",
            "targets",
            "when",
            "stance",
            "hedged",
            "extent",
            "about",
            "speaker",
        )
        twin = self.write(site, day, day, claim.kind, 0, copy_of=line)
        fields = {name: getattr(claim, name) for name in kept}
        twin_id = claim_id(twin.document.id, 0, 20, claim.kind, claim.speaker.name)
        base = {name: getattr(twin, name) for name in ("document", "quote", "start", "end", "extractor")}
        self.claims[-1] = Claim(id=twin_id, **base, **fields)

    def date(self, day: int) -> When | None:
        """The day as the report has it: now and then vague, wrong, or not given."""
        rng, setting = self.rng, self.setting
        if rng.random() < setting.undated:
            return None
        if rng.random() < setting.wrong_day:
            day = max(0, day + rng.choice((-1, 1)) * (1 + int(rng.expovariate(1 / setting.far_off))))
        if rng.random() < setting.vague:
            first = max(0, day - rng.randrange(7))
            return When(start=iso(BEGINS + first), end=iso(BEGINS + first + 6), precision="week")
        return When(start=iso(BEGINS + day), end=iso(BEGINS + day), precision="day", anchor="explicit")

    def name_place(self, place: int | str) -> PlaceRef:
        if isinstance(place, str):
            return PlaceRef(name=place.title(), id=place, label=place.title())
        name = self.world.name(place)
        east, north = self.world.points[place]
        return PlaceRef(
            name=name.title(), id=name, label=name.title(), lat=float(north) / 111, lon=float(east) / 111
        )

    def pick_outlet(self, side: int | None) -> str:
        if side is None:
            return self.rng.choice(NEUTRAL)
        return f"{SIDES[side]}-{self.rng.randrange(OUTLETS_OF_A_SIDE)}"

    def say(self, side: int, day: int, kind: str, place: int | str, **fields) -> Claim | None:
        """A side's word: by an outlet of its own, or by its spokesman, or laundered by a neutral outlet."""
        setting, rng = self.setting, self.rng
        claim = self.publish(self.pick_outlet(side), day, kind, place, **fields)
        if rng.random() < 0.35:
            spokesman = f"{SIDES[side]}-voice"
            outlet = self.pick_outlet(side if rng.random() < 0.5 else None)
            claim = self.publish(outlet, day, kind, place, speaker=spokesman, **fields) or claim
        if rng.random() < setting.laundered:
            self.publish(self.pick_outlet(None), day, kind, place, **fields)
        return claim


def name_armies(sides: int | tuple) -> tuple[ActorRef, ...]:
    sides = (sides,) if isinstance(sides, int | np.integer) else sides
    return tuple(
        ActorRef(name=f"{SIDES[side].title()} Army", id=f"{SIDES[side]}-army", side=SIDES[side])
        for side in sides
    )


def write_reports(rng: random.Random, world: World, setting: Setting) -> tuple[list[Document], list[Claim]]:
    """All documents and claims of a war."""
    from fronts.events import tell_event
    from fronts.routine import Routine

    room = Newsroom(rng, world, setting)
    by_day: dict[int, list[Event]] = {}
    for event in world.events:
        by_day.setdefault(event.day, []).append(event)
    routine = Routine(room)
    for day in range(world.days):
        for event in by_day.get(day, ()):
            tell_event(room, event)
        routine.tell_day(day)
    return room.documents, room.claims


__all__ = ["AT_FRONT", "BURST", "CLINGS_FOR", "CONTESTED", "Newsroom", "write_reports"]
