"""The answers of models, kept for good: paid for once, on disk as soon as they come, and erased with their document.

They are part of what a record is made from, like its archive, and not a cache: what a model said it may never say again.
"""

import sqlite3
import threading
from collections.abc import Iterable
from pathlib import Path

from sijill.errors import SijillError
from sijill.extract.llm.client import Reply

SHORT_HASH = 16  # digits of a document's hash that a batch file carries
TABLES = """
CREATE TABLE IF NOT EXISTS answers (
  key TEXT PRIMARY KEY, model TEXT, prompt TEXT, text TEXT, cut INTEGER, tokens_in INTEGER, tokens_out INTEGER,
  came TEXT
);
CREATE TABLE IF NOT EXISTS uses (key TEXT, content_hash TEXT, PRIMARY KEY (key, content_hash));
CREATE TABLE IF NOT EXISTS failures (
  document TEXT, content_hash TEXT, source TEXT, model TEXT, place INTEGER, what TEXT, said TEXT, lost INTEGER
);
CREATE INDEX IF NOT EXISTS by_hash ON uses (content_hash);
"""


class AnswerStore:
    """Answers by key in one SQLite file of a record; several threads of the process that builds may use it."""

    def __init__(self, path: Path):
        self.path = path
        self._lock = threading.Lock()
        self._closed = False
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._database = sqlite3.connect(path, check_same_thread=False)
            # With a write-ahead log a commit is one append: a kill loses nothing, a power cut at most the last answers.
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.execute("PRAGMA secure_delete = ON")
            self._database.executescript(TABLES)
        except sqlite3.DatabaseError as error:
            raise SijillError(
                f"cannot be read ({error})", where=str(path),
                remedy="it holds the answers of language models; put a copy back, or move it away and ask again",
            ) from error  # fmt: skip

    def __enter__(self) -> "AnswerStore":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Everything is in the one file."""
        with self._lock:
            self._closed = True
            self._database.commit()
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._database.close()

    def get(self, key: str, content_hash: str | None = None) -> Reply | None:
        """The answer under this key; that a document uses it is noted, so that erasing that document can erase it."""
        with self._lock:
            if self._closed:  # a thread that was left behind when the run was broken off
                return None
            row = self._database.execute(
                "SELECT text, cut, tokens_in, tokens_out FROM answers WHERE key = ?", (key,)
            ).fetchone()
            if row is not None and content_hash:
                self._note_use(key, content_hash)
        return row and Reply(text=row[0], cut=bool(row[1]), tokens_in=row[2], tokens_out=row[3])

    def put(
        self,
        key: str,
        reply: Reply,
        *,
        model: str,
        prompt: str,
        content_hash: str | None = None,
        came: str = "server",
    ) -> bool:
        """The answer is on disk when this returns; False where the key has one already, which stays."""
        with self._lock:
            if self._closed:
                return False
            done = self._database.execute(
                "INSERT OR IGNORE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (key, model, prompt, reply.text, reply.cut, reply.tokens_in, reply.tokens_out, came),
            )
            if content_hash:
                self._note_use(key, content_hash)
            self._database.commit()
            return done.rowcount > 0

    def has_answer(self, content_hash: str) -> bool:
        """Whether an answer was ever used for a document with these bytes."""
        with self._lock:
            query = "SELECT 1 FROM uses WHERE content_hash = ? LIMIT 1"
            return self._database.execute(query, (content_hash,)).fetchone() is not None

    def list_failures(self) -> list[tuple]:
        """What models answered that no proof was found for: source, model, place, what is wrong, what was said, lost."""
        with self._lock:
            return self._database.execute(
                "SELECT source, model, place, what, said, lost FROM failures ORDER BY source, place, what, said"
            ).fetchall()

    def note_failures(self, document: str, content_hash: str, rows: Iterable[tuple]) -> None:
        """These are now the failures of a document, in place of those of an earlier time."""
        with self._lock:
            self._database.execute("DELETE FROM failures WHERE document = ?", (document,))
            self._database.executemany(
                "INSERT INTO failures VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [(document, content_hash, *row) for row in rows],
            )
            self._database.commit()

    def keep_failures(self, documents: Iterable[str]) -> None:
        """Failures of documents that are no longer in the record are gone."""
        with self._lock:
            known = set(documents)
            rows = self._database.execute("SELECT DISTINCT document FROM failures").fetchall()
            gone = [row for row in rows if row[0] not in known]
            self._database.executemany("DELETE FROM failures WHERE document = ?", gone)
            self._database.commit()

    def count(self) -> tuple[int, int, int]:
        """How many answers there are, and the tokens that servers counted for them, in and out."""
        with self._lock:
            return self._database.execute(
                "SELECT count(*), coalesce(sum(tokens_in), 0), coalesce(sum(tokens_out), 0) FROM answers"
            ).fetchone()

    def erase(self, content_hash: str) -> int:
        """Answers that quote this document are gone, also where another document used them; returns how many."""
        with self._lock:
            keys = "(SELECT key FROM uses WHERE content_hash = ?)"
            gone = self._database.execute(
                f"DELETE FROM answers WHERE key IN {keys}", (content_hash,)
            ).rowcount
            self._database.execute(f"DELETE FROM uses WHERE key IN {keys}", (content_hash,))
            self._database.execute("DELETE FROM failures WHERE content_hash = ?", (content_hash,))
            self._database.commit()
            self._database.execute("VACUUM")
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return gone

    def _note_use(self, key: str, content_hash: str) -> None:
        self._database.execute("INSERT OR IGNORE INTO uses VALUES (?, ?)", (key, content_hash))
