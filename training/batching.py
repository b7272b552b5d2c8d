"""From examples to tensors, as the released model sees words: pieces of each word alone, its shape, and averaging."""

import random

import numpy as np
import torch

from sijill.extract.embedded.parser import word_shape

LONGEST = 510


class Encoding:
    def __init__(self, tokenizer):
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self.tokenizer, self.known = tokenizer, {}

    def pieces(self, word: str) -> list[int]:
        found = self.known.get(word)
        if found is None:
            found = self.tokenizer.encode(word, add_special_tokens=False).ids[:12] or [100]
            self.known[word] = found
        return found

    def batch(self, sentences: list[list[str]]):
        """ids, mask, shapes (batch, pieces) and pool (batch, words + 1, pieces)."""
        rows = []
        for words in sentences:
            ids, shapes, spans = [101], [0], [(0, 1)]
            for word in words:
                pieces = self.pieces(word)
                spans.append((len(ids), len(ids) + len(pieces)))
                ids += pieces
                shapes += [word_shape(word)] * len(pieces)
            rows.append(([*ids, 102][:LONGEST], [*shapes, 0][:LONGEST], spans))
        longest, most = max(len(r[0]) for r in rows), max(len(r[2]) for r in rows)
        ids, mask, shapes = (np.zeros((len(rows), longest), np.int64) for _ in range(3))
        pool = np.zeros((len(rows), most, longest), np.float32)
        for b, (one, shape, spans) in enumerate(rows):
            ids[b, : len(one)], mask[b, : len(one)], shapes[b, : len(one)] = one, 1, shape
            for k, (i, j) in enumerate(spans):
                if i < min(j, LONGEST):
                    pool[b, k, i : min(j, LONGEST)] = 1 / (min(j, LONGEST) - i)
        return ids, mask, shapes, pool


def group(examples: list, words: int, shuffle: random.Random | None = None) -> list[list[int]]:
    """Indices in batches of sentences of like length, at most about `words` words a batch with padding."""
    jitter = (lambda: shuffle.random() * 4) if shuffle else (lambda: 0)
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].words) + jitter())
    out, batch = [], []
    for i in order:
        if batch and (len(batch) + 1) * len(examples[i].words) > words:
            out.append(batch)
            batch = []
        batch.append(i)
    if batch:
        out.append(batch)
    if shuffle:
        shuffle.shuffle(out)
    return out


def pad(rows: list, width: int) -> torch.Tensor:
    """(batch, width) labels that begin at word 1; -100 where there is none."""
    out = np.full((len(rows), width), -100, np.int64)
    for k, row in enumerate(rows):
        if row is not None:
            out[k, 1 : 1 + len(row)] = row
    return torch.from_numpy(out)
