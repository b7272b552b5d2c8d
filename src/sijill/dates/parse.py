"""One date string of a document (a byline, a dateline, a metadata field) to an ISO date of the same precision."""

import re
from datetime import date
from functools import cache
from importlib import import_module

from sijill.dates import arabic, english
from sijill.dates.calendar import make_day, make_span
from sijill.model import Frozen
from sijill.text import normalise

HIJRI_YEARS = range(1343, 1501)
YEAR = r"(?:19|20)\d\d"
SOLAR = 100  # what a language adds to the number of a month of the solar Hijri year
CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?)?"
    r"(?P<half> ?(?:[ap]\.? ?m\b\.?|[صم]\b|صباحا|مساء|ظهرا|فجرا|ليلا))?"
)


class ParsedDate(Frozen):
    """A date or time as an ISO string no longer than what was said; `note` is a doubt about it, if there is one."""

    iso: str
    precision: str  # minute, day, month, year
    hijri: bool = False
    note: str | None = None


def parse_date(text: str) -> ParsedDate | None:
    """The date that a string gives, with its time if it has one, or None when it gives none or gives it in doubt.

    A date without a year is None here, and so is a day and month that could be either way round (03/04/2017).

    >>> parse_date("March 21, 2017 at 9:28 pm").iso, parse_date("18 أبريل، 2018 10:45:09 ص").iso
    ('2017-03-21T21:28', '2018-04-18T10:45:09')
    >>> parse_date("8 de mayo de 2019").iso, parse_date("6 травня 2019 року").iso
    ('2019-05-08', '2019-05-06')
    >>> parse_date("3 شعبان 1439").iso, parse_date("April 2018").iso, parse_date("03/04/2017")
    ('2018-04-19', '2018-04', None)
    """
    folded = normalise(text, arabic=True).text.strip()
    for read in (_read_iso, _read_numeric, _read_named, _read_listed, _read_year):
        found = read(folded)
        if found:
            return found
    return None


def read_clock(match: re.Match[str]) -> str | None:
    """HH:MM or HH:MM:SS from a match of `CLOCK`, on the 24-hour clock; None for a time that no day has."""
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    half = (match["half"] or "").strip().lower()
    if not half and match["minute"] is None:
        return None
    if half:
        if not 1 <= hour <= 12 and not (hour > 12 and half[0] not in "aص"):
            return None
        late = half[0] in "pم" or half in ("ظهرا", "ليلا")
        if hour <= 12:
            hour = hour % 12 + (12 if late and not (half == "ليلا" and hour % 12 < 5) else 0)
    if hour > 23 or minute > 59 or int(match["second"] or 0) > 59:
        return None
    return f"{hour:02}:{minute:02}" + (f":{match['second']}" if match["second"] else "")


@cache
def month_pattern(language: str, *, hijri: bool = False) -> str:
    """A pattern of the month names of a language, longest first; Levantine and Gulf pairs ("نيسان/أبريل") as one."""
    words = arabic if language == "ar" else english
    names = sorted(words.HIJRI_MONTHS if hijri else words.MONTHS, key=len, reverse=True)
    one = "|".join(re.escape(name).replace(r"\ ", " ") for name in names)
    return rf"(?:{one})(?: ?[/(] ?(?:{one})\)?)?" if language == "ar" and not hijri else f"(?:{one})"


def read_month(written: str, language: str, *, hijri: bool = False) -> int | None:
    """The number of the month that a match of `month_pattern` names."""
    words = arabic if language == "ar" else english
    table = words.HIJRI_MONTHS if hijri else words.MONTHS
    plain = written.strip(" .").lower()
    return table.get(plain) or table.get(re.split(r" ?[/(]", plain)[0])


def _read_iso(text: str) -> ParsedDate | None:
    match = re.search(
        r"(?<![\d-])(?P<year>\d{4})(?P<gap>[-/.])(?P<month>\d{1,2})(?:(?P=gap)(?P<day>\d{1,2}))?(?![\d/-])"
        r"(?:[T ,]{1,2}(?P<time>\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(?P<zone> ?Z\b| ?[+-]\d{2}:?\d{2})?)?",
        text,
    )
    if not match:
        return None
    if match["day"] is None:
        whole = match["gap"] == "-" and match.group() == text
        first = make_day(int(match["year"]), int(match["month"]), 1) if whole else None
        return ParsedDate(iso=f"{first:%Y-%m}", precision="month") if first else None
    hijri = int(match["year"]) in HIJRI_YEARS
    span = make_span(int(match["year"]), int(match["month"]), int(match["day"]), hijri=hijri)
    if not span:
        return None
    clock = match["time"]
    if clock and (int(clock[:2]) > 23 or int(clock[3:5]) > 59 or int(clock[6:] or 0) > 59):
        clock = None
    zone = (match["zone"] or "").strip().replace("Z", "+00:00") if clock else ""
    if len(zone) == 5:
        zone = f"{zone[:3]}:{zone[3:]}"
    return _make(span[0], clock, hijri=hijri, zone=zone)


def _read_numeric(text: str) -> ParsedDate | None:
    match = re.search(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?![\d/-])", text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if year in HIJRI_YEARS:
        span = make_span(year, second, first, hijri=True)  # Hijri dates are written day first
        return _make(span[0], _find_clock(text, match.span()), hijri=True) if span else None
    readings = {make_day(year, second, first), make_day(year, first, second)} - {None}
    return _make(readings.pop(), _find_clock(text, match.span())) if len(readings) == 1 else None


