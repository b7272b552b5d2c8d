"""Whether two claims speak of one event: log-odds from a few explicit comparisons, each said in words.

A level adds natural-log odds. What is not known adds nothing. A comparison may also forbid the link.
The numbers are set by hand from reading reports; a later model may fit them, the levels stay.
"""

import math
from collections.abc import Iterable, Sequence

from .days import count_days_apart
from .facets import FIGHTING, MUTUAL, RECURRING, STATES, STRIKES, TALK, TOLLS, Facets, Party, Spot
from .levels import Level
from .lookup import Lookup, fold_name
from .tolls import compare_figures, compare_scopes, count_others, share_counted

PRIOR = -3.0  # two claims that share a block are more often about two events than about one
KIND_PAIRS = {
    frozenset({"clash", "ground_attack"}): 0.0,
    frozenset({"capture", "handover"}): 0.5,
    frozenset({"held", "contested"}): 0.5,
    frozenset({"air_strike", "drone_strike"}): 0.5,
    frozenset({"air_strike", "bombing"}): -0.5,
    frozenset({"shelling", "bombing"}): -0.5,
    frozenset({"air_strike", "shelling"}): -1.0,
    frozenset({"casualties", "violence_against_civilians"}): 0.5,
    frozenset({"evacuation", "displacement"}): 0.5,
    frozenset({"abduction", "detention"}): 0.5,
    frozenset({"agreement", "ceasefire"}): 0.0,
    # the toll of a strike belongs to the strike; the toll of a day's fighting belongs to many engagements
    **{frozenset({"casualties", kind}): 0.0 for kind in STRIKES},
}
LOOSE_KINDS = frozenset(
    {"violence_against_civilians", "ceasefire_violation", "aid", "looting"}
)  # many sorts each
TERRITORY = frozenset({"capture", "handover", "held", "contested", "withdrawal"})
PLACED = 2.0  # what one and the same place with no others in it adds
NEAR_KM = 3.0
AREA_KM = 5.0
FAR_KM = 25.0
PASSAGE = 400  # characters between two claims of one passage
UNDATED_GAP = 7  # days between publications within which two undated reports of one-off things may be one


def compare_claims(one: Facets, other: Facets, lookup: Lookup) -> tuple[Level, ...]:
    """All comparisons of two claims."""
    where = compare_where(one, other, lookup)
    when = compare_when(one, other)
    levels = [
        Level("prior", "two claims of one block", PRIOR),
        compare_kinds(one, other),
        when,
        where,
        compare_doers(one, other, lookup),
        compare_sufferers(one, other),
        compare_weapons(one, other),
        compare_figures(one, other),
        compare_scopes(one, other),
        compare_voices(one, other),
    ]
    apart = one.claim.document.id != other.claim.document.id
    mixed = {one.kind, other.kind} == FIGHTING and not is_campaign(one, other)
    if apart and mixed and where.score < PLACED:
        levels.append(Level("kind:loose", "an attack there and clashes here, in a wide place", -1.0))
    if apart and one.kind == other.kind and one.kind in LOOSE_KINDS and name_others(one, other):
        levels.append(Level("targets:described", "those who suffered are told in other words", -2.5))
    if when.name == "when:unknown":
        levels.append(allow_undated(one, other, where, levels))
    if where.name == "where:unknown":
        levels.append(allow_unplaced(one, other, levels))
    return tuple(level for level in levels if level.forbids or level.score or level.name.endswith("unknown"))


