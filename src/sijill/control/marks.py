"""Sieges, truces and shares: what is said of a place beside who holds it, and until when it is taken to last."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from .signals import UNKNOWN, Signal
from .tracks import Stretch, Words

SIEGE_LASTS = 30  # days after the last claim of it
TRUCE_LASTS = 30
SHARE_LASTS = 90


def read_marks(
    stretch: Stretch, days: np.ndarray, hindsight: bool, words: Words
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """By day the besieger and the shares, as numbers of words, and whether there is a truce."""
    besieger, share = np.zeros(len(days), np.int16), np.zeros(len(days), np.int16)
    truce = np.zeros(len(days), bool)
    marks = [one for one in stretch.signals if one.besieger or one.truce or one.ends_truce or one.share]
    if not any(one.besieger or one.truce or one.share for one in marks):
        return besieger, truce, share
    first = int(days[0])
    for start, stop in list_spans(marks, first, first + len(days)):
        past = [one for one in marks if one.days.first <= start and (hindsight or one.known <= start)]
        besieger[start - first : stop - first] = words.number(find_besieger(past, start))
        truce[start - first : stop - first] = has_truce(past, start)
        share[start - first : stop - first] = words.number(find_share(past, start) or None)
    return besieger, truce, share


def list_spans(marks: Sequence[Signal], start: int, stop: int) -> list[tuple[int, int]]:
    """The spans of days over which nothing of this changes."""
    edges = {start, stop}
    for one in marks:
        edges |= {one.days.first, one.days.first + 1, one.known, one.days.last + 1}
        edges |= {one.days.last + lasts + 1 for lasts in (SIEGE_LASTS, SHARE_LASTS)}
        edges.add(one.days.first + TRUCE_LASTS + 1)
    inside = sorted(day for day in edges if start <= day <= stop)
    return list(pairwise(inside))


def find_besieger(signals: Sequence[Signal], day: int) -> str | None:
    """Who besieges the place that day: the last siege told of, until the besieger is in or it is long silent."""
    sieges = [one for one in signals if one.besieger and day - one.days.last <= SIEGE_LASTS]
    named = [one.besieger for one in sieges if one.besieger != UNKNOWN]
    return named[-1] if named else (UNKNOWN if sieges else None)


def has_truce(signals: Sequence[Signal], day: int) -> bool:
    """Whether a truce told of still stands, as far as told."""
    truces = [one for one in signals if one.truce and one.days.first <= day]
    broken = [one.days.first for one in signals if one.ends_truce and one.days.first <= day]
    for one in truces:
        end = one.days.last if one.days.length > 2 else one.days.first + TRUCE_LASTS
        if day <= end and not any(one.days.first < when <= day for when in broken):
            return True
    return False


def find_share(signals: Sequence[Signal], day: int) -> tuple[tuple[str, float], ...]:
    """The latest share that each side is said to hold."""
    found: dict[str, float] = {}
    for one in signals:
        if one.share and day - one.days.last <= SHARE_LASTS:
            found[one.share[0]] = one.share[1]
    return tuple(sorted(found.items()))
