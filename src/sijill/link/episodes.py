"""Claims of one report that are one event before any other report is read: the strike that it looks back to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ..model import replace
from .evidence import compare_claims
from .facets import LONGEST_PARTICLE, STRIKES, Facets, Spot, is_plain_word
from .lookup import Lookup, fold_name
from .tolls import relate_ranges
from .where import relate_spots

LOOKED_BACK = (
    3  # days after which a report tells of a strike for its own sake, and not in a round-up of the day
)
EFFECTS = frozenset({"bombing", "chemical_attack"})  # what a strike of another kind may have brought
HARM = STRIKES | {"casualties"}
HOLDING = frozenset({"same", "contains", "near"})
SETTLEMENTS = frozenset(
    {"village", "villages", "town", "towns", "city", "camp", "hamlet", "countryside", "province", "region"}
)


def note_episodes(facets: Sequence[Facets], lookup: Lookup) -> list[Facets]:
    """The facets, each claim of an episode with its episode, and with its scene where it names no known place.

    A report that comes days later and tells of one day of strikes and their dead in one town, with nothing that
    tells two strikes apart, speaks of one event: "the site", "one of the homes" and a quarter that nobody knows lie
    in that town, and the damage it dates to that day is the damage of that strike.
    """
    told: dict[tuple[str, int], list[Facets]] = {}
    for one in facets:
        if one.kind in HARM | {"other"} and is_looked_back(one):
            told.setdefault((one.document, one.days.first), []).append(one)  # type: ignore[union-attr]
    changed: dict[str, Facets] = {}
    for (document, day), members in told.items():
        harm = [one for one in members if one.kind in HARM]
        scene = find_scene(harm, lookup)
        if scene is None or not any(one.kind in STRIKES for one in harm):
            continue
        placed = [set_scene(one, scene) for one in harm]
        if len(placed) < 2 or any(tell_two(a, b, lookup) for a, b in combinations(placed, 2)):
            continue
        damage = [one for one in members if one.kind == "other" and lies_in_scene(one, scene, lookup)]
        for one in (*placed, *(set_scene(other, scene) for other in damage)):
            changed[one.id] = replace(one, episode=f"{document}:{day}")
    return [changed.get(one.id, one) for one in facets]


def is_looked_back(one: Facets) -> bool:
    """Whether a claim tells of a single day that was over for some days when the report came."""
    if one.claim.stance != "asserts" or one.days is None or one.published is None or one.period is not False:
        return False
    return one.days.length == 1 and one.days.slack <= 1 and one.published - one.days.last >= LOOKED_BACK


def find_scene(members: Sequence[Facets], lookup: Lookup) -> Spot | None:
    """The widest of the known places, if all lie in or beside it and no unknown name may be of another town."""
    known = [spot for one in members for spot in one.spots if spot.known]
    if not known or any(spot.broad for spot in known):
        return None
    scene = min(known, key=lambda spot: (len(spot.line), spot.key))
    if any(relate_spots(scene, spot, lookup) not in HOLDING for spot in known):
        return None
    places = [place.label or place.name for one in members for place in one.claim.places if not place.id]
    return scene if are_in_town([name for name in places if not is_plain_word(name)]) else None


def are_in_town(names: Sequence[str]) -> bool:
    """Whether unknown names are all of one thing inside a town: some word says what it is, and no town or village.

    >>> are_in_town(["Harbour End district", "Harbour End"]), are_in_town(["Harbour End"]), are_in_town(["Hill village"])
    (True, False, False)
    """
    if not names:
        return True
    words = [set(fold_name(name).split()) for name in names]
    told = {
        word for name in names for word in name.split() if word.islower() and len(word) > LONGEST_PARTICLE
    }
    alike = all(a & b - told for a, b in combinations(words, 2))
    return bool(told) and not told & SETTLEMENTS and alike


def set_scene(one: Facets, scene: Spot) -> Facets:
    """The claim, in its episode's scene where it names no place that is known."""
    return one if any(spot.known for spot in one.spots) else replace(one, spots=(*one.spots, scene))


def lies_in_scene(one: Facets, scene: Spot, lookup: Lookup) -> bool:
    return all(not spot.known or relate_spots(scene, spot, lookup) in HOLDING for spot in one.spots)


def tell_two(one: Facets, other: Facets, lookup: Lookup) -> bool:
    """Whether something tells two claims of a report apart: place, doer, sufferer, or what one voice says of each.

    One voice that tells of shelling and of an air strike, or gives two numbers, tells two. That there was a blast or gas,
    and that it came in an air strike, may be one.
    """
    levels = compare_claims(one, other, lookup)
    if any(level.forbids and level.name != "kind:different" for level in levels):
        return True
    if one.origin != other.origin:
        return False
    kinds = {one.kind, other.kind}
    return (len(kinds) > 1 and kinds <= STRIKES - EFFECTS) or give_two_numbers(one, other)


def give_two_numbers(one: Facets, other: Facets) -> bool:
    """Whether two claims count the same people or things, and no number fits both."""
    return any(
        (a[0], a[1]) == (b[0], b[1]) and relate_ranges(a[0], a[2:], b[2:]).name != "figures:overlap"
        for a in one.figures
        for b in other.figures
    )


@dataclass(frozen=True)
class Episode:
    """The claims of one strike that are compared as a whole: all of them, and the accounts of it among them."""

    members: tuple[int, ...]
    accounts: tuple[tuple[int, ...], ...]


def make_episode(members: Sequence[Facets], rank: Mapping[str, int]) -> Episode:
    """The episode of some claims, by their ranks, with those that tell one kind of strike by one doer as an account.

    A toll tells no account of its own, and a strike without a doer is told by those who name one of that kind.
    """
    accounts: dict[tuple[str, frozenset[str]], list[int]] = {}
    for one in members:
        if one.kind in STRIKES:
            accounts.setdefault((one.kind, one.doers.sides), []).append(rank[one.id])
    named = {kind for kind, sides in accounts if sides}
    told = [tuple(names) for (kind, sides), names in accounts.items() if sides or kind not in named]
    numbers = tuple(rank[one.id] for one in members)
    return Episode(numbers, tuple(told) or (numbers,))
