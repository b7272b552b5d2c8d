"""Tables as reports: each row a document, its own words where it has them, else the note of an event that others coded."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...errors import SijillError
from ...model import Capture, Frozen, Unread, replace
from ..jsonl import FIELDS, make_record
from ..unit import Unit, make_capture
from .forms import FIELDS as CODED_FIELDS
from .forms import find_form, load_facts, read_mapped, read_mapping, read_table
from .rows import Table

ROW_TYPE = "application/vnd.sijill.row+json"
IMPORTED = "imported"
RULE = "\n\n--- columns of {form} ---\n"
REMEDY = "name the column of the reports' words `text`, or say with {mapping} beside it which column holds what (docs/formats.md)"


def name_mapping(path: str | Path) -> Path:
    """The mapping file of a table: `events.mapping.yml` beside `events.csv`.

    >>> name_mapping("in/events.csv").name
    'events.mapping.yml'
    """
    path = Path(path)
    return path.with_name(path.stem + ".mapping.yml")


def split_table(
    table: Table, unit: Unit, mapping: Path | None = None, max_bytes: int | None = None
) -> Iterator[Capture | Unread]:
    """One Capture a row: of reports where a column is called `text`, of events where the columns are those of a data set.

    A report of more than `max_bytes` is an Unread.
    """
    form = find_form(table.header)
    if mapping is not None and mapping.is_file():
        yield from split_events(table, unit, "mapped", read_mapping(mapping))
    elif form is not None:
        yield from split_events(table, unit, form)
    elif "text" in {column.casefold() for column in table.header}:
        yield from split_reports(table, unit, max_bytes)
    else:
        problem = "is a table with neither a column `text` nor the columns of a known data set"
        yield Unread(
            source=table.name, problem=problem, remedy=REMEDY.format(mapping=name_mapping(table.name).name)
        )


def split_reports(table: Table, unit: Unit, max_bytes: int | None = None) -> Iterator[Capture | Unread]:
    """One Capture a row of reports: its `text`, and what else of a document's fields has a column."""
    seen: set[str] = set()
    for number, cells in table.rows:
        row = {name.casefold(): value for name, value in cells.items()}
        data = {name: row[name] for name in ("text", *FIELDS) if row.get(name)}
        payload = json.dumps(data, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        where = f"{table.name}, row {number}"
        if max_bytes is not None and len(payload) > max_bytes:
            problem = f"is longer than {max_bytes} bytes"
            yield Unread(source=where, problem=problem, remedy="raise the limit or cut it")
            continue
        yield make_record(payload, where, unit, number, seen)


def split_events(
    table: Table, unit: Unit, form: str, mapping: dict[str, Any] | None = None
) -> Iterator[Capture | Unread]:
    """One Capture a row of coded events, named by its id in the data set."""
    table = replace(table, rows=tuple(table.rows))
    dataset, cells = read_table(table, form, mapping), dict(table.rows)
    yield from dataset.unread
    seen: set[str] = set()
    for event in dataset.events:
        columns = {name: value for name, value in cells[event.row].items() if value}
        if form == "mapped":  # the mapping is in the row, so that the archive needs no other file
            columns = {
                name: write_field(getattr(event, name)) for name in CODED_FIELDS if getattr(event, name)
            }
        payload = {"form": form, "row": event.row, "note": event.note, "columns": columns}
        name = event.id if event.id not in seen else f"{event.id}:{event.row}"
        seen.add(name)
        own = Unit(
            name=name,
            media_type=ROW_TYPE,
            captured=unit.captured,
            meta=unit.meta | {"path": f"{unit.meta.get('path', unit.name)}#{event.row}"},
        )
        yield make_capture(
            own, json.dumps(payload, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")
        )


class RowText(Frozen):
    """A row of a data set as the text of a document, with what is known of that document."""

    text: str
    form: str
    fields: dict[str, str]


def read_row(payload: bytes) -> RowText:
    """The text of a row: its note, and below a line the columns, one each, so that every part of it can be quoted."""
    data = json.loads(payload)
    form, note = data["form"], " ".join(data["note"].split())
    lines = [f"{name}: {' '.join(value.split())}" for name, value in data["columns"].items()]
    publisher = load_facts().get(form, {}).get("publisher") or data["columns"].get("source", "")
    fields = {"language": "en"} | ({"publisher": publisher} if publisher else {})
    return RowText(text=note + RULE.format(form=form) + "\n".join(lines) + "\n", form=form, fields=fields)


def parse_row(text: str) -> tuple[str, dict[str, str]] | None:
    """The form and the columns of a document that `read_row` made; None for any other text."""
    for form in ("acled", "ucdp", "mapped"):
        _, rule, rest = text.partition(RULE.format(form=form))
        if rule:
            pairs = (line.partition(": ") for line in rest.splitlines())
            return form, {name: value for name, _, value in pairs if name}
    return None


def read_again(form: str, columns: dict[str, str]) -> Any:
    """The event that a document's columns give; a SijillError where they give none."""
    try:
        if form == "mapped":
            return read_mapped(columns, 0, {"columns": {name: name for name in CODED_FIELDS}})
        table = Table(name="row", header=tuple(columns), rows=((1, columns),))
        (event,) = read_table(table, form).events
        return event
    except ValueError as error:
        raise SijillError(f"is no event of {form} ({error})", remedy="mend the row") from error


def write_field(value: Any) -> str:
    """A field as a cell: several names joined by "; ".

    >>> write_field(("Elm", "Oak")), write_field(3.0), write_field("x")
    ('Elm; Oak', '3', 'x')
    """
    if isinstance(value, tuple):
        return "; ".join(value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)
