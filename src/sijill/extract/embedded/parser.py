"""The small English parser: words in, a dependency tree with tags, lemmas and names out.

One model (ONNX, int8) gives, for every word, scores of each possible head, relation features, tags, a lemma rule and a
name label. Heads are decoded as the best tree (Chu and Liu 1965, Edmonds 1967), names by Viterbi over the BIO scheme.
Sentences are parsed one at a time: the quantisation is dynamic, so a batch would change the answer of its members.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np

from sijill.extract.embedded.tokens import Token

NAME_LABELS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
LONGEST = 510  # word pieces that the encoder takes
FORBIDDEN = -1e9


@dataclass(frozen=True)
class Parse:
    """A parsed sentence. `heads[i]` is the index of the head of word i, or -1 for the root."""

    tokens: tuple[Token, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    tags: tuple[str, ...]  # universal parts of speech
    fine_tags: tuple[str, ...]  # Penn tags
    lemmas: tuple[str, ...]
    names: tuple[tuple[int, int, str], ...]  # word spans [i, j) and PER, ORG or LOC


class Parser:
    """The model of one folder, loaded at first use; `parse` is a pure function of the words."""

    def __init__(self, folder: Path | None = None, threads: int = 1):
        self.folder = folder or Path(str(files("sijill.extract.embedded") / "model"))
        self.threads = threads
        self._pieces: dict[str, list[int]] = {}

    @cached_property
    def _session(self):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self.folder / "parser.int8.onnx"), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _vocabulary(self) -> dict[str, list[str]]:
        return json.loads((self.folder / "vocab.json").read_text())

    @cached_property
    def _relation_scorer(self) -> np.ndarray:
        scorer = np.load(self.folder / "relations.npy").astype(np.float32)  # relation, dependant, head
        labels, width, _ = scorer.shape
        return scorer.transpose(1, 0, 2).reshape(width, labels * width).copy()

    @cached_property
    def _tokenizer(self):
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def parse(self, tokens: list[Token]) -> Parse:
        """The parse of one sentence; a sentence too long for the encoder is parsed as far as it reaches."""
        tokens = self._fit(tokens)
        arcs, heads_of, dependants, upos, xpos, lemma_rules, names = self._session.run(
            None, self._encode(tokens)
        )
        n = len(tokens)
        heads = best_tree(arcs[0, : n + 1, : n + 1])
        relations = self._relations(heads_of[0], dependants[0], heads)
        labels = self._vocabulary
        rules = [labels["l"][k] for k in lemma_rules[0, 1 : n + 1].argmax(-1)]
        return Parse(
            tokens=tuple(tokens),
            heads=tuple(int(h) - 1 for h in heads[1:]),
            relations=tuple(relations),
            tags=tuple(labels["u"][k] for k in upos[0, 1 : n + 1].argmax(-1)),
            fine_tags=tuple(labels["x"][k] for k in xpos[0, 1 : n + 1].argmax(-1)),
            lemmas=tuple(apply_lemma_rule(t.text, rule) for t, rule in zip(tokens, rules, strict=True)),
            names=find_names(names[0, 1 : n + 1]),
        )

    def _word_pieces(self, word: str) -> list[int]:
        pieces = self._pieces.get(word)
        if pieces is None:
            pieces = self._tokenizer.encode(word, add_special_tokens=False).ids[:12] or [100]
            if len(self._pieces) < 200_000:
                self._pieces[word] = pieces
        return pieces

    def _fit(self, tokens: list[Token]) -> list[Token]:
        room = LONGEST - 2
        for k, token in enumerate(tokens):
            room -= len(self._word_pieces(token.text))
            if room < 0:
                return tokens[:k]
        return list(tokens)

    def _encode(self, tokens: list[Token]) -> dict[str, np.ndarray]:
        ids, shapes, spans = [101], [0], [(0, 1)]  # [CLS] stands for the root
        for token in tokens:
            pieces = self._word_pieces(token.text)
            spans.append((len(ids), len(ids) + len(pieces)))
            ids += pieces
            shapes += [word_shape(token.text)] * len(pieces)
        ids.append(102)
        shapes.append(0)
        pool = np.zeros((1, len(spans), len(ids)), np.float32)
        for k, (i, j) in enumerate(spans):
            pool[0, k, i:j] = 1 / (j - i)
        return {
            "ids": np.array([ids], np.int64),
            "mask": np.ones((1, len(ids)), np.int64),
            "types": np.array([shapes], np.int64),
            "pool": pool,
        }

    def _relations(self, heads_of: np.ndarray, dependants: np.ndarray, heads: np.ndarray) -> list[str]:
        labels = self._vocabulary["d"]
        n = len(heads)
        width = dependants.shape[-1]
        scores = (dependants[:n] @ self._relation_scorer).reshape(n, len(labels), width)
        scores = np.matmul(scores, heads_of[heads][:, :, None])[1:, :, 0]
        root = labels.index("root")
        scores[heads[1:] != 0, root] = FORBIDDEN
        best = scores.argmax(-1)
        return ["root" if head == 0 else labels[k] for head, k in zip(heads[1:], best, strict=True)]


def word_shape(word: str) -> int:
    """The shape class that gives the uncased encoder the word's case (0 sign, 1 lower, 2 Title, 3 UPPER, 4 other, 5 digit)."""
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 5 if any(c.isdigit() for c in word) else 0
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(letters) > 1 else 2
    return 2 if letters[0].isupper() else 4


def apply_lemma_rule(word: str, rule: str) -> str:
    """The lemma that a rule "case|letters to drop|suffix" makes of a word.

    >>> apply_lemma_rule("Shelled", "0|2|"), apply_lemma_rule("took", "0|3|ake")
    ('shell', 'take')
    """
    case, drop, suffix = rule.split("|", 2)
    base = word if case == "1" else word.lower()
    if int(drop) > len(base):
        return base
    lemma = base[: len(base) - int(drop)] + suffix
    return lemma[:1].upper() + lemma[1:] if case == "2" else lemma


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


def find_names(scores: np.ndarray) -> tuple[tuple[int, int, str], ...]:
    """The name spans of the best label sequence under the BIO scheme (Viterbi)."""
    if not len(scores):
        return ()
    log = scores - scores.max(-1, keepdims=True)
    log = log - np.log(np.exp(log).sum(-1, keepdims=True))
    allowed = np.array(
        [[0.0 if b[0] != "I" or a[2:] == b[2:] != "" else -1e4 for b in NAME_LABELS] for a in NAME_LABELS]
    )
    state = log[0] + np.array([-1e4 if label[0] == "I" else 0.0 for label in NAME_LABELS])
    back = []
    for row in log[1:]:
        paths = state[:, None] + allowed
        back.append(paths.argmax(0))
        state = paths.max(0) + row
    labels = [int(state.argmax())]
    for best in reversed(back):
        labels.append(int(best[labels[-1]]))
    return _label_spans([NAME_LABELS[k] for k in reversed(labels)])


def _label_spans(labels: list[str]) -> tuple[tuple[int, int, str], ...]:
    spans, start = [], None
    for k, label in enumerate([*labels, "O"]):
        if start is not None and label[0] != "I":
            spans.append((start, k, labels[start][2:]))
            start = None
        if label[0] == "B":
            start = k
    return tuple(spans)
