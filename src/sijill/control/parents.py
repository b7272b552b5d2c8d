"""The state of a place that holds other places, from its own claims and from theirs."""

from collections.abc import Sequence

import numpy as np

from .chain import Chain
from .series import LEAST_CHANCE
from .signals import DIVIDED
from .tracks import ABSENT, NOBODY, Track, are_both_shared

ENOUGH, LEAST = 0.5, 2  # share of all its parts, and how many, for the parts alone to say who holds a place


def derive_parent(own: Track, children: Sequence[Track], total: int, chain: Chain) -> Track:
    """The parent's track: its own state, divided where a part of it is known to be held by another side.

    Where nothing was ever said of the whole, the parts say it: parts of two sides make it divided; parts of one
    side make it that side's only when they are at least half of all its parts, and two or more. `total` is how
    many parts it has.
    """
    spoken = any(one.odds for stretch in own.stretches for one in stretch.signals)
    days = np.unique(np.concatenate([own.days, *(child.days for child in children)]))
    result = spread_track(own, days, chain)
    parts = Parts(days, len(chain.states), chain.sides)
    for child in children:
        parts.add(child)
    combine_days(result, parts, 0 if spoken else total, chain)
    result.told |= parts.told
    keep_holders(result, chain)
    return result


class Parts:
    """What the parts of a place say together, by day; of each no more is kept than the sums."""

    def __init__(self, days: np.ndarray, states: int, sides: int):
        self.days, self.sides = days, sides
        self.held = np.zeros((len(days), sides), np.int32)  # parts that each side holds
        self.known = np.zeros(len(days), np.int32)  # parts of which the holder, or a contest, is known
        self.told = np.zeros(len(days), bool)
        self.product = np.ones(
            (len(days), sides)
        )  # of the chances of each side, over the parts that one side holds
        self.total = np.zeros((len(days), states))  # of the chances of parts of which something is known
        self.total_held = np.zeros((len(days), states))  # … of parts that one side holds

    def add(self, child: Track) -> None:
        at = np.searchsorted(self.days, child.days)
        self.told[at] |= child.told
        known = child.holder >= 0
        self.known[at] += known
        self.total[at[known]] += child.rows[known]
        mine = known & (child.holder < self.sides)
        np.add.at(self.held, (at[mine], child.holder[mine]), 1)
        self.product[at[mine]] *= child.rows[mine, : self.sides]
        self.total_held[at[mine]] += child.rows[mine]


def spread_track(own: Track, days: np.ndarray, chain: Chain) -> Track:
    """The track over more days; on those that it has not, nobody is known."""
    at = np.searchsorted(days, own.days)
    count = len(days)
    rows = np.tile(np.round(chain.prior, 4).astype(np.float32), (count, 1))
    holder = np.full(count, ABSENT, np.int16)
    if len(own.days):
        rows[at], holder[at] = own.rows, own.holder
    result = Track(own.place, own.series, own.stretches, days, rows, holder)
    for name in ("besieger", "share", "truce", "told", "news", "claimed", "derived"):
        array = np.zeros(count, getattr(own, name).dtype)
        array[at] = getattr(own, name)
        setattr(result, name, array)
    return result


def combine_days(result: Track, parts: Parts, total: int, chain: Chain) -> None:
    """Puts what the parts say into the track of the whole."""
    divided = chain.index[DIVIDED]
    absent, mine = result.holder == ABSENT, result.holder.copy()
    held, any_held = parts.held > 0, parts.held.sum(axis=1)
    sides = held.sum(axis=1)
    others = sides - np.where(
        (mine >= 0) & (mine < chain.sides), held[np.arange(len(mine)), np.clip(mine, 0, chain.sides - 1)], 0
    )
    gainsaid = (mine >= 0) & (mine < chain.sides) & (others > 0)
    split = (mine < 0) & (sides > 1)
    enough = max(LEAST, ENOUGH * total)
    whole = (mine < 0) & (sides == 1) & (parts.known == any_held) & (total > 0) & (any_held >= enough)
    product = np.where(gainsaid[:, None], parts.product * result.rows[:, : chain.sides], parts.product)
    chances = np.zeros_like(result.rows)
    chances[:, : chain.sides] = np.round(product, 4)
    chances[:, divided] = np.round(1 - chances.sum(axis=1), 4)
    shared = gainsaid | split
    codes = np.where(chances[:, divided] >= LEAST_CHANCE, divided, NOBODY)
    result.rows[shared], result.holder[shared] = chances[shared], codes[shared]
    result.rows[whole] = np.round(parts.total_held[whole] / any_held[whole, None], 4)
    result.holder[whole] = held[whole].argmax(axis=1)
    silent = absent & ~shared & ~whole
    some = silent & (parts.known > 0)
    result.rows[some] = np.round(parts.total[some] / parts.known[some, None], 4)
    result.holder[silent] = NOBODY
    result.derived |= shared | whole | silent
    result.share[shared & (mine < 0) | whole] = 0
    result.claimed[shared | whole] = False


def keep_holders(track: Track, chain: Chain) -> None:
    """On days on which neither the whole nor a part is spoken of, the holder is the one of the day before, or nobody."""
    before, last = NOBODY, None
    holder, told = track.holder.tolist(), track.told.tolist()
    for number, day in enumerate(track.days.tolist()):
        if not told[number]:
            before = before if last == day - 1 else NOBODY
            now = holder[number]
            holder[number] = before if before == now or are_both_shared((before, now), chain) else NOBODY
        before, last = holder[number], day
    track.holder = np.array(holder, np.int16)
