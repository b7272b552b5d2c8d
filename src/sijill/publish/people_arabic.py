"""Finding private persons in Arabic text, which has no capitals: by the word that introduces them alone."""

import re
from collections.abc import Iterator
from functools import cache

from sijill.publish.people import Mention
from sijill.publish.persons import UNNAMED, load_vocabulary

LETTERS = r"[\u0620-\u064a\u064b-\u0652\u0671-\u06d3]+"
NAMES = rf"(?P<names>{LETTERS}(?:\s+{LETTERS}){{0,2}})"


def find_arabic_people(text: str) -> list[Mention]:
    """The private persons that an Arabic text introduces by a role, as kin, by age or as a family.

    >>> text = "قتل المواطن أحمد الخطيب في البلدة"
    >>> [text[found.start : found.end] for found in find_arabic_people(text)]
    ['أحمد الخطيب']
    """
    return sorted(_find_all(text), key=lambda found: (found.start, found.end))


def _find_all(text: str) -> Iterator[Mention]:
    for pattern, label, most in _list_patterns():
        for match in pattern.finditer(text):
            words = _keep_names(list(re.finditer(LETTERS, match["names"])), most)
            if words:
                start = match.start("names")
                yield Mention(start + words[0].start(), start + words[-1].end(), label)
    for match in _match_ages().finditer(text):
        # The name stands before the age, so it is read backwards, up to the first word that is none.
        words = _keep_names(list(re.finditer(LETTERS, match["names"]))[::-1], 3)
        if len(words) > 1:
            start = match.start("names")
            yield Mention(start + words[-1].start(), start + words[0].end(), UNNAMED, False)


def _keep_names(words: list[re.Match[str]], most: int) -> list[re.Match[str]]:
    """The words up to the first that is no name."""
    stops = _list_stops()
    kept: list[re.Match[str]] = []
    for word in words[:most]:
        if word[0] in stops or (kept and word[0].startswith("و") and word[0][1:] in stops):
            break
        kept.append(word)
    return kept


@cache
def _list_patterns() -> tuple[tuple[re.Pattern[str], str, int], ...]:
    vocabulary = load_vocabulary()

    def after(words: list[str]) -> re.Pattern[str]:
        return re.compile(rf"(?<!\w)(?:[ولب])?(?:{'|'.join(map(re.escape, words))})\s+{NAMES}")

    family = "|".join(map(re.escape, vocabulary["family_ar"]))
    return (
        (after(vocabulary["private_roles_ar"]), UNNAMED, 3),
        (after(vocabulary["named_ar"]), UNNAMED, 3),
        (after(vocabulary["kin_ar"]), "a relative", 2),
        # An adjective agrees with the word for a family and ends in tāʾ; a name seldom does.
        (re.compile(rf"(?<!\w)(?:{family})\s+(?P<names>ال{LETTERS}|(?!\w*ة\b){LETTERS})"), "a family", 1),
    )


@cache
def _match_ages() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<names>{LETTERS}(?:\s+{LETTERS}){{1,2}})\s*(?:\(|،\s*)\d{{1,3}}\s*(?:عام|سنة|سنوات)"
    )


@cache
def _list_stops() -> frozenset[str]:
    vocabulary = load_vocabulary()
    words = [*vocabulary["not_names_ar"], *vocabulary["private_roles_ar"], *vocabulary["kin_ar"]]
    return frozenset([*words, *vocabulary["organisation_words"], *vocabulary["havens_ar"]])
