"""Which words of a sentence tell an event, and by which frame of the lexicon."""

from dataclasses import dataclass, field

from sijill.extract.embedded.arguments import find_noun_actors, find_objects, find_obliques, find_subjects, is_passive
from sijill.extract.embedded.lexicon import Frame
from sijill.extract.embedded.tree import Sentence

LOCATIVES = frozenset({"in", "at", "near", "around", "inside", "outside", "within", "across", "over", "on", "from", "to",
    "into", "toward", "towards", "against", "along", "throughout", "through", "between", "of", "under", "targeting",
    "north of", "south of", "east of", "west of", "next to", "close to", "upon", "amid", "with", "for"})  # fmt: skip


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
        if s.verbs[i] and _can_be_verb(s, i):
            event = _match_light(s, i) or _match_verb(s, i)
            if event:
                events.append(event)
                taken |= set(event.words)
    for i in range(len(s)):
        if i in taken or s.tags[i] not in ("NOUN", "PROPN", "VERB", "ADJ"):
            continue
        if s.tags[i] != "NOUN" and not (s.relations[i] in ("nmod", "obl", "obj", "nsubj", "nsubj:pass", "root", "conj", "csubj") and s.fine_tags[i] in ("NN", "NNS", "NNP", "NNPS", "VBG")):
            continue
        event = _match_noun(s, i)
        if event:
            events.append(event)
            taken.add(i)
    return sorted(events, key=lambda e: e.index)


def _can_be_verb(s: Sentence, i: int) -> bool:
    if s.is_verb(i):
        if s.fine_tags[i] == "VBG" and s.relations[i] in ("nsubj", "nsubj:pass", "obj", "csubj", "nmod", "obl") and s.lower[i] in s.lexicon.noun_forms:
            return bool(s.has(i, "obj"))  # "fighting still raged" is a noun that the tagger took for a verb
        if i and s.tokens[i - 1].text == "-" and s.lower[i - 2] == "booby":
            return False
        return s.relations[i] not in ("aux", "aux:pass", "cop", "compound")
    # the tagger takes some participles for adjectives: "besieged", "-held"
    return s.tags[i] == "ADJ" and s.relations[i] in ("amod", "acl", "root", "conj") and s.lower[i].endswith(("ed", "ld"))


def _match_light(s: Sentence, v: int) -> Event | None:
    for frame in s.lexicon.light_frames.get(s.verbs[v] or "", ()):
        nouns = s.has(v, "obj", "nsubj:pass")
        if s.relations[v] in ("acl", "acl:relcl") and is_passive(s, v):
            nouns = [*nouns, s.heads[v]]
        if s.verbs[v] in ("enter", "come", "reach", "step", "fall", "engage"):
            nouns = nouns + s.has(v, "obl")
        for n in [c for m in nouns for c in s.conjuncts(m)]:
            noun = n
            if s.nouns[n] not in frame.triggers:
                of = [c for c in s.has(n, "nmod") if s.case(c) == "of" and s.nouns[c] in frame.triggers]
                if not of or s.nouns[n] not in ("series", "wave", "number", "round", "campaign", "part", "dozen", "spate"):
                    continue
                noun = of[0]
            if frame.get("air") and not _is_from_air(s, v, noun):
                continue
            event = Event(v, frame, frame.kind, noun=noun, subjects=find_subjects(s, v))
            if s.verbs[v] in ("witness", "see") and not frame.get("harm"):  # "the morning witnessed an attack of X"
                event.subjects = find_noun_actors(s, noun) + [w for case, w in find_obliques(s, noun) if case == "of" and s.classes(w) & {"armed", "actor"}]
            if not event.subjects:
                event.subjects = find_noun_actors(s, noun)
            event.objects = [w for case, w in [*find_obliques(s, noun), *find_obliques(s, v)] if case in ("of", "on", "against", "over", "to", "at") and w not in event.subjects]
            if s.verbs[v] in ("suffer", "sustain", "incur", "lose", "witness", "see") and frame.get("harm"):
                event.objects, event.subjects = event.subjects, []
            return event
    return None


