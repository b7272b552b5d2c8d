"""Figures in words: what is counted is said once, a share with its per cent, a pronoun not at all."""

import re

from ..model import Claim, Figure, Reconciled
from ..publish.words import say_range

# What a measure is called beside whom or what it counts; the others are participles and stand before it.
NOUNS = {
    "fighters": "fighters", "civilians": "civilians", "strikes": "strikes", "barrel_bombs": "barrel bombs",
    "tanks": "tanks", "vehicles": "vehicles", "weapons": "weapons", "aircraft": "aircraft", "area": "area",
    "percent": "share", "distance": "distance", "articles": "articles", "hours": "hours", "money": "money",
    "other": "",
}  # fmt: skip
OF = ("percent", "area")  # "the share of the camp"
PRONOUNS = frozenset(
    ["it", "its", "they", "them", "their", "this", "that", "these", "those", "which", "who", "he", "she"]
)
SUBSET = " (subset)"
STEM = 4  # letters that make "tank" and "tanks", or "kilometer" and "kilometers", one word


def say_counted(measure: str, who: str | None, unit: str | None = None) -> str:
    """What a figure counts, each thing said once.

    >>> say_counted("killed", "soldiers"), say_counted("tanks", "tanks"), say_counted("strikes", "air strikes")
    ('killed soldiers', 'tanks', 'air strikes')
    >>> say_counted("percent", "it"), say_counted("fighters", "fighters (subset)"), say_counted("weapons", "mortars")
    ('share', 'fighters (subset)', 'weapons (mortars)')
    """
    who = who or ""
    subset = SUBSET if who.endswith(SUBSET) else ""
    bare = who.removesuffix(SUBSET).strip()
    noun = NOUNS.get(measure)
    if bare.casefold() in NOUNS:  # the pack's name of a class of people, not of a body
        bare = bare.casefold()
    if bare.casefold() in PRONOUNS or (unit and _is_same(bare, unit)):
        bare = ""
    if noun is None:
        return " ".join(filter(None, (measure.replace("_", " "), bare))) + subset
    if not bare or not noun:
        return (noun or bare or "other figure") + subset
    if _is_same(bare.split()[-1], noun.split()[-1]):
        return bare + subset
    return (f"{noun} of {bare}" if measure in OF else f"{noun} ({bare})") + subset


def say_number_of(measure: str, low: float | None, high: float | None, unit: str | None = None) -> str:
    """The range with its unit, unless what is counted says the unit already.

    >>> say_number_of("percent", 70, 70, "%"), say_number_of("hours", 48, 48, "hour")
    ('70%', '48')
    >>> say_number_of("distance", 7, 10, "kilometer")
    '7–10 kilometers'
    """
    text = say_range(low, high)
    if measure == "percent":
        return re.sub(r"(\d)(?=$|–| or)", r"\1%", text)
    if not unit or unit == "%" or _is_same(unit, NOUNS.get(measure) or measure):
        return text
    return f"{text} {unit if (low, high) == (1, 1) or len(unit) < STEM or unit.endswith('s') else unit + 's'}"


def say_figure(figure: Figure) -> str:
    """One figure as a short phrase, its open ends kept.

    >>> say_figure(Figure(measure="killed", who="soldiers", low=48, high=None))
    'killed soldiers: 48 or more'
    """
    counted = say_counted(figure.measure, figure.who, figure.unit)
    return f"{counted}: {say_number_of(figure.measure, figure.low, figure.high, figure.unit)}"


def say_reconciled(row: Reconciled) -> str:
    """What can be said of one number of an incident, and how it stands."""
    number = say_number_of(row.measure, row.low, row.high)
    return f"{say_counted(row.measure, row.who)}: {number} ({row.status.replace('_', ' ')})"


def say_voice(claim: Claim) -> str:
    """Who says it, and in which outlet or file.

    A speaker that is the outlet itself is named once.
    """
    outlet = claim.document.publisher or claim.document.source
    return outlet if claim.speaker.name == "publisher" else f"{claim.speaker.name}, in {outlet}"


def _is_same(one: str, other: str) -> bool:
    a, b = one.casefold().rstrip("s"), other.casefold().rstrip("s")
    return bool(a and b) and (
        a == b or (min(len(a), len(b)) >= STEM and (a.startswith(b) or b.startswith(a)))
    )
