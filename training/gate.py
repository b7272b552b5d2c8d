"""The table of the gate: words that tell events in the project's sentences, and how much each word speaks of a conflict.

    python -m training.gate --data ../shared/data     writes src/sijill/extract/embedded/model/gate.json

The weights are a logistic regression with ridge penalty on the words of a sentence: the project's sentences with claims
against its sentences without (four times as heavy) and the treebanks' sentences. Names have no weight.
"""

import argparse
import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from sijill.extract.embedded.gate import WORD
from training.lemmas import MODEL
from training.sentences import read_sentences
from training.treebanks import Example, read_treebank

LEAST = 6  # sentences that a word must be in to have a weight
RIDGE = 2.0
PLAIN = 4.0  # weight of a project sentence without a claim: like the others in style, unlike them in matter


def make_table(reports: list[Example], others: list[Example]) -> dict:
    """Bias, weights and trigger words."""
    names = {
        w for e in reports for x, t in zip(e.words, e.terms, strict=True) if t not in "O?" for w in _bag([x])
    }
    bags = [_bag(e.words) for e in [*reports, *others]]
    target = np.array([float(bool(e.claims)) for e in [*reports, *others]])
    heavy = np.array([1.0 if e.claims else PLAIN for e in reports] + [1.0] * len(others))
    counts = Counter(w for bag in bags for w in bag)
    known = sorted(w for w, n in counts.items() if n >= LEAST and len(w) > 2 and w not in names)
    weights, bias = fit(bags, target, heavy, known)
    triggers = Counter(e.words[c.trigger].lower() for e in reports for c in e.claims)
    return {
        "bias": round(bias, 3),
        "weights": {w: round(float(x), 2) for w, x in zip(known, weights, strict=True) if abs(x) >= 0.05},
        "triggers": sorted(w for w in triggers if WORD.fullmatch(w)),
    }


def fit(bags, target, heavy, known) -> tuple[np.ndarray, float]:
    """Ridge logistic regression: the weight of each known word, and the bias."""
    index = {w: i for i, w in enumerate(known)}
    cells = [(k, index[w]) for k, bag in enumerate(bags) for w in sorted(bag) if w in index]
    rows, columns = zip(*cells, strict=True)
    x = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(bags), len(known)))

    def loss(theta):
        p = 1 / (1 + np.exp(-(x @ theta[:-1] + theta[-1])))
        value = -(heavy * (target * np.log(p + 1e-9) + (1 - target) * np.log(1 - p + 1e-9))).sum()
        off = heavy * (p - target)
        gradient = np.r_[x.T @ off + 2 * RIDGE * theta[:-1], off.sum()]
        return value + RIDGE * (theta[:-1] ** 2).sum(), gradient

    theta = minimize(loss, np.zeros(len(known) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 80}).x
    return theta[:-1], float(theta[-1])


def _bag(words: list[str]) -> frozenset[str]:
    return frozenset(w for x in words for w in WORD.findall(x.lower()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sentences", type=Path, default=Path(__file__).parent / "sentences")
    options = parser.parse_args()
    reports = read_sentences(options.sentences, random.Random(1))
    others = [e for t in ("ewt", "gum") for e in read_treebank(options.data / "ud" / f"{t}-train.conllu")]
    table = make_table(reports, others)
    (MODEL / "gate.json").write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")))
    print(len(table["weights"]), "weights,", len(table["triggers"]), "triggers")


if __name__ == "__main__":
    main()
