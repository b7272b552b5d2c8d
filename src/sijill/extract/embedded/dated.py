"""Which date expression of a sentence dates an event: the one in its quote, else in its clause, never that of the saying."""

from dataclasses import dataclass

from sijill.dates import DateExpression, find_dates
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.kinds import STATES
from sijill.extract.embedded.tree import Sentence

PERFORMED = frozenset({"agreement", "ceasefire", "statement", "negotiation"})  # done by being said


@dataclass
class Timed:
    """A date expression of a sentence with its words and the one that heads it."""

    expression: DateExpression
    word: int
    words: tuple[int, ...]


def find_timed(s: Sentence) -> list[Timed]:
    out = []
    for expression in find_dates(s.text[s.start : s.end], "en"):
        start, end = s.start + expression.start, s.start + expression.end
        words = [i for i, t in enumerate(s.tokens) if t.start < end and t.end > start]
        if words:
            inside = set(words)
            head = next((i for i in words if s.heads[i] not in inside), words[-1])
            out.append(Timed(expression, head, tuple(words)))
    return out


def pick_expression(s: Sentence, draft: Draft, timed: list[Timed]) -> DateExpression | None:
    """The expression that dates an event: in its quote, else in its clause; not the date on which it was said."""
    fitting = []
    speech = s.lexicon.words("speech", "report") | s.lexicon.words("speech", "deny")
    path = s.path(draft.event.index)
    beside = draft.event.frame.part == "noun" and s.relations[draft.event.index] in ("nmod", "obl")
    for t in timed:
        if t.expression.unit == "hour" and t.expression.direction == "during":
            continue  # "they fought for two hours"
        governor = next((p for p in s.path(t.word)[1:] if heads_clause(s, p) or p in draft.event.words), None)
        aside = governor is not None and s.relations[governor] == "acl" and governor not in draft.event.words
        if aside and t.expression.kind == "duration" and governor not in path:
            continue  # "the plan applied to X for two months": how long that was
        said = governor is not None and governor not in draft.event.words
        said = said and s.verb(governor) in speech
        if said and draft.event.kind not in PERFORMED:
            continue
        if governor in path and governor not in draft.event.words:
            below = path[1 : path.index(governor)]
            if any(s.verb(p) in speech for p in below if s.is_verb(p)):
                continue  # "he backed down on Sunday: he said that …" does not date what he said
        inside = draft.quote[0] <= t.word <= draft.quote[1]
        if draft.event.kind in STATES and not inside and _stands_apart(s, draft, governor):
            continue  # "launched a push on June 19 to retake the province, which is still held by …"
        if beside and not inside and not _is_of_harm(s, draft.event.index, governor):
            continue  # "bombed yesterday in response to an offensive": the offensive was not yesterday
        close = min(abs(i - w) for w in draft.event.words for i in t.words) <= 3
        if inside and not close and governor is not None and _tells_other(s, draft, governor):
            continue
        shared = (
            governor is not None
            and governor > draft.event.index
            and s.relations[governor] == "conj"
            and s.heads[governor] in draft.event.words
        )
        if shared and not inside:
            fitting.append((2, True, abs(t.word - draft.event.index), t))
        elif inside or close or governor in path or (governor is None and len(s) < 40):
            distance = min(abs(t.word - w) for w in draft.event.words)
            fitting.append((not inside, governor not in draft.event.words, distance, t))
    if not fitting:
        return None
    return min(fitting, key=lambda f: f[:3])[3].expression


def _is_of_harm(s: Sentence, i: int, governor: int | None) -> bool:
    """“Killed in clashes in the town on Thursday”: the clashes were then, too."""
    harm = s.lexicon.words("grammar", "killing") | s.lexicon.words("grammar", "wounding")
    named = s.case(i) in ("in", "during") and s.relations[i] == "obl"
    return named and s.heads[i] == governor and s.verb(governor) in harm


def _stands_apart(s: Sentence, draft: Draft, governor: int | None) -> bool:
    """Whether a state stands in a relative clause of its own, below the verb that a date belongs to."""
    if governor is None or governor in draft.event.words:
        return False
    path = s.path(draft.event.index)
    below = path[: path.index(governor)] if governor in path else ()
    return any(s.relations[p] == "acl:relcl" for p in below)


def heads_clause(s: Sentence, i: int) -> bool:
    return (
        s.is_verb(i)
        or bool(s.has(i, "cop"))
        or s.relations[i] in ("acl:relcl", "advcl", "ccomp", "parataxis")
    )


def _tells_other(s: Sentence, draft: Draft, governor: int) -> bool:
    """Whether a date belongs to a clause of its own inside the quote ("positions, which they have held for two years")."""
    if governor in draft.event.words or governor in s.path(draft.event.index):
        return False
    merged = {w for e in draft.merged for w in e.words}
    between = s.path(governor)
    below = next((p for p in between if s.relations[p] in ("acl:relcl", "advcl", "conj", "parataxis")), None)
    return below is not None and draft.event.index in between and not merged & set(between)
