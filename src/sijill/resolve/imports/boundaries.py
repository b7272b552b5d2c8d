"""Tables and boundaries with P-codes, as OCHA offers them on HDX: a CSV or GeoJSON of one administrative level.

A row is of the deepest level that it gives; the units above it are read off its other columns. Names are filed by
their script, not by the column that they stand in: some editions have Arabic and English columns exchanged.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from shapely.errors import ShapelyError
from shapely.geometry import shape

from sijill.errors import SijillError
from sijill.resolve.imports.rows import LEVELS, Row, read_degrees, tell_script

_UNIT = re.compile(r"^(?:adm(?:in)?_?(?P<level>\d)|(?P<area>area))_?(?P<what>[a-z_]+)$")
_OWN_CODE = ("pcode", "p_code", "code")
_OWN_NAME = re.compile(r"^(?:name|nam)_?(?P<language>[a-z]{2})(?:_ref)?$|^name$")
_CODE_WORDS = frozenset({"pcode", "pcod", "p_code", "code"})
_EMPTY = frozenset({"<null>", "null", "none", "n/a", "nan", "-"})
_LATITUDE = ("latitude", "lat", "y", "center_lat", "bbox_lat", "y_coord")
_LONGITUDE = ("longitude", "lon", "long", "lng", "x", "center_lon", "bbox_lon", "x_coord")
EXPECTED = (
    "a table or GeoJSON of HDX with a column of P-codes (PCODE, or ADM1_PCODE, ADM2_PCODE …) "
    "and one of names (NAME_EN, or ADM1_EN …)"
)


class Columns:
    """Which column of a table says what: codes and names of each level, `own` being the row's own where it has some."""

    def __init__(self, header: Iterable[str], where: str):
        self.codes: dict[Any, str] = {}
        self.names: dict[Any, list[tuple[str, str]]] = {}
        self.lat = self.lon = None
        known = {column: _fold(column) for column in header}
        for column, plain in known.items():
            if plain in _OWN_CODE:
                self.codes.setdefault("own", column)
            elif named := _OWN_NAME.match(plain):
                self.names.setdefault("own", []).append((column, named["language"] or "en"))
            elif unit := _UNIT.match(plain):
                level = "area" if unit["area"] else int(unit["level"])
                self._note(level, column, unit["what"])
        self.lat = next((c for word in _LATITUDE for c, plain in known.items() if plain == word), None)
        self.lon = next((c for word in _LONGITUDE for c, plain in known.items() if plain == word), None)
        if not self.codes or not self.names:
            shown = ", ".join(list(known)[:12]) or "no column at all"
            raise SijillError(
                f"no P-codes and names among its columns ({shown})", where=where, remedy=f"import {EXPECTED}"
            )

    def _note(self, level: Any, column: str, what: str) -> None:
        if what in _CODE_WORDS:
            self.codes.setdefault(level, column)
            return
        language = re.fullmatch(r"(?:name_?)?(?P<language>[a-z]{2})?|name", what)
        if language:
            self.names.setdefault(level, []).append((column, language["language"] or "en"))

    def levels(self) -> list[Any]:
        """The levels that have a code, from the country down, an area between city and neighbourhood, the own one last."""
        order = {"area": 90, "own": 99}
        return sorted(self.codes, key=lambda level: order.get(level, level))


def read_units(
    rows: Iterable[tuple[int, dict[str, Any], dict[str, Any] | None]], where: str, kind: str | None
) -> Iterator[Row]:
    """The units of all rows, each once, those above before those within; `rows` are (number, cells, geometry)."""
    columns: Columns | None = None
    seen: dict[str, tuple] = {}
    for number, cells, geometry in rows:
        columns = columns or Columns(cells, where)
        levels = [level for level in columns.levels() if _cell(cells, columns.codes[level])]
        if not levels:
            raise SijillError(
                "this row has no P-code", where=f"{where}, row {number}", remedy="complete or remove it"
            )
        country = _find_country(cells, columns, levels)
        above = None
        for place, level in enumerate(levels):
            code = _cell(cells, columns.codes[level])
            last = place == len(levels) - 1
            if level != 0 and (last or code not in seen):
                row = _read_unit(cells, columns, (level, levels[place - 1] if place else None), where, number)
                row = _complete(row, above, country, kind if last else None)
                if last:
                    row = _put_on_map(row, cells, columns, geometry, f"{where}, row {number}")
                    told = (row.names, row.parent)
                    if seen.get(code) not in (None, ()) and seen[code] != told:
                        raise SijillError(
                            f"the P-code {code} stands for two places", where=f"{where}, row {number}",
                            remedy="give each its own code",
                        )  # fmt: skip
                    seen[code] = told
                else:
                    seen[code] = ()
                yield row
            above = f"pc-{code}" if level != 0 else None


