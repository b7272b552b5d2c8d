"""Which predicted claim is which gold claim.

Two claims may be one when the predicted kind is the gold kind (or one of its `alt_kinds`) and their spans
agree: intersection over union of at least 0.3, or one holds 90% of the other and is at most four times as
long. Claims are then paired one to one in each document: as many pairs as can be made, and among these
the most that agree in stance, then in speaker, then in kind proper, then in span.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from sijill.model import Frozen
from sijill.score.assign import assign_pairs
from sijill.score.coded import CodedClaim, Gold, GoldDocument, Predicted, strip_suffix
from sijill.score.naming import names_alike, names_equal

CIVILIAN_HARM = ("ceasefire_violation", "violence_against_civilians")
SPAN_STEPS = 1000  # how finely intersection over union is told apart


class ScoreOptions(Frozen):
    """What a comparison is to allow for.

    `published_est`: the build was told the publication dates that the documents do not state, so dates
    that rest on them are asked of it too. `lenient_kinds`: also report how it stands when a broken truce
    and violence against civilians are one kind. `pack`: the pack whose names the control rows are read
    with.
    """

    published_est: bool = False
    lenient_kinds: bool = False
    pack: str | None = None


class DocumentMatch(Frozen):
    """One gold document, the predictions made of it, and how they were paired (indexes into the two)."""

    gold: GoldDocument
    predicted: tuple[CodedClaim, ...]
    pairs: tuple[tuple[int, int], ...]
    forgiven: frozenset[int]  # predictions that say again what another, paired one says
    excused: frozenset[
        int
    ]  # gold claims that are not missed: optional, or said again where the first was found
    absent: bool = False  # the document is not in what is scored

    @property
    def missed(self) -> tuple[int, ...]:
        paired = {g for g, _ in self.pairs}
        return tuple(g for g in range(len(self.gold.claims)) if g not in paired and g not in self.excused)

    @property
    def false_alarms(self) -> tuple[int, ...]:
        paired = {p for _, p in self.pairs}
        return tuple(p for p in range(len(self.predicted)) if p not in paired and p not in self.forgiven)

    def paired_claims(self) -> list[tuple[CodedClaim, CodedClaim]]:
        """The pairs as claims, gold first."""
        return [(self.gold.claims[g], self.predicted[p]) for g, p in self.pairs]


def spans_agree(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """True when two spans are close enough to be one quote; in whole numbers, so that 0.3 is exactly 0.3.

    >>> spans_agree((0, 100), (70, 130)), spans_agree((0, 100), (0, 400)), spans_agree((0, 100), (0, 401))
    (False, True, False)
    """
    shared = min(one[1], other[1]) - max(one[0], other[0])
    if shared <= 0:
        return False
    first, second = one[1] - one[0], other[1] - other[0]
    if 10 * shared >= 3 * (first + second - shared):
        return True
    return holds_most(first, second, shared) or holds_most(second, first, shared)


def spans_same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """True when two spans are the same but for a word: a copy moved by a letter is still a copy."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    union = max(one[1], other[1]) - min(one[0], other[0])
    return 10 * shared >= 9 * union


def holds_most(holder: int, held: int, shared: int) -> bool:
    """True when a span of one length holds 90% of another and is at most four times as long."""
    return 10 * shared >= 9 * held and holder <= 4 * held


def claims_agree(gold: CodedClaim, predicted: CodedClaim, equivalent: Sequence[str] = ()) -> bool:
    """True when a predicted claim may be this gold claim."""
    kinds = gold.kinds
    if equivalent and any(kind in equivalent for kind in kinds):
        kinds = (*kinds, *equivalent)
    return predicted.kind in kinds and spans_agree((gold.start, gold.end), (predicted.start, predicted.end))


