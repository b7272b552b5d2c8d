"""The quote of a claim: the shortest stretch of words that holds the trigger and its arguments."""

from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event

LONGEST = 45  # words; beyond it the clause is cut at its last argument


def quote_words(s: Sentence, event: Event, others: list[Event]) -> tuple[int, int]:
    """The first and last word of the quote of an event."""
    if event.frame.get("goal"):
        words = _goal_words(s, event.index)
    elif event.frame.part == "noun" and event.frame.get("case"):
        words = _predicate_words(s, event.index)
    elif event.frame.part == "noun":
        words = _noun_words(s, event.index)
    else:
        words = _clause_words(s, event, others)
    words = [w for w in words if s.tags[w] != "PUNCT" or s.tokens[w].text in "()%"] or [event.index]
    words = sorted({*words, *event.words})
    if len(words) <= 2 and event.frame.part == "noun":
        words = _stage_words(s, event.index) or words
    if (
        len(words) <= 2 and event.frame.part != "noun"
    ):  # "…were detained and killed": bring the shared argument along
        near = [w for w in [*event.objects, *event.subjects] if abs(w - event.index) < 15]
        words = sorted({*words, *(p for w in near for p in s.phrase(w))})
    low, high = words[0], words[-1]
    if event.frame.part != "noun" and high - low > 28 and event.index - low > 20:
        low = min([event.index, *(c for c in s.has(event.index, "aux", "aux:pass"))])
    if high - low >= LONGEST:
        low, high = _tighten(s, event, low, high)
    low, high = _trim_edges(s, low, high, event)
    return _close_marks(s, low, high)


def _stage_words(s: Sentence, n: int) -> list[int]:
    """“Fighting still raged in the city on Monday”: of a noun alone, the clause whose verb tells that it happens."""
    v = s.heads[n]
    if v < 0 or not s.is_verb(v) or s.relations[n] not in ("nsubj", "nsubj:pass", "obj"):
        return []
    if s.verb(v) not in s.lexicon.data.get("aspect", ()):
        return []
    apart = ("advcl", "conj", "cc", "parataxis", "ccomp", "mark", "acl:relcl")
    words = s.subtree(v, frozenset(c for c in s.children[v] if s.relations[c] in apart))
    return words if len(words) <= 18 else []


def _goal_words(s: Sentence, v: int) -> list[int]:
    """The whole clause that states an aim."""
    top = v
    while s.heads[top] >= 0 and s.relations[top] in ("xcomp", "nsubj", "nsubj:outer"):
        top = s.heads[top]
    skip = {
        k
        for k in s.children[top]
        if s.relations[k] in ("parataxis", "conj", "cc", "mark", "ccomp")
        and v not in s.subtree(k)
        and k < top
    }
    return s.subtree(top, frozenset(skip))


def _predicate_words(s: Sentence, n: int) -> list[int]:
    """What stands under someone's control: "the district remains under X control", "areas under X control"."""
    top = n
    while s.heads[top] >= 0 and s.relations[top] in ("nmod", "acl", "obl", "xcomp", "amod"):
        top = s.heads[top]
        if s.is_verb(top):
            break
    skip = {
        k
        for k in s.subtree(top)
        if k != top
        and s.relations[k] in ("acl:relcl", "parataxis", "advcl", "ccomp", "conj", "cc", "appos")
        and n not in s.subtree(k)
    }
    if not s.is_verb(top):
        skip |= {k for k in s.children[top] if s.relations[k] in ("case", "mark", "punct")}
    return s.subtree(top, frozenset(skip))


def _noun_words(s: Sentence, n: int) -> list[int]:
    first = n
    while s.relations[first] == "conj" and s.heads[first] >= 0 and s.tags[s.heads[first]] == "NOUN":
        first = s.heads[first]
    if (
        first != n and s.nouns[first] in s.lexicon.noun_frames
    ):  # "shelling and siege": what is said of the first is said of both
        return sorted({*_noun_words(s, first), *s.subtree(n)})
    skip = {
        k
        for k in s.subtree(n)
        if k != n
        and (
            s.relations[k] in ("acl:relcl", "parataxis", "appos", "advcl", "cop", "cc")
            or (s.relations[k] == "conj" and s.heads[k] == n)
        )
    }
    skip |= {
        k
        for k in s.children[n]
        if s.relations[k] in ("case", "nsubj", "nsubj:pass", "mark", "aux", "advmod", "punct", "ccomp")
    }
    words = s.subtree(n, frozenset(skip))
    relation, head = s.relations[n], s.heads[n]
    if (
        head >= 0
        and relation in ("nsubj", "nsubj:pass", "obl", "nmod", "obj")
        and (s.has(head, "cop") and not s.is_verb(head))
    ):
        # "clashes are ongoing in X"
        clause = {
            k
            for k in s.children[head]
            if s.relations[k] not in ("obl", "obl:unmarked", "cop", "advmod", "nsubj", "nmod", "aux")
        }
        words = sorted({*words, *s.subtree(head, frozenset(clause) | frozenset(skip))})
    # "clashes erupted in X": the verb that stages the noun comes along, with its places and times
    if relation in ("nsubj", "nsubj:pass", "obj") and head >= 0 and s.is_verb(head):
        clause = {
            k
            for k in s.children[head]
            if s.relations[k]
            not in (
                "obl",
                "obl:agent",
                "obl:unmarked",
                "aux",
                "aux:pass",
                "advmod",
                "compound:prt",
                "nsubj",
                "nsubj:pass",
                "obj",
            )
        }
        words = sorted({*words, *s.subtree(head, frozenset(clause) | frozenset(skip))})
    elif (
        relation == "nmod"
        and s.case(n) == "of"
        and head >= 0
        and s.relations[head] in ("nsubj", "obj", "root")
    ):
        words = sorted({*words, *s.phrase(head)})
    return words


