"""The map, the timeline and the facets of one filter, counted by the database: no incident is read for them."""

import json
import math
from datetime import date
from typing import Any

from ..model import Frozen, replace
from ..publish.cells import draw_outline, find_middle, measure_edge, name_cell, pick_resolution
from ..record.served import ServedRecord
from .marks import count_matching, keep
from .query import MANY, Query

MOST_SPOTS = (
    3000  # marks sent one by one; of more, those that a screen could not tell apart are counted together
)
MOST_AREAS = 400
FEW_SPOTS = 400  # in what the map shows: then the marks themselves are sent, however many there are elsewhere
FACETS = ("kind", "side", "place", "source", "grade", "status", "language")
COLUMNS = {  # facets that are columns of the incidents
    "kind": "marks.kind",
    "grade": "marks.grade",
    "status": "marks.status",
    "place": "CASE WHEN place_label IS NOT NULL THEN marks.place END",
}
THROUGH = {"side": ("sided", "side"), "source": ("printed", "publisher"), "language": ("worded", "language")}
LONGEST_FACET = 200  # entries of a facet
SHORTEST_FACET = 12  # entries of a facet shown at first
JOINED = "FROM {kept} kept JOIN memory.main.marks marks ON marks.id = kept.id"
SPOTTED = (
    "SELECT spot_no, {by} AS g, count(*) AS n, (sum(count(*)) OVER (PARTITION BY spot_no), -spot_no) AS most,"
    " any_value(key) AS key, max(km) AS km, bool_and(coalesce(precision, 1) <= 2 AND geometry IS NULL) AS exact {joined}"
    " WHERE spot_no IS NOT NULL GROUP BY 1, 2"
)
DATE_LINE = "(lon BETWEEN ? AND ? OR lon + 360 BETWEEN ? AND ? OR lon - 360 BETWEEN ? AND ?)"


class Spot(Frozen):
    """One mark of the map: where, what it is called, and how many incidents of each group are there."""

    id: str
    label: str
    lat: float
    lon: float
    count: int
    groups: dict[str, int]
    exact: bool
    km: float | None = None
    only: str | None = None  # the id of the incident where it is the only one
    h3: str | None = None  # where there are too many to tell apart: the cell that it is in
    outline: list[list[float]] | None = None  # a cell's corners, where the mark is all that is in it


class Cells(Frozen):
    """The cells of H3 that are counted where there are too many marks."""

    resolution: int
    edge_km: float  # the mean edge of cells of this resolution
    drawn: bool  # False where what the map shows is few enough to be drawn one by one
    box: tuple[
        float, float, float, float
    ]  # west, south, east and north of all marks, also of those not shown; east is past 180 across the date line


def count_total(record: ServedRecord, query: Query) -> int:
    """How many incidents the query asks for."""
    return record.run(f"SELECT count(*) FROM {keep(record, query)}")[0][0]


def find_page(record: ServedRecord, query: Query, size: int) -> tuple[list[str], int]:
    """The ids of the incidents on the query's page, and how many there are on all pages."""
    kept, total = keep(record, query), count_total(record, query)
    rows = record.run(
        f"SELECT key FROM (SELECT id FROM {kept} ORDER BY id LIMIT {size:d} OFFSET ?) part"
        " JOIN memory.main.marks marks ON marks.id = part.id ORDER BY marks.id",
        [query.offset],
    )
    return [row[0] for row in rows], total


def count_trays(record: ServedRecord, query: Query) -> dict[str, int]:
    """How many of the incidents have no day, and how many no position, whatever days and mark are chosen."""
    filters = replace(query.filters, since=None, until=None, on=None, undated=False, unplaced=False)
    kept = keep(record, Query(filters=filters))
    rows = record.run(
        f"SELECT count(*) FILTER (first IS NULL), count(*) FILTER (spot IS NULL) {JOINED.format(kept=kept)}"
    )
    return {"undated": rows[0][0], "unplaced": rows[0][1]}


def count_hidden(record: ServedRecord, query: Query) -> int:
    """How many incidents are left out for being plans, hypotheses or background."""
    if query.filters.include_background:
        return 0
    filters = replace(query.filters, include_background=True, include_unasserted=True)
    return count_matching(record, replace(query, filters=filters)) - count_total(record, query)


