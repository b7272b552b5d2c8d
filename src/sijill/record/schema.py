"""The tables of a version: their columns, and the rows that the records flatten into."""

import dataclasses
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..model import (
    ActorRef,
    Claim,
    ControlState,
    Decision,
    Document,
    Incident,
    Reconciled,
    Unread,
    from_json,
    replace,
    to_json,
)
from ..names import bare_name, fold_name, name_key

R = TypeVar("R")
TEXT, REAL, WHOLE, FLAG = "VARCHAR", "DOUBLE", "BIGINT", "BOOLEAN"


@dataclass(frozen=True)
class Contents:
    """All that one version holds, as records."""

    documents: tuple[Document, ...] = ()
    claims: tuple[Claim, ...] = ()
    incidents: tuple[Incident, ...] = ()
    figures: tuple[Reconciled, ...] = ()
    control: tuple[ControlState, ...] = ()
    unread: tuple[Unread, ...] = ()
    verdicts: dict[str, str] = field(default_factory=dict)  # claim id → accepted, rejected
    tray: tuple[Decision, ...] = ()  # decisions whose claim is no longer found
    pack: Any = None


TABLES: dict[str, dict[str, str]] = {
    "documents": {
        "id": TEXT, "source": TEXT, "publisher": TEXT, "publisher_id": TEXT, "title": TEXT, "author": TEXT,
        "published": TEXT, "language": TEXT, "url": TEXT, "path": TEXT, "media_type": TEXT,
        "content_hash": TEXT, "characters": WHOLE, "copy_of": TEXT, "flags": TEXT, "body": TEXT, "json": TEXT,
    },
    "claims": {
        "id": TEXT, "document": TEXT, "kind": TEXT, "stance": TEXT, "hedged": FLAG, "background": FLAG,
        "quote": TEXT, "span_start": WHOLE, "span_end": WHOLE, "speaker": TEXT, "speaker_id": TEXT,
        "speaker_side": TEXT, "extent": TEXT, "day_start": TEXT, "day_end": TEXT, "day_precision": TEXT,
        "about": TEXT, "repeats": TEXT, "incident": TEXT, "confidence": REAL, "verdict": TEXT, "json": TEXT,
    },
    "claim_actors": {
        "claim": TEXT, "role": TEXT, "name": TEXT, "actor": TEXT, "side": TEXT, "label": TEXT, "folded": TEXT,
    },
    "claim_places": {
        "claim": TEXT, "role": TEXT, "name": TEXT, "place": TEXT, "label": TEXT, "lat": REAL, "lon": REAL,
        "precision": WHOLE, "relation": TEXT, "folded": TEXT,
    },
    "claim_figures": {
        "claim": TEXT, "measure": TEXT, "who": TEXT, "low": REAL, "high": REAL, "qualifier": TEXT,
        "unit": TEXT,        "scope": TEXT, "subset": FLAG, "side": TEXT,
    },
    "incidents": {
        "id": TEXT, "kind": TEXT, "status": TEXT, "title": TEXT, "day_start": TEXT, "day_end": TEXT,
        "day_precision": TEXT, "place": TEXT, "place_label": TEXT, "lat": REAL, "lon": REAL, "grade": TEXT,
        "roll_up": FLAG, "background": FLAG, "claims": WHOLE, "origins": WHOLE, "json": TEXT,
    },
    "incident_claims": {"incident": TEXT, "claim": TEXT},
    "incident_actors": {
        "incident": TEXT, "role": TEXT, "name": TEXT, "actor": TEXT, "side": TEXT, "folded": TEXT,
    },
    "incident_places": {"incident": TEXT, "name": TEXT, "place": TEXT, "folded": TEXT},
    "relations": {"incident": TEXT, "type": TEXT, "other": TEXT, "why": TEXT},
    "redirects": {"retired": TEXT, "incident": TEXT},
    "figures": {
        "incident": TEXT, "measure": TEXT, "who": TEXT, "low": REAL, "high": REAL, "best": REAL,
        "status": TEXT,        "scope": TEXT, "rule_set": TEXT, "json": TEXT,
    },
    "control": {
        "place": TEXT, "place_label": TEXT, "day_start": TEXT, "day_end": TEXT, "series": TEXT,
        "holder": TEXT,        "known_at": TEXT, "inferred_from": TEXT, "json": TEXT,
    },
    "unread": {"source": TEXT, "problem": TEXT, "remedy": TEXT, "content_hash": TEXT, "json": TEXT},
    "tray": {"id": TEXT, "verdict": TEXT, "who": TEXT, "json": TEXT},
    "sides": {"id": TEXT, "name": TEXT, "label": TEXT},
    "actors": {"id": TEXT, "name": TEXT, "kind": TEXT, "parent": TEXT, "side": TEXT, "json": TEXT},
    "places": {
        "id": TEXT, "name": TEXT, "kind": TEXT, "parent": TEXT, "lat": REAL, "lon": REAL, "json": TEXT,
    },
    "sources": {"id": TEXT, "name": TEXT, "kind": TEXT, "side": TEXT, "json": TEXT},
    "names": {"section": TEXT, "id": TEXT, "name": TEXT, "folded": TEXT, "bare": TEXT, "key": TEXT},
}  # fmt: skip


