"""The bare numbers of a text in a language whose number words are a list: French, Spanish, Russian, Ukrainian, Persian,
Burmese."""

import re
from collections.abc import Iterator
from functools import cache

from sijill.quantities.words import Words, read_listed
from sijill.quantities.written import DIGITS, Atom, read_digits, read_vague

WORD = r"[^\W\d_]+(?:'[^\W\d_]+)*"
RUN = re.compile(rf"{WORD}(?:[ -]{WORD}){{0,11}}")


@cache
def _pattern(words: Words) -> re.Pattern[str]:
    scales = "|".join(sorted(words.SCALES, key=len, reverse=True))
    rounds = "|".join(sorted(words.ROUND, key=len, reverse=True)) or r"(?!)"
    (begin, end), word, gap, whole = words.EDGES, rf"(?<!\w){WORD}", " ", r"(?!\w)"
    if words.UNSPACED:
        whole = end
        ones = "|".join(sorted((*words.NUMBERS, *words.SCALES), key=len, reverse=True))
        word, gap = rf"{begin}(?:{ones})+{words.COUNTED}", rf"(?!{words.PERCENT}) ?"
    return re.compile(
        rf"{begin}(?:(?P<none>{words.NONE})|(?P<ungiven>{words.UNGIVEN})|(?P<vague>{words.VAGUE})"
        rf"|(?:une? |una )?(?P<round>{rounds})){whole}"
        rf"|(?P<digits>{DIGITS})(?:{gap}(?P<scale>{scales}){end}\.?)?"
        rf"|(?P<word>{word})",
        re.IGNORECASE,
    )


def find_listed(text: str, words: Words) -> Iterator[Atom]:
    """The numbers of a folded text in order, none overlapping another."""
    at = 0
    while match := _pattern(words).search(text, at):
        start, end = match.span()
        at = max(end, at + 1)
        if match["none"]:
            yield Atom(start=start, end=end, low=0.0, high=0.0, form="none")
        elif match["ungiven"]:
            yield Atom(start=start, end=end, low=None, high=None, form="vague")
        elif match["vague"]:
            low = _read_vague(match["vague"].lower(), words)
            yield Atom(start=start, end=end, low=low, high=None, form="vague")
        elif match["round"]:
            value = float(words.ROUND[match["round"].lower()])
            yield Atom(start=start, end=end, low=value, high=value, form="round")
        elif match["digits"]:
            value = read_digits(match["digits"])
            if value is not None:
                scale = words.SCALES.get((match["scale"] or "").lower(), 1)
                yield Atom(
                    start=start, end=end, low=value * scale, high=value * scale, form="digits", scale=scale
                )
        elif atom := (_read_run if words.UNSPACED else _read_words)(text, start, words):
            at = atom.end
            yield atom


def _read_words(text: str, start: int, words: Words) -> Atom | None:
    run = RUN.match(text, start, start + 160)
    found = list(re.finditer(WORD, run.group())) if run else []
    read = read_listed([one.group().lower() for one in found], words)
    if read is None:
        return None
    value, used, scale = read
    return Atom(
        start=start,
        end=start + found[used - 1].end(),
        low=float(value),
        high=float(value),
        form="words",
        scale=scale,
    )


def _read_run(text: str, start: int, words: Words) -> Atom | None:
    """The number of a run of words that nothing divides; None where it is not read whole."""
    run = _pattern(words).match(text, start)["word"]
    ones = "|".join(sorted((*words.NUMBERS, *words.SCALES), key=len, reverse=True))
    found = re.findall(ones, run)
    read = read_listed(found, words)
    if read is None or read[1] < len(found):
        return None
    value = float(read[0])
    return Atom(start=start, end=start + len(run), low=value, high=value, form="words", scale=read[2])


def _read_vague(written: str, words: Words) -> float:
    if not words.UNSPACED:
        return read_vague(written, words.PLURALS, words.FEW, words.SCALES)
    return float(next(low for word, low in (words.PLURALS | words.FEW).items() if word in written))
