"""The map, the timeline and the facets of one filter, counted by the database: no incident is read for them."""

import json
from datetime import date, timedelta
from typing import Any

from ..model import Frozen, replace
from ..publish.gazette import find_namesake, list_spots
from ..publish.words import GROUPS
from ..record import Filters
from ..record.filters import Condition
from ..record.served import ServedRecord
from .query import MANY, Query

MOST_SPOTS = (
    3000  # marks sent one by one; of more, those that a screen could not tell apart are counted together
)
MOST_AREAS = 400
CELLS = 64  # columns of cells to a screen of 512 pixels
FACETS = ("kind", "side", "place", "source", "grade", "status", "language")
SHORTEST_FACET = 12  # entries of a facet shown at first


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


def prepare_tables(record: ServedRecord) -> None:
    """The tables that maps and timelines are counted from are in memory; done once, before the first fork."""
    record.run("CREATE TABLE memory.main.groups (kind VARCHAR, grp VARCHAR)")
    for group in GROUPS:
        for kind in group.kinds:
            record.run("INSERT INTO memory.main.groups VALUES (?, ?)", [kind, group.id])
    spots = list_spots(record.places())
    record.run(
        "CREATE TABLE memory.main.settled (place VARCHAR, id VARCHAR, label VARCHAR, lat DOUBLE, lon DOUBLE, km DOUBLE)"
    )
    settled = []
    for spot in spots.values():
        whole = find_namesake(spot, spots)
        shown = whole if whole and whole.lat is not None and whole.lon is not None else spot
        settled.append((spot.id, shown.id, shown.label, shown.lat, shown.lon, shown.radius_km))
    if settled:
        columns = [list(column) for column in zip(*settled, strict=True)]
        kinds = ("VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE", "DOUBLE", "DOUBLE")
        record.run(
            "INSERT INTO memory.main.settled SELECT "
            + ", ".join(f"unnest(CAST(? AS {kind}[]))" for kind in kinds),
            columns,
        )
    record.run(MARKS)
    record.run(
        "CREATE TABLE memory.main.seen AS SELECT DISTINCT incident_claims.incident, publisher, language FROM incident_claims"
        " JOIN claims ON claims.id = incident_claims.claim JOIN documents ON documents.id = claims.document"
    )


# As `publish.cards.find_location` and `gazette.settle_place` have it: a place known to the country only is nowhere on
# a map, an area is drawn as one, and two places of one name, one inside the other, are one mark.
MARKS = """CREATE TABLE memory.main.marks AS
WITH read AS (
  SELECT i.id, i.kind, i.place, i.place_label, i.lat, i.lon, left(i.day_start, 10) AS first, left(i.day_end, 10) AS last,
    CAST(json_extract(json, '$.place.precision') AS INTEGER) AS precision,
    json_extract_string(json, '$.place.name') AS name, json_extract_string(json, '$.place.relation') AS relation,
    CASE WHEN json_extract_string(json, '$.place.geometry.type') IN ('Polygon', 'MultiPolygon')
      THEN CAST(json_extract(json, '$.place.geometry') AS VARCHAR) END AS geometry
  FROM incidents i),
sided AS (SELECT incident, CASE WHEN count(DISTINCT side) > 1 THEN 'several' ELSE min(side) END AS side
  FROM incident_actors WHERE role = 'actor' AND side IS NOT NULL GROUP BY incident)
SELECT read.id, coalesce(grp, 'other') AS grp, coalesce(sided.side, 'none') AS side, first, last, precision, geometry,
  CASE WHEN precision >= 6 THEN NULL
    WHEN read.lat IS NULL THEN NULL
    WHEN geometry IS NOT NULL THEN 'area:' || coalesce(name, '') || ':' || coalesce(read.place, '')
    WHEN read.place IS NULL OR read.lat IS NULL OR read.lon IS NULL THEN NULL
    ELSE printf('at:%.4f,%.4f', coalesce(settled.lat, read.lat), coalesce(settled.lon, read.lon)) END AS spot,
  CASE WHEN geometry IS NOT NULL THEN coalesce(relation, place_label, name)
    ELSE coalesce(settled.label, place_label, name) END AS label,
  CASE WHEN geometry IS NULL THEN coalesce(settled.lat, read.lat) ELSE read.lat END AS lat,
  CASE WHEN geometry IS NULL THEN coalesce(settled.lon, read.lon) ELSE read.lon END AS lon,
  CASE WHEN precision >= 3 AND geometry IS NULL THEN settled.km END AS km
FROM read LEFT JOIN memory.main.groups groups ON groups.kind = read.kind
LEFT JOIN memory.main.settled settled ON settled.place = read.place
LEFT JOIN sided ON sided.incident = read.id"""


