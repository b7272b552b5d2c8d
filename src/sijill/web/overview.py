"""The map, the timeline and the facets of one filter, counted by the database: no incident is read for them."""

import json
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
CELLS = 64  # cells across the world at zoom 0
FACETS = ("kind", "side", "place", "source", "grade", "status", "language")
SHORTEST_FACET = 12  # entries of a facet shown at first
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
    cell: bool = False  # several places that lie too close to be told apart at this zoom


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
) -> tuple[list[Spot], bool]:
    """The marks of the map, whatever mark is chosen, and whether they are cells that depend on the zoom."""
    inside = f"{JOINED.format(kept=keep(record, replace(query, spot='')))} WHERE spot IS NOT NULL"
    values: tuple[float, ...] = ()
    count = record.run(f"SELECT approx_count_distinct(spot) {inside}")[0][0]
    cells = count > MOST_SPOTS
    key = "spot"
    if cells:
        scale = CELLS * 2 ** max(0, min(int(zoom or 2), 16))
        x = f"CAST(floor((lon + 180) / 360 * {scale}) AS BIGINT)"
        y = f"CAST(floor((lat + 90) / 180 * {scale}) AS BIGINT)"
        key = f"{x} || ':' || {y}"
        if box:
            inside += " AND lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?"
            values = (box[0], box[2], box[1], box[3])
    text = (
        "SELECT k, any_value(label), avg(lat), avg(lon), sum(n), map_from_entries(list((g, n))), bool_and(exact), max(km),"
        " min(key), count(DISTINCT spot), min(spot)"
        f" FROM (SELECT {key} AS k, any_value(label) AS label, avg(lat) AS lat, avg(lon) AS lon, {by} AS g, count(*) AS n,"
        " bool_and(coalesce(precision, 1) <= 2 AND geometry IS NULL) AS exact, max(km) AS km, min(key) AS key,"
        f" min(spot) AS spot {inside} GROUP BY k, g) GROUP BY k ORDER BY k"
    )
    marks = []
    for k, label, lat, lon, n, groups, exact, km, first, different, spot in record.run(text, values):
        alone = not cells or (different == 1 and n == 1)
        marks.append(
            Spot(
                id=spot if alone else f"cell:{k}",
                label=label or "",
                lat=round(lat, 5),
                lon=round(lon, 5),
                count=int(n),
                groups=dict(groups),
                exact=bool(exact),
                km=km,
                only=first if n == 1 else None,
                cell=cells and n > 1,
            )
        )
    return marks, cells


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
