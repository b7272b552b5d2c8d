"""Who is withheld from a public page: the private persons of all reports together, and where each report names them."""

import re
from collections.abc import Iterable
from typing import Any

from sijill.model import ActorRef, Document
from sijill.publish.contacts import find_contacts
from sijill.publish.havens import find_havens
from sijill.publish.masking import Cut, NameIndex, list_words, mask_text, stands_alone
from sijill.publish.people import Mention, find_people
from sijill.publish.people_arabic import find_arabic_people
from sijill.publish.persons import (
    UNNAMED,
    WORD,
    find_role,
    fold_name,
    is_sensitive,
    load_vocabulary,
    reads_as_person,
)

ACTS = re.compile(  # what a person does and a place or a common word does not
    r"\s+(?:said|says|told|tells|recalled|recalls|added|wept|spoke|died|remembers|remembered|explained|asked|(?:was|is) "
    r"(?:killed|wounded|injured|arrested|detained|abducted|buried))\b|['’]s\s+(?:\w+\s+)?(?:son|daughter|wife|husband|mother|father|brother|"
    r"sister|family|body|funeral)\b"
)
SHORTEST = 3  # letters of a name that is withheld where it stands alone


class Privates:
    """The names that must not be shown, and the stretches of any text that would show them.

    `names` are full names, folded, with what is shown instead; each document has single names of its own besides.
    """

    def __init__(self, record: Any, documents: dict[str, Document], places: Iterable[Any]):
        self._documents = documents
        self._claims = record.claims(None)
        self._known, self._known_index = self._list_known(record)
        self._known_words = set(self._known.split())
        self._taken, self._havens = _list_taken(places, self._claims)
        self._haven_index = NameIndex(self._havens)
        self._ordinary = {key: _list_ordinary(document.text) for key, document in documents.items()}
        self.names: dict[str, str] = {}
        self._singles: dict[str, dict[str, str]] = {key: {} for key in documents}
        self._namesakes: dict[str, dict[str, str]] = {
            key: {} for key in documents
        }  # names of places and words too
        self._aliases = {key: self._list_aliases(document.text, key) for key, document in documents.items()}
        self._read_documents()
        self._read_speakers()
        self._index = NameIndex(self.names)
        self._read_parts()
        self._cuts: dict[str, list[Cut]] = {}

    def label(self, name: str, *documents: str) -> str | None:
        """What is shown instead of a name that is withheld whole; None where it is not."""
        folded = " ".join(word for _, _, word in list_words(name))
        if folded in self.names:
            return self.names[folded]
        known = [given.get(key, {}) for given in (self._singles, self._namesakes) for key in documents]
        return next((found for names in known if (found := names.get(folded))), None)

    def full_name(self, name: str, *documents: str) -> str:
        """The withheld full name of which this is a part, in one of the documents if it can be; else the name."""
        folded = " ".join(word for _, _, word in list_words(name))
        if folded in self.names:
            return folded
        fulls = [full for full in sorted(self.names) if folded in (full.split()[0], full.split()[-1])]
        texts = [self._documents[key].text for key in documents if key in self._documents]
        near = {full for text in texts for _, _, full in self._index.find(text)}
        return next((full for full in fulls if full in near), fulls[0] if fulls else folded)

    def cut_document(self, document: Document) -> list[Cut]:
        """The stretches of a document's text that are not shown."""
        if document.id not in self._cuts:
            self._cuts[document.id] = self.cut_text(document.text, document.id)
        return self._cuts[document.id]

    def cut_names(self, text: str, *documents: str) -> list[Cut]:
        """Where a text has a withheld name, or a single one that these documents give to a private person."""
        known = [(start, end) for start, end, _ in self._known_index.find(text)]
        found = [Cut(start, end, "name") for start, end, _ in self._index.find(text)]
        singles = NameIndex({name for key in documents for name in self._singles.get(key, ())})
        if singles:
            found += [
                Cut(start, end, "name")
                for start, end, name in singles.find(text)
                if stands_alone(text, start, end, common=name in self._known_words)
            ]
        namesakes = NameIndex({name for key in documents for name in self._namesakes.get(key, ())})
        found += [Cut(a, b, "name") for a, b, _ in namesakes.find(text) if ACTS.match(text[b : b + 40])]
        # A part of a name that the pack knows is not a private person's.
        return [cut for cut in found if not any(a <= cut.start and cut.end <= b for a, b in known)]

    def cut_text(self, text: str, *documents: str) -> list[Cut]:
        """The stretches of a text that are not shown where it speaks of what these documents report."""
        cuts = self.cut_names(text, *documents)
        ordinary = frozenset().union(*(self._ordinary.get(key, frozenset()) for key in documents))
        cuts += [Cut(one.start, one.end, "name") for one in self._list_private(text, ordinary, *documents)]
        cuts += [Cut(start, end, words) for start, end, words in find_havens(text, ordinary)]
        aliases = {name: words for key in documents for name, words in self._aliases.get(key, {}).items()}
        cuts += [Cut(start, end, aliases[name]) for start, end, name in NameIndex(aliases).find(text)]
        cuts += [Cut(start, end, what) for start, end, what in find_contacts(text)]
        cuts += [Cut(start, end, self._havens[name]) for start, end, name in self._haven_index.find(text)]
        return cuts

    def _list_private(self, text: str, ordinary: frozenset[str], *documents: str) -> list[Mention]:
        """The mentions of private persons in a text, without those whom the pack knows and without places."""
        kept = []
        for found in (*find_people(text, ordinary), *find_arabic_people(text)):
            name = fold_name(text[found.start : found.end])
            exact = (
                found.sure and " " in name
            )  # introduced as private: part of a known name is not enough to keep it
            known = f"\n {name} \n" in self._known if exact else self._is_known(name, *documents)
            if known or (name in self._taken and not found.sure):
                continue
            kept.append(found)
        return kept

    def _is_known(self, name: str, *documents: str) -> bool:
        """Whether the pack knows a name; a single one only where a document gives the known name in full."""
        if f" {name} " not in self._known:
            return False
        if " " in name:
            return True
        texts = [self._documents[key].text for key in documents if key in self._documents]
        fulls = [full for text in texts for _, _, full in self._known_index.find(text)]
        return any(f" {name} " in f" {full} " for full in fulls) or f"\n {name} \n" in self._known

    def _list_known(self, record: Any) -> tuple[str, NameIndex]:
        """Every spelling that the pack knows of actors and sources, and the outlets: part of one is known too."""
        entries = [entry for part in ("actors", "sources") for entry in getattr(record, part, list)()]
        names = [name for entry in entries for name in (entry.name, *(alias.name for alias in entry.names))]
        names += [document.publisher for document in self._documents.values() if document.publisher]
        for claim in self._claims:
            resolved = (claim.speaker, *claim.via, *claim.actors, *claim.targets)
            names += [actor.name for actor in resolved if actor.id]
        folded = sorted({fold_name(name) for name in names})
        joined = "\n".join(["", *(f" {name} " for name in folded), ""])
        return joined, NameIndex(name for name in folded if " " in name)

    def _read_documents(self) -> None:
        for key, document in self._documents.items():
            for text in (document.text, document.title or ""):
                for found in self._list_private(text, self._ordinary[key], key):
                    self._note(key, text[found.start : found.end], found.label)

    def _note(self, key: str, name: str, label: str) -> None:
        """The name is withheld from now on: everywhere if it is a full one, else in its document."""
        folded = " ".join(word for _, _, word in list_words(name))
        if " " in folded:
            # A role once found is better than none, whatever document gave it.
            self.names[folded] = label if label != UNNAMED else self.names.get(folded, label)
        else:
            self._note_single(key, folded, label)

    def _note_single(self, key: str, name: str, label: str) -> None:
        """A single name is withheld in its document; where it is a place's or a word too, only where it acts."""
        if len(name) < SHORTEST or name in load_vocabulary()["name_particles"]:
            return
        shared = name in self._ordinary.get(key, ()) or name in self._taken
        (self._namesakes if shared else self._singles).setdefault(key, {}).setdefault(name, label)

    def _list_aliases(self, text: str, key: str) -> dict[str, str]:
        """The names of hospitals and the like without the word that says what they are: "the Ode" for "Ode hospital"."""
        vocabulary = load_vocabulary()
        general = {
            word for words in vocabulary["havens"].values() for phrase in words for word in phrase.split()
        }
        general |= {*vocabulary["haven_adjectives"], *vocabulary["not_names"], *vocabulary["havens_ar"]}
        found: dict[str, str] = {}
        for start, end, words in find_havens(text, self._ordinary[key]):
            name = " ".join(word for _, _, word in list_words(text[start:end]) if word not in general)
            if len(name) >= SHORTEST and name not in self._taken and f" {name} " not in self._known:
                found[name] = words
        return found

    def _read_speakers(self) -> None:
        """A speaker whom nobody knows and no office introduces is withheld, and so is a relay with a private role."""
        for claim in self._claims:
            document = self._documents.get(claim.document.id)
            for actor in (claim.speaker, *claim.via):
                role = self._find_private_role(
                    actor, document.text if document else claim.quote, claim.document.id
                )
                if role and (role != UNNAMED or actor is claim.speaker):
                    self._note(claim.document.id, actor.name, role)

    def _find_private_role(self, actor: ActorRef, text: str, key: str) -> str | None:
        if actor.id or actor.name == "publisher" or not reads_as_person(actor.name):
            return None
        if self._is_known(fold_name(actor.name), key):
            return None
        role = find_role(actor.name, text)
        return None if role == "public" else role or UNNAMED

    def _read_parts(self) -> None:
        """First and last names alone, in the documents that give the name in full or let its bearer speak."""
        last = {name.split()[-1]: label for name, label in self.names.items()}
        for key, document in self._documents.items():
            for _, _, full in self._index.find(document.text):
                for part in {full.split()[0], full.split()[-1]}:
                    if not self._is_known(part, key):
                        self._note_single(key, part, self.names[full])
        for claim in self._claims:
            speaker = fold_name(claim.speaker.name)
            if speaker in last and not claim.speaker.id:
                self._note_single(claim.document.id, speaker, last[speaker])


