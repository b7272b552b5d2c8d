"""Which rows of a record are wanted: one set of filters for every table, page and export."""

from typing import Any

import duckdb

from ..errors import SijillError
from ..model import Frozen
from ..names import bare_name, compare_names, fold_name, name_key
from .finding import suggest_sources

CLOSE = 0.75  # how far a spelling that no pack lists must agree with one that it does


class Filters(Frozen):
    """What to show; an empty field asks for nothing in particular.

    Days are ISO and may be a month or a year; `since` and `until` are inclusive; a claim with no known day
    fits no day. Places and sides match by id or by any spelling that the pack knows; a place includes the
    places inside it.
    """

    kinds: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    on: str | None = None
    text: str | None = None
    grade: str | None = None
    series: str | None = None  # for control: as_known or retrospective
    undated: bool = False  # only what has no known day
    include_background: bool = False
    include_unasserted: bool = True  # incidents that are only planned or hypothetical
    include_rejected: bool = False
    include_repeats: bool = True  # claims that restate another claim of the same document


class Condition(Frozen):
    """A piece of SQL that is true of the rows wanted, with its parameters."""

    sql: str = "TRUE"
    values: tuple[Any, ...] = ()

    def joined(self, other: "Condition") -> "Condition":
        """Both hold."""
        return Condition(sql=f"({self.sql}) AND ({other.sql})", values=self.values + other.values)


def match_any(column: str, values: tuple[str, ...] | list[str]) -> Condition:
    """The column is one of the values; with no values, nothing is asked.

    >>> match_any("kind", ("clash", "siege")).sql
    'kind IN (?, ?)'
    """
    if not values:
        return Condition()
    return Condition(sql=f"{column} IN ({', '.join('?' * len(values))})", values=tuple(values))


def match_days(start: str, end: str, filters: Filters) -> Condition:
    """The interval between the two columns touches the days that the filters ask for."""
    since, until = filters.on or filters.since, filters.on or filters.until
    condition = Condition()
    if filters.undated:
        condition = condition.joined(Condition(sql=f"{start} IS NULL"))
    if since:
        # Cut to the shorter of the two, so that a day in a month asked for, or a month around a day, both
        # match.
        cut = f"least(length({end}), {len(since)})"
        condition = condition.joined(Condition(sql=f"left({end}, {cut}) >= left(?, {cut})", values=(since,)))
    if until:
        cut = f"least(length({start}), {len(until)})"
        condition = condition.joined(
            Condition(sql=f"left({start}, {cut}) <= left(?, {cut})", values=(until,))
        )
    return condition


def match_sources(table: str, sources: tuple[str, ...]) -> Condition:
    """The document's file name, address, publisher, or an outlet of the pack by any of its names."""
    if not sources:
        return Condition()
    pieces, values = [], []
    for source in sources:
        pieces.append(
            f"({table}.id = ? OR {table}.source ILIKE ? OR {table}.publisher ILIKE ?"
            f" OR {table}.publisher_id = ?"
            f" OR {table}.publisher_id IN (SELECT id FROM names WHERE section = 'sources' AND folded = ?))"
        )
        like = "%" + source.replace("%", "").replace("_", "_") + "%"
        values += [source, like, like, source, fold_name(source)]
    return Condition(sql=" OR ".join(pieces), values=tuple(values))


def check_sources(database: duckdb.DuckDBPyConnection, sources: tuple[str, ...]) -> None:
    """Each names a document of the record, or an outlet that the pack knows; else an error offers the nearest."""
    for source in sources:
        where = match_sources("documents", (source,))
        query = f"SELECT 1 FROM documents WHERE {where.sql} LIMIT 1"
        if source.strip() and database.execute(query, list(where.values)).fetchone():
            continue
        known = "SELECT 1 FROM names WHERE section = 'sources' AND (id = ? OR folded = ?)"
        if not database.execute(known, [source, fold_name(source)]).fetchone():
            near = suggest_sources(database, source)
            raise SijillError(
                f"no outlet or file named {source!r} is in this record or its pack",
                remedy=f"did you mean {' or '.join(near)}?" if near else "see `sijill documents`",
            )


