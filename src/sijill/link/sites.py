"""What a claim's own words say of where in a town it happened, and of what did the harm."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

import yaml

from ..model import Claim

WORDS = yaml.safe_load((Path(__file__).parent / "words.yml").read_text(encoding="utf-8"))
MILITARY = frozenset(WORDS["military"])


class Phrases:
    """Finds phrases of several groups in one pass, and says of which groups they are.

    >>> sorted(Phrases({"bus": ["bus(?:es)?"], "dam": ["dams?"]}).find("two buses on the dam"))
    ['bus', 'dam']
    """

    def __init__(self, groups: Mapping[str, Sequence[str]]):
        # One flat list of alternatives that begin with their first letters is several times faster than one by groups.
        self._search = re.compile(
            rf"\b(?:{'|'.join(word for words in groups.values() for word in words)})\b"
        ).finditer
        self._groups = {name: re.compile("|".join(words)) for name, words in groups.items()}
        self._known: dict[str, str] = {}

    def find(self, text: str) -> set[str]:
        return {self._tell_group(found[0]) for found in self._search(text)}

    def _tell_group(self, phrase: str) -> str:
        if phrase not in self._known:
            self._known[phrase] = next(
                name for name, words in self._groups.items() if words.fullmatch(phrase)
            )
        return self._known[phrase]


_NAMED = Phrases({site: words for site, words in WORDS["sites"].items() if site in WORDS["named"]})
_PLAIN = Phrases({site: words for site, words in WORDS["sites"].items() if site not in WORDS["named"]})
_CAUSES = Phrases(WORDS["causes"])
_SPREAD = re.compile(rf"\b(?:{'|'.join(WORDS['several'])}) (?:\w+ )?(?:{'|'.join(WORDS['grounds'])})\b", re.I)
_PEOPLE = re.compile(rf"\b(?:{'|'.join((*WORDS['people'], *WORDS['freeing']))})\b", re.I)
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
    return frozenset(_NAMED.find(text.lower()) | _PLAIN.find(text))


@lru_cache(maxsize=20_000)
def find_causes(text: str) -> frozenset[str]:
    """The kinds of strike that a text names.

    >>> sorted(find_causes("Six civilians died in the shelling of the town"))
    ['shelling']
    """
    return frozenset(_CAUSES.find(text.lower()))


def hands_over_people(claim: Claim) -> bool:
    """Whether a handover is of prisoners or of the dead: then no ground changes hands by it."""
    return claim.kind == "handover" and _PEOPLE.search(tell(claim)) is not None


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
