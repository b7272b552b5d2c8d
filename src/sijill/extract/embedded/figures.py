"""The numbers of a claim: what is counted, how many, and with which words of approximation."""

from sijill.extract.embedded.arguments import find_obliques
from sijill.extract.embedded.harm import (
    PERSONS,
    befallen,
    died_among,
    find_harm,
    harms_others,
    is_harmed,
    single_people,
    suffers_losses,
)
from sijill.extract.embedded.kinds import VIOLENT
from sijill.extract.embedded.slots import actor_name
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event
from sijill.model import Figure
from sijill.model import replace as change
from sijill.quantities import Quantity, find_quantities

TAKEN = frozenset({"detention", "abduction"})
FIRED = frozenset({"shelling", "air_strike", "drone_strike", "bombing"})
GROUND = frozenset(
    {"capture", "ground_attack", "withdrawal", "handover"}
)  # "took seven villages": 7, `other`


def read_quantities(s: Sentence) -> list[tuple[Quantity, list[int]]]:
    """The quantity phrases of a sentence with the words that each covers."""
    text = s.text[s.start : s.end]
    out = []
    for quantity in find_quantities(text, "en"):
        if quantity.kind == "ordinal":
            continue
        words = [
            i
            for i, t in enumerate(s.tokens)
            if t.start < s.start + quantity.end and t.end > s.start + quantity.start
        ]
        if words:
            out.append((quantity, words))
    return out


def read_figures(
    s: Sentence, event: Event, quote: tuple[int, int], told: frozenset[int] = frozenset()
) -> tuple[Figure, ...]:
    """The figures of one claim, in the order of the text; a subset is marked and never stands for its whole.

    `told` are words that the model gives to this event as its figures: they count something, if no rule says what.
    """
    out: list[Figure] = []
    for quantity, words in read_quantities(s):
        if not (quote[0] <= words[-1] and words[0] <= quote[1]):
            continue
        counted = _counted(s, words)
        if _is_age(s, words, quantity) or _is_source_of(s, counted) or is_population(s, words, counted):
            continue
        if is_of_somebody(s, words, counted) or _is_strength(s, words) or suffers_losses(s, counted):
            continue
        figure = _figure(s, event, quantity, words, counted, bool(told & set(words)))
        if figure is not None:
            out.append(figure)
            out += _one_more(s, figure, counted)
    if not out and event.kind in ("equipment_loss", "weapons_surrender"):
        out += _single_things(s, event)
    if not out and event.frame.get("harm"):
        out += single_people(s, event)
    if not out and event.kind in TAKEN:
        out += [change(f, measure="captured") for f in single_people(s, event, taken=True)]
    return tuple(out)


def is_population(s: Sentence, words: list[int], counted: int | None) -> bool:
    """“A town of 40,000 people”, “home to some 150,000”, “where 80,000 lived”, “which houses 12,000”: not of the event."""
    inside = set(words)
    top = next((w for w in words if s.heads[w] not in inside), words[-1])
    for node in {top, counted if counted is not None else top}:
        above, relation = s.heads[node], s.relations[node]
        if above < 0:
            continue
        if (
            relation == "nsubj"
            and s.verb(above) in s.lexicon.words("grammar", "dwelling")
            and s.is_verb(above)
        ):
            return True
        if relation in ("obj", "nsubj:pass") and s.verb(above) in s.lexicon.words("grammar", "housing"):
            return s.is_verb(above)
        if relation in ("nmod", "obl") and s.case(node) == "to" and s.nouns[above] == "home":
            return True
        ground = s.nouns[above] == "population" or "place" in s.lexicon.classes_of(s.nouns[above])
        if relation == "nmod" and s.case(node) == "of" and ground and s.tags[above] == "NOUN":
            return True
    return False


def is_of_somebody(s: Sentence, words: list[int], counted: int | None) -> bool:
    """“A father of four was killed”, “the commander of 500 fighters”: the number says who it is, and counts none of the dead."""
    inside = set(words)
    top = next((w for w in words if s.heads[w] not in inside), words[-1])
    return any(
        s.relations[node] == "nmod"
        and s.case(node) == "of"
        and s.nouns[s.heads[node]] in s.lexicon.words("grammar", "heads_of")
        for node in {top, counted if counted is not None else top}
    )


def _is_strength(s: Sentence, words: list[int]) -> bool:
    """“The 3,000-strong brigade”: how large it is."""
    return "strong" in s.lower[words[-1] + 1 : words[-1] + 3]


