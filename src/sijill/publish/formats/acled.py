"""The columns of ACLED, filled from a record: one row an event, in ACLED's names for events and its rule for fatalities."""

import datetime
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sijill.link.sites import hands_over_people
from sijill.publish.formats.about import Column, Written
from sijill.publish.formats.acled_parties import TREATIES, Columns, has_word, is_targeting, load_words
from sijill.publish.formats.conquests import Conquests
from sijill.publish.formats.counts import Coding, Deaths, count_event_deaths, write_coded
from sijill.publish.formats.events import (
    Days,
    Event,
    EventView,
    find_refusal,
    list_publishers,
    list_quotes,
    say_denials,
    say_location,
)
from sijill.publish.formats.where import Unit
from sijill.publish.words import say_range

TITLE = "Events in the columns of ACLED"
NOTICE = (
    "This is not ACLED data. It was made by Sijill from the reports listed under `documents`, in the columns and after the "
    "published codebook of the Armed Conflict Location & Event Data project, which has not seen, checked or endorsed it."
)
COLUMNS = (
    Column(name="event_id_cnty", about="SJL- and the id of the incident in the record; no id of ACLED"),
    Column(name="event_date", type="date", about="the day; the middle one of a week, a month or an interval"),
    Column(name="year", type="integer"),
    Column(name="time_precision", type="integer", about="1 the day; 2 within a week; 3 within a month"),
    Column(name="disorder_type"),
    Column(name="event_type"),
    Column(name="sub_event_type"),
    Column(name="actor1", about="as ACLED names it, where the pack or a rule tells; else the record's neutral name"),
    Column(name="assoc_actor_1", about="others on its side, joined by '; '"),
    Column(name="inter1", about="the sort of actor1 in ACLED's words"),
    Column(name="actor2"),
    Column(name="assoc_actor_2"),
    Column(name="inter2"),
    Column(name="interaction", about="both sorts, the lower-numbered first, or one and 'only'"),
    Column(name="civilian_targeting", about="'Civilian targeting' where civilians were the main target"),
    Column(name="iso", type="integer", about="ISO 3166-1, of three digits"),
    Column(name="region"),
    Column(name="country"),
    Column(name="admin1", about="from the pack and imported boundaries; empty where neither knows it"),
    Column(name="admin2"),
    Column(name="admin3"),
    Column(name="location"),
    Column(name="latitude", type="number", about="degrees, WGS 84"),
    Column(name="longitude", type="number", about="degrees, WGS 84"),
    Column(name="geo_precision", type="integer", about="1 the place; 2 near it or its surroundings; 3 its province"),
    Column(name="source", about="the outlets, joined by '; ', copies left out"),
    Column(name="source_scale", about="only where the pack tells it: 'New media' and 'Other'"),
    Column(name="notes", about="what happened, who says so, who denies it, rival tolls, exact quotes"),
    Column(name="fatalities", type="integer", about="the most conservative number; 0 where no report gives any, as notes says"),
    Column(name="tags", about="crowd size for demonstrations"),
    Column(name="timestamp", type="integer", about="when the version of the record was built, Unix time"),
)  # fmt: skip
PRECISIONS = {1: 1, 2: 2, 3: 2, 4: 3, 5: 2}  # ACLED's geo_precision for UCDP's where_prec
MONTH = 31
LUMPED = ", killed or wounded"  # what the record writes behind whom such a number counts
NON_STATE = ("rebels", "militia", "political", "unknown")


def write_acled(view: EventView, path: str | Path, filters: Any = None) -> Written:
    """A CSV file with the 31 columns of ACLED, one row for each event of the record that they can hold."""
    coding = Coding(
        rules="acled",
        columns=COLUMNS,
        notice=NOTICE,
        find_obstacle=find_obstacle,
        make_row=lambda event: make_row(event, view),
        order=("event_date", "event_id_cnty"),
    )
    return write_coded(coding, view, path, filters)


def find_obstacle(event: Event) -> str | None:
    """Why ACLED would have no row for the event; None where it has one."""
    kind, days, place = event.incident.kind, event.days, event.place
    if event.part_of:
        return f"its dead are in the row of {event.part_of}"
    if kind not in load_words()["kinds"]:
        return f"{kind.replace('_', ' ')} is no event type of ACLED"
    why = find_refusal(event)
    if why:
        return why
    if days.count > MONTH or days.precision == "year":
        return "its day is not known to within a month"
    if (place.precision or 1) not in PRECISIONS:
        return "its place is not known to within a province"
    return "no known country" if event.where.country is None else None