def _list_ordinary(text: str) -> frozenset[str]:
    """The words that a text writes without a capital, those of addresses and handles aside."""
    plain = mask_text(text, [Cut(start, end, "contact") for start, end, _ in find_contacts(text)])
    return frozenset(word for word in WORD.findall(plain) if word.islower())


def _list_taken(places: Iterable[Any], claims: Iterable[Any]) -> tuple[set[str], dict[str, str]]:
    """The names of places, folded, and apart those of hospitals and the like with what to show instead."""
    taken: set[str] = set()
    havens: dict[str, str] = {}
    for place in places:
        names = [getattr(place, "label", None) or getattr(place, "name", "")]
        names += [getattr(name, "name", name) for name in getattr(place, "names", ()) or ()]
        sensitive = is_sensitive(place.kind, names[0])
        for name in names:
            folded = " ".join(word for _, _, word in list_words(name))
            taken |= {folded, re.sub(r"^(?:al|el)[- ]", "", folded)}
            if sensitive and " " in folded:
                havens[folded] = f"[{_name_class(place.kind, name)}]"
    for claim in claims:
        taken |= {fold_name(place.name) for place in claim.places if place.id or place.lat is not None}
    return taken, havens


def _name_class(kind: str | None, name: str) -> str:
    """The plain word for a sheltered place, by its name or else its kind."""
    folded, classes = name.casefold(), load_vocabulary()["havens"]
    found = (one for one, words in classes.items() if any(word in folded for word in words))
    return next(found, (kind or "shelter").replace("_", " "))
