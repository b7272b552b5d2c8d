"""The record itself: every table takes the filters of the command line as plain arguments."""

import html
from pathlib import Path
from typing import Any

from ..errors import SijillError
from ..model import to_dict
from ..record import Filters, Record
from .rows import Rows
from .views import Page

FRAMES = ("pandas", "polars")
# Argument → field of the filters, and whether it takes several values.
ARGUMENTS = {
    "kind": ("kinds", True), "side": ("sides", True), "place": ("places", True), "source": ("sources", True),
    "stance": ("stances", True), "status": ("statuses", True), "since": ("since", False), "until": ("until", False),
    "on": ("on", False), "text": ("text", False), "grade": ("grade", False), "series": ("series", False),
    "undated": ("undated", False), "rejected": ("include_rejected", False),
}  # fmt: skip


def make_filters(everything: bool = False, **asked: Any) -> Filters:
    """The filters that the arguments ask for; one value or a list of them.

    >>> make_filters(place="Elm", kind=["clash", "siege"]).kinds
    ('clash', 'siege')
    >>> make_filters(town="Elm")
    Traceback (most recent call last):
    ...
    sijill.errors.SijillError: there is no filter 'town'; the filters are kind, side, place, source, stance, status, since, \
until, on, text, grade, series, undated, rejected, everything
    """
    from ..cli.asking import check_days, check_grade, check_kind, read_day

    fields: dict[str, Any] = {"include_background": everything, "include_unasserted": everything}
    for name, value in asked.items():
        if name not in ARGUMENTS:
            raise SijillError(
                f"there is no filter {name!r}",
                remedy=f"the filters are {', '.join([*ARGUMENTS, 'everything'])}",
            )
        if value is None:
            continue
        field, several = ARGUMENTS[name]
        if several:
            value = (value,) if isinstance(value, str) else tuple(value)
        elif name in ("since", "until", "on"):
            value = read_day(str(value), name)
        fields[field] = value
    for kind in fields.get("kinds", ()):
        check_kind(kind)
    check_grade(fields.get("grade"))
    filters = Filters(**fields)
    check_days(filters)
    return filters


class Notebook:
    """A record, open for reading.

    `incidents`, `claims`, `figures`, `control`, `documents` give tables; they take `place=`, `side=`, `kind=`, `since=`,
    `until=`, `on=`, `source=`, `text=`, `status=`, `stance=`, `grade=`, `series=`, and `everything=True` for background,
    plans and hypotheses as well. Nothing in them is withheld.
    """

    def __init__(self, path: Any = "record", version: int | None = None, frames: str | None = None):
        if frames is not None and frames not in FRAMES:
            raise SijillError(
                f"there are no frames of {frames!r}", remedy="frames is pandas or polars, or left out"
            )
        self.record, self.frames = Record.open(Path(path), version), frames

    def __enter__(self) -> "Notebook":
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()

    def close(self) -> None:
        """The record is let go of."""
        self.record.close()

    def incidents(self, **filters: Any) -> Any:
        """One row an incident, by day."""
        return self._table("incident_rows", filters)

    def claims(self, **filters: Any) -> Any:
        """One row a claim, with its exact quote."""
        return self._table("claim_rows", filters)

    def figures(self, rules: str | None = None, **filters: Any) -> Any:
        """One row a figure that somebody gave; by a rule-set (`rules="acled"`), with its numbers, grade and trace."""
        from ..publish.tables import figure_rows

        wanted = make_filters(**filters)
        rows = figure_rows(self.record, wanted)
        if rules:
            from ..cli.ruling import add_rulings, rule_figures

            rows = add_rulings(rows, self.record.figures(wanted), rule_figures(self.record, wanted, rules))
        return self._give(rows)

    def control(self, **filters: Any) -> Any:
        """One row a place, series and interval: who held it, and how sure that is."""
        return self._table("control_rows", filters)

    def documents(self) -> Any:
        """One row a document."""
        return self._table("document_rows", {})

    def show(self, key: str) -> dict[str, Any]:
        """Everything behind one id, or name, as plain data: what `sijill show --json` prints."""
        from ..cli.lookup import find_any
        from ..cli.showing import gather

        what, found, _ = find_any(self.record, key)
        return gather(self.record, what, found)

    def page(self, private: bool = False, height: int = 720, **filters: Any) -> Page:
        """The report page in a notebook: map, timeline, incidents, quotes. Private persons are withheld unless `private`."""
        from ..publish.report import render_report

        return Page(render_report(self.record, make_filters(**filters), public=not private), height)

    def export(
        self, form: str, path: Any, private: bool = False, layer: str | None = None, **filters: Any
    ) -> int:
        """How many rows are now in the file, in that format (docs/formats.md)."""
        from ..publish import write_format

        return write_format(
            self.record, form, path, make_filters(**filters), public=not private, layer=layer
        ).rows

    def compare(self, path: Any, mapping: Any = None, days: int = 1, km: float = 10.0, **filters: Any) -> Any:
        """Another data set against the record: one row an event, `found` in both, or in theirs or ours alone."""
        from ..cli.against import PARTS, list_rows
        from ..compare import Limits, compare_dataset
        from ..read.datasets import read_dataset

        dataset = read_dataset(path, mapping=mapping)
        found = compare_dataset(self.record, dataset, make_filters(**filters), Limits(days=days, km=km))
        return self._give(list_rows(found, PARTS, differing=False))

    @property
    def manifest(self) -> dict[str, Any]:
        """What this version was built from, with which software, and the counts and hashes of its tables."""
        return self.record.manifest

    def __repr__(self) -> str:
        counts = self.manifest.get("counts", {})
        told = ", ".join(
            f"{counts[name]} {name}" for name in ("documents", "claims", "incidents") if name in counts
        )
        return f"<record {self.record.root}, version {self.record.number}: {told}>"

    def _repr_html_(self) -> str:
        title = html.escape(self.manifest.get("title") or "A record without a title")
        rows = "".join(
            f"<tr><th>{html.escape(name)}</th><td>{count}</td></tr>"
            for name, count in self.manifest.get("counts", {}).items()
        )
        return f"<p><b>{title}</b>, version {self.record.number}</p><table>{rows}</table>"

    def _table(self, name: str, filters: dict[str, Any]) -> Any:
        from ..publish import tables

        return self._give(getattr(tables, name)(self.record, make_filters(**filters)))

    def _give(self, rows: list[dict[str, Any]]) -> Any:
        found = Rows([row if isinstance(row, dict) else to_dict(row) for row in rows])
        if self.frames == "pandas":
            return found.to_pandas()
        return found.to_polars() if self.frames == "polars" else found
