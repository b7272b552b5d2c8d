"""Where two claims put their events: one place, one in the other, beside it, or apart."""

import math

from .facets import FIGHTING, HARM, STATES, STRIKES, TOLLS, Facets, Spot, is_one_voice
from .levels import Level
from .lookup import Lookup
from .tolls import share_counted

WORDS, REPORT = "“", "…"  # what begins the key of a name in the words of a claim, and in those of its report
TERRITORY = frozenset({"capture", "handover", "held", "contested", "withdrawal"})
PLACED = 2.0  # what one and the same place with no others in it adds
NEAR_KM = 3.0
AREA_KM = 5.0
FAR_KM = 25.0


def compare_where(one: Facets, other: Facets, lookup: Lookup) -> Level:
    """The best relation among the places of two claims; distinct named places are distinct events."""
    if one.ends and other.ends:
        ends = [relate_spots(a, b, lookup) for a in one.ends for b in other.ends]
        if all(relation == "apart" for relation in ends):
            return Level("where:apart", "they lead to different places", -6.0, forbids=True)
    elsewhere = one.document != other.document
    found: dict[str, Spot] = {}
    for a in one.spots:
        for b in other.spots:
            found["unknown" if elsewhere and (a.vague or b.vague) else relate_spots(a, b, lookup)] = a
    if "same" in found and is_part_told(one, other):
        return Level(
            "where:part", "one is of something in the place, the other of the place", -6.0, forbids=True
        )
    if "same" in found:
        spot = found["same"]
        if spot.broad:
            return Level("where:same", "the same wide area", 0.3)
        return Level("where:same", "the same place", 1.2 if spot.parent_of_others else PLACED)
    if "named" in found and are_in_one_land(one, other):
        return Level("where:name", "the same name, of which only one report says where it is", 1.5)
    if (meant := compare_meant(one, other)) is not None:
        return meant
    if "near" in found and {one.kind, other.kind} <= STATES and not is_one_voice(one, other):
        return Level("where:beside", "places side by side, each held for itself", -6.0, forbids=True)
    if "near" in found:
        return Level("where:near", "places close to each other", 0.5)
    if "contains" in found:
        if is_part_of_whole(one, other) or is_part_of_whole(other, one):
            return Level("where:part", "one place is a part of the other", -1.5)
        return Level("where:contains", "one place lies in the other", 0.5)
    if "contains_wide" in found:
        return Level("where:contains", "one place lies in the wide area of the other", 0.0)
    if is_campaign(one, other) and any(
        lies_around(a, b) or lies_around(b, a) for a in one.spots for b in other.spots
    ):
        return Level("where:around", "fighting in a place and around it, over the very same days", 0.5)
    if "apart" in found:
        return Level("where:apart", "different places", -6.0, forbids=True)
    shared = [a for a in one.ends for b in other.ends if relate_spots(a, b, lookup) == "same"]
    shared = shared or list_refuges(one, other)
    if shared:  # from where is not known of both, but they lead to one place
        return Level("where:same", "they lead to the same place", 0.3 if shared[0].broad else 1.0)
    around = {
        name for spot in (*one.spots, *other.spots) if spot.known for name in (spot.key, *spot.line[:1])
    }
    if are_named_alike(one, other):
        return Level("where:named", "names of one thing in one town", 1.5)
    told_apart = elsewhere and one.kind in TOLLS and not share_counted(one, other)
    strangers = elsewhere and not (one.doers.ids & other.doers.ids or one.doers.sides & other.doers.sides)
    apart = told_apart and bool(one.figures and other.figures)
    apart = apart or (strangers and (bool(one.doers and other.doers) or one.kind not in STRIKES | HARM))
    if (level := compare_lent(one, other, apart)) is not None:
        return level
    if one.kind != other.kind or told_apart or strangers:
        return Level("where:unknown", "a place is unknown", 0.0)
    set_together = (one.setting and one.setting & (other.setting | around)) or other.setting & around
    if set_together and is_part_told(one, other):
        return Level(
            "where:part", "one is of something in the place, the other of the place", -6.0, forbids=True
        )
    if set_together:
        return Level("where:setting", "the place that the report mostly speaks of", 0.3)
    return Level("where:unknown", "a place is unknown", 0.0)


def are_in_one_land(one: Facets, other: Facets) -> bool:
    """Whether nothing in their reports puts the two in different countries."""
    return not one.lands or not other.lands or bool(one.lands & other.lands)


def compare_lent(one: Facets, other: Facets, apart: bool) -> Level | None:
    """Two claims of which at least one gives no known place, by what its words name or where its report is."""
    if not one.lent and not other.lent:
        return None
    named = {
        a.key[0]
        for lent, told in ((one.lent, other), (other.lent, one))
        for a in lent
        for b in told.spots
        if not a.known and not b.vague and a.names & b.names
    }
    if named and not are_in_one_land(one, other):
        named = set()
    if WORDS in named:
        return Level("where:words", "the words of one name the place of the other", 1.2)
    places = [{spot.key for spot in (*claim.spots, *claim.lent) if spot.known} for claim in (one, other)]
    if not (named or places[0] & places[1]) or is_part_told(one, other):
        return None
    if one.sites & other.sites:
        return Level("where:site", "one thing in the town that the report speaks of there", 1.0)
    if apart:
        return None
    return Level("where:scene", "the place that the report speaks of there", 0.5)