def match_query(record: ServedRecord, query: Query) -> Condition:
    """The condition on incidents that the whole query asks for, the mark chosen on the map included."""
    where = match_filters(record, query.filters)
    if query.spot:
        where = where.joined(
            Condition(sql="id IN (SELECT id FROM memory.main.marks WHERE spot = ?)", values=(query.spot,))
        )
    return where


def match_filters(record: ServedRecord, filters: Filters) -> Condition:
    """The condition that the filters ask for; without a position is what has no mark on the map."""
    where = record.match("incidents", replace(filters, unplaced=False))
    if filters.unplaced:
        where = where.joined(Condition(sql="id IN (SELECT id FROM memory.main.marks WHERE spot IS NULL)"))
    return where


def find_page(record: ServedRecord, query: Query, size: int) -> tuple[list[str], int]:
    """The ids of the incidents on the query's page, and how many there are on all pages."""
    where = match_query(record, query)
    total = record.run(f"SELECT count(*) FROM incidents WHERE {where.sql}", where.values)[0][0]
    rows = record.run(
        f"SELECT id FROM incidents WHERE {where.sql} ORDER BY day_start NULLS LAST, day_end, id LIMIT {size:d} OFFSET ?",
        [*where.values, query.offset],
    )
    return [row[0] for row in rows], total


def count_trays(record: ServedRecord, query: Query) -> dict[str, int]:
    """How many of the incidents have no day, and how many no position, whatever days and mark are chosen."""
    open_filters = replace(query.filters, since=None, until=None, on=None, undated=False, unplaced=False)
    where = match_filters(record, open_filters)
    rows = record.run(
        "SELECT count(*) FILTER (first IS NULL), count(*) FILTER (spot IS NULL) FROM memory.main.marks"
        f" WHERE id IN (SELECT id FROM incidents WHERE {where.sql})",
        where.values,
    )
    return {"undated": rows[0][0], "unplaced": rows[0][1]}


def count_facets(record: ServedRecord, query: Query) -> dict[str, list[tuple[str, int]]]:
    """For each facet its values with the number of incidents that choosing each would show, the most first."""
    every = match_query(record, query)
    return {
        name: _count_facet(
            record, name, _match_but(record, query, name) if getattr(query.filters, MANY[name]) else every
        )
        for name in FACETS
    }


def _match_but(record: ServedRecord, query: Query, name: str) -> Condition:
    filters = replace(query.filters, **{MANY[name]: ()})
    if name == "status":
        filters = replace(filters, include_unasserted=query.filters.include_unasserted)
    return match_query(record, replace(query, filters=filters))


def _count_facet(record: ServedRecord, name: str, where: Condition) -> list[tuple[str, int]]:
    inside = f"(SELECT id FROM incidents WHERE {where.sql})"
    queries = {
        "kind": f"SELECT kind, count(*) FROM incidents WHERE {where.sql} GROUP BY 1",
        "grade": f"SELECT grade, count(*) FROM incidents WHERE {where.sql} GROUP BY 1",
        "status": f"SELECT status, count(*) FROM incidents WHERE {where.sql} GROUP BY 1",
        "side": "SELECT side, count(DISTINCT incident) FROM incident_actors WHERE side IS NOT NULL"
        f" AND incident IN {inside} GROUP BY 1",
        "place": "SELECT place, count(*) FROM incidents WHERE place IS NOT NULL AND place_label IS NOT NULL"
        f" AND {where.sql} GROUP BY 1",
        "source": "SELECT publisher, count(DISTINCT incident) FROM memory.main.seen WHERE publisher IS NOT NULL"
        f" AND incident IN {inside} GROUP BY 1",
        "language": f"SELECT language, count(DISTINCT incident) FROM memory.main.seen WHERE incident IN {inside} GROUP BY 1",
    }
    rows = record.run(f"{queries[name]} ORDER BY 2 DESC, 1 LIMIT 200", where.values)
    return [(value, count) for value, count in rows]


