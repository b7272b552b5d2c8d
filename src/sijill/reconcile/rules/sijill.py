"""The record's own rule-set, told with claim ids; its numbers are those of the row (`rows.py`)."""

from collections.abc import Mapping, Sequence

from ..hearing import Hearing
from ..rows import find_best, weigh_voices
from .ruling import Ruling


def rule_sijill(hearing: Hearing, _: Sequence[Hearing], conventions: Mapping[str, float]) -> Ruling:
    """The row's own figure, and the incident's own grade."""
    row, trace = hearing.row, []
    weigh_voices(hearing.voices, trace)
    find_best(hearing.voices, trace)
    hearing.steps.extend(trace)
    best = row.best
    if best is not None and not (row.low or 0) <= best <= (best if row.high is None else row.high):
        hearing.note(f"best {best:,.10g} lies outside low and high, and is not given")
        best = None
    return Ruling(grade=hearing.incident.grade, low=row.low, best=best, high=row.high)
