"""Who did it to whom: the subjects and objects of a verb or of a noun that names an event.

Works on Universal Dependencies, through passives, participles, relative clauses, coordination and control verbs.
"""

from sijill.extract.embedded.kinds import STRIKES
from sijill.extract.embedded.tree import Sentence

RELATIVES = frozenset({"who", "which", "that", "whom"})
POSSESSIVES = frozenset({"his", "her", "its", "their", "our", "my"})

EARLIER = frozenset({"after", "before", "since", "following", "until"})
ADJUNCTS = frozenset({"obl", "nmod", "advcl", "obl:tmod", "obl:unmarked"})
THROUGH = frozenset({"in", "by", "during", "from", "through"})


def is_passive(s: Sentence, v: int) -> bool:
    """Whether verb v is used in the passive (also as a bare participle: "areas held by X", "a besieged city")."""
    if s.has(v, "nsubj:pass", "aux:pass", "csubj:pass"):
        return True
    if s.has(v, "nsubj", "aux"):
        return False
    relation = s.relations[v]
    if relation in ("acl", "amod", "acl:relcl", "advcl") and _is_participle(s, v):
        return not s.has(v, "obj") or bool(s.has(v, "obl:agent"))
    if relation == "conj" and _is_participle(s, v) and not s.has(v, "nsubj"):
        head = s.heads[v]
        return s.is_verb(head) and is_passive(s, head)
    # a headline drops "were": "Buildings hit by rockets", "12 killed in strike"
    return relation in ("root", "parataxis") and s.fine_tags[v] == "VBN" and not s.has(v, "obj")


def _is_participle(s: Sentence, v: int) -> bool:
    return s.fine_tags[v] == "VBN" or (
        s.lower[v].endswith(("ed", "en", "ght", "ld", "wn")) and s.fine_tags[v] in ("JJ", "VBD")
    )


def find_subjects(s: Sentence, v: int, depth: int = 0) -> list[int]:
    """The heads of the phrases that act in verb v; several when coordinated; empty when nobody is named."""
    if depth > 6:
        return []
    relation, head = s.relations[v], s.heads[v]
    if is_passive(s, v):
        agents = [
            c
            for c in s.children[v]
            if s.relations[c] == "obl:agent" or (s.relations[c] == "obl" and s.case(c) == "by")
        ]
        if not agents:  # "people were killed and houses destroyed by X": the agent stands with the last verb
            shared = [
                c
                for c in s.has(v, "conj")
                if s.is_verb(c) and s.fine_tags[c] == "VBN" and not s.has(c, "aux", "aux:pass")
            ]
            agents = [a for c in shared for a in find_subjects(s, c, depth + 1)][:4]
        if not agents and relation == "amod":  # "opposition-held": the noun before the participle
            agents = [
                c
                for c in s.has(v, "compound", "obl", "nmod", "nsubj", "advmod", "obl:unmarked")
                if is_party(s, c) or s.tags[c] == "PROPN"
            ]
        return _expand(s, agents)
    own = s.has(v, "nsubj", "csubj")
    if own:
        return _expand(s, _follow_relatives(s, own, v))
    if head < 0:
        return []
    if relation == "conj" and s.is_verb(head):
        return find_subjects(s, head, depth + 1)
    if relation == "ccomp" and s.fine_tags[v] == "VBN" and not s.has(v, "aux", "aux:pass"):
        return []  # "UN says 9,000 displaced": who says it did not do it
    if relation in ("xcomp", "ccomp") and s.is_verb(head):
        controlled = s.has(head, "obj", "iobj")
        if controlled and relation == "xcomp" and s.verb(head) not in ("promise", "vow"):
            return _expand(s, controlled)
        return find_objects(s, head, depth + 1) if is_passive(s, head) else find_subjects(s, head, depth + 1)
    if relation in ("xcomp", "advcl") and not s.is_verb(head):  # "were able to advance", "is ready to"
        return _expand(s, _follow_relatives(s, s.has(head, "nsubj"), head))
    if (
        relation in ("advcl", "xcomp", "acl")
        and s.is_verb(head)
        and s.verb(head) in ("quote", "cite")
        and s.has(head, "obj")
    ):
        return _expand(s, s.has(head, "obj"))  # "the agency quoted X saying"
    if (
        relation in ("advcl", "xcomp", "acl")
        and s.verb(head) in s.lexicon.words("grammar", "aiming")
        and s.relations[head] == "acl"
    ):
        return _find_aiming(s, s.heads[head], depth)
    if relation == "advcl" and s.mark(v) in ("of", "for") and s.fine_tags[v] == "VBG" and s.has(head, "obj"):
        return _expand(s, s.has(head, "obj"))  # "accused the rebels of shelling it": the rebels
    if relation == "advcl" and is_passive(s, head):
        strike = any(f.kind in STRIKES for f in s.lexicon.verb_frames.get(s.verb(v), ()))
        if s.fine_tags[v] == "VBG" and (s.mark(v) in THROUGH or (strike and not s.mark(v))):
            # "killed in shelling by X", "in shelling attacks": nobody killed did it
            return _expand(s, [c for c in s.has(v, "obl", "obl:agent") if s.case(c) == "by"])
        return find_objects(s, head, depth + 1)
    if relation == "advcl":
        return find_subjects(s, head, depth + 1)
    if relation == "acl" and s.fine_tags[v] == "VBG":
        last = v - 1  # "a commander within the alliance leading the advance": the alliance leads it
        nearer = last > head and s.tags[last] in ("NOUN", "PROPN") and s.classes(last) & {"armed", "actor"}
        return [last if nearer else head] if s.mark(v) in ("", "as", "of") else []
    if relation == "acl" and s.fine_tags[v] == "VB":  # "an attempt by X to", "X's bid to"
        return find_noun_actors(s, head)
    if (
        relation == "amod" and s.fine_tags[v] == "VBN"
    ):  # "opposition-held": the compound before the participle
        return [
            c
            for c in s.has(v, "compound", "obl", "nmod", "nsubj", "advmod", "obl:unmarked")
            if s.tokens[c].text != "-"
        ]
    return []


