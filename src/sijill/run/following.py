"""Incidents keep their ids though a report was edited: its claims are found again by their words."""

from collections.abc import Iterable, Sequence

from ..model import Claim, Incident, replace
from ..record import Record

Words = tuple[str, str, str, str, str]


def read_gone(record: Record, kept: frozenset[str]) -> list[Claim]:
    """The claims of the reports of a version that are not among these documents: removed since, or edited."""
    gone = {row[0] for row in record.read_columns("documents", "id")} - kept
    return [claim for claim in record.claims() if claim.document.id in gone] if gone else []


def follow_claims(
    previous: Sequence[Incident], gone: Iterable[Claim], claims: Iterable[Claim]
) -> list[Incident]:
    """The earlier incidents, with claims of edited reports under the ids that they have now.

    A claim is the same where its report has the same source, and kind, stance, speaker and quote are the same; of several alike
    the first is the first.
    """
    lost: dict[Words, list[Claim]] = {}
    for claim in gone:
        lost.setdefault(read_words(claim), []).append(claim)
    if not lost:
        return list(previous)
    found: dict[Words, list[Claim]] = {}
    for claim in claims:
        if (words := read_words(claim)) in lost:
            found.setdefault(words, []).append(claim)
    now: dict[str, str] = {}
    for words, before in lost.items():
        pairs = zip(sort_claims(before), sort_claims(found.get(words, ())), strict=False)
        now |= {old.id: new.id for old, new in pairs}
    return [
        replace(one, claims=tuple(now.get(name, name) for name in one.claims))
        if any(name in now for name in one.claims)
        else one
        for one in previous
    ]


def read_words(claim: Claim) -> Words:
    """By what a claim is known again."""
    return claim.document.source, claim.kind, claim.stance, claim.speaker.name, " ".join(claim.quote.split())


def sort_claims(claims: Iterable[Claim]) -> list[Claim]:
    return sorted(claims, key=lambda claim: (claim.start, claim.id))
