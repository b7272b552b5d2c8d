"""Takes the words round a name off it, step by step: "the loyalist forces" → "loyalist forces" → "loyalist".

Each step says what it did, since it changes who is meant: without "jets" a state stands for its forces.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from sijill.model import Frozen, replace
from sijill.names import Heads, fold_name, read_initials
from sijill.packs import Pack

_QUOTES = "\"'“”‘’«»„`"
_EDGES = _QUOTES + " \t\n,.;:!?–—-…"
_LOOSE_ARTICLE = re.compile(r"\b(a[dlnrstz]|ash|ath|adh|e[dlnrstz]|esh)[-‐–] (?=\w)", re.IGNORECASE)
_COUNT = re.compile(r"^(?:(?:about|around|some|nearly|almost|over|at least|more than|up to|approximately)\s+)*[\d][\d,. ]*\s+",
                    re.IGNORECASE)  # fmt: skip


class Reading(Frozen):
    """What is left of a phrase, whether its men or machines were meant, and whose it says it is."""

    text: str
    forces: bool = False  # "X's jets": the armed forces of X
    named_body: bool = False  # a capitalised "Army" or "Brigade" was taken off: only a state's will do
    specific: bool = False  # only a name will do, not a class: "X-backed fighters" are not all fighters
    possessor: str | None = None  # "first" (our forces) or "third" (his fighters)
    steps: tuple[str, ...] = ()


class Vocabulary:
    """The words of a pack that surround names, in the shape in which phrases are taken apart."""

    def __init__(self, pack: Pack):
        languages = list(pack.vocabulary)
        classes = pack.vocabulary.get("heads", {}).items()
        self.heads = Heads({fold_name(str(noun)): kind for kind, nouns in classes for noun in nouns})

        def gather(section: str) -> tuple[str, ...]:
            words = [str(one) for code in languages for one in pack.vocabulary[code].get(section, ()) or ()]
            return tuple(sorted(dict.fromkeys(words), key=len, reverse=True))

        self.determiners = frozenset(gather("determiners"))
        self.exclusive = frozenset(gather("exclusive"))
        self.first = frozenset(gather("possessives_first"))
        self.third = frozenset(gather("possessives_third"))
        self.modifiers = frozenset(gather("modifiers"))
        self.partitives = frozenset(gather("partitives"))
        self.force_heads = frozenset(fold_name(word) for word in gather("force_heads"))
        self.people_heads = frozenset(fold_name(word) for word in gather("people_heads"))
        self.titles = frozenset(fold_name(word) for word in gather("titles"))
        self.staff = frozenset(fold_name(word) for word in gather("staff"))
        self.informants = frozenset(fold_name(word) for word in gather("informants"))
        self.own_staff = frozenset(fold_name(word) for word in gather("own_staff"))
        self.plural = frozenset(gather("pronouns_plural"))
        self.singular = frozenset(gather("pronouns_singular"))
        self.pronouns_first = frozenset(gather("pronouns_first"))
        self.pronouns = (
            self.plural | self.singular | self.pronouns_first | frozenset(gather("pronouns_other"))
        )
        either = lambda words: "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words) or "(?!)"  # noqa: E731
        self.tail = re.compile(rf"[,\s]+(?:{either(gather('tails'))})(?=\s|$).*$", re.IGNORECASE | re.DOTALL)
        self.head = re.compile(
            rf"^(?P<rest>.*?\S)\s+(?P<head>{either(gather('force_heads') + gather('people_heads'))})$",
            re.IGNORECASE,
        )
        self.loyal = re.compile(
            rf"^(?P<head>\w+(?:\s\w+)?)\s+(?:{either(gather('loyal'))})\s+(?P<rest>.+)$", re.I
        )
        self.attached = re.compile(rf"^\S+-(?:{either(gather('attached'))})$", re.IGNORECASE)
        self.devoted = re.compile(rf"^(?:{either(gather('devoted'))})-(?=\w)", re.IGNORECASE)
        self.descriptors = frozenset(gather("descriptors"))
        self.links = frozenset(gather("links"))
        self.held = re.compile(rf"^(?P<rest>.+?)-(?:{either(gather('held'))})\b.*$", re.IGNORECASE)
        self.joint = re.compile(
            rf"\s*,\s*(?:and\s+)?|\s+(?:{either(gather('joiners'))})\s+|\s+و(?=\w)", re.IGNORECASE
        )


@lru_cache(maxsize=8)
def read_vocabulary(pack: Pack) -> Vocabulary:
    """The vocabulary of a pack; one a pack."""
    return Vocabulary(pack)


def clean_name(name: str) -> str:
    """The name without quotation marks, stray punctuation and double spaces.

    >>> clean_name(" “River Front,” "), clean_name("the rebels’"), clean_name("Deir al- Nahr")
    ('River Front', 'the rebels', 'Deir al-Nahr')
    """
    name = re.sub(r"[“”«»\"]", "", " ".join(name.split()))
    return _LOOSE_ARTICLE.sub(r"\1-", name).strip(_EDGES)


def read_phrases(name: str, words: Vocabulary) -> Iterator[Reading]:
    """The readings of a phrase, the fullest first, each with fewer of the words that surround a name."""
    waiting = [Reading(text=clean_name(name))]
    seen: set[tuple[str, bool]] = set()
    while waiting and len(seen) < 60:
        reading = waiting.pop(0)
        if not reading.text or (reading.text, reading.forces) in seen:
            continue
        seen.add((reading.text, reading.forces))
        yield reading
        waiting += _take_apart(reading, words)


def _take_apart(reading: Reading, words: Vocabulary) -> Iterator[Reading]:
    text = reading.text
    base, initials = read_initials(text)
    if initials:
        yield _next(reading, base, "without its initials")
    yield _next(reading, words.tail.sub("", text))
    yield _next(reading, _COUNT.sub("", text))
    first, _, rest = text.partition(" ")
    if rest:
        yield from _take_off_first(reading, first, rest, words)
    yield from _take_off_head(reading, words)
    if words.devoted.match(text):
        yield _next(
            reading, words.devoted.sub("", text), "those who fight for it", forces=True, named_body=True
        )
    if found := words.held.match(text):
        yield _next(reading, found["rest"], "held by it")
    if found := words.loyal.match(text):
        head = fold_name(found["head"]).split()[-1]
        if head in words.partitives or head in words.force_heads:
            forces = reading.forces or head in words.force_heads
            yield _next(reading, found["rest"], f"“{found['head']}” of it", forces=forces)


def _take_off_first(reading: Reading, first: str, rest: str, words: Vocabulary) -> Iterator[Reading]:
    low = first.lower()
    if low in words.determiners and low not in words.exclusive:
        yield _next(reading, rest)
    if low in words.first | words.third:
        yield _next(reading, rest, possessor="first" if low in words.first else "third")
    if low in words.modifiers and not reading.possessor:
        yield _next(reading, rest, f"without “{first}”")
    if words.attached.match(first) or (first == low and low in words.descriptors):
        yield _next(reading, rest, f"without “{first}”", specific=True)
    if first in words.partitives and not first.isascii():
        yield _next(reading, rest, f"“{first}” of it")
    if fold_name(first) in words.titles:
        link, _, body = rest.partition(" ")
        if body and link.lower() in words.links:
            yield _next(reading, body, f"“{first}” of it")  # an officer of X acts for X
        else:
            yield _next(reading, rest)


def _take_off_head(reading: Reading, words: Vocabulary) -> Iterator[Reading]:
    found = words.head.match(reading.text)
    if not found:
        return
    head, rest = found["head"], found["rest"]
    if joined := re.fullmatch(
        r"(.+\S)\s+and", rest
    ):  # "warplanes and helicopters", but not "civilians and fighters"
        rest = joined[1]
        if not words.head.match(rest):
            return
    rest = re.sub(r"['’]s?$", "", rest)
    forces = reading.forces or fold_name(head) in words.force_heads
    body = reading.named_body or (head[:1].isupper() and fold_name(head).split()[-1] in words.heads)
    yield _next(reading, rest, f"its {head}", forces=forces, named_body=body)


def _next(reading: Reading, text: str, step: str = "", **changes: object) -> Reading:
    """The reading with fewer words; what was learned from those taken off before stays."""
    steps = (*reading.steps, step) if step else reading.steps
    return replace(reading, text=clean_name(text), steps=steps, **changes)
