"""Numbers as reports say them ("at least a dozen", "between 20 and 30"), with their open ends and exact
offsets.

Figures are never rounded, averaged or guessed: what is not said stays open, and what only looks like a count
(a year, a clock time, a weapon's name, a unit's number) is left out.
"""

from sijill.model import Figure
from sijill.quantities.find import Quantity, find_quantities

__all__ = ["Quantity", "find_quantities", "parse_quantity"]


def parse_quantity(text: str, language: str = "en") -> Figure:
    """The first count or percentage in the text, as a figure; both ends open and `unknown` when there is
    none.

    >>> found = parse_quantity("at least 12")
    >>> found.low, found.high, found.qualifier
    (12.0, None, 'at least')
    >>> parse_quantity("about 70% of the camp").measure
    'percent'
    """
    for found in find_quantities(text, language):
        if found.kind != "ordinal":
            return Figure(
                measure="percent" if found.kind == "percent" else "other",
                low=found.low,
                high=found.high,
                qualifier=found.qualifier,
                unit=found.unit,
                text=text[found.start : found.end],
            )
    return Figure(measure="other", qualifier="unknown", text=text)
