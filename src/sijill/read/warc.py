"""Captures in and out of WARC files, the form in which web archives and our own archive keep bytes."""

import io
import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO
from urllib.parse import quote

import msgspec

from ..model import Capture, Captured, Unread, to_dict
from .unit import Unit, make_capture

# One header carries, as JSON, what WARC has no field for; the archive writes the same one.
HEADER = "Sijill-Event"
READ_TYPES = ("response", "resource", "conversion")
# What a page is dressed with; a crawl has thousands, and none of them is a report that went unread.
_NO_DOCUMENT = (
    "image/",
    "audio/",
    "video/",
    "font/",
    "text/css",
    "text/javascript",
    "application/javascript",
)


def write_capture(writer, capture: Capture) -> None:
    """The capture is in the WARC file that `writer` (a `warcio.WARCWriter`) writes, whole, as a `resource`
    record."""
    event = to_dict(capture)
    del event["payload"]
    record = writer.create_warc_record(
        capture.url or "urn:sijill:" + quote(capture.source, safe="/"),
        "resource",
        payload=io.BytesIO(capture.payload),
        length=len(capture.payload),
        warc_content_type=capture.media_type,
        warc_headers_dict={
            HEADER: _to_ascii({"event": "capture", **event}),
            "WARC-Date": capture.captured.when[:19] + "Z",
            "WARC-Payload-Digest": "sha256:" + capture.content_hash,
        },
    )
    writer.write_record(record)


def read_warc(
    stream: BinaryIO, unit: Unit, max_bytes: int
) -> Iterator[tuple[Unit, bytes] | Capture | Unread]:
    """What a WARC file holds, a record at a time: a whole Capture where we wrote it, else a unit with its bytes.

    Records that are no document (redirects, errors, images) are counted in one Unread at the end; so is a file that
    breaks off.
    """
    passed: Counter[str] = Counter()
    read = 0
    try:
        for record, payload in _iterate_records(stream, max_bytes, passed):
            read += 1
            name = record.rec_headers.get_header("WARC-Target-URI") or f"{unit.name}, record {read}"
            if len(payload) > max_bytes:
                yield Unread(
                    source=name, problem=f"is longer than {max_bytes} bytes", remedy="raise the limit"
                )
            elif event := _read_event(record):
                yield _restore(event, payload)
            else:
                yield _describe(record, name, unit), payload
    except ValueError as error:
        yield Unread(
            source=unit.name,
            problem=f"breaks off after {read} documents ({error})",
            remedy="what stands before was read; get the file again for the rest",
        )
        return
    if passed:
        listed = ", ".join(f"{count} with {reason}" for reason, count in sorted(passed.items()))
        yield Unread(
            source=unit.name, problem=f"some records are no documents: {listed}", remedy="nothing to do"
        )
    elif not read:
        yield Unread(
            source=unit.name, problem="holds no record with a document", remedy="check that it is a WARC"
        )


def _iterate_records(stream: BinaryIO, max_bytes: int, passed: Counter[str]) -> Iterator[tuple[Any, bytes]]:
    """The records that may be documents, each with its bytes (one more than allowed, where there are too many).

    The parser fails on broken files in many ways of its own; each becomes a ValueError, raised from its cause.
    """
    from warcio.archiveiterator import ArchiveIterator

    records = iter(ArchiveIterator(stream))
    while True:
        try:
            record = next(records)
            if record.format != "warc":  # the parser takes any line of five words for the older ARC
                raise ValueError("is not a WARC")
            if not _is_document(record, passed):
                continue
            payload = record.content_stream().read(max_bytes + 1)
        except StopIteration:
            return
        except Exception as error:
            raise ValueError(str(error) or type(error).__name__) from error
        yield record, payload


def _is_document(record, passed: Counter[str]) -> bool:
    if record.rec_type not in READ_TYPES:
        return False
    status = record.http_headers.get_statuscode() if record.http_headers else None
    if status is not None and not status.startswith("2"):
        passed[f"status {status}"] += 1
        return False
    kind = (record.http_headers or record.rec_headers).get_header("Content-Type") or ""
    if kind.lower().startswith(_NO_DOCUMENT):
        passed[f"type {split_media_type(kind)[0]}"] += 1
        return False
    return True


def _describe(record, name: str, unit: Unit) -> Unit:
    headers = record.http_headers or record.rec_headers
    kind = headers.get_header("Content-Type") or ("text/plain" if record.rec_type == "conversion" else "")
    media_type, charset = split_media_type(kind)
    when = record.rec_headers.get_header("WARC-Date") or unit.captured.when
    meta = {**unit.meta, "path": f"{unit.meta.get('path', unit.name)}#{name}"}
    if charset:
        meta["charset"] = charset
    captured = Captured(when=when, how="warc", by=unit.captured.by, why=unit.captured.why)
    url = name if name.startswith(("http://", "https://")) else None
    return Unit(name=name, media_type=media_type, captured=captured, url=url, meta=meta)


def split_media_type(value: str) -> tuple[str, str | None]:
    """The media type and the charset of a Content-Type field.

    >>> split_media_type("Text/HTML; charset=windows-1256")
    ('text/html', 'windows-1256')
    """
    kind, _, rest = value.partition(";")
    charset = next(
        (p.partition("=")[2] for p in rest.split(";") if p.strip().lower().startswith("charset=")), None
    )
    return kind.strip().lower(), charset.strip(" \"'") if charset else None


def _read_event(record) -> dict | None:
    header = record.rec_headers.get_header(HEADER)
    if not header:
        return None
    event = msgspec.json.decode(header.encode())
    return event if isinstance(event, dict) else None


def _restore(event: dict, payload: bytes) -> Capture:
    """The Capture that `write_capture` wrote; the hash is made anew from the bytes, never believed."""
    captured = msgspec.convert(event.get("captured"), Captured)
    fields = {key: event[key] for key in ("url", "meta", "media_type") if key in event}
    unit = msgspec.convert({**fields, "name": event.get("source"), "captured": captured}, Unit)
    return make_capture(unit, payload)


def _to_ascii(event: dict) -> str:
    return json.dumps(event, ensure_ascii=True, sort_keys=True)
