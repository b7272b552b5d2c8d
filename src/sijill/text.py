"""Normalised text that never loses its way back: every normalised character knows its original offsets.

Quotes are the ground of the record (`document.text[start:end] == quote`), so what is found in a changed
text is always led back to the text as written.
"""

import re
import unicodedata
from functools import cache

from sijill.model import Frozen

QUOTES = dict.fromkeys("‘’‚‛′`´ʹʼ＇", "'") | dict.fromkeys("“”„‟″«»＂", '"')
DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
# A run of these is one space. A blank line is kept apart (as "\n"): no phrase is found across paragraphs.
SPACE = r"\s\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
# Soft hyphen, zero-width and bidirectional marks, byte-order mark: invisible, and common in pasted Arabic.
INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
HARAKAT = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
TATWEEL = "\u0640"
ARABIC_LETTERS = dict.fromkeys("أإآٱٲٳ", "ا") | {
    "ى": "ي",
    "ی": "ي",
    "ئ": "ي",
    "ؤ": "و",
    "ة": "ه",
    "ۀ": "ه",
    "ک": "ك",
}
DIGITS = {chr(zero + n): str(n) for zero in (0x660, 0x6F0, 0x1040) for n in range(10)} | {
    "٫": ".",
    "٬": ",",
    "٪": "%",
}
PUNCTUATION = {"،": ",", "؛": ";", "؟": "?"}


