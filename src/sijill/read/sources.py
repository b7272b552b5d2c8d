"""Paths, folders, addresses and standard input → Captures, one at a time."""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import SijillError
from ..model import Capture, Unread, replace
from .datasets.columnar import MAGIC, PARQUET, lay_down, open_parquet
from .datasets.reports import name_mapping, split_table
from .datasets.rows import make_table, read_csv, read_workbook
from .feeds import MEDIA_TYPES as FEED_TYPES
from .feeds import is_feed, split_feed
from .fetch import fetch_url
from .jsonl import split_json, split_jsonl
from .office import DOCX, PDF
from .options import ReadOptions
from .sidecar import SUFFIX, find_documents, find_sidecar, read_sidecar
from .unit import Unit, make_capture, note_capture
from .warc import read_warc

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
    ".json": "application/json",
    ".jsonl": "application/x-ndjson",
    ".ndjson": "application/x-ndjson",
    ".xml": "application/xml",
    ".rss": "application/rss+xml",
    ".atom": "application/atom+xml",
    ".csv": "text/csv",
    ".tsv": "text/csv",
    ".xlsx": XLSX,
    ".parquet": PARQUET,
    ".pdf": PDF,
    ".docx": DOCX,
    ".warc": "application/warc",
    ".warc.gz": "application/warc",
}
_SAME = {
    "application/xhtml+xml": "text/html",
    "text/xml": "application/xml",
    "application/feed+json": "application/json",
    "text/json": "application/json",
    "application/jsonl": "application/x-ndjson",
    "application/jsonlines": "application/x-ndjson",
    "text/x-markdown": "text/markdown",
    "text/tab-separated-values": "text/csv",
    "application/csv": "text/csv",
}
DONE = "_SUCCESS"  # the mark that Spark leaves in a folder of Parquet files
_SINGLE = ("text/plain", "text/markdown", "text/html", PDF, DOCX)
_KINDS = ", ".join(MEDIA_TYPES) + " files"


def find_captures(sources: Iterable[str | os.PathLike], options: ReadOptions) -> Iterator[Capture | Unread]:
    """Every document that the sources hold, as raw bytes; what cannot be taken is an Unread and stops
    nothing.

    A path that does not exist, or sources that hold nothing at all, are a SijillError.
    """
    names = [os.fspath(source) for source in sources]
    if not names:
        raise SijillError(
            "no sources were given", remedy="name files, folders, addresses, or - for standard input"
        )
    for name in names:
        if name != "-" and not _is_url(name) and not os.path.lexists(name):
            raise SijillError("does not exist", where=name, remedy="check the path")
    return _walk_sources(names, options)


def _walk_sources(names: list[str], options: ReadOptions) -> Iterator[Capture | Unread]:
    empty = True
    for name in names:
        for item in _take_source(name, options):
            empty = False
            yield item
    if empty:
        raise SijillError("nothing to read", where=", ".join(names), remedy=f"put {_KINDS} there")


def _take_source(name: str, options: ReadOptions) -> Iterator[Capture | Unread]:
    if name == "-":
        yield from _take_stdin(options)
    elif _is_url(name):
        yield from _take_url(name, options)
    elif os.path.isdir(name):
        for path in _list_files(Path(name)):
            yield from take_file(path, options)
    else:
        yield from take_file(Path(name), options, alone=True)


