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
    for draft in drafts:
        k = draft.sentence
        near = k - actors_at <= REACH
        actors = _replace_pronouns(draft.slots.actors, last_actors if near else ())
        them = (
            last_actors
            if draft.event.kind in ("repelled_attack", "detention") or not last_targets
            else last_targets
        )
        targets = _replace_pronouns(draft.slots.targets, them if near else ())
        own = draft.slots.places
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
        if draft.event.kind in PLACELESS:
            continue
        if actors:
            last_actors, last_targets, actors_at = actors, targets, k
        located = tuple(p for p in draft.slots.places if p.role == "location" and p.why is None)
        if located and (draft.event.kind not in STATES or not places or paragraphs[k] != places_paragraph):
            places, places_at, places_paragraph = located, k, paragraphs[k]
        elif own and own[0].why == CARRIED:
            places_at = k


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
