"""From bare numbers to quantities: ranges joined, bounds read, percentages and units marked, non-counts
dropped."""

import re
from functools import cache
from types import ModuleType

from sijill.model import Frozen, replace
from sijill.quantities.atoms import Atom, find_atoms
from sijill.quantities.context import is_count
from sijill.quantities.languages import ARABIC_LETTERS, DECIMAL_COMMA, LISTED, choose_words
from sijill.quantities.words import Words
from sijill.text import Normalised, fold_digits, normalise

WINDOW = 48  # characters: the longest qualifier and what may stand before it


class Quantity(Frozen):
    """A number as a text gives it; `text[start:end]` is the phrase with its qualifier, without the noun.

    `low` and `high` are None where open, both when a number is only said to be there ("a number of").
    `qualifier` is the words as written in lower case, or `exact`; `kind` is `number`, `percent` (a share of
    a whole too) or `ordinal`; `unit` is set, as written, when what is measured is a distance, a weight, money
    or time. An Arabic dual noun is a quantity that holds its own noun.
    """

    start: int
    end: int
    low: float | None
    high: float | None
    qualifier: str = "exact"
    kind: str = "number"
    unit: str | None = None


class Phrase(Frozen):
    """A quantity in the making, in offsets of the folded text; `first` is where its digits or number
    word begin."""

    start: int
    end: int
    first: int
    low: float | None
    high: float | None
    form: str
    said: tuple[tuple[int, int], ...] = ()  # where the words of the qualifier stand
    qualifier: str = ""  # these words, folded
    kind: str = "number"
    unit: str | None = None


def find_quantities(text: str, language: str = "en") -> list[Quantity]:
    """The quantities of a text in order of appearance, none overlapping another.

    Years, dates, clock times, ages, names of weapons and units, and "one" as a pronoun are not among them.

    >>> [(q.low, q.high, q.qualifier) for q in find_quantities("more than 1,800 left on some 40 buses")]
    [(1800.0, None, 'more than'), (40.0, 40.0, 'some')]
    """
    words = choose_words(language)
    # A space between groups of three digits groups thousands ("1 500"): two counts never stand so.
    joined = re.sub(r"(?<=\d)[ \u00a0\u2009\u202f](?=\d{3}(?!\d))", _group_thousands, fold_digits(text))
    if language in DECIMAL_COMMA:  # "2,5 millions"; three digits after a comma are thousands even there
        joined = re.sub(r"(?<=\d),(?=\d{1,2}(?![\d,.]))", ".", joined)
    folded = normalise(joined, quotes=language in LISTED, arabic=language in ARABIC_LETTERS)
    found: list[Quantity] = []
    for phrase in _join_ranges(find_atoms(folded.text, language), folded.text, words):
        phrase = _read_company(phrase, folded.text, words)
        start, end = folded.find_original(phrase.start, phrase.end)
        listed = bool(re.search(r"(?:^|\n)[ \t]*\Z", text[max(0, start - 80) : start]))
        if (found and start < found[-1].end) or not is_count(phrase, folded.text, words, starts_line=listed):
            continue
        found.append(
            Quantity(
                start=start,
                end=end,
                low=phrase.low,
                high=phrase.high,
                qualifier=_read_qualifier(text, folded, phrase) or "exact",
                kind=phrase.kind,
                unit=phrase.unit,
            )
        )
    return found


def _read_qualifier(text: str, folded: Normalised, phrase: Phrase) -> str:
    """The words of approximation as written; of two on both sides of the number that say other things, the first."""
    said = sorted(phrase.said)
    words = " ".join(_as_written(text, folded, span) for span in said)
    whole = " ".join(text.lower().split())
    return words if words in whole or not said else _as_written(text, folded, said[0])


def _as_written(text: str, folded: Normalised, span: tuple[int, int]) -> str:
    start, end = folded.find_original(*span)
    return " ".join(text[start:end].lower().split())


