"""Sources, actors and places: lists of them, and a page of each with what depends on it."""

from collections.abc import Callable, Sequence
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from ..errors import SijillError
from ..model import replace
from ..publish.gazette import list_spots
from ..publish.holders import build_control
from ..record import Filters
from ..record.served import ServedRecord, Slice
from . import counted
from .formats import answer_json, answer_rows, describe_source
from .incidents import view_item
from .query import Query, write_query
from .site import Site

router = APIRouter()
SHOWN = 40  # incidents listed on the page of an entry; the rest are one link away
Lister = Callable[[ServedRecord], list[dict[str, Any]]]
TABLES: dict[str, tuple[Lister, Sequence[str]]] = {
    "sources": (counted.list_outlets, counted.SOURCE_COLUMNS),
    "voices": (counted.list_voices, counted.VOICE_COLUMNS),
    "actors": (counted.list_actors, counted.ACTOR_COLUMNS),
    "places": (counted.list_places, counted.PLACE_COLUMNS),
}


@router.get("/sources")
@router.get("/actors")
@router.get("/places")
def show_entries(request: Request) -> Response:
    """The list, with how much depends on each."""
    site: Site = request.app.state.site
    what = request.url.path.strip("/")
    with site.read() as (book, record):
        rows = TABLES[what][0](record)
        voices = counted.list_voices(record) if what == "sources" else []
        return site.render(request, "entries.html", book=book, what=what, rows=rows, voices=voices)


@router.get("/{what}.{form}")
def list_entries(request: Request, what: str, form: str) -> Response:
    """The list as rows."""
    site: Site = request.app.state.site
    if what not in TABLES or form not in ("json", "csv"):
        raise HTTPException(404)
    lister, columns = TABLES[what]
    with site.read() as (book, record):
        rows = lister(record)
        return answer_rows(rows, form, describe_source(book.manifest, "", len(rows)), columns, what)


@router.get("/sources/{key:path}")
def show_source(request: Request, key: str) -> Response:
    """An outlet or speaker: what it said, and how that stands beside what others say."""
    site: Site = request.app.state.site
    form, key = split_form(key)
    with site.read() as (book, record):
        documents, said = record.find_voice(key)
        published = [
            row[0]
            for row in record.run(
                "SELECT id FROM claims WHERE document IN (SELECT unnest(CAST(? AS VARCHAR[]))) AND speaker = 'publisher'",
                [documents],
            )
        ]
        claims = sorted({*said, *published})
        if not documents and not claims:
            raise HTTPException(404, f"no outlet or speaker is called {key}")
        name = find_source_name(record, key)
        measures = counted.measure_source(record, claims)
        if form:
            return answer_json(
                {
                    "id": key,
                    "name": name,
                    "documents": documents,
                    "claims": claims,
                    **measures,
                    **describe_source(book.manifest, f"source={key}", len(claims)),
                }
            )
        ids = [
            row[0]
            for row in record.run(
                "SELECT DISTINCT incident FROM claims WHERE id IN (SELECT unnest(CAST(? AS VARCHAR[])))",
                [claims],
            )
            if row[0]
        ]
        items = [view_item(one) for one in record.pick("incidents", ids, SHOWN)]
        papers = record.run(
            "SELECT id, title, source, published FROM documents WHERE id IN (SELECT unnest(CAST(? AS VARCHAR[])))"
            " ORDER BY published DESC NULLS LAST LIMIT 40",
            [documents],
        )
        entry = next((one for one in record.sources() if one.id == key or one.name == name), None)
        return site.render(
            request,
            "source.html",
            book=book,
            name=name,
            key=key,
            entry=entry,
            measures=measures,
            claims=claims,
            documents=documents,
            papers=papers,
            items=items,
            total=len(ids),
        )


