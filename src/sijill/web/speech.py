"""The words of one language for templates and scripts: the interface's own, and those that the record composes in English."""

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from ..publish import words
from .headings import MORE, compose, read_title, shorten, split_names
from .phrases import Phrasebook
from .shelf import Book
from .strings import load_strings

LONG = {month[:3]: month for month in words.MONTHS}
MONTH = re.compile(rf"\b(?:{'|'.join([*words.MONTHS, *LONG])})\b")
OWN_SCRIPT = {"ar": re.compile(r"[\u0600-\u06ff]")}
OPEN, CLOSE = (
    "\u2068",
    "\u2069",
)  # around a name in another script, so that it keeps its own order and no other's
AREA = re.compile(
    r"^(?:an area |area |the )?(?:(?P<words>[a-z][a-z -]*?) of|(?P<near>near|towards|around)) (?P<anchor>.+)$",
    re.IGNORECASE,
)
BETWEEN = re.compile(r"^(?:an area |area )?between (.+?) and (.+)$", re.IGNORECASE)
SHARE = re.compile(r"^(.+) (\d+%)$")
UNSPECIFIED = re.compile(r"^(.+) \((?:unspecified|not said which)\)$")
# Plurals of people in a title follow a preposition: the case that Arabic then asks for.
PLURAL = re.compile(r"\b((?:ال)?م\w+)ون\b")