def make_row(event: Event, view: EventView) -> dict[str, Any]:
    """The row of one event, its keys in the order of the columns."""
    incident, place, where, days = event.incident, event.place, event.where, event.days
    deaths = count_event_deaths("acled", event)
    event_type, sub_event = name_event(event, deaths, find_conquests(view))
    actors = Columns(event, view, event_type, sub_event)
    protest = event_type in ("Protests", "Riots")
    targeted = is_targeting(event_type, sub_event, actors.second)
    values = {
        "event_id_cnty": "SJL-" + incident.id.removeprefix("i-"),
        "event_date": days.middle,
        "year": int(days.middle[:4]),
        "time_precision": 1 if days.count == 1 else 2 if days.count <= 7 else 3,
        "disorder_type": load_words()["disorder_of_sub_events"].get(sub_event, load_words()["disorder"][event_type]),
        "event_type": event_type,
        "sub_event_type": sub_event,
        **actors.values(),
        "civilian_targeting": "Civilian targeting" if targeted else "",
        "iso": where.country.number,
        "region": where.country.acled_region,
        "country": where.country.acled_name,
        "admin1": name_unit(where.admin1),
        "admin2": name_unit(where.admin2),
        "admin3": name_unit(where.admin3),
        "location": where.near or say_location(place),
        "latitude": round(place.lat, 4),
        "longitude": round(place.lon, 4),
        "geo_precision": PRECISIONS[place.precision or 1],
        "source": "; ".join(list_publishers(event.sources or event.documents)),
        "source_scale": name_scale(event, view),
        "notes": write_notes(event, deaths),
        "fatalities": int(deaths.total.best or 0),
        "tags": "crowd size=no report" if protest else "",
        "timestamp": read_stamp(view.record.manifest.get("finished")),
    }  # fmt: skip
    return {column.name: values[column.name] for column in COLUMNS}


def find_conquests(view: EventView) -> Conquests:
    """What is known of the captures of a record, found once."""
    if "conquests" not in view.found:
        view.found["conquests"] = Conquests(view)
    return view.found["conquests"]


def name_event(event: Event, deaths: Deaths, conquests: Conquests) -> tuple[str, str]:
    """The event type and the sub-event type, told by the kind, by the words of the claims and by who took part."""
    words, kind = load_words(), event.incident.kind
    text = " ".join(
        [claim.quote for claim in event.asserted]
        + [ref.name for claim in event.asserted for ref in claim.weapons]
    ).casefold()
    for event_type, sub_event, telling in words["words"].get(kind, ()):
        if has_word(text, telling):
            return event_type, sub_event
    event_type, sub_event = words["kinds"][kind]
    doers, others = event.cast.doers, event.cast.others
    unarmed = bool(others) and all(one.sort == "civilians" for one in others)
    if event.incident.id in conquests.peaceful:
        return tuple(words["transferred"])
    if kind == "capture" and doers and event.incident.id not in conquests.brief:
        sub_event = words[name_conquest(event)]
    if kind == "handover" and all(hands_over_people(claim) for claim in event.asserted):
        return event_type, "Other"
    if kind in ("withdrawal", "handover") and doers and all(one.sort == "civilians" for one in doers):
        return event_type, "Other"
    if kind in ("ground_attack", "ceasefire_violation") and unarmed:
        return tuple(words["attack"])
    if kind == "abduction" and deaths.total.best:  # who is taken and killed was attacked
        return tuple(words["attack"])
    if kind == "detention" and unarmed and doers and doers[0].sort in NON_STATE:
        return tuple(words["abducted"])
    return event_type, sub_event


def name_conquest(event: Event) -> str:
    """Whether a capture is a government's or another's, as `regained` or `overtaken`.

    A government's are those in which its own forces took part. The armies of other states are among the others, as in the
    codebook, and so are those whom nobody names: their code is that of a group that is no state.
    """
    return "regained" if any(one.sort == "state" for one in event.cast.doers) else "overtaken"


def name_scale(event: Event, view: EventView) -> str:
    """ACLED's scale of the sources, as far as the kinds of outlets in the pack tell it."""
    kinds = {source.id: source.kind for source in view.raw.sources()} if hasattr(view.raw, "sources") else {}
    scales = [load_words()["scale"].get(kinds.get(one.publisher_id or "", "")) for one in event.sources]
    return "-".join(dict.fromkeys(scales)) if scales and all(scales) else ""


