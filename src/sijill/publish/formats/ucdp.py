"""The columns of UCDP's Georeferenced Event Dataset, filled from a record: events with at least one death."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sijill.model import Document
from sijill.publish.formats.about import Column, Written
from sijill.publish.formats.countries import find_country
from sijill.publish.formats.counts import Coding, Deaths, Toll, count_event_deaths, write_coded
from sijill.publish.formats.events import (
    Event,
    EventView,
    find_refusal,
    list_publishers,
    say_location,
    say_speaker,
)
from sijill.publish.formats.grid import find_cell
from sijill.publish.formats.parties import Party

TITLE = "Deadly events in the columns of UCDP GED"
NOTICE = (
    "This is not UCDP data. It was made by Sijill from the reports listed under `documents`, in the columns and after the "
    "published codebook of the UCDP Georeferenced Event Dataset, whose makers have not seen, checked or endorsed it. Their own "
    "ids and names of conflicts and dyads are left empty."
)
# Kinds whose toll says that people died, but not that they died in an event of this data set.
OUTSIDE = {"statement", "held", "contested", "negotiation", "agreement", "ceasefire", "aid", "mobilization"}
COLUMNS = (
    Column(name="id", about="SJL- and the id of the incident in the record; no id of UCDP"),
    Column(name="relid", about="left empty: UCDP's own"),
    Column(name="year", type="integer"),
    Column(name="active_year", type="integer", about="left empty: it depends on UCDP's count of the whole year"),
    Column(name="code_status", about="'Clear'"),
    Column(name="type_of_violence", type="integer", about="1 with a government; 2 between others; 3 against civilians; empty"
           " where the record does not tell, as for civilians hit by shelling"),
    Column(name="conflict_dset_id", about="left empty"),
    Column(name="conflict_new_id", type="integer", about="left empty"),
    Column(name="conflict_name", about="left empty"),
    Column(name="dyad_dset_id", about="left empty"),
    Column(name="dyad_new_id", type="integer", about="left empty"),
    Column(name="dyad_name", about="both sides by the record's neutral names"),
    Column(name="side_a_dset_id", about="left empty"),
    Column(name="side_a_new_id", type="integer", about="left empty"),
    Column(name="side_a", about="the government, or whoever killed civilians; else the first by the alphabet"),
    Column(name="side_b_dset_id", about="left empty"),
    Column(name="side_b_new_id", type="integer", about="left empty"),
    Column(name="side_b"),
    Column(name="number_of_sources", type="integer", about="reports that say so, copies left out"),
    Column(name="source_article", about="each report as \"outlet,day,title\", joined by ';'"),
    Column(name="source_office"),
    Column(name="source_date"),
    Column(name="source_headline"),
    Column(name="source_original", about="who says so in the reports"),
    Column(name="where_prec", type="integer", about="1 the place … 7 at sea or in the air, as UCDP gives them"),
    Column(name="where_coordinates", about="the place of the coordinates"),
    Column(name="where_description", about="the place in the words of the reports"),
    Column(name="adm_1"),
    Column(name="adm_2"),
    Column(name="latitude", type="number"),
    Column(name="longitude", type="number"),
    Column(name="geom_wkt", about="the point as well-known text"),
    Column(name="priogrid_gid", type="integer", about="cell of PRIO-GRID, computed from the point"),
    Column(name="country"),
    Column(name="country_id", type="integer", about="Gleditsch and Ward's number"),
    Column(name="region"),
    Column(name="event_clarity", type="integer", about="1 an event of its own; 2 a total of several"),
    Column(name="date_prec", type="integer", about="1 the day; 2 within 6 days; 3 a week; 4 a month; 5 a year"),
    Column(name="date_start", type="date"),
    Column(name="date_end", type="date"),
    Column(name="deaths_a", type="integer"),
    Column(name="deaths_b", type="integer"),
    Column(name="deaths_civilians", type="integer"),
    Column(name="deaths_unknown", type="integer", about="dead whom no report places"),
    Column(name="best", type="integer", about="0 where only an enemy gives a number: see high"),
    Column(name="high", type="integer"),
    Column(name="low", type="integer"),
    Column(name="gwnoa", type="integer", about="Gleditsch and Ward's number of side_a, if a government"),
    Column(name="gwnob", type="integer"),
)  # fmt: skip


def write_ucdp(view: EventView, path: str | Path, filters: Any = None) -> Written:
    """A CSV file with the 49 columns of GED, one row for each deadly event of the record that they can hold."""
    coding = Coding(
        rules="ucdp",
        columns=COLUMNS,
        notice=NOTICE,
        find_obstacle=lambda event: find_obstacle(event, count_event_deaths("ucdp", event)),
        make_row=lambda event: make_row(event, count_event_deaths("ucdp", event)),
        order=("date_start", "id"),
    )
    return write_coded(coding, view, path, filters)


def find_obstacle(event: Event, deaths: Deaths) -> str | None:
    """Why GED would have no row for the event; None where it has one."""
    if event.part_of:
        return f"its dead are in the row of {event.part_of}"
    if event.incident.kind in OUTSIDE:
        return f"{event.incident.kind.replace('_', ' ')} is no deadly event"
    why = find_refusal(event, ("day", "position"))
    if why and not why.startswith("no known"):
        return why
    if deaths.total.greatest < 1:
        return "no number of deaths can be taken" if deaths.spoken else "no report speaks of deaths"
    return why


def make_row(event: Event, deaths: Deaths) -> dict[str, Any]:
    """The row of one event, its keys in the order of the columns."""
    incident, place, where, days, country = (
        event.incident,
        event.place,
        event.where,
        event.days,
        event.where.country,
    )
    kind, side_a, side_b = choose_sides(event)
    dead = spread_deaths(deaths, side_a, side_b)
    sources = event.sources or event.documents
    aggregated = incident.roll_up or "aggregated" in deaths.grades
    values = {
        "id": "SJL-" + incident.id.removeprefix("i-"),
        "year": int(days.first[:4]),
        "code_status": "Clear",
        "type_of_violence": kind,
        "dyad_name": f"{name_side(side_a)} - {name_side(side_b)}" if side_a and side_b else "",
        "side_a": name_side(side_a),
        "side_b": name_side(side_b),
        "number_of_sources": len(sources),
        "source_article": ";".join(cite_document(one) for one in sources),
        "source_office": ";".join(list_publishers(sources)),
        "source_date": ";".join((one.published or "")[:10] for one in sources),
        "source_headline": ";".join(one.title or "" for one in sources),
        "source_original": ";".join(dict.fromkeys(say_speaker(claim) for claim in event.asserted)),
        "where_prec": place.precision or 1,
        "where_coordinates": where.near or say_location(place),
        "where_description": "; ".join(dict.fromkeys(one.relation or one.name for one in incident.places or (place,))),
        "adm_1": where.admin1.name if where.admin1 else "",
        "adm_2": where.admin2.name if where.admin2 else "",
        "latitude": round(place.lat, 6),
        "longitude": round(place.lon, 6),
        "geom_wkt": f"POINT ({place.lon:.6f} {place.lat:.6f})",
        "priogrid_gid": find_cell(place.lat, place.lon),
        "country": country.ucdp_name if country else "",
        "country_id": country.gleditsch_ward if country else None,
        "region": country.ucdp_region if country else "",
        "event_clarity": 2 if aggregated else 1,
        "date_prec": grade_days(days.count),
        "date_start": days.first,
        "date_end": days.last,
        **dead,
        "gwnoa": find_number(side_a),
        "gwnob": find_number(side_b),
    }  # fmt: skip
    return {column.name: values.get(column.name) for column in COLUMNS}


def choose_sides(event: Event) -> tuple[int | None, Party | None, Party | None]:
    """The type of violence with its two sides: a government first; else whoever killed civilians; else by the alphabet."""
    doers = [] if event.cast.rivals else [one for one in event.cast.doers if one.sort != "civilians"]
    fought = [one for one in event.cast.others if one.sort != "civilians"]
    hurt = next((one for one in event.cast.others if one.sort == "civilians"), None)
    first, second = next(iter(doers), None), next(iter(fought), None)
    if event.incident.kind == "violence_against_civilians":
        return 3, first, hurt or Party(name="", sort="civilians")
    if (
        first is None and len(fought) > 1
    ):  # a toll that tells the dead of both sides, and of no one who killed them
        first, second = fought[:2]
    if first is None or second is None:
        alone = first or second
        if hurt is not None and (first or second is None):
            return None, first, hurt
        return (None, alone, None) if alone is not None and is_government(alone) else (None, first, second)
    pair = sorted((first, second), key=lambda one: (not is_government(one), one.name))
    return (1 if is_government(pair[0]) else 2), pair[0], pair[1]


def is_government(party: Party) -> bool:
    """Whether a party is a government or its forces."""
    return party.sort == "state" or (party.sort == "foreign" and (party.kind or "").startswith("state"))


def name_side(party: Party | None) -> str:
    """What the columns call a side: a government and its forces by the country, others by their neutral name.

    Those whom nobody names are not named here either.

    >>> name_side(Party(name="gunmen", sort="unknown", named=False)), name_side(Party(name="", sort="civilians"))
    ('XXX', 'Civilians')
    >>> name_side(Party(name="Northern army", sort="state", home="FR")).startswith("Government of ")
    True
    """
    if party is None:
        return ""
    if party.sort == "civilians":
        return "Civilians"
    country = find_country(party.home) if is_government(party) else None
    if country:
        return f"Government of {country.ucdp_name}"
    return party.name if party.id or party.named else "XXX"


def find_number(party: Party | None) -> int | None:
    """Gleditsch and Ward's number of a government's country."""
    country = find_country(party.home) if party and is_government(party) else None
    return country.gleditsch_ward if country else None


def spread_deaths(deaths: Deaths, side_a: Party | None, side_b: Party | None) -> dict[str, int]:
    """The deaths by column; the four columns add up to best, and a best of nothing is 0 beside a high that is not."""

    def take(party: Party | None) -> Toll:
        return deaths.sides.get(party.side or "", Toll()) if party else Toll()

    best = int(deaths.total.best or deaths.total.low or 0)
    parts = {"deaths_a": int(take(side_a).best or 0), "deaths_b": int(take(side_b).best or 0),
             "deaths_civilians": int(deaths.civilians.best or 0)}  # fmt: skip
    low = int(deaths.total.low or 0)
    high = int(deaths.total.high or deaths.total.best or low)
    return parts | {
        "deaths_unknown": max(0, best - sum(parts.values())),
        "best": best,
        "high": max(high, best),
        "low": min(low, best),
    }


def grade_days(count: int) -> int:
    """UCDP's date_prec of so many days.

    >>> [grade_days(count) for count in (1, 4, 7, 30, 90)]
    [1, 2, 3, 4, 5]
    """
    return 1 if count == 1 else 2 if count <= 6 else 3 if count <= 7 else 4 if count <= 31 else 5


def cite_document(document: Document) -> str:
    """A report as the data set cites one: outlet, day and title in one pair of quotation marks."""
    parts = (document.publisher or document.source, (document.published or "")[:10], document.title or "")
    return '"' + ",".join(part.replace('"', "'") for part in parts) + '"'


def list_columns() -> Sequence[str]:
    """The 49 columns in the order of the data set.

    >>> len(list_columns()), list_columns()[0], list_columns()[-1]
    (49, 'id', 'gwnob')
    """
    return [column.name for column in COLUMNS]
