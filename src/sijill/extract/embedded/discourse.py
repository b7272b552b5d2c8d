"""What a sentence takes from the sentences around it: who is speaking, which day is told of, what "he" means."""

import re
from dataclasses import dataclass, field

from sijill.extract.embedded.kinds import STATES
from sijill.extract.embedded.speakers import Attribution, asserter_phrase, attribute_speech, find_attributions
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event

OPENING, CLOSING = "“«", "”»"
PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i", "who", "this", "that"})
PAPERS = frozenset({"statement", "post", "update", "bulletin", "communique", "communiqué"})
TAKEN_UP = 8  # sentences over which "the source" takes up a source named before
DASH_LINE = re.compile(r"^\s*[—–-]{1,2}\s*(?P<name>[^\n]{3,60}?)\.?\s*$")


@dataclass(frozen=True)
class Voice:
    """The speaker of a claim as written, its relays, and how sure the attribution is."""

    name: str  # as written, or "publisher"
    via: tuple[str, ...] = ()
    hedged: bool = False
    inferred: bool = False  # taken from a neighbouring sentence


@dataclass
class Discourse:
    """The running state of one document, moved forward sentence by sentence."""

    sentences: list[Sentence]
    quotes: list[tuple[int, int]] = field(default_factory=list)  # spans of direct speech in the document
    speakers: list[str] = field(default_factory=list)  # names of asserters so far, as written
    paragraph: int = -1

    def voice_of_event(self, k: int, event: Event, own: bool = False) -> Voice:
        """Who tells an event: for a state that only describes ("the besieged city", "its last stronghold") the outlet itself.

        What a reporter adds to say which place is meant is not what the speaker said; inside quotation marks it is.
        """
        s = self.sentences[k]
        describes = event.kind in STATES and s.relations[event.index] in ("amod", "acl", "appos", "acl:relcl")
        at = s.tokens[event.index].start
        if describes and not any(a <= at < b for a, b in self.quotes):
            return Voice("publisher")
        return self.voice_of(k, event.index, own)

    def voice_of(self, k: int, index: int, own: bool = False) -> Voice:
        """Who says what word `index` of sentence k tells; `own` when that word is itself the verb of saying."""
        s = self.sentences[k]
        at = s.tokens[index].start
        attributions = ([attribute_speech(s, index)] if own else []) + find_attributions(s, index)
        named = [a for a in attributions if a.words]
        hedged = any(a.hedged for a in attributions)
        if named:
            first, *outer = named
            via = [s.span_text(words) for words in first.via or () if words]
            via += [s.span_text(a.words) for a in outer if not _same(s, a, first)]
            name = self.full_name(k, s, first)
            if name is not None:
                return Voice(name, tuple(clean_name(v) for v in via), hedged)
        quoted = next((q for q in self.quotes if q[0] <= at < q[1]), None)
        if hedged and not named:
            following = self._trailing_speaker(k)
            if following:
                return Voice(following, inferred=True)
        if quoted is not None and quoted[1] - quoted[0] > 25:
            name = self._speaker_of_quote(k, quoted)
            if name:
                return Voice(name, inferred=True, hedged=hedged)
        return Voice("publisher", hedged=hedged)

    def _trailing_speaker(self, k: int) -> str | None:
        """“It was reported that A. From there they did B, said X.” One paragraph, one voice: X."""
        if k + 1 >= len(self.sentences):
            return None
        s = self.sentences[k + 1]
        if "\n" in s.text[self.sentences[k].end : s.start]:
            return None
        root = next((i for i in range(len(s)) if s.heads[i] < 0), 0)
        for v in [root, *s.has(root, "parataxis", "ccomp")]:
            late = s.is_verb(v) and s.verb(v) in s.lexicon.words("speech", "report") and v > len(s) // 3
            if late:
                words = attribute_speech(s, v).words
                if words and s.lower[words[0]] not in PRONOUNS:
                    return clean_name(s.span_text(words))
        return None

    def full_name(self, k: int, s: Sentence, attribution: Attribution) -> str | None:
        """The speaker's name, a pronoun or short form replaced by the last fitting speaker before it."""
        name = clean_name(s.span_text(attribution.words))
        lower = name.lower()
        if not any(s.tags[w] in ("NOUN", "PROPN", "PRON", "NUM", "X") for w in attribution.words):
            return None  # "and said to": nobody
        if lower in PRONOUNS:
            spoken = attribution.verb
            before = self.sentences[k].tokens[spoken].start if spoken is not None else self.sentences[k].start
            return self._last_speaker(k, before, lower)
        if lower.startswith("same "):  # "the same television": the one named before, not another voice
            known = [other for other, _ in self._asserters_before(k, self.sentences[k].start)]
            return next((o for o in reversed(known) if o.lower().split()[-1] == lower.split()[-1]), None)
        first = attribution.words[0]
        if "the" in s.lower[max(0, first - 1) : first + 1] and name == lower:
            return self._named_before(k, name) or name
        return name

    def _named_before(self, k: int, name: str) -> str | None:
        """Whom “the source”, “the ministry” or “the statement” takes up: a speaker named before, by more than that word."""
        start = self.sentences[k].start
        known = [
            other for other, _ in self._asserters_before(k, start, reach=TAKEN_UP) if other.lower() != name
        ]
        if name in PAPERS:
            return next((o for o in reversed(known) if o.lower().split()[-1] not in PAPERS), None)
        return next((o for o in reversed(known) if o.lower().split()[-1] == name.split()[-1]), None)

    def _last_speaker(self, k: int, before: int, pronoun: str) -> str | None:
        candidates = self._asserters_before(k, before)
        for name, is_person in reversed(candidates):
            if pronoun in ("he", "she") and not is_person:
                continue
            return name
        return candidates[-1][0] if candidates else None

    def _asserters_before(self, k: int, before: int, reach: int = 5) -> list[tuple[str, bool]]:
        """Named asserters in this and the sentences before, in order, and whether each is a person."""
        out = []
        for j in range(max(0, k - reach), k + 1):
            s = self.sentences[j]
            for name, at, is_person in sorted(
                [*find_asserters(s), *find_people(s)], key=lambda found: found[1]
            ):
                if at < before and name.lower() not in PRONOUNS:
                    out.append((name, is_person))
        return out

    def _speaker_of_quote(self, k: int, quoted: tuple[int, int]) -> str | None:
        """The asserter outside the quotation marks nearest to a quotation: in its sentences, after it, then before it."""
        around = [j for j, s in enumerate(self.sentences) if s.start < quoted[1] and s.end > quoted[0]]
        if not around:
            return None
        first, last = around[0], around[-1]
        for j in (*around, last + 1, last + 2, first - 1):
            if not 0 <= j < len(self.sentences):
                continue
            s = self.sentences[j]
            if j > last and j != last + 1 and not DASH_LINE.match(s.text[s.start : s.end]):
                continue
            dash = DASH_LINE.match(s.text[s.start : s.end])
            if dash and j > last:
                return clean_name(dash.group("name"))
            outside = [(name, at) for name, at, _ in find_asserters(s) if not quoted[0] <= at < quoted[1]]
            if outside and (j in around or len(s) < 12 or j == first - 1):
                name, at = outside[0] if j >= first else outside[-1]
                if name.lower() in PRONOUNS:
                    return self._last_speaker(j, at, name.lower())
                return name
        return None


