"""Where things are in a record's folder, who may write in it, and which version is served."""

import contextlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

from ..errors import SijillError

try:
    import fcntl
except ImportError:  # Windows: the lock falls back on the pid written in the file
    fcntl = None  # type: ignore[assignment]

VERSION_NAME = re.compile(r"\d+")
BUILDING = ".building-"


def archive_path(root: Path) -> Path:
    """The folder of raw payloads and the capture log."""
    return root / "archive"


def decisions_path(root: Path) -> Path:
    """The folder of the coders' decision logs."""
    return root / "decisions"


def versions_path(root: Path) -> Path:
    """The folder of built versions."""
    return root / "versions"


def cache_path(root: Path) -> Path:
    """What can be computed again: safe to delete at any time."""
    return root / "cache" / "stages.sqlite"


def answers_path(root: Path) -> Path:
    """The answers of language models: like the archive a part of what the record is made from, and not a cache."""
    return root / "answers" / "answers.sqlite"


def is_record(root: Path) -> bool:
    """True when the folder holds a record, whole or begun."""
    return archive_path(root).is_dir() or (root / "current").is_file()


def sync_folder(path: Path) -> None:
    """The folder's own entries (new names, renames) are on disk when this returns."""
    if os.name == "nt":  # folders cannot be opened for syncing there
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """The file holds all of `data` or what it held before, never a part, whatever happens meanwhile."""
    beside = path.with_name(path.name + ".new")
    with open(beside, "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    os.replace(beside, path)
    sync_folder(path.parent)


def list_versions(root: Path) -> list[int]:
    """The numbers of the whole versions kept, oldest first."""
    folder = versions_path(root)
    if not folder.is_dir():
        return []
    return sorted(
        int(entry.name)
        for entry in folder.iterdir()
        if VERSION_NAME.fullmatch(entry.name) and (entry / "manifest.json").is_file()
    )


def read_current(root: Path) -> int | None:
    """The number of the version served, or None when none has been built."""
    try:
        written = (root / "current").read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None
    except UnicodeDecodeError:
        written = "?"
    if not VERSION_NAME.fullmatch(written):
        raise SijillError(
            "does not name a version",
            where=str(root / "current"),
            remedy="run `sijill build` to build one afresh",
        )
    return int(written)


def serve_version(root: Path, number: int) -> None:
    """From here on `number` is the version that readers get; the change is all or nothing."""
    write_whole(root / "current", f"{number}\n".encode())


def find_leftovers(root: Path) -> list[Path]:
    """The folders that a build which did not end left behind, for cleaning."""
    folder = versions_path(root)
    if not folder.is_dir():
        return []
    return sorted(
        entry
        for entry in folder.iterdir()
        if entry.is_dir()
        and (
            entry.name.startswith(BUILDING)
            or (VERSION_NAME.fullmatch(entry.name) and not (entry / "manifest.json").is_file())
        )
    )


def remove_leftovers(root: Path) -> list[str]:
    """Half-written versions are gone; one message for each, naming the folder."""
    messages = []
    for folder in find_leftovers(root):
        shutil.rmtree(folder)
        messages.append(f"{folder}: left half-written by a build that did not end; removed, nothing was lost")
    return messages


def prune_versions(root: Path, keep: int) -> list[int]:
    """Only the last `keep` versions remain, and always the one served; returns the numbers removed."""
    served = read_current(root)
    numbers = list_versions(root)
    gone = [number for number in numbers[: max(0, len(numbers) - max(1, keep))] if number != served]
    for number in gone:
        shutil.rmtree(versions_path(root) / str(number))
    return gone


@contextlib.contextmanager
def lock_record(root: Path) -> Iterator[None]:
    """While inside, no other process builds or decides on this record; a second one is told who does."""
    path = root / "lock"
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = open(path, "a+", encoding="utf-8")  # noqa: SIM115 - held open for as long as the lock
    except OSError as error:
        what = "cannot be written to" if root.is_dir() else "cannot be created"
        raise SijillError(
            f"this folder {what} ({error.strerror})",
            where=str(root),
            remedy="name a folder of yours with --record",
        ) from error
    try:
        if not _take(handle):
            handle.seek(0)
            raise SijillError(
                f"another sijill process ({handle.read().strip() or 'unknown'}) is writing to this record",
                where=str(root),
                remedy="wait until it ends, or give this build another --record",
            )
        handle.seek(0)
        handle.truncate()
        handle.write(f"process {os.getpid()}, since {time.strftime('%Y-%m-%d %H:%M:%S')}\n")
        handle.flush()
        yield
        handle.seek(0)
        handle.truncate()
    finally:
        handle.close()


def _take(handle) -> bool:
    if fcntl is not None:
        try:
            # The system drops this lock when the process dies, even by kill -9: no stale lock to clear by
            # hand.
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
    handle.seek(0)
    found = re.match(r"process (\d+)", handle.read())
    return found is None or int(found[1]) == os.getpid() or not _is_alive(int(found[1]))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    return True
