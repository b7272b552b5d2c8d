"""The weights of the comparisons: the shipped ones, and how a user's decisions refit them.

Each comparison of two claims ends in a level, and each level adds its weight to the log-odds that the two are one event: in the
terms of Fellegi and Sunter (1969) the log of how much oftener it is found among pairs that are one event than among others. What
forbids a link, or withholds one, is a rule and has no weight.

Decisions are made where the machine was wrong or in doubt, so the shares of levels among decided pairs are not those among all
pairs, and their ratio is no weight. The weights are therefore fitted to the decisions as a whole: those for which the decided
pairs are likeliest, each held to its shipped value by a normal distribution around it (ridge logistic regression).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

import numpy as np

from ..model import Frozen
from .levels import Level

SPREAD = 0.5  # standard deviation of a weight around its shipped value, before anything is decided
ROUNDS = 50
CLOSE = 1e-9
LEAST_CHANGE = 0.01  # what is less is no change that a person should read of


class Weights(Frozen):
    """A model of linking: a weight for each level by its key, and where they come from."""

    name: str
    about: str
    weights: dict[str, float]
    decisions: int = 0  # that it was fitted to
    pairs: int = 0


class Changed(Frozen):
    """What training did to one level."""

    level: str
    words: str
    before: float
    after: float
    together: int  # decided pairs that show it and are one event
    apart: int  # and that are not


class Pair(Frozen):
    """Two claims that a person put together or took apart, with the levels of their comparison."""

    one: str
    other: str
    together: bool
    levels: tuple[tuple[str, str, float], ...]  # key, words, shipped weight
    ruled_out: bool = False  # a rule forbids the link, or withholds it: no weight can change that


@cache
def load_shipped() -> Weights:
    """The model that comes with the program.

    >>> load_shipped().weights["when:same@2"]
    2.0
    """
    data = json.loads((Path(__file__).parent / "weights.json").read_text(encoding="utf-8"))
    return Weights(name=data["name"], about=data["about"], weights=data["weights"])


def pick_weights(model: Weights) -> dict[str, float] | None:
    """The weights to link with; None for the shipped ones, which the levels have of themselves."""
    return None if model.weights == load_shipped().weights else model.weights


def key_level(level: Level) -> str:
    """The key of a level's weight: its name, and its shipped weight, since some levels are graded by it.

    >>> key_level(Level("where:same", "the same wide area", 0.3))
    'where:same@0.3'
    """
    return f"{level.name}@{level.score:g}"


def weigh_levels(levels: Iterable[Level], weights: Mapping[str, float]) -> tuple[Level, ...]:
    """The levels with the weights of a model; one that the model does not know keeps its own."""
    return tuple(
        Level(one.name, one.words, weights.get(key_level(one), one.score), one.forbids, one.withholds)
        for one in levels
    )


def read_pair(one: str, other: str, together: bool, levels: Sequence[Level]) -> Pair:
    """A decided pair from the shipped levels of its comparison."""
    told = tuple(
        (key_level(level), level.words, level.score) for level in levels if level.score and not level.forbids
    )
    ruled = any(level.forbids or level.withholds for level in levels)
    return Pair(one=one, other=other, together=together, levels=told, ruled_out=ruled)


def fit_weights(pairs: Sequence[Pair], decisions: int, name: str) -> tuple[Weights, list[Changed]]:
    """The weights that fit decided pairs best, and what changed, the greatest change first.

    >>> levels = (Level("prior", "", -3.0), Level("when:same", "the same dates", 2.0))
    >>> model, changed = fit_weights([read_pair("c-1", "c-2", True, levels)] * 20, decisions=1, name="mine")
    >>> model.weights["when:same@2"] > 2.0, [one.level for one in changed]
    (True, ['prior@-3', 'when:same@2'])
    """
    shipped = load_shipped().weights
    free = [pair for pair in pairs if not pair.ruled_out]
    known = {key: (words, score) for pair in free for key, words, score in pair.levels}
    keys = sorted(known)
    start = np.array([shipped.get(key, known[key][1]) for key in keys])
    place = {key: at for at, key in enumerate(keys)}
    shown = np.zeros((len(free), len(keys)))
    for row, pair in enumerate(free):
        for key, _, _ in pair.levels:
            shown[row, place[key]] += 1
    right = np.array([pair.together for pair in free], dtype=float)
    fitted = climb(shown, right, start)
    changed = [
        Changed(
            level=key,
            words=known[key][0],
            before=float(start[at]),
            after=float(fitted[at]),
            together=int(((shown[:, at] > 0) & (right > 0)).sum()),
            apart=int(((shown[:, at] > 0) & (right == 0)).sum()),
        )
        for key, at in place.items()
        if abs(fitted[at] - start[at]) >= LEAST_CHANGE
    ]
    weights = shipped | {key: round(float(value), 4) for key, value in zip(keys, fitted, strict=True)}
    about = (
        f"Fitted to decisions of people (merge, split): {decisions}, with pairs of claims: {len(free)}. Each weight is "
        f"held to its shipped value with a standard deviation of {SPREAD}."
    )
    model = Weights(name=name, about=about, weights=weights, decisions=decisions, pairs=len(free))
    return model, sorted(changed, key=lambda one: (-abs(one.after - one.before), one.level))


def climb(shown: np.ndarray, right: np.ndarray, start: np.ndarray) -> np.ndarray:
    """The weights (one a column) for which the pairs (rows) are likeliest, by Newton's method from the shipped ones.

    A step that would make the pairs less likely is halved until it does not: a far step may overshoot.
    """

    def measure(weights: np.ndarray) -> float:
        odds = shown @ weights
        return float(
            (right * odds - np.logaddexp(0, odds)).sum() - ((weights - start) ** 2).sum() / (2 * SPREAD**2)
        )

    weights, height = start.copy(), measure(start)
    for _ in range(ROUNDS if len(right) else 0):
        chances = 1 / (1 + np.exp(-np.clip(shown @ weights, -500, 500)))
        slope = shown.T @ (right - chances) - (weights - start) / SPREAD**2
        curve = (shown.T * (chances * (1 - chances))) @ shown + np.eye(len(start)) / SPREAD**2
        step = np.linalg.solve(curve, slope)
        while np.abs(step).max(initial=0.0) >= CLOSE and measure(weights + step) < height:
            step /= 2
        if np.abs(step).max(initial=0.0) < CLOSE:
            break
        weights = weights + step
        height = measure(weights)
    return weights


def rate_pair(pair: Pair, weights: Mapping[str, float]) -> float:
    """The log-odds that a model gives to a decided pair."""
    return sum(weights.get(key, score) for key, _, score in pair.levels)
