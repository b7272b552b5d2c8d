"""The data sets that are known by their columns, and those that a mapping file explains."""

import datetime
import re
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from typing import Any

import yaml

from ...errors import SijillError
from ...model import KINDS, Unread
from ..timestamps import read_timestamp
from .coded import CodedEvent, Dataset
from .rows import Table, open_table

FORMS = ("acled", "ucdp", "mapped")
FIELDS = (
    "id", "start", "end", "kind", "label", "group", "country", "admin1", "place", "lat", "lon", "precision", "actors", "targets",
    "deaths", "low", "high", "note", "source", "url",
)  # fmt: skip
NAMED = re.compile(r"\s*;\s*")


@cache
def load_facts() -> dict[str, Any]:
    """What `forms.yml` holds: the columns that tell a data set, and its names for kinds."""
    return yaml.safe_load(Path(__file__).with_name("forms.yml").read_text("utf-8"))


def find_form(header: tuple[str, ...]) -> str | None:
    """The data set that has these columns, or None.

    >>> find_form(("event_id_cnty", "event_date", "sub_event_type", "notes", "iso"))
    'acled'
    """
    columns = {column.casefold() for column in header}
    return next((form for form in ("acled", "ucdp") if set(load_facts()[form]["columns"]) <= columns), None)


def read_dataset(path: str | Path, form: str | None = None, mapping: str | Path | None = None) -> Dataset:
    """The rows of a file as events; a row that cannot be read is listed with its reason and stops nothing."""
    table = open_table(path)
    if mapping is not None:
        return read_table(table, "mapped", read_mapping(mapping))
    form = form or find_form(table.header)
    if form not in ("acled", "ucdp"):
        raise SijillError(
            "has neither the columns of ACLED nor those of UCDP GED",
            where=str(path),
            remedy="say with --mapping FILE.yml which column holds what (docs/formats.md)",
        )
    missing = [
        name
        for name in load_facts()[form]["columns"]
        if name not in {column.casefold() for column in table.header}
    ]
    if missing:
        raise SijillError(
            f"lacks the columns {', '.join(missing)} of {form}",
            where=str(path),
            remedy="export it anew with all",
        )
    return read_table(table, form)


def read_table(table: Table, form: str, mapping: dict[str, Any] | None = None) -> Dataset:
    """The rows of a table as events of that form."""
    readers: dict[str, Callable[[dict[str, str], int], CodedEvent]] = {"acled": read_acled, "ucdp": read_ucdp}
    reader = readers.get(form) or partial(read_mapped, mapping=mapping or {})
    events, unread = [], []
    for number, cells in table.rows:
        row = cells if form == "mapped" else {name.casefold(): value for name, value in cells.items()}
        try:
            events.append(reader(row, number))
        except ValueError as error:
            unread.append(
                Unread(source=f"{table.name}, row {number}", problem=str(error), remedy="mend the row")
            )
    return Dataset(name=Path(table.name).name, form=form, events=tuple(events), unread=tuple(unread))


def read_acled(row: dict[str, str], number: int) -> CodedEvent:
    """A row of ACLED; its day widens by its time precision."""
    facts, label = load_facts(), row.get("sub_event_type", "")
    day = read_day(row.get("event_date"), "event_date")
    around = datetime.timedelta(
        days=facts["time_precisions"].get(read_whole(row.get("time_precision")) or 1, 0)
    )
    return CodedEvent(
        id=row.get("event_id_cnty") or f"row {number}",
        row=number,
        start=(day - around).isoformat(),
        end=(day + around).isoformat(),
        kind=facts["sub_events"].get(label.casefold().replace("protestors", "protesters"), "other"),
        label=label,
        group=row.get("event_type", ""),
        country=row.get("country", ""),
        admin1=row.get("admin1", ""),
        place=row.get("location", ""),
        lat=read_number(row.get("latitude"), "latitude", 90),
        lon=read_number(row.get("longitude"), "longitude", 180),
        precision=facts["geo_precisions"].get(read_whole(row.get("geo_precision")) or 1, 1),
        actors=list_names(row.get("actor1"), row.get("assoc_actor_1")),
        targets=list_names(row.get("actor2"), row.get("assoc_actor_2")),
        deaths=read_number(row.get("fatalities"), "fatalities"),
        note=row.get("notes", ""),
        source=row.get("source", ""),
        cells=row,
    )


def read_ucdp(row: dict[str, str], number: int) -> CodedEvent:
    """A row of UCDP GED."""
    facts, kind = load_facts(), row.get("type_of_violence", "")
    start = read_day(row.get("date_start"), "date_start")
    end = read_day(row.get("date_end") or row.get("date_start"), "date_end")
    return CodedEvent(
        id=row.get("id") or f"row {number}",
        row=number,
        start=start.isoformat(),
        end=max(start, end).isoformat(),
        kind=facts["violence_kinds"].get(kind, "casualties"),
        label=facts["types_of_violence"].get(kind, ""),
        group=facts["types_of_violence"].get(kind, ""),
        country=row.get("country", ""),
        admin1=row.get("adm_1", ""),
        place=row.get("where_coordinates", ""),
        lat=read_number(row.get("latitude"), "latitude", 90),
        lon=read_number(row.get("longitude"), "longitude", 180),
        precision=read_whole(row.get("where_prec")),
        actors=list_names(row.get("side_a")),
        targets=list_names(row.get("side_b")),
        deaths=read_number(row.get("best"), "best"),
        low=read_number(row.get("low"), "low"),
        high=read_number(row.get("high"), "high"),
        note=row.get("source_article", "") or row.get("source_headline", ""),
        source=row.get("source_office", ""),
        cells=row,
    )


