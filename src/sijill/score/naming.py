"""When two names written in different ways are the same name, strictly and leniently.

The measure has its own, simple rules: it must not change when the resolver's do. Strict is equality once
case, quotes, hyphens, determiners and the Arabic article are set aside. Lenient also sets aside titles
and what stands in brackets, and lets a name be contained in a longer one.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from sijill.score.assign import assign_pairs
from sijill.score.coded import Name
from sijill.score.measures import Agreement, count_agreement

DETERMINERS = frozenset(
    ("the", "a", "an", "this", "that", "these", "those", "some", "its", "their", "his", "her", "our")
)
BARE_ARTICLES = frozenset(("al", "el"))
TITLES = frozenset((
    "mr", "mrs", "ms", "miss", "dr", "prof", "professor", "sir", "president", "minister", "ambassador",
    "captain", "capt", "capitan", "col", "colonel", "gen", "general", "maj", "major", "brig", "brigadier",
    "lt", "lieutenant", "sgt", "sergeant", "sheikh", "spokesman", "spokeswoman", "spokesperson",
))  # fmt: skip
LINKS = frozenset(("of", "in", "for", "and", "from", "by", "to", "on", "at", "with"))
POSSESSIVE = re.compile(r"(?<=\w)['’ʼ]s\b", re.IGNORECASE)
INSIDE_WORD = re.compile(r"[`'’‘ʼʻʿʾ]")
ARTICLE = re.compile(r"\b(?:a{1,2}l|a[dnrstz]|ash|e[ldnrstz]|esh|ul)[-‐-–](?=\w)", re.IGNORECASE)
ARABIC_ARTICLE = re.compile(r"^ال(?=\w{3})")
BRACKETS = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]")
NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def split_name(name: str) -> tuple[str, ...]:
    """The words of a name without case, quotes, hyphens, determiners and article.

    >>> split_name("the al-Tariq"), split_name("Tell ez-Zeit"), split_name("Hay’at al-Tariq")
    (('tariq',), ('tell', 'zeit'), ('hayat', 'tariq'))
    """
    text = unicodedata.normalize("NFKD", POSSESSIVE.sub("", name))
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = ARTICLE.sub("", INSIDE_WORD.sub("", text)).casefold().replace("ة", "ه").replace("ى", "ي")
    words = tuple(ARABIC_ARTICLE.sub("", word) for word in NOT_WORD.split(text) if word)
    kept = tuple(word for word in words if word not in DETERMINERS and word not in BARE_ARTICLES)
    return kept or words


def names_equal(one: str, other: str) -> bool:
    """True when two names have the same words in the same order, article and determiner aside.

    >>> names_equal("The Observers", "observers"), names_equal("local observers", "observers")
    (True, False)
    """
    return split_name(one) == split_name(other)


@lru_cache(maxsize=4096)
def strip_titles(name: str) -> frozenset[str]:
    """The words of a name that tell who it is: no title, no linking word, nothing in brackets."""
    words = split_name(BRACKETS.sub(" ", name))
    kept = frozenset(word for word in words if word not in TITLES and word not in LINKS)
    return kept or frozenset(words)


def names_alike(one: Name, other: Name) -> bool:
    """True when two names may be one: one id, one's bracketed abbreviation, or one's words in the other.

    >>> names_alike(Name(name="Col. Samir Haddad"), Name(name="Haddad"))
    True
    >>> names_alike(Name(name="Town Relief Watch (TRW)"), Name(name="TRW"))
    True
    >>> names_alike(Name(name="publisher"), Name(name="Haddad"))
    False
    """
    if (one.id and one.id == other.id) or names_equal(one.name, other.name):
        return True
    if names_abbreviated(one.name, other.name) or names_abbreviated(other.name, one.name):
        return True
    first, second = strip_titles(one.name), strip_titles(other.name)
    return bool(first and second) and (first <= second or second <= first)


def names_abbreviated(long: str, short: str) -> bool:
    """True when the short name is what stands in brackets in the long one."""
    inside = [part for pair in BRACKETS.findall(long) for part in pair if part]
    return any(names_equal(part, short) for part in inside)


def voice_of(name: Name, publisher: str | None) -> Name:
    """The name of a speaker, or `publisher` where it is the outlet's own name, full, short or as initials.

    >>> voice_of(Name(name="Town Watch for Relief"), "TWR").name
    'publisher'
    >>> voice_of(Name(name="Town Watch"), "Town Relief Watch").name
    'Town Watch'
    """
    if not publisher or name.name == "publisher":
        return name
    outlet = Name(name=publisher)
    initials = "".join(word[0] for word in split_name(name.name) if word not in LINKS)
    same = names_equal(name.name, publisher) or initials == "".join(split_name(publisher))
    if same or names_abbreviated(outlet.name, name.name) or names_abbreviated(name.name, outlet.name):
        return Name(name="publisher", role=name.role)
    return name


def written_alike(one: Name, other: Name) -> bool:
    """True when two names are equal as written, a place by its name or with the words that set it off from it.

    >>> written_alike(Name(name="the west of the city"), Name(name="city", relation="west of the city"))
    True
    """
    ours = {one.name, one.relation or one.name}
    theirs = {other.name, other.relation or other.name}
    return any(names_equal(a, b) for a in ours for b in theirs)


def match_names(gold: Sequence[Name], predicted: Sequence[Name], lenient: bool) -> list[tuple[int, int]]:
    """Which gold name is which predicted name, one to one, equal names first."""
    weights: dict[tuple[int, int], int] = {}
    for g, one in enumerate(gold):
        for p, other in enumerate(predicted):
            if written_alike(one, other):
                weights[g, p] = 1001
            elif lenient and names_alike(one, other):
                weights[g, p] = 1000
    return assign_pairs(weights)


def compare_names(gold: Sequence[Name], predicted: Sequence[Name], lenient: bool = False) -> Agreement:
    """How well one list of names gives another.

    >>> compare_names([Name(name="Bel"), Name(name="Tor")], [Name(name="the Tor")]).recall
    0.5
    """
    return count_agreement(len(match_names(gold, predicted, lenient)), len(predicted), len(gold))
