"""Who is behind a claim: the quoted authority, or else the lineage of the text. Outlets are not counted."""

from collections.abc import Iterable, Iterator, Sequence

from ..model import ActorRef, Claim, Document, Origin, replace
from .days import read_day
from .lookup import Lookup, fold_name

OWN_VOICE = "publisher"


class Origins:
    """Finds the origin of each claim; copies of one text and quotations of one authority are one origin."""

    def __init__(self, documents: Iterable[Document], lookup: Lookup):
        self.documents = {document.id: document for document in documents}
        self.lookup = lookup
        self._roots: dict[str, str] = {}
        self._published: dict[str, int | None] = {}
        self._fuller: dict[tuple[str, str], str] = {}  # (document, "source") → "military source"

    def narrow(self, document_ids: Iterable[str]) -> "Origins":
        """The origins of claims of these documents alone: they, those that they copy, without their texts."""
        named = set(document_ids)
        held: dict[str, Document] = {}
        for name in sorted(named):
            for above in (name, *self._list_above(name)):
                if above in self.documents:
                    held[above] = replace(self.documents[above], text="")
        narrowed = Origins(held.values(), self.lookup)
        narrowed._fuller = {key: full for key, full in self._fuller.items() if key[0] in named}
        return narrowed

    def note_speakers(self, claims: Iterable[Claim]) -> None:
        """Learns who is meant where a document first says "a military source" and then "the source".

        The last speaker before who has a fuller name that ends in the same words is meant, and no second voice.
        """
        unnamed: dict[str, dict[str, int]] = {}
        for claim in claims:
            speaker = claim.speaker
            if not (speaker.id or is_own_voice(speaker) or is_named(speaker.name)):
                names = unnamed.setdefault(claim.document.id, {})
                name = fold_name(speaker.name)
                names[name] = min(claim.start, names.get(name, claim.start))
        for document, names in unnamed.items():
            for name, start in names.items():
                before = [
                    (at, full) for full, at in names.items() if at < start and full.endswith(" " + name)
                ]
                if before:
                    self._fuller[document, name] = max(before)[1]

    def find_root(self, document_id: str) -> str:
        """The document at the head of the text lineage (itself when it copies nothing)."""
        if document_id not in self._roots:
            self._roots[document_id] = self._walk_to_root(document_id)
        return self._roots[document_id]

    def _walk_to_root(self, document_id: str) -> str:
        seen, current = {document_id}, document_id
        for above in self._list_above(document_id):
            if above in seen:  # two texts that name each other: the earlier one is the head
                return min(seen, key=self._order_document)
            seen.add(above)
            current = above
        return current

    def _list_above(self, document_id: str) -> Iterator[str]:
        """The documents that it was copied from, the nearest first; of those that name each other, up to the first again."""
        seen, current = {document_id}, document_id
        while (document := self.documents.get(current)) and document.copy_of:
            current = max(document.copy_of, key=lambda line: (line.similarity, line.document)).document
            yield current
            if current in seen:
                return
            seen.add(current)

    def _order_document(self, document_id: str) -> tuple[int, str]:
        document = self.documents.get(document_id)
        return (read_day(document.published) or 10**9 if document else 10**9, document_id)

    def is_copy(self, document_id: str) -> bool:
        return self.find_root(document_id) != document_id

    def read_published(self, document_id: str) -> int | None:
        if document_id not in self._published:
            document = self.documents.get(document_id)
            self._published[document_id] = read_day(document.published) if document else None
        return self._published[document_id]

    def find_origin(self, claim: Claim) -> str:
        """The id of the independent voice that a claim rests on."""
        speaker = claim.speaker
        if not is_own_voice(speaker):
            if speaker.id:
                return "origin:" + self.lookup.find_organisation(speaker.id)
            if is_named(speaker.name):
                return "speaker:" + fold_name(speaker.name)
            # "activists" of two outlets are not shown to be the same people, nor independent of one text
            name = fold_name(speaker.name)
            name = self._fuller.get((claim.document.id, name), name)
            return f"unnamed:{self._find_outlet(claim)}:{name}"
        return self._find_outlet(claim)

    def _find_outlet(self, claim: Claim) -> str:
        root = self.find_root(claim.document.id)
        document = self.documents.get(root)
        if document is None:
            return "text:" + root
        if document.publisher_id:
            return "origin:" + self.lookup.find_organisation(document.publisher_id)
        if document.publisher:
            return "outlet:" + fold_name(document.publisher)
        return "text:" + root

    def find_side(self, claim: Claim) -> str | None:
        """The side for which the origin speaks when it is a party to the conflict, on the day on which it spoke."""
        speaker = claim.speaker
        document = self.documents.get(self.find_root(claim.document.id))
        if is_own_voice(speaker):
            speaker = ActorRef(name="", id=document.publisher_id if document else None)
        day = (document.published if document else None) or (claim.when.start if claim.when else None)
        return self.lookup.find_side(speaker, day)

    def label_origin(self, claim: Claim) -> str:
        """The name to print for the origin of a claim."""
        speaker = claim.speaker
        if not is_own_voice(speaker):
            if speaker.id:
                body = self.lookup.find_organisation(speaker.id)
                record = self.lookup.actors.get(body) or self.lookup.sources.get(body)
                return getattr(record, "name", None) or speaker.label or speaker.name
            fuller = self._fuller.get((claim.document.id, fold_name(speaker.name)))
            return speaker.label or fuller or speaker.name
        document = self.documents.get(self.find_root(claim.document.id))
        if document is None:
            return claim.document.publisher or claim.document.source
        return document.publisher or document.source

    def list_origins(
        self, claims: Sequence[Claim], repeats: Iterable[tuple[Claim, Claim]] = ()
    ) -> tuple[Origin, ...]:
        """The origins of some claims, each with its claims, its documents and those that only repeat it.

        `repeats` are claims that only repeat one of them, each with that one: they add no origin of their own.
        """
        grouped: dict[str, list[Claim]] = {}
        for claim in claims:
            grouped.setdefault(self.find_origin(claim), []).append(claim)
        told = {claim.id for claim in claims}
        for claim, head in repeats:
            if head.id in told:
                grouped[self.find_origin(head)].append(claim)
        return tuple(self._make_origin(origin, grouped[origin]) for origin in sorted(grouped))

    def _make_origin(self, name: str, members: list[Claim]) -> Origin:
        """One origin with its claims, of which the first gives its label."""
        first = members[0]
        if len(members) > 1:
            members.sort(key=lambda claim: (self.is_copy(claim.document.id), claim.document.id, claim.start))
        documents = {claim.document.id for claim in members}
        copies = {document for document in documents if self.is_copy(document)}
        return Origin(
            id=name,
            label=self.label_origin(first),
            side=self.find_side(first),
            claims=tuple(sorted(claim.id for claim in members)),
            documents=tuple(sorted(documents - copies)),
            copies=tuple(sorted(copies)),
        )


def drop_summaries(claims: Sequence[Claim]) -> list[Claim]:
    """The claims less an outlet's own words in a document that also names who told it the thing.

    A headline sums up what the source in the text says: one voice, not two.
    """
    if len(claims) < 2:
        return list(claims)
    sourced = {claim.document.id for claim in claims if not is_own_voice(claim.speaker)}
    return [claim for claim in claims if not (is_own_voice(claim.speaker) and claim.document.id in sourced)]


def is_own_voice(speaker: ActorRef) -> bool:
    """Whether the outlet speaks for itself."""
    return speaker.name == OWN_VOICE or speaker.name.strip().casefold() == OWN_VOICE


def is_named(name: str) -> bool:
    """Whether the words look like a proper name, so that two uses of them are one authority.

    >>> is_named("Yusuf Haddad"), is_named("local activists"), is_named("A senior official")
    (True, False, False)
    """
    words = [word for word in name.split() if any(ch.isalpha() for ch in word)]
    return bool(words) and not words[-1].lstrip("“\"'(").islower()
