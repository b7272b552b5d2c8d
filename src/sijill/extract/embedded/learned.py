"""Drafts of claims read off the model's signals: a trigger, its kind and stance, and the words that play its parts."""

from dataclasses import replace

from sijill.extract.embedded.arguments import find_noun_actors, find_subjects, is_ground
from sijill.extract.embedded.beside import (
    RELATIVES,
    ends_it,
    fights_beside,
    gives_account,
    head_of,
    is_beside,
    is_earlier,
    is_thing,
)
from sijill.extract.embedded.clause import Reading
from sijill.extract.embedded.discourse import PRONOUNS, Discourse, Voice, clean_name
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.extents import read_extent
from sijill.extract.embedded.figures import read_figures
from sijill.extract.embedded.kinds import STATES
from sijill.extract.embedded.lexicon import Frame
from sijill.extract.embedded.slots import PRONOUNS as PARTY_PRONOUNS
from sijill.extract.embedded.slots import Slots, actor_name, is_civilian
from sijill.extract.embedded.spanned import places_of, title_of, written_name
from sijill.extract.embedded.spans import quote_words
from sijill.extract.embedded.speakers import Attribution, can_assert
from sijill.extract.embedded.stance import read_stance
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event, is_idiom
from sijill.extract.embedded.where import MOVES
from sijill.model import ActorRef, PlaceRef

PROPOSED = 0.3  # the least probability of an event at a word
Spans = dict[str, list[tuple[int, int, float]]]
PLACE_ROLES = {"place": "location", "origin": "origin", "destination": "destination"}
MARKED = 0.5
COUNTED = frozenset({"killed", "wounded", "strikes", "vehicles", "tanks", "aircraft", "captured"})
# measures that are told whatever the model holds of the number
NO_PARTY = frozenset(
    {"ADP", "SCONJ", "CCONJ", "DET", "PART", "PUNCT", "ADV", "AUX"}
)  # no word that can name one
REACH_OF_NOT = 5  # words
PHRASE = frozenset({"compound", "amod", "det", "nummod", "nmod:poss", "flat", "nsubj", "nsubj:pass"})


def draft_learned(discourse: Discourse, k: int) -> list[Draft]:
    """The drafts of sentence k that the model proposes, in the order of their triggers."""
    s = discourse.sentences[k]
    signals = s.parse.signals
    if signals.kinds is None:
        return []
    events = [_event(s, i) for i in range(len(s)) if signals.event_at(i) >= PROPOSED and not is_idiom(s, i)]
    drafts = [_draft(discourse, k, event, [e for e, _ in events], roles) for event, roles in events]
    return [d for d in drafts if d.reading.veto is None]


def _event(s: Sentence, i: int) -> tuple[Event, Spans]:
    signals = s.parse.signals
    kind, _ = signals.kind_at(i)
    roles = signals.roles_of(i)
    part = (
        "verb"
        if s.is_verb(i) and s.relations[i] not in ("nmod", "obj", "nsubj", "obl", "compound")
        else "noun"
    )
    frame = Frame(f"learned.{kind}", kind, part, frozenset())
    event = Event(i, frame, kind)
    event.subjects = [head_of(s, a, b) for a, b, _ in roles.get("actor", ())]
    event.objects = [head_of(s, a, b) for a, b, _ in roles.get("target", ())]
    return event, roles


def _is_negated_state(s: Sentence, i: int) -> bool:
    """Whether one of the few words before a word of control takes it back ("not under X's control", "no longer holds")."""
    near = range(max(0, i - REACH_OF_NOT), i)
    negations = s.lexicon.words("stance", "negations") | {"n't", "outside", "beyond"}
    return any(s.lower[k] in negations and s.tags[k] != "DET" for k in near)


