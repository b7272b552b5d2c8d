"""A Frictionless data package: every table of the record as CSV, with types, meanings and keys, in a folder or a zip file."""

import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sijill.errors import SijillError
from sijill.publish import tables
from sijill.publish.formats.about import Written, build_about
from sijill.publish.formats.events import EventView
from sijill.publish.formats.flat import Row, claim_layer, control_layer, incident_layer, list_columns, order

TITLE = "All tables of the record"
KEYS = {"incidents": "id", "claims": "id", "documents": "id"}
LINKS = {
    "claims": (("document", "documents", "id"),),
    "parties": (("claim", "claims", "id"),),
    "claim_places": (("claim", "claims", "id"),),
    "claim_figures": (("claim", "claims", "id"),),
    "incident_claims": (("incident", "incidents", "id"), ("claim", "claims", "id")),
    "origins": (("incident", "incidents", "id"),),
    "figures": (("incident", "incidents", "id"),),
    "relations": (("incident", "incidents", "id"),),
}
ZIP_TIME = (1980, 1, 1, 0, 0, 0)  # one and the same, so that equal records give equal files


def write_datapackage(view: EventView, path: str | Path, filters: Any = None) -> Written:
    """A folder, or a zip file where the name ends so, of CSV tables with their `datapackage.json`."""
    target = check_folder(path)
    content = {name: list(rows) for name, rows in list_tables(view, filters)}
    written = Written(
        rows=sum(map(len, content.values())), documents=tuple(view.documents.values()), rules="sijill"
    )
    about = build_about(view, target.name, "datapackage", TITLE, written, filters)
    files = {f"{name}.csv": write_table(name, rows) for name, rows in content.items()}
    files["datapackage.json"] = (
        json.dumps(describe_package(view, content, about), ensure_ascii=False, indent=1) + "\n"
    )
    if target.suffix.lower() == ".zip":
        write_zip(target, files)
    else:
        write_folder(target, files)
    return written


def list_tables(view: EventView, filters: Any) -> Iterator[tuple[str, Iterator[Row]]]:
    """The tables by name, with their rows; of the claims those of the incidents that the filters keep as well."""
    record = view.record
    incidents = record.incidents(filters)
    wanted = {claim.id for claim in record.claims(filters)} | {one for row in incidents for one in row.claims}
    claims = [claim for claim in view.claims.values() if claim.id in wanted]
    kept, own = {incident.id for incident in incidents}, {claim.id for claim in claims}
    yield "incidents", (row for row, _ in incident_layer(view, filters))
    yield (
        "incident_claims",
        (
            {"incident": incident.id, "claim": claim}
            for incident in incidents
            for claim in incident.claims
            if claim in own
        ),
    )
    yield "origins", (
        {"incident": incident.id, "origin": one.id, "label": one.label, "side": one.side, "claims": len(one.claims),
         "copies": len(one.copies)}
        for incident in incidents for one in incident.origins
    )  # fmt: skip
    yield (
        "relations",
        (
            {"incident": incident.id, "type": tie.type, "other": tie.incident, "why": tie.why}
            for incident in incidents
            for tie in incident.relations
        ),
    )
    yield "figures", (order(row, "figures") for row in tables.figure_rows(record) if row["incident"] in kept)
    yield "claims", (row for row, _ in claim_layer(view, None) if row["id"] in own)
    yield "parties", (
        {"claim": claim.id, "role": role, "name": ref.name, "id": ref.id, "label": ref.label, "side": ref.side}
        for claim in claims
        for role, refs in (("speaker", (claim.speaker,)), ("via", claim.via), ("actor", claim.actors),
                           ("target", claim.targets), ("weapon", claim.weapons))
        for ref in refs
    )  # fmt: skip
    for name, field in (("claim_places", "places"), ("claim_figures", "figures")):
        fields = [column.name for column in list_columns(name) if column.name != "claim"]
        yield (
            name,
            (
                {"claim": claim.id} | {key: getattr(one, key) for key in fields}
                for claim in claims
                for one in getattr(claim, field)
            ),
        )
    yield "control", (row for row, _ in control_layer(view, filters))
    counts: dict[str, int] = {}
    for claim in claims:
        counts[claim.document.id] = counts.get(claim.document.id, 0) + 1
    yield (
        "documents",
        (
            order(row | {"claims": counts.get(row["id"], 0)}, "documents")
            for row in tables.document_rows(record)
        ),
    )


