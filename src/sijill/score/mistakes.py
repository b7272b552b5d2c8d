"""The errors themselves, gravest first, each with its quotes and what came nearest."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from sijill.model import Frozen
from sijill.score.assign import assign_pairs
from sijill.score.coded import CodedClaim, Gold, Predicted
from sijill.score.matching import DocumentMatch, ScoreOptions, claims_agree, match_gold, spans_agree
from sijill.score.naming import names_alike
from sijill.score.reading import read_gold, read_predicted
from sijill.score.scores import as_gold, as_predicted
from sijill.score.slots import compare_figures, read_days, rests_on_estimate
from sijill.score.stances import find_told_as_event

TOLD_AS_EVENT, FALSE_ALARM, KIND, STANCE = "told as event", "false alarm", "wrong kind", "wrong stance"
MISSED, SPEAKER, FIGURES, DAY = "missed", "wrong speaker", "wrong figures", "wrong day"
SORTS = (TOLD_AS_EVENT, FALSE_ALARM, KIND, STANCE, MISSED, SPEAKER, FIGURES, DAY)
QUOTE_WIDTH = 200


class Mistake(Frozen):
    """One error: its sort, the gold claim and the prediction that it concerns, and what came nearest.

    `wrong kind` is a missed claim and a false alarm over the same words. A missed claim has no
    `predicted` and a false alarm no `gold`; `nearest` then is the claim on the other side that shares
    most of its words, and `why` says why the two are not one.
    """

    sort: str
    source: str
    gold: CodedClaim | None = None
    predicted: CodedClaim | None = None
    nearest: CodedClaim | None = None
    why: str = ""

    @property
    def claim(self) -> CodedClaim:
        claim = self.gold or self.predicted
        assert claim is not None, "a mistake is about a claim"
        return claim


def find_mistakes(gold: Any, predicted: Any, options: ScoreOptions | None = None) -> tuple[Mistake, ...]:
    """Every error of a prediction, gravest sort first, in reading order; takes paths, or claims."""
    options = options or ScoreOptions()
    mistakes: list[Mistake] = []
    for match in match_gold(open_gold(gold), open_predicted(predicted)):
        mistakes += find_in_document(match, options)
    return tuple(sorted(mistakes, key=lambda one: (SORTS.index(one.sort), one.source, one.claim.start)))


def open_gold(gold: Any) -> Gold:
    """The gold at a path, or as given."""
    return read_gold(gold) if isinstance(gold, str | Path) else as_gold(gold)


def open_predicted(predicted: Any) -> Predicted:
    """The prediction at a path, or as given."""
    return read_predicted(predicted) if isinstance(predicted, str | Path) else as_predicted(predicted)


def find_in_document(match: DocumentMatch, options: ScoreOptions) -> list[Mistake]:
    """The errors in one document."""
    source, gold, predicted = match.gold.source, match.gold.claims, match.predicted
    mistakes = []
    told = set()
    for claim in gold:
        if claim.stance != "asserts":
            for p, other in find_told_as_event(match, claim):
                told.add(p)
                mistakes.append(Mistake(sort=TOLD_AS_EVENT, source=source, gold=claim, predicted=other))
    confused = pair_confused(match, told)
    for g, p in confused.items():
        why = f"{gold[g].kind} in the gold, {predicted[p].kind} here"
        mistakes.append(Mistake(sort=KIND, source=source, gold=gold[g], predicted=predicted[p], why=why))
    for p in match.false_alarms:
        if p not in told and p not in confused.values():
            near, why = find_nearest(predicted[p], gold, {g for g, _ in match.pairs})
            mistakes.append(
                Mistake(sort=FALSE_ALARM, source=source, predicted=predicted[p], nearest=near, why=why)
            )
    for g in match.missed:
        if g in confused:
            continue
        near, why = find_nearest(gold[g], predicted, {p for _, p in match.pairs})
        mistakes.append(Mistake(sort=MISSED, source=source, gold=gold[g], nearest=near, why=why))
    for g, p in match.pairs:
        for sort, why in compare_pair(gold[g], predicted[p], match, options):
            if not (sort == STANCE and p in told):
                mistakes.append(
                    Mistake(sort=sort, source=source, gold=gold[g], predicted=predicted[p], why=why)
                )
    return mistakes


def pair_confused(match: DocumentMatch, told: set[int]) -> dict[int, int]:
    """The missed claims whose words were coded as another kind, each with that false alarm: one error."""
    weights = {}
    for g in match.missed:
        for p in match.false_alarms:
            one, other = match.gold.claims[g], match.predicted[p]
            if p not in told and spans_agree((one.start, one.end), (other.start, other.end)):
                weights[g, p] = min(one.end, other.end) - max(one.start, other.start)
    return dict(assign_pairs(weights))


def find_nearest(
    claim: CodedClaim, others: Sequence[CodedClaim], taken: Iterable[int]
) -> tuple[CodedClaim | None, str]:
    """The claim on the other side that shares most words with this one, and why the two were not paired."""
    taken = set(taken)

    def rank(index: int) -> tuple[bool, int]:
        other = others[index]
        shared = min(claim.end, other.end) - max(claim.start, other.start)
        return claims_agree(claim, other) or claims_agree(other, claim), shared

    best = max(range(len(others)), key=rank, default=None)
    if best is None or rank(best)[1] <= 0:
        return None, ""
    other = others[best]
    reasons = []
    if not set(claim.kinds) & set(other.kinds):
        reasons.append("another kind")
    if not spans_agree((claim.start, claim.end), (other.start, other.end)):
        reasons.append("spans too unlike")
    if not reasons and best in taken:
        reasons.append("taken by another")
    return other, ", ".join(reasons)


def compare_pair(
    gold: CodedClaim, predicted: CodedClaim, match: DocumentMatch, options: ScoreOptions
) -> list[tuple[str, str]]:
    """What is wrong with a paired prediction, sort and words."""
    wrong = []
    if gold.stance != predicted.stance:
        wrong.append((STANCE, f"{gold.stance} in the gold, {predicted.stance} here"))
    if not names_alike(gold.speaker, predicted.speaker):
        wrong.append((SPEAKER, f"{gold.speaker.name} in the gold, {predicted.speaker.name} here"))
    figures = compare_figures(gold.figures, predicted.figures)
    if figures.f1 is not None and figures.f1 < 1:
        wrong.append((FIGURES, f"{tell_figures(gold)} in the gold, {tell_figures(predicted)} here"))
    asked, given = read_days(gold.when), read_days(predicted.when)
    free = not options.published_est and asked is not None and rests_on_estimate(gold, match.gold)
    if asked != given and not free:
        wrong.append((DAY, f"{tell_days(asked)} in the gold, {tell_days(given)} here"))
    return wrong


def tell_figures(claim: CodedClaim) -> str:
    """The figures of a claim in a few words; `…` is an open end."""
    ends = ((one.measure, tell_end(one.low), tell_end(one.high)) for one in claim.figures)
    return (
        ", ".join(f"{measure} {low}" + (f"–{high}" if high != low else "") for measure, low, high in ends)
        or "none"
    )


def tell_end(end: float | None) -> str:
    return "…" if end is None else f"{end:g}"


def tell_days(days: Any) -> str:
    """An interval of days in a few words."""
    if days is None:
        return "no date"
    return str(days[0]) if days[0] == days[1] else f"{days[0]} to {days[1]}"


def explain_errors(
    gold: Any, predicted: Any, limit: int | None = 20, options: ScoreOptions | None = None
) -> str:
    """The errors as a text to read, with quotes; at most `limit` of each sort (None: all of them)."""
    mistakes = find_mistakes(gold, predicted, options)
    parts = []
    for sort in SORTS:
        of_sort = [one for one in mistakes if one.sort == sort]
        if not of_sort:
            continue
        shown = of_sort if limit is None else of_sort[:limit]
        lines = [f"{sort.upper()} ({len(of_sort)})"]
        lines += [line for one in shown for line in tell_mistake(one)]
        if len(shown) < len(of_sort):
            lines.append(f"  … and {len(of_sort) - len(shown)} more")
        parts.append("\n".join(lines))
    return "\n\n".join(parts) or "No errors."


def tell_mistake(one: Mistake) -> list[str]:
    """One mistake in two to four lines."""
    lines = [
        f"  {one.source} {one.claim.start}–{one.claim.end}"
        + (f"  {one.why}" if one.nearest is None and one.why else "")
    ]
    if one.gold:
        lines.append(f"    gold    {tell_claim(one.gold)}")
    if one.predicted:
        lines.append(f"    record  {tell_claim(one.predicted)}")
    if one.nearest:
        side = "record" if one.gold else "gold"
        lines.append(f"    nearest in the {side} ({one.why or 'free'}): {tell_claim(one.nearest)}")
    elif one.sort in (MISSED, FALSE_ALARM):
        lines.append("    nothing " + ("in the record" if one.gold else "in the gold") + " there")
    return lines


def tell_claim(claim: CodedClaim) -> str:
    """A claim in one line: kind, stance, speaker, quote, and the rule that made it."""
    kinds = claim.kind + (f" (or {', '.join(claim.alt_kinds)})" if claim.alt_kinds else "")
    quote = " ".join(claim.quote.split())
    quote = quote if len(quote) <= QUOTE_WIDTH else quote[: QUOTE_WIDTH - 1] + "…"
    rule = f"  [{claim.extractor.rule}]" if claim.extractor and claim.extractor.rule else ""
    return f"{kinds} · {claim.stance} · {claim.speaker.name}: “{quote}”{rule}"
