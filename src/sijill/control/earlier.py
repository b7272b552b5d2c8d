"""What a sentence that tells of a change says in passing of the time before it: "took X, the last town held by Y"."""

from collections.abc import Sequence

from ..link import Lookup
from ..link.days import iso, read_days
from ..model import Claim, When, replace
from .signals import LEAVING, read_sides


def date_earlier(claims: Sequence[Claim], lookup: Lookup) -> list[Claim]:
    """The claims, with those that say within a change's own words who held the place put on the day before it."""
    changes: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if claim.stance == "asserts" and (claim.kind in ("capture", "handover") or claim.kind in LEAVING):
            for place in claim.places:
                if place.id:
                    changes.setdefault((claim.document.id, place.id), []).append(claim)
    return [date_one(claim, changes, lookup) if claim.kind == "held" else claim for claim in claims]


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
