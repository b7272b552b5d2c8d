"""Whether an event is asserted, denied, planned or only supposed: read from what stands above it in the tree."""

from sijill.extract.embedded.clause import (
    Reading,
    is_negated,
    is_past,
    is_predicate,
    read_negated_noun,
    read_own_words,
    stance_words,
)
from sijill.extract.embedded.governing import Step, read_control, read_nominal_step, read_noun_control
from sijill.extract.embedded.kinds import STATES
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event
from sijill.extract.embedded.unreal import read_beside

BEHIND = frozenset({"after", "since", "when", "following"})
NOMINAL = frozenset(
    {
        "nmod",
        "obl",
        "obj",
        "nsubj",
        "nsubj:pass",
        "nmod:poss",
        "iobj",
        "compound",
        "appos",
        "nmod:unmarked",
        "obl:unmarked",
        "obl:agent",
    }
)


def read_stance(s: Sentence, event: Event) -> Reading:
    """The reading of an event: climb from its trigger to the root and let each step have its say."""
    reading = Reading()
    node = event.index
    read_own_words(s, node, event, reading, first=True)
    if event.noun is not None:
        read_negated_noun(s, event.noun, reading)
    elif event.frame.part == "noun":
        read_negated_noun(s, node, reading)
    _read_bare_infinitive(s, node, event, reading)
    below = node
    while s.heads[below] >= 0:
        head = s.heads[below]
        if _goes_on(s, below, head):
            reading.settled = True
            break  # "the shelling has not let up"
        _read_step(s, below, head, event, reading)
        if (
            event.frame.part == "noun"
            and s.relations[below] == "obj"
            and s.verb(head) in stance_words(s, "ended")
        ):
            reading.settled = True
            break  # "the aim was to stop the raids": there are raids
        if below == node and event.frame.part == "noun" and s.case(below) in stance_words(s, "presuming"):
            reading.settled = True
            break  # "ordered to withdraw following the deal": there was a deal
        if s.relations[below] in ("acl:relcl", "parataxis"):
            break  # a relative clause states its own fact, whatever stands above it
        if _stands_aside(s, below):
            break  # "it is hard to tell while they fight": they fight
        if _says_besides(s, below, head):
            break  # "denied that they had shelled it and said others had": what is said is not denied
        below = head
    read_beside(s, event, reading)
    before = set(s.lower[max(0, event.index - 3) : event.index])
    outside = s.case(event.index) in ("out of", "beyond", "of") and before & {"out", "beyond"}
    if event.frame.get("state") and outside:
        reading.veto = "out of control"
    if event.frame.get("goal"):
        reading.weaken("plans", "a stated aim")
    if event.kind == "statement" and s.verb(event.index) in s.lexicon.words("speech", "deny"):
        reading.weaken("denies", "a verb of denial")
    asked = {s.lower[c] for w in [*event.subjects, *event.objects] for c in s.subtree(w)}
    if {"how", "many"} <= asked:
        reading.veto = "how many: not said"
    if s.tokens[-1].text == "?" or (s.tokens[-1].text in '"”’' and len(s) > 1 and s.tokens[-2].text == "?"):
        reading.veto = "a question"
    return reading


def _goes_on(s: Sentence, below: int, head: int) -> bool:
    """Whether it is said of the event that it did not cease."""
    subject = s.relations[below] in ("nsubj", "nsubj:pass")
    return subject and s.verb(head) in stance_words(s, "ceasing") and is_negated(s, head)


def _stands_aside(s: Sentence, below: int) -> bool:
    """Whether a clause with a subject of its own says what goes on beside the main clause, or why."""
    if s.relations[below] != "advcl" or not s.has(below, "nsubj", "nsubj:pass"):
        return False
    # "called for calm after nine people were killed"
    happened = s.mark(below) in BEHIND and is_past(s, below)
    return happened or s.mark(below) in stance_words(s, "asides")


def _says_besides(s: Sentence, below: int, head: int) -> bool:
    """Whether the step leads to a verb of saying, in the past or present, that goes on from another clause."""
    return (
        s.relations[below] == "ccomp"
        and s.relations[head] == "conj"
        and s.fine_tags[head] in ("VBD", "VBZ", "VBP")
        and s.verb(head) in s.lexicon.words("speech", "report")
        and s.verb(head) not in s.lexicon.words("speech", "deny")
    )


def _read_bare_infinitive(s: Sentence, node: int, event: Event, reading: Reading) -> None:
    """“The aim is to capture the hill”; “Army to enter the town”: an infinitive that nothing governs is not yet done."""
    if event.frame.part == "noun" or s.relations[node] not in (
        "root",
        "parataxis",
        "conj",
        "list",
        "csubj",
        "appos",
    ):
        return
    if any(s.lower[c] == "to" and s.tags[c] == "PART" for c in s.children[node]):
        reading.weaken("plans", "“to” and a bare verb")


