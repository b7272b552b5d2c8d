"""The record's own rule-set, told with claim ids; its numbers are those of the row (`rows.py`)."""

from collections.abc import Mapping, Sequence

from ..hearing import Hearing
from ..rows import find_best, weigh_voices
from .ruling import Ruling


def rule_sijill(hearing: Hearing, _: Sequence[Hearing], conventions: Mapping[str, float]) -> Ruling:
    """The row's own figure, and the incident's own grade; a number that contradicts the row's `low` is left out."""
    row, trace = hearing.row, []
    weigh_voices(hearing.voices, trace)
    find_best(hearing.voices, trace)
    hearing.steps.extend(trace)
    low, best, high = row.low, row.best, row.high
    if low is not None and high is not None and high < low:
        hearing.note(f"high {high:,.10g} is less than low {low:,.10g}, and is not given")
        high = None
    if best is not None and not (low or 0) <= best <= (best if high is None else high):
        hearing.note(f"best {best:,.10g} lies outside low and high, and is not given")
        best = None
    return Ruling(grade=hearing.incident.grade, low=low, best=best, high=high)
