"""What `sijill control --changes` prints."""

from ..model import replace
from ..record import Filters, Record
from .printing import Layout, name_columns, note, print_rows


def list_changes(record: str, filters: Filters, output: str | None, limit: int | None) -> None:
    """The changes of holder in the days asked for; else all of a place, or those of the last week of the record."""
    from ..publish.changes import CHANGE_COLUMNS, change_rows, find_last_week

    layout = Layout(
        columns=name_columns("day place from to sure=p why claims"),
        wide=("why", "claims"),
        spare=("claims", "why"),
        every=CHANGE_COLUMNS,
        empty="nothing changed hands" + " in these days" * bool(filters.on or filters.since or filters.until),
    )
    with Record.open(record) as opened:
        asked = filters.on or filters.since or filters.until or filters.places
        if not asked and (week := find_last_week(opened)):
            filters = replace(filters, since=week[0], until=week[1])
            note(
                f"from {week[0]} to {week[1]}, the last week that the record speaks of; --since and --until ask for others"
            )
        sides = [side for name in filters.sides for side in (*opened.find_named("sides", name), name)]
        rows = change_rows(opened, filters, sides)
    if output is None:
        rows = [row | {"sure": say_sure(row["probability"])} for row in rows]
    print_rows(rows, layout, output or "table", limit)


def say_sure(chance: float | None) -> str | None:
    """The chance of the new holder in short.

    >>> say_sure(0.9), say_sure(None)
    ('0.90', None)
    """
    return None if chance is None else f"{chance:.2f}"
