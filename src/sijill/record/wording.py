"""What words mean in a search: a name stands for all its spellings, an Arabic word for its forms with particles."""

import re
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import duckdb

from ..model import Frozen
from ..names import bare_name, fold_name, fold_text
from .naming import is_told, look_up

LONGEST_NAME = 4  # words of a name that are looked up together
LEAST_ARABIC = 3  # letters that must be left of an Arabic word without its prefix
PREFIXES = ("وب", "ول", "و", "ب", "ل")  # and, in or with, to or for; written as one with the word
ARTICLE = "ال"
LEAST_LIKE = 4  # letters of a word that no report has, to be taken for a spelling of a name like it


Meanings = tuple[tuple[str, str], ...]  # section and id of the pack's entries that a name may mean


class Sought(Frozen):
    """One word, phrase or name searched for: any of these phrases, or a claim about any of these places or actors."""

    phrases: tuple[str, ...]
    places: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()


def seek_claims(database: duckdb.DuckDBPyConnection, path: Path, text: str) -> list[str]:
    """The ids of the claims that have every word searched for, in their quote or in whom and where they are about."""
    with closing(_open(path)) as index:
        sought = read_sought(database, index, text)
        plain = [one for one in sought if not one.places and not one.actors]
        found = [_find(index, "claim", plain)] if plain else []
        for one in sought:
            if one.places or one.actors:
                found.append(_find(index, "claim", [one]) | _find_about(database, one))
    return sorted(set.intersection(*found)) if found else []


def seek_documents(database: duckdb.DuckDBPyConnection, path: Path, text: str) -> list[str]:
    """The ids of the documents that have the words close together, or a claim that has them."""
    with closing(_open(path)) as index:
        found = _find(index, "document", read_sought(database, index, text))
    query = "SELECT DISTINCT document FROM claims WHERE id IN (SELECT unnest(CAST(? AS VARCHAR[])))"
    rows = database.execute(query, [seek_claims(database, path, text)]).fetchall()
    return sorted(found | {row[0] for row in rows})


def read_sought(database: duckdb.DuckDBPyConnection, index: sqlite3.Connection, text: str) -> list[Sought]:
    """What the text asks for, all of it to be found; words between double quotes are meant as they stand."""
    runs: list[list[str]] = [[]]
    sought = []
    for quoted, word in re.findall(r'"([^"]*)"|(\S+)', text):
        if word and fold_words(word):
            runs[-1].append(word)
        elif quoted:
            sought.append(Sought(phrases=(fold_words(quoted),)))
            runs.append([])
    for run in runs:
        known = _find_names(database, run)
        at = 0
        while at < len(run):
            size, means = _pick_name(run, at, known)
            phrase = fold_words(" ".join(run[at : at + size]))
            sought.append(_name(database, phrase, means) if means else _read_word(database, index, phrase))
            at += size
    return [one for one in sought if any(one.phrases)]


def fold_words(text: str) -> str:
    """The words of a text as the index has them.

    >>> fold_words("al-Qaṣr!")
    'al qasr'
    """
    return " ".join(re.findall(r"\w+", fold_text(text).text))


def strip_prefixes(word: str) -> list[str]:
    """What a folded Arabic word may be without the particles written as one with it, the word itself first.

    >>> strip_prefixes("وبالسوق"), strip_prefixes("للسوق"), strip_prefixes("باب"), strip_prefixes("souq")
    (['وبالسوق', 'السوق', 'بالسوق'], ['للسوق', 'السوق', 'لسوق'], ['باب'], ['souq'])
    """
    found = [word]
    for start in ("ولل", "لل"):
        if word.startswith(start) and len(word) - len(start) >= LEAST_ARABIC:
            found.append(ARTICLE + word[len(start) :])
    for prefix in PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= LEAST_ARABIC:
            found.append(word[len(prefix) :])
    return list(dict.fromkeys(found))


def list_forms(phrase: str) -> list[str]:
    """The phrase and, where it begins with an Arabic word, its forms with particles and the article before it.

    >>> list_forms("الجسر")[:3], "للجسر" in list_forms("الجسر"), "بالجسر" in list_forms("جسر"), list_forms("bridge")
    (['الجسر', 'وبالجسر', 'وللجسر'], True, True, ['bridge'])
    """
    if not _is_arabic(phrase) or len(phrase.split()[0]) < LEAST_ARABIC:
        return [phrase]
    bases = [phrase] if phrase.startswith(ARTICLE) else [phrase, ARTICLE + phrase]
    forms = list(bases)
    for base in bases:
        for prefix in PREFIXES:
            joined = base[1:] if prefix.endswith("ل") and base.startswith(ARTICLE) else base
            forms.append(prefix + joined)
    return list(dict.fromkeys(forms))


