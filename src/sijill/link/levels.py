"""What one comparison of two claims found, and what all of them come to."""

import math
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Level:
    """One comparison: its name, what was found in words, and what it adds; `forbids` rules the link out."""

    name: str
    words: str
    score: float
    forbids: bool = False


def sum_levels(levels: Iterable[Level]) -> float:
    """The log-odds that two claims are one event; minus infinity when a comparison forbids it."""
    total = 0.0
    for level in levels:
        if level.forbids:
            return -math.inf
        total += level.score
    return total
