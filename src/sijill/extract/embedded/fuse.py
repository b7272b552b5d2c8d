"""One list of drafts out of two: what the grammar reads off the tree and what the model reads off the words.

The model decides whether a word tells an event and of which kind; the grammar adds what the model misses where the model
does not speak against it, and the more cautious of the two has the word on stance: a plan is never told as an event because
one of them overlooked it.
"""

from dataclasses import dataclass, field, replace

from sijill.extract.embedded.anaphora import holds_pronoun
from sijill.extract.embedded.arguments import find_obliques
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.kinds import MEANS, STATES
from sijill.extract.embedded.laying import find_causes, lay_tolls
from sijill.extract.embedded.lexicon import Frame
from sijill.extract.embedded.signals import Signals
from sijill.extract.embedded.slots import Slots, actor_name
from sijill.extract.embedded.tree import Sentence
from sijill.extract.embedded.unreal import has_cue, may_deny
from sijill.extract.embedded.where import HOLDING, MOVES
from sijill.model import replace as change

NEAR = 8  # words between a quote and a party that the model gives to its event
CLOSE = 5  # words between two words that may tell one event
UNSEEN = 0.3  # the probability below which the model does not see an event
SAID = 0.8  # the probability from which what a party says is the event that it tells, not a statement
SHORT = 4  # words; a quote of the grammar below it ("fighting") gives way to a longer one of the model
VAGUE = 0.5  # the probability from which an event of no kind that the grammar knows has the model's
PLAIN = 0.6  # how sure it must be that an event is unreal in a sentence without any word that says so
COUNTS_APART = frozenset(
    {"casualties", "detention", "equipment_loss"}
)  # what the grammar has parted stays parted
CHEMICAL = "chemical_attack"
HELD_GROUND = STATES | {"capture", "handover", "withdrawal"}
UNDER = frozenset({"under", "beneath", "underneath"})
LEAST = 0.01  # what the model must give to a word that goes with one it is sure of
SURE_SPEAKER = 0.8  # the probability from which the model's speaker goes before the grammar's


@dataclass(frozen=True)
class Thresholds:
    """How sure the model must be; chosen on annotated reports by cross-validation (`training/choose.py`)."""

    propose: float = 0.7  # to tell an event that the grammar does not see
    doubt: float = 0.95  # to tell one that is of no kind, or where a word may say that it did not happen
    suppose: float = 0.6  # to tell one that is planned, denied or supposed
    keep: float = 0.15  # not to drop one that only the grammar sees
    ground: float = 0.01  # the same, where it tells who holds, takes or leaves a place, or what is denied
    agree: float = 0.05  # to tell one that both see
    rename: float = 0.95  # to call it by another kind than the grammar does
    unreal: float = 0.3  # to take it for a plan, a denial or a hypothesis against the grammar


@dataclass
class Fused:
    """What is told of one sentence, and what is not."""

    told: list[Draft]
    notes: list[str] = field(default_factory=list)  # what was left out and why, in words for a person
    # what the model sees well enough to be told where a party says it (`statements.py`)
    spare: list[Draft] = field(default_factory=list)
    # what only the grammar sees, and not well enough: its day and place are the story's all the same
    unsure: list[Draft] = field(default_factory=list)


def fuse_drafts(s: Sentence, told: list[Draft], learned: list[Draft], limits: Thresholds) -> Fused:
    """The drafts of one sentence, each event once, and what was left out."""
    if s.parse.signals.kinds is None:
        return Fused(told)
    out: list[Draft] = []
    notes: list[str] = []
    spare: list[Draft] = []
    unsure: list[Draft] = []
    free = lay_tolls(s, told, list(learned))
    for draft in told:
        _share_toll(s, draft, free)
    for draft in told:
        twin = _twin(s, draft, free)
        if twin is not None:
            words = _trigger_words(draft)
            free = [d for d in free if d is not twin and d.event.index not in words]
            if _trusts(draft) or s.parse.signals.event_at(twin.event.index) >= limits.agree:
                out.append(_join(s, draft, twin, limits))
            else:
                notes.append(_tell_left(s, draft, limits.agree))
        elif (
            _trusts(draft)
            or _list_sharing(s, draft, free)
            or _support(s, draft) >= _least_kept(s, draft, limits)
        ):
            draft.support = _support(s, draft)
            _caution(s, draft, draft.event.index, limits)
            out.append(draft)
        else:
            notes.append(_tell_left(s, draft, _least_kept(s, draft, limits)))
            if _support(s, draft) >= LEAST:
                unsure.append(draft)
    for draft in free:
        draft.support = s.parse.signals.event_at(draft.event.index)
        least = limits.propose if draft.stance == "asserts" else limits.suppose
        if draft.stance == "asserts" and (draft.event.kind == "other" or has_cue(s, draft.event)):
            least = max(least, limits.doubt)
        if not _may_hold(s, draft):
            notes.append(
                f"“{s.tokens[draft.event.index].text}” ({draft.event.kind}, only the model): no word that tells one"
            )
        elif _says_nothing(draft):
            notes.append(
                f"“{s.tokens[draft.event.index].text}” ({draft.event.kind}, only the model): named, not told"
            )
        elif draft.support >= least and (_part_of(draft, out) or not _is_told(draft, out)):
            out.append(draft)
        elif draft.support < least:
            if draft.support >= SAID and draft.event.kind != "statement":
                spare.append(draft)
            word = s.tokens[draft.event.index].text
            notes.append(
                f"“{word}” ({draft.event.kind}, only the model): {draft.support:.2f}, less than {least}"
            )
    return Fused(sorted(_fold_tolls(s, out), key=lambda d: (d.event.index, d.span)), notes, spare, unsure)


