"""One number as written, whatever the language: digits, and vague counts by what they count in."""

import re
from collections.abc import Mapping

from sijill.model import Frozen

DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?![\d])|\d+(?:\.\d+)?"


class Atom(Frozen):
    """One number as written; `vague` ones ("dozens") have no upper end and are their own qualifier."""

    start: int
    end: int
    low: float | None
    high: float | None
    form: str  # digits, words, vague, none, ordinal, fraction, dual, pair
    scale: float = 1


def read_digits(written: str) -> float | None:
    """The value of a number in ASCII digits; a comma groups thousands, and so does a point before three
    digits.

    >>> read_digits("2,500"), read_digits("1.5"), read_digits("2.500"), read_digits("007")
    (2500.0, 1.5, 2500.0, None)
    """
    if len(written) > 1 and written[0] == "0" and written[1].isdigit():
        return None
    # Reports count whole things: "2.500 fighters" is the continental two and a half thousand.
    if re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", written):
        return float(written.replace(".", ""))
    if len(written) > 15:
        return None
    return float(written.replace(",", ""))


def read_vague(
    written: str, plurals: Mapping[str, int], few: Mapping[str, int], scales: Mapping[str, int]
) -> float:
    """The lower end of a vague count: its smallest number times whatever it counts in."""
    low = 1.0
    for phrase, least in few.items():
        if re.search(rf"(?:^|\b){phrase}\b", written):
            low *= least
            break
    for word in re.findall(r"\w+", written):
        bare = word.removeprefix("ال") if word.removeprefix("ال") in plurals else word
        if bare in plurals:
            # "Tens of thousands" is twenty thousands; "several hundred(s)" three hundreds.
            base = 12 if bare == "dozens" else 10 ** (len(str(plurals[bare])) - 1)
            low *= plurals[bare] if low == 1.0 else base
        elif word in scales:
            low *= scales[word]
    return low
