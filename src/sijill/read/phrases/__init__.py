"""The phrases that pages print round their reports, a file a language; all are tried on every document.

An English article may carry an Arabic byline, so the language of the document does not choose the file.
"""

import re
from functools import cache
from importlib.resources import files

import yaml

from ...text import fold_arabic

# The classes that make a line furniture by themselves; the other keys are words that other rules ask for.
REASONS = (
    "navigation", "leads_on", "related", "related_line", "contents", "support", "cookies", "share", "legal",
    "comments", "tags", "notice", "byline", "credit", "map",
)  # fmt: skip
_EDGES = " \t\u00a0.:…!»«›‹>→←▶►•·*-–—|#"


@cache
def load_phrases() -> dict[str, tuple[str, ...]]:
    """The patterns of all languages together, by class."""
    phrases: dict[str, tuple[str, ...]] = {}
    for file in sorted(files(__package__).iterdir(), key=lambda f: f.name):
        if file.name.endswith(".yml"):
            for key, patterns in yaml.safe_load(file.read_text(encoding="utf-8")).items():
                phrases[key] = phrases.get(key, ()) + tuple(patterns.splitlines())
    return phrases


@cache
def compile_lines() -> re.Pattern[str]:
    """One pattern that names, as `lastgroup`, the class of a whole line."""
    phrases = load_phrases()
    return re.compile("|".join(f"(?P<{reason}>{_join(phrases[reason])})" for reason in REASONS), re.I)


@cache
def compile_words(key: str) -> re.Pattern[str]:
    """The pattern of one class of words, at word boundaries, anywhere."""
    return re.compile(rf"(?<!\w)(?:{_join(load_phrases()[key])})(?!\w)", re.I)


def fold_line(text: str) -> str:
    """The line as the patterns expect it: Arabic letters folded, straight apostrophes, no bullets at the
    edges.

    >>> fold_line("» Related Articles:")
    'Related Articles'
    """
    text = text.replace("’", "'").strip(_EDGES)
    return text if text.isascii() else fold_arabic(text)


def _join(patterns: tuple[str, ...]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)
