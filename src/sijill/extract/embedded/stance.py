"""Whether an event is asserted, denied, planned or only supposed: read from what stands above it in the tree."""

from dataclasses import dataclass, field

from sijill.extract.embedded.arguments import is_passive
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event

STATES = frozenset({"held", "contested", "siege"})
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


@dataclass
class Reading:
    """What the words above an event say of it."""

    stance: str = "asserts"
    hedged: bool = False
    attempt: bool = False  # "tried to take"
    failed: bool = False  # "failed to take", "was unable to"
    veto: str | None = None  # why no claim may be made of it
    denier: int | None = None  # the verb of denial
    reasons: list[str] = field(default_factory=list)

    def weaken(self, stance: str, why: str) -> None:
        """Take the weaker of two stances: denied < hypothetical < planned < asserted."""
        order = ("asserts", "plans", "hypothetical", "denies")
        if order.index(stance) > order.index(self.stance):
            self.stance = stance
        self.reasons.append(why)


def read_stance(s: Sentence, event: Event) -> Reading:
    """The reading of an event: climb from its trigger to the root and let each step have its say."""
    reading = Reading()
    node = event.index
    _read_own_words(s, node, event, reading, first=True)
    if event.noun is not None:
        _read_negated_noun(s, event.noun, reading)
    elif event.frame.part == "noun":
        _read_negated_noun(s, node, reading)
    _read_bare_infinitive(s, node, event, reading)
    below = node
    while s.heads[below] >= 0:
        head = s.heads[below]
        _read_step(s, below, head, event, reading)
        below = head
    if event.frame.get("goal"):
        reading.weaken("plans", "a stated aim")
    if event.kind == "statement" and s.verb(event.index) in s.lexicon.words("speech", "deny"):
        reading.weaken("denies", "a verb of denial")
    if s.tokens[-1].text == "?" or (s.tokens[-1].text in '"”’' and len(s) > 1 and s.tokens[-2].text == "?"):
        reading.veto = "a question"
    return reading


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


def _words(s: Sentence, key: str) -> frozenset[str]:
    return s.lexicon.words("stance", key)


def _read_own_words(
    s: Sentence, node: int, event: Event, reading: Reading, first: bool, negation: bool = True
) -> None:
    """Modals, negation, adverbs and marks that hang on a clause."""
    is_state_noun = event.frame.part == "noun" and event.kind in STATES and not _is_predicate(s, event.index)
    for c in s.children[node]:
        word, relation = s.lower[c], s.relations[c]
        if relation == "aux":
            if word in _words(s, "plan_modals") or (word == "going" and s.lower[node] != "going"):
                reading.weaken("plans", f"modal “{word}”")
            elif word in _words(s, "hypothetical_modals"):
                if word in ("could", "can") and _is_negated(s, node):
                    reading.failed = True
                    reading.reasons.append("“could not”")
                elif not is_state_noun:
                    reading.weaken("hypothetical", f"modal “{word}”")
        elif relation == "advmod":
            if word in _words(s, "hypothetical_adverbs"):
                reading.weaken("hypothetical", f"adverb “{word}”")
            elif word in _words(s, "hedges"):
                reading.hedged = True
        elif relation in ("advcl", "mark") and (s.mark(c) if relation == "advcl" else word) in _words(
            s, "conditions"
        ):
            if relation == "mark" and word == "should":
                continue
            if not is_state_noun and not (relation == "mark" and word == "whether" and not first):
                reading.weaken("hypothetical", f"condition “{s.mark(c) if relation == 'advcl' else word}”")
        elif relation == "obl" and s.case(c) in ("in case", "in case of", "in the event of"):
            reading.weaken("hypothetical", "in case")
    subjects = s.has(node, "nsubj", "nsubj:pass")
    if negation and any(
        s.lower[c] in ("neither", "nobody", "none", "nothing")
        or any(s.lower[d] in ("no", "neither") for d in s.has(c, "det", "cc:preconj"))
        for c in subjects
    ):
        reading.weaken("denies", "nobody did")
    inverted = [c for c in s.has(node, "aux", "aux:pass") if subjects and c < min(subjects)]
    if inverted and s.lower[inverted[0]] in ("had", "were", "should") and s.tokens[-1].text != "?":
        reading.weaken("hypothetical", "an inverted condition")
    governs = negation and (event.frame.part != "noun" or not first)
    if governs and _is_negated(s, node) and not reading.failed and not event.frame.get("negated"):
        reading.weaken("denies", "negated")


