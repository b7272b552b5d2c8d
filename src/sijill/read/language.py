"""The language of a document, by its script and, where a script serves several, by its letters and words."""

import re
from functools import cache

# Scripts by code-point ranges; a script that serves one language (for our purposes) names it.
_SCRIPTS = (
    ("latin", r"A-Za-z\u00c0-\u024f\u1e00-\u1eff"),
    ("arabic", r"\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"),
    ("cyrillic", r"\u0400-\u052f"),
    ("hebrew", r"\u05d0-\u05ea"),
    ("han", r"\u3400-\u4dbf\u4e00-\u9fff"),
    ("kana", r"\u3040-\u30ff"),
    ("hangul", r"\uac00-\ud7af"),
    ("greek", r"\u0370-\u03ff"),
    ("armenian", r"\u0531-\u058f"),
    ("georgian", r"\u10a0-\u10ff"),
    ("ethiopic", r"\u1200-\u137f"),
    ("devanagari", r"\u0900-\u097f"),
    ("bengali", r"\u0980-\u09ff"),
    ("thai", r"\u0e00-\u0e7f"),
    ("burmese", r"\u1000-\u109f"),
)
_LANGUAGES = {
    "latin": (
        "en", "fr", "es", "de", "it", "pt", "nl", "tr", "az", "ku", "so", "sw", "ha", "id", "ms", "pl", "ro",
        "sv", "no", "da", "fi", "hu", "cs", "sk", "hr", "sl", "sq", "ca", "vi", "tl",
    ),
    "arabic": ("ar", "fa", "ur", "ps", "ug"),
    "cyrillic": ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky"),
    "hebrew": ("he",), "han": ("zh",), "kana": ("ja",), "hangul": ("ko",), "greek": ("el",),
    "armenian": ("hy",), "georgian": ("ka",), "ethiopic": ("am",), "devanagari": ("hi", "ne", "mr"),
    "bengali": ("bn",), "thai": ("th",), "burmese": ("my",),
}  # fmt: skip
_SAMPLE = 20_000
_SHORT = 40  # letters; below this the words of a text are too few to tell close languages apart
# Letters that Arabic itself does not use.
_NOT_ARABIC = re.compile("[پچژگکیٹڈڑںےہھۆێڕڵټډړښڼېۍ]")
# In a text of few letters another language is named only if it leads the next by this much (log-odds of the
# identifier); plain letters are taken for English where nothing else leads it by more than a hair.
_LEAD, _HAIR = 10.0, 2.5


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of most of the text, or `und` where too little of it is to be seen.

    >>> detect_language("The town was shelled on Tuesday and four people were wounded, residents said.")
    'en'
    >>> detect_language("قصف مدفعي على البلدة"), detect_language("12:30 – 14")
    ('ar', 'und')
    """
    return judge_language(text)[0]


def judge_language(text: str) -> tuple[str, bool]:
    """The code that `detect_language` gives, and whether it is only assumed, for want of words to be sure by.

    >>> judge_language("Shells hit Qarna"), judge_language("The town was shelled on Tuesday, four residents said.")
    (('en', True), ('en', False))
    """
    sample = _take_sample(text)
    counts = count_scripts(sample)
    if not counts:
        return "und", False
    script = max(counts, key=lambda name: (counts[name], name))
    if script in ("han", "kana"):
        # Japanese mixes both scripts; Chinese has no kana.
        japanese = counts.get("kana", 0) > 0.1 * (counts.get("han", 0) + counts.get("kana", 0))
        return ("ja" if japanese else "zh"), False
    languages = _LANGUAGES[script]
    if len(languages) == 1:
        return languages[0], False
    letters = " ".join(re.findall(f"[{dict(_SCRIPTS)[script]}]+", sample))
    if script == "arabic" and not _NOT_ARABIC.search(letters):
        return "ar", False
    if counts[script] < _SHORT:
        return _judge_short(letters, script)
    ranked = _rank(letters, languages)
    return (ranked[0][0] if ranked else "und"), False


def count_scripts(text: str) -> dict[str, int]:
    """How many letters of each script the text holds; scripts that do not occur are left out.

    >>> count_scripts("road درب 12")
    {'latin': 4, 'arabic': 3}
    """
    counts = {}
    for match in _letters().finditer(text):
        counts[match.lastgroup] = counts.get(match.lastgroup, 0) + match.end() - match.start()
    return counts


def _take_sample(text: str) -> str:
    """Three stretches of a long text, so that a foreign header or footer does not decide."""
    if len(text) <= _SAMPLE:
        return text
    part, middle = _SAMPLE // 3, len(text) // 2
    return " ".join((text[:part], text[middle : middle + part], text[-part:]))


@cache
def _letters() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>[{letters}]+)" for name, letters in _SCRIPTS))


def _judge_short(letters: str, script: str) -> tuple[str, bool]:
    """The language of a line or two, and that it is assumed; `und` for names alone and where two come as near."""
    words = letters.split()
    if script != "latin" or len(words) < 2 or not any(word.islower() for word in words):
        return "und", False  # for other scripts too few letters to say which of their languages this is
    ranked = _rank(letters, _LANGUAGES[script])
    (best, score), following = ranked[0], ranked[1][1]
    if best == "en" or (letters.isascii() and score - dict(ranked)["en"] <= _HAIR):
        return "en", True
    return (best, True) if score - following >= _LEAD else ("und", False)


def _rank(letters: str, languages: tuple[str, ...]) -> list[tuple[str, float]]:
    ranked = _load_identifier().rank(letters.casefold())
    return [(code, float(score)) for code, score in ranked if code in languages]


@cache
def _load_identifier():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