def _says_nothing(draft: Draft) -> bool:
    """“Three days of fighting, in figures”: a word alone, of nobody and nowhere."""
    slots = draft.slots
    return draft.quote[0] == draft.quote[1] and not (
        slots.actors or slots.targets or slots.places or draft.figures
    )


def _fold_tolls(s: Sentence, drafts: list[Draft]) -> list[Draft]:
    """A toll that the model does not see, of people whom it gives to a strike of the same sentence, is that strike's."""
    out = list(drafts)
    for toll in drafts:
        if toll.event.kind != "casualties" or (toll.support or 0) >= UNSEEN:
            continue
        if find_causes(s, toll):
            continue
        hit = {t.name for t in toll.slots.targets}
        strike = next(
            (
                d
                for d in drafts
                if d.event.kind in MEANS
                and d.stance == toll.stance
                and hit & {t.name for t in d.slots.targets}
            ),
            None,
        )
        if strike is not None:
            out.remove(toll)
            strike.figures = toll.figures or strike.figures
            strike.quote = (min(strike.quote[0], toll.quote[0]), max(strike.quote[1], toll.quote[1]))
            strike.span = (min(strike.span[0], toll.span[0]), max(strike.span[1], toll.span[1]))
    return out


def _trusts(draft: Draft) -> bool:
    """Whether the frame is of the user's own pack: then the grammar has the word."""
    return bool(draft.event.frame.get("trusted"))


def _tell_left(s: Sentence, draft: Draft, least: float) -> str:
    word = s.tokens[draft.event.index].text
    return f"“{word}” ({draft.event.rule}): the model gives it {_support(s, draft):.2f}, less than {least}"


def _twin(s: Sentence, draft: Draft, learned: list[Draft]) -> Draft | None:
    """The learned draft of the same event: of the same word, else of the same kind over much the same words."""
    words = _trigger_words(draft)
    same = [d for d in learned if d.event.index in words]
    if not same:  # another word of the same event, which must stand close by
        same = [
            d
            for d in learned
            if (d.event.kind == draft.event.kind or (draft.event.kind == CHEMICAL and d.event.kind in MEANS))
            and _overlap(d.quote, draft.quote) > 0.6
            and abs(d.event.index - draft.event.index) <= CLOSE
        ]
    return max(same, key=lambda d: s.parse.signals.event_at(d.event.index), default=None)


def _share_toll(s: Sentence, draft: Draft, free: list[Draft]) -> None:
    """“Shelling and drone strikes killed 24”: the 24 are neither's alone."""
    counted = {f.text for f in draft.figures}
    for other in _list_sharing(s, draft, free):
        other.figures = tuple(f for f in other.figures if f.text not in counted)


def _list_sharing(s: Sentence, draft: Draft, free: list[Draft]) -> list[Draft]:
    """The strikes, named together and not of one kind, that a toll is laid to."""
    if draft.event.kind != "casualties":
        return []
    strikes = {d.event.index: d for d in free if d.event.kind in MEANS}
    pairs = [(strikes.get(s.heads[i]), d) for i, d in strikes.items() if s.relations[i] == "conj"]
    return [d for one, other in pairs if one and one.event.kind != other.event.kind for d in (one, other)]


def _least_kept(s: Sentence, draft: Draft, limits: Thresholds) -> float:
    """What the model must give to an event that only the grammar sees."""
    if _is_outcome(s, draft):
        return LEAST
    spared = draft.event.kind in HELD_GROUND or draft.stance == "denies"
    return limits.ground if spared else limits.keep


