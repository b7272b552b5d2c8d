"""Cells of H3, the hexagons that others count by too: https://h3geo.org. Positions are degrees of WGS 84."""

import h3.api.basic_int as h3

from sijill.model import PlaceRef

RESOLUTIONS = range(12)  # from cells of a continent (edges of 1,281 km) to those of a block (29 m)
EXPORTED = 7  # the resolution that exports state: edges of 1.4 km, about a town
EXACT = 2  # a place known less exactly than "near" is in no cell of that size
EQUATOR_KM = 40_075
PIXELS = 512  # of the world's width at zoom 0, as MapLibre counts them
LEAST_EDGE = 22  # pixels of a cell's edge at the equator: room for a number


def find_cell(lat: float | None, lon: float | None, resolution: int = EXPORTED) -> str | None:
    """The index of the cell that a position is in, as H3 writes it; None where there is no position.

    >>> find_cell(33.525, 36.336), find_cell(33.525, 36.336, 3), find_cell(None, 36.336), find_cell(95, 0)
    ('872db1272ffffff', '832db1fffffffff', None, None)
    """
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    return name_cell(h3.latlng_to_cell(lat, lon, resolution))


def find_place_cell(place: PlaceRef | None) -> str | None:
    """The cell of a place for exports, at resolution `EXPORTED`; None where the place is known less exactly than "near".

    >>> find_place_cell(PlaceRef(name="Elm", lat=33.525, lon=36.336, precision=1))
    '872db1272ffffff'
    >>> find_place_cell(PlaceRef(name="Elm district", lat=33.525, lon=36.336, precision=3)) is None
    True
    """
    if place is None or (place.precision or 1) > EXACT:
        return None
    return find_cell(place.lat, place.lon)


def list_cells(lat: float, lon: float) -> list[int]:
    """The numbers of the cells that a position is in, one for each of `RESOLUTIONS`."""
    return [h3.latlng_to_cell(lat, lon, resolution) for resolution in RESOLUTIONS]


def name_cell(cell: int) -> str:
    """The index of a cell as H3 writes it."""
    return h3.int_to_str(cell)


def measure_edge(resolution: int) -> float:
    """The mean edge of cells of a resolution, in km."""
    return h3.average_hexagon_edge_length(resolution, "km")


def pick_resolution(zoom: float) -> int:
    """The finest resolution whose cells have room for a number at a zoom of the map.

    >>> [pick_resolution(zoom) for zoom in (0, 2, 5, 8, 11, 16, 30)]
    [0, 1, 3, 5, 7, 11, 11]
    """
    pixel = EQUATOR_KM / (PIXELS * 2**zoom)
    return max((one for one in RESOLUTIONS if measure_edge(one) >= LEAST_EDGE * pixel), default=0)


def find_middle(cell: int) -> tuple[float, float]:
    """The latitude and longitude of a cell's middle."""
    return h3.cell_to_latlng(cell)


def draw_outline(cell: int) -> list[list[float]]:
    """The corners of a cell as [lon, lat], not closed; across the date line longitudes go on past 180 from the middle's side.

    >>> import h3.api.basic_int as h3
    >>> lons = [lon for lon, _ in draw_outline(h3.latlng_to_cell(16.5, 179.97, 4))]
    >>> len(lons), max(lons) - min(lons) < 1, max(lons) > 180
    (6, True, True)
    """
    middle = find_middle(cell)[1]
    return [
        [round(lon - 360 * round((lon - middle) / 360), 5), round(lat, 5)]
        for lat, lon in h3.cell_to_boundary(cell)
    ]
