"""Writing a new version of a record beside the one that is served."""

import hashlib
import os
import shutil
import time
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import msgspec

from .folder import (
    BUILDING,
    list_versions,
    prune_versions,
    read_current,
    remove_leftovers,
    serve_version,
    sync_folder,
    versions_path,
)
from .schema import TABLES, Contents, canonical_rows, flatten_contents
from .search import write_search

BATCH = 20_000  # rows handed to the database at once


class RecordWriter:
    """Writes versions into a record's folder; the caller holds the record's lock.

    A version is written under a name that readers ignore, renamed when it is whole, and only then served.
    """

    def __init__(self, root: Path):
        self.root = Path(root)
        versions_path(self.root).mkdir(parents=True, exist_ok=True)
        self.messages = remove_leftovers(self.root)

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
        prune_versions(self.root, keep)
        return number


def hash_rows(contents: Contents) -> dict[str, dict[str, Any]]:
    """The count and the sha256 of each table's rows: equal for equal records, whatever the order."""
    hashes = {}
    for table, lines in canonical_rows(contents).items():
        digest = hashlib.sha256()
        for line in lines:
            digest.update(line + b"\n")
        hashes[table] = {"count": len(lines), "sha256": digest.hexdigest()}
    return hashes


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
