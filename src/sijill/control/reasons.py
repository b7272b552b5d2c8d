"""Why a state is what it is: each claim left out in turn, and what that does to the odds of the holder."""

from collections.abc import Sequence

import numpy as np

from ..model import ControlReason
from .chain import Calendar, Chain, measure_logit
from .series import HALF_LIFE, RETROSPECTIVE, Stretch
from .signals import CONTESTED, DIVIDED, UNKNOWN, Signal

SHOWN = 8
LEAST_EFFECT = 0.01


def explain_day(
    stretch: Stretch, day: int, holder: str, series: str, chain: Chain
) -> tuple[ControlReason, ...]:
    """The claims that most moved one day's state, the strongest first; negative effects speak against it."""
    hindsight = series == RETROSPECTIVE
    told = [one for one in stretch.signals if hindsight or one.known <= day]
    if not hindsight:
        told = [one for one in told if one.days.first - 1 <= day]
    near = sorted((one for one in told if one.odds), key=lambda one: (-rate_nearness(one, day), one.claim))[
        :SHOWN
    ]
    row = read_row(stretch, told, day, chain, hindsight)
    targets = list_targets(row, holder, chain)
    whole = measure_logit(float(row[targets].sum()))
    reasons = []
    for signal in near:
        rest = [one for one in told if one is not signal]
        without = measure_logit(float(read_row(stretch, rest, day, chain, hindsight)[targets].sum()))
        reasons.append(
            ControlReason(
                claim=signal.claim, weight=signal.weight, effect=round(whole - without, 3), what=signal.what
            )
        )
    reasons = [one for one in reasons if abs(one.effect) >= LEAST_EFFECT]
    return tuple(sorted(reasons, key=lambda one: (-abs(one.effect), one.claim)))


def rate_nearness(signal: Signal, day: int) -> float:
    age = min(abs(day - signal.days.first), abs(day - signal.days.last))
    return signal.weight * 2 ** (-age / HALF_LIFE)


def read_row(
    stretch: Stretch, signals: Sequence[Signal], day: int, chain: Chain, hindsight: bool
) -> np.ndarray:
    """One day's chances from these signals alone."""
    calendar = Calendar(chain, signals, stretch.first, stretch.last if hindsight else day)
    return calendar.smooth()[day - stretch.first] if hindsight else calendar.run_forward(day)[-1]


def list_targets(row: np.ndarray, holder: str, chain: Chain) -> list[int]:
    """The states whose odds the reasons are about: the holder's, or the likeliest where nobody is."""
    if holder in (CONTESTED, DIVIDED):
        return [chain.index[CONTESTED], chain.index[DIVIDED]]
    return [int(row.argmax()) if holder == UNKNOWN else chain.index[holder]]
