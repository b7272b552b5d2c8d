"""Groups of claims that are one event: average-link on log-odds, with pairs that must not meet."""

import heapq
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product

import numpy as np

from ..carriers import Carrier, count_processes, take_carrier
from .blocks import list_candidates
from .decisions import Constraints
from .episodes import Episode, make_episode
from .evidence import rate_claims
from .facets import STRIKES, TOLLS, Facets
from .lookup import Lookup
from .memory import Past
from .where import compare_where

TOLD_TOGETHER = 3.0  # log-odds of two claims of one episode
CHUNK = 100_000
WORTH_A_PROCESS = 200_000  # pairs: what takes some seconds to compare
THRESHOLD = 0.0  # join while the mean log-odds between two groups says "more likely one event than not"


class Clusters:
    """Union of claims into groups that keeps what must be together together and what must be apart apart.

    Claims are meant by their positions in the order of `Facets.order`.
    """

    def __init__(
        self,
        facets: Sequence[Facets],
        lookup: Lookup,
        constraints: Constraints,
        jobs: int | Carrier = 1,
        recall: Callable[[Sequence[Facets]], Past | None] = lambda _: None,
    ):
        self.carrier = take_carrier(jobs)
        self.facets = sorted(facets, key=lambda one: one.order)
        self._past = recall(self.facets)
        self.rank = {one.id: number for number, one in enumerate(self.facets)}
        self.lookup = lookup
        self.together = constraints.together
        self._apart = {
            frozenset(map(self.rank.__getitem__, pair))
            for pair in constraints.apart
            if pair <= self.rank.keys()
        }
        self._episodes = self._list_episodes()
        self.rater = Rater(self.facets, lookup, self._episodes, self._apart)

    def find_groups(self) -> list[list[str]]:
        """The groups, each and all in the order of their earliest claim."""
        found: list[list[int]] = []
        self.islands = np.zeros(len(self.facets), np.int64)
        self.groups = np.zeros(len(self.facets), np.int64)
        for number, island in enumerate(self.find_islands()):
            members = [one for start in island[0] for one in start]
            groups = self._past.recall_groups(members) if self._past else None
            groups = sorted(self.part_island(*island) if groups is None else groups)
            self.islands[members] = number
            for group in groups:
                self.groups[group] = len(found)
                found.append(group)
        return [[self.facets[number].id for number in group] for group in sorted(found)]

    def find_islands(self) -> Iterator[tuple[list[list[int]], dict[tuple[int, int], float]]]:
        """Claims that nothing ties to any others: the groups that they start as, and the pairs more likely one than not.

        What becomes of an island depends on nothing outside it.
        """
        starts = self._start_groups()
        pairs, scores = self.pairs, self.scores = self._find_likely()
        heads = list(range(len(self.facets)))
        for group in starts:
            for number in group[1:]:
                heads[find_head(heads, number)] = find_head(heads, group[0])
        for one, other in iterate_pairs(pairs):
            a, b = find_head(heads, one), find_head(heads, other)
            heads[max(a, b)] = min(a, b)
        own: dict[int, list[list[int]]] = {}
        for group in starts:
            own.setdefault(find_head(heads, group[0]), []).append(group)
        homes = np.fromiter((find_head(heads, one) for one, _ in iterate_pairs(pairs)), np.int64, len(pairs))
        order = np.argsort(homes, kind="stable")
        bounds = np.searchsorted(homes[order], np.fromiter(own, np.int64, len(own)), side="left").tolist()
        ends = np.searchsorted(homes[order], np.fromiter(own, np.int64, len(own)), side="right").tolist()
        for groups, first, last in zip(own.values(), bounds, ends, strict=True):
            rows = order[first:last]
            yield groups, dict(zip(map(tuple, pairs[rows].tolist()), scores[rows].tolist(), strict=True))

    def _find_likely(self) -> tuple[np.ndarray, np.ndarray]:
        """All pairs that are more likely one event than not, those remembered among them."""
        if self._past is None:
            return self._rate_all(
                list_candidates(self.facets, self.lookup, jobs=count_processes(self.carrier))
            )
        fresh = self._past.positions < 0
        jobs = count_processes(self.carrier)
        pairs, scores = self._rate_all(list_candidates(self.facets, self.lookup, fresh, jobs))
        pairs, scores = np.concatenate([pairs, self._past.pairs]), np.concatenate([scores, self._past.scores])
        order = np.lexsort((pairs[:, 1], pairs[:, 0]))
        return pairs[order], scores[order]

    def _rate_all(self, candidates: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The pairs that are more likely one event than not (n × 2), and their log-odds."""
        count = self.carrier.count_parts(len(candidates), WORTH_A_PROCESS)
        parts = [(self.rater, pairs) for pairs in np.array_split(candidates, count)]
        found = self.carrier.run(rate_pairs, parts, narrow_pairs)
        return np.concatenate([pairs for pairs, _ in found]), np.concatenate([scores for _, scores in found])

    def part_island(self, starts: list[list[int]], pairs: dict[tuple[int, int], float]) -> list[list[int]]:
        """The groups that the claims of one island come to, each sorted."""
        if len(starts) == 1:
            return [sorted(starts[0])]
        scores = Scores(self.rater, pairs)
        likely = sorted(pairs)
        scores.part(self._find_undecided(likely, scores))
        scores.part(self._find_ambiguous(likely, scores))
        home = {number: at for at, group in enumerate(starts) for number in group}
        ties: dict[int, set[int]] = {}
        for one, other in likely:
            if scores.rate(one, other) > THRESHOLD:
                tie(ties, home[one], home[other])
        found = []
        for component in list_components(len(starts), ties):
            found += join_groups([starts[number] for number in component], scores)
        return [sorted(group) for group in found]

    def _list_episodes(self) -> dict[int, Episode]:
        """The episode of each claim that is part of one; one that people took apart is none."""
        members: dict[str, list[Facets]] = {}
        for one in self.facets:
            if one.episode:
                members.setdefault(one.episode, []).append(one)
        found: dict[int, Episode] = {}
        for claims in members.values():
            episode = make_episode(claims, self.rank)
            if not any(frozenset(pair) in self._apart for pair in combinations(episode.members, 2)):
                found |= dict.fromkeys(episode.members, episode)
        return found

    def _start_groups(self) -> list[list[int]]:
        """One group a claim, but for those a person put together and those of an episode."""
        heads = list(range(len(self.facets)))
        put = [[self.rank[name] for name in names if name in self.rank] for names in self.together]
        told = [episode.members for episode in self._episodes.values()]
        for numbers in (*put, *dict.fromkeys(told)):
            for number in numbers[1:]:
                heads[find_head(heads, number)] = find_head(heads, numbers[0])
        groups: dict[int, list[int]] = {}
        for number in range(len(self.facets)):
            groups.setdefault(find_head(heads, number), []).append(number)
        return list(groups.values())

    def _find_ambiguous(self, pairs: Iterable[tuple[int, int]], scores: "Scores") -> set[frozenset[int]]:
        """A claim about a wide place, with all events inside it that it fits, if they exclude each other.

        "The operation in the south" may be any of the attacks there that day: it is nobody's second witness.
        The same holds for a toll that fits two strikes.
        """
        inside: dict[int, list[int]] = {}
        for pair in pairs:
            for wide, inner in (pair, pair[::-1]):
                one, other = self.facets[wide], self.facets[inner]
                toll = one.kind in TOLLS and other.kind in STRIKES
                if toll or any(one_of.key in spot.line for one_of in one.spots for spot in other.spots):
                    inside.setdefault(wide, []).append(inner)
        return {
            frozenset((wide, number))
            for wide, inner in inside.items()
            if scores.exclude_any(inner)
            for number in inner
        }

    def _find_undecided(self, pairs: Iterable[tuple[int, int]], scores: "Scores") -> set[frozenset[int]]:
        """A claim that may be of any day of several, with events of different days, if it fits more than one.

        Those that its own document tells of come first: "the surprise attack" is the attack of that report.
        """
        fits: dict[int, list[int]] = {}
        for pair in pairs:
            for loose, other in (pair, pair[::-1]):
                if is_undecided(self.facets[loose], self.facets[other]):
                    fits.setdefault(loose, []).append(other)
        found: set[frozenset[int]] = set()
        for loose, others in fits.items():
            home = self.facets[loose].document
            own = [number for number in others if self.facets[number].document == home]
            if scores.exclude_any(others):
                kept = [] if scores.exclude_any(own) else own
                found |= {frozenset((loose, number)) for number in others if number not in kept}
        return found


class Rater:
    """The log-odds of two claims, and of episodes as wholes; claims are meant by their positions."""

    def __init__(
        self,
        facets: Sequence[Facets] | Mapping[int, Facets],
        lookup: Lookup,
        episodes: Mapping[int, Episode],
        apart: set[frozenset[int]],
    ):
        self.facets, self.lookup, self._episodes, self._apart = facets, lookup, episodes, apart

    def narrow(self, numbers: Iterable[int]) -> "Rater":
        """The rater of these claims alone, with the claims of the episodes that they are part of."""
        named = set(numbers)
        episodes = {number: self._episodes[number] for number in named if number in self._episodes}
        named.update(number for episode in episodes.values() for number in episode.members)
        facets = {number: self.facets[number] for number in sorted(named)}
        return Rater(facets, self.lookup, episodes, {pair for pair in self._apart if pair <= named})

    def rate(self, one: int, other: int, wholes: dict[tuple[int, int], float]) -> float:
        """The log-odds of two claims, the lower first, as far as nothing parts them but what they say and decisions.

        `wholes` remembers what two episodes came to.
        """
        if self._apart and frozenset((one, other)) in self._apart:
            return -math.inf
        episode, another = self._episodes.get(one), self._episodes.get(other)
        if episode is None and another is None:
            return rate_claims(self.facets[one], self.facets[other], self.lookup)
        if episode is another:
            return TOLD_TOGETHER
        episode, another = episode or make_single(one), another or make_single(other)
        pair = (episode.members[0], another.members[0])
        if pair not in wholes:
            wholes[pair] = self._compare_wholes(episode, another)
        return wholes[pair]

    def _compare_wholes(self, episode: Episode, another: Episode) -> float:
        """An episode is compared as a whole: by the account of the strike that is told of both, if no place parts them."""
        for one, other in product(episode.members, another.members):
            if compare_where(self.facets[one], self.facets[other], self.lookup).forbids:
                return -math.inf
        return max(self._compare_all(a, b) for a in episode.accounts for b in another.accounts)

    def _compare_all(self, account: Sequence[int], others: Sequence[int]) -> float:
        rated = (
            rate_claims(self.facets[min(a, b)], self.facets[max(a, b)], self.lookup)
            for a in account
            for b in others
        )
        return sum(rated) / (len(account) * len(others))


def rate_pairs(rater: Rater, pairs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Those of the pairs that are more likely one event than not, and their log-odds."""
    wholes: dict[tuple[int, int], float] = {}
    rated = (rater.rate(one, other, wholes) for one, other in iterate_pairs(pairs))
    scores = np.fromiter(rated, float, len(pairs))
    likely = scores > THRESHOLD
    return pairs[likely], scores[likely]


def narrow_pairs(rater: Rater, pairs: np.ndarray) -> tuple[Rater, np.ndarray]:
    """The pairs with a rater that knows no other claims."""
    return rater.narrow(np.unique(pairs).tolist()), pairs


class Scores:
    """The log-odds of the pairs of one island, and those that were parted in it."""

    def __init__(self, rater: Rater, known: dict[tuple[int, int], float]):
        self._rater = rater
        self._known = dict(known)
        self._wholes: dict[tuple[int, int], float] = {}

    def rate(self, one: int, other: int) -> float:
        pair = (one, other) if one < other else (other, one)
        score = self._known.get(pair)
        if score is None:
            score = self._known[pair] = self._rater.rate(*pair, self._wholes)
        return score

    def exclude_any(self, numbers: Sequence[int]) -> bool:
        """Whether any two of the claims can by no means be one event."""
        return any(self.rate(a, b) == -math.inf for a, b in combinations(numbers, 2))

    def part(self, pairs: Iterable[frozenset[int]]) -> None:
        """From here on these pairs must not meet."""
        for pair in pairs:
            one, other = sorted(pair)
            self._known[one, other] = -math.inf


def join_groups(groups: list[list[int]], scores: Scores) -> list[list[int]]:
    """Average-link within one component; ties go to the groups with the earliest claims."""
    alive = dict(enumerate(sorted(groups, key=min)))
    totals = {
        (a, b): sum(scores.rate(one, other) for one in alive[a] for other in alive[b])
        for a, b in combinations(alive, 2)
    }

    def rate(pair: tuple[int, int]) -> float:
        return totals[pair] / (len(alive[pair[0]]) * len(alive[pair[1]]))

    waiting = [(-rate(pair), pair) for pair in totals if rate(pair) > THRESHOLD]
    heapq.heapify(waiting)
    while waiting:
        rating, (a, b) = heapq.heappop(waiting)
        if a not in alive or b not in alive or -rating != rate((a, b)):
            continue  # an older rating of groups that have since grown or gone
        for c in alive:
            if c not in (a, b):
                totals[sort_pair(a, c)] += totals.pop(sort_pair(b, c))
        del totals[a, b]
        alive[a] = alive[a] + alive.pop(b)
        for c in alive:
            if c != a and rate(sort_pair(a, c)) > THRESHOLD:
                heapq.heappush(waiting, (-rate(sort_pair(a, c)), sort_pair(a, c)))
    return list(alive.values())


def is_undecided(loose: Facets, other: Facets) -> bool:
    """Whether a claim gives only days among which its event lies, and the other's days are some of them."""
    if loose.days is None or other.days is None or loose.period is True or loose.days.length < 2:
        return False
    return other.days.length < loose.days.length and not (loose.claim.when and loose.claim.when.text)


def make_single(number: int) -> Episode:
    """One claim as an episode of its own."""
    return Episode((number,), ((number,),))


def iterate_pairs(pairs: np.ndarray) -> Iterator[list[int]]:
    """The pairs as plain numbers, a part of them at a time: of millions, that is a matter of memory."""
    for start in range(0, len(pairs), CHUNK):
        yield from pairs[start : start + CHUNK].tolist()


def find_head(heads: list[int], number: int) -> int:
    """The head of the set that a claim is in; the way there is made shorter for the next time."""
    while heads[number] != number:
        heads[number] = heads[heads[number]]
        number = heads[number]
    return number


def sort_pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def tie(ties: dict[int, set[int]], one: int, other: int) -> None:
    if one != other:
        ties.setdefault(one, set()).add(other)
        ties.setdefault(other, set()).add(one)


def list_components(count: int, ties: dict[int, set[int]]) -> Iterable[list[int]]:
    """The connected components of the groups, each sorted."""
    seen: set[int] = set()
    for start in range(count):
        if start in seen:
            continue
        seen.add(start)
        component, waiting = [], [start]
        while waiting:
            current = waiting.pop()
            component.append(current)
            for other in sorted(ties.get(current, ())):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        yield sorted(component)
