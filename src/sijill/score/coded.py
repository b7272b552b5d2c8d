"""Gold and predicted claims as they are compared, wherever they were read from.

A gold claim and an exported claim have the same shape; only what a comparison looks at is kept here. A gold
claim gets an id from its document and position, by which other files speak of it.
"""

from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

import msgspec

from sijill.errors import SijillError
from sijill.model import KINDS, STANCES, Claim, Frozen, to_dict


class Name(Frozen):
    """A name as written, with the id it was resolved to, if it was; of a place also the words that set it off from its name
    ("west of the city"), which a coder writes as the name.
    """

    name: str
    id: str | None = None
    side: str | None = None
    role: str = "location"
    relation: str | None = None


class Number(Frozen):
    """What is compared of a figure; null is an open end."""

    measure: str
    low: float | None = None
    high: float | None = None
    who: str | None = None


class Days(Frozen):
    """What is compared of a date; `basis` is the gold's word on how the date was had."""

    start: str | None = None
    end: str | None = None
    basis: str | None = None


class Source(Frozen):
    source: str = ""
    published: str | None = None


class Maker(Frozen):
    """Which extractor made a prediction, and by which of its rules."""

    name: str = ""
    rule: str | None = None


class CodedClaim(Frozen):
    """A claim, gold or predicted, reduced to what is compared."""

    kind: str
    start: int
    end: int
    speaker: Name
    document: Source = Source()
    stance: str = "asserts"
    quote: str = ""
    id: str = ""
    actors: tuple[Name, ...] = ()
    targets: tuple[Name, ...] = ()
    places: tuple[Name, ...] = ()
    figures: tuple[Number, ...] = ()
    when: Days | None = None
    incident: str | None = None
    alt_kinds: tuple[str, ...] = ()
    optional: bool = False
    extractor: Maker | None = None

    @property
    def source(self) -> str:
        return self.document.source

    @property
    def kinds(self) -> tuple[str, ...]:
        return (self.kind, *self.alt_kinds)


class GoldDocument(Frozen):
    """One annotated document: its claims in the order of the file, and what is known of its text and date."""

    source: str
    claims: tuple[CodedClaim, ...]
    text: str | None = None
    published: str | None = None
    published_est: str | None = None
    repeats: tuple[tuple[int, int], ...] = ()  # indexes of two claims that say the same thing twice
    publisher: str | None = None
    cluster: str | None = None

    @property
    def dated_by_estimate(self) -> bool:
        """True when the document states no publication date and the annotators worked from an estimate."""
        return self.published is None and self.published_est is not None


class Gold(Frozen):
    """Annotated documents, and what the annotation says across them."""

    name: str
    documents: tuple[GoldDocument, ...]
    incidents: dict[str, frozenset[str]] = msgspec.field(default_factory=dict)  # claim id → incidents
    apart: tuple[tuple[str, str], ...] = ()  # incidents that must not be merged
    control: tuple["ControlRow", ...] = ()

    @property
    def claims(self) -> tuple[CodedClaim, ...]:
        return tuple(claim for document in self.documents for claim in document.claims)


class ControlRow(Frozen):
    """What the gold says of one place on one day."""

    place: str
    date: str
    expected: str
    confidence: str = "strong"
    also_accept: tuple[str, ...] = ()
    because: tuple[tuple[str, int], ...] = ()
    holder: str | None = None
    besieger: str | None = None


class Predicted(Frozen):
    """What is scored: claims and, where there are any, the incidents and the control made of them."""

    name: str
    claims: tuple[CodedClaim, ...]
    sources: frozenset[str] | None = None  # all documents read, when known: one may have no claim
    incidents: dict[str, frozenset[str]] = msgspec.field(default_factory=dict)  # claim id → incidents
    control: tuple[Any, ...] | None = None  # ControlState rows, or the rows of another gold
    names: Any = None  # what the record's pack names: an object with `sides`, `actors` and `places`


def code_claim(row: Claim | Mapping[str, Any], where: str = "claim") -> CodedClaim:
    """The claim as it is compared; raises `SijillError` when it lacks a field or its kind is unknown.

    >>> row = {"kind": "capture", "start": 4, "end": 19, "speaker": {"name": "publisher"}}
    >>> code_claim(row).kinds
    ('capture',)
    """
    data = to_dict(row) if isinstance(row, Claim) else dict(row)
    data = {key: value for key, value in data.items() if value is not None}
    try:
        claim = msgspec.convert(data, CodedClaim)
    except msgspec.ValidationError as problem:
        raise SijillError(
            f"not a claim: {problem}",
            where=where,
            remedy="give claims as `sijill export --format claims` writes them",
        ) from None
    check_vocabulary(claim, where)
    return claim


def check_vocabulary(claim: CodedClaim, where: str) -> None:
    """Raises `SijillError` when a kind or a stance is none of ours, or the span is empty."""
    for kind in claim.kinds:
        if kind not in KINDS:
            raise SijillError(f"unknown kind {kind!r}", where=where, remedy=f"use one of: {', '.join(KINDS)}")
    if claim.stance not in STANCES:
        raise SijillError(
            f"unknown stance {claim.stance!r}", where=where, remedy=f"use one of: {', '.join(STANCES)}"
        )
    if not 0 <= claim.start < claim.end:
        raise SijillError(
            f"a claim spans {claim.start}–{claim.end}",
            where=where,
            remedy="give start and end with start < end",
        )


def code_claims(rows: Iterable[Any], where: str = "claims") -> tuple[CodedClaim, ...]:
    """Predicted claims as they are compared, each with an id (never one that a gold claim could have)."""
    claims = (row if isinstance(row, CodedClaim) else code_claim(row, where) for row in rows)
    return tuple(
        claim if claim.id else msgspec.structs.replace(claim, id=f"predicted {index}")
        for index, claim in enumerate(claims)
    )


def name_claim(source: str, index: int) -> str:
    """The id of the gold claim at a position in its file; incidents.json speaks of claims in this way.

    >>> name_claim("002_report.txt", 12)
    '002_report:12'
    """
    return f"{strip_suffix(source)}:{index}"


def strip_suffix(source: str) -> str:
    """The file name of a source without folder and suffix; an id without a suffix stays as it is.

    >>> strip_suffix("pile/002_report.txt"), strip_suffix("dam17-report")
    ('002_report', 'dam17-report')
    """
    name = PurePath(source).name or source
    stem, dot, suffix = name.rpartition(".")
    return stem if dot and stem and len(suffix) <= 5 and suffix.isalnum() else name


def group_gold(rows: Iterable[Any], name: str = "gold") -> Gold:
    """A gold made of loose claims, grouped by `document.source`."""
    by_source: dict[str, list[CodedClaim]] = {}
    for row in rows:
        claim = row if isinstance(row, CodedClaim) else code_claim(row, name)
        by_source.setdefault(claim.source, []).append(claim)
    documents = tuple(
        GoldDocument(
            source=source,
            claims=number_claims(source, claims),
            published=next((claim.document.published for claim in claims if claim.document.published), None),
        )
        for source, claims in by_source.items()
    )
    labelled = (claim for document in documents for claim in document.claims if claim.incident)
    return Gold(name=name, documents=documents, incidents={c.id: frozenset({c.incident}) for c in labelled})


def number_claims(source: str, claims: Iterable[CodedClaim]) -> tuple[CodedClaim, ...]:
    """The claims of one gold document, each with the id of its position unless it has one."""
    return tuple(
        claim if claim.id else msgspec.structs.replace(claim, id=name_claim(source, index))
        for index, claim in enumerate(claims)
    )
