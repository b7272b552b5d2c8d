"""The words of the model's spans as names, and as the places of a claim."""

import re

from sijill.extract.embedded.arguments import POSSESSIVES
from sijill.extract.embedded.beside import head_of
from sijill.extract.embedded.discourse import PRONOUNS
from sijill.extract.embedded.slots import close_marks, strip_marks
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event
from sijill.extract.embedded.where import HIT, is_initials, is_lone_name, is_town_within, read_place
from sijill.model import PlaceRef

IN_FRONT = re.compile(r"^(?:front|back|rear) of (?:the )?")


def written_name(s: Sentence, first: int, end: int) -> str:
    """The words of a span as a name: without article, possessive ending and marks at its ends; whole names kept whole."""
    for i in (first, end - 1):
        name = s.name_at(i)
        if name and name[1] - name[0] <= 6:
            first, end = min(first, name[0]), max(end, name[1])
    while end - first > 1 and (
        s.tags[first] in ("DET", "PUNCT", "ADP", "CCONJ", "PART") or s.lower[first] in ("the", "a", "an")
    ):
        first += 1
    while end - first > 1 and (s.tags[end - 1] == "PUNCT" and s.tokens[end - 1].text != ")"):
        end -= 1
    if end - first > 1 and s.tags[end - 1] == "ADP" and s.heads[end - 1] >= end:  # "members of" is cut short
        end = max(s.phrase(s.heads[end - 1])) + 1
    text = strip_marks(close_marks(s, list(range(first, end))))
    return strip_marks(text.removesuffix("’s").removesuffix("'s"))


def places_of(s: Sentence, event: Event, first: int, end: int, used: set[int]) -> list[PlaceRef]:
    named = [n for n in s.names if n[2] in ("LOC", "place") and n[0] < end and n[1] > first]
    town = next((i for i in range(first, end) if s.tags[i] == "NOUN" and is_town_within(s, i, event)), None)
    if town is not None:
        place = read_place(s, town, event, used)
        used |= {w for name in named for w in range(name[0], name[1])}
        return [place] if place is not None else []
    out = []
    for name in named:
        place = read_place(s, head_of(s, name[0], name[1]), event, used)
        if place is not None:
            out.append(place)
        elif not used & set(range(name[0], name[1])) and not _is_owner(s, name):
            used |= set(range(name[0], name[1]))
            out.append(PlaceRef(name=written_name(s, name[0], name[1])))
    if named and not out and all(_is_owner(s, name) for name in named):
        return []
    head = s.name_at(head_of(s, first, end))
    alone = event.kind in HIT and is_lone_name(s, head_of(s, first, end))
    if not out and not (
        head and head[2] in ("PER", "ORG", "actor", "MEDIA") and not alone
    ):  # "X's ambassador to Y" is nowhere to be taken
        text = "" if all(s.tags[i] == "NUM" for i in range(first, end)) else written_name(s, first, end)
        text = IN_FRONT.sub("", text)
        no_place = s.nouns[head_of(s, first, end)] in s.lexicon.words("grammar", "no_places")
        if (
            text.lower() not in PRONOUNS | {"there", "here"}
            and len(text) > 1
            and not no_place
            and _can_be_ground(s, first, end)
        ):
            out.append(PlaceRef(name=text))
    return out


def _can_be_ground(s: Sentence, first: int, end: int) -> bool:
    """Whether words without a name can say where: “the market”, and neither “a pole in his house” nor “port infrastructure”."""
    head = head_of(s, first, end)
    words = [k for k in range(first, end) if s.tags[k] != "DET"]
    if any(s.tokens[k].text[:1].isupper() for k in words):
        return True
    if any(s.lower[k] in POSSESSIVES for k in range(first, end)):
        return False
    grounds = (
        s.lexicon.classes["place"]
        | s.lexicon.words("grammar", "landmarks")
        | s.lexicon.words("grammar", "directions")
    )
    return s.nouns[head] in grounds or "building" in s.classes(head)


def title_of(s: Sentence, speaker: int) -> list[int]:
    """The words of what a speaker is called beside his name."""
    return [w for c in s.has(speaker, "appos") for w in s.subtree(c)]


def _is_owner(s: Sentence, name: tuple[int, int, str]) -> bool:
    """“The X District Defence Force”, “a SAC outpost”: a name that only says whose force or post it is."""
    i = head_of(s, name[0], name[1])
    above = s.heads[i]
    if s.relations[i] not in ("compound", "nmod:poss", "amod") or above < 0:
        return False
    return bool(s.classes(above) & {"armed", "official", "person"}) or is_initials(s, name)