def _draft(discourse: Discourse, k: int, event: Event, others: list[Event], roles: Spans) -> Draft:
    s = discourse.sentences[k]
    signals = s.parse.signals
    quote = widen_quote(s, event, others, roles)
    reading = read_learned_stance(s, event)
    if event.kind == "siege" and s.verb(event.index) in s.lexicon.words("stance", "breaking"):
        reading.veto = "a siege is broken, and not laid"
    partly = any(s.lower[c] in s.lexicon.words("grammar", "wholly") for c in s.has(event.index, "amod"))
    known = reading.stance == "denies" and not partly
    if event.kind == "held" and not known and _is_negated_state(s, event.index):
        reading.veto = "not held, or not wholly; by whom is not said"  # "not under firm control"
    if reading.failed and event.kind in ("capture", "ground_attack"):
        # "tried and failed to break through": the attempt is told, and that it failed
        event.kind = "repelled_attack" if event.kind == "ground_attack" else "ground_attack"
        reading.stance = "asserts"
    counted = {w for a, b, _ in roles.get("figure", ()) for w in range(a, b)}
    around = (min([quote[0], *counted]), max([quote[1], *counted]))
    figures = read_figures(s, event, around, frozenset(counted))
    figures = tuple(f for f in figures if f.measure in COUNTED or _words_of(s, f.text) & counted)
    return Draft(
        sentence=k,
        event=event,
        reading=reading,
        quote=quote,
        span=(s.tokens[quote[0]].start, s.tokens[quote[1]].end),
        voice=read_voice(discourse, k, event, roles),
        slots=read_parts(s, event, roles),
        figures=figures,
        extent=read_extent(s, event, figures),
        background=signals.mark_at(event.index, "background") >= MARKED and event.kind not in ("held",),
        roles=roles,
    )


def read_learned_stance(s: Sentence, event: Event) -> Reading:
    """The model's stance, or the grammar's where it is the more cautious; its veto where it has one."""
    signals = s.parse.signals
    stance, sure = signals.stance_at(event.index)
    reading = read_stance(s, event)
    reading.reasons.append(f"the model: {stance} {sure:.2f}")
    if reading.stance == "asserts":
        reading.stance = stance
    if reading.stance != "asserts" and (reading.veto == "a question" or (reading.veto or "").startswith("“")):
        reading.veto = None  # a question or a rumour of an event: kept as what it is
    reading.hedged = reading.hedged or signals.mark_at(event.index, "hedged") >= MARKED
    return reading


def _words_of(s: Sentence, text: str | None) -> set[int]:
    """The words of the sentence that a figure's text covers."""
    out: set[int] = set()
    at = s.text.find(text, s.start, s.end) if text else -1
    while at >= 0:
        out |= {i for i, t in enumerate(s.tokens) if t.start < at + len(text) and t.end > at}
        at = s.text.find(text, at + 1, s.end)
    return out


def widen_quote(s: Sentence, event: Event, others: list[Event], roles: Spans) -> tuple[int, int]:
    """The grammar's quote of the event, stretched to the parts of it that stand near."""
    low, high = quote_words(s, event, [o for o in others if o is not event])
    parts = [
        (a, b - 1)
        for role in ("actor", "target", "place", "origin", "destination", "figure", "weapon")
        for a, b, _ in roles.get(role, ())
    ]
    barriers = [o.index for o in others if o is not event]
    for a, b in sorted(parts, key=lambda p: abs(p[0] - event.index)):
        near = (a >= low - 8 and b <= high + 8) and not any(
            min(a, low) <= w <= max(b, high) and not low <= w <= high for w in barriers
        )
        if near:
            low, high = min(low, a), max(high, b)
    return _without_speaker(s, event, low, high, roles)


