"""The patterns of English date expressions, each with the function that reads its matches."""

import re
from functools import cache

from sijill.dates import english
from sijill.dates.expression import Point
from sijill.dates.parse import CLOCK, parse_date, read_clock
from sijill.dates.rules import Found, Reader, Rule, read_after, read_before
from sijill.numerals import ENGLISH_ONES, ENGLISH_ORDINALS, ENGLISH_TENS, read_english

BOUND_BEFORE = r"(?<!\w)(?P<bound>since|until|till|by|up to|through)(?: the)? \Z"
BOUNDS = {
    "since": "since",
    "until": "until",
    "till": "until",
    "by": "until",
    "up to": "until",
    "through": "until",
}
HOUR = (
    r"(?:\d{1,2}(?:[:.]\d\d)?(?: ?[ap]\.?m\.?)?,? (?:on )?)"  # "between 8 a.m., May 15, and 8 a.m., May 16"
)
NAMED_AFTER_DAYS = english.NAMED_AFTER_DAYS
RANGE_OPENER = rf"(?<!\w)(?P<opener>from|between|beginning) (?:the )?{HOUR}?\Z"
RANGE_JOINS = (" to ", ", to ", " until ", ", until ", " till ", " through ", "-", " - ")
RANGE_ANDS = (" and ", ", and ")
DAY_JOINS = (" and ", " and on ", " or ")  # "on Friday and Saturday": two days on end
STEP_JOINS = (" ", " the ")

PART = "|".join(english.PARTS)
UNIT = r"(?P<unit>hour|day|night|week|fortnight|month|year|decade)s?"
YEAR = (
    r"(?P<year>(?:19|20)\d\d)(?![\d,.:/-]*\d)(?! (?:\w+ )?(?:people|persons|fighters|soldiers"
    r"|civilians|men|troops|militants)\b)"
)
OWN_YEAR = r"(?P<year>(?:19|20)\d\d)(?![\d,.:/-]*\d)"  # after a month: "in August 2021 troops entered" has no 2,021 troops
DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?(?![\d:%])"
COUNT = r"(?P<count>\d{1,3}|an?|one|several|a few|few|some|many|" + "|".join(
    word for word in (*ENGLISH_ONES, *ENGLISH_TENS) if word not in ("zero", "one")
) + r"|a couple of)"  # fmt: skip
AROUND = r"(?:(?:more|less) than |over |about |around |nearly |almost |at least |up to |just |only |some )*"
CLOCK_TAIL = (
    r"(?:,? (?:at )?(?P<clock>\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]\.?m\b\.?)?"
    r"|\d{1,2} ?[ap]\.?m\b\.?))?"
)
# "A day after" the day told of ends its phrase; "a day after insurgents broke in" counts from that event.
ENDS_PHRASE = r"\Z|[^\w ]| [^\w]| (?:according|in|at|on|near|and|but|or|while|by|with|from|over|said|says|when|as|also)\b"


def _names(names: dict[str, int]) -> str:
    """Names with a capital or all in capitals, so that the modal "may" and the verb "march" are no months."""
    ordered = sorted(names, key=len, reverse=True)
    return "|".join(form for name in ordered for form in (name.title(), name.upper()))


@cache
def load_rules() -> tuple[Rule, ...]:
    """The rules of English, in order of precedence among matches of the same length."""
    rows = (*_calendar_rows(), *_relative_rows(), *_stretch_rows())
    return tuple(Rule(re.compile(rf"(?<![\w-])(?:{pattern})(?!\w)"), read) for pattern, read in rows)


