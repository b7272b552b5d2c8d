"""Incidents: the map, timeline and list of one filter, and the dossier of one incident."""

import json

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..model import Frozen, Incident, to_dict
from ..publish.gazette import say_place
from ..publish.geojson import build_geojson
from ..publish.tables import INCIDENT_COLUMNS, incident_rows
from ..publish.words import GROUPS, PLACE_PRECISION_WORDS, find_group, parse_day, say_when
from ..record import Filters
from ..record.served import ServedRecord, Slice, keep_everything
from . import overview
from .dossier import build_dossier, number_quotes
from .formats import ALL_ROWS, answer_json, answer_rows, describe_source
from .ground import name_imports
from .headings import UNKNOWN
from .query import MANY, PAGE, Query, list_choices, read_view, without, write_query
from .shelf import Book
from .site import Site, Speech, ask

router = APIRouter()
EVERYTHING = keep_everything(Filters())


class Item(Frozen):
    """An incident as one entry of the list."""

    id: str
    title: str
    kind: str
    group: str
    status: str
    grade: str
    when: str
    start: str | None
    place: str
    precision: str
    origins: int
    claims: int
    disputed: bool
    background: bool


@router.get("/incidents")
def show_incidents(request: Request) -> Response:
    """The page: list and facets as they are, and what the script needs for map and timeline."""
    site: Site = request.app.state.site
    query = ask(request)
    with site.read() as (book, record):
        ids, total = overview.find_page(record, query, PAGE)
        items = [view_item(one) for one in record.pick("incidents", ids)]
        facets = overview.count_facets(record, query)
        return site.render(
            request,
            "incidents.html",
            book=book,
            query=query,
            items=items,
            total=total,
            pages=-(-total // PAGE),
            facets=facets,
            chosen={name: set(getattr(query.filters, field)) for name, field in MANY.items()},
            choices=[
                (name, value, name_choice(record, book, name, value), without(query, name, value))
                for name, value in list_choices(query)
            ],
            names=_name_facets(record, book, facets),
            trays=overview.count_trays(record, query),
            hidden=overview.count_hidden(record, query),
            shortest=overview.SHORTEST_FACET,
            groups=json.dumps(
                {group.id: Speech(site.language(request)).code("group", group.id) for group in GROUPS}
            ),
            text=write_query(query),
            imports=name_imports(),
        )


@router.get("/incidents.json")
@router.get("/incidents.csv")
def list_incidents(request: Request) -> Response:
    """All incidents of the filter as rows, with the filter, the version and its hashes."""
    site: Site = request.app.state.site
    query = ask(request)
    with site.read() as (book, record):
        ids, total = overview.find_page(record, Query(filters=query.filters, spot=query.spot), ALL_ROWS)
        rows = incident_rows(Slice(record, ids), EVERYTHING)
        about = describe_source(book.manifest, write_query(query, page=1), total)
        return answer_rows(rows, request.url.path.rsplit(".", 1)[-1], about, INCIDENT_COLUMNS, "incidents")


@router.get("/incidents.geojson")
def map_incidents(request: Request) -> Response:
    """The placed incidents as GeoJSON, the others listed beside them."""
    site: Site = request.app.state.site
    query = ask(request)
    with site.read() as (book, record):
        ids, total = overview.find_page(record, Query(filters=query.filters, spot=query.spot), ALL_ROWS)
        collection = build_geojson(Slice(record, ids), EVERYTHING)
        if site.settings.public and not site.settings.everything:
            collection["sijill"]["privacy"] = (
                "Private persons and sensitive places are withheld as far as rules recognise them."
            )
        collection["sijill"] |= describe_source(book.manifest, write_query(query, page=1), total)
        answer = answer_json(collection)
        answer.media_type = "application/geo+json"
        return answer


@router.get("/overview.json")
def count_overview(request: Request) -> Response:
    """Map and timeline of the filter: marks, areas and bars, counted."""
    site: Site = request.app.state.site
    query = ask(request)
    by = "side" if request.query_params.get("by") == "side" else "grp"
    with site.read() as (book, record):
        zoom, box = read_view(request.query_params)
        marks, cells = overview.list_marks(record, query, by, zoom, box)
        speech = Speech(site.language(request), book)
        return answer_json(
            {
                "marks": [{**to_dict(mark), "label": speech.place(mark.label)} for mark in marks],
                "cells": to_dict(cells) if cells else None,
                "areas": {"type": "FeatureCollection", "features": overview.list_areas(record, query)},
                "days": overview.count_days(record, query, by),
                "total": overview.count_total(record, query),
                "sides": {
                    side: {"label": speech.actor(book.side_names.get(side, side)), "colour": colour}
                    for side, colour in book.classes.items()
                },
            }
        )


@router.get("/incidents/{key}.json")
def send_incident(request: Request, key: str) -> Response:
    """All that the record holds of one incident: the incident, its figures, claims and rulings."""
    site: Site = request.app.state.site
    with site.read() as (book, record):
        incident = record.incident(key)
        if incident is None:
            raise HTTPException(404, f"no incident has the id {key}")
        claims = record.pick("claims", incident.claims)
        return answer_json(
            {
                "incident": to_dict(incident),
                "figures": [to_dict(one) for one in record.list_figures_of([incident.id])],
                "claims": [to_dict(claim) for claim in claims],
                **describe_source(book.manifest, f"id={incident.id}", 1),
            }
        )


@router.get("/incidents/{key}")
def show_incident(request: Request, key: str) -> Response:
    """The dossier; an id that was retired leads to the incident that it now stands for."""
    site: Site = request.app.state.site
    with site.read() as (book, record):
        incident = record.incident(key)
        if incident is None:
            found = record.find_ids(key)
            if len(found) == 1 and found[0] != key:
                return RedirectResponse(f"/incidents/{found[0]}", 307)
            raise HTTPException(404, f"no incident has the id {key}")
        if incident.id != key:
            return RedirectResponse(f"/incidents/{incident.id}", 308)
        dossier = build_dossier(
            record, incident, book.side_names, site.settings.record if not site.settings.public else None
        )
        return site.render(
            request,
            "incident.html",
            book=book,
            dossier=dossier,
            card=dossier.card,
            incident=incident,
            numbered=lambda text: number_quotes(
                text, [quote.claim for quote in dossier.card.quotes], Speech(site.language(request)).say
            ),
        )


def view_item(incident: Incident) -> Item:
    """The incident in the words of the list."""
    place = incident.place
    known = bool(place and (place.id or place.geometry or place.relation))
    inexact = place if place and known and (place.precision or 1) > 1 else None
    precision = PLACE_PRECISION_WORDS.get(inexact.precision or 0, "") if inexact else ""
    said = say_place(place)
    # The list does not say again what the title says.
    told = said in incident.title or (said == say_place(None) and UNKNOWN in incident.title)
    return Item(
        id=incident.id,
        title=incident.title,
        kind=incident.kind,
        group=find_group(incident.kind).id,
        status=incident.status,
        grade=incident.grade,
        when=say_when(incident.when),
        start=incident.when.start if incident.when and parse_day(incident.when.start) else None,
        place="" if told and not precision else said,
        precision=precision,
        origins=len(incident.origins),
        claims=len(incident.claims),
        disputed=incident.status == "disputed",
        background=incident.background,
    )


def name_choice(record: ServedRecord, book: Book, name: str, value: str) -> str:
    """What a value of the filter is called; "" where the template has its own words for it."""
    if name == "side":
        return book.side_names.get(value, value)
    if name == "place":
        place = record.places_by_id.get(value)
        return place.name if place else _find_label(record, value)
    if name == "spot":
        rows = record.run("SELECT mode(label ORDER BY label) FROM memory.main.marks WHERE spot = ?", [value])
        return rows[0][0] or value
    return value if name in ("source", "language", "q", *("since", "until", "on")) else ""


def _name_facets(record: ServedRecord, book: Book, facets: dict[str, list]) -> dict[str, dict[str, str]]:
    return {
        name: {value: name_choice(record, book, name, value) for value, _ in facets[name]}
        for name in ("side", "place")
    }


def _find_label(record: ServedRecord, place: str) -> str:
    rows = record.run("SELECT mode(place_label ORDER BY place_label) FROM incidents WHERE place = ?", [place])
    return rows[0][0] or place
