"""Reading one whole version of a record: every method returns the model's own records."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import msgspec

from ..errors import SijillError
from ..model import (
    Claim,
    ControlState,
    Decision,
    Document,
    Incident,
    Reconciled,
    Unread,
    from_json,
    replace,
)
from ..packs import Actor, Place, Side, Source
from . import finding, naming
from .filters import (
    Condition,
    Filters,
    check_sources,
    match_any,
    match_days,
    match_places,
    match_sides,
    match_sources,
)
from .folder import find_leftovers, is_record, list_versions, read_current, versions_path
from .naming import Named, find_named, find_places
from .search import Hit, find_hits
from .wording import seek_claims, seek_documents

R = TypeVar("R")
EVERYTHING = Filters(include_background=True)


class Record:
    """One version of a record, open for reading; close it, or use it as a context manager.

    The methods that take `filters` give everything (but what a person rejected) for None.
    """

    def __init__(self, root: Path, number: int):
        self.root, self.number = Path(root), number
        self.folder = versions_path(self.root) / str(number)
        self._database = _open_database(self.folder / "record.duckdb")

    @classmethod
    def open(cls, path: str | Path, version: int | None = None) -> "Record":
        """The version that is served, or an older one that was kept; nothing else can be opened."""
        root = Path(path)
        return cls(root, find_version(root, version))

    def __enter__(self) -> "Record":
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """The version is let go of."""
        self._database.close()

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """What this version was built from, with which software, and the counts and hashes of its rows."""
        return read_manifest(self.folder)

    def documents(self, filters: Filters | None = None) -> list[Document]:
        """The documents read, by publication day, the undated last."""
        filters = filters or EVERYTHING
        check_sources(self._database, filters.sources)
        match_places(
            self._database, "claim_places", "claim", filters.places
        )  # both raise where one is unknown
        match_sides(self._database, "claim_actors", "claim", filters.sides)
        where = match_sources("documents", filters.sources).joined(
            self._match_text(filters.text, "document", "id")
        )
        rows = self._select(
            "SELECT json, body FROM documents WHERE {} ORDER BY published NULLS LAST, id", where
        )
        return [replace(from_json(json, Document), text=body) for json, body in rows]

    def claims(self, filters: Filters | None = None) -> list[Claim]:
        """The claims, in the order of their documents and of the text."""
        filters = filters or EVERYTHING
        rows = self._select(
            "SELECT json FROM claims WHERE {} ORDER BY document, span_start, span_end, id",
            self._match_claims(filters),
        )
        return [from_json(row[0], Claim) for row in rows]

    def incidents(self, filters: Filters | None = None) -> list[Incident]:
        """The incidents by day, the undated last."""
        filters = filters or EVERYTHING
        rows = self._select(
            "SELECT json FROM incidents WHERE {} ORDER BY day_start NULLS LAST, day_end, id",
            self._match_incidents(filters),
        )
        return [from_json(row[0], Incident) for row in rows]

    def figures(self, filters: Filters | None = None) -> list[Reconciled]:
        """The reconciled figures of the incidents that the filters keep, in the order of those incidents."""
        query = "SELECT figures.json FROM figures LEFT JOIN incidents ON incidents.id = figures.incident"
        order = "ORDER BY incidents.day_start NULLS LAST, incident, measure, who, figures.json"
        where = Condition()
        if filters is not None:
            kept = self._match_incidents(filters)
            where = Condition(
                sql=f"incident IN (SELECT id FROM incidents WHERE {kept.sql})", values=kept.values
            )
        return [from_json(row[0], Reconciled) for row in self._select(f"{query} WHERE {{}} {order}", where)]

    def control(self, filters: Filters | None = None) -> list[ControlState]:
        """The states of control, by place, series and day."""
        filters = filters or EVERYTHING
        where = match_days("day_start", "day_end", filters)
        if filters.series:
            where = where.joined(match_any("series", (filters.series,)))
        if filters.places:
            wanted = [place for name in filters.places for place in self.find_inside(name)]
            where = where.joined(match_any("place", wanted))
        if filters.sides:
            match_sides(self._database, "claim_actors", "claim", filters.sides)  # raises where one is unknown
            found = [side for name in filters.sides for side in find_named(self._database, "sides", name)]
            where = where.joined(match_any("holder", [*found, *filters.sides]))
        rows = self._select(
            "SELECT json FROM control WHERE {} ORDER BY place_label, place, series, day_start, day_end", where
        )
        return [from_json(row[0], ControlState) for row in rows]

    def document(self, key: str) -> Document | None:
        """The document with that id, or the one that came under that source name; None when there is none."""
        rows = self._select(
            "SELECT json, body FROM documents WHERE {} ORDER BY id LIMIT 1",
            Condition(sql="id = ? OR source = ? OR url = ?", values=(key, key, key)),
        )
        return replace(from_json(rows[0][0], Document), text=rows[0][1]) if rows else None

    def claim(self, claim_id: str) -> Claim | None:
        """The claim with that id, rejected ones included; None when there is none."""
        return self._one("claims", claim_id, Claim)

    def incident(self, incident_id: str) -> Incident | None:
        """The incident with that id, or the one that a retired id now stands for; None when there is none."""
        found = self._one("incidents", incident_id, Incident)
        if found is None:
            where = Condition(sql="retired = ?", values=(incident_id,))
            rows = self._select("SELECT incident FROM redirects WHERE {} ORDER BY incident", where)
            found = self._one("incidents", rows[0][0], Incident) if rows else None
        return found

    def search(self, text: str, limit: int | None = None) -> list[Hit]:
        """The claims and document pieces that hold the words, in any spelling of their letters."""
        return find_hits(self.folder / "search.sqlite", text, limit)

    def unread(self) -> list[Unread]:
        """What could not be read, with the problem and the remedy."""
        return [
            from_json(row[0], Unread) for row in self._select("SELECT json FROM unread WHERE {}", Condition())
        ]

    def places(self) -> list[Place]:
        """The places of the pack that this version was built with."""
        return self._entries("places", Place)

    def actors(self) -> list[Actor]:
        """The actors of the pack that this version was built with."""
        return self._entries("actors", Actor)

    def sources(self) -> list[Source]:
        """The outlets and speakers of the pack that this version was built with."""
        return self._entries("sources", Source)

    def sides(self) -> list[Side]:
        """The sides of the pack that this version was built with."""
        rows = self._select("SELECT id, name, label FROM sides WHERE {} ORDER BY id", Condition())
        return [Side(id=row[0], name=row[1], label=row[2]) for row in rows]

    def tray(self) -> list[Decision]:
        """The decisions whose claim this version no longer has: for a person to look at again."""
        return [
            from_json(row[0], Decision) for row in self._select("SELECT json FROM tray WHERE {}", Condition())
        ]

    def verdicts(self) -> dict[str, str]:
        """What people decided about claims: claim id → accepted or rejected."""
        rows = self._select("SELECT id, verdict FROM claims WHERE {}", Condition(sql="verdict IS NOT NULL"))
        return dict(rows)

    def find_named(self, section: str, name: str) -> list[str]:
        """The ids of the pack's sides, actors, places or sources of that name, in any spelling."""
        return find_named(self._database, section, name)

    def look_up(self, section: str, name: str) -> Named:
        """The same, with the spelling that it was found by, and whether that is the name itself."""
        return naming.look_up(self._database, section, name)

    def find_written_places(self, name: str) -> tuple[list[str], bool]:
        """The names of places as claims write them, and whether they are the name or only have its words in them."""
        return naming.find_written_places(self._database, name)

    def find_speaker_parts(self, name: str) -> list[str]:
        """The names of speakers that have these words in them."""
        return naming.find_speaker_parts(self._database, name)

    def find_ids(self, key: str) -> list[str]:
        """The ids of claims, documents or incidents that a shortened id may stand for."""
        return finding.find_ids(self._database, key)

    def find_titles(self, words: str) -> list[str]:
        """The ids of the documents with these words for a title, or in it."""
        return finding.find_titles(self._database, words)

    def find_voice(self, name: str) -> tuple[list[str], list[str]]:
        """The ids of the documents that someone of that name or id published, and of the claims that they make or relay."""
        ids = find_named(self._database, "sources", name)
        said = finding.find_speakers(self._database, name, [*ids, name])
        return finding.find_published(self._database, name, ids), said

    def suggest_keys(self, key: str) -> list[str]:
        """The names and ids of the record that come nearest to one that finds nothing."""
        return finding.suggest_keys(self._database, key)

    def count_undated(self, filters: Filters) -> int:
        """How many incidents fit the filters but for their day, which is unknown: a day filter leaves them
        out.
        """
        where = self._match_incidents(replace(filters, since=None, until=None, on=None, undated=True))
        return self._select("SELECT count(*) FROM incidents WHERE {}", where)[0][0]

    def count_hidden(self, filters: Filters) -> dict[str, int]:
        """How many incidents the default leaves out, by why: planned, hypothetical, background."""
        all_of_it = replace(filters, include_background=True, include_unasserted=True)
        rows = self._select(
            "SELECT CASE WHEN status IN ('planned', 'hypothetical') THEN status ELSE 'background' END AS why,"
            " count(*) FROM incidents WHERE {} AND (background OR status IN ('planned', 'hypothetical'))"
            " GROUP BY why ORDER BY why",
            self._match_incidents(all_of_it),
        )
        return dict(rows)

    def read_rows(self, table: str) -> list[tuple]:
        """The rows of one table as its columns have them."""
        return self._database.execute(f'SELECT * FROM "{table}"').fetchall()

    def read_columns(self, table: str, *columns: str) -> list[tuple]:
        """The distinct rows of some columns of one table, in order."""
        named = ", ".join(f'"{column}"' for column in columns)
        return self._database.execute(f'SELECT DISTINCT {named} FROM "{table}" ORDER BY ALL').fetchall()

    # -- inside
    # -------------------------------------------------------------------------------------------------

    def _match_claims(self, filters: Filters) -> Condition:
        where = match_any("kind", filters.kinds).joined(match_any("stance", filters.stances))
        where = where.joined(match_days("day_start", "day_end", filters))
        where = where.joined(match_places(self._database, "claim_places", "claim", filters.places))
        where = where.joined(match_sides(self._database, "claim_actors", "claim", filters.sides))
        where = where.joined(self._match_text(filters.text, "claim", "id"))
        where = where.joined(self._match_documents(filters, "document"))
        if not filters.include_background:
            where = where.joined(Condition(sql="NOT background"))
        if not filters.include_repeats:
            where = where.joined(Condition(sql="repeats IS NULL"))
        if not filters.include_rejected:
            where = where.joined(Condition(sql="verdict IS DISTINCT FROM 'rejected'"))
        grades = filters.grades or ((filters.grade,) if filters.grade else ())
        if grades or filters.statuses:
            inner = match_any("grade", grades).joined(match_any("status", filters.statuses))
            where = where.joined(
                Condition(
                    sql=f"incident IN (SELECT id FROM incidents WHERE {inner.sql})", values=inner.values
                )
            )
        return where

    def _match_incidents(self, filters: Filters) -> Condition:
        where = match_any("kind", filters.kinds).joined(match_any("status", filters.statuses))
        where = where.joined(match_days("day_start", "day_end", filters))
        where = where.joined(match_places(self._database, "incident_places", "incident", filters.places))
        where = where.joined(match_sides(self._database, "incident_actors", "incident", filters.sides))
        grades = filters.grades or ((filters.grade,) if filters.grade else ())
        where = where.joined(match_any("grade", grades))
        if filters.unplaced:
            where = where.joined(Condition(sql="lat IS NULL"))
        if not filters.include_background:
            where = where.joined(Condition(sql="NOT background"))
        if not filters.include_unasserted and not filters.statuses:
            where = where.joined(Condition(sql="status NOT IN ('planned', 'hypothetical')"))
        through = match_any("stance", filters.stances).joined(self._match_text(filters.text, "claim", "id"))
        through = through.joined(self._match_documents(filters, "document"))
        if through.values:
            where = where.joined(
                Condition(
                    sql="id IN (SELECT incident_claims.incident FROM incident_claims JOIN claims"
                    f" ON claims.id = incident_claims.claim"
                    f" WHERE claims.id IN (SELECT id FROM claims WHERE {through.sql}))",
                    values=through.values,
                )
            )
        return where

    def _match_documents(self, filters: Filters, column: str) -> Condition:
        if not (filters.sources or filters.languages):
            return Condition()
        check_sources(self._database, filters.sources)
        inner = match_sources("documents", filters.sources).joined(match_any("language", filters.languages))
        return Condition(sql=f"{column} IN (SELECT id FROM documents WHERE {inner.sql})", values=inner.values)

    def _match_text(self, text: str | None, what: str, column: str) -> Condition:
        if not text:
            return Condition()
        seek = seek_claims if what == "claim" else seek_documents
        found = seek(self._database, self.folder / "search.sqlite", text)
        return Condition(sql=f"{column} IN (SELECT unnest(CAST(? AS VARCHAR[])))", values=(found,))

    def find_inside(self, name: str) -> Sequence[str]:
        """The ids of a place and of every place inside it; its name where claims only write it, else an error."""
        found = find_places(self._database, name)
        if not found:
            match_places(
                self._database, "claim_places", "claim", (name,)
            )  # raises where nobody names it either
        return found or [name]

    def _select(self, query: str, where: Condition) -> list[tuple]:
        return self._database.execute(query.replace("{}", f"({where.sql})"), list(where.values)).fetchall()

    def _one(self, table: str, key: str, record: type[R]) -> R | None:
        rows = self._select(f"SELECT json FROM {table} WHERE {{}}", Condition(sql="id = ?", values=(key,)))
        return from_json(rows[0][0], record) if rows else None

    def _entries(self, table: str, record: type[R]) -> list[R]:
        return [
            from_json(row[0], record)
            for row in self._select(f"SELECT json FROM {table} WHERE {{}} ORDER BY id", Condition())
        ]


