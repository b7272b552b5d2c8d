"""One Capture → a Document with its metadata, furniture and repeats, or an Unread that says why not."""

import re

from ..model import Capture, Document, Span, Unread, document_id
from .copies import find_repeats, is_reworded
from .datasets.reports import IMPORTED, ROW_TYPE, RULE, read_row
from .decode import decode_bytes
from .feeds import MEDIA_TYPES as FEED_TYPES
from .feeds import parse_entry
from .furniture import classify_lines, mark_furniture
from .html import read_html
from .jsonl import parse_record
from .language import judge_language
from .lines import split_lines
from .metadata import Header, read_header
from .office import DOCX, PDF, read_docx, read_pdf
from .options import ReadOptions
from .publishers import PublisherIndex, index_publishers
from .timestamps import find_disagreement, read_timestamp

_MUCH_LOST = 0.3  # share of replacement characters above which nothing can be quoted with a good conscience
_URL_DAY = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/_-]|$)")


class Content:
    """What one media type gave before the text itself is looked at: text, fields, dates (strongest first),
    flags."""

    def __init__(self, text: str, fields: dict[str, str] | None = None, dates=(), flags=()):
        self.text = text
        self.fields = fields or {}
        self.dates: list[tuple[str, str]] = list(dates)
        self.flags: list[str] = list(flags)


def read_capture(capture: Capture, options: ReadOptions, pack=None) -> Document | Unread:
    """The document that the capture's bytes are, or an Unread with the problem and the remedy; never an
    exception
    for what a file may hold.

    `pack` supplies the outlets' names, taglines and domains; without one only what the document itself shows
    is known.
    """
    if capture.media_type == ROW_TYPE:
        return _read_row(capture, options)
    content = _read_content(capture)
    if isinstance(content, Unread):
        return content
    text = content.text
    if not text.strip():
        return _unread(capture, "is empty", "remove it, or give it text")
    lines = split_lines(text)
    reasons = classify_lines(lines)
    index = index_publishers(pack)
    header = read_header(text, lines, reasons, index)
    furniture = mark_furniture(lines, reasons, header)
    if capture.media_type == "text/html" and _is_all_furniture(lines, furniture):
        return _unread(capture, "no article found", "save the article's own page, or its text as .txt")
    flags = content.flags + list(header.flags)
    meta = {**content.fields, **{k: v for k, v in capture.meta.items() if k not in ("path", "charset") and v}}
    url = meta.get("url") or capture.url
    published, basis = _choose_date(capture, options, content, header, url, flags)
    publisher, publisher_id = _choose_publisher(options, meta, header, url, index, flags)
    repeats = find_repeats(text, furniture)
    if repeats:
        flags.append("repeated_passages")
    if is_reworded(repeats):
        flags.append("suspected_rewrite")
    if published is None:
        flags.append("undated")
    language, assumed = _choose_language(options, capture, content, text, furniture)
    if assumed:
        flags.append("language_assumed")
    return Document(
        id=document_id(capture.source, capture.content_hash),
        content_hash=capture.content_hash,
        source=capture.source,
        text=text,
        language=language,
        publisher=publisher,
        publisher_id=publisher_id,
        title=options.title or meta.get("title") or header.title,
        author=meta.get("author") or header.author,
        published=published,
        published_basis=basis,
        url=url,
        path=capture.meta.get("path"),
        media_type=capture.media_type,
        furniture=furniture,
        repeats=repeats,
        captured=capture.captured,
        flags=tuple(dict.fromkeys(flags)),
    )


def _unread(capture: Capture, problem: str, remedy: str) -> Unread:
    where = capture.meta.get("path") or capture.url or capture.source
    return Unread(source=where, problem=problem, remedy=remedy, content_hash=capture.content_hash or None)


def _read_content(capture: Capture) -> Content | Unread:
    """The text of the capture and what its form says of it, by media type."""
    if not capture.payload.strip():
        return _unread(capture, "is empty", "remove it, or give it text")
    if capture.media_type in ("text/plain", "text/markdown"):
        decoded = decode_bytes(capture.payload, capture.meta.get("charset"))
        if decoded.binary or decoded.text.count("\ufffd") > _MUCH_LOST * len(decoded.text):
            return _unread(capture, "is not text in any encoding we know", "save it as UTF-8 text")
        return Content(decoded.text, flags=decoded.flags)
    if capture.media_type == "text/html":
        page = read_html(capture.payload, charset=capture.meta.get("charset"), url=capture.url)
        if page.text is None:
            return _unread(capture, "no article found", "save the article's own page, or its text as .txt")
        return Content(page.text, page.fields, page.dates, page.flags)
    if capture.media_type == "application/json":
        return _read_json(capture)
    if capture.media_type in (PDF, DOCX):
        found = read_pdf(capture.payload) if capture.media_type == PDF else read_docx(capture.payload)
        if found.problem:
            return _unread(capture, found.problem, found.remedy)
        return Content(found.text, found.fields)
    if capture.media_type in FEED_TYPES:
        entry = parse_entry(capture.payload)
        if entry is None or not entry.text:
            return _unread(capture, "the feed entry has no text", "give the address of the page itself")
        dates = [(entry.fields["published"], "feed")] if "published" in entry.fields else []
        return Content(entry.text, entry.fields, dates)
    return _unread(
        capture, f"documents of type {capture.media_type} are not read", "save it as .txt or .html"
    )


