"""The days that a report covers as a whole: those of a bulletin, and those that a report looks back on."""

from datetime import date, timedelta

from sijill.dates import DateExpression, resolve_date
from sijill.extract.embedded.dated import Timed
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.kinds import STATES
from sijill.model import When, replace

BACKGROUND_AFTER = timedelta(days=31)
BULLETIN = timedelta(days=6)  # a report on so many days and one more is not of one event
HEAD = 3  # sentences in which a bulletin says which days it is of
LATE = timedelta(days=45)  # how long after them it may come out


def find_covered(timed: list[list[Timed]], published: str | None) -> When | None:
    """The days of a bulletin ("from 1 to 30 June"), which its first sentences give; None for any other report."""
    for t in (t for each in timed[:HEAD] for t in each):
        if t.expression.kind != "interval":
            continue
        when = resolve_date(t.expression, published=published, tense="past")
        start, end = (find_day(when.start), find_day(when.end)) if when else (None, None)
        out = find_day(published)
        timely = out is None or (end is not None and end <= out <= end + LATE)
        if start and end and end - start >= BULLETIN and timely:
            basis = "no day given: some day of those that the bulletin covers"
            return replace(when, text=None, precision="interval", anchor="explicit", basis=basis)
    return None


def look_back(
    drafts: list[Draft], expressions: list[DateExpression | None], published: str | None
) -> str | None:
    """The latest day of a report that dates its events, two or more, all to over a month before it came out; else None.

    What it does not date is then not of its own day either, and its story moves from one of those days to the next.
    """
    ends = set()
    for draft, expression in zip(drafts, expressions, strict=True):
        if expression is None or draft.stance != "asserts" or draft.event.kind in STATES:
            continue
        when = resolve_date(expression, published=published, tense="past")
        if when is not None and when.end:
            ends.add((expression.text, when.end[:10]))
    old = published and all(find_day(published) - find_day(day) > BACKGROUND_AFTER for _, day in ends)
    return max(day for _, day in ends) if old and len(ends) > 1 else None


def find_day(text: str | None) -> date | None:
    """The day of an ISO date or time, or None."""
    try:
        return date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