def _is_url(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _list_files(folder: Path) -> Iterator[Path]:
    """The files below a folder in a fixed order, without hidden files and folders."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root) / name for name in sorted(files) if not name.startswith(".") and name != DONE)


def find_media_type(path: Path) -> str | None:
    """The media type that a file name promises, or None for a kind that is not read.

    >>> find_media_type(Path("a.warc.gz")), find_media_type(Path("a.odt"))
    ('application/warc', None)
    """
    name = path.name.lower()
    return next((kind for ending, kind in MEDIA_TYPES.items() if name.endswith(ending)), None)


def take_file(path: Path, options: ReadOptions, *, alone: bool = False) -> Iterator[Capture | Unread]:
    """The captures of one file; `alone` is true when the user named it, so that its kind may be told by its
    bytes."""
    if path.name.endswith(".mapping.yml"):
        if alone or not any(name_mapping(one) == path for one in path.parent.iterdir() if one != path):
            yield Unread(source=str(path), problem="no table of that name lies beside it", remedy="rename it")
        return
    if path.name.endswith(SUFFIX):
        if alone or not find_documents(path):
            yield Unread(
                source=str(path), problem="no document of that name lies beside it", remedy="rename it"
            )
        return
    media_type = find_media_type(path)
    if media_type is None and not (alone and not path.suffix):
        kind = f"{path.suffix} files are" if path.suffix else "a file without an ending is"
        yield Unread(
            source=str(path),
            problem=f"{kind} not read",
            remedy=f"save it as .txt or .html; {_KINDS} are read",
        )
        return
    try:
        meta = {"path": str(path)}
        if sidecar := find_sidecar(path):
            meta |= read_sidecar(sidecar)
        unit = Unit(name=path.name, media_type=media_type or "", captured=note_capture("file"), meta=meta)
        if media_type in ("application/warc", "application/x-ndjson"):
            with open(path, "rb") as stream:
                yield from _take_stream(stream, unit, options)
            return
        if media_type == PARQUET:
            yield from _take_parquet(path, unit, options)
            return
        size = path.stat().st_size
        if size > options.max_bytes:
            yield _too_long(str(path), size, options)
            return
        yield from take_bytes(path.read_bytes(), unit, options)
    except SijillError as error:
        yield Unread(source=error.where or str(path), problem=error.what, remedy=error.remedy)
    except OSError as error:
        yield Unread(
            source=str(path), problem=f"cannot be opened ({error.strerror})", remedy="check its permissions"
        )


def _take_stdin(options: ReadOptions) -> Iterator[Capture | Unread]:
    payload = sys.stdin.buffer.read(options.max_bytes + 1)
    if len(payload) > options.max_bytes:
        yield _too_long("standard input", None, options)
        return
    unit = Unit(name="stdin", media_type="", captured=note_capture("stdin"))
    yield from take_bytes(payload, unit, options)


def _take_url(url: str, options: ReadOptions) -> Iterator[Capture | Unread]:
    try:
        got = fetch_url(url, timeout=options.timeout, max_bytes=options.max_bytes)
    except SijillError as error:
        yield Unread(source=url, problem=error.what, remedy=error.remedy)
        return
    meta = {"charset": got.charset} if got.charset else {}
    unit = Unit(name=url, media_type=got.media_type, captured=note_capture("http"), url=got.url, meta=meta)
    yield from take_bytes(got.payload, unit, options)


def take_bytes(payload: bytes, unit: Unit, options: ReadOptions) -> Iterator[Capture | Unread]:
    """The captures that these bytes hold: one document, or those of a feed, a list or a WARC."""
    media_type = _SAME.get(unit.media_type, unit.media_type)
    if media_type not in MEDIA_TYPES.values() or media_type in ("application/xml", ""):
        media_type = sniff_media_type(payload, media_type)
    unit = replace(unit, media_type=media_type)
    if media_type in FEED_TYPES or (media_type == "text/plain" and unit.url and is_feed(payload)):
        yield from split_feed(payload, unit)
    elif media_type in ("application/x-ndjson", "application/warc"):
        yield from _take_stream(io.BytesIO(payload), unit, options)
    elif media_type == "application/json":
        yield from split_json(payload, unit)
    elif media_type in ("text/csv", XLSX):
        yield from _take_table(payload, unit)
    elif media_type == PARQUET:
        with lay_down(payload) as path:
            yield from _take_parquet(path, unit, options)
    elif media_type in _SINGLE:
        yield make_capture(unit, payload)
    else:
        yield Unread(
            source=unit.url or unit.name,
            problem=f"documents of type {media_type or 'unknown'} are not read",
            remedy=f"save it as .txt or .html; {_KINDS} are read",
        )


def _take_table(payload: bytes, unit: Unit) -> Iterator[Capture | Unread]:
    name = unit.meta.get("path", unit.name)
    try:
        lines = read_workbook(payload, name) if unit.media_type == XLSX else read_csv(payload, name)
        yield from split_table(
            make_table(name, lines), unit, name_mapping(name) if "path" in unit.meta else None
        )
    except SijillError as error:
        yield Unread(source=error.where or name, problem=error.what, remedy=error.remedy)


def _take_parquet(path: Path, unit: Unit, options: ReadOptions) -> Iterator[Capture | Unread]:
    """The rows of a Parquet file, of which no more than some are held at once."""
    name = unit.meta.get("path", unit.name)
    try:
        table = replace(open_parquet(path), name=name)
        mapping = name_mapping(name) if "path" in unit.meta else None
        yield from split_table(table, unit, mapping, options.max_bytes)
    except SijillError as error:
        yield Unread(source=name, problem=error.what, remedy=error.remedy)


def sniff_media_type(payload: bytes, declared: str = "") -> str:
    """The media type that the bytes themselves show, where the name or the server says nothing that helps.

    >>> sniff_media_type(b'{"text": "Four tanks"}'), sniff_media_type(b"Four tanks")
    ('application/x-ndjson', 'text/plain')
    """
    if payload.startswith(b"%PDF-"):
        return PDF
    if payload.startswith(MAGIC):
        return PARQUET
    head = payload[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"warc/") or payload.startswith(b"\x1f\x8b"):
        return "application/warc"
    if b"<html" in head or head.startswith(b"<!doctype html"):
        return "text/html"
    if head.startswith(b"<"):
        if is_feed(payload):
            return "application/rss+xml"
        return "text/html" if declared != "application/xml" else "application/xml"
    if head.startswith(b"{"):
        return "application/x-ndjson" if _opens_jsonl(payload) else "application/json"
    if head.startswith(b"["):
        return "application/json" if head[1:].lstrip().startswith((b"{", b"]")) else "text/plain"
    return (
        declared
        if declared and not declared.startswith(("text/", "application/octet-stream"))
        else "text/plain"
    )


def _opens_jsonl(payload: bytes) -> bool:
    """True when the first line is a whole object: then each line is one."""
    first = payload.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0].strip()
    return first.endswith(b"}")


def _take_stream(stream, unit: Unit, options: ReadOptions) -> Iterator[Capture | Unread]:
    if unit.media_type == "application/x-ndjson":
        yield from split_jsonl(stream, unit, options.max_bytes)
        return
    for item in read_warc(stream, unit, options.max_bytes):
        if isinstance(item, tuple):
            inner, payload = item
            yield from take_bytes(payload, inner, options)
        else:
            yield item


def _too_long(where: str, size: int | None, options: ReadOptions) -> Unread:
    told = f"{size} bytes, more than" if size else "more than"
    return Unread(
        source=where,
        problem=f"is {told} the limit of {options.max_bytes}",
        remedy="split it, or raise the limit",
    )
