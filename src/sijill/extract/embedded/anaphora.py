"""What "they", "it" and a missing place stand for: carried over from the passage before, and marked as such."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from sijill.extract.embedded.arguments import find_earlier, find_obliques
from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.figures import read_figures
from sijill.extract.embedded.kinds import STATES
from sijill.extract.embedded.tree import Sentence
from sijill.model import ActorRef, PlaceRef, replace

PLURAL = frozenset({"they", "them", "their"})
SINGULAR = frozenset({"it", "its"})
OTHERS = frozenset({"he", "she", "we", "who", "which", "that"})
CARRIED = "carried over from the passage before"
MAIN = "the place that the report is about"
DOMINANT = 0.5  # share of a report's placed events that its main place must have
REACH = 2  # sentences
ATTACKS = frozenset({"ground_attack", "shelling", "air_strike", "drone_strike", "bombing"})
TALKS = frozenset(
    {"agreement", "negotiation", "ceasefire"}
)  # what they are about need not be where the fighting is
PLACELESS = frozenset({"statement", "other"})


@dataclass
class Passage:
    """Whom and where the passage so far is about."""

    actors: tuple[ActorRef, ...] = ()
    targets: tuple[ActorRef, ...] = ()
    sentence: int = -10
    places: tuple[PlaceRef, ...] = ()
    places_at: int = -10
    paragraph: int = -1

    def find_antecedent(self, pronoun: str, k: int, is_target: bool) -> tuple[ActorRef, ...]:
        """Whom a pronoun of sentence k means, or nobody where it could be either party.

        Within one sentence ("X hit four of Y's tanks while they advanced") only number tells the parties apart.
        """
        if k - self.sentence > REACH or pronoun in OTHERS:
            return ()
        parties = [party for party in (self.actors, self.targets) if party]
        agreeing = [
            party for party in parties if any(is_plural(a.name) == (pronoun in PLURAL) for a in party)
        ]
        if k == self.sentence and len(parties) > 1:
            return agreeing[0] if len(agreeing) == 1 else ()
        preferred = list(reversed(parties)) if is_target else parties
        fitting = [party for party in preferred if party in agreeing] or preferred
        return fitting[0] if fitting else ()

    def note(self, draft: Draft, k: int, paragraph: int) -> None:
        """Move on to what a claim is about."""
        if draft.event.kind in PLACELESS:
            return
        slots = draft.slots
        if slots.actors:
            self.actors, self.targets, self.sentence = slots.actors, slots.targets, k
        if draft.stance != "asserts":
            return
        stated = tuple(p for p in slots.places if p.why is None and _is_named(p))
        located = tuple(p for p in stated if p.role == "location") or tuple(
            replace(p, role="location") for p in stated if p.role == "origin"
        )
        if located and (draft.event.kind not in STATES or not self.places or paragraph != self.paragraph):
            self.places, self.places_at, self.paragraph = located, k, paragraph
        elif slots.places and slots.places[0].why == CARRIED:
            self.places_at = k


def carry_arguments(sentences: list[Sentence], drafts: list[Draft], paragraphs: list[int]) -> None:
    """Put names in place of pronouns, and give an event without a place the place that its passage is about."""
    share_sentence_places(sentences, drafts)
    passage, (report_place, first_named) = Passage(), find_main_place(drafts)
    for at, draft in enumerate(drafts):
        k = draft.sentence
        main = report_place if k >= first_named else ()  # nobody can mean a place that is not yet named
        _name_owner(sentences[k], draft, drafts[:at])
        to_attacker = draft.event.kind in ("repelled_attack", "detention")
        own = _speaks_of_itself(sentences[k], draft) or _speaks_of_its_own(sentences[k], draft)
        actors = own or _replace_pronouns(draft.slots.actors, passage, k, is_target=False)
        actors = tuple(a for a in actors if not _does_to_itself(sentences[k], draft, a))
        targets = _replace_pronouns(draft.slots.targets, passage, k, is_target=not to_attacker)
        places = _list_places(sentences, draft, k)
        near = k - passage.places_at <= REACH and paragraphs[k] == passage.paragraph
        aside = sentences[k].relations[draft.event.index] in ("amod", "acl")
        if not any(_is_named(p) for p in places):
            around = passage.places if near else main
            if places:
                before = _named_before(sentences[k], places[0].name)
                around = passage.places if k - passage.places_at <= REACH + 1 else main
                places = _name_places(sentences[k], places, before or around)
            elif not (
                _describes(sentences[k], draft)
                or holds_pronoun(sentences[k], draft)
                or (passage.places_at == k and _is_of_another_time(sentences[k], draft.event.index))
            ):
                places = tuple(replace(p, why=CARRIED if near else MAIN) for p in around)
        targets = tuple(t for t in targets if t not in actors)
        draft.slots = replace(draft.slots, actors=actors, targets=targets, places=places)
        if not aside:  # "…, controlled by X; they advanced": X is not the subject that goes on
            passage.note(draft, k, paragraphs[k])


def find_main_place(drafts: list[Draft]) -> tuple[tuple[PlaceRef, ...], int]:
    """The named place of at least half of a report's placed events, if they are three or more, and the sentence that names
    it first; else nothing.
    """
    named = [
        (
            {p.name: p for p in d.slots.places if _is_named(p) and not p.relation and p.role == "location"},
            d.sentence,
        )
        for d in drafts
        if d.stance == "asserts" and d.event.kind not in PLACELESS
    ]
    named = [(places, k) for places, k in named if places]
    counts = Counter(name for places, _ in named for name in places)
    name, times = max(counts.items(), key=lambda c: (c[1], c[0]), default=("", 0))
    if times < 3 or times < DOMINANT * len(named):
        return (), 0
    place, first = next((places[name], k) for places, k in named if name in places)
    return (place,), first


def _is_named(place: PlaceRef) -> bool:
    return any(c.isupper() for c in place.name)


def _named_before(s: Sentence, generic: str) -> tuple[PlaceRef, ...]:
    """The last place that the sentence itself names before "the town": it is nearer than what the passage was about."""
    at = s.text.find(generic, s.start, s.end)
    names = [n for n in s.names if n[2] in ("LOC", "place") and s.tokens[n[1] - 1].end <= at]
    if not names:
        return ()
    return (PlaceRef(name=s.span_text(list(range(names[-1][0], names[-1][1])))),)


def _name_places(
    s: Sentence, places: tuple[PlaceRef, ...], known: tuple[PlaceRef, ...]
) -> tuple[PlaceRef, ...]:
    """“the city”: the one place that the passage named last stands for it."""
    whole = s.lexicon.words("grammar", "whole_places")
    meant = [
        p
        for p in places
        if p.name.lower().split()[-1] in whole and not p.relation and _points_back(s, p.name)
    ]
    if not known or not meant:
        return places  # "the hospital" is not the town that it stands in; the resolver knows where to show it
    kept = tuple(p for p in places if p not in meant)
    first = meant[0]
    return (*kept, replace(known[-1], role=first.role, why=f"“{first.name}”: {CARRIED}"))


def _is_of_another_time(s: Sentence, i: int) -> bool:
    """“A week after the raid, …”: a noun of time. "After being overrun" is said of what the sentence is about."""
    return s.tags[i] == "NOUN" and find_earlier(s, i) is not None


def _points_back(s: Sentence, name: str) -> bool:
    """Whether "area" can be one told before: "an area" and "another" are new, "a major area of the country" says itself which."""
    at = s.text.find(name, s.start, s.end)
    words = [i for i, t in enumerate(s.tokens) if t.start < at + len(name) and t.end > at]
    if at < 0 or not words:
        return True
    before, after = s.lower[max(0, words[0] - 1) : words[0]], s.lower[words[-1] + 1 : words[-1] + 2]
    return after != ("of",) and not set(before) & s.lexicon.words("grammar", "new_ones")


def _name_owner(s: Sentence, draft: Draft, before: list[Draft]) -> None:
    """“X hit their tanks while they advanced on its positions”: who is attacked owns the positions, never the attacker."""
    owner = draft.slots.actors[0].name.lower() if len(draft.slots.actors) == 1 else ""
    if owner not in ("its", "their"):
        return
    told = [other for other in before if other.sentence == draft.sentence]
    path = s.path(draft.event.index)
    attack = next((o for o in told if o.event.kind in ATTACKS and o.event.index in path), None)
    if attack is None:
        return
    attackers = {a.name for a in attack.slots.actors}
    parties = [p for o in told for p in (o.slots.actors, o.slots.targets) if p]
    others = [p for p in parties if not attackers & {a.name for a in p}]
    fitting = {p for p in others if any(is_plural(a.name) == (owner in PLURAL) for a in p)}
    found = fitting.pop() if len(fitting) == 1 else ()
    draft.slots = replace(
        draft.slots,
        actors=tuple(replace(a, why=f"“{owner}”: whom the same sentence says is attacked") for a in found),
    )
    if found and not attack.slots.targets and attack.stance == draft.stance:
        attack.slots = replace(attack.slots, targets=draft.slots.actors)


def _describes(s: Sentence, draft: Draft) -> bool:
    """“The commander leading the advance”: the words say who somebody is, and nothing of where the passage is."""
    head = s.heads[draft.event.index]
    return s.relations[draft.event.index] == "acl" and bool(
        s.classes(head) & {"armed", "actor", "official", "person"}
    )


def holds_pronoun(s: Sentence, draft: Draft) -> bool:
    """“X's control over them”: of what is not said here, and a guess would move the map."""
    around = [w for i in draft.event.words for _, w in find_obliques(s, i)]
    return draft.event.kind in STATES and any(s.tags[w] == "PRON" for w in around)


