"""What a governing verb or noun says of an event: "tried to —", "agreed to —", "denied that —", "the risk of —"."""

from dataclasses import dataclass

from sijill.extract.embedded.arguments import is_passive
from sijill.extract.embedded.clause import Reading, is_negated, read_own_words, stance_words
from sijill.extract.embedded.kinds import STATES
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event


@dataclass(frozen=True)
class Step:
    """One step up the tree: from a word to its head, and by which relation."""

    node: int
    head: int
    relation: str
    verb: str  # the verb lemma of the head
    infinitive: bool
    presupposed: bool  # what the event says stands, whatever is said of it
    event: Event


def read_control(s: Sentence, step: Step, reading: Reading) -> None:
    """A verb or adjective over a clause: "failed to", "is ready to", "denied that"."""
    head, verb, relation, infinitive = step.head, step.verb, step.relation, step.infinitive
    if verb in s.lexicon.words("speech", "deny") and relation in (
        "ccomp",
        "xcomp",
        "csubj",
        "csubj:pass",
        "advcl",
    ):
        reading.denier = head
        reading.weaken("denies", f"“{s.lower[head]}”")
        return
    if step.presupposed:
        return
    if any(
        s.lower[c] in ("nothing", "nobody", "none") or any(s.lower[d] == "no" for d in s.has(c, "det"))
        for c in s.has(head, "nsubj", "nsubj:pass")
    ):
        reading.weaken("denies", "“nothing”")
    read_own_words(s, head, step.event, reading, first=False) if relation == "xcomp" else _read_reporting(
        s, head, reading
    )
    if verb in s.lexicon.words("speech", "forecast"):
        feared = relation == "ccomp" or verb in ("fear", "dread")
        reading.weaken("hypothetical" if feared else "plans", f"forecast “{s.lower[head]}”")
    elif (
        verb == "stop"
        and step.event.kind not in ("capture", "ground_attack")
        and "from" not in s.mark(step.node)
    ):
        reading.veto = "that it stops: whether it went on before is not said here"
    elif verb in stance_words(s, "refusing") and s.verb(step.node) in stance_words(s, "admitting"):
        reading.denier = head
        reading.weaken("denies", f"“{s.lower[head]} to {s.verb(step.node)}”")
    elif verb in stance_words(s, "failures") or s.lower[head] == "unable":
        reading.failed = True
        reading.reasons.append(f"“{s.lower[head]} to”")
    elif verb in stance_words(s, "attempts"):
        reading.attempt = True
        reading.reasons.append(f"“{s.lower[head]} to”")
    elif (
        infinitive
        and is_negated(s, head)
        and relation in ("xcomp", "advcl")
        and verb not in stance_words(s, "implicative")
    ):
        reading.veto = "what is not meant to be"
    elif verb in stance_words(s, "implicative") or s.lower[head] == "able":
        if s.lower[head] == "able" and is_negated(s, head):
            reading.failed = True
        elif s.lower[head] == "able" and not any(
            s.fine_tags[c] == "VBD" or s.lower[c] in ("been", "were", "was")
            for c in s.has(head, "cop", "aux")
        ):
            reading.veto = "an ability, not an act"
    elif verb in stance_words(s, "hedge_verbs"):
        reading.hedged = True
    elif (
        s.lower[head] in stance_words(s, "plan_adjectives")
        or verb in stance_words(s, "quasi_plans")
        or (
            verb in stance_words(s, "plan_verbs")
            and (
                infinitive
                or (relation in ("ccomp", "xcomp") and verb not in s.lexicon.words("speech", "report"))
            )
        )
    ):
        reading.weaken("plans", f"“{s.lower[head]}”")
    elif infinitive and verb == "have" and s.fine_tags[head] == "VBD":
        reading.reasons.append("“had to”: it was done")
    elif infinitive and verb == "be":
        reading.weaken("plans", "“is to”")
    elif infinitive and verb not in s.lexicon.words("speech", "report"):
        reading.weaken("plans", f"“{s.lower[head]} to”")


def _read_reporting(s: Sentence, head: int, reading: Reading) -> None:
    """ "did not confirm that", "could not verify": no claim is made by anyone."""
    if is_negated(s, head) and s.verb(head) in s.lexicon.words("speech", "report"):
        reading.veto = "what is said not to be reported"
    if is_passive(s, head) and s.verb(head) in (stance_words(s, "hedge_verbs") | {"report", "say", "rumor"}):
        reading.hedged = True


