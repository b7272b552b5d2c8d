"""Bylines and datelines: lines, and beginnings of lines, that say who wrote when and where."""

import re
from typing import NamedTuple

from ..text import fold_arabic
from .phrases import compile_words, load_phrases
from .timestamps import FoundDate, find_dates, strip_weekday

_SEGMENT = re.compile(r"\s*[|•·▪■►●\t\u2600-\u27bf\U0001f300-\U0001faff]+\s*|\s{3,}")
_ZONES = re.compile(
    r"\b(?:gmt|utc|est|edt|cet|cest|eet|eest|bst|local time)\b(?:\s?[+-]\d{1,2}(?::?\d{2})?)?", re.I
)
_SMALL = frozenset(
    [
        "by",
        "of",
        "the",
        "and",
        "in",
        "at",
        "for",
        "de",
        "la",
        "le",
        "van",
        "von",
        "bin",
        "ibn",
        "al",
        "el",
        "al-",
        "el-",
        "+",
        "&",
    ]
)
_LEADING = re.compile(r"\s*date\s*:?\s*(?=\d{4}-\d{2}-\d{2}\b|\d{1,2}\s+\w+\s+\d{4})", re.I)
_DASH = r"(?:\s*[–—]\s*|\s+-{1,2}\s+|\s*--\s*)"
_CLOCK = r"\d{1,2}(?::\d{2})?\s*(?:[ap]\.?\s?m\.?)?"
# "IRBIL, Northland (ABC) —", "IRBIL (5:47 P.M.) –", "IRBIL:"; without capitals throughout, brackets are
# needed.
_DATELINE = re.compile(
    rf"(?P<place>[A-Z][\w.'’`-]*(?:[ ,/]+[A-Z][\w.'’`-]*){{0,5}}?)(?:,?\s+(?P<day>(?=[^()]*\d)[^()–—:]{{5,24}}?))?\s*"
    rf"\((?P<note>[^()]{{2,40}})\)(?:{_DASH}|:\s+)"
    rf"|(?P<upper>[A-Z][A-Z.'’`-]{{2,}}(?:[ ,/]+[A-Z][A-Z.'’`-]+){{0,4}}?)"
    rf"(?:,\s+(?P<day2>(?=[^()–—:]*\d)[^()–—:]{{5,24}}?))?(?:{_DASH}|:\s+)"
)
_AGENCY_LINE = re.compile(
    r"(?P<place>[A-Z][\w.'’`-]*(?:[ ,/]+[A-Z][\w.'’`-]*){0,4})\s+[-–—]\s+(?P<agency>[A-Z][A-Z0-9&.]{1,14})"
)


class Byline(NamedTuple):
    """What one byline says: a date and how it is labelled, an author, the desk of an outlet."""

    published: str | None = None
    label: str | None = None  # `published`, `updated`, or None for a bare date
    author: str | None = None
    desk: str | None = None


class Dateline(NamedTuple):
    """The beginning of a paragraph that says whence it comes: its length, and the agency and full date if
    given."""

    length: int
    agency: str | None = None
    published: str | None = None


def parse_byline(line: str) -> Byline | None:
    """What a whole line says as a byline, or None when it is anything else (a caption, a sentence, a
    heading).

    >>> parse_byline("Northern Lamp Editor | 22 March, 2017")
    Byline(published='2017-03-22', label=None, author=None, desk='Northern Lamp')
    >>> parse_byline("Smoke rises over the old town on March 20, 2017.") is None
    True
    """
    if len(line) > 300:
        return None
    line = line.strip("*_# ")  # Markdown's emphasis
    dates = find_dates(line)
    segments = _split_segments(line)
    if dates:
        return _read_dated(line, segments, dates)
    author = _read_author(line) if line.count(" ") < 12 else None
    return Byline(author=author) if author else None


def _read_dated(line: str, segments: list[tuple[int, str]], dates: list[FoundDate]) -> Byline | None:
    stamps: list[tuple[str | None, FoundDate]] = []
    names: list[str] = []
    for start, segment in segments:
        inside = [d for d in dates if start <= d.start < start + len(segment)]
        if not inside:
            names.append(segment)
            continue
        read = _read_stamp(segment, [(d, d.start - start, d.end - start) for d in inside])
        if read is None:
            return None
        stamp, rest = read
        stamps.append(stamp)
        names += [rest] if rest else []
    label, found = min(stamps, key=lambda s: ("published", None, "updated").index(s[0]))
    if label is None and not all(_is_name(name) for name in names):
        return None
    author = next((a for name in names if (a := _read_author(name))), None)
    desk = next((d for name in names if (d := _read_desk(name))), None)
    return Byline(published=found.iso, label=label, author=author, desk=desk)


