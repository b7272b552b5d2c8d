"""Title, publisher, author and publication date of a plain text, from its header and footer lines.

Strict on purpose: a date within the story or in a caption is not the day of publication, and a wrong one is
worse
than none, for every weekday in the report would be counted from it.
"""

import re
from itertools import pairwise

from ..model import Frozen, Span
from .bylines import (
    Byline,
    is_outlet_name,
    parse_agency_line,
    parse_byline,
    parse_dated_line,
    parse_dateline,
    parse_leading_date,
)
from .lines import Line, is_heading, is_story
from .publishers import Publisher, PublisherIndex, find_in_appeals, find_interviewer
from .timestamps import find_dates, find_disagreement

_HEADER_LINES = 20
_FOOTER_LINES = 30
_DATED_LINES = 3  # at the beginning, where a line of names and a date is a dateline
# A motto above the title: "Serving the valley since 1990". A headline may look so too, but then no other
# follows it.
_MOTTO = re.compile(r"[A-Z][a-z]+ing\b[^.?!,;:]{4,50}\bsince (?:19|20)\d\d")
_STRENGTH = ("leading date", "byline:published", "byline", "dateline", "byline:footer")


class Header(Frozen):
    """What a text says of itself: title, publisher, author, dates (the strongest first), and where it says
    so."""

    title: str | None = None
    publisher: str | None = None
    publisher_id: str | None = None
    publisher_basis: str | None = None
    author: str | None = None
    published: str | None = None
    published_basis: str | None = None
    spans: tuple[Span, ...] = ()
    flags: tuple[str, ...] = ()


def read_header(text: str, lines: list[Line], reasons: list[str | None], index: PublisherIndex) -> Header:
    """What the text says of itself; `reasons` are the lines already known as furniture, `index` the
    publishers."""
    dates: list[tuple[str, str]] = []
    spans: list[Span] = []
    flags: list[str] = []
    publishers: list[Publisher] = []
    if leading := parse_leading_date(text):
        spans.append(Span(start=0, end=leading[0], reason="byline"))
        dates.append((leading[1], "leading date"))
        _read_rest(text, leading[0], lines, index, spans, publishers)
    zone = _find_zone(lines, reasons)
    first_lines = [i for i in zone if reasons[i] in (None, "byline", "foreign")][:_DATED_LINES]
    bylines = [(i, parsed) for i in zone if (parsed := _parse_line(lines[i].text, i in first_lines))]
    bylines = _drop_chronicle(bylines, lines)
    footer = [i for i in range(max(len(lines) - _FOOTER_LINES, 0), len(lines)) if i not in zone]
    closing = [(i, parsed) for i in footer if (parsed := parse_byline(lines[i].text)) and parsed.label]
    for i, byline in bylines + closing:
        spans.append(Span(start=lines[i].start, end=lines[i].end, reason="byline"))
        place = "byline" if i in zone else "byline:footer"
        if byline.published and byline.label == "updated":
            flags.append(f"updated:{byline.published}")  # says when it was last changed, not when it came out
        elif byline.published:
            dates.append((byline.published, "byline:published" if byline.label and i in zone else place))
        publishers += _name_byline(lines[i].text, byline, index)
    for i in zone:
        if agency := parse_agency_line(lines[i].text):
            spans.append(Span(start=lines[i].start, end=lines[i].end, reason="byline"))
            publishers.append(
                index.find_name(agency, "agency line") or Publisher(agency, None, "agency line")
            )
    for i in (*zone, *footer):
        line = lines[i]
        if found := index.find_tagline(line.text):
            spans.append(Span(start=line.start, end=line.end, reason="tagline"))
            publishers.append(found)
        elif found := index.find_name(line.text[:160], "site name") or _read_masthead(lines, i, bylines):
            spans.append(Span(start=line.start, end=line.end, reason="site_name"))
            publishers.append(found)
    for i, following in pairwise(zone):
        if _MOTTO.fullmatch(lines[i].text) and reasons[following] is None and is_heading(lines[following]):
            spans.append(Span(start=lines[i].start, end=lines[i].end, reason="tagline"))
    if found := find_in_appeals([lines[i] for i in footer], text, index):
        publishers.append(found)
    if found := find_interviewer(lines, index):
        publishers.append(found)
    first = next((i for i, line in enumerate(lines) if i not in zone and is_story(line)), None)
    for i, line in enumerate(lines):
        dateline = parse_dateline(line.text) if line.text[:1].isupper() else None
        if dateline is None:
            continue
        spans.append(Span(start=line.start, end=line.start + dateline.length, reason="dateline"))
        if i == first and dateline.published:
            dates.append((dateline.published, "dateline"))
        if i == first and dateline.agency:
            known = index.find_name(dateline.agency, "dateline")
            publishers.append(known or Publisher(dateline.agency, None, "dateline"))
    dates.sort(key=lambda d: _STRENGTH.index(d[1]))
    if conflict := find_disagreement([d for d, _ in dates]):
        flags.append(f"dates_disagree:{conflict}")
    published, basis = _pick_date(dates)
    publisher = publishers[0] if publishers else Publisher(None, None, None)
    taken = {span.start for span in spans}
    return Header(
        title=_find_title(lines, reasons, taken, zone),
        publisher=publisher.name,
        publisher_id=publisher.id,
        publisher_basis=publisher.basis,
        author=next((b.author for _, b in bylines if b.author), None),
        published=published,
        published_basis=basis,
        spans=tuple(spans + _find_again(lines, spans)),
        flags=tuple(dict.fromkeys(flags)),
    )


