"""How alike two names sound, in Latin or Arabic letters: a weighted alignment of consonants and vowels.

Consonants are what a spelling keeps (q and k, dj and j, th and t are one); vowels are what it changes. A long vowel that
Arabic writes must be met by a vowel of its kind, a short one that it does not write may be any; so *Daraa* is درعا
and not داريا, which a key of consonants alone takes for one name.
"""

import re
import unicodedata
from functools import lru_cache

# (token, class): consonants by the letters that stand for them in Latin spellings of Arabic and other names.
_DIGRAPHS = (
    ("sch", "S"), ("tch", "S"), ("kh", "K"), ("sh", "S"), ("ch", "S"), ("gh", "G"), ("dj", "j"), ("zh", "j"), ("th", "T"),
    ("dh", "D"), ("ph", "f"), ("ck", "k"), ("qu", "k"), ("aa", "A"), ("ee", "I"), ("oo", "U"), ("ou", "U"), ("au", "O"),
    ("aw", "O"), ("ow", "O"), ("ai", "E"), ("ay", "E"), ("ei", "E"), ("ey", "E"), ("iy", "I"), ("uw", "U"),
)  # fmt: skip
_LATIN = {"q": "k", "c": "k", "x": "k", "j": "j", "o": "o", "e": "e"}
_ARABIC = {
    "ب": "b", "ت": "t", "ث": "T", "ج": "j", "ح": "h", "خ": "K", "د": "d", "ذ": "D", "ر": "r", "ز": "z", "س": "s",
    "ش": "S", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "غ": "G", "ف": "f", "ق": "k", "ك": "k", "ک": "k", "گ": "g",
    "ل": "l", "م": "m", "ن": "n", "ه": "h", "پ": "p", "چ": "S", "ژ": "j", "ڤ": "v", "ا": "A", "و": "W", "ي": "Y", "ة": "H",
    "ى": "A", "ی": "Y", "ع": "9", "ء": "",
}  # fmt: skip
# Cyrillic letters, as a folded text has them, by the Latin ones that stand for their sounds.
CYRILLIC = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "e", "ж": "zh", "з": "z", "и": "i", "і": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu", "я": "ya",
})  # fmt: skip
_VOWELS = frozenset("aeiouAEIOUHWY9")
# Vowels in two letters, read as one between Latin spellings and letter by letter against Arabic.
_PAIRED = frozenset({"E", "O"})
_SPLIT = {"E": "ai", "O": "au"}
# Words of which a name has one or the other, and is then another name.
_OPPOSED = (
    ("north", "northern", "شمال", "شمالي", "شماليه"), ("south", "southern", "جنوب", "جنوبي", "جنوبيه"),
    ("east", "eastern", "شرق", "شرقي", "شرقيه", "شارقيه"), ("west", "western", "غرب", "غربي", "غربيه"),
    ("upper", "فوقا", "فوقاني", "عليا"), ("lower", "تحتا", "تحتاني", "سفلي"), ("new", "جديد", "جديده"), ("old", "قديم", "قديمه"),
    ("first", "اول", "اولي"), ("second", "ثاني", "ثانيه"), ("third", "ثالث", "ثالثه"), ("fourth", "رابع", "رابعه"),
    ("fifth", "خامس", "خامسه"),
)  # fmt: skip
_FEMININE = re.compile(r"(?<=\w{4})[ae]t$")
_PARTICLES = {
    "bin": "ibn",
    "ben": "ibn",
    "abou": "abu",
    "abi": "abu",
    "abul": "abu",
    "aboul": "abu",
    "oum": "um",
    "umm": "um",
}
_SENSE = {word: k for k, words in enumerate(_OPPOSED) for word in words}
# What taking one sound for another costs; the same sound costs nothing, any other pair of consonants 1.
_NEAR = {
    frozenset(pair): cost
    for cost, pairs in {
        0.0: "aA iI uU eE oO Te tT dD AH aH eH HA Wu WU Wo WO Ww Yi YI YE Yy Ye",
        0.1: "ae Ae ei eI Ei EI ou oU Ou OU oW Ow zD zd th iy Iy Ey uw Uw HE jg pb fv wv",
        0.25: "ai aI AI kg gG sz bv gk mn jS yj",
        0.4: "oa oA Oa OA au eu iu io Iu Io eo IH iH Kk Kh Gk Gr td kT Yj jz",
        0.5: "aE AE",
    }.items()
    for pair in pairs.split()
}
_INNER, _FINAL, _FIRST, _LONG, _GLIDE, _UNWRITTEN, _OTHER = 0.45, 0.8, 0.8, 0.6, 1.0, 0.02, 1.5
_WEIGHTY = 4  # letters of a word that must be alike by itself; shorter ones are particles (ibn, abu, umm)
_LEAST = 0.2  # of a whole name: what another consonant costs in a long one
_UNLIKE = 0.75  # long vowels of different kinds
_CAP = 0.5  # the most that names of different numbers or sides reach


