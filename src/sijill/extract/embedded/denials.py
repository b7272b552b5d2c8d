"""“The army denied this”, “a spokesman disputed that”, “they rejected the claim”: a denial of what was told just before.

The verb of denial has no event of its own below it; what it denies stands in the words or the sentence before, said by
somebody else.
"""

from sijill.extract.embedded.arguments import find_subjects
from sijill.extract.embedded.clause import Reading, is_negated
from sijill.extract.embedded.discourse import Discourse, Voice
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.lexicon import Frame
from sijill.extract.embedded.slots import Slots
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event
from sijill.model import replace

DENIAL = "denial.of-that"
POINTING = frozenset({"this", "that", "it", "these", "those", "them"})
CARRIED = "from what is denied"
MOST = 2  # events of one sentence that one denial is taken to deny


def draft_denials(discourse: Discourse, drafts: list[Draft]) -> list[Draft]:
    """The denials that point back at an event told before, each with the kind, parties, places and day of what it denies."""
    out: list[Draft] = []
    for k, s in enumerate(discourse.sentences):
        for v in range(len(s)):
            if _denies_aside(s, v):
                out += _draft_aside(s, k, v, drafts)
                continue
            if not _denies_that(s, v):
                continue
            voice = discourse.voice_of(k, v, own=True)
            if voice.name == "publisher":
                continue
            for told in _find_denied(drafts, k, v, voice.name)[:MOST]:
                out.append(_draft(s, k, v, told, voice))
    return out


def _denies_that(s: Sentence, v: int) -> bool:
    """Whether verb v denies something that is only pointed at."""
    if not s.is_verb(v) or s.verb(v) not in s.lexicon.words("speech", "deny") or is_negated(s, v):
        return False
    if (
        s.fine_tags[v] not in ("VBD", "VBZ", "VBP", "VBN")
        or not find_subjects(s, v)
        or s.has(v, "ccomp", "aux:pass")
    ):
        return False
    objects = s.has(v, "obj")
    if len(objects) != 1:
        return False
    o = objects[0]
    if s.lower[o] in POINTING and s.tags[o] in ("PRON", "DET"):
        return True
    bare = not s.has(o, "acl", "acl:relcl", "nmod", "amod", "compound", "nmod:poss")
    return bare and s.nouns[o] in s.lexicon.words("stance", "accounts")


def _denies_aside(s: Sentence, v: int) -> bool:
    """“Accused them of shelling the town, something they deny”, “… — a charge it denies”, “…, which they denied”."""
    if not s.is_verb(v) or s.verb(v) not in s.lexicon.words("speech", "deny") or is_negated(s, v):
        return False
    above = s.heads[v]
    if s.relations[v] != "acl:relcl" or above < 0 or not s.has(v, "nsubj"):
        return False
    which = any(s.lower[o] == "which" for o in s.has(v, "obj"))
    return which or s.lower[above] == "something" or s.nouns[above] in s.lexicon.words("stance", "accounts")


def _draft_aside(s: Sentence, k: int, v: int, drafts: list[Draft]) -> list[Draft]:
    """The denial, by the accused, of what somebody is accused of in the same sentence."""
    accusing = s.lexicon.words("speech", "accuse")
    out = []
    for told in _find_denied(drafts, k, v, ""):
        blamed = next((p for p in s.path(told.event.index)[1:] if s.verb(p) in accusing), None)
        if told.sentence == k and blamed is not None and told.slots.actors:
            out.append(_draft(s, k, v, told, Voice(told.slots.actors[0].name)))
    return out[:MOST]


def _find_denied(drafts: list[Draft], k: int, v: int, denier: str) -> list[Draft]:
    """What somebody else asserts earlier in the sentence, else in the one before."""
    told = [
        d
        for d in drafts
        if d.stance == "asserts"
        and d.event.kind != "statement"
        and d.voice.name != denier
        and not d.background
    ]
    same = [d for d in told if d.sentence == k and d.quote[1] < v]
    return same or [d for d in told if d.sentence == k - 1]


def _draft(s: Sentence, k: int, v: int, told: Draft, voice) -> Draft:
    words = [*(w for i in find_subjects(s, v) for w in s.phrase(i)), v, *s.has(v, "obj")]
    words = [w for w in words if abs(w - v) < 20]
    quote = (min(words), max(words))
    if quote[0] and s.tags[quote[0] - 1] == "DET":
        quote = (quote[0] - 1, quote[1])
    slots = told.slots
    event = Event(
        v,
        Frame(id=DENIAL, kind=told.event.kind, part="verb", triggers=frozenset()),
        told.event.kind,
    )
    return Draft(
        sentence=k,
        event=event,
        reading=Reading(stance="denies", reasons=[f"“{s.lower[v]}”, of what was told before"]),
        quote=quote,
        span=(s.tokens[quote[0]].start, s.tokens[quote[1]].end),
        voice=voice,
        slots=Slots(
            actors=tuple(replace(a, why=CARRIED) for a in slots.actors),
            targets=tuple(replace(t, why=CARRIED) for t in slots.targets),
            places=tuple(replace(p, why=CARRIED) for p in slots.places),
        ),
        when=told.when,
    )
