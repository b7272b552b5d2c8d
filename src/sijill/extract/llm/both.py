"""Two readers of one report: where the embedded one is unsure, and where it and a model disagree."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sijill.extract.llm.sentences import find_languages, split_paragraphs
from sijill.extract.llm.windows import Window, share
from sijill.model import MEASURES, Claim, Document, replace
from sijill.read.language import detect_language

UNSURE = 0.6  # the confidence below which a claim of the embedded extractor is asked about
SEEN, TOLD = 0.3, 0.95  # between these the embedded model suspects an event that nobody tells
NEAR = 0.5  # the share of two quotes from which on they are about one event
CAUTION = ("asserts", "hypothetical", "plans", "denies")  # the later, the less it makes happen
BY_MODEL = "(language model)"
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
            out.append(_remark(claim, ONLY_EMBEDDED) if shown and whole else claim)
            continue
        free.remove(twin)
        out.append(_settle(claim, twin))
    out += [_remark(claim, ONLY_MODEL) for claim in free]
    return tuple(sorted({one.id: one for one in out}.values(), key=lambda one: (one.start, one.end, one.id)))


def _settle(claim: Claim, twin: Claim) -> Claim:
    """One claim for the two: the embedded one's where they agree, else the model's, never bolder than either."""
    apart = list_differences(claim, twin)
    if not apart:
        confidence = round(min(0.95, max(claim.confidence, twin.confidence) + 0.1), 2)
        return replace(claim, confidence=confidence, review=twin.review)
    stance = max((claim.stance, twin.stance), key=CAUTION.index)
    settled = replace(
        twin, stance=stance, hedged=claim.hedged or twin.hedged,
        confidence=round(min(claim.confidence, twin.confidence), 2),
    )  # fmt: skip
    return _remark(settled, "; ".join(apart))


def list_differences(claim: Claim, twin: Claim) -> list[str]:
    """What the embedded extractor and a model read differently of one event, each as "part: its words, the other's".

    Of days, places and figures only what both give is compared: silence is no contradiction.
    """
    rows = [
        ("kind", claim.kind, twin.kind),
        ("stance", claim.stance, twin.stance),
        ("speaker", claim.speaker.name, twin.speaker.name),
    ]
    days = [one.when.start[:10] if one.when and one.when.start else "" for one in (claim, twin)]
    if all(days):
        rows.append(("day", *days))
    places = [[place.name for place in one.places] for one in (claim, twin)]
    if all(places) and not any(_is_like(a, b) for a in places[0] for b in places[1]):
        rows.append(("place", *(", ".join(names) for names in places)))
    for measure in dict.fromkeys(figure.measure for figure in claim.figures):
        told = [[figure for figure in one.figures if figure.measure == measure] for one in (claim, twin)]
        bounds = [sorted(((f.low, f.high) for f in figures), key=repr) for figures in told]
        if told[1] and not set(bounds[0]) <= set(bounds[1]) and not set(bounds[1]) <= set(bounds[0]):
            rows.append(
                (f"{measure}", *(", ".join(figure.text or "" for figure in figures) for figures in told))
            )
    return [
        f"{part}: {ours} (embedded), {theirs} (language model)"
        for part, ours, theirs in rows
        if ours != theirs
    ]


def count_remarks(claims: Iterable[Claim]) -> dict[str, int]:
    """How often the two disagree on what, over many claims: by part, or by the whole remark where it names none."""
    found: Counter[str] = Counter()
    for claim in claims:
        for remark in (claim.review or "").split("; "):
            part = remark.partition(": ")[0] if remark.endswith(BY_MODEL) else remark
            if part:
                found["figures" if part in MEASURES else part] += 1
    return dict(found.most_common())


def _is_like(a: str, b: str) -> bool:
    a, b = (" ".join(name.casefold().split()) for name in (a, b))
    return a in b or b in a


def _remark(claim: Claim, remark: str) -> Claim:
    return replace(claim, review="; ".join(filter(None, (remark, claim.review))))


def _closeness(a: Claim, b: Claim) -> float:
    """How much two quotes have in common, more where kind and speaker agree."""
    common = share(a, b)
    return common + 0.1 * (a.kind == b.kind) + 0.05 * (a.speaker.name == b.speaker.name) if common else 0.0
