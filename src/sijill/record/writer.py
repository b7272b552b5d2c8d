"""Writing a new version of a record beside the one that is served."""

import os
import shutil
import sqlite3
import time
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from ..errors import SijillError
from .archive import Archive
from .folder import (
    BUILDING,
    archive_path,
    list_versions,
    prune_versions,
    read_current,
    remove_leftovers,
    serve_version,
    sync_folder,
    versions_path,
)
from .reader import Record
from .schema import TABLES, Contents, flatten_contents, hash_rows
from .search import write_search
from .verify import check_version

BATCH = 20_000  # rows handed to the database at once


class RecordWriter:
    """Writes versions into a record's folder; the caller holds the record's lock.

    A version is written under a name that readers ignore, renamed when it is whole, and only then served.
    """

    def __init__(self, root: Path):
        self.root = Path(root)
        versions_path(self.root).mkdir(parents=True, exist_ok=True)
        self.messages = remove_leftovers(self.root)

    def find_unchanged(self, contents: Contents, manifest: dict[str, Any]) -> int | None:
        """The number of the version served, when it is sound and a new one would say the very same; else None."""
        number = read_current(self.root)
        if number is None or number not in list_versions(self.root):
            return None
        try:
            with Record(self.root, number) as record:
                same = _bare(record.manifest) == _bare({**manifest, "rows": hash_rows(contents)})
                sound = same and record.verdicts() == contents.verdicts
                return number if sound and not any(check_version(record)) else None
        except (SijillError, duckdb.Error, sqlite3.Error):  # damaged: to be written anew
            return None

    def write_version(self, contents: Contents, manifest: dict[str, Any], keep: int = 5) -> int:
        """The number of the new version, which is served from now on; the last `keep` versions remain."""
        number = max([*list_versions(self.root), read_current(self.root) or 0]) + 1
        building = versions_path(self.root) / f"{BUILDING}{number}-{os.getpid()}"
        building.mkdir()
        try:
            write_tables(building / "record.duckdb", flatten_contents(contents))
            write_search(building / "search.sqlite", contents.documents, contents.claims)
            finished = {
                **manifest,
                "version": number,
                "rows": hash_rows(contents),
                "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            }
            data = msgspec.json.format(msgspec.json.encode(finished, order="deterministic"), indent=2)
            (building / "manifest.json").write_bytes(data + b"\n")
            for path in building.iterdir():
                _sync_file(path)
            sync_folder(building)
            os.rename(building, versions_path(self.root) / str(number))
            sync_folder(versions_path(self.root))
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
        serve_version(self.root, number)
        self.remove_erased(number)
        prune_versions(self.root, keep)
        return number

    def remove_erased(self, number: int) -> None:
        """No older version holds a document whose bytes were erased since."""
        erased = [stone.content_hash for stone in Archive(archive_path(self.root)).tombstones]
        for other in list_versions(self.root) if erased else ():
            if other != number and _holds_any(self.root, other, erased):
                shutil.rmtree(versions_path(self.root) / str(other))


def _holds_any(root: Path, number: int, erased: list[str]) -> bool:
    try:
        with Record(root, number) as record:
            return any(document.content_hash in erased for document in record.documents())
    except SijillError:
        return True  # it cannot be looked into, so it cannot be kept


def _bare(manifest: dict[str, Any]) -> dict[str, Any]:
    kept = {
        key: value
        for key, value in manifest.items()
        if key not in ("started", "finished", "version", "sources")
    }
    return msgspec.json.decode(msgspec.json.encode(kept))


def write_tables(path: Path, rows: dict[str, list[tuple]]) -> None:
    """The database file holds every table of the schema with these rows."""
    with duckdb.connect(str(path)) as database:
        for table, columns in TABLES.items():
            names = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
            database.execute(f'CREATE TABLE "{table}" ({names})')
            # Columns as lists: thousands of rows in one statement, and the types are those declared, never
            # guessed.
            marks = ", ".join(f"unnest(CAST(? AS {kind}[]))" for kind in columns.values())
            waiting = iter(rows[table])
            while batch := list(islice(waiting, BATCH)):
                database.execute(
                    f'INSERT INTO "{table}" SELECT {marks}',
                    [list(column) for column in zip(*batch, strict=True)],
                )


def _sync_file(path: Path) -> None:
    with open(path, "rb+") as file:
        os.fsync(file.fileno())