@cache
def _named_patterns(language: str, hijri: bool) -> list[re.Pattern[str]]:
    month = rf"(?P<month>{month_pattern(language, hijri=hijri)})\.?"
    year = r"(?P<year>1[345]\d\d)(?!\d)" if hijri else r"(?P<year>(?:19|20)\d\d)(?!\d)"
    day, gap = r"(?<![\d.:/-])(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?:[ ,./-]|ه|(?:of|من|عام|سنه) ){0,4}"
    edge = r"(?<!\w)"
    patterns = (rf"{day}{gap}{month}{gap}{year}", rf"{edge}{month}{gap}{day}[ ,.]{{1,3}}{year}")
    return [re.compile(pattern, re.IGNORECASE) for pattern in (*patterns, rf"{edge}{month}{gap}{year}")]


def _read_named(text: str) -> ParsedDate | None:
    for language, hijri in (("en", False), ("ar", False), ("ar", True), ("en", True)):
        for pattern in _named_patterns(language, hijri):
            match = pattern.search(text)
            if not match:
                continue
            parts = match.groupdict()
            month = read_month(parts["month"], language, hijri=hijri)
            day = int(parts["day"]) if parts.get("day") else None
            span = make_span(int(parts["year"]), month, day, hijri=hijri) if day != 0 else None
            if span is None:
                return None  # "31 April 2018": a date that is not, whatever else stands beside it
            if day is None:
                return _make_month(span, hijri)
            note = _check_weekday(text, span[0])
            return _make(span[0], _find_clock(text, match.span()), hijri=hijri, note=note)
    return None


@cache
def _listed_patterns() -> list[tuple[re.Pattern[str], dict[str, int]]]:
    """The full dates of languages whose months are a list, each with its months; the day comes first but in Burmese."""
    rows = []
    for name in ("fr", "es", "ru", "uk", "fa", "my"):
        words = import_module(f"sijill.dates.{name}")
        # As the text is folded when it is looked at ("ژوئن" has another ya then).
        months = {normalise(month, arabic=True).text: number for month, number in words.MONTHS.items()}
        one = "|".join(re.escape(month) for month in sorted(months, key=len, reverse=True))
        year = rf"(?:del? )?(?P<year>{getattr(words, 'YEAR', YEAR)})(?!\d)"
        pattern = rf"(?<![\d.:/-])(?P<day>\d{{1,2}})(?:er|º)? (?:de )?(?P<month>{one})\b\.?,? {year}"
        if hasattr(words, "FULL"):
            parts = {
                "year": rf"(?<!\d)(?P<year>{YEAR})",
                "month": f"(?P<month>{one})",
                "day": r"(?P<day>\d{1,2})",
            }
            pattern = words.FULL.format(**parts, beside="", of_day="")
        rows.append((re.compile(pattern, re.IGNORECASE), months))
    return rows


def _read_listed(text: str) -> ParsedDate | None:
    for pattern, months in _listed_patterns():
        if (match := pattern.search(text)) and match["year"]:
            month = months[match["month"].lower()]
            solar = month > SOLAR
            span = make_span(
                int(match["year"]), month - SOLAR if solar else month, int(match["day"]), solar=solar
            )
            return _make(span[0], _find_clock(text, match.span())) if span else None
    return None


def _make_month(span: tuple[date, date], hijri: bool) -> ParsedDate | None:
    first, last = span
    if not hijri:
        return ParsedDate(iso=f"{first:%Y-%m}", precision="month")
    # A Hijri month lies across two Gregorian ones: the prefix that they share is all that an ISO date can say.
    return ParsedDate(iso=f"{first:%Y}", precision="year", hijri=True) if first.year == last.year else None


def _read_year(text: str) -> ParsedDate | None:
    match = re.fullmatch(r"(?:19|20)\d\d", text)
    return ParsedDate(iso=match.group(), precision="year") if match else None


def _find_clock(text: str, date_span: tuple[int, int]) -> str | None:
    """The time that stands with a date: after it, or before it ("5:16 PM, Mar 26, 2017")."""
    for stretch in (text[date_span[1] :], text[: date_span[0]]):
        for match in re.finditer(rf"(?<![\d:.]){CLOCK}(?![\d:])", stretch, re.IGNORECASE):
            clock = read_clock(match)
            if clock:
                return clock
    return None


def _check_weekday(text: str, day: date) -> str | None:
    for words in (english.WEEKDAYS, arabic.WEEKDAYS):
        for name, number in words.items():
            if re.search(rf"(?<!\w){name}(?!\w)", text, re.IGNORECASE):
                return None if number == day.weekday() else "the weekday and the date disagree"
    return None


def _make(
    day: date, clock: str | None, *, hijri: bool = False, zone: str = "", note: str | None = None
) -> ParsedDate:
    if hijri and not note:
        note = "Hijri date by the Umm al-Qura calendar: a sighted month may differ by a day"
    iso = day.isoformat() + (f"T{clock}{zone}" if clock else "")
    return ParsedDate(iso=iso, precision="minute" if clock else "day", hijri=hijri, note=note)