def write_table(name: str, rows: list[Row]) -> str:
    """The rows as CSV, with a header also where there is none."""
    columns = [column.name for column in list_columns(name)]
    return tables.rows_to_csv([{column: row.get(column) for column in columns} for row in rows], columns)


def describe_package(view: EventView, content: dict[str, list[Row]], about: dict[str, Any]) -> dict[str, Any]:
    """The package's descriptor (Data Package 1, Table Schema 1), with the provenance under `sijill`."""
    manifest = view.record.manifest
    title = manifest.get("title") or "A sourced record of an armed conflict"
    return {
        "profile": "tabular-data-package",
        "name": "sijill-record",
        "title": title,
        "version": f"{manifest.get('version') or 0}.0.0",
        "created": manifest.get("finished"),
        "description": about["note"] + " " + about["privacy"],
        "resources": [describe_table(name, len(rows)) for name, rows in content.items()],
        "sijill": {key: value for key, value in about.items() if key not in ("columns", "file")},
    }


def describe_table(name: str, count: int) -> dict[str, Any]:
    """One table's descriptor: its file, its columns with types and meanings, its keys."""
    schema: dict[str, Any] = {
        "fields": [
            {"name": column.name, "type": column.type, "description": column.about}
            | ({"trueValues": ["true"], "falseValues": ["false"]} if column.type == "boolean" else {})
            for column in list_columns(name)
        ],
        "missingValues": [""],
    }
    if name in KEYS:
        schema["primaryKey"] = KEYS[name]
    if name in LINKS:
        schema["foreignKeys"] = [
            {"fields": field, "reference": {"resource": other, "fields": key}}
            for field, other, key in LINKS[name]
        ]
    return {
        "name": name,
        "path": f"{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "header": True},
        "rows": count,
        "schema": schema,
    }


def check_folder(path: str | Path) -> Path:
    """The path as one where the package can be written: a new name, an empty folder, or a package of before."""
    target = Path(path)
    if not target.absolute().parent.is_dir():
        raise SijillError(
            "its folder does not exist", where=str(target), remedy=f"create {target.parent} first"
        )
    if target.suffix.lower() == ".zip":
        if target.is_dir():
            raise SijillError(
                "this is a folder", where=str(target), remedy="give the name of a file to write"
            )
        return target
    if target.exists() and not target.is_dir():
        raise SijillError(
            "is a file", where=str(target), remedy="name a new folder, or a file that ends in .zip"
        )
    if target.is_dir() and any(target.iterdir()) and not (target / "datapackage.json").is_file():
        raise SijillError(
            "is a folder with other things in it", where=str(target), remedy="name a new folder"
        )
    return target


def write_folder(target: Path, files: dict[str, str]) -> None:
    """The files are in the folder, and those of a package of before are not: all of it, or nothing changes."""
    made = Path(tempfile.mkdtemp(dir=target.absolute().parent, prefix=f".{target.name}."))
    try:
        for name, text in files.items():
            (made / name).write_bytes(text.encode("utf-8", "replace"))
        if target.exists():
            old = made.with_name(made.name + ".old")
            os.replace(target, old)
            os.replace(made, target)
            shutil.rmtree(old)
        else:
            os.replace(made, target)
        target.chmod(0o755)
    finally:
        shutil.rmtree(made, ignore_errors=True)


def write_zip(target: Path, files: dict[str, str]) -> None:
    """The files are in the zip file, whole or not at all."""
    partial = target.with_name(f".{target.name}.{os.getpid()}.partial")
    try:
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in sorted(files.items()):
                entry = zipfile.ZipInfo(name, ZIP_TIME)
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(entry, text.encode("utf-8", "replace"))
        os.replace(partial, target)
    finally:
        partial.unlink(missing_ok=True)
