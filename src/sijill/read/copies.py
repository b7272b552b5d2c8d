"""Copies: passages that a document repeats, and documents that took their text from another.

Shingles are character 5-grams of the folded text; documents are compared by MinHash and LSH (Broder 1997;
Leskovec
et al., *Mining of Massive Datasets*, ch. 3) and every candidate is verified on the whole sets.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np

from ..model import Document, Lineage, Repeat, Span, replace
from .lines import ends_sentence
from .particulars import SHORT_TEXT, Particulars, contradict, read_particulars
from .timestamps import order_key

SAME, DERIVED, CONTAINED = 0.8, 0.5, 0.7
REWORDED = 0.45  # containment of a sentence's shingles in an earlier sentence
CHAINED = 0.3  # … when its neighbour repeats that sentence's neighbour
_LETTER = 150  # folded characters; what is shorter stands in a longer text to the letter or not at all
_SHARED = 30  # shingles that a reworded sentence must share: a frame such as "activists said that" is shorter
_PERMUTATIONS = 128
_WIDTH = 5
_SHORTEST = 30  # folded characters; a shorter sentence recurs by accident
_HEADING = 160  # characters; a line without a full stop that is longer is no heading
_LONGEST = 1_000_000  # characters; in a longer text only sentences repeated to the letter are looked for
_SAMPLING = 16  # one shingle in so many is indexed to find wire text within longer pieces
_COMMON = 100  # a shingle in more documents than this says nothing
# Where a sentence ends: a line break, a mark before a space, or a mark that has lost its space ("left.The
# army").
_BOUNDARY = re.compile(
    r"[\r\n]+|[.!?؟۔]+[\"'”’»)\]]*(?=\s|$)|(?<=[a-z])[.!?]+[\"'”’]?(?=[A-Z“][a-z]|[“\"][A-Z])"
)
# Capitalised words that do not open a sentence, and numbers.
_NAMES = re.compile(r"(?<=[^\W_])[^\w.]+\b([A-Z]\w+)|\b(\d+)")
_PRIME = np.uint64(0x9E3779B97F4A7C15)


def fold_for_copies(text: str) -> str:
    """Lower-case letters and digits with single spaces: what stays the same when a text is copied and
    restyled.

    >>> fold_for_copies("“Four”  TANKS, – lost")
    'four tanks lost'
    """
    return " ".join(re.findall(r"\w+", text.casefold()))


def hash_shingles(folded: str) -> np.ndarray:
    """The sorted distinct 64-bit hashes of the character 5-grams of a folded text."""
    codes = np.frombuffer(folded.encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < _WIDTH:
        codes = np.concatenate([codes, np.zeros(_WIDTH - len(codes), dtype=np.uint64)])
    count = len(codes) - _WIDTH + 1
    hashes = np.zeros(count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for offset in range(_WIDTH):
            hashes = (hashes ^ codes[offset : offset + count]) * _PRIME
            hashes ^= hashes >> np.uint64(29)
    return np.unique(hashes)


def measure_jaccard(a: np.ndarray, b: np.ndarray) -> float:
    """Shared shingles over all shingles of both."""
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return shared / (len(a) + len(b) - shared) if shared else 0.0


def measure_containment(part: np.ndarray, whole: np.ndarray) -> float:
    """The share of the part's shingles that the whole has."""
    return len(np.intersect1d(part, whole, assume_unique=True)) / len(part) if len(part) else 0.0


# -- within one document --------------------


