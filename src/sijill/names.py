"""Names as they are spelt: folding that keeps offsets, the consonant-class key, and how far two spellings agree.

A key finds candidates and never decides: two groups whose names differ in a vowel may share one. What decides is a
curated alias or a close spelling with context, which `sijill.resolve` weighs.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from sijill.model import Frozen
from sijill.spelling import CYRILLIC, compare_sounds

# From this score on two names are one by themselves, whatever is known of their surroundings: of look-alikes kept apart
# for its measure, two in a hundred are taken for one (tests/test_name_pairs.py).
ALIKE = 0.82
# Articles of transliterated Arabic, assimilated forms included; dropped only where they stand apart from the noun.
ARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "il",
        "aal",
        "ad",
        "ar",
        "as",
        "ash",
        "at",
        "ath",
        "az",
        "an",
        "adh",
        "es",
        "ez",
        "er",
        "en",
        "ed",
        "et",
        "esh",
        "eth",
        "edh",
        "as",
    ]
) | frozenset(
    ["the", "аль", "эль", "эз", "эс", "эш", "эр", "эн", "эт", "эд", "ас", "аш", "ад", "ар", "ан", "аз", "ат"]
)
# Marks that stand for hamza and ʿayn, and the quotation marks that writers use for them.
SILENT_MARKS = frozenset("'’‘ʼʾʿ`´ʹʻ′“”\"")
_GLUED = re.compile(r"(?<=\b[AaEe]l)(?=[A-Z])")  # "alMaadi"
_POSSESSIVE = re.compile(r"['’]s\b", re.IGNORECASE)
_ARABIC_FOLD = str.maketrans(
    {
        "أ": "ا",
        "إ": "ا",
        "آ": "ا",
        "ٱ": "ا",
        "ى": "ي",
        "ة": "ه",
        "ؤ": "و",
        "ئ": "ي",
        "ـ": None,
        "ی": "ي",
        "ک": "ك",
    }
)
_ARABIC_CLASSES = {
    "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "K", "د": "d", "ذ": "d", "ر": "r", "ز": "z", "س": "s",
    "ش": "S", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "G", "ف": "f", "ق": "k", "ك": "k", "ک": "k", "گ": "g",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "پ": "p", "چ": "S", "ژ": "j", "ڤ": "v",
}  # fmt: skip
_DIGRAPHS = (("sch", "S"), ("kh", "K"), ("sh", "S"), ("ch", "S"), ("gh", "G"), ("dj", "j"), ("th", "t"), ("dh", "d"),
             ("ph", "f"), ("ck", "k"))  # fmt: skip
_SINGLE = str.maketrans({"q": "k", "c": "k", "x": "ks"})
_VOWEL_CLASSES = (("ou", "u"), ("oo", "u"), ("uw", "u"), ("aw", "u"), ("ow", "u"), ("au", "u"), ("ee", "i"),
                  ("ei", "i"), ("ai", "i"), ("ay", "i"), ("ey", "i"), ("iy", "i"), ("ie", "i"), ("ea", "i"),
                  ("aa", "a"))  # fmt: skip
_VOWELS = frozenset("aeiou")


class FoldedText(Frozen):
    """Text in one plain lower-case form, with the offset in the original of every character of it."""

    text: str
    offsets: tuple[int, ...]

    def find_source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that `self.text[start:end]` stands for."""
        if start >= end:
            return (self.offsets[start], self.offsets[start]) if start < len(self.offsets) else (0, 0)
        return self.offsets[start], self.offsets[end - 1] + 1


class NameMatch(Frozen):
    """How far two names agree, from 0 to 1, and on what grounds, in words."""

    score: float
    evidence: tuple[str, ...] = ()


def fold_text(text: str) -> FoldedText:
    """Text without case, accents, Arabic points or marks for hamza and ʿayn, each character traced to its origin.

    >>> folded = fold_text("Ḩarastā, Hay’at")
    >>> folded.text
    'harasta, hayat'
    >>> folded.find_source_span(9, 14)
    (9, 15)
    """
    out: list[str] = []
    offsets: list[int] = []
    for offset, character in enumerate(text):
        if character in SILENT_MARKS:
            continue
        for part in unicodedata.normalize("NFKD", character).translate(_ARABIC_FOLD).casefold():
            if unicodedata.combining(part) or part in SILENT_MARKS:
                continue
            out.append(part)
            offsets.append(offset)
    return FoldedText(text="".join(out), offsets=tuple(offsets))


