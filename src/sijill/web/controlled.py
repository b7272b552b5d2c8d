"""Control on a day: who held what, drawn as points, with a slider over the days on which something changed."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ..model import ControlState, Frozen, from_json, replace
from ..publish import words
from ..publish.holders import BY_WHOM, HOLDER_WORDS, say_confidence
from ..record import Filters
from ..record.served import ServedRecord
from .formats import answer_json
from .ground import name_imports
from .incidents import name_choice
from .query import Query, write_query
from .shelf import Book
from .site import Site, Speech, ask

router = APIRouter()
SERIES = ("as_known", "retrospective")
WEAK = 0.75  # below this probability a holder is drawn pale


class Held(Frozen):
    """One place on one day."""

    place: str
    label: str
    colour: str
    holder: str
    besieged_by: str
    confidence: str
    weak: bool


@router.get("/control")
def show_control(request: Request) -> Response:
    """The page for one day and one series; the script lets the day move."""
    site: Site = request.app.state.site
    query, series = ask(request), read_series(request)
    with site.read() as (book, record):
        days = list_days(record, series)
        # The last day on which something became known: after it there is only fading into unknown.
        told = record.run(
            "SELECT max(left(day_start, 10)) FROM control WHERE series = ? AND holder <> 'unknown'", [series]
        )
        asked = (query.filters.on or "")[:10]
        day = asked if len(asked) == 10 else (told[0][0] or (days[-1] if days else None))
        speech = Speech(site.language(request), book)
        held = list_held(record, book, query, series, day, speech) if day else []
        only = Query(filters=keep_only(query.filters))
        names = [name_choice(record, book, "place", one) for one in only.filters.places]
        names += [name_choice(record, book, "side", one) for one in only.filters.sides]
        return site.render(
            request, "control.html", book=book, series=series, series_names=SERIES, days=days, day=day, held=held,
            day_words=words.say_day(day), query=query, legend=list_legend(record, book, speech),
            imports=name_imports(), only=write_query(only), only_names=", ".join(names),
        )  # fmt: skip


@router.get("/control/states.json")
def send_states(request: Request) -> Response:
    """All states of one series, packed for the slider: place → label, position and intervals."""
    site: Site = request.app.state.site
    query, series = ask(request), read_series(request)
    with site.read() as (book, record):
        speech = Speech(site.language(request), book)
        places: dict[str, dict[str, Any]] = {}
        for state in read_states(record, query, series):
            lat, lon = find_position(record, state)
            entry = places.setdefault(
                state.place_id,
                {
                    "id": state.place_id,
                    "label": speech.place(state.place),
                    "lat": lat,
                    "lon": lon,
                    "states": [],
                },
            )
            held = view_held(state, book, speech)
            entry["states"].append(
                [
                    state.start[:10],
                    state.end[:10],
                    held.colour,
                    held.holder,
                    held.besieged_by,
                    held.confidence,
                    held.weak,
                ]
            )
        return answer_json(
            {"series": series, "days": list_days(record, series), "places": list(places.values())}
        )


def read_series(request: Request) -> str:
    """The series that the address asks for."""
    asked = request.query_params.get("series", "")
    return asked if asked in SERIES else "as_known"


def list_days(record: ServedRecord, series: str) -> list[str]:
    """The days on which a state begins, and the last on which one ends."""
    rows = record.run(
        "SELECT DISTINCT left(day_start, 10) FROM control WHERE series = ? ORDER BY 1", [series]
    )
    last = record.run("SELECT max(left(day_end, 10)) FROM control WHERE series = ?", [series])[0][0]
    days = [row[0] for row in rows]
    return [*days, last] if last and last not in days else days


def keep_only(filters: Filters) -> Filters:
    """Of a filter, the places and sides: what can be asked of all days at once."""
    return Filters(places=filters.places, sides=filters.sides, include_unasserted=False)


def read_states(
    record: ServedRecord, query: Query, series: str, day: str | None = None
) -> list[ControlState]:
    """The states of a series at the places and of the sides asked for; those of one day where one is given."""
    if query.filters.places or query.filters.sides:
        return record.control(replace(keep_only(query.filters), series=series, on=day))
    on = "" if day is None else " AND left(day_start, 10) <= ? AND left(day_end, 10) >= ?"
    values = [series] if day is None else [series, day, day]
    query = f"SELECT json FROM control WHERE series = ?{on} ORDER BY place_label, place, day_start"
    return [from_json(row[0], ControlState) for row in record.run(query, values)]


def list_held(
    record: ServedRecord, book: Book, query: Query, series: str, day: str, speech: Speech
) -> list[Held]:
    """The places of that day, those that somebody holds first."""
    held = [view_held(state, book, speech) for state in read_states(record, query, series, day)]
    return sorted(held, key=lambda one: (one.colour == "unknown", one.label))


def view_held(state: ControlState, book: Book, speech: Speech) -> Held:
    """One state in the words and colours of the page."""
    share = state.probabilities.get(state.holder)
    named = state.holder not in HOLDER_WORDS
    return Held(
        place=state.place_id, label=speech.place(state.place),
        colour=book.classes.get(state.holder, "s0") if named else state.holder,
        holder=speech.actor(words.say_side(state.holder, book.side_names)) if named else speech.say(f"holder.{state.holder}"),
        besieged_by=speech.said(BY_WHOM) if state.besieged_by == "unknown"
        else speech.actor(words.say_side(state.besieged_by, book.side_names)),
        confidence=speech.said(say_confidence(share)) if state.holder != "unknown" else "",
        weak=named and share is not None and share < WEAK,
    )  # fmt: skip


def find_position(record: ServedRecord, state: ControlState) -> tuple[float | None, float | None]:
    """Where the place is: as the state says, else as the pack does."""
    place = record.places_by_id.get(state.place_id)
    if state.lat is not None or place is None:
        return state.lat, state.lon
    return place.lat, place.lon


def list_legend(record: ServedRecord, book: Book, speech: Speech) -> list[tuple[str, str]]:
    """The colours and patterns in use, each with its name."""
    present = [
        row[0] for row in record.run("SELECT holder FROM control GROUP BY 1 ORDER BY count(*) DESC, 1")
    ]
    sides = [
        (book.classes.get(one, "s0"), speech.actor(words.say_side(one, book.side_names)))
        for one in present
        if one not in HOLDER_WORDS
    ]
    return sides + [(one, speech.say(f"holder.{one}")) for one in HOLDER_WORDS if one in present]
