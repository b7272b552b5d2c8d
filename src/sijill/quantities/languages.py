"""Which languages' numbers are read, and with which constants."""

from functools import cache
from importlib import import_module
from types import ModuleType

from sijill.quantities import arabic, english
from sijill.quantities.words import Words

LISTED = ("fr", "es", "ru", "uk", "fa", "my")  # each a module of its name
READ = frozenset({"en", "ar", *LISTED})
ARABIC_LETTERS = ("ar", "fa")  # languages that are folded as Arabic is
DECIMAL_COMMA = ("fr", "es", "ru", "uk")


@cache
def choose_words(language: str) -> ModuleType | Words:
    """The constants of a language; those of English for one that is not read."""
    if language == "ar":
        return arabic
    if language in LISTED:
        return import_module(f"sijill.quantities.{language}").WORDS
    return english
