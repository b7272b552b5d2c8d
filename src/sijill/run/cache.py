"""What the stages made of each document, kept so that an unchanged one is neither read nor extracted again.

The file can be deleted at any time: the next build then takes longer and gives the same record.
"""

import hashlib
import sqlite3
import zlib
from functools import lru_cache
from pathlib import Path

from ..errors import SijillError

PACKAGE = Path(__file__).parent.parent
SHARED = ("model.py", "text.py", "dates", "quantities", "names.py", "numerals.py", "packs/*.py")
KEPT_BUILDS = 10  # an entry that no build asked for in so many is dropped


class StageCache:
    """Results by stage and key in one SQLite file; only the process that builds opens it."""

    def __init__(self, path: Path):
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self._open()
        row = self._database.execute("SELECT max(build) FROM results").fetchone()
        self._build = (row[0] or 0) + 1

    def __enter__(self) -> "StageCache":
        return self

    def __exit__(self, *_) -> None:
        self._database.commit()
        self._database.close()

    def get(self, stage: str, key: str) -> bytes | None:
        """What was put under this key, or None."""
        row = self._database.execute(
            "SELECT data FROM results WHERE stage = ? AND key = ?", (stage, key)
        ).fetchone()
        if row is None:
            return None
        try:
            data = zlib.decompress(row[0])
        except zlib.error:  # damaged: made again, as if it had never been there
            return None
        self._database.execute(
            "UPDATE results SET build = ? WHERE stage = ? AND key = ? AND build <> ?",
            (self._build, stage, key, self._build),
        )
        return data

    def put(self, stage: str, key: str, data: bytes, content_hash: str) -> None:
        """The result is kept, under the hash of the bytes it came from, so that erasing these erases it."""
        self._database.execute(
            "INSERT OR REPLACE INTO results VALUES (?, ?, ?, ?, ?)",
            (stage, key, content_hash, self._build, zlib.compress(data, 1)),
        )

    def commit(self) -> None:
        """What was put so far is on disk."""
        self._database.commit()

    def erase(self, content_hash: str) -> None:
        """Nothing that came from these bytes is in the file any more."""
        self._database.execute("DELETE FROM results WHERE content_hash = ?", (content_hash,))
        self._database.commit()
        self._database.execute("VACUUM")

    def drop_unused(self) -> None:
        """Entries that no recent build asked for are gone."""
        self._database.execute("DELETE FROM results WHERE build <= ?", (self._build - KEPT_BUILDS,))

    def _open(self) -> None:
        try:
            self._connect()
        except sqlite3.DatabaseError:
            # Half a file from a crash or a full disk: nothing is lost by starting over.
            self._database.close()
            self.path.unlink()
            self._connect()

    def _connect(self) -> None:
        try:
            self._database = sqlite3.connect(self.path)
        except sqlite3.OperationalError as error:
            raise SijillError(
                f"cannot be opened ({error})",
                where=str(self.path),
                remedy="check the permissions of the folder",
            ) from error
        self._database.execute("PRAGMA secure_delete = ON")
        self._database.execute(
            "CREATE TABLE IF NOT EXISTS results (stage TEXT, key TEXT, content_hash TEXT, build INTEGER,"
            " data BLOB, PRIMARY KEY (stage, key))"
        )
        self._database.execute("CREATE INDEX IF NOT EXISTS by_hash ON results (content_hash)")


def make_key(*parts: object) -> str:
    """One key from everything that a result depends on.

    >>> make_key("a", "b") == make_key("a", "b") != make_key("ab")
    True
    """
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else str(part).encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


@lru_cache(maxsize=16)
def digest_stage(stage: str) -> str:
    """A hash over the code and data of a stage and of what it stands on: any change of them changes it."""
    digest = hashlib.sha256()
    for part in (stage, *SHARED):
        for path in sorted(_list_files(part)):
            digest.update(path.relative_to(PACKAGE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _list_files(part: str) -> list[Path]:
    if "*" in part:
        return list(PACKAGE.glob(part))
    if (PACKAGE / part).is_file():
        return [PACKAGE / part]
    found = (path for path in (PACKAGE / part).rglob("*") if path.is_file())
    return [path for path in found if "__pycache__" not in path.parts]