def _read_stamp(segment: str, dates: list[tuple[FoundDate, int, int]]):
    """((label, date), remaining words) of a segment that holds a date, or None when it says anything more."""
    found, start, end = dates[0]
    before, after = segment[:start], segment[end:]
    folded = fold_arabic(before) if not before.isascii() else before
    folded = strip_weekday(folded).strip(" \t,:،-–—(")
    after = strip_weekday(_ZONES.sub("", after)).strip(" \t,.،-–—)(")
    label = None
    for key, name in (("update_label", "updated"), ("date_label", "published")):
        if match := re.match(rf"(?:{'|'.join(load_phrases()[key])})(?!\w)", folded, re.I):
            label, folded = name, folded[match.end() :].strip(" \t,:،-–—(")
            break
    folded = re.sub(r"^(?:on|at|in|بتاريخ|في|يوم)$|^(?:on|at)\s+", "", folded, flags=re.I).strip()
    if len(dates) > 1:
        # "Published 3 May 2017, updated 4 May 2017": the first one's label holds for the first date.
        after = "" if label == "published" else after
    if label:
        # The words of a sentence after its date are not those of a byline.
        plain = re.match(r"[,،]?\s*[a-z]", after) is None and len(after.split()) <= 8
        return ((label, found), "") if not folded and plain and not segment.rstrip().endswith(".") else None
    if not folded and not after:
        return (None, found), ""
    if not after and _read_author(folded):
        return (None, found), folded
    return None


def _split_segments(line: str) -> list[tuple[int, str]]:
    segments, at = [], 0
    for match in _SEGMENT.finditer(line):
        if line[at : match.start()].strip():
            segments.append((at, line[at : match.start()]))
        at = match.end()
    if line[at:].strip():
        segments.append((at, line[at:]))
    return segments


def _is_name(text: str) -> bool:
    """True for a few words that are all names, as the other fields of a byline are."""
    words = text.replace("/", " ").split()
    if not 1 <= len(words) <= 8 or re.search(r"\d", text) or text.rstrip().endswith((".", "?", "!", ":")):
        return False
    return all(w[:1].isupper() or w.casefold() in _SMALL or not w[:1].isascii() for w in words)


def _read_author(text: str) -> str | None:
    """The name after "By", when the whole text is that."""
    folded = fold_arabic(text) if not text.isascii() else text
    labels = "|".join(load_phrases()["author_label"])
    match = re.match(rf"\s*(?:{labels})\s*:?\s+", folded, re.I)
    if match is None or len(folded) != len(text):
        return None
    name = text[match.end() :].strip(" ,|-–—")
    return name if _is_name(name) and len(name) > 2 else None


def _read_desk(text: str) -> str | None:
    """The outlet that a field of a byline names: before "Editor", "Staff" and the like, or by a word such as "News"."""
    text = re.sub(r"^by\s+", "", text.strip(), flags=re.I)
    match = re.fullmatch(rf"(?P<name>.{{2,60}}?)\s+(?:{'|'.join(load_phrases()['desk_words'])})", text, re.I)
    if match and _is_name(match.group("name")):
        return match.group("name").strip()
    return (
        text
        if len(text.split()) >= 2 and _is_name(text) and compile_words("outlet_words").search(_fold(text))
        else None
    )


def parse_dated_line(line: str) -> Byline | None:
    """What a short line says that ends in a full date and has only names before it: an outlet, a place, an issue.

    Only for the first lines of a text: further down such a line is a caption as likely as a dateline.

    >>> parse_dated_line("Harbour News, 20 April 2018")
    Byline(published='2018-04-20', label=None, author=None, desk='Harbour News')
    >>> parse_dated_line("Smoke over the harbour, 20 April 2018") is None
    True
    """
    line = line.strip("*_# ")
    dates = find_dates(line) if len(line) <= 100 else []
    if len(dates) != 1 or holds_credit(line):
        return None
    head, after = line[: dates[0].start], strip_weekday(_ZONES.sub("", line[dates[0].end :]))
    # A dash before the date stands in captions too; only an outlet or the number of an issue may stand there.
    dashed = re.search(r"\s[-–—]\s*$", strip_weekday(head).rstrip(" ,،") + " ") is not None
    head = strip_weekday(head).strip(" \t,:،-–—(")
    if not head or after.strip(" \t,.،-–—)("):
        return None
    issue = compile_words("issue_words").fullmatch(head)
    parts = [part.strip() for part in re.split(r"\s*[,،|]\s*|\s+[-–—]\s+", head) if part.strip()]
    kinds = [_classify_part(part) for part in parts]
    if not issue and (None in kinds or len(parts) > 4 or (dashed and "outlet" not in kinds)):
        return None
    desk = next((_read_desk(part) for part, kind in zip(parts, kinds, strict=True) if kind == "outlet"), None)
    author = next((name for part in parts if (name := _read_author(part))), None)
    return Byline(published=dates[0].iso, author=author, desk=desk)