def _is_from_air(s: Sentence, v: int, noun: int) -> bool:
    if s.nouns[noun] in ("airstrike", "air-strike", "sortie"):
        return True
    near = [*s.children[noun], *(c for i in find_subjects(s, v) for c in s.subtree(i))]
    return any(s.nouns[c] in ("air", "aerial", "warplane", "jet", "aircraft", "helicopter", "plane", "coalition", "airforce") for c in near)


def _match_verb(s: Sentence, v: int) -> Event | None:
    frames = s.lexicon.verb_frames.get(s.verbs[v] or "", ())
    if not frames:
        return None
    subjects, objects = find_subjects(s, v), find_objects(s, v)
    for frame in frames:
        if _verb_fits(s, v, frame, subjects, objects):
            event = Event(v, frame, frame.kind, subjects=subjects, objects=objects)
            if frame.get("either") and not event.subjects:
                event.subjects, event.objects = event.objects, []
            if frame.get("swap"):  # "X fell to Y", "X came under Y's control"
                event.objects = subjects
                goal = [w for case, w in find_obliques(s, v) if case in ("to", "under", "into", "by")]
                event.noun = next((w for w in goal if s.nouns[w] in ("control", "hand", "grip", "rule")), None)
                event.subjects = [a for w in goal for a in (find_noun_actors(s, w) + [c for k, c in find_obliques(s, w) if k == "of"] if s.nouns[w] in ("control", "hand", "grip", "rule") else [w])]
            return event
    return None


def _verb_fits(s: Sentence, v: int, frame: Frame, subjects: list[int], objects: list[int]) -> bool:  # noqa: C901
    get = frame.get
    if get("voice") == "passive":
        return is_passive(s, v) and _fits(s, objects, frame.words("subject"))
    if get("either"):
        subjects = subjects or objects
    if get("bare") and (s.has(v, "compound:prt") or s.classes(objects[0] if objects else v) & {"armed", "civilian"}):
        return False
    if get("goal"):
        return _is_goal(s, v)
    if get("under"):
        goals = [w for case, w in find_obliques(s, v) if case in ("under", "into", "to", "in")]
        return any(s.nouns[w] in frame.words("under") for w in goals)
    if get("to") and not any(case == "to" and s.classes(w) & {"armed", "actor"} for case, w in find_obliques(s, v)):
        return bool(get("swap")) and s.verbs[v] == "fall" and _fits(s, subjects, frame.words("subject"), strict=True)
    if get("particle"):
        near = [s.lower[c] for c in s.has(v, "compound:prt", "advmod", "obl")]
        if not set(near) & frame.words("particle"):
            return False
    if get("adv"):
        near = {s.nouns[c] for c in s.has(v, "advmod", "xcomp", "obj", "obl", "advcl", "amod", "compound:prt", "dep", "nmod")}
        if not near & frame.words("adv"):
            return False
    if get("negated") and not _is_negated(s, v):
        return False
    if get("into") or get("prep"):
        cases = {case for case, _ in find_obliques(s, v)} | {s.lower[c] for c in s.has(v, "advmod", "compound:prt")}
        words = frame.words("into") | frame.words("prep")
        found = any(set(case.split()) & words for case in cases if case)
        if not found and not (s.verbs[v] in ("enter", "storm") and objects) and not (get("prep") and objects and _fits(s, objects, frozenset({"place", "name"}))):
            return False
    if get("place_needed") and not (objects and _fits(s, objects, frozenset({"place", "name"}))) and not any(
        s.classes(w) & {"place", "name", "building"} for case, w in find_obliques(s, v) if case
    ):
        return False
    if get("subject_word") and not any(_mentions(s, i, frame.words("subject_word")) for i in subjects):
        return False
    if get("with_word"):
        tools = [w for case, w in find_obliques(s, v) if case in ("with", "by", "using", "in")]
        if not any(_mentions(s, w, frame.words("with_word")) for w in tools):
            return False
    if get("object_word"):
        bearers = objects or (subjects if s.verbs[v] in frame.words("subject_too") else [])
        if not any(_mentions(s, i, frame.words("object_word")) for i in bearers):
            return False
    wanted = frame.words("object")
    if wanted and not _fits(s, objects, wanted, strict=bool(get("strict"))):
        return False
    wanted = frame.words("subject")
    return not (wanted and not _fits(s, subjects, wanted))


