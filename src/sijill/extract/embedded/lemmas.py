"""Lemmas: a table of the forms that the treebanks attest, spelling rules for regular verbs, else the parser's guess.

The parser's lemma rules are guessed a word at a time and are wrong for many regular verbs ("killed" → "kille"), so they
come last. The table, `model/lemmas.json`, is made by `python -m training.lemmas` from the same treebanks as the parser.
"""

import json
from functools import cache
from importlib.resources import files

INFLECTED = {"VBD": "ed", "VBN": "ed", "VBG": "ing", "VBZ": "s"}
CLASSES = {"VERB": "v", "AUX": "v", "NOUN": "n", "ADJ": "a", "ADV": "a"}


@cache
def _table() -> tuple[dict[str, dict[str, str]], frozenset[str]]:
    data = json.loads(
        (files("sijill.extract.embedded") / "model" / "lemmas.json").read_text(encoding="utf-8")
    )
    return data["forms"], frozenset(data["verbs"])


def find_lemma(word: str, tag: str, fine_tag: str, guess: str) -> str:
    """The lemma of a word given its universal tag, its Penn tag and the parser's guess.

    >>> find_lemma("killed", "VERB", "VBD", "kille"), find_lemma("shelling", "VERB", "VBG", "shelle")
    ('kill', 'shell')
    >>> find_lemma("Failaq", "PROPN", "NNP", "Failaq")
    'Failaq'
    """
    kind = CLASSES.get(tag)
    if kind is None:
        return guess
    forms, verbs = _table()
    low = word.lower()
    known = forms[kind].get(low)
    if known is not None:
        return known
    if kind == "v":
        if fine_tag in INFLECTED:
            return _regular_verb(low, INFLECTED[fine_tag], verbs) or guess
        return low if tag == "VERB" and fine_tag in ("VB", "VBP") else guess
    return guess


def _regular_verb(form: str, ending: str, verbs: frozenset[str]) -> str | None:
    """The verb whose regular form this is: a known verb if one fits, else what English spelling makes likely."""
    if not form.endswith(ending) or len(form) - len(ending) < 2:
        return None
    stem = form[: -len(ending)]
    if ending == "s":
        if form.endswith("ies") and len(form) > 4:
            return form[:-3] + "y"
        if form.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
            return form[:-2]
        return stem
    candidates = [stem, stem + "e"]
    if stem[-1] == stem[-2] and stem[-1] not in "aeiou":
        candidates.insert(0, stem[:-1])
    if ending == "ed" and stem.endswith("i"):
        candidates.insert(0, stem[:-1] + "y")
    for candidate in candidates:
        if candidate in verbs:
            return candidate
    if ending == "ed" and stem.endswith("i"):
        return stem[:-1] + "y"
    if stem[-1] == stem[-2] and stem[-1] not in "aeiouslfz":
        return stem[:-1]
    return stem + "e" if _wants_e(stem) else stem


def _wants_e(stem: str) -> bool:
    """Whether a stem can hardly end a verb as it is: "seiz", "leav", "announc", "enabl", "evacuat"."""
    if stem.endswith(("iz", "yz", "v", "c", "dg", "ng", "rg", "lg", "iat", "uat", "at", "ot", "s", "u")):
        return not stem.endswith(("ss", "oat", "eat", "oot", "ring", "ang", "ong"))
    if stem[-1] == "l" and len(stem) > 2 and stem[-2] in "bcdfgkptz":
        return True
    return (
        len(stem) > 2
        and stem[-1] in "rnmkpbdgt"
        and stem[-2] in "aiou"
        and stem[-3] not in "aeiou"
        and sum(c in "aeiouy" for c in stem) == 1
    )