def read_mapped(row: dict[str, str], number: int, mapping: dict[str, Any]) -> CodedEvent:
    """A row of any table, by a mapping of our fields to its columns."""
    columns, kinds = mapping.get("columns", {}), mapping.get("kinds", {})

    def get(field: str) -> str:
        return row.get(columns.get(field, ""), "").strip()

    start = read_day(get("start"), columns.get("start", "start"))
    end = read_day(get("end") or get("start"), columns.get("end", "end"))
    kind = kinds.get(get("kind")) or kinds.get(get("label")) or get("kind")
    return CodedEvent(
        id=get("id") or f"row {number}",
        row=number,
        start=start.isoformat(),
        end=max(start, end).isoformat(),
        kind=kind if kind in KINDS else "other",
        label=kind if kind in KINDS else get("label") or get("kind"),
        group=get("group") or kind,
        lat=read_number(get("lat"), columns.get("lat", "lat"), 90),
        lon=read_number(get("lon"), columns.get("lon", "lon"), 180),
        precision=read_whole(get("precision")),
        actors=list_names(get("actors")),
        targets=list_names(get("targets")),
        cells=row,
        **{field: get(field) for field in ("country", "admin1", "place", "note", "source", "url")},
        **{field: read_number(get(field), columns.get(field, field)) for field in ("deaths", "low", "high")},
    )


def read_mapping(path: str | Path) -> dict[str, Any]:
    """The mapping file: `columns` (our field: its column), and `kinds` (its word: our kind), checked."""
    where, remedy = str(path), "the fields are " + ", ".join(FIELDS)
    try:
        data = yaml.safe_load(Path(path).read_text("utf-8"))
    except FileNotFoundError as error:
        raise SijillError("does not exist", where=where, remedy="check the path") from error
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise SijillError(
            f"is no YAML file ({str(error).splitlines()[0]})", where=where, remedy="mend it"
        ) from error
    if not isinstance(data, dict) or not isinstance(data.get("columns"), dict):
        raise SijillError(
            "has no `columns`",
            where=where,
            remedy="write `columns:` and below it `start: NAME OF A COLUMN`, …",
        )
    for field in data["columns"]:
        if field not in FIELDS:
            raise SijillError(f"has the unknown field {field!r}", where=where, remedy=remedy)
    if "start" not in data["columns"]:
        raise SijillError("names no column for `start`, the day", where=where, remedy=remedy)
    for word, kind in (data.get("kinds") or {}).items():
        if kind not in KINDS:
            raise SijillError(
                f"maps {word!r} to {kind!r}, which is no kind", where=where, remedy="see docs/kinds.md"
            )
    return data


def read_day(text: str | None, column: str) -> datetime.date:
    """The day that a cell gives; a ValueError in words where it gives none.

    >>> read_day("04 May 2031", "event_date"), read_day("2031-05-04 00:00:00.000", "date_start")
    (datetime.date(2031, 5, 4), datetime.date(2031, 5, 4))
    """
    given = (text or "").strip()
    stamp = given[:10] if re.match(r"\d{4}-\d\d-\d\d", given) else (read_timestamp(given) or "")[:10]
    try:
        return datetime.date.fromisoformat(stamp)
    except ValueError:
        raise ValueError(f"its {column} {given!r} is no day" if given else f"it has no {column}") from None


def read_number(text: str | None, column: str, most: float | None = None) -> float | None:
    """The number that a cell gives, None for an empty one; a ValueError in words where it is no number.

    >>> read_number("1,200", "best"), read_number("", "best")
    (1200.0, None)
    """
    given = (text or "").strip().replace(" ", "")
    if not given or given.casefold() in ("na", "nan", "null", "none"):
        return None
    if most is None and re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", given):  # a degree is never in thousands
        given = given.replace(",", "")
    try:
        value = float(given.replace(",", "."))
    except ValueError:
        raise ValueError(f"its {column} {given!r} is no number") from None
    if value != value or (most is not None and abs(value) > most):
        raise ValueError(f"its {column} {given!r} is out of range")
    return value


def read_whole(text: str | None) -> int | None:
    """The whole number that a cell gives, or None.

    >>> read_whole("2"), read_whole("2.0"), read_whole("")
    (2, 2, None)
    """
    found = re.match(r"\s*(\d+)", text or "")
    return int(found[1]) if found else None


def list_names(*cells: str | None) -> tuple[str, ...]:
    """The names that cells list, each once, in order.

    >>> list_names("Elm Brigade", "Oak Front; Elm Brigade", None)
    ('Elm Brigade', 'Oak Front')
    """
    return tuple(dict.fromkeys(name for cell in cells if cell for name in NAMED.split(cell.strip()) if name))