def _is_age(s: Sentence, words: list[int], quantity: Quantity) -> bool:
    """“Karim, 34, a baker”; “a woman, 27, and her child”; "aged 12": years of life, not a count."""
    before = s.tokens[words[0] - 1].text if words[0] else ""
    after = s.tokens[words[-1] + 1].text if words[-1] + 1 < len(s) else "."
    plain = quantity.qualifier == "exact" and quantity.low is not None and quantity.low <= 115
    if s.lower[words[0] - 1 : words[0]] == ("aged",) or s.lower[words[-1] + 1 : words[-1] + 4] == (
        "-",
        "year",
        "-",
    ):
        return True
    someone = words[0] > 1 and (s.tags[words[0] - 2] in ("PROPN", "NOUN"))
    return (
        plain
        and before == ","
        and after in (",", ".", ")", ";")
        and len(words) == 1
        and someone
        and words[0] > 1
    )


def _is_source_of(s: Sentence, counted: int | None) -> bool:
    """“seven people from two families”: the families are where the seven come from, not two more."""
    if counted is None or s.relations[counted] != "nmod" or s.case(counted) not in ("from", "across"):
        return False
    head = s.heads[counted]
    return bool(s.has(head, "nummod")) or s.tags[head] == "NUM"


def _one_more(s: Sentence, figure: Figure, counted: int | None) -> list[Figure]:
    """“two women and a child”: the child is one more, and is not lost."""
    out = []
    beside = s.has(counted, "conj") if counted is not None else []
    if counted is not None and s.relations[counted] == "conj":
        beside = [s.heads[counted], *beside]  # "a sergeant and three soldiers"
    for c in beside:
        article = next((d for d in s.has(c, "det", "nummod") if s.lower[d] in ("a", "an")), None)
        if article is not None and s.classes(c) & PERSONS and s.fine_tags[c] in ("NN", "NNP"):
            out.append(
                Figure(
                    measure=figure.measure,
                    who=actor_name(s, c),
                    low=1,
                    high=1,
                    qualifier="exact",
                    text=s.tokens[article].text,
                )
            )
    return out


def _single_things(s: Sentence, event: Event) -> list[Figure]:
    """“destroyed a tank”: the article counts one."""
    measures = s.lexicon.data.get("measures", {})
    out = []
    for i in event.objects:
        kind = next((k for k in ("tank", "vehicle", "aircraft") if k in s.classes(i)), None)
        article = next((c for c in s.has(i, "det") if s.lower[c] in ("a", "an")), None)
        if kind and article is not None and s.fine_tags[i] in ("NN", "NNP"):
            out.append(
                Figure(
                    measure=measures[kind],
                    who=actor_name(s, i),
                    low=1,
                    high=1,
                    qualifier="exact",
                    text=s.tokens[article].text,
                )
            )
    return out


def _counted(s: Sentence, words: list[int]) -> int | None:
    """The word that a quantity counts: the noun it modifies, or what follows "of"."""
    inside = set(words)
    for w in words:
        head = s.heads[w]
        if s.relations[w] == "nummod" and head not in inside:
            while s.relations[head] == "nmod:poss" and s.heads[head] > head:
                head = s.heads[head]  # "nine army positions’ …", "the forces’ nine positions": the positions
            before = head < words[0] and s.nouns[head] in s.lexicon.noun_frames
            return words[-1] if before else head  # "losses in the attack exceeded 48": no 48 attacks
    top = next((w for w in words if s.heads[w] not in inside), words[-1])
    for case, w in find_obliques(s, top):
        if case == "of" and w > top:
            return w
    if s.nouns[top] in s.lexicon.words("grammar", "containers") and s.relations[top] in (
        "nummod",
        "nmod",
        "det",
        "compound",
        "amod",
    ):
        return s.heads[top]
    if s.relations[top] in ("compound", "amod", "det") and s.heads[top] >= 0 and s.heads[top] > top:
        return s.heads[top]
    return top


