"""Where the sentences of an English report end.

A line break always ends one. Within a line, rules settle what is certain in a report (a dateline, a rank
before a name, a stop without a blank after it) and a small logistic model weighs the rest. It was
trained on web English and news by `training/boundaries.py`; its weights are whole numbers, in
hundredths, in `model/boundaries.json`.
"""

import functools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

WEIGHTS = Path(__file__).with_name("model") / "boundaries.json"
UNMARKED = 100  # how much surer a break must be, in hundredths, where no sign stands before it

LINE = re.compile(r"[^\n\r\u2028\u2029]+")
PIECE = re.compile(r"\S+")
DATELINE = re.compile(
    r"\s*(?:[A-Z][\w’'., -]{1,40}\([^)\n]{2,40}\)\s*(?:—|–|--|-)\s+"  # CITY, Country (AGENCY) —
    r"|[A-Z][A-Z’'., -]{3,40}(?:—|–|--|-)\s+"  # CITY —
    r"|(?=[^\n:]{3,25}:)[A-Z][\w’'-]*(?: [A-Z][\w’'-]*)*:\s+(?=[A-Z]))"  # City:
)
# a stop, then a capital or a quotation without a blank ("war.The army"), a footnote, or a shout ("no!they")
GLUED = re.compile(r"(?<=[^\W_][^\W_])[.!?…]+[\"”’')\]]*(?=[A-Z][a-z]|[“‘\"(][A-Z])|(?<=\w)[!?]+(?=[a-zA-Z])")
ADDRESS = re.compile(r"https?:|www\.|@|\w\.(?:com|org|net|gov|edu|info|htm|doc|xls|pdf)\b", re.IGNORECASE)

CLOSERS = "\"”’')]>»"
ENDS = CLOSERS + ".!?…:;,*-—–=_~+#|/"
BULLETS = "•·▪●◆►■"
STARTS = "\u200b\u200e\u200f\ufeff\"“‘’'([<«*-—–=_~+#|.…$`" + BULLETS
QUOTES = str.maketrans(dict.fromkeys("“”«»", '"') | dict.fromkeys("’‘`", "'"))
SHOUT, SUSPENSE = re.compile(r"([!?])[!?]+"), re.compile(r"\.{2,}…*|…+\.*")
STOPS = frozenset(".!?…")
OPENERS = frozenset(
    [
        "the",
        "he",
        "she",
        "it",
        "they",
        "we",
        "this",
        "these",
        "there",
        "in",
        "on",
        "at",
        "but",
        "however",
        "meanwhile",
    ]
)
SAYING = frozenset(
    ["said", "says", "saying", "added", "stated", "wrote", "replied", "asked", "tweeted", "announced"]
)
PLAIN = frozenset([".", "!", "?"])
BEGINNING = frozenset(["Com", "I"])
BRACKETS = frozenset(["(", "["])
OPENING = frozenset(['"', "'"])
CAPITALS = frozenset(["Cap", "Com", "UP", "One", "a.b"])
RANKS = (
    "mr mrs ms dr drs gen gens col cols maj lt capt cpt cmdr cdr adm sgt cpl pvt spc brig prof gov sen sens "
    "rep reps rev hon messrs mme mlle supt insp amb vs"
)
TITLES = frozenset(RANKS.split())
MONTHS = "jan feb mar apr jun jul aug sep sept oct nov dec"
NUMBERED = frozenset([*MONTHS.split(), "no", "nos"])
LEADING = frozenset(["u.s", "u.k", "u.n", "e.u", "a.m", "p.m"])
ENDING = LEADING | {"d.c"}
AMID = frozenset(["incl", "approx", "e.g", "i.e", "eg", "ie", "esp", "cf", "v"])
ABBREVIATED = TITLES | AMID


@functools.cache
def load_model() -> tuple[dict[str, int], frozenset[str]]:
    """The weight of each feature, and the words that are mostly written with a small letter."""
    told = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return told["weights"], frozenset(told["common"].split())