def _is_predicate(s: Sentence, n: int) -> bool:
    """Whether a noun of control is what the clause says ("would be in control of X"), not what it presupposes."""
    head = s.heads[n]
    if s.has(n, "cop"):
        return True
    return (
        head >= 0
        and s.relations[n] in ("obl", "xcomp", "nmod")
        and s.verb(head) in ("be", "become", "remain", "come", "stay", "fall", "bring", "put", "take")
    )


def _is_past(s: Sentence, node: int) -> bool:
    auxiliaries = [s.lower[c] for c in s.has(node, "aux", "aux:pass", "cop")]
    return (
        (s.fine_tags[node] == "VBD" and not auxiliaries)
        or bool({"had", "was", "were", "did"} & set(auxiliaries))
        or (s.fine_tags[node] == "VBG" and not auxiliaries)
    )


def _is_negated(s: Sentence, node: int) -> bool:
    negations = _words(s, "negations")
    for c in s.has(node, "advmod", "det", "cc:preconj"):
        if s.lower[c] in negations:
            only = c + 1 < len(s) and s.lower[c + 1] in ("only", "just", "all", "far", "until")
            return not only
    return False


def _read_negated_noun(s: Sentence, n: int, reading: Reading) -> None:
    if any(
        s.lower[c] in ("no", "neither", "any") and s.relations[c] in ("det", "cc:preconj", "advmod")
        for c in s.children[n]
    ):
        if any(s.lower[c] == "any" for c in s.children[n]) and not any(
            s.lower[c] == "no" for c in s.children[n]
        ):
            return
        reading.weaken("denies", "“no”")
    if s.case(n) == "without":
        reading.weaken("denies", "without")


