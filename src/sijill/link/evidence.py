"""Whether two claims speak of one event: log-odds from a few explicit comparisons, each said in words.

A level adds natural-log odds. What is not known adds nothing. A comparison may also forbid the link.
The numbers are set by hand from reading reports; `weights.py` fits them to a user's decisions, and the levels stay.
"""

from collections.abc import Iterable, Sequence

from .days import Days, count_days_apart
from .facets import (
    FIGHTING,
    HARM,
    MUTUAL,
    PASSAGE,
    RECURRING,
    STATES,
    STRIKES,
    TALK,
    TOLLS,
    Facets,
    Party,
    is_one_voice,
)
from .levels import Level, sum_levels
from .lookup import Lookup, fold_name
from .scenes import is_report_day
from .sites import MILITARY
from .tolls import compare_figures, compare_scopes, count_others
from .weights import weigh_levels
from .where import PLACED, are_named_alike, compare_where, is_campaign

PRIOR = -3.0  # two claims that share a block are more often about two events than about one
PRIOR_LEVEL = Level("prior", "two claims of one block", PRIOR)
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
MINED = frozenset({"mine", "bombing"})
LOOSE_KINDS = frozenset(
    {"violence_against_civilians", "ceasefire_violation", "aid", "looting"}
)  # many sorts each
BLAMED = STRIKES | {"violence_against_civilians", "casualties"}
UNDATED_GAP = 7  # days between publications within which two undated reports of one-off things may be one
MONTHS, WEEKS = 60, 21  # days: a lasting state, and an event told to the week


def rate_claims(one: Facets, other: Facets, lookup: Lookup) -> float:
    """The log-odds that two claims are one event: the sum of `compare_claims`, which stops where one forbids it."""
    levels = list_levels(one, other, lookup, hasty=True)
    return sum_levels(weigh_levels(filter(is_told, levels), lookup.weights) if lookup.weights else levels)


def may_be_one_kind(kind: str, other: str) -> bool:
    """Whether two kinds can be told of one event, rival accounts aside."""
    if kind == other:
        return kind not in TALK
    if "violence_against_civilians" in (kind, other) and {kind, other} & STRIKES:
        return True  # where the words of the killing name the strike
    return frozenset({kind, other}) in KIND_PAIRS or {kind, other} == {"capture", "ground_attack"}


def compare_claims(one: Facets, other: Facets, lookup: Lookup) -> tuple[Level, ...]:
    """All comparisons of two claims, without those that say nothing."""
    told = filter(is_told, list_levels(one, other, lookup))
    return weigh_levels(told, lookup.weights) if lookup.weights else tuple(told)


def is_told(level: Level) -> bool:
    """Whether a comparison says something."""
    return bool(level.forbids or level.withholds or level.score or level.name.endswith("unknown"))


def list_levels(one: Facets, other: Facets, lookup: Lookup, hasty: bool = False) -> Sequence[Level]:
    """All comparisons of two claims; if `hasty`, only the first found that forbids the link where one does."""
    where = compare_where(one, other, lookup)
    if hasty and where.forbids:
        return (where,)
    when = compare_when(one, other)
    kinds = compare_kinds(one, other)
    doers = compare_doers(one, other, lookup)
    if hasty:
        for level in (when, kinds, doers):
            if level.forbids:
                return (level,)
    levels = [
        PRIOR_LEVEL,
        kinds,
        when,
        where,
        doers,
        compare_sufferers(one, other),
        compare_weapons(one, other),
        compare_figures(one, other),
        compare_sites(one, other),
        compare_scopes(one, other),
        compare_voices(one, other),
    ]
    apart = one.document != other.document
    mixed = one.kind != other.kind and {one.kind, other.kind} == FIGHTING and not is_campaign(one, other)
    if apart and mixed and where.score < PLACED:
        levels.append(Level("kind:loose", "an attack there and clashes here, in a wide place", -1.0))
    if apart and one.kind == other.kind and one.kind in LOOSE_KINDS and name_others(one, other):
        levels.append(Level("targets:described", "those who suffered are told in other words", -2.5))
    if when.name == "when:unknown":
        levels.append(allow_undated(one, other, where, levels))
    if where.name == "where:unknown":
        levels.append(allow_unplaced(one, other, levels))
    return levels


