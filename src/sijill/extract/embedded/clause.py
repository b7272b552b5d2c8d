"""What a clause says of itself: modals, negation, conditions, hedges; and the reading that they add up to."""

from dataclasses import dataclass, field

from sijill.extract.embedded.kinds import STATES
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event


@dataclass
class Reading:
    """What the words above an event say of it."""

    stance: str = "asserts"
    hedged: bool = False
    attempt: bool = False  # "tried to take"
    failed: bool = False  # "failed to take", "was unable to"
    veto: str | None = None  # why no claim may be made of it
    settled: bool = False  # taken for granted, whatever stands above it: "to stop the raids"
    denier: int | None = None  # the verb of denial
    reasons: list[str] = field(default_factory=list)

    def weaken(self, stance: str, why: str) -> None:
        """Take the weaker of two stances: denied < hypothetical < planned < asserted."""
        order = ("asserts", "plans", "hypothetical", "denies")
        if order.index(stance) > order.index(self.stance):
            self.stance = stance
        self.reasons.append(why)


def read_own_words(
    s: Sentence, node: int, event: Event, reading: Reading, first: bool, negation: bool = True
) -> None:
    """Modals, negation, adverbs and marks that hang on a clause."""
    is_state_noun = event.frame.part == "noun" and event.kind in STATES and not is_predicate(s, event.index)
    for c in s.children[node]:
        word, relation = s.lower[c], s.relations[c]
        if relation == "aux":
            if word in stance_words(s, "plan_modals") or (word == "going" and s.lower[node] != "going"):
                reading.weaken("plans", f"modal “{word}”")
            elif word == "would" and (_under_a_deal(s, node) or _is_announced(s, node)):
                reading.weaken("plans", "what is to be")
            elif word in stance_words(s, "hypothetical_modals"):
                if word in ("could", "can") and is_negated(s, node):
                    reading.failed = True
                    reading.reasons.append("“could not”")
                elif not is_state_noun:
                    reading.weaken("hypothetical", f"modal “{word}”")
        elif relation == "advmod":
            if word in stance_words(s, "hypothetical_adverbs"):
                reading.weaken("hypothetical", f"adverb “{word}”")
            elif word in stance_words(s, "hedges"):
                reading.hedged = True
        elif relation in ("advcl", "mark") and _is_condition(s, s.mark(c) if relation == "advcl" else word):
            if relation == "mark" and word == "should":
                continue
            if not is_state_noun and not (relation == "mark" and word == "whether" and not first):
                reading.weaken("hypothetical", f"condition “{s.mark(c) if relation == 'advcl' else word}”")
        elif relation == "obl" and s.case(c) in ("in case", "in case of", "in the event of"):
            reading.weaken("hypothetical", "in case")
    if (
        first
        and s.fine_tags[node] in ("VBZ", "VBP")
        and event.kind not in STATES
        and _is_term_of_deal(s, node)
    ):
        reading.weaken("plans", "what the deal provides")
    subjects = s.has(node, "nsubj", "nsubj:pass")
    if negation and any(
        s.lower[c] in ("neither", "nobody", "none", "nothing")
        or any(s.lower[d] in ("no", "neither") for d in s.has(c, "det", "cc:preconj"))
        for c in subjects
    ):
        reading.weaken("denies", "nobody did")
    inverted = [c for c in s.has(node, "aux", "aux:pass", "mark") if subjects and c < min(subjects)]
    if inverted and s.lower[inverted[0]] in ("had", "were", "should") and s.tokens[-1].text != "?":
        reading.weaken("hypothetical", "an inverted condition")
    if first and event.frame.part == "noun" and s.has(node, "cop") and is_negated(s, node):
        reading.veto = "not what it is called"  # "these are not clashes": nobody denies a clash
    governs = negation and (event.frame.part != "noun" or not first)
    if governs and is_negated(s, node) and any(s.lower[d] == "only" for c in subjects for d in s.children[c]):
        reading.veto = "who else did is not said"  # "only a few did not flee"
    if governs and is_negated(s, node) and not reading.failed and not event.frame.get("negated"):
        reading.weaken("denies", "negated")


def _is_condition(s: Sentence, mark: str) -> bool:
    """“if”, “in case”; also the “if to” of “if no help is to come”."""
    return bool({mark, mark.split(" ")[0]} & stance_words(s, "conditions"))


def _under_a_deal(s: Sentence, node: int) -> bool:
    """“would leave under the agreement”: a term, not a guess."""
    deals = ("agreement", "deal", "accord", "settlement", "pact", "arrangement", "plan")
    return any(
        s.case(c) in ("under", "per", "in accordance with") and s.nouns[c] in deals
        for c in s.has(node, "obl")
    )


def _is_announced(s: Sentence, node: int) -> bool:
    """“Said that his forces would withdraw”: what he said was “will”; but “it would fall if …” is a guess."""
    head = s.heads[node]
    if s.relations[node] != "ccomp" or s.fine_tags[head] not in ("VBD", "VBN"):
        return False
    told = s.verb(head) in s.lexicon.words("speech", "report") and s.verb(head) not in s.lexicon.words(
        "speech", "forecast"
    )
    conditions = stance_words(s, "conditions") - {"should"}
    return told and not conditions & set(s.lower)


def _is_term_of_deal(s: Sentence, node: int) -> bool:
    """“Under the deal X keeps its rifles, gives up its tanks”: terms in the present tense, also of the verbs that follow."""
    head = s.heads[node] if s.relations[node] == "conj" else node
    return any(s.is_verb(v) and _under_a_deal(s, v) for v in (node, head))


def is_predicate(s: Sentence, n: int) -> bool:
    """Whether a noun of control is what the clause says ("would be in control of X"), not what it presupposes."""
    head = s.heads[n]
    if s.has(n, "cop"):
        return True
    return (
        head >= 0
        and s.relations[n] in ("obl", "xcomp", "nmod")
        and s.verb(head) in ("be", "become", "remain", "come", "stay", "fall", "bring", "put", "take")
    )


def is_past(s: Sentence, node: int) -> bool:
    auxiliaries = [s.lower[c] for c in s.has(node, "aux", "aux:pass", "cop")]
    return (
        (s.fine_tags[node] == "VBD" and not auxiliaries)
        or bool({"had", "was", "were", "did"} & set(auxiliaries))
        or (s.fine_tags[node] == "VBG" and not auxiliaries)
    )


def is_negated(s: Sentence, node: int) -> bool:
    negations = stance_words(s, "negations")
    for c in s.has(node, "advmod", "det", "cc:preconj"):
        if s.lower[c] in negations:
            only = c + 1 < len(s) and s.lower[c + 1] in ("only", "just", "all", "far", "until")
            return not only
    return False


def read_negated_noun(s: Sentence, n: int, reading: Reading) -> None:
    if any(s.lower[c] == "any" for c in s.has(n, "det")) and s.case(n) in ("against", "from", "of", "to"):
        reading.veto = "“any”: none is told of"
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


def stance_words(s: Sentence, key: str) -> frozenset[str]:
    return s.lexicon.words("stance", key)
