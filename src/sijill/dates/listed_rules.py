"""The patterns of date expressions in languages whose calendar words are lists: French, Spanish, Russian, Ukrainian, Persian,
Burmese.

Each language is a file of constants with the same names; what differs in grammar is in its own patterns (`AGO`, `LATER`;
`FULL`, `SPAN` and `OF_YEAR` where the year comes first; `GAP` and `EDGES` where words are not set apart).
"""

import re
from functools import cached_property
from types import ModuleType

from sijill.dates.expression import Point
from sijill.dates.parse import parse_date
from sijill.dates.rules import Found, Rule

STEP_JOINS: tuple[str, ...] = ()
YEAR = r"(?:19|20)\d\d"
SOLAR = 100  # what a language adds to the number of a month of the solar Hijri year


def any_of(words: object) -> str:
    """A pattern of any of the words, the longest first.

    >>> any_of({"mai": 5, "mars": 3})
    'mars|mai'
    >>> any_of(())
    '(?!)'
    """
    if not words:
        return "(?!)"
    return "|".join(
        re.escape(word).replace(r"\ ", " ") for word in sorted(words, key=lambda one: (-len(one), one))
    )


class ListedRules:
    """The rules of one language, in the shape in which `find` reads them."""

    STEP_JOINS = STEP_JOINS

    def __init__(self, words: ModuleType):
        self.words = words
        self.BOUNDS = words.BOUNDS
        self.BOUND_BEFORE = rf"(?<!\w)(?P<bound>{any_of(words.BOUNDS)})(?: {words.ARTICLE})? ?\Z"
        # Where "since" stands after the day, the words before it bound nothing.
        self.BOUND_AFTER = rf" ?(?P<bound>{any_of(words.BOUNDS)})" if hasattr(words, "BOUNDS_FOLLOW") else ""
        self.RANGE_OPENER = rf"(?<!\w)(?P<opener>{any_of(words.RANGE_OPENERS)}) \Z"
        self.RANGE_JOINS, self.RANGE_ANDS = words.RANGE_JOINS, words.RANGE_ANDS

    def load_rules(self) -> tuple[Rule, ...]:
        """The rules in order of precedence among matches of the same length."""
        return self._rules

    @cached_property
    def _rules(self) -> tuple[Rule, ...]:
        w = self.words
        month = rf"(?P<month>{any_of(w.MONTHS)})\b\.?"
        day = rf"(?P<day>0?[1-9]|[12]\d|3[01])(?:{w.DAY_ENDING})?"
        year = rf"(?:,? ?(?:{w.OF} )?(?P<year>{getattr(w, 'YEAR', YEAR)})(?!\d)(?:{w.YEAR_ENDING})?)"
        weekday = rf"(?P<weekday>{any_of(w.WEEKDAYS)})"
        beside = rf"(?:{weekday},? (?:{w.ARTICLE} )?)?"
        part = rf"(?P<part>{any_of(w.PARTS)})"
        count = rf"(?P<count>\d{{1,3}}|{any_of(w.COUNTS)})"
        unit = rf"(?P<unit>{any_of(w.UNITS)})"
        relation = rf"(?P<relation>{any_of(w.RELATIONS)})"
        gap, edges = getattr(w, "GAP", " "), getattr(w, "EDGES", (r"(?<![\w-])", r"(?!\w)"))
        of_day = rf"(?:{gap}(?:{w.ARTICLE} )?{part})?"
        day2 = r"(?P<day2>[12]?\d|3[01])"
        span = rf"{day} ?(?:-|–|{w.TO}) ?{day2}(?:{w.DAY_ENDING})? (?:{w.OF} )?{month}{year}?"
        full = rf"{beside}{day} (?:{w.OF} )?{month}{year}?{of_day}"
        of_year = rf"{month}{year}"
        if hasattr(w, "FULL"):  # the year, then the month, then the day
            named = rf"(?P<month>{any_of(w.MONTHS)})"
            parts = {
                "year": rf"(?P<year>{YEAR})",
                "month": named,
                "day": r"(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)",
                "day2": day2,
            }
            full = w.FULL.format(**parts, beside=rf"(?:[၊,]? ?\(?{weekday}\)?)?", of_day=of_day)
            span, of_year = w.SPAN.format(**parts), w.OF_YEAR.format(**parts)
        rows = [
            (span, self._range),
            (full, self._date),
            (r"\d{4}-\d{1,2}-\d{1,2}(?![\d-])|\d{1,2}[./]\d{1,2}[./]\d{4}(?!\d)", self._written),
            (of_year, self._date),
            (rf"(?P<word>{any_of(w.DAYS)}){of_day}", self._word),
            (rf"{part}{gap}(?P<word>{any_of(w.DAYS)})", self._word),
            (rf"{relation}{gap}{weekday}{of_day}", self._weekday),
            (rf"{weekday} {relation}", self._weekday),
            (rf"{weekday}{of_day}", self._weekday),
            (rf"(?P<part>{any_of(w.PARTS)}) (?:{w.OF} )?(?:{w.ARTICLE} )?{weekday}", self._weekday),
            (w.AGO.format(count=count, unit=unit), self._ago),
            (w.LATER.format(count=count, unit=unit), self._later),
            (rf"{relation}{gap}{unit}", self._unit),
            (rf"{unit} {relation}", self._unit),
            (rf"(?P<same>{any_of(w.SAME)})", self._same),
        ]
        return tuple(
            Rule(re.compile(rf"{edges[0]}(?:{pattern}){edges[1]}", re.IGNORECASE), read)
            for pattern, read in rows
        )

    def _look(self, match: re.Match[str], table: dict, *names: str):
        found = match.groupdict()
        written = next((found[name] for name in names if found.get(name)), None)
        return table.get(written.lower()) if written else None

    def _point(self, match: re.Match[str], day: str | None) -> Point:
        year, month = match.groupdict().get("year"), self._look(match, self.words.MONTHS, "month")
        solar = month is not None and month > SOLAR
        return Point(
            year=int(year) if year else None,
            month=month - SOLAR if solar else month,
            solar=solar,
            day=int(day) if day else None,
            weekday=self._look(match, self.words.WEEKDAYS, "weekday"),
            part=self._look(match, self.words.PARTS, "part") or "",
        )

    def _date(self, match: re.Match[str]) -> Found:
        return Found(kind="date", point=self._point(match, match.groupdict().get("day")))

    def _range(self, match: re.Match[str]) -> Found | None:
        first, second = self._point(match, match["day"]), self._point(match, match["day2"])
        return Found(kind="interval", point=first, until=second) if first.day < second.day else None

    def _written(self, match: re.Match[str]) -> Found | None:
        text = match.group()
        found = re.fullmatch(
            r"(\d{1,2})[./](\d{1,2})[./](\d{4})", text
        )  # the day comes first in all of these languages
        if found:
            return Found(kind="date", point=Point(year=int(found[3]), month=int(found[2]), day=int(found[1])))
        parsed = parse_date(text)
        if not parsed or parsed.precision != "day":
            return None
        year, month, day = map(int, parsed.iso.split("-"))
        return Found(kind="date", point=Point(year=year, month=month, day=day))

    def _word(self, match: re.Match[str]) -> Found:
        shift, part = self._look(match, self.words.DAYS, "word")
        part = self._look(match, self.words.PARTS, "part") or part
        return Found(kind="relative", point=Point(shift=shift, unit="day", part=part))

    def _weekday(self, match: re.Match[str]) -> Found:
        return Found(
            kind="weekday",
            point=Point(
                weekday=self._look(match, self.words.WEEKDAYS, "weekday"),
                relation=self._look(match, self.words.RELATIONS, "relation") or "",
                part=self._look(match, self.words.PARTS, "part") or "",
            ),
        )

    def _step(self, match: re.Match[str], sign: int, base: str) -> Found | None:
        written = (match.groupdict().get("count") or "").lower()
        count = int(written) if written.isdigit() else self.words.COUNTS.get(written) if written else 1
        unit = self._look(match, self.words.UNITS, "unit")
        return (
            Found(kind="relative", point=Point(shift=sign * count, unit=unit, base=base)) if count else None
        )

    def _ago(self, match: re.Match[str]) -> Found | None:
        return self._step(match, -1, "publication")

    def _later(self, match: re.Match[str]) -> Found | None:
        return self._step(match, 1, "narrative")

    def _unit(self, match: re.Match[str]) -> Found | None:
        unit = self._look(match, self.words.UNITS, "unit")
        relation = self._look(match, self.words.RELATIONS, "relation")
        return (
            Found(kind="relative", point=Point(relation=relation, unit=unit))
            if unit in ("week", "month", "year")
            else None
        )

    def _same(self, match: re.Match[str]) -> Found:
        shift = self._look(match, self.words.SAME, "same")
        return Found(kind="relative", point=Point(shift=shift, unit="day", base="narrative"))
