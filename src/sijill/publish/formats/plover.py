"""PLOVER records: one JSON object a line for each claim, with the exact words it was coded from."""

import json
import re
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import yaml

from sijill.model import ActorRef, Claim, Document, PlaceRef
from sijill.publish.formats.about import Column, Written
from sijill.publish.formats.countries import find_country
from sijill.publish.formats.events import EventView, LeftOut, read_days
from sijill.publish.formats.where import Where, grade_resolution
from sijill.publish.gazette import say_place
from sijill.publish.output import write_file

TITLE = "Claims as PLOVER event records"
NOTICE = (
    "Each record is what one report says, not an event confirmed. Records of one incident share their `link`."
)
COLUMNS = (
    Column(name="id", about="the claim in the record"),
    Column(name="date", type="date", about="first day"),
    Column(name="enddate", type="date", about="last day, where it is another"),
    Column(name="actor", type="array", about="entities: code (country), sector, entity_text, identifier_id, identifier_text"),
    Column(name="recipient", type="array", about="entities; where both sides fight, all are actors"),
    Column(name="event", type="array", about="the category"),
    Column(name="quad_code", type="integer", about="1 to 4"),
    Column(name="mode", type="array", about="modes; future, hypothetical, negation and historical where nothing happened now"),
    Column(name="context", type="array"),
    Column(name="event_loc", type="object", about="place as written and as resolved; resolution 5 in a city … 1 country"),
    Column(name="event_text", type="array", about="the exact words"),
    Column(name="text_info", type="object", about="where the words stand in the archived document, in characters"),
    Column(name="size", type="object", about="dead, injured, arrested: the lowest number given, and `figures` with both ends"),
    Column(name="cite_info", type="object", about="outlet, title, day, address, language of the report and sha256 of its bytes"),
    Column(name="link", about="the incident"),
    Column(name="speaker", about="who says so; an addition to PLOVER's fields, as are the next two"),
    Column(name="hedged", type="boolean"),
    Column(name="exact", type="boolean", about="false where something in the words is withheld"),
    Column(name="coder"),
)  # fmt: skip
TOGETHER = {"clash", "negotiation", "agreement", "ceasefire", "ceasefire_violation"}  # all parties are actors


@cache
def load_words() -> dict[str, Any]:
    """What `plover.yml` holds: categories and modes by kind, words that tell them apart, sectors."""
    return yaml.safe_load(resources.files("sijill.publish.formats").joinpath("plover.yml").read_text("utf-8"))


def write_plover(view: EventView, path: str | Path, filters: Any = None) -> Written:
    """A file of PLOVER records, one a line, for every claim that has a category and a day."""
    lines, documents, left = [], [], []
    for claim in view.record.claims(filters):
        row = make_record(claim, view)
        if isinstance(row, str):
            left.append(
                LeftOut(id=claim.id, kind=claim.kind, title=" ".join(claim.quote.split())[:120], why=row)
            )
            continue
        lines.append(json.dumps(row, ensure_ascii=False))
        documents.append(view.documents[claim.document.id])
    write_file(path, "".join(line + "\n" for line in lines))
    return Written(
        rows=len(lines), columns=COLUMNS, documents=tuple(documents), left_out=tuple(left), notice=NOTICE
    )


