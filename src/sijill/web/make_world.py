"""The ground of the maps, made from the npm package `world-atlas`.

`python make_world.py countries-50m.json > static/vendor/world.json`

Land and borders only: names of countries and the style of disputed lines are questions that a ground need not answer.
"""

import itertools
import json
import sys
from collections import Counter
from typing import Any

DECIMALS = 2  # about a kilometre, finer than the source's scale


def convert_topology(topology: dict[str, Any]) -> dict[str, Any]:
    """A GeoJSON collection of two features: the land, and the lines that two countries share."""
    arcs = [decode_arc(arc, topology["transform"]) for arc in topology["arcs"]]
    land = [
        part
        for shape in topology["objects"]["land"]["geometries"]
        for polygon in (shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]])
        for part in cut_polygon([unwrap_ring(join_arcs(ring, arcs)) for ring in polygon])
    ]
    shared = Counter(
        arc if arc >= 0 else ~arc
        for shape in topology["objects"]["countries"]["geometries"]
        for polygon in (shape.get("arcs", []) if shape["type"] == "MultiPolygon" else [shape.get("arcs", [])])
        for ring in polygon
        for arc in ring
    )
    borders = [part for arc, count in sorted(shared.items()) if count > 1 for part in cut_line(arcs[arc])]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"is": "land"},
                "geometry": {"type": "MultiPolygon", "coordinates": land},
            },
            {
                "type": "Feature",
                "properties": {"is": "border"},
                "geometry": {"type": "MultiLineString", "coordinates": borders},
            },
        ],
    }


def decode_arc(arc: list[list[int]], transform: dict[str, Any]) -> list[list[float]]:
    """The points of a quantised, delta-encoded arc.

    >>> decode_arc([[1, 1], [1, 0]], {"scale": [2, 2], "translate": [10, 20]})
    [[12.0, 22.0], [14.0, 22.0]]
    """
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0
    points: list[list[float]] = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        point = [round(float(x * kx + dx), DECIMALS), round(float(y * ky + dy), DECIMALS)]
        if not points or point != points[-1]:
            points.append(point)
    return points if len(points) > 1 else [*points, *points]


def join_arcs(ring: list[int], arcs: list[list[list[float]]]) -> list[list[float]]:
    """One ring from its arcs, those with a negative number backwards."""
    points: list[list[float]] = []
    for number in ring:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        points += part[1:] if points else part
    return points


def unwrap_ring(ring: list[list[float]]) -> list[list[float]]:
    """The ring with longitudes that go on past 180 instead of jumping; a ring round a pole is closed through it.

    >>> unwrap_ring([[179, 1], [-179, 1], [-179, 2], [179, 1]])
    [[179, 1], [181, 1], [181, 2], [179, 1]]
    """
    out = [ring[0]]
    for lon, lat in ring[1:]:
        turns = round((out[-1][0] - lon) / 360)
        out.append([lon + 360 * turns, lat])
    if abs(out[-1][0] - out[0][0]) > 180:
        pole = 90 if out[0][1] > 0 else -90
        out += [[out[-1][0], pole], [out[0][0], pole], out[0]]
    return out


def cut_polygon(rings: list[list[list[float]]]) -> list[list[list[list[float]]]]:
    """The polygon as the pieces of it that lie on the map, cut where the map ends."""
    from shapely import Polygon, box, get_parts, make_valid
    from shapely.affinity import translate

    whole, parts = make_valid(Polygon(rings[0], rings[1:])), []
    for turn in (-1, 0, 1):
        piece = whole.intersection(box(360 * turn - 180, -90, 360 * turn + 180, 90))
        for one in get_parts(translate(piece, -360 * turn)):
            if one.geom_type == "Polygon" and one.area > 0.002:  # smaller than a pixel until far in
                lines = [one.exterior, *one.interiors]
                parts.append(
                    [[[round(x, DECIMALS), round(y, DECIMALS)] for x, y in line.coords] for line in lines]
                )
    return parts


def cut_line(line: list[list[float]]) -> list[list[list[float]]]:
    """The line in pieces, none of which jumps across the map.

    >>> cut_line([[170, 0], [179, 0], [-179, 0], [-178, 0]])
    [[[170, 0], [179, 0]], [[-179, 0], [-178, 0]]]
    """
    pieces = [[line[0]]]
    for before, point in itertools.pairwise(line):
        if abs(point[0] - before[0]) > 180:
            pieces.append([])
        pieces[-1].append(point)
    return [piece for piece in pieces if len(piece) > 1]


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        json.dump(convert_topology(json.load(file)), sys.stdout, separators=(",", ":"))
