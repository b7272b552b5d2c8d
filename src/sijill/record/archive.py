"""The archive: every payload that was ever taken, by hash, in WARC files that only grow."""

import hashlib
import os
import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from ..errors import SijillError
from ..model import Capture, Captured, Frozen, document_id, from_json, replace, to_json
from .folder import sync_folder, write_whole
from .warc import Event, pack_event, scan_records, unpack_event

ROLL_OVER = 512 * 1024 * 1024
COMMIT_EVERY = 64


class Tombstone(Frozen):
    """That a payload was erased by law: its hash, when, who and why; nothing of its content or its source."""

    content_hash: str
    when: str
    why: str
    who: str = ""


def name_source(event: Event | Capture) -> str:
    """What identifies a source over time: its path or address, and its name within that where it has one.

    A later capture of the same name takes the place of the earlier one, which stays in the archive.

    >>> name_source(Capture(source="7", payload=b"", media_type="", captured=Captured(when="", how="file"),
    ...                     meta={"path": "./folder/list.jsonl"}))
    'folder/list.jsonl#7'
    """
    place = os.path.normpath(event.meta["path"]) if event.meta.get("path") else event.url
    if not place:
        return event.source
    return place if event.source in (place, os.path.basename(place)) else f"{place}#{event.source}"


class Archive:
    """Raw payloads by sha256 under `archive/`, with the capture log; written only inside a record's lock.

    A context manager; what was added is on disk after `commit`, called every few captures and at the end.
    """

    def __init__(self, path: Path, *, writable: bool = False):
        self.path, self.writable = Path(path), writable
        self.messages: list[str] = []
        self._waiting: list[Event] = []
        if writable:
            self.path.mkdir(parents=True, exist_ok=True)
        self.tombstones = _read_lines(self.path / "tombstones.jsonl", Tombstone, self._note)
        self.events = _read_lines(self.path / "captures.jsonl", Event, self._note)
        if writable:
            self._recover()
        self._index()

    def __enter__(self) -> "Archive":
        return self

    def __exit__(self, *_) -> None:
        self.commit()

    def has(self, content_hash: str) -> bool:
        """True when the payload is held."""
        return content_hash in self._held

    def get(self, content_hash: str) -> bytes:
        """The payload, checked against its hash; a payload that is not there or was changed is an error."""
        event = self._held.get(content_hash)
        if event is None:
            erased = content_hash in self._erased
            raise SijillError(
                "was erased" if erased else "is not in the archive",
                where=f"{self.path}: {content_hash}",
                remedy="see archive/tombstones.jsonl"
                if erased
                else "run `sijill verify` to see what is missing",
            )
        try:
            payload = unpack_event(self.read_stored(event))[1]
        except (ValueError, OSError) as error:
            raise SijillError(
                f"the stored bytes of {event.source} cannot be read ({error})",
                where=str(self.path / event.file),
                remedy="restore the file from a copy and run `sijill verify`",
            ) from error
        if hashlib.sha256(payload).hexdigest() != content_hash:
            raise SijillError(
                f"the stored bytes of {event.source} are not the bytes that were archived",
                where=str(self.path / event.file),
                remedy="restore the file from a copy and run `sijill verify`",
            )
        return payload

    def read_stored(self, event: Event) -> bytes:
        """The compressed WARC record of one event, as it lies in its file."""
        with open(self.path / event.file, "rb") as file:
            file.seek(event.offset)
            return file.read(event.length)

    def add(self, capture: Capture, options: dict[str, str] | None = None) -> bool:
        """The capture is in the archive; False when the source already stood so, with the same bytes and
        options.
        """
        digest = hashlib.sha256(capture.payload).hexdigest()
        if digest in self._erased:
            raise SijillError(
                f"these bytes were erased from this record ({self._erased[digest].why})",
                where=capture.source,
                remedy="leave the file out of the build",
            )
        event = Event(
            event="revisit" if digest in self._held else "capture",
            source=capture.source,
            captured=capture.captured,
            content_hash=digest,
            media_type=capture.media_type,
            url=capture.url,
            meta=capture.meta,
            options=options or {},
        )
        before = self._latest.get(name_source(event))
        if before is not None and _says_the_same(before, event):
            return False
        self._append(event, capture.payload if event.event == "capture" else b"")
        return True

    def forget(self, source: str, captured: Captured) -> list[str]:
        """The sources of that name, or under that folder, are no longer read; their bytes stay. Returns their
        names.
        """
        wanted = source.rstrip("/") if "://" in source else os.path.normpath(source)
        found = [
            event
            for key, event in self._latest.items()
            if event.event != "forget"
            and (
                wanted in (key, event.source) or key.startswith((wanted + os.sep, wanted + "/", wanted + "#"))
            )
        ]
        for event in found:
            self._append(replace(event, event="forget", captured=captured), b"")
        self.commit()
        return sorted(name_source(event) for event in found)

    def find_latest(self, name: str) -> Event | None:
        """The last event of the source with this name, unless it was forgotten."""
        event = self._latest.get(name)
        return None if event is None or event.event == "forget" else event

    def find_payloads(self, key: str) -> dict[str, list[str]]:
        """The content hashes that the key names, each with its sources, whether they are still read or forgotten.

        The key is a hash or its first eight digits or more, the id of a document, or a source by its name: that is
        every state of it that was ever taken. A name that several sources share is an error that lists them.
        """
        if re.fullmatch("[0-9a-f]{8,64}", key):
            found = [event for event in self.events if event.content_hash.startswith(key)]
        else:
            found = [event for event in self.events if document_id(event.source, event.content_hash) == key]
        if not found:
            wanted = {key, os.path.normpath(key)}
            found = [event for event in self.events if name_source(event) in wanted]
        if not found:
            found = [event for event in self.events if key in (event.source, event.url)]
            names = sorted({name_source(event) for event in found})
            if len(names) > 1:
                raise SijillError(
                    f"{len(names)} sources have this name",
                    where=key,
                    remedy="name one of " + ", ".join(names),
                )
        payloads: dict[str, set[str]] = {}
        for event in found:
            payloads.setdefault(event.content_hash, set()).add(name_source(event))
        return {digest: sorted(names) for digest, names in sorted(payloads.items())}

    def live_events(self) -> list[Event]:
        """The latest capture of every source that was not forgotten, in an order that does not depend on
        time.
        """
        live = [event for event in self._latest.values() if event.event != "forget"]
        return sorted(live, key=lambda event: (event.source, event.content_hash, name_source(event)))

    def commit(self) -> None:
        """All that was added so far is on disk: first the bytes, then the lines that point at them."""
        if not self._waiting:
            return
        for name in {event.file for event in self._waiting}:
            with open(self.path / name, "ab") as file:
                os.fsync(file.fileno())
        log = self.path / "captures.jsonl"
        with open(log, "ab") as file:
            file.write(b"".join(to_json(event) + b"\n" for event in self._waiting))
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.path)
        self._waiting = []

    def erase(self, content_hash: str, *, why: str, who: str = "") -> Tombstone:
        """The payload and every line about it are gone from the archive; a tombstone says that, when and why.

        In this order: tombstone, new WARC files without the payload, a new log, the old files removed. A
        crash in between is finished by the next opening, since the tombstone stands first.
        """
        if content_hash in self._erased:
            return self._erased[content_hash]
        if not any(event.content_hash == content_hash for event in self.events):
            raise SijillError(
                "is not in the archive",
                where=content_hash,
                remedy=f"{self.path / 'captures.jsonl'} lists every source with its hash",
            )
        self.commit()
        when = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        stone = Tombstone(content_hash=content_hash, when=when, why=why, who=who)
        with open(self.path / "tombstones.jsonl", "ab") as file:
            file.write(to_json(stone) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        self.tombstones.append(stone)
        self._purge()
        self._index()
        return stone

    # -- inside
    # -------------------------------------------------------------------------------------------------

    def _note(self, message: str) -> None:
        self.messages.append(message)

    def _index(self) -> None:
        self._erased = {stone.content_hash: stone for stone in self.tombstones}
        self._held = {e.content_hash: e for e in self.events if e.event == "capture"}
        self._latest = {name_source(event): event for event in self.events}

    def _append(self, event: Event, payload: bytes) -> None:
        if not self.writable:
            raise SijillError("the archive was opened for reading", where=str(self.path))
        stored = pack_event(event, payload)
        path = self._current_file()
        with open(path, "ab") as file:
            offset = file.tell()
            file.write(stored)
        event = _place(event, path.name, offset, stored)
        self.events.append(event)
        self._waiting.append(event)
        if event.event == "capture":
            self._held[event.content_hash] = event
        self._latest[name_source(event)] = event
        if len(self._waiting) >= COMMIT_EVERY:
            self.commit()

    def _current_file(self) -> Path:
        files = _list_files(self.path)
        if files and files[-1].stat().st_size < ROLL_OVER:
            return files[-1]
        return self.path / _next_name(files)

    def _recover(self) -> None:
        """What a crash left: whole records missing from the log are taken in, a cut-off tail is removed."""
        log = self.path / "captures.jsonl"
        if log.exists() and log.read_bytes()[-1:] not in (b"", b"\n"):
            write_whole(log, b"".join(to_json(event) + b"\n" for event in self.events))
        committed: dict[str, int] = {}
        for event in self.events:
            committed[event.file] = max(committed.get(event.file, 0), event.offset + event.length)
        known = {event.stored_hash for event in self.events}
        for path in _list_files(self.path):
            end = committed.get(path.name, 0)
            if path.stat().st_size <= end:
                continue
            for offset, stored in scan_records(path, end):
                try:
                    event = _place(unpack_event(stored)[0], path.name, offset, stored)
                except ValueError:
                    break
                end = offset + len(stored)
                if event.stored_hash not in known:
                    known.add(event.stored_hash)
                    self.events.append(event)
                    self._waiting.append(event)
            if path.stat().st_size > end:
                self._note(
                    f"{path}: ended in the middle of a record; cut back to {end} bytes, the last whole one"
                )
                os.truncate(path, end)
        if self._waiting:
            self._note(
                f"{self.path}: {len(self._waiting)} captures of a build that did not end were taken in"
            )
            self.commit()
        erased = {stone.content_hash for stone in self.tombstones}
        if any(event.content_hash in erased for event in self.events):
            self._purge()
        named = {event.file for event in self.events}
        for path in _list_files(self.path):
            if path.name not in named:  # an erasing that was cut off half-way wrote it a second time
                path.unlink()

    def _purge(self) -> None:
        """No WARC file and no log line holds anything of an erased payload."""
        erased = {stone.content_hash for stone in self.tombstones}
        touched = sorted({event.file for event in self.events if event.content_hash in erased})
        kept: list[Event] = []
        files = _list_files(self.path)
        renamed = {}
        for name in touched:
            fresh = self.path / _next_name([*files, *map(Path, renamed.values())])
            renamed[name] = fresh.name
            with open(fresh, "wb") as out:
                for event in self.events:
                    if event.file != name or event.content_hash in erased:
                        continue
                    stored = self.read_stored(event)
                    kept.append(_place(event, fresh.name, out.tell(), stored))
                    out.write(stored)
                out.flush()
                os.fsync(out.fileno())
        moved = {(e.stored_hash, e.captured.when): e for e in kept}
        self.events = [
            moved.get((e.stored_hash, e.captured.when), e)
            for e in self.events
            if e.content_hash not in erased
        ]
        write_whole(self.path / "captures.jsonl", b"".join(to_json(event) + b"\n" for event in self.events))
        for name in touched:
            os.unlink(self.path / name)
        for name in renamed.values():
            if not (self.path / name).stat().st_size:
                os.unlink(self.path / name)
        sync_folder(self.path)


def _place(event: Event, file: str, offset: int, stored: bytes) -> Event:
    digest = hashlib.sha256(stored).hexdigest()
    return replace(event, file=file, offset=offset, length=len(stored), stored_hash=digest)


def _says_the_same(a: Event, b: Event) -> bool:
    if a.event == "forget":
        return False
    return (a.content_hash, a.source, a.meta, a.options) == (b.content_hash, b.source, b.meta, b.options)


def _list_files(path: Path) -> list[Path]:
    return sorted(path.glob("*.warc.gz"))


def _next_name(files: list[Path]) -> str:
    numbers = [int(file.name.split(".")[0]) for file in files if file.name.split(".")[0].isdigit()]
    return f"{max(numbers, default=0) + 1:06d}.warc.gz"


def _read_lines(path: Path, record: type, note) -> list:
    """The whole lines of a log; a last line without its end is a write cut off, left out with a message."""
    if not path.exists():
        return []
    data = path.read_bytes()
    whole, _, tail = data.rpartition(b"\n")
    if tail:
        note(f"{path}: the last line was cut off while being written; left out")
    lines = []
    for number, line in enumerate(whole.split(b"\n") if whole else [], 1):
        try:
            lines.append(from_json(line, record))
        except msgspec.DecodeError as error:
            raise SijillError(
                f"line {number} is not a log line ({error})",
                where=str(path),
                remedy="restore it from a copy, or delete it: a build makes it again from the WARC files"
                if record is Event
                else "restore the file from a copy",
            ) from error
    return lines
