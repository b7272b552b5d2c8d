"""Whom a figure counts, where its own words do not name them."""

from ..model import Claim, Figure


def find_counted(claim: Claim, figure: Figure) -> str | None:
    """The side that a figure counts: its own, or that of the one target that no other figure counts.

    "43 members of the government forces and 31 of the factions": the members are those whom 31 are not.
    """
    if counts_things(claim, figure):
        return None
    if figure.side or figure.subset or figure.unit:  # kilometres, hours and shares count nobody
        return figure.side
    same = [one for one in claim.figures if one.measure == figure.measure and not one.subset]
    others = {one.side for one in same if one is not figure and one.side}
    silent = [one for one in same if not one.side]
    left = {ref.side for ref in claim.targets if ref.side} - others
    return (
        left.pop() if len(left) == 1 and len(silent) == 1 and all(ref.side for ref in claim.targets) else None
    )


def list_counted(claim: Claim, figure: Figure) -> list[str]:
    """The ids of those whom a figure counts: its own, or those of the targets of the side that it counts."""
    if figure.who_id and not counts_things(claim, figure):
        return [figure.who_id]
    side = find_counted(claim, figure)
    return [ref.id for ref in claim.targets if ref.id and side and ref.side == side]


def counts_things(claim: Claim, figure: Figure) -> bool:
    """Whether a number of no measure counts what is a place of the claim, or belongs to a party: "nine army’s positions"."""
    if figure.measure != "other" or not figure.who:
        return False
    owned = any(
        figure.who.startswith((f"{ref.name}’", f"{ref.name}'")) for ref in (*claim.targets, *claim.actors)
    )
    return owned or figure.who in {place.name for place in claim.places}
