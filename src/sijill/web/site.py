"""What all pages share: templates, strings, links, and who is asking."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import resources
from typing import Any
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from .. import __version__
from ..publish import words
from ..record.served import ServedRecord
from .access import Doorkeeper, Person
from .deciding import Builder
from .formats import hash_bytes
from .query import Query, day_from, day_to, read_query, write_query
from .settings import Settings
from .shelf import Book, Shelf
from .speech import Speech
from .strings import LANGUAGES, RIGHT_TO_LEFT, pick_language

TYPES = {
    "js": "text/javascript",
    "mjs": "text/javascript",
    "css": "text/css",
    "json": "application/json",
    "svg": "image/svg+xml",
    "txt": "text/plain",
}


class Site:
    """The settings, the version served and the templates of one running server."""

    def __init__(self, settings: Settings, shelf: Shelf, door: Doorkeeper):
        self.settings, self.shelf, self.door = settings, shelf, door
        self.builder = Builder(settings.record, shelf.refresh)
        self.files = read_static()
        self.stamp = hash_bytes(b"".join(self.files[name] for name in sorted(self.files)))
        self.templates = build_templates(f"/static/{self.stamp}/")

    def render(self, request: Request, template: str, *, status: int = 200, **given: Any) -> Response:
        """The page in the language of whoever asks."""
        language = self.language(request)
        book: Book | None = given.pop("book", None)
        speech = Speech(language, book)
        person: Person | None = getattr(request.state, "person", None)
        here = request.url.path
        query = [(key, value) for key, value in request.query_params.multi_items() if key != "lang"]
        html = self.templates.get_template(template).render(
            t=speech.say,
            say=speech,
            said=speech.said,
            called=speech.actor,
            measured=speech.measure,
            dated=speech.day,
            comma=speech.say("comma"),
            lang=language,
            dir="rtl" if language in RIGHT_TO_LEFT else "ltr",
            settings=self.settings,
            person=person,
            here=here,
            languages=LANGUAGES,
            version=__version__,
            again="&".join(f"{quote(key)}={quote(value)}" for key, value in query),
            book=book,
            seal=self.door.seal(request.state.session) if getattr(request.state, "session", "") else "",
            speech=Markup(json.dumps(speech.for_script()).replace("<", "\\u003c")),
            **given,
        )
        answer = HTMLResponse(html.encode("utf-8", "replace"), status)
        if request.query_params.get("lang") in LANGUAGES:
            answer.headers.append(
                "Set-Cookie", f"sijill_language={language}; Path=/; SameSite=Strict; Max-Age=31536000"
            )
        return answer

    def language(self, request: Request) -> str:
        """The language of the interface for whoever asks."""
        return pick_language(getattr(request.state, "language", ""))

    @contextmanager
    def read(self) -> Iterator[tuple[Book, ServedRecord]]:
        """The book of the version served, and its record for this thread."""
        book = self.shelf.get()
        with book.open() as record:
            yield book, record


def build_templates(static: str) -> Environment:
    """The template environment: everything is escaped, a name that is missing is an error."""
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("sijill.web"), PackageLoader("sijill.publish")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "static": lambda name: static + name,
        "link_document": link_document,
        "link_incident": lambda key: f"/incidents/{quote(key)}",
        "link": link,
        "words": words,
        "day_from": day_from,
        "day_to": day_to,
    }
    return environment


def link_document(document: str, claim: str = "") -> str:
    """The address of a document, at one of its claims where one is named.

    >>> link_document("d-1", "c-2")
    '/documents/d-1#c-2'
    """
    return f"/documents/{quote(document)}" + (f"#{quote(claim)}" if claim else "")


def link(path: str, query: Query | None = None, **changes: Any) -> str:
    """The address of a view with a query.

    >>> link("/incidents", Query(), page=2)
    '/incidents?page=2'
    """
    text = write_query(query, **changes) if query is not None else ""
    return path + (f"?{text}" if text else "")


def read_static() -> dict[str, bytes]:
    """Every static file by its name, the stylesheet of the report first in that of the app."""
    here, files = resources.files(__package__).joinpath("static"), {}
    for folder, prefix in ((here, ""), (here.joinpath("vendor"), "vendor/")):
        for entry in folder.iterdir():
            if entry.is_file():
                files[prefix + entry.name] = entry.read_bytes()
    shared = resources.files("sijill.publish").joinpath("templates", "report.css").read_bytes()
    files["site.css"] = shared + b"\n" + files.get("site.css", b"")
    return files


def parameters(request: Request) -> Mapping[str, list[str]]:
    """The parameters of the address, each with all its values."""
    found: dict[str, list[str]] = {}
    for key, value in request.query_params.multi_items():
        found.setdefault(key, []).append(value)
    return found


def ask(request: Request) -> Query:
    """The query that the address of the request says."""
    return read_query(parameters(request))
