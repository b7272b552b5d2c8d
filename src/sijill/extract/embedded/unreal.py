"""Words beside an event, rather than above it, that say it did not happen or has not yet.

"The planned evacuation", "a feared assault", "nearly captured", "talks were postponed", "reports of arrests were without
foundation": constructions whose words are lists of the lexicon (`stance:`).
"""

from itertools import pairwise

from sijill.extract.embedded.arguments import is_passive
from sijill.extract.embedded.clause import Reading, stance_words
from sijill.extract.embedded.kinds import STATES
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event

MODIFIERS = (
    ("planned_modifiers", "plans"),
    ("supposed_modifiers", "hypothetical"),
    ("untrue_modifiers", "denies"),
)
DEALS = frozenset(
    {"accord", "pact", "settlement", "arrangement", "treaty", "roadmap"}
)  # terms are told in any tense
CLAUSES = ("acl", "advcl", "acl:relcl", "ccomp", "xcomp", "parataxis", "conj")
SUBJECTS = ("nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer")


CUES = (
    "plan_verbs", "plan_nouns", "plan_adjectives", "plan_modals", "hypothetical_modals", "hypothetical_adverbs",
    "near_misses", "planned_modifiers", "supposed_modifiers", "untrue_modifiers", "shelving", "averting", "moments",
    "hypothetical_nouns", "conditions", "attempts", "failures", "negations", "untrue", "quasi_plans", "vetoes",
)  # fmt: skip


def has_cue(s: Sentence, event: Event) -> bool:
    """Whether a word above an event, or beside one of those, can say that it did not happen, or not yet.

    What hangs below it ("an offensive to retake the hill") says what it is for. A sentence without a finite verb
    (a heading: "Army to enter the town") can mean what is yet to come, unless all it does is to name the event ("Ambush of a
    convoy").
    """
    named = s.relations[event.index] == "root" and not s.is_verb(event.index) and "to" not in s.lower
    if not named and not any(tag in ("VBD", "VBZ", "VBP", "MD") for tag in s.fine_tags):
        return True
    cues = frozenset().union(*(stance_words(s, key) for key in CUES))
    cues |= s.lexicon.words("speech", "deny") | s.lexicon.words("speech", "forecast") | DEALS
    own = set(event.words)
    reach = {w for v in own for p in _above(s, v) for w in [p, *s.children[p]]}
    reach |= {
        w
        for v in reach
        for w in s.children[v]
        if s.relations[v] in ("obl", "nmod", "nsubj", "obj", "nsubj:pass")
    }
    below = {w for v in own for c in s.children[v] if s.relations[c] in CLAUSES for w in s.subtree(c)}
    conditions = stance_words(s, "conditions")
    if any(s.relations[w] == "advcl" and s.mark(w) in conditions for w in reach):
        return True  # "they will leave if the truce holds"
    for i in reach - below:
        if s.lower[i] in cues or s.nouns[i] in cues or (s.is_verb(i) and i not in own and s.verb(i) in cues):
            return True
        if s.lower[i] in ("to", "?") and s.tags[i] in ("PART", "PUNCT"):
            return True
    return False


def may_deny(s: Sentence) -> bool:
    """Whether any word of the sentence can deny: a negation, a verb of denial or failure, "false"."""
    cues = frozenset().union(
        *(stance_words(s, key) for key in ("negations", "untrue", "failures", "averting", "truth"))
    )
    cues |= s.lexicon.words("speech", "deny")
    return any(
        s.lower[i] in cues or s.nouns[i] in cues or (s.is_verb(i) and s.verb(i) in cues)
        for i in range(len(s))
    )


def _above(s: Sentence, v: int) -> list[int]:
    """A word and those above it, up to where a clause states its own fact (a relative clause, an inserted one)."""
    out = []
    for p in s.path(v):
        out.append(p)
        if s.relations[p] in ("acl:relcl", "parataxis"):
            break
    return out


def read_beside(s: Sentence, event: Event, reading: Reading) -> None:
    """Let what stands beside an event weaken it."""
    nouns = [w for w in event.words if not s.is_verb(w) or s.relations[w] in ("nmod", "obl", "obj", "nsubj")]
    for n in nouns:
        _read_modifiers(s, n, event, reading)
    _read_near_miss(s, event, reading)
    _read_predicates(s, event, reading)


def _read_modifiers(s: Sentence, n: int, event: Event, reading: Reading) -> None:
    for c in s.has(n, "amod", "compound"):
        for key, stance in MODIFIERS:
            if s.lower[c] in stance_words(s, key) and event.kind not in STATES:
                reading.weaken(stance, f"“{s.lower[c]}”")
        if s.lower[c] in stance_words(s, "hedged_modifiers"):
            reading.hedged = True
    if event.kind not in STATES and any(_is_ahead(s, c) for c in s.children[n] if c > n):
        reading.weaken("plans", "a day to come")
    if s.has(n, "cop"):  # "whose stated goal is the capture of X"
        for c in s.has(n, "nsubj", "nsubj:outer"):
            if s.nouns[c] in stance_words(s, "plan_nouns"):
                reading.weaken("plans", f"the {s.nouns[c]} is")
            elif s.nouns[c] in stance_words(s, "hypothetical_nouns"):
                reading.weaken("hypothetical", f"the {s.nouns[c]} is")


