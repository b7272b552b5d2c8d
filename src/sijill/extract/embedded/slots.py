"""Actors, targets and places of a claim, as they are written."""

from sijill.extract.embedded.arguments import (
    POSSESSIVES,
    find_noun_actors,
    find_obliques,
)
from sijill.extract.embedded.kinds import MEANS
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event
from sijill.extract.embedded.where import MOVES, find_places
from sijill.model import ActorRef, Frozen, PlaceRef

MARKS = ("“”", '""', "«»")
PRONOUNS = frozenset({"they", "them", "it", "he", "she", "we", "its", "their"})


class Slots(Frozen):
    actors: tuple[ActorRef, ...] = ()
    targets: tuple[ActorRef, ...] = ()
    places: tuple[PlaceRef, ...] = ()


ENTRIES = frozenset({"attack.enter", "handover.enter"})
ARMS = frozenset({"tank", "vehicle", "aircraft", "weapon"})
STRUCK = MEANS | {"looting"}


def read_slots(s: Sentence, event: Event, quote: tuple[int, int]) -> Slots:
    """The arguments of an event, each with its name as written."""
    actors, targets = list(event.subjects), []
    for o in event.objects:
        (targets if not _is_place(s, o) or _owner(s, o) else []).append(o)
    verb = s.verb(event.index) if event.frame.part == "verb" else ""
    if (
        event.kind in ("casualties", "violence_against_civilians")
        and verb in s.lexicon.words("grammar", "victim_subject")
        and not event.objects
    ):
        actors, targets = [], [*event.subjects]
    if event.frame.get("to_subject"):  # "the wounded received treatment": done to them, not by them
        actors, targets = [], [*event.subjects]
    if event.kind in MOVES and not actors:
        actors, targets = [t for t in targets if s.classes(t) & {"armed", "civilian", "actor", "person"}], []
    if (
        event.kind == "evacuation"
        and event.frame.part == "verb"
        and event.objects
        and verb in ("evacuate", "bus")
    ):
        actors, targets = targets or actors, []
    if event.kind in ("held", "contested") and event.frame.part == "noun" and not actors:
        actors = targets
        targets = []
    if event.kind in ("capture", "withdrawal"):
        targets += [
            w
            for case, w in find_obliques(s, event.index)
            if case in ("from",) and s.classes(w) & {"armed", "actor"}
        ]
    if event.kind in ("clash", "negotiation", "agreement", "ceasefire"):
        for anchor in event.words:
            targets += [
                w
                for case, w in find_obliques(s, anchor)
                if case in ("with", "against") and w not in targets and not _is_place(s, w)
            ]
        pair = [
            w
            for anchor in event.words
            for case, w in find_obliques(s, anchor)
            if case in ("between", "among")
        ]
        if len(pair) > 1:
            actors, targets = [pair[0]], pair[1:]
    if event.kind in ("weapons_surrender", "handover"):
        targets = [
            w
            for case, w in find_obliques(s, event.index)
            if case == "to" and s.classes(w) & {"armed", "actor"}
        ]
        if event.frame.id in ENTRIES:  # "the army is to enter the town": who enters is given it
            actors, targets = [], actors
    if event.kind == "mobilization":  # whom it is against, not the troops that are moved
        targets = [w for case, w in find_obliques(s, event.index) if case == "against"]
    actors = [a for a in actors if _can_act(s, a)]
    if not actors and (event.frame.get("state") or event.frame.get("owner")):
        actors = [c for c in s.has(event.noun or event.index, "nmod:poss") if s.lower[c] in ("its", "their")]
    targets = [t for t in targets if _can_suffer(s, t)]
    if event.kind == "displacement":  # who is made to flee suffers it; soldiers who flee act
        fled = [a for a in actors if is_civilian(s, a)]
        actors, targets = [a for a in actors if a not in fled], [*targets, *fled]
    if event.kind in STRUCK and not targets:
        targets = [o for o in event.objects if _is_hit(s, o)]
    if event.kind == "equipment_loss":  # whose the lost tanks were
        targets = [t for t in targets if not s.classes(t) & ARMS or s.classes(t) & {"armed", "actor"}]
    if event.kind == "equipment_loss" and not targets:
        lost = [
            w for o in event.objects for w in [o, *(x for case, x in find_obliques(s, o) if case == "of")]
        ]
        targets = [a for w in lost for a in find_noun_actors(s, w)]
    return Slots(
        actors=_references(s, actors),
        targets=_references(s, [t for t in targets if t not in actors]),
        places=find_places(s, event, quote),
    )


