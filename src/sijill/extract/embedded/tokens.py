"""Sentences and words of an English report, as the parser was trained to see them.

The word rules are those of the UD English treebanks: hyphenated compounds split ("opposition-held" is three words,
"al-Rahman" too), prefixes stay on ("pro-government"), clitics split ("did" "n't", "Assad" "'s").
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the document and where it stands."""

    text: str
    start: int
    end: int


PREFIXES = "anti|co|counter|e|ex|inter|mid|multi|non|post|pre|pro|re|semi|sub|ultra|vice"
WORD = re.compile(
    r"https?://\S+|www\.\S+|[@#]\w+"
    r"|(?:[A-Za-z]\.){2,}"  # U.S., a.m.
    r"|(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Maj|Lt|Capt|Sgt|Brig|Prof|Gov|Sen|Rep|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\."
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)?(?![\w])"
    r"|\d+(?:[.,:]\d+)*(?:st|nd|rd|th)\b"
    rf"|(?:{PREFIXES})-[A-Za-z]\w*"
    r"|\.{2,}|--+"
    r"|[^\W_]+(?:[’'ʿʾ`](?!s\b|re\b|ve\b|ll\b|d\b|m\b|t\b)[^\W_]+)*"  # Hay'at, Ba’ath, O'Brien
    r"|[’']s\b|[’'](?:re|ve|ll|d|m)\b"
    r"|\S",
    re.IGNORECASE,
)
NEGATED = re.compile(r"^(.+)(n[’']t)$", re.IGNORECASE)
ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "gen",
        "col",
        "maj",
        "lt",
        "capt",
        "sgt",
        "brig",
        "prof",
        "gov",
        "sen",
        "rep",
        "no",
        "vs",
        "etc",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "u.s",
        "u.k",
        "u.n",
        "rd",
        "ave",
        "e.g",
        "i.e",
        "approx",
        "hon",
        "rev",
        "fr",
        "jr",
        "sr",
        "inc",
        "ltd",
        "co",
        "corp",
        "e",
        "w",
        "n",
        "s",
    ]
)
DATELINE = re.compile(
    r"\s*(?:[A-Z][\w’'., -]{1,40}\([^)\n]{2,40}\)\s*(?:—|–|--|-)\s+"  # CITY, Country (AGENCY) —
    r"|[A-Z][A-Z’'., -]{3,40}(?:—|–|--|-)\s+"  # CITY —
    r"|[A-Z][\w’' -]{2,24}:\s+(?=[A-Z]))"  # City:
)
SENTENCE_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s|$|[“\"‘(]|[A-Z][a-z])")


def split_words(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words of a stretch of text, with offsets into the whole text.

    >>> [t.text for t in split_words("Opposition-held Jobar didn't fall; Hay'at al-Sham's men stayed.")]
    ['Opposition', '-', 'held', 'Jobar', 'did', "n't", 'fall', ';', "Hay'at", 'al', '-', 'Sham', "'s", 'men', 'stayed', '.']
    """
    words = []
    for match in WORD.finditer(text, start, len(text) if end is None else end):
        word, at = match.group(), match.start()
        # "didn't": the apostrophe pattern above does not cross "n't", so it arrives as one word only when curly
        negated = NEGATED.match(word)
        if negated:
            middle = at + len(negated.group(1))
            words += [Token(negated.group(1), at, middle), Token(negated.group(2), middle, match.end())]
        elif word.lower() == "cannot":
            words += [Token(word[:3], at, at + 3), Token(word[3:], at + 3, match.end())]
        else:
            words.append(Token(word, at, match.end()))
    return _join_negations(words)


def _join_negations(words: list[Token]) -> list[Token]:
    """Repair "didn" + "'t" into "did" + "n't"."""
    out: list[Token] = []
    for word in words:
        if (
            out
            and word.text.lower() in ("t",)
            and len(out) > 1
            and out[-1].text in "'’"
            and out[-2].text.lower().endswith("n")
            and out[-2].end == out[-1].start
            and out[-1].end == word.start
        ):
            out.pop()
            verb = out.pop()
            out.append(Token(verb.text[:-1], verb.start, verb.end - 1))
            out.append(Token(verb.text[-1] + "'t", verb.end - 1, word.end))
        else:
            out.append(word)
    return [word for word in out if word.text]


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a report; a line break always ends one.

    Initials, ranks, months and "Rd." do not end a sentence; a full stop glued to the next capital does ("war.The").

    >>> text = "Gen. A. Smith left at 5 p.m. on Monday. The U.S. denied it.Clashes went on."
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['Gen. A. Smith left at 5 p.m. on Monday.', 'The U.S. denied it.', 'Clashes went on.']
    """
    spans = []
    for line in re.finditer(r"[^\n\r\u2028\u2029]+", text):
        start = line.start()
        dateline = DATELINE.match(text, start, line.end())
        if dateline and dateline.end() < line.end():
            spans.append((start, dateline.end()))
            start = dateline.end()
        for stop in SENTENCE_END.finditer(text, line.start(), line.end()):
            if stop.end() <= start or not _ends_sentence(text, start, stop, line.end()):
                continue
            spans.append((start, stop.end()))
            start = stop.end()
        spans.append((start, line.end()))
    return [trimmed for a, b in spans if (trimmed := _trim(text, a, b))]


def _ends_sentence(text: str, start: int, stop: re.Match[str], line_end: int) -> bool:
    rest = text[stop.end() : line_end].lstrip()
    if not rest:
        return True
    if stop.group().startswith("."):
        before = re.search(r"(\S+)$", text[start : stop.start()])
        word = before.group(1).lstrip("(\"“‘'").lower() if before else ""
        if word in ABBREVIATIONS or re.fullmatch(r"[a-z]|(?:[a-z]\.)+[a-z]", word):
            # an abbreviation ends a sentence only before a word that can hardly go on: "at 5 p.m. The army …"
            return bool(re.fullmatch(r"[ap]\.m", word)) and bool(
                re.match(r"(?:The|A|An|He|She|It|They|In|On)\b", rest)
            )
        if word.isdigit() and rest[0].isdigit():
            return False
    first = rest.lstrip("\"“”‘’'([—–- ")[:1]
    return bool(first) and (
        first.isupper() or first.isdigit() or not first.isascii() or text[stop.end() - 1] in '"”'
    )


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
