"""Long reports in overlapping windows, furniture left out, and the claims that two windows both give, once."""

import re
from itertools import pairwise

from sijill.extract.llm.cost import count_tokens
from sijill.extract.llm.sentences import split_sentences
from sijill.model import Claim, Document, Frozen, Span, replace

LONGEST = 1_900  # estimated tokens of a window, whatever its script: some 8,000 characters of English, 3,000 of Arabic
OVERLAP = 190  # tokens of the whole sentences at its beginning that the window before has too
FULL = 0.6  # the share of a window from which on it ends with a paragraph rather than go on
READ_ANYWAY = ("foreign",)  # lines in another script than the document's: a model reads them too
SAME = 0.5  # the share of two quotes that is common to both from which on they may be one claim


class Window(Frozen):
    """A stretch of a document that is sent to a model at once, in pieces where furniture is cut out of it."""

    pieces: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where it begins in the document."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Where it ends in the document."""
        return self.pieces[-1][1]

    def read(self, text: str) -> str:
        """What the model is shown of the document's text."""
        return "\n".join(text[start:end] for start, end in self.pieces)

    def holds(self, start: int, end: int) -> bool:
        """Whether a span lies in what was shown, all of it in one piece."""
        return any(first <= start and end <= last for first, last in self.pieces)


def cut_windows(
    document: Document,
    passages: tuple[tuple[int, int], ...] | None = None,
    longest: int = LONGEST,
    overlap: int = OVERLAP,
) -> tuple[Window, ...]:
    """The windows of a document, or of some passages of it, that cover all of it but the furniture.

    Sizes are in estimated tokens, so that windows cost about the same in every script.

    >>> document = Document(id="d", content_hash="", source="s", text="One two. Three four. Five six.")
    >>> [window.read(document.text) for window in cut_windows(document, longest=5, overlap=3)]
    ['One two. Three four.', 'Three four. Five six.']
    """
    text = document.text
    kept: list[tuple[int, int]] = []
    furniture = tuple(span for span in document.furniture if span.reason not in READ_ANYWAY)
    for start, end in passages or ((0, len(text)),):
        kept += _leave_out(start, end, furniture)
    units = [unit for span in kept for unit in _split_units(text, *span, longest)]
    sizes = [count_tokens(text[slice(*unit)]) for unit in units]
    ends = _find_ends(text, units)
    windows, first = [], 0
    while first < len(units):
        last, length = first, sizes[first]
        while last + 1 < len(units) and length + sizes[last + 1] <= longest:
            last += 1
            length += sizes[last]
        if last + 1 < len(units):
            last = _step_back(first, last, length, sizes, ends, longest)
        windows.append(Window(pieces=_join(text, units[first : last + 1])))
        if last + 1 == len(units):
            break
        back, shared = last + 1, 0
        while back - 1 > first and shared + sizes[back - 1] <= overlap:
            back -= 1
            shared += sizes[back]
        while back <= last and shared + sizes[last + 1] > longest:
            shared -= sizes[back]
            back += 1
        first = back
    return tuple(windows)


def _step_back(
    first: int, last: int, length: int, sizes: list[int], ends: frozenset[int], longest: int
) -> int:
    """The unit that a full window ends with: the last of a paragraph, if the window is still well filled then."""
    at = last
    while at > first and length >= FULL * longest:
        if at in ends:
            return at
        length -= sizes[at]
        at -= 1
    return last


def _find_ends(text: str, units: list[tuple[int, int]]) -> frozenset[int]:
    """The units that are the last of their paragraph: what blank lines divide, or line ends in a text that has none."""
    gap = re.compile(r"\n\s*\n" if re.search(r"\n\s*\n", text) else r"\n")
    return frozenset(
        k for k, (one, other) in enumerate(pairwise(units)) if gap.search(text, one[1], other[0])
    )


def halve(window: Window, text: str) -> tuple[Window, ...]:
    """The window in two, with the middle sentence in both, or nothing where it is no more than a sentence."""
    units = [unit for start, end in window.pieces for unit in _split_units(text, start, end, LONGEST)]
    if len(units) < 2:
        return ()
    middle = len(units) // 2
    overlap = 1 if len(units) > 3 else 0
    parts = (units[:middle], units[middle - overlap :])
    return tuple(Window(pieces=_join(text, part)) for part in parts)


