"""The places of a claim, as they are written: with their role, and the words that set them off from a named place."""

from sijill.extract.embedded.arguments import find_obliques
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event
from sijill.model import PlaceRef

MOVES = frozenset({"evacuation", "displacement", "withdrawal"})
TAKES_PLACES = MOVES | {"capture", "ground_attack", "handover", "held", "siege", "contested"}
HIT = frozenset({"capture", "shelling", "air_strike"})  # done to a place, where a name stands alone
HOLDING = TAKES_PLACES - {"ground_attack"}  # kinds for which a wrong place would move the map
LOCATING = frozenset({"located", "situated", "based", "lying"})
DEMONSTRATIVES = frozenset({"these", "those"})
OTHER_CLAUSES = frozenset({"advcl", "acl", "acl:relcl", "parataxis", "ccomp", "conj"})
REFUGE = frozenset({"refuge", "shelter", "asylum", "sanctuary", "safety"})
WITHIN = frozenset({"in", "of", "at", "near", "around", "inside", "within", "on"})
SIDELONG = frozenset({"near", "around", "outside", "between", "toward", "towards", "beyond"})


def find_places(s: Sentence, event: Event, quote: tuple[int, int]) -> tuple[PlaceRef, ...]:
    """The places named in the quote or in the phrases of place that govern it."""
    other = _other_clauses(s, event, [event.index, *_governing_verbs(s, event)])
    heads = [i for i in range(quote[0], quote[1] + 1) if i not in other and i not in event.words]
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
                heads += [k for k in s.subtree(w) if k not in other]
    holder = (
        s.heads[event.index] if s.relations[event.index] in ("amod", "acl") and event.kind == "held" else -1
    )
    if holder >= 0 and s.tags[holder] == "NOUN":
        heads = [holder, *(k for case, w in find_obliques(s, holder) if case in WITHIN for k in s.subtree(w))]
    actors = {k for a in event.subjects for k in s.phrase(a)}
    towns = [i for i in heads if s.tags[i] == "NOUN" and is_town_within(s, i, event)]
    heads = towns[:1] or heads
    found: list[PlaceRef] = []
    used: set[int] = set()
    for i in heads:
        if i in used or i in actors:
            continue
        place = _place_at(s, i, event, used)
        if place and all(place.name != p.name or place.role != p.role for p in found):
            found.append(place)
    if event.kind in MOVES:
        found = _drop_containers(found)
    marks = s.lexicon.words("grammar", "landmarks") if event.kind in TAKES_PLACES - MOVES else frozenset()
    named = [
        p
        for p in found
        if any(c.isupper() for c in p.name) or p.relation or p.name.split()[-1].lower() in marks
    ]
    if event.kind in MOVES and all(p.role != "origin" for p in found):
        origin = _fronted_origin(s)
        named = [origin, *(p for p in named if p.name != origin.name)] if origin else named
    return tuple(named or found)


def read_place(s: Sentence, i: int, event: Event, used: set[int]) -> PlaceRef | None:
    """The place that word i heads, with the words that set it off ("southwest of X")."""
    return _place_at(s, i, event, used)


def _drop_containers(found: list[PlaceRef]) -> list[PlaceRef]:
    """“towards X, in the Y countryside”: what follows a destination without an end of its own says where X is."""
    out: list[PlaceRef] = []
    for place in found:
        if place.role == "location" and out and out[-1].role == "destination":
            continue
        out.append(place)
    return out


def _other_clauses(s: Sentence, event: Event, tops: list[int]) -> set[int]:
    """The words of clauses below an event that tell something else: "captured towns, pushing closer to the capital"."""
    out: set[int] = set()
    for k in (k for top in tops for k in s.subtree(top)):
        tells = s.relations[k] in OTHER_CLAUSES and s.is_verb(k) and s.lower[k] not in LOCATING
        tells = tells and not _is_gerund(s, k)
        named = s.relations[k] == "conj" and s.nouns[k] in s.lexicon.noun_frames and not s.name_at(k)
        tells = tells or (named and k not in event.words) or s.lower[k] in ("similar", "like", "akin")
        if tells and k not in event.words and not set(event.words) & set(s.subtree(k)):
            out |= set(s.subtree(k))
    return out