def _does_to_itself(s: Sentence, draft: Draft, actor: ActorRef) -> bool:
    """“They scattered the army's ranks”: whoever "they" are, they are not the army."""
    if CARRIED not in (actor.why or ""):
        return False
    done_to = {s.lower[w] for i in draft.event.objects for w in s.subtree(i)}
    return actor.name.split()[-1].lower() in done_to


def share_sentence_places(sentences: list[Sentence], drafts: list[Draft]) -> None:
    """“They hit four tanks while the column advanced near X”: an event without a place has that of its own sentence."""
    for draft, after in pairwise(drafts):
        s = sentences[draft.sentence]
        tied = after.sentence == draft.sentence and draft.event.index in s.path(after.event.index)
        if (
            tied
            and not draft.slots.places
            and draft.event.kind not in PLACELESS | TALKS
            and after.stance == draft.stance
        ):
            located = tuple(
                replace(p, why="the place of the same sentence")
                for p in after.slots.places
                if p.role == "location"
            )
            draft.slots = replace(draft.slots, places=located)


def is_plural(name: str) -> bool:
    """Whether a name stands for many: "the rebels", "X's forces", but not "the Army" or a group's own name.

    >>> is_plural("opposition fighters"), is_plural("Kestrel Brigade"), is_plural("ISIS")
    (True, False, False)
    """
    last = name.split()[-1] if name.split() else ""
    return (last.islower() and last.endswith("s")) or last in (
        "militiamen",
        "gunmen",
        "people",
        "troops",
        "military",
    )


