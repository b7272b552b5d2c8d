"""The words by which figures are read: for fighters, for civilians, for anybody, and for numbers that are none."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

WORDS = Path(__file__).parent / "rules" / "words.yml"


@dataclass(frozen=True)
class Vocabulary:
    """Words in the singular and in small letters."""

    fighters: frozenset[str]
    civilians: frozenset[str]
    anyone: frozenset[str]  # that only say that people are counted
    vague: frozenset[str]


@cache
def load_vocabulary() -> Vocabulary:
    """The words that all rule-sets share."""
    data = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    return Vocabulary(**{name: frozenset(words) for name, words in data.items()})


def split_words(phrase: str) -> set[str]:
    """The words of a phrase as the lists have them.

    >>> sorted(split_words("The dead civilians."))
    ['civilian', 'dead', 'the']
    """
    return {word.strip(".,").removesuffix("s") for word in phrase.casefold().split()}


def is_anyone(who: str | None) -> bool:
    """Whether the words say no more than that people are counted.

    >>> is_anyone("people"), is_anyone("12 people"), is_anyone("civilians"), is_anyone(None)
    (True, True, False, False)
    """
    words = {word for word in split_words(who or "") if not word.isdigit()}
    return bool(words) and words <= load_vocabulary().anyone


def is_civilian(who: str | None) -> bool:
    """Whether the words say that civilians are counted.

    >>> is_civilian("seven children"), is_civilian("people")
    (True, False)
    """
    return bool(split_words(who or "") & load_vocabulary().civilians)