def _fits(s: Sentence, words: list[int], wanted: frozenset[str], strict: bool = False) -> bool:
    if "any" in wanted:
        return True
    if not words:
        return "none" in wanted
    for i in words:
        classes = s.classes(i) | ({s.nouns[i]} - {"place", "name"})
        if classes & wanted:
            if "place" in wanted and not strict and classes & {"armed", "actor", "tank", "vehicle"} and "place" not in classes:
                continue
            return True
        # "large parts of the industrial city", "control of several buildings": the class stands below "of"
        if any(case == "of" and s.classes(w) & wanted for case, w in find_obliques(s, i)):
            return True
        if s.tags[i] == "PRON" and wanted & {"armed", "place", "civilian"} and s.lower[i] in ("they", "them", "it", "we"):
            return "armed" in wanted if s.lower[i] in ("they", "we") else True
    return False


def _is_goal(s: Sentence, v: int) -> bool:
    """Whether verb or noun v states an aim: "seek to break", "was aimed at linking", "the goal was to stop"."""
    if s.is_verb(v):
        aims = [c for c in s.has(v, "xcomp", "advcl") if s.is_verb(c) and (s.mark(c) in ("to", "at") or s.fine_tags[c] in ("VB", "VBG"))]
        return bool(aims)
    head = s.heads[v]
    return s.relations[v] in ("nsubj", "nsubj:outer", "csubj") and head >= 0 and (bool(s.has(head, "cop")) or s.mark(head) == "to" or s.verb(head) == "be")


def _mentions(s: Sentence, i: int, words: frozenset[str]) -> bool:
    near = [i, *s.has(i, "compound", "amod", "nmod", "conj", "flat", "nummod")]
    return any(s.nouns[c] in words or s.lower[c] in words for c in near)


def _is_negated(s: Sentence, i: int) -> bool:
    negations = s.lexicon.words("stance", "negations")
    return any(s.lower[c] in negations for c in s.has(i, "advmod", "det", "cc:preconj"))


def _match_noun(s: Sentence, n: int) -> Event | None:
    frames = s.lexicon.noun_frames.get(s.nouns[n], ())
    if s.relations[n] in ("compound", "flat", "amod") and s.heads[n] >= 0:
        return None  # "clash reports", "attack helicopters"
    for frame in frames:
        if _noun_fits(s, n, frame):
            event = Event(n, frame, frame.kind, subjects=find_noun_actors(s, n))
            event.objects = [w for case, w in find_obliques(s, n) if case in ("of", "on", "against", "with", "over", "into") and not (case == "of" and _is_agentive(s, n, w, event))]
            if not event.subjects:
                event.subjects = [w for case, w in find_obliques(s, n) if case == "of" and _is_agentive(s, n, w, event)]
            return event
    return None


def _is_agentive(s: Sentence, n: int, w: int, event: Event) -> bool:
    """Whether "of W" names who does it ("withdrawal of the army") and not what it is done to ("capture of the town")."""
    if event.kind in ("withdrawal", "evacuation", "displacement", "ground_attack", "clash", "mobilization", "weapons_surrender", "statement"):
        return bool(s.classes(w) & {"armed", "civilian", "actor", "person"}) and "place" not in s.classes(w)
    if event.frame.get("state") or event.frame.get("owner"):
        return bool(s.classes(w) & {"armed", "actor"}) and "place" not in s.classes(w)
    return False


def _noun_fits(s: Sentence, n: int, frame: Frame) -> bool:  # noqa: C901
    get = frame.get
    if get("goal"):
        return _is_goal(s, n)
    modifiers = [c for c in s.children[n] if s.relations[c] in ("compound", "amod", "nmod", "nmod:poss", "nmod:desc")]
    if get("mod"):
        words = frame.words("mod")
        if not any(s.nouns[c] in words or s.lower[c] in words for c in modifiers if c < n or s.relations[c] == "compound"):
            return False
    if get("case") and s.case(n) not in frame.words("case"):
        return False
    if get("case_not") and s.case(n) in frame.words("case_not"):
        return False
    if get("near") and not any(s.nouns[k] in frame.words("near") for k in range(len(s))):
        return False
    if get("plural") and s.nouns[n] in frame.words("plural") and s.fine_tags[n] not in ("NNS", "NNPS"):
        return False
    if get("of"):
        below = [w for case, w in find_obliques(s, n) if case in ("of", "over")]
        if below and not _fits(s, below, frame.words("of")):
            return False
        if get("state") and not below and not find_noun_actors(s, n):
            return False
        if not below and "part" not in frame.words("of"):
            return False
    return _has_needs(s, n, str(get("needs") or ""))


