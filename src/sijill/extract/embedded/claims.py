"""From the events of one sentence to the drafts of its claims."""

from dataclasses import dataclass, field, replace

from sijill.extract.embedded.arguments import find_noun_actors, find_obliques, is_passive
from sijill.extract.embedded.discourse import Discourse, Voice
from sijill.extract.embedded.figures import read_figures
from sijill.extract.embedded.slots import Slots, read_slots
from sijill.extract.embedded.spans import quote_words
from sijill.extract.embedded.stance import STATES, Reading, read_stance
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event, find_events
from sijill.model import ActorRef, Figure, When

MEANS = frozenset({"air_strike", "drone_strike", "shelling", "bombing", "chemical_attack", "violence_against_civilians"})
VIOLENT = MEANS | {"ground_attack", "clash", "repelled_attack", "casualties"}
OTHER_TOLLS = {"captured": "detention", "tanks": "equipment_loss", "vehicles": "equipment_loss", "aircraft": "equipment_loss", "weapons": "equipment_loss"}
TAKING = frozenset({"capture", "handover"})


@dataclass
class Draft:
    """A claim in the making: everything but its id."""

    sentence: int
    event: Event
    reading: Reading
    quote: tuple[int, int]  # first and last word
    span: tuple[int, int]  # offsets in the document
    voice: Voice
    slots: Slots
    figures: tuple[Figure, ...] = ()
    weapons: tuple[ActorRef, ...] = ()
    extent: str | None = None
    when: When | None = None
    background: bool = False
    merged: list[Event] = field(default_factory=list)

    @property
    def stance(self) -> str:
        return self.reading.stance

    @property
    def hedged(self) -> bool:
        return self.reading.hedged or self.voice.hedged

    @property
    def confidence(self) -> float:
        score = 0.75 if self.event.frame.part != "noun" else 0.6
        score -= 0.1 * self.hedged + 0.1 * self.voice.inferred
        score -= 0.1 * (not self.slots.places) + 0.05 * (not self.slots.actors)
        return round(max(0.2, score), 2)


def draft_claims(discourse: Discourse, k: int) -> list[Draft]:
    """The drafts of sentence k, in the order of their triggers."""
    s = discourse.sentences[k]
    events = find_events(s)
    readings = [read_stance(s, event) for event in events]
    kept = [(e, r) for e, r in zip(events, readings, strict=True) if r.veto is None and _may_stand(s, e, r)]
    _settle_kinds(s, kept)
    kept, merged = _merge_outcomes(s, kept)
    drafts = []
    for event, reading in kept:
        quote = quote_words(s, event, [e for e, _ in kept])
        for other in merged.get(id(event), ()):
            words = quote_words(s, other, [])
            quote = (min(quote[0], words[0]), max(quote[1], words[1]))
        drafts += _split_toll(s, _draft(discourse, k, event, reading, quote, merged.get(id(event), [])))
    drafts = _drop_doubles(_join_moves(s, drafts))
    _share_actors(s, drafts)
    return drafts


