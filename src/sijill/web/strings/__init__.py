"""The words of the interface: one file a language, all with the same keys."""

import json
from functools import cache
from importlib import resources

LANGUAGES = ("en", "ar")
RIGHT_TO_LEFT = ("ar", "fa", "ur", "he", "ckb", "ps")


@cache
def load_strings(language: str) -> dict[str, str]:
    """The strings of one language; what it lacks is English."""
    english = _read("en")
    return english if language == "en" else {**english, **_read(language)}


def pick_language(wanted: str) -> str:
    """The language asked for, where there is one; else English.

    >>> pick_language("ar"), pick_language("xx"), pick_language("")
    ('ar', 'en', 'en')
    """
    return wanted if wanted in LANGUAGES else "en"


def _read(language: str) -> dict[str, str]:
    return json.loads(resources.files(__package__).joinpath(f"{language}.json").read_text("utf-8"))
