"""Names of the pack found in a sentence, laid over the parser's own guesses."""

import re

from sijill.extract.embedded.parser import Parse
from sijill.extract.embedded.tokens import split_words

PERSON_KINDS = frozenset({"person", "official"})


class NameIndex:
    """The pack's English names as word sequences, found longest first.

    A name of one common word ("the mountains") is left to the grammar; only names with a capital are laid over.
    """

    def __init__(self, pack):
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for label, records in (("place", pack.places), ("actor", pack.actors), ("source", pack.sources)):
            for record in records:
                kind = (
                    "PER"
                    if record.kind in PERSON_KINDS
                    else {"place": "LOC", "actor": "ORG", "source": "MEDIA"}[label]
                )
                for alias in (
                    record.name,
                    *(a.name for a in record.names if getattr(a, "language", "en") == "en"),
                ):
                    self._add(alias, kind)
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: (-len(entry[0]), entry))

    def _add(self, alias: str, kind: str) -> None:
        alias = re.sub(r"\s*\([^)]*\)", "", alias).strip()
        if not re.search(r"[A-Z]", alias):
            return
        words = tuple(_fold(t.text) for t in split_words(alias))
        if words and (len(words) > 1 or len(words[0]) > 2):
            entry = (words, kind)
            entries = self._by_first.setdefault(words[0], [])
            if entry not in entries:
                entries.append(entry)

    def overlay(self, parse: Parse) -> list[tuple[int, int, str]]:
        """The names of a sentence: the pack's where they fit, the parser's elsewhere."""
        words = [_fold(t.text) for t in parse.tokens]
        found: list[tuple[int, int, str]] = []
        i = 0
        while i < len(words):
            match = self._match(parse, words, i)
            if match and _is_part(parse, *match[:2]):
                i += 1  # "Tal Afar" is not the Afar that the pack knows
            elif match:
                found.append(match)
                i = match[1]
            else:
                i += 1
        for a, b, kind in parse.names:
            if not any(a < d and c < b for c, d, _ in found):
                found.append((a, b, kind))
            else:
                # a longer guess of the parser that swallows a pack name keeps its outer words out
                continue
        return sorted(found)

    def _match(self, parse: Parse, words: list[str], i: int) -> tuple[int, int, str] | None:
        for name, kind in self._by_first.get(words[i], ()):
            j = i + len(name)
            if tuple(words[i:j]) == name and any(t.text[:1].isupper() for t in parse.tokens[i:j]):
                return (i, j, kind)
        return None


def _is_part(parse: Parse, first: int, last: int) -> bool:
    """Whether one word of the pack is part of a longer name of a place, whose other words have capitals too."""
    if last - first > 1:
        return False
    longer = next(((a, b) for a, b, kind in parse.names if a <= first and last <= b and kind == "LOC"), None)
    if longer is None or longer == (first, last) or longer[1] < last:
        return False
    before = range(longer[0], first)  # "Tal", not "northern" before it and not the "Province" after it
    return bool(before) and all(parse.tokens[k].text[:1].isupper() for k in before)


def _fold(word: str) -> str:
    return word.lower().replace("’", "'").replace("ʿ", "'").replace("`", "'")