def compare_kinds(one: Facets, other: Facets) -> Level:
    if one.kind == other.kind:
        # what people say, and what fits no kind, is one event only when it is said again in the same words
        score = 0.7 if one.kind in LOOSE_KINDS else 1.5
        return Level("kind:same", f"both {one.kind}", score, forbids=one.kind in TALK)
    if is_rival_account(one, other):
        return Level("kind:rival", "rival accounts of the cause", 1.0)
    score = KIND_PAIRS.get(frozenset({one.kind, other.kind}))
    if is_battle(one, other):
        elsewhere = one.claim.document.id != other.claim.document.id
        # one report may tell the attack and then what came of it; two reports of the day tell one battle
        return Level(
            "kind:battle", "the attack and the taking of one place on one day", 0.5 if elsewhere else -2.5
        )
    if "casualties" in (one.kind, other.kind) and {one.kind, other.kind} & STRIKES:
        if one.claim.document.id != other.claim.document.id and not (one.doers and other.doers):
            score = -1.0  # a toll that names no doer, told elsewhere, may be of anything that day
        elif not (one.sufferers.sides | other.sufferers.sides):
            score = 0.6  # dead without a side are rather those of a strike than those of a battle
    if score is None:
        return Level("kind:different", f"{one.kind} and {other.kind}", -4.0, forbids=True)
    return Level("kind:related", f"{one.kind} and {other.kind}", score)


def is_battle(one: Facets, other: Facets) -> bool:
    """Whether one side attacks and takes one place, the whole of it, on one and the same day."""
    if {one.kind, other.kind} != {"capture", "ground_attack"} or one.landmark != other.landmark:
        return False
    if one.days is None or other.days is None or one.days[:2] != other.days[:2] or one.days.length > 1:
        return False
    taken = one if one.kind == "capture" else other
    places, others = ({spot.key for spot in claim.spots if not spot.broad} for claim in (one, other))
    return bool(places) and places == others and taken.claim.extent in (None, "whole")


def compare_when(one: Facets, other: Facets) -> Level:
    if one.days is None or other.days is None:
        return Level("when:unknown", "a date is unknown", 0.0)
    apart = count_days_apart(one.days, other.days)
    if apart > max(one.days.slack, other.days.slack):
        return Level("when:apart", f"{apart} days apart", -6.0, forbids=True)
    if apart and (is_report_day(one) or is_report_day(other)):
        return Level("when:reported", f"{apart} day(s) apart, one of them only the day of the report", -0.5)
    if apart and one.kind == other.kind == "siege":
        return Level("when:lasting", "a siege told of on neighbouring days", 0.0)
    if apart:
        return Level("when:close", f"{apart} day(s) apart, within what the dates allow", -2.0)
    if one.days[:2] == other.days[:2]:
        return Level("when:same", "the same dates", 2.0)
    if {one.kind, other.kind} <= STATES and one.days.last == other.days.last:
        return Level("when:same", "both hold on one day", 2.0)
    shared = min(one.days.last, other.days.last) - max(one.days.first, other.days.first) + 1
    if one.period and other.period and 2 * shared < max(one.days.length, other.days.length):
        return Level("when:partly", "periods that share only some days", -1.0)
    return Level("when:overlap", "dates overlap", 1.0)


def is_report_day(one: Facets) -> bool:
    """Whether the text gives no day at all, so that the day of the report stands in for it."""
    when = one.claim.when
    return when is not None and when.anchor == "publication" and not when.text and one.kind not in STATES


def compare_where(one: Facets, other: Facets, lookup: Lookup) -> Level:
    """The best relation among the places of two claims; distinct named places are distinct events."""
    if one.ends and other.ends:
        ends = [relate_spots(a, b, lookup) for a in one.ends for b in other.ends]
        if all(relation == "apart" for relation in ends):
            return Level("where:apart", "they lead to different places", -6.0, forbids=True)
    elsewhere = one.claim.document.id != other.claim.document.id
    found = {
        "unknown" if elsewhere and (a.vague or b.vague) else relate_spots(a, b, lookup): a
        for a in one.spots
        for b in other.spots
    }
    if "same" in found and is_part_told(one, other):
        return Level(
            "where:part", "one is of something in the place, the other of the place", -6.0, forbids=True
        )
    if "same" in found:
        spot = found["same"]
        if spot.broad:
            return Level("where:same", "the same wide area", 0.3)
        return Level("where:same", "the same place", 1.2 if spot.parent_of_others else PLACED)
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
    told_apart = elsewhere and one.kind in TOLLS and not share_counted(one, other)
    strangers = elsewhere and not (one.doers.ids & other.doers.ids or one.doers.sides & other.doers.sides)
    if one.kind != other.kind or told_apart or strangers:
        return Level("where:unknown", "a place is unknown", 0.0)
    if (one.setting and one.setting & (other.setting | around)) or other.setting & around:
        return Level("where:setting", "the place that the report mostly speaks of", 0.3)
    return Level("where:unknown", "a place is unknown", 0.0)


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


