"""The date inside an undated document that its other dates may be counted from."""

from datetime import date

from sijill.dates.calendar import make_span
from sijill.dates.expression import DateExpression, Point
from sijill.dates.resolve import Base, Reached, reach_date


def narrative_anchor(expressions: list[DateExpression]) -> str | None:
    """The ISO date inside an undated text that its yearless dates and weekdays may be counted from, or None.

    It is the latest full date of the text whose year makes the weekdays that are told beside dates come true (at
    most one in three may fail). Where full dates lie more than a year apart, only such weekdays can choose between
    them; where they do not, nothing is anchored.

    >>> from sijill.dates import find_dates
    >>> narrative_anchor(find_dates("(Wednesday) April 18, they left. Map: April 21. 2018"))
    '2018-04-21'
    >>> narrative_anchor(find_dates("(Monday) April 18, they left. Map: April 21. 2018")) is None
    True
    """
    points = [
        point for e in expressions for point in (e.point, e.until) if point and point.day and point.month
    ]
    full = []
    for point in points:
        span = (
            make_span(point.year, point.month, point.day, hijri=point.hijri, solar=point.solar)
            if point.year
            else None
        )
        if span:
            full.append(span[0])
    if not full:
        return None
    if (max(full) - min(full)).days <= 366:
        agreeing, disagreeing = _count_weekdays(points, max(full))
        return max(full).isoformat() if agreeing >= 2 * disagreeing else None
    proved = []
    for day in full:
        agreeing, disagreeing = _count_weekdays(points, day)
        if agreeing and not disagreeing:
            proved.append(day)
    if not proved or (max(proved) - min(proved)).days > 366:
        return None
    return max(proved).isoformat()


def _count_weekdays(points: list[Point], anchor: date) -> tuple[int, int]:
    """How many weekdays told beside yearless dates come true, and how many fail, in the year that `anchor` gives."""
    base = Base(anchor, None, None, False)
    told = [point for point in points if point.weekday is not None and point.year is None]
    reached = [(point, reach_date(point, base)) for point in told]
    outcomes = [
        found.first.weekday() == point.weekday for point, found in reached if isinstance(found, Reached)
    ]
    return outcomes.count(True), outcomes.count(False)