def _read_step(s: Sentence, node: int, head: int, event: Event, reading: Reading) -> None:
    """What the step from a word to its head says: "tried to —", "agreed to —", "denied that —", "if —"."""
    relation, mark = s.relations[node], s.mark(node)
    is_verb = s.is_verb(node)
    verb = s.verb(head)
    infinitive = is_verb and (
        "to" in mark.split() or any(s.lower[c] == "to" and s.tags[c] == "PART" for c in s.children[node])
    )
    is_state_noun = event.kind in STATES and event.frame.part == "noun"
    if event.kind == "held" and relation == "obj" and node == event.index and s.fine_tags[head] == "VB":
        is_state_noun = False  # "seek to cement their hold": part of the aim
    if is_state_noun and is_predicate(s, event.index):
        is_state_noun = False
    held_by = (
        event.frame.part != "noun" and s.relations[event.index] in ("amod", "acl") and event.kind in STATES
    )
    feared = relation == "nmod" and s.nouns[head] in stance_words(s, "hypothetical_nouns") - {"case", "event"}
    if feared and event.kind == "siege" and node == event.index:
        reading.weaken("hypothetical", f"“{s.lower[head]} of”")  # "the prospect of a winter siege"
    presupposed = is_state_noun or (held_by and s.fine_tags[event.index] != "VB" and node != event.index)
    step = Step(node, head, relation, verb, bool(infinitive), bool(presupposed), event)
    if relation in ("acl", "nmod") and is_verb and s.nouns[head] in stance_words(s, "worths"):
        reading.veto = f"what it would be worth (“{s.lower[head]}”)"
    if mark in ("without", "instead of", "rather than"):
        reading.weaken("denies", mark)
    if relation == "conj":
        # "will attack and capture", "failed to take or hold": a bare form shares what governs the first
        if is_verb and s.fine_tags[node] in ("VB",) and not s.has(node, "nsubj", "aux", "nsubj:pass"):
            read_own_words(s, head, event, reading, first=False)
            if s.heads[head] >= 0 and s.relations[head] in ("xcomp", "advcl", "acl", "ccomp"):
                pass  # the climb reaches it
        elif (
            is_verb
            and s.fine_tags[node] == "VBN"
            and not s.has(node, "aux", "aux:pass", "nsubj", "nsubj:pass")
        ):
            read_own_words(s, head, event, reading, first=False)
        return
    if relation in ("acl:relcl", "parataxis", "appos", "list"):
        # a relative clause states its own fact whatever the main clause does
        reading.reasons.append("own clause")
        if (
            relation == "acl:relcl"
            and s.nouns[head] in stance_words(s, "plan_nouns")
            and event.kind not in STATES
        ):
            return
        return
    if relation == "advcl":
        if infinitive and not presupposed and verb not in stance_words(s, "implicative"):
            reading.weaken("plans", "purpose")
            if is_negated(s, head):
                reading.veto = "what is not meant to be"  # "we did not come to hold a square"
        elif mark in stance_words(s, "conditions") or (
            not mark and any(s.lower[c] == "should" for c in s.has(node, "aux")) and node > head
        ):
            reading.weaken("hypothetical", f"condition “{mark}”")
        elif mark == "at" and verb == "aim" and not presupposed:
            reading.weaken("plans", "“aimed at”")
        elif (
            mark in ("until", "before", "after", "once", "when", "as", "while", "as soon as")
            and not presupposed
            and not is_past(s, node)
        ):
            # "once they are evacuated, the army will": no more real than what it waits for
            read_own_words(s, head, event, reading, first=False, negation=False)
        return read_own_words(s, head, event, reading, first=False) if mark in ("by",) else None
    if (is_verb and relation in ("xcomp", "ccomp", "obl", "acl", "csubj", "csubj:pass", "nmod")) or (
        infinitive and relation not in ("conj",)
    ):
        if s.is_verb(head) or s.tags[head] == "ADJ":
            read_control(s, step, reading)
        elif s.tags[head] in ("NOUN", "PROPN"):
            read_noun_control(s, step, reading)
        return
    if relation in NOMINAL and not presupposed:
        read_nominal_step(s, step, reading)
    if s.is_verb(head) and relation in NOMINAL and not is_state_noun and event.kind not in STATES:
        # "did not witness an attack" denies it; "does not count Sunday's attack" takes it for granted
        stages = s.verb(head) in s.lexicon.data.get("aspect", ()) or event.noun is not None
        read_own_words(s, head, event, reading, first=False, negation=stages)