def join_parties(one: Party, other: Party) -> Party:
    return Party(one.ids | other.ids, one.lineage | other.lineage, one.sides | other.sides)


def compare_doers(one: Facets, other: Facets, lookup: Lookup) -> Level:
    a, b = one.doers, other.doers
    elsewhere = one.claim.document.id != other.claim.document.id
    # in one report "X offered" and "Y refused" are two steps; in two, who talks with whom may be told either way
    if MUTUAL & {one.kind, other.kind} or (elsewhere and one.kind == other.kind == "negotiation"):
        a, b = join_parties(a, one.sufferers), join_parties(b, other.sufferers)
    if not a or not b:
        return Level("actors:unknown", "an actor is unknown", 0.0)
    if any(not lookup.is_wide_actor(name) for name in a.ids & b.ids):
        return Level("actors:same", "the same actor", 1.0)
    if a.ids & b.ids or a.lineage & b.ids or b.lineage & a.ids or a.sides & b.sides:
        return Level("actors:compatible", "actors of one side", 0.5)
    if not a.sides or not b.sides:
        return Level("actors:unknown", "the side of an actor is unknown", 0.0)
    if {one.kind, other.kind} <= STATES and not is_one_voice(one, other):
        return Level("actors:rival", "rival versions of who holds it", 0.0)
    if is_blame_disputed(one, other, lookup) or is_rival_account(one, other):
        return Level("actors:blame", "who did it is disputed", -0.5)
    return Level("actors:conflicting", "opposite actors", -6.0, forbids=True)


def is_one_voice(one: Facets, other: Facets) -> bool:
    """Whether one speaker says both in one report: two holders are then two facts, not rival versions."""
    same = [(claim.document.id, claim.speaker.id or claim.speaker.name) for claim in (one.claim, other.claim)]
    return same[0] == same[1]


def is_rival_account(one: Facets, other: Facets) -> bool:
    """Whether one voice says the other's kind of strike is untrue and tells of another kind instead."""
    return other.kind in one.denied or one.kind in other.denied


def is_blame_disputed(one: Facets, other: Facets, lookup: Lookup) -> bool:
    """Whether two opposed voices each name the other's side as the doer of a strike or a killing."""
    kinds = {one.kind, other.kind}
    if not kinds <= STRIKES | {"violence_against_civilians", "casualties"}:
        return False
    if not lookup.are_opposed(one.origin_side, other.origin_side):
        return False
    return one.origin_side in other.doers.sides and other.origin_side in one.doers.sides


def compare_sufferers(one: Facets, other: Facets) -> Level:
    a, b = one.sufferers, other.sufferers
    if one.kind == other.kind and one.kind in TOLLS and count_others(one, other):
        return Level("targets:conflicting", "they count different people or things", -6.0, forbids=True)
    if MUTUAL & {one.kind, other.kind} or not a or not b:
        return Level("targets:unknown", "a target is unknown", 0.0)
    if a.ids & b.ids or a.sides & b.sides:
        return Level("targets:same", "the same target", 0.5)
    if not a.sides or not b.sides:
        return Level("targets:unknown", "the side of a target is unknown", 0.0)
    return Level("targets:conflicting", "targets of different sides", -6.0, forbids=True)


def name_others(one: Facets, other: Facets) -> bool:
    """Whether both say who suffered, with no word and no number in common."""
    if compare_figures(one, other).score > 0:
        return False
    words = [
        {word for ref in claim.claim.targets for word in fold_name(ref.name).split()}
        for claim in (one, other)
    ]
    return bool(words[0] and words[1]) and not words[0] & words[1]


