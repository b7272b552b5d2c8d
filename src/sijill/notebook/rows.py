"""Rows of a table as a list that shows itself in a notebook, and becomes a frame of pandas or polars."""

import html
from typing import Any

from ..errors import SijillError

SHOWN = 20
LONGEST = 160  # characters of a cell that are shown


class Rows(list):
    """A list of dicts whose columns are always the same.

    >>> rows = Rows([{"id": "a", "killed": 3}, {"id": "b", "killed": None}])
    >>> rows.columns, rows["id"], rows[0]["killed"]
    (('id', 'killed'), ['a', 'b'], 3)
    """

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self[0]) if len(self) else ()

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, str):
            return [row[key] for row in self]
        found = super().__getitem__(key)
        return Rows(found) if isinstance(key, slice) else found

    def to_pandas(self) -> Any:
        """The rows as a frame of pandas."""
        return import_frames("pandas").DataFrame.from_records(list(self))

    def to_polars(self) -> Any:
        """The rows as a frame of polars."""
        return import_frames("polars").DataFrame(list(self), infer_schema_length=None)

    def _repr_html_(self) -> str:
        """The first rows as a table; text of reports is shown as text and never as markup."""
        if not len(self):
            return "<p>no rows</p>"
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cut(row[name]))}</td>" for name in self.columns) + "</tr>"
            for row in self[:SHOWN]
        )
        more = f"<p>{len(self)} rows, {SHOWN} shown</p>" if len(self) > SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


def cut(value: Any) -> str:
    """A cell in short; unknown is empty.

    >>> cut(None), cut(3.0), cut("x" * 200)[-1]
    ('', '3', '…')
    """
    if value is None:
        return ""
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def import_frames(name: str) -> Any:
    """The library of that name, or an error that says how to get it."""
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise SijillError(f"{name} is not installed", remedy=f"pip install {name}") from error
