"""The patterns of Arabic date expressions, on folded text, each with the function that reads its matches."""

import re
from functools import cache

from sijill.dates import arabic
from sijill.dates.expression import Point
from sijill.dates.parse import CLOCK, month_pattern, parse_date, read_clock, read_month
from sijill.dates.rules import Found, Rule, read_after, read_before
from sijill.numerals import ARABIC_ONES, ARABIC_TENS, read_arabic

BOUND_BEFORE = r"(?<!\w)[وف]?(?P<bound>منذ|حتي|لغايه)(?: يوم| عام| سنه| شهر)? \Z"
BOUNDS = {"منذ": "since", "حتي": "until", "لغايه": "until"}
RANGE_OPENER = r"(?<!\w)[وف]?(?P<opener>من|بين|ما بين)(?: يوم| عام| سنه)? \Z"
RANGE_JOINS = (" الي ", " حتي ", " - ", "-")
RANGE_ANDS = (" و", " و ")
STEP_JOINS = (" ", " يوم ")


def _any(words: object) -> str:
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=len, reverse=True))


@cache
def load_rules() -> tuple[Rule, ...]:
    """The rules of Arabic, in order of precedence among matches of the same length."""
    month = rf"(?P<month>{month_pattern('ar')})(?!\w)"
    hijri = rf"(?P<month>{month_pattern('ar', hijri=True)})(?!\w)"
    year = r"(?:عام |سنه |العام |لعام )?(?P<year>(?:19|20)\d\d)(?!\d|[.,:/-]\d)"
    hijri_year = r"(?:عام |سنه |العام |لعام )?(?P<year>1[345]\d\d)(?!\d)(?: ?ه(?:جري\w*)?(?!\w))?"
    day = r"(?P<day>0?[1-9]|[12]\d|3[01])(?!\d|[.,:/]\d)"
    weekday = rf"(?P<weekday>{_any(arabic.DEFINITE_WEEKDAYS)})"
    ordinal = rf"(?P<ordinal>{_any(arabic.DAY_ORDINALS)}) من"
    part = rf"(?P<part>{_any(arabic.PARTS)})"
    relation = rf"(?P<relation>{_any((*arabic.LAST, *arabic.NEXT, *arabic.THIS))})"
    edge = rf"(?P<edge>{_any(arabic.EDGES)})"
    clock = (
        r"(?:,? (?:الساعه |عند الساعه )?(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?: ?(?:[صم]|صباحا|مساء"
        r"|ظهرا|فجرا|ليلا)(?!\w))?))?"
    )
    tail = rf"(?:[ ,]{{1,2}}(?:من )?{year})?(?: {relation})?{clock}"
    beside = rf"(?:(?:{part} )?(?:يوم )?{weekday},? (?:الموافق |في )?)?"
    number = rf"\d{{1,3}}|(?:{_any((*ARABIC_ONES, *ARABIC_TENS))})(?: (?:عشره?|و(?:{_any(ARABIC_TENS)})))?"
    count = rf"(?P<count>{number}|بضعه|بضع|عده)"
    unit = rf"(?P<unit>{_any(arabic.UNITS)})"
    units = rf"ال{unit}"
    after_units = rf"(?: (?:ال ?)?(?P<count2>{number}))?(?: ال{unit.replace('unit', 'unit_after')})?"
    rows = [
        (rf"{day} ?(?P<join>و ?|الي |حتي |-) ?(?P<day2>[12]?\d"
        rf"|3[01])(?!\d) (?:من )?(?:شهر )?{month}{tail}", _read_range),
        (rf"{beside}(?:{day}|{ordinal}) ?(?:من )?(?:شهر )?{month}{tail}", _read_date),
        (rf"(?:ال ?)?(?:{day} من|{ordinal}) (?:ال|هذا ال)?شهر {relation}", _read_day_of_month),
        (rf"{beside}(?:{day}|{ordinal}) ?(?:من )?(?:شهر )?{hijri}[ ,]{{1,2}}(?:من )?{hijri_year}", _read_hijri),
        (r"\d{4}[-/]\d{1,2}[-/]\d{1,2}(?![\d/-])|\d{1,2}[-./]\d{1,2}[-./]\d{4}(?!\d)", _read_written),
        (rf"(?:{edge} )?(?:شهر )?{month}[ ,]{{1,2}}(?:من )?{year}", _read_month),
        (rf"(?:{edge} )?(?P<named>شهر )?{month}(?: {relation})?", _read_month),
        (rf"(?:{edge} )?(?:شهر )?{hijri}[ ,]{{1,2}}(?:من )?{hijri_year}", _read_hijri),
        (rf"(?:{edge} )?{year}", _read_year),
        (r"(?:عام |سنه |العام )(?P<year>1[345]\d\d)(?!\d)(?: ?ه(?:جري\w*)?)?"
        r"|(?P<year2>1[345]\d\d) ?ه(?:جري\w*)?", _read_hijri),
        (
            rf"(?:{part} )?(?P<word>امس|اليوم|غدا?)(?: (?:يوم )?{weekday})?(?! (?:نفسه|ذاته|عينه|التالي"
            rf"|السابق|الاول|الثاني|الثالث))",
            _read_word,
        ),
        (r"(?P<word>اول (?:من )?امس|امس الاول|بعد غد|الليله الماضيه|هذه الليله|الليله)", _read_word),
        (rf"(?:{part} )?(?:يوم "
        rf"|امس )?{weekday}(?: {relation})?(?: {part.replace('part', 'part_after')})?", _read_weekday),
        (rf"(?P<way>قبل|منذ) (?:(?:اكثر|اقل) من |نحو "
        rf"|حوالي )?(?:{count} )?{unit}(?P<event> من )?(?! (?:واحد|ال))", _read_ago),
        (rf"بعد (?:اكثر من |نحو |حوالي )?(?:{count} )?{unit}(?P<event> (?:من|علي))?", _read_step),
        (rf"(?P<way>قبل|بعد) ذلك ب ?(?:{count} )?{unit}", _read_step),
        (r"(?:نفس|ذات) (?P<unit>اليوم|الليله)|(?P<unit2>اليوم|الليله|المساء) (?P<same>نفسها?|ذاتها?"
        r"|عينه|التالي|التاليه|السابق|السابقه)", _read_same),
        (rf"(?:هذا |هذه )?{units} {relation}|(?:هذا|هذه) ال(?P<unit3>اسبوع|شهر|عام|سنه)", _read_unit),
        (
            rf"(?:خلال|في|علي مدي|طوال|طيله|مدي|منذ) (?:{units}{after_units}"
            rf"|ال ?(?P<count3>\d{{1,3}}) ال?{unit.replace('unit', 'unit3')})"
            rf" {relation}",
            _read_stretch,
        ),
        (rf"(?:خلال|علي مدي|علي مدار|طوال|طيله|لمده|مدي|استمرت?) (?:اكثر من |نحو "
        rf"|حوالي )?(?:{count} )?{unit}(?: متواصله| متتاليه)?", _read_stretch),
        (r"(?:عند|مع|قبل|بعد|في|منذ|حتي) (?:حلول |ساعات |ساعه )?(?P<part>الفجر|الليل|منتصف الليل|الصباح"
        r"|المساء|الظهر)(?: الاولي)?", _read_part),
        (r"(?P<part>فجرا|ليلا|صباحا|مساء|ظهرا|عصرا)", _read_part),
    ]  # fmt: skip
    return tuple(
        Rule(re.compile(rf"(?<![\w-])[وفبل]?(?P<at>{pattern})(?!\w)"), read) for pattern, read in rows
    )


