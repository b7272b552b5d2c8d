"""Map panels: points projected, labelled without collisions, with insets where many places crowd together."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from sijill.publish.gazette import Spot

WIDTH = 520.0
MARGIN = 0.14  # of the extent, on each side
FONT = 13.0
LETTER = 0.56  # mean width of a letter, in ems
SMALLEST_KM = 6.0  # a single place is drawn with this much country around it
MOST_INSETS = 3
WORTHWHILE = 2.0  # how much larger an inset must show things
KM_PER_DEGREE = 111.32
MAX_LATITUDE = 84.0
GRATICULE = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30)

Box = tuple[float, float, float, float]  # left, top, right, bottom


class Point(msgspec.Struct, frozen=True):
    """Something to draw: a position, how large, its label, and its area where it is one."""

    id: str
    label: str
    lon: float
    lat: float
    radius: float = 8.0
    geometry: dict[str, Any] | None = None
    km: float | None = None  # radius of the area that the point stands for


class Mark(msgspec.Struct, frozen=True):
    """A point as drawn in one panel."""

    point: Point
    x: float
    y: float
    label: tuple[float, float, str] | None  # x, y, anchor; None where there was no room
    path: str = ""  # the area, as an SVG path
    ring: float | None = None  # radius of the circle the point stands for
    inset: bool = False  # drawn in full in an inset: here only a dot


class Panel(msgspec.Struct, frozen=True):
    letter: str
    width: float
    height: float
    marks: tuple[Mark, ...]
    context: tuple[tuple[float, float, float, float, str, str], ...]  # x, y, label x, label y, anchor, label
    grid: tuple[tuple[str, float, str], ...]  # "x" or "y", position, label
    scale: tuple[float, str]  # length of the bar, label
    boxes: tuple[tuple[Box, str], ...]  # insets, with their letters


class Projection(msgspec.Struct, frozen=True):
    """Mercator, fitted to one panel."""

    left: float
    top: float
    factor: float
    width: float
    height: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        return round((lon - self.left) * self.factor, 2), round(
            (self.top - to_mercator(lat)) * self.factor, 2
        )


def to_mercator(lat: float) -> float:
    """The Mercator northing of a latitude, in degrees.

    >>> round(to_mercator(60), 3)
    75.456
    """
    lat = max(-MAX_LATITUDE, min(MAX_LATITUDE, lat))
    return math.degrees(math.log(math.tan(math.pi / 4 + math.radians(lat) / 2)))


class Sheet(msgspec.Struct, frozen=True):
    """The points that one panel draws, how it is projected, and the panel it is an inset of."""

    points: tuple[Point, ...]
    projection: Projection
    letter: str = ""
    parent: str | None = None


def draw_panels(points: Sequence[Point], spots: Iterable[Spot] = ()) -> list[Panel]:
    """An overview of all points and, where at least three crowd together, insets that show them apart."""
    if not points:
        return []
    spots = [spot for spot in spots if spot.lat is not None and spot.lon is not None]
    sheets = [Sheet(tuple(points), fit_projection(points))]
    for sheet in sheets:  # grows while it is read: an inset may need one itself
        for crowd in _find_crowds(sheet):
            # Areas reach beyond the marks that stand for them: an inset is for the marks.
            projection = fit_projection(crowd, areas=False)
            if len(sheets) <= MOST_INSETS and projection.factor >= WORTHWHILE * sheet.projection.factor:
                sheets.append(Sheet(crowd, projection, "ABCDEFGH"[len(sheets) - 1], sheet.letter))
    return [_draw_panel(sheet, [s for s in sheets if s.parent == sheet.letter], spots) for sheet in sheets]


def _find_crowds(sheet: Sheet) -> list[tuple[Point, ...]]:
    """Groups of three or more points that lie too close to be told apart, the largest first."""
    places = {point.id: sheet.projection.place(point.lon, point.lat) for point in sheet.points}
    crowds: list[tuple[Point, ...]] = []
    left = sorted(sheet.points, key=lambda point: point.id)
    while left:
        crowd, queue = [], [left.pop(0)]
        while queue:
            here = queue.pop()
            crowd.append(here)
            near = [other for other in left if math.dist(places[here.id], places[other.id]) < 30]
            left = [other for other in left if other not in near]
            queue.extend(near)
        if len(crowd) >= 3:
            crowds.append(tuple(crowd))
    return sorted(crowds, key=len, reverse=True)


def fit_projection(points: Sequence[Point], areas: bool = True) -> Projection:
    """The projection that shows all points, and with `areas` the whole of their areas, with air around them."""
    lons, lats = [], []
    for point in points:
        corners = _list_corners(point) if areas else []
        for lon, lat in [(point.lon, point.lat), *corners]:
            lons.append(lon)
            lats.append(lat)
    middle = (min(lats) + max(lats)) / 2
    smallest = SMALLEST_KM / KM_PER_DEGREE / max(0.1, math.cos(math.radians(middle)))
    west, east = _widen(min(lons), max(lons), smallest)
    south, north = _widen(to_mercator(min(lats)), to_mercator(max(lats)), smallest * 0.7)
    # Neither a ribbon nor a tower: the short side is widened.
    if (north - south) < 0.62 * (east - west):
        south, north = _widen(south, north, 0.62 * (east - west))
    if (north - south) > 1.05 * (east - west):
        west, east = _widen(west, east, (north - south) / 1.05)
    pad = MARGIN * max(east - west, north - south)
    west, east, south, north = west - pad, east + pad, south - pad * 0.8, north + pad * 0.8
    factor = WIDTH / (east - west)
    return Projection(west, north, factor, WIDTH, round((north - south) * factor, 1))


def _widen(low: float, high: float, least: float) -> tuple[float, float]:
    missing = max(0.0, least - (high - low)) / 2
    return low - missing, high + missing


def _list_corners(point: Point) -> list[tuple[float, float]]:
    corners = [(lon, lat) for ring in list_rings(point.geometry) for lon, lat in ring]
    if point.km:
        dlat = point.km / KM_PER_DEGREE
        dlon = dlat / max(0.1, math.cos(math.radians(point.lat)))
        corners += [(point.lon - dlon, point.lat - dlat), (point.lon + dlon, point.lat + dlat)]
    return corners


def list_rings(geometry: dict[str, Any] | None) -> list[list[tuple[float, float]]]:
    """The rings or lines of a GeoJSON geometry; points have none.

    >>> list_rings({"type": "LineString", "coordinates": [[1, 2], [3, 4, 0]]})
    [[(1, 2), (3, 4)]]
    """
    if not geometry:
        return []
    kind, coordinates = geometry.get("type"), geometry.get("coordinates") or []
    if kind == "GeometryCollection":
        return [ring for part in geometry.get("geometries", []) for ring in list_rings(part)]
    nested = {"LineString": [coordinates], "Polygon": coordinates, "MultiLineString": coordinates}.get(kind)
    if kind == "MultiPolygon":
        nested = [ring for polygon in coordinates for ring in polygon]
    return [[(position[0], position[1]) for position in ring] for ring in nested or []]


def _draw_panel(sheet: Sheet, insets: list[Sheet], spots: list[Spot]) -> Panel:
    points, projection = sheet.points, sheet.projection
    inside = {point.id for inset in insets for point in inset.points}
    boxes = tuple((_surround(projection, inset.points), inset.letter) for inset in insets)
    placed = {point.id: projection.place(point.lon, point.lat) for point in points}
    scale = _draw_scale(projection)
    taken: list[Box] = [box for box, _ in boxes]
    taken.append(
        (projection.width - scale[0] - 20, projection.height - 36, projection.width, projection.height)
    )
    taken += [_around(*placed[point.id], 3 if point.id in inside else point.radius + 2) for point in points]
    marks = []
    # The larger marks are labelled first: where there is no room, the lesser one goes without.
    for point in sorted(points, key=lambda point: (-point.radius, point.id)):
        x, y = placed[point.id]
        label = None
        if point.id not in inside:
            label = _find_room(point.label, x, y, point.radius, taken, projection)
        km_scale = projection.factor / KM_PER_DEGREE / max(0.1, math.cos(math.radians(point.lat)))
        marks.append(
            Mark(
                point,
                x,
                y,
                label,
                _draw_path(point, projection),
                round(point.km * km_scale, 1) if point.km and not point.geometry else None,
                point.id in inside,
            )
        )
    names = {point.label for point in points}
    context = _draw_context([spot for spot in spots if spot.label not in names], projection, taken)
    return Panel(
        sheet.letter,
        projection.width,
        projection.height,
        tuple(marks),
        tuple(context),
        tuple(_draw_grid(projection)),
        scale,
        boxes,
    )


def _surround(projection: Projection, points: Sequence[Point]) -> Box:
    places = [projection.place(point.lon, point.lat) for point in points]
    xs, ys = [x for x, _ in places], [y for _, y in places]
    return min(xs) - 9, min(ys) - 9, max(xs) + 9, max(ys) + 9


def _around(x: float, y: float, radius: float) -> Box:
    return x - radius, y - radius, x + radius, y + radius


def _draw_path(point: Point, projection: Projection) -> str:
    closing = "" if (point.geometry or {}).get("type", "").endswith("LineString") else "Z"
    parts = []
    for ring in list_rings(point.geometry):
        corners = " ".join(f"{x:.1f},{y:.1f}" for x, y in (projection.place(lon, lat) for lon, lat in ring))
        parts.append(f"M{corners}{closing}")
    return "".join(parts)


def _find_room(
    label: str,
    x: float,
    y: float,
    radius: float,
    taken: list[Box],
    projection: Projection,
    font: float = FONT,
) -> tuple[float, float, str] | None:
    """Where the label fits beside its mark without touching another; that room is then taken."""
    width, gap = len(label) * font * LETTER, radius + 5
    options = (
        (x + gap, y + font * 0.35, "start"), (x - gap, y + font * 0.35, "end"),
        (x, y - gap, "middle"), (x, y + gap + font * 0.8, "middle"),
        (x + gap * 0.7, y - gap * 0.7, "start"), (x + gap * 0.7, y + gap * 0.7 + font * 0.7, "start"),
        (x - gap * 0.7, y - gap * 0.7, "end"), (x - gap * 0.7, y + gap * 0.7 + font * 0.7, "end"),
    )  # fmt: skip
    for left, base, anchor in options:
        start = {"start": left, "end": left - width, "middle": left - width / 2}[anchor]
        box = (start, base - font * 0.85, start + width, base + font * 0.25)
        if box[0] < 3 or box[1] < 15 or box[2] > projection.width - 3 or box[3] > projection.height - 24:
            continue
        if not any(_touch(box, other) for other in taken):
            taken.append(box)
            return round(left, 1), round(base, 1), anchor
    return None


def _touch(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _draw_context(spots: list[Spot], projection: Projection, taken: list[Box]) -> list[tuple]:
    """Other places of the pack, named faintly where there is room, so that a reader can find their way."""
    rank = {"capital": 0, "city": 1, "town": 2, "district": 3, "neighbourhood": 4, "village": 5}
    drawn = []
    for spot in sorted(spots, key=lambda spot: (rank.get(spot.kind or "", 9), spot.label)):
        if len(drawn) >= 10:
            break
        x, y = projection.place(spot.lon, spot.lat)
        dot = _around(x, y, 4)
        if not (8 < x < projection.width - 8 and 8 < y < projection.height - 30):
            continue
        if any(_touch(dot, box) for box in taken):
            continue
        room = _find_room(spot.label, x, y, 2, taken, projection, FONT * 0.9)
        if room:
            taken.append(dot)
            drawn.append((x, y, *room, spot.label))
    return drawn


def _draw_grid(projection: Projection) -> list[tuple[str, float, str]]:
    span = projection.width / projection.factor
    step = next((step for step in GRATICULE if span / step <= 5), GRATICULE[-1])
    decimals = max(0, len(f"{step:.3f}".rstrip("0").rstrip(".").partition(".")[2]))
    lines = []
    number = math.ceil(projection.left / step)
    while (x := (number * step - projection.left) * projection.factor) < projection.width:
        lon = number * step
        lines.append(("x", round(x, 1), f"{abs(lon):.{decimals}f}° {'E' if lon >= 0 else 'W'}"))
        number += 1
    # The latitude of the upper edge: Mercator undone.
    number = math.floor(math.degrees(math.atan(math.sinh(math.radians(projection.top)))) / step)
    while (y := projection.place(0, number * step)[1]) < projection.height and number * step > -MAX_LATITUDE:
        lat = number * step
        if y > 18:  # a line nearer the edge would cut its own label off
            lines.append(("y", round(y, 1), f"{abs(lat):.{decimals}f}° {'N' if lat >= 0 else 'S'}"))
        number -= 1
    return lines


def _draw_scale(projection: Projection) -> tuple[float, str]:
    """A scale bar of a round number of kilometres, true at the middle of the panel."""
    middle = math.radians(projection.top - projection.height / projection.factor / 2)
    km_per_degree = KM_PER_DEGREE / math.cosh(middle)  # cosine of the latitude at that northing
    widest = projection.width / projection.factor * km_per_degree / 4
    power = 10 ** math.floor(math.log10(widest))
    km = next(step * power for step in (5, 2, 1) if step * power <= widest)
    return round(km / km_per_degree * projection.factor, 1), f"{km:g} km"