def write_notes(event: Event, deaths: Deaths) -> str:
    """What happened and all that the other columns cannot hold, in plain sentences, with the exact quotes."""
    parts = [say_what(event.incident.title, event.days)]
    if event.cast.rivals and event.incident.kind not in TREATIES:
        parts.append(
            f"Reports hold different sides responsible: {', '.join(one.name for one in event.cast.doers)}."
        )
    unnamed = [
        one.name for one in (*event.cast.doers, *event.cast.others) if not one.named and one.sort == "unknown"
    ]
    if unnamed:
        parts.append(f"Described as: {', '.join(dict.fromkeys(unnamed))}.")
    if where := event.where.near:
        parts.append(f"The place has no name in the reports; its position is near {where}.")
    if event.cast.others and event.cast.others[0].sort == "civilians":
        armed = [one.name for one in event.cast.others[1:] if one.named and one.sort != "civilians"]
        parts.append(f"Also named as the target: {', '.join(armed)}." if armed else "")
    parts.append(say_fatalities(deaths, *list_casualties(event)))
    parts.append(say_denials(event) or "")
    return " ".join([part for part in parts if part] + list(list_quotes(event))).strip()


def say_what(title: str, days: Days) -> str:
    """The title of an incident with its day in front, as notes begin, and without the number of origins.

    >>> from sijill.model import replace
    >>> day = Days(first="2031-05-04", last="2031-05-04", count=1, precision="day")
    >>> say_what("Clash in Elm, 4 May 2031, reported by 2 origins, denied by 1 origin", day)
    'On 4 May 2031: clash in Elm.'
    >>> say_what("Clash in Elm, 4–6 May 2031, reported by 1 origin", replace(day, last="2031-05-06", count=3))
    'Between 4 and 6 May 2031: clash in Elm.'
    """
    told = re.fullmatch(r"(.+), ([^,]*\d{4})(, (?:reported|denied) by .*)?", title)
    if not told:
        return f"{title}." + (f" Between {days.first} and {days.last}." if days.count > 1 else "")
    what, when = told[1][:1].lower() + told[1][1:], told[2]
    opening = (
        f"Between {when.replace('–', ' and ')}" if "–" in when else f"On {when}" if days.count == 1 else when
    )
    return f"{opening}: {what}."


def list_casualties(event: Event) -> list[str]:
    """The numbers of people killed or wounded where the reports do not part the two, in words."""
    rows = [row for _, found in ((event.incident, event.figures), *event.outcomes) for row in found]
    lumps = [row for row in rows if row.measure == "other" and (row.who or "").endswith(LUMPED)]
    return [f"{row.who.removesuffix(LUMPED)}: {say_range(row.low, row.high)}" for row in lumps]


def name_unit(unit: Unit | None) -> str:
    """A division by its bare name, as ACLED has it: without the word for its level, and without what brackets add.

    >>> name_unit(Unit(name="Elmshire Governorate")), name_unit(Unit(name="Rif Elm (Elm countryside)")), name_unit(None)
    ('Elmshire', 'Rif Elm', '')
    """
    name = re.sub(r"\s*\([^()]*\)$", "", unit.name) if unit else ""
    return re.sub(
        r"(?<=\w) (Governorate|Province|Oblast|State|Wilayat?|Department|District|Subdistrict)$", "", name
    )


def say_fatalities(deaths: Deaths, *casualties: str) -> str:
    """What the number in `fatalities` stands on; `casualties` are the numbers of people killed or wounded together.

    >>> say_fatalities(Deaths())
    'No report speaks of deaths: 0 fatalities by convention.'
    >>> say_fatalities(Deaths(), "soldiers: 24 or more")
    'The killed and wounded are counted together (soldiers: 24 or more): 0 fatalities by convention.'
    """
    if not deaths.spoken and casualties:
        told = "; ".join(casualties)
        return f"The killed and wounded are counted together ({told}): 0 fatalities by convention."
    if not deaths.spoken:
        return "No report speaks of deaths: 0 fatalities by convention."
    if deaths.total.best is None:
        why = "; ".join(deaths.why)
        return f"Fatalities coded 0, as no number of deaths can be taken{': ' + why if why else ''}."
    return f"Fatalities coded {deaths.total.best:,.10g}: {'; '.join(deaths.why)}."


def read_stamp(finished: str | None) -> int | None:
    """The Unix time of an ISO time in UTC.

    >>> read_stamp("1970-01-02T00:00:00Z"), read_stamp(None)
    (86400, None)
    """
    return int(datetime.datetime.fromisoformat(finished).timestamp()) if finished else None


def list_columns() -> Sequence[str]:
    """The 31 columns in ACLED's order.

    >>> len(list_columns()), list_columns()[0], list_columns()[-1]
    (31, 'event_id_cnty', 'timestamp')
    """
    return [column.name for column in COLUMNS]