def weigh_pair(gold: CodedClaim, predicted: CodedClaim, size: int) -> int:
    """How good a pair is: in a sum of up to `size` pairs, nothing ever outweighs what ranks above it."""
    if names_equal(gold.speaker.name, predicted.speaker.name):
        speaker = 2
    else:
        speaker = int(names_alike(gold.speaker, predicted.speaker))
    shared = min(gold.end, predicted.end) - max(gold.start, predicted.start)
    union = max(gold.end, predicted.end) - min(gold.start, predicted.start)
    levels = (
        (1, 1),
        (int(gold.stance == predicted.stance), 1),
        (speaker, 2),
        (int(gold.kind == predicted.kind), 1),
        (SPAN_STEPS * shared // union, SPAN_STEPS),
        (int(not gold.optional), 1),
    )
    weight = 0
    for value, most in levels:
        weight = weight * (most * size + 1) + value
    return weight


def match_document(
    gold: GoldDocument,
    predicted: tuple[CodedClaim, ...],
    equivalent: Sequence[str] = (),
    absent: bool = False,
) -> DocumentMatch:
    """The predictions of one document paired with its gold claims."""
    candidates = [
        (g, p)
        for g, one in enumerate(gold.claims)
        for p, other in enumerate(predicted)
        if claims_agree(one, other, equivalent)
    ]
    pairs = pair_by_id(gold.claims, predicted)
    if pairs is None:
        size = min(len(gold.claims), len(predicted))
        pairs = assign_pairs({(g, p): weigh_pair(gold.claims[g], predicted[p], size) for g, p in candidates})
    found = {g for g, _ in pairs}
    return DocumentMatch(
        gold=gold,
        predicted=predicted,
        pairs=tuple(pairs),
        forgiven=forgive_seconds(gold.claims, predicted, pairs, candidates),
        excused=excuse_gold(gold, found),
        absent=absent,
    )


def pair_by_id(gold: Sequence[CodedClaim], predicted: Sequence[CodedClaim]) -> list[tuple[int, int]] | None:
    """The pairs of predictions that carry gold ids, or None when one does not, or has moved."""
    places = {claim.id: (index, claim) for index, claim in enumerate(gold)}
    pairs = []
    for p, claim in enumerate(predicted):
        g, original = places.pop(claim.id, (0, None))
        if original is None or (original.start, original.end) != (claim.start, claim.end):
            return None
        pairs.append((g, p))
    return pairs if pairs else None


def forgive_seconds(
    gold: Sequence[CodedClaim],
    predicted: Sequence[CodedClaim],
    pairs: Iterable[tuple[int, int]],
    candidates: Iterable[tuple[int, int]],
) -> frozenset[int]:
    """Predictions that say once more, elsewhere, what a paired one says: one for each gold claim.

    The second must agree with the first in speaker and stance and have another span (not nearly the same
    one); the stance must be right, so that a plan told as an event twice is not forgiven the second time.
    """
    first = dict(pairs)
    taken = set(first.values())
    forgiven: set[int] = set()
    used: set[int] = set()
    for g, p in candidates:
        if g not in first or g in used or p in taken or p in forgiven:
            continue
        one, other = predicted[first[g]], predicted[p]
        another_span = not spans_same((one.start, one.end), (other.start, other.end))
        same_voice = names_alike(one.speaker, other.speaker)
        if another_span and same_voice and gold[g].stance == one.stance == other.stance:
            forgiven.add(p)
            used.add(g)
    return frozenset(forgiven)


def excuse_gold(gold: GoldDocument, found: set[int]) -> frozenset[int]:
    """Gold claims not found and yet not missed: optional ones, and repeats of one that was found."""
    group = {index: {index} for index in range(len(gold.claims))}
    for first, second in gold.repeats:
        joined = group[first] | group[second]
        for index in joined:
            group[index] = joined
    return frozenset(
        index
        for index, claim in enumerate(gold.claims)
        if index not in found and (claim.optional or group[index] & found)
    )


def match_gold(gold: Gold, predicted: Predicted, equivalent: Sequence[str] = ()) -> tuple[DocumentMatch, ...]:
    """Every gold document with the predictions made of it."""
    sources = {claim.source for claim in predicted.claims} | (predicted.sources or set())
    where = match_sources([document.source for document in gold.documents], sources)
    by_source: dict[str, list[CodedClaim]] = {}
    for claim in predicted.claims:
        by_source.setdefault(claim.source, []).append(claim)
    return tuple(
        match_document(
            document,
            tuple(by_source.get(where.get(document.source, ""), ())),
            equivalent,
            absent=document.source not in where,
        )
        for document in gold.documents
    )


def match_sources(gold: Sequence[str], predicted: Iterable[str]) -> Mapping[str, str]:
    """The predicted source of each gold source: the same string, else the same file name, else the same stem.

    A file name that two predicted documents share decides nothing.

    >>> match_sources(["a.txt", "b"], ["pile/a.txt", "b.html", "c.txt"])
    {'a.txt': 'pile/a.txt', 'b': 'b.html'}
    """
    free = sorted(set(predicted))
    matched: dict[str, str] = {}
    for key in (str, lambda source: PurePath(source).name, strip_suffix):
        named: dict[str, list[str]] = {}
        for source in free:
            named.setdefault(key(source), []).append(source)
        for source in gold:
            same = named.get(key(source), [])
            if source not in matched and len(same) == 1 and same[0] not in matched.values():
                matched[source] = same[0]
    return matched
