"""Dates with their clock times, as headers, metadata and bylines write them, as ISO text."""

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from itertools import pairwise

from ..text import fold_digits

# Shapes only: which word is a month is for `dates.parse_date` to say. Arabic dates may give two month names
# ("نيسان/أبريل") and a comma before the year; a weekday may stand before.
_DATE_SHAPES = r"""
    \d{4}-\d{1,2}-\d{1,2}
  | \d{4}/\d{1,2}/\d{1,2}
  | \d{1,2}[./]\d{1,2}[./]\d{4}
  | \d{1,2}(?:st|nd|rd|th|er)?[\s-]+(?:(?:of|de)\s+)?
    [^\W\d_]{2,12}(?:\s?/\s?[^\W\d_]{3,12}|\s[^\W\d_]{3,8})?\.?\s?[,،]?[\s-]+
    (?:del?\s+)?\d{4}(?:\s?(?:هـ|ه|م|AH|года|г\.|року|р\.)(?!\w))?
  | [^\W\d_]{3,12}\.?\s+\d{1,2}(?:st|nd|rd|th)?\s?[,.]?\s+\d{4}
  | \d{4}\s?(?:ခုနှစ်|ခု)[၊,]?\s?[\u1000-\u103f]{2,14}\s?\d{1,2}\s?ရက်(?:နေ့)?
"""
_DATE = re.compile(rf"(?<![\w/-])(?:{_DATE_SHAPES})(?![\w/-])", re.X | re.I)
_ISO = re.compile(
    r"(\d{4})(?:-(\d{2})(?:-(\d{2})"
    r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?)?)?)?"
)
_CLOCK = re.compile(
    r"(?<![\d:])(\d{1,2})(?::(\d{2})(?::(\d{2}))?)?\s*(a\.?m\.?|p\.?m\.?|ص(?:باحا|باحاً)?|م(?:ساء|ساءً)?)?(?![\w:])",
    re.I,
)
_ZONE = r"(?:GMT|UTC|CES?T|EES?T|E[SD]T|C[SD]T|P[SD]T|MSK|BST|IST|local time)"
_EARLIEST, _LATEST = 1900, 2100


class FoundDate:
    """A date found in a line: where it stands (its clock time included) and its ISO form."""

    __slots__ = ("end", "iso", "start")

    def __init__(self, start: int, end: int, iso: str):
        self.start, self.end, self.iso = start, end, iso

    def __repr__(self) -> str:
        return f"FoundDate({self.start}, {self.end}, {self.iso!r})"


def read_timestamp(text: str) -> str | None:
    """The ISO form of a whole text that is a date or a date and time, else None.

    >>> read_timestamp("2018-04-18T10:45:09+03:00"), read_timestamp("Wed, 18 Apr 2018 07:45:09 GMT")
    ('2018-04-18T10:45:09+03:00', '2018-04-18T07:45:09+00:00')
    >>> read_timestamp("2018-04"), read_timestamp("soon"), read_timestamp("2018-02-30")
    ('2018-04', None, None)
    """
    text = fold_digits(text).strip()
    if not text or len(text) > 80:
        return None
    if match := _ISO.fullmatch(text):
        return _join_iso(match)
    if re.search(r"\d{2}:\d{2}", text) and re.match(r"(?:[A-Za-z]{3},\s)?\d{1,2}\s[A-Za-z]{3}\s\d{4}", text):
        try:
            return parsedate_to_datetime(text).isoformat()
        except (ValueError, TypeError, IndexError, OverflowError):
            return None  # shaped like an RFC 2822 date, and not one
    found = find_dates(text)
    if len(found) == 1 and not re.search(r"\w", strip_weekday(text[: found[0].start] + text[found[0].end :])):
        return found[0].iso
    return None


def find_dates(line: str) -> list[FoundDate]:
    """Every full date (day, month and year) of a line, each with the clock time that stands right beside it.

    >>> find_dates("Posted at 5:16 PM, Mar 26, 2017")[0].iso
    '2017-03-26T17:16'
    >>> find_dates("14 people, 5 houses")
    []
    """
    folded = fold_digits(line)  # keeps the length, so offsets hold
    if not re.search(r"\d{4}", folded):
        return []
    found = []
    for match in _DATE.finditer(folded):
        day = read_day(match.group())
        if day is None:
            continue
        clock, start, end = _find_clock(folded, match.start(), match.end())
        found.append(FoundDate(start, end, f"{day}T{clock}" if clock else day))
    return found


