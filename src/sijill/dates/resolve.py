"""What a date expression comes to: days, how precisely they are known, and what they rest on."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from msgspec import structs

from sijill.dates.calendar import YEARS, make_span, shift_day, trim_to_edge
from sijill.dates.expression import DateExpression, Point
from sijill.model import When

WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
# A date in the past tense is more likely long past than a little ahead: a day ahead weighs as much as six behind.
AGAINST_TENSE = 6
WHOLE_DAY = timedelta(days=1)
SOLAR_EPOCH = 621  # years between the solar Hijri year that begins in a year, and that year


class Reached(NamedTuple):
    """Days that a point comes to, with what they rest on."""

    first: date | None
    last: date | None
    precision: str
    anchor: str
    basis: str
    clock: str = ""


class Base(NamedTuple):
    """What expressions count from: the day of publication, and the days the narrative is on."""

    published: date | None
    story_first: date | None
    story_last: date | None
    future: bool

    def find_reference(self) -> tuple[date, str] | None:
        """Publication, else (in an undated document) the date inside the text that the caller anchors it on."""
        if self.published:
            return self.published, "publication"
        return (self.story_last, "narrative") if self.story_last else None


def resolve_date(
    expression: DateExpression,
    *,
    published: str | None = None,
    narrative: When | str | None = None,
    tense: str = "past",
) -> When:
    """The days that the expression means, or a When of precision `unknown` when nothing given anchors it.

    `published` is the document's ISO date; `narrative` the When or ISO date that the text around is on; `tense` is
    `past` or `future`. Steps told in the text ("three days later") count from the narrative alone; "yesterday" from
    publication alone; weekdays and dates without a year from publication, else from the narrative.

    >>> from sijill.dates import find_dates
    >>> when = resolve_date(find_dates("They attacked on Sunday.")[0], published="2017-03-21")
    >>> when.start, when.precision, when.anchor
    ('2017-03-19', 'day', 'publication')
    """
    story_first, story_last = _read_narrative(narrative)
    # A publication date known to the month or year is no day to count from, and is not made one.
    base = Base(_read_day(published), story_first, story_last, tense == "future")
    reached = _READERS[expression.kind](expression, base)
    if isinstance(reached, str):
        return When(text=expression.text, basis=reached)
    first, last = reached.first, reached.last
    clocked = reached.clock and first == last
    return When(
        start=_write(first, reached.clock if clocked else ""),
        end=_write(last, reached.clock if clocked else ""),
        precision="minute" if clocked else reached.precision,
        text=expression.text,
        anchor=reached.anchor,
        basis=reached.basis,
    )


def _read_day(written: str | None) -> date | None:
    try:
        day = date.fromisoformat(written[:10]) if written and len(written) >= 10 else None
    except ValueError:
        return None  # not a day: nothing is counted from it
    return day if day and day.year in YEARS else None


def _read_narrative(narrative: When | str | None) -> tuple[date | None, date | None]:
    if isinstance(narrative, When):
        first, last = _read_day(narrative.start), _read_day(narrative.end)
        return first or last, last or first
    day = _read_day(narrative)
    return day, day


def _write(day: date | None, clock: str) -> str | None:
    return f"{day.isoformat()}T{clock}" if day and clock else day.isoformat() if day else None


def _name(day: date) -> str:
    return f"{WEEKDAY_NAMES[day.weekday()]} {day.day} {day:%B} {day.year}"


def _reach(point: Point, base: Base) -> Reached | str:
    """The days of one point, or a sentence that says why they cannot be known."""
    if point.day and point.unit == "month":
        return _reach_day_of_month(point, base)
    if point.month or point.year:
        return reach_date(point, base)
    if point.shift is not None or point.unit:
        return _reach_step(point, base)
    if point.weekday is not None:
        return _reach_weekday(point, base)
    return "no day is named"


def reach_date(point: Point, base: Base) -> Reached | str:
    """The days of a calendar date, its year chosen where it has none; or why they cannot be known."""
    basis = f"the {'full date' if point.day else 'year'} is in the text"
    anchor, year = "explicit", point.year
    if year is None:
        reference = base.find_reference()
        if reference is None:
            return "a date without a year, and nothing that gives one"
        day, anchor = reference
        year = _choose_year(point, day, base.future)
        if year is None:
            return "no year near has such a day"
        basis = (
            f"the year that fits near {'publication' if anchor == 'publication' else 'the date in the text'}"
        )
    span = make_span(year, point.month, point.day, hijri=point.hijri, solar=point.solar)
    if span is None:
        return "no such day in the calendar"
    first, last = trim_to_edge(*span, point.edge)
    if point.hijri:
        basis += "; Hijri, by the Umm al-Qura calendar (a sighted month may differ by a day)"
    if point.solar:
        basis += "; of the solar Hijri calendar"
    if first == last and point.weekday is not None and first.weekday() != point.weekday:
        said = WEEKDAY_NAMES[point.weekday]
        basis += f"; the text says {said}, but it is {_name(first)}: the date is kept, the two disagree"
    precision = "day" if point.day else "interval" if point.edge else "month" if point.month else "year"
    if point.day and point.part:
        precision = "part_of_day"
    return Reached(first, last, precision, anchor, basis, point.clock)


def _choose_year(point: Point, near: date, future: bool) -> int | None:
    """The year in which the yearless date lies nearest, days against the tense counting for more."""
    costs = []
    start = near.year - SOLAR_EPOCH if point.solar else near.year
    for year in range(start - 1, start + 2):
        span = make_span(year, point.month, point.day, solar=point.solar)
        if span is None:
            continue
        first, last = span
        if point.relation == "last" and first >= near.replace(day=1):
            continue
        if point.relation == "next" and last <= near:
            continue
        if point.relation.endswith(" year"):
            if year == start + {"last": -1, "this": 0, "next": 1}[point.relation.split()[0]]:
                return year
            continue
        if first <= near <= last:
            costs.append((0, year))
            continue
        ahead = first > near
        days = (first - near).days if ahead else (near - last).days
        costs.append((days * (AGAINST_TENSE if ahead != future else 1), year))
    # On 29 February no neighbouring year may have the day: the leap year within reach is the answer.
    return min(costs)[1] if costs else None


def _reach_day_of_month(point: Point, base: Base) -> Reached | str:
    """ "The 17th of last month", "the 5th of the current month"."""
    reference = base.find_reference()
    if reference is None:
        return "a day of a month that is counted from publication, which is not known"
    near, anchor = reference
    moved = shift_day(near, {"last": -1, "next": 1}.get(point.relation, 0), "month")
    span = make_span(moved.year, moved.month, point.day) if moved else None
    if span is None:
        return "no such day in the calendar"
    return Reached(*span, "day", anchor, f"the {point.day}. of {point.relation} month, from {anchor}")


def _reach_weekday(point: Point, base: Base) -> Reached | str:
    reference = base.find_reference()
    if reference is None:
        return "a weekday, and no date to count from"
    near, anchor = reference
    precision = "part_of_day" if point.part else "day"
    name = WEEKDAY_NAMES[point.weekday]
    against = "publication" if anchor == "publication" else "the date in the text"
    if point.relation.endswith(" week"):
        weeks = {"last": -1, "this": 0, "next": 1}[point.relation.split()[0]]
        monday = shift_day(near - timedelta(days=near.weekday()), weeks, "week")
        day = monday + timedelta(days=point.weekday) if monday else None
        return Reached(day, day, precision, anchor, f"the {name} of {point.relation}, from {against}")
    behind = (near.weekday() - point.weekday) % 7
    ahead = (point.weekday - near.weekday()) % 7
    if point.relation == "last":
        day, basis = near - timedelta(days=behind or 7), f"the last {name} before {against}"
    elif point.relation == "next":
        day, basis = near + timedelta(days=ahead or 7), f"the next {name} after {against}"
    elif base.future:
        day, basis = near + timedelta(days=ahead), f"the next {name} from {against} on (future tense)"
    else:
        day, basis = near - timedelta(days=behind), f"the latest {name} up to {against}"
    return Reached(day, day, precision, anchor, basis)


def _reach_step(point: Point, base: Base) -> Reached | str:
    """ "Yesterday", "a week ago", "three days later", "last month"."""
    if point.base == "event":
        return "counted from an event that the expression does not date"
    if point.base == "narrative":
        from_day = base.story_first if (point.shift or 0) < 0 else base.story_last
        if from_day is None:
            return "counted from a date in the text, and none is known"
        anchor, against = "narrative", "the date in the text"
    else:
        from_day, anchor, against = base.published, "publication", "publication"
        if from_day is None:
            return "counted from publication, which is not known"
    if point.relation == "ahead":
        if not base.future:
            return "how long something took, or when something else was to be"
    elif point.relation:
        return _reach_calendar_unit(point, from_day, anchor)
    if point.shift is None:
        return "how long before or after is not said"
    if point.unit == "hour":
        if point.base == "narrative" or abs(point.shift) >= 24:
            days = round(point.shift / 24) if abs(point.shift) >= 24 else 0
            day = shift_day(from_day, days, "day")
            return Reached(day, day, "day", anchor, f"{point.shift:+d} hours from {against}, to the day")
        earlier = shift_day(from_day, -1 if point.shift < 0 else 1, "day")
        first, last = sorted((earlier or from_day, from_day))
        return Reached(first, last, "interval", anchor, f"{point.shift:+d} hours from {against}")
    day = shift_day(from_day, point.shift, point.unit)
    if day is None:
        return "no such day in the calendar"
    unit = "day" if point.shift == 0 else point.unit
    basis = (
        f"{point.shift:+d} {unit}{'' if abs(point.shift) == 1 else 's'} from {against}"
        if point.shift
        else against
    )
    if point.weekday is not None and day.weekday() != point.weekday:
        said = WEEKDAY_NAMES[point.weekday]
        basis += f"; the text says {said}, but it is {_name(day)}: the two disagree"
    if unit == "day":
        return Reached(day, day, "part_of_day" if point.part else "day", anchor, basis)
    # "A week ago" is seldom seven days to the day; "two months ago" is a month, "three years ago" a year.
    if unit in ("week", "fortnight"):
        return Reached(day - 3 * WHOLE_DAY, day + 3 * WHOLE_DAY, "week", anchor, basis + ", give or take")
    span = make_span(day.year, day.month if unit == "month" else None, None)
    if span is None:
        return "no such day in the calendar"
    return Reached(*span, "month" if unit == "month" else "year", anchor, basis)


def _reach_calendar_unit(point: Point, near: date, anchor: str) -> Reached | str:
    step = {"last": -1, "this": 0, "next": 1, "latest": 0 if near.weekday() >= 5 else -1}[point.relation]
    basis = f"{point.relation} {point.unit}, from {anchor}"
    if point.unit in ("week", "weekend"):
        monday = shift_day(near - timedelta(days=near.weekday()), step, "week")
        if monday is None:
            return "no such day in the calendar"
        first = monday + timedelta(days=5) if point.unit == "weekend" else monday
        last, precision = monday + timedelta(days=6), "interval" if point.unit == "weekend" else "week"
    else:
        moved = shift_day(near, step, point.unit)
        span = make_span(moved.year, moved.month if point.unit == "month" else None, None) if moved else None
        if span is None:
            return "no such day in the calendar"
        (first, last), precision = span, point.unit
    if point.relation == "this" and point.edge == "earlier":
        last, precision = near, "interval"
    elif point.relation == "this" and point.edge == "later":
        first, precision = near, "interval"
    elif point.edge and precision in ("month", "year"):
        (first, last), precision = trim_to_edge(first, last, point.edge), "interval"
    return Reached(first, last, precision, anchor, basis)


def _resolve_point(expression: DateExpression, base: Base) -> Reached | str:
    if expression.point and expression.until:  # "two days after the March 17 strike"
        counted = _reach(expression.until, base)
        if isinstance(counted, str):
            return counted
        step = structs.replace(expression.point, base="narrative")
        reached = _reach_step(step, base._replace(story_first=counted.first, story_last=counted.last))
        return reached if isinstance(reached, str) else reached._replace(anchor=counted.anchor)
    return _reach(expression.point, base) if expression.point else "no day is named"


def _resolve_part(expression: DateExpression, base: Base) -> Reached | str:
    if base.story_first is None:
        return "a part of a day that the text does not name"
    day = base.story_first
    return Reached(day, day, "part_of_day", "narrative", "a part of the day that the text is on")


def _resolve_interval(expression: DateExpression, base: Base) -> Reached | str:
    first, last = expression.point, expression.until
    # "From March 17 to 23 April 2017", "from Sunday to Tuesday": what one end leaves out the other gives.
    if first.year is None and last.year is not None:
        first = _with_year(first, last.year)
    elif last.year is None and first.year is not None:
        last = _with_year(last, first.year)
    end = _reach(last, base)
    if isinstance(end, str):
        return end
    up_to_it = base._replace(published=base.published and end.last, future=False)
    start = _reach(first, base if first.weekday is None else up_to_it)
    if isinstance(start, str):
        return start
    if start.first > end.last and first.year is None and (before := shift_day(start.first, -1, "year")):
        start = start._replace(first=before)
    if start.first > end.last:
        return "the interval ends before it begins"
    part = start.precision == "part_of_day" and (end.last - start.first).days <= 1
    return Reached(start.first, end.last, "part_of_day" if part else "interval", end.anchor, end.basis)


def _with_year(point: Point, year: int) -> Point:
    return structs.replace(point, year=year)


def _resolve_since(expression: DateExpression, base: Base) -> Reached | str:
    # "Since Sunday" looks back whatever the tense of the rest.
    reached = _reach(expression.point, base._replace(future=False))
    if isinstance(reached, str):
        return reached
    reference = base.find_reference()
    if reference is None or reference[0] < reached.first:
        basis = f"{reached.basis}; since then, the end is not known"
        return Reached(reached.first, None, "interval", reached.anchor, basis)
    end, against = reference
    return Reached(reached.first, end, "interval", reached.anchor, f"{reached.basis}; up to {against}")


def _resolve_until(expression: DateExpression, base: Base) -> Reached | str:
    reached = _reach(expression.point, base)
    if isinstance(reached, str):
        return reached
    return Reached(None, reached.last, "interval", reached.anchor, f"{reached.basis}; until then")


def _resolve_duration(expression: DateExpression, base: Base) -> Reached | str:
    """The stretch of days, ending (or for `first` and `next` beginning) where its direction says."""
    told = expression.direction == "next" and not base.future  # "then shelled it over the next three days"
    in_story = (expression.direction in ("during", "first") or told) and base.story_last is not None
    if in_story:
        from_day = base.story_first if expression.direction == "first" else base.story_last
        anchor = "narrative"
    elif base.published and expression.direction != "first" and not told:
        from_day, anchor = base.published, "publication"
    else:
        return "a stretch of time, and no day to count it from"
    basis = f"{_say_length(expression)} counted from {'the date in the text' if in_story else anchor}"
    forward = expression.direction in ("first", "next") or (base.future and expression.direction == "during")
    if expression.length is None:
        ends = (from_day, None) if forward else (None, from_day)
        return Reached(*ends, "interval", anchor, basis + "; how long is not said")
    length, unit = int(expression.length), expression.unit
    if unit == "hour":
        length, unit = -(-length // 24), "day"
    elif unit == "day" and expression.direction in ("during", "first"):
        length -= 1  # "three consecutive days" are three with the last
    other = shift_day(from_day, length if forward else -length, unit)
    if other is None:
        return "no such day in the calendar"
    first, last = sorted((from_day, other))
    return Reached(first, last, "interval", anchor, basis)


def _say_length(expression: DateExpression) -> str:
    if expression.length is None:
        return f"{expression.unit}s"
    return f"{expression.length:g} {expression.unit}{'' if expression.length == 1 else 's'}"


_READERS: dict[str, Callable[[DateExpression, Base], Reached | str]] = {
    "date": _resolve_point,
    "weekday": _resolve_point,
    "relative": _resolve_point,
    "part": _resolve_part,
    "interval": _resolve_interval,
    "since": _resolve_since,
    "until": _resolve_until,
    "duration": _resolve_duration,
}
