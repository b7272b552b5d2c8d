"""How far two data sets agree: shares found, and of the pairs, days, places, kinds and deaths."""

from collections import Counter
from statistics import median

from ..model import Frozen
from .comparing import Comparison, Pair


class Agreement(Frozen):
    """Counts, shares from 0 to 1, and differences; None where there is nothing to measure.

    `theirs` and `ours` leave out what the other side could not have (outside its days or places).
    """

    both: int
    theirs: int
    ours: int
    outside_theirs: int
    outside_ours: int
    found_of_theirs: float | None
    found_of_ours: float | None
    same_day: float | None
    same_place: float | None
    median_km: float | None
    same_kind: float | None
    kappa: float | None
    same_deaths: float | None
    deaths_ours: float
    deaths_theirs: float
    mean_difference: float | None


def measure_agreement(found: Comparison) -> Agreement:
    """The figures of one comparison."""
    pairs = found.pairs
    theirs = len(pairs) + sum(not one.outside for one in found.only_theirs)
    ours = len(pairs) + sum(not one.outside for one in found.only_ours)
    distances = [pair.likeness.km for pair in pairs if pair.likeness.km is not None]
    counted = [pair for pair in pairs if pair.deaths is not None]
    return Agreement(
        both=len(pairs),
        theirs=theirs,
        ours=ours,
        outside_theirs=sum(one.outside for one in found.only_theirs),
        outside_ours=sum(one.outside for one in found.only_ours),
        found_of_theirs=share(len(pairs), theirs),
        found_of_ours=share(len(pairs), ours),
        same_day=share(sum(pair.likeness.same_day for pair in pairs), len(pairs)),
        same_place=share(sum(pair.likeness.same_place for pair in pairs), len(pairs)),
        median_km=round(median(distances), 1) if distances else None,
        same_kind=share(sum(pair.likeness.same_kind for pair in pairs), len(pairs)),
        kappa=measure_kappa(
            [(pair.ours.group or pair.ours.kind, pair.theirs.group or pair.theirs.kind) for pair in pairs]
        ),
        same_deaths=share(sum(pair.deaths == 0 for pair in counted), len(counted)),
        deaths_ours=sum(pair.ours.deaths for pair in counted),
        deaths_theirs=sum(pair.theirs.deaths for pair in counted),
        mean_difference=round(sum(abs(pair.deaths) for pair in counted) / len(counted), 2)
        if counted
        else None,
    )


def measure_kappa(pairs: list[tuple[str, str]]) -> float | None:
    """Cohen's kappa of two codings of the same events; None where there are none, or all are of one sort.

    >>> measure_kappa([("battle", "battle"), ("battle", "strike"), ("strike", "strike"), ("strike", "strike")])
    0.5
    """
    if not pairs:
        return None
    count = len(pairs)
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(one[name] * other[name] for name in one) / count**2
    if chance == 1:
        return None
    return round((sum(a == b for a, b in pairs) / count - chance) / (1 - chance), 3)


def share(part: int, whole: int) -> float | None:
    """The share, or None of nothing.

    >>> share(1, 3), share(0, 0)
    (0.333, None)
    """
    return round(part / whole, 3) if whole else None


def list_differences(pairs: tuple[Pair, ...]) -> dict[str, int]:
    """How many pairs differ in what."""
    return dict(Counter(what for pair in pairs for what in pair.differs).most_common())
