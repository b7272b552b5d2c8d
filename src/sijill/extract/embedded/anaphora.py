"""What "they", "it" and a missing place stand for: carried over from the passage before, and marked as such."""

from sijill.extract.embedded.draft import Draft
from sijill.extract.embedded.stance import STATES
from sijill.extract.embedded.tree import Sentence
from sijill.model import ActorRef, PlaceRef, replace

PRONOUNS = frozenset({"they", "them", "it", "he", "she", "we", "who", "which", "that", "forces"})
CARRIED = "carried over from the passage before"
REACH = 2  # sentences
PLACELESS = frozenset({"statement", "other"})


def carry_arguments(sentences: list[Sentence], drafts: list[Draft], paragraphs: list[int]) -> None:
    """Put names in place of pronouns, and give an event without a place the place that its passage is about."""
    last_actors: tuple[ActorRef, ...] = ()
    last_targets: tuple[ActorRef, ...] = ()
    actors_at = -10
    places: tuple[PlaceRef, ...] = ()
    places_at, places_paragraph = -10, -1
    last: Draft | None = None
    for draft in drafts:
        k = draft.sentence
        # "X hit four of Y's tanks while they advanced": within one sentence "they" may be either
        unclear = (
            last is not None and last.sentence == k and bool(last.slots.actors) and bool(last.slots.targets)
        )
        near = k - actors_at <= REACH and not unclear
        actors = _replace_pronouns(draft.slots.actors, last_actors if near else ())
        them = (
            last_actors
            if draft.event.kind in ("repelled_attack", "detention") or not last_targets
            else last_targets
        )
        targets = _replace_pronouns(draft.slots.targets, them if near else ())
        own = _list_places(sentences, draft, k)
        if (
            not own
            and draft.event.kind not in PLACELESS
            and k - places_at <= REACH
            and paragraphs[k] == places_paragraph
        ):
            own = tuple(replace(p, why=CARRIED) for p in places)
        draft.slots = replace(
            draft.slots, actors=actors, targets=tuple(t for t in targets if t not in actors), places=own
        )
        last = draft
        if draft.event.kind in PLACELESS:
            continue
        if actors:
            last_actors, last_targets, actors_at = actors, targets, k
        located = tuple(p for p in draft.slots.places if p.role == "location" and p.why is None)
        if draft.stance != "asserts":
            continue
        if located and (draft.event.kind not in STATES or not places or paragraphs[k] != places_paragraph):
            places, places_at, places_paragraph = located, k, paragraphs[k]
        elif own and own[0].why == CARRIED:
            places_at = k


def join_flights(drafts: list[Draft]) -> None:
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
            draft.figures = tuple(
                replace(f, measure="displaced") if f.measure == "fighters" else f for f in draft.figures
            )


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


def _replace_pronouns(names: tuple[ActorRef, ...], antecedents: tuple[ActorRef, ...]) -> tuple[ActorRef, ...]:
    out: list[ActorRef] = []
    for name in names:
        if name.name.lower() not in PRONOUNS - {"forces"}:
            out.append(name)
            continue
        out += [
            replace(a, why=f"“{name.name}”: {CARRIED}")
            for a in antecedents
            if all(a.name != o.name for o in out)
        ]
    return tuple(out)