def _read_step(s: Sentence, node: int, head: int, event: Event, reading: Reading) -> None:
    """What the step from a word to its head says: "tried to —", "agreed to —", "denied that —", "if —"."""
    relation, mark = s.relations[node], s.mark(node)
    is_verb = s.is_verb(node)
    verb = s.verb(head)
    infinitive = is_verb and (
        "to" in mark.split() or any(s.lower[c] == "to" and s.tags[c] == "PART" for c in s.children[node])
    )
    is_state_noun = event.kind in STATES and event.frame.part == "noun"
    if is_state_noun and _is_predicate(s, event.index):
        is_state_noun = False
    held_by = (
        event.frame.part != "noun" and s.relations[event.index] in ("amod", "acl") and event.kind in STATES
    )
    presupposed = is_state_noun or (held_by and s.fine_tags[event.index] != "VB" and node != event.index)
    if mark in ("without", "instead of", "rather than"):
        reading.weaken("denies", mark)
    if relation == "conj":
        # "will attack and capture", "failed to take or hold": a bare form shares what governs the first
        if is_verb and s.fine_tags[node] in ("VB",) and not s.has(node, "nsubj", "aux", "nsubj:pass"):
            _read_own_words(s, head, event, reading, first=False)
            if s.heads[head] >= 0 and s.relations[head] in ("xcomp", "advcl", "acl", "ccomp"):
                pass  # the climb reaches it
        elif (
            is_verb
            and s.fine_tags[node] == "VBN"
            and not s.has(node, "aux", "aux:pass", "nsubj", "nsubj:pass")
        ):
            _read_own_words(s, head, event, reading, first=False, negation=False)
        return
    if relation in ("acl:relcl", "parataxis", "appos", "list"):
        # a relative clause states its own fact whatever the main clause does
        reading.reasons.append("own clause")
        if relation == "acl:relcl" and s.nouns[head] in _words(s, "plan_nouns") and event.kind not in STATES:
            return
        return
    if relation == "advcl":
        if infinitive and not presupposed:
            reading.weaken("plans", "purpose")
        elif mark in _words(s, "conditions") or (
            not mark and any(s.lower[c] == "should" for c in s.has(node, "aux")) and node > head
        ):
            reading.weaken("hypothetical", f"condition “{mark}”")
        elif (
            mark in ("until", "before", "after", "once", "when", "as", "while", "as soon as")
            and not presupposed
            and not _is_past(s, node)
        ):
            # "once they are evacuated, the army will": no more real than what it waits for
            _read_own_words(s, head, event, reading, first=False)
        return _read_own_words(s, head, event, reading, first=False) if mark in ("by",) else None
    if (is_verb and relation in ("xcomp", "ccomp", "obl", "acl", "csubj", "csubj:pass", "nmod")) or (
        infinitive and relation not in ("conj",)
    ):
        if s.is_verb(head) or s.tags[head] == "ADJ":
            _read_control(s, head, verb, infinitive, relation, event, reading, presupposed)
        elif s.tags[head] in ("NOUN", "PROPN"):
            _read_noun_control(s, head, relation, infinitive, reading, presupposed)
        return
    if relation in NOMINAL and not presupposed:
        _read_nominal_step(s, node, head, verb, relation, event, reading)
    if s.is_verb(head) and relation in NOMINAL and not is_state_noun and event.kind not in STATES:
        # "did not witness an attack" denies it; "does not count Sunday's attack" takes it for granted
        stages = s.verb(head) in s.lexicon.data.get("aspect", ()) or event.noun is not None
        _read_own_words(s, head, event, reading, first=False, negation=stages)


def _read_control(s, head, verb, infinitive, relation, event, reading, presupposed) -> None:
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
    if presupposed:
        return
    if any(
        s.lower[c] in ("nothing", "nobody", "none") or any(s.lower[d] == "no" for d in s.has(c, "det"))
        for c in s.has(head, "nsubj", "nsubj:pass")
    ):
        reading.weaken("denies", "“nothing”")
    _read_own_words(s, head, event, reading, first=False) if relation == "xcomp" else _read_reporting(
        s, head, reading
    )
    if verb in s.lexicon.words("speech", "forecast"):
        reading.weaken("hypothetical" if relation == "ccomp" else "plans", f"forecast “{s.lower[head]}”")
    elif verb in _words(s, "failures") or s.lower[head] == "unable":
        reading.failed = True
        reading.reasons.append(f"“{s.lower[head]} to”")
    elif verb in _words(s, "attempts"):
        reading.attempt = True
        reading.reasons.append(f"“{s.lower[head]} to”")
    elif (
        infinitive
        and _is_negated(s, head)
        and relation in ("xcomp", "advcl")
        and verb not in _words(s, "implicative")
    ):
        reading.veto = "what is not meant to be"
    elif verb in _words(s, "implicative") or s.lower[head] == "able":
        if s.lower[head] == "able" and _is_negated(s, head):
            reading.failed = True
        elif s.lower[head] == "able" and not any(
            s.fine_tags[c] == "VBD" or s.lower[c] in ("been", "were", "was")
            for c in s.has(head, "cop", "aux")
        ):
            reading.veto = "an ability, not an act"
    elif verb in _words(s, "hedge_verbs"):
        reading.hedged = True
    elif (
        s.lower[head] in _words(s, "plan_adjectives")
        or verb in _words(s, "quasi_plans")
        or (
            verb in _words(s, "plan_verbs")
            and (
                infinitive
                or (relation in ("ccomp", "xcomp") and verb not in s.lexicon.words("speech", "report"))
            )
        )
    ):
        reading.weaken("plans", f"“{s.lower[head]}”")
    elif infinitive and verb == "be":
        reading.weaken("plans", "“is to”")
    elif infinitive and verb not in s.lexicon.words("speech", "report"):
        reading.weaken("plans", f"“{s.lower[head]} to”")


