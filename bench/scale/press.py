"""Events of an invented war, told by an invented press: few places and days hold most claims, and some reports are copies.

Towns are told of by Zipf's law; two thirds of events fall in offensives of some days. An event is told once or many times,
by outlets that quote monitors and sides, late or at once, with numbers that differ; a share of reports is reprinted.
"""

import datetime
import random
from collections.abc import Iterator
from itertools import accumulate

from sijill.model import (
    ActorRef,
    Claim,
    Document,
    DocumentRef,
    ExtractorRef,
    Figure,
    Lineage,
    PlaceRef,
    When,
    claim_id,
)

from .country import MONITORS, OUTLETS, SIDES, Country

FIRST = datetime.date(2015, 1, 1).toordinal()
DAYS = 1095
A_THEATRE = 10_000  # claims
OFFENSIVES, OFFENSIVE_DAYS, IN_OFFENSIVES = 16, 12, 0.66
TOLD_AGAIN = 0.58  # chance that an event is told once more
A_REPORT = 6  # claims, on average
REPRINTED = 0.12
LOCAL = 6  # outlets that report from one theatre
SPREAD = 1.05  # of Zipf's law
KINDS = {
    "air_strike": 14, "shelling": 16, "clash": 12, "casualties": 10, "ground_attack": 6, "capture": 5, "held": 6,
    "bombing": 4, "evacuation": 3, "displacement": 2, "withdrawal": 2, "detention": 2, "statement": 8,
    "violence_against_civilians": 3, "repelled_attack": 2, "negotiation": 2, "ceasefire_violation": 2, "aid": 2,
    "protest": 1, "other": 4, "siege": 1, "contested": 1, "equipment_loss": 1, "abduction": 1,
}  # fmt: skip
MUTUAL = frozenset({"clash", "negotiation"})
COUNTING = frozenset(
    {"air_strike", "shelling", "bombing", "casualties", "ground_attack", "violence_against_civilians"}
)
EXTRACTOR = ExtractorRef(name="press", version="1")


def make_record(claims: int, country: Country, seed: int = 1) -> tuple[list[Document], list[Claim]]:
    """Documents and claims, about so many, spread evenly over the theatres of the country."""
    documents: list[Document] = []
    told: list[Claim] = []
    for number in range(len(country.theatres)):
        rng = random.Random(f"{seed}:{number}")
        share = claims // len(country.theatres)
        for document, own in print_reports(tell_events(rng, country, number, share), rng, number):
            documents.append(document)
            told += own
    return documents, told


def add_reports(count: int, country: Country, seed: int = 2) -> tuple[list[Document], list[Claim]]:
    """So many more reports from one theatre, such as a day's harvest brings."""
    rng = random.Random(f"more:{seed}")
    events = list(tell_events(rng, country, rng.randrange(len(country.theatres)), A_THEATRE))
    latest = sorted(events, key=lambda one: one[0])[-count * 5 :]
    reports = []
    for document, own in print_reports(iter(latest), rng, f"more{seed}"):
        reports.append((document, own))
        if len(reports) == count:
            break
    return [document for document, _ in reports], [claim for _, own in reports for claim in own]


def tell_events(
    rng: random.Random, country: Country, theatre: int, claims: int
) -> Iterator[tuple[int, int, dict]]:
    """(day of the report, outlet, what is told) of every telling, in the order of the events."""
    district, towns, quarters = country.theatres[theatre]
    fame = list(accumulate(1 / (rank + 1) ** SPREAD for rank in range(len(towns))))
    kinds, weights = list(KINDS), list(accumulate(KINDS.values()))
    offensives = [
        (rng.randrange(DAYS - OFFENSIVE_DAYS), rng.choices(towns, cum_weights=fame)[0])
        for _ in range(OFFENSIVES)
    ]
    outlets = rng.sample(range(OUTLETS), LOCAL)
    owed = claims
    while owed > 0:
        day, town = rng.randrange(DAYS), rng.choices(towns, cum_weights=fame)[0]
        if rng.random() < IN_OFFENSIVES:
            start, center = rng.choice(offensives)
            day = start + rng.randrange(OFFENSIVE_DAYS)
            town = center if rng.random() < 0.6 else town
        place = rng.choice(quarters[town]) if town in quarters and rng.random() < 0.4 else town
        by, on = rng.sample(SIDES, 2)
        event = {
            "day": day, "kind": rng.choices(kinds, cum_weights=weights)[0], "place": place, "town": town,
            "district": district, "by": f"{by}-group{rng.randrange(4)}", "on": f"{on}-army", "sides": (by, on),
            "toll": max(1, round(rng.lognormvariate(1.2, 1.0))),
        }  # fmt: skip
        while True:
            late = rng.choices((0, 1, rng.randint(2, 3), rng.randint(4, 20)), (55, 30, 10, 5))[0]
            yield day + late, rng.choice(outlets), event
            owed -= 1
            if rng.random() > TOLD_AGAIN or owed <= 0:
                break


