"""The words of one language that surround names of places, and how a name is read with fewer of them."""

import re
from functools import lru_cache

from sijill.names import fold_name
from sijill.packs import Pack
from sijill.resolve.relative import Relative, parse_relative

_POSSESSIVE_HEAD = re.compile(r"^(?P<owner>.+?)['’]s?\s+(?P<rest>\S.*)$")
# "Azzabadani": an article that has taken on the letter after it and stands joined to the noun.
_GLUED = re.compile(r"^([AE]([dnrstz]))(?=\2)\2(\w{3,}.*)$")
# Letters of Kurdish and Turkish, and what an English report writes for them and for the others of those alphabets.
_NORTHERN = re.compile(r"[şŞçÇêÊîÎûÛğĞ]")
_RESPELT = str.maketrans(
    {"ş": "sh", "Ş": "Sh", "ç": "ch", "Ç": "Ch", "c": "j", "C": "J", "x": "kh", "X": "Kh", "ê": "e", "Ê": "E",
     "î": "i", "Î": "I", "û": "u", "Û": "U", "ğ": "gh", "Ğ": "Gh"}
)  # fmt: skip
_KEPT = 50_000  # names whose readings are kept
Readings = list[tuple[str, tuple[str, ...], str]]


class PlaceWords(dict):
    """A pack's vocabulary of a language, with what was read by it before."""

    def __init__(self, words: dict):
        super().__init__(words)
        self._readings: dict[str, Readings] = {}
        self._relatives: dict[str, Relative | None] = {}

    def parse(self, text: str) -> Relative | None:
        """How a phrase relates to other places, as `parse_relative` reads it."""
        if text not in self._relatives:
            if len(self._relatives) > _KEPT:
                self._relatives.clear()
            self._relatives[text] = parse_relative(text, self)
        return self._relatives[text]

    def list_readings(self, name: str) -> Readings:
        """The name, then the name with fewer of the words round it: (text, kinds it may be of, what was taken off)."""
        if name not in self._readings:
            if len(self._readings) > _KEPT:
                self._readings.clear()
            self._readings[name] = self._read(name)
        return self._readings[name]

    def _read(self, name: str) -> list[tuple[str, tuple[str, ...], str]]:
        """The name, then the name without the noun for its kind, which then limits what kind it may be."""
        readings: list[tuple[str, tuple[str, ...], str]] = [(name, (), "")]
        # "10 km from the city of X" is not X: such a phrase is only looked up as it stands.
        relative = self.parse(name)
        beside = relative is not None and relative.how != "in"
        nouns: dict[str, list[str]] = self.get("place_nouns", {})
        for text, kinds, _ in readings:
            if len(readings) > 12:
                break
            low = text.lower()
            for determiner in self.get("determiners", ()):
                if low.startswith(f"{determiner} "):
                    readings.append((text[len(determiner) + 1 :], kinds, ""))
            if _NORTHERN.search(text):
                readings.append((text.translate(_RESPELT), kinds, ""))
            if glued := _GLUED.match(text):
                readings.append((f"{glued[1]}-{glued[2].upper()}{glued[3]}", kinds, ""))
            for part in sorted(self.get("parts", ()), key=len, reverse=True):
                if not beside and low.startswith(f"{part} "):
                    readings.append((text[len(part) + 1 :], kinds, f"“{part}” it"))
                    break
            several = re.search(r",\s*(?:and|then)\s", text)  # "X, then Y" are two
            if (
                not beside and not several and ("," in text or " in " in text)
            ):  # "X, in Y": Y only says which X
                readings.append(
                    (re.split(r",\s*| in (?:the )?", text, maxsplit=1)[0], kinds, "as placed by what follows")
                )
            if not beside and (owned := _POSSESSIVE_HEAD.match(text)) and self._is_part(owned["rest"]):
                readings.append((owned["owner"], kinds, f"its {owned['rest']}"))
            for noun in sorted(nouns, key=len, reverse=True):
                allowed = tuple(nouns[noun])
                if low.endswith(f" {noun}"):
                    readings.append((text[: -len(noun) - 1], kinds or allowed, f"a {noun}"))
                elif relative is not None:
                    continue
                elif low.startswith(f"{noun} of "):
                    readings.append((text[len(noun) + 4 :], kinds or allowed, f"a {noun}"))
                    readings.append((f"{text[len(noun) + 4 :]} {noun}", allowed, ""))
                elif f" {noun} of " in low:
                    readings.append(
                        (text[low.index(f" {noun} of ") + len(noun) + 5 :], kinds or allowed, f"a {noun}")
                    )
                elif low.startswith(f"{noun} ") and not text.isascii():
                    readings.append((text[len(noun) + 1 :], kinds or allowed, f"a {noun}"))
        unique = {(text, kinds): (text, kinds, way) for text, kinds, way in reversed(readings) if text}
        return list(reversed(unique.values()))

    def _is_part(self, text: str) -> bool:
        """Plain words for the whole or a part of a place ("its streets"), not for a thing within it."""
        # "X's provincial capital" is a town of X.
        seats = {str(word).split()[-1] for word in self.get("capital_words", ())}
        plain = text == text.lower() and text.isascii()
        return plain and not self.is_landmark(text) and text.split()[-1] not in seats

    def is_landmark(self, name: str) -> bool:
        """Whether the phrase is a common noun for something within a place, with no proper name of its own."""
        words = fold_name(name).split()
        return bool(words) and any(word in self.get("landmarks", ()) for word in words)


@lru_cache(maxsize=16)
def read_place_words(pack: Pack, language: str) -> PlaceWords:
    """The words of a language as the pack has them, else those of English; one a pack and language."""
    return PlaceWords(pack.vocabulary.get(language) or pack.vocabulary.get("en", {}))
