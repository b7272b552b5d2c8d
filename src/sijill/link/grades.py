"""How well an incident is borne out, on a small scale that counts independent origins and never outlets.

`not_asserted`         nobody says that it happened: planned, foreseen, or only denied
`single_source`        one independent origin says so
`one_side`             several origins say so, all of them parties of one side
`corroborated`         two or more independent origins say that it happened
`opposed_sides_agree`  origins that speak for opposed sides both say so
"""

from collections.abc import Sequence

from ..model import Origin
from .lookup import Lookup

GRADES = ("not_asserted", "single_source", "one_side", "corroborated", "opposed_sides_agree")


def grade_origins(asserting: Sequence[Origin], lookup: Lookup) -> str:
    """The grade that these asserting origins give."""
    if not asserting:
        return "not_asserted"
    if count_voices(asserting) == 1:
        return "single_source"
    sides = [origin.side for origin in asserting]
    if any(lookup.are_opposed(a, b) for a in sides for b in sides):
        return "opposed_sides_agree"
    if all(sides):
        return "one_side"
    return "corroborated"


def count_voices(origins: Sequence[Origin]) -> int:
    """How many voices a reader can tell apart: unnamed ones that only the same reports quote are one.

    “A security source” and “a second source” of one article may be one person; nobody can check it.

    >>> two = [Origin(id=n, label=n, documents=("d1",)) for n in ("security sources", "second security source")]
    >>> count_voices(two), count_voices([*two, Origin(id="m", label="Sycamore Monitor", documents=("d1",))])
    (1, 2)
    """
    return len({tuple(sorted(one.documents)) if is_unnamed(one.label) else one.id for one in origins})


def is_unnamed(label: str) -> bool:
    """Whether a speaker is a description and no name.

    >>> [is_unnamed(label) for label in ("second Ostrian security source", "Local residents", "Sycamore Conflict Monitor")]
    [True, True, False]
    """
    if label.lower() == label.upper():
        return False  # a script without capitals says nothing of it
    return label.split()[-1][:1].islower() if label.split() else True


def read_status(stances: Sequence[str]) -> str:
    """The status of an incident from the stances of its claims.

    >>> read_status(["asserts", "denies"]), read_status(["plans"])
    ('disputed', 'planned')
    """
    if "asserts" in stances:
        return "disputed" if "denies" in stances else "reported"
    if "plans" in stances:
        return "planned"
    return "hypothetical" if "hypothetical" in stances else "denied"
