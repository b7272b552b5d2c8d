"""The bare numbers of a text, before what bounds them is read: digits, number words, vague counts,
ordinals."""

import re
from collections.abc import Iterator
from functools import cache

from sijill.numerals import (
    ARABIC_ORDINALS,
    ARABIC_SCALES,
    ENGLISH_ONES,
    ENGLISH_ORDINALS,
    ENGLISH_SCALES,
    ENGLISH_TENS,
    read_arabic,
    read_english,
)
from sijill.quantities import arabic, english
from sijill.quantities.languages import LISTED, choose_words
from sijill.quantities.listed import find_listed
from sijill.quantities.written import DIGITS, Atom, read_digits, read_vague


def find_atoms(text: str, language: str) -> list[Atom]:
    """The numbers of a folded text in order, none overlapping another."""
    if language in LISTED:
        return list(find_listed(text, choose_words(language)))
    return list(_find_arabic(text) if language == "ar" else _find_english(text))


@cache
def _english_pattern() -> re.Pattern[str]:
    ones, tens = "|".join(sorted(ENGLISH_ONES, key=len, reverse=True)), "|".join(ENGLISH_TENS)
    below_100 = rf"(?:(?:{tens})(?:[ -](?:{ones}))?|{ones})"
    below_1000 = rf"(?:(?:{below_100}|an?)[ -]hundred(?: (?:and )?{below_100})?|{below_100})"
    scaled = rf"(?:{below_1000}|an?)[ -](?:thousand|million|billion)"
    number = rf"(?:{scaled})(?:,? {scaled})*(?:,? (?:and )?{below_1000})?|{below_1000}"
    ordinals = "|".join(sorted(ENGLISH_ORDINALS, key=len, reverse=True))
    scales = "|".join(ENGLISH_SCALES)
    shares = "|".join(english.FRACTIONS)
    return re.compile(
        rf"\b(?:(?P<pair>{'|'.join(english.PAIRS)}|half a million)\b"
        rf"|(?:(?P<parts>an?|one|two|three|four)[ -])?(?P<share>{shares})s?"
        r"(?=(?<=half) (?:the|its|their)\b| of (?:the|its|their|all|his|this|these)\b)"
        rf"|(?P<ungiven>{english.UNGIVEN})\b|(?P<vague>{english.VAGUE})\b"
        rf"|(?P<none>no(?= {english.COUNTED_BY_NO})"
        rf"|without(?: any)?(?= (?:casualt|losses|injur|deaths|fatalit|victims))"
        rf"|none\b(?! (?:of (?:this|that|it)|the|other)\b))"
        rf"|(?P<ordinal>\d+(?:st|nd|rd|th)|{ordinals})\b"
        rf"|(?P<words>(?:{below_100}|an?)[ -]dozen|{number})\b(?! hundreds| thousands))"
        rf"|(?P<digits>{DIGITS})(?:[ -](?P<scale>{scales})\b)?",
        re.IGNORECASE,
    )


def _find_english(text: str) -> Iterator[Atom]:
    for match in _english_pattern().finditer(text):
        form, (start, end) = match.lastgroup, match.span()
        written = match.group().lower()
        if form == "pair":
            value = float(english.PAIRS.get(written, 500_000))
            yield Atom(start=start, end=end, low=value, high=value, form="pair")
        elif form == "share":
            parts = read_english([match["parts"].lower()]) if match["parts"] else None
            if parts or match["share"].lower() == "half":
                value = round(english.FRACTIONS[match["share"].lower()] * (parts or 1), 2)
                yield Atom(start=start, end=end, low=value, high=value, form="fraction")
        elif form == "ungiven":
            yield Atom(start=start, end=end, low=None, high=None, form="vague")
        elif form == "vague":
            low = read_vague(written, english.PLURALS, english.FEW, ENGLISH_SCALES)
            # "Scores" is also what tests and matches have.
            if written != "scores" or re.match(
                r" (?:more|were|are|have|had|killed|dead|wounded)\b", text[end:]
            ):
                yield Atom(start=start, end=end, low=low, high=None, form="vague")
        elif form == "none":
            yield Atom(start=start, end=end, low=0.0, high=0.0, form="none")
        elif form == "ordinal":
            value = float(ENGLISH_ORDINALS.get(written) or re.sub(r"\D", "", written)[:15])
            yield Atom(start=start, end=end, low=value, high=value, form="ordinal")
        elif form == "words":
            words = [word for word in re.split(r"[ ,-]+", written) if word != "and"]
            value = read_english(words)
            if value is not None:
                scale = ENGLISH_SCALES.get(words[-1], 1)
                yield Atom(
                    start=start, end=end, low=float(value), high=float(value), form="words", scale=scale
                )
        else:
            value = read_digits(match["digits"])
            if value is not None:
                scale = ENGLISH_SCALES.get((match["scale"] or "").lower(), 1)
                value *= scale
                yield Atom(start=start, end=end, low=value, high=value, form="digits", scale=scale)