def compare_kinds(one: Facets, other: Facets) -> Level:
    if one.kind == other.kind:
        # what people say, and what fits no kind, is one event only when it is said again in the same words
        score = 0.7 if one.kind in LOOSE_KINDS else 1.5
        return Level("kind:same", f"both {one.kind}", score, forbids=one.kind in TALK)
    if is_rival_account(one, other):
        return Level("kind:rival", "rival accounts of the cause", 1.0)
    score = KIND_PAIRS.get(frozenset({one.kind, other.kind}))
    if is_battle(one, other):
        elsewhere = one.document != other.document
        # one report may tell the attack and then what came of it; two reports of the day tell one battle
        return Level(
            "kind:battle", "the attack and the taking of one place on one day", 0.5 if elsewhere else -2.5
        )
    if (level := compare_causes(one, other)) is not None:
        return level
    if "casualties" in (one.kind, other.kind) and {one.kind, other.kind} & STRIKES:
        if one.sites & other.sites - MILITARY:
            score = 0.6  # the dead at the market are those of the strike on the market
        elif one.document != other.document and not (one.doers and other.doers):
            score = -1.0  # a toll that names no doer, told elsewhere, may be of anything that day
        elif not (one.sufferers.sides | other.sufferers.sides):
            score = 0.6  # dead without a side are rather those of a strike than those of a battle
        strike, toll = (other, one) if one.kind == "casualties" else (one, other)
        if toll.sufferers.sides and toll.sufferers.sides <= strike.doers.sides:
            return Level("kind:own_dead", "a strike, and dead of the side that made it", -4.0, forbids=True)
    if score is None:
        return Level("kind:different", f"{one.kind} and {other.kind}", -4.0, forbids=True)
    return Level("kind:related", f"{one.kind} and {other.kind}", score)


def compare_causes(one: Facets, other: Facets) -> Level | None:
    """A toll or a killing whose words say what brought it ("died in the shelling"), beside a strike."""
    for harm, strike in ((one, other), (other, one)):
        if harm.kind not in HARM or strike.kind not in STRIKES or not harm.causes:
            continue
        if harm.sufferers.sides and harm.sufferers.sides <= strike.doers.sides:
            return Level("kind:own_dead", "a strike, and dead of the side that made it", -4.0, forbids=True)
        if any(are_causes_alike(cause, strike.kind) for cause in harm.causes):
            return Level("kind:cause", "a strike, and harm of which the words say that it came of one", 1.0)
        return Level("kind:other_cause", "a strike, and harm that came of something else", -1.5)
    return None


def are_causes_alike(cause: str, kind: str) -> bool:
    """Whether what the words of a toll name may be a strike of a kind: planes bomb, and a drone's is an air strike."""
    pair = frozenset({cause, kind})
    return cause == kind or pair == MINED or KIND_PAIRS.get(pair, -1.0) > -1.0