def _is_outcome(s: Sentence, draft: Draft) -> bool:
    """“Killed and 40 wounded”, “flattened the bakery, killing six”: the model marks one word for both."""
    above = s.heads[draft.event.index]
    tied = s.relations[draft.event.index] in ("conj", "advcl", "parataxis", "acl")
    return (
        tied and bool(draft.event.frame.get("harm")) and above >= 0 and s.parse.signals.event_at(above) >= 0.5
    )


def _trigger_words(draft: Draft) -> set[int]:
    """The words that tell the event, those of outcomes folded into it included."""
    return {*draft.event.words, *(w for e in draft.merged for w in e.words)}


def _support(s: Sentence, draft: Draft) -> float:
    """The probability that any word of the draft's trigger tells an event."""
    words = _trigger_words(draft)
    return max(s.parse.signals.event_at(w) for w in words)


def _join(s: Sentence, draft: Draft, twin: Draft, limits: Thresholds) -> Draft:
    signals = s.parse.signals
    i = twin.event.index
    kind, sure = signals.kind_at(i)
    draft.support = signals.event_at(i)
    split = (
        draft.event.kind != draft.event.frame.kind
    )  # a part of a toll, a harm laid to a strike: the grammar has decided
    decided = split or (
        _trusts(draft) or draft.reading.attempt or draft.reading.failed
    )  # "tried to take": an attack, whatever the verb
    ceded = draft.event.kind == "handover" and any("place" in s.classes(o) for o in draft.event.objects[:1])
    decided = decided or (ceded and kind == "weapons_surrender")  # "surrendering the area" lays down no arms
    decided = decided or draft.event.kind == CHEMICAL  # its words are of no other kind
    needed = min(limits.rename, VAGUE) if draft.event.kind == "other" else limits.rename
    if kind != draft.event.kind and sure >= needed and not decided:
        draft.reading.reasons.append(f"the model: {kind} {sure:.2f}, not {draft.event.kind}")
        draft.event.kind = kind
        measure = {"displacement": "displaced", "evacuation": "evacuated"}.get(kind)
        if measure:
            moved = ("displaced", "evacuated")
            draft.figures = tuple(
                change(f, measure=measure) if f.measure in moved else f for f in draft.figures
            )
    _caution(s, draft, i, limits)
    near = _stands_near(twin, "actor") and not _acts_above(s, draft, twin)
    own = {t.name for t in draft.slots.targets}
    actors = draft.slots.actors or (tuple(a for a in twin.slots.actors if a.name not in own) if near else ())
    targets = draft.slots.targets or (() if draft.event.kind in MOVES and actors else twin.slots.targets)
    if draft.event.kind in ("ground_attack", "capture"):
        # "the factions, represented by X and Y": these do it too, and suffer nothing
        doers = {actor_name(s, i) for i in draft.event.subjects}
        targets = tuple(t for t in targets if t.name not in doers)
    if draft.event.kind == "displacement":
        actors = tuple(a for a in actors if a not in targets)
    places = draft.slots.places or (() if holds_pronoun(s, draft) else twin.slots.places)
    draft.slots = Slots(actors=actors, targets=tuple(t for t in targets if t not in actors), places=places)
    known = {f.text for f in draft.figures}
    if not known:
        draft.figures = twin.figures
    elif draft.event.kind not in COUNTS_APART:
        draft.figures += tuple(f for f in twin.figures if f.text not in known)
    denied = draft.reading.denier is not None and draft.stance == "denies" and draft.voice.name != "publisher"
    if (
        twin.voice.name != "publisher"
        and not denied
        and (draft.voice.name == "publisher" or _is_sure_of_speaker(twin))
    ):
        draft.voice = twin.voice
    draft.roles = twin.roles
    if draft.quote[1] - draft.quote[0] < SHORT <= twin.quote[1] - twin.quote[0] and not draft.merged:
        draft.quote, draft.span = twin.quote, twin.span
    return draft


def _stands_near(draft: Draft, role: str) -> bool:
    """Whether every span of a role is in the quote or close to it: one from another clause is nobody's deed here."""
    low, high = draft.quote
    return all(a >= low - NEAR and b <= high + 1 + NEAR for a, b, _ in draft.roles.get(role, ()))


def _acts_above(s: Sentence, draft: Draft, twin: Draft) -> bool:
    """“After the army went on with its attempts to break in, the rebels struck back”: who acts in a clause above one with a
    doer of its own does not act in that.
    """
    doers = {w for a, b, _ in twin.roles.get("actor", ()) for w in range(a, b)}
    for node in s.path(draft.event.index):
        subjects = s.has(node, "nsubj", "nsubj:pass")
        if subjects:
            return not doers & {w for i in subjects for w in s.subtree(i)} and any(
                s.relations[w] == "nsubj" and s.heads[w] in s.path(node)[1:] for w in doers
            )
    return False