def join_flights(sentences: list[Sentence], drafts: list[Draft]) -> None:
    """“Soldiers have sought refuge in X. … Two thousand have entered X”: an entry told after a flight there is the flight."""
    fled_to: set[str] = set()
    for draft in drafts:
        places = {
            p.name.lower().removeprefix("neighboring ").removeprefix("neighbouring ")
            for p in draft.slots.places
        }
        if draft.event.kind == "displacement" and draft.stance == "asserts":
            fled_to |= places
        elif (
            draft.event.frame.id == "attack.enter"
            and draft.event.kind == "ground_attack"
            and places
            and places <= fled_to
        ):
            draft.event.kind = "displacement"
            draft.slots = replace(
                draft.slots, places=tuple(replace(p, role="destination") for p in draft.slots.places)
            )
            draft.figures = read_figures(sentences[draft.sentence], draft.event, draft.quote)


def _list_places(sentences: list[Sentence], draft: Draft, k: int) -> tuple[PlaceRef, ...]:
    """“In these areas”, after a list of names in the sentence before: the names of the list."""
    out: list[PlaceRef] = []
    for place in draft.slots.places:
        listed = (
            _listed_names(sentences[k - 1])
            if k and place.name.lower().startswith(("these ", "those "))
            else []
        )
        if listed and not place.relation:
            out += [replace(place, name=name, why=f"“{place.name}”: the list before it") for name in listed]
        else:
            out.append(place)
    return tuple(out)