def _calendar_rows() -> list[tuple[str, Reader]]:
    days = "|".join(english.WEEKDAYS)
    weekday = rf"(?P<weekday>(?i:{days}))(?!s\b)"
    month_names = _names(english.MONTHS)
    month = rf"(?P<month>(?:{month_names})\b(?:(?<=\b[A-Z][a-z][a-z])\.|(?<=\bSept)\.)?)"
    # beside a day, a month written small is one too, where it is no other word ("may 8 people", "march 20 miles")
    small = "|".join(name for name in english.MONTHS if len(name) > 4 and name != "march")
    dated = rf"(?P<month>(?:{month_names}|{small})\b(?:(?<=\b[A-Z][a-z][a-z])\.|(?<=\bSept)\.)?)"
    # "(Wednesday) April 18": sources set the weekday beside the date in many ways, even without a space
    beside = rf"(?:\(?(?P<weekday>(?i:{days})|{_names(english.SHORT_WEEKDAYS)})\b\.?\)?,? ?(?:the )?)?"
    after = rf"(?:,? \(?(?P<weekday2>(?i:{days}))\)?)?"
    ordinal = rf"(?P<ordinal>{'|'.join(sorted(ENGLISH_ORDINALS, key=len, reverse=True))})"
    near_year = r"(?:,? (?:of )?(?P<of>(?i:last|this|next) year))"
    tail = rf"(?:(?:[.,] ?| (?:of )?|, of ){YEAR}|{near_year})?{CLOCK_TAIL}"
    day, second = rf"(?P<day>{DAY})", rf"(?P<day2>{DAY})"
    join = r"(?P<join> to | through | until | till | and | ?- ?)(?:the )?"
    edge = (
        r"(?:(?P<edge>(?i:early|late|mid))(?:-| (?:in )?)"
        rf"|(?i:the )?(?P<edge_of>(?i:{'|'.join(english.STRETCHES)})) of )"
    )
    season = rf"(?i:the )?(?P<season>{'|'.join(english.SEASONS)})(?: of)? "
    written = (
        r"\d{4}-\d{1,2}-\d{1,2}(?:T\d{2}:\d{2}(?::\d{2})?)?(?![\d-])"
        r"|\d{1,2}[./]\d{1,2}[./]\d{4}(?!\d)"
    )
    part = rf"(?P<part>{PART})"
    led = rf"(?i:(?:the )?(?:early |late )?{part} (?:of|on) (?:the )?)?"
    of_week = r"(?P<of>(?:of )?(?:last|this|next) week)"
    return [
        (rf"{month} {day}{join}{second}(?! (?:of )?(?:{month_names})\b){tail}", _read_range),
        (rf"(?:the )?{day}{join}{second} (?:of )?{month}{tail}", _read_range),
        (rf"{led}{beside}{dated} (?:the )?{day}{after}{tail}", _read_date),
        (rf"{led}{beside}(?:the )?{day} (?:of )?{dated}{tail}", _read_date),
        (rf"(?i:the )?(?:{day}|{ordinal}) (?:day )?of (?P<of>(?:last|this) month)", _read_day_of_month),
        (rf"(?i:the )?{ordinal} (?:day )?of {month}{tail}", _read_date),
        (written, _read_written),
        (rf"(?:{edge})?{month}(?:,? (?:of )?{OWN_YEAR}|{near_year})", _read_month),
        (rf"(?:{edge}|(?P<relation>(?i:last|this|next)) )?{month}(?! ?\d)", _read_month),
        (rf"(?:{edge}|{season})?{YEAR}", _read_year),
        (r"(?:19|20)\d\d(?: to | ?- ?| and )(?:19|20)\d\d(?![\d-])", _read_years),
        (
            r"(?:(?P<relation>(?i:last|next|this(?: past| coming)?)) )?(?i:(?:early|late|earlier|later)(?: on)? )?"
            rf"{weekday}(?:'s)?(?i:(?: at)?,? (?:early )?{part}| {of_week})?",
            _read_weekday,
        ),
        (
            rf"(?i:(?:the )?(?:early )?(?:{part}|(?P<hours>(?:early|small) hours)) (?:of|on) ){weekday}",
            _read_weekday,
        ),
    ]


