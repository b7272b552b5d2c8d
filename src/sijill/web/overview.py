"""The map, the timeline and the facets of one filter, counted by the database: no incident is read for them."""

import json
import math
from datetime import date
from typing import Any

from ..model import Frozen, replace
from ..record.served import ServedRecord
from .marks import keep
from .query import MANY, Query

MOST_SPOTS = (
    3000  # marks sent one by one; of more, those that a screen could not tell apart are counted together
)
MOST_AREAS = 400
FEW_SPOTS = 400  # in what the map shows: then the marks themselves are sent, however many there are elsewhere
WORLD = 512  # pixels of the world's width at zoom 0, as MapLibre counts them
HEXAGON = 34  # pixels from the middle of a cell to its corners at a whole zoom
DEEPEST = 18  # zoom below which cells get no smaller
COLUMN = 1_000_000_000  # a cell's key is its column times this and its row
FACETS = ("kind", "side", "place", "source", "grade", "status", "language")
SHORTEST_FACET = 12  # entries of a facet shown at first
MARK = (
    "any_value(label) AS label, avg(lat) AS lat, avg(lon) AS lon, {by} AS g, count(*) AS n,"
    " bool_and(coalesce(precision, 1) <= 2 AND geometry IS NULL) AS exact, max(km) AS km, min(key) AS key, min(spot) AS spot"
)
# The middles of hexagons are the points of two lattices of rectangles, one set between those of the other: a place is in
# the cell of the nearer one. The grid is that of the map's own projection, so that all cells look alike on it.
CELLED = (
    "FROM (SELECT *, CAST(CASE WHEN da <= db THEN 2 * ax ELSE 2 * bx + 1 END AS BIGINT) * 1000000000"
    " + CAST(CASE WHEN da <= db THEN 2 * ay ELSE 2 * b_y + 1 END AS BIGINT) AS cell"
    " FROM (SELECT *, pow(mx - ax * {wide}, 2) + pow(my - ay * {high}, 2) AS da,"
    " pow(mx - (bx + 0.5) * {wide}, 2) + pow(my - (b_y + 0.5) * {high}, 2) AS db"
    " FROM (SELECT marks.*, round(mx / {wide}) AS ax, round(my / {high}) AS ay,"
    " floor(mx / {wide}) AS bx, floor(my / {high}) AS b_y {inside})))"
)
JOINED = "FROM {kept} kept JOIN memory.main.marks marks ON marks.id = kept.id"


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
    cell: bool = False  # a hexagon: what is in it lies too close to be told apart at this zoom


class Cells(Frozen):
    """How hexagons are drawn, where there are too many marks: the zoom they are of, their size in pixels there."""

    zoom: int
    pixels: int
    drawn: bool  # False where what the map shows is few enough to be drawn one by one
    box: tuple[
        float, float, float, float
    ]  # west, south, east and north of all marks, also of those not shown


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
    return count_total(record, replace(query, filters=filters)) - count_total(record, query)


def count_facets(record: ServedRecord, query: Query) -> dict[str, list[tuple[str, int]]]:
    """For each facet its values with the number of incidents that choosing each would show, the most first.

    A facet's own choices do not narrow its own counts, so that a second value can be chosen.
    """
    counts = {}
    for name in FACETS:
        filters = replace(query.filters, **{MANY[name]: ()})
        kept = keep(record, replace(query, filters=filters))
        counts[name] = _count_facet(record, name, kept)
    return counts


