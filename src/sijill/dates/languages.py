"""Which languages' dates are read, and by which rules."""

from functools import cache
from importlib import import_module
from typing import Any

from sijill.dates import arabic_rules, english_rules

LISTED = {"fr": "french", "es": "spanish", "ru": "russian", "uk": "ukrainian", "fa": "persian"}
READ = frozenset({"en", "ar", *LISTED})
ARABIC_LETTERS = ("ar", "fa")  # languages that are folded as Arabic is


@cache
def choose_rules(language: str) -> Any:
    """The rules of a language; those of English for one that is not read."""
    if language == "ar":
        return arabic_rules
    if language in LISTED:
        from sijill.dates.listed_rules import ListedRules

        return ListedRules(import_module(f"sijill.dates.{LISTED[language]}"))
    return english_rules