def _read_unit(cells: dict, columns: Columns, level: tuple[Any, Any], where: str, number: int) -> Row:
    own, outer = level
    code = _cell(cells, columns.codes[own])
    names = {}
    for column, language in columns.names.get(own, ()):
        text = " ".join(_cell(cells, column).split())
        if text:
            script = tell_script(text, language)
            names.setdefault(text, "en" if script == "ar" and tell_script(text, "") == "" else script)
    if not names:
        raise SijillError(
            f"the place of P-code {code} has no name",
            where=f"{where}, row {number}",
            remedy="complete or remove the row",
        )
    latin = [name for name in names if tell_script(name, "") == ""]
    main = (latin or list(names))[0]
    return Row(
        id=f"pc-{code}", name=main, kind=_name_kind(own, outer), names=tuple(names.items()), pcode=code
    )


def _name_kind(level: Any, outer: Any) -> str:
    if level == "area":
        return "area"
    if level == "own":
        depth = outer if isinstance(outer, int) else 4 if outer == "area" else -1
        return (
            LEVELS[depth + 1]
            if 0 <= depth < len(LEVELS) - 1
            else "neighbourhood"
            if depth >= 4
            else "governorate"
        )
    return LEVELS[level] if level < len(LEVELS) else "neighbourhood"


def _complete(row: Row, above: str | None, country: str | None, kind: str | None) -> Row:
    return Row(
        id=row.id,
        name=row.name,
        kind=kind or row.kind,
        names=row.names,
        country=country,
        parent=above,
        pcode=row.pcode,
    )


def _put_on_map(row: Row, cells: dict, columns: Columns, geometry: dict | None, where: str) -> Row:
    point = (
        read_degrees(_cell(cells, columns.lat), _cell(cells, columns.lon))
        if columns.lat and columns.lon
        else None
    )
    if geometry:
        try:
            area = shape(geometry)
            centre = area.centroid if area.geom_type == "Point" else area.representative_point()
        except (ShapelyError, ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            raise SijillError(
                f"the geometry of {row.name!r} cannot be read ({error})",
                where=where,
                remedy="mend or remove the feature",
            ) from error
        point = point or (centre.y, centre.x)
        geometry = None if area.geom_type == "Point" else geometry
        if abs(centre.y) > 90 or abs(centre.x) > 180:
            raise SijillError(
                f"the geometry of {row.name!r} is not in degrees of longitude and latitude", where=where,
                remedy="export it in WGS 84 (EPSG:4326)",
            )  # fmt: skip
    if point is None and columns.lat and _cell(cells, columns.lat):
        raise SijillError(
            f"{row.name!r} has no point on the globe: {_cell(cells, columns.lat)!r}, {_cell(cells, columns.lon or '')!r}",
            where=where, remedy="give latitude and longitude in degrees",
        )  # fmt: skip
    return Row(
        id=row.id, name=row.name, kind=row.kind, names=row.names, country=row.country, parent=row.parent, pcode=row.pcode,
        lat=point[0] if point else None, lon=point[1] if point else None, geometry=geometry,
    )  # fmt: skip


def _find_country(cells: dict, columns: Columns, levels: list) -> str | None:
    """ISO's two letters: the code of level 0, or what the first P-code begins with."""
    codes = [_cell(cells, columns.codes[level]) for level in levels]
    found = next(
        (re.match(r"[A-Z]{2}(?=\d|$)", code) for code in codes if re.match(r"[A-Z]{2}(?=\d|$)", code)), None
    )
    return found.group() if found else None


def _cell(cells: dict, column: str | None) -> str:
    value = cells.get(column) if column else None
    text = "" if value is None else str(value).strip()
    return "" if text.lower() in _EMPTY else text


def _fold(column: str) -> str:
    plain = re.sub(r"[^A-Za-z0-9]+", "_", str(column).strip().lstrip("\ufeff#"))
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", plain).lower().strip("_")
