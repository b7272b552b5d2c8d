"""Comparisons of the numbers of two claims: what they count, over which days, and whether they can be one."""

import math

from .facets import ONCE, Facets
from .levels import Level

DEAD = frozenset(
    {"body", "bodies", "corpse", "corpses", "remains", "dead"}
)  # words that say nobody in particular
HARMED = frozenset({"killed", "wounded"})
PEOPLE = "people persons person civilians civilian deaths death victims residents locals others killed wounded injured"
# Words that say no more than that people are counted: "six civilian deaths", "the toll is seven", "four people".
ANYONE = DEAD | {*PEOPLE.split(), "casualties", "toll", "lives", "of", "the"}


def share_counted(one: Facets, other: Facets) -> bool:
    """Whether two tolls count something in common."""
    return bool(set(map(read_counted, one.figures)) & set(map(read_counted, other.figures)))


def read_counted(figure: tuple) -> tuple[str, str]:
    """What a figure counts: its measure, and whom where its words say more than that they are people."""
    return figure[0], "" if figure[0] in HARMED and ANYONE.issuperset(figure[1].split()) else figure[1]


def count_others(one: Facets, other: Facets) -> bool:
    """Whether two tolls each say whom they count, and it is not the same people or things.

    In two documents "fighters" and "militants" may be the same; in one they are told apart, as any two sides are.
    "Bodies" and "bodies buried" are not: the words of the one are those of the other, and more. Nor are "bodies" and
    "civilians": the dead are of whoever died.
    """
    pairs = [(a[1], b[1]) for a in one.figures for b in other.figures if a[0] == b[0] and a[1] and b[1]]
    pairs = [pair for pair in pairs if not any(DEAD & set(whose.split()) for whose in pair)]
    if not pairs or share_counted(one, other) or any(is_said_fully(*pair) for pair in pairs):
        return False
    together = one.document == other.document
    apart = one.sufferers and other.sufferers and not one.sufferers.ids & other.sufferers.ids
    return together or bool(apart)


def is_said_fully(one: str, other: str) -> bool:
    words, others = set(one.split()), set(other.split())
    return words <= others or others <= words


def compare_figures(one: Facets, other: Facets) -> Level:
    """Overlap, ratio up to two, or disjoint; rival tolls of one event stay rivals: nothing is forbidden."""
    worst: Level | None = None
    if not one.figures or not other.figures:
        return Level("figures:none", "no figure in common", 0.0)
    for measure, whose, low, high in one.figures:
        for measure_b, whose_b, low_b, high_b in other.figures:
            if read_counted((measure, whose)) != read_counted((measure_b, whose_b)):
                continue
            level = relate_ranges(measure, (low, high), (low_b, high_b))
            if worst is None or level.score < worst.score:
                worst = level
    return worst or Level("figures:none", "no figure in common", 0.0)


def relate_ranges(measure: str, one: tuple, other: tuple) -> Level:
    low = max(value for value in (one[0], other[0], 0.0) if value is not None)
    high = min(value for value in (one[1], other[1], math.inf) if value is not None)
    if low <= high:
        return Level("figures:overlap", f"the same number of {measure}", 1.0)
    if low <= 2 * max(high, 1):
        return Level("figures:ratio", f"numbers of {measure} within a factor of two", 0.2)
    return Level("figures:disjoint", f"very different numbers of {measure}", -0.5)


def compare_scopes(one: Facets, other: Facets) -> Level:
    """A toll over days or over several places is never one event with one of a day or a place, nor with another such."""
    if one.spread != other.spread:
        return Level(
            "scope:differs", "one counts several places together, the other does not", -6.0, forbids=True
        )
    if one.period is False and other.period is False and not (one.cumulative and other.cumulative):
        return Level("scope:same", "", 0.0)
    same_days = one.days and other.days and one.days[:2] == other.days[:2]
    periods = {one.period, other.period}
    if (periods == {True, False} or (periods == {True, None} and not same_days)) and not (
        {one.kind, other.kind} & ONCE
    ):
        return Level("scope:differs", "one covers a period, the other a single event", -6.0, forbids=True)
    if (
        periods == {None, False}
        and not same_days
        and {f[0] for f in one.figures} & {f[0] for f in other.figures}
    ):
        return Level("scope:differs", "numbers for days that are not the same", -6.0, forbids=True)
    if periods == {None, False} and not same_days:
        return Level("scope:doubt", "the days of one are only those that its report speaks of", -0.5)
    if one.cumulative and other.cumulative and not same_days:
        return Level("scope:differs", "totals over different periods", -6.0, forbids=True)
    return Level("scope:same", "", 0.0)