def _listed_names(s: Sentence) -> list[str]:
    """The places of the longest list of names in a sentence; empty when it names fewer than two together."""
    lists: list[list[str]] = []
    last_end = -10
    for i, j, label in s.names:
        if label not in ("LOC", "place"):
            continue
        between = s.lower[last_end:i] if last_end >= 0 else ("?",)
        if len(between) <= 3 and all(word in (",", "and", ";", "as", "well") for word in between):
            lists[-1].append(s.span_text(list(range(i, j))))
        else:
            lists.append([s.span_text(list(range(i, j)))])
        last_end = j
    longest = max(lists, key=len, default=[])
    return longest if len(longest) > 1 else []


def _speaks_of_itself(s: Sentence, draft: Draft) -> tuple[ActorRef, ...]:
    """“The group said it had retaken the hill”: "it" is the speaker, whoever the sentence before was about.

    Only where number agrees, and never of a person: "the general said they had left" tells of others.
    """
    if len(draft.slots.actors) != 1 or draft.slots.actors[0].name.lower() not in PLURAL | SINGULAR:
        return ()
    said = next(
        (p for p in s.path(draft.event.index)[1:] if s.verb(p) in s.lexicon.words("speech", "report")), None
    )
    speakers = s.has(said, "nsubj") if said is not None else []
    if len(speakers) != 1 or s.tags[speakers[0]] == "PRON" or s.classes(speakers[0]) & {"person", "official"}:
        return ()
    named = s.name_at(speakers[0])
    if (named and named[2] == "PER") or s.tokens[speakers[0]].text not in draft.voice.name:
        return ()
    pronoun = draft.slots.actors[0].name
    if is_plural(draft.voice.name) != (pronoun.lower() in PLURAL):
        return ()
    return (ActorRef(name=draft.voice.name, why=f"“{pronoun}”: the speaker"),)


def _speaks_of_its_own(s: Sentence, draft: Draft) -> tuple[ActorRef, ...]:
    """“The front said its forces had retaken the hill”: the front's own; a person's "our forces" are left as they are."""
    if len(draft.slots.actors) != 1 or " " in draft.slots.actors[0].name or draft.voice.name == "publisher":
        return ()
    written = draft.slots.actors[0].name
    for i in draft.event.subjects:
        owners = {s.lower[c] for c in s.has(i, "nmod:poss")}
        if s.tokens[i].text == written and "armed" in s.classes(i) and owners & {"its", "our", "their"}:
            name = s.name_at(i)
            spoken = {n[2] for n in s.names if s.span_text(list(range(n[0], n[1]))) in draft.voice.name}
            last = draft.voice.name.split()[-1].lower()
            body = "ORG" in spoken or s.lexicon.classes_of(last) & {"armed", "actor"}
            if name is None and "PER" not in spoken and body:
                return (ActorRef(name=draft.voice.name, why=f"“{min(owners)} {written}”: the speaker's"),)
    return ()


def _replace_pronouns(
    names: tuple[ActorRef, ...], passage: Passage, k: int, is_target: bool
) -> tuple[ActorRef, ...]:
    pronouns = PLURAL | SINGULAR | OTHERS
    named = any(name.name.lower() not in pronouns for name in names)
    out: list[ActorRef] = []
    for name in names:
        word = name.name.lower()
        if word not in pronouns:
            out.append(name)
            continue
        if named:
            continue  # "the attackers, most of them from X, …": them are the attackers, and nobody else
        found = passage.find_antecedent(word, k, is_target)
        out += [
            replace(a, why=f"“{name.name}”: {CARRIED}") for a in found if all(a.name != o.name for o in out)
        ]
    return tuple(out)