def find_repeats(text: str, furniture: Sequence[Span] = ()) -> tuple[Repeat, ...]:
    """The sentences that say again what an earlier sentence said, to the letter or reworded, furniture left
    out.

    >>> text = "Shells fell on the mill at dawn on Monday. Rain. Shells fell on the mill at dawn on Monday."
    >>> [(text[r.start : r.end] == text[r.of_start : r.of_end], r.similarity) for r in find_repeats(text)]
    [(True, 1.0)]
    """
    sentences = [s for s in _split_sentences(text, furniture) if len(s[2]) >= _SHORTEST]
    if len(text) > _LONGEST or len(sentences) < 2:
        return _find_exact(sentences)
    shingles = [hash_shingles(folded) for _, _, folded in sentences]
    holders: dict[int, list[int]] = defaultdict(list)
    best: dict[int, tuple[int, float]] = {}
    for i, own in enumerate(shingles):
        shared: dict[int, int] = defaultdict(int)
        for value in own.tolist():
            for j in holders[value]:
                shared[j] += 1
            if len(holders[value]) < _COMMON:
                holders[value].append(i)
        scores = []
        for j, count in shared.items():
            likeness = count / min(len(own), len(shingles[j]))
            ratio = min(len(own), len(shingles[j])) / max(len(own), len(shingles[j]))
            if likeness >= CHAINED and ratio >= 0.4 and (count >= _SHARED or likeness == 1):
                scores.append((likeness, -j))
        for likeness, j in sorted(scores, reverse=True)[:5]:
            if _tells_the_same(text, sentences[i], sentences[-j]):
                best[i] = (-j, likeness)
                break
    repeats = []
    for i, (j, likeness) in sorted(best.items()):
        if likeness >= REWORDED or _is_chained(i, j, best):
            exact = sentences[i][2] == sentences[j][2]
            repeats.append(_make_repeat(sentences[i], sentences[j], 1.0 if exact else min(likeness, 0.99)))
    return tuple(repeats)


def is_reworded(repeats: Sequence[Repeat]) -> bool:
    """True when at least three sentences are reworded from earlier ones of the same document: the mark of a
    machine's rewriting.
    """
    return sum(1 for repeat in repeats if repeat.similarity < 1) >= 3


def _tells_the_same(text: str, sentence: tuple[int, int, str], earlier: tuple[int, int, str]) -> bool:
    """False when each of two similar sentences has a name or a number that the other lacks.

    Bulletins list one kind of event place by place in the same words; the places are all that differs. Where the
    script has no capitals a name cannot be told from a word, so there every word of one must stand in the other.
    """
    if sentence[2] == earlier[2]:
        return True
    words = [set(sentence[2].split()), set(earlier[2].split())]
    raw = [text[s[0] : s[1]] for s in (sentence, earlier)]
    if all(r.upper() == r for r in raw):
        return not (words[0] - words[1]) or not (words[1] - words[0])
    names = [{name.casefold() for found in _NAMES.findall(r) for name in found if name} for r in raw]
    return not (names[0] - words[1]) or not (names[1] - words[0])


def _is_chained(i: int, j: int, best: dict[int, tuple[int, float]]) -> bool:
    """True when the sentence before or after repeats what stood before or after the other one."""
    for step in (-1, 1, -2, 2):
        near = best.get(i + step)
        if near is not None and near[1] >= REWORDED and abs(near[0] - (j + step)) <= 1:
            return True
    return False


def _find_exact(sentences) -> tuple[Repeat, ...]:
    first: dict[str, tuple[int, int, str]] = {}
    repeats = []
    for sentence in sentences:
        earlier = first.setdefault(sentence[2], sentence)
        if earlier is not sentence:
            repeats.append(_make_repeat(sentence, earlier, 1.0))
    return tuple(repeats)


def _make_repeat(sentence, earlier, similarity: float) -> Repeat:
    return Repeat(
        start=sentence[0],
        end=sentence[1],
        of_start=earlier[0],
        of_end=earlier[1],
        similarity=round(similarity, 3),
    )


def _split_sentences(text: str, furniture: Sequence[Span]) -> list[tuple[int, int, str]]:
    """(start, end, folded text) of each sentence, furniture and headings left out: a lead restates its
    headline."""
    spans = sorted(furniture, key=lambda s: s.start)
    sentences, at, start = [], 0, 0
    for match in (*_BOUNDARY.finditer(text), None):
        end = match.end() if match else len(text)
        raw = text[start:end]
        first = start + len(raw) - len(raw.lstrip(" \t\r\n\"'”’»)"))
        last = end - (len(raw) - len(raw.rstrip()))
        start = end
        while at < len(spans) and spans[at].end <= first:
            at += 1
        if first >= last or (at < len(spans) and spans[at].start < last):
            continue
        if ends_sentence(text[first:last]) or last - first > _HEADING:
            sentences.append((first, last, fold_for_copies(text[first:last])))
    return sentences


