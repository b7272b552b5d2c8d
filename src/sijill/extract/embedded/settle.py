"""What kind of event is told, once its attempt, failure, means and company are known."""

from sijill.extract.embedded.arguments import find_noun_actors, find_obliques, is_passive
from sijill.extract.embedded.clause import Reading
from sijill.extract.embedded.harm import PERSONS
from sijill.extract.embedded.kinds import MEANS, STATES
from sijill.extract.embedded.lexicon import Frame
from sijill.extract.embedded.slots import is_civilian
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.triggers import Event

MURDEROUS = frozenset({"kill", "wound", "injure", "slay", "martyr", "die", "perish"})


def settle_kinds(s: Sentence, kept: list[tuple[Event, Reading]]) -> None:
    """Let attempts, failures and means decide what kind of event is told."""
    for event, reading in kept:
        if event.kind == "casualties":
            _settle_harm(s, event)
        if event.kind == "ground_attack" and event.frame.part == "noun":
            _settle_headline(s, event)
        back = event.noun is not None and any(s.lower[c] == "back" for c in s.children[event.index])
        if event.kind == "ground_attack" and back:
            event.kind = "repelled_attack"  # "drove back an attack"
        if reading.failed and event.kind in ("capture", "ground_attack"):
            event.kind = (
                "contested"
                if s.verb(event.index) in ("secure", "hold")
                else "repelled_attack"
                if event.kind == "ground_attack"
                else "ground_attack"
            )
            reading.reasons.append("the attempt is told, its outcome denied")
        elif reading.failed and event.kind not in STATES:
            reading.weaken("denies", "it was not managed")
        elif reading.attempt and event.kind in ("capture", "held"):
            event.kind = "ground_attack"
        elif reading.attempt and event.kind == "repelled_attack":
            reading.veto = "an effort, and not what came of it"
        elif reading.attempt and event.kind in ("detention", "evacuation"):
            reading.weaken("plans", "attempt")
        if event.kind == "held" and event.frame.get("state") and event.frame.part == "noun":
            _settle_control(s, event, reading)
        if (
            event.kind == "held"
            and event.frame.part == "verb"
            and reading.stance in ("plans", "hypothetical")
            and s.fine_tags[event.index] == "VB"
        ):
            event.kind = "capture"
        if event.kind == "held" and reading.stance == "denies" and reading.denier is None:
            if "nobody did" in reading.reasons:  # "which neither side controls"
                event.kind, reading.stance = "contested", "asserts"
            else:
                reading.veto = "not held; by whom is not said"
        if (
            event.frame.id == "capture.come-under"
            and s.fine_tags[event.index] in ("VBZ", "VBP")
            and not s.has(event.index, "aux")
        ):
            event.kind = "held"
        if (
            event.frame.id == "attack.enter"
            and reading.stance == "plans"
            and s.verb(event.index) == "enter"
            and _is_term(s, event.index)
        ):
            event.kind = "handover"
        if event.frame.id == "evacuation.leave":
            _settle_leaving(s, event, reading)
        if event.frame.id == "mobilization.verb" and all(
            s.nouns[i] in s.lexicon.words("grammar", "no_force") for i in event.objects or [event.index]
        ):
            reading.veto = "no force is mobilised"
        if event.frame.id == "withdrawal.flee" and any(
            case in ("to", "into", "towards") for case, _ in find_obliques(s, event.index)
        ):
            event.kind = "displacement"
        if (
            event.kind == "displacement"
            and any(s.classes(i) & {"armed"} for i in event.subjects)
            and s.verb(event.index) == "flee"
            and not event.objects
        ):
            event.kind = "withdrawal"
        if event.kind == "capture" and event.frame.id == "capture.noun" and s.nouns[event.index] == "loss":
            event.subjects = []


def _settle_headline(s: Sentence, event: Event) -> None:
    """“Army repels attack on X”: in a headline the parser may take the verb before the attack for a noun."""
    verb = event.index - 1
    if verb < 1 or s.is_verb(verb) or s.tags[verb] not in ("NOUN", "PROPN"):
        return
    lemma = s.lexicon.verb_forms.get(s.lower[verb], "")
    if any(frame.kind == "repelled_attack" for frame in s.lexicon.verb_frames.get(lemma, ())):
        event.kind, event.objects = "repelled_attack", []
        event.subjects = [verb - 1] if s.tags[verb - 1] in ("NOUN", "PROPN") else []


def _is_term(s: Sentence, v: int) -> bool:
    """Whether a verb stands below what an agreement allows or provides."""
    quasi = s.lexicon.words("stance", "quasi_plans")
    return any(s.is_verb(p) and s.verb(p) in quasi for p in s.path(v)[1:3])


def _settle_leaving(s: Sentence, event: Event, reading: Reading) -> None:
    """Soldiers who leave a place withdraw; people, families and fighters bound somewhere are evacuated."""
    if any(_is_of_things(s, i) for i in event.subjects):
        reading.veto = "what left is a thing"  # "trucks were attacked after they left the town"
    words = [w for i in event.subjects for w in s.subtree(i)]
    people = any("civilian" in s.classes(w) for w in words) or any(s.tags[w] == "NUM" for w in words)
    bound = any(
        case in ("to", "towards", "toward", "for", "into") and s.classes(w) & {"place", "name"}
        for case, w in find_obliques(s, event.index)
    )
    armed = any("armed" in s.classes(i) for i in event.subjects) or any(
        s.lower[i] in ("they", "it") for i in event.subjects
    )
    if armed and not people and not bound:
        event.kind = "withdrawal"


