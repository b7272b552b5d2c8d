"""From a download to an imported gazetteer: the file is told by what is in it, and made whole or not at all."""

import csv
import hashlib
import io
import json
import os
import re
import sqlite3
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import shapely
from shapely.geometry import shape

from sijill.errors import SijillError
from sijill.names import bare_name, name_key, sound_key
from sijill.packs.kinds import KINDS
from sijill.resolve.imports.boundaries import EXPECTED, read_units
from sijill.resolve.imports.dumps import FEATURE_COLUMNS, LEAST_NAME_COLUMNS, read_features, read_names
from sijill.resolve.imports.files import FORM, INDEXES, TABLES, GazetteerFile, find_folder, list_gazetteers
from sijill.resolve.imports.rows import Row

LANGUAGES = frozenset(
    {"en", "ar", "fa", "ku", "he", "tr", "ru", "uk", "fr", "es", "my", "am", "so", "sw", "pt", "de"}
)
_REMEDY = (
    f"import a GeoNames dump (SY.txt, allCountries.txt, alternateNamesV2.txt, zipped or not) or {EXPECTED}"
)
_STEP = 20_000  # rows between two words on progress
_LANGUAGE = re.compile(r"([a-z][\w-]{0,8})?")  # GeoNames also has "link", "fr_1793", "zh-Hant"
_NAME = re.compile(r"[\w.-]+")
Told = Callable[[int], None]


def import_gazetteer(
    path: str | Path,
    name: str | None = None,
    countries: frozenset[str] = frozenset(),
    kind: str | None = None,
    folder: Path | None = None,
    on_rows: Told | None = None,
) -> dict[str, Any]:
    """What the import made of the file says of itself; an import of the same name is replaced by the new one.

    `countries` (ISO codes) limits a dump of the world; `kind` overrules what the places of a table are taken for.
    A file of alternate names adds to the GeoNames imports that there are.
    """
    path, folder = Path(path), folder or find_folder()
    told = on_rows or (lambda _: None)
    if path.is_dir():
        raise SijillError("is a folder", where=str(path), remedy="name one of the files in it")
    if not path.is_file():
        raise SijillError("there is no such file", where=str(path), remedy="name a file that you downloaded")
    if kind is not None and kind not in KINDS["places"]:
        raise SijillError(f"{kind!r} is no kind of place", remedy="use one of " + ", ".join(KINDS["places"]))
    name = name or re.sub(r"[^\w.-]+", "-", path.name.split(".")[0])
    if not _NAME.fullmatch(name):
        raise SijillError(
            f"{name!r} cannot be the name of an import", remedy="use letters, digits and hyphens"
        )
    form = tell_form(path)
    if form == "names":
        return _add_names(path, folder, countries, told)
    rows: Iterator[Row | None]
    with open_text(path) as text:
        if form == "features":
            rows = read_features(enumerate(text, 1), str(path), countries)
        elif form == "geojson":
            rows = read_units(_read_geojson(text, path), str(path), kind)
        else:
            rows = read_units(_read_table(text, path), str(path), kind)
        if countries and form != "features":
            rows = _keep_countries(rows, countries, str(path))
        return _make_file(rows, path, folder / f"{name}.sqlite", (form, sorted(countries), kind), told)


def tell_form(path: Path) -> str:
    """What the file holds, by its beginning: `features` or `names` of GeoNames, `geojson`, or a `table`."""
    with open_text(path) as text:
        start = text.read(200_000)
    if start.lstrip("\ufeff \n\r\t").startswith("{"):
        return "geojson"
    lines = start.splitlines() or [""]
    for line in lines[:2]:  # the first may be a header
        cells = line.split("\t")
        if len(cells) == FEATURE_COLUMNS and cells[0].isdigit():
            return "features"
        numbered = len(cells) >= LEAST_NAME_COLUMNS and all(cell.isdigit() for cell in cells[:2])
        if numbered and _LANGUAGE.fullmatch(cells[2]):
            return "names"
    line = lines[0]
    tabs = line.count("\t") + 1
    if tabs == 1 and "," not in line and ";" not in line:
        raise SijillError(
            "is neither a table, a GeoJSON nor a GeoNames dump", where=str(path), remedy=_REMEDY
        )
    return "table"


