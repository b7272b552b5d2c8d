"""What a document as a whole says about its names: its day or era, the countries it is about, whom else it names."""

import re
from collections import Counter
from functools import cached_property, lru_cache

from sijill.model import Claim, Document
from sijill.names import bare_name
from sijill.packs import Actor, Alias, Pack, Place, Source, covers_day
from sijill.resolve.geonames import list_country_names
from sijill.resolve.index import Entry, Mention, NameIndex, index_names

# A document is about a country that has at least this share of the mentions of the country it mentions most.
_SHARE = 0.3


class DocumentContext:
    """One document's names, days and countries, by which a name that fits several entries is read."""

    def __init__(self, document: Document, pack: Pack, claims: list[Claim] = ()):  # type: ignore[assignment]
        self.document = document
        self.pack = pack
        self.index: NameIndex = index_names(pack)
        self.day, self.day_basis = _find_day(document, claims)

    @cached_property
    def mentions(self) -> list[Mention]:
        """The pack's names in the title and the text, furniture left out."""
        spans = [(span.start, span.end) for span in self.document.furniture]
        found = self.index.scan(self.document.text)
        return [m for m in found if not any(start <= m.start and m.end <= end for start, end in spans)]

    @cached_property
    def countries(self) -> Counter:
        """How often the names of the text speak of each country, by ISO code; its own name counts though no pack has it."""
        counts: Counter = Counter()
        for mention in self.mentions:
            codes = {entry.record.country for entry in mention.entries if _says_country(entry)}
            if len(codes) == 1:
                counts[codes.pop()] += 1
        counts.update(code for _, code in self._find_countries())
        return counts

    def _find_countries(self) -> list[tuple[int, str]]:
        """Where the text has the name of a country that the pack has not, outside of other names and of furniture."""
        words, codes = _list_countries(self.index)
        taken = [(span.start, span.end) for span in self.document.furniture]
        taken += [(mention.start, mention.end) for mention in self.mentions]
        return [
            (found.start(), codes[found.group()])
            for found in words.finditer(self.document.text)
            if not any(start < found.end() and found.start() < end for start, end in taken)
        ]

    @cached_property
    def named(self) -> frozenset[str]:
        """The ids that the text names, those included whose names need another that it names."""
        ids: set[str] = set()
        for _ in range(2):
            for mention in self.mentions:
                known = [e for e in mention.entries if not e.alias.needs or ids.intersection(e.alias.needs)]
                ids.update(entry.record.id for entry in known if self._may_name(entry, mention))
        return frozenset(ids)

    def _may_name(self, entry: Entry, mention: Mention) -> bool:
        if entry.alias.weak and not self.is_about(entry.record.country):
            return False
        dated = [e for e in mention.entries if type(e.record) is type(entry.record)]
        return len(dated) == 1 or self.day is None or covers_day(entry.alias.start, entry.alias.end, self.day)

    @cached_property
    def era(self) -> tuple[str | None, str | None]:
        """The days between which an undated text must lie, by the lives of those it names: a name is not used before
        its bearer exists; that it is not used long after holds only while it contradicts nothing."""
        starts, ends = [], []
        for mention in self.mentions:
            lives = {
                _find_life(entry) for entry in mention.entries if isinstance(entry.record, Actor | Source)
            }
            if len(lives) == 1 and all(
                not e.alias.needs and self._may_name(e, mention) for e in mention.entries
            ):
                start, end = lives.pop()
                starts += [start] if start else []
                ends += [end] if end else []
        start, end = max(starts, default=None), min(ends, default=None)
        return (start, None) if start and end and end < start else (start, end)

    @cached_property
    def other_forces(self) -> frozenset[str | None]:
        """The countries whose armed forces the text names by their own names."""
        plain = [entry.record for mention in self.mentions for entry in mention.entries if entry.plain]
        return frozenset(
            one.country for one in plain if isinstance(one, Actor) and one.kind == "state_forces"
        )

    @cached_property
    def _most(self) -> int:
        """How often the text speaks of the country that it speaks of most."""
        return max(self.countries.values(), default=0)

    def is_about(self, country: str | None) -> bool:
        """Whether the document speaks of that country about as much as of any; of no country means of all."""
        if country is None:
            return True
        return self.countries[country] > 0 and self.countries[country] >= _SHARE * self._most

    def is_set_in(self, country: str | None) -> bool:
        """Whether the document's places may be looked for there: it is about the country, or that is the pack's and no
        other is named more, for nobody names the country of their own war. Its generic words ("the regime") want more."""
        own = country == self.pack.country and self.countries[country] >= self._most
        return own or self.is_about(country)

    def say_country(self, country: str | None) -> str:
        """Why places are looked for in that country, in words."""
        return "country the document is about" if self.is_about(country) else "pack's country"

    def accepts(self, entry: Entry, day: str | None) -> bool:
        """Whether this document may use that spelling for that entry on that day (None = not known)."""
        alias: Alias = entry.alias
        stands = alias.alone and not self.other_forces - {entry.record.country}
        if alias.needs and not stands and not self.named.intersection(alias.needs):
            return False
        if (alias.weak or getattr(entry.record, "generic", False)) and not self.is_about(
            entry.record.country
        ):
            return False
        if day is not None:
            return covers_day(alias.start, alias.end, day)
        start, end = self.era
        after = alias.end is not None and start is not None and alias.end < start
        before = alias.start is not None and end is not None and alias.start > end
        return not after and not before

    def find_side(self, record: Actor | Source, day: str | None) -> str | None:
        """The side of an actor or source on that day; for an undated text, the one side of its era, if it is one."""
        if day is not None:
            return record.side_on(day)
        start, end = self.era
        sides = {
            period.id
            for period in record.sides
            if not (period.end and start and period.end < start)
            and not (period.start and end and period.start > end)
        }
        return sides.pop() if len(sides) == 1 else None

    def find_claim_day(self, claim: Claim) -> str | None:
        """The day that a claim speaks of where it is known, else the document's."""
        when = claim.when
        return when.start[:10] if when and when.start and when.precision != "unknown" else self.day


@lru_cache(maxsize=8)
def _list_countries(index: NameIndex) -> tuple[re.Pattern, dict[str, str]]:
    """The names of countries that an index has not, as a pattern, and their codes."""
    codes = {
        name: code for name, code in list_country_names().items() if bare_name(name) not in index.by_words
    }
    longest = sorted(codes, key=lambda name: (-len(name), name))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest)) or '(?!)'})\b"), codes


def _says_country(entry: Entry) -> bool:
    record = entry.record
    return entry.plain and isinstance(record, Actor | Place) and record.country is not None


def _find_life(entry: Entry) -> tuple[str | None, str | None]:
    """The days on which that name of that entry can be in use."""
    starts = [day for day in (getattr(entry.record, "start", None), entry.alias.start) if day]
    ends = [day for day in (getattr(entry.record, "end", None), entry.alias.end) if day]
    return max(starts, default=None), min(ends, default=None)


def _find_day(document: Document, claims: list[Claim]) -> tuple[str | None, str]:
    """The day of the report, or of the latest dated event in it where the report itself has no date."""
    if document.published:
        return document.published[:10], "the date of the report"
    days = [
        claim.when.start[:10] for claim in claims if claim.when and claim.when.start and not claim.background
    ]
    return (max(days), "the dates of the events in it") if days else (None, "")
