"""Which claims are compared at all: those that share a block, and of these those that could still be one event.

A block is a family of kinds with a day and a place, a report, or a number. Two claims that share none are never
compared. Of those that do, a pair is left out where what parts it can be seen beforehand: two places of which
neither holds the other, or days too far apart. That changes no link, and keeps the pairs in step with the claims.
"""

from array import array
from collections.abc import Hashable, Iterator, Sequence

import numpy as np

from .days import Days
from .evidence import may_be_one_kind
from .facets import FIGHTING, RECURRING, STATES, STRIKES, Facets
from .lookup import Lookup

LONGEST = 14  # days of an interval that are indexed one by one; longer ones are indexed by their ends
FAMILIES = {
    **dict.fromkeys(FIGHTING, "fighting"),
    **dict.fromkeys(STRIKES | {"casualties", "violence_against_civilians"}, "harm"),
    **dict.fromkeys(("capture", "handover"), "transfer"),
    **dict.fromkeys(("evacuation", "displacement"), "move"),
    **dict.fromkeys(STATES - {"siege"}, "state"),
    **dict.fromkeys(("agreement", "ceasefire"), "deal"),
    **dict.fromkeys(("abduction", "detention"), "taken"),
}
UNDATED = 10**7  # stands for the day of a claim without one

Block = tuple[list[int], list[int]]  # those that may meet all in it, and those that may meet only the former


