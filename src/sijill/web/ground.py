"""What maps show besides the record: names of places and lines of boundaries, of the pack and of what was imported."""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any

import numpy as np
import shapely
import shapely.geometry
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from ..model import Frozen, to_dict
from ..names import bare_name
from ..record.served import ServedRecord
from ..resolve.imports import GazetteerFile, open_imports
from .formats import answer_json
from .query import read_view
from .site import Site, Speech

router = APIRouter()
# Which names a map gives room first.
RANKS = ["capital", "city", "town", "district", "neighbourhood", "village"]
SETTLEMENTS = (
    "city",
    "town",
    "neighbourhood",
    "village",
)  # what a unit has its point in says nothing of where its town is
LINES = {  # from which zoom on the boundaries of units are drawn
    "governorate": 5.0,
    "region": 5.0,
    "district": 7.0,
    "subdistrict": 8.0,
    "area": 10.5,
    "neighbourhood": 11.5,
    "city": 11.5,
}
MOST_NAMES = 60
MOST_SETTLEMENTS = 200_000  # of one import
MOST_UNITS = 300  # boundaries drawn at once, those of the larger units first
PIXELS = 512  # of the world's width at zoom 0, as MapLibre counts them
SAME_PLACE = 0.05  # degrees within which two places of one name are one

Box = tuple[float, ...]


class Label(Frozen):
    """A name on the ground of the map."""

    name: str
    lat: float
    lon: float


@router.get("/ground.json")
def send_ground(request: Request) -> Response:
    """Names inside a box, the pack's first, the largest kinds first, and the lines of imported boundaries at this zoom."""
    site: Site = request.app.state.site
    zoom, box = read_view(request.query_params)
    if box is None:
        return answer_json({"places": [], "lines": []})
    with site.read() as (book, record):
        speech = Speech(site.language(request), book)
        labels = [
            Label(name=speech.place(one.name), lat=one.lat, lon=one.lon)
            for one in list_pack_names(record, box)
        ]
    files = open_imports()
    labels = drop_doubles([*labels, *list_import_names(files, box, speech.language)])
    lines = list_lines(files, box, zoom or 0)
    return answer_json({"places": [to_dict(one) for one in labels], "lines": lines})


def list_pack_names(record: ServedRecord, box: Box) -> list[Label]:
    """The pack's places inside the box."""
    rows = record.run(
        "SELECT name, lat, lon FROM places WHERE lon BETWEEN ? AND ? AND lat BETWEEN ? AND ?"
        f" ORDER BY coalesce(list_position({RANKS}, kind), 9), name LIMIT {MOST_NAMES}",
        [box[0], box[2], box[1], box[3]],
    )
    return [Label(name=name, lat=lat, lon=lon) for name, lat, lon in rows]


def list_import_names(files: Iterable[GazetteerFile], box: Box, language: str) -> list[Label]:
    """The imported settlements inside the box, those of each import with most inhabitants first."""
    found = []
    for file in files:
        rows, lats, lons = _read_settlements(file)
        inside = (lons >= box[0]) & (lats >= box[1]) & (lons <= box[2]) & (lats <= box[3])
        for at in np.flatnonzero(inside)[:MOST_NAMES]:
            key, name, lat, lon = rows[at]
            found.append(Label(name=_name_in(file, key, name, language), lat=lat, lon=lon))
    return found


def drop_doubles(labels: Iterable[Label]) -> list[Label]:
    """The labels without those that name again a place named before.

    >>> rows = [Label(name="al-Elm", lat=1.0, lon=2.0), Label(name="Elm", lat=1.01, lon=2.0), Label(name="Elm", lat=5.0, lon=2.0)]
    >>> [(one.name, one.lat) for one in drop_doubles(rows)]
    [('al-Elm', 1.0), ('Elm', 5.0)]
    """
    kept: list[Label] = []
    seen: dict[str, list[Label]] = {}
    for one in labels:
        same = seen.setdefault(bare_name(one.name), [])
        near = (abs(one.lat - two.lat) + abs(one.lon - two.lon) < SAME_PLACE for two in same)
        if not any(near):
            same.append(one)
            kept.append(one)
    return kept


def list_lines(files: Iterable[GazetteerFile], box: Box, zoom: float) -> list[dict[str, Any]]:
    """The boundaries that cross the box, as GeoJSON lines cut to it and no finer than a screen shows.

    Where two units meet, both give the line; the map draws them as one.
    """
    fine = 0.7 * 360 / (PIXELS * 2**zoom)
    kinds = [kind for kind, least in LINES.items() if zoom >= least]
    features = []
    for file in files:
        for key, kind in file.list_areas_within(box, kinds)[:MOST_UNITS]:
            line = shapely.clip_by_rect(_outline(file, key, _round_step(fine)), *box)
            if not line.is_empty:
                shape = shapely.set_precision(line, 1e-5) if shapely.is_valid(line) else line
                features.append(
                    {
                        "type": "Feature",
                        "geometry": shapely.geometry.mapping(shape),
                        "properties": {"kind": kind},
                    }
                )
    return features


def name_imports() -> str:
    """The names of the imports that maps draw from, for the credit in their corner."""
    return ", ".join(file.name for file in open_imports())


@lru_cache(maxsize=8)
def _read_settlements(file: GazetteerFile) -> tuple[list[tuple], np.ndarray, np.ndarray]:
    """The settlements of an import and where they are, read once."""
    rows = file.list_places(SETTLEMENTS, MOST_SETTLEMENTS)
    return rows, np.array([row[2] for row in rows], float), np.array([row[3] for row in rows], float)


@lru_cache(maxsize=2000)
def _outline(file: GazetteerFile, key: str, step: float) -> shapely.Geometry:
    """The lines of a boundary, simplified to a step of degrees."""
    return shapely.simplify(shapely.boundary(file.areas_by_id[key]), step, preserve_topology=False)


@cache
def _round_step(fine: float) -> float:
    """The step as a power of two of degrees, so that near zooms share what was simplified."""
    step = 1.0
    while step > fine:
        step /= 2
    return step


def _name_in(file: GazetteerFile, key: str, name: str, language: str) -> str:
    if language == "en":
        return name
    return next((text for text, other in file.list_names(key) if other == language), name)
