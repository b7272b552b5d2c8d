"""What a public page withholds: the names of private persons, and where the wounded and the displaced are.

The rule, in full. A *speaker* who is not in the pack and whose name reads as a person's is withheld unless
the document introduces them by a public role (a spokesman, a commander, a minister). Anyone else, an actor,
target or relay, is withheld only where the document introduces them by a private role (a resident, a witness,
a doctor). A withheld name is replaced wherever the page would print it, inside quotes too, where
`[name withheld]` marks the change. Places that are hospitals, shelters or convoys are shown at the place that
contains them.
"""

import re
from typing import Any

from sijill.model import (
    ActorRef,
    Claim,
    ControlState,
    Document,
    Incident,
    PlaceRef,
    Unread,
    hash_text,
    replace,
)
from sijill.publish.gazette import Spot, list_spots
from sijill.publish.persons import WORD, find_role, fold_name, is_sensitive, match_name, reads_as_person

MARK = "[name withheld]"
UNNAMED = "a person (name withheld)"


class PublicRecord:
    """A record as it may be shown to anybody: the same methods, private persons and sensitive places
    withheld."""

    def __init__(self, record: Any):
        self._record = record
        self._documents = {document.id: document for document in record.documents()}
        self._spots = list_spots(record.places())
        self._hidden = self._coarsen_spots()
        self._sources = {claim.id: claim.document.id for claim in record.claims(None)}
        self.withheld = self._find_private_persons()
        self._labels = _number_labels(self.withheld)
        self._surnames = self._find_surnames()
        self._pattern = _join_patterns(set(self.withheld))
        self.altered_quotes: set[str] = set()
        self.coarsened: set[str] = set()

    @property
    def manifest(self) -> dict[str, Any]:
        return self._record.manifest

    def places(self) -> list[Spot]:
        return [spot for spot in self._spots.values() if spot.id not in self._hidden]

    def documents(self) -> list[Document]:
        return [self._clean_document(document) for document in self._documents.values()]

    def document(self, document_id: str) -> Document | None:
        document = self._documents.get(document_id)
        return self._clean_document(document) if document else None

    def unread(self) -> list[Unread]:
        return [
            replace(item, source=item.source.replace("\\", "/").rsplit("/", 1)[-1])
            for item in self._record.unread()
        ]

    def claims(self, filters: Any = None) -> list[Claim]:
        return [self._clean_claim(claim) for claim in self._record.claims(filters)]

    def incidents(self, filters: Any = None) -> list[Incident]:
        return [self._clean_incident(incident) for incident in self._record.incidents(filters)]

    def figures(self, filters: Any = None) -> list[Any]:
        out = []
        for row in self._record.figures(filters):
            used = [self._sources.get(item.claim, "") for item in row.figures]
            out.append(
                replace(
                    row,
                    who=self.clean_text(row.who, *used),
                    trace=tuple(self.clean_text(line, *used) for line in row.trace),
                    figures=tuple(
                        replace(
                            item,
                            label=self._clean_name(item.label, document),
                            qualifier=self.clean_text(item.qualifier, document),
                        )
                        for item, document in zip(row.figures, used, strict=True)
                    ),
                )
            )
        return out

    def control(self, filters: Any = None) -> list[ControlState]:
        return [self._clean_control(state) for state in self._record.control(filters)]

    def clean_text(self, text: str | None, *documents: str) -> str | None:
        """The text with each withheld name marked, and surnames too that one of the documents uses alone."""
        if not text:
            return text
        if self._pattern:
            text = self._pattern.sub(MARK, text)
        surnames = {name for document in documents for name in self._surnames.get(document, ())}
        return _join_patterns(surnames).sub(MARK, text) if surnames else text

    def _find_private_persons(self) -> dict[str, str]:
        """Folded names that must not be shown, with what is shown instead."""
        private: dict[str, str] = {}
        known = self._list_known()
        for claim in self._record.claims(None):
            document = self._documents.get(claim.document.id)
            text = document.text if document else claim.quote
            for actor in (claim.speaker, *claim.via, *claim.actors, *claim.targets):
                if actor.id or actor.name == "publisher" or not reads_as_person(actor.name):
                    continue
                if f" {fold_name(actor.name)} " in known:
                    continue
                role = find_role(actor.name, text)
                if role == "public":
                    continue
                if role or actor is claim.speaker:
                    # A role once found is better than none, whatever document gave it.
                    private[fold_name(actor.name)] = role or private.get(fold_name(actor.name)) or UNNAMED
        return private

    def _list_known(self) -> str:
        """Every spelling that the pack knows of actors and sources: part of one is known too, unresolved or not."""
        entries = [entry for part in ("actors", "sources") for entry in getattr(self._record, part, list)()]
        names = [name for entry in entries for name in (entry.name, *(alias.name for alias in entry.names))]
        return " \n ".join(["", *map(fold_name, names), ""])

    def _find_surnames(self) -> dict[str, set[str]]:
        """The surnames to withhold in each document: of persons it names in full or by surname alone."""
        taken = {fold_name(word) for spot in self._spots.values() for word in WORD.findall(spot.label)}
        last_names = {name.split()[-1] for name in self.withheld} - taken
        last_names = {name for name in last_names if len(name) > 2}
        surnames: dict[str, set[str]] = {}
        for document in self._documents.values():
            folded = fold_name(document.text)
            named = {name.split()[-1] for name in self.withheld if name in folded}
            surnames[document.id] = named & last_names
        for claim in self._record.claims(None):
            speaker = fold_name(claim.speaker.name)
            if speaker in last_names and not claim.speaker.id:
                surnames.setdefault(claim.document.id, set()).add(speaker)
        return surnames

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

    def _clean_place(self, place: PlaceRef | None) -> PlaceRef | None:
        if place is None:
            return None
        clean = replace(
            place,
            name=self.clean_text(place.name),
            label=self.clean_text(place.label),
            relation=self.clean_text(place.relation),
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
            lat=parent.lat if parent else None,
            lon=parent.lon if parent else None,
            precision=max(3, place.precision or 3),
            geometry=None,
            why="shown at the place that contains it, to protect people there",
        )

    def _clean_name(self, name: str, *documents: str) -> str:
        """The name with each withheld person shown by their role, surnames alone included."""
        if not self._pattern:
            return name
        folded = fold_name(name)
        if any(folded in self._surnames.get(document, ()) for document in documents):
            return self._labels[next(full for full in sorted(self._labels) if full.split()[-1] == folded)]
        return self._pattern.sub(lambda match: self._labels[fold_name(match[0])], name)

    def _clean_actor(self, actor: ActorRef, *documents: str) -> ActorRef:
        name = self._clean_name(actor.name, *documents)
        return actor if name == actor.name else ActorRef(name=name, side=actor.side)

    def _clean_claim(self, claim: Claim) -> Claim:
        document = claim.document.id
        quote = self.clean_text(claim.quote, document)
        if quote != claim.quote:
            self.altered_quotes.add(claim.id)

        def clean(actors: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
            return tuple(self._clean_actor(actor, document) for actor in actors)

        return replace(
            claim,
            quote=quote,
            document=replace(claim.document, source=show_source(claim.document.source)),
            speaker=self._clean_actor(claim.speaker, document),
            via=clean(claim.via),
            actors=clean(claim.actors),
            targets=clean(claim.targets),
            places=tuple(self._clean_place(place) for place in claim.places),
            figures=tuple(
                replace(
                    figure,
                    who=self.clean_text(figure.who, document),
                    text=self.clean_text(figure.text, document),
                )
                for figure in claim.figures
            ),
        )

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
            place=self._clean_place(incident.place),
            places=tuple(self._clean_place(place) for place in incident.places),
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
        position = {"lat": parent.lat if parent else None, "lon": parent.lon if parent else None}
        return replace(state, reasons=reasons, **position)

    def _clean_document(self, document: Document) -> Document:
        return replace(
            document,
            title=self.clean_text(document.title, document.id),
            text=self.clean_text(document.text, document.id),
            source=show_source(document.source),
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


def _join_patterns(names: Any) -> re.Pattern[str] | None:
    if not names:
        return None
    return re.compile(
        "|".join(match_name(name).pattern for name in sorted(names, key=lambda n: (-len(n), n))),
        re.IGNORECASE,
    )


def _number_labels(withheld: dict[str, str]) -> dict[str, str]:
    """Labels that keep two withheld persons apart without saying who either is."""
    labels: dict[str, str] = {}
    for label in sorted(set(withheld.values())):
        names = sorted((name for name, given in withheld.items() if given == label), key=hash_text)
        for number, name in enumerate(names, 1):
            labels[name] = label if len(names) == 1 else f"{label} ({number})"
    return labels
