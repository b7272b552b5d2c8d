"""Where a claim that names no known place may be: in what its own words or its report say, as places that are lent to it."""

from collections.abc import Sequence

from ..model import PlaceRef, replace
from .days import count_days_apart
from .facets import (
    FIGHTING,
    HARM,
    PASSAGE,
    STATES,
    STRIKES,
    TALK,
    Facets,
    Spot,
    is_day_lent,
    is_plain_word,
    pick_places,
)
from .lookup import fold_name
from .sites import find_sites, list_names
from .tolls import read_counted
from .where import REPORT, WORDS

REACH = 600  # characters back to the placed claim of one passage
LOOKED_BACK = 3  # days before its report of which a headline may tell
ATTACKS = STRIKES | FIGHTING | {"repelled_attack", "capture", "abduction"}
NEXT_WORDS = 40  # characters between an attack and what comes of it in the very next words
MOST_NAMES = 8  # of a quote that is looked at; a longer list of names is no place


def note_scenes(facets: Sequence[Facets]) -> list[Facets]:
    """The facets, each claim without a known place with those that its words name and the one that its report is at there.

    A lent place is weaker than one that the claim gives: it parts nothing, and adds less.
    """
    told: dict[str, list[Facets]] = {}
    for one in facets:
        told.setdefault(one.document, []).append(one)
    changed: dict[str, Facets] = {}
    for members in told.values():
        lands = frozenset(spot.line[-1] for one in members for spot in one.spots if spot.known and spot.line)
        placed = sorted(filter(is_placed, members), key=lambda one: one.claim.start)
        town = find_town(placed)
        around = () if placed else name_report(members)
        for one in members:
            lent = ()
            if one.kind not in TALK and not any(spot.known for spot in one.spots):
                lent = lend(one, placed, town, around)
            if lent or lands:
                changed[one.id] = replace(one, lent=lent, lands=lands)
    return [changed.get(one.id, one) for one in facets]


def note_days(facets: Sequence[Facets]) -> list[Facets]:
    """The facets, each strike or toll whose words give no day with that of the dated one that it tells more of.

    "Shells fell on Monday … The shells hit a bakery": the second is no event of the day of the report. Nor is the
    headline: it has the number of a dated sentence below it, or names what was hit there.
    """
    told: dict[str, list[Facets]] = {}
    for one in facets:
        if one.kind in ATTACKS | HARM and one.claim.stance == "asserts" and one.days is not None:
            told.setdefault(one.document, []).append(one)
    changed: dict[str, Facets] = {}
    for members in told.values():
        dated = [one for one in members if not is_day_lent(one) and one.period is False]
        before: Facets | None = None
        for one in sorted(members, key=lambda one: one.claim.start) if dated else ():
            if is_day_lent(one):
                days = {other.days[:2]: other.days for other in dated if tells_again(other, one)}
                if before is not None and goes_on(before, one):
                    days = {before.days[:2]: before.days}
                if len(days) == 1:
                    one = changed[one.id] = replace(one, days=next(iter(days.values())))
            before = before if one.kind in HARM else one
    return [changed.get(one.id, one) for one in facets]


def tells_again(dated: Facets, one: Facets) -> bool:
    """Whether a claim gives the number of a dated one of some days before, or names what was hit there."""
    if dated.kind != one.kind and not {dated.kind, one.kind} & HARM:
        return False
    if dated.days is None or one.days is None or not 0 <= one.days.last - dated.days.last <= LOOKED_BACK:
        return False
    if one.sites and dated.sites and not one.sites & dated.sites:
        return False
    towns = [{spot.key for spot in claim.spots if spot.known and not spot.broad} for claim in (dated, one)]
    if all(towns) and not towns[0] & towns[1]:
        return False
    numbers = [{(read_counted(figure), *figure[2:3]) for figure in claim.figures} for claim in (dated, one)]
    if any(a[0] == b[0] and a[1] != b[1] for a in numbers[0] for b in numbers[1]):
        return False
    return bool(one.sites & dated.sites or numbers[0] & numbers[1])


def is_report_day(one: Facets) -> bool:
    """Whether the text gives no day at all, so that the day of the report stands in for it."""
    when = one.claim.when
    return is_day_lent(one) and when is not None and when.anchor == "publication" and one.kind not in STATES


def goes_on(before: Facets, one: Facets) -> bool:
    """Whether a claim tells more of the attack right before it: the same again, or its dead."""
    if before.days is None or one.days is None or before.period is not False:
        return False
    if not 0 <= one.claim.start - before.claim.end <= PASSAGE:
        return False
    if one.sites and before.sites and not one.sites & before.sites:
        return False
    places = {spot.key for spot in before.spots}
    if one.kind in HARM:
        next_words = one.claim.start - before.claim.end <= NEXT_WORDS
        return (
            next_words
            and not is_day_lent(before)
            and all(spot.key in places or spot.vague for spot in one.spots)
        )
    if before.kind != one.kind or one.kind not in STRIKES or not is_report_day(one):
        return False
    if before.days.first > one.days.first or any(spot.known for spot in one.spots):
        return False
    if one.doers and before.doers and not one.doers.sides & before.doers.sides:
        return False
    return not {figure[:2] for figure in one.figures} & {figure[:2] for figure in before.figures}


