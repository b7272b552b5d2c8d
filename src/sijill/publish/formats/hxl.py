"""Incidents as a table with HXL hashtags and P-codes, for humanitarian data."""

from pathlib import Path
from typing import Any

from sijill.publish.formats.about import Column, Written
from sijill.publish.formats.events import UNTOLD, Event, EventView, leave_out, list_publishers, say_location
from sijill.publish.formats.parties import Party
from sijill.publish.output import write_file
from sijill.publish.tables import rows_to_csv
from sijill.publish.words import name_figure, say_range

TITLE = "Incidents with HXL hashtags"
NOTICE = (
    "Numbers of killed and injured are those of the record's own rule-set: min is what independent origins support, max the "
    "highest given. An empty cell is unknown and never 0."
)
COLUMNS = (
    Column(name="id", tag="#event+id", about="the incident in the record"),
    Column(name="date_start", type="date", tag="#date+start"),
    Column(name="date_end", type="date", tag="#date+end"),
    Column(name="date_precision", tag="#date+precision"),
    Column(name="kind", tag="#event+type", about="docs/kinds.md says what each means"),
    Column(name="title", tag="#event+name"),
    Column(name="status", tag="#status+event", about="reported, or disputed where it is denied as well"),
    Column(name="grade", tag="#status+verification", about="who says so: docs/figures.md"),
    Column(name="country", tag="#country+name"),
    Column(name="country_code", tag="#country+code+v_iso3"),
    Column(name="admin1", tag="#adm1+name"),
    Column(name="admin1_pcode", tag="#adm1+code+v_pcode"),
    Column(name="admin2", tag="#adm2+name"),
    Column(name="admin2_pcode", tag="#adm2+code+v_pcode"),
    Column(name="admin3", tag="#adm3+name"),
    Column(name="admin3_pcode", tag="#adm3+code+v_pcode"),
    Column(name="location", tag="#loc+name"),
    Column(name="location_pcode", tag="#loc+code+v_pcode"),
    Column(name="latitude", type="number", tag="#geo+lat"),
    Column(name="longitude", type="number", tag="#geo+lon"),
    Column(name="geo_precision", type="integer", tag="#geo+precision", about="1 the place … 7 at sea or in the air"),
    Column(name="actors", tag="#group+name+first", about="those who did it, joined by '; '"),
    Column(name="targets", tag="#group+name+second"),
    Column(name="killed_min", type="integer", tag="#affected+killed+min"),
    Column(name="killed_max", type="integer", tag="#affected+killed+max"),
    Column(name="injured_min", type="integer", tag="#affected+injured+min"),
    Column(name="injured_max", type="integer", tag="#affected+injured+max"),
    Column(name="displaced_min", type="integer", tag="#affected+displaced+min"),
    Column(name="displaced_max", type="integer", tag="#affected+displaced+max"),
    Column(name="figures", tag="#description+figures", about="every figure in words, with whom it counts"),
    Column(name="origins", type="integer", tag="#indicator+origins+num", about="independent sources that say so"),
    Column(name="source", tag="#meta+source", about="the outlets, joined by '; '"),
)  # fmt: skip


def write_hxl(view: EventView, path: str | Path, filters: Any = None) -> Written:
    """A CSV file with a row of names, a row of hashtags, and one row for each incident that is said to have happened."""
    rows, documents, left = [], [], []
    for event in view.events(filters):
        why = UNTOLD.get(event.incident.status)
        if why:
            left.append(leave_out(event, why))
            continue
        rows.append(make_row(event))
        documents += event.documents
    lines = rows_to_csv(rows, [column.name for column in COLUMNS]).split("\n", 1)
    tags = ",".join(column.tag for column in COLUMNS)
    write_file(path, "\n".join((lines[0], tags, lines[1])))
    return Written(
        rows=len(rows),
        columns=COLUMNS,
        documents=tuple(documents),
        left_out=tuple(left),
        rules="sijill",
        notice=NOTICE,
    )


def make_row(event: Event) -> dict[str, Any]:
    """The row of one incident, its keys in the order of the columns."""
    incident, place, where = event.incident, event.place, event.where
    when = incident.when
    units = {"admin1": where.admin1, "admin2": where.admin2, "admin3": where.admin3}
    values: dict[str, Any] = {
        "id": incident.id,
        "date_start": (when.start or "")[:10] if when else "",
        "date_end": (when.end or when.start or "")[:10] if when else "",
        "date_precision": when.precision if when else "unknown",
        "kind": incident.kind,
        "title": incident.title,
        "status": incident.status,
        "grade": incident.grade,
        "country": where.country.name if where.country else "",
        "country_code": where.country.iso3 if where.country else "",
        **{name: unit.name if unit else "" for name, unit in units.items()},
        **{f"{name}_pcode": (unit.pcode or "") if unit else "" for name, unit in units.items()},
        "location": (where.near or say_location(place)) if place else "",
        "location_pcode": where.pcode or "",
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "geo_precision": place.precision if place else None,
        "actors": join_parties(event.cast.doers),
        "targets": join_parties(event.cast.others),
        "figures": "; ".join(
            f"{name_figure(row.measure, row.who)}: {say_range(row.low, row.high)}" for row in event.figures
        ),
        "origins": len(incident.origins),
        "source": "; ".join(list_publishers(event.sources or event.documents)),
    }
    for name, measure in (("killed", "killed"), ("injured", "wounded"), ("displaced", "displaced")):
        values[f"{name}_min"], values[f"{name}_max"] = find_range(event, measure)
    return {column.name: values[column.name] for column in COLUMNS}


def find_range(event: Event, measure: str) -> tuple[int | None, int | None]:
    """The range of one measure where the incident has one number of it; several that may overlap are not added up."""
    rows = [
        row for row in event.figures if row.measure == measure and not (row.who or "").endswith("(subset)")
    ]
    rows = [row for row in rows if row.scope != "cumulative" or event.incident.roll_up]
    lows = [row.low for row in rows if row.low is not None]
    highs = [row.high for row in rows]
    if not rows:
        return None, None
    low = int(max(lows)) if lows else None
    high = highs[0] if len(rows) == 1 else None
    return low, None if high is None else int(high)


def join_parties(parties: tuple[Party, ...]) -> str:
    """The parties by name, joined by "; "."""
    return "; ".join(dict.fromkeys(party.name for party in parties if party.name))