def _draft(discourse: Discourse, k: int, event: Event, reading: Reading, quote: tuple[int, int], merged: list[Event]) -> Draft:
    s = discourse.sentences[k]
    figures = read_figures(s, event, quote)
    for other in merged:
        extra = read_figures(s, other, quote)
        known = {(f.text, f.who) for f in figures if f.measure not in ("civilians", "fighters", "other")}
        figures = tuple(f for f in figures if (f.text, f.who) not in {(x.text, x.who) for x in extra}) + tuple(
            f for f in extra if (f.text, f.who) not in known
        )
    voice = discourse.voice_of(k, event.index, own=event.kind == "statement" and event.frame.part == "verb" and not event.frame.get("goal"))
    if reading.denier is not None and voice.name == "publisher":
        voice = replace(voice, inferred=True)
    draft = Draft(
        sentence=k,
        event=event,
        reading=reading,
        quote=quote,
        span=(s.tokens[quote[0]].start, s.tokens[quote[1]].end),
        voice=voice,
        slots=read_slots(s, event, quote),
        figures=figures,
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


def _split_toll(s: Sentence, draft: Draft) -> list[Draft]:
    """Give the prisoners and the lost arms of a toll ("48 dead, in addition to 8 prisoners and 3 tanks") claims of their own."""
    if draft.event.kind != "casualties" or len(draft.figures) < 2:
        return [draft]
    out, kept = [], []
    for figure in draft.figures:
        kind = OTHER_TOLLS.get(figure.measure)
        if kind is None:
            kept.append(figure)
            continue
        span = _list_span(s, draft, figure)
        event = replace(draft.event, kind=kind)
        slots = draft.slots
        out.append(replace(draft, event=event, span=span, slots=slots, figures=(figure,), merged=[]))
    if not out:
        return [draft]
    draft.figures = tuple(kept)
    first = min(part.span[0] for part in out)
    if kept and first > draft.span[0] + 20:
        last = max(i for i in range(draft.quote[0], draft.quote[1] + 1) if s.tokens[i].end <= first and s.tags[i] not in ("PUNCT", "CCONJ"))
        draft.quote, draft.span = (draft.quote[0], last), (draft.span[0], s.tokens[last].end)
    return [draft, *out] if kept else out


def _list_span(s: Sentence, draft: Draft, figure: Figure) -> tuple[int, int]:
    """The part of a toll that holds one figure: back to "in addition to" or "as well as", on to the end of the phrase."""
    words = [i for i in range(draft.quote[0], draft.quote[1] + 1) if figure.text and s.text[s.tokens[i].start :].startswith(figure.text)]
    at = words[0] if words else draft.quote[0]
    head = s.heads[at] if s.relations[at] == "nummod" else at
    while s.relations[head] == "conj" and s.heads[head] > draft.event.index and s.tags[s.heads[head]] != "VERB":
        head = s.heads[head]
    skip = frozenset(k for k in s.subtree(head) if s.relations[k] in ("acl:relcl", "advcl", "parataxis", "acl"))
    inside = [w for w in s.subtree(head, skip) if s.tags[w] != "PUNCT" and w >= at - 6] or [at]
    return s.tokens[min(inside)].start, s.tokens[max([*inside, at])].end


def _may_stand(s: Sentence, event: Event, reading: Reading) -> bool:
    """Whether an event is told at all, and not only named in passing."""
    if event.frame.get("plan_only") and reading.stance == "asserts":
        return False
    if event.frame.get("people") and not any(s.classes(o) & {"armed", "civilian", "person", "actor"} for o in event.objects):
        return False
    if event.frame.part == "noun" and event.kind in ("ground_attack", "clash", "negotiation", "agreement", "ceasefire"):
        return reading.stance != "asserts" or not _is_circumstance(s, event)
    if event.frame.part != "noun" and s.relations[event.index] == "amod" and event.kind not in STATES:
        return bool(event.subjects) and event.kind != "casualties"  # "liberated areas", "wounded soldiers"
    if event.frame.get("harm") and s.relations[event.index] == "acl" and not event.subjects and not find_obliques(s, event.index):
        return False
    if event.frame.get("goal"):
        return s.relations[event.index] != "acl:relcl"
    if event.kind == "statement" and event.frame.get("party"):
        return any(s.classes(i) & {"actor", "armed", "person"} for i in event.subjects)
    return True


def _is_circumstance(s: Sentence, event: Event) -> bool:
    """"during the clashes", "in the new attack", "under an agreement": named for time or cause only."""
    n = event.index
    case = s.case(n)
    if s.relations[n] not in ("obl", "nmod") or not case:
        return False
    if case in ("during", "after", "before", "since", "following", "in", "with", "for", "of", "until", "under", "from", "on", "by", "to", "about", "as"):
        own_actor = any(k in ("by", "between") for k, _ in find_obliques(s, n)) or (event.subjects and case in ("to", "with", "after", "following", "of")) or (event.kind == "agreement" and any(k == "with" for k, _ in find_obliques(s, n)))
        return not own_actor
    return False


def _settle_kinds(s: Sentence, kept: list[tuple[Event, Reading]]) -> None:
    """Let attempts, failures and means decide what kind of event is told."""
    for event, reading in kept:
        if event.kind == "casualties":
            _settle_harm(s, event)
        if reading.failed and event.kind in ("capture", "ground_attack"):
            event.kind = "contested" if s.verb(event.index) in ("secure", "hold") else "repelled_attack" if event.kind == "ground_attack" else "ground_attack"
            reading.reasons.append("the attempt is told, its outcome denied")
        elif reading.attempt and event.kind in ("capture", "held"):
            event.kind = "ground_attack"
        elif reading.attempt and event.kind in ("detention", "evacuation"):
            reading.weaken("plans", "attempt")
        if event.kind == "held" and event.frame.get("state") and event.frame.part == "noun":
            _settle_control(s, event, reading)
        if event.kind == "held" and event.frame.part == "verb" and reading.stance in ("plans", "hypothetical") and s.fine_tags[event.index] == "VB":
            event.kind = "capture"
        if event.frame.id == "capture.come-under" and s.fine_tags[event.index] in ("VBZ", "VBP") and not s.has(event.index, "aux"):
            event.kind = "held"
        if event.frame.id == "attack.enter" and reading.stance == "plans" and s.verb(event.index) == "enter" and _is_term(s, event.index):
            event.kind = "handover"
        if event.frame.id == "evacuation.leave":
            _settle_leaving(s, event)
        if event.frame.id == "withdrawal.flee" and any(case in ("to", "into", "towards") for case, _ in find_obliques(s, event.index)):
            event.kind = "displacement"
        if event.kind == "displacement" and any(s.classes(i) & {"armed"} for i in event.subjects) and s.verb(event.index) == "flee" and not event.objects:
            event.kind = "withdrawal"
        if event.kind == "capture" and event.frame.id == "capture.noun" and s.nouns[event.index] == "loss":
            event.subjects = []


def _is_term(s: Sentence, v: int) -> bool:
    """Whether a verb stands below what an agreement allows or provides."""
    quasi = s.lexicon.words("stance", "quasi_plans")
    return any(s.is_verb(p) and s.verb(p) in quasi for p in s.path(v)[1:3])


def _settle_leaving(s: Sentence, event: Event) -> None:
    """Soldiers who leave a place withdraw; people, families and fighters bound somewhere are evacuated."""
    words = [w for i in event.subjects for w in s.subtree(i)]
    people = any("civilian" in s.classes(w) for w in words) or any(s.tags[w] == "NUM" for w in words)
    bound = any(case in ("to", "towards", "toward", "for", "into") and s.classes(w) & {"place", "name"} for case, w in find_obliques(s, event.index))
    armed = any("armed" in s.classes(i) for i in event.subjects) or any(s.lower[i] in ("they", "it") for i in event.subjects)
    if armed and not people and not bound:
        event.kind = "withdrawal"


def _settle_control(s: Sentence, event: Event, reading: Reading) -> None:
    """"not under firm X control" is contested; "control of the area by X" without a verb of taking is held."""
    n = event.index
    near = [*s.children[n], *(s.children[s.heads[n]] if s.heads[n] >= 0 else [])]
    if s.case(n) == "outside" or any(s.lower[c] in ("not", "n't", "never", "no") for c in near):
        event.kind = "contested"
        if reading.stance == "denies":
            reading.stance = "asserts"


def _settle_harm(s: Sentence, event: Event) -> None:
    """Casualties of one strike sit on that strike; armed men killing civilians is violence against civilians."""
    verb = s.verb(event.index) if event.frame.part != "noun" else ""
    means = _means_of(s, event)
    if means is not None:
        event.kind = means[0]
        event.subjects = find_noun_actors(s, means[1])
        return
    killers = [i for i in event.subjects if s.classes(i) & {"armed", "actor"}]
    civilians = any("civilian" in s.classes(o) and not s.classes(o) & {"armed"} for o in event.objects)
    if killers and civilians and verb in ("kill", "wound", "injure", "slay", "martyr"):
        event.kind = "violence_against_civilians"


def _means_of(s: Sentence, event: Event) -> tuple[str, int] | None:
    """The strike that a killing is laid to: "killed by shelling", "shelling killed", "died in an airstrike"."""
    candidates = list(event.subjects) if not is_passive(s, event.index) else []
    for case, w in find_obliques(s, event.index):
        if case in ("by", "in", "from", "as", "when", "because of", "due to", "during", "after"):
            candidates.append(w)
            candidates += [x for c, x in find_obliques(s, w) if c in ("of", "in")]
    for w in candidates:
        for frame in s.lexicon.noun_frames.get(s.nouns[w], ()):
            if frame.kind not in MEANS:
                continue
            mods = frame.words("mod")
            if not mods or any(s.nouns[c] in mods or s.lower[c] in mods for c in s.has(w, "compound", "amod", "nmod", "nmod:poss")):
                return frame.kind, w
    return None


def _merge_outcomes(s: Sentence, kept: list[tuple[Event, Reading]]) -> tuple[list[tuple[Event, Reading]], dict[int, list[Event]]]:
    """Fold "…, killing six" into the strike that killed, and a strike noun into the killing laid to it."""
    merged: dict[int, list[Event]] = {}
    gone: set[int] = set()
    by_word = {w: (e, r) for e, r in kept for w in e.words}
    for event, reading in kept:
        if id(event) in gone:
            continue
        if event.frame.get("harm") and event.frame.part != "noun" and s.relations[event.index] in ("advcl", "conj", "xcomp", "acl"):
            parent = by_word.get(s.heads[event.index])
            if parent and parent[0].frame.get("harm") and s.relations[event.index] == "conj" and not s.has(event.index, "obj", "nsubj:pass", "nsubj", "obl", "obl:agent"):
                merged.setdefault(id(parent[0]), []).append(event)
                gone.add(id(event))
                continue
            if parent and parent[0].kind in VIOLENT and parent[0] is not event and parent[1].stance == reading.stance and s.relations[event.index] in ("advcl", "xcomp", "acl"):
                merged.setdefault(id(parent[0]), []).append(event)
                gone.add(id(event))
                continue
        if event.frame.get("harm"):
            for w in s.subtree(event.index):
                other = by_word.get(w)
                if other and other[0] is not event and other[0].frame.part == "noun" and other[0].kind in VIOLENT | {"clash"} and w not in event.words:
                    means = s.heads[w] in (event.index, *(x for _, x in find_obliques(s, event.index)))
                    if means and (other[0].kind == event.kind or other[0].kind in ("clash", "ground_attack", "casualties")):
                        gone.add(id(other[0]))
                        if other[0].kind in ("clash",) and event.kind == "casualties":
                            merged.setdefault(id(event), []).append(other[0])
            for w in event.subjects:
                other = by_word.get(w)
                if other and other[0].frame.part == "noun" and other[0].kind in VIOLENT:
                    gone.add(id(other[0]))
    return [(e, r) for e, r in kept if id(e) not in gone], merged


def read_extent(s: Sentence, event: Event, figures: tuple[Figure, ...]) -> str | None:
    """Whether control of the whole place or a part of it is told ("parts of", "several buildings", "70%", "all over")."""
    if event.kind not in ("capture", "held", "contested", "handover", "withdrawal"):
        return None
    share = next((f for f in figures if f.measure == "percent" and f.low), None)
    if share is not None:
        return f"{share.low / 100:.2f}"
    near = [w for o in [*event.objects, *event.words] for w in s.subtree(o) if abs(w - o) < 12]
    words = {s.lower[w] for w in near}
    nouns = {s.nouns[w] for w in near}
    if words & {"all", "whole", "entire", "complete", "completely", "full", "fully", "entirety", "throughout"} and not words & {"not"}:
        return "whole"
    if nouns & {"part", "portion", "section", "building", "point", "position", "pocket", "half", "house", "block", "street", "several"} or words & {"several", "some", "most", "partly", "partially", "various", "many", "few"}:
        return "part"
    return None


def _is_background(s: Sentence, event: Event, quote: tuple[int, int]) -> bool:
    words = set(s.lower[quote[0] : quote[1] + 1]) | {s.lower[c] for p in s.path(event.index)[:3] for c in s.has(p, "advmod")}
    if words & s.lexicon.words("background", "words") and event.kind not in STATES:
        return True
    text = s.span_text([quote[0], quote[1]]).lower()
    return any(" " in phrase and phrase in text for phrase in s.lexicon.words("background", "words"))


def _share_actors(s: Sentence, drafts: list[Draft]) -> None:
    """A verb coordinated with another event and without a subject of its own has that event's actors."""
    by_word = {w: d for d in drafts for w in d.event.words}
    for draft in drafts:
        v = draft.event.index
        parent = by_word.get(s.heads[v]) if s.relations[v] in ("conj", "advcl", "xcomp") else None
        if parent is not None and not draft.slots.actors and not s.has(v, "nsubj", "nsubj:pass") and draft.event.frame.part != "noun" and draft.event.kind != "casualties":
            draft.slots = Slots(actors=parent.slots.actors, targets=draft.slots.targets, places=draft.slots.places)


def _join_moves(s: Sentence, drafts: list[Draft]) -> list[Draft]:
    """One movement told by two verbs ("exit the city and head to the coast") is one claim with both its ends."""
    out: list[Draft] = []
    for draft in drafts:
        last = next((o for o in reversed(out) if o.event.kind in ("evacuation", "displacement") and o.event.frame.part != "noun"), None)
        tied = last is not None and draft.event.kind == last.event.kind and draft.event.frame.part != "noun" and draft.stance == last.stance and draft.voice == last.voice
        if tied and s.heads[draft.event.index] in last.event.words and s.relations[draft.event.index] in ("conj", "xcomp", "advcl") and not s.has(draft.event.index, "nsubj", "nsubj:pass"):
            last.span = (min(last.span[0], draft.span[0]), max(last.span[1], draft.span[1]))
            last.quote = (min(last.quote[0], draft.quote[0]), max(last.quote[1], draft.quote[1]))
            places = last.slots.places + tuple(p for p in draft.slots.places if p not in last.slots.places)
            last.slots = Slots(actors=last.slots.actors or draft.slots.actors, targets=last.slots.targets, places=places)
            last.figures = last.figures + tuple(f for f in draft.figures if f not in last.figures)
        else:
            out.append(draft)
    return out


def _drop_doubles(drafts: list[Draft]) -> list[Draft]:
    """Of two drafts of one kind where one quote holds the other and nothing differs, the one with more said stays."""
    out: list[Draft] = []
    for draft in drafts:
        twin = next((o for o in out if o.event.kind == draft.event.kind and _overlap(o.span, draft.span) > 0.6 and o.stance == draft.stance), None)
        if twin is None:
            out.append(draft)
        elif _weight(draft) > _weight(twin):
            out[out.index(twin)] = draft
    return out


def _weight(draft: Draft) -> tuple[int, int, int]:
    return (len(draft.figures), len(draft.slots.actors) + len(draft.slots.targets) + len(draft.slots.places), draft.event.frame.part != "noun")


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / max(1, min(a[1] - a[0], b[1] - b[0]))