def note_causes(facets: Sequence[Facets]) -> list[Facets]:
    """The facets, each toll that says nothing of its cause with that of the strike that it is told right after.

    "Shells hit the market. Two people were killed": these are the dead of the shelling, and of the market.
    """
    told: dict[str, list[Facets]] = {}
    for one in facets:
        if one.kind in ATTACKS | HARM and one.claim.stance == "asserts":
            told.setdefault(one.document, []).append(one)
    changed: dict[str, Facets] = {}
    for members in told.values():
        strike: Facets | None = None
        for one in sorted(members, key=lambda one: (one.claim.start, one.claim.end)):
            if one.kind not in HARM:
                strike = one if one.kind in STRIKES else None
            elif strike is not None and not one.causes and came_of(strike, one):
                changed[one.id] = replace(
                    one, causes=frozenset({strike.kind}), sites=one.sites or strike.sites
                )
    return [changed.get(one.id, one) for one in facets]


def came_of(strike: Facets, toll: Facets) -> bool:
    """Whether a toll that names no doer may be that of the strike before it: nothing tells the two apart."""
    if toll.doers or not 0 <= toll.claim.start - strike.claim.end <= PASSAGE or toll.days is None:
        return False
    if strike.days is None or count_days_apart(strike.days, toll.days) or toll.period is not False:
        return False
    if toll.sites and strike.sites and not toll.sites & strike.sites:
        return False
    places = {spot.key for spot in strike.spots if spot.known}
    if any(spot.known and spot.key not in places for spot in toll.spots):
        return False
    return not (toll.sufferers.sides and toll.sufferers.sides <= strike.doers.sides)


def is_placed(one: Facets) -> bool:
    return any(spot.known and not spot.broad for spot in one.spots)


def find_town(placed: Sequence[Facets]) -> Spot | None:
    """The one place that a report is about: that which holds all the others that it names, or is named in most claims."""
    spots = {spot.key: spot for one in placed for spot in one.spots if spot.known and not spot.broad}
    counts: dict[str, int] = {}
    for one in placed:
        for spot in one.spots:
            if spot.known and not spot.broad:
                counts[spot.key] = counts.get(spot.key, 0) + 1
    for key, spot in sorted(spots.items(), key=lambda item: (-counts[item[0]], item[0])):
        held = sum(any(key in (part.key, *part.line) for part in one.spots) for one in placed)
        if held == len(placed) or (held > 1 and 2 * held > len(placed)):
            return spot
    return None


def lend(
    one: Facets, placed: Sequence[Facets], town: Spot | None, around: Sequence[Spot]
) -> tuple[Spot, ...]:
    """The places lent to a claim: names in its words, the place of the passage, and that of the whole report."""
    elsewhere = any(is_elsewhere(place) for place in pick_places(one.claim)[0])
    texts = [place.name for place in one.claim.places]
    if not elsewhere:
        texts += [one.claim.quote, *(ref.name for ref in one.claim.targets)]
    names = sorted({fold_name(name) for name in list_names(texts)} - {""})
    found = [
        Spot(WORDS + name, False, (), False, False, names=frozenset({name})) for name in names[:MOST_NAMES]
    ]
    if one.kind in STATES or elsewhere:
        return tuple(found)
    passage = find_passage(one, placed)
    if passage is not None:
        found.append(passage)
    if town is not None and town != passage and (passage is None or one.sites):
        found.append(town)  # "the bakery" may be that of the town, whatever the sentence before was about
    return (*found, *around)


def name_report(members: Sequence[Facets]) -> tuple[Spot, ...]:
    """The names in the words of a report that gives no known place at all: it may be in one of them."""
    quotes = (one.claim.quote for one in members)
    names = sorted({fold_name(name) for name in list_names(quotes)} - {""})
    if len(names) > 2 * MOST_NAMES:
        return ()
    return tuple(Spot(REPORT + name, False, (), False, False, names=frozenset({name})) for name in names)


def find_passage(one: Facets, placed: Sequence[Facets]) -> Spot | None:
    """The place of the nearest claim before, in one passage, where it has but one."""
    before = [other for other in placed if 0 <= one.claim.start - other.claim.start <= REACH]
    if not before:
        return None
    spots = [spot for spot in before[-1].spots if spot.known and not spot.broad]
    return spots[0] if len(spots) == 1 else None


def is_elsewhere(place: PlaceRef) -> bool:
    """Whether an unknown place has a name of its own and no word of what it is: it may be another town."""
    name = place.label or place.name
    return not place.id and not is_plain_word(name) and not find_sites(name)
