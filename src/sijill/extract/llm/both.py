"""Two readers of one report: where the embedded one is unsure, and where it and a model disagree."""

from typing import Any

from sijill.extract.llm.sentences import find_languages, split_paragraphs
from sijill.extract.llm.windows import Window, share
from sijill.model import Claim, Document, replace
from sijill.read.language import detect_language

UNSURE = 0.6  # the confidence below which a claim of the embedded extractor is asked about
SEEN, TOLD = 0.3, 0.95  # between these the embedded model suspects an event that nobody tells
NEAR = 0.5  # the share of two quotes from which on they are about one event
CAUTION = ("asserts", "hypothetical", "plans", "denies")  # the later, the less it makes happen
ONLY_MODEL = "only the language model tells this"
ONLY_EMBEDDED = "the language model does not tell this"


def find_doubts(embedded: Any, document: Document) -> tuple[list[Claim], tuple[tuple[int, int], ...]]:
    """The embedded extractor's claims, and the paragraphs in which it is unsure or which it cannot read."""
    reading = embedded.read(document)
    claims = embedded.make_claims(document, reading)
    doubted = [(claim.start, claim.end) for claim in claims if claim.confidence < UNSURE]
    doubted += find_suspected(reading)
    unread = {
        (start, end)
        for start, end, language in find_languages(document.text, document.language, detect_language)
        if language not in embedded.languages
    }
    passages = [
        (start, end)
        for start, end in split_paragraphs(document.text)
        if (start, end) in unread or any(first < end and start < last for first, last in doubted)
    ]
    return claims, tuple(passages)


def find_suspected(reading: Any) -> list[tuple[int, int]]:
    """The sentences of which the embedded extractor left something out, or suspects an event that it does not tell."""
    told = {draft.sentence for draft in reading.drafts}
    spans = []
    for k, sentence in enumerate(reading.sentences):
        signals = sentence.parse.signals
        suspected = signals.kinds is not None and any(
            SEEN <= signals.event_at(i) < TOLD for i in range(len(sentence.tokens))
        )
        if reading.notes.get(k) or (suspected and k not in told):
            spans.append((sentence.start, sentence.end))
    return spans


def compare_claims(
    own: tuple[Claim, ...], asked: tuple[Claim, ...], windows: tuple[Window, ...], *, whole: bool = True
) -> tuple[Claim, ...]:
    """The claims of both readers, each event once; where they disagree, what the more cautious one says, and a remark.

    Outside the windows only the embedded extractor was asked, and its claims stand as they are. With `whole` false some
    windows got no answer, and silence means nothing.
    """
    out: list[Claim] = []
    free = list(asked)
    for claim in own:
        twin = max(free, key=lambda other: _closeness(claim, other), default=None)
        if twin is None or _closeness(claim, twin) < NEAR:
            shown = any(window.holds(claim.start, claim.end) for window in windows)
            out.append(replace(claim, review=ONLY_EMBEDDED) if shown and whole else claim)
            continue
        free.remove(twin)
        out.append(_settle(claim, twin))
    out += [replace(claim, review=ONLY_MODEL) for claim in free]
    return tuple(sorted({one.id: one for one in out}.values(), key=lambda one: (one.start, one.end, one.id)))


def _settle(claim: Claim, twin: Claim) -> Claim:
    """One claim for the two: the embedded one's where they agree, else the model's, never bolder than either."""
    apart = []
    if claim.kind != twin.kind:
        apart.append(f"kind: {claim.kind} (embedded), {twin.kind} (language model)")
    if claim.stance != twin.stance:
        apart.append(f"stance: {claim.stance} (embedded), {twin.stance} (language model)")
    if claim.speaker.name != twin.speaker.name:
        apart.append(f"speaker: {claim.speaker.name} (embedded), {twin.speaker.name} (language model)")
    left, right = ({(f.low, f.high, f.measure) for f in one.figures} for one in (claim, twin))
    if left and right and not left & right:
        apart.append("the figures differ")
    if not apart:
        confidence = round(min(0.95, max(claim.confidence, twin.confidence) + 0.1), 2)
        return replace(claim, confidence=confidence)
    stance = max((claim.stance, twin.stance), key=CAUTION.index)
    return replace(
        twin, stance=stance, hedged=claim.hedged or twin.hedged,
        confidence=round(min(claim.confidence, twin.confidence), 2), review="; ".join(apart),
    )  # fmt: skip


def _closeness(a: Claim, b: Claim) -> float:
    """How much two quotes have in common, more where kind and speaker agree."""
    common = share(a, b)
    return common + 0.1 * (a.kind == b.kind) + 0.05 * (a.speaker.name == b.speaker.name) if common else 0.0
