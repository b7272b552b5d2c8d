"""What a date expression says before anything is known about when it was said."""

from sijill.model import Frozen


class Point(Frozen):
    """One point of time as said: a calendar date (perhaps partial), a weekday, or a step from a base.

    `base` is what a step counts from: `publication` ("yesterday"), `narrative` ("three days later"), or `event`
    ("a week after the attack": an event that the expression itself does not date).
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hijri: bool = False
    solar: bool = False  # of the solar Hijri calendar
    weekday: int | None = None  # Monday is 0
    relation: str = ""  # last, next, this: of a weekday, week, month or year
    shift: int | None = None  # how many `unit`s from the base, negative = earlier
    unit: str = ""  # hour, day, week, month, year
    base: str = "publication"
    part: str = ""  # morning, afternoon, evening, night, dawn, noon, midnight
    edge: str = ""  # early, mid, late: of a month or year
    clock: str = ""  # HH:MM or HH:MM:SS


class DateExpression(Frozen):
    """A date expression in a text: where it stands (`text` is the words as written) and what it says.

    `kind` is one of `date` (a calendar date, full or partial), `weekday`, `relative` (a step from publication,
    narrative or an event; from `until` where that is given), `part` (a part of a day that is not named), `interval`
    (from `point` to `until`), `since` and `until` (open at the other end), `duration` (`length` of `unit`, None when
    not said; `direction` is `past`, `next`, `first` or `during`).
    """

    start: int
    end: int
    text: str
    kind: str
    point: Point | None = None
    until: Point | None = None
    length: float | None = None
    unit: str = ""
    direction: str = ""