def settle_contents(contents: Contents) -> Contents:
    """The contents as they will be read back: numbers and sequences in the types that the records declare."""

    def settle(records: Iterable[R], record: type[R]) -> tuple[R, ...]:
        return tuple(from_json(to_json(one), record) for one in records)

    return dataclasses.replace(
        contents,
        documents=settle(contents.documents, Document),
        claims=settle(contents.claims, Claim),
        incidents=settle(contents.incidents, Incident),
        figures=settle(contents.figures, Reconciled),
        control=settle(contents.control, ControlState),
        unread=settle(contents.unread, Unread),
    )


def canonical_document(document: Document) -> Document:
    """The document without what depends on where and when it was taken, for hashing and for cache keys."""
    return replace(document, captured=None, path=None)


def flatten_contents(contents: Contents) -> dict[str, list[tuple]]:
    """The rows of every table, in an order that depends on the records alone."""
    rows: dict[str, list[tuple]] = {name: [] for name in TABLES}
    for document in sorted(contents.documents, key=lambda d: d.id):
        rows["documents"].append(_document_row(document))
    for claim in sorted(contents.claims, key=lambda c: c.id):
        _add_claim(rows, claim, contents.verdicts.get(claim.id))
    for incident in sorted(contents.incidents, key=lambda i: i.id):
        _add_incident(rows, incident)
    rows["figures"] = sorted((_figure_row(figure) for figure in contents.figures), key=lambda row: row[-1])
    rows["control"] = sorted(
        (_control_row(state) for state in contents.control), key=lambda row: (row[0], row[4], row[2], row[-1])
    )
    for unread in sorted(contents.unread, key=to_json):
        row = (unread.source, unread.problem, unread.remedy, unread.content_hash, _json(unread))
        rows["unread"].append(row)
    for decision in sorted(contents.tray, key=lambda d: d.id):
        rows["tray"].append((decision.id, decision.verdict, decision.who, _json(decision)))
    if contents.pack is not None:
        _add_pack(rows, contents.pack)
    return rows


def canonical_rows(contents: Contents) -> dict[str, list[bytes]]:
    """The exact records behind each table, as JSON lines in a fixed order: what the manifest hashes."""
    return {
        "documents": sorted(to_json(canonical_document(document)) for document in contents.documents),
        "claims": sorted(to_json(claim) for claim in contents.claims),
        "incidents": sorted(to_json(incident) for incident in contents.incidents),
        "figures": sorted(to_json(figure) for figure in contents.figures),
        "control": sorted(to_json(state) for state in contents.control),
        "unread": sorted(to_json(unread) for unread in contents.unread),
    }


def hash_rows(contents: Contents) -> dict[str, dict[str, Any]]:
    """The count and the sha256 of each table's rows: equal for equal records, whatever the order."""
    hashes = {}
    for table, lines in canonical_rows(contents).items():
        digest = hashlib.sha256()
        for line in lines:
            digest.update(line + b"\n")
        hashes[table] = {"count": len(lines), "sha256": digest.hexdigest()}
    return hashes


def _document_row(document: Document) -> tuple:
    first = document.copy_of[0].document if document.copy_of else None
    # The text has a column of its own; kept out of the JSON it is not stored twice.
    bare = _json(replace(document, text=""))
    return (
        document.id, document.source, document.publisher, document.publisher_id, document.title,
        document.author, document.published, document.language, document.url, document.path,
        document.media_type, document.content_hash, len(document.text), first, " ".join(document.flags),
        document.text, bare, )  # fmt: skip


