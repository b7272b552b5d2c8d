"""Days from partial dates, Gregorian and Hijri: every reading is checked, none is rounded to fit."""

from calendar import monthrange
from datetime import date, timedelta

from hijridate import Hijri

YEARS = range(1900, 2100)


def make_day(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has none such (30 February) or the year is out of all reason.

    >>> make_day(2018, 4, 18), make_day(2018, 2, 30)
    (datetime.date(2018, 4, 18), None)
    """
    if year not in YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def make_span(
    year: int, month: int | None, day: int | None, *, hijri: bool = False, solar: bool = False
) -> tuple[date, date] | None:
    """The first and last day of a full or partial date, or None where there is none such.

    Hijri dates are read by the Umm al-Qura calendar, from which a sighted month may differ by a day; `solar` ones by the
    solar Hijri calendar of Iran.

    >>> [str(day) for day in make_span(1439, 8, None, hijri=True)]
    ['2018-04-17', '2018-05-15']
    """
    if solar:
        return _make_solar_span(year, month, day)
    if hijri:
        return _make_hijri_span(year, month, day)
    first = make_day(year, month or 1, day or 1)
    if first is None or day:
        return (first, first) if first else None
    last_month = month or 12
    return first, date(year, last_month, monthrange(year, last_month)[1])


def _make_hijri_span(year: int, month: int | None, day: int | None) -> tuple[date, date] | None:
    try:
        first = Hijri(year, month or 1, day or 1)
        if day:
            found = first.to_gregorian()
            return found, found
        last = Hijri(year, month or 12, 1)
        last = Hijri(year, month or 12, last.month_length())
        return first.to_gregorian(), last.to_gregorian()
    except (ValueError, OverflowError):  # no such day, or a year that the calendar's tables do not reach
        return None


# The solar year begins at the spring equinox; in these years of a cycle of 33 it has a day more (right for 1206 to 1498).
SOLAR_LEAPS = frozenset([1, 5, 9, 13, 17, 22, 26, 30])
SOLAR_YEARS = range(1279, 1479)  # 1900 to 2100
SOLAR_START = (1402, date(2023, 3, 21))  # a first day of the year to count from


def _make_solar_span(year: int, month: int | None, day: int | None) -> tuple[date, date] | None:
    """The days of a solar Hijri date.

    >>> [str(_make_solar_span(year, 1, 1)[0]) for year in (1357, 1399, 1403, 1404)]
    ['1978-03-21', '2020-03-20', '2024-03-20', '2025-03-21']
    >>> str(_make_solar_span(1403, 12, 30)[0]), _make_solar_span(1402, 12, 30)
    ('2025-03-20', None)
    """
    lengths = [31] * 6 + [30] * 5 + [30 if year % 33 in SOLAR_LEAPS else 29]
    if (
        year not in SOLAR_YEARS
        or not 1 <= (month or 1) <= 12
        or not 1 <= (day or 1) <= lengths[(month or 1) - 1]
    ):
        return None
    known, start = SOLAR_START
    between = range(min(known, year), max(known, year))
    days = sum(365 + (one % 33 in SOLAR_LEAPS) for one in between)
    first = start + timedelta(days=days if year >= known else -days)
    first += timedelta(days=sum(lengths[: (month or 1) - 1]) + (day or 1) - 1)
    length = 1 if day else lengths[month - 1] if month else sum(lengths)
    return first, first + timedelta(days=length - 1)


def shift_day(day: date, count: int, unit: str) -> date | None:
    """The day moved by so many units; a month or year later keeps the day, or the last one there is.

    >>> str(shift_day(date(2018, 3, 31), -1, "month"))
    '2018-02-28'
    """
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    try:
        if days:
            return day + timedelta(days=count * days)
        months = count * {"month": 1, "year": 12, "decade": 120}[unit] + day.year * 12 + day.month - 1
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):  # before the year 1, or a number of years that no calendar has
        return None


def trim_to_edge(first: date, last: date, edge: str) -> tuple[date, date]:
    """The part of a month or a year that `edge` says: a third of it, a half, or a week.

    >>> [str(day) for day in trim_to_edge(date(2018, 3, 1), date(2018, 3, 31), "late")]
    ['2018-03-21', '2018-03-31']
    """
    if edge in ("week1", "week2", "week3"):
        start = first + timedelta(days=7 * (int(edge[-1]) - 1))
        return start, start + timedelta(days=6)
    if edge == "last_week":
        return last - timedelta(days=6), last
    if edge in ("half1", "half2"):
        middle = first + (last - first) // 2
        if last.month != first.month:
            middle = date(first.year, 6, 30)
        return (first, middle) if edge == "half1" else (middle + timedelta(days=1), last)
    if edge not in ("early", "mid", "late"):
        return first, last
    if first.day == 1 and last == date(first.year, 12, 31) and first.month == 1:
        thirds = [(1, 4), (5, 8), (9, 12)]
        low, high = thirds[("early", "mid", "late").index(edge)]
        return date(first.year, low, 1), date(first.year, high, monthrange(first.year, high)[1])
    if edge == "early":
        return first, first + timedelta(days=9)
    if edge == "mid":
        return first + timedelta(days=10), first + timedelta(days=19)
    return first + timedelta(days=20), last
