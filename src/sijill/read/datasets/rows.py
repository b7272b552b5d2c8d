"""Tables on disk as rows of text: CSV in any common dialect and encoding, Parquet, and XLSX where its reader is installed."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ...errors import SijillError
from ...model import Frozen
from ..decode import decode_bytes

DELIMITERS = ",;\t|"
LONGEST = 10_000_000  # characters of one cell


class Table(Frozen):
    """The header of a table and its rows, each with the number of its line in the table (the first of data is 1)."""

    name: str
    header: tuple[str, ...]
    rows: Iterable[tuple[int, dict[str, str]]]


def open_table(path: str | Path, sheet: str | None = None) -> Table:
    """The table of a file by its ending; a SijillError that names the file where it is none."""
    path = Path(path)
    if path.suffix.lower() == ".parquet" and path.is_file():
        from .columnar import open_parquet

        return open_parquet(path)
    try:
        payload = path.read_bytes()
    except IsADirectoryError as error:
        raise SijillError("is a folder", where=str(path), remedy="name a file") from error
    except FileNotFoundError as error:
        raise SijillError("does not exist", where=str(path), remedy="check the path") from error
    except OSError as error:
        raise SijillError(
            f"cannot be opened ({error.strerror})", where=str(path), remedy="check its permissions"
        ) from error
    lines = (
        read_workbook(payload, str(path), sheet)
        if path.suffix.lower() == ".xlsx"
        else read_csv(payload, str(path))
    )
    return make_table(str(path), lines)


def make_table(name: str, lines: Iterator[Sequence[str]]) -> Table:
    """The table whose first line that is not empty is its header."""
    header: tuple[str, ...] = ()
    rows = []
    for line in lines:
        cells = [cell.strip() for cell in line]
        if not any(cells):
            continue
        if not header:
            header = tuple(cell.lstrip("\ufeff").strip() for cell in cells)
            continue
        row = {column: unguard(cell) for column, cell in zip(header, cells, strict=False) if column}
        rows.append((len(rows) + 1, row))
    if not header:
        raise SijillError("is empty", where=name, remedy="give a table with a line of column names")
    return Table(name=name, header=header, rows=tuple(rows))


def read_csv(payload: bytes, name: str) -> Iterator[list[str]]:
    """The lines of a CSV file, its delimiter told by its first line."""
    decoded = decode_bytes(payload)
    if decoded.binary:
        raise SijillError("is not text", where=name, remedy="save it as CSV in UTF-8")
    first = next((line for line in decoded.text.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        raise SijillError(
            f"is no CSV (line {reader.line_num}: {error})", where=name, remedy="save it as CSV anew"
        ) from error


def read_workbook(payload: bytes, name: str, sheet: str | None = None) -> Iterator[list[str]]:
    """The lines of a sheet of an XLSX file, the first one unless another is named; dates in ISO 8601."""
    try:
        import openpyxl
    except ImportError as error:
        raise SijillError(
            "XLSX files need the package openpyxl",
            where=name,
            remedy="pip install 'sijill[office]', or save it as CSV",
        ) from error
    try:
        book = openpyxl.load_workbook(io.BytesIO(payload), read_only=True, data_only=True)
    except Exception as error:
        raise SijillError(
            f"is no XLSX file ({error})", where=name, remedy="save it anew, or as CSV"
        ) from error
    if sheet is not None and sheet not in book.sheetnames:
        raise SijillError(
            f"has no sheet {sheet!r}", where=name, remedy="its sheets are " + ", ".join(book.sheetnames)
        )
    for line in (book[sheet] if sheet else book.worksheets[0]).iter_rows(values_only=True):
        yield [write_cell(value) for value in line]


def write_cell(value: object) -> str:
    """A cell as text.

    >>> import datetime
    >>> write_cell(None), write_cell(3.0), write_cell(datetime.datetime(2031, 5, 4)), write_cell("Elm")
    ('', '3', '2031-05-04', 'Elm')
    """
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return text.removesuffix("T00:00:00")


def unguard(cell: str) -> str:
    """The cell without the apostrophe that keeps a spreadsheet from running it.

    >>> unguard("'=1+1"), unguard("'tis"), unguard("-3")
    ('=1+1', "'tis", '-3')
    """
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r" else cell
