"""Learn where sentences end: the weights of `sijill.extract.embedded.boundaries`, from gold sentences.

    python -m training.boundaries --data ../shared/data [--out model.json] [--test]

Every gap that no rule settles is a row; its features are those that the splitter itself computes. The
logistic model is fitted by L-BFGS with a quadratic penalty, in numpy, and comes out the same every time. It
takes half a minute. `--test` measures the weights that are there instead, on the test parts too.
"""

import argparse
import json
import re
from collections import Counter, deque
from pathlib import Path

import numpy as np

from sijill.extract.embedded import boundaries
from sijill.extract.embedded.tokens import split_words
from training.raw import Reading, read_documents

TREEBANKS = ("ewt", "gum")
PENALTY = 1.0
RAREST = 3  # a feature seen less often is left out
SMALLEST = 3  # hundredths: a weight below is left out
WORD_INSIDE = re.compile(r"(?<=[a-z,] )[A-Za-z]+")  # after a word or a comma: no sentence begins here

Documents = list[tuple[str, Reading]]


def count_places(text: str) -> list[int]:
    """For every offset of a text, how many characters that are no blanks stand before it.

    >>> count_places("a b")
    [0, 1, 1, 2]
    """
    places = [0]
    for character in text:
        places.append(places[-1] + (not character.isspace()))
    return places


def find_common(documents: Documents) -> list[str]:
    """The words that are mostly written with a small letter where no sentence begins."""
    low, high = Counter(), Counter()
    for text, _ in documents:
        for word in WORD_INSIDE.findall(text):
            (low if word.islower() else high)[word.lower()] += 1
    return sorted(word for word in low if low[word] >= 6 and low[word] > 4 * high[word])


def gather(documents: Documents) -> tuple[list[list[str]], np.ndarray]:
    """The features of each gap that no rule settles, and whether a sentence ends there."""
    rows, ends_here = [], []
    for text, gold in documents:
        places, ends = count_places(text), {end for _, end in gold.sentences}
        for start, stop in boundaries.find_lines(text):
            line, first = boundaries.read_line(text, start, stop), 0
            for k, inside in boundaries.find_gaps(line):
                ended = boundaries.settle(line, k)
                if ended is None:
                    ended = places[line.spans[k][1]] in ends
                    rows.append(boundaries.describe(line, k, k - first + 1, inside))
                    ends_here.append(ended)
                if ended:
                    first = k + 1
    return rows, np.array(ends_here, dtype=float)


def fit(rows: list[list[str]], told: np.ndarray) -> dict[str, int]:
    """The weight of each feature in hundredths."""
    seen = Counter(feature for row in rows for feature in row)
    names = sorted(feature for feature, count in seen.items() if count >= RAREST)
    index = {feature: i for i, feature in enumerate(names)}
    pairs = [(n, index[feature]) for n, row in enumerate(rows) for feature in row if feature in index]
    at, of = np.array(pairs).T

    def lose(weights: np.ndarray) -> tuple[float, np.ndarray]:
        scores = np.bincount(at, weights[of], len(told))
        wrong = 1 / (1 + np.exp(-scores)) - told
        loss = np.sum(np.logaddexp(0, scores) - told * scores) + PENALTY / 2 * np.sum(weights * weights)
        return loss, np.bincount(of, wrong[at], len(names)) + PENALTY * weights

    weights = minimise(lose, np.zeros(len(names)))
    hundredths = {name: round(100 * weight) for name, weight in zip(names, weights.tolist(), strict=True)}
    return {name: weight for name, weight in hundredths.items() if abs(weight) >= SMALLEST}


def minimise(lose, point: np.ndarray, steps: int = 300) -> np.ndarray:
    """The point where a smooth convex loss is smallest, by L-BFGS (Nocedal 1980) with a halving step.

    >>> minimise(lambda x: (float((x - 2) @ (x - 2)), 2 * (x - 2)), np.zeros(2)).round(3)
    array([2., 2.])
    """
    loss, slope = lose(point)
    past: deque[tuple[np.ndarray, np.ndarray]] = deque(maxlen=8)
    for _ in range(steps):
        way, parts = -slope, []
        for moved, bent in reversed(past):
            parts.append(moved @ way / (moved @ bent))
            way = way - parts[-1] * bent
        way = way * (
            past[-1][0] @ past[-1][1] / (past[-1][1] @ past[-1][1]) if past else 1 / np.linalg.norm(slope)
        )
        for moved, bent in past:
            way = way + (parts.pop() - bent @ way / (moved @ bent)) * moved
        step = 1.0
        while (found := lose(point + step * way))[0] > loss + 1e-4 * step * (slope @ way) and step > 1e-6:
            step /= 2
        moved, bent = step * way, found[1] - slope
        if moved @ bent > 1e-10:
            past.append((moved, bent))
        point, settled = point + moved, abs(loss - found[0]) < 1e-6 * abs(loss)
        loss, slope = found
        if settled or not slope.any():
            break
    return point


def write_model(path: Path, common: list[str], weights: dict[str, int]) -> None:
    told = {"common": " ".join(common), "weights": weights}
    path.write_text(json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def train(documents: Documents, out: Path) -> None:
    """Write the weights learned from documents; the old ones stay until the new are whole."""
    fresh, common = out.with_suffix(".new"), find_common(documents)
    write_model(fresh, common, {})
    use_model(fresh)
    write_model(fresh, common, fit(*gather(documents)))
    fresh.replace(out)
    use_model(out)


def use_model(path: Path) -> None:
    boundaries.WEIGHTS = path
    boundaries.load_model.cache_clear()
    boundaries.look_at.cache_clear()


def measure(documents: Documents) -> dict[str, float]:
    """F1 of sentences and of words, each right when it covers exactly the characters of a gold one."""
    c = Counter()
    for text, gold in documents:
        places = count_places(text)
        sentences = boundaries.split_sentences(text)
        words = {(places[w.start], places[w.end]) for a, b in sentences for w in split_words(text, a, b)}
        told = {"sentences": {(places[a], places[b]) for a, b in sentences}, "words": words}
        right = {"sentences": set(gold.sentences), "words": {(w.start, w.end) for w in gold.words}}
        for kind in told:
            c[kind] += 2 * len(told[kind] & right[kind])
            c["all " + kind] += len(told[kind]) + len(right[kind])
    return {kind: round(100 * c[kind] / c["all " + kind], 2) for kind in ("sentences", "words")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=boundaries.WEIGHTS)
    parser.add_argument("--test", action="store_true", help="train nothing; measure on dev and test")
    options = parser.parse_args()
    read = lambda bank, part: read_documents(options.data / "ud" / f"{bank}-{part}.conllu")  # noqa: E731
    if options.test:
        use_model(options.out)
    else:
        train([document for bank in TREEBANKS for document in read(bank, "train")], options.out)
    for part in ("dev", "test") if options.test else ("dev",):
        for bank in TREEBANKS:
            print(bank, part, measure(read(bank, part)))


if __name__ == "__main__":
    main()
