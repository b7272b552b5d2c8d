"""Finding what a person means by a word: a shortened id, a voice, a title, or the nearest names there are."""

import re

import duckdb

from ..names import fold_name

SHORTENED = re.compile(r"([cdiv]-[0-9a-f]{3,16})(?:…|\.\.\.)?")
TABLES = {"c": "claims", "d": "documents", "i": "incidents"}
LIKELY = 78  # how near, of 100, a name must be to be offered
OFFERED = 3


def find_ids(database: duckdb.DuckDBPyConnection, key: str) -> list[str]:
    """The ids of claims, documents or incidents that begin as the key does; an ellipsis at its end is let go."""
    found = SHORTENED.fullmatch(key.strip())
    table = TABLES.get(key.strip()[:1])
    if not found or not table:
        return []
    query = f"SELECT id FROM {table} WHERE starts_with(id, ?) ORDER BY id"
    return [row[0] for row in database.execute(query, [found[1]]).fetchall()]


def find_titles(database: duckdb.DuckDBPyConnection, words: str) -> list[str]:
    """The ids of the documents with that title, else of those whose title holds these words."""
    wanted = fold_name(words)
    rows = database.execute("SELECT id, title FROM documents WHERE title IS NOT NULL ORDER BY id").fetchall()
    folded = [(key, fold_name(title)) for key, title in rows]
    exact = [key for key, title in folded if title == wanted]
    return exact or [key for key, title in folded if len(wanted) > 3 and wanted in title]


def find_speakers(database: duckdb.DuckDBPyConnection, name: str, ids: list[str]) -> list[str]:
    """The ids of the claims that a speaker of that name, or with one of these ids, makes or passes on."""
    query = """SELECT DISTINCT claim FROM claim_actors WHERE role IN ('speaker', 'via')
        AND (folded = ? OR actor IN (SELECT unnest(CAST(? AS VARCHAR[])))) ORDER BY claim"""
    return [row[0] for row in database.execute(query, [fold_name(name), ids]).fetchall()]


def find_published(database: duckdb.DuckDBPyConnection, name: str, ids: list[str]) -> list[str]:
    """The ids of the documents of an outlet of that name, or with one of these ids."""
    query = (
        "SELECT id, publisher, publisher_id FROM documents WHERE publisher IS NOT NULL ORDER BY published, id"
    )
    rows = database.execute(query).fetchall()
    return [key for key, outlet, known in rows if fold_name(outlet) == fold_name(name) or known in ids]


def suggest_sources(database: duckdb.DuckDBPyConnection, name: str) -> list[str]:
    """The outlets and files of the record whose names come nearest."""
    query = "SELECT publisher FROM documents WHERE publisher IS NOT NULL UNION SELECT source FROM documents"
    return pick_near(name, [row[0] for row in database.execute(query).fetchall()])


def suggest_keys(database: duckdb.DuckDBPyConnection, key: str) -> list[str]:
    """The names and ids of the record that come nearest to a key that finds nothing."""
    query = """SELECT name FROM names WHERE section IN ('places', 'actors', 'sources')
        UNION SELECT name FROM claim_actors WHERE role IN ('speaker', 'via') AND name <> 'publisher'
        UNION SELECT publisher FROM documents WHERE publisher IS NOT NULL
        UNION SELECT title FROM documents WHERE title IS NOT NULL UNION SELECT source FROM documents"""
    if SHORTENED.fullmatch(key) and key[0] in TABLES:
        query = f"SELECT id FROM {TABLES[key[0]]}"
    return pick_near(key, [row[0] for row in database.execute(query).fetchall()])


def pick_near(word: str, names: list[str]) -> list[str]:
    """At most three of the names, the nearest first.

    >>> pick_near("Morning Pst", ["Evening Star", "Morning Post"])
    ['Morning Post']
    """
    from rapidfuzz import fuzz, process

    wanted = fold_name(word)
    folded = {name: fold_name(name) for name in sorted(set(names))}
    found = process.extract(wanted, folded, scorer=fuzz.ratio, limit=OFFERED, score_cutoff=LIKELY)
    return [name for _, _, name in found]
