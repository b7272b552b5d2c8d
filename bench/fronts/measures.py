"""How right and how sure an answer is: accuracy, Brier, log loss, calibration, and how far off the days of change are."""

import math
from dataclasses import asdict, dataclass

import numpy as np

from fronts.rivals import FOUGHT, Answer
from fronts.world import CONTESTED, World

LEAST = 0.005  # what a chance of nothing counts as in log loss
BINS = 10
NEAR = 30  # days within which a change must be found
RINGS = (("0-2 km", 0.0, 2.0), ("2-10 km", 2.0, 10.0), (">10 km", 10.0, math.inf))


@dataclass(frozen=True)
class Score:
    """Accuracy is of the likeliest class on every day; `named` the share of days with a holder, `right_named` of those right."""

    days: int
    accuracy: float
    brier: float
    log_loss: float
    ece: float
    named: float
    right_named: float


@dataclass(frozen=True)
class Changes:
    """True changes of holder: how many are found within a month, how many days off those are, and how many are told
    for each true one."""

    changes: int
    told: float
    found: float
    median_days: float
    mean_days: float


def score_answer(answer: Answer, truth: np.ndarray, asked: np.ndarray) -> Score:
    """The score on the days asked. Brier is Σ(p − y)²/2, so that it lies between 0 and 1."""
    chances, classes = answer.chances[asked], np.minimum(truth, FOUGHT)[asked]
    given = chances[np.arange(len(classes)), classes]
    right = chances.argmax(axis=1) == classes
    hits = np.eye(chances.shape[1])[classes]
    named = answer.named[asked]
    return Score(
        days=len(classes),
        accuracy=float(right.mean()),
        brier=float((((chances - hits) ** 2).sum(axis=1) / 2).mean()),
        log_loss=float(-np.log(np.maximum(given, LEAST)).mean()),
        ece=measure_ece(chances, classes),
        named=float(named.mean()),
        right_named=float(right[named].mean()) if named.any() else math.nan,
    )


def measure_ece(chances: np.ndarray, classes: np.ndarray) -> float:
    """The expected calibration error of the likeliest class."""
    return sum(row["share"] * abs(row["sure"] - row["right"]) for row in list_bins(chances, classes))


def list_bins(chances: np.ndarray, classes: np.ndarray) -> list[dict[str, float]]:
    """Reliability: of the days on which the likeliest class had such a chance, how sure and how often right."""
    top = chances.max(axis=1)
    right = chances.argmax(axis=1) == classes
    number = np.minimum((top * BINS).astype(int), BINS - 1)
    rows = []
    for one in range(BINS):
        inside = number == one
        if inside.any():
            share = float(inside.mean())
            rows.append({"from": one / BINS, "share": share, "sure": float(top[inside].mean()),
                         "right": float(right[inside].mean())})  # fmt: skip
    return rows


def find_changes(classes: np.ndarray) -> list[tuple[int, int]]:
    """(day, new side) of each change of hands in a row of classes, whatever is fought in between."""
    found, holder = [], None
    for day, state in enumerate(classes.tolist()):
        if state < CONTESTED and state != holder:
            if holder is not None:
                found.append((day, state))
            holder = state
    return found


def score_changes(answer: Answer, world: World, asked: np.ndarray) -> Changes:
    """The days of the true changes of hands against the nearest change to the same side in the answer."""
    total, given_changes, errors = 0, 0, []
    given = answer.chances.argmax(axis=2)
    for place in range(len(given)):
        told = find_changes(given[place])
        given_changes += sum(bool(asked[place, day]) for day, _ in told)
        for day, side in find_changes(world.state[place]):
            if not asked[place, day]:
                continue
            total += 1
            near = [abs(when - day) for when, to in told if to == side and abs(when - day) <= NEAR]
            errors += [min(near)] if near else []
    if not errors:
        return Changes(total, given_changes / max(1, total), 0.0, math.nan, math.nan)
    return Changes(
        total,
        given_changes / max(1, total),
        len(errors) / max(1, total),
        float(np.median(errors)),
        float(np.mean(errors)),
    )


def score_rings(answer: Answer, world: World, asked: np.ndarray, front: np.ndarray) -> dict[str, dict]:
    """The scores by distance to the front."""
    scores = {}
    for name, low, high in RINGS:
        inside = asked & (front >= low) & (front < high)
        if inside.any():
            scores[name] = asdict(score_answer(answer, world.state, inside))
    return scores