def _relative_rows() -> list[tuple[str, Reader]]:
    part, by = rf"(?P<part>{PART})", r"(?:early |late |earlier |later )?"
    same = r"(?P<same>that(?: same| very)?|(?:on )?the same|the (?:previous|preceding|following|next))"
    unit, stretch = r"(?P<unit>week|month|year|weekend)", "|".join(english.STRETCHES)
    return [
        (rf"(?i:{by}(?P<word>yesterday|today|tomorrow)(?:'s)?(?:(?: at)? {part})?)", _read_word),
        (rf"(?i:{by}(?P<word>tonight|last night|the day before yesterday|overnight))", _read_word),
        (rf"(?i:{by}this {part})", _read_word),
        (rf"(?i:(?P<when>{by})(?P<relation>last|this|next) {unit})", _read_unit),
        (r"(?i:(?P<when>earlier|later) in the (?P<unit>day|week|month|year))", _read_unit),
        (
            rf"(?i:(?:the )?(?P<when>{stretch}) of (?P<relation>the|last|this|next) (?P<unit>month|year))",
            _read_unit,
        ),
        (r"(?i:(?:over|during|at|on) the (?P<unit>weekend))", _read_unit),
        (r"(?i:(?<!every )(?P<unit>weekend)(?:'s)?)(?= [a-z])", _read_unit),  # "the weekend's assault"
        (
            rf"(?i:in {AROUND}{COUNT} (?P<unit>hour|day|week|month|year)s?(?: time)?)(?! of | and | or )",
            _read_ahead,
        ),
        (rf"(?i:{AROUND}(?P<either>\w+ (?:to|or) )?(?:{COUNT} )?{UNIT} ago)\b", _read_ago),
        (rf"(?i:(?:{COUNT} )?{UNIT} (?P<way>earlier|later|afterwards?))", _read_step),
        (rf"(?i:(?:{COUNT} |(?P<the>the (?:very )?)){UNIT} (?P<way>before|after))(?! yesterday)", _read_step),
        (rf"(?i:(?:(?:later|earlier|on) )?{same} (?P<unit>day|night|week|month|year|{PART}))", _read_same),
    ]


def _stretch_rows() -> list[tuple[str, Reader]]:
    way = r"(?P<way>past|last|previous|next|coming|first|final)"
    running = r"(?:consecutive |straight |successive |full |whole |more )?"
    lasting = r"(?:for|over|during|after|following|through(?:out)?|within)"
    plural = r"(?P<unit>day|week|month|year)s"
    # "In the first week of April" is a part of April, "the first hours of the battle" no stretch of days
    rest = rf"(?! of (?:(?:the|this|last|next) (?:week|month|year)|(?:19|20)\d\d|(?:{_names(english.MONTHS)})\b))"
    part = rf"(?P<part>{PART})\b(?! on| of)"
    parts = r"(?P<part2>morning|afternoon|evening|night)(?: hours)?"
    return [
        (
            rf"(?i:(?:over|in|during|for|within|throughout) the {way} (?:{COUNT} )?{UNIT}){rest}",
            _read_stretch,
        ),
        (rf"(?i:the (?P<way>past|last|previous|next|coming) {COUNT} {UNIT}){rest}", _read_stretch),
        (rf"(?i:the (?P<way>past) {UNIT}){rest}", _read_stretch),
        (rf"(?i:{lasting} (?:the )?{AROUND}{COUNT} {running}{UNIT})(?! old)", _read_stretch),
        (
            rf"(?i:(?:for|in recent|over recent) {plural})(?! (?:ago|later|earlier|before|after))",
            _read_stretch,
        ),
        (rf"(?i:{COUNT} {running}{UNIT})(?= of (?!age)){rest}", _read_stretch),
        (rf"(?i:(?:by|at|before|after|around|until|since|through|from) {part})", _read_part),
        (rf"(?i:(?:in|during) the (?:early |late )?{parts})", _read_part),
    ]


def _group(match: re.Match[str], *names: str) -> str:
    """The first of the named groups that the pattern has and that matched, in lower case."""
    found = match.groupdict()
    return next((found[name].strip().lower() for name in names if found.get(name)), "")


def _number(written: str) -> int | None:
    """The value of a count; None for "several days" and the like: how many is not said."""
    plain = written.lower()
    if plain in ("", "several", "a few", "few", "some", "many"):
        return None
    if plain == "a couple of":
        return 2
    if plain.isdigit():
        return int(plain)
    return read_english(plain.split())