def _is_sure_of_speaker(draft: Draft) -> bool:
    return max((sure for _, _, sure in draft.roles.get("speaker", ())), default=0.0) >= SURE_SPEAKER


def _caution(s: Sentence, draft: Draft, i: int, limits: Thresholds) -> None:
    """Let the model weaken an asserted event."""
    signals = s.parse.signals
    settled = draft.reading.attempt or draft.reading.failed or draft.reading.settled
    if settled or draft.event.kind == "contested":
        return  # decided by the grammar: "tried to take", "to stop the raids", "which neither side controls"
    if draft.event.frame.get("answer"):
        return  # "refused the terms": the refusal is told, not denied
    least = limits.unreal
    cue = has_cue(s, draft.event)
    if not cue:
        least = max(least, PLAIN)
    heading = (
        not cue and s.relations[i] == "root" and not s.is_verb(i)
    )  # "Ambush of a convoy": named, as what was
    stances = dict(zip(signals.labels["stances"], signals.stances[i], strict=True))
    stances.pop("asserts")
    accused = any(s.verb(p) in s.lexicon.words("speech", "accuse") for p in s.path(i)[1:])
    if accused or not may_deny(s):
        stances.pop("denies")  # where no word can deny, nobody denied it; who accuses denies nothing
    unreal = signals.unreal_at(i) if not accused else sum(stances.values())
    if draft.stance == "asserts" and not heading and unreal >= least:
        stance = max(stances, key=stances.get)
        draft.reading = replace(
            draft.reading,
            stance=stance,
            reasons=[*draft.reading.reasons, f"the model: {stance} {stances[stance]:.2f}"],
        )
    _mark(draft, signals, i)


def _mark(draft: Draft, signals: Signals, i: int) -> None:
    """What else the model says of an event: that it is hedged, or of another time."""
    if signals.mark_at(i, "hedged") >= 0.5:
        draft.reading = replace(draft.reading, hedged=True)
    if signals.mark_at(i, "background") >= 0.7 and draft.event.kind not in STATES:
        draft.background = True


def _list_frames(s: Sentence, i: int) -> list[Frame]:
    return [*s.lexicon.noun_frames.get(s.nouns[i], ()), *s.lexicon.verb_frames.get(s.verbs[i] or "", ())]


def _stops_attacks(s: Sentence, i: int) -> bool:
    """Whether a verb is done to one side's attacks, which their enemy means to stop."""
    kinds = {frame.kind for w in s.has(i, "obj") for frame in _list_frames(s, w)}
    return s.is_verb(i) and bool(kinds & {"ground_attack", "capture"})


def _may_hold(s: Sentence, draft: Draft) -> bool:
    """A state that only the model sees moves the map, so its word must be one that the lexicon knows as telling events; and
    who possesses, owns or shows something has done nothing with it.
    """
    i = draft.event.index
    lexicon = s.lexicon
    if s.verb(i) in lexicon.words("grammar", "having"):
        return False
    if draft.event.kind == "siege" and any(case in UNDER for case, _ in find_obliques(s, i)):
        return False  # "trapped under rubble"
    if draft.event.kind == "ceasefire" and _stops_attacks(s, i):
        return False  # "to stop the incursions" is no truce
    fought = draft.event.kind == "capture" and s.case(i) == "for" and s.heads[i] >= 0
    if fought and any(f.kind == "clash" for f in _list_frames(s, s.heads[i])):
        return False  # "battle for control of the town": what the battle is about
    known = (
        s.nouns[i] in lexicon.noun_frames
        or s.verb(i) in lexicon.verb_frames
        or s.verb(i) in lexicon.light_frames
    )
    return draft.event.kind not in STATES or known


def _part_of(draft: Draft, out: list[Draft]) -> bool:
    """“focuses its forces in X, in addition to its control over parts of Y”: Y is taken out of the first and told by itself."""
    mine = {p.name for p in draft.slots.places}
    for other in out:
        theirs = {p.name for p in other.slots.places}
        apart = other.quote[0] <= other.event.index < draft.event.index <= other.quote[1]
        if draft.event.kind in HOLDING and other.event.kind == draft.event.kind and apart and mine < theirs:
            rest = tuple(p for p in other.slots.places if p.name not in mine)
            other.slots = Slots(actors=other.slots.actors, targets=other.slots.targets, places=rest)
            return True
    return False


def _is_told(draft: Draft, out: list[Draft]) -> bool:
    return any(
        d.event.kind == draft.event.kind and d.stance == draft.stance and _overlap(d.quote, draft.quote) > 0.6
        for d in out
    )


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0]) + 1
    return max(0, shared) / max(1, min(a[1] - a[0], b[1] - b[0]) + 1)
