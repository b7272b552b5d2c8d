"""All the names of a pack by their folded words: exact look-ups, other spellings, and the names a text mentions."""

import re
from bisect import bisect_right
from collections import defaultdict
from functools import lru_cache

from sijill.model import Frozen
from sijill.names import ARTICLES, SILENT_MARKS, bare_name, drop_articles, fold_name, name_key, sound_key
from sijill.packs import Actor, Alias, Pack, Place, Source

# Names of one short word have too many sound-alikes to be found by sound.
SHORTEST_SOUND = 5
# A key of fewer consonants is shared by too many names to mean anything, but to a place beside the others of a text.
SHORTEST_KEY = 3
SHORTEST_BESIDE = 2
_WORD = re.compile(rf"[\w{re.escape(''.join(SILENT_MARKS - {chr(34), '“', '”'}))}]+")
Record = Actor | Place | Source


class Entry(Frozen):
    """One spelling and the record of the pack that it names."""

    record: Record
    alias: Alias

    @property
    def plain(self) -> bool:
        """Whether the spelling says by itself who or what is meant."""
        return not (self.alias.weak or self.alias.needs or getattr(self.record, "generic", False))


class Mention(Frozen):
    """A stretch of text that spells one or more names of the pack."""

    start: int
    end: int
    entries: tuple[Entry, ...]


class NameIndex:
    """Names of a pack by their words without articles, and by how they sound."""

    def __init__(self, pack: Pack):
        self.by_words: dict[str, list[Entry]] = defaultdict(list)
        self.by_sound: dict[str, list[Entry]] = defaultdict(list)
        self.by_key: dict[str, list[Entry]] = defaultdict(list)
        self.longest: dict[str, int] = {}  # by the first word of names, how many words they have at most
        for record in (*pack.actors, *pack.places, *pack.sources):
            for alias in record.names:
                words = bare_name(alias.name)
                entry = Entry(record=record, alias=alias)
                self.by_words[words].append(entry)
                first = words.partition(" ")[0]
                self.longest[first] = max(self.longest.get(first, 1), words.count(" ") + 1)
                sure = entry.plain or (alias.needs and isinstance(record, Place))
                if sure and len(words) >= SHORTEST_SOUND and alias.language == "en":
                    self.by_sound[sound_key(alias.name)].append(entry)
                if sure and len(name_key(alias.name)) >= SHORTEST_BESIDE:
                    self.by_key[name_key(alias.name)].append(entry)

    def find(self, name: str, kind: type[Record]) -> list[Entry]:
        """The entries of that kind spelt so, article aside, the very spelling first; an acronym only in capitals."""
        found = [e for e in self.by_words.get(bare_name(name), ()) if isinstance(e.record, kind)]
        found = [entry for entry in found if agrees_in_case(entry.alias.name, name)]
        return sorted(found, key=lambda entry: fold_name(entry.alias.name) != fold_name(name))

    def find_sounds(self, name: str, kind: type[Record]) -> list[Entry]:
        """The entries of that kind that sound like the name, for names long enough to tell."""
        if len(bare_name(name)) < SHORTEST_SOUND or is_acronym(name):
            return []
        found = [entry for entry in self.by_sound.get(sound_key(name), ()) if isinstance(entry.record, kind)]
        return [entry for entry in found if not is_acronym(entry.alias.name)]

    def find_keys(self, name: str, kind: type[Record], shortest: int = SHORTEST_KEY) -> list[Entry]:
        """The entries of that kind with the name's consonants: candidates, to be judged by spelling and context."""
        if is_acronym(name) or len(name_key(name)) < shortest:
            return []
        return [entry for entry in self.by_key.get(name_key(name), ()) if isinstance(entry.record, kind)]

    def scan(self, text: str) -> list[Mention]:
        """The names that a text mentions, longest first where they overlap, in the order of the text."""
        words = [(found.start(), found.end(), found.group()) for found in _WORD.finditer(text)]
        folded = [fold_name(word) for _, _, word in words]
        bare = ["" if word in ARTICLES else drop_articles([word])[0] for word in folded]
        mentions, at = [], 0
        while at < len(words):
            found = self._match(text, words, bare, at) if bare[at] else None
            if found is None:
                at += 1
                continue
            mention, at = found
            mentions.append(mention)
        return mentions

    def _match(self, text: str, words: list, bare: list[str], at: int) -> tuple[Mention, int] | None:
        # Articles (empty) are skipped in the key but counted in the stretch, hence a few words more than the longest name.
        longest = self.longest.get(bare[at], 0)
        for stop in range(min(len(words), at + longest + 4) if longest else at, at, -1):
            if not bare[stop - 1]:
                continue
            entries = self.by_words.get(" ".join(word for word in bare[at:stop] if word))
            if entries and "\n\n" not in text[words[at][1] : words[stop - 1][0]]:
                start, end = words[at][0], words[stop - 1][1]
                fitting = tuple(e for e in entries if agrees_in_case(e.alias.name, text[start:end]))
                if fitting:
                    return Mention(start=start, end=end, entries=fitting), stop
        return None


def is_acronym(name: str) -> bool:
    """Whether the name is a short run of capitals, which small letters would make another word.

    >>> is_acronym("US"), is_acronym("U.N."), is_acronym("Ardun")
    (True, True, False)
    """
    letters = name.replace(".", "").replace(" ", "")
    return 1 < len(letters) <= 6 and letters.isascii() and letters.isalpha() and letters.isupper()


def agrees_in_case(alias: str, written: str) -> bool:
    """Whether a writing may stand for the alias: "us" is not "US", and a name in capitals only starts with one.

    >>> agrees_in_case("US", "us"), agrees_in_case("the rebels", "The Rebels"), agrees_in_case("Orient", "orient")
    (False, True, False)
    """
    if is_acronym(alias):
        return is_acronym(written.removesuffix("'s").removesuffix("’s")) or written == alias
    single = " " not in alias and alias[:1].isupper() and alias.isascii()
    return not (single and written.islower() and len(alias) < 7)


@lru_cache(maxsize=8)
def index_names(pack: Pack) -> NameIndex:
    """The index of a pack's names; one a pack."""
    return NameIndex(pack)


def find_last(mentions: list[Mention], before: int) -> list[Mention]:
    """The mentions that end at or before an offset, nearest first."""
    stop = bisect_right([mention.end for mention in mentions], before)
    return mentions[:stop][::-1]
