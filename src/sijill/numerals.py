"""Number words of each language, and the value of a run of them; read by `quantities` and `dates`."""

from collections.abc import Sequence
from functools import cache

ENGLISH_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
ENGLISH_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
ENGLISH_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9}
ENGLISH_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "twenty-first": 21, "twenty-second": 22, "twenty-third": 23, "twenty-fourth": 24,
    "twenty-fifth": 25, "twenty-sixth": 26, "twenty-seventh": 27, "twenty-eighth": 28, "twenty-ninth": 29,
    "thirtieth": 30, "thirty-first": 31,
}  # fmt: skip

# Arabic words as `text.fold_arabic` leaves them: no hamza seats, final ta marbuta as ha.
ARABIC_ONES = {
    "صفر": 0, "واحد": 1, "واحده": 1, "احد": 1, "احدي": 1, "اثنان": 2, "اثنين": 2, "اثنتان": 2,
    "اثنتين": 2, "اثنا": 2, "اثني": 2, "اثنتا": 2, "اثنتي": 2, "ثلاثه": 3, "ثلاث": 3, "اربعه": 4,
    "اربع": 4, "خمسه": 5, "خمس": 5, "سته": 6, "ست": 6, "سبعه": 7, "سبع": 7, "ثمانيه": 8, "ثماني": 8,
    "ثمان": 8, "تسعه": 9, "تسع": 9, "عشره": 10, "عشر": 10,
}  # fmt: skip
ARABIC_TENS = {
    "عشرون": 20, "عشرين": 20, "ثلاثون": 30, "ثلاثين": 30, "اربعون": 40, "اربعين": 40, "خمسون": 50,
    "خمسين": 50, "ستون": 60, "ستين": 60, "سبعون": 70, "سبعين": 70, "ثمانون": 80, "ثمانين": 80,
    "تسعون": 90, "تسعين": 90,
}  # fmt: skip
ARABIC_HUNDREDS = {
    stem + hundred: value * 100
    for stem, value in (
        ("", 1), ("ثلاث", 3), ("اربع", 4), ("خمس", 5), ("ست", 6),
        ("سبع", 7), ("ثمان", 8), ("ثماني", 8), ("تسع", 9),
    )
    for hundred in ("ميه", "مايه")
} | {stem: 200 for stem in ("ميتان", "ميتين", "مايتان", "مايتين", "ميتي", "مايتي")}  # fmt: skip
ARABIC_SCALES = {
    "الف": 1000, "الفا": 1000, "الاف": 1000, "مليون": 10**6, "مليونا": 10**6, "ملايين": 10**6,
    "مليار": 10**9, "مليارات": 10**9,
}  # fmt: skip
ARABIC_DOUBLE_SCALES = {
    "الفان": 2000, "الفين": 2000, "الفي": 2000, "مليونان": 2 * 10**6, "مليونين": 2 * 10**6,
    "مليوني": 2 * 10**6,
}  # fmt: skip
ARABIC_ORDINALS = {
    "اول": 1, "اولي": 1, "ثاني": 2, "ثانيه": 2, "ثالث": 3, "ثالثه": 3, "رابع": 4, "رابعه": 4, "خامس": 5,
    "خامسه": 5, "سادس": 6, "سادسه": 6, "سابع": 7, "سابعه": 7, "ثامن": 8, "ثامنه": 8, "تاسع": 9,
    "تاسعه": 9, "عاشر": 10, "عاشره": 10,
}  # fmt: skip


def read_english(words: Sequence[str]) -> int | None:
    """The value of English number words in lower case ("and" and hyphens already split off), or None.

    >>> read_english(["five", "thousand", "two", "hundred", "six"]), read_english(["a", "dozen"])
    (5206, 12)
    """
    total, current = 0, 0
    for word in words:
        if word in ("a", "an"):
            current += 1
        elif word in ENGLISH_ONES:
            current += ENGLISH_ONES[word]
        elif word in ENGLISH_TENS:
            current += ENGLISH_TENS[word]
        elif word in ("hundred", "dozen"):
            current = (current or 1) * ENGLISH_SCALES[word]
        elif word in ENGLISH_SCALES:
            total += (current or 1) * ENGLISH_SCALES[word]
            current = 0
        else:
            return None
    return total + current if words else None


def read_arabic(words: Sequence[str]) -> tuple[int, int] | None:
    """The value at the head of folded Arabic words, and how many words it takes; None when no number
    stands there.

    A word joined by the conjunction keeps it ("وعشرون"), which is how "five and twenty" differs from
    "five, ten".

    >>> read_arabic("خمسه وعشرون الف مقاتل".split())
    (25000, 3)
    """
    total, current, last, used = 0, 0, 0, 0
    for index, word in enumerate(words):
        joined = index > 0 and word.startswith("و") and len(word) > 2 and word[1:] in _arabic_words()
        value = word[1:] if joined else word
        if index == 0 and word not in _arabic_words():
            return None
        if value in ARABIC_SCALES:
            if joined:
                total, current = total + current, 0
            elif index and not current:
                break
            total += (current or 1) * ARABIC_SCALES[value]
            current, last = 0, ARABIC_SCALES[value]
        elif value in ARABIC_DOUBLE_SCALES:
            if index and not joined:
                break
            total, current, last = total + current + ARABIC_DOUBLE_SCALES[value], 0, 1000
        elif word == "ونصف" and last >= 1000:  # "a million and a half"
            total, last = total + last // 2, 1
        elif value in ARABIC_HUNDREDS:
            amount = ARABIC_HUNDREDS[value]
            if index and not joined:  # "three hundred" as two words
                if not (3 <= current <= 9 and amount == 100):
                    break
                current, last = current * 100, 100
            elif index and last < 1000:
                break
            else:
                current, last = current + amount, 100
        elif value in ARABIC_TENS:
            if index and not (joined and (1 <= current % 100 <= 9 or last >= 100) and current % 100 < 10):
                break
            current, last = current + ARABIC_TENS[value], 10
        elif value in ARABIC_ONES:
            amount = ARABIC_ONES[value]
            teen = amount == 10 and not joined and 1 <= current % 100 <= 9
            if index and not teen and not (joined and last >= 100 and current % 100 == 0):
                break
            current, last = current + amount, 10 if teen else 1
        else:
            break
        used = index + 1
    return (total + current, used) if used else None


@cache
def _arabic_words() -> set[str]:
    return {*ARABIC_ONES, *ARABIC_TENS, *ARABIC_HUNDREDS, *ARABIC_SCALES, *ARABIC_DOUBLE_SCALES}
