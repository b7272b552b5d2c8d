"""The options that verbs share: which record, which rows, in which form."""

import re
from collections.abc import Callable
from typing import Any

import click

from ..errors import SijillError
from ..model import KINDS, STANCES
from ..record import Filters

STATUSES = ("reported", "disputed", "denied", "planned", "hypothetical")
ISO_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
NUMBERS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
FILTER_NAMES = (
    "kinds",
    "sides",
    "places",
    "since",
    "until",
    "on",
    "undated",
    "sources",
    "stances",
    "statuses",
    "grade",
    "text",
    "everything",
    "rejected",
)
Function = Callable[..., Any]


def take_record(function: Function) -> Function:
    """The verb takes `--record DIR`."""
    option = click.option(
        "--record", "-r", default="record", show_default=True, metavar="DIR", envvar="SIJILL_RECORD",
        help="The record's folder.",
    )  # fmt: skip
    return option(function)


def take_filters(function: Function) -> Function:
    """The verb takes the filters, and is given them as one `Filters`."""
    options = [
        click.option(
            "--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind (may be repeated)."
        ),
        click.option(
            "--side", "sides", multiple=True, metavar="NAME", help="Only with this side or actor in it."
        ),
        click.option("--place", "places", multiple=True, metavar="NAME", help="Only here, or inside here."),
        click.option("--since", metavar="DAY", help="From this day on (2018-04-18, 2018-04 or 2018)."),
        click.option("--until", metavar="DAY", help="Up to and with this day."),
        click.option("--on", metavar="DAY", help="On this day."),
        click.option("--undated", is_flag=True, help="Only what has no known day."),
        click.option(
            "--source", "sources", multiple=True, metavar="NAME", help="Only from this outlet or file."
        ),
        click.option(
            "--stance", "stances", multiple=True, type=click.Choice(STANCES), help="Only claims that …"
        ),
        click.option(
            "--status", "statuses", multiple=True, type=click.Choice(STATUSES), help="Only incidents so."
        ),
        click.option("--grade", metavar="GRADE", help="Only incidents of this grade."),
        click.option(
            "--text", metavar="WORDS", help="Only with all these words, in any spelling of their letters."
        ),
        click.option("--all", "everything", is_flag=True, help="Background, plans and hypotheses as well."),
        click.option("--rejected", is_flag=True, help="Also what a person rejected."),
    ]

    def wrapped(**values: Any) -> Any:
        asked = {name: values.pop(name) for name in FILTER_NAMES}
        filters = make_filters(asked)
        for name in ("since", "until", "on"):
            tell_day(asked[name], getattr(filters, name), f"--{name}")
        return function(filters=filters, **values)

    return _take_options(function, wrapped, options)


def _take_options(function: Function, wrapped: Function, options: list[Function]) -> Function:
    """The wrapped function with these options above those that the function has already."""
    wrapped.__name__, wrapped.__doc__ = function.__name__, function.__doc__
    wrapped.__click_params__ = list(getattr(function, "__click_params__", []))  # type: ignore[attr-defined]
    for option in reversed(options):
        wrapped = option(wrapped)
    return wrapped


def take_output(function: Function) -> Function:
    """The verb takes `--json`, `--csv` and `--limit`."""
    options = [
        click.option("--json", "as_json", is_flag=True, help='Print {"rows": […], "total": N}.'),
        click.option("--csv", "as_csv", is_flag=True, help="Print comma-separated values, all columns."),
        click.option("--limit", type=click.IntRange(min=0), metavar="N", help="At most N rows; 0 for all."),
    ]

    def wrapped(as_json: bool, as_csv: bool, **values: Any) -> Any:
        if as_json and as_csv:
            raise SijillError("--json and --csv ask for two forms at once", remedy="choose one of them")
        return function(output="json" if as_json else "csv" if as_csv else None, **values)

    return _take_options(function, wrapped, options)


