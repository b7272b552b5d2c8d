"""Actors, targets and places of a claim, as they are written."""

from sijill.extract.embedded.arguments import (
    POSSESSIVES,
    find_noun_actors,
    find_objects,
    find_obliques,
    find_subjects,
)
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event
from sijill.model import ActorRef, Frozen, PlaceRef

TAKES_PLACES = frozenset(
    {"capture", "ground_attack", "withdrawal", "handover", "held", "siege", "contested", "evacuation"}
)
MOVES = frozenset({"evacuation", "displacement", "withdrawal"})


class Slots(Frozen):
    actors: tuple[ActorRef, ...] = ()
    targets: tuple[ActorRef, ...] = ()
    places: tuple[PlaceRef, ...] = ()


def read_slots(s: Sentence, event: Event, quote: tuple[int, int]) -> Slots:
    """The arguments of an event, each with its name as written."""
    actors, targets = list(event.subjects), []
    for o in event.objects:
        (targets if not _is_place(s, o) or _owner(s, o) else []).append(o)
    verb = s.verb(event.index) if event.frame.part == "verb" else ""
    if event.kind in ("casualties", "violence_against_civilians") and verb in s.lexicon.words(
        "grammar", "victim_subject"
    ):
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
    actors = [a for a in actors if _can_act(s, a)]
    targets = [t for t in targets if _can_suffer(s, t)]
    return Slots(
        actors=_references(s, actors),
        targets=_references(s, [t for t in targets if t not in actors]),
        places=_find_places(s, event, quote),
    )


def _can_act(s: Sentence, i: int) -> bool:
    classes = s.classes(i)
    return (
        bool(
            classes & {"armed", "civilian", "actor", "person", "aircraft", "MEDIA", "name", "victim", "place"}
        )
        or s.tags[i] in ("PRON", "PROPN")
        or s.nouns[i] in ("bus", "convoy")
    )


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
    return [
        a for a in find_noun_actors(s, i) if s.classes(a) & {"armed", "actor"} and "place" not in s.classes(a)
    ]


def _references(s: Sentence, words: list[int]) -> tuple[ActorRef, ...]:
    out: list[ActorRef] = []
    for i in words:
        for name in _actor_names(s, i):
            if name and all(name != a.name for a in out):
                out.append(ActorRef(name=name))
    return tuple(out)


def _actor_names(s: Sentence, i: int) -> list[str]:
    if s.tags[i] in ("PRON", "DET") or s.lower[i] in POSSESSIVES:
        return [s.tokens[i].text] if s.lower[i] in ("they", "them", "it", "he", "she", "we") else []
    if _is_place(s, i):
        owners = _owner(s, i)
        if owners:
            return [n for o in owners for n in _actor_names(s, o)]
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
    text = s.span_text(sorted(words)) if words else s.tokens[i].text
    text = text.strip(" ,.;:“”\"'’‘")
    for article in ("the ", "The ", "a ", "an ", "some ", "Some "):
        text = text.removeprefix(article)
    return text.removesuffix("’s").removesuffix("'s").strip(' “”"')


def _find_places(s: Sentence, event: Event, quote: tuple[int, int]) -> tuple[PlaceRef, ...]:
    """The places named in the quote or in the phrases of place that govern it."""
    found: list[PlaceRef] = []
    used: set[int] = set()
    heads = [i for i in range(quote[0], quote[1] + 1)]
    clause = next((p for p in s.path(event.index) if s.is_verb(p)), event.index)
    nominal = event.frame.part == "noun" and s.relations[event.index] not in (
        "nsubj",
        "nsubj:pass",
        "obj",
        "root",
    )
    for node in [] if nominal else dict.fromkeys([clause, *_governing_verbs(s, event)]):
        for case, w in find_obliques(s, node):
            if case and not quote[0] <= w <= quote[1]:
                heads += s.subtree(w)
    actors = {k for a in [*event.subjects] for k in s.phrase(a)}
    for i in heads:
        if i in used or i in actors:
            continue
        place = _place_at(s, i, event, used)
        if place and all(place.name != p.name or place.role != p.role for p in found):
            found.append(place)
    named = [p for p in found if any(c.isupper() for c in p.name) or p.relation]
    if event.kind in MOVES and all(p.role != "origin" for p in found):
        origin = _fronted_origin(s)
        named = [origin, *(p for p in named if p.name != origin.name)] if origin else named
    return tuple(named or found)


def _fronted_origin(s: Sentence) -> PlaceRef | None:
    """“From X, …, five thousand people left”: the origin may stand far from its verb."""
    name = s.name_at(1) if len(s) > 2 and s.lower[0] == "from" else None
    if name is None or name[2] not in ("LOC", "place") or name[0] != 1:
        return None
    return PlaceRef(name=s.span_text(list(range(name[0], name[1]))), role="origin")


def _governing_verbs(s: Sentence, event: Event) -> list[int]:
    """The verbs above an event whose places are its own: not across "and", whose clauses go different ways."""
    out = []
    for node in s.path(event.index)[:3]:
        if s.is_verb(node):
            out.append(node)
        if s.relations[node] in ("conj", "parataxis", "acl:relcl", "advcl"):
            break
    return out


