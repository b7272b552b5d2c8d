"""The columns of ACLED, filled from a record: one row an event, in ACLED's names for events and its rule for fatalities."""

import datetime
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from sijill.publish.formats.about import Column, Written
from sijill.publish.formats.counts import Coding, Deaths, count_event_deaths, write_coded
from sijill.publish.formats.events import (
    Event,
    EventView,
    find_refusal,
    list_publishers,
    list_quotes,
    say_denials,
    say_location,
)
from sijill.publish.formats.parties import Party

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
    Column(name="actor1", about="by the record's neutral name; those nobody names as ACLED words them"),
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
# What parties do or undergo together: whoever is named of them is the first actor.
JOINT = {"agreement", "ceasefire", "negotiation", "evacuation", "displacement", "withdrawal", "handover", "weapons_surrender",
         "mobilization", "other"}  # fmt: skip


@cache
def load_words() -> dict[str, Any]:
    """What `acled.yml` holds: event types by kind, words that tell sub-events apart, codes."""
    return yaml.safe_load(resources.files("sijill.publish.formats").joinpath("acled.yml").read_text("utf-8"))


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
    event_type, sub_event = name_event(event)
    first, second = choose_actors(event, event_type, sub_event)
    deaths = count_event_deaths("acled", event)
    if event_type != "Strategic developments":
        first, second = view.parties.find_forces(first), view.parties.find_forces(second)
    codes = [name_inter(party) for party in (first, second)]
    protest = event_type in ("Protests", "Riots")
    targeted = is_targeting(event_type, second)
    values = {
        "event_id_cnty": "SJL-" + incident.id.removeprefix("i-"),
        "event_date": days.middle,
        "year": int(days.middle[:4]),
        "time_precision": 1 if days.count == 1 else 2 if days.count <= 7 else 3,
        "disorder_type": load_words()["disorder_of_sub_events"].get(sub_event, load_words()["disorder"][event_type]),
        "event_type": event_type,
        "sub_event_type": sub_event,
        "actor1": name_party(first, event),
        "assoc_actor_1": list_others(first, event, view),
        "inter1": codes[0],
        "actor2": name_party(second, event),
        "assoc_actor_2": list_others(second, event, view),
        "inter2": codes[1],
        "interaction": name_interaction(*codes),
        "civilian_targeting": "Civilian targeting" if targeted else "",
        "iso": where.country.number,
        "region": where.country.acled_region,
        "country": where.country.acled_name,
        "admin1": where.admin1.name if where.admin1 else "",
        "admin2": where.admin2.name if where.admin2 else "",
        "admin3": where.admin3.name if where.admin3 else "",
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


def name_event(event: Event) -> tuple[str, str]:
    """The event type and the sub-event type, told by the kind, by the words of the claims and by who took part."""
    words, kind = load_words(), event.incident.kind
    text = " ".join(
        [claim.quote for claim in event.asserted]
        + [ref.name for claim in event.asserted for ref in claim.weapons]
    ).casefold()
    for event_type, sub_event, telling in words["words"].get(kind, ()):
        if any(re.search(rf"\b{re.escape(word)}\b", text) for word in telling):
            return event_type, sub_event
    event_type, sub_event = words["kinds"][kind]
    doers, others = event.cast.doers, event.cast.others
    if kind == "capture" and doers:
        sub_event = words["regained"] if doers[0].sort == "state" else words["overtaken"]
    if kind in ("withdrawal", "handover") and doers and all(one.sort == "civilians" for one in doers):
        return event_type, "Other"
    if (
        kind in ("ground_attack", "ceasefire_violation")
        and others
        and all(one.sort == "civilians" for one in others)
    ):
        return tuple(words["attack"])
    return event_type, sub_event


def choose_actors(event: Event, event_type: str, sub_event: str) -> tuple[Party | None, Party | None]:
    """The two main actors; one that nobody names stands as an unidentified group where ACLED wants an actor.

    Where claims hold opposed sides responsible, the first is unidentified too, and the notes say who blames whom.
    """
    cast, kind = event.cast, event.incident.kind
    unknown = Party(name="", sort="unknown", named=False)
    first = None if cast.rivals else next(iter(cast.doers), None)
    second = next(iter(cast.others), None)
    if event_type == "Battles":
        fighting = [one for one in cast.others if one.sort != "civilians"]
        return first or unknown, next(iter(fighting), None) or unknown
    if event_type == "Violence against civilians":
        civilians = next((one for one in cast.others if one.sort == "civilians"), None)
        return first or unknown, civilians or Party(name="", sort="civilians", named=False)
    if event_type in ("Protests", "Riots"):
        crowd = Party(name="", sort="protesters" if event_type == "Protests" else "rioters", named=False)
        armed = next(
            (one for one in (*cast.others, *cast.doers) if one.sort in ("state", "rebels", "militia")), None
        )
        return crowd, armed if sub_event != "Peaceful protest" else None
    if first is None and kind in JOINT:
        alone = second or (
            Party(name="", sort="civilians", named=False)
            if kind in ("displacement", "evacuation")
            else unknown
        )
        return alone, None
    if first is None and kind in ("air_strike", "drone_strike"):
        return Party(name="", sort="foreign", named=False), second
    return first or unknown, second


def name_party(party: Party | None, event: Event) -> str:
    """What the actor columns call a party: its name, or ACLED's words for those who have none, with the country."""
    if party is None:
        return ""
    words, country = load_words(), event.where.country.acled_name
    general = {
        "civilians": words["civilians"],
        "protesters": words["protesters"],
        "rioters": words["rioters"],
        "foreign": words["unknown_forces"],
    }
    if party.id == "civilians" or not (party.id or party.named):
        label = general.get(party.sort, words["unknown_group"])
        return label if label == words["unknown_forces"] else f"{label} ({country})"
    return party.name


def list_others(main: Party | None, event: Event, view: EventView) -> str:
    """The other parties that stood with a main actor, joined by "; ": those of its side, and civilians beside fighters."""
    if main is None:
        return ""
    forces = view.parties.find_forces
    group = next((group for group in (event.cast.doers, event.cast.others) if main in map(forces, group)), ())
    names = []
    for one in map(forces, group):
        if one == main or main.sort == "civilians":
            continue
        if one.sort == "civilians" or (one.named and view.parties.are_allied(main.side, one.side)):
            names.append(name_party(one, event))
    return "; ".join(dict.fromkeys(names))


def name_inter(party: Party | None) -> str:
    """The sort of an actor in ACLED's words; empty without one.

    >>> name_inter(Party(name="Elm Brigade", sort="rebels")), name_inter(None)
    ('Rebel group', '')
    """
    return load_words()["inter"][party.sort] if party else ""


def name_interaction(one: str, other: str) -> str:
    """Both sorts of actor as one phrase, the lower-numbered first.

    >>> name_interaction("Rebel group", "State forces"), name_interaction("Rebel group", "")
    ('State forces-Rebel group', 'Rebel group only')
    >>> name_interaction("Civilians", "External/Other forces")
    'External/Other forces-Civilians'
    """
    if not other:
        return f"{one} only" if one else ""
    order = load_words()["inter_order"]
    pair = sorted((one, other), key=order.index)
    if pair == [order[6], order[7]]:  # the one pair that ACLED writes the other way round
        pair.reverse()
    return "-".join(pair)


def is_targeting(event_type: str, second: Party | None) -> bool:
    """Whether civilians were the main target."""
    return event_type == "Violence against civilians" or (
        event_type in ("Explosions/Remote violence", "Riots")
        and second is not None
        and second.sort == "civilians"
    )


def name_scale(event: Event, view: EventView) -> str:
    """ACLED's scale of the sources, as far as the kinds of outlets in the pack tell it."""
    kinds = {source.id: source.kind for source in view.raw.sources()} if hasattr(view.raw, "sources") else {}
    scales = [load_words()["scale"].get(kinds.get(one.publisher_id or "", "")) for one in event.sources]
    return "-".join(dict.fromkeys(scales)) if scales and all(scales) else ""


def write_notes(event: Event, deaths: Deaths) -> str:
    """What happened and all that the other columns cannot hold, in plain sentences, with the exact quotes."""
    incident, days = event.incident, event.days
    parts = [f"{incident.title}."]
    if days.count > 1:
        parts.append(f"Between {days.first} and {days.last}.")
    if event.cast.rivals:
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
    parts.append(say_fatalities(deaths))
    parts.append(say_denials(event) or "")
    return " ".join([part for part in parts if part] + list(list_quotes(event))).strip()


def say_fatalities(deaths: Deaths) -> str:
    """What the number in `fatalities` stands on.

    >>> say_fatalities(Deaths())
    'No report speaks of deaths: 0 fatalities by convention.'
    """
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