def read_day(text: str) -> str | None:
    """The ISO day of a full date, or None where it is not one or where day and month could be either way
    round.

    >>> read_day("22 March, 2017"), read_day("03/04/2017"), read_day("31/03/2017")
    ('2017-03-22', None, '2017-03-31')
    """
    if match := re.fullmatch(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", text):
        return _make_day(*map(int, match.groups()))
    if match := re.fullmatch(r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text):
        first, second, year = map(int, match.groups())
        days = {_make_day(year, second, first), _make_day(year, first, second)} - {None}
        return days.pop() if len(days) == 1 else None
    from ..dates import parse_date

    parsed = parse_date(re.sub(r"(\d)\s?\.\s+(?=\d{4})", r"\1, ", text))
    if parsed is None or not re.match(r"\d{4}-\d{2}-\d{2}", parsed.iso):
        return None
    return _make_day(*map(int, parsed.iso[:10].split("-")))


def strip_weekday(text: str) -> str:
    """The text without weekday names of the languages whose dates are read, for lines that are only a date.

    >>> strip_weekday("Sun , ")
    ' , '
    """
    pattern = (
        r"\b(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\b"
        r"|(?:ال)?(?:سبت|أحد|احد|إثنين|اثنين|ثلاثاء|أربعاء|اربعاء|خميس|جمعة)"
        r"|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b"
        r"|\b(?:lunes|martes|mi[ée]rcoles|jueves|viernes|s[áa]bado|domingo)\b"
        r"|\b(?:понедельник|вторник|среда|четверг|пятница|суббота|воскресенье)\b"
        r"|\b(?:понеділок|вівторок|середа|четвер|п[’'ʼ]ятниця|субота|неділя)\b"
        r"|\(?(?:တနင်္လာ|အင်္ဂါ|ဗုဒ္ဓဟူး|ကြာသပတေး|သောကြာ|စနေ|တနင်္ဂနွေ)နေ့\)?"
        r"|\b(?:یک|دو|سه|چهار|پنج)?[\u200c ]?شنبه\b"
    )
    return re.sub(pattern, "", text, flags=re.I)


def _join_iso(match: re.Match[str]) -> str | None:
    year, month, day, hour, minute, second, zone = match.groups()
    if month is None:
        return year if _EARLIEST <= int(year) <= _LATEST else None
    if day is None:
        return f"{year}-{month}" if _make_day(int(year), int(month), 1) else None
    whole = _make_day(int(year), int(month), int(day))
    if whole is None or hour is None:
        return whole
    if int(hour) > 23 or int(minute) > 59 or int(second or 0) > 59:
        return None
    zone = {"Z": "+00:00", None: ""}.get(zone, zone)
    if len(zone) == 5:
        zone = zone[:3] + ":" + zone[3:]
    return f"{whole}T{hour}:{minute}" + (f":{second}" if second else "") + zone


def _make_day(year: int, month: int, day: int) -> str | None:
    if not _EARLIEST <= year <= _LATEST:
        return None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None  # the 30th of February is no day


def _find_clock(line: str, start: int, end: int) -> tuple[str | None, int, int]:
    """The clock time right after the date, or right before it, and the span of both together with a zone's letters.

    Of a zone other than GMT the day is what is kept: what day it was elsewhere depends on the hour.
    """
    after = re.compile(r"\s*(?:,|،|-|–|\||at|T|الساعة|في)?\s*(?=\d)", re.I).match(line, end)
    if after and (match := _CLOCK.match(line, after.end())) and (clock := _read_clock(match)):
        zone = re.compile(rf"\s*\(?({_ZONE})\b\)?").match(line, match.end())
        return _keep_clock(clock, zone), start, (zone or match).end()
    before = line[max(0, start - 24) : start]
    for match in _CLOCK.finditer(before):
        rest = before[match.end() :]
        joined = re.fullmatch(rf"\s*\(?({_ZONE})?\)?\s*(?:,|،|-|–|\||on|في)?\s*", rest, re.I)
        if joined and (clock := _read_clock(match)):
            return _keep_clock(clock, joined), start - len(before) + match.start(), end
    return None, start, end


def _keep_clock(clock: str, zone: re.Match[str] | None) -> str | None:
    return clock if zone is None or zone[1] is None or zone[1].upper() in ("GMT", "UTC") else None


def _read_clock(match: re.Match[str]) -> str | None:
    hour, minute, second, half = match.groups()
    if minute is None and not half:
        return None  # a bare number is no time
    value, half = int(hour), (half or "").casefold()
    if half:
        if not 1 <= value <= 12:
            return None if value > 23 else f"{value:02d}:{minute or '00'}" + (f":{second}" if second else "")
        value = value % 12 + (12 if half[0] in "pم" else 0)
    if value > 23 or int(minute or 0) > 59 or int(second or 0) > 59:
        return None
    return f"{value:02d}:{minute or '00'}" + (f":{second}" if second else "")


def order_key(published: str | None) -> str:
    """A key that sorts by time of publication: what is imprecise comes after what is precise within it,
    unknown last.

    >>> sorted([None, "2018-04", "2018-04-02", "2018-04-02T08:00"], key=order_key)
    ['2018-04-02T08:00', '2018-04-02', '2018-04', None]
    """
    if published is None:
        return "~~"
    if re.search(r"[+-]\d{2}:\d{2}$", published) and "T" in published:
        published = datetime.fromisoformat(published).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return published + "~"


def find_disagreement(dates) -> str | None:
    """`earlier/later` where two dates differ by more than a time zone explains, else None.

    >>> find_disagreement(["2018-04-18", "2018-04-21"])
    '2018-04-18/2018-04-21'
    >>> find_disagreement(["2018-04-18T23:30:00+00:00", "2018-04-19"])
    """
    days = sorted({d[:10] for d in dates if len(d) >= 10}, key=order_key)
    zoned = any(len(d) > 10 for d in dates)
    if any(
        (date.fromisoformat(b) - date.fromisoformat(a)).days > (1 if zoned else 0) for a, b in pairwise(days)
    ):
        return f"{days[0]}/{days[-1]}"
    return None
