"""What a language's date rules are made of."""

import re
from collections.abc import Callable
from typing import NamedTuple

from sijill.dates.expression import Point


class Found(NamedTuple):
    """What a rule read from its match: the fields of a `DateExpression` but for its place in the text."""

    kind: str
    point: Point | None = None
    until: Point | None = None
    length: float | None = None
    unit: str = ""
    direction: str = ""


Reader = Callable[[re.Match[str]], Found | None]


class Rule(NamedTuple):
    """A pattern, and what reads its matches; None says that this match is no date after all."""

    pattern: re.Pattern[str]
    read: Reader


def read_before(match: re.Match[str], group: str | int = 0) -> str:
    """The few words before a match: a date's prepositions stand close, and a document may be very long."""
    start = match.start(group)
    return match.string[max(0, start - 40) : start]


def read_after(match: re.Match[str]) -> str:
    """The few words after a match."""
    return match.string[match.end() : match.end() + 40]
