"""GeoJSON of any layer, and the same layers as GeoParquet 1.1."""

import json
import os
import tempfile
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb
import shapely
from shapely.geometry import shape

from sijill import __version__
from sijill.publish.formats.about import NOTE, Column, Written
from sijill.publish.formats.events import EventView
from sijill.publish.formats.flat import layer_rows, list_columns
from sijill.publish.geojson import build_geojson
from sijill.publish.output import check_target, write_file

TITLE_JSON = "The record as GeoJSON"
TITLE_PARQUET = "The record as GeoParquet 1.1"
TYPES = {"string": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
GEOMETRY = "geometry"
BBOX = ("xmin", "ymin", "xmax", "ymax")
BATCH = 20_000  # rows that are held at once
VERSION = "1.1.0"


def write_geojson_layer(
    view: EventView, path: str | Path, filters: Any = None, layer: str = "incidents"
) -> Written:
    """A FeatureCollection (RFC 7946) of one layer; what has no position is a feature with null for its geometry.

    Incidents have all their figures, origins and quotes as nested members; the unplaced among them are in the `sijill` member.
    """
    columns = list_columns("features" if layer == "incidents" else layer)
    if layer == "incidents":
        collection = build_geojson(view.record, filters)
        write_file(path, json.dumps(collection, ensure_ascii=False, indent=1) + "\n")
        rows = len(collection["features"])
    else:
        features = [
            {"type": "Feature", "geometry": geometry, "properties": row}
            for row, geometry in layer_rows(view, layer, filters)
        ]
        collection = {
            "type": "FeatureCollection",
            "sijill": {"layer": layer, "note": NOTE},
            "features": features,
        }
        write_file(path, json.dumps(collection, ensure_ascii=False) + "\n")
        rows = len(features)
    return Written(rows=rows, columns=columns, documents=tuple(view.documents.values()), layer=layer)


def write_parquet(
    view: EventView, path: str | Path, filters: Any = None, layer: str = "incidents"
) -> Written:
    """A GeoParquet file of one layer: its columns, `geometry` as WKB and `bbox`; longitude before latitude, OGC:CRS84."""
    target, columns = check_target(path), list_columns(layer)
    rows, bounds, kinds = 0, None, set()
    with duckdb.connect() as database:
        declared = ", ".join(f'"{column.name}" {TYPES[column.type]}' for column in columns)
        box = ", ".join(f"{side} DOUBLE" for side in BBOX)
        database.execute(f"CREATE TABLE layer ({declared}, {GEOMETRY} BLOB, bbox STRUCT({box}))")
        waiting = layer_rows(view, layer, filters)
        while batch := list(islice(waiting, BATCH)):
            shapes = [shape(geometry) if geometry else None for _, geometry in batch]
            insert_rows(database, columns, [row for row, _ in batch], shapes)
            known = [one for one in shapes if one is not None]
            kinds |= {one.geom_type for one in known}
            bounds = widen(bounds, shapely.total_bounds(known).tolist() if known else None)
            rows += len(batch)
        copy_table(
            database,
            target,
            describe_geometry(sorted(kinds), bounds),
            {"layer": layer, "version": __version__},
        )
    return Written(rows=rows, columns=columns, documents=tuple(view.documents.values()), layer=layer)


def insert_rows(
    database: duckdb.DuckDBPyConnection,
    columns: Sequence[Column],
    rows: Sequence[dict[str, Any]],
    shapes: Sequence[Any],
) -> None:
    """The rows are in the table, with their geometry and its bounding box."""
    values: list[list[Any]] = [[row[column.name] for row in rows] for column in columns]
    values.append([None if one is None else shapely.to_wkb(one) for one in shapes])
    values.append([None if one is None else dict(zip(BBOX, one.bounds, strict=True)) for one in shapes])
    kinds = [
        *(TYPES[column.type] for column in columns),
        "BLOB",
        f"STRUCT({', '.join(f'{side} DOUBLE' for side in BBOX)})",
    ]
    # One list a column, unnested side by side: many times faster than a statement a row.
    picked = ", ".join(f"unnest(CAST(? AS {kind}[]))" for kind in kinds)
    database.execute(f"INSERT INTO layer SELECT {picked}", values)


def describe_geometry(kinds: Sequence[str], bounds: Sequence[float] | None) -> dict[str, Any]:
    """The metadata that makes a Parquet file GeoParquet 1.1, without a `crs`: OGC:CRS84 is meant then.

    >>> describe_geometry(["Point"], (1, 2, 3, 4))["columns"]["geometry"]["bbox"]
    [1, 2, 3, 4]
    """
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": list(kinds)}
    if bounds:
        column["bbox"] = list(bounds)
    column["covering"] = {"bbox": {side: ["bbox", side] for side in BBOX}}
    return {"version": VERSION, "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}


def copy_table(
    database: duckdb.DuckDBPyConnection, target: Path, geo: dict[str, Any], more: dict[str, str]
) -> None:
    """The table is in the file, whole or not at all."""
    handle, partial = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".partial")
    os.close(handle)
    try:
        metadata = {"geo": json.dumps(geo)} | {f"sijill:{key}": value for key, value in more.items()}
        told = ", ".join(f"'{key}': {quote(value)}" for key, value in metadata.items())
        database.execute(
            f"COPY layer TO {quote(partial)} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{told}}})"
        )
        os.chmod(partial, 0o666 & ~read_umask())
        os.replace(partial, target)
    finally:
        Path(partial).unlink(missing_ok=True)


def quote(text: str) -> str:
    """The text as a string of SQL.

    >>> quote("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''") + "'"


def widen(bounds: list[float] | None, other: list[float] | None) -> list[float] | None:
    """The bounding box that holds both.

    >>> widen([0, 0, 1, 1], [2, -1, 3, 0])
    [0, -1, 3, 1]
    """
    if bounds is None or other is None:
        return bounds or other
    return [*map(min, bounds[:2], other[:2]), *map(max, bounds[2:], other[2:])]


def read_umask() -> int:
    """The mask that new files of this process get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
