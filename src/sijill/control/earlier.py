"""Claims whose day another gives: what a change's own words say of the time before it, and undated denials."""

from collections.abc import Sequence

from ..link import Lookup
from ..link.days import iso, read_days
from ..link.sites import hands_over_people
from ..model import Claim, When, replace
from .signals import LEAVING, read_sides


def date_earlier(claims: Sequence[Claim], lookup: Lookup) -> list[Claim]:
    """The claims, with those that say within a change's own words who held the place put on the day before it."""
    changes: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if hands_over_people(claim):
            continue
        if claim.stance == "asserts" and (claim.kind in ("capture", "handover") or claim.kind in LEAVING):
            for place in claim.places:
                if place.id:
                    changes.setdefault((claim.document.id, place.id), []).append(claim)
    return [date_one(claim, changes, lookup) if claim.kind == "held" else claim for claim in claims]


def date_denials(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, with undated denials put on the days of what they deny, or else on that of their report.

    Who denies that a place was taken says, then and there, that it is not held by the taker.
    """
    by_id = {claim.id: claim for claim in claims}
    dated = []
    for claim in claims:
        denied = by_id.get(claim.about or "")
        if claim.stance == "denies" and read_days(claim.when) is None:
            published = (claim.document.published or "")[:10] or None
            report = When(start=published, end=published, precision="day", basis="the report's own day")
            when = denied.when if denied is not None and read_days(denied.when) else report
            claim = replace(claim, when=when)
        dated.append(claim)
    return dated


def date_one(claim: Claim, changes: dict[tuple[str, str], list[Claim]], lookup: Lookup) -> Claim:
    """One statement of who holds a place, a day before the change in whose words it stands, if it does."""
    near = [one for place in claim.places for one in changes.get((claim.document.id, place.id or ""), ())]
    sides = set(read_sides(claim.actors, lookup))
    for change in sorted(near, key=lambda one: one.id):
        days = read_days(change.when)
        inside = change.start <= claim.start and claim.end <= change.end
        if days is None or not inside or not is_ended(sides, change, lookup):
            continue
        day = iso(days.first - 1)
        return replace(claim, when=When(start=day, end=day, precision="day", basis="before the change"))
    return claim


def is_ended(sides: set[str], change: Claim, lookup: Lookup) -> bool:
    """Whether a change ends what these sides held: they leave, or others come."""
    doers = set(read_sides(change.actors, lookup))
    if change.kind in LEAVING or change.kind == "handover":
        return bool(sides & doers)
    return bool(sides and doers) and not sides & doers
