"""What makes a number no count of things: years, dates, clock times, ages, names of weapons and units,
pronouns."""

import re
from functools import cache
from types import ModuleType
from typing import Protocol

from sijill.dates import arabic as arabic_calendar
from sijill.dates import english as english_calendar
from sijill.quantities import english
from sijill.quantities.words import Words

LIST_ITEM = r"[.)](?:\s|$)"


class Numbered(Protocol):
    """What is judged: a phrase of the folded text, with its first number and how it is written."""

    start: int
    end: int
    first: int
    low: float | None
    high: float | None
    form: str
    qualifier: str
    kind: str
    unit: str | None


def is_count(phrase: Numbered, text: str, words: ModuleType | Words, *, starts_line: bool = False) -> bool:
    """True when the number counts or measures something (an ordinal is always let through, marked as
    such)."""
    before, after = _around(phrase, text)
    if phrase.form == "ordinal":
        return True
    if isinstance(words, Words) and words.UNSPACED:
        return _counts_unspaced(phrase, text, words, starts_line=starts_line)
    if phrase.form in ("vague", "pair", "fraction", "round"):
        return not re.search(r"(?:first|second|latter|other|last) \Z", before, re.IGNORECASE)
    if phrase.form == "none":
        # "No casualties have been confirmed" tells what is not known, not that there were none.
        return not re.match(r"[^.;,]{0,40}\b(?:yet|confirmed|verified|known|available|immediately)\b", after)
    if phrase.form == "dual":
        return True
    if phrase.form == "digits" and not _stands_free(before, after, words):
        return False
    if starts_line and phrase.form == "digits" and re.match(LIST_ITEM, after):
        return False
    if _is_in_date(phrase, before, after, words) or _is_clock_or_age(phrase, before, after, words):
        return False
    if phrase.form == "digits" and _is_year(phrase, text, words):
        return False
    if _is_label(before, after, phrase, words):
        return False
    if phrase.form == "words" and phrase.low == phrase.high == 1:
        return phrase.start < phrase.first or _is_counting_one(before, after, words)
    if phrase.form == "words":
        return not re.match(
            r"-(?:thirds?|quarters?|halves|half|fifths?|way|fold|sided|pronged|faced)\b", after
        )
    return True


def _counts_unspaced(phrase: Numbered, text: str, words: Words, *, starts_line: bool) -> bool:
    """The same of a language that sets no spaces between words, where nothing is told by what a number touches."""
    before, after = _around(phrase, text)
    if phrase.form not in ("digits", "words"):
        return True
    if any(re.search(told, before) and re.match(follows, after) for told, follows in words.NOT_COUNTED):
        return False
    if re.match(words.YEAR_AFTER, text[phrase.first :]) or (starts_line and re.match(LIST_ITEM, after)):
        return False
    if re.search(r"[\d.,:/\\#&=+^*№-]\Z|[A-Za-z]-?\Z", before) or re.match(
        r"[:/.,–—-]\d|[/\\_°@A-Za-z]", after
    ):
        return False  # part of something longer
    return phrase.start < phrase.first or not re.search(rf"(?:{words.LABELS_ANY_CASE}) ?\(?\Z", before)


def _around(phrase: Numbered, text: str) -> tuple[str, str]:
    return text[max(0, phrase.first - 60) : phrase.first], text[phrase.end : phrase.end + 80]


