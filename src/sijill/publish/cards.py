"""Incidents as the report shows them: one card each, with who says so, who denies it, quotes and rival
figures."""

from collections.abc import Iterable
from typing import Any

import msgspec

from sijill.model import Claim, Document, Incident, Origin, PlaceRef, Reconciled
from sijill.publish import words
from sijill.publish.figures import FigureView, build_figure
from sijill.publish.gazette import list_spots, say_place, settle_place
from sijill.publish.panels import list_rings


class OriginView(msgspec.Struct, frozen=True):
    label: str
    side: str
    documents: int
    copies: int


class QuoteView(msgspec.Struct, frozen=True):
    """One exact quote with everything that a reader needs to weigh it."""

    claim: str
    text: str
    language: str
    stance: str
    hedged: bool
    altered: bool
    chain: tuple[str, ...]  # who said it, then each relay, then the outlet
    document: str
    source: str
    published: str
    copied_in: tuple[tuple[str, str], ...]  # documents that only repeat it, with their names


class TieView(msgspec.Struct, frozen=True):
    words: str
    id: str
    title: str
    why: str


class Card(msgspec.Struct, frozen=True):
    id: str
    kind: str
    group: str
    title: str
    status: str
    status_words: str
    status_meaning: str
    grade: str
    grade_words: str
    grade_meaning: str
    when: str
    when_basis: str
    start: str | None
    end: str | None
    place: str
    place_precision: str
    place_why: str
    location: str | None  # the map mark it belongs to
    sides: tuple[str, ...]
    asserted_by: tuple[OriginView, ...]
    denied_by: tuple[OriginView, ...]
    figures: tuple[FigureView, ...]
    quotes: tuple[QuoteView, ...]
    ties: tuple[TieView, ...]
    evidence: tuple[str, ...]
    roll_up: bool
    background: bool
    origins: int

    @property
    def is_event(self) -> bool:
        """Whether somebody says that it happened."""
        return self.status in ("reported", "disputed")

    @property
    def disputed_figures(self) -> tuple[FigureView, ...]:
        return tuple(figure for figure in self.figures if figure.status == "disputed")


def build_cards(record: Any, filters: Any, side_names: dict[str, str]) -> list[Card]:
    """One card an incident, by date; the undated come last."""
    claims = {claim.id: claim for claim in record.claims(None)}
    documents = {document.id: document for document in record.documents()}
    altered = getattr(record, "altered_quotes", set())
    figures: dict[str, list[Reconciled]] = {}
    for figure in record.figures(None):
        figures.setdefault(figure.incident, []).append(figure)
    incidents = record.incidents(filters)
    ties = _list_ties(record.incidents(None))
    shown = {incident.id for incident in incidents}
    spots = list_spots(record.places())
    cards = []
    for incident in incidents:
        own = [claims[claim] for claim in incident.claims if claim in claims]
        quotes = tuple(
            _build_quote(claim, copies, documents, claim.id in altered)
            for claim, copies in _fold_copies(_order_claims(own), documents)
        )
        numbers = tuple(
            build_figure(row, incident.origins, side_names, (claims, documents))
            for row in figures.get(incident.id, ())
        )
        tied = tuple(tie for tie in ties.get(incident.id, ()) if tie.id in shown)
        location = find_location(settle_place(incident.place, spots))
        cards.append(_build_card(incident, own, quotes, numbers, tied, side_names, location))
    return sorted(cards, key=lambda card: (card.start is None, card.start or "", card.end or "", card.id))


def _build_card(
    incident: Incident,
    claims: list[Claim],
    quotes: tuple,
    figures: tuple,
    ties: tuple,
    side_names: dict[str, str],
    location: str | None,
) -> Card:
    when, place = incident.when, incident.place
    status = words.STATUS_WORDS.get(incident.status, (words.say_code(incident.status), ""))
    grade = words.GRADE_WORDS.get(incident.grade, (words.say_code(incident.grade), ""))
    sides = {actor.side for actor in (*incident.actors, *incident.targets) if actor.side}
    denials = {claim.id for claim in claims if claim.stance == "denies"}
    others = {claim.id for claim in claims} - denials
    # Who denies an event and states its own losses in it does not thereby say that the event happened.
    own_kind = {claim.id for claim in claims if claim.id in others and claim.kind == incident.kind}
    deniers = {origin.id for origin in incident.origins if denials.intersection(origin.claims)}
    asserters = [
        o for o in incident.origins if (own_kind if o.id in deniers else others).intersection(o.claims)
    ]
    known = bool(place and (place.id or place.geometry or place.relation))
    return Card(
        id=incident.id,
        kind=words.say_kind(incident.kind),
        group=words.find_group(incident.kind).id,
        title=incident.title,
        status=incident.status,
        status_words=status[0],
        status_meaning=status[1],
        grade=incident.grade,
        grade_words=grade[0],
        grade_meaning=grade[1],
        when=words.say_when(when),
        when_basis=(when.basis or when.text or "") if when else "",
        start=when.start if when and words.parse_day(when.start) else None,
        end=when.end if when and words.parse_day(when.start) else None,
        place=say_place(place),
        place_precision=words.PLACE_PRECISION_WORDS.get(place.precision, "") if place and known else "",
        # Where an unresolved name would stand is of no use to a reader: it is not drawn.
        place_why=((place.why or "") if known else (place.why or "").partition(";")[0]) if place else "",
        location=location,
        sides=tuple(sorted(sides)),
        asserted_by=_view_origins(asserters, side_names),
        denied_by=_view_origins([o for o in incident.origins if o.id in deniers], side_names),
        figures=figures,
        quotes=quotes,
        ties=ties,
        evidence=incident.evidence,
        roll_up=incident.roll_up,
        background=incident.background,
        origins=len(incident.origins),
    )


