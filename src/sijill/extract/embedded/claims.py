"""From the events of one sentence to the drafts of its claims."""

from dataclasses import replace

from sijill.extract.embedded.arguments import find_obliques
from sijill.extract.embedded.clause import Reading
from sijill.extract.embedded.discourse import Discourse
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.extents import read_extent, split_list
from sijill.extract.embedded.figures import read_figures
from sijill.extract.embedded.kinds import STATES
from sijill.extract.embedded.outcomes import (
    drop_doubles,
    join_moves,
    merge_outcomes,
    share_actors,
    split_toll,
)
from sijill.extract.embedded.settle import settle_kinds
from sijill.extract.embedded.slots import Slots, read_slots
from sijill.extract.embedded.spans import quote_words
from sijill.extract.embedded.stance import read_stance
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event, find_events
from sijill.model import Figure


def draft_claims(discourse: Discourse, k: int) -> list[Draft]:
    """The drafts of sentence k, in the order of their triggers."""
    s = discourse.sentences[k]
    events = find_events(s)
    readings = [read_stance(s, event) for event in events]
    kept = [(e, r) for e, r in zip(events, readings, strict=True) if r.veto is None and _may_stand(s, e, r)]
    settle_kinds(s, kept)
    kept = [(event, reading) for event, reading in kept if reading.veto is None]
    kept, merged = merge_outcomes(s, kept)
    drafts = []
    for event, reading in kept:
        quote = quote_words(s, event, [e for e, _ in kept])
        for other in merged.get(id(event), ()):
            words = quote_words(s, other, [])
            quote = (min(quote[0], words[0]), max(quote[1], words[1]))
        whole = _draft(discourse, k, event, reading, quote, merged.get(id(event), []))
        drafts += [one for part in split_list(s, whole) for one in split_toll(s, part)]
    drafts = drop_doubles(join_moves(s, drafts))
    share_actors(s, drafts)
    return drafts


def _draft(
    discourse: Discourse, k: int, event: Event, reading: Reading, quote: tuple[int, int], merged: list[Event]
) -> Draft:
    s = discourse.sentences[k]
    figures = read_figures(s, event, quote)
    for other in merged:
        figures = _join_figures(figures, read_figures(s, other, quote))
    voice = discourse.voice_of_event(
        k,
        event,
        own=event.kind == "statement" and event.frame.part == "verb" and not event.frame.get("goal"),
    )
    if reading.denier is not None and reading.stance == "denies":
        aside = s.relations[reading.denier] == "advcl" and s.fine_tags[reading.denier] == "VBG"
        verb = s.heads[reading.denier] if aside else reading.denier
        speech = s.lexicon.words("speech", "report") | s.lexicon.words("speech", "deny")
        denier = discourse.voice_of(k, verb, own=s.verb(verb) in speech)
        if denier.name != "publisher":  # "rescuers said X, contradicting reports that Y": the rescuers deny Y
            voice = denier
    if reading.denier is not None and voice.name == "publisher":
        voice = replace(voice, inferred=True)
    slots = read_slots(s, event, quote)
    draft = Draft(
        sentence=k,
        event=event,
        reading=reading,
        quote=quote,
        span=(s.tokens[quote[0]].start, s.tokens[quote[1]].end),
        voice=voice,
        slots=slots,
        figures=tuple(f for f in figures if f.measure != "distance" or _sets_place(f, slots)),
        extent=read_extent(s, event, figures),
        background=_is_background(s, event, quote),
        merged=merged,
    )
    for other in merged:
        more = read_slots(s, other, quote)
        targets = draft.slots.targets + tuple(t for t in more.targets if t not in draft.slots.targets)
        places = draft.slots.places or more.places
        actors = draft.slots.actors or (more.actors if other.frame.part == "noun" else ())
        draft.slots = Slots(actors=actors, targets=targets, places=places)
    return draft


def _sets_place(figure: Figure, slots: Slots) -> bool:
    """Whether a distance belongs to a place of the claim ("ten kilometres from X") and not to a passing remark."""
    return (
        any(figure.text and figure.text in f"{p.relation} {p.name}" for p in slots.places) or not slots.places
    )


