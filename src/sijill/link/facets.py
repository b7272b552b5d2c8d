"""What linking compares: a claim taken apart into kind, days, places, parties, weapons and figures."""

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from ..model import ActorRef, Claim, PlaceRef, replace
from .counted import find_counted
from .days import Days, count_days_apart, read_days
from .lookup import Lookup, fold_name
from .origins import Origins
from .sites import is_spread, read_causes, read_sites

STRIKES = frozenset({"air_strike", "drone_strike", "shelling", "bombing", "chemical_attack"})
FIGHTING = frozenset({"clash", "ground_attack"})
TOLLS = frozenset({"casualties", "equipment_loss", "detention"})
STATES = frozenset({"held", "contested", "siege"})
MOVES = frozenset({"evacuation", "displacement", "withdrawal", "handover"})
TALK = frozenset({"statement", "other"})
ONCE = STATES | TALK | {"agreement", "ceasefire", "negotiation"}  # nothing that adds up over a period
# Things that go on: an interval of several days is their duration. For the rest it is doubt about the day.
LASTING = STRIKES | FIGHTING | TOLLS | {"evacuation", "displacement", "violence_against_civilians", "looting"}
# Things that happen often in one place: without a date, two reports of them are never taken for one.
RECURRING = LASTING | TALK | {"repelled_attack", "abduction", "protest", "aid", "ceasefire_violation"}
MUTUAL = frozenset({"clash", "agreement", "ceasefire"})  # either party may be named first
PERIOD_DAYS = 3
HARM = frozenset({"casualties", "violence_against_civilians"})
PASSAGE = 400  # characters between two claims of one passage
LONGEST_PARTICLE = 3  # letters of a small word inside a name ("of", "al", "the")


class Spot(msgspec.Struct, frozen=True, gc=False):
    """One place of a claim, ready to compare."""

    key: str  # the id, or the folded label where there is none
    known: bool  # has an id
    line: tuple[str, ...]  # ids of the places around it
    broad: bool
    parent_of_others: bool
    lat: float | None = None
    lon: float | None = None
    box: tuple[float, float, float, float] | None = None  # of a relative area: west, south, east, north
    vague: bool = False  # a plain word ("the city"), which elsewhere may be another place
    names: frozenset[str] = frozenset()  # folded, by which it is meant here


class Party(msgspec.Struct, frozen=True, gc=False):
    """Doers or sufferers: ids with all they belong to, and sides."""

    ids: frozenset[str] = frozenset()
    lineage: frozenset[str] = frozenset()
    sides: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.ids or self.sides)


class Facets(msgspec.Struct, frozen=True, eq=False):
    """One claim as linking sees it."""

    claim: Claim
    id: str
    kind: str
    document: str
    order: tuple
    days: Days | None
    published: int | None
    spots: tuple[Spot, ...]
    ends: tuple[Spot, ...]  # destinations
    doers: Party
    sufferers: Party
    weapons: frozenset[str]
    figures: tuple[tuple[str, str, float | None, float | None], ...]  # measure, whose, low, high
    cumulative: bool
    origin: str
    origin_side: str | None
    root: str
    period: (
        bool | None
    )  # a total over days; None where the interval is only carried over from another sentence
    denied: frozenset[str] = frozenset()  # kinds of event that the same voice denies for those days
    setting: frozenset[str] = frozenset()  # of an unplaced claim: the place that its report mostly speaks of
    meant: str | None = None  # of a move out of a wide area: the one place in it that its report names for it
    landmark: bool = (
        False  # told of something that words describe in a named place ("the base in X"), not of X
    )
    heard: int | None = None  # the day of the report, or the last day that an undated report tells of
    episode: str | None = None  # the one strike of one day that its report looks back to
    sites: frozenset[str] = frozenset()  # what in a town its words name: a school, a market
    causes: frozenset[str] = frozenset()  # the kinds of strike that its words name
    spread: bool = False  # a toll that its words give for several places together
    lands: frozenset[str] = frozenset()  # the countries of its report's places
    lent: tuple[Spot, ...] = ()  # where a claim without a known place may be: its own words, its report


def is_one_voice(one: Facets, other: Facets) -> bool:
    """Whether one speaker says both in one report: two holders are then two facts, not rival versions."""
    same = [(claim.document.id, claim.speaker.id or claim.speaker.name) for claim in (one.claim, other.claim)]
    return same[0] == same[1]


def is_day_lent(one: Facets) -> bool:
    """Whether the words of the claim give no day, and that of its report or of another sentence stands in for it."""
    when = one.claim.when
    return when is not None and not when.text and when.anchor != "explicit"


def read_box(place: PlaceRef) -> tuple[float, float, float, float] | None:
    """The bounding box of a place's geometry (west, south, east, north)."""
    found: list[tuple[float, float]] = []

    def walk(part: object) -> None:
        if isinstance(part, (list, tuple)):
            if len(part) >= 2 and all(isinstance(number, (int, float)) for number in part[:2]):
                found.append((float(part[0]), float(part[1])))
            else:
                for inner in part:
                    walk(inner)

    walk((place.geometry or {}).get("coordinates"))
    if not found:
        return None
    west, south = min(x for x, _ in found), min(y for _, y in found)
    return west, south, max(x for x, _ in found), max(y for _, y in found)


