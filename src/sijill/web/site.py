"""What all pages share: templates, strings, links, and who is asking."""

import json
import re
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
from .strings import LANGUAGES, RIGHT_TO_LEFT, load_strings, pick_language

MONTH = re.compile("|".join(words.MONTHS))
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


class Speech:
    """The words of one language, for templates and for the page's scripts."""

    def __init__(self, language: str, book: Book | None = None):
        self.language, self._strings = language, load_strings(language)
        self._places = book.name_places(language) if book and language != "en" else {}

    def say(self, key: str, **values: Any) -> str:
        """The string with its values filled in; of a number, the form for one or for many."""
        if values.get("n") == 1 and f"{key}.one" in self._strings:
            key += ".one"
        shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        return self._strings[key].format_map(shown) if values else self._strings[key]

    def code(self, family: str, code: str) -> str:
        """A code of the records in words: a kind, a status, a grade, a group, a stance."""
        if family == "language":
            return self._strings.get(f"tongue.{code}", code)
        found = self._strings.get(f"{family}.{code}")
        if found:
            return found
        if family == "kind":
            plain = words.say_kind(code)
            return plain[:1].upper() + plain[1:]
        if family == "group":
            return next((group.label for group in words.GROUPS if group.id == code), words.say_code(code))
        known = {"status": words.STATUS_WORDS, "grade": words.GRADE_WORDS}.get(family, {})
        return known[code][0] if code in known else words.say_code(code)

    def day(self, text: str) -> str:
        """A date as `publish.words` writes it, with the months of this language."""
        for plain in (words.UNKNOWN_DATE, "part of the day"):
            text = text.replace(plain, self._strings.get(f"phrase.{plain}", plain))
        return MONTH.sub(lambda found: self._strings.get(f"month.{found[0]}", found[0]), text)

    def place(self, text: str) -> str:
        """What a place is called, or that it has no name, or how exact it is, in this language where that is known."""
        return self._strings.get(f"phrase.{text}") or self._places.get(text, text)

    def for_script(self) -> dict[str, str]:
        """The strings that scripts show."""
        return {key[3:]: value for key, value in self._strings.items() if key.startswith("js.")}


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
