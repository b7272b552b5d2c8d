"""Which sentences are worth parsing: a cheap look at the words, so that reports of other things cost almost nothing.

A sentence can hold a claim only if one of its words can tell an event: a form of a trigger of the lexicon, or a word that
the model was taught as one. That alone lets much of any newspaper through ("take", "leave", "hold"), so the
words must speak of a conflict too. Each known word has a weight of evidence (a logistic regression on the words of a sentence,
`model/gate.json`, made by `python -m training.gate`). A document that speaks of a conflict anywhere is read wherever an event
can be told; another only around the sentences that do.
"""

import json
import re
from functools import cache
from importlib.resources import files

from sijill.extract.embedded.lexicon import Lexicon

WORD = re.compile(r"[^\W\d_]+")
# log-odds that a sentence reports a conflict: one sure or two likely ones make the document one; a few sentences alone
# have little to go by, so there a possible one is enough
SURE, LIKELY, POSSIBLE = 1.0, 0.0, -3.2
FEW = 4
BEFORE, AFTER = 3, 1  # sentences around an open one that are read too: who speaks, what "they" means


class Gate:
    """The gate of one lexicon; `find_open` is a pure function of the sentences."""

    def __init__(self, lexicon: Lexicon):
        self.bias, self.weights, taught = _table()
        told = {
            form
            for form, verb in lexicon.verb_forms.items()
            if verb in lexicon.verb_frames or verb in lexicon.light_frames
        }
        told |= {form for form, noun in lexicon.noun_forms.items() if noun in lexicon.noun_frames}
        self.triggers = frozenset(told) | taught

    def find_open(self, texts: list[str]) -> list[bool]:
        """For each sentence of a document whether it is to be parsed."""
        words = [frozenset(WORD.findall(text.lower())) for text in texts]
        evidence = [self.weigh(each) for each in words]
        highest = sorted(evidence, reverse=True)[:2]
        few = len(texts) <= FEW
        whole = bool(highest) and (highest[0] >= SURE or highest[-1] >= LIKELY)
        out = [False] * len(texts)
        for k, each in enumerate(words):
            near = (
                (few and evidence[k] >= POSSIBLE) or whole or max(evidence[max(0, k - 1) : k + 2]) >= LIKELY
            )
            if near and not each.isdisjoint(self.triggers):
                for j in range(max(0, k - BEFORE), min(len(texts), k + AFTER + 1)):
                    out[j] = True
        return out

    def weigh(self, words: frozenset[str]) -> float:
        """The log-odds that a sentence of these words (lower case) reports a conflict."""
        weights = self.weights
        return self.bias + sum(weights[w] for w in words if w in weights)


@cache
def _table() -> tuple[float, dict[str, float], frozenset[str]]:
    data = json.loads((files("sijill.extract.embedded") / "model" / "gate.json").read_text(encoding="utf-8"))
    return data["bias"], data["weights"], frozenset(data["triggers"])