def _find_names(database: duckdb.DuckDBPyConnection, run: Sequence[str]) -> dict[str, Meanings]:
    """What each few words of the run that stand together are a name of, by the folded name; without those that are none."""
    wanted = {
        form
        for at in range(len(run))
        for size in range(1, min(LONGEST_NAME, len(run) - at) + 1)
        for form in strip_prefixes(fold_name(" ".join(run[at : at + size])))
        if form
    }
    listed = "(SELECT unnest(CAST(? AS VARCHAR[])))"
    pack = f"SELECT section, id, name, {{0}} FROM names WHERE section IN ('places', 'actors') AND {{0}} IN {listed}"
    written = f"SELECT 'places', place, name, folded FROM claim_places WHERE place IS NOT NULL AND folded IN {listed}"
    known: dict[str, Meanings] = {}
    # As `naming.look_up` has it: the spelling itself, else but for the article, else as a claim writes it.
    for query, fold in ((pack.format("folded"), str), (pack.format("bare"), bare_name), (written, str)):
        keys = {form: fold(form) for form in sorted(wanted - known.keys())}
        rows = database.execute(query, [sorted({key for key in keys.values() if key})]).fetchall()
        found: dict[str, set[tuple[str, str]]] = {}
        for section, entry, name, key in rows:
            if is_proper(name):
                found.setdefault(key, set()).add((section, entry))
        known |= {form: tuple(sorted(found[key])) for form, key in keys.items() if key in found}
    return known


def _pick_name(run: Sequence[str], at: int, known: dict[str, Meanings]) -> tuple[int, Meanings]:
    """How many words from here on are the longest name, and what it means; one word that is no name means nothing."""
    for size in range(min(LONGEST_NAME, len(run) - at), 0, -1):
        for form in strip_prefixes(fold_name(" ".join(run[at : at + size]))):
            if form in known:
                return size, known[form]
    return 1, ()


def _name(database: duckdb.DuckDBPyConnection, phrase: str, means: Meanings) -> Sought:
    """The phrase as typed, all spellings of what it means, and the claims about that."""
    rows = database.execute(
        "SELECT section, id, name FROM names WHERE id IN (SELECT unnest(CAST(? AS VARCHAR[]))) ORDER BY name",
        [sorted({entry for _, entry in means})],
    ).fetchall()
    spelt = [
        fold_words(name) for section, entry, name in rows if (section, entry) in means and is_proper(name)
    ]
    return Sought(
        phrases=_list_all_forms([phrase, *spelt]),
        places=tuple(entry for section, entry in means if section == "places"),
        actors=tuple(entry for section, entry in means if section == "actors"),
    )


def _read_word(database: duckdb.DuckDBPyConnection, index: sqlite3.Connection, word: str) -> Sought:
    """A word that is no name: its forms; of one that no report has, the word below its particle, or a name like it."""
    # Before the article there is no doubt that it is a particle.
    below = [one for one in strip_prefixes(word)[1:] if one.startswith(ARTICLE) and len(one) > 4]
    plain = Sought(phrases=_list_all_forms([word, *below]))
    if _find(index, "document", [plain], limit=1):
        return plain
    if len(shorter := strip_prefixes(word)) > 1:
        return Sought(phrases=_list_all_forms(shorter))
    means = []
    if len(word) >= LEAST_LIKE:
        for section, table, column in (
            ("places", "claim_places", "place"),
            ("actors", "claim_actors", "actor"),
        ):
            ids = list(look_up(database, section, word).ids)
            means += [(section, one) for one in ids if is_told(database, table, column, [one])]
    return _name(database, word, tuple(means)) if means else plain


def _find_about(database: duckdb.DuckDBPyConnection, one: Sought) -> set[str]:
    rows = database.execute(
        "SELECT claim FROM claim_places WHERE place IN (SELECT unnest(CAST(? AS VARCHAR[])))"
        " UNION SELECT claim FROM claim_actors WHERE actor IN (SELECT unnest(CAST(? AS VARCHAR[])))"
        " AND role IN ('actor', 'target')",
        [list(one.places), list(one.actors)],
    ).fetchall()
    return {row[0] for row in rows}


def _find(index: sqlite3.Connection, column: str, sought: Sequence[Sought], limit: int = -1) -> set[str]:
    """The claims or documents of the rows that have one phrase of each."""
    query = " AND ".join("(" + " OR ".join(f'"{one}"' for one in each.phrases) + ")" for each in sought)
    if not query:
        return set()
    found = f"SELECT DISTINCT {column} FROM search WHERE search MATCH ? AND {column} IS NOT NULL LIMIT ?"
    return {row[0] for row in index.execute(found, (query, limit))}


def _list_all_forms(phrases: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(form for one in phrases if one for form in list_forms(one)))


def is_proper(name: str) -> bool:
    """Whether the name is a name and not a common noun by which a pack knows somebody ("soldiers").

    >>> is_proper("Elmton"), is_proper("soldiers"), is_proper("جسر")
    (True, False, True)
    """
    return name != name.lower() or not name.isascii()


def _is_arabic(text: str) -> bool:
    return "\u0600" <= text[:1] <= "\u06ff"


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