@lru_cache(maxsize=65536)
def fold_name(name: str) -> str:
    """The name in plain lower-case words, single-spaced: two writings of one spelling fold to the same string.

    >>> fold_name("  Hay’at Al-Tariq ")
    'hayat al tariq'
    >>> fold_name("The governor’s forces"), fold_name("أنصار الطريق")
    ('the governor forces', 'انصار الطريق')
    """
    plain = fold_text(_GLUED.sub(" ", _POSSESSIVE.sub("", name))).text
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))


@lru_cache(maxsize=65536)
def bare_name(name: str) -> str:
    """The folded name without the articles that stand apart from their noun.

    >>> bare_name("al-Tariq al-Azraq"), bare_name("Tell ez-Zeit"), bare_name("the river army")
    ('tariq azraq', 'tell zeit', 'river army')
    """
    return " ".join(drop_articles(fold_name(name).split()))


def drop_articles(words: list[str]) -> list[str]:
    """The folded words without separate Latin articles and without the article joined to an Arabic word.

    >>> drop_articles(["al", "tariq"]), drop_articles(["الطريق"]), drop_articles(["an"])
    (['tariq'], ['طريق'], ['an'])
    """
    kept = [word for place, word in enumerate(words) if word not in ARTICLES or place == len(words) - 1]
    return [word[2:] if word.startswith("ال") and len(word) > 3 and word != "الله" else word for word in kept]


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The consonant classes of the name: equal for most spellings of one name in Latin or Arabic letters.

    >>> name_key("al-Zeitoun") == name_key("Zaytun") == name_key("الزيتون")
    True
    >>> name_key("Tell ez-Zeit") == name_key("Tellezzeit") == name_key("تل الزيت")
    True
    >>> name_key("Тель-эз-Зейт") == name_key("Tell ez-Zeit"), name_key("Хан Шамс") == name_key("Khan Shams")
    (True, True)
    >>> name_key("Khan Shams") == name_key("خان شمس") != name_key("Kan Sams")
    True
    """
    words = bare_name(name).split()
    classes = [_classify_word(word, first=place == 0) for place, word in enumerate(words)]
    return "".join(classes)


def _classify_word(word: str, first: bool) -> str:
    if any("؀" <= letter <= "ۿ" for letter in word):
        return _classify_arabic(word, first)
    word = _undouble(word.translate(CYRILLIC))
    if len(word) > 3 and word[-2:] in ("ah", "eh", "at", "et"):
        word = word[:-2]
    for pair, one in _DIGRAPHS:
        word = word.replace(pair, one)
    word = word.translate(_SINGLE)
    initial = ""
    if first and word[:1] in _VOWELS:
        initial = "A"
    elif first and word[:1] in ("w", "y"):
        initial = word[0].upper()
    return initial + "".join(letter for letter in word if letter not in _VOWELS and letter not in "wy")


def _classify_arabic(word: str, first: bool) -> str:
    initial = ""
    if first:
        initial = "A" if word[0] in "اعء" else {"و": "W", "ي": "Y"}.get(word[0], "")
    if len(word) > 2 and word[-1] == "ه":  # ta marbuta, folded to ha
        word = word[:-1]
    return initial + "".join(
        _ARABIC_CLASSES.get(letter, letter if letter.isdigit() else "") for letter in word
    )


def _undouble(word: str) -> str:
    return re.sub(r"(\D)\1+", r"\1", word)


@lru_cache(maxsize=65536)
def sound_key(name: str) -> str:
    """The name as it sounds: consonant classes with vowels reduced to a, i and u; stricter than `name_key`.

    >>> sound_key("Jayrud") == sound_key("Jairoud"), sound_key("Dumayr") == sound_key("Dummar")
    (True, False)
    """
    words = []
    for word in bare_name(name).split():
        word = re.sub(r"(?<=[aeiou])h$", "", word)
        for pair, one in _DIGRAPHS:
            word = word.replace(pair, one)
        word = word.translate(_SINGLE)
        for pair, one in _VOWEL_CLASSES:
            word = word.replace(pair, one)
        word = word.replace("o", "u").replace("e", "i").replace("y", "i").replace("w", "u")
        words.append(_undouble(word))
    return " ".join(words)


class Heads(dict):
    """Nouns for bodies and the class of each, found also where one is spelt a little otherwise.

    >>> heads = Heads({"harakat": "movement", "jaysh": "army"})
    >>> heads.find("harakat"), heads.find("haraket"), heads.find("sham")
    ('movement', 'movement', None)
    """

    def __init__(self, nouns: Mapping[str, str]):
        super().__init__(nouns)
        self._found: dict[str, str | None] = {}

    def find(self, word: str) -> str | None:
        """The class of body that a folded word is the noun for, or None."""
        if word in self:
            return self[word]
        if word not in self._found:
            near = [known for known in self if word[:1] == known[:1] and len(word) > 4]
            classes = {self[known] for known in near if compare_sounds(word, known) >= 0.93}
            if len(self._found) > 100_000:
                self._found.clear()
            self._found[word] = classes.pop() if len(classes) == 1 else None
        return self._found[word]


def split_head(name: str, heads: Mapping[str, str]) -> tuple[str | None, str]:
    """The class of body that the name says (army, brigade, movement …) and what is left of it, the specifier.

    >>> heads = {"jaysh": "army", "army": "army", "failaq": "corps"}
    >>> split_head("Jaysh al-Tariq", heads), split_head("River Road Army", heads)
    (('army', 'tariq'), ('army', 'river road'))
    >>> split_head("Ansar al-Tariq", heads)
    (None, 'ansar tariq')
    """
    words = [word for word in bare_name(name).split() if word != "of"]
    if len(words) > 1:
        find = heads.find if isinstance(heads, Heads) else heads.get
        if head := find(words[0]):
            return head, " ".join(words[1:])
        if head := find(words[-1]):
            return head, " ".join(words[:-1])
    return None, " ".join(words)


def compare_names(a: str, b: str, heads: Mapping[str, str] | None = None) -> NameMatch:
    """How far two spellings agree and why; with `heads` the bodies must be of one class and the specifiers agree.

    >>> compare_names("al-Zeitoun", "Zaytun").score
    0.95
    >>> compare_names("Jaysh al-Tariq", "Hay'at al-Tariq", {"jaysh": "army", "hayat": "committee"}).evidence
    ('different kinds of body: army and committee',)
    >>> compare_names("Qamar", "Qasr").score < 0.7
    True
    """
    if _is_short(a) and _is_short(b) and fold_name(a) != fold_name(b):
        return NameMatch(score=0.2, evidence=("other initials",))
    if not heads:
        return _compare_spellings(a, b)
    head_a, rest_a = split_head(a, heads)
    head_b, rest_b = split_head(b, heads)
    if (head_a is None) != (head_b is None) and _are_joined(a, b):
        return NameMatch(score=0.95, evidence=("the same but for a space",))
    if head_a and head_b and head_a != head_b:
        return NameMatch(score=0.2, evidence=(f"different kinds of body: {head_a} and {head_b}",))
    match = _compare_spellings(rest_a, rest_b)
    if (head_a is None) != (head_b is None):
        said = head_a or head_b
        return NameMatch(score=min(match.score, 0.5), evidence=(f"only one says {said}", *match.evidence))
    same_kind = (f"both a {head_a}",) if head_a else ()
    return NameMatch(score=match.score, evidence=same_kind + match.evidence)


def _is_short(name: str) -> bool:
    return name.isupper() and name.isascii() and len(name) < 7


def _are_joined(a: str, b: str) -> bool:
    """Whether one is the other written as fewer words ("Ansarallah")."""
    joined = [name.replace(" ", "") for name in (bare_name(a), bare_name(b))]
    return bare_name(a).count(" ") != bare_name(b).count(" ") and compare_sounds(*joined) >= 0.93


@lru_cache(maxsize=65536)
def _compare_spellings(a: str, b: str) -> NameMatch:
    if fold_name(a) == fold_name(b):
        return NameMatch(score=1.0, evidence=("the same spelling",))
    bare_a, bare_b = bare_name(a), bare_name(b)
    if bare_a == bare_b:
        return NameMatch(score=0.98, evidence=("the same but for the article",))
    if sound_key(a) == sound_key(b):
        return NameMatch(score=0.95, evidence=("another spelling of the same sounds",))
    alike = compare_sounds(bare_a, bare_b)
    same_key = name_key(a) == name_key(b)
    how = "the same consonants" if same_key else "other consonants"
    return NameMatch(score=round(min(0.94, alike), 3), evidence=(f"sounds {alike:.0%} alike", how))


def read_initials(name: str) -> tuple[str, str | None]:
    """The name without a bracketed acronym, and that acronym, if it has one.

    >>> read_initials("Free River Army (FRA) factions")
    ('Free River Army factions', 'FRA')
    >>> read_initials("the factions")
    ('the factions', None)
    """
    found = re.search(r"\s*[(\[]([^()\[\]]{2,40})[)\]]", name)
    if not found:
        return name, None
    return (name[: found.start()] + name[found.end() :]).strip(), found.group(1).strip()
