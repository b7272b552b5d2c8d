"""The small English reader: words in; a dependency tree with tags, lemmas and names out, and signals of events.

One model (ONNX, 8-bit weights) gives, for every word, scores of each possible head, relation features, tags, a lemma rule,
name labels, and how likely it is to tell an event (`signals.py`). Heads are decoded as the best tree (Chu and Liu 1965,
Edmonds 1967), names by Viterbi over the BIO scheme. Activations are quantised row by row, so a sentence has the same
answer alone, batched or padded.
"""

import json
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np

from sijill.extract.embedded.decoding import FORBIDDEN, best_tree, find_names
from sijill.extract.embedded.lemmas import find_lemma
from sijill.extract.embedded.signals import NO_SIGNALS, RoleScorer, Signals, read_signals
from sijill.extract.embedded.tokens import Token

LONGEST = 510  # word pieces that the encoder takes
TOGETHER, SLACK = 8, 6  # sentences that are encoded at once, and how many words longer the longest may be


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
    signals: Signals = NO_SIGNALS


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
            str(self.folder / "reader.int8.onnx"), options, providers=["CPUExecutionProvider"]
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
    def _outputs(self) -> list[str]:
        return [output.name for output in self._session.get_outputs()]

    @cached_property
    def _roles(self) -> RoleScorer:
        return RoleScorer(np.load(self.folder / "roles.npy").astype(np.float32))

    @cached_property
    def _tokenizer(self):
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def parse(self, tokens: list[Token]) -> Parse:
        """The parse of one sentence; a sentence too long for the encoder is parsed as far as it reaches."""
        return self.parse_all([tokens])[0]

    def parse_all(self, sentences: list[list[Token]]) -> list[Parse]:
        """The parses of several sentences, in their order: each the same as if it were parsed alone.

        A few of like length go through the encoder together, which is faster and changes no answer.
        """
        fitted = [self._fit(tokens) for tokens in sentences]
        out: dict[int, Parse] = {}
        for batch in _group_alike([len(tokens) for tokens in fitted]):
            scores = self.score(join_inputs([self.encode(fitted[k]) for k in batch]))
            for row, k in enumerate(batch):
                out[k] = self._decode(fitted[k], {name: each[row : row + 1] for name, each in scores.items()})
        return [out[k] for k in range(len(fitted))]

    def _decode(self, tokens: list[Token], scores: dict[str, np.ndarray]) -> Parse:
        n = len(tokens)
        heads = best_tree(scores["arc"][0, : n + 1, : n + 1])
        relations = self._relations(scores["rh"][0, : n + 1], scores["rd"][0, : n + 1], heads)
        labels = self._vocabulary
        rules, tags, fine_tags = (
            tuple(labels[key][k] for k in scores[key][0, 1 : n + 1].argmax(-1)) for key in "lux"
        )
        return Parse(
            tokens=tuple(tokens),
            heads=tuple(int(h) - 1 for h in heads[1:]),
            relations=tuple(relations),
            tags=tags,
            fine_tags=fine_tags,
            lemmas=tuple(
                find_lemma(t.text, tag, fine, apply_lemma_rule(t.text, rule))
                for t, tag, fine, rule in zip(tokens, tags, fine_tags, rules, strict=True)
            ),
            names=find_names(scores["n"][0, 1 : n + 1]),
            signals=read_signals(
                {key: scores[key][0, 1 : n + 1] for key in "tksm"}
                | {"ct": scores["ct"][0, 1 : n + 1], "cw": scores["cw"][0, 1 : n + 1]},
                labels,
                self._roles,
            ),
        )

    def score(self, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Every output of the model by name, each (sentences, words and the root first, …)."""
        return dict(zip(self._outputs, self._session.run(None, inputs), strict=True))

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

    def encode(self, tokens: list[Token]) -> dict[str, np.ndarray]:
        """The model's inputs for one sentence: pieces, mask and shapes (1, pieces), averaging (1, words and root, pieces)."""
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


def _group_alike(lengths: list[int]) -> list[list[int]]:
    """The sentences by number in batches of at most TOGETHER whose lengths differ by little.

    >>> _group_alike([10, 30, 11, 31, 12])
    [[0, 2, 4], [1, 3]]
    """
    batches: list[list[int]] = []
    for k in sorted(range(len(lengths)), key=lambda one: (lengths[one], one)):
        last = batches[-1] if batches else None
        if last and len(last) < TOGETHER and lengths[k] <= lengths[last[0]] + SLACK:
            last.append(k)
        else:
            batches.append([k])
    return batches


def join_inputs(each: list[dict[str, np.ndarray]]) -> dict[str, np.ndarray]:
    """The inputs of several sentences as those of one batch, padded at their ends."""
    if len(each) == 1:
        return each[0]
    pieces = max(one["ids"].shape[1] for one in each)
    words = max(one["pool"].shape[1] for one in each)
    out = {name: np.zeros((len(each), pieces), np.int64) for name in ("ids", "mask", "types")}
    out["pool"] = np.zeros((len(each), words, pieces), np.float32)
    for row, one in enumerate(each):
        n, w = one["ids"].shape[1], one["pool"].shape[1]
        for name in ("ids", "mask", "types"):
            out[name][row, :n] = one[name][0]
        out["pool"][row, :w, :n] = one["pool"][0]
    return out


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
