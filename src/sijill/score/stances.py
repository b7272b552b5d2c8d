"""Whether what was denied, planned or supposed is kept as that, or told as an event."""

from collections.abc import Iterable

from sijill.model import STANCES, Frozen
from sijill.score.coded import CodedClaim
from sijill.score.matching import DocumentMatch, claims_agree, spans_agree
from sijill.score.measures import Share

UNREAL = tuple(stance for stance in STANCES if stance != "asserts")
# Saying that somebody said something tells no event, whatever was said.
NOT_EVENTS = frozenset(("statement",))


class UnrealScores(Frozen):
    """What became of the gold claims of one unreal stance, or of all of them.

    `found`: paired with a prediction. `kept`: paired, with the right stance. `told_as_event`: some prediction
    asserts it. `told_as_any_event`: some prediction asserts an event of whatever kind over the same words.
    """

    found: Share = Share()
    kept: Share = Share()
    told_as_event: Share = Share()
    told_as_any_event: Share = Share()

    def __add__(self, other: "UnrealScores") -> "UnrealScores":
        return UnrealScores(
            found=self.found + other.found,
            kept=self.kept + other.kept,
            told_as_event=self.told_as_event + other.told_as_event,
            told_as_any_event=self.told_as_any_event + other.told_as_any_event,
        )


def score_unreal(matches: Iterable[DocumentMatch]) -> dict[str, UnrealScores]:
    """What became of plans, denials and hypotheses, by stance and under `all` together."""
    scores = {stance: UnrealScores() for stance in ("all", *UNREAL)}
    for match in matches:
        paired = {g: match.predicted[p] for g, p in match.pairs}
        for index, claim in enumerate(match.gold.claims):
            if claim.stance not in UNREAL:
                continue
            asked = int(index not in match.excused)
            other = paired.get(index)
            one = UnrealScores(
                found=Share(k=int(other is not None), n=asked),
                kept=Share(k=int(other is not None and other.stance == claim.stance), n=asked),
                told_as_event=Share(k=int(bool(find_told_as_event(match, claim))), n=1),
                told_as_any_event=Share(k=int(bool(find_told_as_event(match, claim, any_kind=True))), n=1),
            )
            for stance in ("all", claim.stance):
                scores[stance] += one
    return scores


def find_told_as_event(
    match: DocumentMatch, claim: CodedClaim, any_kind: bool = False
) -> list[tuple[int, CodedClaim]]:
    """The predictions that assert, as an event, what this gold claim denies, plans or supposes.

    A prediction that also fits an asserted gold claim is about that one, and is not counted here.
    """
    asserted = [gold for gold in match.gold.claims if gold.stance == "asserts"]
    found = []
    for p, other in enumerate(match.predicted):
        if other.stance != "asserts" or other.kind in NOT_EVENTS:
            continue
        if any_kind:
            about = spans_agree((claim.start, claim.end), (other.start, other.end))
        else:
            about = claims_agree(claim, other)
        if about and not any(claims_agree(gold, other) for gold in asserted):
            found.append((p, other))
    return found


def count_stances(matches: Iterable[DocumentMatch]) -> dict[str, dict[str, int]]:
    """How often each gold stance (outer) was given each stance (inner), over paired claims."""
    table = {gold: dict.fromkeys(STANCES, 0) for gold in STANCES}
    for match in matches:
        for gold, predicted in match.paired_claims():
            table[gold.stance][predicted.stance] += 1
    return table
