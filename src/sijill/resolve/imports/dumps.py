"""GeoNames dumps: tab-separated tables of features (`SY.txt`, `allCountries.txt`) and of names (`alternateNamesV2.txt`).

The columns are those of https://download.geonames.org/export/dump/readme.txt.
"""

from collections.abc import Iterator

from sijill.errors import SijillError
from sijill.resolve.imports.rows import Row, read_degrees, tell_script

FEATURE_COLUMNS, NAME_COLUMNS = 19, 10
LEAST_NAME_COLUMNS = 4  # id, place, language, name
_CITY, _TOWN = 50_000, 5_000  # people from which a settlement is filed as a city or a town
_SEATS = {"PPLC": "city", "PPLA": "city", "PPLA2": "town", "PPLX": "neighbourhood", "PPLL": "village"}
_GONE = frozenset({"PPLH", "PPLQ", "PPLW", "PPLCH"})  # settlements of history, abandoned, destroyed
_UNITS = {"ADM1": "governorate", "ADM2": "district", "ADM3": "subdistrict", "PCLI": "country"}
# Features that reports of fighting name; all others are left out.
_FEATURES = {
    "AIRB": "airbase", "AIRP": "airport", "AIRF": "airport", "DAM": "dam", "BDG": "bridge", "CMPRF": "camp",
    "CMPREF": "camp", "MILB": "base", "INSM": "base", "FT": "base", "HSP": "hospital", "PRN": "prison",
    "PSTB": "border_crossing", "UNIV": "university", "MKT": "market", "OILR": "factory", "OILF": "facility",
    "GASF": "facility", "RGN": "region", "AREA": "area", "OAS": "area", "MT": "mountain", "MTS": "mountains",
    "HLL": "mountain", "HLLS": "mountains", "ISL": "island", "STM": "river", "DSRT": "desert", "VAL": "area",
    "JCTN": "road", "RD": "road", "PSN": "facility", "PS": "facility",
}  # fmt: skip


def read_features(
    lines: Iterator[tuple[int, str]], where: str, countries: frozenset[str]
) -> Iterator[Row | None]:
    """The rows of a dump of features; None for each feature that is left out. `lines` are numbered from 1."""
    for number, line in lines:
        cells = line.rstrip("\r\n").split("\t")
        if number == 1 and not cells[0].isdigit() and len(cells) == FEATURE_COLUMNS:
            continue  # a header, which some editions have
        if len(cells) != FEATURE_COLUMNS:
            raise _bad_line(
                where, number, f"{len(cells)} columns where a GeoNames dump has {FEATURE_COLUMNS}"
            )
        yield _read_feature(cells, where, number, countries)


def _read_feature(cells: list[str], where: str, number: int, countries: frozenset[str]) -> Row | None:
    key, name, ascii_name, others, lat, lon, group, code, country = cells[:9]
    if countries and country not in countries:
        return None
    kind = _find_kind(group, code, cells[14])
    if kind is None:
        return None
    point = read_degrees(lat, lon)
    if point is None or not key.isdigit():
        raise _bad_line(where, number, f"no id and point in {key!r}, {lat!r}, {lon!r}")
    units = [country, *cells[10:13]]
    depth = {"country": 0, "governorate": 1, "district": 2, "subdistrict": 3}.get(kind, 4)
    spelt = dict.fromkeys(one for one in (name, ascii_name, *others.split(",")) if one.strip())
    return Row(
        id=f"gn-{key}",
        name=name,
        kind=kind,
        names=tuple((one.strip(), tell_script(one)) for one in spelt),
        lat=point[0],
        lon=point[1],
        country=country or None,
        population=int(cells[14]) if cells[14].isdigit() else 0,
        parent=make_unit_key(units[: min(depth, 4)]) if depth else None,
        pcode=make_unit_key(units[: depth + 1]) if group == "A" and 0 < depth < 4 else None,
    )


def make_unit_key(units: list[str]) -> str | None:
    """The key of the smallest unit that is given: country and codes of its divisions, `adm:SY.08.6`.

    >>> make_unit_key(["SY", "08", ""]), make_unit_key(["SY"])
    ('adm:SY.08', None)
    """
    given = [units[0]]
    for code in units[1:]:
        if not code or code == "00":
            break
        given.append(code)
    return "adm:" + ".".join(given) if len(given) > 1 else None


def _find_kind(group: str, code: str, population: str) -> str | None:
    if group == "P":
        if code in _GONE:
            return None
        people = int(population) if population.isdigit() else 0
        by_size = "city" if people >= _CITY else "town" if people >= _TOWN else "village"
        return by_size if code == "PPLA2" and people >= _CITY else _SEATS.get(code, by_size)
    if group == "A":
        return _UNITS.get(code)
    return _FEATURES.get(code)


def read_names(
    lines: Iterator[tuple[int, str]], where: str, languages: frozenset[str]
) -> Iterator[tuple[str, str, str]]:
    """(id, name, language) of a dump of alternate names, in the languages asked for; links, codes and history left out."""
    for number, line in lines:
        cells = line.rstrip("\r\n").split("\t")
        if number == 1 and not cells[0].isdigit() and len(cells) >= LEAST_NAME_COLUMNS:
            continue  # a header, which some editions have
        if len(cells) < LEAST_NAME_COLUMNS or not cells[1].isdigit():
            raise _bad_line(where, number, f"{len(cells)} columns where alternateNamesV2 has {NAME_COLUMNS}")
        language = cells[2]
        historic = len(cells) > 7 and cells[7] == "1"
        if historic or len(language) > 3 or (language and language not in languages):
            continue
        yield f"gn-{cells[1]}", cells[3], tell_script(cells[3], language or "en")


def _bad_line(where: str, number: int, what: str) -> SijillError:
    return SijillError(
        what,
        where=f"{where}, line {number}",
        remedy="import the file as GeoNames offers it (a country's .txt, allCountries.txt or alternateNamesV2.txt)",
    )