def _is_gerund(s: Sentence, v: int) -> bool:
    """“the days of fighting on the hill”: a noun in all but its ending, whose places are those of its phrase."""
    return s.relations[v] == "acl" and any(s.lower[c] == "of" for c in s.has(v, "mark", "case"))


def _governing_verbs(s: Sentence, event: Event) -> list[int]:
    """The verbs above an event whose places are its own: not across "and", whose clauses go different ways."""
    out = []
    for node in s.path(event.index)[:3]:
        if s.is_verb(node):
            out.append(node)
        if s.relations[node] in ("conj", "parataxis", "acl:relcl", "advcl"):
            break
        if s.relations[node] == "acl" and s.classes(s.heads[node]) & {"armed", "actor", "official", "person"}:
            break  # "the commander leading the advance": it says who he is, not where he spoke
    return out


def _fronted_origin(s: Sentence) -> PlaceRef | None:
    """“From X, …, five thousand people left”: the origin may stand far from its verb."""
    name = s.name_at(1) if len(s) > 2 and s.lower[0] == "from" else None
    if name is None or name[2] not in ("LOC", "place") or name[0] != 1:
        return None
    return PlaceRef(name=s.span_text(list(range(name[0], name[1]))), role="origin")


def _place_at(s: Sentence, i: int, event: Event, used: set[int]) -> PlaceRef | None:
    name = s.name_at(i)
    is_name = bool(name and name[2] in ("LOC", "place") and i == _head_of(s, name))
    if is_name and _is_backer(s, i):
        return None
    taken = i in event.objects and event.kind in TAKES_PLACES and "name" in s.classes(i)
    taken = taken or (i in event.objects and event.kind in HIT and is_lone_name(s, i))
    taken = taken and not (name and name[2] == "ORG" and s.tokens[i].text.isupper())  # "advanced on the VNA"
    if is_name or taken:
        return _named_place(s, i, event, used)
    ground = s.tags[i] in ("NOUN", "PROPN") and s.nouns[i] in s.lexicon.classes["place"]
    if name is None and ground and s.relations[i] not in ("compound", "nmod:poss", "amod"):
        return _common_place(s, i, event, used)
    return None


def is_lone_name(s: Sentence, i: int) -> bool:
    """One word that the parser takes for a person: as what is taken or shelled it is rather a town that nobody has listed."""
    name = s.name_at(i)
    return bool(
        name and name[2] == "PER" and name[1] - name[0] == 1 and not s.has(i, "appos", "flat", "compound")
    )


def _is_backer(s: Sentence, i: int) -> bool:
    """“The X-brokered truce”, “X-led forces”: who stands behind it, not where it is ("X-based" is)."""
    joined = i + 2 < len(s) and s.lower[i + 1] == "-" and s.tokens[i + 1].start == s.tokens[i].end
    return joined and s.fine_tags[i + 2] in ("VBN", "VBD") and s.lower[i + 2] not in ("based", "wide")