def _join_figures(own: tuple[Figure, ...], more: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """The figures of a strike and of its outcome: what the outcome says of a number is the more telling."""
    told = {(f.text, f.who): f for f in more}
    kept = [
        told.get((f.text, f.who), f) if f.measure in ("civilians", "fighters", "other") else f for f in own
    ]
    return tuple(kept) + tuple(f for f in more if all((f.text, f.who) != (k.text, k.who) for k in kept))


def _may_stand(s: Sentence, event: Event, reading: Reading) -> bool:
    """Whether an event is told at all, and not only named in passing."""
    if event.frame.get("plan_only") and reading.stance == "asserts":
        return False
    if event.frame.get("people") and not any(
        s.classes(o) & {"armed", "civilian", "person", "actor"} for o in event.objects
    ):
        return False
    if event.frame.part == "noun" and event.kind in (
        "ground_attack",
        "clash",
        "negotiation",
        "agreement",
        "ceasefire",
    ):
        return reading.stance != "asserts" or not _is_circumstance(s, event)
    if event.frame.part != "noun" and s.relations[event.index] == "amod" and event.kind not in STATES:
        return bool(event.subjects) and event.kind != "casualties"  # "liberated areas", "wounded soldiers"
    if (
        event.frame.get("harm")
        and s.relations[event.index] == "acl"
        and not event.subjects
        and not find_obliques(s, event.index)
    ):
        return False
    if event.frame.get("harm") and event.frame.part != "noun" and not event.subjects and not event.objects:
        return bool(find_obliques(s, event.index))  # a stray "injured"
    if event.kind == "agreement" and event.frame.part == "noun" and s.relations[event.index] == "nmod":
        return s.case(event.index) != "of" or s.nouns[s.heads[event.index]] in s.lexicon.words(
            "grammar", "series"
        )
    if s.nouns[event.index] == "toll" and reading.stance == "denies":
        return False  # "there is no agreed toll" denies nothing that happened
    if event.frame.get("goal"):
        return s.relations[event.index] != "acl:relcl"
    if event.kind == "statement" and event.frame.get("party"):
        return any(s.classes(i) & {"actor", "armed", "person"} for i in event.subjects)
    return True


def _is_circumstance(s: Sentence, event: Event) -> bool:
    """ "during the clashes", "in the new attack", "under an agreement": named for time or cause only."""
    n = event.index
    case = s.case(n)
    if s.relations[n] not in ("obl", "nmod") or not case:
        return False
    if case in (
        "during",
        "after",
        "before",
        "since",
        "following",
        "in",
        "with",
        "for",
        "of",
        "until",
        "under",
        "from",
        "on",
        "by",
        "to",
        "about",
        "as",
    ):
        own_actor = (
            any(k in ("by", "between") for k, _ in find_obliques(s, n))
            or (event.subjects and case in ("to", "with", "after", "following", "of"))
            or (event.kind == "agreement" and any(k == "with" for k, _ in find_obliques(s, n)))
        )
        return not own_actor
    return False


def _is_background(s: Sentence, event: Event, quote: tuple[int, int]) -> bool:
    head = s.heads[event.index]
    if head >= 0 and s.nouns[head] in ("year", "month", "decade") and s.case(head) in ("after", "following"):
        return True  # "after years of X's control": no longer
    after = s.text[s.tokens[quote[1]].end : s.tokens[quote[1]].end + 12].lower()
    if after.startswith((" back then", " at the time")):
        return True
    words = set(s.lower[quote[0] : quote[1] + 1]) | {
        s.lower[c] for p in s.path(event.index)[:3] for c in s.has(p, "advmod")
    }
    if words & s.lexicon.words("background", "words") and event.kind not in STATES:
        return True
    text = s.span_text([quote[0], quote[1]]).lower()
    rest = s.text[s.tokens[quote[1]].end : s.end].lower()
    return any(
        " " in phrase and phrase in text and not _goes_on_with_time(s, (text + rest).split(phrase, 1)[1])
        for phrase in s.lexicon.words("background", "words")
    )


def _goes_on_with_time(s: Sentence, rest: str) -> bool:
    """“In the past 24 hours”, “in the past few weeks”: lately, not once."""
    ahead = rest.split()[:2]
    return any(word.strip(",.").rstrip("s") in s.lexicon.words("grammar", "times") for word in ahead)
