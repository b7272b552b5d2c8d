"""The lines of a text with their offsets, and what kind of line each looks like."""

import re
from typing import NamedTuple

_BREAK = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
# A sentence's end: the mark, then closing quotes or brackets.
_TERMINAL = re.compile(r"[.!?؟۔。…][\"'”’»)\]\s]*$")
_SENTENCE_END = re.compile(r"\w[.!?؟۔。…][\"'”’»)\]]*(?:\s|$)")


class Line(NamedTuple):
    """A line without the spaces around it; `start` and `end` are offsets in the whole text."""

    start: int
    end: int
    text: str

    @property
    def words(self) -> int:
        return len(self.text.split())


def split_lines(text: str) -> list[Line]:
    """The lines that hold anything, stripped, with their offsets.

    >>> split_lines("a b \\n\\n  c")
    [Line(start=0, end=3, text='a b'), Line(start=8, end=9, text='c')]
    """
    lines = []
    for match in _BREAK.finditer(text):
        stripped = match.group().strip()
        if stripped:
            start = match.start() + match.group().index(stripped[0])
            lines.append(Line(start, start + len(stripped), stripped))
    return lines


def ends_sentence(text: str) -> bool:
    """True when the text ends as a sentence does.

    >>> ends_sentence("They left.”"), ends_sentence("The Road North")
    (True, False)
    """
    return bool(_TERMINAL.search(text[-12:]))


def is_story(line: Line) -> bool:
    """True for a line that is a paragraph of prose, not a heading, a byline or a short footer sentence."""
    if len(line.text) < 60:
        return False
    words = line.words
    return words >= 26 or (words >= 15 and ends_sentence(line.text))


def is_heading(line: Line) -> bool:
    """True for a line that could be a headline or a list item: a few words and no sentence's end."""
    return len(line.text) <= 250 and 1 <= line.words <= 30 and not ends_sentence(line.text)


def holds_sentence(text: str) -> bool:
    """True when a line holds a whole sentence of some length, in any script.

    >>> holds_sentence("Shells fell on the village all night."), holds_sentence("Home News Sport")
    (True, False)
    """
    return bool(_SENTENCE_END.search(text)) and (len(text.split()) >= 6 or len(text) >= 40)
