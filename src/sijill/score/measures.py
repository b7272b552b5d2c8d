"""What a count becomes when it is told: shares with a Wilson interval, and precision, recall and F1.

Every measure keeps its counts: a reader sees `9 of 11`, never only 0.82. A measure with nothing to count is
None, not 0 and not 1.
"""

import random
from collections.abc import Callable, Sequence
from math import sqrt
from typing import Any

from sijill.model import Frozen

Z95 = 1.959963984540054
RESAMPLES = 1000


def compute_wilson(k: int, n: int, z: float = Z95) -> tuple[float, float] | None:
    """The Wilson score interval of k successes in n trials, or None when there were no trials.

    >>> [round(bound, 3) for bound in compute_wilson(1, 40)]
    [0.004, 0.129]
    """
    if n == 0:
        return None
    share, square = k / n, z * z
    centre = (share + square / (2 * n)) / (1 + square / n)
    half = z * sqrt(share * (1 - share) / n + square / (4 * n * n)) / (1 + square / n)
    return max(0.0, centre - half), min(1.0, centre + half)


class Share(Frozen):
    """k of n.

    >>> Share(k=3, n=4).value, Share(k=0, n=0).value
    (0.75, None)
    """

    k: int = 0
    n: int = 0

    @property
    def value(self) -> float | None:
        return self.k / self.n if self.n else None

    @property
    def interval(self) -> tuple[float, float] | None:
        return compute_wilson(self.k, self.n)

    def __add__(self, other: "Share") -> "Share":
        return Share(k=self.k + other.k, n=self.n + other.n)

    def to_dict(self) -> dict[str, Any]:
        return {"k": self.k, "n": self.n, "value": self.value, "interval_95": self.interval}


class Agreement(Frozen):
    """Precision from `right` of `predicted`, recall from `found` of `gold`, and their harmonic mean.

    The two numerators differ where something optional was found: it is right, but it was not asked for.

    >>> a = Agreement(right=3, predicted=4, found=3, gold=6)
    >>> a.precision, a.recall, a.f1
    (0.75, 0.5, 0.6)
    """

    right: int = 0
    predicted: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float | None:
        return self.right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        return self.found / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        """None when nothing was asked and nothing given; where nothing was asked, recall is taken as 1."""
        if not self.predicted and not self.gold:
            return None
        precision = self.precision or 0.0
        recall = 1.0 if self.recall is None else self.recall
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def __add__(self, other: "Agreement") -> "Agreement":
        return Agreement(
            right=self.right + other.right,
            predicted=self.predicted + other.predicted,
            found=self.found + other.found,
            gold=self.gold + other.gold,
        )

    def to_dict(self) -> dict[str, Any]:
        counts = {"right": self.right, "predicted": self.predicted, "found": self.found, "gold": self.gold}
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1, **counts}


def count_agreement(right: int, predicted: int, gold: int) -> Agreement:
    """The agreement of two plain sets, where what is right is what is found."""
    return Agreement(right=right, predicted=predicted, found=right, gold=gold)


def bootstrap_f1(per_document: Sequence[Agreement], resamples: int = RESAMPLES) -> tuple[float, float] | None:
    """The 95% interval of F1 when whole documents are drawn again with replacement; None for fewer than two.

    Claims of one document stand and fall together (one outlet's style, one dateline misread), so documents
    are resampled and not claims. The seed is fixed: the same counts give the same interval.
    """
    if len(per_document) < 2:
        return None
    return bootstrap(lambda drawn: sum_agreements(drawn).f1, per_document, resamples)


def bootstrap(
    measure: Callable[[list[Agreement]], float | None], units: Sequence[Agreement], resamples: int
) -> tuple[float, float] | None:
    """The 2.5th and 97.5th percentile of a measure over resampled units."""
    draw = random.Random(0)
    values = (measure(draw.choices(units, k=len(units))) for _ in range(resamples))
    known = sorted(value for value in values if value is not None)
    if not known:
        return None
    last = len(known) - 1
    return known[round(0.025 * last)], known[round(0.975 * last)]


def sum_agreements(parts: Sequence[Agreement]) -> Agreement:
    """The agreement over all parts together (micro-average)."""
    return sum(parts, start=Agreement())
