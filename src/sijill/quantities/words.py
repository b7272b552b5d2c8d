"""What a language says around numbers, as constants; a language whose numbers are simple lists of words is one file of them."""

from collections.abc import Mapping
from typing import Any

NEVER = r"(?!)"


class Words:
    """The constants of one language; each has the meaning that it has in `english`.

    `NUMBERS` is the value of each number word below a hundred and of the hundreds that are one word; `HUNDRED` and
    `SCALES` multiply what stands before them; `LINKS` may stand between the words of one number.
    """

    ADVERB = NEVER
    AFTER: Mapping[str, str] = {}
    RANGE_JOINS = r" ?(?:-|–|—) ?"
    FEW: Mapping[str, int] = {}
    UNGIVEN = NEVER
    NONE = NEVER
    BETWEEN_NUMBER_AND_TIME = ""
    CURRENCY = "$€£"
    TEMPORAL_PREPOSITIONS: tuple[str, ...] = ()
    LASTING = NEVER
    LABELS = NEVER
    LABELS_ANY_CASE = NEVER
    DESIGNATED = NEVER
    AGE_AFTER = NEVER
    AGE_BEFORE = NEVER
    CLOCK_AFTER = NEVER
    ONE_AFTER: tuple[str, ...] = ()
    ONE_BEFORE: tuple[str, ...] = ()
    LOSING = NEVER
    IRREGULAR_PLURALS: tuple[str, ...] = ()
    HUNDRED: Mapping[str, int] = {}
    SCORE: tuple[str, ...] = ()  # words that are twenty, and eighty after four
    WIDE: tuple[int, ...] = ()  # tens that eleven to nineteen may follow
    TEN: tuple[str, ...] = ()  # words for ten that seven to nine make seventeen to nineteen
    ROUND: Mapping[str, int] = {}  # nouns that are a number ("a dozen")
    MONTHS: tuple[str, ...] = ()
    YEAR_AFTER = NEVER  # a number with what makes it a year
    LINKS: tuple[str, ...] = ()
    UNSPACED = False  # words are not set apart: a number word is one where `COUNTED` follows
    COUNTED = ""
    EDGES = (r"(?<!\w)", r"\b")  # where a word begins and ends
    BETWEEN_BOUND_AND_NUMBER = ""
    NOT_COUNTED: tuple[tuple[str, str], ...] = ()  # what stands before and after a number that counts nothing

    def __init__(self, code: str, **constants: Any):
        self.code = code
        for name, value in constants.items():
            setattr(self, name, value)


def read_listed(written: list[str], words: Words) -> tuple[int, int, int] | None:
    """The value at the head of a list of words, how many of them it takes, and the scale of its last; None for no number.

    >>> from sijill.quantities.fr import WORDS
    >>> read_listed("quatre vingt douze mille cinq cents soldats".split(), WORDS)
    (92500, 6, 1)
    """
    total, current, used, scale, place, last = 0, 0, 0, 1, 0, ""
    for index, word in enumerate(written):
        if word in words.SCALES:
            factor = words.SCALES[word]
            if total and factor >= place:
                break
            total, place = total + (current or 1) * factor, factor
            current, scale = 0, factor
        elif word in words.HUNDRED:
            if current > 9 or (current == 0 and index and not total):
                break
            current, scale = (current or 1) * words.HUNDRED[word], 1
        elif word in words.SCORE and current % 100 == 4:
            current, scale = current - 4 + 80, 1
        elif word in words.NUMBERS:
            value = words.NUMBERS[word]
            teen = last in words.TEN and 7 <= value <= 9
            if current and not (teen or _may_follow(current, value, words)):
                break
            current, scale = current + value, 1
        elif not (index and word in words.LINKS):
            break
        else:
            continue
        used, last = index + 1, word
    return (total + current, used, scale) if used else None


def _may_follow(current: int, value: int, words: Words) -> bool:
    if current % 100 in words.WIDE:
        return value < 20
    lowest = 100 if current % 100 == 0 else 10 if current % 10 == 0 and current % 100 > 10 else 1
    return 0 < value < lowest
