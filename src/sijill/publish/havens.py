"""Names of hospitals, schools and shelters in a text: what a public page says without the name."""

import re
from collections.abc import Iterator
from functools import cache

from sijill.publish.people import list_runs
from sijill.publish.persons import load_vocabulary


def find_havens(text: str, ordinary: frozenset[str] = frozenset()) -> Iterator[tuple[int, int, str]]:
    """Where the text names a hospital, school or shelter: start, end and the words to show instead.

    A hospital without a name stays as it is. `ordinary` are words that are no names in headlines.

    >>> list(find_havens("Shells hit al-Ode hospital, not a hospital in Tarn."))
    [(11, 26, '[hospital]')]
    """
    trailing, inside, following = _match_words()
    vocabulary = load_vocabulary()
    for run in list_runs(text, ordinary):
        match = trailing.match(text, run.end)
        written = text[run.start : run.end]
        own = inside.search(written)
        if match:
            yield run.start, match.end(), f"[{_find_class(match['word'])}]"
        elif own and own.start() > 0:
            yield run.start, run.start + own.end(), f"[{_find_class(own['word'])}]"
        elif match := following.search(text[max(0, run.start - 60) : run.start]):
            yield run.start - len(match[0]), run.end, f"[{_find_class(match['word'])}]"
    shown, names = vocabulary["havens_ar"], vocabulary["not_names_ar"]
    for match in _match_arabic().finditer(text):
        words = [word for word in re.finditer(r"\w+", match["name"])]
        kept = []
        for word in words:
            if (word[0] in names and not word[0].startswith("ال")) or word[0] in vocabulary[
                "haven_adjectives_ar"
            ]:
                break
            kept.append(word)
        if kept:
            yield match.start("word"), match.start("name") + kept[-1].end(), shown[match["word"]]


@cache
def _match_words() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The word for a haven after a name, inside a run of capitals, and before a name."""
    vocabulary = load_vocabulary()
    kinds = [word for words in vocabulary["havens"].values() for word in words]
    word = "(?P<word>" + "|".join(map(re.escape, sorted(kinds, key=lambda w: (-len(w), w)))) + r")\b"
    between = "|".join(map(re.escape, vocabulary["haven_adjectives"]))
    plural = r"(?!(?<=s))"  # "Tarn hospitals" are any hospitals there
    return (
        re.compile(rf"(?:['’]s)?\s+(?:(?:{between})\s+){{0,3}}{word}{plural}", re.I),
        re.compile(rf"\b{word}", re.I),
        re.compile(rf"\b{word}\s+(?:of|named(?: after)?|called|known as)\s+[\"“]?$", re.I),
    )


@cache
def _match_arabic() -> re.Pattern[str]:
    words = "|".join(sorted(map(re.escape, load_vocabulary()["havens_ar"]), key=len, reverse=True))
    return re.compile(rf"(?<!\w)[وبلف]?(?P<word>{words})\s+(?P<name>[^\W\d_]+(?:\s+[^\W\d_]+)?)")


def _find_class(word: str) -> str:
    havens = load_vocabulary()["havens"]
    return next(kind for kind, words in havens.items() if word.casefold() in words)