def drop_doubles(told: list[tuple[Claim, ...]]) -> list[Claim]:
    """The claims of the windows of a document in the order of the text, each once.

    Of what two windows both tell the earlier one's is kept: it was shown what stands before, where speakers are named.
    Within one window two claims that tell the same are one, that which says more of it.
    """
    kept: list[Claim] = []
    for claims in told:
        before, own = list(kept), []
        for claim in claims:
            if any(are_same(claim, other, voices=False) for other in before):
                continue
            twin = next((k for k, other in enumerate(own) if are_same(claim, other)), None)
            if twin is None:
                own.append(claim)
            elif _weight(claim) > _weight(own[twin]):
                own[twin] = claim
        kept += own
    once: dict[str, Claim] = {}
    for claim in (
        kept
    ):  # what differs only in what it names ("shelled X and Y" told as two) is one claim that names all
        once[claim.id] = merge_names(once[claim.id], claim) if claim.id in once else claim
    return sorted(once.values(), key=lambda one: (one.start, one.end, one.id))


def merge_names(a: Claim, b: Claim) -> Claim:
    """The first claim with what only the second names besides."""
    names = ("via", "actors", "targets", "weapons", "places", "figures")
    return replace(
        a, **{name: tuple(dict.fromkeys((*getattr(a, name), *getattr(b, name)))) for name in names}
    )


def are_same(a: Claim, b: Claim, *, voices: bool = True) -> bool:
    """Whether two claims of a document tell one event: same kind, quotes half in common; with `voices` by one speaker."""
    if a.kind != b.kind or (voices and (a.stance, a.speaker.name) != (b.stance, b.speaker.name)):
        return False
    # "They shelled X and Y" may be two claims of one clause: what has other places or targets is another claim.
    for left, right in ((a.places, b.places), (a.targets, b.targets)):
        if left and right and not {one.name for one in left} & {one.name for one in right}:
            return False
    return share(a, b) >= SAME


def share(a: Claim, b: Claim) -> float:
    """The common part of two quotes, as a share of the shorter one."""
    common = min(a.end, b.end) - max(a.start, b.start)
    return max(0, common) / min(a.end - a.start, b.end - b.start)


def _weight(claim: Claim) -> int:
    slots = (claim.actors, claim.targets, claim.places, claim.figures, claim.weapons)
    return sum(map(len, slots)) + (claim.when is not None)


def _leave_out(start: int, end: int, furniture: tuple[Span, ...]) -> list[tuple[int, int]]:
    out, at = [], start
    for span in sorted(furniture, key=lambda one: one.start):
        if span.end <= at or span.start >= end:
            continue
        if span.start > at:
            out.append((at, span.start))
        at = max(at, span.end)
    if at < end:
        out.append((at, end))
    return out


def _split_units(text: str, start: int, end: int, longest: int) -> list[tuple[int, int]]:
    """The sentences of a stretch; one that is longer than a window is cut at a space."""
    units = []
    for first, last in split_sentences(text[start:end]):
        at, stop = start + first, start + last
        # No character is more than a token, so that only a long sentence need be counted.
        while stop - at > longest and (tokens := count_tokens(text[at:stop])) > longest:
            room = max(2, int((stop - at) * longest / tokens * 0.9))
            gaps = [m.start() for m in re.finditer(r"\s", text[at + room // 2 : at + room])]
            cut = at + room // 2 + gaps[-1] if gaps else at + room
            units.append((at, cut))
            at = cut
        units.append((at, stop))
    return [unit for unit in units if text[slice(*unit)].strip()]


def _join(text: str, units: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The units as pieces, those that only white space divides as one."""
    pieces: list[tuple[int, int]] = []
    for start, end in units:
        if pieces and not text[pieces[-1][1] : start].strip():
            pieces[-1] = (pieces[-1][0], end)
        else:
            pieces.append((start, end))
    return tuple(pieces)
