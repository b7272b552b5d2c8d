"""All measures of one comparison, and how they are made."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import msgspec

from sijill import packs
from sijill.model import KINDS, Frozen
from sijill.score.coded import CodedClaim, Gold, Predicted, code_claims, group_gold
from sijill.score.holding import ControlScores, score_control
from sijill.score.linking import IncidentScores, score_incidents
from sijill.score.matching import CIVILIAN_HARM, DocumentMatch, ScoreOptions, match_gold
from sijill.score.measures import Agreement, Share, bootstrap_f1, sum_agreements
from sijill.score.reading import predict_claims, predict_gold, read_gold, read_predicted
from sijill.score.slots import SlotScores, score_slots
from sijill.score.stances import UnrealScores, count_stances, score_unreal

Claims = Gold | Predicted | Iterable[Any]
Interval = tuple[float, float] | None


class DocumentScores(Frozen):
    """One gold document: how its claims were found."""

    source: str
    kind: Agreement
    kind_and_stance: Agreement
    forgiven: int = 0
    excused: int = 0
    absent: bool = False


class ClaimScores(Frozen):
    """How well claims were found, by kind alone and by kind and stance, with intervals over documents."""

    kind: Agreement
    kind_and_stance: Agreement
    kind_interval: Interval = None
    kind_and_stance_interval: Interval = None


class Scores(Frozen):
    """Everything that was measured; what was not measured (no incidents, no control) is None or empty."""

    gold: str
    predicted: str
    claims: ClaimScores
    per_kind: dict[str, Agreement]
    documents: tuple[DocumentScores, ...]
    slots: SlotScores
    stances: dict[str, dict[str, int]]
    unreal: dict[str, UnrealScores]
    lenient_kinds: ClaimScores | None = None
    incidents: IncidentScores | None = None
    control: tuple[ControlScores, ...] = ()
    absent: tuple[str, ...] = ()  # gold documents that are not in what is scored
    not_scored: int = 0  # predicted claims in documents that the gold does not annotate
    moved_quotes: int = 0  # predicted quotes that are not at their offsets in the gold text
    published_est: bool = False

    def to_dict(self) -> dict[str, Any]:
        """The scores as plain dicts and numbers, measures beside their counts."""
        return unfold(self)


def unfold(value: Any) -> Any:
    """Records as plain dicts; shares and agreements with their values."""
    if isinstance(value, Share | Agreement):
        return value.to_dict()
    if isinstance(value, msgspec.Struct):
        plain = {name: unfold(getattr(value, name)) for name in value.__struct_fields__}
        computed = {"b3_f1", "all"} & {
            name for name in dir(type(value)) if isinstance(getattr(type(value), name), property)
        }
        return plain | {name: unfold(getattr(value, name)) for name in sorted(computed)}
    if isinstance(value, dict):
        return {key: unfold(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [unfold(each) for each in value]
    return value


def score_claims(gold: Claims, predicted: Claims, options: ScoreOptions | None = None) -> Scores:
    """How well predicted claims agree with gold ones: `Claim`s, dicts in the export's shape, or as read.

    >>> claim = {"kind": "capture", "start": 4, "end": 19, "speaker": {"name": "publisher"}}
    >>> claim["document"] = {"source": "a.txt"}
    >>> score_claims([claim], [claim]).claims.kind_and_stance.f1
    1.0
    """
    options = options or ScoreOptions()
    gold, predicted = as_gold(gold), as_predicted(predicted)
    matches = match_gold(gold, predicted)
    lenient = measure_claims(match_gold(gold, predicted, CIVILIAN_HARM)) if options.lenient_kinds else None
    used = sum(len(match.predicted) for match in matches)
    return Scores(
        gold=gold.name,
        predicted=predicted.name,
        claims=measure_claims(matches),
        lenient_kinds=lenient,
        per_kind=measure_kinds(matches),
        documents=tuple(measure_document(match) for match in matches),
        slots=score_slots(matches, options.published_est),
        stances=count_stances(matches),
        unreal=score_unreal(matches),
        incidents=score_incidents(gold, predicted, matches),
        control=score_control(gold, predicted, load_pack(options, predicted), options.published_est),
        absent=tuple(match.gold.source for match in matches if match.absent),
        not_scored=len(predicted.claims) - used,
        moved_quotes=count_moved(matches),
        published_est=options.published_est,
    )


def score_record(
    gold_path: str | Path, predicted_path: str | Path, options: ScoreOptions | None = None
) -> Scores:
    """How well a record, a claims file or another gold agrees with annotated documents."""
    return score_claims(read_gold(gold_path), read_predicted(predicted_path), options)


def as_gold(claims: Claims) -> Gold:
    """Annotated documents, made of loose claims if need be."""
    if isinstance(claims, Gold):
        return claims
    return group_gold(claims.claims if isinstance(claims, Predicted) else claims)


def as_predicted(claims: Claims) -> Predicted:
    """A prediction, made of loose claims if need be."""
    if isinstance(claims, Predicted):
        return claims
    if isinstance(claims, Gold):
        return predict_gold(claims)
    return predict_claims(code_claims(claims, where="predicted"))


def load_pack(options: ScoreOptions, predicted: Predicted) -> Any:
    """The pack whose names control rows are read with: the one asked for, else the record's, else None."""
    if options.pack is None:
        return predicted.names
    return packs.load_pack(options.pack)


