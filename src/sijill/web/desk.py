"""The review desk: queues of what is doubtful, the pages to decide on, and the log of what was decided."""

from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from ..errors import SijillError
from ..model import KINDS, MEASURES, STANCES, Claim, to_dict
from ..packs.kinds import KINDS as PACK_KINDS
from ..publish import words
from ..publish.cards import list_chain
from ..publish.gazette import say_place
from ..publish.tables import say_figure
from ..record import read_decisions
from ..record.agreement import compare_coders
from ..record.decisions import list_standing
from ..record.served import ServedRecord
from .deciding import decide
from .formats import answer_json
from .incidents import view_item
from .packing import add_entry, find_own_pack, make_entry
from .pages import read_target
from .query import PAGE
from .site import Site

router = APIRouter()
CONTEXT = 140
DOUBTFUL = 1.5  # log-odds below which a link is worth a look
CASES = 20
UNDECIDED = "verdict IS NULL AND NOT background"
QUEUES = ("claims", "links", "names", "undated", "tray", "log")


def need(request: Request, role: str = "coder") -> Site:
    """The site, for somebody who has the role; nobody decides in a public view."""
    site: Site = request.app.state.site
    if site.settings.public:
        raise HTTPException(404)
    if not request.state.person.may(role):
        raise HTTPException(403, f"this needs the role of a {role}")
    return site


@router.get("/review")
def show_desk(request: Request) -> Response:
    """The first queue, or the one asked for."""
    site = need(request)
    queue = request.query_params.get("queue", "claims")
    queue = queue if queue in QUEUES else "claims"
    number = request.query_params.get("page", "1")
    page = max(1, int(number)) if number.isascii() and number.isdigit() else 1
    with site.read() as (book, record):
        pending = read_pending(site)
        given = MAKERS[queue](record, site, pending, page)
        return site.render(
            request,
            "review.html",
            book=book,
            queue=queue,
            queues=QUEUES,
            page=page,
            counts=count_queues(record, site, pending),
            builder=site.builder,
            kinds=KINDS,
            stances=STANCES,
            measures=MEASURES,
            **given,
        )


@router.get("/review/claim/{key}")
def show_case(request: Request, key: str) -> Response:
    """One claim, to accept, correct or reject."""
    site = need(request)
    with site.read() as (book, record):
        claim = record.claim(key)
        if claim is None:
            raise HTTPException(404, f"no claim has the id {key}")
        cases = [view_case(record, claim, read_pending(site))]
        return site.render(
            request,
            "review.html",
            book=book,
            queue="claims",
            queues=QUEUES,
            page=1,
            counts=count_queues(record, site, {}),
            builder=site.builder,
            kinds=KINDS,
            stances=STANCES,
            measures=MEASURES,
            cases=cases,
            total=1,
            single=True,
        )


@router.get("/review/incident/{key}")
def show_incident_case(request: Request, key: str) -> Response:
    """One incident: its claims, to judge or to split off, and its neighbours, to merge it with."""
    site = need(request)
    with site.read() as (book, record):
        incident = record.incident(key)
        if incident is None:
            raise HTTPException(404, f"no incident has the id {key}")
        pending = read_pending(site)
        cases = [view_case(record, claim, pending) for claim in record.pick("claims", incident.claims)]
        near = [view_item(one) for one in record.pick("incidents", list_neighbours(record, incident))]
        return site.render(
            request,
            "review_incident.html",
            book=book,
            incident=view_item(incident),
            cases=cases,
            near=near,
            evidence=incident.evidence,
            queues=QUEUES,
            queue="links",
            counts=count_queues(record, site, pending),
            builder=site.builder,
        )


@router.post("/review/decide")
async def take_decision(request: Request) -> Response:
    """The decision of the form is logged; the answer says what else is known of it."""
    from starlette.concurrency import run_in_threadpool

    site = need(request)
    form = await read_form(request, site)

    def run() -> tuple[Any, str]:
        with site.read() as (_, record):
            return decide(record, site.builder, site.settings.record, request.state.person, form)

    decision, others = await run_in_threadpool(run)
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(read_target((form.get("to") or ["/review"])[-1]), 303)
    return answer_json({"decision": to_dict(decision), "others": others})