def _stands_free(before: str, after: str, words: ModuleType | Words) -> bool:
    """False for digits that are part of something longer: T62, T-72, 10:45, 2018-04-01, 1.4.2018, 24/7,
    id_12."""
    if re.search(r"[.,:/\\#&=+^*№-]\Z", before) and re.search(r"[\w+&?/]\W\Z|[#№&=+^*\\/]\Z", before):
        # A comma or dash set after a word without a space is sloppy prose, not a designation.
        if not re.search(r"[^\W\d],\Z", before):
            return False
    elif re.search(r"\w\Z", before):
        proclitic = getattr(words, "PROCLITICS", "")
        if not proclitic or not re.search(rf"(?<!\w){proclitic}(?:ال)?\Z", before):
            return False
    if re.search(r"(?<=\w)[‐‑]\Z|[(\[]\Z", before) and (before[-1:] not in "([" or re.match(r"[)\]]", after)):
        return False  # a footnote mark or a number said twice, "four (4)"
    if re.search(r"\d[–—]\Z", before) or re.match(r"[:/.,–—-]\d|[/\\_°@]", after):
        return False
    if words is english and re.match(r" ?[\u0600-\u06ff]", after):
        return False  # a foreign dateline in an English page: what it counts is not ours to read
    glued = re.match(r"[^\W\d_]+", after)
    return not glued or bool(re.fullmatch(rf"(?:{words.UNITS}|x)", glued.group(), re.IGNORECASE))


@cache
def _months(words: ModuleType | Words) -> str:
    if isinstance(words, Words):
        return "|".join(re.escape(name) for name in sorted(words.MONTHS, key=len, reverse=True))
    calendar = english_calendar if words is english else arabic_calendar
    names = sorted({*calendar.MONTHS, *calendar.HIJRI_MONTHS}, key=len, reverse=True)
    # Capitals tell the month from the verb: "5 may have died", "12 march on".
    return "|".join(re.escape(name.title() if words is english else name) for name in names)


def _is_in_date(phrase: Numbered, before: str, after: str, words: ModuleType | Words) -> bool:
    if not (phrase.high or phrase.low or 0) <= 31 or phrase.unit:
        return False
    months = _months(words)
    if isinstance(words, Words):  # the day before the month, alone or as the last of several
        ranged = r"(?:,? \d{1,2})*(?: ?[-–] ?| (?:et|y|и|і|та|و|au|al|по|تا) )\d{1,2}(?:er)?"
        return bool(re.match(rf"(?:er|-го|-го)?(?:{ranged})? (?:de )?(?:{months})\b", after, re.IGNORECASE))
    day = rf"(?:st|nd|rd|th)?,? (?:of |من )?(?:{months})\b"
    if re.match(rf"{day}(?! \d{{1,2}}\b(?!,? \d))", after):
        return True
    # "on 5 March 14 people were killed": the day has its "on", and what follows the month counts the people
    led = r"(?<!\w)(?:[Oo]n|[Ss]ince|[Uu]ntil|[Bb]y|[Oo]f)(?: the)? "
    if words is english and re.search(rf"{led}\Z", before) and re.match(day, after):
        return True
    if words is english and re.search(rf"{led}\d{{1,2}}{day} \Z", before):
        return not _counts_something(after, words)
    # "17 and 18 March", "17, 18 and 19 March"
    if re.match(rf"(?:, \d{{1,2}})*(?: and | to | و| الي | ?[-–] ?)\d{{1,2}}(?:th)? (?:{months})\b", after):
        return True
    if re.search(rf"(?<!\w)(?:{months})\.?,? (?:the )?\Z", before):
        return True
    joined = (
        rf"(?<!\w)(?:{months})\.? \d{{1,2}}(?:st|nd|rd|th)?(?:, \d{{1,2}})*"
        r"(?: and |, and | to | through | ?[-–] ?)\Z"
    )
    return bool(re.search(joined, before)) and not _counts_something(after, words)


def _is_clock_or_age(phrase: Numbered, before: str, after: str, words: ModuleType | Words) -> bool:
    if re.match(words.CLOCK_AFTER, after, re.IGNORECASE) or re.match(words.AGE_AFTER, after, re.IGNORECASE):
        return True
    if re.search(r"\d:\Z", before):
        return True
    # "Children under 18", "men over 60": an age, not a count
    bound = phrase.qualifier in ("under", "over", "above", "below") and (phrase.low or phrase.high or 0) < 100
    return bool(
        bound and re.search(words.AGE_BEFORE, before[: len(before) - (phrase.first - phrase.start)], re.I)
    )