def measure_document(match: DocumentMatch) -> DocumentScores:
    """One document's counts."""
    kind, both = count_document(match)
    return DocumentScores(
        source=match.gold.source,
        kind=kind,
        kind_and_stance=both,
        forgiven=len(match.forgiven),
        excused=len(match.excused),
        absent=match.absent,
    )


def count_document(match: DocumentMatch) -> tuple[Agreement, Agreement]:
    """The counts of one document, by kind alone and by kind and stance.

    A pair whose stance differs counts against both sides in the second. What is optional in the gold is right
    when it was found, and never asked for; what only repeats a claim that was found need not be found too.
    """
    gold = match.gold.claims
    optional = {index for index, claim in enumerate(gold) if claim.optional}
    asked = len(gold) - len(optional | match.excused)
    given = len(match.predicted) - len(match.forgiven)
    same = [(g, p) for g, p in match.pairs if gold[g].stance == match.predicted[p].stance]
    kind, both = (
        Agreement(
            right=len(pairs),
            predicted=given,
            found=sum(g not in optional for g, _ in pairs),
            gold=asked,
        )
        for pairs in (match.pairs, same)
    )
    return kind, both


def measure_claims(matches: Sequence[DocumentMatch]) -> ClaimScores:
    """The counts of all documents together, with intervals."""
    counts = [count_document(match) for match in matches]
    kinds, both = [kind for kind, _ in counts], [each for _, each in counts]
    return ClaimScores(
        kind=sum_agreements(kinds),
        kind_and_stance=sum_agreements(both),
        kind_interval=bootstrap_f1(kinds),
        kind_and_stance_interval=bootstrap_f1(both),
    )


def measure_kinds(matches: Iterable[DocumentMatch]) -> dict[str, Agreement]:
    """The counts of each kind that occurs: a pair counts for the gold's kind, a false alarm for its own."""
    totals: dict[str, Agreement] = {}

    def add(claim: CodedClaim, **counts: int) -> None:
        totals[claim.kind] = totals.get(claim.kind, Agreement()) + Agreement(**counts)

    for match in matches:
        gold = match.gold.claims
        for g, _ in match.pairs:
            asked = int(not gold[g].optional)
            add(gold[g], right=1, predicted=1, found=asked, gold=asked)
        for g in match.missed:
            add(gold[g], gold=1)
        for p in match.false_alarms:
            add(match.predicted[p], predicted=1)
    return {kind: totals[kind] for kind in KINDS if kind in totals}


def count_moved(matches: Iterable[DocumentMatch]) -> int:
    """How many predicted quotes are not at their offsets in the gold text: the build read another text."""
    return sum(
        bool(claim.quote) and match.gold.text[claim.start : claim.end] != claim.quote
        for match in matches
        if match.gold.text is not None
        for claim in match.predicted
    )