def _is_of_things(s: Sentence, i: int) -> bool:
    """Whether a pronoun stands for the subject of the clause above, and that is no person and nobody's name."""
    clause = s.heads[i]
    above = s.heads[clause] if clause >= 0 else -1
    if s.lower[i] not in ("they", "it") or above < 0 or s.relations[clause] not in ("advcl", "acl", "ccomp"):
        return False
    meant = s.has(above, "nsubj", "nsubj:pass")
    people = PERSONS | {"group", "convoy", "bus"}
    return bool(meant) and all(s.tags[m] == "NOUN" and not s.classes(m) & people for m in meant)


def _settle_control(s: Sentence, event: Event, reading: Reading) -> None:
    """ "not under firm X control" is contested; "control of the area by X" without a verb of taking is held."""
    n = event.index
    near = [*s.children[n], *(s.children[s.heads[n]] if s.heads[n] >= 0 else [])]
    if s.case(n) == "outside" or any(s.lower[c] in ("not", "n't", "never", "no") for c in near):
        event.kind = "contested"
        if reading.stance == "denies":
            reading.stance = "asserts"


def _settle_harm(s: Sentence, event: Event) -> None:
    """Casualties of one strike sit on that strike; armed men killing civilians is violence against civilians."""
    verb = s.verb(event.index) if event.frame.part != "noun" else ""
    means = _means_of(s, event)
    if means is not None:
        event.kind = means[0]
        event.subjects = find_noun_actors(s, means[1])
        if event.noun is None and means[1] > event.index:
            event.noun = means[1]
        return
    dies = verb in ("die", "perish")
    victims = event.subjects if dies else event.objects
    killers = [] if dies else [i for i in event.subjects if s.classes(i) & {"armed", "actor", "name"}]
    if not dies and any(_is_between(s, i) for i in event.subjects):
        event.subjects = []  # "fighting between X and Y killed 25 people": neither is said to have killed them
        return
    attack = None if killers else _attack_of(s, event)
    if attack is not None:
        killers = find_noun_actors(s, attack)
    if killers and verb in MURDEROUS and any(is_civilian(s, i) for i in victims):
        event.kind = "violence_against_civilians"
        event.subjects, event.objects = killers, victims
        event.noun = event.noun if attack is None else attack


def _is_between(s: Sentence, i: int) -> bool:
    """Whether a noun tells of fighting that has two sides, both named: "clashes between X and Y"."""
    two = any(s.case(c) in ("between", "among") for c in s.has(i, "nmod", "obl"))
    return two and any(frame.kind == "clash" for frame in s.lexicon.noun_frames.get(s.nouns[i], ()))


def _attack_of(s: Sentence, event: Event) -> int | None:
    """The attack with its doer that people died in: “died in an attack by rebels of the front”."""
    for case, w in find_obliques(s, event.index):
        named = case in ("in", "during", "by") and s.nouns[w] in ("attack", "raid", "assault", "ambush")
        if named and any(s.classes(i) & {"armed", "actor"} for i in find_noun_actors(s, w)):
            return w
    return None


def _means_of(s: Sentence, event: Event) -> tuple[str, int] | None:
    """The strike that a killing is laid to: "killed by shelling", "shelling killed", "died in an airstrike"."""
    candidates = list(event.subjects) if not is_passive(s, event.index) else []
    for case, w in find_obliques(s, event.index):
        if case in ("by", "in", "from", "as", "when", "because of", "due to", "during", "after"):
            candidates.append(w)
            candidates += [x for c, x in find_obliques(s, w) if c in ("of", "in")]
    found: list[tuple[str, int]] = []
    for w in candidates:
        if s.is_verb(w) and s.fine_tags[w] != "VBG":
            continue  # "killed in clashes, a day after they pounded the town"
        frame = next((f for f in s.lexicon.noun_frames.get(s.nouns[w], ()) if _names_means(s, w, f)), None)
        if frame is not None:
            found.append((frame.kind, w))
    if not found:
        return None
    kind, first = found[0]
    beside = [
        f
        for c in s.has(first, "conj")
        for f in s.lexicon.noun_frames.get(s.nouns[c], ())
        if _names_means(s, c, f)
    ]
    return (
        None if any(f.kind != kind for f in beside) else found[0]
    )  # "shelling and air strikes killed 24": of neither alone


def _names_means(s: Sentence, w: int, frame: Frame) -> bool:
    """Whether noun w, as this frame reads it, is a strike: "raid" only with a word for what flew."""
    mods = frame.words("mod")
    near = s.has(w, "compound", "amod", "nmod", "nmod:poss")
    return frame.kind in MEANS and (not mods or any(s.nouns[c] in mods or s.lower[c] in mods for c in near))
