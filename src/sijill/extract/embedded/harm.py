"""Who was killed or hurt, and by what words: the measure of a number of people in a claim of harm."""

from sijill.extract.embedded.arguments import find_obliques
from sijill.extract.embedded.slots import actor_name
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event
from sijill.model import Figure

PERSONS = frozenset({"armed", "civilian", "person", "actor", "victim"})
HURT = frozenset({"wounded", "injured", "hurt"})


def single_people(s: Sentence, event: Event, taken: bool = False) -> list[Figure]:
    """“a woman was killed”: the article counts one; `taken` of those who are arrested or abducted."""
    out = []
    for i in [*event.objects, *event.subjects]:
        for w in s.conjuncts(i):
            if taken and i not in event.objects:
                continue
            article = next((c for c in s.has(w, "det") if s.lower[c] in ("a", "an")), None)
            related = s.nouns[w] in s.lexicon.words("grammar", "kin")
            if related and article is None:
                article = next(iter(s.has(w, "nmod:poss")), None)  # "her husband"
            person = related or s.classes(w) & (PERSONS - {"actor"})
            one = article is not None and s.fine_tags[w] == "NN" and person
            if (
                one
                and (taken or is_harmed(s, i))
                and not s.lexicon.classes.get("group", frozenset()) & {s.nouns[w]}
            ):
                measure = (
                    "wounded" if s.verb(s.heads[i]) in s.lexicon.words("grammar", "wounding") else "killed"
                )
                out.append(
                    Figure(
                        measure=measure,
                        who=actor_name(s, w),
                        low=1,
                        high=1,
                        qualifier="exact",
                        text=s.tokens[article].text,
                    )
                )
    return out


def befallen(s: Sentence, words: list[int], counted: int | None) -> str | None:
    """`killed`, `wounded` or `displaced` where the counted word, or the one after a bare number, says so itself.

    “18 deaths and four injuries”, “40 people were killed and six wounded”: whatever the tree says.
    """
    after = words[-1] + 1
    fates = s.lexicon.words("grammar", "displacing") | s.lexicon.words("grammar", "wounding")
    bare = counted is None or counted < after or (counted == after and s.verb(after) in fates)
    if not bare and counted is not None:
        noun = s.nouns[counted] if s.tags[counted] in ("NOUN", "PROPN") else ""
        if noun in s.lexicon.words("grammar", "deaths"):
            return "killed"
        return "wounded" if noun in s.lexicon.words("grammar", "injuries") else None
    if after >= len(s):
        return None
    if s.verb(after) in s.lexicon.words("grammar", "wounding"):
        return "wounded"
    if s.verb(after) in s.lexicon.words("grammar", "displacing"):
        return "displaced"
    killed = s.verb(after) in s.lexicon.words("grammar", "killing") or s.lower[after] == "dead"
    return "killed" if killed and s.tags[after] != "NOUN" else None


def suffers_losses(s: Sentence, counted: int | None) -> bool:
    """“Over a hundred soldiers suffered heavy losses”: how many they were, not how many they lost."""
    if counted is None or s.relations[counted] != "nsubj":
        return False
    return any(s.nouns[o] in ("loss", "casualty") for o in s.has(s.heads[counted], "obj"))


