"""Names that the words around them show to be places, or to be none, whatever the parser takes them for.

“The villages of X, Y and Z”, “X, the country's second city”, “in the X, Y and Z directions”: a town that nobody has listed is
often guessed to be a person. And the district in “the X District Defence Force” is part of a force's name.
"""

from sijill.extract.embedded.beside import head_of
from sijill.extract.embedded.tree import Sentence

Name = tuple[int, int, str]
COMPASS = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "north-east",
        "north-west",
        "south-east",
        "south-west",
    ]
)
LONGEST = 3  # words of a name that is renamed


def name_grounds(s: Sentence) -> list[Name]:
    """The names of a sentence, with those places among them that its grammar shows; names of the pack stay as they are."""
    settled = {name[:2] for name in s.names if name in s.known or name[2] != "PER"}
    free = {}  # spans that may be a place, by their head
    for i in range(len(s)):
        if (s.tags[i] == "PROPN" or s.fine_tags[i] in ("NNP", "NNPS")) and s.relations[i] != "flat":
            span = _span_of(s, i)
            if span[1] - span[0] <= LONGEST and not _overlaps(span, settled):
                free[i] = span
    shown = (_is_of_settlement, _is_called_one, _is_in_list, _is_off)
    found = {span for i, span in free.items() if any(shows(s, i) for shows in shown)}
    grounds = {name[:2] for name in s.names if name[2] in ("LOC", "place")} | found
    found |= {span for i, span in free.items() if _stands_with(s, i, grounds)}
    rest = [name for name in s.names if not _overlaps(name[:2], found)]
    return _join_bodies(s, sorted([*rest, *((a, b, "LOC") for a, b in found)]))


def _join_bodies(s: Sentence, names: list[Name]) -> list[Name]:
    """“The X District Defence Force”: a place within the name of a body is part of the name."""
    out: list[Name] = []
    for name in names:
        before = out[-1] if out else None
        if before and before[1] == name[0] and before[2] in ("LOC", "place") and name[2] in ("ORG", "actor"):
            place, body = head_of(s, *before[:2]), head_of(s, *name[:2])
            beside = s.heads[place] == s.heads[body] and s.relations[place] == s.relations[body] == "nmod"
            if beside or (s.relations[place] == "compound" and name[0] <= s.heads[place] < name[1]):
                out[-1] = (before[0], name[1], name[2])
                continue
        out.append(name)
    return out


def _span_of(s: Sentence, i: int) -> tuple[int, int]:
    """The span of the name that word i heads."""
    name = s.name_at(i)
    if name is not None:
        return name[0], name[1]
    parts = [i, *s.has(i, "flat")]
    return min(parts), max(parts) + 1


def _overlaps(span: tuple[int, int], others: set[tuple[int, int]]) -> bool:
    return any(span[0] < b and a < span[1] for a, b in others)


def _is_settlement(s: Sentence, i: int) -> bool:
    return s.tags[i] == "NOUN" and s.nouns[i] in s.lexicon.words("grammar", "named_grounds")


def _is_of_settlement(s: Sentence, i: int) -> bool:
    """“the communes of X and Y”."""
    first = s.lead(i)
    return s.relations[first] == "nmod" and s.case(first) == "of" and _is_settlement(s, s.heads[first])


def _is_called_one(s: Sentence, i: int) -> bool:
    """“X, the second city of the country”."""
    return any(_is_settlement(s, c) for c in s.has(i, "appos"))


def _is_in_list(s: Sentence, i: int) -> bool:
    """“in the X, Y and Z directions”."""
    first = s.lead(i)
    above = s.heads[first]
    if s.relations[first] != "compound" or above < 0 or s.fine_tags[above] != "NNS":
        return False
    return _is_settlement(s, above) or s.nouns[above] in s.lexicon.words("grammar", "listed_grounds")


def _is_off(s: Sentence, i: int) -> bool:
    """“ten kilometres southwest of X”."""
    return s.relations[i] in ("nmod", "obl") and s.case(i) == "of" and s.lower[s.heads[i]] in COMPASS


def _stands_with(s: Sentence, i: int, grounds: set[tuple[int, int]]) -> bool:
    """“X and the towns of Y and Z”, “in X and Y” where X is known for a place."""
    beside = s.conjuncts(s.lead(i))
    return i in beside and any(_is_settlement(s, k) or _span_of(s, k) in grounds for k in beside if k != i)
