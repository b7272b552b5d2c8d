"""The report: one self-contained HTML page that opens from a file and needs no network and no script to be
read."""

import base64
import hashlib
from collections import Counter
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from sijill.model import Document
from sijill.publish import words
from sijill.publish.cards import Card, build_cards
from sijill.publish.gazette import list_spots
from sijill.publish.holders import build_control
from sijill.publish.marks import build_map
from sijill.publish.output import write_file
from sijill.publish.redact import PublicRecord, count_withheld
from sijill.publish.timeline import build_timeline

GLANCE = 6  # incidents named under "agreed" and "disputed"; the rest are counted
QUOTES_SHOWN = 3
LONGEST_VALUE = 120  # of a line of the manifest


class Section(msgspec.Struct, frozen=True):
    """A run of cards under one heading."""

    id: str
    title: str
    note: str
    cards: tuple[Card, ...]


class DocumentView(msgspec.Struct, frozen=True):
    id: str
    title: str
    publisher: str
    published: str
    language: str
    source: str
    url: str | None
    claims: int
    flags: tuple[str, ...]
    lineage: tuple[tuple[str, str, str], ...]  # words, document id, its name
    digest: str


def write_report(
    record: Any, path: str | Path, filters: Any = None, title: str | None = None, *, public: bool = True
) -> Path:
    """The path of a page that shows the whole record: map, timeline, incidents with quotes, control,
    documents.

    With `public` (the default) private persons are withheld, hospitals, shelters and convoys
    are coarsened, and the page says what was withheld.
    """
    return write_file(path, render_report(record, filters, title, public=public))


def render_report(record: Any, filters: Any = None, title: str | None = None, *, public: bool = True) -> str:
    """The report as HTML text."""
    record = PublicRecord(record) if public else record
    side_names = words.say_sides(record.manifest)
    spots = list_spots(record.places())
    cards = build_cards(record, filters, side_names)
    documents = record.documents()
    claims = record.claims(filters)
    counts = Counter(claim.document.id for claim in claims)
    events = [card for card in cards if card.is_event and not card.background]
    style, script = _read_asset("report.css"), _read_asset("report.js")
    template = build_environment().get_template("report.html")
    return template.render(
        title=title or compose_title(documents),
        pack=_name_pack(record.manifest),
        policy=build_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        facts=_list_facts(record, cards, documents, claims),
        filters=[
            (name, record.clean_text(value) if public else value) for name, value in describe_filters(filters)
        ],
        agreed=[
            card for card in events if card.origins > 1 and not (card.denied_by or card.disputed_figures)
        ],
        disputed=[card for card in events if card.status == "disputed" or card.disputed_figures],
        lone=sum(card.origins <= 1 and card.status == "reported" for card in events),
        glance=GLANCE,
        quotes_shown=QUOTES_SHOWN,
        cards=cards,
        events=events,
        sections=split_sections(cards),
        undated=[card for card in cards if card.start is None],
        groups=[group for group in words.GROUPS if any(card.group == group.id for card in cards)],
        statuses=[
            (key, value[0])
            for key, value in words.STATUS_WORDS.items()
            if any(c.status == key for c in cards)
        ],
        sides=[
            (side, words.say_side(side, side_names))
            for side in sorted({s for card in cards for s in card.sides})
        ],
        map=build_map(record.incidents(filters), cards, spots),
        timeline=build_timeline(cards),
        control=build_control(record, filters, side_names, spots),
        documents=[_view_document(document, counts[document.id], documents) for document in documents],
        unread=record.unread(),
        made=_say_making(record.manifest),
        provenance=_list_provenance(record.manifest),
        public=public,
        withheld=count_withheld(record),
    )


def compose_title(documents: list[Document]) -> str:
    """What this pile is: how many reports, published from when to when.

    >>> compose_title([])
    'A sourced record: no reports'
    """
    count = len(documents)
    reports = f"{count or 'no'} report" + "s" * (count != 1)
    days = sorted(document.published[:10] for document in documents if document.published)
    if not days:
        return f"A sourced record: {reports}" + (", none of them dated" if documents else "")
    return f"A sourced record: {reports}, {words.say_interval(days[0], days[-1])}"


def _name_pack(manifest: dict[str, Any]) -> str:
    """The pack whose names the record uses, by its title, else its name."""
    pack = manifest.get("pack")
    told = (pack.get("title"), pack.get("name")) if isinstance(pack, dict) else (pack,)
    return next((str(name) for name in (told[0], manifest.get("title"), *told[1:]) if name), "")