def find_version(root: Path, version: int | None = None) -> int:
    """The number of the version to read; an error that says what there is when there is none."""
    if not root.exists() or (not is_record(root) and not list_versions(root)):
        what = "there is no record here" if root.exists() else "there is no such folder"
        raise SijillError(what, where=str(root), remedy="build one with `sijill build SOURCES… --record DIR`")
    kept = list_versions(root)
    number = read_current(root) if version is None else version
    if version is not None and version not in kept:
        raise SijillError(
            f"has no version {version}",
            where=str(root),
            remedy=f"kept are {', '.join(map(str, kept)) or 'none'}",
        )
    if number is None:
        left = find_leftovers(root)
        what = f"holds no whole version (half-written: {left[0]})" if left else "holds no built version"
        raise SijillError(
            what, where=str(root), remedy="run `sijill build SOURCES… --record DIR` to build one"
        )
    if number not in kept:
        raise SijillError(
            f"serves version {number}, which is not there or not whole",
            where=str(root),
            remedy="run `sijill build` again: it needs no sources, the archive has them",
        )
    return number


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a version's folder."""
    path = folder / "manifest.json"
    try:
        return msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        raise SijillError(
            f"cannot be read ({error})", where=str(path), remedy="run `sijill build` again"
        ) from error


def _open_database(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise SijillError(
            f"the tables cannot be opened ({str(error).splitlines()[0]})",
            where=str(path),
            remedy="run `sijill build` again: it makes them anew from the archive",
        ) from error
