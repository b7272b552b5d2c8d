"""Who says so: the nearest named asserter of a claim, and the channels that relay it."""

from dataclasses import dataclass

from sijill.dates import find_dates
from sijill.extract.embedded.arguments import find_subjects, is_passive
from sijill.extract.embedded.tree import Sentence

PERSONAL = frozenset({"he", "she"})
GROUP = frozenset({"it", "they", "we"})


@dataclass
class Attribution:
    """The speaker as words of a sentence, and what else the attribution says."""

    words: list[int]
    verb: int | None = None
    via: list[list[int]] | None = None
    hedged: bool = False


def find_attributions(s: Sentence, index: int) -> list[Attribution]:
    """The asserters above word `index`, the nearest first."""
    found: list[Attribution] = []
    path = s.path(index)
    for depth, node in enumerate(path):
        below = path[depth - 1] if depth else None
        found += _attributions_at(s, node, below, index)
    return found


def _attributions_at(s: Sentence, node: int, below: int | None, index: int) -> list[Attribution]:
    out: list[Attribution] = []
    report = s.lexicon.words("speech", "report")
    for c in s.children[node]:
        if c == below:
            continue
        # "according to X"; "in X's words"
        if s.relations[c] in ("obl", "nmod", "advcl") and (
            "according" in s.case(c) or s.mark(c).startswith("according")
        ):
            out.append(_attribution(s, c))
        elif s.relations[c] in ("obl", "advcl") and s.lower[c] == "according":
            out += [_attribution(s, w) for w in s.has(c, "obl", "nmod")]
        elif s.relations[c] in ("conj", "parataxis") and s.is_verb(c) and s.verb(c) not in report:
            # "they advanced and took the hill, as sources told us": the last verb carries it for all
            out += [
                attribute_speech(s, v)
                for v in s.has(c, "advcl", "parataxis")
                if s.is_verb(v)
                and s.verb(v) in report
                and _has_subject(s, v)
                and s.mark(v) in ("as", "")
                and not s.has(v, "ccomp")
            ]
        elif (
            s.relations[c] in ("parataxis", "ccomp", "advcl", "discourse")
            and s.is_verb(c)
            and s.verb(c) in report
            and _has_subject(s, c)
        ):
            # ", activists told the agency", ", said X", "as X told Y": but not a clause that reports something else
            if s.relations[c] == "advcl" and s.mark(c) not in ("as", ""):
                continue
            if s.relations[c] == "ccomp" or any(s.is_verb(k) for k in s.has(c, "ccomp")):
                continue
            out.append(attribute_speech(s, c))
    told_on = (
        below is not None and s.relations[below] == "conj" and s.is_verb(node) and s.verb(node) in report
    )
    if told_on and s.has(node, "ccomp") and "," not in s.lower[max(0, min(s.subtree(below)) - 1) : below]:
        out.append(attribute_speech(s, node))  # "X reported that A but B": B is X's as well
    if (
        below is not None
        and s.is_verb(node)
        and s.relations[below]
        in ("ccomp", "xcomp", "parataxis", "obj", "csubj:pass", "csubj", "advcl", "obl", "nsubj:pass", "nmod")
    ):
        verb = s.verb(node)
        clause = s.relations[below] in ("ccomp", "parataxis", "csubj:pass", "csubj") or (
            s.relations[below] == "xcomp" and verb in ("claim", "report", "say", "announce", "deny")
        )
        nominal = s.relations[below] in ("obj", "obl", "nsubj:pass", "advcl") and verb in s.lexicon.words(
            "speech", "nominal"
        )
        quoted = (
            s.relations[below] in ("advcl", "obl", "xcomp")
            and verb in ("quote", "cite")
            and s.mark(below) in ("as", "")
        )
        deny = (
            verb in s.lexicon.words("speech", "deny")
            or verb in s.lexicon.words("speech", "forecast")
            or verb in ("accuse", "blame", "believe")
        )
        # "with X regaining ground, analysts believe that …": a clause of its own subject before them is not theirs
        apart = s.relations[below] == "advcl" and below < node and _has_subject(s, below)
        relayed = verb in ("quote", "cite") and (s.relations[below] == "obj" or s.verb(below) == "say")
        if relayed or (verb in ("accuse", "blame") and s.relations[below] == "obj" and index != below):
            out.append(attribute_speech(s, node))
        elif not apart and (
            (verb in report and (clause or nominal or quoted))
            or (deny and (clause or nominal or s.relations[below] in ("obl", "advcl", "xcomp")))
        ):
            attribution = _quotation(s, node) if quoted else attribute_speech(s, node)
            if attribution.words:
                out.append(attribution)
    return out


