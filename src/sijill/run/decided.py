"""Claims as people corrected them, and claims that people added where no extractor found one."""

from collections.abc import Sequence
from typing import Any

from ..link.decisions import match_address
from ..model import (
    KINDS,
    STANCES,
    ActorRef,
    Claim,
    Decision,
    Document,
    DocumentRef,
    ExtractorRef,
    Figure,
    PlaceRef,
    When,
    claim_id,
    replace,
)
from ..resolve.claims import ClaimResolver

PERSON = ExtractorRef(name="person", version="1")
BASIS = "given by a person"


def apply_decided(
    claims: Sequence[Claim],
    documents: Sequence[Document],
    decisions: Sequence[Decision],
    pack: Any,
    gazetteer: Any,
) -> list[Claim]:
    """The claims with every `edit` and `add` in force applied, in the order in which they were decided.

    A decision whose document or claim is no longer there changes nothing here; the tray lists it.
    """
    wanted = [one for one in decisions if one.verdict in ("edit", "add") and one.revoked_at is None]
    if not wanted:
        return list(claims)
    by_document = {document.id: document for document in documents}
    current = {claim.id: claim for claim in claims}
    for decision in sorted(wanted, key=lambda one: (one.when, one.id)):
        slots = decision.target.get("claim")
        for address in decision.target.get("claims", ()):
            document = by_document.get(address.get("document", "")) if isinstance(address, dict) else None
            if document is None or not isinstance(slots, dict):
                continue
            own = [claim for claim in current.values() if claim.document.id == document.id]
            if decision.verdict == "add":
                made = make_claim(document, address, slots)
            else:
                found = find_edited(address, own)
                made = change_claim(current[found], slots) if found else None
            if made is not None:
                resolver = ClaimResolver(document, pack, gazetteer, [*own, made])
                current[made.id] = resolver.resolve_claim(made, None)
    return list(current.values())


def find_edited(address: dict[str, Any], claims: Sequence[Claim]) -> str | None:
    """The claim that an address means: by its id, else by where it stands, whatever its kind has become."""
    if address.get("claim") in {claim.id for claim in claims}:
        return address["claim"]
    return match_address(address, claims) or match_address({**address, "kind": None}, claims)


def make_claim(document: Document, address: dict[str, Any], slots: dict[str, Any]) -> Claim | None:
    """The claim that a person added; None where the document's text no longer has the quote."""
    start, quote = find_quote(document.text, address)
    if start is None:
        return None
    kind = slots.get("kind") if slots.get("kind") in KINDS else "other"
    speaker = str(slots.get("speaker") or "publisher")
    bare = Claim(
        id=claim_id(document.id, start, start + len(quote), kind, speaker),
        document=DocumentRef(
            id=document.id,
            source=document.source,
            publisher=document.publisher,
            published=document.published,
            language=document.language,
        ),
        kind=kind,
        quote=quote,
        start=start,
        end=start + len(quote),
        speaker=ActorRef(name=speaker),
        extractor=PERSON,
        confidence=1.0,
    )
    return change_claim(bare, slots)


def change_claim(claim: Claim, slots: dict[str, Any]) -> Claim:
    """The claim with the slots that a person gave, names as written; a slot that is not given stays.

    The id stays too, so that what else was decided about the claim still finds it.
    """
    changes: dict[str, Any] = {}
    if slots.get("kind") in KINDS:
        changes["kind"] = slots["kind"]
    if slots.get("stance") in STANCES:
        changes["stance"] = slots["stance"]
    if isinstance(slots.get("hedged"), bool):
        changes["hedged"] = slots["hedged"]
    if slots.get("speaker"):
        changes["speaker"] = ActorRef(name=str(slots["speaker"]))
    for name in ("actors", "targets", "weapons"):
        if name in slots:
            before = {ref.name: ref for ref in getattr(claim, name)}
            changes[name] = tuple(before.get(one) or ActorRef(name=one) for one in map(str, slots[name]))
    if "places" in slots:
        known = {ref.name: ref for ref in claim.places}
        changes["places"] = tuple(known.get(one) or PlaceRef(name=one) for one in map(str, slots["places"]))
    if slots.get("day"):
        end = str(slots.get("day_end") or slots["day"])
        precision = "day" if end == slots["day"] else "interval"
        changes["when"] = When(
            start=str(slots["day"]), end=end, precision=precision, anchor="explicit", basis=BASIS
        )
    if "figures" in slots:
        changes["figures"] = tuple(
            Figure(
                measure=str(one["measure"]),
                who=one.get("who") or None,
                low=one.get("low"),
                high=one.get("high"),
            )
            for one in slots["figures"]
        )
    return replace(claim, **changes, confidence=1.0)


def find_quote(text: str, address: dict[str, Any]) -> tuple[int | None, str]:
    """Where the quote of an address stands in the text: at its place, else where it stands but once."""
    quote, start = str(address.get("quote") or ""), address.get("start")
    if not quote:
        return None, quote
    if isinstance(start, int) and text[start : start + len(quote)] == quote:
        return start, quote
    found = text.find(quote)
    return (found if found >= 0 and text.find(quote, found + 1) < 0 else None), quote
