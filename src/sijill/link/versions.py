"""Rival versions of one state or change of ground: who holds a place by the one, and who by the other."""

from collections.abc import Sequence

from .facets import Facets
from .lookup import fold_name
from .sites import WORDS

GROUND = frozenset({"held", "capture"})
ANYONE = frozenset(WORDS["anyone"])


def list_versions(kind: str, stated: Sequence[Facets]) -> list[list[Facets]]:
    """The claims of an incident by whom they name as the holder; one list where they do not contradict each other.

    Claims of a part contradict nobody, and those that name nobody go with the first.
    """
    if kind not in GROUND:
        return [list(stated)]
    versions: list[list[Facets]] = []
    for one in stated:
        named = one.claim.stance == "asserts" and one.claim.actors and one.claim.extent in (None, "whole")
        found = versions if named else versions[:1]
        home = next((each for each in found if all(are_compatible(one, other) for other in each)), None)
        if home is None and (named or not versions):
            home = []
            versions.append(home)
        (versions[0] if home is None else home).append(one)
    return versions


def are_compatible(one: Facets, other: Facets) -> bool:
    """Whether two claims can mean one holder: the same actor or side, or names that share a word where no side is known."""
    if one.origin == other.origin:
        return True  # who tells of the army and of the police names no two versions
    a, b = one.doers, other.doers
    if a.ids & b.ids or a.sides & b.sides or a.lineage & b.ids or b.lineage & a.ids:
        return True
    if a.sides and b.sides:
        return False
    words = [
        {word for ref in each.claim.actors for word in fold_name(ref.name).split()} - ANYONE
        for each in (one, other)
    ]
    return not words[0] or not words[1] or bool(words[0] & words[1])