def _named_place(s: Sentence, i: int, event: Event, used: set[int]) -> PlaceRef | None:
    name = s.name_at(i)
    if s.relations[i] in ("compound", "amod", "nmod:poss"):
        head = s.heads[i]
        of = [w for case, w in find_obliques(s, head) if case == "of" and s.name_at(w)]
        listed = s.nouns[head] in s.lexicon.words("grammar", "listed_grounds")
        # "the Damascene quarter of X" is X
        is_ground = (listed or s.nouns[head] in s.lexicon.classes["place"]) and not of
        if (
            is_ground
            and name
            and is_initials(s, name)
            and s.nouns[head] not in s.lexicon.words("grammar", "settlements")
        ):
            return None  # "a UN camp", "the RSF outpost": whose it is
        is_event = s.relations[i] != "amod" and s.nouns[head] in s.lexicon.noun_frames
        if not is_ground and not is_event:
            return None
        if (
            is_ground
            and s.lower[head] in s.lexicon.words("grammar", "landmarks")
            and name
            and head == name[1]
        ):
            return _make(s, head, event, [*range(name[0], name[1]), head], None, used)  # "X station" is not X
    relation = _relation(s, i)
    if relation and event.kind in MOVES and s.case(i).split()[:1] in (["toward"], ["towards"]):
        relation = None  # a destination, not an area off the place
    if (relation or event.kind in HOLDING) and _only_locates(s, i):
        return None
    words = list(range(name[0], name[1])) if name else s.phrase(i)
    bare = all(s.nouns[w] not in s.lexicon.classes["place"] for w in words)  # not “the industrial City”
    while (
        bare and len(words) > 1 and s.tags[words[0]] in ("ADJ", "VERB") and s.tokens[words[0]].text.islower()
    ):
        if _is_direction(s, words[0]):
            break
        del words[0]  # “neighbouring X”
    return _make(s, i, event, words, relation, used)


def is_initials(s: Sentence, name: tuple[int, int, str]) -> bool:
    text = s.tokens[name[0]].text
    return name[1] - name[0] == 1 and text.isupper() and 1 < len(text) < 6 and name not in s.known


def _common_place(s: Sentence, i: int, event: Event, used: set[int]) -> PlaceRef | None:
    words = s.phrase(i)
    above = s.name_at(s.heads[i]) if s.relations[i] == "appos" and s.heads[i] >= 0 else None
    if above and above[2] in ("LOC", "place"):
        return None  # "X, the country's second city": X
    if any(s.name_at(w) and s.name_at(w)[2] in ("LOC", "place") for w in words):
        return None  # "the X district": the name says it
    relation = None if event.kind in MOVES and s.case(i) in ("toward", "towards") else _relation(s, i)
    located = next((c for c in s.has(i, "acl", "acl:relcl") if s.lower[c] in LOCATING), None)
    if located is not None:
        below = [w for w in s.subtree(located) if w > located and s.tags[w] != "PUNCT"][:9]
        relation = s.span_text(below) if below else relation
        used |= set(below)
    if is_town_within(s, i, event):
        return _make(s, i, event, words, relation, used)
    named = any(s.name_at(w) for case, w in find_obliques(s, i) if case in ("of", "in", "at"))
    apart = s.lexicon.words("grammar", "directions") | s.lexicon.words("grammar", "landmarks")
    if named and not relation and s.nouns[i] not in apart:
        return None  # "several areas in X": the name says where
    if (s.nouns[i] in ("side", "half", "part", "position") and not relation) or len(words) > 7:
        return None
    if s.nouns[i] in s.lexicon.words("grammar", "no_places") or (
        s.nouns[i] == "side" and s.case(i) == "between"
    ):
        return None  # "fled their homes"; "divided between the two sides"
    determiner = next((c for c in s.has(i, "det") if s.lower[c] in DEMONSTRATIVES), None)
    if determiner is not None:
        words = [determiner, *words]
    return _make(s, i, event, words, relation, used)


def is_town_within(s: Sentence, i: int, event: Event) -> bool:
    """“Captured the town in the X region”: the town that was told of before, and by no means the region."""
    if (
        event.kind not in HOLDING - MOVES
        or s.nouns[i] not in s.lexicon.words("grammar", "towns")
        or s.fine_tags[i] != "NN"
    ):
        return False
    pointed = any(s.lower[c] in ("the", "this", "that") for c in s.has(i, "det"))
    inside = [
        w for v in (i, s.heads[i]) if v >= 0 for case, w in find_obliques(s, v) if case == "in" and w > i
    ]
    lands = s.lexicon.words("grammar", "lands")
    wide = any(
        s.nouns[k] in lands or (s.lower[k].endswith("ern") and _is_direction(s, k))
        for w in inside
        for k in s.phrase(w)
    )
    return pointed and wide and not any(case == "of" for case, _ in find_obliques(s, i))


