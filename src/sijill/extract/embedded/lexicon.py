"""The vocabulary of one language, compiled from a pack's `lexicon/LANGUAGE.yml` for fast look-up.

Verbs and nouns are matched by their inflected forms, generated here from the lemmas of the lexicon, so that a rare verb
does not depend on the parser's guess at its lemma.
"""

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sijill.errors import SijillError
from sijill.model import KINDS

VOWELS = "aeiou"


@dataclass(frozen=True)
class Frame:
    """One way in which an event is told: what the trigger is and what its arguments must be.

    `triggers` are the lemmas of the verb or noun; `light` are verbs that need one of `triggers` as their object.
    `conditions` are the remaining keys of the lexicon's entry, read by `triggers.py`.
    """

    id: str
    kind: str
    part: str  # verb, noun, light
    triggers: frozenset[str]
    light: frozenset[str] = frozenset()
    conditions: dict[str, Any] = field(default_factory=dict)

    def get(self, key: str) -> Any:
        return self.conditions.get(key)

    def words(self, key: str) -> frozenset[str]:
        value = self.conditions.get(key) or ()
        return frozenset([value] if isinstance(value, str) else value)


class Lexicon:
    """Look-ups over the merged lexicon of a pack."""

    def __init__(self, data: dict[str, Any]):
        missing = [section for section in ("stance", "speech", "grammar", "classes") if section not in data]
        if missing:
            raise SijillError(
                f"this pack's vocabulary has no section `{missing[0]}`",
                where="lexicon/en.yml",
                remedy="write `extends: world` in its pack.yml, so that it adds to the general vocabulary",
            )
        self.data = data
        self.digest = hashlib.sha256(json.dumps(data, sort_keys=True, default=str).encode()).hexdigest()[:12]
        irregular = {k: tuple(v) for k, v in (data.get("irregular") or {}).items()}
        self.classes: dict[str, frozenset[str]] = {
            k: frozenset(map(str, v)) for k, v in data.get("classes", {}).items()
        }
        self.frames = tuple(_read_frame(entry) for entry in data.get("frames", ()))
        self._class_of: dict[str, frozenset[str]] = {}
        for name, nouns in self.classes.items():
            for noun in nouns:
                self._class_of[noun] = self._class_of.get(noun, frozenset()) | {name}
        verbs = {
            v for f in self.frames for v in ((f.triggers if f.part == "verb" else frozenset()) | f.light)
        }
        verbs |= set(data.get("aspect", ())) | set(irregular)
        for section, keys in (
            ("speech", ("report", "deny", "forecast", "relay")),
            ("stance", ("plan_verbs", "implicative", "attempts", "failures", "hedge_verbs", "quasi_plans")),
        ):
            for key in keys:
                verbs |= set(map(str, data.get(section, {}).get(key, ())))
        nouns = {n for f in self.frames for n in f.triggers if f.part in ("noun", "light")}
        nouns |= {n for group in self.classes.values() for n in group}
        nouns |= set(map(str, data["stance"]["plan_nouns"])) | set(
            map(str, data["stance"]["hypothetical_nouns"])
        )
        nouns |= set(map(str, data.get("units", {}))) | set(map(str, data["speech"]["asserters"]))
        nouns |= set(map(str, data["speech"]["media"])) | set(data["stance"]["attempts"])
        self.verb_forms = {
            form: verb for verb in sorted(verbs) for form in verb_forms(verb, irregular.get(verb))
        }
        self.noun_forms = {form: noun for noun in sorted(nouns) for form in noun_forms(noun)}
        self.verb_frames = _index(self.frames, "verb", "triggers")
        self.noun_frames = _index(self.frames, "noun", "triggers")
        self.light_frames = _index(self.frames, "light", "light")

    def words(self, section: str, key: str) -> frozenset[str]:
        """The words of one list, `stance.plan_verbs` for instance."""
        return self._lists(section, key)

    @cache  # noqa: B019  one lexicon lives as long as its extractor
    def _lists(self, section: str, key: str) -> frozenset[str]:
        return frozenset(map(str, (self.data.get(section) or {}).get(key, ())))

    def classes_of(self, noun: str) -> frozenset[str]:
        """The classes of a noun lemma: `armed`, `place`, `tank`, …; empty when it is not in the lexicon."""
        return self._class_of.get(noun, frozenset())


