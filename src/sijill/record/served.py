"""A version as a server reads it: pages of rows and counts instead of everything, from many threads at once."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import numpy as np

from ..errors import SijillError
from ..model import Claim, ControlState, Document, Incident, Reconciled, from_json, replace
from .filters import Condition, Filters, check_sources, match_any, match_sources
from .folder import versions_path
from .reader import EVERYTHING, Record, find_version

R = TypeVar("R")
INCIDENT_ORDER = "day_start NULLS LAST, day_end, id"
ORDERS = {
    "incidents": INCIDENT_ORDER,
    "claims": "document, span_start, span_end, id",
    "documents": "published NULLS LAST, id",
}


class ServedRecord(Record):
    """One whole version behind an in-memory database that may hold tables of its own (`memory.main`)."""

    altered_quotes: frozenset[str] = (
        frozenset()
    )  # claims whose quote has something withheld, in a public copy

    def __init__(self, root: Path, number: int):
        self.row_index: dict[
            str, tuple[np.ndarray, np.ndarray]
        ] = {}  # table → hashes of its ids in order, row numbers
        self.kept: dict[
            Any, str
        ] = {}  # what was asked of this connection → the temporary table that has the answer
        self.root, self.number = Path(root), number
        self.folder = versions_path(self.root) / str(number)
        path = self.folder / "record.duckdb"
        self._database = duckdb.connect()
        try:
            self._database.execute("SET threads = 2")
            self._database.execute("SET enable_progress_bar = false")
            self._database.execute(f"ATTACH {_quote(str(path))} AS record (READ_ONLY)")
            self._database.execute("USE record")
        except duckdb.Error as error:
            raise SijillError(
                f"the tables cannot be opened ({str(error).splitlines()[0]})",
                where=str(path),
                remedy="run `sijill build` again: it makes them anew from the archive",
            ) from error

    @classmethod
    def open(cls, path: str | Path, version: int | None = None) -> "ServedRecord":
        """The version that is served, or an older one that was kept."""
        root = Path(path)
        return cls(root, find_version(root, version))

    def fork(self) -> "ServedRecord":
        """The same version for one more thread, which closes it when done."""
        other = object.__new__(type(self))
        other.__dict__.update(self.__dict__)
        other.kept = {}
        other._database = self._database.cursor()
        other._database.execute("USE record")
        return other

    @property
    def database(self) -> duckdb.DuckDBPyConnection:
        """This thread's connection."""
        return self._database

    @cached_property
    def places_by_id(self) -> dict[str, Any]:
        """The places of the pack; asked for once before the first fork, all forks share them."""
        return {place.id: place for place in self.places()}

    def run(self, query: str, values: Sequence[Any] = ()) -> list[tuple]:
        """The rows that a query over the version's tables gives."""
        return self._database.execute(query, list(values)).fetchall()

    def match(self, table: str, filters: Filters) -> Condition:
        """The SQL condition that keeps the incidents or claims which the filters ask for."""
        return self._match_claims(filters) if table == "claims" else self._match_incidents(filters)

    def count(self, table: str, filters: Filters) -> int:
        """How many incidents or claims the filters keep."""
        return self._select(f"SELECT count(*) FROM {table} WHERE {{}}", self.match(table, filters))[0][0]

    def page(self, table: str, filters: Filters, limit: int, offset: int = 0) -> list[Any]:
        """One page of the incidents or claims that the filters keep, in the order of the whole."""
        record = Claim if table == "claims" else Incident
        query = (
            f"SELECT json FROM {table} WHERE {{}} ORDER BY {ORDERS[table]} LIMIT {limit:d} OFFSET {offset:d}"
        )
        return [from_json(row[0], record) for row in self._select(query, self.match(table, filters))]

    def pick(self, table: str, ids: Sequence[str], limit: int | None = None) -> list[Any]:
        """The incidents, claims or documents with these ids, in the order of the whole; unknown ids are left out."""
        if not ids:
            return []
        # The rows by their numbers: the wide columns are then read only where they are wanted. They are put in order first and
        # cut here: numbers, an order and a limit in one query are more than DuckDB 2.0 can plan.
        order, columns = ORDERS[table], "json, body" if table == "documents" else "json"
        numbers = [str(number) for number in self._find_rows(table, ids)]
        if limit is not None and len(numbers) > limit:
            listed = ", ".join(numbers)
            ordered = self.run(f"SELECT rowid FROM {table} WHERE rowid IN ({listed}) ORDER BY {order}")
            numbers = [str(row[0]) for row in ordered[:limit]]
        listed = ", ".join(numbers) or "-1"
        rows = self.run(f"SELECT {columns} FROM {table} WHERE rowid IN ({listed}) ORDER BY {order}")
        if table == "documents":
            return [replace(from_json(json, Document), text=body) for json, body in rows]
        record = Claim if table == "claims" else Incident
        return [from_json(row[0], record) for row in rows]

    def index_rows(self, *tables: str) -> None:
        """Rows of these tables are found by their ids without reading all ids; done once, before the first fork."""
        for table in tables:
            found = self._database.execute(
                f"SELECT hash(id) AS hashes, rowid AS numbers FROM {table} ORDER BY 1"
            ).fetchnumpy()
            self.row_index[table] = np.asarray(found["hashes"]), np.asarray(found["numbers"])

    def _find_rows(self, table: str, ids: Sequence[str]) -> list[int]:
        """The numbers of the rows with these ids."""
        asked = "SELECT unnest(CAST(? AS VARCHAR[])) AS id"
        if table not in self.row_index:
            found = self.run(f"SELECT rowid FROM {table} WHERE id IN ({asked})", [list(ids)])
            return [number for (number,) in found]
        hashes, numbers = self.row_index[table]
        wanted = np.array(
            [one for (one,) in self.run(f"SELECT hash(id) FROM ({asked})", [list(ids)])], hashes.dtype
        )
        ends = zip(
            np.searchsorted(hashes, wanted), np.searchsorted(hashes, wanted, side="right"), strict=True
        )
        near = sorted({int(number) for first, last in ends for number in numbers[first:last]})
        # Of two ids with one hash only the one asked for is kept.
        known = set(ids)
        listed = ", ".join(map(str, near)) or "-1"
        rows = self.run(f"SELECT rowid, id FROM {table} WHERE rowid IN ({listed})")
        return [number for number, key in rows if key in known]

    def list_claims_of(self, document: str) -> list[Claim]:
        """The claims of one document in the order of its text, rejected ones included."""
        where = Condition(sql="document = ?", values=(document,))
        rows = self._select("SELECT json FROM claims WHERE {} ORDER BY span_start, span_end, id", where)
        return [from_json(row[0], Claim) for row in rows]

    def list_figures_of(self, incidents: Sequence[str]) -> list[Reconciled]:
        """The reconciled figures of these incidents."""
        rows = self._select(
            "SELECT json FROM figures WHERE {} ORDER BY incident, measure, who, json",
            match_any("incident", tuple(incidents)),
        )
        return [from_json(row[0], Reconciled) for row in rows] if incidents else []

    def page_figures(self, filters: Filters, limit: int, offset: int = 0) -> tuple[list[Reconciled], int]:
        """One page of the figures of the incidents that the filters keep, and how many there are."""
        kept = self._match_incidents(filters)
        where = Condition(sql=f"incident IN (SELECT id FROM incidents WHERE {kept.sql})", values=kept.values)
        total = self._select("SELECT count(*) FROM figures WHERE {}", where)[0][0]
        query = (
            "SELECT figures.json FROM figures JOIN incidents ON incidents.id = incident WHERE {} ORDER BY incidents.day_start"
            f" NULLS LAST, incident, measure, who, figures.json LIMIT {limit:d} OFFSET {offset:d}"
        )
        return [from_json(row[0], Reconciled) for row in self._select(query, where)], total

    def list_ties_to(self, incident: str) -> list[str]:
        """The ids of the incidents that have a relation to this one."""
        return [
            row[0]
            for row in self.run(
                "SELECT DISTINCT incident FROM relations WHERE other = ? ORDER BY 1", [incident]
            )
        ]

    def list_states_of(self, place: str) -> list[ControlState]:
        """The states of one place, both series, by day."""
        where = Condition(sql="place = ?", values=(place,))
        rows = self._select("SELECT json FROM control WHERE {} ORDER BY series, day_start, day_end", where)
        return [from_json(row[0], ControlState) for row in rows]

    def list_documents(
        self, filters: Filters | None = None, limit: int = 10**9, offset: int = 0
    ) -> tuple[list[tuple[Document, int]], int]:
        """The documents of the sources and words asked for, without their texts, each with the number of its claims.

        With them comes how many there are on all pages.
        """
        filters = filters or EVERYTHING
        check_sources(self._database, filters.sources)
        where = match_sources("documents", filters.sources).joined(
            self._match_text(filters.text, "document", "id")
        )
        total = self._select("SELECT count(*) FROM documents WHERE {}", where)[0][0]
        rows = self._select(
            "WITH part AS (SELECT id, published, json FROM documents WHERE {} ORDER BY published NULLS LAST, id"
            f" LIMIT {limit:d} OFFSET {offset:d}) SELECT any_value(part.json), count(claims.id) FROM part LEFT JOIN claims"
            " ON claims.document = part.id GROUP BY part.id ORDER BY any_value(published) NULLS LAST, part.id",
            where,
        )
        return [(from_json(json, Document), count) for json, count in rows], total