def _count_facet(record: ServedRecord, name: str, kept: str) -> list[tuple[str, int]]:
    joined = JOINED.format(kept=kept)
    queries = {
        "kind": f"SELECT kind, count(*) {joined} GROUP BY 1",
        "grade": f"SELECT grade, count(*) {joined} GROUP BY 1",
        "status": f"SELECT status, count(*) {joined} GROUP BY 1",
        "place": f"SELECT place, count(*) {joined} WHERE place IS NOT NULL AND place_label IS NOT NULL GROUP BY 1",
        "side": f"SELECT side, count(*) FROM (SELECT DISTINCT incident, side FROM memory.main.parties JOIN {kept} kept"
        " ON kept.id = incident WHERE side IS NOT NULL) GROUP BY 1",
        "source": f"SELECT publisher, count(*) FROM (SELECT DISTINCT incident, publisher FROM memory.main.seen JOIN {kept} kept"
        " ON kept.id = incident WHERE publisher IS NOT NULL) GROUP BY 1",
        "language": f"SELECT language, count(*) FROM (SELECT DISTINCT incident, language FROM memory.main.seen JOIN {kept} kept"
        " ON kept.id = incident) GROUP BY 1",
    }
    return [(value, count) for value, count in record.run(f"{queries[name]} ORDER BY 2 DESC, 1 LIMIT 200")]


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
    """The marks of the map, whatever mark is chosen; of too many, hexagons that depend on what the map shows."""
    inside = f"{JOINED.format(kept=keep(record, replace(query, spot='')))} WHERE spot IS NOT NULL"
    values: tuple[float, ...] = ()
    spots, *whole = record.run(
        f"SELECT approx_count_distinct(spot), min(lon), min(lat), max(lon), max(lat) {inside}"
    )[0]
    if spots <= MOST_SPOTS:
        return _read_marks(record, f"SELECT spot AS k, {MARK.format(by=by)} {inside}", values), None
    level = max(0, min(math.floor(2 if zoom is None else zoom), DEEPEST))
    radius = HEXAGON / (WORLD * 2**level)
    if box:
        inside += " AND lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?"
        values = _widen(box, radius)
    drawn = not box or record.run(f"SELECT approx_count_distinct(spot) {inside}", values)[0][0] > FEW_SPOTS
    cells = Cells(zoom=level, pixels=HEXAGON, drawn=drawn, box=tuple(whole))
    if not drawn:
        return _read_marks(record, f"SELECT spot AS k, {MARK.format(by=by)} {inside}", values), cells
    wide, high = math.sqrt(3) * radius, 3 * radius
    celled = CELLED.format(wide=wide, high=high, inside=inside)
    marks = _read_marks(record, f"SELECT cell AS k, {MARK.format(by=by)} {celled}", values)
    return [_place_in_cell(mark, wide, high) for mark in marks], cells


def _read_marks(record: ServedRecord, each: str, values: tuple[float, ...]) -> list[Spot]:
    """One mark a key `k`, counted by group."""
    rows = record.run(
        "SELECT k, max_by(label, n), avg(lat), avg(lon), sum(n), map_from_entries(list((g, n))), bool_and(exact), max(km),"
        f" min(key), min(spot) FROM ({each} GROUP BY k, g) GROUP BY k ORDER BY k",
        values,
    )
    return [
        Spot(
            id=spot if n == 1 else str(k),
            label=label or "",
            lat=round(lat, 5),
            lon=round(lon, 5),
            count=int(n),
            groups=dict(groups),
            exact=bool(exact),
            km=km,
            only=first if n == 1 else None,
        )
        for k, label, lat, lon, n, groups, exact, km, first, spot in rows
    ]


def _place_in_cell(mark: Spot, wide: float, high: float) -> Spot:
    """The mark of a cell in its middle; one incident alone stays where it is."""
    if mark.count == 1:
        return mark
    column, row = divmod(int(mark.id), COLUMN)
    x, y = column * wide / 2, row * high / 2
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))
    return replace(mark, id=f"cell:{column}:{row}", lat=round(lat, 5), lon=round(x * 360 - 180, 5), cell=True)


def _widen(box: tuple[float, ...], radius: float) -> tuple[float, float, float, float]:
    """West, east, south and north of a box with room for the cells that it cuts, so that each is counted whole."""
    edge = 2 * radius * 360
    return box[0] - edge, box[2] + edge, box[1] - edge, box[3] + edge


def list_areas(record: ServedRecord, query: Query) -> list[dict[str, Any]]:
    """The areas that incidents are known to, as GeoJSON features, those with most incidents first."""
    joined = JOINED.format(kept=keep(record, replace(query, spot="")))
    rows = record.run(
        f"SELECT spot, any_value(label), any_value(geometry), count(*) {joined} WHERE geometry IS NOT NULL AND spot IS NOT NULL"
        f" GROUP BY spot ORDER BY 4 DESC, 1 LIMIT {MOST_AREAS}"
    )
    return [
        {
            "type": "Feature",
            "geometry": json.loads(geometry),
            "properties": {"spot": spot, "label": label, "count": count},
        }
        for spot, label, geometry, count in rows
    ]