def _has_subject(s: Sentence, v: int) -> bool:
    return bool(s.has(v, "nsubj", "nsubj:pass"))


def _attribution(s: Sentence, word: int) -> Attribution:
    if s.nouns[word] in s.lexicon.words("grammar", "not_asserters"):
        return Attribution([])
    return Attribution(asserter_phrase(s, _named(s, word)))


def attribute_speech(s: Sentence, v: int) -> Attribution:
    """The subject of a verb of speech is the speaker; whom it was told to, or in what it was said, relays it."""
    subjects = (
        _adding_subjects(s, v)
        if s.relations[v] == "advcl" and s.fine_tags[v] == "VBG"
        else find_subjects(s, v)
    )
    content = s.child(v, "ccomp", "parataxis")
    if content is not None and content < v and (not subjects or min(subjects) < content):
        # "…, declared X": the parser takes the speaker after the verb for its object
        after = [
            c
            for c in s.has(v, "obj", "nsubj", "obl:unmarked", "xcomp", "dep")
            if c > v and s.tags[c] in ("PROPN", "NOUN")
        ]
        subjects = after or subjects
    hedged = is_passive(s, v) and not subjects
    via = [
        asserter_phrase(s, c)
        for c in s.has(v, "obj", "iobj")
        if s.verb(v) in ("tell", "inform") and not _is_person_word(s, c)
    ]
    channels = s.lexicon.words("speech", "channels")
    for c in s.has(v, "obl"):
        if s.case(c) in ("on", "in", "via", "through", "to", "by") and (
            s.nouns[c] in channels or (s.case(c) == "to" and s.tags[c] == "PROPN")
        ):
            via.append(asserter_phrase(s, c))
    words: list[int] = []
    if subjects and (s.lower[subjects[0]] in GROUP or can_assert(s, subjects[0])):
        words = asserter_phrase(s, _named(s, subjects[0]))
    return Attribution(words, verb=v, via=via, hedged=hedged)


def can_assert(s: Sentence, i: int) -> bool:
    """Whether a word can name somebody who says something: no event ("the bombardment"), no unnamed place ("the town")."""
    if s.nouns[i] in s.lexicon.words("grammar", "not_asserters") or s.lower[i] in ("each", "both"):
        return False
    if _is_listed_place(s, i):
        return False  # "a negotiator for the towns of X, Y and Z said": the negotiator said
    if s.name_at(i) or s.tags[i] in ("PROPN", "PRON"):
        return True
    classes = s.classes(i)
    speaks = classes & {"armed", "civilian", "person", "actor", "MEDIA"} or s.nouns[i] in (
        s.lexicon.words("speech", "asserters")
        | s.lexicon.words("speech", "media")
        | s.lexicon.words("grammar", "papers")
    )
    return bool(speaks) or not (s.nouns[i] in s.lexicon.noun_frames or "place" in classes)


def _is_listed_place(s: Sentence, i: int) -> bool:
    """Whether a word is in one of several names of places in a row."""
    places = [n for n in s.names if n[2] in ("LOC", "place")]
    here = next((k for k, n in enumerate(places) if n[0] <= i < n[1]), None)
    if here is None:
        return False
    beside = zip(places[max(0, here - 1) :], places[max(0, here - 1) + 1 : here + 2], strict=False)
    return any(set(s.lower[a[1] : b[0]]) <= {",", "and"} and b[0] - a[1] <= 2 for a, b in beside)