def read_noun_control(s: Sentence, step: Step, reading: Reading) -> None:
    """A noun over a clause: "an attempt to", "the first town to", "readiness to"."""
    head, infinitive = step.head, step.infinitive
    if step.presupposed:
        return
    noun = s.nouns[head]
    if infinitive and any(
        s.lower[c] in ("first", "second", "third", "last", "only", "latest") for c in s.has(head, "amod")
    ):
        return  # "the first town to fall": it fell
    above = s.heads[head]
    judged = [above] if s.relations[head] in ("nsubj", "nsubj:pass", "nsubj:outer") else []
    if noun in stance_words(s, "reports") and any(s.lower[j] in stance_words(s, "untrue") for j in judged):
        reading.weaken("denies", f"reports called {s.lower[above]}")
        return
    if (
        above >= 0
        and s.nouns[above] in stance_words(s, "truth")
        and any(s.lower[c] == "no" for c in s.has(above, "det"))
    ):
        reading.weaken("denies", f"no {s.nouns[above]}")
        return
    if noun in stance_words(s, "attempts"):
        reading.attempt = True
        reading.reasons.append(f"“{noun} to”")
    elif noun in stance_words(s, "plan_nouns"):
        reading.weaken("plans", f"“{noun} to”")
    elif noun in stance_words(s, "hypothetical_nouns") or noun == "ability":
        reading.weaken("hypothetical", f"“{noun} of”")
    elif infinitive:
        reading.weaken("plans", f"“{noun} to”")


def _has_plan_object(s: Sentence, v: int) -> bool:
    """Whether verb v makes a plan: "signed an agreement for …", "issued a call for …"."""
    return any(s.nouns[c] in stance_words(s, "plan_nouns") for c in s.has(v, "obj", "nsubj:pass"))


def read_nominal_step(s: Sentence, step: Step, reading: Reading) -> None:
    """A noun under a verb or noun: "called for a ceasefire", "denied an agreement", "the risk of attacks"."""
    node, head, verb, relation, event = step.node, step.head, step.verb, step.relation, step.event
    case = s.case(node)
    if s.is_verb(head):
        if verb in s.lexicon.words("speech", "deny") and relation in ("obj", "nsubj:pass", "obl"):
            reading.denier = head
            reading.weaken("denies", f"“{s.lower[head]}”")
        elif verb in s.lexicon.words("speech", "forecast"):
            reading.weaken("hypothetical", f"“{s.lower[head]}”")
        elif verb in stance_words(s, "doubting") and relation in ("obj", "nsubj:pass"):
            reading.veto = f"it is doubted (“{s.lower[head]}”)"
        elif (
            verb in stance_words(s, "failures")
            and relation in ("obj", "nsubj:pass")
            and event.kind not in STATES
        ):
            reading.weaken("denies" if verb in ("prevent", "avoid") else "asserts", f"“{s.lower[head]}”")
            if verb in ("prevent", "avoid"):
                reading.veto = "prevented"
        elif (
            relation == "obl"
            and case in ("for", "on")
            and event.frame.part == "noun"
            and _has_plan_object(s, head)
        ):
            reading.weaken("plans", f"what is agreed {case}")
        elif (
            relation in ("obj", "obl", "obl:agent", "nsubj:pass", "xcomp")
            and event.frame.part == "noun"
            and (
                (
                    verb in stance_words(s, "plan_verbs")
                    and verb
                    not in ("expect", "set", "order", "refuse", "reject", "work", "move", "agree", "commit")
                    and (relation != "obl" or case in ("for", "to"))
                )
                or verb in stance_words(s, "quasi_plans")
            )
        ):
            reading.weaken("plans", f"“{s.lower[head]}”")
    elif s.verb(head) in stance_words(s, "quasi_plans") and s.tags[head] == "ADJ":
        reading.weaken("plans", f"“{s.lower[head]}”")
    elif s.tags[head] in ("NOUN", "PROPN") and event.frame.part == "noun":
        noun = s.nouns[head]
        if noun in stance_words(s, "truth") and any(s.lower[c] in ("no", "any") for c in s.has(head, "det")):
            reading.weaken("denies", f"no {noun}")
        if noun in stance_words(s, "vetoes"):
            reading.veto = f"“{noun}”"
        if (
            relation == "nmod"
            and noun in stance_words(s, "plan_nouns")
            and case in ("for", "of", "to", "on")
            and noun != event.kind
        ):
            reading.weaken("plans", f"“{noun} {case}”")
        elif relation == "nmod" and noun in stance_words(s, "hypothetical_nouns") and case in ("of", "for"):
            reading.weaken("hypothetical", f"“{noun} {case}”")