def _is_year(phrase: Numbered, text: str, words: ModuleType | Words) -> bool:
    before, after = _around(phrase, text)
    written = text[phrase.first : phrase.end]
    ends = [value for value in (phrase.low, phrase.high) if value is not None]
    if isinstance(words, Words):
        whole = re.fullmatch(r"[12]\d{3}", text[phrase.first : phrase.end])
        if re.compile(words.YEAR_AFTER, re.IGNORECASE).match(text, phrase.first):
            return True
        if whole and re.search(rf"(?<!\w)(?:{_months(words)})\.?,? (?:del? )?\Z", before, re.IGNORECASE):
            return True
    if not ends or not all(1900 <= value < 2100 and value == int(value) for value in ends):
        return False
    if "," in written or phrase.unit or phrase.kind == "percent":
        return False
    said = before.rstrip()
    if re.search(rf"(?<!\w)(?:{_months(words)})\.?(?: \d{{1,2}}(?:st|nd|rd|th)?)?[,.،]?\Z", said):
        return True
    if re.search(rf"(?<!\w)(?:{words.YEAR_WORDS})\Z", said, re.IGNORECASE):
        return True
    # "2000 soldiers" counts; "the 2015 offensive" dates. A round number may count anything in the
    # plural; a number
    # like 2016 that nothing bounds is taken for a year unless people follow.
    if _counts_something(after, words, people_only=any(value % 100 for value in ends)):
        return False
    return phrase.qualifier not in ("at least", "more than", "up to", "as many as", "less than", "fewer than")


def _counts_something(after: str, words: ModuleType | Words, *, people_only: bool = False) -> bool:
    """True when a plural follows within three words, before any word that starts something else."""
    for word in re.findall(r"[^\W\d_]+(?:['’-]\w+)*", re.split(r"[.,;:()\n\"“”]", after.lstrip("-"))[0])[:3]:
        plain = word.lower()
        if plain in words.STOPS:
            return False
        if plain in words.IRREGULAR_PLURALS:
            return True
        if not people_only and plain.endswith("s") and word[0].islower():
            return True
        if re.fullmatch(
            r"(?:civilian|soldier|fighter|militant|rebel|prisoner|person|refugee|combatant)s", plain
        ):
            return True
    return False


def _is_label(before: str, after: str, phrase: Numbered, words: ModuleType | Words) -> bool:
    if phrase.start < phrase.first:
        return False
    proclitics = getattr(words, "PROCLITICS", "")
    if re.search(rf"(?<!\w){proclitics}(?:{words.LABELS_ANY_CASE}) ?\Z", before, re.IGNORECASE):
        return True
    if re.search(rf"(?<!\w)(?:{words.LABELS}) \Z", before):
        return True
    if phrase.form != "digits" or phrase.low == 1:
        return False
    # "107 missile" names a weapon, "12 missile strikes" counts: in a name no plural follows.
    weapon = re.match(rf" (?:{words.DESIGNATED})\b(?! [a-z]+s\b)", after, re.IGNORECASE)
    return bool(weapon)


def _is_counting_one(before: str, after: str, words: ModuleType | Words) -> bool:
    following = re.match(r"[ -]([^\W\d_]+)", after)
    preceding = re.search(r"([^\W\d_]+) ?\Z", before)
    if preceding and preceding[1].lower() in words.ONE_AFTER:
        return False
    if isinstance(words, Words):  # an article as well: it counts where a noun follows
        return bool(following) and following[1].lower() not in words.STOPS
    if words is not english:
        return bool(preceding) and not (following and following[1] in words.ONE_BEFORE)
    if (
        before.endswith("-")
        or re.match(r"['’]", after)
        or re.match(r"-(?:sided|way|time|off|on|to|by|third)", after)
    ):
        return False
    if following and following[1].lower() not in words.ONE_BEFORE:
        return following[1].lower() not in words.STOPS or bool(re.search(words.LOSING, before, re.IGNORECASE))
    return not following and bool(re.search(words.LOSING, before, re.IGNORECASE))
