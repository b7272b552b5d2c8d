"""What is known about bytes before they are read: name, type, when and how they came, and what a sidecar
says."""

import hashlib
from datetime import UTC, datetime

import msgspec

from ..model import Capture, Captured, Frozen


class Unit(Frozen):
    """The name and circumstances of some bytes that are about to become a Capture, or several."""

    name: str
    media_type: str
    captured: Captured
    url: str | None = None
    meta: dict[str, str] = msgspec.field(default_factory=dict)


def make_capture(unit: Unit, payload: bytes) -> Capture:
    """The Capture of these bytes, with their hash."""
    return Capture(
        source=unit.name,
        payload=payload,
        media_type=unit.media_type,
        captured=unit.captured,
        url=unit.url,
        content_hash=hashlib.sha256(payload).hexdigest(),
        meta=unit.meta,
    )


def note_capture(how: str) -> Captured:
    """That bytes were taken now, in UTC, in this way (`file`, `http`, `stdin`, `warc`, `feed`)."""
    return Captured(when=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), how=how)
