"""The plain tables: claims and figures, and every table as JSON and CSV."""

from functools import cached_property
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ..model import replace
from ..publish import words
from ..publish.cards import list_chain
from ..publish.gazette import say_place
from ..publish.tables import (
    CLAIM_COLUMNS,
    CONTROL_COLUMNS,
    DOCUMENT_COLUMNS,
    FIGURE_COLUMNS,
    claim_rows,
    control_rows,
    figure_rows,
    say_figure,
)
from ..record.served import ServedRecord
from .formats import ALL_ROWS, answer_rows, describe_source
from .query import PAGE, Query, write_query
from .site import Site, ask

router = APIRouter()


class Pages:
    """Rows that a page or an export needs, with the methods that `publish.tables` reads."""

    def __init__(self, record: ServedRecord, query: Query, limit: int):
        self._record, self._query, self._limit = record, query, limit

    def claims(self, filters: Any = None) -> list[Any]:
        """The claims of the page."""
        return self._record.page("claims", self._query.filters, self._limit, self._query.offset)

    def figures(self, filters: Any = None) -> list[Any]:
        """The figures of the page."""
        return self.counted_figures[0]

    @cached_property
    def counted_figures(self) -> tuple[list[Any], int]:
        """The figures of the page, and how many there are on all pages."""
        return self._record.page_figures(self._query.filters, self._limit, self._query.offset)

    def incidents(self, filters: Any = None) -> list[Any]:
        """The incidents that the figures are of."""
        return self._record.pick("incidents", sorted({row.incident for row in self.figures()}))


@router.get("/claims")
def show_claims(request: Request) -> Response:
    """Who says what, a page at a time, each with its quote."""
    site: Site = request.app.state.site
    query = _mend(ask(request))
    with site.read() as (book, record):
        claims = record.page("claims", query.filters, PAGE, query.offset)
        total = record.count("claims", query.filters)
        rows = [
            {
                "claim": claim,
                "chain": list_chain(claim),
                "when": words.say_when(claim.when),
                "places": [say_place(place) for place in claim.places],
                "figures": [say_figure(one) for one in claim.figures],
            }
            for claim in claims
        ]
        return site.render(
            request,
            "claims.html",
            book=book,
            query=query,
            rows=rows,
            total=total,
            pages=-(-total // PAGE),
            altered=record.altered_quotes,
            text=write_query(query),
        )


@router.get("/claims.json")
@router.get("/claims.csv")
def list_claims(request: Request) -> Response:
    """All claims of the filter."""
    site: Site = request.app.state.site
    query = _mend(ask(request))
    with site.read() as (book, record):
        rows = claim_rows(Pages(record, replace(query, page=1), ALL_ROWS))
        total = record.count("claims", query.filters)
        return _answer(request, rows, book.manifest, query, total, CLAIM_COLUMNS, "claims")


@router.get("/figures")
def show_figures(request: Request) -> Response:
    """How many: a page of figures by who gave them."""
    site: Site = request.app.state.site
    query = ask(request)
    with site.read() as (book, record):
        part = Pages(record, query, PAGE)
        rows = [row for row in figure_rows(part) if row["origin_label"]]
        total = part.counted_figures[1]
        return site.render(
            request,
            "figures.html",
            book=book,
            query=query,
            rows=rows,
            total=total,
            pages=-(-total // PAGE),
            text=write_query(query),
        )


@router.get("/figures.json")
@router.get("/figures.csv")
def list_figures(request: Request) -> Response:
    """All figures of the filter, one row a figure given."""
    site: Site = request.app.state.site
    query = ask(request)
    with site.read() as (book, record):
        rows = figure_rows(Pages(record, replace(query, page=1), ALL_ROWS))
        return _answer(request, rows, book.manifest, query, len(rows), FIGURE_COLUMNS, "figures")


@router.get("/control.json")
@router.get("/control.csv")
def list_control(request: Request) -> Response:
    """The states of control of the filter."""
    site: Site = request.app.state.site
    query = ask(request)
    filters = replace(query.filters, series=_series(request), include_background=True)
    with site.read() as (book, record):
        rows = control_rows(record, filters)
        return _answer(request, rows, book.manifest, query, len(rows), CONTROL_COLUMNS, "control")


@router.get("/documents.json")
@router.get("/documents.csv")
def list_documents(request: Request) -> Response:
    """The reports, without their texts."""
    site: Site = request.app.state.site
    query = ask(request)
    with site.read() as (book, record):
        rows = []
        for document, count in record.list_documents(query.filters, ALL_ROWS)[0]:
            row = {name: getattr(document, name, None) for name in DOCUMENT_COLUMNS}
            row |= {"claims": count, "flags": "; ".join(document.flags) or None}
            row["copy_of"] = "; ".join(f"{tie.relation}: {tie.document}" for tie in document.copy_of) or None
            rows.append(row)
        lengths = dict(record.run("SELECT id, characters FROM documents"))
        rows = [row | {"characters": lengths[row["id"]]} for row in rows]
        return _answer(request, rows, book.manifest, query, len(rows), DOCUMENT_COLUMNS, "documents")


def _series(request: Request) -> str:
    return "retrospective" if request.query_params.get("series") == "retrospective" else "as_known"


def _mend(query: Query) -> Query:
    """Claims have a stance of their own: what the list of incidents leaves out as unasserted is shown with it."""
    return replace(query, filters=replace(query.filters, include_unasserted=True))


def _answer(
    request: Request,
    rows: list,
    manifest: dict,
    query: Query,
    total: int,
    columns: tuple[str, ...],
    name: str,
) -> Response:
    about = describe_source(manifest, write_query(query, page=1), total)
    return answer_rows(rows, request.url.path.rsplit(".", 1)[-1], about, columns, name)