def _read_frame(entry: dict[str, Any]) -> Frame:
    known = {"id", "kind", "verbs", "nouns", "light", "noun"}
    if not isinstance(entry, dict) or "id" not in entry or "kind" not in entry:
        raise SijillError(f"a frame without id or kind: {entry}", where="lexicon", remedy="give it both")
    if entry["kind"] not in KINDS:
        raise SijillError(
            f"the frame {entry['id']!r} has a kind {entry['kind']!r} that there is not",
            where="lexicon",
            remedy="use one of " + ", ".join(KINDS),
        )
    if not any(key in entry for key in ("verbs", "nouns", "noun")):
        raise SijillError(
            f"the frame {entry['id']!r} has no word that tells the event",
            where="lexicon",
            remedy="give it `verbs:`, `nouns:`, or `light:` and `noun:`",
        )
    rest = {k: v for k, v in entry.items() if k not in known}
    if "light" in entry:
        return Frame(entry["id"], entry["kind"], "light", _set(entry["noun"]), _set(entry["light"]), rest)
    if "verbs" in entry:
        return Frame(entry["id"], entry["kind"], "verb", _set(entry["verbs"]), conditions=rest)
    return Frame(entry["id"], entry["kind"], "noun", _set(entry["nouns"]), conditions=rest)


def _set(words: list[str]) -> frozenset[str]:
    return frozenset(map(str, words))


def _index(frames: tuple[Frame, ...], part: str, key: str) -> dict[str, list[Frame]]:
    index: dict[str, list[Frame]] = {}
    for frame in frames:
        if frame.part == part:
            for word in sorted(getattr(frame, key)):
                index.setdefault(word, []).append(frame)
    return index


def verb_forms(verb: str, irregular: tuple[str, ...] | None = None) -> set[str]:
    """The inflected forms of a verb, with both spellings where doubling varies.

    >>> sorted(verb_forms("storm"))
    ['storm', 'stormed', 'storming', 'storms']
    >>> sorted(verb_forms("seize")), sorted(verb_forms("take", ("took", "taken")))
    (['seize', 'seized', 'seizes', 'seizing'], ['take', 'taken', 'takes', 'taking', 'took'])
    """
    forms = {verb}
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        forms |= {verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"}
    elif verb.endswith("ie"):
        forms |= {verb + "s", verb + "d", verb[:-2] + "ying"}
    elif verb.endswith("ee"):
        forms |= {verb + "s", verb + "d", verb + "ing"}
    elif verb.endswith("e"):
        forms |= {verb + "s", verb + "d", verb[:-1] + "ing"}
    else:
        forms |= {
            verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s"),
            verb + "ed",
            verb + "ing",
        }
        one_vowel = (
            len(verb) > 2 and verb[-2] in VOWELS and verb[-3] not in VOWELS and verb[-1] not in "wxyaeiou"
        )
        if one_vowel:
            forms |= {verb + verb[-1] + "ed", verb + verb[-1] + "ing"}
            if sum(c in VOWELS for c in verb) == 1:
                forms -= {verb + "ed", verb + "ing"}
    if irregular:
        forms |= set(irregular)
        forms -= {f for f in forms if f.endswith("ed") and f not in irregular and not verb.endswith("d")}
    return forms


def noun_forms(noun: str) -> set[str]:
    """Singular and plural of a noun.

    >>> sorted(noun_forms("clash")), sorted(noun_forms("city")), sorted(noun_forms("militiaman"))
    (['clash', 'clashes'], ['cities', 'city'], ['militiaman', 'militiamen'])
    """
    if noun.endswith("man"):
        return {noun, noun[:-2] + "en"}
    if noun.endswith("y") and noun[-2:-1] not in VOWELS:
        return {noun, noun[:-1] + "ies"}
    if noun.endswith(("s", "x", "ch", "sh")):
        return {noun, noun + "es"}
    if noun in ("child", "person", "life"):
        return {noun, {"child": "children", "person": "persons", "life": "lives"}[noun]}
    return {noun, noun + "s"}