def is_civilian(s: Sentence, i: int) -> bool:
    """Whether the noun itself names civilians, whatever a name's label says of its first word in a sentence."""
    classes = s.lexicon.classes_of(s.nouns[i]) or s.classes(i)
    return "civilian" in classes and "armed" not in classes


def _is_hit(s: Sentence, i: int) -> bool:
    """A house, a market, a convoy: what is hit, where no people are named."""
    return bool(s.classes(i) & {"building", "vehicle"}) and s.name_at(i) is None and s.tags[i] == "NOUN"


def _can_act(s: Sentence, i: int) -> bool:
    classes = s.classes(i)
    if s.nouns[i] in s.lexicon.words("grammar", "containers"):
        below = [w for case, w in find_obliques(s, i) if case == "of" and w != i]
        return any(_can_act(s, w) for w in [*below, *find_noun_actors(s, i)]) or s.nouns[i] == "member"
    return bool(
        classes & {"armed", "civilian", "actor", "person", "aircraft", "MEDIA", "name", "victim", "place"}
    ) or s.tags[i] in ("PRON", "PROPN")


def _can_suffer(s: Sentence, i: int) -> bool:
    if (
        s.lower[i] in s.lexicon.noun_frames
        or s.nouns[i] in s.lexicon.noun_frames
        or any(c.isdigit() for c in s.lower[i])
    ):
        return False
    return (
        bool(s.classes(i) & {"armed", "civilian", "actor", "person", "building", "vehicle", "place"})
        or s.lower[i] in ("them", "it")
        or (s.tags[i] == "PROPN" and s.name_at(i) is not None)
    )


def _is_place(s: Sentence, i: int) -> bool:
    classes = s.classes(i)
    if classes & {
        "armed",
        "actor",
        "person",
        "civilian",
        "weapon",
        "tank",
        "vehicle",
        "aircraft",
    } and not classes & {"place", "name"}:
        return False
    return bool(classes & {"place", "name", "building"})


def _owner(s: Sentence, i: int) -> list[int]:
    """Whose a position or headquarters is: "government positions", "X's headquarters"."""
    town = s.nouns[i] in s.lexicon.words("grammar", "settlements")
    return [
        a
        for a in find_noun_actors(s, i)
        if s.classes(a) & {"armed", "actor"}
        and "place" not in s.classes(a)
        and not (town and s.relations[a] == "amod")  # "the Ruvanian town" is where, not whose
    ]


def _references(s: Sentence, words: list[int]) -> tuple[ActorRef, ...]:
    out: list[ActorRef] = []
    for i in words:
        for name in _actor_names(s, i):
            known = name and name.lower() not in s.lexicon.words("grammar", "unnamed_parties")
            if known and all(name != a.name for a in out):
                out.append(ActorRef(name=name))
    return tuple(out)


