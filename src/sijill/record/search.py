"""Full-text search over a version: quotes and documents, folded so that any writing of a word finds it."""

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from ..model import Claim, Document, Frozen
from ..names import fold_text

PIECE = 4000  # characters of a document per row, so that a hit says where


class Hit(Frozen):
    """A claim or a stretch of a document that holds the words searched for, best first."""

    document: str
    start: int
    end: int
    claim: str | None = None


def write_search(path: Path, documents: Iterable[Document], claims: Iterable[Claim]) -> None:
    """The file holds every quote and every document, piece by piece, as folded text."""
    with sqlite3.connect(path) as index:
        index.execute("PRAGMA journal_mode=OFF")
        index.execute(
            "CREATE VIRTUAL TABLE search USING fts5(words, document UNINDEXED, claim UNINDEXED,"
            " start UNINDEXED, stop UNINDEXED, tokenize='unicode61 remove_diacritics 2')"
        )
        for claim in sorted(claims, key=lambda c: c.id):
            row = (fold_text(claim.quote).text, claim.document.id, claim.id, claim.start, claim.end)
            index.execute("INSERT INTO search VALUES (?,?,?,?,?)", row)
        for document in sorted(documents, key=lambda d: d.id):
            for start, end in cut_pieces(document.text):
                row = (fold_text(document.text[start:end]).text, document.id, None, start, end)
                index.execute("INSERT INTO search VALUES (?,?,?,?,?)", row)
    index.close()


def cut_pieces(text: str) -> list[tuple[int, int]]:
    """Stretches of at most about 4,000 characters that end between words and together make the text.

    >>> cut_pieces("short text")
    [(0, 10)]
    >>> [end - start for start, end in cut_pieces("word " * 1000)]
    [4000, 1000]
    """
    pieces, start = [], 0
    while start < len(text):
        end = min(len(text), start + PIECE)
        if end < len(text):
            gap = max(text.rfind(" ", start + PIECE // 2, end), text.rfind("\n", start + PIECE // 2, end))
            end = gap + 1 if gap > 0 else end
        pieces.append((start, end))
        start = end
    return pieces


def write_query(text: str) -> str:
    """The search as FTS5 reads it: every word must be there, words between double quotes in that order.

    >>> write_query('textile "crush factory" -x*')
    '"textile" "crush factory" "x"'
    """
    terms = []
    for phrase, word in re.findall(r'"([^"]*)"|(\S+)', text):
        words = re.findall(r"\w+", fold_text(phrase or word).text)
        if words:
            terms.append('"' + " ".join(words) + '"')
    return " ".join(terms)


def find_hits(path: Path, text: str, limit: int | None = None) -> list[Hit]:
    """The claims and document pieces that hold the words, claims and closest first; none for a search of no
    words.
    """
    query = write_query(text)
    if not query:
        return []
    index = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        rows = index.execute(
            "SELECT document, start, stop, claim FROM search WHERE search MATCH ?"
            " ORDER BY claim IS NULL, rank, document, start LIMIT ?",
            (query, -1 if limit is None else limit),
        ).fetchall()
    finally:
        index.close()
    return [Hit(document=d, start=s, end=e, claim=c) for d, s, e, c in rows]
