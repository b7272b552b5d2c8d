"""What a claim's own words say of where in a town it happened, and of what did the harm."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import yaml

from ..model import Claim

WORDS = yaml.safe_load((Path(__file__).parent / "words.yml").read_text(encoding="utf-8"))
MILITARY = frozenset(WORDS["military"])
_NAMES = tuple(WORDS["sites"])
_SITES = re.compile(
    "|".join(
        rf"(?P<s{at}>\b(?{'i' if site in WORDS['named'] else ''}:{'|'.join(words)})\b)"
        for at, (site, words) in enumerate(WORDS["sites"].items())
    )
)
_CAUSES = re.compile(
    "|".join(rf"(?P<{kind}>\b(?:{'|'.join(words)})\b)" for kind, words in WORDS["causes"].items()), re.I
)
_SPREAD = re.compile(rf"\b(?:{'|'.join(WORDS['several'])}) (?:\w+ )?(?:{'|'.join(WORDS['grounds'])})\b", re.I)
_WORD = re.compile(r"[\w’'-]+|[^\w\s]")
_OWNER = re.compile(r"[’']s?$")


def read_sites(claim: Claim) -> frozenset[str]:
    """What in a town the words of a claim name: in its quote, its places and its targets."""
    return find_sites(tell(claim))


def read_causes(claim: Claim) -> frozenset[str]:
    """The kinds of strike that the words of a claim name; `mine` where they name what lay there before."""
    return find_causes(tell(claim))


@lru_cache(maxsize=20_000)
def is_spread(text: str) -> bool:
    """Whether a text speaks of several places together.

    >>> is_spread("the toll of multiple locations"), is_spread("the toll of the strike")
    (True, False)
    """
    return _SPREAD.search(text) is not None


def tell(claim: Claim) -> str:
    named = (*(place.name for place in claim.places), *(ref.name for ref in (*claim.actors, *claim.targets)))
    return "\n".join((claim.quote, *named))


@lru_cache(maxsize=20_000)
def find_sites(text: str) -> frozenset[str]:
    """The sites that a text names.

    >>> sorted(find_sites("Shells hit a bakery near the railway station")), find_sites("a house in the street")
    (['bakery', 'rail station'], frozenset())
    >>> find_sites("Stone Bridge"), find_sites("Stone Bridge Hospital")
    (frozenset(), frozenset({'hospital'}))
    """
    return frozenset(_NAMES[int(found.lastgroup[1:])] for found in _SITES.finditer(text) if found.lastgroup)


@lru_cache(maxsize=20_000)
def find_causes(text: str) -> frozenset[str]:
    """The kinds of strike that a text names.

    >>> sorted(find_causes("Six civilians died in the shelling of the town"))
    ['shelling']
    """
    return frozenset(found.lastgroup for found in _CAUSES.finditer(text) if found.lastgroup)


def list_names(texts: Iterable[str]) -> frozenset[str]:
    """The runs of words with capitals, in any of which a place may be named; scripts without capitals give none.

    >>> sorted(list_names(["the market of New Alton's east", "On Monday"]))
    ['New Alton', 'On Monday']
    """
    found: set[str] = set()
    for text in texts:
        run: list[str] = []
        for word in (*_WORD.findall(text), "."):
            if word[0].isupper() or (run and word[0].isdigit()):
                bare = _OWNER.sub("", word)
                run.append(bare)
                if bare == word:
                    continue
            if run:
                found.add(" ".join(run))
            run = []
    return frozenset(found)
