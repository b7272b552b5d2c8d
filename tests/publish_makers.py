"""Makers of small records about an invented war between invented sides in invented places."""

import math

from sijill.model import (
    ActorRef,
    Claim,
    ControlState,
    Document,
    DocumentRef,
    ExtractorRef,
    Incident,
    Origin,
    OriginFigure,
    PlaceRef,
    Reconciled,
    When,
    claim_id,
    document_id,
    hash_text,
)
from sijill.publish.gazette import Spot

ATTACK = "<script>alert('quote')</script>"
HOSTILE_TITLE = "Fog <img src=x onerror=alert(1)> over Velmora"
HOSTILE_SOURCE = "javascript:alert('source')"
ARABIC = "قالت مصادر محلية إن ثلاثة أشخاص قتلوا في القصف على حي المرفأ"

SPOTS = (
    Spot("velmora", "Velmora", "city", None, 36.20, 41.00),
    Spot("harbour", "Harbour Quarter", "neighbourhood", "velmora", 36.215, 41.020),
    Spot("kiln", "Kiln Street", "neighbourhood", "velmora", 36.198, 41.012),
    Spot("orchard", "Orchard Quarter", "neighbourhood", "velmora", 36.190, 40.991),
    Spot("mill", "Mill Quarter", "neighbourhood", "velmora", 36.209, 40.994),
    Spot("clinic", "Saint Ode Hospital", "hospital", "harbour", 36.2169, 41.0231),
    Spot("tarn", "Tarn", "town", None, 36.55, 41.62),
    Spot("ostrel", "Ostrel", "town", None, 36.02, 41.45),
    Spot("dunmarch", "Dunmarch", "town", None, 36.41, 40.42),
    Spot("lower-ley", "Lower Ley", "district", None, 36.33, 41.35, 14.0),
    Spot("nowhere", "Nowhere Farm", "village", None, None, None),
)
NORTH, SOUTH = "north_side", "south_side"
SIDES = {NORTH: "Northern forces", SOUTH: "Southern alliance"}


class FakeRecord:
    """What `sijill.record.Record` gives the exporters, held in lists."""

    def __init__(
        self,
        documents=(),
        claims=(),
        incidents=(),
        figures=(),
        control=(),
        places=SPOTS,
        unread=(),
        manifest=None,
    ):
        self._documents, self._claims, self._incidents = list(documents), list(claims), list(incidents)
        self._figures, self._control, self._places, self._unread = (
            list(figures),
            list(control),
            places,
            list(unread),
        )
        self.manifest = manifest if manifest is not None else {"version": 1, "sides": SIDES}

    def documents(self):
        return self._documents

    def document(self, document_id):
        return next((document for document in self._documents if document.id == document_id), None)

    def claims(self, filters=None):
        return [c for c in self._claims if not (filters or {}).get("kind") or c.kind in filters["kind"]]

    def incidents(self, filters=None):
        return [i for i in self._incidents if not (filters or {}).get("kind") or i.kind in filters["kind"]]

    def figures(self, filters=None):
        return self._figures

    def control(self, filters=None):
        return self._control

    def places(self):
        return self._places

    def unread(self):
        return self._unread


def make_document(source, text, publisher="The Coastal Gazette", published="2031-05-04", **fields):
    content_hash = hash_text(text) * 4
    return Document(
        id=document_id(source, content_hash),
        content_hash=content_hash,
        source=source,
        text=text,
        publisher=publisher,
        published=published,
        **{"language": "en", **fields},
    )


def make_claim(document, quote, kind="clash", speaker="publisher", **fields):
    start = document.text.index(quote)
    speaker = speaker if isinstance(speaker, ActorRef) else ActorRef(name=speaker)
    return Claim(
        id=claim_id(document.id, start, start + len(quote), kind, speaker.name),
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
        speaker=speaker,
        extractor=ExtractorRef(name="grammar", version="1", rule="test"),
        **fields,
    )


def at(place_id, precision=1, **fields):
    spot = next(spot for spot in SPOTS if spot.id == place_id)
    return PlaceRef(
        name=spot.label,
        label=spot.label,
        id=spot.id,
        lat=spot.lat,
        lon=spot.lon,
        precision=precision,
        **fields,
    )


def on(start, end=None, precision="day", **fields):
    return When(start=start, end=end or start, precision=precision, anchor="explicit", **fields)


def ring(lat, lon, km):
    """A rough circle as a GeoJSON polygon."""
    corners = [
        (lon + km / 90 * math.cos(n * math.pi / 6), lat + km / 111 * math.sin(n * math.pi / 6))
        for n in range(12)
    ]
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


def origin(label, claims, side=None, copies=()):
    return Origin(
        id="o-" + hash_text(label),
        label=label,
        side=side,
        claims=tuple(claim.id for claim in claims),
        documents=tuple(dict.fromkeys(claim.document.id for claim in claims)),
        copies=tuple(copies),
    )


def make_incident(number, kind, title, claims, origins, **fields):
    return Incident(
        id=f"i-{number:04d}",
        kind=kind,
        title=title,
        claims=tuple(claim.id for claim in claims),
        origins=tuple(origins),
        **{"status": "reported", "grade": "single_source", **fields},
    )


def figure_of(incident, measure, who, given, low=None, high=None, status="disputed", best=None):
    """`given`: (origin, low, high, qualifier, claim, interest) rows."""
    return Reconciled(
        incident=incident.id,
        measure=measure,
        who=who,
        low=low,
        high=high,
        best=best,
        status=status,
        figures=tuple(
            OriginFigure(
                origin=o.id,
                label=o.label,
                low=lo,
                high=hi,
                qualifier=words,
                claim=c.id,
                side=o.side,
                interest=interest,
            )
            for o, lo, hi, words, c, interest in given
        ),
    )


def state(place, name, start, end, series, holder, p, **fields):
    return ControlState(
        place_id=place,
        place=name,
        start=start,
        end=end,
        series=series,
        holder=holder,
        probabilities={holder: p},
        **fields,
    )