def _clause_words(s: Sentence, event: Event, others: list[Event]) -> list[int]:
    v = event.index
    relation = s.relations[v]
    skip: set[int] = set()
    triggers = {o.index for o in others if o is not event}
    for k in s.subtree(v):
        if k == v:
            continue
        r = s.relations[k]
        if (
            r in ("parataxis", "list", "discourse")
            or (r == "conj" and s.is_verb(k) and (s.heads[k] == v))
            or (
                r == "conj" and k in triggers and not s.is_verb(k)
            )  # "took X, as well as control of Y": two things
            or (r == "cc" and s.heads[k] == v)
            or (r in ("advcl", "ccomp", "acl:relcl", "acl") and any(t in triggers for t in s.subtree(k)))
            or (
                r == "mark"
                and s.heads[k] == v
                and s.lower[k]
                in (
                    "that",
                    "as",
                    "if",
                    "while",
                    "after",
                    "before",
                    "because",
                    "since",
                    "by",
                    "of",
                    "in",
                    "from",
                )
            )
            or (r in ("obl", "advcl") and ("according" in s.case(k) or s.lower[k] == "according"))
        ):
            skip.add(k)
    words = set(s.subtree(v, frozenset(skip)))
    # what stands after "and" belongs to the verb after "and", wherever the parser hangs it
    joined = [min(s.subtree(k)) for k in s.has(v, "conj") if s.is_verb(k) and k > v]
    if joined:
        words = {w for w in words if w < min(joined)}
    if relation in ("acl", "amod", "acl:relcl"):
        head = s.heads[v]
        near = {
            c
            for c in s.children[head]
            if s.relations[c]
            in ("acl:relcl", "parataxis", "appos", "conj", "cc", "case", "punct", "nmod", "acl")
            and c != v
        }
        if relation == "amod":
            near -= {c for c in near if s.relations[c] == "nmod"}
        words |= set(s.subtree(head, frozenset(near)))
    for subject in [*event.subjects, *event.objects]:
        if relation in ("xcomp",) and abs(subject - v) < 15 and subject < v:
            counted = {
                w for c in s.has(subject, "nummod", "advmod", "det") for w in s.subtree(c) if w < subject
            }
            words |= counted | set(s.phrase(subject)) | {k for k in range(subject, v)}
    return sorted(words)


def _tighten(s: Sentence, event: Event, low: int, high: int) -> tuple[int, int]:
    core = sorted(
        {
            *event.words,
            *event.subjects,
            *event.objects,
            *(w for o in event.objects for w in s.phrase(o)),
            *(w for o in event.subjects for w in s.phrase(o)),
        }
    )
    core = [w for w in core if low <= w <= high]
    while high - low >= LONGEST and high > core[-1]:
        high -= 1
    while high - low >= LONGEST and low < core[0]:
        low += 1
    return low, high


def _trim_edges(s: Sentence, low: int, high: int, event: Event) -> tuple[int, int]:
    keep = set(event.words)
    while (
        low < high
        and low not in keep
        and (
            s.tags[low] in ("PUNCT", "CCONJ")
            or (s.lower[low] in ("to", "of", "by") and s.fine_tags[low + 1] == "VBG")
            or s.lower[low] in ("that", "and", "but", "while", "however", "as", "where", "which", "who")
        )
    ):
        low += 1
    subject = min((i for i in event.subjects if low < i <= high), default=low)
    commas = [k for k in range(low, subject) if s.tokens[k].text == ","]
    if s.fine_tags[low] == "VBG" and low not in keep and commas:
        low = commas[-1] + 1  # “…, reaching the border, five thousand people left”
    while (
        high > low
        and high not in keep
        and (
            (s.tags[high] in ("PUNCT", "CCONJ") and s.tokens[high].text not in ")%")
            or s.lower[high] in ("and", "but", "while", "which", "who")
        )
    ):
        high -= 1
    return low, high


def _close_marks(s: Sentence, low: int, high: int) -> tuple[int, int]:
    """Take in a quotation mark or bracket whose other half is inside."""
    inside = [s.tokens[k].text for k in range(low, high + 1)]
    for opening, closing in (("“", "”"), ("(", ")"), ("‘", "’")):
        if inside.count(opening) > inside.count(closing):
            ahead = next(
                (k for k in range(high + 1, min(len(s), high + 4)) if s.tokens[k].text == closing), None
            )
            high = ahead if ahead is not None else high
        if inside.count(closing) > inside.count(opening) and low and s.tokens[low - 1].text == opening:
            low -= 1
    return low, high