@router.get("/actors/{key:path}")
def show_actor(request: Request, key: str) -> Response:
    """An actor: its names and sides, and the incidents it is in."""
    site: Site = request.app.state.site
    form, key = split_form(key)
    with site.read() as (book, record):
        actor = next((one for one in record.actors() if one.id == key), None)
        label = record.run(
            "SELECT mode(coalesce(label, name) ORDER BY coalesce(label, name)) FROM claim_actors WHERE actor = ?",
            [key],
        )[0][0]
        if actor is None and label is None:
            raise HTTPException(404, f"no actor has the id {key}")
        rows = record.run(
            "SELECT DISTINCT claims.incident FROM claim_actors JOIN claims ON claims.id = claim WHERE actor = ?"
            " AND role IN ('actor', 'target') AND claims.incident IS NOT NULL",
            [key],
        )
        ids = [row[0] for row in rows]
        if form:
            return answer_json(
                {
                    "id": key,
                    "name": actor.name if actor else label,
                    "incidents": ids,
                    **describe_source(book.manifest, f"actor={key}", len(ids)),
                }
            )
        spelt = record.run(
            "SELECT name, count(*) FROM claim_actors WHERE actor = ? GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 30",
            [key],
        )
        names = {one.id: one.name for one in record.actors()}
        items = [view_item(one) for one in record.pick("incidents", ids, SHOWN)]
        return site.render(
            request,
            "actor.html",
            book=book,
            key=key,
            actor=actor,
            name=actor.name if actor else label,
            spelt=spelt,
            items=items,
            total=len(ids),
            names=names,
        )


@router.get("/places/{key:path}")
def show_place(request: Request, key: str) -> Response:
    """A place: who held it over time with the claims that moved it, and what happened there."""
    site: Site = request.app.state.site
    form, key = split_form(key)
    with site.read() as (book, record):
        place = record.places_by_id.get(key)
        states = record.list_states_of(key)
        label = (
            states[0].place
            if states
            else record.run(
                "SELECT mode(place_label ORDER BY place_label) FROM incidents WHERE place = ?", [key]
            )[0][0]
        )
        if place is None and label is None:
            raise HTTPException(404, f"no place has the id {key}")
        name = place.name if place else label
        query = Query(filters=Filters(places=(key,), include_background=True))
        try:
            total = record.count("incidents", query.filters)
            items = [view_item(one) for one in record.page("incidents", query.filters, SHOWN)]
        except SijillError:  # a place that the pack knows and no report names
            total, items = 0, []
        part = Slice(record, [], states)
        control = (
            build_control(part, None, book.side_names, list_spots(part.places()), book.classes)
            if states
            else None
        )
        if form:
            return answer_json(
                {
                    "id": key,
                    "name": name,
                    "incidents": total,
                    "lat": place.lat if place else None,
                    "lon": place.lon if place else None,
                    **describe_source(book.manifest, f"place={key}", total),
                }
            )
        within = record.places_by_id.get(place.parent) if place and place.parent else None
        link = write_query(replace(query, filters=Filters(places=(key,), include_unasserted=False)))
        return site.render(
            request,
            "place.html",
            book=book,
            key=key,
            place=place,
            name=name,
            within=within,
            items=items,
            total=total,
            control=control,
            text=link,
        )


def find_source_name(record: ServedRecord, key: str) -> str:
    """What an outlet or speaker is called: by the pack, else as the reports have it."""
    entry = next((one for one in record.sources() if one.id == key), None)
    if entry:
        return entry.name
    rows = record.run(
        "SELECT mode(publisher ORDER BY publisher) FROM documents WHERE publisher_id = ? OR publisher = ?",
        [key, key],
    )
    said = record.run(
        "SELECT mode(speaker ORDER BY speaker) FROM claims WHERE speaker_id = ? OR speaker = ?", [key, key]
    )
    return rows[0][0] or said[0][0] or key


def split_form(key: str) -> tuple[str, str]:
    """The form asked for by the end of an address, and the key without it.

    >>> split_form("elmton.json"), split_form("al-elm")
    (('json', 'elmton'), ('', 'al-elm'))
    """
    return ("json", key.removesuffix(".json")) if key.endswith(".json") else ("", key)
