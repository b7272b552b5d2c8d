"""Names looked up in running text, and stretches of text replaced by marks that say what was taken out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import msgspec

from sijill.publish.people import END
from sijill.publish.persons import WORD, fold_name

ARABIC = re.compile(r"[\u0620-\u06d3]")
MARKS = {
    "name": ("[name withheld]", "[الاسم محجوب]"),
    "contact": ("[contact withheld]", "[وسيلة الاتصال محجوبة]"),
    "address": ("[address withheld]", "[العنوان محجوب]"),
}


class Cut(msgspec.Struct, frozen=True):
    """A stretch that is not shown, and what is: a key of `MARKS`, or the very words in square brackets."""

    start: int
    end: int
    what: str


class NameIndex:
    """Names by their first word, so that a text of any length is read once, however many names there are."""

    def __init__(self, names: Iterable[str]):
        self._names: dict[str, list[tuple[str, ...]]] = {}
        for name in names:
            words = tuple(word for _, _, word in list_words(name))
            if words:
                self._names.setdefault(words[0], []).append(words)
        for known in self._names.values():
            known.sort(key=len, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._names)

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """The longest names of the index in the text, whole and in any case: start, end, folded name.

        >>> list(NameIndex(["Rana Olen", "Rana"]).find("RANA  Olen's house; Ranas"))
        [(0, 10, 'rana olen')]
        """
        words = list_words(text)
        number = 0
        while number < len(words):
            found = self._match(words, number, text)
            if found:
                yield words[number][0], words[number + len(found) - 1][1], " ".join(found)
            number += len(found) or 1

    def _match(self, words: list[tuple[int, int, str]], number: int, text: str) -> tuple[str, ...]:
        for name in self._names.get(words[number][2], ()):
            here = words[number : number + len(name)]
            gaps = (text[a[1] : b[0]] for a, b in pairwise(here))
            if tuple(word for _, _, word in here) == name and not any(
                gap.strip(" \t\n\u00a0.") for gap in gaps
            ):
                return name
        return ()


def list_words(text: str) -> list[tuple[int, int, str]]:
    """The words of a text without possessive endings: start, end, folded.

    >>> list_words("Olen's two")
    [(0, 4, 'olen'), (7, 10, 'two')]
    """
    words = []
    for match in WORD.finditer(text):
        word = re.sub(r"['’]s$", "", match[0])
        words.append((match.start(), match.start() + len(word), fold_name(word)))
    return words


def stands_alone(text: str, start: int, end: int, common: bool = False) -> bool:
    """Whether a single name stands for a person here, not within a longer name; a `common` one, not before a noun either.

    >>> stands_alone("Olen alone", 0, 4), stands_alone("Olen Brigade", 0, 4), stands_alone("olen said", 0, 4)
    (True, False, False)
    >>> stands_alone("Olen army", 0, 4, common=True)
    False
    """
    head = re.split(r"[-'’]", text[start:end])[-1]
    if head[:1].islower():
        return False
    after = text[end : end + 40]
    if common and not ARABIC.match(head):
        return bool(END.match(after))
    return not re.match(r"\s+[^\W\d_a-z]", after) or bool(ARABIC.match(head)) or bool(END.match(after))


def mask_text(text: str, cuts: Sequence[Cut], start: int = 0, end: int | None = None) -> str:
    """The stretch of the text from `start` to `end` with every cut replaced by its mark.

    >>> mask_text("Olen of 1 Mill Street fled", [Cut(0, 4, "name"), Cut(8, 21, "address")])
    '[name withheld] of [address withheld] fled'
    """
    end = len(text) if end is None else end
    pieces, at = [], start
    for cut in _merge(cuts):
        if cut.end <= at or cut.start >= end:
            continue
        pieces += [text[at : max(at, cut.start)], _pick_mark(cut, text)]
        at = cut.end
    pieces.append(text[at:end] if at < end else "")
    return "".join(pieces)


def _merge(cuts: Sequence[Cut]) -> list[Cut]:
    """The cuts in order, those that overlap as one: it keeps the mark of the longer."""
    merged: list[Cut] = []
    for cut in sorted(cuts, key=lambda cut: (cut.start, -cut.end)):
        last = merged[-1] if merged else None
        if last and cut.start < last.end:
            longer = max(last, cut, key=lambda one: one.end - one.start)
            merged[-1] = Cut(last.start, max(last.end, cut.end), longer.what)
        else:
            merged.append(cut)
    return merged


def _pick_mark(cut: Cut, text: str) -> str:
    plain, arabic = MARKS.get(cut.what, (cut.what, cut.what))
    return arabic if ARABIC.search(text[cut.start : cut.end]) else plain