def _add_claim(rows: dict[str, list[tuple]], claim: Claim, verdict: str | None) -> None:
    when = claim.when
    rows["claims"].append((
        claim.id, claim.document.id, claim.kind, claim.stance, claim.hedged, claim.background, claim.quote,
        claim.start, claim.end, claim.speaker.name, claim.speaker.id, claim.speaker.side, claim.extent,
        when and when.start, when and (when.end or when.start), when and when.precision, claim.about,
        claim.repeats,        claim.incident, claim.confidence, verdict, _json(claim),
    ))  # fmt: skip
    roles: Iterable[tuple[str, tuple[ActorRef, ...]]] = (
        ("speaker", (claim.speaker,)),
        ("via", claim.via),
        ("actor", claim.actors),
        ("target", claim.targets),
        ("weapon", claim.weapons),
    )
    for role, refs in roles:
        for ref in refs:
            row = (claim.id, role, ref.name, ref.id, ref.side, ref.label, fold_name(ref.name))
            rows["claim_actors"].append(row)
    for place in claim.places:
        rows["claim_places"].append((
            claim.id, place.role, place.name, place.id, place.label, place.lat, place.lon, place.precision,
            place.relation, fold_name(place.name),
        ))  # fmt: skip
    for figure in claim.figures:
        rows["claim_figures"].append((
            claim.id, figure.measure, figure.who, figure.low, figure.high, figure.qualifier, figure.unit,
            figure.scope, figure.subset, figure.side,
        ))  # fmt: skip


def _add_incident(rows: dict[str, list[tuple]], incident: Incident) -> None:
    when, place = incident.when, incident.place
    rows["incidents"].append((
        incident.id, incident.kind, incident.status, incident.title, when and when.start,
        when and (when.end or when.start), when and when.precision, place and place.id,
        place and (place.label or place.name), place and place.lat, place and place.lon, incident.grade,
        incident.roll_up, incident.background, len(incident.claims), len(incident.origins), _json(incident),
    ))  # fmt: skip
    rows["incident_claims"] += [(incident.id, claim) for claim in incident.claims]
    for role, refs in (("actor", incident.actors), ("target", incident.targets)):
        rows["incident_actors"] += [
            (incident.id, role, ref.name, ref.id, ref.side, fold_name(ref.name)) for ref in refs
        ]
    located = {(ref.name, ref.id): ref for ref in (*([place] if place else []), *incident.places)}
    for ref in located.values():
        rows["incident_places"].append((incident.id, ref.name, ref.id, fold_name(ref.name)))
    rows["relations"] += [(incident.id, tie.type, tie.incident, tie.why) for tie in incident.relations]
    rows["redirects"] += [(retired, incident.id) for retired in incident.supersedes]


def _figure_row(figure: Reconciled) -> tuple:
    return (
        figure.incident, figure.measure, figure.who, figure.low, figure.high, figure.best, figure.status,
        figure.scope, figure.rule_set, _json(figure),
    )  # fmt: skip


def _control_row(state: ControlState) -> tuple:
    return (
        state.place_id, state.place, state.start, state.end, state.series, state.holder, state.known_at,
        state.inferred_from, _json(state),
    )  # fmt: skip


def _add_pack(rows: dict[str, list[tuple]], pack: Any) -> None:
    rows["sides"] = [(side.id, side.name, side.label) for side in pack.sides]
    rows["actors"] = [(a.id, a.name, a.kind, a.parent, a.side, _json(a)) for a in pack.actors]
    rows["places"] = [(p.id, p.name, p.kind, p.parent, p.lat, p.lon, _json(p)) for p in pack.places]
    rows["sources"] = [(s.id, s.name, s.kind, s.side, _json(s)) for s in pack.sources]
    for section in ("sides", "actors", "places", "sources"):
        for entry in getattr(pack, section):
            aliases = [alias.name for alias in getattr(entry, "names", ())]
            for name in dict.fromkeys([entry.name, getattr(entry, "label", entry.name), *aliases]):
                rows["names"].append(
                    (section, entry.id, name, fold_name(name), bare_name(name), name_key(name))
                )


def _json(record: Any) -> str:
    return to_json(record).decode("utf-8", "surrogatepass")
