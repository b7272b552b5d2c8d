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
# The commonest short words of English; three different ones in a line of a dozen words is no accident.
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "in",
        "to",
        "a",
        "on",
        "for",
        "at",
        "by",
        "from",
        "with",
        "were",
        "was",
        "has",
        "have",
        "had",
        "after",
        "said",
        "near",
        "over",
    ]
)


def detect_language(text: str) -> str:
    """The ISO 639-1 code of the language of most of the text, or `und` where too little of it is to be seen.

    >>> detect_language("The town was shelled on Tuesday and four people were wounded, residents said.")
    'en'
    >>> detect_language("قصف مدفعي على البلدة"), detect_language("12:30 – 14")
    ('ar', 'und')
    """
    sample = _take_sample(text)
    counts = count_scripts(sample)
    if not counts:
        return "und"
    script = max(counts, key=lambda name: (counts[name], name))
    if script in ("han", "kana"):
        # Japanese mixes both scripts; Chinese has no kana.
        return "ja" if counts.get("kana", 0) > 0.1 * (counts.get("han", 0) + counts.get("kana", 0)) else "zh"
    languages = _LANGUAGES[script]
    if len(languages) == 1:
        return languages[0]
    letters = " ".join(re.findall(f"[{dict(_SCRIPTS)[script]}]+", sample))
    if script == "arabic" and not _NOT_ARABIC.search(letters):
        return "ar"
    if counts[script] < _SHORT:
        return _judge_short(letters, script)
    return _classify(letters, languages)


def count_scripts(text: str) -> dict[str, int]:
    """How many letters of each script the text holds; scripts that do not occur are left out.

    >>> count_scripts("Homs حمص 12")
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


def _judge_short(letters: str, script: str) -> str:
    if script == "arabic":
        return "und"  # letters that Arabic lacks, and too few to say which of its neighbours this is
    if script == "latin" and len(_ENGLISH & set(letters.casefold().split())) >= 2:
        return "en"
    return "und"


def _classify(letters: str, languages: tuple[str, ...]) -> str:
    identifier = _load_identifier()
    ranked = [(code, score) for code, score in identifier.rank(letters.casefold()) if code in languages]
    return ranked[0][0] if ranked else "und"


@cache
def _load_identifier():
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)