class Normalised(Frozen):
    """A normalised text; character `i` of it stands for `original[starts[i]:ends[i]]`."""

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def find_original(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the original text of `text[start:end]` (an empty span stays empty).

        >>> normalise("a \\u00a0 “b”").find_original(2, 5)
        (4, 7)
        """
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else (self.ends[-1] if self.ends else 0)
            return at, at
        return self.starts[start], self.ends[end - 1]


def normalise(text: str, *, quotes: bool = True, spaces: bool = True, arabic: bool = False) -> Normalised:
    """The text with typographic variants folded, and the map back to its original offsets.

    `quotes` folds curly quotes and all dashes; `spaces` makes a run of white space one space (one newline
    where it holds a blank line) and drops invisible marks; `arabic` folds letters, marks and digits.

    >>> normalise("“Four”  tanks – lost").text
    '"Four" tanks - lost'
    """
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []

    def keep(replacement: str, start: int, end: int) -> None:
        pieces.append(replacement)
        starts.extend([start] * len(replacement))
        ends.extend([end] * len(replacement))

    at = 0
    for match in _changed(quotes, spaces, arabic).finditer(text):
        start, end = match.span()
        pieces.append(text[at:start])
        starts.extend(range(at, start))
        ends.extend(range(at + 1, start + 1))
        at = end
        found = match.group()
        if match.lastgroup == "space":
            keep("\n" if len(re.findall(r"\r\n|[\n\r\u2028\u2029]", found)) > 1 else " ", start, end)
        elif match.lastgroup == "letter":
            keep(_letters()[found], start, end)
        elif match.lastgroup == "mark" and ends and ends[-1] == start:
            ends[-1] = end  # a mark belongs to its letter: a quote that ends on the letter must not lose it
        elif match.lastgroup == "composed":
            composed = unicodedata.normalize("NFC", found)
            if len(composed) == 1:
                keep(composed, start, end)
            else:  # marks that no single letter carries stand for themselves
                for offset, character in enumerate(found, start):
                    keep(character, offset, offset + 1)
    pieces.append(text[at:])
    starts.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return Normalised(text="".join(pieces), starts=tuple(starts), ends=tuple(ends))


@cache
def _letters() -> dict[str, str]:
    return QUOTES | DASHES | ARABIC_LETTERS | DIGITS | PUNCTUATION


@cache
def _changed(quotes: bool, spaces: bool, arabic: bool) -> re.Pattern[str]:
    """The pattern of what the asked folding changes: a long text is copied in slices between its matches."""
    letters = "".join(
        (*(QUOTES if quotes else ()), *(DASHES if quotes else ()))
        + ((*ARABIC_LETTERS, *DIGITS, *PUNCTUATION) if arabic else ())
    )
    groups = [r"(?P<composed>[A-Za-z\u0400-\u04ff][\u0300-\u036f]+)"]
    if arabic:  # before the invisible marks: what follows a letter here is part of it
        groups.append(rf"(?P<mark>[{HARAKAT}{TATWEEL}]+)")
    if letters:
        groups.append(f"(?P<letter>[{re.escape(letters)}])")
    if spaces:
        # A single plain space is by far the commonest character and needs no change.
        groups.append(
            rf"(?P<invisible>[{INVISIBLE}]+)"
            rf"|(?P<space>(?! [^{SPACE}{INVISIBLE}])[{SPACE}][{SPACE}{INVISIBLE}]*)"
        )
    return re.compile("|".join(groups))


def fold_arabic(text: str) -> str:
    """The text with Arabic spelling variants folded: no harakat or tatweel, one alef, one ya, ASCII digits.

    >>> fold_arabic("قُتِلَ ١٢ مُقاتِلاً في المدينـــة")
    'قتل 12 مقاتلا في المدينه'
    """
    return normalise(text, quotes=False, spaces=False, arabic=True).text


def fold_digits(text: str) -> str:
    """The text with Arabic-Indic, Persian and Burmese digits in ASCII; its length is unchanged, so offsets hold.

    >>> fold_digits("١٨ أبريل ۲۰۱۸"), fold_digits("၁၂")
    ('18 أبريل 2018', '12')
    """
    return text.translate(_digit_table())


@cache
def _digit_table() -> dict[int, str]:
    return str.maketrans(DIGITS)


def strip_marks(text: str) -> str:
    """The text without diacritics: accents, underdots and macrons on Latin letters, harakat on Arabic ones.

    >>> strip_marks("Ḥamāh, Dayr az-Zawr, حَماة")
    'Hamah, Dayr az-Zawr, حماة'
    """
    # Only Latin letters are taken apart: decomposing would turn the Arabic alef-hamza into a bare alef.
    plain = re.sub(rf"[{HARAKAT}]", "", text)
    plain = re.sub(
        r"[\u00c0-\u024f\u1e00-\u1eff]", lambda found: unicodedata.normalize("NFD", found.group()), plain
    )
    return re.sub(r"[\u0300-\u036f]", "", plain)


def is_arabic_script(text: str) -> bool:
    """True when more than half of the letters are of the Arabic script; False for a text without letters.

    >>> is_arabic_script("سيطرت الفصائل (FSA) على البلدة"), is_arabic_script("SMART 18 أبريل")
    (True, False)
    """
    letters = [character for character in text if character.isalpha()]
    arabic = sum("\u0600" <= c <= "\u08ff" or "\ufb50" <= c <= "\ufeff" for c in letters)
    return arabic * 2 > len(letters)


def find_span(haystack: str, needle: str, *, start: int = 0) -> tuple[int, int] | None:
    """The original offsets of the first place from `start` on where `needle` stands, or None.

    Looked for as written, then with quotes, dashes and spaces folded, then with Arabic spelling folded too.

    >>> find_span("He said: “no  truth” to it", 'said: "no truth"')
    (3, 20)
    """
    if not needle.strip():
        return None
    at = haystack.find(needle, start)
    if at >= 0:
        return at, at + len(needle)
    for arabic in (False, True):
        if arabic and not re.search("[\u0600-\u06ff]", needle):
            break
        sought = normalise(needle, arabic=arabic).text.replace("\n", " ").strip()
        if not sought:
            return None
        folded = normalise(haystack[start:], arabic=arabic)
        at = folded.text.replace("\n", " ").find(sought)
        if at >= 0:
            first, last = folded.find_original(at, at + len(sought))
            return first + start, last + start
    return None