@dataclass(frozen=True, slots=True)
class Look:
    """What a piece of a line, which stands between blanks, looks like."""

    core: str  # in small letters, without the signs around it
    shape: str
    head: str  # the signs before it
    tail: str  # the signs after it
    opens: int  # the brackets and quotations that it opens, less those it closes
    quotes: int  # straight quotation marks


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces of a line, and what is true of all of them."""

    spans: list[tuple[int, int]]
    looks: list[Look]
    glued: set[int]  # the pieces that touch the next
    ahead: list[int]  # for each piece, how many more there are before a stop
    style: str
    size: str


NOTHING = Look("", "", "", "", 0, 0)


@functools.lru_cache(maxsize=1 << 14)
def look_at(piece: str) -> Look:
    """What a piece looks like, whatever stands around it.

    >>> look_at('"However,')
    Look(core='however', shape='Com', head='"', tail=',', opens=0, quotes=1)
    """
    body = piece.rstrip(ENDS)
    core = body.lstrip(STARTS)
    head, tail = piece[: len(body) - len(core)], piece[len(body) :]
    head, tail = _fold(head), _fold(tail)
    opens = sum(map(piece.count, "([“")) - sum(map(piece.count, ")]”"))
    return Look(core.lower(), _shape(core, piece), head[:2], tail[:3], opens, piece.count('"'))


def _fold(signs: str) -> str:
    """Signs as the model knows them: one kind of quotation mark, "?!" as "?", "..." as an ellipsis."""
    return SHOUT.sub(r"\1", SUSPENSE.sub("…", signs.translate(QUOTES))) if signs else ""


def _shape(core: str, piece: str) -> str:
    """The kind of a word: "Com" is a common word with a capital, "Cap" one that is mostly a name."""
    if not core:
        return "sign"
    if not core.isalpha():
        if ADDRESS.search(piece):
            return "www"
        if core[0].isdigit():
            return "numa" if core[-1].isalpha() else "num"
        if "." in core:
            return "a.b" if len(core) < 8 else "a.long"
        if not core[0].isupper():
            return "low" if core[0].islower() else "mix"
    elif core.islower():
        return "low"
    elif len(core) == 1:
        return "I" if core == "I" else "One"
    elif core.isupper():
        return "UP"
    return "Com" if core.lower().partition("'")[0] in load_model()[1] else "Cap"


def read_line(text: str, start: int, end: int) -> Line:
    """The pieces of a line, what each looks like, and what is true of all.

    >>> read_line("The war.The army", 0, 16).spans
    [(0, 3), (4, 8), (8, 11), (12, 16)]
    """
    spans, glued = [m.span() for m in PIECE.finditer(text, start, end)], set()
    if GLUED.search(text, start, end):
        spans = [part for span in spans for part in _part_glued(text, *span)]
        glued = {k for k in range(len(spans) - 1) if spans[k][1] == spans[k + 1][0]}
    looks = [look_at(text[a:b] if b - a < 80 else text[a : a + 40] + text[b - 40 : b]) for a, b in spans]
    ahead, away = [], 9
    for look in reversed(looks):
        ahead.append(away)
        away = 0 if look.tail and not STOPS.isdisjoint(look.tail) else away + 1
    ahead.reverse()
    return Line(spans, looks, glued, ahead, _style(looks), _bucket(len(spans)))


def _part_glued(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if ADDRESS.search(text, start, end):
        return [(start, end)]
    cuts = [m.end() for m in GLUED.finditer(text, start, end) if m.end() < end]
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _style(looks: list[Look]) -> str:
    """How a line is written: in capitals, as a title, with many names, as prose; and if a stop ends it."""
    shapes = [look.shape for look in looks]
    low, up = shapes.count("low"), shapes.count("UP")
    words = low + up + shapes.count("Com") + shapes.count("Cap") + shapes.count("One")
    style = "A" if up * 2 > words else "T" if low * 3 < words else "t" if low * 5 < words * 3 else "n"
    return style + ("." if looks and not STOPS.isdisjoint(looks[-1].tail) else "-")


def _bucket(n: int) -> str:
    return "0123456"[n] if n < 7 else "7" if n < 10 else "8" if n < 16 else "9" if n < 28 else "X"


def find_gaps(line: Line) -> Iterator[tuple[int, str]]:
    """Each piece that may end a sentence within the line, and what it stands in: a quotation, a bracket.

    >>> list(find_gaps(read_line('He said: "It fell. We left."', 0, 28)))
    [(1, ''), (3, 'q')]
    """
    quotes = depth = 0
    looks = line.looks
    for k in range(len(looks) - 1):
        look, after = looks[k], looks[k + 1]
        quotes += look.quotes
        depth = max(0, depth + look.opens)
        if (look.tail and look.tail != ",") or after.shape != "low" or after.head:
            yield k, ("q" if quotes % 2 else "") + ("(" if depth else "")


def settle(line: Line, k: int) -> bool | None:
    """Whether a piece ends a sentence, where a rule is certain of it; else None.

    >>> line = read_line("Gen. Smith left. The", 0, 20)
    >>> [settle(line, k) for k in range(3)]
    [False, None, True]
    """
    if k in line.glued:
        return True
    here, after = line.looks[k], line.looks[k + 1]
    if after.head and after.head[0] in BULLETS:
        return True
    plain = here.shape == "low" and here.tail in PLAIN and here.core not in ABBREVIATED
    if plain and after.shape in BEGINNING:
        return True  # "fell. The": 7,563 times in the training data, and 8 where none ends
    stopped = None
    if here.tail == ".":
        stopped = _settle_stop(line, k)
    elif here.tail == ";" or (here.tail == ":" and here.core in SAYING):
        return False
    if stopped is None and "." in here.tail and after.head[:1] in BRACKETS and after.shape in CAPITALS:
        last = line.looks[-1]  # a credit at the end of a caption: "on Monday. (John Smith/Agency)"
        return True if last.tail in (")", "]") and (len(here.core) > 2 or here.shape == "num") else None
    if here.head in OPENING and here.tail[-1:] in CLOSERS and (len(here.tail) == 1 or "." in here.core):
        return False  # one word in quotation marks, as nicknames are
    return stopped


def _settle_stop(line: Line, k: int) -> bool | None:
    """Whether a single full stop ends a sentence or an abbreviation, an initial, the number of an item."""
    here, after = line.looks[k], line.looks[k + 1]
    if here.core in TITLES:
        return False if after.shape in CAPITALS else None
    if here.core in NUMBERED and after.core[:1].isdigit():
        return False
    opens = after.core in OPENERS and line.style[0] in "tn"
    if here.shape == "One":  # an initial
        named = after.shape in ("Cap", "One", "a.b")
        if named or (after.shape == "Com" and not opens and k and line.looks[k - 1].shape in ("Cap", "One")):
            return False
    if here.core in LEADING and after.shape in ("Cap", "UP", "a.b"):
        return False  # "U.S. Central Command", "5 p.m. Monday"
    if here.core in AMID or (here.core in ("etc", "al") and after.shape in ("low", "num")):
        return False
    if here.shape == "low" and len(here.core) == 1 and after.shape == "num":
        return False  # "c. 1871"
    if here.core in ENDING and opens and after.shape == "Com":
        return True  # "at 5 p.m. The army"
    if k == 0 and here.shape == "num" and len(here.core) < 3:
        return False  # the number of an item
    figures = here.shape == after.shape == "num"
    if k and figures and {look.shape for look in line.looks[k - 1 : k + 3]} == {"low", "num"}:
        return True  # "killed 12. 30 people"
    return None


def describe(line: Line, k: int, since: int, inside: str) -> list[str]:
    """The features of the gap after a piece, `since` pieces after the last break; a letter for each kind.

    >>> describe(read_line("It fell. We left.", 0, 17), 1, 2, "")[:5]
    ['0', 't.', 'j. Com', 'Jlow. Com', 'slow.']
    """
    looks = line.looks
    here, after = looks[k], looks[k + 1]
    before = looks[k - 1] if k and since > 1 else NOTHING
    second = looks[k + 2] if k + 2 < len(looks) else NOTHING
    tail, shape, start = here.tail, here.shape, after.head + after.shape
    joint = tail + " " + start
    kind = "-" if not tail else "." if tail[0] in STOPS else ","
    gone, left, ahead = _bucket(since), _bucket(len(looks) - k - 1), _bucket(line.ahead[k + 1])
    return [
        "0",
        "t" + tail,
        "j" + joint,
        "J" + shape + joint,
        "s" + shape + tail,
        "S" + kind + shape + start,
        "p" + here.core + tail[:1],
        "q" + here.core + kind + after.shape,
        "n" + after.core + kind,
        "N" + after.core + after.head + tail,
        "m" + second.core + kind + after.shape,
        "M" + second.shape + second.tail + joint,
        "a" + after.tail + start + kind,
        "A" + after.tail + second.shape + start + kind,
        "b" + before.shape + before.tail + shape + joint,
        "B" + before.core + kind,
        "l" + str(min(len(here.core), 6)) + shape + joint,
        "g" + gone + kind,
        "h" + gone + joint,
        "e" + left + kind,
        "f" + left + gone + kind,
        "x" + ahead + kind + start,
        "X" + ahead + left + kind,
        "i" + inside + joint,
        "I" + inside + kind + shape,
        "y" + line.style + kind + start,
        "Y" + line.style + tail + shape,
        "z" + line.size + kind,
        "Z" + line.size + line.style + kind + gone,
        "w" + here.core + " " + after.core,
    ]


def find_lines(text: str) -> Iterator[tuple[int, int]]:
    """The lines of a text, datelines apart.

    >>> list(find_lines("CITY (Agency) — It fell.\\nMore soon."))
    [(0, 16), (16, 24), (25, 35)]
    """
    for line in LINE.finditer(text):
        start, end = line.span()
        dateline = DATELINE.match(text, start, end)
        if dateline and dateline.end() < end:
            yield start, dateline.end()
            start = dateline.end()
        yield start, end


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a report; a line break always ends one.

    Initials, ranks and months do not end a sentence; a full stop glued to the next capital does ("war.The").

    >>> text = "Gen. A. Smith left at 5 p.m. on Monday. The U.S. denied it.Clashes went on."
    >>> [text[a:b] for a, b in split_sentences(text)]
    ['Gen. A. Smith left at 5 p.m. on Monday.', 'The U.S. denied it.', 'Clashes went on.']
    """
    weigh = load_model()[0].get
    spans = []
    for start, end in find_lines(text):
        line = read_line(text, start, end)
        if not line.spans:
            continue
        first = 0
        for k, inside in find_gaps(line):
            ends = settle(line, k)
            if ends is None:
                score = sum([weigh(feature, 0) for feature in describe(line, k, k - first + 1, inside)])
                ends = score > (0 if line.looks[k].tail else UNMARKED)
            if ends:
                spans.append((line.spans[first][0], line.spans[k][1]))
                first = k + 1
        spans.append((line.spans[first][0], line.spans[-1][1]))
    return spans