def make_record(claim: Claim, view: EventView) -> dict[str, Any] | str:
    """The record of one claim, or why PLOVER has none for it."""
    coded, days = name_category(claim), read_days(claim.when)
    if coded is None:
        return f"{claim.kind.replace('_', ' ')} is no category of PLOVER"
    if days is None:
        return "no known day"
    category, mode = coded
    place = next((one for one in claim.places if one.role == "location"), next(iter(claim.places), None))
    where = view.whereabouts.locate(place)
    actors = [code_entity(ref, view) for ref in claim.actors]
    recipients = [code_entity(ref, view) for ref in claim.targets]
    if claim.kind in TOGETHER:
        actors, recipients = [*actors, *(one for one in recipients if one not in actors)], []
    words = load_words()
    modes = [mode] if mode else []
    modes += [words["auxiliary"][name] for name in (claim.stance, "background" if claim.background else "")
              if name in words["auxiliary"]]  # fmt: skip
    document = view.documents[claim.document.id]
    row = {
        "id": claim.id,
        "date": days.first,
        "enddate": days.last if days.count > 1 else None,
        "actor": actors or [{"sector": "UNK"}],
        "recipient": recipients,
        "event": [category],
        "quad_code": words["quads"][category],
        "mode": modes,
        "context": words["contexts"].get(claim.kind, []),
        "event_loc": code_place(place, where) if place else None,
        "event_text": [claim.quote],
        "text_info": {"start": claim.start, "end": claim.end},
        "size": count_size(claim),
        "cite_info": cite(document),
        "link": claim.incident,
        "speaker": claim.speaker.name,
        "hedged": claim.hedged,
        "exact": claim.id not in view.altered,
        "coder": f"sijill {claim.extractor.name} {claim.extractor.version}",
    }
    return {key: value for key, value in row.items() if value is not None}


def name_category(claim: Claim) -> tuple[str, str | None] | None:
    """The category and the mode, by the kind of the claim and its words; None where PLOVER has none."""
    words = load_words()
    text = " ".join([claim.quote, *(weapon.name for weapon in claim.weapons)]).casefold()
    for category, mode, telling in words["words"].get(claim.kind, ()):
        if any(re.search(rf"\b{re.escape(word)}\b", text) for word in telling):
            return category, mode
    found = words["kinds"].get(claim.kind)
    return tuple(found) if found else None


def code_entity(ref: ActorRef, view: EventView) -> dict[str, Any]:
    """One party as an entity object: country, sector, its words in the report, and who that is in the record."""
    party, words = view.parties.read_party(ref, None), load_words()
    entity: dict[str, Any] = {"entity_text": ref.name}
    if party is None:
        return {"sector": "UNK"} | entity
    country = find_country(party.home)
    sector = words["sectors_of_kinds"].get(party.kind or "", words["sectors"][party.sort])
    if ref.id:
        entity |= {"identifier_id": f"sijill:{ref.id}", "identifier_text": party.name}
    return ({"code": country.iso3} if country else {}) | ({"sector": sector} if sector else {}) | entity


def code_place(place: PlaceRef, where: Where) -> dict[str, Any]:
    """The place as a location object; what is not known is left out."""
    number = (place.id or "").removeprefix("gn-")
    row = {
        "extracted_place": place.relation or place.name,
        "resolved_place": say_place(place) if place.id else None,
        "geonameid": int(number) if number.isdigit() else None,
        "lat": place.lat,
        "lon": place.lon,
        "city": where.city,
        "district": where.admin2.name if where.admin2 else None,
        "province": where.admin1.name if where.admin1 else None,
        "country": where.country.name if where.country else None,
        "country_code": where.country.iso3 if where.country else None,
        "resolution": grade_resolution(place, where) if place.lat is not None else None,
    }
    return {key: value for key, value in row.items() if value is not None}


def count_size(claim: Claim) -> dict[str, Any] | None:
    """The numbers of dead, injured and arrested: the lowest given, beside both ends and whom each counts."""
    names, size, figures = load_words()["sizes"], {}, []
    for figure in claim.figures:
        name = names.get(figure.measure)
        if name is None:
            continue
        figures.append({"size": name, "who": figure.who, "low": figure.low, "high": figure.high,
                        "words": figure.text or figure.qualifier})  # fmt: skip
        if not figure.subset and figure.low is not None:
            size[name] = size.get(name, 0) + int(figure.low)
    return size | {"figures": figures} if figures else None


def cite(document: Document) -> dict[str, Any]:
    """The report as a citation object."""
    row = {
        "citation": document.id,
        "url": document.url,
        "title": document.title,
        "date": document.published,
        "language": document.language,
        "publication": document.publisher or document.source,
        "sha256": document.content_hash,
        "codebook": "plover",
    }
    return {key: value for key, value in row.items() if value}


def list_fields() -> Sequence[str]:
    """The fields that a record may have."""
    return [column.name for column in COLUMNS]