def _is_ahead(s: Sentence, c: int) -> bool:
    """“talks next month”, “the evacuation tomorrow”."""
    if s.relations[c] not in ("nmod:unmarked", "obl:unmarked", "nmod", "obl", "advmod"):
        return False
    return s.lower[c] == "tomorrow" or any(s.lower[d] in ("next", "coming") for d in s.has(c, "amod"))


def _read_near_miss(s: Sentence, event: Event, reading: Reading) -> None:
    """“nearly captured”, but not “captured nearly all of it” or “killed nearly 40”."""
    for v in event.words:
        for c in s.has(v, "advmod"):
            near = s.lower[c] in stance_words(s, "near_misses") and s.is_verb(v)
            if near and c < v and all(s.tags[k] in ("ADV", "AUX") for k in range(c + 1, v)):
                reading.weaken("hypothetical", f"“{s.lower[c]}”")
    first = min(event.words)
    before = s.lower[max(0, first - 4) : first]
    if ("no", "longer") in pairwise(before):
        reading.weaken("denies", "“no longer”")
    if ("in", "case") in pairwise(before) or ("the", "event") in pairwise(before):
        reading.weaken("hypothetical", "“in case”")
    told = [*event.words, *(s.heads[w] for w in event.words if s.relations[w] == "nsubj:pass")]
    if any(tuple(s.lower[max(0, w - 2) : w]) == ("all", "but") for w in told):
        reading.weaken("hypothetical", "“all but”")


def _read_predicates(s: Sentence, event: Event, reading: Reading) -> None:
    """What is said of the event, or of a report of it, by the predicate or verb that it belongs to."""
    below = event.index
    reported = False
    for head in s.path(event.index)[1:]:
        relation = s.relations[below]
        reported = reported or s.nouns[below] in stance_words(s, "reports")
        noun_event = below == event.index and not s.is_verb(below)
        if relation in SUBJECTS and (reported or noun_event) and _is_called_untrue(s, head):
            reading.weaken("denies", f"called {s.lower[head]}")
        if noun_event and relation in ("obj", "nsubj:pass", "obl"):
            _read_governor(s, head, relation, event, reading)
        if relation in ("xcomp", "ccomp", "advcl", "obl") and s.is_verb(below):
            _read_clause_governor(s, below, head, reading)
        if relation in ("acl:relcl", "parataxis", "conj"):
            break
        below = head


def _read_clause_governor(s: Sentence, below: int, head: int, reading: Reading) -> None:
    """“escaped being shelled”, “were minutes from storming the post”."""
    if s.fine_tags[below] != "VBG" and not s.has(below, "aux:pass"):
        return
    if s.verb(head) in stance_words(s, "averting") and s.relations[below] != "advcl":
        reading.weaken("hypothetical", f"“{s.lower[head]}”")
    elif s.nouns[head] in stance_words(s, "moments") and "from" in (s.mark(below), s.case(below)):
        reading.weaken("hypothetical", f"“{s.lower[head]} from”")


def _is_called_untrue(s: Sentence, head: int) -> bool:
    """“were false”, “turned out to be wrong”, “were without foundation”, “had no basis”."""
    near = [head, *s.has(head, "xcomp", "ccomp", "obj", "obl", "nmod")]
    for w in near:
        if s.lower[w] in stance_words(s, "untrue") or s.nouns[w] in stance_words(s, "untrue"):
            return not any(s.lower[c] in ("not", "n't", "never") for c in s.has(head, "advmod"))
        empty = s.case(w) == "without" or any(s.lower[c] in ("no", "little") for c in s.has(w, "det", "amod"))
        if s.nouns[w] in stance_words(s, "truth") and empty:
            return True
    return False


def _read_governor(s: Sentence, v: int, relation: str, event: Event, reading: Reading) -> None:
    """“postponed the talks”, “the strike was called off”, “averted an attack”."""
    if event.kind in STATES or not s.is_verb(v):
        return
    passive = relation == "nsubj:pass" and is_passive(s, v)
    if not (relation == "obj" or passive):
        return
    verb = s.verb(v)
    if verb in stance_words(s, "shelving") or (
        verb in ("put", "call") and any(s.lower[c] == "off" for c in s.children[v])
    ):
        reading.weaken("plans", f"“{s.lower[v]}”")
    elif verb in stance_words(s, "averting") and (
        verb != "rule" or any(s.lower[c] == "out" for c in s.children[v])
    ):
        reading.weaken("denies" if verb == "rule" else "hypothetical", f"“{s.lower[v]}”")
