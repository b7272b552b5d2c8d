"""Which names of the reports the pack does not know: what whoever writes the pack does well to add."""

from collections import Counter
from collections.abc import Iterable

from ..model import ActorRef, Claim, Frozen, PlaceRef
from ..packs import Pack

COMMONEST = 5
Written = tuple[ActorRef | PlaceRef, str]


class Unknown(Frozen):
    """How many names are not known, and the commonest of them with how many claims have them."""

    names: int = 0
    commonest: tuple[tuple[str, int], ...] = ()


def find_unknown(claims: Iterable[Claim], pack: Pack) -> tuple[Unknown, Unknown]:
    """The names of actors, and those of places, that stand without an id and without anyone they might be.

    Only what is written as a name counts: not "soldiers", "the town", "they".
    """
    claims = list(claims)
    plain = frozenset(word for claim in claims for word in claim.quote.split() if word == word.lower())
    plain |= frozenset(pack.words("determiners"))
    actors = [(ref, claim.quote) for claim in claims for ref in (*claim.actors, *claim.targets)]
    places = [(ref, claim.quote) for claim in claims for ref in claim.places if not ref.geometry]
    return _count(actors, plain), _count(places, plain)


def _count(written: Iterable[Written], plain: frozenset[str]) -> Unknown:
    counts = Counter(
        ref.name
        for ref, quote in written
        if not ref.id and not ref.candidates and is_proper(ref.name, quote.startswith(ref.name), plain)
    )
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return Unknown(names=len(ranked), commonest=tuple(ranked[:COMMONEST]))


def is_proper(name: str, opens: bool, plain: frozenset[str]) -> bool:
    """Whether it is written as a name: in letters without case, or with a capital that is not only that of a sentence's
    first word, one which is else written small (`plain`).

    >>> [is_proper(name, True, frozenset(["soldiers", "the"])) for name in ("Vale Front", "Soldiers", "The town", "UN")]
    [True, False, False, True]
    """
    if not name.isascii():
        return True
    words = name.split()
    if opens and words and words[0].lower() in plain:
        words = words[1:]
    return any(word[:1].isupper() for word in words)