def is_battle(one: Facets, other: Facets) -> bool:
    """Whether one side attacks and takes one place, the whole of it, on one and the same day."""
    if one.kind == other.kind or {one.kind, other.kind} != {"capture", "ground_attack"}:
        return False
    if one.days is None or other.days is None or one.days[:2] != other.days[:2] or one.days.length > 1:
        return False
    taken = one if one.kind == "capture" else other
    places, others = ({spot.key for spot in claim.spots if not spot.broad} for claim in (one, other))
    one_place = bool(places) and places == others and one.landmark == other.landmark
    return (one_place or are_named_alike(one, other)) and taken.claim.extent in (None, "whole")


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
        if one.days.length > 1 and is_lent(one) and is_lent(other):
            return Level("when:overlap", "some day of the same ones, which neither gives", 1.0)
        return Level("when:same", "the same dates", 2.0)
    if outlasts(one.days, other.days) or outlasts(other.days, one.days):
        return Level("when:apart", "one lasts for months, the other is of days", -6.0, forbids=True)
    if one.days.last == other.days.last and one.kind in STATES and other.kind in STATES:
        return Level("when:same", "both hold on one day", 2.0)
    shared = min(one.days.last, other.days.last) - max(one.days.first, other.days.first) + 1
    if one.period and other.period and 2 * shared < max(one.days.length, other.days.length):
        return Level("when:partly", "periods that share only some days", -1.0)
    return Level("when:overlap", "dates overlap", 1.0)


def is_lent(one: Facets) -> bool:
    """Whether the days are those of the report or the passage, and none that the claim's own words give."""
    when = one.claim.when
    return when is not None and not when.text and when.anchor == "narrative"


def outlasts(long: Days, short: Days) -> bool:
    """Whether one interval is of months, and told as that, and the other of days: a truce of four years, and a deal in it."""
    return long.length > MONTHS and long.slack <= 1 and short.length <= WEEKS and short.slack <= 3


def join_parties(one: Party, other: Party) -> Party:
    return Party(one.ids | other.ids, one.lineage | other.lineage, one.sides | other.sides)


def are_mutual(one: Facets, other: Facets) -> bool:
    """Whether either party may be named first.

    In one report "X offered" and "Y refused" are two steps; in two, who talks with whom may be told from either end.
    """
    if one.kind in MUTUAL or other.kind in MUTUAL:
        return True
    return one.kind == other.kind == "negotiation" and one.document != other.document


def compare_doers(one: Facets, other: Facets, lookup: Lookup) -> Level:
    a, b = one.doers, other.doers
    if are_mutual(one, other):
        a, b = join_parties(a, one.sufferers), join_parties(b, other.sufferers)
    if not a or not b:
        return Level("actors:unknown", "an actor is unknown", 0.0)
    shared = a.ids & b.ids
    if shared and not all(map(lookup.is_wide_actor, shared)):
        return Level("actors:same", "the same actor", 1.0)
    if shared or a.lineage & b.ids or b.lineage & a.ids or a.sides & b.sides:
        return Level("actors:compatible", "actors of one side", 0.5)
    if not a.sides or not b.sides:
        return Level("actors:unknown", "the side of an actor is unknown", 0.0)
    if {one.kind, other.kind} <= STATES and not is_one_voice(one, other):
        return Level("actors:rival", "rival versions of who holds it", 0.0)
    if is_blame_disputed(one, other, lookup) or is_rival_account(one, other):
        return Level("actors:blame", "who did it is disputed", -0.5)
    return Level("actors:conflicting", "opposite actors", -6.0, forbids=True)


def is_rival_account(one: Facets, other: Facets) -> bool:
    """Whether one voice says the other's kind of strike is untrue and tells of another kind instead."""
    return other.kind in one.denied or one.kind in other.denied


def is_blame_disputed(one: Facets, other: Facets, lookup: Lookup) -> bool:
    """Whether two opposed voices each name the other's side as the doer of a strike or a killing."""
    if one.kind not in BLAMED or other.kind not in BLAMED:
        return False
    if not lookup.are_opposed(one.origin_side, other.origin_side):
        return False
    return one.origin_side in other.doers.sides and other.origin_side in one.doers.sides


def compare_sufferers(one: Facets, other: Facets) -> Level:
    a, b = one.sufferers, other.sufferers
    if one.kind == other.kind and one.kind in TOLLS and count_others(one, other):
        return Level("targets:conflicting", "they count different people or things", -6.0, forbids=True)
    if are_mutual(one, other) or not a or not b:
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