def _group_thousands(gap: re.Match[str]) -> str:
    digits = re.search(
        r"(?<![\w.:/-])\d{1,3}(?:[ ,\u00a0\u2009\u202f]\d{3})*\Z",
        gap.string[max(0, gap.start() - 24) : gap.start()],
    )
    return "," if digits else gap.group()


def _join_ranges(atoms: list[Atom], text: str, words: ModuleType | Words) -> list[Phrase]:
    phrases: list[Phrase] = []
    index = 0
    while index < len(atoms):
        left = atoms[index]
        right = atoms[index + 1] if index + 1 < len(atoms) else None
        joined = _join(left, right, text, words) if right else None
        phrases.append(joined or _start_phrase(left, text))
        index += 2 if joined else 1
    return phrases


def _start_phrase(atom: Atom, text: str) -> Phrase:
    kind = {"ordinal": "ordinal", "fraction": "percent"}.get(atom.form, "number")
    qualifies = atom.form in ("vague", "none") or (atom.form == "pair" and text[atom.start] in "aA")
    return Phrase(
        start=atom.start,
        end=atom.end,
        first=atom.start,
        low=atom.low,
        high=atom.high,
        form=atom.form,
        said=((atom.start, atom.end),) if qualifies else (),
        qualifier=text[atom.start : atom.end].lower() if qualifies else "",
        kind=kind,
    )


def _join(left: Atom, right: Atom, text: str, words: ModuleType | Words) -> Phrase | None:
    """Two numbers as one range ("20 to 30", "between 20 and 30", "one or two"), or None."""
    plain = ("digits", "words")
    if left.form not in plain or right.form not in plain:
        return None
    between = re.sub(words.PERCENT, "", text[left.end : right.start], flags=re.IGNORECASE)
    before = text[max(0, left.start - WINDOW) : left.start]
    opener = re.search(rf"(?<!\w)({'|'.join(words.RANGE_OPENERS)}) \Z", before, re.IGNORECASE)
    if _bound_pattern(words).search(before):
        opener = None  # the last word of "more than" in another language may be "from"
    closes = re.fullmatch(words.RANGE_JOINS, between, re.IGNORECASE)
    if not closes and not (opener and opener[1].lower() != words.RANGE_OPENERS[-1]):
        return None
    if not closes and not re.fullmatch(words.AND_JOIN, between, re.IGNORECASE):
        return None
    # "Two to three dozen", "20-30 thousand": the scale of the second is that of both.
    low = left.low * right.scale if left.scale == 1 < right.scale and left.low < 1000 else left.low
    if not low < right.high:
        return None
    if opener and opener[1].lower() == "from" and _rose(before[: opener.start()]):
        return None
    return Phrase(
        start=left.start - len(opener[0]) if opener else left.start,
        end=right.end,
        first=left.start,
        low=low,
        high=right.high,
        form=right.form if left.form == right.form else "digits",
        said=((left.start - len(opener[0]), left.start),) if opener else ((left.start, right.end),),
        qualifier=(opener[1] if opener else text[left.start : right.end]).lower(),
    )


def _rose(before: str) -> bool:
    """True when "from 20 to 30" tells of a change: then they are two figures, not one range."""
    change = (
        r"r[oi]se\w*|rising|increas\w+|climb\w+|gr[eo]w\w*|fall\w*|fell|dropp\w+|decreas\w+"
        r"|jump\w+|rais\w+|updat\w+|revis\w+"
    )
    return bool(re.search(rf"\b(?:{change}|up|down|reduced|cut)(?: \w+)? \Z", before, re.IGNORECASE))


@cache
def _bound_pattern(words: ModuleType | Words) -> re.Pattern[str]:
    proclitics = getattr(words, "PROCLITICS", "")
    bounds = "|".join(f"(?P<{bound}>{phrases})" for bound, phrases in words.BEFORE.items())
    begin = words.EDGES[0] if isinstance(words, Words) else r"(?<!\w)"
    between = words.BETWEEN_BOUND_AND_NUMBER if isinstance(words, Words) else ""
    return re.compile(
        rf"{begin}{proclitics}(?P<whole>(?:{words.ADVERB} ?)?(?:{bounds})){between} ?\Z", re.IGNORECASE
    )


