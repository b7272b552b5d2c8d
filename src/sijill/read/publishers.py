"""Who publishes: names as written → the sources of a pack, and the places in a text that give the name
away."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from ..text import fold_arabic, strip_marks
from .lines import Line
from .phrases import compile_words, load_phrases

# Sources of a pack that speak, or carry what others publish, but publish no pages of their own.
_SPEAKERS = frozenset(("person", "official", "unspecified", "platform", "map_service"))
_NAME = r"[A-Z][\w.&'’-]*(?:\s+(?:[A-Z][\w.&'’-]*|of|for|the|and|al|el|on|in)){0,5}"


class Publisher(NamedTuple):
    """A publisher as named in a document, its id when the pack knows it, and where the name was found."""

    name: str
    id: str | None
    basis: str


class PublisherIndex:
    """The publishers of a pack by their folded names, taglines and domains."""

    def __init__(self, sources: Iterable):
        self.by_name: dict[str, tuple[str, str, str]] = {}
        self.by_tagline: dict[str, tuple[str, str]] = {}
        self.by_domain: dict[str, tuple[str, str]] = {}
        for source in sources:
            if getattr(source, "kind", None) in _SPEAKERS:
                continue
            # A name that needs other names beside it ("state television") says nothing in a byline.
            loose = {a.name for a in getattr(source, "names", ()) if a.needs or a.weak}
            for alias in (source.name, *(name for name in source.aliases if name not in loose)):
                self.by_name.setdefault(fold_name(alias), (source.name, source.id, alias))
            for tagline in source.taglines:
                self.by_tagline.setdefault(fold_name(tagline), (source.name, source.id))
            for domain in getattr(source, "domains", ()):
                self.by_domain.setdefault(domain.lower().removeprefix("www."), (source.name, source.id))

    def find_name(self, text: str, basis: str) -> Publisher | None:
        """The publisher whose name is exactly this text."""
        found = self.by_name.get(fold_name(text))
        if found is None or not _same_capitals(found[2], text):
            return None
        return Publisher(found[0], found[1], basis)

    def find_within(self, text: str, basis: str) -> Publisher | None:
        """The publisher with the longest name that stands as whole words within a short text."""
        words = re.findall(r"[\w'’.&-]+", text)[:40]
        for length in range(min(7, len(words)), 0, -1):
            for at in range(len(words) - length + 1):
                if found := self.find_name(" ".join(words[at : at + length]), basis):
                    return found
        return None

    def find_tagline(self, text: str) -> Publisher | None:
        """The publisher whose tagline is exactly this line."""
        found = self.by_tagline.get(fold_name(text)) if len(text) <= 160 else None
        return Publisher(*found, "tagline") if found else None

    def find_address(self, url: str | None) -> Publisher | None:
        """The publisher whose domain the address is in."""
        try:
            host = (urlsplit(url or "").hostname or "").removeprefix("www.")
        except ValueError:
            return None  # not an address after all
        while host:
            if host in self.by_domain:
                return Publisher(*self.by_domain[host], "url")
            host = host.partition(".")[2]
        return None


def index_publishers(pack) -> PublisherIndex:
    """The publishers of the pack, or an empty index without one."""
    return _index(tuple(pack.sources)) if pack is not None else PublisherIndex(())


@lru_cache(maxsize=8)
def _index(sources: tuple) -> PublisherIndex:
    return PublisherIndex(sources)


def fold_name(text: str) -> str:
    """The name without case, marks, punctuation and article, for comparing.

    >>> fold_name("The Daily Post-Herald") == fold_name("daily post herald")
    True
    """
    text = strip_marks(text.casefold()) if text.isascii() else strip_marks(fold_arabic(text)).casefold()
    return re.sub(r"^the ", "", " ".join(re.findall(r"\w+", text)))


def _same_capitals(alias: str, text: str) -> bool:
    """An acronym is only itself in capitals: the agency is not the adjective."""
    compact = alias.replace(".", "")
    return not (compact.isascii() and compact.isupper() and len(compact) <= 6) or text.strip(" .()").isupper()


def find_interviewer(lines: list[Line], index: PublisherIndex) -> Publisher | None:
    """The outlet whose name stands before at least two questions ("Name: …?"), else None."""
    labels: Counter[str] = Counter()
    spellings: dict[str, str] = {}
    for line in lines:
        label, colon, rest = line.text[:60].partition(":")
        if (
            colon
            and 1 <= len(label.split()) <= 5
            and label[:1].isupper()
            and line.text.endswith("?")
            and rest
        ):
            labels[label.casefold()] += 1
            spellings.setdefault(label.casefold(), label.strip())
    for label, count in labels.most_common(2):
        name = spellings[label]
        if count >= 2 and (known := index.find_name(name, "interviewer")):
            return known
        if count >= 2 and compile_words("outlet_words").search(name):
            return Publisher(name, None, "interviewer")
    return None


def find_labels(lines: list[Line], name: str) -> list[int]:
    """The indexes of the lines that open with the name and a colon."""
    opening = name.casefold() + ":"
    return [i for i, line in enumerate(lines) if line.text.casefold().startswith(opening)]


def find_in_appeals(lines: list[Line], text: str, index: PublisherIndex) -> Publisher | None:
    """The outlet that a support, follow or copyright line names, if it is known or the text names it
    elsewhere too."""
    asks = "|".join(load_phrases()["ask_for"])
    pattern = re.compile(
        rf"(?:(?i:{asks})|(?i:©|\(c\)|copyright)[\s\d–-]*)\s+(?:(?i:on)\s+)?({_NAME})[\s.!…]*"
    )
    for line in lines:
        match = pattern.fullmatch(line.text) if len(line.text) <= 80 else None
        if match is None:
            continue
        name = match.group(1).strip(" .")
        if known := index.find_name(name, "appeal"):
            return known
        if len(name.split()) >= 2 and text.count(name) >= 2:
            return Publisher(name, None, "appeal")
    return None