def find_harm(s: Sentence, event: Event, counted: int | None) -> str | None:
    """`killed`, `wounded`, or `other` for a lump of both; None when nobody is said to be harmed."""
    found: set[str] = set()
    after = counted + 1 if counted is not None and s.tags[counted] == "NUM" else len(s)
    if after < len(s) and s.verb(after) in s.lexicon.words("grammar", "wounding"):
        return "wounded"  # "two soldiers were killed and five wounded", wherever the parser hangs the five
    above = s.heads[counted] if counted is not None and s.relations[counted] == "nmod" else -1
    if (
        above >= 0
        and s.case(counted) == "of"
        and s.nouns[above] in ("death", "killing", "injury", "wounding")
    ):
        return "wounded" if s.nouns[above] in ("injury", "wounding") else "killed"
    lost = event.frame.get("loser") or (s.nouns[event.index] == "loss" and event.frame.part == "noun")
    if lost and counted is not None and s.classes(counted) & PERSONS:
        return "killed"  # "the front lost 20 men", "losses came to 300 soldiers"
    path = s.path(counted)[:4] if counted is not None else []
    if any(s.verb(v) == "lose" and any(s.nouns[o] == "life" for o in s.has(v, "obj")) for v in path):
        return "killed"  # "a dozen civilians lost their lives"
    verbs = [event.index, *path]
    verbs += [
        c
        for v in [event.index, *path]
        for c in s.has(v, "conj", "acl", "advcl", "acl:relcl", "amod", "dep", "xcomp")
    ]
    for v in verbs:
        lemma = s.verb(v)
        if s.nouns[v] in (
            "toll",
            "death",
            "dead",
            "fatality",
            "body",
            "corpse",
            "life",
            "remains",
            "killing",
        ):
            found.add("killed")
        if lemma in s.lexicon.words("grammar", "killing") and s.tags[v] in ("VERB", "ADJ", "NOUN", "PROPN"):
            found.add("killed")
        elif lemma in s.lexicon.words("grammar", "wounding") or s.nouns[v] in (
            "wounded",
            "injured",
            "injury",
        ):
            found.add("wounded")
        elif s.nouns[v] == "casualty" or lemma in ("neutralise", "neutralize"):
            found |= {
                "killed",
                "wounded",
            }  # "neutralised": killed, wounded or taken, which of them is not said
        elif s.nouns[v] == "loss" and any(s.lower[c] == "human" for c in s.children[v]):
            found.add("killed")
    near = (
        {s.verb(c) for v in [event.index] for c in s.has(v, "conj")} if event.frame.part == "verb" else set()
    )
    if s.verb(event.index) in s.lexicon.words("grammar", "killing") and near & s.lexicon.words(
        "grammar", "wounding"
    ):
        own = [c for c in s.has(event.index, "conj") if s.verb(c) in s.lexicon.words("grammar", "wounding")]
        if any(not s.has(c, "nsubj") and not _has_own_count(s, c) for c in own):
            return "other"
    if counted is not None and (s.nouns[counted] in HURT or s.lower[counted] in HURT):
        died = s.verb(event.index) in s.lexicon.words("grammar", "killing")
        return "killed" if died and counted in s.subtree(event.index) and found == {"killed"} else "wounded"
    if found == {"killed", "wounded"}:
        first = counted
        while first is not None and s.relations[first] == "conj" and not s.is_verb(first):
            first = s.heads[first]  # "five rangers and a soldier were killed, and ten were injured"
        if first is not None and s.heads[first] >= 0:
            lemma = s.verb(s.heads[first])
            if lemma in s.lexicon.words("grammar", "wounding"):
                return "wounded"
            if lemma in s.lexicon.words("grammar", "killing") and not any(
                s.verb(c) in s.lexicon.words("grammar", "wounding") and not _has_own_count(s, c)
                for c in s.has(s.heads[first], "conj")
            ):
                return "killed"
        return "other"
    return next(iter(found), None)


def died_among(s: Sentence, words: list[int]) -> bool:
    """“Three of the wounded died”, “four of the 12 injured have died”: the three are dead."""
    inside = set(words)
    top = next((w for w in words if s.heads[w] not in inside), words[-1])
    whole = [w for case, w in find_obliques(s, top) if case == "of"]
    hurt = any(s.lower[k] in HURT for w in whole for k in (w, *s.has(w, "amod", "acl", "appos")))
    verb = s.heads[top]
    return hurt and verb >= 0 and s.verb(verb) in s.lexicon.words("grammar", "killing")


def is_harmed(s: Sentence, counted: int | None) -> bool:
    """Whether what is counted is who is killed or hurt: “killed 200 commandos”, “three farmhands lost their lives”."""
    if counted is None:
        return False
    above = s.heads[counted]
    held = (
        above >= 0
        and s.relations[counted] == "nmod"
        and s.nouns[above] in s.lexicon.words("grammar", "containers")
    )
    if held and s.case(counted) == "of":
        counted = above  # "hundreds of Torians were killed"
    v, relation = s.heads[counted], s.relations[counted]
    if v < 0 or not s.is_verb(v):
        return False
    harm = s.lexicon.words("grammar", "killing") | s.lexicon.words("grammar", "wounding")
    if s.verb(v) in s.lexicon.words("grammar", "victim_subject"):
        return relation == "nsubj"
    if s.verb(v) == "lose":
        return relation == "nsubj" and any(s.nouns[o] == "life" for o in s.has(v, "obj"))
    fates = [
        v,
        *(
            c
            for c in s.has(v, "conj")
            if s.fine_tags[c] == "VBN" and not s.has(c, "nsubj", "nsubj:pass", "obj")
        ),
    ]
    if relation == "nsubj:pass":  # "eleven men were ambushed and killed"
        return any(s.verb(fate) in harm for fate in fates)
    return s.verb(v) in harm and relation == "obj"


def harms_others(s: Sentence, counted: int) -> bool:
    """“two gunmen killed five people”: the two are who did it, and none of the dead."""
    counted = s.lead(counted)
    v = s.heads[counted]
    harm = s.lexicon.words("grammar", "killing") | s.lexicon.words("grammar", "wounding")
    if s.relations[counted] != "nsubj" or v < counted or s.verb(v) not in harm:
        return False
    containers = s.lexicon.words("grammar", "containers")
    return any(
        s.classes(o) & PERSONS or s.nouns[o] in containers or s.tags[o] in ("NUM", "PRON")
        for o in s.has(v, "obj")
    )


def _has_own_count(s: Sentence, v: int) -> bool:
    """Whether a second harm counts people of its own: "killed 12 and wounded 30", "and five wounded"."""
    return bool(s.has(v, "obj", "nsubj:pass", "nummod")) or s.tags[v - 1] == "NUM"
