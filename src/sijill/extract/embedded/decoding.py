"""From scores to structures: the best tree of a sentence, and the best spans of names."""

from collections.abc import Sequence
from functools import cache

import numpy as np

NAME_LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
FORBIDDEN = -1e9


def best_tree(scores: np.ndarray) -> np.ndarray:
    """The heads of the maximum spanning arborescence with one root child; `scores[dependant, head]`, node 0 the root.

    >>> best_tree(np.array([[0, 0, 0], [5, 0, 1], [9, 8, 0]], float)).tolist()
    [0, 0, 1]
    """
    scores = scores.astype(np.float64).copy()
    np.fill_diagonal(scores, FORBIDDEN)
    scores[0] = FORBIDDEN
    heads = _spanning_tree(scores)
    roots = [i for i in range(1, len(heads)) if heads[i] == 0]
    if len(roots) == 1 or len(heads) < 2:
        return heads
    trees = [_rooted_tree(scores, only) for only in roots or range(1, len(heads))]
    return max(trees, key=lambda tree: sum(scores[i, tree[i]] for i in range(1, len(tree))))


def _rooted_tree(scores: np.ndarray, only: int) -> np.ndarray:
    """The best tree in which `only` alone hangs on the root."""
    scores = scores.copy()
    scores[[i for i in range(1, len(scores)) if i != only], 0] = FORBIDDEN / 10
    scores[only, 1:] = FORBIDDEN / 10
    return _spanning_tree(scores)


def _find_cycle(heads: np.ndarray) -> list[int]:
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        node = start
        while node and not seen[node]:
            seen[node] = start
            node = int(heads[node])
        if node and seen[node] == start:
            cycle = [node]
            after = int(heads[node])
            while after != node:
                cycle.append(after)
                after = int(heads[after])
            return cycle
    return []


def _spanning_tree(scores: np.ndarray) -> np.ndarray:
    """Chu-Liu-Edmonds: take every word's best head; contract a cycle to one node, solve, expand."""
    heads = scores.argmax(1)
    heads[0] = 0
    cycle = _find_cycle(heads)
    if not cycle:
        return heads
    inside = set(cycle)
    rest = [k for k in range(len(scores)) if k not in inside]
    m = len(rest)
    contracted = np.full((m + 1, m + 1), FORBIDDEN)
    contracted[:m, :m] = scores[np.ix_(rest, rest)]
    total = sum(scores[k, heads[k]] for k in cycle)
    leaves: dict[int, int] = {}  # outside node -> its best head in the cycle
    enters: dict[int, int] = {}  # outside head -> the cycle node that it would take
    for a, node in enumerate(rest):
        if node:
            leaves[node] = max(cycle, key=lambda k: scores[node, k])
            contracted[a, m] = scores[node, leaves[node]]
        gains = [scores[k, node] - scores[k, heads[k]] for k in cycle]
        best = int(np.argmax(gains))
        contracted[m, a] = gains[best] + total
        enters[node] = cycle[best]
    np.fill_diagonal(contracted, FORBIDDEN)
    solved = _spanning_tree(contracted)
    out = heads.copy()
    for a, node in enumerate(rest):
        if node:
            out[node] = leaves[node] if solved[a] == m else rest[solved[a]]
    outside = rest[solved[m]]
    out[enters[outside]] = outside
    return out


def find_names(scores: np.ndarray, labels: Sequence[str] = NAME_LABELS) -> tuple[tuple[int, int, str], ...]:
    """The spans [i, j) and labels of the best label sequence under the BIO scheme (Viterbi); `scores[word, label]`."""
    if not len(scores):
        return ()
    log = scores - scores.max(-1, keepdims=True)
    log = log - np.log(np.exp(log).sum(-1, keepdims=True))
    allowed, first = _allowed(tuple(labels))
    state = log[0] + first
    back = []
    for row in log[1:]:
        paths = state[:, None] + allowed
        back.append(paths.argmax(0))
        state = paths.max(0) + row
    path = [int(state.argmax())]
    for best in reversed(back):
        path.append(int(best[path[-1]]))
    return label_spans([labels[k] for k in reversed(path)])


@cache
def _allowed(labels: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray]:
    """What a change of label costs, and what a sentence's first label does: I- follows its own B- or I- only."""
    change = [[0.0 if b[0] != "I" or a[2:] == b[2:] != "" else -1e4 for b in labels] for a in labels]
    return np.array(change), np.array([-1e4 if label[0] == "I" else 0.0 for label in labels])


def label_spans(labels: Sequence[str]) -> tuple[tuple[int, int, str], ...]:
    """The word spans [i, j) of a BIO sequence, with their labels."""
    spans, start = [], None
    for k, label in enumerate([*labels, "O"]):
        if start is not None and label[0] != "I":
            spans.append((start, k, labels[start][2:]))
            start = None
        if label[0] == "B":
            start = k
    return tuple(spans)
