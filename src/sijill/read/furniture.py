"""Which stretches of a text are page furniture, each with a reason.

Precision first: a reporting sentence marked here is a claim lost, a menu left in is a line that no rule will
code.
A span may be a part of a line (a dateline, a photo credit after a caption that reports).
"""

import re

from ..model import Span
from .bylines import holds_credit, parse_byline
from .language import count_scripts
from .lines import Line, ends_sentence, is_heading, is_story
from .metadata import Header
from .phrases import compile_lines, fold_line
from .publishers import find_labels
from .timestamps import find_dates

_LONGEST = 320  # no furniture line is longer; prose is, and need not be tried
_IMAGE = re.compile(
    r"\S*\.(?:jpe?g|png|gif|webp|svg|mp4|bmp|tiff?)|[\w-]*\d{5,}[\w-]*|(?:img|dsc|image|screenshot)[_-]\w+",
    re.I,
)
_DUMP = re.compile(r"(?:(?:string|array|object)\(\d+\)|[\[{])\s*.{0,12}\\?\"")
_ADDRESS = re.compile(r"(?:(?:https?://|www\.|pic\.twitter\.com/|t\.me/|t\.co/)\S+\s*)+")
_HANDLES = re.compile(r"(?:[#@][\w.]+[\s,|]*)+|RT @\w+:?")
_CODE = re.compile(r"(?:function\s*\(|var \w+\s*=|window\.|document\.|<!--|</?[a-z][^>]*>).*[;>})]$")
_NOTE = re.compile(r"\[[^\[\]]{3,300}\]\.?")
_ITEM = re.compile(r"\s*(?:\d{1,2}[.)]|[•*·▪►–-])\s+\S")
_BRACKET = re.compile(r"\s*[\[(]([^\[\]()]{3,60})[\])]\.?$")
_EVENT = re.compile(
    r"\b[a-z]+(?:ed|ing|fl(?:y|ies|ew))\b|\b(?:took|takes?|fell|falls?|hits?|held|holds?|left|fled|shot|struck|strikes?|rose|rises?"
    r"|burns?|burnt|stands?|stood|gathers?|flees?|inspects?|carr(?:y|ies)|leaves?|killed|dead)\b"
)
_WHERE = re.compile(
    r"\b(?:in|at|near|on|over|from|outside|inside|around|after|during)\s+(?:the\s+)?(?:\w+\s+)?[A-Z\d]"
)


def classify_lines(lines: list[Line]) -> list[str | None]:
    """For each line the reason why it is furniture by itself, or None."""
    pattern = compile_lines()
    reasons = [
        _classify(line.text, pattern) if len(line.text) <= _LONGEST else _classify_long(line.text)
        for line in lines
    ]
    for i, line in enumerate(lines[:4]):
        # "[This report was sent to us by post]": an editor's word above the report, unless it reports itself.
        if reasons[i] is None and _NOTE.fullmatch(line.text) and not _reports(line.text[1:-1]):
            reasons[i] = "notice"
    _mark_foreign(lines, reasons)
    return reasons


def mark_furniture(lines: list[Line], reasons: list[str | None], header: Header) -> tuple[Span, ...]:
    """All furniture of the text, in order and without overlaps; `reasons` come from `classify_lines`."""
    marks = list(reasons)
    taken = {span.start: span for span in header.spans}
    for i, line in enumerate(lines):
        span = taken.get(line.start)
        if span is not None and span.end >= line.end:
            marks[i] = span.reason if marks[i] in (None, "foreign") else marks[i]
    parts = [span for span in header.spans if not _is_whole(span, lines)]
    parts += _mark_captions(lines, marks)
    _mark_related(lines, marks)
    _mark_footer(lines, marks)
    _mark_interview(lines, marks, header)
    _mark_again(lines, marks)
    whole = [Span(start=x.start, end=x.end, reason=r) for x, r in zip(lines, marks, strict=True) if r]
    return _merge(whole, parts)


