"""Where the words of an answer stand in the document: as written, or but for spaces, quotation marks and Arabic spelling.

What is found is always led back to the document's own characters; what is not found does not exist.
"""

import re
from collections.abc import Iterator
from functools import cached_property

from sijill.text import Normalised, normalise

# Scripts that set no spaces between words: there a name may begin and end anywhere.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
ARABIC = re.compile("[\u0600-\u06ff]")
FOLDED = re.compile("[\u0600-\u06ff\u1000-\u109f]")  # scripts whose digits or spelling are folded
# What Arabic joins to the front of a word: and, so, with, for, as, will, and the article.
PROCLITIC = re.compile(r"[وفبلكس]{0,2}(?:ال|لل)?\Z")
WORD = re.compile(r"\w")
# Letters of the longest ending that a language may add to a name of some length; none in Latin and Arabic letters, where
# what goes on is another name ("Ham", "Hamlet").
ENDING, LONG = 3, 5
PLAIN_END = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff\u0600-\u06ff]")
MARKS = " \t\n\"'“”‘’«»„.,;:…،؛()[]"
REST_OF_NUMBER = re.compile(r"(?:[.,٫٬]\d+|[ \u00a0\u202f]\d{3}(?!\d))*(?:[ \u00a0\u202f]?[%٪])?")
HEAD_OF_NUMBER = re.compile(r"(?:(?<!\d)\d{1,3}(?:[.,٫٬ \u00a0\u202f]\d{3})*[.,٫٬ \u00a0\u202f])?\Z")
# Letters from which words in Arabic script are looked for without their spaces (Persian half-spaces).
SQUEEZED = 12


class Seeker:
    """One document's text in the forms in which words are looked for, each made when it is first needed."""

    def __init__(self, text: str):
        self.text = text

    @cached_property
    def _plain(self) -> Normalised:
        return _flatten(normalise(self.text))

    @cached_property
    def _arabic(self) -> Normalised:
        return _flatten(normalise(self.text, arabic=True))

    @cached_property
    def _lower(self) -> Normalised:
        return _fold_case(self._arabic)

    @cached_property
    def _squeezed(self) -> Normalised:
        return _squeeze(self._lower)

    def find_all(self, words: str, *, loose: bool = False) -> Iterator[tuple[int, int]]:
        """The spans where the words stand, in the strictest form in which they stand at all.

        `loose` also takes other capitals for the same.
        """
        if not words.strip():
            return
        found = list(_find_exact(self.text, words))
        if not found:
            found = list(_find_folded(self._plain, _flatten(normalise(words))))
        if not found and FOLDED.search(words):
            found = list(_find_folded(self._arabic, _flatten(normalise(words, arabic=True))))
        if not found and loose:
            needle = _fold_case(_flatten(normalise(words, arabic=True)))
            found = list(_find_folded(self._lower, needle))
        if not found and ARABIC.search(words) and len(words) >= SQUEEZED:
            needle = _squeeze(_fold_case(_flatten(normalise(words, arabic=True))))
            found = list(_find_folded(self._squeezed, needle))
        yield from found

    def find_quote(self, quote: str, start: int, end: int, after: int = 0) -> list[tuple[int, int]]:
        """The spans of a quote within a stretch, widened to whole words, those from `after` on first.

        >>> Seeker("The “Guard”  took  Tarn. It lost Tarn.").find_quote('"Guard" took Tarn', 0, 40)
        [(4, 23)]
        """
        for words in dict.fromkeys((quote, quote.strip(MARKS))):
            spans = [
                self._widen(*span) for span in self.find_all(words) if start <= span[0] and span[1] <= end
            ]
            if spans:
                return sorted(spans, key=lambda span: (span[0] < after, span))
        return []

    def find_name(self, name: str, near: int) -> tuple[int, int] | None:
        """The span nearest to an offset where the name stands as a word of its own.

        >>> text = "والحرس في ترنة. Hamlet, Ham."
        >>> [text[slice(*Seeker(text).find_name(name, 0))] for name in ("الحرس", "Ham", "تَرنة")]
        ['الحرس', 'Ham', 'ترنة']
        """
        bare = name.strip(MARKS)
        # "للحرس" holds no "الحرس": the article is looked for apart.
        tries = (name, bare, bare.removeprefix("ال")) if len(bare) >= LONG else (name, bare)
        for words in dict.fromkeys(tries):
            spans = [span for span in self.find_all(words, loose=True) if self._stands_alone(*span)]
            if spans:
                return min(spans, key=lambda span: (abs(span[0] - near), span))
        return None

    def _stands_alone(self, start: int, end: int) -> bool:
        if UNSPACED.search(self.text[start:end]):
            return True
        before = re.search(r"\w*\Z", self.text[max(0, start - 24) : start]).group()
        after = re.match(r"[^\W\d_]*", self.text[end : end + 24]).group()
        if self.text[end : end + 1].isdigit() and self.text[end - 1].isalnum():
            return False
        joined = ARABIC.match(self.text[start]) and PROCLITIC.fullmatch(before)
        if before and WORD.match(self.text[start]) and not joined:
            return False
        if not after:
            return True
        return not PLAIN_END.match(after) and len(after) <= ENDING and end - start >= LONG  # "в Тарнвике"

    def _widen(self, start: int, end: int) -> tuple[int, int]:
        """The span with the rest of the words that it cuts."""
        if UNSPACED.search(self.text[start:end]):
            return start, end
        while start > 0 and WORD.match(self.text[start]) and WORD.match(self.text[start - 1]):
            start -= 1
        while end < len(self.text) and WORD.match(self.text[end - 1]) and WORD.match(self.text[end]):
            end += 1
        # "killed 1" of "killed 1,200" would be another number.
        if self.text[end - 1].isdecimal():
            end += REST_OF_NUMBER.match(self.text[end : end + 40]).end()
        if self.text[start].isdecimal():
            start = max(0, start - 40) + HEAD_OF_NUMBER.search(self.text[max(0, start - 40) : start]).start()
        return start, end


def _find_exact(text: str, words: str) -> Iterator[tuple[int, int]]:
    words = words.strip()
    at = text.find(words)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1)


def _find_folded(folded: Normalised, needle: Normalised) -> Iterator[tuple[int, int]]:
    words = needle.text.strip()
    if not words:
        return
    at = folded.text.find(words)
    while at >= 0:
        start, end = folded.find_original(at, at + len(words))
        if start < end:
            yield start, end
        at = folded.text.find(words, at + 1)


def _flatten(folded: Normalised) -> Normalised:
    return Normalised(text=folded.text.replace("\n", " "), starts=folded.starts, ends=folded.ends)


def _fold_case(folded: Normalised) -> Normalised:
    """Small letters, one for one: a letter whose small form is two letters stays."""
    lower = "".join(small if len(small := letter.lower()) == 1 else letter for letter in folded.text)
    return Normalised(text=lower, starts=folded.starts, ends=folded.ends)


def _squeeze(folded: Normalised) -> Normalised:
    kept = [k for k, letter in enumerate(folded.text) if letter != " "]
    return Normalised(
        text="".join(folded.text[k] for k in kept),
        starts=tuple(folded.starts[k] for k in kept),
        ends=tuple(folded.ends[k] for k in kept),
    )
