"""Tables in Parquet, read a stretch of rows at a time: a file of a million reports need not fit into memory."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from ...errors import SijillError
from .rows import Table, write_cell

PARQUET = "application/vnd.apache.parquet"
MAGIC = b"PAR1"
STRETCH = 1000  # rows that are held at once
WILD = "*?[]{}"  # characters by which DuckDB takes a name for a pattern


def open_parquet(path: str | Path) -> Table:
    """The table of a Parquet file; its rows are read when they are asked for, and once only.

    A SijillError that names the file where it is none.
    """
    rows = _read_rows(Path(path))
    return Table(name=str(path), header=next(rows), rows=rows)


def _read_rows(path: Path) -> Iterator:
    """The header, and then each row with its number and its cells as text; empty cells are left out."""
    with _name_plainly(path) as name, duckdb.connect() as database:
        try:
            found = database.execute("SELECT * FROM read_parquet(?)", [name])
            header = tuple(column[0] for column in found.description)
            yield header
            number = 0
            while stretch := found.fetchmany(STRETCH):
                for values in stretch:
                    number += 1
                    cells = zip(header, map(_write_value, values), strict=True)
                    yield number, {column: cell for column, cell in cells if cell}
        except duckdb.Error as error:
            raise SijillError(
                f"is no Parquet file that can be read ({str(error).splitlines()[0]})",
                where=str(path),
                remedy="write it anew, or as CSV",
            ) from error


def _write_value(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else write_cell(value).strip()


@contextlib.contextmanager
def _name_plainly(path: Path) -> Iterator[str]:
    """A name of the file that is no pattern."""
    if not path.is_file():
        raise SijillError("does not exist, or is no file", where=str(path), remedy="check the path")
    if not set(WILD) & set(str(path)):
        yield str(path)
        return
    with tempfile.TemporaryDirectory(prefix="sijill-") as folder:
        link = Path(folder) / "table.parquet"
        os.symlink(path.resolve(), link)
        yield str(link)


@contextlib.contextmanager
def lay_down(payload: bytes) -> Iterator[Path]:
    """The bytes of a Parquet file in a file, for as long as it is read."""
    with tempfile.TemporaryDirectory(prefix="sijill-") as folder:
        path = Path(folder) / "table.parquet"
        path.write_bytes(payload)
        yield path
