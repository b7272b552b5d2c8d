"""What the model's claim heads say of a sentence: which words tell an event, of which kind and stance, and who plays which part.

The labels are those of `training/labels.py`, kept beside the model in `vocab.json`.
"""

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from sijill.extract.embedded.decoding import find_names


class RoleScorer:
    """The biaffine that scores every word's roles for one trigger: `weights` (roles, trigger, word)."""

    def __init__(self, weights: np.ndarray):
        self.weights = weights

    def score(self, trigger: np.ndarray, words: np.ndarray) -> np.ndarray:
        """Probabilities (words, roles), each role by itself."""
        return _sigmoid(words @ np.einsum("i,rij->jr", trigger, self.weights))


@dataclass(frozen=True)
class Signals:
    """The scores of one sentence. Arrays have a row a word; `kinds` has `none` first."""

    labels: dict[str, list[str]] = field(default_factory=dict)
    kinds: np.ndarray | None = None  # (words, kinds) probabilities
    stances: np.ndarray | None = None  # (words, stances) probabilities, should the word be a trigger
    marks: np.ndarray | None = None  # (words, hedged and background) probabilities, likewise
    terms: np.ndarray | None = None  # (words, term labels) scores; `find_terms` decodes them
    triggers: np.ndarray | None = None
    words: np.ndarray | None = None
    scorer: RoleScorer | None = None

    def find_terms(self) -> tuple[tuple[int, int, str], ...]:
        """The word spans [i, j) of people, organisations, places, nationalities, times, quantities and weapons."""
        return () if self.terms is None else find_names(self.terms, self.labels["terms"])

    def event_at(self, i: int) -> float:
        """The probability that word i tells an event of any kind."""
        return 0.0 if self.kinds is None else float(1 - self.kinds[i, 0])

    def kind_at(self, i: int) -> tuple[str, float]:
        """The likeliest kind of word i, `none` left out, and its probability."""
        k = int(self.kinds[i, 1:].argmax()) + 1
        return self.labels["kinds"][k], float(self.kinds[i, k])

    def share_of(self, i: int, kind: str) -> float:
        """The probability of one kind at word i."""
        return float(self.kinds[i, self.labels["kinds"].index(kind)])

    def stance_at(self, i: int) -> tuple[str, float]:
        """The likeliest stance of the event at word i, and its probability."""
        k = int(self.stances[i].argmax())
        return self.labels["stances"][k], float(self.stances[i, k])

    def unreal_at(self, i: int) -> float:
        """The probability that the event at word i is denied, planned or supposed."""
        return float(1 - self.stances[i, self.labels["stances"].index("asserts")])

    def mark_at(self, i: int, mark: str) -> float:
        """The probability of `hedged` or `background` at word i."""
        return float(self.marks[i, self.labels["marks"].index(mark)])

    def roles_of(self, i: int, threshold: float = 0.5) -> dict[str, list[tuple[int, int, float]]]:
        """The word spans [i, j) of each role of the event at word i with their mean probability, in order."""
        scores = self.scorer.score(self.triggers[i], self.words)
        out: dict[str, list[tuple[int, int, float]]] = {}
        for r, role in enumerate(self.labels["roles"]):
            start = None
            for k in range(len(scores) + 1):
                on = k < len(scores) and scores[k, r] >= threshold
                if on and start is None:
                    start = k
                elif not on and start is not None:
                    out.setdefault(role, []).append((start, k, float(scores[start:k, r].mean())))
                    start = None
        return out


NO_SIGNALS = Signals()


def read_signals(scores: dict[str, np.ndarray], labels: dict[str, Any], scorer: RoleScorer) -> Signals:
    """Signals from the scores of a sentence's words, the root's row left out."""
    return Signals(
        labels=labels,
        kinds=_softmax(scores["k"]),
        stances=_softmax(scores["s"]),
        marks=_sigmoid(scores["m"]),
        terms=scores["t"],
        triggers=scores["ct"],
        words=scores["cw"],
        scorer=scorer,
    )


def _softmax(scores: np.ndarray) -> np.ndarray:
    e = np.exp(scores - scores.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def _sigmoid(scores: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(scores, -40, 40)))