def _calendar(match: re.Match[str], day: str) -> Point:
    month = english.MONTHS.get(_group(match, "month").rstrip("."))
    year = _group(match, "year")
    name = _group(match, "weekday", "weekday2")
    clock = re.fullmatch(CLOCK, _group(match, "clock"), re.IGNORECASE)
    return Point(
        year=int(year) if year else None,
        relation=_group(match, "of"),
        part=_part(match),
        month=month,
        day=int(re.sub(r"\D", "", day)) if day[:1].isdigit() else ENGLISH_ORDINALS.get(day),
        weekday=(english.WEEKDAYS | english.SHORT_WEEKDAYS).get(name) if name else None,
        clock=(read_clock(clock) or "") if clock else "",
    )


def _read_date(match: re.Match[str]) -> Found | None:
    return Found(kind="date", point=_calendar(match, _group(match, "day", "ordinal")))


def _read_day_of_month(match: re.Match[str]) -> Found | None:
    """ "The 17th of last month"."""
    point = _calendar(match, _group(match, "day", "ordinal"))
    relation, unit = point.relation.split()
    return Found(kind="date", point=Point(day=point.day, relation=relation, unit=unit))


def _read_range(match: re.Match[str]) -> Found | None:
    first, second = _calendar(match, _group(match, "day")), _calendar(match, _group(match, "day2"))
    if first.day >= second.day:
        return None
    between = re.search(r"between (?:the )?\Z", read_before(match), re.IGNORECASE)
    if match["join"] == " and " and not between and second.day != first.day + 1:
        return None  # "on the 3rd and 20th of May" is two days, not all between them
    return Found(kind="interval", point=first, until=second)


def _read_written(match: re.Match[str]) -> Found | None:
    parsed = parse_date(match.group())
    if not parsed or parsed.precision not in ("day", "minute"):
        return None
    year, month, day = map(int, parsed.iso[:10].split("-"))
    return Found(kind="date", point=Point(year=year, month=month, day=day, clock=parsed.iso[11:16]))


def _edge(match: re.Match[str]) -> str:
    return (english.EDGES | english.STRETCHES).get(_group(match, "edge", "edge_of", "when"), "")


def _read_month(match: re.Match[str]) -> Found | None:
    relation, year = _group(match, "relation", "of"), _group(match, "year")
    before = read_before(match)
    led = re.search(
        r"(?<!\w)(?:in|during|since|until|till|by|from|of|through|throughout|to|and) \Z",
        before,
        re.IGNORECASE,
    )
    if not (_edge(match) or relation or year or led):
        return None  # a lone "March" may be a verb, "May" a name
    month = english.MONTHS[_group(match, "month").rstrip(".")]
    point = Point(year=int(year) if year else None, month=month, relation=relation, edge=_edge(match))
    return Found(kind="date", point=point)


def _read_year(match: re.Match[str]) -> Found | None:
    season, before = _group(match, "season"), read_before(match)
    led = r"(?<!\w)(?:in|since|during|until|till|by|from|through|throughout|year|after|before)(?: the)? \Z"
    if not (season or _edge(match)) and not re.search(led, before, re.IGNORECASE):
        return None
    year = int(match["year"])
    if not season:
        return Found(kind="date", point=Point(year=year, edge=_edge(match)))
    first, last = english.SEASONS[season]
    return Found(kind="interval", point=Point(year=year, month=first), until=Point(year=year, month=last))


def _read_years(match: re.Match[str]) -> Found | None:
    first, last = (int(year) for year in re.findall(r"\d{4}", match.group()))
    opened = re.search(RANGE_OPENER, read_before(match), re.IGNORECASE)
    if first >= last or not (opened or "-" in match.group()):
        return None
    return Found(kind="interval", point=Point(year=first), until=Point(year=last))


def _part(match: re.Match[str]) -> str:
    return english.PARTS.get(_group(match, "part", "part2"), "")