def build_environment() -> Environment:
    """The template environment: everything is escaped, and a name that is missing is an error."""
    environment = Environment(
        loader=PackageLoader("sijill.publish"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # The parts are shared with the web app, where a document is a page of its own.
    for name in ("said", "called", "measured", "dated"):  # the web app says these in the language of the page
        environment.globals[name] = str
    environment.globals["comma"] = ", "
    environment.globals["link_document"] = lambda document, claim="": f"#{document}"
    return environment


def build_policy(style: str, script: str) -> str:
    """A content security policy that lets this page's own style and script run and nothing else, from
    anywhere.

    >>> build_policy("a", "b").startswith("default-src 'none'; style-src 'sha256-")
    True
    """

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return (
        f"default-src 'none'; style-src 'sha256-{digest(style)}'; script-src 'sha256-{digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def split_sections(cards: list[Card]) -> list[Section]:
    """The cards by what they are: events first, and what is no event, or has no date, visibly apart."""
    past = [card for card in cards if not card.background]
    events = [card for card in past if card.is_event]

    def pick(status: str) -> tuple[Card, ...]:
        return tuple(card for card in past if card.status == status)

    known = set(words.STATUS_WORDS)
    sections = [
        Section("events", "Incidents, by date", "", tuple(card for card in events if card.start)),
        Section(
            "undated",
            "Without a date",
            "Their reports do not say when, and nothing else in them does. They are not on the timeline.",
            tuple(card for card in events if not card.start),
        ),
        Section(
            "planned",
            "Plans",
            "Announced, agreed or in preparation. None of these is counted as an event.",
            pick("planned"),
        ),
        Section(
            "denied",
            "Denials",
            "This record holds the denial only, not the claim that it denies.",
            pick("denied"),
        ),
        Section(
            "hypothetical",
            "Conditions and forecasts",
            "What could or would happen. None is counted as an event.",
            pick("hypothetical"),
        ),
        Section("unsorted", "Others", "", tuple(card for card in past if card.status not in known)),
        Section(
            "background",
            "Background",
            "Told as history: more than about a month before the report. Outside the counts above.",
            tuple(card for card in cards if card.background),
        ),
    ]
    return [section for section in sections if section.cards]


def describe_filters(filters: Any) -> list[tuple[str, str]]:
    """The filters that are set, as pairs to print; none set gives an empty list.

    >>> describe_filters({"kind": ["shelling"], "place": None})
    [('Kind', 'shelling')]
    """
    values = msgspec.to_builtins(filters) if filters else {}
    if not isinstance(values, dict):
        return [("Filter", str(values))]
    return [
        (words.say_code(key), ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value))
        for key, value in values.items()
        if value not in (None, [], (), "", False, {}) and not key.startswith("include_")
    ]


def _read_asset(name: str) -> str:
    return resources.files("sijill.publish").joinpath("templates", name).read_text("utf-8")


def _list_facts(
    record: Any, cards: list[Card], documents: list[Document], claims: list
) -> list[tuple[str, str, str]]:
    """What stands at the head of the page: a number, what it counts, and a remark."""
    origins = {origin.id for incident in record.incidents(None) for origin in incident.origins}
    undated = sum(document.published is None for document in documents)
    copies = sum(bool(document.copy_of) for document in documents)
    remarks = [f"{undated} undated"] * bool(undated) + [f"{copies} copying others"] * bool(copies)
    days = sorted(card.start for card in cards if card.start and card.is_event and not card.background)
    ends = sorted(
        card.end or card.start for card in cards if card.start and card.is_event and not card.background
    )
    publishers = {document.publisher for document in documents if document.publisher}
    return [
        (str(len(documents)), "document" + "s" * (len(documents) != 1), ", ".join(remarks)),
        (
            str(len(origins)),
            "independent origin" + "s" * (len(origins) != 1),
            f"in {len(publishers)} named outlets",
        ),
        (str(len(claims)), "claim" + "s" * (len(claims) != 1), _remark_quotes(record)),
        (
            str(len(cards)),
            "incident" + "s" * (len(cards) != 1),
            words.say_interval(days[0], ends[-1]) if days else "none dated",
        ),
    ]


def _remark_quotes(record: Any) -> str:
    """That the quotes are exact, and how many are not because something in them is withheld."""
    altered = count_withheld(record)["quotes"]
    return (
        f"each with its quote; {altered} with something withheld" if altered else "each with its exact quote"
    )


def _view_document(document: Document, claims: int, documents: list[Document]) -> DocumentView:
    names = {other.id: words.say_document(other) for other in documents}
    flags = [words.say_flag(flag) for flag in document.flags]
    if document.published is None and "undated" not in document.flags:
        flags.insert(0, words.FLAG_WORDS["undated"])
    link = document.url or document.source
    return DocumentView(
        id=document.id,
        title=words.say_document(document),
        publisher=document.publisher or "publisher not known",
        published=words.say_day(document.published),
        language=document.language,
        source=document.source,
        # A report is hostile input: only a web address may become a link.
        url=link if link.startswith(("https://", "http://")) else None,
        claims=claims,
        flags=tuple(flags),
        lineage=tuple(
            (
                words.LINEAGE_WORDS.get(tie.relation, words.say_code(tie.relation)),
                tie.document,
                names[tie.document],
            )
            for tie in document.copy_of
            if tie.document in names
        ),
        digest=document.content_hash,
    )


def _say_making(manifest: dict[str, Any]) -> list[tuple[str, str]]:
    """What identifies this record, for whoever cites the page: version, day, pack, extractor, software."""
    parts = {
        "Version": manifest.get("version"),
        "built": words.say_day(day) if (day := manifest.get("finished") or manifest.get("built")) else None,
        "pack": _say_part(manifest.get("pack")),
        "extractor": _say_part(manifest.get("extractor")),
        "Sijill": (manifest.get("software") or {}).get("sijill"),
    }
    return [(name, str(value)) for name, value in parts.items() if value]


def _say_part(part: Any) -> str | None:
    """A part of the manifest in a few words: its name, version and the start of its digest."""
    if not isinstance(part, dict):
        return part
    digest = str(part.get("digest") or "")[:12]
    return " ".join(str(value) for value in (part.get("name"), part.get("version"), digest) if value)


def _list_provenance(manifest: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """The manifest as lines to print: nested parts flattened, long lists counted, folders of the machine left
    out."""
    lines: list[tuple[str, str]] = []
    for key, value in manifest.items():
        name = f"{prefix} {key}".strip().replace("_", " ")
        if isinstance(value, dict) and len(value) <= 12 and key != "sides":
            lines += _list_provenance(value, name)
        elif isinstance(value, dict | list | tuple):
            lines.append((name, f"{len(value)} entries"))
        elif value is not None and not _is_path(value):
            lines.append((name, str(value)[:LONGEST_VALUE]))
    return lines


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and (value.startswith(("/", "~", "\\\\")) or value[1:3] in (":\\", ":/"))
