"""Imported gazetteers as local files: one SQLite file an import, opened for reading, listed, removed."""

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import shapely

from sijill.errors import SijillError
from sijill.model import Frozen
from sijill.names import bare_name, name_key, sound_key
from sijill.packs import Alias, Place

# The form of the files; a file of another form is not read.
FORM = 1
TABLES = """
CREATE TABLE place (id TEXT PRIMARY KEY, name TEXT, kind TEXT, lat REAL, lon REAL, country TEXT, population INTEGER,
                    parent TEXT, pcode TEXT, geometry BLOB) WITHOUT ROWID;
CREATE TABLE name (place TEXT, name TEXT, language TEXT, bare TEXT, sound TEXT, key TEXT);
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT);
"""
INDEXES = """
CREATE INDEX name_bare ON name(bare); CREATE INDEX name_sound ON name(sound) WHERE sound != '';
CREATE INDEX name_key ON name(key) WHERE key != ''; CREATE INDEX place_pcode ON place(pcode) WHERE pcode IS NOT NULL;
CREATE INDEX name_place ON name(place);
"""


class Spelling(Frozen):
    """A name of an imported place as it stands in the import."""

    place: Place
    alias: Alias
    population: int = 0


class GazetteerFile:
    """One import, open for reading. `about` says where it came from and what it holds."""

    def __init__(self, path: Path):
        self.path, self.name = path, path.stem
        self._kinds: dict[str, str] | None = None
        self._store = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
        try:
            self.about: dict[str, Any] = {
                key: json.loads(value) for key, value in self._store.execute("SELECT key, value FROM about")
            }
        except (sqlite3.DatabaseError, ValueError) as error:
            raise SijillError(
                "is not a gazetteer that was imported",
                where=str(path),
                remedy=f"remove it, or import it again ({error})",
            ) from error
        if self.about.get("form") != FORM:
            raise SijillError(
                "was imported by another version of sijill", where=str(path), remedy="import its file again"
            )

    @property
    def digest(self) -> str:
        """The SHA-256 of what was imported and how."""
        return self.about["digest"]

    @property
    def countries(self) -> frozenset[str]:
        """ISO codes of the countries that it has places of."""
        return frozenset(self.about["countries"])

    def find(self, name: str, how: str = "bare") -> list[Spelling]:
        """The places of that name: `bare` as spelt but for articles, `sound` as it sounds, `key` of its consonants."""
        wanted = {"bare": bare_name, "sound": sound_key, "key": name_key}[how](name)
        if not wanted:
            return []
        rows = self._store.execute(
            "SELECT n.name, n.language, p.id, p.name, p.kind, p.lat, p.lon, p.country, p.population, p.parent, p.pcode"
            f" FROM name n JOIN place p ON p.id = n.place WHERE n.{how} = ? AND n.{how} != ''"
            " ORDER BY p.population DESC, p.id LIMIT 60",
            (wanted,),
        )
        return [
            Spelling(place=_make(row[2:]), alias=Alias(name=row[0], language=row[1]), population=row[8])
            for row in rows
        ]

    def get(self, place_id: str) -> Place | None:
        """The place with that id."""
        return self._get("id", place_id)

    def get_by_pcode(self, pcode: str) -> Place | None:
        """The place with that P-code."""
        return self._get("pcode", pcode)

    def _get(self, column: str, value: str) -> Place | None:
        row = self._store.execute(
            "SELECT id, name, kind, lat, lon, country, population, parent, pcode FROM place"
            f" WHERE {column} = ? ORDER BY id LIMIT 1",
            (value,),
        ).fetchone()
        return _make(row) if row else None

    def list_names(self, place_id: str) -> list[tuple[str, str]]:
        """All spellings of a place with their languages."""
        return list(
            self._store.execute("SELECT name, language FROM name WHERE place = ? ORDER BY rowid", (place_id,))
        )

    def get_area(self, place_id: str) -> dict[str, Any] | None:
        """The boundary of a place as GeoJSON, where the import has one."""
        row = self._store.execute("SELECT geometry FROM place WHERE id = ?", (place_id,)).fetchone()
        return json.loads(shapely.to_geojson(shapely.from_wkb(row[0]))) if row and row[0] else None

    @cached_property
    def _areas(self) -> tuple[list[str], shapely.STRtree]:
        rows = self._store.execute(
            "SELECT id, geometry FROM place WHERE geometry IS NOT NULL ORDER BY id"
        ).fetchall()
        return [row[0] for row in rows], shapely.STRtree(shapely.from_wkb([row[1] for row in rows]))

    def find_containing(self, lat: float, lon: float) -> list[Place]:
        """The units of the import whose boundary holds a point."""
        ids, tree = self._areas
        if not ids:
            return []
        found = tree.query(shapely.Point(lon, lat), predicate="intersects")
        return [place for k in sorted(found) if (place := self.get(ids[k]))]

    @cached_property
    def areas_by_id(self) -> dict[str, shapely.Geometry]:
        """The boundaries by the ids of their places."""
        ids, tree = self._areas
        return dict(zip(ids, tree.geometries, strict=True))

    def list_areas_within(self, box: Sequence[float], kinds: Sequence[str]) -> list[tuple[str, str]]:
        """(id, kind) of the units of these kinds whose boundary meets a box (west, south, east, north)."""
        ids, tree = self._areas
        if not ids or not kinds:
            return []
        if self._kinds is None:
            self._kinds = dict(self._store.execute("SELECT id, kind FROM place WHERE geometry IS NOT NULL"))
        met = [ids[k] for k in tree.query(shapely.box(*box))]
        found = [(key, self._kinds[key]) for key in met if self._kinds[key] in kinds]
        return sorted(found, key=lambda pair: (kinds.index(pair[1]), pair[0]))

    def list_places(self, kinds: Sequence[str], limit: int) -> list[tuple[str, str, float, float]]:
        """(id, name, lat, lon) of the places of these kinds that have a position, the most populous first."""
        marks = ", ".join("?" * len(kinds))
        return self._store.execute(
            f"SELECT id, name, lat, lon FROM place WHERE kind IN ({marks}) AND lat IS NOT NULL AND lon IS NOT NULL"
            " ORDER BY coalesce(population, 0) DESC, name, id LIMIT ?",
            (*kinds, limit),
        ).fetchall()

    def list_ids(self, countries: frozenset[str] = frozenset()) -> Iterator[str]:
        """The ids of all its places, or of those of some countries."""
        rows = self._store.execute("SELECT id, country FROM place ORDER BY id")
        return (row[0] for row in rows if not countries or row[1] in countries)

    def close(self) -> None:
        self._store.close()