@router.post("/review/pack")
async def take_name(request: Request) -> Response:
    """A name is in the user's own pack, and the record is built with it."""
    from starlette.concurrency import run_in_threadpool

    site = need(request, "editor")
    form = await read_form(request, site)
    folder = find_own_pack(site.shelf.get().manifest)
    if folder is None:
        raise SijillError(
            "this record uses a shipped pack", remedy="make one of your own: sijill pack new NAME"
        )

    def run() -> None:
        with site.builder.writing():
            section, entry = make_entry(folder, form)
            add_entry(folder, section, entry)
        site.builder.expect()

    await run_in_threadpool(run)
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse("/review?queue=names", 303)
    return answer_json({"added": True})


async def read_form(request: Request, site: Site) -> dict[str, list[str]]:
    """The fields of the form, which must come from a page shown in this session."""
    form = parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)
    seal = request.headers.get("x-seal") or (form.get("seal") or [""])[-1]
    if not request.state.bearer and not site.door.is_seal(request.state.session, seal):
        raise HTTPException(403, "the form is of an old page: reload it and decide again")
    return form


@router.get("/review/state.json")
def tell_state(request: Request) -> Response:
    """Whether decisions wait for a build, and what came of the last one."""
    site = need(request)
    builder = site.builder
    return answer_json(
        {
            "version": site.shelf.get().number,
            "building": builder.building,
            "waiting": builder.waiting,
            "problem": builder.problem,
        }
    )


def read_pending(site: Site) -> dict[str, tuple[str, str, str]]:
    """What stands decided of each claim by the log itself: claim id → verdict, who, decision id."""
    found = {}
    for one in list_standing(read_decisions(site.settings.record)):
        for address in one.target.get("claims", ()):
            if isinstance(address, dict) and one.verdict in ("accept", "reject", "edit"):
                found[address.get("claim", "")] = (one.verdict, one.who, one.id)
    return found


def view_case(record: ServedRecord, claim: Claim, pending: dict[str, tuple[str, str, str]]) -> dict[str, Any]:
    """A claim with its context, for deciding."""
    document = record.document(claim.document.id)
    text = document.text if document else ""
    return {
        "claim": claim,
        "before": text[max(0, claim.start - CONTEXT) : claim.start].partition(" ")[2],
        "after": text[claim.end : claim.end + CONTEXT].rpartition(" ")[0],
        "title": words.say_document(document) if document else claim.document.source,
        "chain": list_chain(claim),
        "when": words.say_when(claim.when),
        "places": [say_place(place) for place in claim.places],
        "figures": [say_figure(one) for one in claim.figures],
        "decided": pending.get(claim.id),
    }


