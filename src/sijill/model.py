"""The frozen records that every stage reads and returns, and the ids made from their content.

Every record is a `msgspec.Struct`: immutable, comparable, and one JSON object with these very field names
(`to_json`, `from_json`). A field that is not known is None, never a guess.
"""

import hashlib
from typing import Any, TypeVar

import msgspec

KINDS = (
    "clash", "ground_attack", "repelled_attack", "capture", "withdrawal", "handover", "held", "contested", "siege",
    "air_strike", "drone_strike", "shelling", "bombing", "chemical_attack", "violence_against_civilians",
    "abduction", "detention", "casualties", "equipment_loss", "weapons_surrender", "displacement", "evacuation",
    "negotiation", "agreement", "ceasefire", "ceasefire_violation", "mobilization", "statement", "protest", "aid",
    "looting", "other",
)  # fmt: skip
STANCES = ("asserts", "denies", "plans", "hypothetical")
MEASURES = (
    "killed", "wounded", "captured", "missing", "displaced", "evacuated", "fighters", "civilians", "strikes",
    "barrel_bombs", "tanks", "vehicles", "weapons", "aircraft", "area", "percent", "distance", "articles", "hours",
    "money", "other",
)  # fmt: skip
ROLES = ("location", "origin", "destination")
PRECISIONS = ("minute", "part_of_day", "day", "week", "month", "year", "interval", "unknown")


class Frozen(msgspec.Struct, frozen=True, kw_only=True):
    """The base of all records."""


class Span(Frozen):
    """A stretch of `Document.text`, with the reason it is marked (a furniture class, for instance)."""

    start: int
    end: int
    reason: str = ""


class Repeat(Frozen):
    """A passage that says again, within one document, what an earlier passage of it said."""

    start: int
    end: int
    of_start: int
    of_end: int
    similarity: float = 1.0


class Lineage(Frozen):
    """That a document's text comes from another: `same_text`, `derived`, or `contains` (wire text in a longer piece)."""

    document: str
    relation: str
    similarity: float


class Captured(Frozen):
    """Who took the bytes, when (ISO, UTC), how (`file`, `http`, `stdin`, `warc`, `feed`) and why."""

    when: str
    how: str
    by: str = "sijill"
    why: str = "build"


class Capture(Frozen):
    """Raw bytes as they came, before anything is read out of them: the unit that the archive keeps."""

    source: str
    payload: bytes
    media_type: str
    captured: Captured
    url: str | None = None
    content_hash: str = ""  # sha256 of payload, hex
    meta: dict[str, str] = msgspec.field(default_factory=dict)  # overrides: published, publisher, title, …


class When(Frozen):
    """A day or an interval of days, how precisely it is known, and on what it rests.

    `start` and `end` are ISO dates or datetimes (inclusive) or None; `anchor` is `explicit` (the text gives the full
    date), `publication` (counted from the publication date) or `narrative` (counted from another date in the text);
    `basis` says it in words.
    """

    start: str | None = None
    end: str | None = None
    precision: str = "unknown"
    text: str | None = None
    anchor: str | None = None
    basis: str | None = None