def _actor_names(s: Sentence, i: int) -> list[str]:
    if s.tags[i] in ("PRON", "DET") or s.lower[i] in POSSESSIVES:
        return [s.tokens[i].text] if s.lower[i] in PRONOUNS else []
    if _is_place(s, i):
        owners = _owner(s, i)
        if owners:
            return [n for o in owners for n in _actor_names(s, o)]
        if _is_hit(s, i):
            return [actor_name(s, i)]
        if "place" in s.classes(i) and s.nouns[i] not in ("regime",):
            return [] if s.nouns[i] in s.lexicon.classes.get("place", ()) else [actor_name(s, i)]
    represented = [
        c for c in s.has(i, "acl", "appos") if s.lower[c] in ("represented", "including", "namely")
    ]
    if represented:  # "the factions, represented by X, Y and Z": the named ones
        named = [w for c in represented for case, w in find_obliques(s, c) if case == "by"]
        if named:
            return [n for w in named for n in _actor_names(s, w)]
    if s.nouns[i] in s.lexicon.words("grammar", "containers"):
        below = [w for case, w in find_obliques(s, i) if case == "of"]
        if below:
            return [n for w in below for n in _actor_names(s, w)]
        owners = find_noun_actors(s, i)
        if s.nouns[i] == "position" and owners:
            return [n for o in owners for n in _actor_names(s, o)]
    names = [actor_name(s, i)]
    for c in s.has(i, "appos"):  # "the coalition — X is part of it"; "six factions: A, B and C"
        if s.classes(c) & {"actor"} and s.name_at(c) != s.name_at(i) and s.tokens[c - 1].text in ":,(–—":
            if s.tokens[c - 1].text == "(":
                continue
            names += [actor_name(s, w) for w in s.conjuncts(c)]
    return names


def actor_name(s: Sentence, i: int) -> str:
    """The name of an actor as written, without articles, numbers and clauses, with "loyal to X" and "of X"."""
    words = set(s.phrase(i))
    for c in s.children[i]:
        if c < i:
            continue
        if s.relations[c] in ("amod", "acl") and s.lower[c] in ("loyal", "allied", "affiliated", "linked"):
            words |= set(s.subtree(c))
        elif (
            s.relations[c] == "nmod"
            and s.case(c) == "of"
            and not s.name_at(i)
            and (s.classes(c) & {"actor", "armed", "place", "name"})
            and s.nouns[i] not in s.lexicon.words("grammar", "containers")
        ) or (
            s.relations[c] == "nmod"
            and s.case(c) == "of"
            and s.name_at(i)
            and s.name_at(c)
            and min(s.phrase(c)) - i <= 4
        ):
            words |= set(range(i, max(s.phrase(c)) + 1))
    words = {w for w in words if s.tags[w] != "NUM" or s.name_at(w)}
    text = close_marks(s, sorted(words)) if words else s.tokens[i].text
    text = strip_marks(text)
    for article in ("the ", "The ", "a ", "an ", "some ", "Some "):
        text = text.removeprefix(article)
    return strip_marks(text.removesuffix("’s").removesuffix("'s"))


def close_marks(s: Sentence, words: list[int]) -> str:
    """The text of these words, with the quotation mark right before or after them that pairs with one in them."""
    text, first, last = s.span_text(words), min(words), max(words)
    for opening, closing in MARKS:
        more = text.count(opening) - text.count(closing) if opening != closing else text.count(closing) % 2
        if more > 0 and last + 1 < len(s.tokens) and s.tokens[last + 1].text == closing:
            return s.span_text([first, last + 1])
        if more and first and s.tokens[first - 1].text == opening:
            return s.span_text([first - 1, last])
    return text


def strip_marks(text: str) -> str:
    """A name without the quotation marks round it; those within it are kept in pairs.

    >>> strip_marks("“Liberation Army”"), strip_marks("“Liberation Army” members"), strip_marks("Liberation Army”")
    ('Liberation Army', '“Liberation Army” members', 'Liberation Army')
    >>> strip_marks("fighters of the “Liberation Army”")
    'fighters of the “Liberation Army”'
    """
    text = text.strip(" '’‘,.;:")
    for opening, closing in MARKS:
        if text[:1] == opening and text.find(closing, 1) in (-1, len(text) - 1):
            text = text[1:]
        if text[-1:] == closing and opening not in text[:-1]:
            text = text[:-1]
    return text.strip(" '’‘-–—")