def list_claims(record: ServedRecord, site: Site, pending: dict, page: int) -> dict[str, Any]:
    """The claims that nobody decided, the least sure first."""
    total = record.run(f"SELECT count(*) FROM claims WHERE {UNDECIDED}")[0][0]
    # What was decided since the build stands in the log alone, so that many more are asked for and left out here.
    rows = record.run(
        f"SELECT id FROM claims WHERE {UNDECIDED} ORDER BY confidence, id LIMIT ?",
        [page * CASES + len(pending)],
    )
    waiting = [row[0] for row in rows if row[0] not in pending]
    part = waiting[(page - 1) * CASES : page * CASES]
    order = {key: number for number, key in enumerate(part)}
    found = sorted(record.pick("claims", part), key=lambda claim: order[claim.id])
    return {
        "cases": [view_case(record, claim, pending) for claim in found],
        "total": total,
        "pages": -(-total // CASES),
        "single": False,
    }


def list_links(record: ServedRecord, site: Site, pending: dict, page: int) -> dict[str, Any]:
    """The incidents whose weakest link is doubtful, the weakest first."""
    rows = site.shelf.get().remember("doubtful", lambda: find_doubtful(record))
    part = rows[(page - 1) * PAGE : page * PAGE]
    items = {one.id: view_item(one) for one in record.pick("incidents", [key for key, _ in part])}
    return {
        "links": [(items[key], odds) for key, odds in part if key in items],
        "total": len(rows),
        "pages": -(-len(rows) // PAGE),
        "single": False,
    }


def find_doubtful(record: ServedRecord) -> list[tuple[str, float]]:
    """Incident and log-odds of its weakest pair, below the threshold."""
    return record.run(
        "SELECT id, odds FROM (SELECT id, list_min(list_transform("
        "regexp_extract_all(CAST(json_extract(json, '$.evidence') AS VARCHAR), 'log-odds ([+-][0-9.]+)', 1),"
        " lambda x: TRY_CAST(rtrim(x, '.') AS DOUBLE))) AS odds FROM incidents WHERE claims > 1)"
        " WHERE odds < ? ORDER BY odds, id",
        [DOUBTFUL],
    )  # type: ignore[return-value]


def list_names(record: ServedRecord, site: Site, pending: dict, page: int) -> dict[str, Any]:
    """The names that the pack does not know, those most often written first, with an entry for the pack."""
    actors = record.run(
        "SELECT name, count(DISTINCT claim), min(claim) FROM claim_actors WHERE actor IS NULL AND role IN ('actor', 'target')"
        " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 100"
    )
    places = record.run(
        "SELECT name, count(DISTINCT claim), min(claim) FROM claim_places WHERE place IS NULL"
        " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 100"
    )
    own = find_own_pack(site.shelf.get().manifest)
    return {
        "unknown": [("actors", actors), ("places", places)],
        "own_pack": own.name if own else "",
        "pack_kinds": PACK_KINDS,
        "sides": record.sides(),
        "total": len(actors) + len(places),
        "pages": 1,
        "single": False,
    }


def list_undated(record: ServedRecord, site: Site, pending: dict, page: int) -> dict[str, Any]:
    """The reports without a day of publication."""
    rows = record.run(
        "SELECT documents.id, any_value(title), any_value(source), count(claims.id) FROM documents"
        " LEFT JOIN claims ON claims.document = documents.id"
        " WHERE published IS NULL GROUP BY 1 ORDER BY 4 DESC, 1"
    )
    return {"undated": rows, "total": len(rows), "pages": 1, "single": False}


def list_tray(record: ServedRecord, site: Site, pending: dict, page: int) -> dict[str, Any]:
    """The decisions whose claim the record no longer has."""
    rows = record.tray()
    return {"tray": rows, "total": len(rows), "pages": 1, "single": False}


def list_log(record: ServedRecord, site: Site, pending: dict, page: int) -> dict[str, Any]:
    """All decisions, the last first, and how far the coders agree."""
    decisions = read_decisions(site.settings.record)
    rows = list(reversed(decisions))
    return {
        "log": rows[(page - 1) * PAGE : page * PAGE],
        "agreement": compare_coders(decisions),
        "total": len(rows),
        "pages": -(-len(rows) // PAGE),
        "single": False,
    }


def count_queues(record: ServedRecord, site: Site, pending: dict) -> dict[str, int]:
    """How many wait in each queue."""
    undecided = record.run(f"SELECT count(*) FROM claims WHERE {UNDECIDED}")[0][0]
    unknown = record.run("SELECT count(DISTINCT name) FROM claim_places WHERE place IS NULL")[0][0]
    unknown += record.run(
        "SELECT count(DISTINCT name) FROM claim_actors WHERE actor IS NULL AND role IN ('actor', 'target')"
    )[0][0]
    return {
        "claims": undecided,
        "links": len(site.shelf.get().remember("doubtful", lambda: find_doubtful(record))),
        "names": unknown,
        "undated": record.run("SELECT count(*) FROM documents WHERE published IS NULL")[0][0],
        "tray": len(record.tray()),
        "log": len(read_decisions(site.settings.record)),
    }


def list_neighbours(record: ServedRecord, incident: Any) -> list[str]:
    """The incidents of about the same days at the same place, which it may be one with."""
    place = incident.place.id if incident.place else None
    start = incident.when.start[:10] if incident.when and incident.when.start else None
    if place is None or start is None or len(start) < 10:
        return []
    rows = record.run(
        "SELECT id FROM incidents WHERE place = ? AND id <> ? AND length(day_start) >= 10"
        " AND abs(CAST(left(day_start, 10) AS DATE) - CAST(? AS DATE)) <= 3 ORDER BY day_start, id LIMIT 20",
        [place, incident.id, start],
    )
    return [row[0] for row in rows]


MAKERS = {
    "claims": list_claims,
    "links": list_links,
    "names": list_names,
    "undated": list_undated,
    "tray": list_tray,
    "log": list_log,
}