def _group(match: re.Match[str], *names: str) -> str:
    found = match.groupdict()
    return next((found[name].strip() for name in names if found.get(name)), "")


def _relation(match: re.Match[str]) -> str:
    written = _group(match, "relation")
    tables = (("last", arabic.LAST), ("next", arabic.NEXT), ("this", arabic.THIS))
    return next((name for name, words in tables if written in words), "")


def _part(match: re.Match[str]) -> str:
    return arabic.PARTS.get(_group(match, "part", "part_after"), "")


def _calendar(match: re.Match[str], day: str, *, hijri: bool = False) -> Point:
    clock = re.fullmatch(CLOCK, _group(match, "clock"))
    year, month = _group(match, "year", "year2"), _group(match, "month")
    return Point(
        year=int(year) if year else None,
        month=read_month(month, "ar", hijri=hijri) if month else None,
        day=int(day) if day.isdigit() else arabic.DAY_ORDINALS.get(day),
        hijri=hijri,
        weekday=arabic.WEEKDAYS.get(_group(match, "weekday")),
        relation=_relation(match),
        part=_part(match),
        edge=arabic.EDGES.get(_group(match, "edge"), ""),
        clock=(read_clock(clock) or "") if clock else "",
    )


def _read_date(match: re.Match[str]) -> Found | None:
    return Found(kind="date", point=_calendar(match, _group(match, "day", "ordinal")))


def _read_hijri(match: re.Match[str]) -> Found | None:
    return Found(kind="date", point=_calendar(match, _group(match, "day", "ordinal"), hijri=True))


def _read_day_of_month(match: re.Match[str]) -> Found | None:
    point = _calendar(match, _group(match, "day", "ordinal"))
    return Found(kind="date", point=Point(day=point.day, relation=point.relation, unit="month"))