def _read_reporting(s: Sentence, head: int, reading: Reading) -> None:
    """ "did not confirm that", "could not verify": no claim is made by anyone."""
    if _is_negated(s, head) and s.verb(head) in s.lexicon.words("speech", "report"):
        reading.veto = "what is said not to be reported"
    if is_passive(s, head) and s.verb(head) in (_words(s, "hedge_verbs") | {"report", "say", "rumor"}):
        reading.hedged = True


def _read_noun_control(s, head, relation, infinitive, reading, presupposed) -> None:
    if presupposed:
        return
    noun = s.nouns[head]
    above = s.heads[head]
    if (
        above >= 0
        and s.nouns[above] in _words(s, "truth")
        and any(s.lower[c] == "no" for c in s.has(above, "det"))
    ):
        reading.weaken("denies", f"no {s.nouns[above]}")
        return
    if noun in _words(s, "attempts"):
        reading.attempt = True
        reading.reasons.append(f"“{noun} to”")
    elif noun in _words(s, "plan_nouns"):
        reading.weaken("plans", f"“{noun} to”")
    elif noun in _words(s, "hypothetical_nouns") or noun == "ability":
        reading.weaken("hypothetical", f"“{noun} of”")
    elif infinitive:
        reading.weaken("plans", f"“{noun} to”")


def _has_plan_object(s: Sentence, v: int) -> bool:
    """Whether verb v makes a plan: "signed an agreement for …", "issued a call for …"."""
    return any(s.nouns[c] in _words(s, "plan_nouns") for c in s.has(v, "obj", "nsubj:pass"))


def _read_nominal_step(s, node, head, verb, relation, event, reading) -> None:
    """A noun under a verb or noun: "called for a ceasefire", "denied an agreement", "the risk of attacks"."""
    case = s.case(node)
    if s.is_verb(head):
        if verb in s.lexicon.words("speech", "deny") and relation in ("obj", "nsubj:pass", "obl"):
            reading.denier = head
            reading.weaken("denies", f"“{s.lower[head]}”")
        elif verb in s.lexicon.words("speech", "forecast"):
            reading.weaken("hypothetical", f"“{s.lower[head]}”")
        elif verb in _words(s, "failures") and relation in ("obj", "nsubj:pass") and event.kind not in STATES:
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
                    verb in _words(s, "plan_verbs")
                    and verb
                    not in ("expect", "set", "order", "refuse", "reject", "work", "move", "agree", "commit")
                    and (relation != "obl" or case in ("for", "to"))
                )
                or verb in _words(s, "quasi_plans")
            )
        ):
            reading.weaken("plans", f"“{s.lower[head]}”")
    elif s.verb(head) in _words(s, "quasi_plans") and s.tags[head] == "ADJ":
        reading.weaken("plans", f"“{s.lower[head]}”")
    elif s.tags[head] in ("NOUN", "PROPN") and event.frame.part == "noun":
        noun = s.nouns[head]
        if noun in _words(s, "truth") and any(s.lower[c] in ("no", "any") for c in s.has(head, "det")):
            reading.weaken("denies", f"no {noun}")
        if noun in _words(s, "vetoes"):
            reading.veto = f"“{noun}”"
        if (
            relation == "nmod"
            and noun in _words(s, "plan_nouns")
            and case in ("for", "of", "to", "on")
            and noun != event.kind
        ):
            reading.weaken("plans", f"“{noun} {case}”")
        elif relation == "nmod" and noun in _words(s, "hypothetical_nouns") and case in ("of", "for"):
            reading.weaken("hypothetical", f"“{noun} {case}”")
