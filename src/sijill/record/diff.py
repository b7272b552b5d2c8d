"""What changed between two versions of a record."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..model import Frozen, to_dict
from .reader import Record
from .schema import canonical_document


class Change(Frozen):
    """One row that is in one version only, or that is not the same in both; `fields` says what differs."""

    table: str
    change: str  # added, removed, changed
    id: str
    summary: str
    fields: tuple[str, ...] = ()


def diff_versions(path: str | Path, before: int, after: int) -> list[Change]:
    """The rows added, removed and changed from one version to the other, table by table."""
    with Record.open(path, version=before) as old, Record.open(path, version=after) as new:
        return [
            change
            for table, rows_of in TABLES.items()
            for change in compare_rows(table, rows_of(old), rows_of(new))
        ]


def compare_rows(table: str, old: Iterable[tuple[str, Any]], new: Iterable[tuple[str, Any]]) -> list[Change]:
    """The changes between two sets of (key, record), by key."""
    a, b = dict(old), dict(new)
    changes = []
    for key in sorted(a.keys() | b.keys()):
        if key not in b:
            changes.append(Change(table=table, change="removed", id=key, summary=summarise(a[key])))
        elif key not in a:
            changes.append(Change(table=table, change="added", id=key, summary=summarise(b[key])))
        elif a[key] != b[key]:
            was, now = to_dict(a[key]), to_dict(b[key])
            fields = tuple(name for name in now if was.get(name) != now[name])
            changes.append(
                Change(table=table, change="changed", id=key, summary=summarise(b[key]), fields=fields)
            )
    return changes


def summarise(record: Any) -> str:
    """The record in a few words, for a list of changes."""
    if hasattr(record, "quote"):
        return f"{record.kind} ({record.stance}), {record.speaker.name}: {record.quote}"
    if hasattr(record, "holder"):
        return f"{record.place}, {record.start} to {record.end}: {record.holder}"
    if hasattr(record, "measure"):
        low = "?" if record.low is None else f"{record.low:g}"
        high = "?" if record.high is None else f"{record.high:g}"
        return f"{record.measure} {record.who or ''}: {low} to {high}, {record.status}"
    return record.title or record.source


TABLES = {
    "documents": lambda record: [(d.id, canonical_document(d)) for d in record.documents()],
    "claims": lambda record: [(c.id, c) for c in record.claims()],
    "incidents": lambda record: [(i.id, i) for i in record.incidents()],
    "figures": lambda record: [
        (" ".join(filter(None, (f.incident, f.measure, f.who, f.scope))), f) for f in record.figures()
    ],
    "control": lambda record: [(f"{s.place_id} {s.series} {s.start}", s) for s in record.control()],
}
