"""Lemma rules of the parser, and the table of lemmas that ships with it.

python -m training.lemmas --data ../shared/data     writes src/sijill/extract/embedded/model/lemmas.json
"""

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path

CLASSES = {"VERB": "v", "AUX": "v", "NOUN": "n", "ADJ": "a", "ADV": "a"}
IRREGULAR = (
    Path(__file__).parent / "irregular.txt"
)  # lemma, past, participle of verbs that the treebanks may lack
MODEL = Path(__file__).parent.parent / "src/sijill/extract/embedded/model"


def make_rule(word: str, lemma: str) -> str:
    """The rule "case|letters to drop|suffix" that `sijill.extract.embedded.parser.apply_lemma_rule` applies.

    >>> make_rule("Shelled", "shell"), make_rule("took", "take")
    ('0|2|', '0|3|ake')
    """
    low, base = word.lower(), lemma.lower()
    case = 0 if lemma == base else 1 if lemma == word else 2
    same = 0
    while same < min(len(low), len(base)) and low[same] == base[same]:
        same += 1
    return f"{case}|{len(low) - same}|{base[same:]}"


def make_table(examples, lexicon: dict[str, str]) -> dict:
    """Forms with the lemma that at least nine in ten of their occurrences have, by word class; and all verbs.

    `lexicon` gives the forms of the verbs of the conflict lexicon, which the treebanks may lack.
    """
    counts: dict[tuple[str, str], Counter] = defaultdict(Counter)
    verbs = set()
    for e in examples:
        for word, tag, lemma in zip(e.words, e.upos, e.lemmas, strict=True):
            if tag in CLASSES and word.replace("'", "").replace("’", "").isalpha():
                counts[CLASSES[tag], word.lower()][lemma] += 1
                if tag == "VERB" and lemma.isalpha():
                    verbs.add(lemma)
    forms: dict[str, dict[str, str]] = {"v": {}, "n": {}, "a": {}}
    for (kind, form), lemmas in sorted(counts.items()):
        lemma, n = lemmas.most_common(1)[0]
        if n >= 0.9 * sum(lemmas.values()):
            forms[kind][form] = lemma
    for row in IRREGULAR.read_text(encoding="utf-8").splitlines():
        lemma, past, participle = row.split()
        verbs.add(lemma)
        for form in (past, participle):
            if form not in ("ground", "wound", "bound", "found"):
                forms["v"].setdefault(form, lemma)
    for form, lemma in sorted(lexicon.items()):
        forms["v"].setdefault(form, lemma)
        verbs.add(lemma)
    return {"forms": forms, "verbs": sorted(verbs)}


def main() -> None:
    from sijill.extract.embedded.lexicon import Lexicon
    from sijill.packs import load_pack
    from training.treebanks import read_treebank

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    options = parser.parse_args()
    examples = [e for t in ("ewt", "gum") for e in read_treebank(options.data / "ud" / f"{t}-train.conllu")]
    lexicon = Lexicon(load_pack("world").lexicon("en"))
    verbs = {f for frame in lexicon.frames for f in (frame.triggers if frame.part == "verb" else frame.light)}
    table = make_table(examples, {form: verb for form, verb in lexicon.verb_forms.items() if verb in verbs})
    (MODEL / "lemmas.json").write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")))
    print({k: len(v) for k, v in table["forms"].items()}, len(table["verbs"]), "verbs")


if __name__ == "__main__":
    main()
