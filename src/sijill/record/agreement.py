"""How far two coders agree beyond chance, on the claims that both decided."""

from collections.abc import Sequence
from itertools import combinations

from ..model import Decision, Frozen
from .decisions import list_addresses, list_standing

SAYS = {"accept": "accept", "edit": "accept", "reject": "reject"}  # who corrects a claim takes it for one


class Agreement(Frozen):
    """Two coders: how many claims both decided, on how many alike, and Cohen's kappa (None where it is undefined)."""

    one: str
    other: str
    both: int
    alike: int
    kappa: float | None
    apart: tuple[str, ...] = ()  # the claims that they decided differently


def compare_coders(decisions: Sequence[Decision]) -> list[Agreement]:
    """Every two coders who decided at least one claim in common, by their last standing verdict on each claim."""
    said: dict[str, dict[str, str]] = {}
    for decision in sorted(list_standing(decisions), key=lambda one: (one.when, one.id)):
        if decision.verdict in SAYS:
            for address in list_addresses(decision):
                said.setdefault(decision.who, {})[address.get("claim", "")] = SAYS[decision.verdict]
    found = []
    for one, other in combinations(sorted(said), 2):
        shared = sorted(said[one].keys() & said[other].keys())
        if shared:
            pairs = [(said[one][claim], said[other][claim]) for claim in shared]
            apart = tuple(claim for claim in shared if said[one][claim] != said[other][claim])
            found.append(
                Agreement(
                    one=one,
                    other=other,
                    both=len(pairs),
                    alike=len(pairs) - len(apart),
                    kappa=find_kappa(pairs),
                    apart=apart,
                )
            )
    return found


def find_kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa (1960) of pairs of verdicts: 1 is full agreement, 0 what chance would give.

    It is None where there are no pairs, and where both always say the same one thing: chance alone would do so too.

    >>> find_kappa([("accept", "accept"), ("reject", "reject"), ("accept", "reject"), ("reject", "reject")])
    0.5
    >>> find_kappa([("accept", "accept")]) is None
    True
    """
    if not pairs:
        return None
    observed = sum(a == b for a, b in pairs) / len(pairs)
    verdicts = {verdict for pair in pairs for verdict in pair}
    expected = (
        sum(sum(a == verdict for a, _ in pairs) * sum(b == verdict for _, b in pairs) for verdict in verdicts)
        / len(pairs) ** 2
    )
    return None if expected == 1 else round((observed - expected) / (1 - expected), 3)