def _without_speaker(s: Sentence, event: Event, low: int, high: int, roles: Spans) -> tuple[int, int]:
    """The quote without ", X said" at its end or "X said that" at its beginning."""
    report = s.lexicon.words("speech", "report") | s.lexicon.words("speech", "deny")
    for a, b, _ in roles.get("speaker", ()):
        near = [
            k for k in range(max(low, a - 4), min(high, b + 3) + 1) if s.is_verb(k) and s.verb(k) in report
        ]
        if near and event.index < min([a, *near]) and min([a, *near]) > low:
            high = min(high, min([a, *near]) - 1)
        elif near and event.index > max([b - 1, *near]) and max([b - 1, *near]) < high:
            low = max(low, max([b - 1, *near]) + 1)
    while high > low and (s.tags[high] in ("PUNCT", "CCONJ", "DET") and s.tokens[high].text not in ")%”"):
        high -= 1
    while low < high and (s.tags[low] in ("PUNCT", "CCONJ", "SCONJ") and s.tokens[low].text not in "(“"):
        low += 1
    return _whole_phrases(s, low, high)


def _whole_phrases(s: Sentence, low: int, high: int) -> tuple[int, int]:
    """The quote with the first words of a phrase, or of a name, that it would otherwise begin or end within."""
    while low and (s.relations[low - 1] in PHRASE and low <= s.heads[low - 1] <= high):
        low -= 1
    first, last = s.name_at(low), s.name_at(high)
    return (min(low, first[0]) if first else low), (max(high, last[1] - 1) if last else high)


def read_parts(s: Sentence, event: Event, roles: Spans) -> Slots:
    """Actors, targets and places as written in the spans of their roles."""
    done_by = [
        span
        for span in roles.get("actor", ())
        if not is_earlier(s, event, span)
        and not gives_account(s, span)
        and not ends_it(s, event, span)
        and s.case(head_of(s, *span[:2])) != "against"  # "strikes against X"
        and not is_ground(s, head_of(s, *span[:2]))
    ]
    done_to = [
        span
        for span in roles.get("target", ())
        if not is_beside(s, event, span) and not is_thing(s, event, span)
    ]
    done_by, done_to = (
        [one for one in spans if not fights_beside(s, event, one)] for spans in (done_by, done_to)
    )
    if event.kind == "held":
        done_by = _who_remains(s, event, done_by) or done_by
    takers = [span for span in done_to if event.kind == "capture" and s.case(head_of(s, *span[:2])) == "to"]
    actors = _parties(s, done_by or takers)  # "the town fell to the rebels"
    targets = tuple(
        t for t in _parties(s, [span for span in done_to if span not in takers]) if t not in actors
    )
    if event.kind in MOVES:  # who leaves is who acts, whoever organises it
        actors, targets = (actors, ()) if actors and not s.is_verb(event.index) else (targets or actors, ())
        if event.kind == "displacement":  # but people who are made to flee suffer it
            fled = [span for span in [*done_by, *done_to] if is_civilian(s, head_of(s, *span[:2]))]
            targets = _parties(s, fled)
            actors = tuple(a for a in actors if a not in targets)
    places: list[PlaceRef] = []
    used: set[int] = set()
    titles = {w for a, b, _ in roles.get("speaker", ()) for w in title_of(s, head_of(s, a, b))}
    for role, meaning in PLACE_ROLES.items():
        for a, b, _ in roles.get(role, ()):
            if titles & set(range(a, b)):
                continue  # "Karim, the chief of X village, said the attack …": where he is from
            for place in places_of(s, event, a, b, used):
                if all((p.name, p.role) != (place.name, meaning) for p in places):
                    places.append(replace_role(place, meaning))
    return Slots(actors=actors, targets=targets, places=tuple(places))


def _who_remains(
    s: Sentence, event: Event, done_by: list[tuple[int, int, float]]
) -> list[tuple[int, int, float]]:
    """“Repelled an attack by X and remains in control”: who remains is the verb's subject, and not the name before it."""
    verb = s.heads[event.index]
    if (
        verb < 0
        or s.verb(verb) not in ("remain", "stay")
        or not s.is_verb(verb)
        or s.relations[verb] != "conj"
    ):
        return []
    subjects = find_subjects(s, verb)
    if not subjects or {head_of(s, *span[:2]) for span in done_by} & set(subjects):
        return []
    return [(min(words), max(words) + 1, 1.0) for words in (s.phrase(i) for i in subjects) if words]


