"""Checking a record against itself: every hash, every quote, every reference, every chain."""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path

import duckdb

from ..errors import SijillError
from ..model import Claim
from .archive import Archive
from .decisions import check_chain
from .filters import Filters
from .folder import archive_path, list_versions
from .reader import Record, find_version
from .schema import Contents, flatten_contents, hash_rows
from .warc import unpack_event

PACK_TABLES = {"sides", "actors", "places", "sources", "names"}
ALL = Filters(include_background=True, include_rejected=True)
Checker = Callable[[str], None]


def verify_record(root: str | Path, on_step: Checker | None = None) -> list[str]:
    """What is wrong with the record, one line a thing; an empty list when all of it holds."""
    root, step = Path(root), on_step or (lambda _: None)
    problems: list[str] = []
    find_version(root)  # raises where there is no record at all
    step("archive")
    archive = Archive(archive_path(root))
    problems += archive.messages
    problems += check_archive(archive)
    step("decisions")
    problems += check_chain(root)
    for number in list_versions(root):
        step(f"version {number}")
        try:
            with Record.open(root, version=number) as record:
                problems += [f"version {number}: {line}" for line in check_version(record)]
                problems += [f"version {number}: {line}" for line in check_held(record, archive)]
        except (SijillError, duckdb.Error, sqlite3.Error) as error:
            problems.append(f"version {number}: {error}")
    return problems


def check_archive(archive: Archive) -> Iterator[str]:
    """Every stored record is, to the byte, what was archived, and its payload has the hash it goes by."""
    ends: dict[str, int] = {}
    for event in archive.events:
        where = f"{archive.path / event.file}: {event.source}"
        ends[event.file] = max(ends.get(event.file, 0), event.offset + event.length)
        try:
            stored = archive.read_stored(event)
            if hashlib.sha256(stored).hexdigest() != event.stored_hash:
                yield f"{where}: the stored bytes were changed"
                continue
            inner, payload = unpack_event(stored)
        except (OSError, ValueError) as error:
            yield f"{where}: cannot be read ({error})"
            continue
        if event.event == "capture" and hashlib.sha256(payload).hexdigest() != event.content_hash:
            yield f"{where}: the payload does not have the hash {event.content_hash}"
        if (inner.source, inner.content_hash, inner.meta) != (event.source, event.content_hash, event.meta):
            yield f"{where}: the capture log does not say what the archived record says"
        if event.event == "revisit" and not archive.has(event.content_hash):
            yield f"{where}: the bytes it was seen to share are not in the archive"
    for path in sorted(archive.path.glob("*.warc.gz")):
        size, known = path.stat().st_size, ends.get(path.name, 0)
        if size != known:
            yield f"{path}: has {size} bytes, of which the capture log knows {known}"


def check_version(record: Record) -> Iterator[str]:
    """What is wrong with one version in itself: quotes, references, columns, row hashes, the search index."""
    contents = read_contents(record)
    yield from check_quotes(contents)
    yield from check_references(contents)
    for table, found in hash_rows(contents).items():
        if record.manifest["rows"].get(table) != found:
            yield f"{table}: the rows are not those that the manifest hashes"
    yield from _check_columns(contents, record)
    yield from _check_search(contents, record)


def read_contents(record: Record) -> Contents:
    """All of a version as records, to be compared with what its tables and its manifest say."""
    return Contents(
        documents=tuple(record.documents()),
        claims=tuple(record.claims(ALL)),
        incidents=tuple(record.incidents(ALL)),
        figures=tuple(record.figures()),
        control=tuple(record.control()),
        unread=tuple(record.unread()),
        verdicts=record.verdicts(),
        tray=tuple(record.tray()),
    )


def check_held(record: Record, archive: Archive) -> Iterator[str]:
    """The bytes behind every document of a version are in the archive."""
    for document in record.documents():
        if not archive.has(document.content_hash):
            yield f"{document.id}: the bytes of {document.source} are not in the archive"


def check_quotes(contents: Contents) -> Iterator[str]:
    """Every claim's quote is the very text that stands at its place in its document."""
    texts = {document.id: document.text for document in contents.documents}
    for claim in contents.claims:
        if claim.document.id not in texts:
            yield f"{claim.id}: its document {claim.document.id} is not in the record"
        elif texts[claim.document.id][claim.start : claim.end] != claim.quote or not claim.quote:
            where = f"{claim.document.source} at {claim.start}-{claim.end}"
            yield f"{claim.id}: the quote is not what stands in {where}"


def check_references(contents: Contents) -> Iterator[str]:
    """Every id that a row names is the id of a row there is."""
    documents = {document.id for document in contents.documents}
    claims = {claim.id for claim in contents.claims}
    incidents = {incident.id for incident in contents.incidents}
    for document in contents.documents:
        yield from _miss(document.id, "copies", (tie.document for tie in document.copy_of), documents)
        for span in chain(document.furniture, document.repeats):
            if not 0 <= span.start <= span.end <= len(document.text):
                yield f"{document.id}: a span {span.start}–{span.end} lies outside the text"
    for claim in contents.claims:
        yield from _check_claim(claim, claims, incidents)
    for incident in contents.incidents:
        yield from _miss(incident.id, "holds", incident.claims, claims)
        yield from _miss(incident.id, "is tied to", (tie.incident for tie in incident.relations), incidents)
        for origin in incident.origins:
            yield from _miss(incident.id, "has an origin in", origin.claims, claims)
            yield from _miss(incident.id, "has an origin in", (*origin.documents, *origin.copies), documents)
    for figure in contents.figures:
        yield from _miss(f"figure {figure.measure}", "belongs to", (figure.incident,), incidents)
        given = (one.claim for one in figure.figures)
        yield from _miss(f"figure {figure.measure} of {figure.incident}", "rests on",
                         chain(given, figure.supporting, figure.dissenting), claims)  # fmt: skip
    for state in contents.control:
        reasons = (reason.claim for reason in state.reasons)
        yield from _miss(f"control of {state.place} on {state.start}", "rests on", reasons, claims)


def _check_claim(claim: Claim, claims: set[str], incidents: set[str]) -> Iterator[str]:
    if claim.incident is not None:
        yield from _miss(claim.id, "belongs to", (claim.incident,), incidents)
    if claim.about is not None:
        yield from _miss(claim.id, "is about", (claim.about,), claims | incidents)
    if claim.repeats is not None:
        yield from _miss(claim.id, "repeats", (claim.repeats,), claims)


def _miss(where: str, how: str, wanted: Iterable[str], known: set[str]) -> Iterator[str]:
    for key in wanted:
        if key not in known:
            yield f"{where}: {how} {key}, which is not in the record"


def _check_columns(contents: Contents, record: Record) -> Iterator[str]:
    rows = flatten_contents(contents)
    for table in rows.keys() - PACK_TABLES:
        if sorted(map(repr, record.read_rows(table))) != sorted(map(repr, rows[table])):
            yield f"{table}: the columns do not say what the records behind them say"


def _check_search(contents: Contents, record: Record) -> Iterator[str]:
    index = sqlite3.connect(f"{(record.folder / 'search.sqlite').resolve().as_uri()}?mode=ro", uri=True)
    try:
        found = {row[0] for row in index.execute("SELECT claim FROM search WHERE claim IS NOT NULL")}
    finally:
        index.close()
    if found != {claim.id for claim in contents.claims}:
        yield "search: the index does not hold the claims of this version"
