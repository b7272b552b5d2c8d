"""Documents: the list of reports, and each with its quotes marked where they stand."""

import itertools
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..model import KINDS, MEASURES, STANCES, Claim, Document, Frozen, to_dict
from ..publish import words
from ..publish.cards import list_chain
from ..record.served import ServedRecord
from .formats import answer_json, describe_source
from .query import PAGE
from .site import Site, ask
from .strings import RIGHT_TO_LEFT

router = APIRouter()


class Piece(Frozen):
    """A stretch of a text: plain, page furniture, or the quote of one or more claims."""

    text: str
    claims: tuple[str, ...] = ()
    first: tuple[str, ...] = ()  # the claims whose quote begins here
    furniture: str = ""
    start: int = 0


@router.get("/documents")
def show_documents(request: Request) -> Response:
    """The reports, by day; those of one outlet where one is asked for."""
    site: Site = request.app.state.site
    query = ask(request)
    with site.read() as (book, record):
        rows, total = record.list_documents(query.filters, PAGE, query.offset)
        tied = [tie.document for one, _ in rows for tie in one.copy_of]
        named = record.run(
            "SELECT id, coalesce(title, publisher, source) FROM documents WHERE id IN (SELECT unnest(CAST(? AS VARCHAR[])))",
            [tied],
        )
        return site.render(
            request,
            "documents.html",
            book=book,
            query=query,
            rows=rows,
            total=total,
            pages=-(-total // PAGE),
            titles=dict(named),
            unread=record.unread(),
        )


@router.get("/documents/{key}.json")
def send_document(request: Request, key: str) -> Response:
    """One report with its claims."""
    site: Site = request.app.state.site
    with site.read() as (book, record):
        document = _find(record, key)
        claims = record.list_claims_of(document.id)
        return answer_json(
            {
                "document": to_dict(document) | {"path": None},
                "claims": [to_dict(claim) for claim in claims],
                **describe_source(book.manifest, f"document={document.id}", 1),
            }
        )


@router.get("/documents/{key}")
def show_document(request: Request, key: str) -> Response:
    """The report: its text with the quotes marked, page furniture greyed, and what each quote says beside it."""
    site: Site = request.app.state.site
    with site.read() as (book, record):
        document = _find(record, key)
        if document.id != key:
            return RedirectResponse(f"/documents/{document.id}", 307)
        claims = record.list_claims_of(document.id)
        verdicts = dict(
            record.run(
                "SELECT id, verdict FROM claims WHERE document = ? AND verdict IS NOT NULL", [document.id]
            )
        )
        titles = dict(
            record.run(
                "SELECT id, title FROM incidents WHERE id IN (SELECT unnest(CAST(? AS VARCHAR[])))",
                [[claim.incident for claim in claims if claim.incident]],
            )
        )
        lineage = [
            (words.LINEAGE_WORDS.get(tie.relation, words.say_code(tie.relation)), other)
            for tie in document.copy_of
            for other in record.pick("documents", [tie.document])
        ]
        address = document.url or document.source
        person = request.state.person
        return site.render(
            request,
            "document.html",
            book=book,
            document=document,
            claims=claims,
            pieces=cut_pieces(document, claims),
            verdicts=verdicts,
            titles=titles,
            lineage=lineage,
            chains={claim.id: list_chain(claim) for claim in claims},
            altered=record.altered_quotes,
            published=words.say_day(document.published),
            flags=[words.say_flag(one) for one in document.flags],
            address=address if address.startswith(("https://", "http://")) else None,
            text_dir="rtl" if document.language in RIGHT_TO_LEFT else "auto",
            kinds=KINDS,
            stances=STANCES,
            measures=MEASURES,
            may_code=person.may("coder") and not site.settings.public,
        )


@router.get("/claims/{key}.json")
def send_claim(request: Request, key: str) -> Response:
    """One claim."""
    site: Site = request.app.state.site
    with site.read() as (book, record):
        claim = record.claim(key)
        if claim is None:
            raise HTTPException(404, f"no claim has the id {key}")
        return answer_json({"claim": to_dict(claim), **describe_source(book.manifest, f"id={key}", 1)})


@router.get("/claims/{key}")
def show_claim(request: Request, key: str) -> Response:
    """The claim where it stands: in its document, at its sentence."""
    site: Site = request.app.state.site
    with site.read() as (_, record):
        claim = record.claim(key)
        if claim is None:
            raise HTTPException(404, f"no claim has the id {key}")
        return RedirectResponse(f"/documents/{claim.document.id}#{claim.id}", 307)


def cut_pieces(document: Document, claims: list[Claim]) -> list[Piece]:
    """The text as pieces that together are the whole of it; where quotes overlap, a piece belongs to all of them.

    >>> from sijill.model import Span
    >>> menu = (Span(start=0, end=6, reason="nav"),)
    >>> text = Document(id="d", content_hash="", source="a", text="Menu. They left.", furniture=menu)
    >>> [(piece.text, piece.furniture) for piece in cut_pieces(text, [])]
    [('Menu. ', 'nav'), ('They left.', '')]
    """
    size = len(document.text)
    edges = {0, size}
    for one in (*claims, *document.furniture):
        edges |= {max(0, min(one.start, size)), max(0, min(one.end, size))}
    ordered = sorted(edges)
    pieces, begun = [], set()
    for start, end in itertools.pairwise(ordered):
        inside = tuple(
            claim.id
            for claim in claims
            if claim.start <= start and end <= claim.end and claim.start < claim.end
        )
        first = tuple(one for one in inside if one not in begun)
        begun |= set(first)
        greyed = next(
            (
                span.reason or "furniture"
                for span in document.furniture
                if span.start <= start and end <= span.end
            ),
            "",
        )
        pieces.append(
            Piece(
                text=document.text[start:end],
                claims=inside,
                first=first,
                furniture="" if inside else greyed,
                start=start,
            )
        )
    return pieces


def _find(record: ServedRecord, key: str) -> Document:
    found: Any = record.document(key)
    if found is None:
        near = record.find_ids(key)
        found = record.document(near[0]) if len(near) == 1 else None
    if found is None:
        raise HTTPException(404, f"no document has the id {key}")
    return found
