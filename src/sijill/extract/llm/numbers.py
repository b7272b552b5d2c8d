"""Whether a figure follows from its quote: the number is read from the document's own words, never from the model's."""

import re
import unicodedata
from typing import Any

from sijill.extract.llm.seeking import Seeker
from sijill.model import MEASURES, Figure
from sijill.quantities import Quantity, find_quantities
from sijill.quantities.languages import READ

GROUPED = r"[,.\s\u00a0\u202f٬]"  # what stands between groups of three digits


class Wrong(Exception):  # noqa: N818 - no fault of the program: something of an answer that has no proof
    """What is wrong with a part of an answer, in words that the model and a person understand."""


def check_figure(given: Any, quote: str, languages: tuple[str, ...]) -> Figure:
    """The figure with its bounds as the quote's own words give them; a Wrong says what does not follow.

    >>> given = {"text": "at least 12", "low": 12, "high": 12, "measure": "killed"}
    >>> found = check_figure(given, "killing at least 12 soldiers", ("en",))
    >>> found.low, found.high, found.qualifier, found.text
    (12.0, None, 'at least', 'at least 12')
    >>> check_figure(given | {"low": 15, "high": None}, "killing at least 12 soldiers", ("en",))
    Traceback (most recent call last):
    ...
    sijill.extract.llm.numbers.Wrong: figure 15–open does not follow from "at least 12"
    """
    if not isinstance(given, dict):
        raise Wrong("a figure is not an object")
    measure, low, high = given.get("measure"), _read_number(given.get("low")), _read_number(given.get("high"))
    if not isinstance(measure, str) or measure not in MEASURES:
        raise Wrong(f"there is no measure {_show(measure)}")
    words = given.get("text")
    span = _find_words(words, quote)
    if span is None:
        raise Wrong(f"the figure's text {_show(words)} does not stand in the quote")
    found = _pick_quantity(quote, span, languages)
    if found is None:
        if set(languages) & READ:
            raise Wrong(f"no number is read in {_show(quote[slice(*span)])}")
        found = _read_digits(quote, span, low, high)
    ends = {value for value in (found.low, found.high) if value is not None}
    given_ends = {value for value in (low, high) if value is not None}
    if given_ends - ends and not _is_vague(found, quote):
        raise Wrong(
            f"figure {_say(low)}–{_say(high)} does not follow from {_show(quote[found.start : found.end])}"
        )
    if (found.kind == "percent") != (measure == "percent"):
        raise Wrong(f"{_show(quote[found.start : found.end])} is not a figure of the measure {measure}")
    unit = given.get("unit")
    known = Seeker(quote).find_name(unit, 0) if isinstance(unit, str) and unit.strip() else None
    return Figure(
        measure=measure,
        low=found.low,
        high=found.high,
        qualifier=found.qualifier,
        unit=quote[slice(*known)] if known else found.unit,
        scope="cumulative" if given.get("scope") == "cumulative" else "incident",
        subset=given.get("subset") is True,
        text=quote[found.start : found.end],
    )


def _is_vague(found: Quantity, quote: str) -> bool:
    """Whether the words count without a number ("dozens"): their bounds are a convention, and the rules' own is taken."""
    words = " ".join(quote[found.start : found.end].lower().split())
    return found.qualifier in words and len(words) - len(found.qualifier) <= 3 and not re.search(r"\d", words)


def _find_words(words: Any, quote: str) -> tuple[int, int] | None:
    if not isinstance(words, str) or not words.strip():
        return None
    return next(iter(Seeker(quote).find_all(words, loose=True)), None)


def _pick_quantity(quote: str, span: tuple[int, int], languages: tuple[str, ...]) -> Quantity | None:
    """The quantity of the quote that the words are about: the one that has most of them."""
    for language in languages:
        if language not in READ:
            continue
        near = [
            (min(one.end, span[1]) - max(one.start, span[0]), -one.start, one)
            for one in find_quantities(quote, language)
            if one.kind != "ordinal" and one.start < span[1] and span[0] < one.end
        ]
        if near:
            return max(near, key=lambda row: row[:2])[2]
    return None


def _read_digits(quote: str, span: tuple[int, int], low: float | None, high: float | None) -> Quantity:
    """In a language whose number words are not read: the model's bounds, if their digits stand there."""
    words = quote[slice(*span)]
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in words)
    written = re.findall(rf"\d{{1,3}}(?:{GROUPED}\d{{3}})+|\d{{1,15}}", digits)
    there = {float(re.sub(GROUPED, "", one)) for one in written}
    wanted = {value for value in (low, high) if value is not None}
    if not wanted or wanted - there:
        raise Wrong(f"figure {_say(low)}–{_say(high)} does not follow from {_show(words)}")
    qualifier = "exact" if re.fullmatch(rf"(?:\d|{GROUPED})+", digits) else words.lower()
    return Quantity(start=span[0], end=span[1], low=low, high=high, qualifier=qualifier)


def _read_number(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e15:
        raise Wrong(f"{_show(value)} is not a number")
    return float(value)


def _say(value: float | None) -> str:
    return "open" if value is None else f"{value:g}"


def _show(value: Any) -> str:
    written = value if isinstance(value, str) else repr(value)
    return f'"{written[:80]}"'
