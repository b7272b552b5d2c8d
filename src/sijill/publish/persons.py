"""Telling persons from bodies, and private persons from public ones, by how a report writes of them."""

import json
import re
from functools import cache
from importlib import resources
from typing import Any

UNNAMED = "a person (name withheld)"
WINDOW = 80  # characters on each side of a name within which a report introduces the person
WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
SENTENCE_END = re.compile(r"(?<![A-Z])[.!?؟]\s|\n")


@cache
def load_vocabulary() -> dict[str, Any]:
    """The general words by which a report introduces people, bodies and places."""
    return json.loads(resources.files("sijill.publish").joinpath("redaction.json").read_text("utf-8"))


def reads_as_person(name: str) -> bool:
    """Whether a name has the shape of a person's: two to five names and no word for a body of people.

    >>> [reads_as_person(name) for name in ("Amal al-Sarraf", "Coastal News Agency", "a resident")]
    [True, False, False]
    """
    words = WORD.findall(name)
    if not 2 <= len(words) <= 5 or any(character.isdigit() for character in name):
        return False
    vocabulary = load_vocabulary()
    bodies = set(vocabulary["organisation_words"]) | set(vocabulary["public_roles"])
    if any(word.casefold() in bodies for word in words):
        return False
    particles = set(vocabulary["name_particles"])
    return all(is_name_word(word, particles) for word in words)


def find_role(name: str, text: str) -> str | None:
    """How the text introduces the name: `public`, the words to show instead of a private person, or None.

    >>> find_role("Amal Sarraf", "Amal Sarraf, a resident of the quarter, saw two planes.")
    'a resident'
    >>> find_role("Basel Haddad", "The spokesman Basel Haddad denied it."), find_role("Basel Haddad", "")
    ('public', None)
    """
    vocabulary = load_vocabulary()
    private, public = vocabulary["private_roles"], set(vocabulary["public_roles"])
    found: list[str] = []
    for mention in re.finditer(match_name(name), text):
        before = SENTENCE_END.split(text[max(0, mention.start() - WINDOW) : mention.start()])[-1]
        after = SENTENCE_END.split(text[mention.end() : mention.end() + WINDOW])[0]
        near = [(len(before) - word.end(), word[0].casefold()) for word in WORD.finditer(before)]
        near += [(word.start(), word[0].casefold()) for word in WORD.finditer(after)]
        roles = [(gap, word) for gap, word in near if word in private or word in public]
        if roles:
            word = min(roles)[1]
            found.append(private.get(word, "public"))
    # One private introduction outweighs any number of public words that merely stand near.
    return next((role for role in found if role != "public"), found[0] if found else None)


def is_sensitive(kind: str | None, name: str) -> bool:
    """Whether a place shelters people whom an exact position could harm.

    >>> is_sensitive("hospital", "Elm House"), is_sensitive(None, "the shelter"), is_sensitive("town", "Elm")
    (True, True, False)
    """
    vocabulary = load_vocabulary()
    if kind in vocabulary["sensitive_place_kinds"]:
        return True
    words = "|".join(re.escape(word) for word in vocabulary["sensitive_place_words"])
    return bool(re.search(rf"(?<!\w)(?:{words})(?!\w)", name.casefold()))


def fold_name(text: str) -> str:
    """The text without case and with single spaces."""
    return re.sub(r"\s+", " ", text).strip().casefold()


def match_name(name: str) -> re.Pattern[str]:
    """The pattern of the whole name, however spaced and in any case."""
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)", re.IGNORECASE)


def is_name_word(word: str, particles: set[str]) -> bool:
    """Whether a word may be part of a name: it has a capital after its article, is a particle, or its script has none.

    >>> is_name_word("al-Sarraf", set()), is_name_word("baker", set()), is_name_word("bin", {"bin"})
    (True, False, True)
    """
    if word.casefold() in particles:
        return True
    head = re.split(r"[-'’]", word)[-1] or word
    # Scripts without capitals: only the words for bodies and roles tell a name from a description.
    return head[0].isupper() or not (head[0].islower() or head[0].isupper())