def _find_aiming(s: Sentence, n: int, depth: int) -> list[int]:
    """Whose aim it is: the attacker's in "X's attack aimed at taking Y" and "carried out an attack on Z aimed at taking Y"."""
    own = [] if is_party(s, n) else find_noun_actors(s, n)
    if own:
        return own
    governor = next((p for p in s.path(n)[1:] if s.is_verb(p)), None)
    if governor is None or (s.relations[n] != "obj" and not is_party(s, n)):
        return []  # "killed in an operation aimed at": whose operation it was is not said
    return find_subjects(s, governor, depth + 1)


def find_objects(s: Sentence, v: int, depth: int = 0) -> list[int]:
    """The heads of the phrases that verb v is done to."""
    if depth > 6:
        return []
    relation, head = s.relations[v], s.heads[v]
    if is_passive(s, v):
        own = s.has(v, "nsubj:pass")
        if own:
            return _expand(s, _follow_relatives(s, own, v))
        if relation in ("acl", "amod") and head >= 0:
            return [head]
        if relation == "xcomp" and s.is_verb(head):  # "fifty are believed to have been killed"
            return (
                find_objects(s, head, depth + 1) if is_passive(s, head) else find_subjects(s, head, depth + 1)
            )
        if relation in ("conj", "advcl") and head >= 0 and s.is_verb(head):
            passive = is_passive(s, head)
            return find_objects(s, head, depth + 1) if passive else find_subjects(s, head, depth + 1)
        if relation == "root":
            return _expand(s, [c for c in s.has(v, "nsubj", "dep") if c < v])
        return []
    own = s.has(v, "obj") or [
        c for c in s.has(v, "obl") if s.case(c) == "over" and s.verb(v) in ("hand", "take", "turn", "give")
    ]
    if own:
        return _expand(s, _follow_relatives(s, own, v))
    if relation == "acl:relcl" and head >= 0 and s.has(v, "nsubj") and not _follows_relative(s, v):
        return [head]  # "the town that rebels seized", "the town rebels seized"
    for conjunct in s.has(v, "conj"):  # "shelled and destroyed the bridge"
        if s.is_verb(conjunct) and not s.has(conjunct, "nsubj", "nsubj:pass") and s.has(conjunct, "obj"):
            return _expand(s, s.has(conjunct, "obj")) if not s.has(v, "obl") else []
    return []


def find_noun_actors(s: Sentence, n: int) -> list[int]:
    """Who does what noun n names: "an offensive BY X", "X'S withdrawal", "the X advance", "withdrawal OF X"."""
    out = []
    for c in s.children[n]:
        relation, case = s.relations[c], s.case(c)
        if s.lower[c] in s.lexicon.words("grammar", "calendar"):
            continue  # "Sunday's attack"
        if (
            (relation in ("nmod", "obl:agent", "obl") and case == "by")
            or (relation == "nmod:poss" and s.lower[c] not in POSSESSIVES)
            or (relation in ("compound", "amod", "nmod:desc") and c < n and is_party(s, c))
            or (relation == "nmod" and case in ("between", "among") and not is_ground(s, c))
        ):
            out.append(c)
    return _expand(s, out)


def is_ground(s: Sentence, i: int) -> bool:
    """“Attacks between the communes of X and Y”: a place does nothing; a capital may ("between the two capitals")."""
    return s.tags[i] == "NOUN" and s.nouns[i] in s.lexicon.words("grammar", "named_grounds") - {"capital"}


def is_party(s: Sentence, i: int) -> bool:
    """Whether word i names someone who can act in a conflict."""
    return bool(s.classes(i) & {"armed", "actor"}) and s.nouns[i] not in (
        "side",
        "element",
        "unit",
        "member",
        "group",
        "convoy",
        "military",
    )


def find_obliques(s: Sentence, i: int) -> list[tuple[str, int]]:
    """The prepositional phrases of a verb or noun, as (preposition, head word), coordinated ones included."""
    out = []
    for c in s.has(i, "obl", "nmod", "obl:agent", "obl:unmarked", "nmod:unmarked", "advmod"):
        case = s.case(c)
        for conjunct in s.conjuncts(c):
            out.append((s.case(conjunct) or case, conjunct))
    return out


def _follows_relative(s: Sentence, v: int) -> bool:
    return any(s.lower[c] in RELATIVES for c in s.has(v, "nsubj", "nsubj:pass"))


def _follow_relatives(s: Sentence, words: list[int], v: int) -> list[int]:
    """Put the noun that a relative pronoun stands for in its place."""
    out = []
    for i in words:
        if s.lower[i] in RELATIVES and s.tags[i] == "PRON":
            clause = next((p for p in s.path(v) if s.relations[p] == "acl:relcl"), None)
            if clause is not None:
                out.append(s.heads[clause])
                continue
        out.append(i)
    return out


def _expand(s: Sentence, words: list[int]) -> list[int]:
    return sorted(
        {c for i in words for c in s.conjuncts(i) if not s.is_verb(c) or s.tags[c] in ("NOUN", "PROPN")}
    )


def find_earlier(s: Sentence, i: int) -> int | None:
    """The head of the phrase of time that word i stands in: "a week after the raid", "since they took the hill"."""
    return next(
        (j for j in s.path(i) if (s.case(j) or s.mark(j)) in EARLIER and s.relations[j] in ADJUNCTS), None
    )