def are_named_alike(one: Facets, other: Facets) -> bool:
    """Whether both name something in one town that no gazetteer knows, and the names may be of one thing.

    One name is the other and more ("Harbour End", "the Harbour End quarter"), or they share a number and a word ("the
    5th Guard", "headquarters of the 5th Guard Brigade").
    """
    towns = [
        {name for spot in claim.spots if spot.known and not spot.broad for name in (spot.key, *spot.line[:1])}
        | claim.setting
        for claim in (one, other)
    ]
    if not towns[0] & towns[1]:
        return False
    names = [
        [set(spot.key.split()) for spot in claim.spots if not spot.known and not spot.vague]
        for claim in (one, other)
    ]
    return any(
        a <= b or b <= a or (len(a & b) > 1 and any(any(ch.isdigit() for ch in word) for word in a & b))
        for a in names[0]
        for b in names[1]
    )


def is_campaign(one: Facets, other: Facets) -> bool:
    """Whether both tell of fighting that went on over the very same days, more than two."""
    same_days = one.days is not None and other.days is not None and one.days[:2] == other.days[:2]
    return same_days and bool(one.period and other.period) and {one.kind, other.kind} <= FIGHTING


def lies_around(spot: Spot, area: Spot) -> bool:
    """Whether a spot lies in the area that words draw around a place ("the gates of X")."""
    if area.box is None or spot.lat is None or spot.lon is None:
        return False
    west, south, east, north = area.box
    return west <= spot.lon <= east and south <= spot.lat <= north


def list_refuges(one: Facets, other: Facets) -> list[Spot]:
    """Places to which one move leads and in which the other, that leads nowhere, is told ("refuge in X")."""
    if not {one.kind, other.kind} <= {"evacuation", "displacement"}:
        return []
    pairs = ((one, other), (other, one))
    return [a for told, led in pairs if not told.ends and not led.spots
            for a in told.spots for b in led.ends if a.key == b.key and a.known]  # fmt: skip


def is_part_of_whole(part: Facets, whole: Facets) -> bool:
    """Whether a change of hands of a part stands beside one of all that holds it: two different things."""
    if not {part.kind, whole.kind} <= TERRITORY or whole.claim.extent not in (None, "whole"):
        return False
    around = {name for spot in part.spots for name in spot.line}
    if part.landmark and not whole.landmark:
        around |= {spot.key for spot in part.spots if spot.known}
    return any(spot.key in around for spot in whole.spots)


def compare_meant(one: Facets, other: Facets) -> Level | None:
    """A wide area by which a report means one place in it: that place, and no other in the area."""
    for wide, inner in ((one, other), (other, one)):
        if wide.meant is None:
            continue
        areas = {spot.key for spot in wide.spots}
        places = {spot.key for spot in inner.spots if areas & set(spot.line)} | {inner.meant} - {None}
        if wide.meant in places:
            return Level("where:meant", "an area, of which the report means that one place", 1.0)
        if wide.meant and places:
            return Level(
                "where:apart", "an area, of which the report means another place", -6.0, forbids=True
            )
    return None


def is_part_told(one: Facets, other: Facets) -> bool:
    """Whether one of two changes of hands is of a base or a building in the place, and the other of the place."""
    return one.landmark != other.landmark and {one.kind, other.kind} <= TERRITORY


def relate_spots(one: Spot, other: Spot, lookup: Lookup) -> str:
    """`same`, `contains`, `contains_wide`, `near`, `apart` or `unknown`."""
    if one.key == other.key and one.known == other.known:
        return "same"
    if one.known != other.known and one.names & other.names:
        return "named"
    if one.known and other.known:
        for inner, outer in ((one, other), (other, one)):
            if outer.key in inner.line:
                return "contains_wide" if outer.broad else "contains"
        siblings = bool(one.line and other.line and one.line[0] == other.line[0])
        loose = lookup.is_area(one.key) or lookup.is_area(other.key)
        distance = measure_km(one, other)
        if siblings and loose and distance is not None and distance <= AREA_KM:
            return "near"  # an area without borders may well include its neighbour
        return "apart"
    for inner, area in ((one, other), (other, one)):
        if area.box is not None:
            # unnamed places in an area are not the named place there, even where it might be one of them
            return "apart" if inner.known or inner.box is not None else "unknown"
    distance = measure_km(one, other)
    if distance is None:
        return "unknown"
    if distance <= NEAR_KM:
        return "near"
    return "apart" if distance > FAR_KM else "unknown"


def measure_km(one: Spot, other: Spot) -> float | None:
    """The distance between two spots, good enough over tens of kilometres."""
    if None in (one.lat, one.lon, other.lat, other.lon):
        return None
    mean = math.radians((one.lat + other.lat) / 2)
    return 111.2 * math.hypot(one.lat - other.lat, (one.lon - other.lon) * math.cos(mean))
