"""A redacted copy of a version: what a public server reads instead of the record, so that nothing else can be asked of it.

Tables, search index, texts and offsets are all made anew from the redacted records. What a search, a count or an export
could tell of what is withheld, it cannot tell here: it is not there.
"""

import json
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from ..model import Claim, ControlState, Decision, Document, replace
from ..publish.redact import PublicRecord, count_withheld
from ..record import Contents, Record
from ..record.folder import versions_path
from ..record.schema import flatten_contents, settle_contents
from ..record.search import write_search
from ..record.served import ServedRecord
from ..record.writer import write_tables

CONTEXT = 240  # characters of a report shown on either side of a quote; the rest of it is not ours to publish
GAP = "\n\n[…]\n\n"


def make_public(record: Record, hold_back: int, today: date | None = None) -> ServedRecord:
    """The version as anybody may see it, in a folder that lasts as long as the process."""
    public = PublicRecord(record)
    documents, claims = [], []
    by_document: dict[str, list[Claim]] = {}
    for claim in public.claims(None):
        by_document.setdefault(claim.document.id, []).append(claim)
    for document in public.documents():
        own = by_document.get(document.id, [])
        shown, moved = cut_passages(document, place_quotes(public, document, own))
        documents.append(shown)
        claims += moved
    # Where a decision stands, and by whom, is the desk's business.
    incidents = [replace(one, decisions=()) for one in public.incidents(None)]
    hidden = {place.id for place in record.places()} - {spot.id for spot in public.places()}
    pack = SimpleNamespace(
        sides=record.sides(), actors=record.actors(), sources=record.sources(),
        places=[place for place in record.places() if place.id not in hidden],
    )  # fmt: skip
    contents = settle_contents(
        Contents(
            documents=tuple(documents), claims=tuple(claims), incidents=tuple(incidents),
            figures=tuple(public.figures(None)), control=tuple(hold_states(public.control(None), hold_back, today)),
            unread=(), verdicts={}, tray=tuple[Decision, ...](), pack=None,
        )
    )  # fmt: skip
    contents = Contents(**{**contents.__dict__, "pack": pack})
    kept = tempfile.TemporaryDirectory(prefix="sijill-public-")
    folder = versions_path(Path(kept.name)) / str(record.number)
    folder.mkdir(parents=True)
    write_tables(folder / "record.duckdb", flatten_contents(contents))
    write_search(folder / "search.sqlite", (), contents.claims)
    manifest = {**public.manifest, "withheld": count_withheld(public)}
    for private in ("sources", "options"):
        manifest.pop(private, None)
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    copy = ServedRecord(Path(kept.name), record.number)
    copy.altered_quotes = frozenset(public.altered_quotes)
    copy.kept = kept  # type: ignore[attr-defined]  # the folder is removed with the last who reads it
    return copy


def place_quotes(public: PublicRecord, document: Document, claims: list[Claim]) -> list[Claim]:
    """The claims with the offsets that their quotes have in the redacted text; what cannot be found there is left out."""
    placed = []
    for claim in claims:
        start = public.find_offset(document.id, claim.start)
        if document.text[start : start + len(claim.quote)] != claim.quote:
            start = document.text.find(claim.quote)
        if start >= 0:
            placed.append(replace(claim, start=start, end=start + len(claim.quote)))
    return placed


def cut_passages(document: Document, claims: list[Claim]) -> tuple[Document, list[Claim]]:
    """The document with only the passages around its quotes, and the claims with the offsets that they have then."""
    text = document.text
    spans: list[list[int]] = []
    for claim in sorted(claims, key=lambda one: one.start):
        start, end = _widen(text, claim.start, claim.end)
        if spans and start <= spans[-1][1] + len(GAP):
            spans[-1][1] = max(spans[-1][1], end)
        else:
            spans.append([start, end])
    pieces, starts, at = [], [], 0
    for start, end in spans:
        lead = "" if not start else GAP.lstrip() if not pieces else GAP
        pieces += [lead, text[start:end]]
        starts.append((start, end, at + len(lead)))
        at += len(lead) + end - start
    if not spans or spans[-1][1] < len(text):
        pieces.append(GAP.rstrip())
    moved = []
    for claim in claims:
        start, _, new = next(
            span for span in starts if span[0] <= claim.start < span[1] or span[0] == claim.start
        )
        moved.append(replace(claim, start=new + claim.start - start, end=new + claim.end - start))
    return replace(document, text="".join(pieces), furniture=(), repeats=()), moved


def hold_states(states: list[ControlState], days: int, today: date | None = None) -> list[ControlState]:
    """The states of control up to so many days before today; what began later is left out."""
    if not days:
        return states
    limit = ((today or datetime.now(UTC).date()) - timedelta(days=days)).isoformat()
    return [
        replace(state, end=min(state.end, limit)) if state.end[:10] > limit else state
        for state in states
        if state.start[:10] <= limit
    ]


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch with some context on either side, cut between words."""
    first, last = max(0, start - CONTEXT), min(len(text), end + CONTEXT)
    if first:
        gap = text.find(" ", first, start)
        first = gap + 1 if gap >= 0 else start
    if last < len(text):
        gap = text.rfind(" ", end, last)
        last = gap if gap >= 0 else end
    return first, last


def say_withheld(manifest: dict[str, Any]) -> dict[str, int]:
    """How many persons, quotes and places a public copy withholds; empty for a record shown whole."""
    return manifest.get("withheld") or {}
