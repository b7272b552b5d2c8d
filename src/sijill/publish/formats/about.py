"""What goes with every exported file: a sidecar with its columns, where it came from, and what it has no row for."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sijill.model import Document, Frozen, to_dict
from sijill.publish.formats.events import EventView, LeftOut
from sijill.publish.geojson import NOT_WITHHELD, WITHHELD
from sijill.publish.output import write_file
from sijill.publish.redact import count_withheld
from sijill.reconcile import load_rule_set

SUFFIX = ".about.json"
NOTE = "Claims are not facts. Names and positions imply no view on any boundary."


class Column(Frozen):
    """One column or field of a format: its name, its type (of Table Schema) and what it says here."""

    name: str
    type: str = "string"
    about: str = ""
    tag: str = ""  # HXL


class Outside(Frozen):
    """Dead of an incident that the filters keep, told in the row of one that they do not keep."""

    id: str  # of the incident with the row
    tolls: tuple[str, ...]  # the incidents whose dead these are
    dead: int


class Written(Frozen):
    """What a writer has put into its file."""

    rows: int
    columns: tuple[Column, ...] = ()
    documents: tuple[Document, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    rules: str | None = None
    notice: str = ""
    layer: str | None = None
    outside: tuple[Outside, ...] = ()


def name_about(path: str | Path) -> Path:
    """The sidecar's path: the file's own with `.about.json` behind it.

    >>> name_about("out/events.csv").name
    'events.csv.about.json'
    """
    path = Path(path)
    return path.with_name(path.name + SUFFIX)


def write_about(
    view: EventView, path: str | Path, form: str, title: str, written: Written, filters: Any
) -> Path:
    """The path of the sidecar that now says what the file is."""
    about = build_about(view, Path(path).name, form, title, written, filters)
    return write_file(name_about(path), json.dumps(about, ensure_ascii=False, indent=1) + "\n")


def build_about(
    view: EventView, name: str, form: str, title: str, written: Written, filters: Any
) -> dict[str, Any]:
    """The sidecar: format, record, rule-set, filters, privacy, columns, what was left out and why, archive hashes."""
    manifest = view.record.manifest
    kept = ("title", "version", "finished", "pack", "extractor", "gazetteers", "decisions", "rows")
    return {
        "file": name,
        "format": form,
        "title": title,
        **({"layer": written.layer} if written.layer else {}),
        "notice": written.notice,
        "note": NOTE,
        "rows": written.rows,
        "record": {key: manifest.get(key) for key in kept}
        | {"software": (manifest.get("software") or {}).get("sijill")},
        "rule_set": describe_rules(written.rules) if written.rules else None,
        "filters": describe_filters(filters),
        "privacy": WITHHELD if view.public else NOT_WITHHELD,
        "withheld": count_withheld(view.record),
        "columns": [
            {"name": column.name, "type": column.type, "description": column.about}
            | ({"hxl": column.tag} if column.tag else {})
            for column in written.columns
        ],
        "left_out": {
            "count": len(written.left_out),
            "reasons": dict(Counter(one.why for one in written.left_out).most_common()),
            "items": [to_dict(one) for one in written.left_out],
        },
        **({"outside_filters": describe_outside(written.outside)} if written.outside else {}),
        "documents": [describe_document(one) for one in unique_documents(written.documents)],
    }


def describe_outside(outside: Sequence[Outside]) -> dict[str, Any]:
    """The dead that the filters cut off from their incidents, with the rows that tell them."""
    return {
        "dead": sum(one.dead for one in outside),
        "note": "dead of incidents that fit the filters, told in the rows of incidents that do not; export without the filter",
        "items": [to_dict(one) for one in outside],
    }


def describe_rules(name: str) -> dict[str, Any]:
    """The rule-set: where it was published and where it departs from that."""
    rules = load_rule_set(name)
    return {
        "name": rules.name,
        "title": rules.title,
        "sources": [to_dict(source) for source in rules.sources],
        "departs": list(rules.departs),
    }


def describe_filters(filters: Any) -> dict[str, Any]:
    """The filters that ask for something in particular."""
    if filters is None:
        return {}
    values = to_dict(filters)
    plain = to_dict(type(filters)()) if not isinstance(filters, dict) else {}
    return {key: value for key, value in values.items() if value != plain.get(key)}


def describe_document(document: Document) -> dict[str, Any]:
    """One document behind the rows, with the hash under which its bytes are in the archive."""
    return {
        "id": document.id,
        "source": document.source,
        "publisher": document.publisher,
        "published": document.published,
        "sha256": document.content_hash,
    }


def unique_documents(documents: Sequence[Document]) -> list[Document]:
    """Each document once, by id."""
    return [found for _, found in sorted({document.id: document for document in documents}.items())]