def _classify_part(part: str) -> str | None:
    """What one part of a dated line names: `outlet`, `author`, `place`; None for anything that may be a caption."""
    if _read_desk(part):
        return "outlet"
    staff = "|".join(load_phrases()["desk_words"])
    if _read_author(part) or re.fullmatch(rf"by\s+(?:our\s+|the\s+)?(?:{staff})", part, re.I):
        return "author"
    part = re.sub(r"\b[a-z]{2}-(?=[A-Z])", "", part)  # the article of a name, in any of its forms
    words = [word for word in part.split() if word.casefold() not in ("al", "el", "the")]
    if not _is_name(part) or compile_words("occasion_words").search(_fold(part)):
        return None
    few = len(words) <= (2 if part.isascii() else 1)  # without capitals, two words may be any two
    return "place" if few and not {word.casefold() for word in words} & (_SMALL - {"al", "el"}) else None


def _fold(text: str) -> str:
    return text if text.isascii() else fold_arabic(text)


def is_outlet_name(text: str) -> bool:
    """True for a few words that name an outlet by one of them, and could not be the title of a report.

    >>> is_outlet_name("Harbour News"), is_outlet_name("Situation Report"), is_outlet_name("Harbour Falls")
    (True, False, False)
    """
    words = text.split()
    plain = [word for word in words if not compile_words("title_words").fullmatch(_fold(word))]
    named = any(compile_words("outlet_words").fullmatch(_fold(word)) for word in plain)
    return 2 <= len(words) <= 5 and len(plain) >= 2 and named and _is_name(text)


def parse_leading_date(text: str) -> tuple[int, str] | None:
    """The length and the ISO day of a date field that opens a text ("date 2018-04-01 …"), or None.

    >>> parse_leading_date(" date 2018-04-01 Shells fell on the town.")
    (17, '2018-04-01')
    """
    match = _LEADING.match(text[:80])
    if match is None:
        return None
    dates = find_dates(text[match.end() : match.end() + 40].split("\n")[0])
    if not dates or dates[0].start != 0:
        return None
    end = match.end() + dates[0].end
    return end + (len(text[end:]) - len(text[end:].lstrip(" \t"))), dates[0].iso


def parse_dateline(line: str) -> Dateline | None:
    """The dateline that opens a paragraph, with its agency and its date when it gives a full one.

    >>> parse_dateline("QARNA, Northland (ABC) — Shells fell on the town.")
    Dateline(length=25, agency='ABC', published=None)
    >>> parse_dateline("The army (SAA) — so it says — left.") is None
    True
    """
    match = _DATELINE.match(line[:110])
    if match is None or not line[match.end() :].strip():
        return None
    place, note = match.group("place") or match.group("upper"), match.group("note")
    # Brackets after a plain name hold its acronym; after a place, or beside a comma, they hold an agency.
    placed = "," in place or place.isupper()
    if note is not None and not re.fullmatch(_CLOCK, note.strip(), re.I) and not (placed and _is_name(note)):
        return None
    day = match.group("day") or match.group("day2")
    dates = find_dates(day) if day else []
    if (
        day
        and not dates
        and not re.fullmatch(r"[A-Z][a-z]+\.?\s+\d{1,2}|\d{1,2}\s+[A-Z][a-z]+\.?", day.strip())
    ):
        return None
    agency = note.strip() if note and not re.search(r"\d", note) else None
    return Dateline(match.end(), agency, dates[0].iso if dates else None)


def parse_agency_line(line: str) -> str | None:
    """The agency of a line that is only "Place - AGENCY", else None.

    >>> parse_agency_line("Rural Qarna - ABC"), parse_agency_line("Qarna - Shells fall")
    ('ABC', None)
    """
    match = _AGENCY_LINE.fullmatch(line) if len(line) <= 60 else None
    return match.group("agency") if match and not match.group("place").isupper() else None


def holds_credit(text: str) -> bool:
    """True when a text names a photographer or says that it is about a photograph."""
    return bool(compile_words("photo_words").search(text))