def list_candidates(facets: Sequence[Facets], lookup: Lookup, fresh: np.ndarray | None = None) -> np.ndarray:
    """The pairs that may be one event, each as two positions in `facets` (shape n × 2, the lower first), sorted.

    With `fresh` (whether each claim is) only the pairs of which at least one is fresh.
    """
    codes, count = array("q"), len(facets)
    marks = None if fresh is None else fresh.tolist()
    for heads, rest in list_blocks(facets, lookup, fresh):
        if marks is None:
            codes.extend(pair_block(heads, rest, count))
        else:
            codes.extend(pair_fresh(heads, rest, count, marks))
    if not codes:
        return np.zeros((0, 2), np.int64)
    unique = np.sort(np.frombuffer(codes, dtype=np.int64))
    unique = unique[np.diff(unique, prepend=-1) > 0]
    found = np.stack((unique // count, unique % count), axis=1)
    return found[keep_possible(facets, found)]


def pair_block(heads: Sequence[int], rest: Sequence[int], count: int) -> Iterator[int]:
    """The pairs of a block, each as one number."""
    for at, one in enumerate(heads):
        for other in heads[at + 1 :]:  # positions rise within a block
            yield one * count + other
        for other in rest:
            yield one * count + other if one < other else other * count + one


def pair_fresh(heads: Sequence[int], rest: Sequence[int], count: int, fresh: Sequence[bool]) -> Iterator[int]:
    """The pairs of a block of which at least one is fresh."""
    new = [one for one in (*heads, *rest) if fresh[one]]
    meets = {*heads}
    for one in new:
        for other in (*heads, *rest) if one in meets else heads:
            if other != one and not (fresh[other] and other < one and (other in meets) == (one in meets)):
                yield one * count + other if one < other else other * count + one


def keep_possible(facets: Sequence[Facets], pairs: np.ndarray) -> np.ndarray:
    """Which of the pairs have kinds that can be one event, and days near enough; True where a rare rule may apply."""
    kinds = sorted({one.kind for one in facets})
    code = {kind: number for number, kind in enumerate(kinds)}
    may = np.array([[may_be_one_kind(a, b) for b in kinds] for a in kinds], dtype=bool).reshape(
        len(kinds), -1
    )
    kind = np.fromiter((code[one.kind] for one in facets), np.int16, len(facets))
    rival = np.fromiter((bool(one.denied) for one in facets), bool, len(facets))
    whole = np.fromiter((one.episode is not None for one in facets), bool, len(facets))
    days = np.array([one.days or (UNDATED, UNDATED, 0) for one in facets], dtype=np.int64).reshape(-1, 3)
    one, other = pairs[:, 0], pairs[:, 1]
    fits = may[kind[one], kind[other]] if len(kinds) else np.zeros(len(pairs), bool)
    fits = fits | rival[one] | rival[other]
    undated = (days[one, 0] == UNDATED) | (days[other, 0] == UNDATED)
    gap = np.maximum(days[one, 0] - days[other, 1], days[other, 0] - days[one, 1])
    near = undated | (gap <= np.maximum(days[one, 2], days[other, 2]))
    return (fits & near) | whole[one] | whole[other]  # episodes are compared by what others tell of them


def list_blocks(facets: Sequence[Facets], lookup: Lookup, fresh: np.ndarray | None = None) -> Iterator[Block]:
    """The blocks in which somebody may meet somebody, each with the positions of its claims in rising order.

    With `fresh` only the blocks in which somebody is.
    """
    keys, members = array("q"), array("q")
    for number, one in enumerate(facets):
        heads: set[Hashable] = set()
        rest: set[Hashable] = set()
        add_keys(one, lookup, heads, rest)
        rest -= heads
        # A key is kept as its hash alone: a dozen for each claim, of which most are of no other.
        keys.extend(map(hash, heads))
        keys.extend(map(hash, rest))
        members.extend([2 * number + 1] * len(heads))
        members.extend([2 * number] * len(rest))
    if not keys:
        return
    coded = np.frombuffer(keys, dtype=np.int64)
    order = np.argsort(coded, kind="stable")
    starts = np.flatnonzero(np.diff(coded[order], prepend=coded[order[0]] - 1))
    ends = np.append(starts[1:], len(order))
    found = np.frombuffer(members, dtype=np.int64)[order]
    wanted = ends - starts > 1
    if fresh is not None:
        wanted &= np.add.reduceat(fresh[found >> 1], starts) > 0
    for start, end in zip(starts[wanted].tolist(), ends[wanted].tolist(), strict=True):
        own = found[start:end].tolist()
        heads_here = [number >> 1 for number in own if number & 1]
        if heads_here:
            yield heads_here, [number >> 1 for number in own if not number & 1]


def add_keys(one: Facets, lookup: Lookup, heads: set, rest: set) -> None:
    """The keys of the blocks in which a claim may meet all others, and of those where it may meet only some."""
    stance, kind = one.claim.stance, one.kind
    family = (FAMILIES.get(kind, kind), stance)
    heads.add(("document", family, one.document))
    if one.heard is not None and kind not in RECURRING | STATES:
        # where one of two dates is missing, only things that happen once meet, if told within a week
        loose = one.days is None or is_long(one.days) or one.episode
        for week in (one.heard // 7, one.heard // 7 + 1):
            (heads if loose else rest).update(("undated", family, spot.key, week) for spot in one.spots)
    if one.days is None:
        return
    if kind in ("capture", "ground_attack") and one.days.length == 1:
        heads.update(("battle", stance, one.days.first, spot.key) for spot in one.spots)
    if kind in FIGHTING and one.period:
        add_placeless(one, ("campaign", stance, *one.days[:2]), heads, rest)
    near, around = list_places(one, lookup)
    for day in list_days(one.days):
        heads.update((day, family, place) for place in near)
        rest.update((day, family, place) for place in around)
        if not one.spots:  # what is told nowhere meets what leads to the same end
            heads.update((day, family, "end", spot.key) for spot in one.ends)
        for measure, whose in {figure[:2] for figure in one.figures}:
            add_placeless(one, ("figure", day, family, measure), heads, rest, whose)


def list_places(one: Facets, lookup: Lookup) -> tuple[set[str], set[str]]:
    """The places by which a claim meets whatever is told of them or in them, and those around them."""
    own = {spot.key for spot in one.spots}
    around = {name for spot in one.spots for name in spot.line[:2]}
    if one.meant or one.episode or not all(spot.known for spot in one.spots):  # it may be anywhere in these
        return own | one.setting | around, set()
    # an area without borders may include its neighbours
    own |= {spot.line[0] for spot in one.spots if spot.line and lookup.is_area(spot.key)}
    return own | one.setting, around


def add_placeless(one: Facets, key: tuple, heads: set, rest: set, whose: str = "") -> None:
    """The keys of a block that no place cuts: there the unplaced meet all, and known places only what holds them."""
    known = [spot for spot in one.spots if spot.known]
    heads.update((*key, "in", spot.key) for spot in known)
    rest.update((*key, "in", name) for spot in known for name in spot.line[2:])
    rich = bool(one.ends or one.meant or one.episode)
    rich = rich or any(spot.lat is not None or spot.box for spot in one.spots if not spot.known)
    vague = len(known) < len(one.spots) or not one.spots
    (heads if rich else rest).add(key)  # a place beside it, or an end in common, will do
    (heads if vague else rest).add((*key, "of", whose))  # the numbers must agree


def is_long(days: Days) -> bool:
    return days.last - days.first + 2 * days.slack > LONGEST


def list_days(days: Days) -> list[int]:
    first, last = days.first - days.slack, days.last + days.slack
    if is_long(days):
        return sorted({days.first, days.last, *range(first, first + 3), *range(last - 2, last + 1)})
    return list(range(first, last + 1))