def _read_weekday(match: re.Match[str]) -> Found | None:
    before = read_before(match)
    named = re.search(r"(?<!\w)The \Z", before) and re.match(r" [A-Z]", read_after(match))
    if named or re.search(r"(?<!\w)every \Z", before, re.IGNORECASE):
        return None  # the name of a newspaper, and a habit
    of = _group(match, "of").removeprefix("of ")
    relation = of or _group(match, "relation").replace("this past", "last").replace("this coming", "next")
    part = "night" if _group(match, "hours") else _part(match)
    return Found(
        kind="weekday",
        point=Point(weekday=english.WEEKDAYS[_group(match, "weekday")], relation=relation, part=part),
    )


def _read_word(match: re.Match[str]) -> Found | None:
    word, part = _group(match, "word"), _part(match)
    capital = match.group()[0].isupper() and match.start() > 0
    if capital and not re.search(r"[.!?:;\n\"'(] ?\Z", read_before(match)):
        return None  # "Today" inside a name
    shift = {"yesterday": -1, "tomorrow": 1, "last night": -1, "the day before yesterday": -2}.get(word, 0)
    night = word in ("tonight", "last night", "overnight")
    point = Point(shift=shift, unit="day", part="night" if night else part)
    if word == "overnight":
        before = Point(shift=-1, unit="day", part="night")
        return Found(kind="interval", point=before, until=point)
    return Found(kind="relative", point=point)


def _read_unit(match: re.Match[str]) -> Found | None:
    when, unit = _group(match, "when"), _group(match, "unit")
    if unit == "day":  # "later in the day"
        return Found(kind="relative", point=Point(shift=0, unit="day", base="narrative"))
    relation = _group(match, "relation").replace("the", "this") or ("this" if when else "latest")
    edge = when if when in ("earlier", "later") else _edge(match)
    return Found(kind="relative", point=Point(relation=relation, unit=unit, edge=edge))


def _unit(match: re.Match[str]) -> str:
    return english.UNITS.get(_group(match, "unit"), "day")


def _read_ago(match: re.Match[str]) -> Found | None:
    # "Two or three days ago" names no day
    count = None if _group(match, "either") else _number(_group(match, "count"))
    return Found(kind="relative", point=Point(shift=None if count is None else -count, unit=_unit(match)))


def _read_ahead(match: re.Match[str]) -> Found | None:
    """ "They will leave in five days": only of what is to come."""
    count = _number(_group(match, "count"))
    return Found(kind="relative", point=Point(shift=count, unit=_unit(match), relation="ahead"))


def _read_step(match: re.Match[str]) -> Found | None:
    way = _group(match, "way")
    count = 1 if _group(match, "the") else _number(_group(match, "count"))
    back = way in ("earlier", "before")
    told = way in ("before", "after") and not re.match(ENDS_PHRASE, read_after(match))
    shift = None if count is None else -count if back else count
    return Found(
        kind="relative", point=Point(shift=shift, unit=_unit(match), base="event" if told else "narrative")
    )


def _read_same(match: re.Match[str]) -> Found | None:
    same, unit = _group(match, "same").removeprefix("on "), _group(match, "unit")
    shift = (
        -1 if same.endswith(("previous", "preceding")) else 1 if same.endswith(("following", "next")) else 0
    )
    if unit in ("week", "month", "year"):
        return (
            Found(kind="relative", point=Point(shift=shift, unit=unit, base="narrative")) if shift else None
        )
    part = english.PARTS.get(unit, "")
    return Found(kind="relative", point=Point(shift=shift, unit="day", base="narrative", part=part))


def _read_stretch(match: re.Match[str]) -> Found | None:
    way, opening = _group(match, "way"), match.group().lower()
    directions = {"next": "next", "coming": "next", "first": "first"}
    direction = directions.get(way, "past" if way or " recent" in opening else "during")
    if opening.startswith("within") and not way:
        direction = "next"
    count = _number(_group(match, "count"))
    if way and not _group(match, "count") and not opening.endswith("s"):
        count = 1  # "in the last week"; "in the past weeks" does not say how many
    return Found(kind="duration", length=count, unit=_unit(match), direction=direction)


def _read_part(match: re.Match[str]) -> Found | None:
    return Found(kind="part", point=Point(part=_part(match)))
