"""What changed: the days on which a place's holder became another, and the claims that moved it."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sijill.model import ControlState, replace
from sijill.publish.tables import Row

CHANGE_COLUMNS = (
    "place", "place_id", "day", "series", "from", "to", "probability", "claims", "why", "claims_against",
    "inferred_from", "known_at", "lat", "lon",
)  # fmt: skip
WEEK = 7
UNKNOWN = "unknown"


def change_rows(record: Any, filters: Any, sides: Iterable[str] = ()) -> list[Row]:
    """One row a change of holder within the days of the filters, the earliest first.

    `sides` are those that must be among the two holders. That a holder is no longer known counts where claims say so, not
    where they have only grown old.
    """
    states = record.control(replace(filters, since=None, until=None, on=None, sides=()))
    wanted = set(sides)
    rows = [
        make_row(before, state)
        for _, group in groupby(states, key=lambda one: (one.place_id, one.series))
        for before, state in pair_states(sorted(group, key=lambda one: one.start))
        if is_within(state.start, filters) and (not wanted or wanted & {state.holder, before})
    ]
    return sorted(rows, key=lambda row: (row["day"], row["place"], row["place_id"], row["series"]))


def pair_states(states: list[ControlState]) -> Iterable[tuple[str, ControlState]]:
    """Each state whose holder is another than on the day before it, with that one."""
    before, end = UNKNOWN, None
    for state in states:
        adjacent = end is not None and date.fromisoformat(end) + timedelta(days=1) == date.fromisoformat(
            state.start
        )
        before = before if adjacent else UNKNOWN
        if state.holder != before and (state.holder != UNKNOWN or state.reasons):
            yield before, state
        before, end = state.holder, state.end


def make_row(before: str, state: ControlState) -> Row:
    """The row of one change: the claims that speak for the new holder are what moved it."""
    moved = [one for one in state.reasons if one.effect >= 0]
    against = [one.claim for one in state.reasons if one.effect < 0]
    values = {
        "day": state.start,
        "from": before,
        "to": state.holder,
        "probability": round(state.probabilities.get(state.holder, 0.0), 4)
        if state.holder != UNKNOWN
        else None,
        "claims": "; ".join(dict.fromkeys(one.claim for one in moved)) or None,
        "why": "; ".join(dict.fromkeys(one.what for one in moved)) or None,
        "claims_against": "; ".join(dict.fromkeys(against)) or None,
    }
    fields = ("place", "place_id", "series", "inferred_from", "known_at", "lat", "lon")
    values |= {field: getattr(state, field) for field in fields}
    return {column: values[column] for column in CHANGE_COLUMNS}


def is_within(day: str, filters: Any) -> bool:
    """Whether a day is one that the filters ask for; those may be months and years."""
    since, until = filters.on or filters.since, filters.on or filters.until
    return (not since or day[: len(since)] >= since) and (not until or day[: len(until)] <= until)


def find_last_week(record: Any) -> tuple[str, str] | None:
    """The first and last day of the week up to the last report, or to the last change where that is later."""
    days = [one.published[:10] for one in record.documents() if one.published and len(one.published) >= 10]
    days += [one.start for one in record.control()]
    if not days:
        return None
    last = date.fromisoformat(max(days))
    return (last - timedelta(days=WEEK - 1)).isoformat(), last.isoformat()
