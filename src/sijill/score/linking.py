"""How well claims are gathered into incidents: pairs of claims, B³, baselines, and what must not be merged.

Everything is counted over gold claims. A gold claim stands in for the prediction that it was paired with;
two gold claims are linked by the build when their predictions share an incident. `matched` looks only at
gold claims that were found, and so at the linking alone; in `end_to_end` the ties of claims that were
missed are missed.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from itertools import combinations

from sijill.model import Frozen
from sijill.score.coded import CodedClaim, Gold, Predicted
from sijill.score.matching import DocumentMatch
from sijill.score.measures import Agreement, Share, count_agreement
from sijill.score.naming import split_name
from sijill.score.slots import read_days

Labels = Mapping[str, frozenset[Hashable]]


class LinkScores(Frozen):
    """Pairs of claims put in one incident, within a document, across documents and both; and B³."""

    pairs: Agreement = Agreement()
    within: Agreement = Agreement()
    across: Agreement = Agreement()
    b3_precision: float | None = None
    b3_recall: float | None = None

    @property
    def b3_f1(self) -> float | None:
        if self.b3_precision is None or self.b3_recall is None:
            return None
        total = self.b3_precision + self.b3_recall
        return 2 * self.b3_precision * self.b3_recall / total if total else 0.0


class IncidentScores(Frozen):
    """The linking of a build beside two that need no linker: every claim alone; equal kind, day, place."""

    matched: LinkScores
    end_to_end: LinkScores
    alone: LinkScores
    same_kind_day_place: LinkScores
    merged_apart: Share  # pairs of incidents that must not be merged, and were
    merged: tuple[tuple[str, str], ...] = ()
    claims: int = 0  # gold claims with an incident that were found
    given_gold_claims: bool = False  # the predictions carry gold ids: only the linking is judged


def score_incidents(
    gold: Gold, predicted: Predicted, matches: Iterable[DocumentMatch]
) -> IncidentScores | None:
    """How the predicted incidents compare with the gold ones; None when either side has none."""
    if not gold.incidents or not predicted.incidents:
        return None
    found: dict[str, CodedClaim] = {}
    missed: set[str] = set()
    for match in matches:
        found.update((one.id, other) for one, other in match.paired_claims() if one.id in gold.incidents)
        missed.update(match.gold.claims[g].id for g in match.missed)
    missed &= set(gold.incidents)
    sources = {claim.id: claim.source for claim in gold.claims}
    # a claim in no incident stands alone, under a name that nothing else has
    linked = {g: predicted.incidents.get(p.id, frozenset({("alone", g)})) for g, p in found.items()}
    merged = find_merged_apart(gold, linked)
    possible = [pair for pair in gold.apart if all(has_found(gold, found, incident) for incident in pair)]
    alone = {g: frozenset({g}) for g in found}
    same = {g: label_by_attributes(g, p) for g, p in found.items()}

    def compare(labels: Labels, lost: Iterable[str] = ()) -> LinkScores:
        return compare_links(gold.incidents, labels, sources, lost)

    return IncidentScores(
        matched=compare(linked),
        end_to_end=compare(linked, missed),
        alone=compare(alone),
        same_kind_day_place=compare(same),
        merged_apart=Share(k=len(merged), n=len(possible)),
        merged=tuple(merged),
        claims=len(found),
        given_gold_claims=bool(found) and all(g == p.id for g, p in found.items()),
    )


def compare_links(
    gold: Mapping[str, frozenset[str]], labels: Labels, sources: Mapping[str, str], lost: Iterable[str] = ()
) -> LinkScores:
    """One way of gathering claims against the gold's; `lost` claims have ties that could not be made."""
    found = sorted(labels)
    items = found + sorted(lost)
    wanted = {pair for pair in combinations(items, 2) if gold[pair[0]] & gold[pair[1]]}
    made = {pair for pair in combinations(found, 2) if labels[pair[0]] & labels[pair[1]]}

    def agree(chosen: Callable[[tuple[str, str]], bool]) -> Agreement:
        some_wanted, some_made = set(filter(chosen, wanted)), set(filter(chosen, made))
        return count_agreement(len(some_wanted & some_made), len(some_made), len(some_wanted))

    precision, recall = compute_b3(items, set(labels), wanted, made)
    return LinkScores(
        pairs=agree(lambda pair: True),
        within=agree(lambda pair: sources[pair[0]] == sources[pair[1]]),
        across=agree(lambda pair: sources[pair[0]] != sources[pair[1]]),
        b3_precision=precision,
        b3_recall=recall,
    )


def compute_b3(
    items: list[str], found: set[str], wanted: set[tuple[str, str]], made: set[tuple[str, str]]
) -> tuple[float | None, float | None]:
    """B³ precision over the claims found and recall over all claims; a claim not found recalls nothing.

    Of each claim: which share of those it was put with belongs with it, and which share of those that belong
    with it was put with it (the claim itself included), averaged over claims (Bagga and Baldwin 1998).
    """
    if not items:
        return None, None
    belongs, put = {item: {item} for item in items}, {item: {item} for item in found}
    for one, other in wanted:
        belongs[one].add(other)
        belongs[other].add(one)
    for one, other in made:
        put[one].add(other)
        put[other].add(one)
    precision = [len(put[item] & belongs[item]) / len(put[item]) for item in sorted(found)]
    recall = [len(put.get(item, set()) & belongs[item]) / len(belongs[item]) for item in items]
    return (sum(precision) / len(precision) if precision else None), sum(recall) / len(recall)


def label_by_attributes(gold_id: str, claim: CodedClaim) -> frozenset[Hashable]:
    """Where a claim goes when kind, day and first place make an incident; alone when one is unknown."""
    days = read_days(claim.when)
    if days is None or not claim.places:
        return frozenset({("alone", gold_id)})
    place = claim.places[0].id or split_name(claim.places[0].name)
    return frozenset({(claim.kind, days[0], place)})


def has_found(gold: Gold, found: Mapping[str, CodedClaim], incident: str) -> bool:
    """True when a claim of this gold incident was found."""
    return any(incident in gold.incidents[claim] for claim in found)


def find_merged_apart(gold: Gold, linked: Labels) -> list[tuple[str, str]]:
    """The pairs of gold incidents that must stay apart, of which some predicted incident holds both.

    A claim that the gold puts in both incidents of a pair does not count against anyone.
    """
    gathered: dict[Hashable, set[str]] = {}
    for claim, labels in linked.items():
        for label in labels:
            gathered.setdefault(label, set()).add(claim)
    merged = []
    for one, other in gold.apart:
        for claims in gathered.values():
            of_one = {claim for claim in claims if one in gold.incidents[claim]}
            of_other = {claim for claim in claims if other in gold.incidents[claim]}
            if of_one - of_other and of_other - of_one:
                merged.append((one, other))
                break
    return merged
