"""What a public page withholds: the names of private persons, and where the wounded and the displaced are.

The rule, in full. A *speaker* who is not in the pack and whose name reads as a person's is withheld unless
the document introduces them by a public role (a spokesman, a commander, a minister). Anyone else, an actor,
target or relay, is withheld only where the document introduces them by a private role (a resident, a witness,
a doctor). A withheld name is replaced wherever the page would print it, inside quotes too, where
`[name withheld]` marks the change. Places that are hospitals, shelters or convoys are shown at the place that
contains them.
"""

import json
import re
from functools import cache
from importlib import resources
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

MARK = "[name withheld]"
UNNAMED = "a person (name withheld)"
WINDOW = 80  # characters on each side of a name within which a report introduces the person
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
SENTENCE_END = re.compile(r"(?<![A-Z])[.!?؟]\s|\n")


@cache
def load_vocabulary() -> dict[str, Any]:
    """The general words by which a report introduces people, bodies and places."""
    return json.loads(resources.files("sijill.publish").joinpath("redaction.json").read_text("utf-8"))


def reads_as_person(name: str) -> bool:
    """Whether a name has the shape of a person's: two to five names and no word for a body of people.

    >>> [reads_as_person(name) for name in ("Amal al-Sarraf", "Coastal News Agency", "a resident")]
    [True, False, False]
    """
    words = WORD.findall(name)
    if not 2 <= len(words) <= 5 or any(character.isdigit() for character in name):
        return False
    vocabulary = load_vocabulary()
    bodies = set(vocabulary["organisation_words"]) | set(vocabulary["public_roles"])
    if any(word.casefold() in bodies for word in words):
        return False
    particles = set(vocabulary["name_particles"])
    return all(_is_name_word(word, particles) for word in words)


def find_role(name: str, text: str) -> str | None:
    """How the text introduces the name: `public`, the words to show instead of a private person, or None.

    >>> find_role("Amal Sarraf", "Amal Sarraf, a resident of the quarter, saw two planes.")
    'a resident'
    >>> find_role("Basel Haddad", "The spokesman Basel Haddad denied it."), find_role("Basel Haddad", "")
    ('public', None)
    """
    vocabulary = load_vocabulary()
    private, public = vocabulary["private_roles"], set(vocabulary["public_roles"])
    found: list[str] = []
    for mention in re.finditer(_name_pattern(name), text):
        before = SENTENCE_END.split(text[max(0, mention.start() - WINDOW) : mention.start()])[-1]
        after = SENTENCE_END.split(text[mention.end() : mention.end() + WINDOW])[0]
        near = [(len(before) - word.end(), word[0].casefold()) for word in WORD.finditer(before)]
        near += [(word.start(), word[0].casefold()) for word in WORD.finditer(after)]
        roles = [(gap, word) for gap, word in near if word in private or word in public]
        if roles:
            word = min(roles)[1]
            found.append(private.get(word, "public"))
    # One private introduction outweighs any number of public words that merely stand near.
    return next((role for role in found if role != "public"), found[0] if found else None)


