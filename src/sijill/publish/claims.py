"""The claims export: one JSON object a line, in the shape that gold annotations have too."""

import json
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from sijill.model import ActorRef, Claim, Figure, PlaceRef, When
from sijill.publish.output import write_file


@cache
def load_claims_schema() -> dict[str, Any]:
    """The JSON Schema that every exported claim, and every gold file, satisfies.

    >>> load_claims_schema()["title"]
    'Sijill claims'
    """
    return json.loads(resources.files("sijill.publish").joinpath("claims.schema.json").read_text("utf-8"))


def write_claims(record: Any, path: str | Path, filters: Any = None) -> int:
    """The number of claims now in the file, one JSON object a line, quotes exact and nothing withheld.

    This is the researcher's own working file: private persons are not redacted in it.
    """
    claims = record.claims(filters)
    lines = [json.dumps(claim_row(claim), ensure_ascii=False) for claim in claims]
    write_file(path, "".join(line + "\n" for line in lines))
    return len(lines)


def claim_row(claim: Claim) -> dict[str, Any]:
    """The claim as the export writes it; what is not known is null or an empty list, never left out."""
    return {
        "id": claim.id,
        "document": msgspec.to_builtins(claim.document),
        "kind": claim.kind,
        "stance": claim.stance,
        "hedged": claim.hedged,
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "background": claim.background,
        "speaker": _actor_row(claim.speaker),
        "via": [actor.name for actor in claim.via],
        "actors": [_actor_row(actor) for actor in claim.actors],
        "targets": [_actor_row(actor) for actor in claim.targets],
        "weapons": [_actor_row(weapon) for weapon in claim.weapons],
        "extent": claim.extent,
        "about": claim.about,
        "places": [_place_row(place) for place in claim.places],
        "when": _when_row(claim.when),
        "figures": [_figure_row(figure) for figure in claim.figures],
        "incident": claim.incident,
        "extractor": msgspec.to_builtins(claim.extractor),
        "confidence": claim.confidence,
        "translation": claim.translation,
        "review": claim.review,
    }


def _actor_row(actor: ActorRef) -> dict[str, Any]:
    return {"name": actor.name, "id": actor.id}


def _place_row(place: PlaceRef) -> dict[str, Any]:
    fields = ("name", "id", "lat", "lon", "precision", "relation", "role")
    coded = {"pcode": place.pcode} if place.pcode else {}
    return {field: getattr(place, field) for field in fields} | coded


def _when_row(when: When | None) -> dict[str, Any] | None:
    if when is None:
        return None
    return {field: getattr(when, field) for field in ("start", "end", "precision", "text")}


def _figure_row(figure: Figure) -> dict[str, Any]:
    return {
        field: getattr(figure, field)
        for field in ("measure", "who", "low", "high", "qualifier", "unit", "scope")
    }
