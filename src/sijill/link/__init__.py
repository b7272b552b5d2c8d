"""Link: claims that speak of one event become one incident, rival versions and denials included."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from ..carriers import Carrier, count_processes
from ..collector import rest_collector
from ..model import Claim, Decision, Document, Incident, replace
from .cluster import Clusters
from .copies import find_leaders
from .decisions import Constraints, find_rejected, read_decisions
from .denials import Asserted, find_denied
from .episodes import note_episodes
from .facets import Facets, note_denied, note_heard, note_meant, note_settings, read_facets
from .grades import GRADES
from .identity import name_groups
from .incidents import Group, build_incidents, describe_event, finish_claim
from .lookup import Lookup
from .memory import Memory, Past, digest_decisions, digest_lineages, find_unchanged
from .origins import Origins
from .relations import find_relations
from .scenes import note_causes, note_days, note_scenes

__all__ = [
    "GRADES",
    "Linking",
    "Lookup",
    "Memory",
    "Origins",
    "find_rejected",
    "link_claims",
    "relink_claims",
]


def link_claims(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    pack: Any,
    decisions: Sequence[Decision] = (),
    previous: Sequence[Incident] = (),
    gazetteer: Any = None,
    jobs: int | Carrier = 1,
) -> tuple[list[Claim], list[Incident]]:
    """The claims, each with its incident, and the incidents; the order of the input changes neither.

    A denial joins the incident it denies and sets `about`; a claim that only repeats another sets `repeats`
    (within one document) and adds no origin; a claim that a person rejected has no incident. `previous` are
    the incidents of the last build, whose ids are kept where at least half the claims are. `gazetteer` knows the
    surroundings of places that the pack has not. `jobs` processes, or a carrier, share the work; the answer is the same.

    >>> link_claims([], [], pack=None)
    ([], [])
    """
    return relink_claims(claims, documents, pack, decisions, previous, gazetteer, jobs)[:2]


def relink_claims(
    claims: Iterable[Claim],
    documents: Iterable[Document],
    pack: Any,
    decisions: Sequence[Decision] = (),
    previous: Sequence[Incident] = (),
    gazetteer: Any = None,
    jobs: int | Carrier = 1,
    memory: Memory | None = None,
    weights: Mapping[str, float] | None = None,
) -> tuple[list[Claim], list[Incident], Memory]:
    """The same as `link_claims`, with the memory to give to the next build; what did not change is taken from `memory`.

    The memory must be that of the build that made `previous`, with this pack, gazetteer and weights: then the answer is
    the same with it as without. `weights` are those of the comparisons, by the keys of their levels; None: the shipped ones.
    """
    with rest_collector():
        build = Linking(claims, documents, Lookup(pack, gazetteer, weights), decisions, jobs, memory)
        return build.link(previous)


class Linking:
    """One linking of all claims, from facets to incidents."""

    def __init__(
        self,
        claims: Iterable[Claim],
        documents: Iterable[Document],
        lookup: Lookup,
        decisions: Sequence[Decision],
        jobs: int | Carrier,
        memory: Memory | None,
    ):
        self.claims = sorted({claim.id: claim for claim in claims}.values(), key=lambda claim: claim.id)
        self.origins, self.jobs = Origins(documents, lookup), jobs
        self.origins.note_speakers(self.claims)
        self.lineages = digest_lineages(
            self.claims, self.origins.documents.values(), self.origins, count_processes(jobs)
        )
        self.decided = digest_decisions(decisions)
        self.memory = memory if memory is not None and memory.decisions == self.decided else None
        self.unchanged = find_unchanged(self.memory, self.lineages) if self.memory else frozenset()
        self.constraints = read_decisions(decisions, self.claims)

    def link(self, previous: Sequence[Incident]) -> tuple[list[Claim], list[Incident], Memory]:
        """The claims with their incidents, the incidents, and what to remember."""
        facets, leaders = self.read_all_facets()
        heads = [one for one in facets if one.id not in leaders]
        groups, about, clusters = group_claims(
            heads, self.origins.lookup, lift_constraints(self.constraints, leaders), self.jobs, self._recall
        )
        repeats: dict[str, list[Facets]] = {}
        for one in facets:
            if one.id in leaders:
                repeats.setdefault(leaders[one.id], []).append(one)
        groups = [add_repeats(group, repeats, self.constraints) for group in groups]
        names = name_groups([(group.members[0].id, group.ids) for group in groups], previous)
        incidents = self._tell_incidents(groups, names, previous)
        events = [describe_event(group, name) for group, (name, _) in zip(groups, names, strict=True)]
        relations = find_relations(events, self.origins.lookup, count_processes(self.jobs))
        incidents = [replace(one, relations=relations.get(one.id, ())) for one in incidents]
        home = {claim: incident.id for incident in incidents for claim in incident.claims}
        by_id = {one.id: one for one in facets}
        about |= {name: about[head] for name, head in leaders.items() if head in about}
        linked = [
            finish_claim(claim, home.get(claim.id), about.get(claim.id), read_repeat(claim, leaders, by_id))
            for claim in self.claims
        ]
        return linked, incidents, self._remember(clusters)

    def read_all_facets(self) -> tuple[list[Facets], dict[str, str]]:
        """The facets of all claims that nobody rejected, and for those that only repeat another, which that is."""
        rejected, apart = self.constraints.rejected, self.constraints.apart
        facets = [read_facets(claim, self.origins) for claim in self.claims if claim.id not in rejected]
        facets = note_settings(note_denied(sorted(facets, key=lambda one: one.order)))
        facets = note_episodes(note_meant(note_heard(facets)), self.origins.lookup)
        leaders = find_leaders(facets, self.origins)
        facets = note_scenes(note_causes(note_days(facets)))
        return facets, {name: head for name, head in leaders.items() if frozenset({name, head}) not in apart}

    def _recall(self, facets: Sequence[Facets]) -> Past | None:
        return Past(self.memory, facets, self.unchanged) if self.memory else None

    def _tell_incidents(
        self,
        groups: Sequence[Group],
        names: Sequence[tuple[str, tuple[str, ...]]],
        previous: Sequence[Incident],
    ) -> list[Incident]:
        """The incidents of all groups, without relations; those of unchanged reports and claims are as they were."""
        before = {one.id: one for one in previous} if self.memory else {}
        made: dict[int, Incident] = {}
        for at, (group, (name, supersedes)) in enumerate(zip(groups, names, strict=True)):
            old = before.get(name)
            same = old is not None and len(old.claims) == len(group.ids) and group.ids == {*old.claims}
            if same and all(one.root in self.unchanged for one in group.members):
                made[at] = replace(old, supersedes=supersedes, relations=())
        rest = [at for at in range(len(groups)) if at not in made]
        told = build_incidents(
            [groups[at] for at in rest], [names[at] for at in rest], self.origins, self.jobs
        )
        made |= dict(zip(rest, told, strict=True))
        return [made[at] for at in range(len(groups))]

    def _remember(self, clusters: Clusters) -> Memory:
        return Memory(
            decisions=self.decided,
            lineages=self.lineages,
            claims=tuple(one.id for one in clusters.facets),
            islands=clusters.islands.tobytes(),
            groups=clusters.groups.tobytes(),
            pairs=clusters.pairs.astype(np.int64).tobytes(),
            scores=clusters.scores.tobytes(),
        )


def group_claims(
    heads: Sequence[Facets],
    lookup: Lookup,
    constraints: Constraints,
    jobs: int | Carrier,
    recall: Callable[[Sequence[Facets]], Past | None],
) -> tuple[list[Group], dict[str, str], Clusters]:
    """Groups of claims that are one event, for each denial the id of the claim it denies, and the clusters of the rest."""
    by_id = {one.id: one for one in heads}
    told = [one for one in heads if one.claim.stance != "denies"]
    clusters = Clusters(told, lookup, constraints, jobs, recall)
    found = clusters.find_groups()
    home = {name: number for number, group in enumerate(found) for name in group}
    denials, alone, about = join_denials(heads, home, lookup, constraints)
    groups = [
        Group(tuple(by_id[name] for name in names), tuple(denials.get(number, ())))
        for number, names in enumerate(found)
    ]
    # denials of what nobody here asserts may still deny one thing
    lone = Clusters(alone, lookup, constraints).find_groups()
    groups += [Group((), tuple(by_id[name] for name in names)) for names in lone]
    groups.sort(key=lambda group: group.members[0].order)
    return groups, about, clusters


def join_denials(
    heads: Sequence[Facets], home: dict[str, int], lookup: Lookup, constraints: Constraints
) -> tuple[dict[int, list[Facets]], list[Facets], dict[str, str]]:
    """The denials of each group of claims, those of no group, and the claim that each denies.

    What a person put together or took apart goes before what the denial fits.
    """
    asserted = Asserted(heads, lookup)
    joined: dict[int, list[Facets]] = {}
    alone: list[Facets] = []
    about: dict[str, str] = {}
    for unit in gather_denials(heads, constraints):
        names = {denial.id for denial in unit}
        kept_apart = {name for pair in constraints.apart if pair & names for name in pair - names}
        barred = {home[name] for name in kept_apart if name in home}
        if kept_apart:
            barred |= {
                number for number, members in joined.items() if any(one.id in kept_apart for one in members)
            }

        def list_free(denial: Facets, barred: set[int] = barred) -> list[Facets]:
            return [one for one in asserted.list_near(denial) if home[one.id] not in barred]

        decided = [
            name for pair in constraints.together if names & set(pair) for name in pair if name in home
        ]
        denied = (
            {denial.id: decided[0] for denial in unit}
            if decided
            else {
                denial.id: one.id
                for denial in unit
                if (one := find_denied(denial, list_free(denial), lookup)) is not None
            }
        )
        if not denied:
            alone += unit
            continue
        first = next(denied[denial.id] for denial in unit if denial.id in denied)
        for denial in unit:
            own = denied.get(denial.id, first)
            about[denial.id] = own if home[own] == home[first] else first
            joined.setdefault(home[first], []).append(denial)
    return joined, alone, about


def gather_denials(heads: Sequence[Facets], constraints: Constraints) -> list[list[Facets]]:
    """The denials, those that a person put together as one."""
    units: dict[str, list[Facets]] = {one.id: [one] for one in heads if one.claim.stance == "denies"}
    for pair in constraints.together:
        if all(name in units for name in pair):
            unit = [*units[pair[0]], *(one for one in units[pair[1]] if one not in units[pair[0]])]
            units |= dict.fromkeys((one.id for one in unit), unit)
    found = {id(unit): sorted(unit, key=lambda one: one.order) for unit in units.values()}
    return sorted(found.values(), key=lambda unit: unit[0].order)


def lift_constraints(constraints: Constraints, leaders: dict[str, str]) -> Constraints:
    """The constraints in terms of the claims that stand for their repeats."""

    def lift(name: str) -> str:
        return leaders.get(name, name)

    together = sorted({tuple(sorted({lift(name) for name in pair})) for pair in constraints.together})
    return Constraints(
        together=[pair for pair in together if len(pair) > 1],
        apart={frozenset(map(lift, pair)) for pair in constraints.apart if len(set(map(lift, pair))) > 1},
    )


def add_repeats(group: Group, repeats: dict[str, list[Facets]], constraints: Constraints) -> Group:
    """The group with the claims that repeat its own, and the decisions that shaped it."""
    own = {one.id for one in (*group.stated, *group.denials)}
    again = [(one, head) for head in own for one in repeats.get(head, ())]
    again.sort(key=lambda pair: pair[0].order)
    names = own | {one.id for one, _ in again}
    decided = {decision for name in names for decision in constraints.decided.get(name, ())}
    return Group(group.stated, group.denials, tuple(again), tuple(sorted(decided)))


def read_repeat(claim: Claim, leaders: dict[str, str], by_id: dict[str, Facets]) -> str | None:
    """The claim of the same document that this one restates."""
    head = by_id.get(leaders.get(claim.id, ""))
    return head.id if head is not None and head.document == claim.document.id else None
