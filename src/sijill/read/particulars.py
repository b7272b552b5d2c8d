"""The numbers and names that a text gives: two short reports that differ in them tell two things in the same words."""

import re
from functools import cache
from typing import NamedTuple

from ..numerals import (
    ARABIC_HUNDREDS,
    ARABIC_ONES,
    ARABIC_TENS,
    ENGLISH_ONES,
    ENGLISH_SCALES,
    ENGLISH_TENS,
    read_english,
)
from ..text import fold_arabic, fold_digits
from .lines import ends_sentence

# Folded characters up to which a text is short: one word of it changed may be all that it says.
SHORT_TEXT = 600
_NAME = re.compile(r"(?<=[^\W_])[^\w.!?]+\b([A-Z]\w+)")


class Particulars(NamedTuple):
    """What a text gives of numbers (as values) and of names within its sentences, and all its words."""

    numbers: frozenset[float]
    names: frozenset[str]
    words: frozenset[str]


def read_particulars(text: str) -> Particulars:
    """The numbers, names and words of a text; headlines, which each outlet writes for itself, give no names.

    >>> found = read_particulars("Six men left Qarna. 1,200 stayed.")
    >>> sorted(found.numbers), sorted(found.names)
    ([6.0, 1200.0], ['qarna'])
    """
    plain = fold_digits(text if text.isascii() else fold_arabic(text))
    words = re.findall(r"\d[\d.,]*\d|\w+", plain.casefold())
    told = [line for line in text.splitlines() if ends_sentence(line)]
    names = {name.casefold() for line in told for name in _NAME.findall(line)}
    return Particulars(frozenset(_list_numbers(words)), frozenset(names), frozenset(words))


def contradict(a: frozenset, b: frozenset) -> bool:
    """True when each has something that the other lacks.

    >>> contradict(frozenset({6}), frozenset({7})), contradict(frozenset({6}), frozenset({6, 7}))
    (True, False)
    """
    return bool(a - b) and bool(b - a)


def _list_numbers(words: list[str]) -> list[float]:
    values: list[float] = []
    run: list[str] = []
    for word in [*words, ""]:
        if word in _english():
            run.append(word)
            continue
        value = read_english(run) if run else None
        values += [float(value)] if value is not None else []
        run = []
        if word[:1].isdigit():
            digits = word.replace(",", "")
            values += [float(digits)] if re.fullmatch(r"\d+(?:\.\d+)?", digits) else []
        elif word in _arabic():
            values.append(float(_arabic()[word]))
    return values


@cache
def _english() -> frozenset[str]:
    return frozenset((*ENGLISH_ONES, *ENGLISH_TENS, *ENGLISH_SCALES))


@cache
def _arabic() -> dict[str, int]:
    return {**ARABIC_ONES, **ARABIC_TENS, **ARABIC_HUNDREDS}