def compare_weapons(one: Facets, other: Facets) -> Level:
    if not one.weapons or not other.weapons:
        return Level("weapons:none", "a weapon is unknown", 0.0)
    if one.weapons & other.weapons:
        return Level("weapons:same", "the same weapon", 0.5)
    return Level("weapons:different", "different weapons", -0.5)


def compare_voices(one: Facets, other: Facets) -> Level:
    """One voice that lists two things apart in one document means two things."""
    if one.claim.document.id != other.claim.document.id:
        return Level("voice:other", "", 0.0)
    listed = one.kind == other.kind and one.kind in TOLLS and one.origin == other.origin
    if listed and one.claim.figures and other.claim.figures and one.figures != other.figures:
        return Level("voice:apart", "one source lists them apart", -6.0, forbids=True)
    if one.kind == other.kind and one.origin == other.origin and compare_figures(one, other).score < 0.3:
        shared = {figure[:2] for figure in one.figures} & {figure[:2] for figure in other.figures}
        if shared:
            return Level("voice:apart", "one source gives them different numbers", -6.0, forbids=True)
    return Level("voice:document", "told in one document", 0.3)


def allow_undated(one: Facets, other: Facets, where: Level, levels: Sequence[Level]) -> Level:
    """An undated claim joins another only on one named place, across documents only for one-off things.

    In one document a wide area will do where the numbers agree.
    """
    told_again = one.claim.document.id == other.claim.document.id and where.name == "where:same"
    if told_again and any(level.name == "figures:overlap" for level in levels):
        return Level("undated:figures", "undated, in one document, the numbers agree", 0.0)
    if is_told_again(one, other, where, levels):
        return Level("undated:again", "undated, told again of the same people in one document", 1.0)
    if where.name != "where:same" or any(spot.broad for spot in one.spots):
        return Level("undated:forbidden", "undated, and no one place in common", -6.0, forbids=True)
    if one.claim.document.id == other.claim.document.id:
        if one.kind in RECURRING and not are_adjacent(one, other):
            return Level("undated:forbidden", "undated, in different parts of a document", -6.0, forbids=True)
        return Level("undated:document", "undated, in one document", 0.0)
    close = one.heard is not None and other.heard is not None and abs(one.heard - other.heard) <= UNDATED_GAP
    if not close or one.kind in RECURRING or other.kind in RECURRING or one.kind in STATES:
        return Level("undated:forbidden", "undated, in different documents", -6.0, forbids=True)
    return Level("undated:published", f"undated, told within {UNDATED_GAP} days", 0.0)


def is_told_again(one: Facets, other: Facets, where: Level, levels: Sequence[Level]) -> bool:
    """Whether a document that gives no day tells one thing twice: of one side, in or to one place."""
    same_document = one.claim.document.id == other.claim.document.id
    undated = one.days is None and other.days is None and one.published is None
    found = {level.name for level in levels}
    shared = bool(found & {"actors:same", "actors:compatible"}) and not found & {"figures:disjoint"}
    return same_document and undated and shared and one.kind == other.kind and where.name == "where:same"


def are_adjacent(one: Facets, other: Facets) -> bool:
    """Whether two claims stand in one passage of one document."""
    if one.claim.document.id != other.claim.document.id:
        return False
    return max(one.claim.start, other.claim.start) - min(one.claim.end, other.claim.end) <= PASSAGE


def allow_unplaced(one: Facets, other: Facets, levels: Iterable[Level]) -> Level:
    """An unplaced claim joins another only in one passage, or on a figure that agrees."""
    if are_adjacent(one, other) and not {one.kind, other.kind} & STATES:
        return Level("unplaced:document", "a place is not given, in one passage", -1.0)
    if any(level.name == "figures:overlap" for level in levels):
        return Level("unplaced:figures", "a place is not given, the numbers agree", -1.0)
    return Level("unplaced:forbidden", "a place is not given", -6.0, forbids=True)