def _place_at(s: Sentence, i: int, event: Event, used: set[int]) -> PlaceRef | None:
    name = s.name_at(i)
    taken = i in event.objects and event.kind in TAKES_PLACES and "name" in s.classes(i)
    if (
        taken
        or (name and name[2] in ("LOC", "place") and i == _head_of(s, name))
        or (
            not name
            and s.tags[i] in ("NOUN", "PROPN")
            and s.nouns[i] in s.lexicon.classes["place"]
            and s.relations[i] not in ("compound", "nmod:poss")
        )
    ):
        head = i
    else:
        return None
    if (
        s.relations[head] in ("compound", "amod", "nmod:poss")
        and not (name and s.nouns[s.heads[head]] in s.lexicon.classes["place"])
        and not (
            name
            and s.relations[head] in ("nmod:poss", "compound")
            and s.nouns[s.heads[head]] in s.lexicon.noun_frames
        )
    ):
        return None
    if (
        not name
        and any(s.name_at(w) for case, w in find_obliques(s, head) if case in ("of", "in", "at"))
        and s.nouns[head] not in s.lexicon.words("grammar", "directions")
        and (event.kind in MOVES or not _relation(s, head))
    ):
        return None  # "several areas in Damascus": the name says where
    relation = _relation(s, head)
    if relation and event.kind in MOVES and s.case(head).split()[:1] in (["toward"], ["towards"]):
        relation = None  # a destination, not an area off the place
    if name and (relation or event.kind in MOVES) and _only_locates(s, head):
        return None
    words = [w for w in (s.phrase(head) if not name else list(range(name[0], name[1])))]
    if not name and (
        (s.nouns[head] in ("side", "half", "part", "position") and not relation) or len(words) > 7
    ):
        return None
    used |= set(words)
    text = s.span_text(words).strip(' ,.;“”"')
    for article in ("the ", "The "):
        text = text.removeprefix(article)
    return PlaceRef(name=text, role=_role(s, head, event), relation=relation)


def _head_of(s: Sentence, name: tuple[int, int, str]) -> int:
    inside = range(name[0], name[1])
    return next((i for i in inside if s.heads[i] not in inside), name[0])


def _relation(s: Sentence, head: int) -> str | None:
    """The words that set a place off from its name: "southwest of X", "ten kilometres from X", "near X"."""
    case_words = s.case(head).split()
    node = head
    if case_words and case_words[0] in (
        "near",
        "around",
        "outside",
        "between",
        "toward",
        "towards",
        "beyond",
    ):
        start = min(s.has(head, "case"))
        return s.span_text([start, *s.phrase(head)])
    # the name hangs below a direction: climb while the words above are directions or distances
    top = None
    while s.heads[node] >= 0 and s.relations[node] in ("nmod", "obl", "compound", "nmod:poss"):
        node = s.heads[node]
        if s.nouns[node] in s.lexicon.words("grammar", "directions") or s.lower[node] in s.lexicon.words(
            "grammar", "directions"
        ):
            top = node
        elif not any(
            s.lower[c] in s.lexicon.words("grammar", "directions") for c in s.has(node, "amod", "compound")
        ):
            break
        else:
            top = node
    if top is None:
        return None
    words = [w for w in [*s.phrase(top), top, *range(min(top, head), max(s.phrase(head)) + 1)]]
    return s.span_text(words) if max(words) - min(words) < 14 else None


def _only_locates(s: Sentence, head: int) -> bool:
    """Whether a name only says where a named place lies: "the town of X, 40 kilometres from Y"."""
    for node in s.path(head)[1:4]:
        if s.relations[node] in ("appos", "nmod", "acl", "nmod:unmarked", "advmod", "amod", "obl"):
            above = s.heads[node]
            name = s.name_at(above) if above >= 0 else None
            near = name is not None and name[2] in ("LOC", "place") and above < head
            if near and not name[0] <= head < name[1]:
                return True
    return False


def _role(s: Sentence, head: int, event: Event) -> str:
    if event.kind not in MOVES | {"agreement", "handover"}:
        return "location"
    node = head
    for _ in range(4):
        case = s.case(node)
        if case in ("from", "out of"):
            return "origin"
        if case in ("to", "towards", "toward", "into", "for"):
            return "destination"
        if s.relations[node] == "obj" and s.heads[node] >= 0:
            verb = s.verb(s.heads[node])
            return (
                "origin"
                if verb in ("leave", "quit", "exit", "flee", "depart", "evacuate", "vacate", "abandon")
                else "destination"
                if verb in ("reach", "enter")
                else "location"
            )
        if s.relations[node] not in ("nmod", "conj", "appos", "compound") or s.heads[node] < 0:
            break
        node = s.heads[node]
    return "location"


def subject_words(s: Sentence, v: int) -> list[int]:
    """All words of the subjects and objects of a verb (used by the figure reader)."""
    return sorted({w for a in [*find_subjects(s, v), *find_objects(s, v)] for w in s.subtree(a)})