class PublicRecord:
    """A record as it may be shown to anybody: the same methods, private persons and sensitive places
    withheld."""

    def __init__(self, record: Any):
        self._record = record
        self._documents = {document.id: document for document in record.documents()}
        self._spots = list_spots(record.places())
        self._hidden = self._coarsen_spots()
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
        return [
            replace(
                row,
                who=self.clean_text(row.who),
                trace=tuple(self.clean_text(line) for line in row.trace),
                figures=tuple(replace(item, label=self.clean_label(item.label)) for item in row.figures),
            )
            for row in self._record.figures(filters)
        ]

    def control(self, filters: Any = None) -> list[ControlState]:
        return [self._clean_control(state) for state in self._record.control(filters)]

    def clean_label(self, text: str) -> str:
        """The text with each withheld person shown by their role."""
        if not self._pattern:
            return text
        return self._pattern.sub(lambda match: self._labels[_fold(match[0])], text)

    def clean_text(self, text: str | None, document: str | None = None) -> str | None:
        """The text with each withheld name marked as withheld, surnames too within the documents that name
        the person."""
        if not text:
            return text
        if self._pattern:
            text = self._pattern.sub(MARK, text)
        surnames = self._surnames.get(document or "")
        return _join_patterns(surnames).sub(MARK, text) if surnames else text

    def _find_private_persons(self) -> dict[str, str]:
        """Folded names that must not be shown, with what is shown instead."""
        private: dict[str, str] = {}
        for claim in self._record.claims(None):
            document = self._documents.get(claim.document.id)
            text = document.text if document else claim.quote
            for actor in (claim.speaker, *claim.via, *claim.actors, *claim.targets):
                if actor.id or actor.name == "publisher" or not reads_as_person(actor.name):
                    continue
                role = find_role(actor.name, text)
                if role == "public":
                    continue
                if role or actor is claim.speaker:
                    # A role once found is better than none, whatever document gave it.
                    private[_fold(actor.name)] = role or private.get(_fold(actor.name)) or UNNAMED
        return private

    def _find_surnames(self) -> dict[str, set[str]]:
        """The surnames to withhold in each document: of persons it names in full or by surname alone."""
        taken = {_fold(word) for spot in self._spots.values() for word in WORD.findall(spot.label)}
        last_names = {name.split()[-1] for name in self.withheld} - taken
        last_names = {name for name in last_names if len(name) > 2}
        surnames: dict[str, set[str]] = {}
        for document in self._documents.values():
            folded = _fold(document.text)
            named = {name.split()[-1] for name in self.withheld if name in folded}
            surnames[document.id] = named & last_names
        for claim in self._record.claims(None):
            speaker = _fold(claim.speaker.name)
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

    def _clean_actor(self, actor: ActorRef, document: str) -> ActorRef:
        name = self.clean_label(actor.name)
        if name == actor.name and _fold(name) in self._surnames.get(document, ()):
            full = next(full for full in self._labels if full.split()[-1] == _fold(name))
            name = self._labels[full]
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
        def clean(actors: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
            return tuple(self._clean_actor(actor, "") for actor in actors)

        origins = []
        for origin in incident.origins:
            label = self._clean_actor(ActorRef(name=origin.label), next(iter(origin.documents), "")).name
            hidden = label != origin.label
            origins.append(replace(origin, label=label, id=hash_text(origin.id) if hidden else origin.id))
        return replace(
            incident,
            title=self.clean_text(incident.title),
            place=self._clean_place(incident.place),
            places=tuple(self._clean_place(place) for place in incident.places),
            actors=clean(incident.actors),
            targets=clean(incident.targets),
            origins=tuple(origins),
            evidence=tuple(self.clean_text(line) for line in incident.evidence),
            relations=tuple(replace(tie, why=self.clean_text(tie.why)) for tie in incident.relations),
        )

    def _clean_control(self, state: ControlState) -> ControlState:
        reasons = tuple(replace(reason, what=self.clean_text(reason.what)) for reason in state.reasons)
        if state.place_id not in self._hidden:
            return replace(state, reasons=reasons)
        self.coarsened.add(state.place_id)
        parent = self._hidden[state.place_id]
        return replace(
            state, reasons=reasons, lat=parent.lat if parent else None, lon=parent.lon if parent else None
        )

    def _clean_document(self, document: Document) -> Document:
        return replace(
            document,
            title=self.clean_text(document.title, document.id),
            text=self.clean_text(document.text, document.id),
            source=show_source(document.source),
            author=None,
            path=None,
        )


def is_sensitive(kind: str | None, name: str) -> bool:
    """Whether a place shelters people whom an exact position could harm.

    >>> is_sensitive("hospital", "Elm House"), is_sensitive(None, "the shelter"), is_sensitive("town", "Elm")
    (True, True, False)
    """
    vocabulary = load_vocabulary()
    if kind in vocabulary["sensitive_place_kinds"]:
        return True
    words = "|".join(re.escape(word) for word in vocabulary["sensitive_place_words"])
    return bool(re.search(rf"(?<!\w)(?:{words})(?!\w)", name.casefold()))


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


def _is_name_word(word: str, particles: set[str]) -> bool:
    if word.casefold() in particles:
        return True
    head = re.split(r"[-'’]", word)[-1] or word
    # Scripts without capitals: only the words for bodies and roles tell a name from a description.
    return head[0].isupper() or not (head[0].islower() or head[0].isupper())


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().casefold()


def _name_pattern(name: str) -> re.Pattern[str]:
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)", re.IGNORECASE)


def _join_patterns(names: Any) -> re.Pattern[str] | None:
    if not names:
        return None
    return re.compile(
        "|".join(_name_pattern(name).pattern for name in sorted(names, key=lambda n: (-len(n), n))),
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
