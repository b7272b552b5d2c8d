"""“The Valley National Army (VNA)”: what a report abbreviates is one name, and so is its abbreviation wherever it stands.

Left alone, a parser guesses anew at each bare abbreviation, and "the VNA positions" may come out as a place.
"""

import re

from sijill.extract.embedded.parser import Parse

Names = list[tuple[int, int, str]]

BRACKETED = re.compile(r"\((?:the )?([A-Z][A-Za-z]{0,3}[A-Z]{1,5}s?)[),;]")
LINKS = frozenset({"of", "for", "the", "and", "in", "on", "to", "de", "du", "des", "la", "le", "al", "a"})
LONGEST = 9  # words of a name


def join_abbreviated(
    text: str, parses: list[Parse], names: list[Names], lands: frozenset[str]
) -> list[Names]:
    """The names of each sentence, those that the report abbreviates and their abbreviations as one name each.

    `text` is the report; `parses` and `names` its sentences and the names found in them so far; `lands` the words that a
    country or a part of one ends or begins with ("republic", "province").
    """
    known: dict[str, str] = {}
    joined = [list(each) for each in names]
    for parse, each in zip(parses, joined, strict=True):
        for first, last, short in _find_definitions(text, parse):
            label = _read_label(parse, each, first, last, lands)
            known[short] = label
            _lay(each, first, last, label)
    for parse, each in zip(parses, joined, strict=True):
        for i, token in enumerate(parse.tokens):
            if token.text in known:
                _lay(each, i, i + 1, known[token.text])
    return [sorted(each) for each in joined]


def _find_definitions(text: str, parse: Parse) -> list[tuple[int, int, str]]:
    """Word spans [first, last) of names with an abbreviation in brackets after them, and the abbreviation."""
    if not parse.tokens:
        return []
    out = []
    start, end = parse.tokens[0].start, parse.tokens[-1].end
    for match in BRACKETED.finditer(text, start, end):
        before = [i for i, t in enumerate(parse.tokens) if t.end <= match.start()]
        if not before or parse.tokens[before[-1]].end < match.start() - 1:
            continue
        span = _spell(parse, before[-1] + 1, match[1].removesuffix("s"))
        if span is not None:
            out.append((*span, match[1]))
    return out


def _spell(parse: Parse, end: int, short: str) -> tuple[int, int] | None:
    """The words before `end` whose initials spell an abbreviation, linking words counted or not.

    A part of a word may stand for a letter ("Air Defence" for AD, "Counter-Terrorism" for CT): hyphens part words.
    """
    letters = short.upper()
    for first in range(max(0, end - LONGEST), end - 1):
        words = [t.text for t in parse.tokens[first:end]]
        if words[0].lower() in LINKS or not words[0][:1].isupper():
            continue
        parts = [p for w in words for p in re.split(r"[-’']", w) if p]
        for counted in (parts, [p for p in parts if p.lower() not in LINKS]):
            if _spells("".join(p[0] for p in counted).upper(), letters):
                return first, end
    return None


def _spells(initials: str, letters: str) -> bool:
    """Whether initials are the letters, one initial left out at most in the middle of three or more."""
    if initials == letters:
        return True
    return len(letters) > 2 and any(
        initials[:k] + initials[k + 1 :] == letters for k in range(1, len(initials) - 1)
    )


def _read_label(parse: Parse, names: Names, first: int, last: int, lands: frozenset[str]) -> str:
    """A country or a part of one where the pack or the last word says so; else a body."""
    whole = [label for a, b, label in names if a <= first and last <= b]
    if whole and whole[0] != "LOC":
        return whole[0]
    words = [t.text.lower() for t in parse.tokens[first:last]]
    return "LOC" if whole or lands & {words[0], words[-1]} else "ORG"


def _lay(names: Names, first: int, last: int, label: str) -> None:
    names[:] = [(a, b, kind) for a, b, kind in names if b <= first or last <= a]
    names.append((first, last, label))