def _has_needs(s: Sentence, n: int, needs: str) -> bool:
    if not needs:
        return True
    actors = find_noun_actors(s, n)
    around = [(case, w) for case, w in find_obliques(s, n) if case in LOCATIVES]
    if needs == "actor":
        return bool(actors) or any(s.classes(w) & {"armed", "actor"} for _, w in around)
    if needs == "place":
        return any(s.classes(w) & {"place", "name", "building"} for _, w in around)
    possessive = any(s.relations[c] == "nmod:poss" for c in s.children[n])
    owner = bool(actors) or possessive or any(case in ("of", "by") and s.classes(w) & {"armed", "actor"} and "place" not in s.classes(w) for case, w in around)
    if needs == "possessor":
        return owner
    if needs == "possessor-and-place":
        return owner and any(case in ("in", "at", "around", "near", "inside") and s.classes(w) & {"place", "name"} for case, w in around)
    if needs == "owner":
        return bool(actors) or any(case == "of" and s.classes(w) & {"armed", "actor"} for case, w in around)
    if needs == "place-above":
        return _stands_over_place(s, n)
    if needs == "number" and s.nouns[n] in ("loss", "toll"):
        clause = s.subtree(s.heads[n]) if s.heads[n] >= 0 and s.relations[n] in ("nsubj", "nsubj:pass") else s.subtree(n)
        return any(s.tags[c] == "NUM" for c in clause) or (s.nouns[n] == "loss" and any(s.lower[c] in ("human", "heavy") for c in s.children[n]))
    if needs == "number":
        return any(s.relations[c] in ("nummod",) or s.nouns[c] in ("dozen", "hundred", "thousand", "score", "ten") for c in s.subtree(n))
    if needs == "parties":
        return bool(actors) or any(case in ("with", "between", "by", "in", "for", "of") and s.classes(w) & {"armed", "actor", "civilian", "place", "name"} for case, w in around)
    if s.relations[n] == "conj" and s.heads[n] >= 0 and s.tags[s.heads[n]] == "NOUN" and _has_needs(s, s.heads[n], "any"):
        return True
    arguments = bool(actors) or any(s.classes(w) & {"place", "name", "armed", "actor", "civilian", "building"} for _, w in around)
    return arguments or _is_staged(s, n)


def _stands_over_place(s: Sentence, n: int) -> bool:
    """Whether what is "under control" is ground: the noun above it, or the subject of its clause, is a place."""
    head = s.heads[n]
    if head < 0 or s.relations[n] == "root":
        return any(s.classes(c) & {"place", "name"} for c in s.has(n, "nsubj"))
    if not s.is_verb(head):
        above = [head, *(w for case, w in find_obliques(s, head) if case in ("of", "in"))]
        return any(s.classes(w) & {"place", "name"} for w in above)
    return any(s.classes(w) & {"place", "name"} for w in [*find_subjects(s, head), *find_objects(s, head)])


def _is_staged(s: Sentence, n: int) -> bool:
    """Whether a verb tells that what n names happens: "clashes erupted", "the town witnessed a siege"."""
    head = s.heads[n]
    if head < 0:
        return True  # a headline or a fragment
    if s.relations[n] in ("nsubj", "nsubj:pass", "obj", "csubj") and s.is_verb(head):
        if s.verb(head) in s.lexicon.words("speech", "deny"):
            return True
        return s.verb(head) in s.lexicon.data.get("aspect", ()) or (s.relations[n] == "nsubj" and s.nouns[n] in s.lexicon.noun_frames and s.verb(head) in ("be",))
    return s.relations[n] == "nsubj" and bool(s.has(head, "cop"))
