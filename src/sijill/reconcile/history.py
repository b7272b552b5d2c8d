"""The history of a toll as it rose: every figure in the order in which it was published, and what replaced it."""

from collections.abc import Collection, Mapping, Sequence

from ..link.days import read_day
from ..model import Claim, Frozen, Incident, OriginFigure, Reconciled

NEVER = 10**9  # where a day that is not known stands in the order: last


class Stage(Frozen):
    """One figure of a toll: when it was published, who gave it, and the claim by which its own source replaced it."""

    published: str | None
    label: str
    origin: str
    low: float | None
    high: float | None
    qualifier: str
    claim: str
    again: bool = False  # said again, in a copy or a restatement: it counts for nothing
    superseded_by: str | None = None


def tell_history(row: Reconciled, incident: Incident, claims: Mapping[str, Claim]) -> tuple[Stage, ...]:
    """The figures of the row by day of publication, the undated last.

    An origin's figure is superseded by the next one that the same origin gave on a later day. A rival's figure
    supersedes nothing.
    """
    copied = {document for origin in incident.origins for document in origin.copies}
    stages = [tell_stage(one, row.figures, claims, copied) for one in row.figures]
    return tuple(sorted(stages, key=order_stage))


def tell_stage(
    one: OriginFigure, figures: Sequence[OriginFigure], claims: Mapping[str, Claim], copied: Collection[str]
) -> Stage:
    """One figure of the row with its day, and what its own source later put in its place."""
    claim = claims.get(one.claim)
    day = find_day(one, claims)
    later = [
        (other_day, other.superseded, other.claim)
        for other in figures
        if other.origin == one.origin and (other_day := find_day(other, claims)) is not None
        if day is not None and other_day > day and not says_again(claims.get(other.claim), copied)
    ]
    again = one.superseded and (says_again(claim, copied) or not later)
    return Stage(
        published=claim.document.published if claim else None,
        label=one.label,
        origin=one.origin,
        low=one.low,
        high=one.high,
        qualifier=one.qualifier,
        claim=one.claim,
        again=again,
        superseded_by=min(later)[2] if one.superseded and later and not again else None,
    )


def find_day(one: OriginFigure, claims: Mapping[str, Claim]) -> int | None:
    """The day on which the figure was published, as an ordinal."""
    claim = claims.get(one.claim)
    return read_day(claim.document.published) if claim else None


def says_again(claim: Claim | None, copied: Collection[str]) -> bool:
    """Whether the claim stands in a copied report, or restates another claim of its own report."""
    return claim is not None and (claim.document.id in copied or claim.repeats is not None)


def order_stage(stage: Stage) -> tuple:
    day = read_day(stage.published)
    return (NEVER if day is None else day, stage.published or "", stage.label, stage.claim, str(stage.low))