@contextmanager
def open_text(path: Path) -> Iterator[TextIO]:
    """The text of a file, or of the one file in a zip that holds the data."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                inner = [
                    one for one in archive.namelist()
                    if one.lower().endswith((".txt", ".csv", ".geojson", ".json")) and "readme" not in one.lower()
                ]  # fmt: skip
                inner = [one for one in inner if not one.lower().startswith("iso-language")] or inner
                if len(inner) != 1:
                    raise SijillError(
                        f"this zip holds {len(inner)} tables",
                        where=str(path),
                        remedy="unpack it and import one of its files",
                    )
                with archive.open(inner[0]) as raw:
                    yield io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        else:
            with path.open("rb") as raw:
                start = raw.read(4)
            if start == b"PK\x03\x04":
                raise zipfile.BadZipFile("it ends too early")
            if start[:2] == b"\x1f\x8b":
                raise SijillError("is packed with gzip", where=str(path), remedy="unpack it first")
            with path.open(encoding="utf-8-sig", newline="") as text:
                yield text
    except UnicodeDecodeError as error:
        raise SijillError("is not text in UTF-8", where=str(path), remedy=_REMEDY) from error
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise SijillError(
            f"is a zip that cannot be read ({error})", where=str(path), remedy="download it again"
        ) from error


def _read_table(text: TextIO, path: Path) -> Iterator[tuple[int, dict[str, Any], None]]:
    first = text.readline()
    delimiter = max(",;\t", key=first.count)
    header = next(csv.reader([first], delimiter=delimiter), [])
    reader = csv.DictReader(text, fieldnames=header, delimiter=delimiter)
    for cells in reader:
        number = reader.line_num + 1  # the header was read before
        more = cells.pop(None, [])  # type: ignore[call-overload]
        if any(str(value or "").startswith("#") for value in cells.values()):
            continue  # a row of HXL tags
        if any(one.strip() for one in more):
            raise SijillError(
                f"this row has {len(header) + len(more)} cells and the header {len(header)}",
                where=f"{path}, row {number}",
                remedy="complete the header, or put text that holds a comma in quotes",
            )
        yield number, cells, None


def _keep_countries(
    rows: Iterator[Row | None], countries: frozenset[str], where: str
) -> Iterator[Row | None]:
    """The rows of these countries, None for each of another; a table that does not tell countries cannot be limited."""
    for row in rows:
        if row is not None and row.country is None:
            raise SijillError(
                f"no country can be read off the P-code of {row.name!r}",
                where=where,
                remedy="leave out --country, or give the table a column ADM0_PCODE",
            )
        yield row if row is None or row.country in countries else None


def _read_geojson(text: TextIO, path: Path) -> Iterator[tuple[int, dict[str, Any], dict[str, Any] | None]]:
    try:
        found = json.load(text)
    except ValueError as error:
        raise SijillError(f"is no GeoJSON: {error}", where=str(path), remedy=_REMEDY) from error
    features = found.get("features") if isinstance(found, dict) else None
    if not isinstance(features, list) or not features:
        raise SijillError("is JSON without features", where=str(path), remedy=_REMEDY)
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            raise SijillError(
                "this feature has no properties", where=f"{path}, feature {number}", remedy=_REMEDY
            )
        yield number, feature["properties"], feature.get("geometry")


def _make_file(
    rows: Iterator[Row | None], path: Path, target: Path, how: tuple, told: Told
) -> dict[str, Any]:
    target.parent.mkdir(parents=True, exist_ok=True)
    replaced = _tell_replaced(target)
    handle, partial = tempfile.mkstemp(dir=target.parent, suffix=".part")
    os.close(handle)
    try:
        store = sqlite3.connect(partial)
        store.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + TABLES)
        counts = _write_rows(store, rows, told)
        if not counts["places"]:
            raise SijillError(
                "holds no place that could be used", where=str(path),
                remedy="look at --country, or " + _REMEDY,
            )  # fmt: skip
        store.execute(
            "UPDATE place SET parent = (SELECT o.id FROM place o WHERE o.pcode = place.parent) WHERE parent LIKE 'adm:%'"
        )
        store.execute("UPDATE place SET pcode = NULL WHERE pcode LIKE 'adm:%'")
        store.executescript(INDEXES)
        seen = store.execute("SELECT DISTINCT country FROM place WHERE country IS NOT NULL ORDER BY country")
        about = {
            "form": FORM, "file": path.name, "sha256": _hash(path), "read_as": how[0], "countries": [r[0] for r in seen],
            "imported": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), **counts,
            "kinds": dict(store.execute("SELECT kind, count(*) FROM place GROUP BY kind ORDER BY 2 DESC, 1")),
        }  # fmt: skip
        about["digest"] = hashlib.sha256(json.dumps([about["sha256"], *how, FORM]).encode()).hexdigest()
        write_about(store, about)
        store.close()
        os.replace(partial, target)
    finally:
        Path(partial).unlink(missing_ok=True)
    return {"name": target.stem, "path": str(target), **about, "replaces": replaced}


def _tell_replaced(target: Path) -> dict[str, str] | None:
    """The file and day of the import that one of the same name takes the place of."""
    if not target.is_file():
        return None
    try:
        older = GazetteerFile(target)
    except SijillError:  # of another version of sijill, or damaged: replacing it is the remedy
        return {"file": target.name, "imported": ""}
    older.close()
    return {"file": older.about["file"], "imported": older.about["imported"]}


def _write_rows(store: sqlite3.Connection, rows: Iterator[Row | None], told: Told) -> dict[str, int]:
    counts = {"places": 0, "names": 0, "left_out": 0, "boundaries": 0}
    for number, row in enumerate(rows, 1):
        if number % _STEP == 0:
            told(number)
        if row is None:
            counts["left_out"] += 1
            continue
        geometry = shapely.to_wkb(shape(row.geometry)) if row.geometry else None
        before = store.execute("SELECT geometry, lat FROM place WHERE id = ?", (row.id,)).fetchone()
        if before is None or (before[1] is None and row.lat is not None) or (geometry and before[0] is None):
            counts["places"] += before is None
            counts["boundaries"] += geometry is not None
            if before is not None:
                store.execute("DELETE FROM name WHERE place = ?", (row.id,))
            store.execute(
                "INSERT OR REPLACE INTO place VALUES (?,?,?,?,?,?,?,?,?,?)",
                (
                    row.id,
                    row.name,
                    row.kind,
                    row.lat,
                    row.lon,
                    row.country,
                    row.population,
                    row.parent,
                    row.pcode,
                    geometry,
                ),
            )
            store.executemany(
                "INSERT INTO name VALUES (?,?,?,?,?,?)", [fold_row(row.id, *one) for one in row.names]
            )
    counts["names"] = store.execute("SELECT count(*) FROM name").fetchone()[0]
    return counts


def fold_row(place: str, name: str, language: str) -> tuple:
    """A row of the table of names: the spelling as it is, without articles, as it sounds, and its consonants."""
    sounds = language not in ("ar", "fa", "ur", "ru", "uk")
    return place, name, language, bare_name(name), sound_key(name) if sounds else "", name_key(name)


def _add_names(path: Path, folder: Path, countries: frozenset[str], told: Told) -> dict[str, Any]:
    """Spellings for the GeoNames imports of a folder (of these countries), each file replaced by one that has them."""
    files = [one for one in map(GazetteerFile, list_gazetteers(folder)) if one.about["read_as"] == "features"]
    if not files:
        raise SijillError(
            "has names for places of GeoNames, and none are imported yet", where=str(path),
            remedy="import a country's dump (SY.txt) first, then these names",
        )  # fmt: skip
    known = {place: one.name for one in files for place in one.list_ids(countries)}
    found: dict[str, list[tuple[str, str, str]]] = {one.name: [] for one in files}
    with open_text(path) as text:
        for number, (place, name, language) in enumerate(
            read_names(enumerate(text, 1), str(path), LANGUAGES), 1
        ):
            if number % _STEP == 0:
                told(number)
            if place in known:
                found[known[place]].append((place, name, language))
    added = 0
    for one in files:
        added += _extend(one, found[one.name], _hash(path))
    return {
        "name": ", ".join(one.name for one in files),
        "read_as": "names",
        "names": added,
        "file": path.name,
    }


def _extend(file: GazetteerFile, names: list[tuple[str, str, str]], digest: str) -> int:
    handle, partial = tempfile.mkstemp(dir=file.path.parent, suffix=".part")
    os.close(handle)
    try:
        Path(partial).write_bytes(file.path.read_bytes())
        store = sqlite3.connect(partial)
        there = set(store.execute("SELECT place, name FROM name"))
        fresh = [one for one in dict.fromkeys(names) if one[:2] not in there]
        store.executemany("INSERT INTO name VALUES (?,?,?,?,?,?)", [fold_row(*one) for one in fresh])
        about = {**file.about, "names": file.about["names"] + len(fresh)}
        about["digest"] = hashlib.sha256(json.dumps([file.digest, digest]).encode()).hexdigest()
        store.execute("DELETE FROM about")
        write_about(store, about)
        store.close()
        file.close()
        os.replace(partial, file.path)
    finally:
        Path(partial).unlink(missing_ok=True)
    return len(fresh)


def write_about(store: sqlite3.Connection, about: dict[str, Any]) -> None:
    """What a gazetteer says of itself is kept in it."""
    store.executemany(
        "INSERT INTO about VALUES (?, ?)", [(key, json.dumps(value)) for key, value in about.items()]
    )
    store.commit()


def _hash(path: Path) -> str:
    with path.open("rb") as data:
        return hashlib.file_digest(data, "sha256").hexdigest()
