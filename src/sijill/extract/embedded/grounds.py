"""Names that the words around them show to be places, whatever the parser takes them for.

“The villages of X, Y and Z”, “X, the country's second city”, “in the X, Y and Z directions”: a town that nobody has listed is
often guessed to be a person.
"""

from sijill.extract.embedded.tree import Sentence

Name = tuple[int, int, str]
COMPASS = frozenset(
    f"{a}{dash}{b}" for a in ("north", "south", "") for b in ("east", "west", "") for dash in ("", "-")
) - {"", "-"}
LONGEST = 3  # words of a name that is renamed


def name_grounds(s: Sentence) -> list[Name]:
    """The names of a sentence, with those places among them that its grammar shows; names of the pack stay as they are."""
    settled = {name[:2] for name in s.names if name in s.known or name[2] not in ("PER",)}
    found: set[tuple[int, int]] = set()
    for i in range(len(s)):
        if not _is_name(s, i) or s.relations[i] == "flat":
            continue
        span = _span_of(s, i)
        fits = span[1] - span[0] <= LONGEST and span not in settled and not _overlaps(span, settled)
        if fits and (
            _is_of_settlement(s, i) or _is_called_one(s, i) or _is_in_list(s, i) or _is_beside(s, i)
        ):
            found.add(span)
    grounds = {name[:2] for name in s.names if name[2] in ("LOC", "place")} | found
    for i in range(len(s)):
        span = _span_of(s, i)
        if (
            s.tags[i] == "PROPN"
            and span not in settled
            and span[1] - span[0] <= LONGEST
            and span not in found
        ):
            beside = [_span_of(s, k) for k in s.conjuncts(_first(s, i)) if k != i]
            towns = any(
                _is_settlement(s, k) for k in s.conjuncts(_first(s, i))
            )  # "X and the towns of Y and Z"
            if i in s.conjuncts(_first(s, i)) and (towns or any(other in grounds for other in beside)):
                found.add(span)
    if not found:
        return s.names
    rest = [name for name in s.names if not _overlaps(name[:2], found)]
    return sorted([*rest, *((a, b, "LOC") for a, b in found)])


def _is_name(s: Sentence, i: int) -> bool:
    return s.tags[i] == "PROPN" or s.fine_tags[i] in ("NNP", "NNPS")


def _span_of(s: Sentence, i: int) -> tuple[int, int]:
    """The span of the name that word i heads."""
    name = s.name_at(i)
    if name is not None:
        return name[0], name[1]
    parts = [i, *s.has(i, "flat")]
    return min(parts), max(parts) + 1


def _overlaps(span: tuple[int, int], others: set[tuple[int, int]]) -> bool:
    return any(span[0] < b and a < span[1] for a, b in others)


def _first(s: Sentence, i: int) -> int:
    while s.relations[i] == "conj" and s.heads[i] >= 0:
        i = s.heads[i]
    return i


def _is_settlement(s: Sentence, i: int) -> bool:
    return s.tags[i] == "NOUN" and s.nouns[i] in s.lexicon.words("grammar", "named_grounds")


def _is_of_settlement(s: Sentence, i: int) -> bool:
    """“the communes of X and Y”."""
    first = _first(s, i)
    return s.relations[first] == "nmod" and s.case(first) == "of" and _is_settlement(s, s.heads[first])


def _is_beside(s: Sentence, i: int) -> bool:
    """“ten kilometres southwest of X”."""
    head = s.heads[i]
    off = s.relations[i] in ("nmod", "obl") and s.case(i) == "of" and s.lower[head] in COMPASS
    return off


def _is_called_one(s: Sentence, i: int) -> bool:
    """“X, the second city of the country”."""
    return any(_is_settlement(s, c) for c in s.has(i, "appos"))


def _is_in_list(s: Sentence, i: int) -> bool:
    """“in the X, Y and Z directions”."""
    first = _first(s, i)
    above = s.heads[first]
    listed = s.relations[first] == "compound" and above >= 0 and s.fine_tags[above] == "NNS"
    return listed and s.nouns[above] in s.lexicon.words("grammar", "listed_grounds")
