"""Dates: read from a document's own marks, found in running text, resolved against what anchors them."""

from sijill.dates.anchor import narrative_anchor
from sijill.dates.expression import DateExpression, Point
from sijill.dates.find import find_dates
from sijill.dates.parse import ParsedDate, parse_date
from sijill.dates.resolve import resolve_date

__all__ = [
    "DateExpression",
    "ParsedDate",
    "Point",
    "find_dates",
    "narrative_anchor",
    "parse_date",
    "resolve_date",
]