def count_facets(record: ServedRecord, query: Query) -> dict[str, list[tuple[str, int]]]:
    """For each facet its values with the number of incidents that choosing each would show, the most first.

    A facet's own choices do not narrow its own counts, so that a second value can be chosen.
    """
    tables = {}
    for name in FACETS:
        filters = replace(query.filters, **{MANY[name]: ()})
        tables[name] = keep(record, replace(query, filters=filters))
    counts = {}
    # Those that are columns of the incident are counted in one go, where they are of the same incidents.
    for table in dict.fromkeys(tables[name] for name in COLUMNS):
        counts |= _count_columns(record, [name for name in COLUMNS if tables[name] == table], table)
    for name, (through, column) in THROUGH.items():
        counts[name] = record.run(
            f"SELECT {column}, count(*) FROM memory.main.{through} JOIN {tables[name]} kept ON kept.id = incident"
            f" GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {LONGEST_FACET}"
        )
    return {name: counts[name] for name in FACETS}


def _count_columns(record: ServedRecord, names: list[str], table: str) -> dict[str, list[tuple[str, int]]]:
    """The values of some columns of the incidents of a table, each with how many have it, the most first."""
    listed, sets = ", ".join(names), ", ".join(f"({name})" for name in names)
    columns = ", ".join(f"{COLUMNS[name]} AS {name}" for name in names)
    rows = record.run(
        f"SELECT * FROM (SELECT {listed}, count(*) AS n, grouping_id({listed}) AS which"
        f" FROM (SELECT {columns} {JOINED.format(kept=table)}) GROUP BY GROUPING SETS ({sets}))"
        f" QUALIFY row_number() OVER (PARTITION BY which ORDER BY n DESC, {listed}) <= {LONGEST_FACET + 1}"
        f" ORDER BY n DESC, {listed}"
    )
    counts: dict[str, list[tuple[str, int]]] = {name: [] for name in names}
    for *values, n, which in rows:
        # The bit of the one column that a row is grouped by is not set.
        at = next(k for k in range(len(names)) if not which >> (len(names) - 1 - k) & 1)
        if values[at] is not None and len(counts[names[at]]) < LONGEST_FACET:
            counts[names[at]].append((values[at], n))
    return counts