def find_named(database: duckdb.DuckDBPyConnection, section: str, name: str) -> list[str]:
    """The ids of the pack's entries with that id or a name spelt so: exactly, else but for the article, else
    by key.
    """
    if database.execute(f"SELECT 1 FROM {section} WHERE id = ?", [name]).fetchone():
        return [name]
    for column, wanted in (("folded", fold_name(name)), ("bare", bare_name(name)), ("key", name_key(name))):
        if not wanted:
            continue
        query = f"SELECT DISTINCT id, name FROM names WHERE section = ? AND {column} = ? ORDER BY id"
        rows = database.execute(query, [section, wanted]).fetchall()
        # A key finds candidates and never decides: the spellings must be close as well.
        found = [id for id, known in rows if column != "key" or compare_names(name, known).score >= CLOSE]
        if found:
            return list(dict.fromkeys(found))
    return []


def find_places(database: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The ids of the places of that name and of every place inside them."""
    found = find_named(database, "places", name)
    if not found:
        query = (
            "SELECT DISTINCT place FROM claim_places WHERE place = ? OR (folded = ? AND place IS NOT NULL)"
        )
        found = [row[0] for row in database.execute(query, [name, fold_name(name)]).fetchall()]
    if not found:
        return []
    query = """
        WITH RECURSIVE inside(id) AS (
            SELECT unnest(CAST(? AS VARCHAR[]))
            UNION SELECT places.id FROM places JOIN inside ON places.parent = inside.id
        ) SELECT id FROM inside ORDER BY id"""
    return [row[0] for row in database.execute(query, [found]).fetchall()]


def match_places(
    database: duckdb.DuckDBPyConnection, table: str, key: str, names: tuple[str, ...]
) -> Condition:
    """The row of `table` (its places, keyed by `key`) names one of the places, by id or as written."""
    if not names:
        return Condition()
    ids: list[str] = []
    for name in names:
        found = find_places(database, name)
        written = database.execute(
            "SELECT 1 FROM claim_places WHERE folded = ?", [fold_name(name)]
        ).fetchone()
        if not found and not written:
            raise SijillError(
                f"no place named {name!r} is in this record or its pack",
                remedy=_suggest(database, "places", name),
            )
        ids += found
    by_id = match_any("place", ids).sql if ids else "FALSE"
    by_name = match_any("folded", [fold_name(name) for name in names])
    return Condition(
        sql=f"id IN (SELECT {key} FROM {table} WHERE {by_id} OR ({by_name.sql}))",
        values=(*ids, *by_name.values),
    )


def match_sides(
    database: duckdb.DuckDBPyConnection, table: str, key: str, names: tuple[str, ...]
) -> Condition:
    """The row of `table` names an actor or target of one of the sides, or the very actor, by any spelling."""
    if not names:
        return Condition()
    sides: list[str] = []
    actors: list[str] = []
    for name in names:
        side, actor = find_named(database, "sides", name), find_named(database, "actors", name)
        written = database.execute(f"SELECT 1 FROM {table} WHERE folded = ?", [fold_name(name)]).fetchone()
        if not side and not actor and not written:
            raise SijillError(
                f"no side or actor named {name!r} is in this record or its pack",
                remedy=_suggest(database, "sides", name),
            )
        sides += side
        actors += actor
    any_side = match_any("side", sides).sql if sides else "FALSE"
    any_actor = match_any("actor", actors).sql if actors else "FALSE"
    any_name = match_any("folded", [fold_name(name) for name in names])
    return Condition(
        sql=f"id IN (SELECT {key} FROM {table} WHERE role IN ('actor', 'target')"
        f" AND ({any_side} OR {any_actor} OR {any_name.sql}))",
        values=(*sides, *actors, *any_name.values),
    )


def _suggest(database: duckdb.DuckDBPyConnection, section: str, name: str) -> str:
    from rapidfuzz import process

    names = dict.fromkeys(row[0] for row in database.execute(
        "SELECT name FROM names WHERE section = ? ORDER BY name", [section]).fetchall())  # fmt: skip
    if section == "sides":
        return "use one of " + ", ".join(names) if names else "check the spelling"
    close = [found for found, score, _ in process.extract(name, list(names), limit=3) if score >= 70]
    return "did you mean " + " or ".join(close) + "?" if close else "check the spelling"