def _adding_subjects(s: Sentence, v: int) -> list[int]:
    """Who adds, in "150 were killed, he said, adding that …": the one who said it, not those who were killed."""
    head = s.heads[v]
    report = s.lexicon.words("speech", "report")
    if s.is_verb(head) and s.verb(head) in ("quote", "cite") and s.has(head, "obj"):
        return s.has(head, "obj")
    if s.is_verb(head) and s.verb(head) in report:
        return find_subjects(s, head)
    said = [c for c in s.has(head, "parataxis", "ccomp") if s.is_verb(c) and s.verb(c) in report]
    return [i for c in said for i in find_subjects(s, c)][:1]


def _named(s: Sentence, i: int) -> int:
    """The person or group behind a title or a paper: "the group's spokesman, X", "a statement by X"."""
    for c in s.has(i, "appos"):
        name = s.name_at(c)
        if name and name[2] == "PER" and name != s.name_at(i):
            return c
        place = s.name_at(i)
        if name is None and place and place[2] in ("LOC", "place") and s.classes(c) & {"person", "official"}:
            return c  # "in the town of X, a spokesman said", taken for "X, a spokesman"
    if s.nouns[i] in s.lexicon.words("grammar", "papers"):
        for c in s.subtree(i):
            name = s.name_at(c)
            if (
                c != i
                and name
                and name[2] in ("ORG", "actor", "PER")
                and s.relations[c] in ("nmod:poss", "nmod", "compound")
            ):
                return c
    for c in s.has(i, "nmod:poss") if s.nouns[i] in s.lexicon.words("grammar", "papers") else ():
        return c  # "the ministry's statement"
    for c in s.has(i, "nmod") if s.nouns[i] in s.lexicon.words("stance", "accounts") else ():
        if s.case(c) == "from" and s.classes(c) & {"person", "official", "armed", "actor", "civilian"}:
            return c  # "reports from activists"; "reports from the town" are nobody's
    return i


def _quotation(s: Sentence, v: int) -> Attribution:
    """ "The agency quoted X as saying": X speaks, the agency relays."""
    speaker = s.child(v, "obj", "nsubj:pass")
    if speaker is None:
        return attribute_speech(s, v)
    return Attribution(
        asserter_phrase(s, speaker),
        verb=v,
        via=[asserter_phrase(s, w) for w in find_subjects(s, v) if w != speaker],
    )


def _is_person_word(s: Sentence, i: int) -> bool:
    return s.tags[i] == "PRON" or s.nouns[i] in ("reporter", "journalist", "people")


def asserter_phrase(s: Sentence, i: int) -> list[int]:
    """The words that name a speaker: with "of"/"in" phrases and place ("sources in the area"), without clauses."""
    owner = s.child(i, "nmod:poss")
    if (
        s.tags[i] == "NOUN"
        and owner is not None
        and not s.classes(i)
        and s.classes(owner) & {"armed", "person"}
    ):
        i = owner  # "the figures' anger, who accused …": the figures speak
    words = set(s.phrase(i))
    name = s.name_at(i)
    for c in s.has(i, "nmod", "acl", "acl:relcl", "nmod:unmarked"):
        if (
            s.relations[c] == "nmod"
            and s.case(c) in ("of", "for", "in", "to", "from", "at")
            and not (name and name[1] > c >= name[0])
        ):
            if c > i and (not name or s.case(c) in ("for",)):
                words |= set(
                    s.subtree(
                        c,
                        frozenset(
                            k
                            for k in s.subtree(c)
                            if s.relations[k] in ("acl", "acl:relcl", "appos", "parataxis", "conj")
                        ),
                    )
                )
        elif s.relations[c] == "acl:relcl" and c > i and s.tags[i] == "NOUN" and len(s.subtree(c)) <= 6:
            words |= set(s.subtree(c))
    # "Brigadier General X", "spokesman X": a title before the name stays, an apposition after it goes
    words = {w for w in words if s.tokens[w].text not in ',;:“”"()'}
    if not words:
        return [i]
    low, high = min(words), max(words)
    while low < min(i, high) and s.relations[low] == "compound" and _is_day(s.tokens[low].text):
        low += 1  # "On Saturday state media said": the day is no part of who speaks
    return list(range(low, high + 1))


def _is_day(word: str) -> bool:
    return any(found.text == word for found in find_dates(word, "en"))
