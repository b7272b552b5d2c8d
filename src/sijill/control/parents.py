"""The state of a place that holds other places, from its own claims and from theirs."""

from collections.abc import Sequence

from .chain import Chain
from .series import Day, Track
from .signals import CONTESTED, DIVIDED, UNKNOWN

ENOUGH, LEAST = 0.5, 2  # share of all its parts, and how many, for the parts alone to say who holds a place


def derive_parent(own: Track, children: Sequence[Track], total: int, chain: Chain) -> Track:
    """The parent's track: its own state, divided where a part of it is known to be held by another side.

    Where nothing was ever said of the whole, the parts say it: parts of two sides make it divided; parts of one
    side make it that side's only when they are at least half of all its parts, and two or more. `total` is how
    many parts it has.
    """
    result = Track(own.place, own.series, stretches=own.stretches)
    days = set(own.days).union(*(child.days for child in children))
    for day in sorted(days):
        mine = own.days.get(day)
        parts = [part for child in children if (part := child.days.get(day)) and part.holder != UNKNOWN]
        spoken = any(one.odds for stretch in own.stretches for one in stretch.signals)
        result.days[day] = combine_day(mine, parts, 0 if spoken else total, chain)
    return result


def combine_day(mine: Day | None, parts: Sequence[Day], total: int, chain: Chain) -> Day:
    """One day of a parent."""
    held = [part.holder for part in parts if part.holder not in (CONTESTED, DIVIDED)]
    sides = sorted(set(held))
    if mine is not None and mine.holder != UNKNOWN:
        if mine.holder in (CONTESTED, DIVIDED) or not set(sides) - {mine.holder}:
            return mine
        return Day(DIVIDED, average(parts, mine, chain), mine.besieger, mine.truce, mine.share, True)
    besieger, truce = (mine.besieger, mine.truce) if mine else (None, False)
    chances = average(parts, mine, chain)
    if len(sides) > 1:
        return Day(DIVIDED, chances, besieger, truce, (), True)
    if len(sides) == 1 and len(parts) == len(held) and total and len(held) >= max(LEAST, ENOUGH * total):
        return Day(sides[0], chances, besieger, truce, (), True)
    return mine or Day(UNKNOWN, chances, derived=True)


def average(parts: Sequence[Day], mine: Day | None, chain: Chain) -> tuple[float, ...]:
    """The mean of the chances of the parts, or its own where there are none."""
    rows = [part.chances for part in parts] or ([mine.chances] if mine else [tuple(chain.prior)])
    return tuple(round(sum(column) / len(rows), 4) for column in zip(*rows, strict=True))
