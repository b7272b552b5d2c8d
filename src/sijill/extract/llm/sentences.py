"""Sentences and paragraphs of a report in any script, and which language each paragraph is in."""

import re
from collections.abc import Callable

# What ends a sentence: the full stops of the scripts that have one of their own need no space after them.
END = re.compile(r"[.!?…؟۔։።፧།॥।]+[\"'”’»)\]]*(?=\s|\Z)|[。！？။]+[」』”’»)\]]*|؛(?=\s)|\n+")
# Not an end: an initial or an abbreviation of a letter or two, or a number ("д. Ольха", "J. Smith", "no. 5", "т.е.").
ABBREVIATED = re.compile(
    r"(?:^|[\s(«\"“.])(?:[^\W\d_]{1,2}|[Gg]en|[Cc]ol|[Mm]aj|etc|env|тыс|млн|обл|гор|рис|вул|див)\.\Z"
)
LEAST = 60  # letters by which the language of a passage of its own can be told
LEAST_OWN = 12  # the same where its script is that of one language, and vowels are signs and no letters
OWN = re.compile(r"[\u1000-\u109f]")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences, without the white space around them.

    >>> text = "Le 3 mai, M. Brun a dit non. قال إنه انسحب؟ نعم.\\nД. Рак ушёл."
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['Le 3 mai, M. Brun a dit non.', 'قال إنه انسحب؟', 'نعم.', 'Д. Рак ушёл.']
    """
    spans, start = [], 0
    for match in END.finditer(text):
        end = match.end()
        if match.group().startswith(".") and _goes_on(text, start, match):
            continue
        spans.append((start, end))
        start = end
    spans.append((start, len(text)))
    return [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]


def _goes_on(text: str, start: int, match: re.Match[str]) -> bool:
    following = text[match.end() :].lstrip()[:1]
    if following and following.islower():
        return True
    return bool(ABBREVIATED.search(text[max(start, match.start() - 8) : match.start() + 1]))


def split_paragraphs(text: str) -> list[tuple[int, int]]:
    """The spans of the paragraphs: what blank lines divide, or line ends in a text that has none.

    >>> [text[a:b] for text in ["a\\nb\\n\\nc"] for a, b in split_paragraphs(text)]
    ['a\\nb', 'c']
    """
    gap = r"\n\s*\n" if re.search(r"\n\s*\n", text) else r"\n"
    spans, start = [], 0
    for match in re.finditer(gap, text):
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]


def find_languages(text: str, whole: str, detect: Callable[[str], str]) -> list[tuple[int, int, str]]:
    """Each paragraph with its language; one too short to tell has that of the whole."""
    return [
        (start, end, told if (told := _tell(text[start:end], detect)) != "und" else whole)
        for start, end in split_paragraphs(text)
    ]


def _tell(passage: str, detect: Callable[[str], str]) -> str:
    letters = sum(map(str.isalpha, passage))
    least = LEAST_OWN if 2 * len(OWN.findall(passage)) > len(passage) else LEAST
    return detect(passage) if letters >= least else "und"


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