def _figure(
    s: Sentence, event: Event, q: Quantity, words: list[int], counted: int | None, told: bool
) -> Figure | None:
    noun = s.nouns[counted] if counted is not None else ""
    unit = s.lexicon.data.get("units", {}).get(noun)
    classes = s.classes(counted) if counted is not None else frozenset()
    text = s.span_text(words)
    named = counted
    if counted is not None and s.nouns[counted] in s.lexicon.words("grammar", "containers"):
        named = next((w for case, w in find_obliques(s, counted) if case == "of"), counted)
    who = actor_name(s, named) if named is not None and named not in words else None
    subset = _is_subset(s, words, counted)
    common = {"low": q.low, "high": q.high, "qualifier": q.qualifier, "subset": subset, "text": text}
    if q.kind == "percent":
        return Figure(measure="percent", who=who, unit="%", **common)
    if unit:
        return (
            None
            if unit in ("hours",) and event.kind != "negotiation"
            else Figure(measure=unit, who=None if named == counted else who, unit=noun, **common)
        )
    if noun in s.lexicon.words("grammar", "uncounted"):
        return None
    if noun in s.lexicon.words("grammar", "times"):
        if noun == "time" and event.kind in ("air_strike", "drone_strike"):
            return Figure(measure="strikes", who=who, **common)
        return None
    own = befallen(s, words, counted)
    if own == "displaced" and event.kind in VIOLENT:
        return None  # "hundreds were killed and tens of thousands displaced"
    measure = own or _measure(s, event, noun, classes, counted)
    measure = "killed" if died_among(s, words) else measure
    if measure is None and told and q.low is not None:
        people = "fighters" if "armed" in classes else "civilians" if "civilian" in classes else "other"
        people = "other" if "place" in classes else people
        doing = counted in event.subjects and event.frame.part == "verb" and counted is not None
        if people == "civilians" and event.kind in ("ground_attack", "clash", "capture") and doing:
            people = "fighters"  # "dozens of men attacked the village"
        measure = "captured" if event.kind in TAKEN else people
    if measure is None or (q.low is None and q.high is None):
        return None
    if measure == "other" and event.kind in GROUND and "place" in classes and q.high is None:
        return None  # "several towns": no count
    if measure in ("killed", "wounded", "other") and counted is not None and harms_others(s, counted):
        return None
    if subset and who:
        who = f"{who} (subset)"
    return Figure(measure=measure, who=who, **common)


def _measure(
    s: Sentence, event: Event, noun: str, classes: frozenset[str], counted: int | None
) -> str | None:
    measures = s.lexicon.data.get("measures", {})
    for name in ("tank", "barrel_bomb", "aircraft", "strike"):
        if name in classes:
            return measures.get(name, "other")
    if "vehicle" in classes and not classes & {"armed"}:
        return measures["vehicle"]
    harm = find_harm(s, event, counted)
    persons = (
        bool(classes & PERSONS)
        or is_harmed(s, counted)
        or noun
        in (
            "body",
            "corpse",
            "loss",
            "dead",
            "casualty",
            "death",
            "fatality",
            "remains",
            "other",
            "dozen",
            "hundred",
            "thousand",
            "score",
            "ten",
        )
    )
    if noun in ("prisoner", "captive", "hostage", "detainee") and event.kind in (
        "casualties",
        "detention",
        "capture",
        "equipment_loss",
        "abduction",
    ):
        return "captured"
    if event.kind in VIOLENT and (
        persons or harm in ("killed", "other") or (counted is not None and s.tags[counted] == "NUM")
    ):
        if harm and (
            persons or counted is None or noun in ("loss", "toll") or s.tags[counted] in ("NUM", "VERB")
        ):
            return harm
        return None
    if not persons:
        if event.kind == "displacement" and counted is not None and s.tags[counted] == "NUM":
            return (
                "displaced" if _is_argument(s, event, counted) else None
            )  # "the fighting displaced 185,000"
        if event.kind in FIRED and counted in event.subjects and s.fine_tags[counted] == "NNS":
            return "other"  # "six shells fell"
        if "weapon" in classes:
            return measures["weapon"]
        ground = event.kind in GROUND and "place" in classes and _is_argument(s, event, counted)
        told = event.kind in ("aid", "other", "looting", "agreement") or "building" in classes
        return "other" if told or ground else None
    if event.kind in TAKEN:
        return "captured"
    if event.kind == "displacement":
        return "displaced"
    if event.kind in ("evacuation", "withdrawal"):
        mixed = (
            counted is not None
            and len(
                {
                    c
                    for j in s.conjuncts(counted)
                    for w in s.phrase(j)
                    for c in s.classes(w) & {"armed", "civilian"}
                }
            )
            > 1
        )
        if mixed or noun in ("people", "person"):
            return "evacuated"
        return "fighters" if "armed" in classes else "civilians"
    if event.kind in ("held", "mobilization", "contested", "handover"):
        return "fighters" if "armed" in classes and event.kind != "handover" else "other"
    return "civilians" if "civilian" in classes else "fighters" if "armed" in classes else None


def _is_argument(s: Sentence, event: Event, counted: int | None) -> bool:
    return counted is not None and counted in {
        w for o in [*event.objects, *event.subjects] for w in s.conjuncts(o)
    }


def _is_subset(s: Sentence, words: list[int], counted: int | None) -> bool:
    """ "including 1,500 fighters", "among them 12 children", "of whom 3"."""
    low = min([*words, *(s.phrase(counted) if counted is not None else [])])
    before = s.lower[max(0, low - 3) : low]
    if s.lower[max(words) + 1 : max(words) + 3] in (("of", "them"), ("of", "whom")):
        return True
    return (
        "including" in before
        or "among" in before
        or before[-2:] == ("of", "whom")
        or before[-2:] == ("of", "them")
    )