def read_spots(places: Sequence[PlaceRef], lookup: Lookup) -> tuple[Spot, ...]:
    """The places as spots, without those that only locate another; equal places give one and the same."""
    try:
        known = lookup.made_spots.get(places)
    except TypeError:  # an area drawn on the map, which has no hash
        return drop_containers(read_spot(place, lookup) for place in places)
    if known is None:
        known = lookup.made_spots[places] = drop_containers(read_spot(place, lookup) for place in places)
    return known


def read_spot(place: PlaceRef, lookup: Lookup) -> Spot:
    """The place as a spot; a relative area ("south of X") is its own spot, not X, whether or not it has an id."""
    area = place.geometry is not None and place.geometry.get("type") != "Point"
    box = read_box(place) if area and not place.id else None
    known = bool(place.id)
    lat, lon = lookup.find_own_point(place)
    return Spot(
        key=place.id if known and place.id else fold_name(place.label or place.name),
        known=known,
        line=lookup.find_place_line(place.id) if known and place.id else (),
        broad=lookup.is_broad(place) and not area,
        parent_of_others=area or (known and lookup.has_children(place.id or "")),
        lat=lat,
        lon=lon,
        box=box,
        vague=not known and is_plain_word(place.label or place.name),
        names=frozenset(fold_name(name) for name in (place.name, place.label) if name),
    )


def is_plain_word(name: str) -> bool:
    """Whether a place is named by plain words alone, in a script that has capital letters.

    >>> is_plain_word("the city"), is_plain_word("Mill Street"), is_plain_word("\u062c\u0648\u0628\u0631")
    (True, False, False)
    """
    return any(ch.islower() for ch in name) and not any(ch.isupper() for ch in name)


def is_described(place: PlaceRef) -> bool:
    """Whether a place without an id is named by a description ("the headquarters of the guard"), not by a mere name."""
    name = place.label or place.name
    told = any(word[0].islower() and len(word) > LONGEST_PARTICLE for word in name.split())
    return not place.id and told and name[0].isascii()


def is_numbered(place: PlaceRef) -> bool:
    """Whether a place without an id bears a number, as a unit's base does: it is something in a town, and no town."""
    return not place.id and any(word[0].isdigit() for word in (place.label or place.name).split())