class Speech:
    """The words of one language; `book` knows what places, actors and sides are called in it."""

    def __init__(self, language: str, book: Book | None = None):
        self.language, self._strings = language, load_strings(language)
        other = bool(book) and language != "en"
        self._places: Mapping[str, str] = book.name_places(language) if other else {}
        self._actors: Mapping[str, str] = book.name_actors(language) if other else {}
        self._phrases = load_phrases(language)
        self._fillers: dict[str, Callable[[str], str | None]] = {
            "place": self.place,
            "who": self.actors,
            "voice": self.actor,
            "day": self.day,
            "range": self.said,
            "what": self.said_or_none,
            "shares": self.shares,
            "ties": self.say_list,
            "steps": self.say_list,
            "kind": lambda code: self._strings.get(f"kind.{code}"),
            "grade": lambda code: self.said(words.say_code(code)),
            "measure": self.measure,
            "measures": lambda text: self._strings["title.comma"].join(
                map(self.measure, text.split(" and "))
            ),
            "origins": lambda text: self.say("n_origins", n=int(text.split()[0].replace(",", ""))),
            "weekday": lambda name: self._strings.get(f"weekday.{name}"),
            "claim": isolate,
            "claims": isolate,
        }

    def say(self, key: str, **values: Any) -> str:
        """The string with its values filled in; of a number, the form that the language has for so many."""
        if "n" in values and isinstance(values["n"], int):
            form = f"{key}.{count_form(self.language, values['n'])}"
            key = form if form in self._strings else key
        shown = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
        return self._strings[key].format_map(shown) if values else self._strings[key]

    def code(self, family: str, code: str) -> str:
        """A code of the records in words: a kind, a status, a grade, a group, a stance."""
        if family == "language":
            return self._strings.get(f"tongue.{code}", code)
        found = self._strings.get(f"{family}.{code}")
        if found:
            return found
        if family == "kind":
            plain = words.say_kind(code)
            return plain[:1].upper() + plain[1:]
        if family == "group":
            return next((group.label for group in words.GROUPS if group.id == code), words.say_code(code))
        known = {"status": words.STATUS_WORDS, "grade": words.GRADE_WORDS}.get(family, {})
        return known[code][0] if code in known else words.say_code(code)

    def day(self, text: str) -> str:
        """A date as `publish.words` writes it, with the months of this language."""
        for plain in (words.UNKNOWN_DATE, "part of the day"):
            text = text.replace(plain, self._strings.get(f"phrase.{plain}", plain))
        if until := self._strings.get("phrase.until {day}"):
            text = re.sub(r"^until (.+)$", lambda found: until.format(day=found[1]), text)
        text = MONTH.sub(lambda found: self._strings.get(f"month.{LONG[found[0][:3]]}", found[0]), text)
        return text.replace(", ", self._strings["comma"])

    def place(self, text: str) -> str:
        """What a place is called, or that it has no name, or how exact it is, in this language where that is known."""
        if self.language == "en":
            return text
        known = self._strings.get(f"phrase.{text}") or self._places.get(text)
        if known:
            return known
        if between := BETWEEN.match(text):
            one, other = (self._places.get(name) for name in between.groups())
            if one and other:
                return self._strings["title.between"].format(one=one, other=other)
        if related := AREA.match(text):
            way = (related["words"] or related["near"]).casefold()
            direction = self._strings.get(f"direction.{way}")
            anchor = related["anchor"].removesuffix(" itself")
            known = self._strings["title.capital"] if anchor == "the capital" else self._places.get(anchor)
            if direction and known:
                return self._strings["title.area"].format(direction=direction, place=known)
        return self._isolate(text)

    def places(self, text: str) -> str:
        """Several places joined in a sentence."""
        return self._join(text, self._knows_place, self.place)

    def actor(self, text: str) -> str:
        """What an actor, a side or an outlet is called in this language, where the pack says so; else as it stands."""
        if self.language == "en":
            return text
        called = self._actors.get(text.casefold()) or self._strings.get(f"phrase.{text}")
        unspecified = UNSPECIFIED.match(text)
        if called and unspecified:
            return self._strings["title.unspecified"].format(name=called)
        return called or self._isolate(text)

    def actors(self, text: str) -> str:
        """Several of them joined in a sentence."""
        return self._join(text, lambda name: name.casefold() in self._actors, self.actor)

    def shares(self, text: str) -> str | None:
        """Sides with what each is said to hold: "North 70%, South 30%"."""
        found = [SHARE.match(part) for part in text.split(", ")]
        if not all(found):
            return None
        return self._strings["title.comma"].join(f"{self.actor(one[1])} {one[2]}" for one in found if one)

    def title(self, text: str, short: bool = False) -> str:
        """The title of an incident in this language; as it stands where it was not composed.

        A short one says neither the day nor how many report it.
        """
        if self.language == "en":
            return shorten(text) if short else text
        read = read_title(text, self._knows_place)
        if read is None:
            return text
        return compose(
            read, self._strings, self.places, self._doers, lambda key, n: self.say(key, n=n), self.day, short
        )

    def measure(self, text: str) -> str:
        """A measure as `publish.words` says it, with whom it counts."""
        if self.language == "en":
            return text
        if text.endswith(words.PART):
            return self.measure(text.removesuffix(words.PART)) + self._strings["measure.part"]
        head, colon, who = text.partition(": ")
        known = self._strings.get(f"measure.{head.replace(' ', '_').casefold()}")
        if known is None:
            return self.said_or_none(text) or self.actor(text)
        return f"{known}: {self.actor(who)}" if colon else known

    def said(self, text: str) -> str:
        """A sentence that the record composed, in this language where the strings have it; else as it stands."""
        said = None if self.language == "en" else self.said_or_none(text)
        # A sentence that begins with a name in another script still runs the way of its own.
        return f"\u200f{said}" if said and said.startswith(OPEN) else said or text

    def said_or_none(self, text: str) -> str | None:
        """The same, or None where the strings do not have it."""
        return self._phrases.say(text, self._fillers)

    def say_list(self, text: str) -> str | None:
        """A sentence, or several between semicolons, all of them or None."""
        if whole := self.said_or_none(text):
            return whole
        if "; " not in text:
            return None
        said = [self.said_or_none(part) for part in text.split("; ")]
        return None if None in said else self._strings["title.semicolon"].join(filter(None, said))

    def for_script(self) -> dict[str, str]:
        """The strings that scripts show."""
        return {key[3:]: value for key, value in self._strings.items() if key.startswith("js.")}

    def _doers(self, text: str) -> str:
        said = self.actors(text)
        return PLURAL.sub(r"\1ين", said) if self.language == "ar" else said

    def _knows_place(self, name: str) -> bool:
        return name in self._places or name != self._bare(self.place(name))

    def _join(self, text: str, is_known: Callable[[str], bool], say: Callable[[str], str]) -> str:
        if self.language == "en":
            return text
        names, joint = split_names(text, is_known)
        said = []
        for name in names:
            more = MORE.match(name)
            said.append("" if more else say(name))
        counted = self.say("title.more", n=int(more[1])) if more and len(said) > 1 else ""
        if counted:
            return self._strings["title.comma"].join(said[:-1]) + " " + counted
        if len(said) < 2:
            return "".join(said) or text
        # A word that is written onto the next one stands apart from a name in another script.
        name = f"\u00a0{said[-1]}" if said[-1].startswith(OPEN) else said[-1]
        return self._strings["title.comma"].join(said[:-1]) + self._strings[f"title.{joint}"].format(
            name=name
        )

    def _isolate(self, text: str) -> str:
        own = OWN_SCRIPT.get(self.language)
        return text if not text or own is None or own.search(text[:1]) else isolate(text)

    @staticmethod
    def _bare(text: str) -> str:
        return text.strip(OPEN + CLOSE)


def isolate(text: str) -> str:
    """The text with marks around it that keep its own order inside a sentence that runs the other way."""
    return f"{OPEN}{text}{CLOSE}"


@cache
def load_phrases(language: str) -> Phrasebook:
    """The phrases of a language; of English none."""
    return Phrasebook(load_strings(language) if language != "en" else {})


def count_form(language: str, n: int) -> str:
    """The form that a language has for so many of something, as CLDR names them.

    >>> [count_form("ar", n) for n in (0, 1, 2, 7, 12, 100, 103)]
    ['zero', 'one', 'two', 'few', 'many', 'other', 'few']
    >>> count_form("en", 1), count_form("en", 7)
    ('one', 'other')
    """
    if n == 1 or language != "ar":
        return "one" if n == 1 else "other"
    if n in (0, 2):
        return ("zero", "", "two")[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 > 10 else "other"
