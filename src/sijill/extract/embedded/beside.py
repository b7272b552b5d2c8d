"""Who stands beside an event and is no party to it: who tells of it, did something else, or owns where it was."""

from sijill.extract.embedded.arguments import find_earlier
from sijill.extract.embedded.slots import ARMS
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event
from sijill.extract.embedded.where import HOLDING

RELATIVES = frozenset({"that", "which", "whom", "who", "whose"})


def head_of(s: Sentence, first: int, end: int) -> int:
    """The word of a span that heads it."""
    inside = range(first, end)
    tops = [i for i in inside if s.heads[i] not in inside]
    return next((i for i in tops if s.tags[i] in ("NOUN", "PROPN", "PRON", "NUM")), tops[0])


def is_thing(s: Sentence, event: Event, span: tuple[int, int, float]) -> bool:
    """What is taken or lost, and not whom from: "captured the mill", "destroyed a tank"."""
    head = head_of(s, span[0], span[1])
    classes, name = s.classes(head), s.name_at(head)
    if event.kind == "equipment_loss":
        return bool(classes & ARMS) and not classes & {"armed", "actor"}
    ground = (name and name[2] in ("LOC", "place")) or s.lexicon.classes_of(s.nouns[head]) & {
        "place",
        "building",
    }
    return event.kind in HOLDING and bool(ground) and not classes & {"armed", "actor"}


def is_earlier(s: Sentence, event: Event, span: tuple[int, int, float]) -> bool:
    """“A day after the coalition’s attack, shells fell”: who attacked then is not who shelled now."""
    apart = find_earlier(s, head_of(s, span[0], span[1]))
    return apart is not None and s.tags[apart] == "NOUN" and event.index not in s.subtree(apart)


def ends_it(s: Sentence, event: Event, span: tuple[int, int, float]) -> bool:
    """“Rebels seek to break the siege of X”: they do not besiege it."""
    verb = s.heads[event.index]
    over = s.relations[event.index] == "obj" and s.verb(verb) in s.lexicon.words("grammar", "lifting")
    return event.kind == "siege" and over and head_of(s, span[0], span[1]) not in s.subtree(event.index)


def gives_account(s: Sentence, span: tuple[int, int, float]) -> bool:
    """“The army's claim that rebels shelled the market”: the army tells it, and did not do it."""
    i = head_of(s, span[0], span[1])
    above = s.heads[i]
    owns = s.relations[i] == "nmod:poss" or (s.relations[i] == "nmod" and s.case(i) in ("of", "by"))
    accounts = s.lexicon.words("stance", "accounts")
    return owns and s.nouns[above] in accounts and bool(s.has(above, "acl", "ccomp", "acl:relcl"))


def fights_beside(s: Sentence, event: Event, span: tuple[int, int, float]) -> bool:
    """“Seven people were killed in fighting between X and Y”: neither is said to have killed or to be dead."""
    if event.kind not in ("casualties", "violence_against_civilians"):
        return False
    i = head_of(s, span[0], span[1])
    first = s.heads[i] if s.relations[i] == "conj" else i
    above = s.heads[first]
    clash = above >= 0 and any(f.kind == "clash" for f in s.lexicon.noun_frames.get(s.nouns[above], ()))
    return clash and s.case(first) in ("between", "among")


def is_beside(s: Sentence, event: Event, span: tuple[int, int, float]) -> bool:
    """Whether a party is somebody beside the event: who tells of it (“, said the army”), or who did something else to
    what is spoken of (“a house that the group had mined”).
    """
    i = head_of(s, span[0], span[1])
    verb = s.heads[i]
    if event.kind == "mobilization" and s.relations[i] == "obj" and verb == event.index:
        return True  # "mobilised troops": who is moved, not whom it is against
    if s.relations[i] != "nsubj" or verb < 0 or verb == event.index:
        return False
    speech = s.lexicon.words("speech", "report") | s.lexicon.words("speech", "deny")
    apart = any(s.lower[c] in RELATIVES and s.tags[c] == "PRON" for c in s.has(verb, "obj"))
    below = s.relations[verb] == "acl:relcl" and event.index in s.path(verb)
    return s.verb(verb) in speech or apart or below
