"""Which words of a sentence tell an event, and by which frame of the lexicon."""

from dataclasses import dataclass, field

from sijill.extract.embedded.arguments import (
    find_noun_actors,
    find_objects,
    find_obliques,
    find_subjects,
    is_passive,
)
from sijill.extract.embedded.fitting import noun_fits, verb_fits
from sijill.extract.embedded.kinds import MEANS
from sijill.extract.embedded.lexicon import Frame
from sijill.extract.embedded.tree import Sentence


@dataclass
class Event:
    """A trigger with its frame and the heads of its arguments; the stages of the grammar fill in the rest."""

    index: int
    frame: Frame
    kind: str
    noun: int | None = None  # the noun of a light verb
    subjects: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)

    @property
    def rule(self) -> str:
        return self.frame.id

    @property
    def words(self) -> list[int]:
        return [self.index] if self.noun is None else [self.index, self.noun]


def find_events(s: Sentence) -> list[Event]:
    """The events that a sentence tells, in order, each word the trigger of at most one."""
    events: list[Event] = []
    taken: set[int] = set()
    for i in range(len(s)):
        if s.verbs[i] and _can_be_verb(s, i) and not is_idiom(s, i):
            event = _match_light(s, i) or _match_verb(s, i)
            if event:
                events.append(event)
                taken |= set(event.words)
    for i in range(len(s)):
        if i in taken or s.tags[i] not in ("NOUN", "PROPN", "VERB", "ADJ"):
            continue
        if s.tags[i] != "NOUN" and not (
            s.relations[i] in ("nmod", "obl", "obj", "nsubj", "nsubj:pass", "root", "conj", "csubj")
            and s.fine_tags[i] in ("NN", "NNS", "NNP", "NNPS", "VBG")
        ):
            continue
        event = _match_noun(s, i)
        if event:
            events.append(event)
            taken.add(i)
    return sorted(events, key=lambda e: e.index)


def is_idiom(s: Sentence, i: int) -> bool:
    """“Ran out of bandages”: words that tell of no movement and no attack where they stand together."""
    idioms = s.lexicon.words("grammar", "idioms")
    if s.tags[i] not in ("VERB", "AUX"):
        return False
    return any(
        s.verb(i) == first and s.lower[i + 1 : i + 1 + len(rest)] == tuple(rest)
        for first, *rest in (idiom.split() for idiom in idioms)
    )


def _can_be_verb(s: Sentence, i: int) -> bool:
    if s.is_verb(i):
        if (
            s.fine_tags[i] == "VBG"
            and s.relations[i] in ("nsubj", "nsubj:pass", "obj", "csubj", "nmod", "obl")
            and s.lower[i] in s.lexicon.noun_forms
        ):
            return bool(s.has(i, "obj"))  # "fighting still raged" is a noun that the tagger took for a verb
        if i and s.tokens[i - 1].text == "-" and s.lower[i - 2] == "booby":
            return False
        return s.relations[i] not in ("aux", "aux:pass", "cop", "compound")
    # the tagger takes some participles for adjectives: "besieged", "-held"
    return (
        s.tags[i] == "ADJ"
        and s.relations[i] in ("amod", "acl", "root", "conj")
        and s.lower[i].endswith(("ed", "ld"))
    )


def _match_light(s: Sentence, v: int) -> Event | None:
    for frame in s.lexicon.light_frames.get(s.verbs[v] or "", ()):
        nouns = s.has(v, "obj", "nsubj:pass") + [c for c in s.has(v, "xcomp") if s.tags[c] == "NOUN"]
        if s.relations[v] in ("acl", "acl:relcl") and is_passive(s, v):
            nouns = [*nouns, s.heads[v]]
        if s.verbs[v] in ("enter", "come", "reach", "step", "fall", "engage"):
            nouns = nouns + s.has(v, "obl")
        for n in nouns:
            noun = n
            if _is_told_apart(s, n, frame):
                continue
            if s.nouns[n] not in frame.triggers:
                of = [c for c in s.has(n, "nmod") if s.case(c) == "of" and s.nouns[c] in frame.triggers]
                if not of or s.nouns[n] not in s.lexicon.words("grammar", "series"):
                    continue
                noun = of[0]
            if frame.get("air") and not _is_from_air(s, v, noun):
                continue
            around = [w for case, w in [*find_obliques(s, noun), *find_obliques(s, v)] if case]
            if frame.get("place_needed") and not any(s.classes(w) & {"place", "name"} for w in around):
                continue
            if frame.kind == "detention" and s.relations[v] == "acl" and not find_subjects(s, v):
                continue  # "all hostages held in the hotels were freed"
            named = _named_attack(s, noun) if frame.kind == "ground_attack" else None
            event = Event(v, frame, named or frame.kind, noun=noun, subjects=find_subjects(s, v))
            if s.verbs[v] in ("witness", "see") and not frame.get(
                "harm"
            ):  # "the morning witnessed an attack of X"
                event.subjects = find_noun_actors(s, noun) + [
                    w
                    for case, w in find_obliques(s, noun)
                    if case == "of" and s.classes(w) & {"armed", "actor"}
                ]
            if not event.subjects:
                event.subjects = find_noun_actors(s, noun)
            event.objects = [
                w
                for case, w in [*find_obliques(s, noun), *find_obliques(s, v)]
                if case in ("of", "on", "against", "over", "to", "at")
                and w not in event.subjects
                and not (case == "of" and _is_agentive(s, noun, w, event))
            ]
            if s.verbs[v] in ("suffer", "sustain", "incur", "lose", "witness", "see") and frame.get("harm"):
                event.objects, event.subjects = event.subjects, []
            return event
    return None