def _make(
    s: Sentence, i: int, event: Event, words: list[int], relation: str | None, used: set[int]
) -> PlaceRef:
    used |= set(words)
    text = s.span_text(words).strip(' ,.;“”"')
    for article in ("the ", "The "):
        text = text.removeprefix(article)
    return PlaceRef(name=text, role=_role(s, i, event), relation=relation)


def _head_of(s: Sentence, name: tuple[int, int, str]) -> int:
    inside = range(name[0], name[1])
    return next((i for i in inside if s.heads[i] not in inside), name[0])


def _is_direction(s: Sentence, i: int) -> bool:
    directions = s.lexicon.words("grammar", "directions")
    return s.nouns[i] in directions or s.lower[i] in directions


def _relation(s: Sentence, head: int) -> str | None:
    """The words that set a place off from its name: "southwest of X", "ten kilometres from X", "near X"."""
    case_words = s.case(head).split()
    if case_words and case_words[0] in SIDELONG:
        return s.span_text([min(s.has(head, "case")), *s.phrase(head)])
    if case_words == ["from"] and s.heads[head] >= 0:
        # "ten kilometres from X", the distance standing beside the name
        distance = [
            c
            for c in s.children[s.heads[head]]
            if c < head and s.lexicon.data["units"].get(s.nouns[c]) == "distance"
        ]
        if distance:
            return s.span_text([*s.subtree(distance[-1]), *s.phrase(head)])
    name = s.name_at(head)
    before = name[0] - 1 if name else -1
    if before >= 0 and before in s.children[head] and _is_direction(s, before):
        return s.span_text([before, *range(name[0], name[1])])  # "eastern X"
    # the name hangs below a direction: climb while the words above are directions or distances
    node, top = head, None
    while s.heads[node] >= 0 and s.relations[node] in ("nmod", "obl", "compound", "nmod:poss"):
        node = s.heads[node]
        within = s.nouns[node] not in s.lexicon.words("grammar", "settlements") and any(
            _is_direction(s, c) for c in s.has(node, "amod", "compound")
        )
        if not _is_direction(s, node) and not within:
            break
        top = node
    if top is None:
        return None
    units = s.lexicon.data["units"]
    far = [
        c for c in s.children[top] if c < top and units.get(s.nouns[c]) == "distance"
    ]  # "ten kilometres south of"
    distance = [w for c in far for w in s.subtree(c)]
    words = [*distance, *s.phrase(top), top, *range(min(top, head), max(s.phrase(head)) + 1)]
    return s.span_text(words) if max(words) - min(words) < 14 else None


def _only_locates(s: Sentence, head: int) -> bool:
    """Whether a name only says where a named place lies: "the town of X, 40 kilometres from Y"."""
    for node in s.path(head)[:4]:
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
        above = s.heads[node]
        if case in ("in", "inside") and any(s.nouns[c] in REFUGE for c in (above, *s.has(above, "obj"))):
            return "destination"
        if case in ("from", "out of"):
            return "origin"
        if case in ("to", "towards", "toward", "into", "for"):
            return "destination"
        if s.relations[node] == "obj" and s.heads[node] >= 0:
            verb = s.verb(s.heads[node])
            if verb in ("leave", "quit", "exit", "flee", "depart", "evacuate", "vacate", "abandon"):
                return "origin"
            return "destination" if verb in ("reach", "enter") else "location"
        if s.relations[node] not in ("nmod", "conj", "appos", "compound") or s.heads[node] < 0:
            break
        node = s.heads[node]
    return "location"