@lru_cache(maxsize=65536)
def read_sounds(bare: str, split: bool = False) -> str:
    """The sounds of a folded name without articles, a letter a sound: consonants, and vowels short (small) or long.

    >>> read_sounds("daraya"), read_sounds("داريا"), read_sounds("shughour")
    ('daraya', 'dArYA', 'SuGUr')
    """
    arabic = _is_arabic(bare)
    words = [_read_arabic(word) if arabic else _read_latin(word) for word in bare.split()]
    sounds = "".join(words)
    if split:
        sounds = "".join(_SPLIT.get(sound, sound) for sound in sounds)
    return re.sub(r"(.)\1+", r"\1", sounds)


def _is_arabic(text: str) -> bool:
    return any("\u0600" <= letter <= "\u06ff" for letter in text)


def _read_arabic(word: str) -> str:
    if word.startswith("وال") and len(word) > 5:  # "and the …"
        word = "و" + word[3:]
    if len(word) > 2 and word[-1] == "ه":  # ta marbuta, folded
        word = word[:-1] + "ة"
    return "".join(_ARABIC.get(letter, letter if letter.isalnum() else "") for letter in word)


def _read_latin(word: str) -> str:
    word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).translate(
        CYRILLIC
    )
    word = re.sub(r"(\D)\1+", lambda m: m[0][:2] if m[1] in "aeo" else m[1], word)
    word = re.sub(r"(?<=[aeiou])h$", "", word)
    word = _FEMININE.sub("a", _PARTICLES.get(word, word))
    for pair, one in _DIGRAPHS:
        # "ay" and "aw" before a vowel are a vowel and a glide.
        word = re.sub(pair + ("(?![aeiou])" if pair[-1] in "yw" else ""), one, word)
    return "".join(_LATIN.get(letter, letter) for letter in word)


@lru_cache(maxsize=65536)
def compare_sounds(a: str, b: str) -> float:
    """How alike two folded names without articles sound, from 0 to 1; names of other numbers or sides never much.

    >>> compare_sounds("daraa", "درعا") > 0.9 > 0.8 > compare_sounds("daraa", "داريا")
    True
    >>> compare_sounds("4 division", "14 division"), compare_sounds("eastern ghouta", "western ghouta")
    (0.5, 0.5)
    """
    if _are_opposed(a, b):
        return min(_compare(a, b), _CAP)
    score, words = _compare(a, b), list(zip(a.split(), b.split(), strict=False))
    if a.count(" ") == b.count(" ") > 0:
        # Long words that two names share must not make up for short ones that they do not.
        score = min([score, *(0.06 + _compare(*pair) for pair in words if min(map(len, pair)) >= _WEIGHTY)])
    return score


def _compare(a: str, b: str) -> float:
    mixed = _is_arabic(a) != _is_arabic(b)
    left, right = read_sounds(a, mixed), read_sounds(b, mixed)
    if not left or not right:
        return 0.0
    weight = max(sum(0.4 if sound in _VOWELS else 1.0 for sound in one) for one in (left, right))
    weight += 0.6
    strict = 1.6 if _is_arabic(a) and _is_arabic(b) else 1.0  # both write their long vowels
    cost = _align(left, right, mixed, max(_OTHER, _LEAST * weight))
    return max(0.0, 1 - strict * cost / weight)


def _are_opposed(a: str, b: str) -> bool:
    """Whether two names have different numbers, or words of which one excludes the other."""
    if re.findall(r"\d+", a) != re.findall(r"\d+", b):
        return True
    senses = [{_SENSE[word] for word in name.split() if word in _SENSE} for name in (a, b)]
    return bool(senses[0] and senses[1] and senses[0] != senses[1])


def _align(left: str, right: str, mixed: bool, other_cost: float) -> float:
    """The least cost of turning one row of sounds into the other; `other_cost` is that of another consonant."""
    drops = [_drop(right, j, mixed, other_cost) for j in range(len(right))]
    before = [0.0]
    for cost in drops:
        before.append(before[-1] + cost)
    for i, sound in enumerate(left):
        gone = _drop(left, i, mixed, other_cost)
        now = [before[0] + gone]
        for j, other in enumerate(right):
            now.append(
                min(before[j] + _swap(sound, other, other_cost), before[j + 1] + gone, now[j] + drops[j])
            )
        before = now
    return before[-1]


def _swap(one: str, other: str, other_cost: float) -> float:
    if one == other:
        return 0.0
    near = _NEAR.get(frozenset((one, other)))
    if near is not None:
        return near
    if one in _VOWELS and other in _VOWELS:
        if "9" in (one, other):
            return 0.4 if set("WY") & {one, other} else 0.05  # ʿayn, in Latin any vowel or none
        return _UNLIKE
    return other_cost


def _drop(sounds: str, at: int, mixed: bool, other_cost: float) -> float:
    """What it costs that the other name has not this sound."""
    sound = sounds[at]
    if sound not in _VOWELS:
        if sound in "wy" and at:
            return _GLIDE
        return 0.5 if sound == "h" else other_cost
    if sound == "9":
        return 0.05
    if sound in "WY":  # written as a consonant or a long vowel
        return _GLIDE
    if at == len(sounds) - 1:
        return _FINAL if sound != "e" else _INNER
    if sound in "AEIOUH":
        return _LONG
    if mixed and at:
        return _UNWRITTEN  # a short vowel that Arabic does not write
    return _INNER if at else _FIRST
