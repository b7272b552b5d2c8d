"""Rows as a table of a given width: columns chosen by the room there is, nothing broken in the middle of a word."""

import re
import textwrap
from collections.abc import Sequence
from typing import Any

from rich.cells import cell_len, set_cell_size

from ..model import Frozen, replace
from .printing import Layout, clean_cell

GAP = 2
ID = re.compile(r"[cdiv]-[0-9a-f]{16}")
SHORT_ID = 10  # "i-1dd389…": what `sijill show` takes as well as the whole
LONGEST_CELL = 24  # of a column that is neither wide nor kept whole
LEAST_CELL = 10
MOST_WIDE = 70
LINES = 3  # of a wide cell, before it ends in …
WHOLE = re.compile(
    r"\d{4}-\d{2}.*|[cdiv]-[0-9a-f]{16}|[\d.,%+]+"
)  # days, ids and numbers are never shortened


class Column(Frozen):
    """A column of a table as it fits: its key, its heading, how many cells wide, and whether its ids are shortened."""

    key: str
    heading: str
    width: int
    most: int = 0  # what it could use, were there room
    wide: bool = False
    short: bool = False


def write_table(rows: Sequence[dict[str, Any]], layout: Layout, width: int) -> list[str]:
    """The lines of the table, its headings first, none wider than `width` unless even one column is.

    >>> layout = Layout(columns=(("id", "id"), ("quote", "quote")), wide=("quote",))
    >>> for line in write_table([{"id": "c-1", "quote": "four tanks were lost"}], layout, 21):
    ...     print(line)
    id   quote
    c-1  four tanks were
         lost
    """
    columns = fit_columns(rows, layout, width)
    lines = [_join([column.heading for column in columns], columns)]
    for row in rows:
        cells = [fit_cell(read_cell(row, column.key), column) for column in columns]
        height = max((len(cell) for cell in cells), default=1)
        for line in range(height):
            lines.append(_join([cell[line] if line < len(cell) else "" for cell in cells], columns))
    return lines


def fit_columns(rows: Sequence[dict[str, Any]], layout: Layout, width: int) -> list[Column]:
    """The columns that fit: ids are shortened first, then columns are left out in the order of `layout.spare`."""
    cells = {key: [read_cell(row, key) for row in rows] for key, _ in layout.columns}
    shown = [
        pair for pair in layout.columns if pair[0] not in layout.piped and (not rows or any(cells[pair[0]]))
    ]
    spare = [key for key in layout.spare if key in dict(shown)]
    for gone in range(len(spare) + 1):
        kept = [pair for pair in shown if pair[0] not in spare[:gone]]
        for short, longest in ((False, LONGEST_CELL), (True, LONGEST_CELL), (True, 16), (True, LEAST_CELL)):
            columns = [_measure(pair, cells[pair[0]], layout, short, longest) for pair in kept]
            needed = sum(min(one.width, layout.least) if one.wide else one.width for one in columns)
            room = width - needed - GAP * (len(columns) - 1)
            if room >= 0 or (gone == len(spare) and longest == LEAST_CELL):
                return _share(columns, layout.least, max(0, room))
    return []


def fit_cell(text: str, column: Column) -> list[str]:
    """The lines of one cell: words stay whole, what finds no room ends in …

    >>> fit_cell("Northern opposition (unspecified)", Column(key="who", heading="who", width=12))
    ['Northern op…']
    """
    if column.short and ID.fullmatch(text):
        return [text[: SHORT_ID - 1] + "…"]
    if column.wide:
        # A file's name may be broken at its hyphens; a name in a sentence may not.
        hyphens = " " not in text
        lines = textwrap.wrap(text, column.width, max_lines=LINES, placeholder=" …", break_on_hyphens=hyphens)
        return [cut_cell(line, column.width) for line in lines] or [""]
    return [text if WHOLE.fullmatch(text) else cut_cell(text, column.width)]


def cut_cell(text: str, width: int) -> str:
    """The text if it fits into that many cells of a terminal, else its beginning and …"""
    return text if cell_len(text) <= width else set_cell_size(text, width - 1).rstrip() + "…"


def read_cell(row: dict[str, Any], key: str) -> str:
    """The cell in plain text, codes in words and an interval with what its days share said once.

    >>> read_cell({"day": "2017-03-19 to 2017-03-22", "grade": "single_source"}, "day")
    '2017-03-19–22'
    """
    text = clean_cell(row.get(key))
    if key == "flags":
        return text.replace("_", " ").replace(":", ": ")
    days = re.fullmatch(r"(\d{4}-)(\d\d-)?(\d\d)? to (\d{4}-)(\d\d-)?(\d\d)?", text)
    if days:
        first, last = days.groups()[:3], days.groups()[3:]
        if first[0] == last[0] and all(first) and all(last):
            last = last[2:] if first[1] == last[1] else last[1:]
        return f"{text.split(' to ')[0]}–{''.join(part or '' for part in last)}"
    return text.replace("_", " ") if re.fullmatch(r"[a-z]+(_[a-z]+)+", text) else text


def _measure(pair: tuple[str, str], cells: list[str], layout: Layout, short: bool, longest: int) -> Column:
    key, heading = pair
    wide = key in layout.wide
    ids = bool(cells) and all(ID.fullmatch(cell) or not cell for cell in cells) and any(cells)
    widths = [SHORT_ID if short and ids else cell_len(cell) for cell in cells]
    whole = [width for width, cell in zip(widths, cells, strict=True) if WHOLE.fullmatch(cell)]
    width = max([*(min(one, MOST_WIDE if wide else longest) for one in widths), *whole, cell_len(heading)])
    most = max([width, *(min(one, MOST_WIDE if wide else LONGEST_CELL) for one in widths)])
    return Column(key=key, heading=heading, width=width, most=most, wide=wide, short=short and ids)


def _share(columns: list[Column], least: int, room: int) -> list[Column]:
    """What room is left goes to the columns that can use it, a cell to each in turn."""
    widths = {one.key: min(one.width, least) if one.wide else one.width for one in columns}
    while room and (hungry := [one for one in columns if widths[one.key] < one.most]):
        for one in hungry[:room]:
            widths[one.key] += 1
            room -= 1
    return [replace(one, width=widths[one.key]) for one in columns]


def _join(cells: list[str], columns: list[Column]) -> str:
    padded = [
        cell + " " * max(0, column.width - cell_len(cell))
        for cell, column in zip(cells, columns, strict=True)
    ]
    return (" " * GAP).join(padded).rstrip()