def find_location(place: PlaceRef | None) -> str | None:
    """The id of the map mark for this place; None where the place cannot honestly be put on a map.

    >>> find_location(PlaceRef(name="Elm", id="elm", lat=1.0, lon=2.0)), find_location(PlaceRef(name="a mill", lat=1.0, lon=2.0))
    ('at:1.0000,2.0000', None)

    A place known to the country only would put a mark in the middle of the country, where nobody said
    anything was.
    """
    if place is None or (place.precision or 0) >= 6:
        return None
    if list_rings(place.geometry):
        return f"area:{place.name}:{place.id or ''}"
    if place.id is None or place.lat is None or place.lon is None:
        # What surrounds an unresolved name is known at best: a mark there would claim that it is the place.
        return None
    return f"at:{place.lat:.4f},{place.lon:.4f}"


def list_chain(claim: Claim) -> tuple[str, ...]:
    """Who said it first, each relay after them, and last the outlet that printed it.

    A relay's `via` is nearest to the outlet first, so the chain runs through it backwards.
    """
    outlet = claim.document.publisher or claim.document.source
    if claim.speaker.name == "publisher":
        names = [outlet]
    else:
        names = [claim.speaker.name, *(actor.name for actor in reversed(claim.via)), outlet]
    return tuple(dict.fromkeys(names))


def _order_claims(claims: list[Claim]) -> list[Claim]:
    """Those that assert first, then those that deny, each by publication; restatements last."""
    rank = {"asserts": 0, "denies": 1, "plans": 2, "hypothetical": 3}
    return sorted(
        claims,
        key=lambda c: (
            c.repeats is not None,
            rank.get(c.stance, 9),
            c.document.published or "9999",
            c.document.id,
            c.start,
        ),
    )


def _fold_copies(claims: list[Claim], documents: dict[str, Document]) -> list[tuple[Claim, list[Document]]]:
    """The claims without those that a copied document only repeats, each with the documents that repeat
    it."""
    kept: dict[tuple[str, str, str], tuple[Claim, list[Document]]] = {}
    own = {claim.document.id for claim in claims}
    copies = []
    for claim in claims:
        document = documents.get(claim.document.id)
        lineage = {tie.document for tie in document.copy_of} if document else set()
        if lineage & own:
            copies.append((claim, document))
        else:
            kept.setdefault((claim.quote, claim.stance, claim.id), (claim, []))
    for claim, document in copies:
        first = next((key for key in kept if key[:2] == (claim.quote, claim.stance)), None)
        if first:
            kept[first][1].append(document)
        else:
            kept[claim.quote, claim.stance, claim.id] = (claim, [])
    folded = list(kept.values())
    denial = next((pair for pair in folded if pair[0].stance == "denies"), None)
    if denial and folded.index(denial) > 1:
        # So that no fold of the page can hide that there is a denial.
        folded.remove(denial)
        folded.insert(1, denial)
    return folded


def _build_quote(
    claim: Claim, copies: list[Document], documents: dict[str, Document], altered: bool
) -> QuoteView:
    document = documents.get(claim.document.id)
    return QuoteView(
        claim=claim.id,
        text=claim.quote,
        language=claim.document.language,
        stance=claim.stance,
        hedged=claim.hedged,
        altered=altered,
        chain=list_chain(claim),
        document=claim.document.id,
        source=words.say_document(document) if document else claim.document.source,
        published=words.say_day(claim.document.published),
        copied_in=tuple((other.id, words.say_document(other)) for other in copies),
    )


def _view_origins(origins: Iterable[Origin], side_names: dict[str, str]) -> tuple[OriginView, ...]:
    return tuple(
        OriginView(
            label=origin.label,
            side=words.say_side(origin.side, side_names),
            documents=len(origin.documents),
            copies=len(origin.copies),
        )
        for origin in origins
    )


def _list_ties(incidents: Iterable[Incident]) -> dict[str, list[TieView]]:
    """The relations of each incident, in both directions and each once."""
    incidents = list(incidents)
    titles = {incident.id: incident.title for incident in incidents}
    ties: dict[str, dict[tuple[str, str], TieView]] = {}
    for incident in incidents:
        for tie in incident.relations:
            if tie.incident not in titles:
                continue
            ahead = words.RELATION_WORDS.get(tie.type, words.say_code(tie.type))
            view = TieView(ahead, tie.incident, titles[tie.incident], tie.why)
            ties.setdefault(incident.id, {})[tie.type, tie.incident] = view
            inverse = words.INVERSE_RELATIONS.get(tie.type)
            if inverse:
                back = TieView(words.RELATION_WORDS[inverse], incident.id, incident.title, tie.why)
                ties.setdefault(tie.incident, {}).setdefault((inverse, incident.id), back)
    return {key: list(value.values()) for key, value in ties.items()}