def drop_containers(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    """The spots less those that only locate another ("the market in the old town": the market)."""
    unique = list(dict.fromkeys(spots))
    around = {name for spot in unique for name in spot.line}
    vague = any(not spot.known for spot in unique)
    kept = [spot for spot in unique if spot.key not in around and not (vague and spot.known and spot.broad)]
    return tuple(sorted(kept, key=lambda spot: spot.key))


def pick_places(claim: Claim) -> tuple[tuple[PlaceRef, ...], tuple[PlaceRef, ...]]:
    """Where a claim puts its event, and where it leads: a move happens where it starts."""
    by_role: dict[str, list[PlaceRef]] = {"location": [], "origin": [], "destination": []}
    for place in claim.places:
        by_role[place.role if place.role in by_role else "location"].append(place)
    main = by_role["location"] or by_role["origin"]
    if claim.kind in MOVES and by_role["origin"]:
        main = by_role["origin"]
    return tuple(main), tuple(by_role["destination"])


def read_party(refs: tuple[ActorRef, ...], lookup: Lookup) -> Party:
    """The doers or sufferers that some names mean; equal names give one and the same."""
    known = lookup.made_parties.get(refs)
    if known is None:
        known = lookup.made_parties[refs] = make_party(refs, lookup)
    return known


def make_party(refs: tuple[ActorRef, ...], lookup: Lookup) -> Party:
    ids = frozenset(ref.id for ref in refs if ref.id)
    return Party(
        ids=ids,
        lineage=frozenset().union(*(lookup.list_lineage(name) for name in ids)) if ids else frozenset(),
        sides=frozenset(side for ref in refs if (side := lookup.find_side(ref))),
    )


def read_facets(claim: Claim, origins: Origins) -> Facets:
    """The facets of a claim, all from the claim, its document and the pack."""
    lookup = origins.lookup
    places, ends = pick_places(claim)
    days, published = read_days(claim.when), origins.read_published(claim.document.id)
    figures = tuple(
        sorted(
            (
                (
                    figure.measure,
                    find_counted(claim, figure) or fold_name(figure.who),
                    figure.low,
                    figure.high,
                )
                for figure in claim.figures
                if not figure.subset and (figure.low is not None or figure.high is not None)
            ),
            key=repr,
        )
    )
    cumulative = claim.kind not in ONCE and any(figure.scope == "cumulative" for figure in claim.figures)
    doers, sufferers = read_party(claim.actors, lookup), read_party(claim.targets, lookup)
    return Facets(
        claim=claim,
        id=claim.id,
        kind=claim.kind,
        document=claim.document.id,
        order=order_claim(claim, days, published),
        days=days,
        published=published,
        spots=read_spots(places, lookup),
        ends=tuple(spot for spot in read_spots(ends, lookup) if not spot.vague),
        doers=doers,
        sufferers=sufferers,
        weapons=frozenset(ref.id or fold_name(ref.name) for ref in claim.weapons),
        figures=figures,
        cumulative=cumulative,
        origin=origins.find_origin(claim),
        origin_side=origins.find_side(claim),
        root=origins.find_root(claim.document.id),
        period=cumulative or is_period(claim, days),
        sites=read_sites(claim),
        spread=claim.kind in HARM and bool(claim.figures) and is_spread(claim.quote),
        causes=read_causes(claim),
        landmark=any(is_numbered(place) for place in places)
        or (any(place.id for place in places) and any(is_described(place) for place in places)),
    )


def is_period(claim: Claim, days: Days | None) -> bool | None:
    """Whether the claim tells of several days together; None where its own words give no such interval.

    "Over the three days" is a period. Days that a sentence without a date takes from another are mostly doubt.
    """
    if claim.kind not in LASTING or days is None or days.length < PERIOD_DAYS or days.slack > 1:
        return False
    return True if claim.when is not None and (claim.when.text or claim.when.anchor == "explicit") else None


def note_denied(facets: Sequence[Facets]) -> list[Facets]:
    """The facets, each with the kinds that its own voice denies in the same document for the same days.

    "It was no air strike, the house was mined": the two clauses are one rival account of one event.
    """
    denials: dict[tuple[str, str], list[Facets]] = {}
    for one in facets:
        if one.claim.stance == "denies" and one.kind in STRIKES:
            denials.setdefault((one.document, one.origin), []).append(one)
    result = []
    for one in facets:
        kinds = frozenset(
            denial.kind
            for denial in denials.get((one.document, one.origin), ())
            if one.days
            and denial.days
            and one.kind != denial.kind
            and not count_days_apart(one.days, denial.days)
        )
        told = kinds and one.claim.stance == "asserts" and one.kind in STRIKES
        result.append(replace(one, denied=kinds) if told else one)
    return result


def note_heard(facets: Sequence[Facets]) -> list[Facets]:
    """The facets, each with the day of its report; one that gives none was made no earlier than what it tells."""
    latest: dict[str, int] = {}
    for one in facets:
        if one.days is not None and one.claim.stance == "asserts":
            document = one.document
            latest[document] = max(one.days.last, latest.get(document, 0))
    return [replace(one, heard=one.published or latest.get(one.document)) for one in facets]


def note_meant(facets: Sequence[Facets]) -> list[Facets]:
    """The facets, each evacuation of a wide area with the place in it that its report means.

    "Fighters left the district … 1,900 people came out of the town through a corridor": where a report names one
    place in the area for those days, the area is the wide word for it.
    """
    moves: dict[str, list[Facets]] = {}
    for one in facets:
        if one.kind == "evacuation" and one.claim.stance == "asserts" and one.days and one.period is False:
            moves.setdefault(one.document, []).append(one)
    meant: dict[str, str] = {}
    for rows in moves.values():
        for wide in rows:
            inner = {
                spot.key
                for one in rows
                for spot in one.spots
                if not count_days_apart(wide.days, one.days)  # type: ignore[arg-type]
                and any(area.known and area.key in spot.line for area in wide.spots)
            }
            if len(inner) == 1:
                meant[wide.id] = inner.pop()
    return [replace(one, meant=meant[one.id]) if one.id in meant else one for one in facets]


def note_settings(facets: Sequence[Facets]) -> list[Facets]:
    """The facets, each unplaced one with the place that most placed claims of its document speak of.

    A place counts for all that hold it but what is wide; where no place has half of them there is no setting.
    """
    told: dict[str, list[frozenset[str]]] = {}
    for one in facets:
        named = frozenset(spot.key for spot in one.spots if spot.known and not spot.broad)
        if named:
            told.setdefault(one.document, []).append(named)
    settings: dict[str, frozenset[str]] = {}
    for document, rows in told.items():
        counts = Counter(key for row in rows for key in row)
        most = max(counts.values())
        if most > 1 and 2 * most >= len(rows):
            settings[document] = frozenset(key for key, count in counts.items() if count == most)
    return [
        one if any(spot.known for spot in one.spots) else
        replace(one, setting=settings.get(one.document, frozenset()))
        for one in facets
    ]  # fmt: skip


def order_claim(claim: Claim, days: Days | None, published: int | None) -> tuple:
    """A total order of claims that does not depend on the order in which they came."""
    return (
        days.first if days else published or 10**9,
        published or 10**9,
        claim.document.id,
        claim.start,
        claim.end,
        claim.id,
    )
