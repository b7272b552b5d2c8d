"""The tables in memory that lists, facets, map and timeline are counted from, and the filter over them.

An incident is a number here, given in the order of the list (by day, the undated last), so that a page is a range and a
join is one of integers. The filter means what `Record.incidents` means by it (`tests/test_web_app.py` compares them).
"""

from ..publish.cells import RESOLUTIONS, list_cells
from ..publish.gazette import find_namesake, list_spots
from ..publish.words import GROUPS
from ..record import Filters
from ..record.filters import (
    Condition,
    check_sources,
    match_any,
    match_days,
    match_places,
    match_sides,
    match_sources,
)
from ..record.served import ServedRecord
from ..record.wording import seek_claims
from .query import Query

UNASSERTED = "status NOT IN ('planned', 'hypothetical')"
# As `publish.cards.find_location` and `gazette.settle_place` have it: a place known to the country only is nowhere on
# a map, an area is drawn as one, and two places of one name, one inside the other, are one mark.
MARKS = """CREATE TABLE memory.main.marks AS SELECT *,
  CASE WHEN spot IS NOT NULL THEN CAST(dense_rank() OVER (ORDER BY spot) AS INTEGER) END AS spot_no FROM (
WITH read AS (
  SELECT i.*, CAST(json_extract(json, '$.place.precision') AS INTEGER) AS precision,
    json_extract_string(json, '$.place.name') AS name, json_extract_string(json, '$.place.relation') AS relation,
    CASE WHEN json_extract_string(json, '$.place.geometry.type') IN ('Polygon', 'MultiPolygon')
      THEN CAST(json_extract(json, '$.place.geometry') AS VARCHAR) END AS geometry
  FROM incidents i),
sided AS (SELECT incident, CASE WHEN count(DISTINCT side) > 1 THEN 'several' ELSE min(side) END AS side
  FROM incident_actors WHERE role = 'actor' AND side IS NOT NULL GROUP BY incident)
SELECT CAST(row_number() OVER (ORDER BY day_start NULLS LAST, day_end, read.id) AS INTEGER) AS id, read.id AS key, read.kind,
  read.status, read.grade, read.background, read.place, read.place_label, day_start, day_end,
  coalesce(grp, 'other') AS grp, coalesce(sided.side, 'none') AS side, left(day_start, 10) AS first, left(day_end, 10) AS last,
  precision, geometry,
  CASE WHEN precision >= 6 OR read.lat IS NULL OR read.lon IS NULL THEN NULL
    WHEN geometry IS NOT NULL THEN 'area:' || coalesce(name, '') || ':' || coalesce(read.place, '')
    WHEN read.place IS NULL THEN NULL
    ELSE printf('at:%.4f,%.4f', coalesce(settled.lat, read.lat), coalesce(settled.lon, read.lon)) END AS spot,
  CASE WHEN geometry IS NOT NULL THEN coalesce(relation, place_label, name)
    ELSE coalesce(settled.label, place_label, name) END AS label,
  CASE WHEN geometry IS NULL THEN coalesce(settled.lat, read.lat) ELSE read.lat END AS lat,
  CASE WHEN geometry IS NULL THEN coalesce(settled.lon, read.lon) ELSE read.lon END AS lon,
  CASE WHEN precision >= 3 AND geometry IS NULL THEN settled.km END AS km
FROM read LEFT JOIN memory.main.groups groups ON groups.kind = read.kind
LEFT JOIN memory.main.settled settled ON settled.place = read.place
LEFT JOIN sided ON sided.incident = read.id) ORDER BY 1"""
OTHERS = (
    "CREATE TABLE memory.main.spots AS SELECT spot_no, any_value(spot) AS spot, mode(label ORDER BY label) AS label,"
    " avg(lat) AS lat, avg(lon) AS lon"
    " FROM memory.main.marks WHERE spot_no IS NOT NULL GROUP BY 1 ORDER BY 1",
    "CREATE TABLE memory.main.papers AS SELECT CAST(row_number() OVER (ORDER BY id) AS INTEGER) AS no, id, source, publisher,"
    " publisher_id, language FROM documents",
    "CREATE TABLE memory.main.told AS SELECT marks.id AS incident, claims.id AS claim, claims.stance, papers.no AS paper"
    " FROM incident_claims JOIN claims ON claims.id = incident_claims.claim JOIN memory.main.marks marks"
    " ON marks.key = incident_claims.incident JOIN memory.main.papers papers ON papers.id = claims.document",
    "CREATE TABLE memory.main.printed AS SELECT DISTINCT incident, publisher FROM memory.main.told told"
    " JOIN memory.main.papers papers ON papers.no = told.paper WHERE publisher IS NOT NULL ORDER BY incident",
    "CREATE TABLE memory.main.worded AS SELECT DISTINCT incident, language FROM memory.main.told told"
    " JOIN memory.main.papers papers ON papers.no = told.paper ORDER BY incident",
    "CREATE TABLE memory.main.parties AS SELECT marks.id AS incident, role, actor, incident_actors.side, folded"
    " FROM incident_actors"
    " JOIN memory.main.marks marks ON marks.key = incident_actors.incident ORDER BY 1",
    "CREATE TABLE memory.main.sided AS SELECT DISTINCT incident, side FROM memory.main.parties WHERE side IS NOT NULL"
    " ORDER BY incident",
    "CREATE TABLE memory.main.areas AS SELECT id, spot, label, geometry FROM memory.main.marks"
    " WHERE geometry IS NOT NULL AND spot IS NOT NULL",
    "CREATE TABLE memory.main.been AS SELECT marks.id AS incident, incident_places.place, folded FROM incident_places"
    " JOIN memory.main.marks marks ON marks.key = incident_places.incident ORDER BY 1",
)