def _make(row: tuple) -> Place:
    place_id, name, kind, lat, lon, country, _, parent, pcode = row
    return Place(
        id=place_id, name=name, kind=kind, lat=lat, lon=lon, country=country, parent=parent, pcode=pcode,
        area=kind in ("country", "governorate", "district", "subdistrict", "region", "area"), source="imported",
    )  # fmt: skip


def find_folder() -> Path:
    """Where imports are kept: $SIJILL_GAZETTEERS, else `sijill/gazetteers` in the user's data folder."""
    named = os.environ.get("SIJILL_GAZETTEERS")
    base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
    return Path(named) if named else base / "sijill" / "gazetteers"


def list_gazetteers(folder: Path | None = None) -> list[Path]:
    """The files of imports in a folder, by name."""
    folder = folder or find_folder()
    return sorted(folder.glob("*.sqlite")) if folder.is_dir() else []


def remove_gazetteer(name: str, folder: Path | None = None) -> Path:
    """The import of that name is gone; records that were built with it keep what they hold."""
    folder = folder or find_folder()
    path = folder / f"{name}.sqlite"
    if not path.is_file():
        known = ", ".join(one.stem for one in list_gazetteers(folder)) or "none"
        raise SijillError(
            f"there is no imported gazetteer {name!r}", where=str(folder), remedy=f"there are: {known}"
        )
    path.unlink()
    return path


def open_imports(country: str | None = None, folder: Path | None = None) -> tuple[GazetteerFile, ...]:
    """All imports that have places of a country, or, without one, all; each file is opened once a process and state."""
    stated = tuple((str(p), p.stat().st_mtime_ns, p.stat().st_size) for p in list_gazetteers(folder))
    files = _open_all(stated)
    return tuple(one for one in files if country is None or not one.countries or country in one.countries)


@lru_cache(maxsize=4)
def _open_all(stated: tuple[tuple[str, int, int], ...]) -> tuple[GazetteerFile, ...]:
    return tuple(GazetteerFile(Path(path)) for path, _, _ in stated)
