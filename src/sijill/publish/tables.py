"""The record as flat tables: lists of dicts whose columns are always the same and in the same order."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sijill.model import ActorRef, Claim, ControlState, Document, Figure, Incident, PlaceRef, Reconciled
from sijill.publish.gazette import say_place
from sijill.publish.words import name_figure, say_range, say_unit

Row = dict[str, Any]
SPREADSHEET_FORMULA = ("=", "+", "-", "@", "\t", "\r")

INCIDENT_COLUMNS = (
    "id", "kind", "status", "grade", "title", "start", "end", "date_precision", "place", "place_id", "lat",
    "lon",
    "place_precision", "actors", "actor_sides", "targets", "target_sides", "figures", "origins",
    "origin_labels",
    "claims", "documents", "copies", "denials", "covers", "background",
)  # fmt: skip
CLAIM_COLUMNS = (
    "id", "incident", "document", "source", "publisher", "published", "kind", "stance", "hedged",
    "background",
    "quote", "start", "end", "speaker", "speaker_id", "via", "actors", "actor_ids", "targets", "target_ids",
    "weapons", "place", "place_id", "lat", "lon", "place_precision", "other_places", "date_start", "date_end",
    "date_precision", "date_text", "figures", "extent", "about", "repeats", "extractor", "rule", "confidence",
    "translation", "review",
)  # fmt: skip
FIGURE_COLUMNS = (
    "incident", "title", "start", "end", "place", "measure", "who", "scope", "low", "high", "best", "status",
    "origin", "origin_label", "origin_side", "origin_low", "origin_high", "qualifier", "interest",
    "superseded",
    "claim", "rule_set",
)  # fmt: skip
CONTROL_COLUMNS = (
    "place", "place_id", "start", "end", "series", "holder", "probability", "probabilities", "besieged_by",
    "truce",
    "share", "inferred_from", "known_at", "lat", "lon", "claims_for", "claims_against",
)  # fmt: skip
DOCUMENT_COLUMNS = (
    "id", "source", "title", "publisher", "author", "published", "published_basis", "language", "claims",
    "flags",
    "copy_of", "url", "characters", "content_hash",
)  # fmt: skip


def incident_rows(record: Any, filters: Any = None) -> list[Row]:
    """One row an incident; several names in one cell are joined by "; "."""
    figures: dict[str, list[Reconciled]] = {}
    for figure in record.figures(None):
        figures.setdefault(figure.incident, []).append(figure)
    stances = {claim.id: claim.stance for claim in record.claims(None)}
    return [_incident_row(row, figures.get(row.id, []), stances) for row in record.incidents(filters)]


def claim_rows(record: Any, filters: Any = None) -> list[Row]:
    """One row a claim, quotes exact; the first located place has its own columns, the others share one."""
    return [_claim_row(claim) for claim in record.claims(filters)]


def figure_rows(record: Any, filters: Any = None) -> list[Row]:
    """One row an origin's figure, beside what the reconciliation makes of all figures for that incident and
    measure."""
    incidents = {incident.id: incident for incident in record.incidents(None)}
    return [
        _order(FIGURE_COLUMNS, _figure_row(row, given, incidents.get(row.incident)))
        for row in record.figures(filters)
        for given in (row.figures or (None,))
    ]


def control_rows(record: Any, filters: Any = None) -> list[Row]:
    """One row a place, interval and series."""
    return [_control_row(state) for state in record.control(filters)]


def document_rows(record: Any, filters: Any = None) -> list[Row]:
    """One row a document, with how many claims (of those the filters keep) it gave."""
    counts = Counter(claim.document.id for claim in record.claims(filters))
    return [_document_row(document, counts[document.id]) for document in record.documents()]


def rows_to_json(rows: Sequence[Row]) -> str:
    """The rows as JSON, exact, with how many there are.

    >>> rows_to_json([{"a": 1}])
    '{"rows": [{"a": 1}], "total": 1}'
    """
    return json.dumps({"rows": list(rows), "total": len(rows)}, ensure_ascii=False)


def rows_to_csv(rows: Sequence[Row], columns: Sequence[str] | None = None) -> str:
    r"""The rows as CSV with a header; unknown is an empty cell, and text that a spreadsheet would run gets an
    apostrophe.

    >>> rows_to_csv([{"a": None, "b": "=1+1"}, {"a": 0, "b": True}])
    "a,b\n,'=1+1\n0,true\n"
    """
    columns = tuple(columns or (rows[0] if rows else ()))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if columns:
        writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return out.getvalue()


def say_figure(figure: Figure) -> str:
    """One figure as a short phrase, its open ends kept.

    >>> say_figure(Figure(measure="killed", who="soldiers", low=48, high=None))
    'killed soldiers: 48 or more'
    """
    amount = say_range(figure.low, figure.high) + say_unit(figure.measure, figure.who, figure.unit)
    return f"{name_figure(figure.measure, figure.who)}: {amount}"


def _incident_row(incident: Incident, figures: Iterable[Reconciled], stances: dict[str, str]) -> Row:
    when, place = incident.when, incident.place
    documents = {document for origin in incident.origins for document in origin.documents}
    copies = {document for origin in incident.origins for document in origin.copies}
    values = {
        "id": incident.id,
        "kind": incident.kind,
        "status": incident.status,
        "grade": incident.grade,
        "title": incident.title,
        "start": when.start if when else None,
        "end": when.end if when else None,
        "date_precision": when.precision if when else "unknown",
        **_place_cells(place),
        "actors": _join_names(incident.actors),
        "actor_sides": _join(actor.side for actor in incident.actors),
        "targets": _join_names(incident.targets),
        "target_sides": _join(actor.side for actor in incident.targets),
        "figures": _join(_say_reconciled(figure) for figure in figures),
        "origins": len(incident.origins),
        "origin_labels": _join(origin.label for origin in incident.origins),
        "claims": len(incident.claims),
        "documents": len(documents),
        "copies": len(copies),
        "denials": sum(stances.get(claim) == "denies" for claim in incident.claims),
        "covers": _join(tie.incident for tie in incident.relations if tie.type == "covers"),
        "background": incident.background,
    }
    return _order(INCIDENT_COLUMNS, values)


def _claim_row(claim: Claim) -> Row:
    when = claim.when
    place = next((place for place in claim.places if place.role == "location"), None)
    place = place or next(iter(claim.places), None)
    values = {
        "id": claim.id,
        "incident": claim.incident,
        "document": claim.document.id,
        "source": claim.document.source,
        "publisher": claim.document.publisher,
        "published": claim.document.published,
        **{field: getattr(claim, field) for field in ("kind", "stance", "hedged", "background", "quote")},
        **{
            field: getattr(claim, field)
            for field in (
                "start",
                "end",
                "extent",
                "about",
                "repeats",
                "confidence",
                "translation",
                "review",
            )
        },
        "speaker": claim.speaker.name,
        "speaker_id": claim.speaker.id,
        "via": _join(actor.name for actor in claim.via),
        "actors": _join(actor.name for actor in claim.actors),
        "actor_ids": _join(actor.id for actor in claim.actors),
        "targets": _join(actor.name for actor in claim.targets),
        "target_ids": _join(actor.id for actor in claim.targets),
        "weapons": _join(weapon.name for weapon in claim.weapons),
        **_place_cells(place),
        "place": place.name if place else None,
        "other_places": _join(f"{other.role}: {other.name}" for other in claim.places if other is not place),
        "date_start": when.start if when else None,
        "date_end": when.end if when else None,
        "date_precision": when.precision if when else "unknown",
        "date_text": when.text if when else None,
        "figures": _join(map(say_figure, claim.figures)),
        "extractor": f"{claim.extractor.name} {claim.extractor.version}",
        "rule": claim.extractor.rule,
    }
    return _order(CLAIM_COLUMNS, values)


def _figure_row(row: Reconciled, given: Any, incident: Incident | None) -> Row:
    when = incident.when if incident else None
    values: Row = {
        "title": incident.title if incident else None,
        "start": when.start if when else None,
        "end": when.end if when else None,
        "place": _place_cells(incident.place if incident else None)["place"],
    }
    fields = ("incident", "measure", "who", "scope", "low", "high", "best", "status", "rule_set")
    values |= {field: getattr(row, field) for field in fields}
    if given:
        values |= {
            field: getattr(given, field)
            for field in ("qualifier", "interest", "superseded", "claim", "origin")
        }
        values |= {"origin_label": given.label, "origin_side": given.side}
        values |= {"origin_low": given.low, "origin_high": given.high}
    return values


def _control_row(state: ControlState) -> Row:
    values = {
        field: getattr(state, field)
        for field in ("place", "place_id", "start", "end", "series", "holder", "besieged_by", "truce")
    }
    values |= {field: getattr(state, field) for field in ("inferred_from", "known_at", "lat", "lon")}
    values |= {
        "probability": _round(state.probabilities.get(state.holder)),
        "probabilities": _join(f"{side}: {_round(p)}" for side, p in state.probabilities.items()),
        "share": _join(f"{side}: {_round(part)}" for side, part in state.share.items()),
        "claims_for": _join(reason.claim for reason in state.reasons if reason.effect >= 0),
        "claims_against": _join(reason.claim for reason in state.reasons if reason.effect < 0),
    }
    return _order(CONTROL_COLUMNS, values)


def _document_row(document: Document, claims: int) -> Row:
    fields = (
        "id", "source", "title", "publisher", "author", "published", "published_basis", "language", "url",
        "content_hash",
    )  # fmt: skip
    values = {field: getattr(document, field) for field in fields}
    values |= {
        "claims": claims,
        "flags": _join(document.flags),
        "copy_of": _join(f"{tie.relation}: {tie.document}" for tie in document.copy_of),
        "characters": len(document.text),
    }
    return _order(DOCUMENT_COLUMNS, values)


def _place_cells(place: PlaceRef | None) -> Row:
    return {
        "place": say_place(place) if place else None,
        "place_id": place.id if place else None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "place_precision": place.precision if place else None,
    }


def _say_reconciled(row: Reconciled) -> str:
    return f"{name_figure(row.measure, row.who)}: {say_range(row.low, row.high)} ({row.status.replace('_', ' ')})"


def _order(columns: Sequence[str], values: Row) -> Row:
    return {column: values.get(column) for column in columns}


def _join(values: Iterable[Any]) -> str | None:
    kept = list(dict.fromkeys(str(value) for value in values if value))
    return "; ".join(kept) or None


def _join_names(actors: Iterable[ActorRef]) -> str | None:
    return _join(actor.label or actor.name for actor in actors)


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 3)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(SPREADSHEET_FORMULA):
        return "'" + value
    return value