@cache
def _arabic_pattern() -> re.Pattern[str]:
    scales = "|".join(sorted(ARABIC_SCALES, key=len, reverse=True))
    return re.compile(
        rf"(?<!\w){arabic.PROCLITICS}(?:(?P<none>{arabic.NONE})|(?P<ungiven>{arabic.UNGIVEN})"
        rf"|(?P<vague>{arabic.VAGUE}))(?!\w)"
        rf"|(?P<digits>{DIGITS})(?: (?P<scale>{scales})\b)?"
        r"|(?P<word>(?<!\w)[^\W\d_]+)"
    )


def _find_arabic(text: str) -> Iterator[Atom]:
    at = 0
    while match := _arabic_pattern().search(text, at):
        form = match.lastgroup if match.lastgroup != "scale" else "digits"
        start, end = match.span(form)
        at = match.end()
        if form == "none":
            yield Atom(start=start, end=end, low=0.0, high=0.0, form="none")
        elif form == "ungiven":
            yield Atom(start=start, end=end, low=None, high=None, form="vague")
        elif form == "vague":
            low = read_vague(match[form], arabic.PLURALS, arabic.FEW, {})
            yield Atom(start=start, end=end, low=low, high=None, form="vague")
        elif form == "digits":
            value = read_digits(match["digits"])
            if value is not None:
                scale = ARABIC_SCALES.get(match["scale"] or "", 1)
                value *= scale
                yield Atom(start=start, end=match.end(), low=value, high=value, form="digits", scale=scale)
        else:
            atom = _read_arabic_word(text, match.start(), match.group())
            if atom:
                at = atom.end
                yield atom


def _read_arabic_word(text: str, start: int, word: str) -> Atom | None:
    following = [found.group() for found in re.finditer(r"\w+", _run_of_words(text, start + len(word)))][:6]
    # The longest reading first: "واحد" is a number as it stands, not "and" with a number.
    for prefix in ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال"):
        if not word.startswith(prefix) or len(word) - len(prefix) < 2:
            continue
        bare, at = word[len(prefix) :], start + len(prefix)
        read = read_arabic([bare, *following])
        if read:
            value, used = read
            if used == 1 and (bare in ("احد", "احدي") or (prefix.endswith("ال") and bare == "اثنين")):
                return None  # "one of", Sunday and Monday
            end = at
            for found in list(re.finditer(r"\w+", text[at : at + 150]))[:used]:
                end = at + found.end()
            last = text[at:end].split()[-1]
            scale = ARABIC_SCALES.get(last, 1)
            return Atom(start=at, end=end, low=float(value), high=float(value), form="words", scale=scale)
        if bare in arabic.DUAL_NOUNS:
            return Atom(start=at, end=at + len(bare), low=2.0, high=2.0, form="dual")
        if prefix.endswith("ال") and bare in ARABIC_ORDINALS:
            value = float(ARABIC_ORDINALS[bare])
            return Atom(start=at, end=at + len(bare), low=value, high=value, form="ordinal")
    return None


def _run_of_words(text: str, at: int) -> str:
    """What follows, up to anything but words and single spaces: a number never runs across punctuation."""
    return re.match(r"(?: \w+){0,6}", text[at : at + 120]).group()