def _read_range(match: re.Match[str]) -> Found | None:
    first, second = _calendar(match, match["day"]), _calendar(match, match["day2"])
    between = re.search(r"بين \Z", read_before(match))
    if first.day >= second.day or (match["join"][0] == "و" and not between and second.day != first.day + 1):
        return None
    return Found(kind="interval", point=first, until=second)


def _read_written(match: re.Match[str]) -> Found | None:
    parsed = parse_date(match["at"])
    if not parsed or parsed.precision not in ("day", "minute"):
        return None
    year, month, day = map(int, parsed.iso[:10].split("-"))
    return Found(kind="date", point=Point(year=year, month=month, day=day))


def _read_month(match: re.Match[str]) -> Found | None:
    point = _calendar(match, "")
    plain = _group(match, "month") not in arabic.AMBIGUOUS_MONTHS
    led = re.search(r"(?<!\w)(?:في|منذ|خلال|حتي|من|الي) \Z", read_before(match, "at"))
    if point.year or point.relation or _group(match, "named", "edge") or (plain and led):
        return Found(kind="date", point=point)
    return None


def _read_year(match: re.Match[str]) -> Found | None:
    if not re.match(r"(?:عام|سنه|العام|لعام)", match["at"].split(" ", 1)[-1]) and not re.match(
        r"(?:عام|سنه|العام|لعام) ", match["at"]
    ):
        led = re.search(r"(?<!\w)(?:في|منذ|حتي) \Z", read_before(match, "at"))
        counted = re.match(r" (?:شخص|مقاتل|مدني|عنصر|جندي|قتيل|جريح|عايله|اسره|نازح|مسلح)", read_after(match))
        if not led or counted:
            return None
    return Found(kind="date", point=_calendar(match, ""))


def _read_word(match: re.Match[str]) -> Found | None:
    word = _group(match, "word")
    shifts = {"امس": -1, "الليله الماضيه": -1, "غد": 1, "غدا": 1, "بعد غد": 2}
    shift = -2 if "اول" in word.lower() or "الاول" in word else shifts.get(word, 0)
    part = "night" if "ليله" in word else _part(match)
    weekday = arabic.WEEKDAYS.get(_group(match, "weekday"))
    return Found(kind="relative", point=Point(shift=shift, unit="day", weekday=weekday, part=part))


def _read_weekday(match: re.Match[str]) -> Found | None:
    weekday = arabic.WEEKDAYS[_group(match, "weekday")]
    return Found(kind="weekday", point=Point(weekday=weekday, relation=_relation(match), part=_part(match)))


def _count(match: re.Match[str]) -> tuple[int | None, str]:
    """How many of which unit: by a number, else by the form of the noun itself (a dual is two)."""
    unit, own = arabic.UNITS[_group(match, "unit", "unit_after", "unit3")]
    written = _group(match, "count", "count2", "count3")
    if not written:
        return own, unit
    if written.isdigit():
        return int(written), unit
    read = read_arabic(written.split())
    return (read[0] if read else None), unit


def _read_ago(match: re.Match[str]) -> Found | None:
    count, unit = _count(match)
    if match["way"] == "منذ":
        return Found(kind="duration", length=count, unit=unit, direction="during")
    base = "event" if match["event"] else "publication"
    return Found(kind="relative", point=Point(shift=None if count is None else -count, unit=unit, base=base))


def _read_step(match: re.Match[str]) -> Found | None:
    count, unit = _count(match)
    if _group(match, "way") == "قبل" and count is not None:
        count = -count
    base = "event" if _group(match, "event") else "narrative"
    return Found(kind="relative", point=Point(shift=count, unit=unit, base=base))


def _read_same(match: re.Match[str]) -> Found | None:
    same = _group(match, "same")
    shift = 1 if same.startswith("التالي") else -1 if same.startswith("السابق") else 0
    part = {"الليله": "night", "المساء": "evening"}.get(_group(match, "unit", "unit2"), "")
    return Found(kind="relative", point=Point(shift=shift, unit="day", base="narrative", part=part))


def _read_unit(match: re.Match[str]) -> Found | None:
    unit, count = arabic.UNITS[_group(match, "unit", "unit3")]
    if unit not in ("week", "month", "year") or count != 1:
        return None
    return Found(kind="relative", point=Point(relation=_relation(match) or "this", unit=unit))


def _read_stretch(match: re.Match[str]) -> Found | None:
    count, unit = _count(match)
    relation = _relation(match)
    if relation == "this" or (relation and count == 1 and unit in ("week", "month", "year")):
        return None  # "in the past month" is a calendar month, read as such
    direction = {"last": "past", "next": "next"}.get(relation, "during")
    return Found(kind="duration", length=count, unit=unit, direction=direction)


def _read_part(match: re.Match[str]) -> Found | None:
    return Found(kind="part", point=Point(part=_part(match)))
