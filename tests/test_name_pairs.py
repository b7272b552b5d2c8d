"""How well a name alone tells one entity from another: spellings of one, and look-alikes that are two.

The costs of `sijill.spelling` were set on the pairs of the dev halves, and so was the threshold, with a margin (there it
gives a precision of 0.993). No pair of the test halves was looked at; their summed figures were seen several times
while that was done, so they are a little kinder than those of pairs never measured would be.
"""

import csv
from pathlib import Path

import pytest

from sijill.names import ALIKE, compare_names
from sijill.packs import load_pack
from sijill.resolve.phrases import Vocabulary

NAMES = Path(__file__).parent / "data" / "names"
PRECISION, RECALL = 0.98, 0.92


def read_rows(name):
    lines = (NAMES / name).read_text(encoding="utf-8").splitlines()
    plain = (line for line in lines if line and not line.startswith("#"))
    return list(csv.DictReader(plain, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_variants():
    return [(row["split"], row["name_a"], row["name_b"], row["entity"]) for row in read_rows("variants.tsv")]


def read_look_alikes():
    """The look-alikes by turns dev and test; rows of one reason stay together, being often one pair in two scripts."""
    rows, turn, reason = [], 1, None
    for row in read_rows("look_alikes.tsv"):
        if row["why different"] != reason:
            turn, reason = 1 - turn, row["why different"]
        rows.append((("dev", "test")[turn], row["name_a"], row["name_b"], row["kind"]))
    return rows


def is_arabic(text):
    return any("؀" <= letter <= "ۿ" for letter in text)


def name_scripts(a, b):
    return ("Latin–Latin", "Latin–Arabic", "Arabic–Arabic")[is_arabic(a) + is_arabic(b)]


def measure(same, other, threshold):
    """Precision and recall of saying "one entity" from the threshold on."""
    hits, wrong = sum(s >= threshold for s in same), sum(s >= threshold for s in other)
    return (hits / (hits + wrong) if hits + wrong else 1.0), (hits / len(same) if same else 1.0)


@pytest.fixture(scope="module")
def scores():
    """The score of every pair as (split, whether it is one entity, scripts, a, b, score)."""
    heads = Vocabulary(load_pack("world")).heads
    rows = [(split, True, a, b) for split, a, b, _ in read_variants()]
    rows += [(split, False, a, b) for split, a, b, _ in read_look_alikes()]
    return [
        (split, same, name_scripts(a, b), a, b, compare_names(a, b, heads).score)
        for split, same, a, b in rows
    ]


def pick(scores, split, same, scripts=None):
    return [one[-1] for one in scores if one[:2] == (split, same) and scripts in (None, one[2])]


def test_name_pairs_data_is_sound():
    variants, alikes = read_variants(), read_look_alikes()
    assert len(variants) >= 430 and len(alikes) >= 170
    assert all(None not in row and all(row) for row in [*variants, *alikes])
    assert {frozenset(row[1:3]) for row in variants}.isdisjoint(frozenset(row[1:3]) for row in alikes)
    for rows in (variants, alikes):
        assert len({frozenset(row[1:3]) for row in rows}) == len(rows)
        assert all(row[1] != row[2] for row in rows)
        share = sum(row[0] == "test" for row in rows) / len(rows)
        assert 0.4 < share < 0.6
    splits = {}
    for split, _, _, entity in variants:
        assert splits.setdefault(entity, split) == split
    assert sum(name_scripts(a, b) == "Latin–Arabic" for _, a, b, _ in variants) >= 150
    assert sum(is_arabic(a + b) for _, a, b, _ in alikes) >= 40


def test_name_pairs_are_told_apart_by_name(scores):
    threshold = ALIKE
    lines = [f"threshold {threshold}", "part  scripts        same other precision recall"]
    for split in ("dev", "test"):
        for scripts in (None, "Latin–Latin", "Latin–Arabic", "Arabic–Arabic"):
            same, other = pick(scores, split, True, scripts), pick(scores, split, False, scripts)
            precision, recall = measure(same, other, threshold)
            lines.append(
                f"{split:<5} {scripts or 'all':<14} {len(same):>4} {len(other):>5} {precision:>9.3f} {recall:>6.3f}"
            )
    print("\n".join(lines))
    precision, recall = measure(pick(scores, "test", True), pick(scores, "test", False), threshold)
    assert precision >= PRECISION and recall >= RECALL, "\n".join(lines)
