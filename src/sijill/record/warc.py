"""One capture event as one compressed WARC record, and back.

Every event (the bytes taken, the same bytes seen again, a source forgotten) is a whole WARC record in its own
gzip member, with the event as JSON in a header field; so the files alone can rebuild the log beside them.
"""

import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import msgspec
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from ..model import Captured, Frozen, from_json, to_json

HEADER = "Sijill-Event"
CHUNK = 1 << 20


class Event(Frozen):
    """One line of the capture log: what was taken, from where, when and how, and where it is stored."""

    event: str  # capture, revisit (bytes already held), forget
    source: str
    captured: Captured
    content_hash: str = ""
    media_type: str = "application/octet-stream"
    url: str | None = None
    meta: dict[str, str] = msgspec.field(default_factory=dict)
    options: dict[str, str] = msgspec.field(default_factory=dict)
    file: str = ""
    offset: int = 0
    length: int = 0
    stored_hash: str = ""  # sha256 of the compressed record, so that any changed byte shows


def pack_event(event: Event, payload: bytes) -> bytes:
    """The event as a gzipped WARC record: `resource` with the payload, `revisit` or `metadata` without."""
    bare = msgspec.structs.replace(event, file="", offset=0, length=0, stored_hash="")
    headers = {
        HEADER: _to_ascii(to_json(bare)),
        "WARC-Date": event.captured.when[:19] + "Z",
    }
    if event.content_hash:
        headers["WARC-Payload-Digest"] = "sha256:" + event.content_hash
    kind = {"capture": "resource", "revisit": "revisit"}.get(event.event, "metadata")
    if kind == "revisit":
        headers["WARC-Profile"] = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True, warc_version="1.1")
    record = writer.create_warc_record(
        event.url or "urn:sijill:" + quote(event.source, safe="/"),
        kind,
        payload=io.BytesIO(payload),
        length=len(payload),
        warc_content_type=event.media_type if kind == "resource" else "application/octet-stream",
        warc_headers_dict=headers,
    )
    writer.write_record(record)
    return out.getvalue()


def unpack_event(stored: bytes) -> tuple[Event, bytes]:
    """The event and the payload of one stored record; raises ValueError when the bytes are not one."""
    try:
        plain = zlib.decompress(stored, 31)
        record = next(iter(ArchiveIterator(io.BytesIO(plain))))
        payload = record.content_stream().read()
        return from_json(record.rec_headers.get_header(HEADER) or "", Event), payload
    except (zlib.error, StopIteration, msgspec.DecodeError, AttributeError) as error:
        raise ValueError(f"not a whole WARC record: {error}") from error


def scan_records(path: Path, start: int) -> Iterator[tuple[int, bytes]]:
    """The offset and the bytes of every whole gzip member from `start` on; stops at the first that is cut
    off.
    """
    with open(path, "rb") as file:
        offset = start
        file.seek(start)
        rest = b""
        while True:
            inflater, member = zlib.decompressobj(31), bytearray()
            while not inflater.eof:
                chunk = rest or file.read(CHUNK)
                rest = b""
                if not chunk:
                    return
                try:
                    inflater.decompress(chunk)
                except zlib.error:
                    return
                member += chunk
            rest = inflater.unused_data
            whole = bytes(member[: len(member) - len(rest)])
            yield offset, whole
            offset += len(whole)


def _to_ascii(data: bytes) -> str:
    """JSON with nothing but ASCII, since header fields are lines of text.

    >>> _to_ascii('{"a":"ح"}'.encode())
    '{"a":"\\\\u062d"}'
    """
    return "".join(c if c < "\x80" else _escape(c) for c in data.decode())


def _escape(character: str) -> str:
    units = character.encode("utf-16-be")
    return "".join(f"\\u{units[i] << 8 | units[i + 1]:04x}" for i in range(0, len(units), 2))