def prepare_tables(record: ServedRecord) -> None:
    """The tables are in memory; done once, before the first fork."""
    kinds = [(kind, group.id) for group in GROUPS for kind in group.kinds]
    _fill(record, "groups", {"kind": "VARCHAR", "grp": "VARCHAR"}, kinds)
    spots = list_spots(record.places())
    settled = []
    for spot in spots.values():
        whole = find_namesake(spot, spots)
        shown = whole if whole and whole.lat is not None and whole.lon is not None else spot
        settled.append((spot.id, shown.label, shown.lat, shown.lon, shown.radius_km))
    columns = {"place": "VARCHAR", "label": "VARCHAR", "lat": "DOUBLE", "lon": "DOUBLE", "km": "DOUBLE"}
    _fill(record, "settled", columns, settled)
    for query in (MARKS, *OTHERS):
        record.run(query)
    find_cells(record)


def match_filters(record: ServedRecord, filters: Filters) -> Condition:
    """The condition on `marks` that the filters ask for; without a position is what has no mark on the map."""
    database = record.database
    where = match_any("kind", filters.kinds).joined(match_any("status", filters.statuses))
    where = where.joined(match_any("grade", filters.grades or ((filters.grade,) if filters.grade else ())))
    where = where.joined(match_days("day_start", "day_end", filters))
    where = where.joined(match_places(database, "memory.main.been", "incident", filters.places))
    where = where.joined(match_sides(database, "memory.main.parties", "incident", filters.sides))
    if filters.unplaced:
        where = where.joined(Condition(sql="spot IS NULL"))
    if not filters.include_background:
        where = where.joined(Condition(sql="NOT background"))
    if not filters.include_unasserted and not filters.statuses:
        where = where.joined(Condition(sql=UNASSERTED))
    through = match_any("stance", filters.stances)
    if filters.text:
        through = through.joined(
            Condition(sql=f"claim IN (SELECT claim FROM {_keep_found(record, filters.text)})")
        )
    if filters.sources or filters.languages:
        check_sources(database, filters.sources)
        inner = match_sources("papers", filters.sources).joined(match_any("language", filters.languages))
        sql = f"paper IN (SELECT no FROM memory.main.papers papers WHERE {inner.sql})"
        through = through.joined(Condition(sql=sql, values=inner.values))
    if through.sql != Condition().sql:
        sql = f"id IN (SELECT incident FROM memory.main.told WHERE {through.sql})"
        where = where.joined(Condition(sql=sql, values=through.values))
    return where


def keep(record: ServedRecord, query: Query) -> str:
    """The name of a table of this connection with the numbers of the incidents that the query asks for."""
    asked = (query.filters, query.spot)
    if asked in record.kept:
        return record.kept[asked]
    table = record.kept[asked] = f"kept_{len(record.kept)}"
    where = _match_query(record, query)
    record.run(
        f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT id FROM memory.main.marks WHERE {where.sql}",
        where.values,
    )
    return table


def count_matching(record: ServedRecord, query: Query) -> int:
    """How many incidents the query asks for, where nothing else is asked of them."""
    where = _match_query(record, query)
    return record.run(f"SELECT count(*) FROM memory.main.marks WHERE {where.sql}", where.values)[0][0]


def _match_query(record: ServedRecord, query: Query) -> Condition:
    where = match_filters(record, query.filters)
    return where.joined(Condition(sql="spot = ?", values=(query.spot,))) if query.spot else where


def _keep_found(record: ServedRecord, text: str) -> str:
    """The name of a table of this connection with the claims that have the words, looked for once."""
    asked = ("words", text)
    if asked not in record.kept:
        found = seek_claims(record.database, record.folder / "search.sqlite", text)
        record.kept[asked] = f"found_{len(record.kept)}"
        record.run(
            f"CREATE OR REPLACE TEMP TABLE {record.kept[asked]} AS SELECT unnest(CAST(? AS VARCHAR[])) AS claim",
            [found],
        )
    return record.kept[asked]


def find_cells(record: ServedRecord) -> None:
    """The cells of every spot, worked out once for each of them and not for each incident."""
    spots = record.run("SELECT spot_no, lat, lon FROM memory.main.spots")
    columns = {"spot_no": "INTEGER"} | {f"cell{resolution}": "UBIGINT" for resolution in RESOLUTIONS}
    _fill(record, "cells", columns, [(no, *list_cells(lat, lon)) for no, lat, lon in spots])


def _fill(record: ServedRecord, table: str, columns: dict[str, str], rows: list[tuple]) -> None:
    record.run(
        f"CREATE TABLE memory.main.{table} ("
        + ", ".join(f"{name} {kind}" for name, kind in columns.items())
        + ")"
    )
    if rows:
        lists = ", ".join(f"unnest(CAST(? AS {kind}[]))" for kind in columns.values())
        record.run(
            f"INSERT INTO memory.main.{table} SELECT {lists}",
            [list(column) for column in zip(*rows, strict=True)],
        )