def count_days(record: ServedRecord, query: Query, by: str = "grp") -> dict[str, Any]:
    """The timeline: bars of incidents known to a day, by group or side, whatever days are chosen.

    Gives `bin` (day, week or month), `first`, `last` and `bars`: a list of the first day of each bar and its counts;
    `spans` is how many are known to longer than a bar, and so are in none.
    """
    filters = replace(query.filters, since=None, until=None, on=None, undated=False)
    kept = keep(record, replace(query, filters=filters))
    inside = f"{JOINED.format(kept=kept)} WHERE first IS NOT NULL AND length(first) = 10"
    values: tuple[str, ...] = ()
    if query.axis:
        inside += " AND last >= ? AND first <= ?"
        values = query.axis
    first, last, total = record.run(f"SELECT min(first), max(last), count(*) {inside}", values)[0]
    if query.axis:
        first, last = query.axis
    if not first:
        return {"bin": "day", "first": None, "last": None, "bars": [], "spans": 0}
    days = (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days + 1
    size = "day" if days <= 130 else "week" if days <= 900 else "month"
    cut = "first" if size == "day" else f"strftime(date_trunc('{size}', CAST(first AS DATE)), '%Y-%m-%d')"
    same = cut.replace("first", "last")
    # Grouped by day first: a calendar is worked out for some thousand days, not for every incident.
    rows = record.run(
        f"SELECT {cut} AS bar, {by}, sum(n) FROM (SELECT first, last, {by}, count(*) AS n {inside} GROUP BY 1, 2, 3)"
        f" WHERE {cut} = {same} GROUP BY 1, 2 ORDER BY 1, 2",
        values,
    )
    bars: dict[str, dict[str, int]] = {}
    for bar, group, count in rows:
        bars.setdefault(bar, {})[group] = int(count)
    drawn = sum(count for groups in bars.values() for count in groups.values())
    listed = [[bar, counts] for bar, counts in bars.items()]
    return {"bin": size, "first": first, "last": last, "bars": listed, "spans": total - drawn}


def list_marks(
    record: ServedRecord,
    query: Query,
    by: str = "grp",
    zoom: float | None = None,
    box: tuple[float, ...] | None = None,
) -> tuple[list[Spot], Cells | None]:
    """The marks of the map, whatever mark is chosen; of too many, cells of H3 by the zoom of what the map shows."""
    counted = _count_spots(record, replace(query, spot=""), by)
    joined = (
        f"FROM {counted} counted JOIN memory.main.spots spots ON spots.spot_no = counted.spot_no"
        " JOIN memory.main.cells cells ON cells.spot_no = counted.spot_no"
    )
    spots, *ends = record.run(
        "SELECT count(DISTINCT spots.spot_no), min(lat), max(lat), min(lon), max(lon), min(lon + 360 * CAST(lon < 0 AS INTEGER)),"
        f" max(lon + 360 * CAST(lon < 0 AS INTEGER)) {joined}"
    )[0]
    if spots <= MOST_SPOTS:
        return _read_marks(record, f"SELECT spot AS k, * {joined}"), None
    resolution = pick_resolution(2 if zoom is None else zoom)
    values: tuple[float, ...] = ()
    if box:
        joined += f" WHERE lat BETWEEN ? AND ? AND {DATE_LINE}"
        values = _widen(box, measure_edge(resolution))
    drawn = not box or record.run(f"SELECT count(DISTINCT spots.spot_no) {joined}", values)[0][0] > FEW_SPOTS
    cells = Cells(
        resolution=resolution, edge_km=round(measure_edge(resolution), 3), drawn=drawn, box=_span(*ends)
    )
    if not drawn:
        return _read_marks(record, f"SELECT spot AS k, * {joined}", values), cells
    marks = _read_marks(record, f"SELECT cell{resolution} AS k, * {joined}", values)
    return [_place_in_cell(mark) for mark in marks], cells


def _count_spots(record: ServedRecord, query: Query, by: str) -> str:
    """The name of a table of this connection with how many incidents of each group are at each spot."""
    asked = (query.filters, by)
    if asked not in record.kept:
        record.kept[asked] = f"counted_{len(record.kept)}"
        spotted = SPOTTED.format(by=by, joined=JOINED.format(kept=keep(record, query)))
        record.run(f"CREATE OR REPLACE TEMP TABLE {record.kept[asked]} AS {spotted}")
    return record.kept[asked]


def _read_marks(record: ServedRecord, each: str, values: tuple[float, ...] = ()) -> list[Spot]:
    """One mark a key `k`, counted by group."""
    rows = record.run(
        "SELECT k, max_by(label, most), any_value(lat), any_value(lon), sum(n), map_from_entries(list((g, n))), bool_and(exact),"
        " max(km), any_value(key), any_value(spot) FROM (SELECT k, g, sum(n) AS n, max(most) AS most,"
        " max_by(label, most) AS label, any_value(lat) AS lat, any_value(lon) AS lon, bool_and(exact) AS exact,"
        " max(km) AS km, any_value(key) AS key,"
        f" any_value(spot) AS spot FROM ({each}) GROUP BY k, g) GROUP BY k ORDER BY k",
        values,
    )
    return [
        Spot(
            id=spot if n == 1 else str(k),
            label=label or "",
            lat=round(lat, 5),
            lon=round(lon, 5),
            count=int(n),
            groups={group: int(count) for group, count in groups.items()},
            exact=bool(exact),
            km=km,
            only=key if n == 1 else None,
            h3=None if isinstance(k, str) else name_cell(k),
        )
        for k, label, lat, lon, n, groups, exact, km, key, spot in rows
    ]


def _place_in_cell(mark: Spot) -> Spot:
    """The mark of a cell in its middle, with its outline; one incident alone stays where it is."""
    if mark.count == 1:
        return mark
    cell = int(mark.id)
    lat, lon = find_middle(cell)
    return replace(mark, id=mark.h3, lat=round(lat, 5), lon=round(lon, 5), outline=draw_outline(cell))


def _widen(box: tuple[float, ...], edge_km: float) -> tuple[float, ...]:
    """What the conditions on latitude and longitude ask for: the box with room for the cells that it cuts."""
    west, south, east, north = box
    high = 2 * edge_km / 111
    wide = high / max(math.cos(math.radians(min(max(abs(south), abs(north)) + high, 85))), 0.08)
    return (south - high, north + high, *(west - wide, east + wide) * 3)


def _span(
    south: float, north: float, west: float, east: float, other_west: float, other_east: float
) -> tuple[float, float, float, float]:
    """West, south, east and north of positions, across the date line where that is the narrower way.

    >>> _span(1, 2, -179, 179, 179, 181), _span(1, 2, 30, 40, 30, 40)
    ((179, 1, 181, 2), (30, 1, 40, 2))
    """
    if other_east - other_west < east - west:
        west, east = other_west, other_east
    return west, south, east, north


def list_areas(record: ServedRecord, query: Query) -> list[dict[str, Any]]:
    """The areas that incidents are known to, as GeoJSON features, those with most incidents first."""
    kept = keep(record, replace(query, spot=""))
    rows = record.run(
        f"SELECT spot, mode(label ORDER BY label), min_by(geometry, areas.id), count(*) FROM {kept} kept"
        f" JOIN memory.main.areas areas ON areas.id = kept.id GROUP BY spot ORDER BY 4 DESC, 1 LIMIT {MOST_AREAS}"
    )
    return [
        {
            "type": "Feature",
            "geometry": json.loads(geometry),
            "properties": {"spot": spot, "label": label, "count": count},
        }
        for spot, label, geometry, count in rows
    ]
