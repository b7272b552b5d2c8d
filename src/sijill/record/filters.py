"""Which rows of a record are wanted: one set of filters for every table, page and export."""

from typing import Any

import duckdb

from ..errors import SijillError
from ..model import Frozen
from ..names import fold_name
from .finding import suggest_sources
from .naming import find_actors, find_named, find_places, is_written, refuse_place, refuse_side


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
    grades: tuple[str, ...] = ()  # any of these
    languages: tuple[str, ...] = ()  # of the documents
    series: str | None = None  # for control: as_known or retrospective
    undated: bool = False  # only what has no known day
    unplaced: bool = False  # only incidents without a position
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


def match_places(
    database: duckdb.DuckDBPyConnection, table: str, key: str, names: tuple[str, ...]
) -> Condition:
    """The row of `table` (its places, keyed by `key`) names one of the places, by id or as written."""
    if not names:
        return Condition()
    ids: list[str] = []
    for name in names:
        found = find_places(database, name)
        if not found and not is_written(database, "claim_places", name):
            raise refuse_place(database, name)
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
        side, actor = find_named(database, "sides", name), find_actors(database, name)
        if not side and not actor and not is_written(database, "claim_actors", name):
            raise refuse_side(database, name)
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
