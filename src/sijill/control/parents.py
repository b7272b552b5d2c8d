"""The state of a place that holds other places, from its own claims and from theirs."""

import math
from collections.abc import Sequence
from dataclasses import replace

from .chain import Chain
from .series import LEAST_CHANCE, Day, Track, keep_holder
from .signals import CONTESTED, DIVIDED, UNKNOWN

ENOUGH, LEAST = 0.5, 2  # share of all its parts, and how many, for the parts alone to say who holds a place


def derive_parent(own: Track, children: Sequence[Track], total: int, chain: Chain) -> Track:
    """The parent's track: its own state, divided where a part of it is known to be held by another side.

    Where nothing was ever said of the whole, the parts say it: parts of two sides make it divided; parts of one
    side make it that side's only when they are at least half of all its parts, and two or more. `total` is how
    many parts it has.
    """
    result = Track(own.place, own.series, stretches=own.stretches)
    spoken = any(one.odds for stretch in own.stretches for one in stretch.signals)
    days = set(own.days).union(*(child.days for child in children))
    before, last = UNKNOWN, None
    for day in sorted(days):
        mine = own.days.get(day)
        parts = [part for child in children if (part := child.days.get(day)) and part.holder != UNKNOWN]
        told = any(one.told for one in (mine, *(child.days.get(day) for child in children)) if one)
        found = replace(
            combine_day(mine, parts, 0 if spoken else total, chain), told=told, news=bool(mine and mine.news)
        )
        if not told:  # that its parts are no more spoken of says nothing new of the whole
            before = before if last == day - 1 else UNKNOWN
            found = replace(found, holder=keep_holder(before, found.holder))
        result.days[day] = found
        before, last = found.holder, day
    return result


def combine_day(mine: Day | None, parts: Sequence[Day], total: int, chain: Chain) -> Day:
    """One day of a parent."""
    held = [part.holder for part in parts if part.holder not in (CONTESTED, DIVIDED)]
    sides = sorted(set(held))
    if mine is not None and mine.holder != UNKNOWN:
        if mine.holder in (CONTESTED, DIVIDED) or not set(sides) - {mine.holder}:
            return mine
        chances = rate_division([mine, *(part for part in parts if part.holder in sides)], chain)
        holder = DIVIDED if chances[chain.index[DIVIDED]] >= LEAST_CHANCE else UNKNOWN
        return Day(holder, chances, mine.besieger, mine.truce, mine.share, True)
    besieger, truce = (mine.besieger, mine.truce) if mine else (None, False)
    known = [part for part in parts if part.holder in sides]
    if len(sides) > 1:
        chances = rate_division(known, chain)
        holder = DIVIDED if chances[chain.index[DIVIDED]] >= LEAST_CHANCE else UNKNOWN
        return Day(holder, chances, besieger, truce, (), True)
    if len(sides) == 1 and len(parts) == len(held) and total and len(held) >= max(LEAST, ENOUGH * total):
        return Day(sides[0], average(known), besieger, truce, (), True)
    return mine or Day(UNKNOWN, average(parts) if parts else tuple(chain.prior), derived=True)


def rate_division(parts: Sequence[Day], chain: Chain) -> tuple[float, ...]:
    """The chances of a whole from its parts: each side's that it holds all of them, and the rest divided."""
    chances = [round(math.prod(part.chances[side] for part in parts), 4) for side in range(chain.sides)]
    rest = [0.0] * (len(chain.states) - chain.sides)
    row = [*chances, *rest]
    row[chain.index[DIVIDED]] = round(1 - sum(chances), 4)
    return tuple(row)


def average(parts: Sequence[Day]) -> tuple[float, ...]:
    """The mean of the chances of some parts."""
    rows = [part.chances for part in parts]
    return tuple(round(sum(column) / len(rows), 4) for column in zip(*rows, strict=True))