class Document(Frozen):
    """One report as read: its text, where it came from and what could be learned about it."""

    id: str  # from source + content_hash
    content_hash: str  # sha256 of the payload bytes
    source: str  # file name, or the JSONL id, or the URL
    text: str
    language: str = "und"
    publisher: str | None = None
    publisher_id: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None  # ISO date or datetime; its length is its precision
    published_basis: str | None = None  # "option", "sidecar", "html:meta", "byline", …
    url: str | None = None
    path: str | None = None  # where the file was, as given
    media_type: str = "text/plain"
    furniture: tuple[Span, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    copy_of: tuple[Lineage, ...] = ()
    captured: Captured | None = None
    flags: tuple[str, ...] = ()  # undated, repeated_passages, suspected_rewrite, dates_disagree, not_coded, …


class Unread(Frozen):
    """An input that could not be read: kept in the archive if there were bytes, listed, never silently dropped."""

    source: str
    problem: str
    remedy: str = ""
    content_hash: str | None = None


class DocumentRef(Frozen):
    id: str
    source: str
    publisher: str | None = None
    published: str | None = None
    language: str = "und"


class ActorRef(Frozen):
    """An actor, target or speaker: the name as written, and who that is (id and side) once resolved."""

    name: str
    id: str | None = None
    side: str | None = None
    label: str | None = None  # the canonical, neutral name of `id`
    why: str | None = None  # how the name was resolved, in words
    candidates: tuple[str, ...] = ()  # ids that came close


class PlaceRef(Frozen):
    """A place in a claim: the name as written, its role, and where that is once resolved.

    `precision` is UCDP's where_prec: 1 exact, 2 near, 3 district, 4 governorate, 5 area or line, 6 country, 7 sea/air.
    `geometry` is a GeoJSON geometry for relative places ("ten kilometres southwest of X"), else None.
    """

    name: str
    role: str = "location"
    relation: str | None = None  # the words that relate it to another place, as written
    id: str | None = None
    label: str | None = None
    lat: float | None = None
    lon: float | None = None
    precision: int | None = None
    geometry: dict[str, Any] | None = None
    candidates: tuple[tuple[str, float], ...] = ()
    why: str | None = None
    pcode: str | None = None  # OCHA's code of the place itself


class Figure(Frozen):
    """A number with its open ends: `low`–`high`, null = open; `subset` figures are never added to their whole."""

    measure: str
    who: str | None = None
    low: float | None = None
    high: float | None = None
    qualifier: str = "exact"  # the words as written ("at least", "about"), or `exact`
    unit: str | None = None
    scope: str = "incident"  # or `cumulative`
    start: str | None = None  # the interval of a cumulative figure
    end: str | None = None
    subset: bool = False
    who_id: str | None = None
    side: str | None = None
    text: str | None = None  # the phrase as written


class ExtractorRef(Frozen):
    name: str
    version: str
    rule: str | None = None


class Claim(Frozen):
    """That someone said something: kind, stance, speaker, arguments, and the exact quote it stands on."""

    id: str
    document: DocumentRef
    kind: str
    quote: str
    start: int
    end: int
    speaker: ActorRef
    extractor: ExtractorRef
    stance: str = "asserts"
    hedged: bool = False
    background: bool = False
    via: tuple[ActorRef, ...] = ()
    actors: tuple[ActorRef, ...] = ()
    targets: tuple[ActorRef, ...] = ()
    weapons: tuple[ActorRef, ...] = ()
    places: tuple[PlaceRef, ...] = ()
    extent: str | None = None  # whole, part, or a share such as "0.70" (for control)
    when: When | None = None
    figures: tuple[Figure, ...] = ()
    about: str | None = None  # for a denial: the claim or incident it denies
    repeats: str | None = None  # the claim of the same document that this one restates
    incident: str | None = None
    confidence: float = 0.5
    translation: str | None = None  # English, by whoever extracted it: for reading, never evidence
    review: str | None = None  # why a person should look at it: where two extractors disagree, for instance


class Origin(Frozen):
    """One independent voice behind an incident or a figure: the quoted authority, or the text lineage."""

    id: str
    label: str
    side: str | None = None  # the side it speaks for, when it is party to the conflict
    claims: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()  # documents that only repeat it


class Relation(Frozen):
    """A typed tie between incidents: `covers`, `plan_of`, `denies`, `outcome_of`; with the evidence in words."""

    type: str
    incident: str
    why: str = ""


class Incident(Frozen):
    """One event of the world as the claims have it: rival versions, denials and partial accounts together."""

    id: str
    kind: str
    status: str  # reported, disputed (asserted and denied), denied, planned, hypothetical
    title: str  # a neutral sentence composed from the record
    when: When | None = None
    place: PlaceRef | None = None
    places: tuple[PlaceRef, ...] = ()
    actors: tuple[ActorRef, ...] = ()
    targets: tuple[ActorRef, ...] = ()
    claims: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    grade: str = "single_source"
    roll_up: bool = False  # a toll over several days or places that covers others
    background: bool = False
    relations: tuple[Relation, ...] = ()
    evidence: tuple[str, ...] = ()  # why these claims are one incident, in words
    decisions: tuple[str, ...] = ()
    supersedes: tuple[str, ...] = ()  # retired ids that redirect here


class OriginFigure(Frozen):
    origin: str
    label: str
    low: float | None
    high: float | None
    qualifier: str
    claim: str
    side: str | None = None
    interest: str | None = None  # `own_losses` (a floor), `enemy_losses` (a ceiling) or None
    superseded: bool = False


class Reconciled(Frozen):
    """What can be said of one number of one incident, with every figure that was given and by whom."""

    incident: str
    measure: str
    who: str | None
    low: float | None
    high: float | None
    best: float | None
    status: str  # single_source, agreed, disputed
    figures: tuple[OriginFigure, ...]
    supporting: tuple[str, ...] = ()
    dissenting: tuple[str, ...] = ()
    rule_set: str = "sijill"
    scope: str = "incident"
    trace: tuple[str, ...] = ()


class ControlReason(Frozen):
    claim: str
    weight: float  # w in (0, 1]
    effect: float  # change in log-odds of the holder when the claim is left out; negative = against
    what: str  # in words


class ControlState(Frozen):
    """Who held one place over one interval of days, how sure that is, and which claims say so."""

    place_id: str
    place: str
    start: str
    end: str
    series: str  # as_known (no hindsight) or retrospective
    holder: str  # a side id, `contested`, `divided` or `unknown`
    probabilities: dict[str, float]
    holder_actors: tuple[str, ...] = ()
    besieged_by: str | None = None
    truce: bool = False
    share: dict[str, float] = msgspec.field(default_factory=dict)
    reasons: tuple[ControlReason, ...] = ()
    known_at: str | None = None
    inferred_from: str | None = None  # the area whose claims reached this place
    lat: float | None = None
    lon: float | None = None


class Decision(Frozen):
    """A person's verdict: append-only, hash-chained, never lost by a rebuild."""

    id: str
    target: dict[str, Any]
    verdict: str
    who: str
    when: str
    why: str = ""
    revoked_at: str | None = None
    previous: str = ""  # hash of the line before


R = TypeVar("R")


def hash_text(*parts: object) -> str:
    """The first 16 hex digits of the sha256 of the parts joined by an unlikely separator.

    >>> hash_text("a", 1) == hash_text("a", 1) != hash_text("a1")
    True
    """
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


def document_id(source: str, content_hash: str) -> str:
    """The id of a document: the same wire text from two outlets is two documents."""
    return "d-" + hash_text(source, content_hash)


def claim_id(document: str, start: int, end: int, kind: str, speaker: str) -> str:
    """The id of a claim, from its document, span, kind and speaker."""
    return "c-" + hash_text(document, start, end, kind, speaker)


def to_json(record: Any) -> bytes:
    """One line of JSON with the record's own field names, in a stable order."""
    return msgspec.json.encode(record, order="deterministic")


def from_json(data: bytes | str, record: type[R]) -> R:
    """The record that `to_json` wrote; raises `msgspec.ValidationError` when the data is not one."""
    return msgspec.json.decode(data, type=record)


def to_dict(record: Any) -> dict[str, Any]:
    """The record as plain dicts, lists and numbers."""
    return msgspec.to_builtins(record)


replace = msgspec.structs.replace
