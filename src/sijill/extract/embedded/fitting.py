"""Whether a verb or noun of a sentence meets the conditions of a frame."""

from sijill.extract.embedded.arguments import (
    find_noun_actors,
    find_objects,
    find_obliques,
    find_subjects,
    is_passive,
)
from sijill.extract.embedded.lexicon import Frame
from sijill.extract.embedded.tree import Sentence


def verb_fits(s: Sentence, v: int, frame: Frame, subjects: list[int], objects: list[int]) -> bool:
    get = frame.get
    if get("loser") and not any(s.has(i, "nummod") for i in objects):
        return False
    if get("counted") and not any(s.has(i, "nummod") for i in subjects):
        return False
    if get("within") and not any(
        case in frame.words("within") and s.name_at(w) for case, w in find_obliques(s, v)
    ):
        return False
    if get("voice") == "passive":
        return is_passive(s, v) and _fits(s, objects, frame.words("subject"))
    if get("either"):
        subjects = subjects or objects
    if get("bare") and objects and s.nouns[objects[0]] in s.lexicon.words("grammar", "no_ground"):
        return False
    if get("bare") and (
        s.has(v, "compound:prt")
        or s.classes(objects[0] if objects else v) & {"armed", "civilian"}
        or (objects and s.lower[objects[0]] in ("them", "him", "her", "us", "me"))
    ):
        return False
    if get("goal"):
        return _is_goal(s, v)
    if get("under"):
        goals = [w for case, w in find_obliques(s, v) if case in ("under", "into", "to", "in")]
        return any(s.nouns[w] in frame.words("under") for w in goals)
    if get("to") and not any(
        case == "to" and s.classes(w) & {"armed", "actor"} for case, w in find_obliques(s, v)
    ):
        return (
            bool(get("swap"))
            and s.verbs[v] == "fall"
            and _fits(s, subjects, frame.words("subject"), strict=True)
        )
    if get("particle"):
        near = [s.lower[c] for c in s.has(v, "compound:prt", "advmod", "obl")]
        if not set(near) & frame.words("particle"):
            return False
    if get("adv"):
        near = {
            s.nouns[c]
            for c in s.has(v, "advmod", "xcomp", "obj", "obl", "advcl", "amod", "compound:prt", "dep", "nmod")
        }
        if not near & frame.words("adv"):
            return False
    if get("negated") and not _is_negated(s, v):
        return False
    if get("into") or get("prep"):
        cases = {case for case, _ in find_obliques(s, v)} | {
            s.lower[c] for c in s.has(v, "advmod", "compound:prt")
        }
        words = frame.words("into") | frame.words("prep")
        found = any(set(case.split()) & words for case in cases if case)
        if (
            not found
            and not (s.verbs[v] in ("enter", "storm") and objects)
            and not (
                get("prep")
                and not get("strict_prep")
                and not get("people")
                and objects
                and _fits(s, objects, frozenset({"place", "name"}))
            )
        ):
            return False
    if (
        get("place_needed")
        and not (objects and _fits(s, objects, frozenset({"place", "name"})))
        and not any(s.classes(w) & {"place", "name", "building"} for case, w in find_obliques(s, v) if case)
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
        if not (get("or_none") and not bearers and s.verbs[v] == "hold") and not any(
            _mentions(s, i, frame.words("object_word")) for i in bearers
        ):
            return False
    if get("named_object") and any(s.tags[i] == "PRON" for i in objects):
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
            if (
                "place" in wanted
                and not strict
                and classes & {"armed", "actor", "tank", "vehicle"}
                and not classes & {"place", "name"}
            ):
                continue
            return True
        # "large parts of the industrial city", "control of several buildings": the class stands below "of"
        if any(case == "of" and s.classes(w) & wanted for case, w in find_obliques(s, i)):
            return True
        if (
            s.tags[i] == "PRON"
            and wanted & {"armed", "place", "civilian"}
            and s.lower[i] in ("they", "them", "it", "we")
        ):
            return "armed" in wanted if s.lower[i] in ("they", "we") else True
    return False


def _is_goal(s: Sentence, v: int) -> bool:
    """Whether verb or noun v states an aim: "seek to break", "was aimed at linking", "the goal was to stop"."""
    if s.is_verb(v):
        aims = [
            c
            for c in s.has(v, "xcomp", "advcl")
            if s.is_verb(c) and (s.mark(c) in ("to", "at") or s.fine_tags[c] in ("VB", "VBG"))
        ]
        return bool(aims)
    head = s.heads[v]
    return (
        s.relations[v] in ("nsubj", "nsubj:outer", "csubj")
        and head >= 0
        and (bool(s.has(head, "cop")) or s.mark(head) == "to" or s.verb(head) == "be")
    )


def _mentions(s: Sentence, i: int, words: frozenset[str]) -> bool:
    near = [i, *s.has(i, "compound", "amod", "nmod", "conj", "flat", "nummod")]
    return any(s.nouns[c] in words or s.lower[c] in words for c in near)


def _is_negated(s: Sentence, i: int) -> bool:
    negations = s.lexicon.words("stance", "negations")
    return any(s.lower[c] in negations for c in s.has(i, "advmod", "det", "cc:preconj"))


def noun_fits(s: Sentence, n: int, frame: Frame) -> bool:
    get = frame.get
    if get("goal"):
        return _is_goal(s, n)
    modifiers = [
        c for c in s.children[n] if s.relations[c] in ("compound", "amod", "nmod", "nmod:poss", "nmod:desc")
    ]
    if get("mod"):
        words = frame.words("mod")
        if not any(
            s.nouns[c] in words or s.lower[c] in words
            for c in modifiers
            if c < n or s.relations[c] == "compound"
        ):
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
    if not needs or _is_denied(s, n):
        return True
    actors = find_noun_actors(s, n)
    around = [(case, w) for case, w in find_obliques(s, n) if case in s.lexicon.words("grammar", "locatives")]
    if needs == "actor":
        return bool(actors) or any(s.classes(w) & {"armed", "actor"} for _, w in around)
    if needs == "place":
        return any(s.classes(w) & {"place", "name", "building"} for _, w in around)
    possessive = any(s.relations[c] == "nmod:poss" for c in s.children[n])
    owner = (
        bool(actors)
        or possessive
        or any(
            case in ("of", "by") and s.classes(w) & {"armed", "actor"} and "place" not in s.classes(w)
            for case, w in around
        )
    )
    if needs == "possessor":
        return owner
    if needs == "possessor-and-place":
        return possessive and any(
            case in ("in", "at", "around", "near", "inside") and s.classes(w) & {"place", "name"}
            for case, w in around
        )
    if needs == "owner":
        return bool(actors) or any(case == "of" and s.classes(w) & {"armed", "actor"} for case, w in around)
    if needs == "place-above":
        return _stands_over_place(s, n)
    if needs == "number" and s.nouns[n] in ("loss", "toll"):
        clause = (
            s.subtree(s.heads[n])
            if s.heads[n] >= 0 and s.relations[n] in ("nsubj", "nsubj:pass")
            else s.subtree(n)
        )
        return any(s.tags[c] == "NUM" for c in clause) or (
            s.nouns[n] == "loss" and any(s.lower[c] in ("human", "heavy") for c in s.children[n])
        )
    if needs == "number":
        return any(
            s.relations[c] == "nummod" or s.nouns[c] in ("dozen", "hundred", "thousand", "score", "ten")
            for c in [*s.subtree(n), *([s.heads[n]] if s.case(n) == "of" else [])]
        )
    if needs == "parties":
        return bool(actors) or any(
            case in ("with", "between", "by", "in", "for", "of")
            and s.classes(w) & {"armed", "actor", "civilian", "place", "name"}
            for case, w in around
        )
    if (
        s.relations[n] == "conj"
        and s.heads[n] >= 0
        and s.tags[s.heads[n]] == "NOUN"
        and _has_needs(s, s.heads[n], "any")
    ):
        return True
    arguments = bool(actors) or any(
        s.classes(w) & {"place", "name", "armed", "actor", "civilian", "building"} for _, w in around
    )
    return arguments or _is_staged(s, n)


def _is_denied(s: Sentence, n: int) -> bool:
    """Whether a noun is what somebody denies: then it stands without more ("negated the agreement")."""
    head = s.heads[n]
    return (
        head >= 0
        and s.relations[n] in ("obj", "nsubj:pass")
        and s.verb(head) in s.lexicon.words("speech", "deny")
    )


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
        return (
            len([c for c in s.children[n] if s.tags[c] != "PUNCT"]) > 0 and len(s) > 2
        )  # a headline, not a heading
    if s.relations[n] in ("nsubj", "nsubj:pass", "obj", "csubj") and s.is_verb(head):
        if s.verb(head) in s.lexicon.words("speech", "deny"):
            return True
        return s.verb(head) in s.lexicon.data.get("aspect", ()) or (
            s.relations[n] == "nsubj" and s.nouns[n] in s.lexicon.noun_frames and s.verb(head) in ("be",)
        )
    return s.relations[n] == "nsubj" and bool(s.has(head, "cop")) and s.tags[head] in ("ADJ", "ADV")
