"""Which names of the reports the pack does not know: what whoever writes the pack does well to add."""

from collections import Counter
from collections.abc import Iterable

from ..model import ActorRef, Claim, Frozen, PlaceRef
from ..packs import Pack
from ..resolve.actors import UNLIKE

COMMONEST = 5
# Words of the pack that may open a name and are none by themselves.
PLAIN = ("determiners", "people_heads", "force_heads", "modifiers", "partitives", "place_nouns")


class Unknown(Frozen):
    """How many names are not known, and the commonest of them with how many claims have them."""

    names: int = 0
    commonest: tuple[tuple[str, int], ...] = ()


def find_unknown(claims: Iterable[Claim], pack: Pack) -> tuple[Unknown, Unknown]:
    """The names of actors, and those of places, that stand without an id and that no entry of the pack has.

    Only what is written as a name counts: not "soldiers", "the town", "they"; and "X fighters" is X.
    """
    claims = list(claims)
    plain = frozenset(word for claim in claims for word in claim.quote.split() if word == word.lower())
    plain |= frozenset(word for section in PLAIN for word in pack.words(section))
    heads = frozenset(pack.words("people_heads"))
    actors, places = Counter[str](), Counter[str]()
    for claim in claims:
        for actor in (*claim.actors, *claim.targets):
            if _is_unknown_actor(actor) and is_proper(actor.name, claim.quote.startswith(actor.name), plain):
                actors[drop_head(actor.name, heads)] += 1
        for place in claim.places:
            known = place.geometry or any(pack.place(one) for one, _ in place.candidates)
            if place.id is None and not known and _is_name(place, claim.quote, plain):
                places[place.name] += 1
    return _count(actors), _count(places)


def _is_unknown_actor(ref: ActorRef) -> bool:
    """Those whom it might be are known to the pack only where one of them has the name itself."""
    return ref.id is None and (not ref.candidates or UNLIKE in (ref.why or ""))


def _is_name(place: PlaceRef, quote: str, plain: frozenset[str]) -> bool:
    """Whether the place has a name of its own, and not that of another beside which it lies ("near X")."""
    beside = place.relation is not None and place.relation in place.name
    return not beside and is_proper(place.name, quote.startswith(place.name), plain)


def _count(counts: Counter[str]) -> Unknown:
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return Unknown(names=len(ranked), commonest=tuple(ranked[:COMMONEST]))


def drop_head(name: str, heads: frozenset[str]) -> str:
    """The name without the noun for the people of it.

    >>> drop_head("Vale Front fighters", frozenset(["fighters"])), drop_head("Fighters", frozenset(["fighters"]))
    ('Vale Front', 'Fighters')
    """
    first, _, last = name.rpartition(" ")
    return first if first and last in heads else name


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