class Slice:
    """A few incidents of a record with all that belongs to them, as a record of their own: what the pages are made of.

    It has the methods of a record that the stage `publish` reads, and each gives only what these incidents need.
    """

    def __init__(self, record: ServedRecord, incidents: Sequence[str], states: Sequence[ControlState] = ()):
        self._record, self._ids, self._states = record, list(incidents), list(states)
        self.altered_quotes = record.altered_quotes
        self._incidents = record.pick("incidents", self._ids)

    @cached_property
    def _claims(self) -> list[Claim]:
        ids = {claim for one in self._incidents for claim in one.claims}
        ids |= {reason.claim for state in self._states for reason in state.reasons}
        return self._record.pick("claims", sorted(ids))

    @cached_property
    def _documents(self) -> list[Document]:
        wanted = {claim.document.id for claim in self._claims}
        wanted |= {copy for one in self._incidents for origin in one.origins for copy in origin.copies}
        return self._record.pick("documents", sorted(wanted))

    @cached_property
    def _around(self) -> list[Incident]:
        """The incidents that these are tied to, either way."""
        tied = {tie.incident for one in self._incidents for tie in one.relations}
        tied |= {other for one in self._ids for other in self._record.list_ties_to(one)}
        return self._record.pick("incidents", sorted(tied - set(self._ids)))

    @property
    def manifest(self) -> dict[str, Any]:
        """The manifest of the whole version."""
        return self._record.manifest

    def incidents(self, filters: Filters | None = None) -> list[Incident]:
        """These incidents, and for None also those that they are tied to."""
        return [*self._incidents, *self._around] if filters is None else self._incidents

    def claims(self, filters: Filters | None = None) -> list[Claim]:
        """The claims of these incidents and those behind the states."""
        return self._claims

    def documents(self) -> list[Document]:
        """The documents of those claims, and their copies."""
        return self._documents

    def figures(self, filters: Filters | None = None) -> list[Reconciled]:
        """The figures of these incidents."""
        return self._record.list_figures_of(self._ids)

    def control(self, filters: Filters | None = None) -> list[ControlState]:
        """The states that the slice was made with."""
        return self._states

    def places(self) -> list[Any]:
        """The places of these incidents and states, with what contains them."""
        known = self._record.places_by_id
        refs = [ref for one in self.incidents() for ref in (one.place, *one.places) if ref and ref.id]
        ids = {*(ref.id for ref in refs), *(state.place_id for state in self._states)}
        ids |= {state.inferred_from for state in self._states if state.inferred_from}
        found = [known[one] for one in sorted(ids) if one in known]
        parents = {one.parent for one in found if one.parent in known} - ids
        return [*found, *(known[one] for one in sorted(parents))]


def keep_everything(filters: Filters) -> Filters:
    """The same filters, background, plans and hypotheses included."""
    return replace(filters, include_background=EVERYTHING.include_background, include_unasserted=True)


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
