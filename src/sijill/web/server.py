"""The application, put together, and the server that runs it."""

import gzip
import logging
import socket
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import duckdb
from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp

from ..errors import SijillError
from .access import Doorkeeper
from .formats import answer_json
from .gate import Gate
from .settings import Settings, check_settings
from .shelf import Shelf
from .site import TYPES, Site

LOG = logging.getLogger("sijill.web")
VIEWS = (
    "incidents", "control", "claims", "figures", "documents", "sources", "actors", "places", "review",
)  # fmt: skip


def build_app(settings: Settings) -> ASGIApp:
    """The application for these settings: the record is open when this returns."""
    from . import controlled, desk, documents, entries, ground, incidents, pages, tables

    check_settings(settings)
    door, shelf = Doorkeeper(settings.access_path), Shelf(settings)
    app = FastAPI(title="Sijill", docs_url=None, redoc_url=None, openapi_url=None)
    site = Site(settings, shelf, door)
    app.state.site = site
    for module in (pages, incidents, ground, documents, tables, controlled, entries, desk):
        app.include_router(module.router)
    _serve_static(app, site)
    _tell_problems(app, site)
    return Gate(app, settings, door, shelf)


def serve(settings: Settings, ready: Callable[[str], None]) -> None:
    """Serves until it is stopped; `ready` is told the address once it answers there."""
    import uvicorn

    app = build_app(settings)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((settings.host, settings.port))
        sock.listen(256)  # from here on whoever asks is heard
    except OSError as error:
        sock.close()
        raise SijillError(
            f"nothing can be served at {settings.host}:{settings.port} ({error.strerror or error})",
            remedy="something else may be there; choose another --port",
        ) from error
    host, port = sock.getsockname()[:2]
    ready(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")
    config = uvicorn.Config(
        app, log_level="warning", server_header=False, access_log=False, lifespan="off", proxy_headers=False
    )
    uvicorn.Server(config).run(sockets=[sock])


def _serve_static(app: FastAPI, site: Site) -> None:
    packed = {name: gzip.compress(data, 9, mtime=0) for name, data in site.files.items() if len(data) > 600}

    @app.get("/static/{stamp}/{name:path}")
    def send_file(request: Request, stamp: str, name: str) -> Response:
        data = site.files.get(name)
        if data is None:
            raise HTTPException(404)
        kind = TYPES.get(name.rsplit(".", 1)[-1], "application/octet-stream")
        kind += "; charset=utf-8" if kind.startswith(("text/", "application/json")) else ""
        if name in packed and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(packed[name], media_type=kind, headers={"Content-Encoding": "gzip"})
        return Response(data, media_type=kind)

    @app.get("/healthy")
    def say_healthy() -> Response:
        return answer_json({"version": site.shelf.get().number if site.settings.is_local else None})


def _tell_problems(app: FastAPI, site: Site) -> None:
    def tell(request: Request, status: int, problem: str, remedy: str = "") -> Response:
        if request.url.path.endswith((".json", ".csv")) or "text/html" not in request.headers.get(
            "accept", ""
        ):
            return answer_json({"problem": problem, "remedy": remedy}, status)
        return site.render(
            request,
            "problem.html",
            status=status,
            problem=problem,
            remedy=remedy,
            back=find_way_back(request),
            book=site.shelf.get(),
        )

    @app.exception_handler(SijillError)
    def tell_mistake(request: Request, error: SijillError) -> Response:
        where = f"{error.where}: " if error.where and error.where != str(site.settings.record) else ""
        return tell(request, getattr(error, "status", 400), where + error.what, error.remedy or "")

    @app.exception_handler(HTTPException)
    def tell_missing(request: Request, error: HTTPException) -> Response:
        problem = (
            "there is no such page"
            if error.status_code == 404 and error.detail == "Not Found"
            else str(error.detail)
        )
        return tell(request, error.status_code, problem)

    @app.exception_handler(Exception)
    def tell_fault(request: Request, error: Exception) -> Response:
        LOG.exception("a fault at %s", request.url.path, exc_info=error)
        return tell(request, 500, "this is a fault of sijill, not yours; the server's output says more")

    @app.exception_handler(duckdb.Error)
    def tell_database(request: Request, error: Exception) -> Response:
        print(f"sijill: {request.url.path}: {error}", file=sys.stderr)
        return tell(request, 500, "the tables could not be read; the server's output says more")


def find_way_back(request: Request) -> tuple[str, str]:
    """The address that a page of a problem leads back to, and the key of its name: the view that was asked for."""
    view = request.url.path.split("/")[1]
    if view not in VIEWS or (request.url.path == f"/{view}" and not request.url.query):
        return "/incidents", ""
    came = urlsplit(request.headers.get("referer", ""))
    # As it stood before the mistake, where that is known; else without any filter.
    same = came.netloc == request.url.netloc and came.path == f"/{view}" and came.query != request.url.query
    return f"/{view}?{came.query}" if same and came.query else f"/{view}", view


def find_site(request: Request) -> Any:
    """The site that the request was sent to."""
    return request.app.state.site
