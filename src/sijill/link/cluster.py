"""Groups of claims that are one event: average-link on log-odds, with pairs that must not meet."""

import heapq
import math
from collections.abc import Iterable, Sequence
from itertools import combinations, product

from .days import Days
from .decisions import Constraints
from .episodes import Episode, make_episode
from .evidence import compare_claims
from .facets import FIGHTING, RECURRING, STATES, STRIKES, TOLLS, Facets
from .levels import sum_levels
from .lookup import Lookup
from .where import compare_where

TOLD_TOGETHER = 3.0  # log-odds of two claims of one episode
THRESHOLD = 0.0  # join while the mean log-odds between two groups says "more likely one event than not"
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


class Clusters:
    """Union of claims into groups that keeps what must be together together and what must be apart apart."""

    def __init__(self, facets: Sequence[Facets], lookup: Lookup, constraints: Constraints):
        self.facets = {one.id: one for one in sorted(facets, key=lambda one: one.order)}
        self.rank = {name: number for number, name in enumerate(self.facets)}
        self.lookup = lookup
        self.together = constraints.together
        self.apart = set(constraints.apart)
        self._scores: dict[tuple[str, str], float] = {}
        self._wholes: dict[tuple[str, str], float] = {}
        self._episodes = self._list_episodes()

    def score_pair(self, one: str, other: str) -> float:
        pair = (one, other) if self.rank[one] < self.rank[other] else (other, one)
        if frozenset(pair) in self.apart:
            return -math.inf
        episode, another = (self._episodes.get(name) or Episode((name,), ((name,),)) for name in pair)
        if episode is another:
            return TOLD_TOGETHER
        wholes = (episode.members[0], another.members[0])
        if wholes not in self._wholes:
            self._wholes[wholes] = self._compare_wholes(episode, another)
        return self._wholes[wholes]

    def _compare_wholes(self, episode: Episode, another: Episode) -> float:
        """An episode is compared as a whole: by the account of the strike that is told of both, if no place parts them."""
        if self._lie_apart(episode, another):
            return -math.inf
        return max(self._compare_all(a, b) for a in episode.accounts for b in another.accounts)

    def _lie_apart(self, episode: Episode, another: Episode) -> bool:
        if len(episode.members) == len(another.members) == 1:
            return False
        pairs = product(episode.members, another.members)
        return any(compare_where(self.facets[a], self.facets[b], self.lookup).forbids for a, b in pairs)

    def _compare_all(self, account: Sequence[str], others: Sequence[str]) -> float:
        return sum(self._compare(a, b) for a in account for b in others) / (len(account) * len(others))

    def _compare(self, one: str, other: str) -> float:
        pair = (one, other) if self.rank[one] < self.rank[other] else (other, one)
        if pair not in self._scores:
            levels = compare_claims(self.facets[pair[0]], self.facets[pair[1]], self.lookup)
            self._scores[pair] = sum_levels(levels)
        return self._scores[pair]

    def _list_episodes(self) -> dict[str, Episode]:
        """The episode of each claim that is part of one; one that people took apart is none."""
        members: dict[str, list[Facets]] = {}
        for one in self.facets.values():
            if one.episode:
                members.setdefault(one.episode, []).append(one)
        found: dict[str, Episode] = {}
        for claims in members.values():
            episode = make_episode(claims)
            if not any(frozenset(pair) in self.apart for pair in combinations(episode.members, 2)):
                found |= dict.fromkeys(episode.members, episode)
        return found

    def find_groups(self) -> list[list[str]]:
        """The groups, each and all in the order of their earliest claim."""
        groups = self._start_groups()
        home = {name: number for number, group in enumerate(groups) for name in group}
        ties: dict[int, set[int]] = {}
        pairs = [pair for pair in self._list_candidates() if self.score_pair(*pair) > THRESHOLD]
        self._part_ambiguous(pairs)
        for one, other in pairs:
            a, b = home[one], home[other]
            if a != b and self.score_pair(one, other) > THRESHOLD:
                ties.setdefault(a, set()).add(b)
                ties.setdefault(b, set()).add(a)
        found = []
        for component in list_components(len(groups), ties):
            found += self._join_component([groups[number] for number in component])
        for group in found:
            group.sort(key=self.rank.__getitem__)
        return sorted(found, key=lambda group: self.rank[group[0]])

    def _start_groups(self) -> list[list[str]]:
        """One group a claim, but for those a person put together and those of an episode."""
        home = {name: name for name in self.facets}

        def find(name: str) -> str:
            while home[name] != name:
                name = home[name]
            return name

        told = [episode.members for episode in self._episodes.values()]
        for names in (*self.together, *dict.fromkeys(told)):
            present = [name for name in names if name in home]
            for name in present[1:]:
                home[find(name)] = find(present[0])
        groups: dict[str, list[str]] = {}
        for name in self.facets:
            groups.setdefault(find(name), []).append(name)
        return list(groups.values())

    def _list_candidates(self) -> set[tuple[str, str]]:
        """Pairs that share a block: a family of kinds, and a day (or, undated, a place or a document)."""
        blocks: dict[tuple, list[str]] = {}
        for name, one in self.facets.items():
            for key in list_blocks(one):
                blocks.setdefault(key, []).append(name)
        return {pair for names in blocks.values() for pair in combinations(names, 2)}

    def _part_ambiguous(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Keeps a claim about a wide place out of all events inside it that it fits, if they exclude each other.

        "The operation in the south" may be any of the attacks there that day: it is nobody's second witness.
        The same holds for a toll that fits two strikes.
        """
        pairs = list(pairs)
        self._part_undecided(pairs)
        inside: dict[str, list[str]] = {}
        for pair in pairs:
            for wide, inner in (pair, pair[::-1]):
                around = {name for spot in self.facets[inner].spots for name in spot.line}
                toll = self.facets[wide].kind in TOLLS and self.facets[inner].kind in STRIKES
                if toll or any(spot.key in around for spot in self.facets[wide].spots):
                    inside.setdefault(wide, []).append(inner)
        for wide, inner in inside.items():
            if any(self.score_pair(a, b) == -math.inf for a, b in combinations(inner, 2)):
                self.apart |= {frozenset({wide, name}) for name in inner}

    def _part_undecided(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Keeps a claim that may be of any day of several out of events of different days, if it fits more than one.

        Those that its own document tells of come first: "the surprise attack" is the attack of that report.
        """
        fits: dict[str, list[str]] = {}
        for pair in pairs:
            for loose, other in (pair, pair[::-1]):
                if is_undecided(self.facets[loose], self.facets[other]):
                    fits.setdefault(loose, []).append(other)
        for loose, others in fits.items():
            home = self.facets[loose].claim.document.id
            own = [name for name in others if self.facets[name].claim.document.id == home]
            if any(self.score_pair(a, b) == -math.inf for a, b in combinations(others, 2)):
                kept = [] if any(self.score_pair(a, b) == -math.inf for a, b in combinations(own, 2)) else own
                self.apart |= {frozenset({loose, name}) for name in others if name not in kept}

    def _join_component(self, groups: list[list[str]]) -> list[list[str]]:
        """Average-link within one component; ties go to the groups with the earliest claims."""
        alive = dict(enumerate(sorted(groups, key=lambda group: min(self.rank[name] for name in group))))
        totals = {
            (a, b): sum(self.score_pair(one, other) for one in alive[a] for other in alive[b])
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


def sort_pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def list_blocks(one: Facets) -> list[tuple]:
    """The blocks of a claim. Two claims in no common block are never compared.

    A day and a family of kinds make a block, cut again by place, once for each place around it.
    """
    family = (FAMILIES.get(one.kind, one.kind), one.claim.stance)
    places = {name for spot in one.spots for name in (spot.key, *spot.line[:2])}
    places = places | one.setting or {""}
    if not one.spots:
        places.add("")
    keys: list[tuple] = [("document", *family, one.claim.document.id)]
    if one.heard is not None and one.kind not in RECURRING | STATES:
        # where one of two dates is missing, only things that happen once meet, if told within a week
        weeks = (one.heard // 7, one.heard // 7 + 1)
        keys += [("undated", *family, spot.key, week) for spot in one.spots for week in weeks]
    if one.kind in ("capture", "ground_attack") and one.days and one.days.length == 1:
        keys += [("battle", one.claim.stance, one.days.first, spot.key) for spot in one.spots]
    if one.kind in FIGHTING and one.days and one.period:
        keys.append(("campaign", one.claim.stance, *one.days[:2]))
    for day in list_days(one.days) if one.days else ():
        keys += [("day", *family, day, place) for place in places]
        if one.figures:
            keys += [("figure", *family, day, figure[0]) for figure in one.figures]
    return keys


def list_days(days: Days) -> list[int]:
    first, last = days.first - days.slack, days.last + days.slack
    if last - first > LONGEST:
        return sorted({days.first, days.last, *range(first, first + 3), *range(last - 2, last + 1)})
    return list(range(first, last + 1))


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
