"""What a party to the conflict says when it tells no event: demands, messages, positions.

Reported speech of a person or a group that holds no other claim is one `statement`; media and monitors that merely
report make none.
"""

from sijill.extract.embedded.arguments import find_subjects
from sijill.extract.embedded.clause import Reading
from sijill.extract.embedded.discourse import Discourse, Voice
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.lexicon import Frame, Lexicon
from sijill.extract.embedded.slots import Slots
from sijill.extract.embedded.spans import LONGEST
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event
from sijill.model import ActorRef

WRAPPED = frozenset({"capture", "ground_attack", "withdrawal", "handover", "casualties", "evacuation"})
SHORTEST = 5  # words of content
SPEECH = Frame(id="statement.speech", kind="statement", part="verb", triggers=frozenset())
QUOTATION = Frame(id="statement.quotation", kind="statement", part="verb", triggers=frozenset())


def draft_statements(
    discourse: Discourse, k: int, drafts: list[Draft], spare: list[Draft] | tuple[Draft, ...] = ()
) -> list[Draft]:
    """The statements of sentence k that no draft of it covers; an event in their words goes before the statement (`spare`)."""
    s = discourse.sentences[k]
    out: list[Draft] = []
    report = s.lexicon.words("speech", "report")
    for v in range(len(s)):
        if not (s.is_verb(v) and s.verb(v) in report):
            continue
        content = s.child(v, "ccomp", "parataxis")
        if content is None or (not s.is_verb(content) and not s.has(content, "cop", "nsubj")):
            continue
        speaker = _party(discourse, k, v)
        words = _content_words(s, v, content)
        if speaker and len(words) >= SHORTEST and not _told(words, drafts):
            events = [d for d in spare if words[0] <= d.event.index <= words[-1]]
            if events:
                best = max(events, key=lambda d: d.support or 0)
                if best.voice.name == "publisher":
                    best.voice = Voice(speaker)
                out.append(best)
            else:
                out.append(_draft(s, k, words, Event(content, SPEECH, "statement"), speaker))
    return out


def _party(discourse: Discourse, k: int, v: int) -> str | None:
    """The name of the speaker when it is a person or a party, not a medium."""
    s = discourse.sentences[k]
    subjects = find_subjects(s, v)[:1]
    for i in subjects:
        voice = discourse.voice_of(k, v, own=True)
        if voice.name == "publisher":
            return None
        if s.lower[i] in ("he", "she"):
            return voice.name
        words = [i, *s.has(i, "appos", "compound", "nmod:desc", "flat")]
        named = {name[2] for w in words if (name := s.name_at(w))}
        if "PER" in named or {s.nouns[w] for w in words} & s.lexicon.words("grammar", "offices"):
            return voice.name
        if "armed" in s.classes(i) and "MEDIA" not in named and s.nouns[i] not in ("government", "group"):
            return voice.name
    return None


def _content_words(s: Sentence, v: int, content: int) -> list[int]:
    skip = frozenset(
        c
        for c in s.children[content]
        if s.relations[c] in ("mark", "parataxis", "cc") and s.heads[c] == content
    )
    words = [w for w in s.subtree(content, skip | {v}) if s.tags[w] != "PUNCT"]
    return words[:LONGEST]


def _told(words: list[int], drafts: list[Draft]) -> bool:
    """Whether a draft already tells most of these words, or one of them tells an event of its own there."""
    low, high = words[0], words[-1]
    for draft in drafts:
        shared = max(0, min(high, draft.quote[1]) - max(low, draft.quote[0]) + 1)
        if (draft.event.frame.part != "noun" and shared > 2) or shared * 2 > high - low:
            return True
    return False


def _draft(s: Sentence, k: int, words: list[int], event: Event, speaker: str) -> Draft:
    quote = (words[0], words[-1])
    return Draft(
        sentence=k,
        event=event,
        reading=Reading(reasons=["speech that tells no event"]),
        quote=quote,
        span=(s.tokens[quote[0]].start, s.tokens[quote[1]].end),
        voice=Voice(speaker),
        slots=Slots(actors=(ActorRef(name=speaker),)),
    )


def drop_aims(drafts: list[Draft], sentences: list[Sentence]) -> list[Draft]:
    """Leave out the aim or threat that only wraps an event told by itself: “threatens to march on the capital”."""
    out = []
    for draft in drafts:
        rule = draft.event.rule
        if rule in ("statement.goal", "statement.verb"):
            s = sentences[draft.sentence]
            inside = {w for c in s.has(draft.event.index, "xcomp", "advcl", "ccomp") for w in s.subtree(c)}
            if any(
                d.sentence == draft.sentence
                and d.event.kind in WRAPPED
                and d.stance == "plans"
                and d.event.index in inside
                for d in drafts
            ):
                continue
        out.append(draft)
    return out


def is_opinion(draft: Draft, lexicon: Lexicon) -> bool:
    """Whether an expert is made to report an event: what analysts say in passing of a war is comment, not witness.

    Their forecasts and statements stay; an event stays where they give a day or a number for it.
    """
    words = {word.strip(".,").lower() for word in draft.voice.name.split()}
    expert = bool(words & lexicon.words("speech", "experts"))
    told = draft.figures or (draft.event.frame.part != "noun" and draft.when is not None and draft.when.text)
    return expert and draft.stance == "asserts" and draft.event.kind != "statement" and not told


def draft_quotations(discourse: Discourse, drafts: list[Draft]) -> list[Draft]:
    """A statement for each direct quotation of a person that no claim touches."""
    out = []
    for start, end in discourse.quotes:
        inside = [(k, s) for k, s in enumerate(discourse.sentences) if s.start < end and s.end > start]
        if end - start < 24 or not inside or any(d.span[0] < end and d.span[1] > start for d in drafts):
            continue
        k, s = inside[0]
        words = [
            i for i, t in enumerate(s.tokens) if start < t.start and t.end <= end and s.tags[i] != "PUNCT"
        ][:LONGEST]
        subject = any(s.relations[i].split(":")[0] in ("nsubj", "csubj", "expl") for i in words)
        if len(words) < 4 or not subject or not any(s.tags[i] in ("VERB", "AUX") for i in words):
            continue  # "met harshly and thrown back": a piece of somebody's sentence is no statement of its own
        voice = discourse.voice_of(k, words[len(words) // 2])
        if voice.name != "publisher" and voice.name[:1].isupper():
            out.append(_draft(s, k, words, Event(words[0], QUOTATION, "statement"), voice.name))
    return out
