"""FollowTheMoney entities, one JSON object a line: events, articles, organisations, addresses, and who is mentioned where."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from sijill.model import ActorRef, Document, hash_text
from sijill.publish.formats.about import Column, Written
from sijill.publish.formats.events import (
    UNTOLD,
    Event,
    EventView,
    leave_out,
    list_publishers,
    list_quotes,
    say_denials,
    say_location,
)
from sijill.publish.formats.where import say_units
from sijill.publish.output import write_file
from sijill.publish.words import name_figure, say_range

TITLE = "The record as FollowTheMoney entities"
NOTICE = "No topic is set: what a group is called by others is no property of it here. Texts of reports are not in this file."
COLUMNS = (
    Column(
        name="Event",
        about="an incident that is said to have happened, with its days, place, parties, quotes and reports",
    ),
    Column(
        name="Article",
        about="a report: title, outlet, day, address, language; the sha256 of its bytes is in notes",
    ),
    Column(
        name="Organization",
        about="a party that the pack knows by name; PublicBody for states and their forces",
    ),
    Column(name="Person", about="a person whom the pack knows as a party"),
    Column(name="Address", about="a place with its coordinates"),
    Column(name="Mention", about="that a report names a party"),
)


@cache
def load_words() -> dict[str, Any]:
    """What `ftm.yml` holds: codes of languages, and schemata by kind of actor."""
    return yaml.safe_load(resources.files("sijill.publish.formats").joinpath("ftm.yml").read_text("utf-8"))


def write_ftm(view: EventView, path: str | Path, filters: Any = None) -> Written:
    """A file of entities, one a line, each once."""
    entities: dict[str, dict[str, Any]] = {}
    documents: dict[str, Document] = {}
    left = []
    for event in view.events(filters):
        if why := UNTOLD.get(event.incident.status):
            left.append(leave_out(event, why))
            continue
        for entity in make_entities(event, view):
            entities.setdefault(entity["id"], entity)
        documents |= {document.id: document for document in event.documents}
    lines = [json.dumps(entities[key], ensure_ascii=False) for key in sorted(entities)]
    write_file(path, "".join(line + "\n" for line in lines))
    return Written(
        rows=len(lines),
        columns=COLUMNS,
        documents=tuple(documents.values()),
        left_out=tuple(left),
        notice=NOTICE,
    )


def make_entities(event: Event, view: EventView) -> Iterator[dict[str, Any]]:
    """The event and all that it points to."""
    involved = []
    for claim in event.claims:
        for ref in (*claim.actors, *claim.targets):
            party = make_party(ref, view)
            if party is None:
                continue
            involved.append(party["id"])
            yield party
            yield make_entity(
                "m-" + hash_text(claim.document.id, party["id"]),
                "Mention",
                document=[claim.document.id],
                resolved=[party["id"]],
                name=[ref.name],
            )
    address = make_address(event)
    if address:
        yield address
    for document in event.documents:
        yield make_article(document)
    incident, days = event.incident, event.days
    figures = [
        f"{name_figure(row.measure, row.who)}: {say_range(row.low, row.high)} ({row.status})"
        for row in event.figures
    ]
    yield make_entity(
        incident.id,
        "Event",
        name=[incident.title],
        startDate=[days.first] if days else [],
        endDate=[days.last] if days else [],
        date=[days.first] if days and days.count == 1 else [],
        location=[say_location(event.place)] if event.place else [],
        country=[event.where.country.iso2.lower()] if event.where.country else [],
        addressEntity=[address["id"]] if address else [],
        involved=sorted(set(involved)),
        summary=list_quotes(event, 20),
        description=[*figures, say_denials(event)],
        keywords=[incident.kind, incident.status, incident.grade],
        recordId=[incident.id],
        publisher=list_publishers(event.sources or event.documents),
        sourceUrl=[document.url for document in event.documents],
        proof=[document.id for document in event.documents],
    )


def make_party(ref: ActorRef, view: EventView) -> dict[str, Any] | None:
    """The organisation or person that an actor is, where the pack knows it by name; None for a class of people."""
    party = view.parties.read_party(ref, None) if ref.id else None
    if party is None or not party.named or party.sort == "civilians":
        return None
    actor = view.parties.known.get(ref.id)
    schema = load_words()["schemata"].get(party.kind or "", "Organization")
    spelt = [alias.name for alias in getattr(actor, "names", ())]
    return make_entity(
        name_entity("actor", ref.id),
        schema,
        name=[party.name],
        alias=sorted(set(spelt) - {party.name}),
        country=[party.home.lower()] if party.home else [],
    )


def make_address(event: Event) -> dict[str, Any] | None:
    """The place of an event, where it has a name or a position."""
    place, where = event.place, event.where
    if place is None or (place.id is None and place.lat is None):
        return None
    name = where.near or say_location(place)
    divisions = say_units((where.admin1, where.admin2, where.admin3))
    country = where.country.name if where.country else ""
    return make_entity(
        name_entity("place", place.id or hash_text(place.name, place.lat, place.lon)),
        "Address",
        full=[", ".join(part for part in (name, divisions, country) if part)],
        city=[where.city] if where.city else [],
        state=[where.admin1.name] if where.admin1 else [],
        country=[where.country.iso2.lower()] if where.country else [],
        latitude=[f"{place.lat:.5f}"] if place.lat is not None else [],
        longitude=[f"{place.lon:.5f}"] if place.lon is not None else [],
    )


def make_article(document: Document) -> dict[str, Any]:
    """A report, without its text and its author."""
    language = load_words()["languages"].get(document.language)
    return make_entity(
        document.id,
        "Article",
        title=[document.title],
        fileName=[document.source] if "://" not in document.source else [],
        publisher=[document.publisher],
        publishedAt=[(document.published or "")[:10]],
        sourceUrl=[document.url],
        language=[language],
        notes=[f"sha256 {document.content_hash}"],
    )


def name_entity(kind: str, key: str) -> str:
    """The id of a record's entry in the letters that the format allows; two entries never get one id.

    >>> name_entity("place", "south-in:elm_bridge")
    'place-south-in..elm.bridge'
    """
    return f"{kind}-" + key.replace(":", "..").replace("_", ".")


def make_entity(key: str, schema: str, **properties: Sequence[Any]) -> dict[str, Any]:
    """An entity in the wire format: every property is a list of texts, and an empty one is not there.

    >>> make_entity("a", "Event", name=["Fire"], date=[None])
    {'id': 'a', 'schema': 'Event', 'properties': {'name': ['Fire']}}
    """
    kept = {name: [str(value) for value in values if value] for name, values in properties.items()}
    return {
        "id": key,
        "schema": schema,
        "properties": {name: values for name, values in kept.items() if values},
    }
