"""A parsed sentence with the questions that the grammar asks of it."""

from functools import cached_property

from sijill.extract.embedded.lexicon import Lexicon
from sijill.extract.embedded.parser import Parse
from sijill.extract.embedded.repair import repair_tree

CLAUSE_RELATIONS = {
    "conj",
    "advcl",
    "parataxis",
    "ccomp",
    "acl:relcl",
    "csubj",
    "list",
    "advcl:relcl",
    "root",
}
NAME_PARTS = {"compound", "amod", "flat", "nmod:poss", "nmod:desc", "nmod:unmarked", "goeswith"}
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
CLAUSE_MARKS = frozenset({",", ";", ":", "–", "—"})
DETERMINERS = {
    "the",
    "a",
    "an",
    "this",
    "that",
    "these",
    "those",
    "some",
    "several",
    "any",
    "both",
    "all",
    "other",
    "another",
}


class Sentence:
    """A sentence of a document: its words, tree and names, and where it stands in the text.

    `names` are spans of words [i, j) with a class: `place` or `actor` from the pack, else the parser's PER, ORG, LOC.
    """

    def __init__(
        self, parse: Parse, text: str, lexicon: Lexicon, names: list[tuple[int, int, str]] | None = None
    ):
        self.parse, self.text, self.lexicon = parse, text, lexicon
        self.tokens = parse.tokens
        self.heads, self.relations = repair_tree(parse, lexicon)
        self.tags, self.fine_tags = parse.tags, parse.fine_tags
        self.lower = tuple(token.text.lower() for token in parse.tokens)
        self.names = sorted(names if names is not None else list(parse.names))
        self.known = frozenset(self.names) - frozenset(parse.names)  # from the pack, not guessed
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for i, head in enumerate(self.heads):
            if head >= 0:
                self.children[head].append(i)

    def __len__(self) -> int:
        return len(self.tokens)

    @property
    def start(self) -> int:
        return self.tokens[0].start

    @property
    def end(self) -> int:
        return self.tokens[-1].end

    @cached_property
    def verbs(self) -> tuple[str | None, ...]:
        """For each word its verb lemma in the lexicon, or None."""
        return tuple(
            self.lexicon.verb_forms.get(word)
            if self.tags[i] in ("VERB", "AUX", "ADJ", "NOUN", "PROPN")
            else None
            for i, word in enumerate(self.lower)
        )

    @cached_property
    def nouns(self) -> tuple[str, ...]:
        """For each word its noun lemma: the lexicon's, else the parser's."""
        return tuple(
            self.lexicon.noun_forms.get(word, self.parse.lemmas[i].lower())
            for i, word in enumerate(self.lower)
        )

    def verb(self, i: int) -> str:
        """The verb lemma of word i: the lexicon's, else the parser's."""
        return self.lexicon.verb_forms.get(self.lower[i]) or self.parse.lemmas[i].lower()

    def is_verb(self, i: int) -> bool:
        return self.tags[i] in ("VERB", "AUX") or self.fine_tags[i] in (
            "VBD",
            "VBG",
            "VBN",
            "VBP",
            "VBZ",
            "VB",
        )

    def has(self, i: int, *relations: str) -> list[int]:
        """The children of word i by any of these relations."""
        return [c for c in self.children[i] if self.relations[c] in relations]

    def child(self, i: int, *relations: str) -> int | None:
        found = self.has(i, *relations)
        return found[0] if found else None

    def case(self, i: int) -> str:
        """The preposition of a noun phrase, lower-cased ("" when there is none; "in front of" joined)."""
        words = [self.lower[c] for c in self.has(i, "case") for c in [c, *self.has(c, "fixed")]]
        return " ".join(words)

    def mark(self, i: int) -> str:
        words = [self.lower[c] for c in self.has(i, "mark") for c in [c, *self.has(c, "fixed")]]
        return " ".join(words)

    def subtree(self, i: int, skip: frozenset[int] = frozenset()) -> list[int]:
        """Word i and all below it, in order, leaving out the subtrees in `skip`."""
        out, todo = [], [i]
        while todo:
            node = todo.pop()
            if node in skip:
                continue
            out.append(node)
            todo += self.children[node]
        return sorted(out)

    def path(self, i: int) -> list[int]:
        """Word i, its head, its head's head, … to the root."""
        out = [i]
        while self.heads[out[-1]] >= 0:
            out.append(self.heads[out[-1]])
        return out

    def conjuncts(self, i: int) -> list[int]:
        """Word i and what is coordinated with it."""
        out = [i]
        for c in self.has(i, "conj"):
            out += self.conjuncts(c)
        return out

    def lead(self, i: int) -> int:
        """The first word of the coordination that word i belongs to, or i itself."""
        while self.relations[i] == "conj" and self.heads[i] >= 0:
            i = self.heads[i]
        return i

    def name_at(self, i: int) -> tuple[int, int, str] | None:
        """The name that covers word i."""
        return next((span for span in self.names if span[0] <= i < span[1]), None)

    def classes(self, i: int) -> frozenset[str]:
        """What word i can be as an argument: lexicon classes, or `name`, `place`, `actor` for proper names."""
        if self.lower[i] in self.lexicon.words("grammar", "calendar"):
            return frozenset()
        found = self.lexicon.classes_of(self.nouns[i])
        if self.nouns[i] in self.lexicon.words("grammar", "weapon_parts"):
            before = {self.lower[c] for c in self.has(i, "compound", "amod")}
            if before & self.lexicon.words("grammar", "weapon_words"):
                found = found | {"weapon"}
        name = self.name_at(i)
        if name:
            label = {"LOC": "place", "PER": "person", "ORG": "actor"}.get(name[2], name[2])
            found = found | {label} | ({"name"} if label == "place" else frozenset())
            if label == "MEDIA":
                return found
            if label in ("actor", "person"):
                found = found | {"armed"}
                if name[1] - name[0] == 1 and name[2] in ("PER", "ORG") and (name not in self.known):
                    found = found | {"name"}  # the parser's guess at one unknown word may as well be a place
        elif self.tags[i] == "PROPN" and not found:
            found = frozenset({"name"})
        return found

    def span_text(self, words: list[int]) -> str:
        """The text from the first of these words to the last."""
        return self.text[self.tokens[min(words)].start : self.tokens[max(words)].end]

    def phrase(self, i: int) -> list[int]:
        """The words of the noun phrase headed by i: modifiers before it, names, "of X"; no clauses, no determiner."""
        words = {i}
        for c in self.children[i]:
            relation = self.relations[c]
            before = c < i
            if relation in NAME_PARTS and (before or relation in ("flat", "goeswith")):
                if relation == "nmod:poss" and self.lower[c] in ("his", "her", "its", "their", "our", "my"):
                    continue
                if relation == "amod" and self.lower[c] in DETERMINERS:
                    continue
                words |= set(self.subtree(c))
            elif relation == "punct" and self.tokens[c].text == "-" and before:
                words.add(c)
        name = self.name_at(i)
        if name:
            words |= set(range(name[0], name[1]))
        low, high = self._start_of_phrase(min(words), i), max(words)
        while low < i and (
            self.lower[low] in DETERMINERS
            or self.tags[low] in ("DET", "PUNCT", "CCONJ", "SCONJ", "ADP", "NUM", "ADV")
        ):
            low += 1
        return list(range(low, high + 1))

    def _start_of_phrase(self, low: int, i: int) -> int:
        """Where the phrase before word i begins after its article, a verb, or a comma that joins no two modifiers."""
        name = self.name_at(i)
        inside = range(name[0], name[1]) if name else range(0)
        for k in range(i - 1, low - 1, -1):
            if k in inside:
                continue
            joins = self.relations[k + 1] in ("amod", "compound", "conj") and self.relations[k - 1] in (
                "amod",
                "compound",
                "conj",
            )
            opens = self.relations[k] == "det" and self.heads[k] == i
            if (
                opens
                or self.fine_tags[k] in FINITE
                or (self.tokens[k].text in CLAUSE_MARKS and not (k > low and joins))
            ):
                return k + 1
        return low
