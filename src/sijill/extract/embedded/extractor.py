"""The cascade: sentences → parses → events → stance, speaker, arguments, figures, day → claims."""

from dataclasses import dataclass, field
from itertools import compress

from sijill.extract.embedded.abbreviations import join_abbreviated
from sijill.extract.embedded.anaphora import carry_arguments, join_flights
from sijill.extract.embedded.claims import draft_claims
from sijill.extract.embedded.denials import draft_denials
from sijill.extract.embedded.discourse import Discourse, find_direct_speech
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.explain import explain_sentence
from sijill.extract.embedded.fuse import Fused, Thresholds, fuse_drafts
from sijill.extract.embedded.gate import Gate
from sijill.extract.embedded.grounds import name_grounds
from sijill.extract.embedded.learned import draft_learned
from sijill.extract.embedded.lexicon import Lexicon
from sijill.extract.embedded.mentions import (
    drop_distances,
    drop_mentions,
    drop_places_apart,
    drop_unsaid_states,
    give_figures,
)
from sijill.extract.embedded.names import NameIndex
from sijill.extract.embedded.outcomes import join_strikes, join_tolls
from sijill.extract.embedded.parser import Parser
from sijill.extract.embedded.statements import draft_quotations, draft_statements, drop_aims, is_opinion
from sijill.extract.embedded.times import date_drafts, number_paragraphs
from sijill.extract.embedded.tokens import split_sentences, split_words
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.writing import trim_quotes, write_names
from sijill.model import ActorRef, Claim, Document, DocumentRef, ExtractorRef, claim_id

GRAMMAR_VERSION = "2"
LONGEST_SENTENCE = 160  # words; longer ones are lists or debris and are cut


@dataclass(frozen=True)
class Reading:
    """A document as the grammar read it: its sentences and the drafts of its claims."""

    sentences: list[Sentence]
    drafts: list[Draft]
    notes: dict[int, list[str]] = field(default_factory=dict)  # sentence → what was left out, and why


