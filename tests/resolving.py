"""Builds one document with one or more claims and resolves it: what the tests of `sijill.resolve` share."""

from sijill.model import ActorRef, Claim, Document, DocumentRef, ExtractorRef, PlaceRef, When
from sijill.packs import load_pack
from sijill.resolve import load_gazetteer, resolve_claims

PACK = "syria"


def make_claim(text, quote, n=1, day=None, **parts):
    """A claim on a quote of the text; actors, targets and places by name, a place perhaps with its relation and role."""
    start = text.index(quote)
    places = [
        place if isinstance(place, PlaceRef) else PlaceRef(name=place) for place in parts.pop("places", ())
    ]
    refs = {
        slot: tuple(ActorRef(name=name) for name in parts.pop(slot, ()))
        for slot in ("actors", "targets", "via")
    }
    return Claim(
        id=f"c-{n}", document=DocumentRef(id="d-1", source="own.txt"), kind=parts.pop("kind", "other"), quote=quote, start=start,
        end=start + len(quote), speaker=ActorRef(name=parts.pop("speaker", "publisher")), places=tuple(places),
        extractor=ExtractorRef(name="test", version="0"),
        when=When(start=day, end=day, precision="day") if day else None, **refs, **parts,
    )  # fmt: skip


def resolve_text(text, claims, published="2018-04-18", language="en", publisher_id=None):
    """The claims as resolved in a document of that text."""
    pack = load_pack(PACK)
    document = Document(id="d-1", content_hash="", source="own.txt", text=text, language=language,
                        published=published, publisher_id=publisher_id)  # fmt: skip
    return resolve_claims(document, claims, pack, load_gazetteer(pack))


def resolve_names(text, published="2018-04-18", quote=None, language="en", **parts):
    """One claim on the whole text (or a quote of it), resolved."""
    return resolve_text(text, [make_claim(text, quote or text, **parts)], published, language)[0]