def make_filters(values: dict[str, Any]) -> Filters:
    """The filters that the options ask for, days, kinds and grades checked."""
    for kind in values["kinds"]:
        check_kind(kind)
    check_grade(values["grade"])
    filters = Filters(
        kinds=tuple(values["kinds"]),
        stances=tuple(values["stances"]),
        statuses=tuple(values["statuses"]),
        sides=tuple(values["sides"]),
        places=tuple(values["places"]),
        sources=tuple(values["sources"]),
        since=read_day(values["since"], "--since"),
        until=read_day(values["until"], "--until"),
        on=read_day(values["on"], "--on"),
        text=values["text"],
        grade=values["grade"],
        undated=values["undated"],
        include_background=values["everything"],
        include_unasserted=values["everything"],
        include_rejected=values["rejected"],
    )
    check_days(filters)
    return filters


def check_days(filters: Filters) -> None:
    """The days asked for can all be meant at once."""
    since, until = filters.since, filters.until
    if filters.on and (since or until):
        raise SijillError("--on asks for one day, --since and --until for several", remedy="leave one out")
    if since and until:
        both = min(len(since), len(until))  # a day and its own month do not exclude each other
        if since[:both] > until[:both]:
            raise SijillError(f"{since} is after --until {until}", where="--since", remedy="swap the two")


def check_grade(grade: str | None) -> None:
    """The grade is one there is, or an error lists them."""
    from ..link.grades import GRADES

    if grade is not None and grade not in GRADES:
        raise SijillError(
            f"there is no grade {grade!r}", where="--grade", remedy="the grades are " + ", ".join(GRADES)
        )


def check_kind(kind: str) -> None:
    """The kind is one there is; for a misspelt one the nearest is named."""
    if kind in KINDS:
        return
    import difflib

    near = difflib.get_close_matches(kind.replace("-", "_").replace(" ", "_"), KINDS, n=2)
    remedy = f"did you mean {' or '.join(near)}?" if near else "the kinds are " + ", ".join(KINDS)
    raise SijillError(f"there is no kind {kind!r}", where="--kind", remedy=remedy)


def read_day(text: str | None, where: str) -> str | None:
    """The day, month or year as ISO, from any writing of it that reports use too.

    >>> read_day("2018-04", "--on"), read_day(None, "--on")
    ('2018-04', None)
    """
    if text is None:
        return None
    import datetime

    from ..read.timestamps import read_timestamp

    found = text if ISO_DAY.fullmatch(text) else (read_timestamp(text) or "")[:10]
    try:
        datetime.date.fromisoformat((found + "-01-01")[:10] if len(found) != 7 else found + "-01")
    except ValueError:
        found = ""
    if not found:
        refuse_two_days(text, where)
        raise SijillError(
            f"{text!r} is not a day", where=where, remedy="write it as 2018-04-18, 2018-04 or 2018"
        )
    return found


def refuse_two_days(text: str, where: str) -> None:
    """An error where day and month could be either way round: it names both days.

    >>> refuse_two_days("31/03/2017", "--on")
    """
    numbers = NUMBERS.fullmatch(text.strip())
    if not numbers:
        return
    import datetime

    from ..publish.words import say_day

    one, other, year = map(int, numbers.groups())
    try:
        days = [datetime.date(year, other, one), datetime.date(year, one, other)]
    except ValueError:
        return
    said = " or ".join(say_day(day.isoformat()) for day in days)
    iso = " or ".join(day.isoformat() for day in days)
    raise SijillError(f"{text!r} may be {said}", where=where, remedy=f"write it as {iso}")


def tell_day(text: str | None, day: str | None, where: str) -> None:
    """Says how a day that was not written in the ISO way is read, so that a slip is seen."""
    if text is None or day is None or ISO_DAY.fullmatch(text):
        return
    from ..publish.words import say_day
    from .printing import note

    note(f"{where} {text} is read as {say_day(day)}")
