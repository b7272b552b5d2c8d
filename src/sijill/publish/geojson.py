"""The GeoJSON export: incidents where they can be placed, and a list of those that cannot."""

import json
from pathlib import Path
from typing import Any

from sijill.model import Claim, Incident, PlaceRef, Reconciled, to_dict
from sijill.publish.cells import find_place_cell
from sijill.publish.gazette import is_common_place, say_place
from sijill.publish.output import write_file
from sijill.publish.redact import PublicRecord, count_withheld
from sijill.publish.words import INTEREST_WORDS

WITHHELD = (
    "Withheld is what the rules for private persons, contacts, house numbers, hospitals, schools and shelters recognise, "
    "and no more. A person must read this file before it is published."
)
NOT_WITHHELD = "Nothing is withheld in this file. Do not publish it."


def write_geojson(record: Any, path: str | Path, filters: Any = None, *, public: bool = True) -> int:
    """The number of placed incidents now in the file as features; its `sijill` member lists the rest.

    With `public` (the default) private persons are withheld; hospitals, shelters and convoys are coarsened.
    """
    collection = build_geojson(PublicRecord(record) if public else record, filters)
    write_file(path, json.dumps(collection, ensure_ascii=False, indent=1) + "\n")
    return len(collection["features"])


def build_geojson(record: Any, filters: Any = None) -> dict[str, Any]:
    """A GeoJSON FeatureCollection (RFC 7946): a point, or the polygon of a relative place, for each placed
    incident.

    Coordinates stand for the place, only as exactly as `place.precision` says. The `sijill` member counts
    and lists what no map can show: incidents without a position (whole) and incidents without a date (by id).
    """
    claims = {claim.id: claim for claim in record.claims(None)}
    altered = getattr(record, "altered_quotes", set())
    figures: dict[str, list[Reconciled]] = {}
    for figure in record.figures(None):
        figures.setdefault(figure.incident, []).append(figure)
    features, unplaced, undated = [], [], []
    for incident in record.incidents(filters):
        properties = _describe(incident, claims, figures.get(incident.id, []), altered)
        geometry = find_geometry(incident.place)
        if geometry:
            features.append(
                {"type": "Feature", "id": incident.id, "geometry": geometry, "properties": properties}
            )
        else:
            unplaced.append(properties)
        if not (incident.when and incident.when.start):
            undated.append(incident.id)
    return {
        "type": "FeatureCollection",
        "features": features,
        "sijill": {
            "version": record.manifest.get("version"),
            "note": "Claims are not facts. Names and positions imply no view on any boundary.",
            "exact": "A quote whose `exact` is false has something withheld, marked in square brackets.",
            "interest": INTEREST_WORDS,
            "privacy": WITHHELD if isinstance(record, PublicRecord) else NOT_WITHHELD,
            "incidents": len(features) + len(unplaced),
            "placed": len(features),
            "unplaced_count": len(unplaced),
            "undated_count": len(undated),
            "unplaced": unplaced,
            "undated": undated,
            "withheld": count_withheld(record),
        },
    }


def find_geometry(place: PlaceRef | None) -> dict[str, Any] | None:
    """The area of a relative place, else its point, else None: an unknown position is never 0, 0.

    >>> find_geometry(PlaceRef(name="Elm", lat=1.5, lon=2.5))
    {'type': 'Point', 'coordinates': [2.5, 1.5]}
    >>> find_geometry(PlaceRef(name="somewhere")) is None
    True
    """
    if place is None:
        return None
    if place.geometry:
        return place.geometry
    if place.lat is None or place.lon is None:
        return None
    return {"type": "Point", "coordinates": [place.lon, place.lat]}


def _describe(
    incident: Incident, claims: dict[str, Claim], figures: list[Reconciled], altered: set[str]
) -> dict[str, Any]:
    when, place = incident.when, incident.place
    return {
        "id": incident.id,
        "kind": incident.kind,
        "title": incident.title,
        "status": incident.status,
        "grade": incident.grade,
        "start": when.start if when else None,
        "end": when.end if when else None,
        "date_precision": when.precision if when else "unknown",
        "place": to_place(place),
        "h3": find_place_cell(place),
        "places": [to_place(other) for other in incident.places],
        "actors": [_to_actor(actor) for actor in incident.actors],
        "targets": [_to_actor(actor) for actor in incident.targets],
        "origins": [
            {
                "label": origin.label,
                "side": origin.side,
                "documents": origin.documents,
                "copies": origin.copies,
            }
            for origin in incident.origins
        ],
        "figures": [to_dict(figure) for figure in figures],
        "quotes": [_to_quote(claims[claim], altered) for claim in incident.claims if claim in claims],
        "relations": [to_dict(relation) for relation in incident.relations],
        "roll_up": incident.roll_up,
        "background": incident.background,
    }


def to_place(place: PlaceRef | None) -> dict[str, Any] | None:
    """What an export says of a place: what to call it (`label`), its words in the report, its id and how exact it is."""
    if place is None:
        return None
    fields = ("id", "pcode", "role", "relation", "lat", "lon", "precision")
    return {
        # Neither a common noun ("the area") nor the town that a place is near is a name that a map may print.
        "name": None if is_common_place(place.name) or (place.relation and not place.id) else place.name,
        "as_written": place.relation or place.name,
        "label": say_place(place),
        **{field: getattr(place, field) for field in fields},
    }


def _to_actor(actor: Any) -> dict[str, Any]:
    return {"name": actor.name, "id": actor.id, "label": actor.label, "side": actor.side}


def _to_quote(claim: Claim, altered: set[str]) -> dict[str, Any]:
    return {
        "claim": claim.id,
        "quote": claim.quote,
        "exact": claim.id not in altered,
        "language": claim.document.language,
        "stance": claim.stance,
        "hedged": claim.hedged,
        "speaker": claim.speaker.name,
        "via": [actor.name for actor in claim.via],
        "document": claim.document.id,
        "source": claim.document.source,
        "publisher": claim.document.publisher,
        "published": claim.document.published,
        "start": claim.start,
        "end": claim.end,
    }