def _same(s: Sentence, a: Attribution, b: Attribution) -> bool:
    return s.span_text(a.words) == s.span_text(b.words) or bool(set(a.words) & set(b.words))


def find_asserters(s: Sentence) -> list[tuple[str, int, bool]]:
    """The asserters of a sentence, as (name as written, offset, whether a person)."""
    report = s.lexicon.words("speech", "report") | s.lexicon.words("speech", "deny")
    out = []
    for v in range(len(s)):
        if s.is_verb(v) and s.verb(v) in report and s.relations[v] not in ("amod", "compound"):
            told = attribute_speech(s, v).words
            for i in [w for w in told if s.heads[w] not in told][:1]:
                if s.tags[i] not in ("NOUN", "PROPN", "PRON") or abs(i - v) > 25:
                    continue
                name = s.name_at(i)
                person = bool(name and name[2] == "PER") or s.nouns[i] in (
                    "spokesman",
                    "commander",
                    "official",
                    "leader",
                    "head",
                    "chief",
                    "minister",
                    "ambassador",
                    "source",
                    "correspondent",
                    "witness",
                    "chairman",
                )
                out.append(
                    (
                        clean_name(s.span_text(asserter_phrase(s, i))),
                        s.tokens[i].start,
                        person or s.lower[i] in ("he", "she"),
                    )
                )
        elif s.lower[v] == "according":
            for i in [
                c
                for c in range(v + 1, min(len(s), v + 12))
                if s.tags[c] != "ADP"
                and (s.heads[c] == v or s.heads[v] == c or s.case(c).startswith("according"))
            ][:1]:
                out.append((clean_name(s.span_text(asserter_phrase(s, i))), s.tokens[i].start, False))
    return out


def find_people(s: Sentence) -> list[tuple[str, int, bool]]:
    """The named persons who are subjects of any verb: "X, the leader of the group, issued a call" lets "he" be X."""
    out = []
    for first, last, label in s.names:
        inside = range(first, last)
        node = next((i for i in inside if s.heads[i] not in inside), first)
        while s.relations[node] in ("flat", "nmod:desc", "compound") and s.heads[node] >= 0:
            node = s.heads[node]  # "group leader X"
        if label == "PER" and s.relations[node] == "nsubj":
            out.append((clean_name(s.span_text(list(inside))), s.tokens[first].start, True))
    return out


def clean_name(name: str) -> str:
    """A speaker's name without surrounding marks and article."""
    name = name.strip(' ,.;:“”"«»—–-')
    for article in ("the ", "a ", "an "):
        if name.lower().startswith(article) and len(name) > len(article) + 2:
            name = name[len(article) :]
    return name.removesuffix("’s").removesuffix("'s")


def find_direct_speech(text: str) -> list[tuple[int, int]]:
    """The spans between quotation marks, a straight mark opening and closing in turn within a paragraph.

    >>> find_direct_speech('He said: "We left." Then “no”.')
    [(9, 19), (25, 29)]
    """
    out = []
    for line in re.finditer(r"[^\n]+", text):
        start = None
        for match in re.finditer(r"[“”«»\"]", line.group()):
            at, mark = line.start() + match.start(), match.group()
            if start is None:
                if mark in OPENING or mark == '"' or mark in CLOSING:
                    start = at
            elif mark in CLOSING or mark == '"':
                out.append((start, at + 1))
                start = None
            elif mark in OPENING:
                start = at
        if start is not None and line.end() - start > 40 and line.group()[start - line.start()] in OPENING:
            out.append((start, line.end()))
    return out
