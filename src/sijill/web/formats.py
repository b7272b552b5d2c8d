"""The forms that a view comes in: a page, JSON, CSV; each says which version it is of and what was asked."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from starlette.responses import Response

from ..publish.tables import rows_to_csv

ALL_ROWS = 200_000  # of one export; the command line has no limit


def answer_json(value: Any, status: int = 200) -> Response:
    """The value as JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode("utf-8", "replace"), status, media_type="application/json")


def answer_rows(
    rows: Sequence[dict[str, Any]], form: str, about: dict[str, Any], columns: Sequence[str], name: str
) -> Response:
    """The rows as JSON, with what they are of, or as CSV, with the same in the headers and the name of the file."""
    if form == "json":
        return answer_json({"rows": list(rows), **about})
    text = rows_to_csv(rows, columns)
    version = about["record"]["version"]
    headers = {
        "Content-Disposition": f'attachment; filename="{name}-version-{version}.csv"',
        "X-Sijill-Filter": about["filter"],
        "X-Sijill-Version": str(version),
        "X-Sijill-Rows": about["record"]["rows"].get(name, {}).get("sha256", ""),
    }
    return Response(text.encode("utf-8", "replace"), media_type="text/csv; charset=utf-8", headers=headers)


def describe_source(manifest: dict[str, Any], query: str, total: int) -> dict[str, Any]:
    """What an export carries beside its rows: the filter in force, and the record's version and hashes."""
    return {
        "total": total,
        "filter": query,
        "record": {
            "title": manifest.get("title"),
            "version": manifest.get("version"),
            "finished": manifest.get("finished"),
            "software": (manifest.get("software") or {}).get("sijill"),
            "pack": manifest.get("pack"),
            "rows": manifest.get("rows") or {},
        },
    }


def hash_bytes(data: bytes) -> str:
    """A short name for exactly these bytes, for caches."""
    return hashlib.sha256(data).hexdigest()[:20]
