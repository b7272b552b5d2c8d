"""Which claims are compared at all: those that share a block, and of these those that could still be one event.

A block is a family of kinds with a day and a place, a report, or a number. Two claims that share none are never
compared. Of those that do, a pair is left out where what parts it can be seen beforehand: two places of which
neither holds the other, or days too far apart. That changes no link, and keeps the pairs in step with the claims.
"""

from array import array
from collections.abc import Hashable, Iterator, Sequence

import numpy as np

from ..forks import run_forked
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

CHUNK = 1_000_000  # pairs that are made at once
WORTH_A_PROCESS = 50_000  # claims: what takes a second or two


def list_candidates(
    facets: Sequence[Facets], lookup: Lookup, fresh: np.ndarray | None = None, jobs: int = 1
) -> np.ndarray:
    """The pairs that may be one event, each as two positions in `facets` (shape n × 2, the lower first), sorted.

    With `fresh` (whether each claim is) only the pairs of which at least one is fresh.
    """
    count = len(facets)
    found, starts, ends = list_blocks(facets, lookup, fresh, jobs)
    if fresh is None:
        codes = pair_blocks(found, starts, ends, count)
    else:
        fresh_codes, marks = array("q"), fresh.tolist()
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            own = found[start:end].tolist()
            heads = [number >> 1 for number in own if number & 1]
            rest = [number >> 1 for number in own if not number & 1]
            fresh_codes.extend(pair_fresh(heads, rest, count, marks))
        codes = np.frombuffer(fresh_codes, np.int64)
    if not len(codes):
        return np.zeros((0, 2), np.int64)
    codes = np.sort(codes)
    codes = codes[np.diff(codes, prepend=-1) > 0]
    pairs = np.stack((codes // count, codes % count), axis=1)
    return pairs[keep_possible(facets, pairs)]


def pair_blocks(found: np.ndarray, starts: np.ndarray, ends: np.ndarray, count: int) -> np.ndarray:
    """The pairs of all blocks, each as one number: those of blocks of one form together."""
    if not len(starts):
        return np.zeros(0, np.int64)
    sizes = ends - starts
    inside = np.repeat(np.arange(len(starts)), sizes)
    offsets = np.cumsum(sizes) - sizes
    own = found[np.arange(len(inside)) + np.repeat(starts - offsets, sizes)]
    heads = np.add.reduceat(own & 1, offsets)
    own = own[np.argsort(2 * inside + 1 - (own & 1), kind="stable")] >> 1  # in each block the heads first
    forms, form = np.unique(np.stack((heads, sizes), axis=1), axis=0, return_inverse=True)
    codes = [np.zeros(0, np.int64)]
    for number, (first, size) in enumerate(forms.tolist()):
        one, other = np.triu_indices(size, 1)
        one, other = one[one < first], other[one < first]
        blocks = offsets[form.reshape(-1) == number]
        for some in np.array_split(blocks, 1 + len(blocks) * len(one) // CHUNK):
            rows = own[some[:, None] + np.arange(size)]
            a, b = rows[:, one], rows[:, other]
            codes.append((np.minimum(a, b) * count + np.maximum(a, b)).reshape(-1))
    return np.concatenate(codes)


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


def list_blocks(
    facets: Sequence[Facets], lookup: Lookup, fresh: np.ndarray | None = None, jobs: int = 1
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The blocks in which somebody may meet somebody: the claims of all, and where each block starts and ends in these.

    A claim is twice its position in `facets`, and one more where it may meet all others of the block, not only some.
    With `fresh` only the blocks in which somebody is.
    """
    jobs = max(1, min(jobs, len(facets) // WORTH_A_PROCESS))
    bounds = [len(facets) * part // jobs for part in range(jobs + 1)]
    told = run_forked(lambda part: list_keys(facets, lookup, bounds[part], bounds[part + 1]), jobs)
    coded = np.concatenate([np.frombuffer(keys, dtype=np.int64) for keys, _ in told])
    found = np.concatenate([np.frombuffer(members, dtype=np.int64) for _, members in told])
    if not len(coded):
        return found, found, found
    order = np.argsort(coded, kind="stable")
    starts = np.flatnonzero(np.diff(coded[order], prepend=coded[order[0]] - 1))
    ends = np.append(starts[1:], len(order))
    found = found[order]
    wanted = (ends - starts > 1) & (np.add.reduceat(found & 1, starts) > 0)
    if fresh is not None:
        wanted &= np.add.reduceat(fresh[found >> 1], starts) > 0
    return found, starts[wanted], ends[wanted]


def list_keys(facets: Sequence[Facets], lookup: Lookup, start: int, stop: int) -> tuple[array, array]:
    """The keys of the claims from one position up to another, each with its claim (see `list_blocks`)."""
    keys, members = array("q"), array("q")
    for number in range(start, stop):
        heads: set[Hashable] = set()
        rest: set[Hashable] = set()
        add_keys(facets[number], lookup, heads, rest)
        rest -= heads
        # A key is kept as its hash alone: a dozen for each claim, of which most are of no other.
        keys.extend(map(hash, heads))
        keys.extend(map(hash, rest))
        members.extend([2 * number + 1] * len(heads))
        members.extend([2 * number] * len(rest))
    return keys, members


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
        for spot in (*one.spots, *one.lent):  # a name that only one report can place
            (rest if spot.known else heads).update((day, family, "name", name) for name in spot.names)
        if not one.spots:  # what is told nowhere meets what leads to the same end
            heads.update((day, family, "end", spot.key) for spot in one.ends)
        for measure, whose in {figure[:2] for figure in one.figures}:
            add_placeless(one, ("figure", day, family, measure), heads, rest, whose)


def list_places(one: Facets, lookup: Lookup) -> tuple[set[str], set[str]]:
    """The places by which a claim meets whatever is told of them or in them, and those around them."""
    own = {spot.key for spot in one.spots} | {spot.key for spot in one.lent if spot.known}
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