def print_reports(
    tellings: Iterator[tuple[int, int, dict]], rng: random.Random, theatre: object
) -> Iterator[tuple[Document, list[Claim]]]:
    """The reports that hold the tellings: one outlet's of one day, and reprints of some of them."""
    by_report: dict[tuple[int, int, int], list[dict]] = {}
    for day, outlet, event in tellings:
        part = 0
        while len(by_report.get((day, outlet, part), ())) >= A_REPORT * 2:
            part += 1
        by_report.setdefault((day, outlet, part), []).append(event)
    for (day, outlet, part), events in by_report.items():
        name = f"report-{theatre}-{day}-{outlet}-{part}"
        report, own = print_report(name, day, outlet, events, rng)
        yield report, own
        if rng.random() < REPRINTED:
            other = (outlet + rng.randrange(1, OUTLETS)) % OUTLETS
            yield reprint(report, own, f"{name}-again", day + rng.randint(0, 2), other)


def print_report(
    name: str, day: int, outlet: int, events: list[dict], rng: random.Random
) -> tuple[Document, list[Claim]]:
    published = iso(day)
    document = Document(
        id=f"d-{name}", content_hash=name, source=f"{name}.txt", text="", language="en", published=published,
        publisher=f"Outlet{outlet}", publisher_id=f"outlet{outlet}",
    )  # fmt: skip
    ref = DocumentRef(
        id=document.id,
        source=document.source,
        publisher=document.publisher,
        published=published,
        language="en",
    )
    claims, at = [], 0
    for event in events:
        claim = tell_claim(ref, at, event, rng)
        claims.append(claim)
        at = claim.end + rng.randint(2, 220)
    return document, claims


def reprint(
    report: Document, claims: list[Claim], name: str, day: int, outlet: int
) -> tuple[Document, list[Claim]]:
    """The same words from another outlet."""
    copy = Document(
        id=f"d-{name}", content_hash=name, source=f"{name}.txt", text="", language="en", published=iso(day),
        publisher=f"Outlet{outlet}", publisher_id=f"outlet{outlet}",
        copy_of=(Lineage(document=report.id, relation="same_text", similarity=0.95),),
    )  # fmt: skip
    ref = DocumentRef(
        id=copy.id, source=copy.source, publisher=copy.publisher, published=copy.published, language="en"
    )
    own = []
    for claim in claims:
        fields = {field: getattr(claim, field) for field in claim.__struct_fields__}
        fields |= {
            "document": ref,
            "id": claim_id(copy.id, claim.start, claim.end, claim.kind, claim.speaker.name),
        }
        own.append(Claim(**fields))
    return copy, own