def find_furniture(text: str) -> tuple[Span, ...]:
    """The furniture of a text by itself, when nothing is known of its outlet.

    >>> find_furniture("Shells fell on the town, residents said.\\nShare this article")
    (Span(start=41, end=59, reason='share'),)
    """
    from .lines import split_lines
    from .metadata import read_header
    from .publishers import PublisherIndex

    lines = split_lines(text)
    reasons = classify_lines(lines)
    return mark_furniture(lines, reasons, read_header(text, lines, reasons, PublisherIndex(())))


def _classify(text: str, pattern: re.Pattern[str]) -> str | None:
    folded = fold_line(text)
    match = pattern.fullmatch(folded)
    if match:
        if match.lastgroup == "credit" and _reports(text):
            return None
        return match.lastgroup
    if _ADDRESS.fullmatch(text) or _HANDLES.fullmatch(text):
        return "social"
    if _is_image_list(text):
        return "image_name"
    return _classify_long(text)


def _classify_long(text: str) -> str | None:
    if text[0] in "[{saoSAO" and _DUMP.match(text[:60]) and re.search(r"\\?\":\s*[\\\"\[{\d]", text[:600]):
        return "embedded_data"
    if text[0] in "fvwd<" and len(text) <= 4000 and _CODE.match(text):
        return "embedded_data"
    return None


def _is_image_list(text: str) -> bool:
    """True for a line of image file names: all of its words are names, numbers or "(1)", and one is
    unmistakable."""
    words = text.split()
    if not any("_" in w or "." in w or (len(w) >= 8 and not w.isalpha()) for w in words):
        return False
    named = [bool(_IMAGE.fullmatch(w)) and bool(re.search(r"[A-Za-z_.]|\d{8,}", w)) for w in words]
    return any(named) and all(n or re.fullmatch(r"\(\d+\)", w) for n, w in zip(named, words, strict=True))


def _is_whole(span: Span, lines: list[Line]) -> bool:
    return any(line.start == span.start and line.end <= span.end for line in lines)


def _reports(caption: str) -> bool:
    """True for a caption that tells of an event: it has two of a verb of happening, a place and a date."""
    words = re.sub(r"[\[(][^\[\]()]*[\])]", " ", caption)
    placed, dated = bool(_WHERE.search(words)), bool(find_dates(words))
    return (
        len(words.split()) >= 6 and (placed or dated) and ((placed and dated) or bool(_EVENT.search(words)))
    )


def _mark_foreign(lines: list[Line], marks: list[str | None]) -> None:
    """Lines of another script than the document's, unless they are prose or a good part of the document."""
    counts: dict[str, int] = {}
    for line in lines[:3000]:
        for script, count in count_scripts(line.text[:2000]).items():
            counts[script] = counts.get(script, 0) + count
    total = sum(counts.values())
    main = max(counts, key=lambda name: (counts[name], name), default=None)
    if main is None or counts[main] < 0.7 * total or counts[main] == total:
        return
    for i, line in enumerate(lines):
        if marks[i] is not None or len(line.text) > _LONGEST or (main == "latin" and line.text.isascii()):
            continue
        here = count_scripts(line.text)
        letters = sum(here.values())
        prose = line.words >= 8 and ends_sentence(line.text)
        if letters >= 3 and here.get(main, 0) <= 0.4 * letters and line.words <= 45 and not prose:
            marks[i] = "foreign"


def _mark_captions(lines: list[Line], marks: list[str | None]) -> list[Span]:
    """Marks captions that only name what is to be seen; returns the credits of those that report."""
    credits = []
    for i, line in enumerate(lines):
        if marks[i] is not None or len(line.text) > _LONGEST or line.text[-1] not in ")].":
            continue
        match = _BRACKET.search(line.text)
        if match is None or not _is_credit(match.group(1)):
            continue
        bare = line.text[: match.start()].rstrip(" .")
        if _reports(line.text):
            credits.append(Span(start=line.start + match.start(), end=line.end, reason="credit"))
        elif line.words <= 30 and not is_story(line):
            marks[i] = "caption"
            if i and marks[i - 1] is None and lines[i - 1].text.rstrip(" .") == bare:
                marks[i - 1] = "caption"  # the text that stands in for the picture, then its caption
    return credits