# -- between documents --------------------


def find_lineage(documents: Iterable[Document]) -> tuple[Document, ...]:
    """The same documents in the same order, each with `copy_of`: the earlier documents that its text comes
    from.

    The earlier published is the origin (then the smaller id; what is undated comes last). `same_text` from a
    Jaccard of 0.8, `derived` from 0.5, unless their numbers or names differ (`_name_tie`); `contains` where at
    least 0.7 of a shorter text stands within a longer one, and then the shorter is the origin unless it came out
    later. Lineages point at origins, not at every other copy.
    """
    documents = tuple(documents)
    ordered = sorted({d.id: d for d in documents}.values(), key=lambda d: (order_key(d.published), d.id))
    found: dict[str, list[Lineage]] = defaultdict(list)
    leaders = _fold_equal_texts(ordered, found)
    texts = {d.id: _Text(d, folded) for d, folded in leaders}
    kept = _match_whole([d for d, _ in leaders], texts, found)
    _match_contained(kept, texts, found)
    return tuple(
        replace(d, copy_of=tuple(found[d.id])) if d.id in found or d.copy_of else d for d in documents
    )


def _fold_equal_texts(ordered: list[Document], found: dict) -> list[tuple[Document, str]]:
    """The first of each group of equal texts with its folded text; the others are noted as its copies."""
    first: dict[str, str] = {}
    leaders = []
    for document in ordered:
        folded = fold_for_copies(_strip_furniture(document))
        if len(folded) < _SHORTEST:
            continue  # too little text to say that it was copied
        if folded in first:
            found[document.id].append(Lineage(document=first[folded], relation="same_text", similarity=1.0))
            continue
        first[folded] = document.id
        leaders.append((document, folded))
    return leaders


def _strip_furniture(document: Document, joint: str = " ") -> str:
    kept, at = [], 0
    for span in sorted(document.furniture, key=lambda s: s.start):
        kept.append(document.text[at : span.start])
        at = max(at, span.end)
    return joint.join((*kept, document.text[at:]))


class _Text:
    """One text as it is compared: folded, its shingles, its numbers and names (read only where they matter)."""

    def __init__(self, document: Document, folded: str):
        self.document, self.folded, self.shingles = document, folded, hash_shingles(folded)

    @cached_property
    def particulars(self) -> Particulars:
        return read_particulars(_strip_furniture(self.document, "\n"))

    @property
    def is_short(self) -> bool:
        return len(self.folded) < SHORT_TEXT


def _match_whole(documents: list[Document], texts: dict[str, _Text], found: dict) -> list[Document]:
    """Notes same and derived texts among the documents; returns those that are no copy of another."""
    from datasketch import MinHashLSH

    lsh = MinHashLSH(threshold=DERIVED, num_perm=_PERMUTATIONS)
    kept, rank = [], {document.id: i for i, document in enumerate(documents)}
    for document in documents:
        own = texts[document.id]
        sketch = _make_sketch(own.shingles)
        near = sorted(lsh.query(sketch), key=rank.__getitem__)
        scored = [(measure_jaccard(own.shingles, texts[other].shingles), other) for other in near]
        ties = [(_name_tie(own, texts[other], score), score, other) for score, other in scored]
        same = [tie for tie in ties if tie[0] == "same_text"]
        for relation, score, other in same[:1] or [tie for tie in ties if tie[0]]:
            found[document.id].append(Lineage(document=other, relation=relation, similarity=round(score, 3)))
        if not same:  # what is the same text stands behind its origin from here on
            lsh.insert(document.id, sketch)
            kept.append(document)
    return kept


