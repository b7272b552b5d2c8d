"""Sentences that the record composes in English, said in another language.

A phrase of the strings file is an English sentence with blanks, `phrase.lost by {who}`. What stands in a blank is read by
what the blank is called (a number after it tells two of a kind apart) and said in that language too. A sentence that no
phrase fits stays as it is, whole: half of one is never translated.
"""

import re
from collections.abc import Callable, Mapping
from functools import cached_property

FAMILY = "phrase."
BLANK = re.compile(r"\{([a-z]+)(\d*)\}")
RANGE = r"(?:up to \d[\d,.]*|\d[\d,.]*(?:–\d[\d,.]*| to \d[\d,.]*| or more)?|no number)"
# What each blank can hold; one that is not named here holds anything.
HOLDS = {
    "n": r"\d[\d,]*",
    "number": r"[+-]?\d[\d,.]*|[+-]?inf",
    "range": RANGE,
    "ends": r"\d[\d,]*(?:\.\d+)?",
    "claim": r"c-[0-9a-f]+",
    "claims": r"c-[0-9a-f]+(?:, c-[0-9a-f]+)*",
    "kind": r"[a-z]+(?:_[a-z]+)*",
    "grade": r"[a-z]+(?:_[a-z]+)*",
    "measure": r"[a-z]+(?:[_ ][a-z]+)*",
    "measures": r"[a-z]+(?:_[a-z]+)*(?: and [a-z]+(?:_[a-z]+)*)*",
    "weekday": r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day",
    "origins": r"\d[\d,]* origins?",
}


class Pattern:
    """One phrase: what it looks like in English, and what is said for it."""

    def __init__(self, english: str, other: str):
        self.other = other
        self.weight = len(BLANK.sub("", english))
        self.names = [(base, number) for base, number in BLANK.findall(english)]
        self.is_round = any(base in ("what", "ties", "steps") for base, _ in self.names)
        text, parts = english, []
        for found in BLANK.finditer(english):
            before, _, text = text.partition(found[0])
            parts += [re.escape(before), f"(?P<{found[1]}{found[2]}>{HOLDS.get(found[1], '.+?')})"]
        self.look = re.compile("".join(parts) + re.escape(text), re.DOTALL)


class Phrasebook:
    """The phrases of one language.

    >>> book = Phrasebook({"phrase.lost by {who}": "von {who} verloren", "phrase.besieged": "belagert"})
    >>> book.say("lost by Elm guard", {"who": str.upper}), book.say("besieged", {}), book.say("lost", {})
    ('von ELM GUARD verloren', 'belagert', None)
    """

    def __init__(self, strings: Mapping[str, str]):
        self._exact = {
            key.removeprefix(FAMILY): text
            for key, text in strings.items()
            if key.startswith(FAMILY) and not BLANK.search(key)
        }
        self._blanks = {
            key.removeprefix(FAMILY): text
            for key, text in strings.items()
            if key.startswith(FAMILY) and BLANK.search(key)
        }

    @cached_property
    def patterns(self) -> list[Pattern]:
        """The phrases with blanks: those round another sentence first, then those that say most of their own."""
        made = [Pattern(english, other) for english, other in self._blanks.items()]
        return sorted(made, key=lambda one: (not one.is_round, -one.weight, one.other))

    def say(self, text: str, fillers: Mapping[str, Callable[[str], str | None]]) -> str | None:
        """The sentence in this language; None where no phrase fits it or a filler gives None for what stands in a blank."""
        if text in self._exact:
            return self._exact[text]
        for pattern in self.patterns:
            found = pattern.look.fullmatch(text)
            if not found:
                continue
            values = {}
            for base, number in pattern.names:
                value = found[base + number]
                values[base + number] = fillers[base](value) if base in fillers else value
            if None not in values.values():
                return pattern.other.format_map(values)
        return None
