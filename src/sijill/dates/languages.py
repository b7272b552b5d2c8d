"""Which languages' dates are read, and by which rules."""

from functools import cache
from importlib import import_module
from typing import Any

from sijill.dates import arabic_rules, english_rules

LISTED = ("fr", "es", "ru", "uk", "fa", "my")  # each a module of its name
READ = frozenset({"en", "ar", *LISTED})
ARABIC_LETTERS = ("ar", "fa")  # languages that are folded as Arabic is
OWN_DIGITS = ("my",)  # languages whose digits are folded and whose letters are not


@cache
def choose_rules(language: str) -> Any:
    """The rules of a language; those of English for one that is not read."""
    if language == "ar":
        return arabic_rules
    if language in LISTED:
        from sijill.dates.listed_rules import ListedRules

        return ListedRules(import_module(f"sijill.dates.{language}"))
    return english_rules
