"""PRIO-GRID: the cell of half a degree in which a point lies."""

import math

STEP = 0.5  # degrees
COLUMNS = 720


def find_cell(lat: float | None, lon: float | None) -> int | None:
    """The number of the cell that holds a point (degrees, WGS 84): 1 in the far south-west, 259,200 in the far north-east.

    Rows are counted from the south pole and columns from the date line, both from 1; a point on an edge belongs to the
    cell to its north and east, but for the north pole and the date line. Source: A. Tollefsen, H. Strand and H. Buhaug,
    "PRIO-GRID: A unified spatial data structure", Journal of Peace Research 49(2), 2012, and its codebook.

    >>> find_cell(-89.75, -179.75), find_cell(-89.75, -179.25), find_cell(-89.25, -179.75), find_cell(90, 180)
    (1, 2, 721, 259200)
    >>> find_cell(34.531094, 69.162796), find_cell(None, 10.0)
    (179779, None)
    """
    if lat is None or lon is None or not (-90 <= lat <= 90 and -180 <= lon <= 180):
        return None
    row = min(math.floor((lat + 90) / STEP) + 1, COLUMNS // 2)
    column = min(math.floor((lon + 180) / STEP) + 1, COLUMNS)
    return (row - 1) * COLUMNS + column
