"""A neutral sentence for an incident, composed from the record's canonical names."""

from collections.abc import Sequence

from ..model import ActorRef, PlaceRef
from .days import Days, format_days
from .lookup import Lookup, join_labels

NOUNS = {
    "clash": "Clash in", "ground_attack": "Attack in", "repelled_attack": "Attack reported repelled in",
    "capture": "Capture of", "withdrawal": "Withdrawal from", "handover": "Handover of", "held": "Control of",
    "contested": "Contested control of", "siege": "Siege of", "air_strike": "Air strike in",
    "drone_strike": "Drone strike in", "shelling": "Shelling in", "bombing": "Bombing in",
    "chemical_attack": "Chemical attack in", "violence_against_civilians": "Violence against civilians in",
    "abduction": "Abduction in", "detention": "People captured or detained in", "casualties": "Casualties in",
    "equipment_loss": "Equipment lost in", "weapons_surrender": "Weapons handed over in",
    "displacement": "Displacement in", "evacuation": "Evacuation from", "negotiation": "Negotiation on",
    "agreement": "Agreement on", "ceasefire": "Ceasefire in", "ceasefire_violation": "Ceasefire violation in",
    "mobilization": "Mobilisation in", "statement": "Statement", "protest": "Protest in", "aid": "Aid in",
    "looting": "Looting or destruction in", "other": "Event in",
}  # fmt: skip
BLAME = "blame disputed"
STATUS_WORDS = {"planned": "planned", "hypothetical": "foreseen or conditional"}


def compose_title(
    kind: str,
    parts: tuple[Sequence[PlaceRef], Sequence[ActorRef]],
    days: Days | None,
    counts: tuple[int, int],
    lookup: Lookup,
    marks: Sequence[str] = (),
) -> str:
    """One sentence: what, where, by whom, when, and how many origins report or deny it.

    `parts` are its places and actors, `counts` the origins that report and those that deny, `marks` words
    such as `planned`. Names as written are used for places only: an actor without a canonical name is left
    out.
    """
    places, actors = parts
    noun = NOUNS[kind]
    where = join_labels(lookup.label_place(place) for place in places if place.role != "destination")
    end = join_labels(lookup.label_place(place) for place in places if place.role == "destination")
    if not where:
        noun, where = noun.rsplit(" ", 1)[0] if " " in noun else noun, "at an unknown place"
    elif kind == "statement":
        noun = "Statement on"
    rivals = "or" if BLAME in marks else "and"
    by = join_labels((label for ref in actors if (label := lookup.label_actor(ref))), last=rivals)
    reported, denied = counts
    said = [f"reported by {count(reported)}"] if reported else []
    said += [f"denied by {count(denied)}"] if denied else []
    pieces = [
        f"{noun} {where}",
        f" to {end}" if end else "",
        f" ({', '.join(marks)})" if marks else "",
        f" by {by}" if by else "",
        f", {format_days(days)}" if days else ", date unknown",
        f", {', '.join(said)}" if said else "",
    ]
    return "".join(pieces)


def count(origins: int) -> str:
    return f"{origins} origin" if origins == 1 else f"{origins} origins"
