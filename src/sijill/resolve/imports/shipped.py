"""The table of villages that comes with a pack (`gazetteer.csv`): compiled once into a local file, read like an import.

Its places stand behind the pack's own entries: they are looked for in a country that the document is about, and one that
the pack has too, by its P-code, is the pack's.
"""

import csv
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from sijill.errors import SijillError
from sijill.folders import find_cache_folder
from sijill.packs import Pack
from sijill.packs.kinds import KINDS
from sijill.resolve.imports.files import FORM, INDEXES, TABLES, GazetteerFile
from sijill.resolve.imports.making import fold_row, write_about

# The form of what is compiled; raise it when the tables or the folding of names change.
SCHEMA = 2
_KEPT = 8  # an edited table leaves a file behind at each edit
_COLUMNS = ("pcode", "name", "kind", "parent", "lat", "lon", "population", "country")


def open_shipped(pack: Pack) -> tuple[GazetteerFile, ...]:
    """The tables of the pack and of those it extends, its own first, each compiled where it is not yet."""
    stated = tuple((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in pack.gazetteers)
    return tuple(_open(*one, pack.country) for one in stated)


@lru_cache(maxsize=8)
def _open(path: str, _changed: int, _size: int, country: str | None) -> GazetteerFile:
    table = Path(path)
    digest = hashlib.sha256(table.read_bytes() + f"\0{country}\0{FORM}\0{SCHEMA}".encode()).hexdigest()
    target = find_cache_folder() / "tables" / f"{table.parent.name}-{digest[:16]}.sqlite"
    if not target.is_file():
        _compile(table, target, country, digest)
    return GazetteerFile(target)


def _compile(table: Path, target: Path, country: str | None, digest: str) -> None:
    """Writes the file, whole or not at all; older ones of other tables stay until there are too many."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=target.parent, suffix=".part")
    os.close(handle)
    try:
        store = sqlite3.connect(partial)
        store.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES)
        countries: set[str] = set()
        for place, names in _read_rows(table, country):
            countries.update([place[5]] if place[5] else [])
            store.execute("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,NULL)", place)
            store.executemany(
                "INSERT INTO name VALUES (?,?,?,?,?,?)", [fold_row(place[0], *n) for n in names]
            )
        store.executescript(INDEXES)
        write_about(
            store,
            {"form": FORM, "file": table.name, "digest": digest, "countries": sorted(countries),
             "read_as": "pack", "kinds": {}},
        )  # fmt: skip
        store.close()
        os.replace(partial, target)
    finally:
        Path(partial).unlink(missing_ok=True)
    for old in sorted(target.parent.glob("*.sqlite"), key=lambda one: one.stat().st_mtime)[:-_KEPT]:
        old.unlink(missing_ok=True)


def _read_rows(table: Path, country: str | None) -> Iterator[tuple[tuple, list[tuple[str, str]]]]:
    """Each row as a place and its spellings by language; a mistake names file and line."""
    seen: set[str] = set()
    with table.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        lacking = [column for column in ("pcode", "name", "kind") if column not in (reader.fieldnames or ())]
        if lacking:
            raise SijillError(
                f"the first line has no column `{lacking[0]}`", where=f"{table}:1",
                remedy=f"begin it with {','.join(_COLUMNS)},names_en",
            )  # fmt: skip
        for row in reader:
            where = f"{table}:{reader.line_num}"
            key, name, kind = (" ".join((row[column] or "").split()) for column in ("pcode", "name", "kind"))
            if not key or not name or key in seen:
                problem = (
                    f"the code {key!r} is used twice" if key in seen else "this row has no code or no name"
                )
                raise SijillError(problem, where=where, remedy="give each row a code of its own and a name")
            if kind not in KINDS["places"]:
                raise SijillError(f"{kind!r} is no kind of place", where=where, remedy="see docs/packs.md")
            seen.add(key)
            lat, lon = (_read_number(row.get(column), where) for column in ("lat", "lon"))
            people = int(_read_number(row.get("population"), where) or 0)
            names = {name: "en"}
            for column, spelt in row.items():
                if column and column.startswith("names_"):
                    names |= {one: column[6:] for one in (spelt or "").split("|") if one and one not in names}
            yield (
                (
                    f"pc-{key}",
                    name,
                    kind,
                    lat,
                    lon,
                    row.get("country") or country,
                    people,
                    row.get("parent") or None,
                    key,
                ),
                list(names.items()),
            )


def _read_number(text: str | None, where: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError as error:
        raise SijillError(f"{text!r} is no number", where=where, remedy="write it with digits") from error