def replace_role(place: PlaceRef, role: str) -> PlaceRef:
    from sijill.model import replace as replace_record

    return replace_record(place, role=role)


def _parties(s: Sentence, spans) -> tuple[ActorRef, ...]:
    out: list[ActorRef] = []
    for a, b, _ in spans:
        a, b = _party_words(s, a, b)
        owner = _owner_of_post(s, a, b) if b > a else None
        name = actor_name(s, owner) if owner is not None else written_name(s, a, b) if b > a else ""
        if (
            len(name) < 2
            or s.lower[a] in RELATIVES
            or (name.lower() in PRONOUNS and name.lower() not in PARTY_PRONOUNS)
        ):
            continue
        if name.lower() in s.lexicon.words("grammar", "unnamed_parties"):
            continue
        if all(name != other.name for other in out):
            out.append(ActorRef(name=name))
    return tuple(out)


def _owner_of_post(s: Sentence, first: int, end: int) -> int | None:
    """“Government positions”, “the militia's headquarters”: whose they are."""
    head = head_of(s, first, end)
    if s.lower[head] not in s.lexicon.words("grammar", "posts"):
        return None
    owners = [w for w in find_noun_actors(s, head) if first <= w < end and "place" not in s.classes(w)]
    return owners[-1] if owners else None


def _party_words(s: Sentence, first: int, end: int) -> tuple[int, int]:
    """The words of a span that can name a party: with the noun that an adjective belongs to, without a time before them."""
    head = head_of(s, first, end)
    if s.tags[head] == "ADJ" and s.relations[head] == "amod" and s.name_at(head) is None:
        noun = s.heads[head]
        if end <= noun < end + 3 and s.classes(noun) & {"armed", "civilian", "person", "actor"}:
            return first, noun + 1
    if s.nouns[head] in s.lexicon.words("grammar", "times"):  # "a week after the coalition’s attack"
        named = next((n for n in s.names if first <= n[0] and n[1] <= end and n[2] != "MEDIA"), None)
        return (named[0], named[1]) if named else (first, first)
    return (first, first) if s.tags[head] in NO_PARTY and s.name_at(head) is None else (first, end)


def read_voice(discourse: Discourse, k: int, event: Event, roles: Spans) -> Voice:
    """The speaker that the model names in the sentence, else the one that the grammar and the passage give."""
    s = discourse.sentences[k]
    told = discourse.voice_of_event(k, event)
    describes = (
        event.kind in STATES
        and told.name == "publisher"
        and s.relations[event.index] in ("amod", "acl", "appos")
    )
    if describes:
        return told
    spans = sorted(roles.get("speaker", ()), key=lambda r: -r[2])
    if not spans:
        return told
    a, b, _ = spans[0]
    name = clean_name(written_name(s, a, b))
    if name.lower() in PRONOUNS or not _can_speak(s, a, b):
        return told
    if told.name == "publisher" and name == name.lower():  # "the correspondent" is the one named before
        name = discourse.full_name(k, s, Attribution(list(range(a, b)))) or name
    via = tuple(clean_name(written_name(s, x, y)) for x, y, _ in roles.get("via", ()))
    if told.name != "publisher" and (name.lower() in told.name.lower() or told.name.lower() in name.lower()):
        return replace(told, via=told.via or via)
    return Voice(name, via or tuple(v for v in told.via if v != name), told.hedged)


def _can_speak(s: Sentence, first: int, end: int) -> bool:
    """Whether a span can be somebody who says something: no event, no "same channel" that stands for another name."""
    return "same" not in s.lower[first:end] and can_assert(s, head_of(s, first, end))
