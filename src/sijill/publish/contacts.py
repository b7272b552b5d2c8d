"""Telephone numbers, e-mail addresses, handles and house numbers in a text: what leads straight to a person."""

import re
from collections.abc import Iterator
from functools import cache

from sijill.publish.persons import load_vocabulary

FEWEST_DIGITS, MOST_DIGITS = 7, 15
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
HANDLE = re.compile(r"(?<![\w@./])@\w[\w.]{1,30}\b")
NUMBER = re.compile(
    r"(?<![\w.,+-])(?:(?P<plus>\+|00|٠٠)[ ]?)?\(?\d(?:[\d().-]|[ \u00a0](?=[\d(])){4,20}\d(?!\w|[.,]\d)"
)
CUE = re.compile(
    r"\b(?:tele?phone|phone|tel|mobile|cell|call|whats\s?app|fax|هاتف|الهاتف|جوال|موبايل|واتساب|واتس)\b"
    r"\W*(?:\w+\W+){0,2}$",
    re.I,
)
DATE = re.compile(r"\d{1,4}[-.]\d{1,2}[-.]\d{1,4}|(?:19|20)\d\d-(?:19|20)\d\d")
STREET = r"(?i:street|str|road|rd|avenue|ave|lane|alley|boulevard|blvd|drive|close|terrace|row|st)\b\.?"
NAMED = r"(?:(?:the\s+)?(?:[^\W\d_a-z][\w'’.]*|al|el)(?:-[\w'’]+)*\s+){1,4}"
HOUSE = r"(?i:house|building|flat|apartment|apt\.?|villa|block|shop)"
NTH = r"(?i:no\.?|number|nr\.?)"
COUNT = r"(?<![\d.,:])(?!(?:19|20)\d\d\b)\d{1,4}[A-Za-z]?(?:[/-]\d{1,3})?"  # no year, no decimal
ADDRESSES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:{HOUSE}\s+)?(?:{NTH}\s*)?{COUNT},?\s+{NAMED}{STREET}",
        rf"{NAMED}{STREET},?\s+(?:{HOUSE}\s+|{NTH}\s*|{HOUSE}\s+{NTH}\s*)\d{{1,4}}[A-Za-z]?\b",
        rf"{NAMED}{STREET},?\s+\d{{1,3}}[A-Za-z]?(?=\s*[,.;)]|\s*$)",
        rf"\b{HOUSE}\s+{NTH}\s*\d{{1,4}}[A-Za-z]?\b",
        r"\b(?i:house|flat|apartment|apt)\s+\d{1,4}[A-Za-z]?\b(?!\s+[a-z])",
        r"شارع\s+[^\W\d]+(?:\s+[^\W\d]+){0,2}?\s*[،,]?\s*(?:رقم|بناء|بناية|منزل|بيت|عمارة|شقة)\s*(?:رقم\s*)?\d+",
        r"(?:منزل|المنزل|بيت|البيت|بناء|البناء|بناية|عمارة|شقة)\s+رقم\s+\d+"
        r"(?:\s*[،,]?\s*(?:في\s+)?شارع\s+[^\W\d]+(?:\s+ال[^\W\d]+)?)?",
    )
)


def find_contacts(text: str) -> Iterator[tuple[int, int, str]]:
    """Where the text gives a way to reach or find a person: start, end and what it is.

    >>> [what for _, _, what in find_contacts("Call +00 11 555 0123 or write to a@b.org, 12 Mill Street.")]
    ['contact', 'contact', 'address']
    """
    for pattern in (_match_profiles(), MAIL, HANDLE):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), "contact"
    for match in NUMBER.finditer(text):
        if _is_telephone(match, text):
            yield match.start(), match.end(), "contact"
    for pattern in ADDRESSES:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), "address"


def _is_telephone(match: re.Match[str], text: str) -> bool:
    """Whether digits are dialled rather than counted: they have a prefix, a leading nought or a word for it."""
    digits = re.sub(r"\D", "", match[0])
    if DATE.fullmatch(match[0].strip()):
        return False
    if CUE.search(text[max(0, match.start() - 40) : match.start()]):
        return True
    dialled = bool(match["plus"]) or int(digits[0]) == 0
    return dialled and FEWEST_DIGITS <= len(digits) <= MOST_DIGITS


@cache
def _match_profiles() -> re.Pattern[str]:
    hosts = "|".join(map(re.escape, load_vocabulary()["social_hosts"]))
    return re.compile(rf"(?:https?://)?(?<![\w.-])(?:www\.|m\.)?(?:{hosts})/[\w@.%/?=&-]+", re.I)