def _read_row(capture: Capture, options: ReadOptions) -> Document:
    """A row of a data set as a document: nothing in it is a page's, and its columns are no text to compare with others."""
    row = read_row(capture.payload)
    start = row.text.index(RULE.format(form=row.form))
    return Document(
        id=document_id(capture.source, capture.content_hash),
        content_hash=capture.content_hash,
        source=capture.source,
        text=row.text,
        language=options.language or row.fields["language"],
        publisher=options.publisher or row.fields.get("publisher"),
        published=options.published_iso,
        published_basis="option" if options.published else None,
        path=capture.meta.get("path"),
        media_type=capture.media_type,
        furniture=(Span(start=start, end=len(row.text), reason="columns"),),
        captured=capture.captured,
        flags=(IMPORTED, f"{IMPORTED}:{row.form}"),
    )


def _read_json(capture: Capture) -> Content | Unread:
    try:
        record = parse_record(capture.payload)
    except ValueError as error:
        return _unread(capture, str(error), "each document is one JSON object with a `text`")
    content = Content(record.text, dict(record.fields))
    if "\ufffd" in record.text:
        content.flags.append("broken_encoding")
    given = record.fields.get("published")
    if given:
        stamp = read_timestamp(given)
        if stamp:
            content.dates.append((stamp, "json"))
        else:
            content.flags.append(f"unreadable_date:{given[:40]}")
    return content


def _choose_date(capture, options, content, header, url, flags: list[str]) -> tuple[str | None, str | None]:
    """The date of publication by the strongest evidence; those that disagree with it are kept as a flag."""
    dates: list[tuple[str, str]] = []
    if options.published:
        dates.append((options.published_iso, "option"))
    if given := capture.meta.get("published"):
        if stamp := read_timestamp(given):
            dates.append((stamp, "sidecar"))
        else:
            flags.append(f"unreadable_date:{given[:40]}")
    dates += content.dates
    if header.published:
        dates.append((header.published, header.published_basis))
    if url and (match := _URL_DAY.search(url)):
        year, month, day = match.groups()
        if stamp := read_timestamp(f"{year}-{int(month):02d}-{int(day):02d}"):
            dates.append((stamp, "url"))
    if conflict := find_disagreement([iso for iso, _ in dates]):
        flags.append(f"dates_disagree:{conflict}")
    return dates[0] if dates else (None, None)


def _choose_publisher(options, meta, header: Header, url, index: PublisherIndex, flags: list[str]):
    """(name, id): as the user, the sidecar or the page says, else by address, else by what the text shows."""
    stated = options.publisher or meta.get("publisher")
    by_address = index.find_address(url)
    if stated:
        known = index.find_name(stated, "stated") or (None if options.publisher else by_address)
        return stated, known.id if known else None
    if by_address:
        return by_address.name, by_address.id
    if header.publisher and header.publisher_basis in ("dateline", "agency line"):
        flags.append(f"publisher_from:{header.publisher_basis.replace(' ', '_')}")
    return header.publisher, header.publisher_id


def _choose_language(options, capture, content: Content, text: str, furniture) -> tuple[str, bool]:
    """The language as the user or the record says, else as the words show; and whether they show it poorly."""
    given = options.language or capture.meta.get("language")
    if not given and capture.media_type == "application/json":
        given = content.fields.get("language")
    if given:
        return given.strip().lower()[:12], False
    kept, at = [], 0
    for span in furniture:
        kept.append(text[at : span.start])
        at = span.end
    detected, assumed = judge_language("\n".join((*kept, text[at:])))
    # What a page or feed declares of itself is a template's default too often to be believed over its words.
    return (detected, assumed) if detected != "und" else (content.fields.get("language", "und"), False)


def _is_all_furniture(lines, furniture) -> bool:
    starts = {span.start for span in furniture}
    return all(line.start in starts for line in lines)
