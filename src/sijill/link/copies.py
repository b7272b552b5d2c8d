"""Copies collapse first: a claim that only repeats another rides with it and is never evidence of its own."""

from bisect import bisect_right
from collections.abc import Sequence

from ..model import Claim
from .facets import Facets, is_day_lent
from .lookup import fold_name
from .origins import Origins

SAME_WORDS = 0.6  # share of words in common for two quotes of one text lineage to be one statement
VERBATIM, PHRASE = (
    0.9,
    5,
)  # and this near, in so many words, for the speaker to be in doubt rather than the event
NEAR_REPEATS = 8  # passages that may overlap at one spot
RETOLD_WORDS = 0.8  # in one document without a known repeat, the words must be nearer


def find_leaders(facets: Sequence[Facets], origins: Origins) -> dict[str, str]:
    """For each claim that repeats another, the id of the claim it repeats (the earliest, itself no copy).

    A claim repeats another of the same kind, stance, origin and text lineage when it stands in a passage that
    is known to be repeated, or when the two quotes share most of their words and no figure, place or date
    tells them apart. The very same words elsewhere in the lineage are one saying, whoever they are put to.
    """
    groups: dict[tuple, list[Facets]] = {}
    for one in facets:
        groups.setdefault((one.root, one.kind, one.claim.stance), []).append(one)
    leaders: dict[str, str] = {}
    for members in groups.values():
        members.sort(key=lambda one: (origins.is_copy(one.document), one.order))
        heads: list[Facets] = []
        for one in members:
            repeated = [head for head in heads if is_repeat(head, one, origins)]
            head = min(repeated, key=lambda head, one=one: rate_repeat(head, one), default=None)
            if head is None:
                heads.append(one)
            else:
                leaders[one.id] = head.id
    return leaders


def rate_repeat(head: Facets, one: Facets) -> tuple[bool, float]:
    """How near a repeat is to what it may repeat (smaller is nearer): of one origin, in the same words."""
    return head.origin != one.origin, -compare_words(head.claim.quote, one.claim.quote)


def is_repeat(head: Facets, one: Facets, origins: Origins) -> bool:
    """Whether `one` says again what `head` said."""
    # where the words give no day, a copy that comes a day later has the day of its own report
    stated = not (is_day_lent(head) or is_day_lent(one))
    if stated and head.days and one.days and head.days[:2] != one.days[:2]:
        return False
    if head.figures and one.figures and head.figures != one.figures:
        return False
    if head.spots and one.spots and not {spot.key for spot in head.spots} & {spot.key for spot in one.spots}:
        return False
    elsewhere = head.document != one.document
    likeness = compare_words(head.claim.quote, one.claim.quote)
    if head.origin != one.origin:
        joint = head.document == one.document and head.claim.start == one.claim.start
        unnamed = elsewhere and "unnamed:" in head.origin[:8] + one.origin[:8]
        # "a source in the army" in a reworded copy is the original's "military source", not a second one
        enough = SAME_WORDS if unnamed else VERBATIM
        return not joint and likeness >= enough and len(one.claim.quote.split()) >= PHRASE
    if elsewhere:
        return likeness >= SAME_WORDS
    if is_in_repeat(head.claim, one.claim, origins):
        return likeness >= SAME_WORDS / 2
    return likeness >= RETOLD_WORDS


def is_in_repeat(head: Claim, one: Claim, origins: Origins) -> bool:
    """Whether the document marks the passage of `one` as a repeat of that of `head` (or the reverse)."""
    document = origins.documents.get(one.document.id)
    repeats = document.repeats if document else ()  # in the order of their starts
    for first, second in ((head, one), (one, head)):
        at = bisect_right(repeats, second.start, key=lambda repeat: repeat.start)
        for repeat in repeats[max(0, at - NEAR_REPEATS) : at]:
            inside = second.start < repeat.end
            if inside and repeat.of_start <= first.start < repeat.of_end:
                return True
    return False


def compare_words(one: str, other: str) -> float:
    """The share of words that two quotes have in common.

    >>> compare_words("The town fell.", "the town fell")
    1.0
    """
    a, b = set(fold_name(one).split()), set(fold_name(other).split())
    return len(a & b) / len(a | b) if a and b else 0.0
