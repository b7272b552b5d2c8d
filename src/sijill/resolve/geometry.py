"""Areas on the map as GeoJSON polygons: sectors, rings, belts, made from points, bearings and kilometres."""

from math import asin, atan2, cos, degrees, radians, sin
from typing import Any

from shapely.geometry import LineString, Polygon, mapping, shape

from sijill.packs import Place

Point = tuple[float, float]  # (lat, lon)

# How far an area beside a place reaches when the text gives no distance (km from the place's point).
REACH_OF_CITY, REACH_OF_VILLAGE, REACH_OF_NEAR = 15.0, 5.0, 5.0
_RADII = {"city": 5.0, "town": 2.0, "village": 1.0, "neighbourhood": 1.0, "camp": 1.0, "area": 8.0, "governorate": 60.0,
          "region": 100.0, "country": 250.0}  # fmt: skip
_WIDE = frozenset({"city", "area", "governorate", "region", "country"})


def move_point(start: Point, bearing: float, distance_km: float) -> Point:
    """The point that lies so many kilometres from another at a bearing (0 north, 90 east).

    >>> lat, lon = move_point((33.513, 36.292), 180, 10)
    >>> round(lat, 3), round(lon, 3)
    (33.423, 36.292)
    """
    lat, lon, angle, arc = radians(start[0]), radians(start[1]), radians(bearing), distance_km / 6371.0
    lat2 = asin(sin(lat) * cos(arc) + cos(lat) * sin(arc) * cos(angle))
    lon2 = lon + atan2(sin(angle) * sin(arc) * cos(lat), cos(arc) - sin(lat) * sin(lat2))
    return degrees(lat2), degrees(lon2)


def measure_radius(place: Place) -> float:
    """Kilometres from a place's point to its edge, from the pack or usual for its kind."""
    return place.radius_km or _RADII.get(place.kind, 0.5)


def make_sector(
    centre: Point, bearing: float, half_angle: float, reach: tuple[float, float]
) -> dict[str, Any]:
    """The part of a ring, from `reach[0]` to `reach[1]` km, that lies within the angle on either side of the bearing."""
    inner, outer = reach
    steps = [bearing - half_angle + 2 * half_angle * n / 12 for n in range(13)]
    rim = [move_point(centre, angle, outer) for angle in steps]
    back = [move_point(centre, angle, inner) for angle in reversed(steps)] if inner > 0 else [centre]
    return to_geojson(Polygon([(lon, lat) for lat, lon in rim + back]))


def make_ring(centre: Point, inner: float, outer: float) -> dict[str, Any]:
    """The area between two distances from a point: what "ten kilometres from X" says when no direction is given."""
    rims = [[move_point(centre, angle, km) for angle in range(0, 360, 10)] for km in (outer, inner)]
    shell, hole = ([(lon, lat) for lat, lon in rim] for rim in rims)
    return to_geojson(Polygon(shell, [hole] if inner > 0 else None))


def make_belt(a: Point, b: Point) -> dict[str, Any]:
    """The strip between two points, a quarter of their distance wide and clear of both ends."""
    line = LineString([(a[1], a[0]), (b[1], b[0])])
    middle = LineString([line.interpolate(0.15, normalized=True), line.interpolate(0.85, normalized=True)])
    return to_geojson(middle.buffer(max(line.length * 0.125, 0.005), cap_style="flat"))


def make_area(anchor: Place, how: str, bearing: float) -> dict[str, Any]:
    """The area in a direction: `of` a place is outside it, `in` it is its part, `countryside` the land round it."""
    centre, radius = (anchor.lat, anchor.lon), measure_radius(anchor)
    if how == "in":
        return make_sector(centre, bearing, 45, (0.2 * radius, radius))
    if how == "countryside":
        return make_sector(centre, bearing, 45, (radius, max(45.0, radius + 20)))
    reach = REACH_OF_CITY if anchor.kind in _WIDE else REACH_OF_VILLAGE
    return make_sector(centre, bearing, 45, (radius, max(reach, radius + 0.5 * reach)))


def make_offset(centre: Point, bearing: float | None, distance_km: float) -> dict[str, Any]:
    """A distance with its error, 20% or a kilometre: a sector at a bearing, or the whole ring without one."""
    error = max(1.0, 0.2 * distance_km)
    reach = max(0.1, distance_km - error), distance_km + error
    return make_ring(centre, *reach) if bearing is None else make_sector(centre, bearing, 22.5, reach)


def intersect_areas(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any] | None:
    """Where two areas overlap, or None where they do not."""
    both = shape(a).intersection(shape(b))
    return None if both.is_empty or both.geom_type not in ("Polygon", "MultiPolygon") else to_geojson(both)


def find_centre(area: dict[str, Any]) -> Point:
    """The (lat, lon) of the middle of an area."""
    centre = shape(area).centroid
    return centre.y, centre.x


def to_geojson(area: Any) -> dict[str, Any]:
    """The geometry as plain GeoJSON with coordinates rounded to about ten metres."""
    return _round(mapping(area))


def _round(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _round(one) for key, one in value.items()}
    return [_round(one) for one in value] if isinstance(value, list | tuple) else value