def _is_credit(text: str) -> bool:
    """True for a bracket that credits a picture: photo words, or names joined by a dash or a slash."""
    if holds_credit(text):
        return True
    names = r"[A-Z][\w.'’]*(?:[\s-]+[A-Z][\w.'’]*){0,3}"
    return bool(re.fullmatch(rf"\s*{names}(?:\s+[–—-]\s+|\s?/\s?){names}\s*", text))


def _mark_related(lines: list[Line], marks: list[str | None]) -> None:
    """The headings that follow "Related articles" or "Next story", up to the next paragraph of prose."""
    for i, reason in enumerate(list(marks)):
        if reason == "leads_on":
            marks[i] = "navigation"
            if i + 1 < len(lines) and marks[i + 1] in (None, "foreign") and is_heading(lines[i + 1]):
                marks[i + 1] = "related"
        if reason == "related_line":
            marks[i] = "related"
        if reason == "related":
            _mark_list(lines, marks, i + 1)


def _mark_list(lines: list[Line], marks: list[str | None], at: int) -> None:
    items: list[int] = []
    numbered = at < len(lines) and _ITEM.match(lines[at].text) is not None
    while at < len(lines) and (marks[at] in (None, "foreign", "byline")):
        listed = _ITEM.match(lines[at].text) is not None
        if not (listed if numbered else is_heading(lines[at]) or _is_dated(lines[at])):
            break
        items.append(at)
        at += 1
    # A heading right above prose heads that prose, unless it is the only one and must be the list.
    if not numbered and len(items) > 1 and at < len(lines) and marks[at] is None:
        items.pop()
    for item in items:
        marks[item] = "related"


def _is_dated(line: Line) -> bool:
    return len(line.text) <= 60 and parse_byline(line.text) is not None


def _mark_footer(lines: list[Line], marks: list[str | None]) -> None:
    """Short lines between two furniture lines below the last paragraph of the story ("Free words cost
    money..")."""
    story = [i for i, line in enumerate(lines) if marks[i] is None and is_story(line)]
    if not story:
        return  # a bulletin of short lines has no story after which a footer could begin
    below = range(story[-1] + 1, len(lines))
    marked = [i for i in below if marks[i] is not None]
    kinds = {marks[i] for i in marked}
    if len(marked) < 2 or not kinds & {"related", "support", "share", "comments", "cookies"}:
        return
    for i in range(marked[0] + 1, marked[-1]):
        near = min(i - max(m for m in marked if m < i), min(m for m in marked if m > i) - i)
        if marks[i] is None and near <= 2 and lines[i].words <= 15 and not find_dates(lines[i].text):
            marks[i] = "footer"


def _mark_interview(lines: list[Line], marks: list[str | None], header: Header) -> None:
    """The section headings right above the questions of an interview."""
    if header.publisher_basis != "interviewer":
        return
    for i in find_labels(lines, header.publisher):
        above = lines[i - 1] if i and marks[i - 1] is None else None
        if (
            above
            and above.text[0].isalnum()
            and above.words <= 8
            and is_heading(above)
            and _is_title_case(above.text)
        ):
            marks[i - 1] = "heading"


def _is_title_case(text: str) -> bool:
    long = [w for w in re.findall(r"[^\W\d_]+", text) if len(w) > 3]
    return bool(long) and all(w[0].isupper() for w in long)


def _mark_again(lines: list[Line], marks: list[str | None]) -> None:
    """Lines that repeat a furniture line word for word."""
    known = {
        line.text: reason for line, reason in zip(lines, marks, strict=True) if reason and reason != "heading"
    }
    for i, line in enumerate(lines):
        if marks[i] is None and line.text in known:
            marks[i] = known[line.text]


def _merge(whole: list[Span], parts: list[Span]) -> tuple[Span, ...]:
    """All spans in order; a part that lies within a whole line gives way to it."""
    merged: list[Span] = []
    for span in sorted((*whole, *parts), key=lambda s: (s.start, -s.end)):
        if merged and span.start < merged[-1].end:
            continue
        merged.append(span)
    return tuple(merged)