def count_days(record: ServedRecord, query: Query, by: str = "grp") -> dict[str, Any]:
    """The timeline: bars of incidents known to a day, by group or side, whatever days are chosen.

    Gives `bin` (day, week or month), `first`, `last` and `bars`: a list of the first day of each bar and its counts;
    `spans` is how many are known to longer than a bar, and so are in none.
    """
    open_filters = replace(query.filters, since=None, until=None, on=None, undated=False)
    where = match_query(record, replace(query, filters=open_filters))
    inside = (
        f"id IN (SELECT id FROM incidents WHERE {where.sql}) AND first IS NOT NULL AND length(first) = 10"
    )
    values: list[Any] = [*where.values]
    if query.axis:
        inside += " AND last >= ? AND first <= ?"
        values += query.axis
    first, last, total = record.run(
        f"SELECT min(first), max(last), count(*) FROM memory.main.marks WHERE {inside}", values
    )[0]
    if query.axis:
        first, last = query.axis
    if not first:
        return {"bin": "day", "first": None, "last": None, "bars": [], "spans": 0}
    days = (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days + 1
    size = "day" if days <= 130 else "week" if days <= 900 else "month"
    cut = "first" if size == "day" else f"strftime(date_trunc('{size}', CAST(first AS DATE)), '%Y-%m-%d')"
    same = cut.replace("first", "last")
    rows = record.run(
        f"SELECT {cut} AS bar, {by}, count(*) FROM memory.main.marks WHERE {inside} AND {cut} = {same}"
        " GROUP BY 1, 2 ORDER BY 1, 2",
        values,
    )
    bars: dict[str, dict[str, int]] = {}
    for bar, group, count in rows:
        bars.setdefault(bar, {})[group] = count
    drawn = sum(count for groups in bars.values() for count in groups.values())
    return {
        "bin": size,
        "first": first,
        "last": last,
        "bars": [[bar, counts] for bar, counts in bars.items()],
        "spans": total - drawn,
    }


def list_marks(
    record: ServedRecord,
    query: Query,
    by: str = "grp",
    zoom: float | None = None,
    box: tuple[float, ...] | None = None,
) -> tuple[list[Spot], bool]:
    """The marks of the map, whatever mark is chosen, and whether they are cells that depend on the zoom."""
    where = match_filters(record, query.filters)
    inside = f"id IN (SELECT id FROM incidents WHERE {where.sql}) AND spot IS NOT NULL AND lat IS NOT NULL"
    values = list(where.values)
    count = record.run(f"SELECT approx_count_distinct(spot) FROM memory.main.marks WHERE {inside}", values)[
        0
    ][0]
    cells = count > MOST_SPOTS
    key = "spot"
    if cells:
        scale = CELLS / 512 * 512 * 2 ** max(0, min(int(zoom or 2), 16))
        x = f"CAST(floor((lon + 180) / 360 * {scale}) AS BIGINT)"
        y = f"CAST(floor((lat + 90) / 180 * {scale}) AS BIGINT)"
        key = f"{x} || ':' || {y}"
        if box:
            inside += " AND lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?"
            values += [box[0], box[2], box[1], box[3]]
    query_text = (
        f"SELECT k, mode(label), avg(lat), avg(lon), sum(n), map_from_entries(list((g, n))), bool_and(exact), max(km), min(id),"
        f" count(DISTINCT spot), min(spot) FROM (SELECT {key} AS k, mode(label) AS label, avg(lat) AS lat, avg(lon) AS lon,"
        f" {by} AS g, count(*) AS n, bool_and(coalesce(precision, 1) <= 2 AND geometry IS NULL) AS exact, max(km) AS km,"
        f" min(id) AS id, min(spot) AS spot FROM memory.main.marks WHERE {inside} GROUP BY k, g) GROUP BY k ORDER BY k"
    )
    marks = []
    for k, label, lat, lon, n, groups, exact, km, first, different, spot in record.run(query_text, values):
        marks.append(
            Spot(
                id=spot if not cells or (different == 1 and n == 1) else f"cell:{k}",
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
    where = match_filters(record, query.filters)
    rows = record.run(
        "SELECT spot, mode(label), any_value(geometry), count(*) FROM memory.main.marks"
        f" WHERE id IN (SELECT id FROM incidents WHERE {where.sql}) AND geometry IS NOT NULL AND spot IS NOT NULL"
        f" GROUP BY spot ORDER BY 4 DESC, 1 LIMIT {MOST_AREAS}",
        where.values,
    )
    return [
        {
            "type": "Feature",
            "geometry": json.loads(geometry),
            "properties": {"spot": spot, "label": label, "count": count},
        }
        for spot, label, geometry, count in rows
    ]


def name_kind_groups() -> dict[str, str]:
    """Group → its label, in the order of the legend."""
    return {group.id: group.label for group in GROUPS}


def widen_day(day: str, size: str) -> str:
    """The last day of the bar that begins on this day.

    >>> widen_day("2031-05-01", "month"), widen_day("2031-05-05", "week"), widen_day("2031-05-05", "day")
    ('2031-05-31', '2031-05-11', '2031-05-05')
    """
    first = date.fromisoformat(day)
    if size == "month":
        return ((first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)).isoformat()
    return (first + timedelta(days=6 if size == "week" else 0)).isoformat()


def filter_day(filters: Filters, since: str | None, until: str | None) -> Filters:
    """The same filters with other days."""
    return replace(filters, since=since, until=until, on=None)
