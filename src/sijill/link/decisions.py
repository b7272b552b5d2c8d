"""What people decided about claims and incidents, as constraints that override every score.

A decision's `target` names claims: `{"claims": [ID, …]}`, each an id or the address of a claim
(`{"document": ID, "start": N, "end": N, "kind": KIND}`), which re-attaches when an extractor moved the span.

`merge`   the claims are one incident.
`split`   the claims are one incident of their own, apart from the claims in `target["from"]`; without `from`
          they are apart from one another.
`reject`  the claims say nothing (a parser's error): they belong to no incident and count nowhere.
`accept`  takes back a rejection.
A later decision overrides an earlier one on the same claims; a revoked one does nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from ..model import Claim, Decision

OVERLAP = 0.5


@dataclass
class Constraints:
    """Claims that must meet, pairs that must not, claims to leave out, and the decisions behind each."""

    together: list[tuple[str, ...]] = field(default_factory=list)
    apart: set[frozenset[str]] = field(default_factory=set)
    rejected: set[str] = field(default_factory=set)
    decided: dict[str, tuple[str, ...]] = field(default_factory=dict)  # claim id → decision ids


def read_decisions(decisions: Iterable[Decision], claims: Sequence[Claim]) -> Constraints:
    """The constraints that the decisions in force put on these claims."""
    verdicts: dict[frozenset[str], tuple[bool, str]] = {}  # pair → (one incident?, decision id)
    found = Constraints()
    rejected: dict[str, str] = {}
    for decision in sorted(decisions, key=lambda one: (one.when, one.id)):
        if decision.revoked_at:
            continue
        named = find_claims(decision.target.get("claims", ()), claims)
        if decision.verdict == "reject":
            rejected |= dict.fromkeys(named, decision.id)
        elif decision.verdict == "accept":
            for name in named:
                rejected.pop(name, None)
        elif decision.verdict == "merge":
            verdicts |= {frozenset(pair): (True, decision.id) for pair in combinations(named, 2)}
        elif decision.verdict == "split":
            others = [
                name for name in find_claims(decision.target.get("from", ()), claims) if name not in named
            ]
            pairs = product(named, others) if others else combinations(named, 2)
            verdicts |= {frozenset(pair): (False, decision.id) for pair in pairs}
            if others:
                verdicts |= {frozenset(pair): (True, decision.id) for pair in combinations(named, 2)}
    found.rejected = set(rejected)
    found.apart = {pair for pair, (one, _) in verdicts.items() if not one}
    found.together = sorted(tuple(sorted(pair)) for pair, (one, _) in verdicts.items() if one)
    for pair, (_, decision_id) in verdicts.items():
        for name in pair:
            found.decided[name] = tuple(sorted({*found.decided.get(name, ()), decision_id}))
    return found


def find_rejected(decisions: Iterable[Decision], claims: Sequence[Claim]) -> frozenset[str]:
    """The ids of the claims that a person rejected: stages after linking leave them out."""
    return frozenset(read_decisions(decisions, claims).rejected)


def find_claims(targets: object, claims: Sequence[Claim]) -> list[str]:
    """The ids of the claims that a decision names; what no longer exists is skipped (the tray shows it)."""
    if isinstance(targets, (str, dict)):
        targets = [targets]
    known = {claim.id for claim in claims}
    found: list[str] = []
    for target in targets or ():  # type: ignore[attr-defined]
        if isinstance(target, str):
            name = target if target in known else None
        else:
            name = match_address(target, claims)
        if name and name not in found:
            found.append(name)
    return found


def match_address(address: dict, claims: Sequence[Claim]) -> str | None:
    """The claim of that document and kind whose span overlaps the address best, by at least half."""
    best: tuple[float, str] | None = None
    for claim in claims:
        if address.get("document") not in (claim.document.id, claim.document.source):
            continue
        if address.get("kind") not in (None, claim.kind):
            continue
        start, end = address.get("start"), address.get("end")
        if start is None or end is None:
            overlap = 1.0 if address.get("quote") == claim.quote else 0.0
        else:
            shared = min(end, claim.end) - max(start, claim.start)
            overlap = shared / max(1, max(end, claim.end) - min(start, claim.start))
        if overlap >= OVERLAP and (best is None or (overlap, claim.id) > best):
            best = (overlap, claim.id)
    return best[1] if best else None