def tell_claim(ref: DocumentRef, at: int, event: dict, rng: random.Random) -> Claim:
    """One telling of an event: what it leaves out, gets otherwise or says loosely."""
    kind = event["kind"]
    if kind in COUNTING and rng.random() < 0.12:
        kind = "casualties"
    quote = " ".join(("the", kind, event["place"], *(rng.choice(WORDS) for _ in range(rng.randint(6, 14)))))
    speaker = pick_speaker(event, rng)
    by = event["by"] if rng.random() < 0.6 else f"{event['sides'][0]}-army"
    doers = (name_actor(by),) if kind != "casualties" and rng.random() < 0.8 else ()
    targets = (name_actor(event["on"]),) if rng.random() < 0.5 else ()
    if kind in MUTUAL and rng.random() < 0.5:
        doers, targets = targets, doers
    stance = rng.choices(("asserts", "plans", "denies", "hypothetical"), (90, 5, 3, 2))[0]
    return Claim(
        id=claim_id(ref.id, at, at + len(quote), kind, speaker.name),
        document=ref,
        kind=kind,
        stance=stance,
        hedged=rng.random() < 0.08,
        background=rng.random() < 0.03,
        quote=quote,
        start=at,
        end=at + len(quote),
        speaker=speaker,
        extractor=EXTRACTOR,
        actors=doers,
        targets=targets,
        weapons=(ActorRef(name="rockets", id="rockets"),) if rng.random() < 0.15 else (),
        places=tell_place(event, rng),
        extent="whole" if kind == "capture" and rng.random() < 0.3 else None,
        when=tell_day(event["day"], ref, rng),
        figures=tell_figures(kind, event, rng),
        confidence=0.8,
    )


def pick_speaker(event: dict, rng: random.Random) -> ActorRef:
    roll = rng.random()
    if roll < 0.5:
        return ActorRef(name="publisher")
    if roll < 0.72:
        number = rng.randrange(MONITORS)
        return ActorRef(name=f"Monitor{number}", id=f"monitor{number}")
    if roll < 0.92:
        side = rng.choice(event["sides"])
        return ActorRef(name=f"{side.title()} Voice", id=f"{side}-voice", side=side)
    return ActorRef(name=rng.choice(("local activists", "a military source", "the source", "witnesses")))


def name_actor(name: str) -> ActorRef:
    return ActorRef(name=name.title(), id=name, side=name.split("-")[0], label=name.title())


def tell_place(event: dict, rng: random.Random) -> tuple[PlaceRef, ...]:
    """The place, the town around it or the district, an area beside it, a name nobody knows, or none."""
    roll = rng.random()
    if roll < 0.07:
        return ()
    if roll < 0.10:
        return (PlaceRef(name=rng.choice(("the city", "the village", "Orchard Gate", "Old Mill"))),)
    if roll < 0.13:
        return (PlaceRef(name=f"south of {event['town']}", geometry=BOX, precision=5),)
    name = event["place"]
    if roll < 0.23:
        name = event["town"]
    elif roll < 0.28:
        name = event["district"]
    return (PlaceRef(name=name.title(), id=name, label=name.title(), precision=1, why="its own name"),)


def tell_day(day: int, ref: DocumentRef, rng: random.Random) -> When | None:
    roll = rng.random()
    if roll < 0.03:
        return None
    if roll < 0.80:
        return When(start=iso(day), end=iso(day), precision="day", text="on that day", anchor="explicit")
    if roll < 0.90:
        return When(start=ref.published, end=ref.published, precision="day", anchor="publication")
    if roll < 0.97:
        first = day - rng.randint(0, 4)
        return When(start=iso(first), end=iso(max(day, first + rng.randint(1, 5))), precision="interval",
                    text="over the days", anchor="explicit")  # fmt: skip
    if roll < 0.99:
        return When(start=iso(day - 3), end=iso(day + 3), precision="week", anchor="publication")
    return When(start=iso(day - 15), end=iso(day + 15), precision="month", anchor="narrative")


def tell_figures(kind: str, event: dict, rng: random.Random) -> tuple[Figure, ...]:
    if kind not in COUNTING or rng.random() < 0.5:
        return ()
    toll = max(1, event["toll"] + rng.choice((0, 0, 0, 0, 1, -1, 3)))
    side = event["sides"][1] if rng.random() < 0.5 else None
    least = rng.random() < 0.3
    return (
        Figure(measure=rng.choice(("killed", "killed", "wounded")), who="civilians" if side is None else side, side=side,
               low=float(toll), high=None if least else float(toll), qualifier="at least" if least else "exact"),
    )  # fmt: skip


def iso(day: int) -> str:
    return datetime.date.fromordinal(FIRST + day).isoformat()


BOX = {
    "type": "Polygon",
    "coordinates": [[[500.0, 80.0], [500.1, 80.0], [500.1, 80.1], [500.0, 80.1], [500.0, 80.0]]],
}
WORDS = tuple(f"word{number}" for number in range(400))