@cache
def _unit_pattern(words: ModuleType | Words) -> re.Pattern[str]:
    end = words.EDGES[1] if isinstance(words, Words) else r"\b"
    return re.compile(
        rf"[ -]?(?:(?P<time>{words.BETWEEN_NUMBER_AND_TIME}(?:{words.TIME_UNITS}))"
        rf"|(?P<measure>{words.UNITS})){end}",
        re.IGNORECASE,
    )


def _read_company(phrase: Phrase, text: str, words: ModuleType | Words) -> Phrase:
    """The phrase with its percent sign, its unit and the qualifiers before and after it."""
    if phrase.form in ("none", "ordinal", "dual"):
        return phrase
    percent = re.match(words.PERCENT, text[phrase.end : phrase.end + 16], re.IGNORECASE)
    if percent:
        phrase = replace(phrase, end=phrase.end + percent.end(), kind="percent")
    unit = _unit_pattern(words).match(text[phrase.end : phrase.end + WINDOW])
    compound = re.match(r"-([a-z]{3,})\b", text[phrase.end : phrase.end + 24])
    if unit:
        phrase = replace(phrase, unit=(unit["time"] or unit["measure"]).split()[-1].lower())
    elif text[phrase.start - 1 : phrase.start] in tuple(words.CURRENCY):
        phrase = replace(phrase, unit=text[phrase.start - 1])
    elif compound and compound[1] not in ("plus", "strong", "odd"):
        phrase = replace(phrase, unit=compound[1])  # "a 13-article agreement" counts articles
    for bound, pattern in words.AFTER.items():
        after = re.match(pattern, text[phrase.end : phrase.end + WINDOW], re.IGNORECASE)
        if after and not (
            bound == "ceiling" and phrase.low != phrase.high
        ):  # "10 to 15" that ends so is a range
            phrase = _bound(phrase, bound, (phrase.end, phrase.end + after.end()), text)
            break
    for _ in range(2):  # "at least some 40": two qualifiers are the most that is said
        start = (
            phrase.start - 1
            if text[phrase.start - 1 : phrase.start] in tuple(words.CURRENCY)
            else phrase.start
        )
        before = text[max(0, start - WINDOW) : start]
        match = _bound_pattern(words).search(before)
        if not match or _is_preposition(match, before, unit is not None and unit["time"] is not None, words):
            break
        bound = next(name for name in words.BEFORE if match[name] is not None)
        offset = start - len(before)
        phrase = _bound(phrase, bound, (offset + match.start("whole"), offset + match.end("whole")), text)
    return phrase


def _is_preposition(match: re.Match[str], before: str, is_time: bool, words: ModuleType | Words) -> bool:
    """True for "over" that is no bound: "over three days" (during them), "took over 12 villages"."""
    if match["whole"].strip().lower() not in words.TEMPORAL_PREPOSITIONS:
        return False
    ahead = before[: match.start("whole")]
    if is_time:
        return not re.search(words.LASTING, ahead, re.IGNORECASE)
    return bool(re.search(r"\b(?:took|tak\w+|hand\w*|turn\w*|fly\w*|flew|flown) \Z", ahead, re.IGNORECASE))


def _bound(phrase: Phrase, bound: str, span: tuple[int, int], text: str) -> Phrase:
    """The phrase widened to the qualifier at `span`, and bounded by it."""
    low, high = phrase.low, phrase.high
    if bound == "floor":
        high = None
    elif bound == "ceiling":
        low, high = None, high
    elif bound == "nearly" and low is not None and phrase.form != "vague":
        low = round(0.9 * low, 6)
    return replace(
        phrase,
        start=min(span[0], phrase.start),
        end=max(span[1], phrase.end),
        low=low,
        high=high,
        said=(span, *phrase.said),
        qualifier=f"{text[slice(*span)].strip().lower()} {phrase.qualifier}".strip(),
    )