def _named_attack(s: Sentence, n: int) -> str | None:
    """The kind that the words before "attack" give it: "carried out car bomb attacks" is a bombing."""
    for frame in s.lexicon.noun_frames.get(s.nouns[n], ()):
        if frame.get("mod") and frame.kind in MEANS and noun_fits(s, n, frame):
            return frame.kind
    return None


def _is_told_apart(s: Sentence, n: int, light: Frame) -> bool:
    """Whether a noun frame of another kind names this very noun: "fire control" is not control."""
    for frame in s.lexicon.noun_frames.get(s.nouns[n], ()):
        if frame.get("mod") and frame.kind != light.kind and noun_fits(s, n, frame):
            return light.kind in ("capture", "held")
    return False


def _is_from_air(s: Sentence, v: int, noun: int) -> bool:
    if s.nouns[noun] in ("airstrike", "air-strike", "sortie"):
        return True
    near = [*s.children[noun], *(c for i in find_subjects(s, v) for c in s.subtree(i))]
    return any(
        s.nouns[c]
        in ("air", "aerial", "warplane", "jet", "aircraft", "helicopter", "plane", "coalition", "airforce")
        for c in near
    )


def _match_verb(s: Sentence, v: int) -> Event | None:
    frames = s.lexicon.verb_frames.get(s.verbs[v] or "", ())
    if not frames:
        return None
    subjects, objects = find_subjects(s, v), find_objects(s, v)
    for frame in frames:
        if verb_fits(s, v, frame, subjects, objects):
            event = Event(v, frame, frame.kind, subjects=subjects, objects=objects)
            if frame.kind == "capture" and (s.relations[v] == "amod" or _occupies(s, v)):
                event.kind = "held"  # "a militia-occupied town", "the quarters it occupies"
            if frame.get("loser"):  # "the front lost 20 men"
                event.subjects, event.objects = [], subjects or objects
            if frame.get("either") and not event.subjects:
                event.subjects, event.objects = event.objects, []
            if frame.get("swap"):  # "X fell to Y", "X came under Y's control"
                event.objects = subjects
                goal = [w for case, w in find_obliques(s, v) if case in ("to", "under", "into", "by")]
                event.noun = next(
                    (w for w in goal if s.nouns[w] in ("control", "hand", "grip", "rule")), None
                )
                event.subjects = [
                    a
                    for w in goal
                    for a in (
                        find_noun_actors(s, w) + [c for k, c in find_obliques(s, w) if k == "of"]
                        if s.nouns[w] in ("control", "hand", "grip", "rule")
                        else [w]
                    )
                ]
            return event
    return None


def _occupies(s: Sentence, v: int) -> bool:
    return s.verb(v) == "occupy" and s.fine_tags[v] in ("VBZ", "VBP") and not s.has(v, "aux")


def _match_noun(s: Sentence, n: int) -> Event | None:
    frames = s.lexicon.noun_frames.get(s.nouns[n], ())
    if s.relations[n] in ("compound", "flat", "amod") and s.heads[n] >= 0:
        return None  # "clash reports", "attack helicopters"
    name = s.name_at(n)
    if name and name[2] == "ORG" and any(s.heads[n] == k for k in range(name[0], name[1])):
        return None  # the "Government of National Accord"
    if s.nouns[n] in s.lexicon.words("grammar", "devices") and s.relations[n] not in ("nsubj", "nsubj:pass"):
        return None  # "found mortar rounds and landmines"
    for frame in frames:
        if noun_fits(s, n, frame):
            event = Event(n, frame, frame.kind, subjects=find_noun_actors(s, n))
            event.objects = [
                w
                for case, w in find_obliques(s, n)
                if case in ("of", "on", "against", "with", "over", "into")
                and not (case == "of" and _is_agentive(s, n, w, event))
            ]
            if not event.subjects:
                event.subjects = [
                    w for case, w in find_obliques(s, n) if case == "of" and _is_agentive(s, n, w, event)
                ]
            return event
    return None


def _is_agentive(s: Sentence, n: int, w: int, event: Event) -> bool:
    """Whether "of W" names who does it ("withdrawal of the army") and not what it is done to ("capture of the town")."""
    if event.kind in (
        "withdrawal",
        "evacuation",
        "displacement",
        "ground_attack",
        "clash",
        "mobilization",
        "weapons_surrender",
        "statement",
    ):
        return bool(s.classes(w) & {"armed", "civilian", "actor", "person"}) and "place" not in s.classes(w)
    if event.frame.get("state") or event.frame.get("owner"):
        return bool(s.classes(w) & {"armed", "actor"}) and "place" not in s.classes(w)
    return False