def _name_tie(own: _Text, other: _Text, score: float) -> str | None:
    """What the likeness of two texts says: "six" against "seven" in one sentence makes two reports, in a long text a
    revision; other names may be those of the outlets themselves, so they only make the tie weaker."""
    if score < DERIVED:
        return None
    a, b = own.particulars, other.particulars
    short = own.is_short or other.is_short
    if contradict(a.numbers, b.numbers):
        return None if short else "derived"
    if short and contradict(a.names - b.words, b.names - a.words):
        return "derived" if score >= SAME else None
    return "same_text" if score >= SAME and (not short or a.numbers == b.numbers) else "derived"


def _make_sketch(shingles: np.ndarray):
    from datasketch import MinHash

    sketch = MinHash(num_perm=_PERMUTATIONS, seed=1, hashfunc=int, scheme="affine32")
    narrow = (shingles >> np.uint64(32)).astype(np.uint32)
    for at in range(0, len(narrow), 20_000):  # a whole book at once would fill the memory
        sketch.update_batch(narrow[at : at + 20_000].tolist())
    return sketch


def _match_contained(documents: list[Document], texts: dict[str, _Text], found: dict) -> None:
    """Notes the texts that stand, whole or nearly, within a longer one."""
    samples = {d.id: [v for v in texts[d.id].shingles.tolist() if v % _SAMPLING == 0] for d in documents}
    holders: dict[int, list[str]] = defaultdict(list)
    for document in documents:
        for value in samples[document.id]:
            holders[value].append(document.id)
    inside: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for document in documents:
        telling = [v for v in samples[document.id] if len(holders[v]) <= _COMMON]
        shared: dict[str, int] = defaultdict(int)
        for value in telling:
            for other in holders[value]:
                shared[other] += 1
        for other, count in sorted(shared.items()):
            if count >= 0.5 * len(telling) and not _is_tied(found, document.id, other):
                score = _measure_inside(texts[document.id], texts[other])
                inside[other] += [(score, document.id)] if score >= CONTAINED else []
    for other in sorted(inside):
        _note_contained(texts, inside[other], texts[other], found)


def _measure_inside(short: _Text, long: _Text) -> float:
    """The share of a text that a longer one has; none where it gives a number or a name that the longer lacks."""
    if len(long.shingles) <= len(short.shingles):
        return 0.0
    if len(short.folded) < _LETTER:
        return 1.0 if f" {short.folded} " in f" {long.folded} " else 0.0
    score = measure_containment(short.shingles, long.shingles)
    if score >= CONTAINED and short.is_short:
        a, b = short.particulars, long.particulars
        return score if a.numbers <= b.numbers and a.names <= b.words else 0.0
    return score


def _is_tied(found: dict, a: str, b: str) -> bool:
    return any(x.document == b for x in found.get(a, ())) or any(x.document == a for x in found.get(b, ()))


def _note_contained(
    texts: dict[str, _Text], inside: list[tuple[float, str]], long: _Text, found: dict
) -> None:
    """Notes what a longer text holds, the fullest first; what tells again what is noted already is left out."""
    covered = np.array([], dtype=np.uint64)
    for score, one in sorted(inside, key=lambda tie: (-tie[0], -len(texts[tie[1]].shingles), tie[1])):
        short = texts[one]
        if _is_tied(found, one, long.document.id):
            continue
        published, later = short.document.published, long.document.published
        if published and later and _is_later(published, later):
            # An excerpt of what was out before: all it says comes from there.
            tie = Lineage(document=long.document.id, relation="derived", similarity=round(score, 3))
            found[one].append(tie)
        elif measure_containment(short.shingles, covered) < DERIVED:
            covered = np.union1d(covered, short.shingles)
            tie = Lineage(document=one, relation="contains", similarity=round(score, 3))
            found[long.document.id].append(tie)


def _is_later(a: str, b: str) -> bool:
    """True when `a` is certainly later than `b`: they differ before the shorter of the two ends."""
    length = min(len(a), len(b), 10) if min(len(a), len(b)) <= 10 else min(len(a), len(b))
    return order_key(a)[:length] > order_key(b)[:length]
