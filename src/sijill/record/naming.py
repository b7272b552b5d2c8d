"""What a name means in one version: entries of its pack by any spelling, places and voices as its reports write them."""

import duckdb

from ..errors import SijillError
from ..model import Frozen
from ..names import bare_name, compare_names, fold_name, name_key
from .finding import pick_near

CLOSE = 0.75  # how far a spelling that no pack lists must agree with one that it does
LEAST_PART = 4  # letters of a part of a name
OFFERED = 3


class Named(Frozen):
    """The ids that a name means, by which known spelling, and whether that is the name itself or only like it."""

    ids: tuple[str, ...] = ()
    spelling: str = ""
    exact: bool = False


def look_up(database: duckdb.DuckDBPyConnection, section: str, name: str) -> Named:
    """The pack's entries with that id or a name spelt so: exactly, else but for the article, else by key (not exact)."""
    if database.execute(f"SELECT 1 FROM {section} WHERE id = ?", [name]).fetchone():
        return Named(ids=(name,), spelling=name, exact=True)
    for column, wanted in (("folded", fold_name(name)), ("bare", bare_name(name)), ("key", name_key(name))):
        if not wanted:
            continue
        query = f"SELECT DISTINCT id, name FROM names WHERE section = ? AND {column} = ? ORDER BY id, name"
        rows = database.execute(query, [section, wanted]).fetchall()
        if column == "key":
            # A key finds candidates and never decides: the spellings must be close as well.
            scored = [(compare_names(name, known).score, id, known) for id, known in rows]
            rows = [
                (id, known) for score, id, known in sorted(scored, key=lambda one: -one[0]) if score >= CLOSE
            ]
        if rows:
            ids = tuple(dict.fromkeys(id for id, _ in rows))
            return Named(ids=ids, spelling=rows[0][1], exact=column != "key")
    return Named()


def find_named(database: duckdb.DuckDBPyConnection, section: str, name: str) -> list[str]:
    """The ids of the pack's entries of that name, in any spelling."""
    return list(look_up(database, section, name).ids)


def find_places(database: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The ids of the places of that name and of every place inside them; of a name only like it, if the record has one."""
    named = look_up(database, "places", name)
    found = list(named.ids) if named.exact else []
    if not found:
        query = (
            "SELECT DISTINCT place FROM claim_places WHERE place = ? OR (folded = ? AND place IS NOT NULL)"
        )
        found = [row[0] for row in database.execute(query, [name, fold_name(name)]).fetchall()]
    if found:
        return _list_inside(database, found)
    inside = _list_inside(database, list(named.ids))
    return inside if is_told(database, "claim_places", "place", inside) else []


def find_actors(database: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The ids of the actors of that name; of a name only like it, if a claim has one of them."""
    named = look_up(database, "actors", name)
    ids = list(named.ids)
    return ids if named.exact or is_told(database, "claim_actors", "actor", ids) else []


def _list_inside(database: duckdb.DuckDBPyConnection, ids: list[str]) -> list[str]:
    query = """
        WITH RECURSIVE inside(id) AS (
            SELECT unnest(CAST(? AS VARCHAR[]))
            UNION SELECT places.id FROM places JOIN inside ON places.parent = inside.id
        ) SELECT id FROM inside ORDER BY id"""
    return [row[0] for row in database.execute(query, [ids]).fetchall()]


def is_told(database: duckdb.DuckDBPyConnection, table: str, column: str, ids: list[str]) -> bool:
    """Whether a row of the table has one of the ids."""
    query = f"SELECT 1 FROM {table} WHERE {column} IN (SELECT unnest(CAST(? AS VARCHAR[]))) LIMIT 1"
    return bool(ids) and database.execute(query, [ids]).fetchone() is not None


def is_written(database: duckdb.DuckDBPyConnection, table: str, name: str) -> bool:
    """Whether a claim writes the name so."""
    return (
        database.execute(f"SELECT 1 FROM {table} WHERE folded = ?", [fold_name(name)]).fetchone() is not None
    )


def find_written_places(database: duckdb.DuckDBPyConnection, name: str) -> tuple[list[str], bool]:
    """The names of places as claims write them, and whether they are the very name or id or have its words in them."""
    rows = database.execute("SELECT DISTINCT name, place, folded FROM claim_places ORDER BY name").fetchall()
    wanted = fold_name(name)
    same = [written for written, place, folded in rows if wanted and (folded == wanted or place == name)]
    part = [written for written, _, folded in rows if _is_part(wanted, folded)]
    return list(dict.fromkeys(same or part)), bool(same)


def find_speaker_parts(database: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The names of speakers that have these words in them."""
    query = "SELECT DISTINCT name, folded FROM claim_actors WHERE role IN ('speaker', 'via') ORDER BY name"
    wanted = fold_name(name)
    return [known for known, folded in database.execute(query).fetchall() if _is_part(wanted, folded)]


def _is_part(wanted: str, whole: str) -> bool:
    return len(wanted) >= LEAST_PART and wanted != whole and f" {wanted} " in f" {whole} "


def suggest_places(database: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The names of places, of the pack or as written, that come nearest."""
    query = "SELECT name FROM names WHERE section = 'places' UNION SELECT name FROM claim_places"
    parts, _ = find_written_places(database, name)
    return _suggest(database, query, name, (look_up(database, "places", name).spelling, *parts))


def suggest_sides(database: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The names of sides and actors, of the pack or as written, that come nearest."""
    query = """SELECT name FROM names WHERE section IN ('sides', 'actors')
        UNION SELECT name FROM claim_actors WHERE role IN ('actor', 'target')"""
    return _suggest(database, query, name, (look_up(database, "actors", name).spelling,))


def _suggest(database: duckdb.DuckDBPyConnection, query: str, name: str, first: tuple[str, ...]) -> list[str]:
    near = pick_near(name, [row[0] for row in database.execute(query).fetchall()])
    return list(dict.fromkeys(filter(None, (*first, *near))))[:OFFERED]


def refuse_place(database: duckdb.DuckDBPyConnection, name: str) -> SijillError:
    """The error for a place that neither the record nor its pack knows, with the nearest names."""
    near = suggest_places(database, name)
    return SijillError(
        f"no place named {name!r} is in this record or its pack",
        remedy=f"did you mean {' or '.join(near)}?" if near else "check the spelling",
    )


def refuse_side(database: duckdb.DuckDBPyConnection, name: str) -> SijillError:
    """The error for a side or actor that neither the record nor its pack knows, with the nearest names or all sides."""
    near = suggest_sides(database, name)
    rows = database.execute(
        "SELECT DISTINCT name FROM names WHERE section = 'sides' ORDER BY name"
    ).fetchall()
    sides = ", ".join(row[0] for row in rows)
    return SijillError(
        f"no side or actor named {name!r} is in this record or its pack",
        remedy=f"did you mean {' or '.join(near)}?"
        if near
        else f"use an actor's name, or one of {sides}"
        if sides
        else "check the spelling",
    )