class EmbeddedExtractor:
    """Reads English reports with the vocabulary of a pack.

    The answer depends on the document, the pack and the versions alone: sentences are parsed one at a time.
    """

    name = "embedded"
    languages = frozenset({"en"})

    def __init__(self, pack, readers: str = "both", limits: Thresholds | None = None):
        self.readers, self.limits = readers, limits or Thresholds()
        self.lexicon = Lexicon(pack.lexicon("en"))
        self.parser = Parser()
        self.names = NameIndex(pack)
        self.gate = Gate(self.lexicon)
        self.version = f"{GRAMMAR_VERSION}+{self.lexicon.digest}"

    def extract(self, document: Document) -> list[Claim]:
        """The claims of a document, names as written, in the order of the text."""
        return self.make_claims(document, self.read(document))

    def make_claims(self, document: Document, reading: Reading) -> list[Claim]:
        """The claims of a document that has been read."""
        reference = DocumentRef(
            id=document.id,
            source=document.source,
            publisher=document.publisher,
            published=document.published,
            language=document.language,
        )
        claims: dict[str, Claim] = {}
        for draft in reading.drafts:
            claim = self._claim(document, reference, draft)
            claims.setdefault(claim.id, claim)
        return list(claims.values())

    def read(self, document: Document) -> Reading:
        """The sentences of a document and the drafts of its claims."""
        sentences = self._sentences(document)
        if not sentences:
            return Reading([], [], {})
        discourse = Discourse(sentences, quotes=find_direct_speech(document.text))
        drafts: list[Draft] = []
        notes: dict[int, list[str]] = {}
        unsure: list[Draft] = []
        for k in range(len(sentences)):
            found = self._told(discourse, k)
            notes[k] = found.notes
            unsure += found.unsure
            statements = draft_statements(discourse, k, found.told, found.spare)
            drafts += sorted([*found.told, *statements], key=lambda d: d.span)
        drafts = sorted([*drafts, *draft_quotations(discourse, drafts)], key=lambda d: (d.sentence, d.span))
        drafts = drop_aims(drop_mentions(sentences, drafts), sentences)
        drafts = join_strikes(sentences, join_tolls(drafts))
        for draft in drafts:
            drop_places_apart(sentences[draft.sentence], draft)
        give_figures(sentences, drafts)
        drop_distances(drafts)
        paragraphs = number_paragraphs(document, sentences)
        story = sorted([*drafts, *unsure], key=lambda d: (d.sentence, d.span)) if unsure else drafts
        carry_arguments(sentences, story, paragraphs)
        write_names(sentences, drafts)
        trim_quotes(sentences, drafts)
        join_flights(sentences, drafts)
        date_drafts(document, sentences, story, paragraphs)
        drafts = sorted(
            [*drafts, *draft_denials(discourse, drafts)], key=lambda d: (d.sentence, d.event.index, d.span)
        )
        told = [draft for draft in drop_unsaid_states(drafts) if not is_opinion(draft, self.lexicon)]
        return Reading(sentences, told, notes)

    def _told(self, discourse: Discourse, k: int) -> Fused:
        """The drafts of one sentence, by the readers that are asked: the grammar, the model, or both (the default)."""
        if self.readers == "grammar":
            return Fused(draft_claims(discourse, k))
        learned = draft_learned(discourse, k)
        if self.readers == "model":
            signals = discourse.sentences[k].parse.signals
            return Fused([d for d in learned if signals.event_at(d.event.index) >= self.limits.propose])
        return fuse_drafts(discourse.sentences[k], draft_claims(discourse, k), learned, self.limits)

    def explain(self, sentence: str, published: str | None = None) -> str:
        """The parse of a sentence, the rules that fired and the claims they made."""
        document = Document(
            id="d-explained",
            content_hash="",
            source="sentence",
            text=sentence,
            language="en",
            published=published,
        )
        return explain_sentence(self.read(document))

    def _sentences(self, document: Document) -> list[Sentence]:
        spans = [span for span in split_sentences(document.text) if not _is_furniture(document, *span)]
        opened = self.gate.find_open([document.text[start:end] for start, end in spans])
        split = (split_words(document.text, *span)[:LONGEST_SENTENCE] for span in compress(spans, opened))
        parses = list(self.parser.parse_all([tokens for tokens in split if tokens]))
        lands = self.lexicon.words("grammar", "lands")
        names = join_abbreviated(
            document.text, parses, [self.names.overlay(parse) for parse in parses], lands
        )
        sentences = [
            Sentence(parse, document.text, self.lexicon, own)
            for parse, own in zip(parses, names, strict=True)
        ]
        for s in sentences:
            s.names = name_grounds(s)
        return sentences

    def _claim(self, document: Document, reference: DocumentRef, draft: Draft) -> Claim:
        start, end = draft.span
        speaker = ActorRef(name=draft.voice.name)
        return Claim(
            id=claim_id(document.id, start, end, draft.event.kind, draft.voice.name),
            document=reference,
            kind=draft.event.kind,
            stance=draft.stance,
            hedged=draft.hedged,
            background=draft.background,
            quote=document.text[start:end],
            start=start,
            end=end,
            speaker=speaker,
            via=tuple(ActorRef(name=name) for name in draft.voice.via),
            actors=draft.slots.actors,
            targets=draft.slots.targets,
            places=draft.slots.places,
            weapons=draft.weapons,
            extent=draft.extent,
            when=draft.when,
            figures=draft.figures,
            extractor=ExtractorRef(name=self.name, version=self.version, rule=draft.event.rule),
            confidence=draft.confidence,
        )


def _is_furniture(document: Document, start: int, end: int) -> bool:
    covered = sum(max(0, min(end, span.end) - max(start, span.start)) for span in document.furniture)
    return covered * 2 > end - start