def _parse_line(text: str, first: bool) -> Byline | None:
    return parse_byline(text) or (parse_dated_line(text) if first else None)


def _find_zone(lines: list[Line], reasons: list[str | None]) -> list[int]:
    """The indexes of the lines before the story begins."""
    zone = []
    for i, line in enumerate(lines[:_HEADER_LINES]):
        if is_story(line) and reasons[i] is None and parse_byline(line.text) is None:
            break
        zone.append(i)
    return zone if len(zone) < len(lines) else zone[:6]


def _drop_chronicle(bylines: list[tuple[int, Byline]], lines: list[Line]) -> list[tuple[int, Byline]]:
    """The bylines without bare dates, when bare dates head the paragraphs of a chronicle day by day."""
    bare = {}
    for line, following in pairwise(lines):
        if len(line.text) <= 60 and is_story(following) and (byline := _parse_line(line.text, True)):
            bare[byline.published] = byline.label
    days = {day[:10] for day, label in bare.items() if day and label is None}
    if len(days) < 2:
        return bylines
    return [(i, b) for i, b in bylines if b.label or not b.published or "|" in lines[i].text]


def _read_rest(
    text: str, at: int, lines: list[Line], index: PublisherIndex, spans: list, publishers: list
) -> None:
    """What stands behind a leading date on its line, when that is a credit and not the story."""
    rest = text[at : lines[0].end]
    if not rest or len(rest.split()) > 8 or rest.rstrip().endswith((".", "?", "!", ":")):
        return
    known = index.find_within(rest, "byline")
    credit = re.match(r"posted (?:on )?by \S", rest, re.I) or re.search(r"[A-Z]{3,} - |\)\s|\|", rest)
    if known or credit:
        spans.append(Span(start=at, end=lines[0].end, reason="byline"))
    publishers += [known] if known else []


def _read_masthead(lines: list[Line], at: int, bylines: list[tuple[int, Byline]]) -> Publisher | None:
    """The outlet whose name, by its own words, is all of the first line, when a line with the date follows."""
    name = lines[at].text.strip("*_# ") if at == 0 else ""
    dated = any(i == 1 and byline.published for i, byline in bylines)
    return Publisher(name, None, "masthead") if dated and is_outlet_name(name) else None


def _name_byline(line: str, byline: Byline, index: PublisherIndex) -> list[Publisher]:
    if byline.desk and (known := index.find_name(byline.desk, "byline")):
        return [known]
    if known := index.find_within(line, "byline"):
        return [known]
    return [Publisher(byline.desk, None, "byline")] if byline.desk else []


def _pick_date(dates: list[tuple[str, str]]) -> tuple[str | None, str | None]:
    """The strongest date; where another of the same day gives the time as well, that time with it."""
    if not dates:
        return None, None
    iso, basis = dates[0]
    finer = (d for d, _ in dates if d.startswith(iso) and len(d) > len(iso))
    return next(finer, iso), basis


def _find_title(lines: list[Line], reasons: list[str | None], taken: set[int], zone: list[int]) -> str | None:
    """The first heading of the header; else a heading within the text that stands right above its contents
    list."""
    for i in zone:
        line = lines[i]
        if reasons[i] is not None or line.start in taken or line.words < 2 or find_dates(line.text):
            continue
        return re.sub(r"^#{1,6}\s+|^[*_]+|[*_]+$", "", line.text) if _looks_like_title(line) else None
    for i, (above, _) in enumerate(pairwise(lines[:60]), 1):
        if reasons[i] == "contents" and reasons[i - 1] is None and _looks_like_title(above):
            return above.text
    return None


def _looks_like_title(line: Line) -> bool:
    return is_heading(line) or (line.words <= 20 and line.text.endswith(("?", "!")))


def _find_again(lines: list[Line], spans: list[Span]) -> list[Span]:
    """The lines that repeat a byline word for word, as pages do at their foot."""
    by_start = {line.start: line for line in lines}
    texts = {by_start[s.start].text for s in spans if s.reason == "byline" and s.start in by_start}
    known = {s.start for s in spans}
    return [
        Span(start=line.start, end=line.end, reason="byline")
        for line in lines
        if line.text in texts and line.start not in known
    ]
