"""What one comparison of two claims found, and what all of them come to."""

import math
from collections.abc import Iterable

import msgspec

WITHHELD = -0.5  # the most that a pair of which too little is known can come to


class Level(msgspec.Struct, frozen=True, gc=False):
    """One comparison: its name, what was found in words, and what it adds; `forbids` rules the link out.

    `withholds` says that too little is known for the two to join by themselves: others may still join them.
    """

    name: str
    words: str
    score: float
    forbids: bool = False
    withholds: bool = False


def sum_levels(levels: Iterable[Level]) -> float:
    """The log-odds that two claims are one event; minus infinity when a comparison forbids it."""
    total, most = 0.0, math.inf
    for level in levels:
        if level.forbids:
            return -math.inf
        total += level.score
        most = WITHHELD if level.withholds else most
    return min(total, most)
