"""Days as ordinal numbers: the interval in which a claim puts its event, and how loosely."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from ..model import When

SLACK = {"minute": 0, "part_of_day": 0, "day": 1, "interval": 1, "week": 3, "month": 15, "year": 183}


class Days(NamedTuple):
    """First and last day (ordinals), and how many days off the statement may be."""

    first: int
    last: int
    slack: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


@lru_cache(maxsize=20_000)
def read_day(text: str | None, end: bool = False) -> int | None:
    """The ordinal of an ISO date, datetime or prefix (`2021-02`); the last day of the prefix when `end`.

    >>> read_day("2021-02", end=True) - read_day("2021-02")
    27
    """
    if not text:
        return None
    parts = text[:10].split("-")
    try:
        if len(parts) == 3:
            return date.fromisoformat(text[:10]).toordinal()
        year, month = int(parts[0]), int(parts[1]) if len(parts) == 2 else None
        if not end:
            return date(year, month or 1, 1).toordinal()
        following = date(year + 1, 1, 1) if month in (None, 12) else date(year, month + 1, 1)
        return following.toordinal() - 1
    except ValueError:  # not a date: unknown is an answer
        return None


def read_days(when: When | None) -> Days | None:
    """The days of a `When`, or None where they are not known.

    >>> read_days(When(start="2020-01-01", precision="day")).length
    1
    >>> read_days(When()) is None
    True
    """
    if when is None:
        return None
    first, last = read_day(when.start), read_day(when.end or when.start, end=True)
    first = last if first is None else first
    if first is None or last is None:
        return None
    return Days(min(first, last), max(first, last), SLACK.get(when.precision, 1))


def count_days_apart(one: Days, other: Days) -> int:
    """How many days lie between two intervals; 0 when they overlap."""
    return max(0, one.first - other.last, other.first - one.last)


def format_day(day: int) -> str:
    """A day in words.

    >>> format_day(date(2020, 3, 9).toordinal())
    '9 March 2020'
    """
    value = date.fromordinal(day)
    return f"{value.day} {value:%B} {value.year}"


def format_days(days: Days | None) -> str:
    """An interval in words, without repeating what both ends share.

    >>> format_days(Days(date(2020, 3, 9).toordinal(), date(2020, 3, 11).toordinal(), 0))
    '9–11 March 2020'
    """
    if days is None:
        return "on an unknown date"
    if days.length == 1:
        return format_day(days.first)
    first, last = date.fromordinal(days.first), date.fromordinal(days.last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{format_day(days.last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} – {format_day(days.last)}"
    return f"{format_day(days.first)} – {format_day(days.last)}"


def iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
