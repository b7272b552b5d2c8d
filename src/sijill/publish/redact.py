"""The public view of a record: private persons and exact shelters withheld wherever they would be shown.

Who is private, and what else is cut out of a text, is decided in `privates` by the rules of `people`,
`contacts` and `havens`; here every record is shown through them. Only what those rules recognise is withheld.
"""

import re
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from sijill.model import (
    ActorRef,
    Claim,
    ControlState,
    Document,
    Incident,
    PlaceRef,
    Reconciled,
    Unread,
    hash_text,
    replace,
)
from sijill.publish.gazette import Spot, list_spots
from sijill.publish.masking import mask_text
from sijill.publish.persons import is_sensitive
from sijill.publish.privates import Privates


class PublicRecord:
    """A record as it may be shown to anybody: the same methods, private persons and sensitive places
    withheld."""

    def __init__(self, record: Any):
        self._record = record
        self._documents = {document.id: document for document in record.documents()}
        places = record.places()
        self._spots = list_spots(places)
        self._hidden = self._coarsen_spots()
        self._sources = {claim.id: claim.document.id for claim in record.claims(None)}
        self._privates = Privates(
            record, self._documents, places.values() if isinstance(places, dict) else places
        )
        self.withheld = self._privates.names
        self._labels = _number_labels(self.withheld)
        self.altered_quotes: set[str] = set()
        self.coarsened: set[str] = set()

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The manifest, with what a person typed at the build shown through the same rules."""
        manifest = dict(self._record.manifest)
        options = manifest.get("options")
        if isinstance(options, dict):
            typed = {
                key: self.clean_text(value) if isinstance(value, str) else value
                for key, value in options.items()
            }
            manifest["options"] = typed
        return manifest

    def places(self) -> list[Spot]:
        return [spot for spot in self._spots.values() if spot.id not in self._hidden]

    def documents(self) -> list[Document]:
        return [self._clean_document(document) for document in self._documents.values()]

    def document(self, document_id: str) -> Document | None:
        document = self._documents.get(document_id)
        return self._clean_document(document) if document else None

    def unread(self) -> list[Unread]:
        return [
            replace(item, source=self.clean_source(item.source), problem=self.clean_text(item.problem))
            for item in self._record.unread()
        ]

    def claims(self, filters: Any = None) -> list[Claim]:
        return [self._clean_claim(claim) for claim in self._record.claims(filters)]

    def incidents(self, filters: Any = None) -> list[Incident]:
        return [self._clean_incident(incident) for incident in self._record.incidents(filters)]

    def figures(self, filters: Any = None) -> list[Any]:
        return [self._clean_figures(row) for row in self._record.figures(filters)]

    def control(self, filters: Any = None) -> list[ControlState]:
        return [self._clean_control(state) for state in self._record.control(filters)]

    def clean_text(self, text: str | None, *documents: str) -> str | None:
        """The text with a mark for everything withheld, single names too that one of the documents uses."""
        return mask_text(text, self._privates.cut_text(text, *documents)) if text else text

    def clean_source(self, source: str, *documents: str) -> str:
        """The source without folders, and without its own name where that would tell a withheld one."""
        shown = show_source(source)
        spelt = re.sub(r"%20|[-_+./]", " ", shown)
        if not any(cut.what == "name" for cut in self._privates.cut_names(spelt, *documents)):
            return shown
        host = urlsplit(source).hostname if "://" in source else None
        return f"a page of {host} (address withheld)" if host else "a file (name withheld)"

    def find_offset(self, document_id: str, offset: int) -> int:
        """Where a place in the text of a document is in its redacted text."""
        document = self._documents[document_id]
        return len(mask_text(document.text, self._privates.cut_document(document), 0, offset))

    def _clean_quote(self, claim: Claim) -> str:
        """The quote, cut where its whole document is cut: what introduces a name may stand before the quote."""
        document = self._documents.get(claim.document.id)
        if document is None or document.text[claim.start : claim.end] != claim.quote:
            return self.clean_text(claim.quote, claim.document.id)
        return mask_text(document.text, self._privates.cut_document(document), claim.start, claim.end)

    def _coarsen_spots(self) -> dict[str, Spot | None]:
        hidden = {spot.id for spot in self._spots.values() if is_sensitive(spot.kind, spot.label)}
        out: dict[str, Spot | None] = {}
        for place_id in hidden:
            parent, seen = self._spots[place_id].parent, {place_id}
            while parent in hidden and parent not in seen:
                seen.add(parent)
                parent = self._spots[parent].parent
            out[place_id] = self._spots.get(parent) if parent and parent not in hidden else None
        return out

    def _clean_place(self, place: PlaceRef | None, *documents: str) -> PlaceRef | None:
        if place is None:
            return None
        clean = replace(
            place,
            name=self.clean_text(place.name, *documents),
            label=place.label if place.id else self.clean_text(place.label, *documents),
            relation=self.clean_text(place.relation, *documents),
        )
        if place.id not in self._hidden and not is_sensitive("", place.label or place.name):
            return clean
        self.coarsened.add(place.id or place.name)
        parent = self._hidden.get(place.id)
        return replace(
            clean,
            id=parent.id if parent else None,
            label=parent.label if parent else None,
            relation=None,
            pcode=None,
            lat=parent.lat if parent else None,
            lon=parent.lon if parent else None,
            precision=max(3, place.precision or 3),
            geometry=None,
            why="shown at the place that contains it, to protect people there",
        )

    def _clean_name(self, name: str, *documents: str) -> str:
        """The name; a withheld person by their role, and any other name with a mark for what it would tell."""
        label = self._privates.label(name, *documents)
        if label:
            return self._labels.get(self._privates.full_name(name, *documents), label)
        return self.clean_text(name, *documents) or name

    def _clean_actor(self, actor: ActorRef, *documents: str) -> ActorRef:
        if actor.id:
            return actor
        name = self._clean_name(actor.name, *documents)
        return actor if name == actor.name else ActorRef(name=name, side=actor.side)

    def _clean_claim(self, claim: Claim) -> Claim:
        document = claim.document.id
        quote = self._clean_quote(claim)
        if quote != claim.quote:
            self.altered_quotes.add(claim.id)

        def clean(actors: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
            return tuple(self._clean_actor(actor, document) for actor in actors)

        return replace(
            claim,
            quote=quote,
            document=replace(claim.document, source=self.clean_source(claim.document.source, document)),
            speaker=self._clean_actor(claim.speaker, document),
            via=clean(claim.via),
            actors=clean(claim.actors),
            targets=clean(claim.targets),
            places=tuple(self._clean_place(place, document) for place in claim.places),
            figures=tuple(
                replace(
                    figure,
                    who=self.clean_text(figure.who, document),
                    text=self.clean_text(figure.text, document),
                )
                for figure in claim.figures
            ),
        )

    def _clean_figures(self, row: Reconciled) -> Reconciled:
        used = [self._sources.get(item.claim, "") for item in row.figures]
        figures = []
        for item, document in zip(row.figures, used, strict=True):
            label = self._clean_name(item.label, document)
            # An origin's id may spell its name.
            origin = hash_text(item.origin) if label != item.label else item.origin
            qualifier = self.clean_text(item.qualifier, document)
            figures.append(replace(item, label=label, origin=origin, qualifier=qualifier))
        trace = []
        for line in row.trace:
            # The trace names the origins as subjects, where a name that is a place's too cannot be told from it.
            # Who is shown beside the figures is shown in it too: each stands behind a mark while the rest is looked through.
            for number, old in enumerate(row.figures):
                line = line.replace(old.label, f"\x00{number}\x00") if old.label else line
            line = self.clean_text(line, *used) or ""
            for number, new in enumerate(figures):
                line = line.replace(f"\x00{number}\x00", new.label)
            trace.append(line)
        return replace(row, who=self.clean_text(row.who, *used), trace=tuple(trace), figures=tuple(figures))

    def _clean_incident(self, incident: Incident) -> Incident:
        used = {self._sources.get(claim, "") for claim in incident.claims}
        origins = []
        for origin in incident.origins:
            label = self._clean_name(origin.label, *(origin.documents or used))
            # An origin's id may spell its name.
            hidden = label != origin.label
            origins.append(replace(origin, label=label, id=hash_text(origin.id) if hidden else origin.id))
        return replace(
            incident,
            title=self.clean_text(incident.title, *used),
            place=self._clean_place(incident.place, *used),
            places=tuple(self._clean_place(place, *used) for place in incident.places),
            actors=tuple(self._clean_actor(actor, *used) for actor in incident.actors),
            targets=tuple(self._clean_actor(actor, *used) for actor in incident.targets),
            origins=tuple(origins),
            evidence=tuple(self.clean_text(line, *used) for line in incident.evidence),
            relations=tuple(replace(tie, why=self.clean_text(tie.why, *used)) for tie in incident.relations),
        )

    def _clean_control(self, state: ControlState) -> ControlState:
        reasons = tuple(
            replace(reason, what=self.clean_text(reason.what, self._sources.get(reason.claim, "")))
            for reason in state.reasons
        )
        if state.place_id not in self._hidden:
            return replace(state, reasons=reasons)
        self.coarsened.add(state.place_id)
        parent = self._hidden[state.place_id]
        return replace(
            state,
            reasons=reasons,
            place=self.clean_text(state.place) + (f" in {parent.label}" if parent else ""),
            place_id="withheld-" + hash_text(state.place_id),
            lat=parent.lat if parent else None,
            lon=parent.lon if parent else None,
        )

    def _clean_document(self, document: Document) -> Document:
        source = self.clean_source(document.source, document.id)
        link = self.clean_source(document.url, document.id) if document.url else None
        return replace(
            document,
            title=self.clean_text(document.title, document.id),
            text=mask_text(document.text, self._privates.cut_document(document)),
            source=source,
            url=link if link == document.url else None,
            author=None,
            path=None,
        )


def show_source(source: str) -> str:
    """The source without the folders of the machine that read it; a URL stays whole.

    >>> show_source("/home/someone/inbox/a.txt"), show_source("https://example.org/a/b")
    ('a.txt', 'https://example.org/a/b')
    """
    if "://" in source:
        return source
    return source.replace("\\", "/").rsplit("/", 1)[-1] or source


def count_withheld(record: Any) -> dict[str, int]:
    """How many persons, quotes and places the public view has withheld so far; all 0 for a record shown
    whole."""
    if not isinstance(record, PublicRecord):
        return {"persons": 0, "quotes": 0, "places": 0}
    return {
        "persons": len(record.withheld),
        "quotes": len(record.altered_quotes),
        "places": len(record.coarsened),
    }


def _number_labels(withheld: dict[str, str]) -> dict[str, str]:
    """Labels that keep two withheld persons apart without saying who either is."""
    labels: dict[str, str] = {}
    for label in sorted(set(withheld.values())):
        names = sorted((name for name, given in withheld.items() if given == label), key=hash_text)
        for number, name in enumerate(names, 1):
            labels[name] = label if len(names) == 1 else f"{label} ({number})"
    return labels