def compare_sites(one: Facets, other: Facets) -> Level:
    """Whether both name one thing in the town, or each another: two schools are seldom hit by one shell."""
    if not one.sites or not other.sites or not {one.kind, other.kind} <= BLAMED:
        return Level("sites:none", "what was hit is unknown", 0.0)
    if one.sites & other.sites:
        return Level("sites:same", "both name one thing in a town that was hit", 1.0)
    if (one.sites | other.sites) & MILITARY:
        return Level("sites:none", "what was hit is disputed", 0.0)
    return Level("sites:different", "each names another thing that was hit", -3.0)


def compare_voices(one: Facets, other: Facets) -> Level:
    """One voice that lists two things apart in one document means two things."""
    if one.document != other.document:
        return Level("voice:other", "", 0.0)
    if one.kind != other.kind or one.origin != other.origin:
        return Level("voice:document", "told in one document", 0.3)
    listed = one.kind in TOLLS
    if listed and one.claim.figures and other.claim.figures and one.figures != other.figures:
        return Level("voice:apart", "one source lists them apart", -6.0, forbids=True)
    if compare_figures(one, other).score < 0.3:
        shared = {figure[:2] for figure in one.figures} & {figure[:2] for figure in other.figures}
        if shared:
            return Level("voice:apart", "one source gives them different numbers", -6.0, forbids=True)
    return Level("voice:document", "told in one document", 0.3)


def allow_undated(one: Facets, other: Facets, where: Level, levels: Sequence[Level]) -> Level:
    """An undated claim joins another only on one named place, across documents only for one-off things.

    In one document a wide area will do where the numbers agree.
    """
    told_again = one.document == other.document and where.name == "where:same"
    if told_again and any(level.name == "figures:overlap" for level in levels):
        return Level("undated:figures", "undated, in one document, the numbers agree", 0.0)
    if is_told_again(one, other, where, levels):
        return Level("undated:again", "undated, told again of the same people in one document", 1.0)
    if where.name != "where:same" or any(spot.broad for spot in one.spots):
        return Level("undated:withheld", "undated, and no one place in common", 0.0, withholds=True)
    if one.document == other.document:
        if one.kind in RECURRING and not are_adjacent(one, other):
            return Level("undated:withheld", "undated, in different parts of a document", 0.0, withholds=True)
        return Level("undated:document", "undated, in one document", 0.0)
    close = one.heard is not None and other.heard is not None and abs(one.heard - other.heard) <= UNDATED_GAP
    if not close or one.kind in RECURRING or other.kind in RECURRING or one.kind in STATES:
        return Level("undated:withheld", "undated, in different documents", 0.0, withholds=True)
    return Level("undated:published", f"undated, told within {UNDATED_GAP} days", 0.0)


def is_told_again(one: Facets, other: Facets, where: Level, levels: Sequence[Level]) -> bool:
    """Whether a document that gives no day tells one thing twice: of one side, in or to one place."""
    same_document = one.document == other.document
    undated = one.days is None and other.days is None and one.published is None
    found = {level.name for level in levels}
    shared = bool(found & {"actors:same", "actors:compatible"}) and not found & {"figures:disjoint"}
    return same_document and undated and shared and one.kind == other.kind and where.name == "where:same"


def are_adjacent(one: Facets, other: Facets) -> bool:
    """Whether two claims stand in one passage of one document."""
    if one.document != other.document:
        return False
    return max(one.claim.start, other.claim.start) - min(one.claim.end, other.claim.end) <= PASSAGE


def allow_unplaced(one: Facets, other: Facets, levels: Iterable[Level]) -> Level:
    """An unplaced claim joins another only in one passage, or on a figure that agrees."""
    if are_adjacent(one, other) and not {one.kind, other.kind} & STATES:
        return Level("unplaced:document", "a place is not given, in one passage", -1.0)
    if any(level.name == "figures:overlap" for level in levels):
        return Level("unplaced:figures", "a place is not given, the numbers agree", -1.0)
    return Level("unplaced:withheld", "a place is not given", 0.0, withholds=True)
