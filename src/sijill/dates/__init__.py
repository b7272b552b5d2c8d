"""Dates: read from a document's own marks, found in running text, resolved against what anchors them."""

from sijill.dates.parse import ParsedDate, parse_date

__all__ = ["ParsedDate", "parse_date"]
