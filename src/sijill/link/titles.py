"""A neutral sentence for an incident, composed from the record's canonical names."""

import re
from collections.abc import Sequence

from ..model import ActorRef, PlaceRef
from .days import Days, format_days
from .facets import STRIKES, is_plain_word
from .lookup import Lookup, join_labels

NOUNS = {
    "clash": "Clash in", "ground_attack": "Attack in", "repelled_attack": "Attack reported repelled in",
    "capture": "Capture of", "withdrawal": "Withdrawal from", "handover": "Handover of", "held": "Control of",
    "release": "Release of people in",  # a handover of prisoners
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
HOLDER = "holder disputed"
BLAMED = STRIKES | {
    "violence_against_civilians",
    "abduction",
    "looting",
    "ceasefire_violation",
}  # deeds of a culprit
TALKS = frozenset({"statement", "agreement", "ceasefire", "negotiation"})  # need no place to be understood
MOVED = frozenset({"evacuation", "displacement", "withdrawal"})  # "of" those who move, not "by" them
STATE_WORDS = re.compile(r"(north|south|east|west|centre|outskirts|countryside)[\w-]* of ", re.I)
STATUS_WORDS = {"planned": "planned", "hypothetical": "foreseen or conditional"}


def compose_title(
    kind: str,
    parts: tuple[Sequence[PlaceRef], Sequence[ActorRef], Sequence[ActorRef]],
    days: Days | None,
    counts: tuple[int, int, int],
    lookup: Lookup,
    marks: Sequence[str] = (),
) -> str:
    """One sentence: what, where, by whom, when, and how many origins report or deny it.

    `parts` are its places, actors and targets, `counts` the origins that report, those that deny, and those that
    name who did it, `marks` words such as `planned`. What one origin lays at somebody's door, and others only
    report, is told as that. A place that is only a plain word ("the city") is not told as if it had a name, and an
    actor without a canonical name is left out.
    """
    places, actors, targets = parts
    rivals = "or" if {BLAME, HOLDER} & {*marks} else "and"
    who = name_actors(actors, lookup, rivals)
    ends = [place for place in places if place.role == "destination" and is_named(place)]
    starts = [place for place in places if place.role != "destination"]
    head = place_noun(kind, starts, lookup) if starts or not ends else NOUNS[kind].rsplit(" ", 1)[0]
    if kind in MOVED:
        # those who were driven out are the targets of those who drove them out
        driven = name_actors(targets, lookup) if kind == "displacement" else ""
        movers, who = (driven, who) if driven or (targets and kind == "displacement") else (who, "")
        noun = NOUNS[kind].rsplit(" ", 1)[0]
        head = head.replace(noun, f"{noun} of {movers}", 1) if movers else head
    end = join_labels(name_place(place, lookup) for place in ends)
    reported, denied, accusing = counts
    if who and kind in BLAMED and accusing < reported and BLAME not in marks:
        who += f" (named by {accusing} of {reported} origins)"
    said = [f"reported by {count(reported)}"] if reported else []
    said += [f"denied by {count(denied)}"] if denied else []
    pieces = [
        head,
        f" to {end}" if end else "",
        f" ({', '.join(marks)})" if marks else "",
        f" by {who}" if who else "",
        f", {format_days(days)}" if days else ", date unknown",
        f", {', '.join(said)}" if said else "",
    ]
    return "".join(pieces)


def name_actors(actors: Sequence[ActorRef], lookup: Lookup, last: str = "and") -> str:
    return join_labels((label for ref in actors if (label := name_actor(ref, lookup))), last=last)


def place_noun(kind: str, places: Sequence[PlaceRef], lookup: Lookup) -> str:
    """What happened and where, unknown and unnamed places said to be so."""
    noun = NOUNS[kind]
    bare = noun.rsplit(" ", 1)[0] if " " in noun else noun
    named = [place for place in places if is_named(place)]
    around = lookup.find_place_line(named[0].id) if named and named[0].id else ()
    where = join_labels(name_place(place, lookup) for place in named if place.id not in around)
    if where:
        return f"Statement on {where}" if kind == "statement" else f"{noun} {where}"
    if kind in TALKS:
        return bare
    if places and noun.endswith((" of", " from")):
        return f"{noun} an unnamed place"
    return f"{bare} in an unnamed place" if places else f"{bare} at an unknown place"


def is_named(place: PlaceRef) -> bool:
    return bool(place.id) or not is_plain_word(place.label or place.name)


def name_place(place: PlaceRef, lookup: Lookup) -> str:
    """The label of a place as it reads within a sentence: "the east of X", "an area north of X"."""
    label = lookup.label_place(place)
    if place.geometry is not None and label.startswith("Area "):
        return f"an area {label[5:]}"
    if place.geometry is not None and label.startswith("The "):
        return f"the {label[4:]}"
    return f"the {label[0].lower()}{label[1:]}" if STATE_WORDS.match(label) else label


def name_actor(ref: ActorRef, lookup: Lookup) -> str | None:
    """The canonical name of an actor; people of no side and no organisation ("civilians") in small letters."""
    label = lookup.label_actor(ref)
    record = lookup.actors.get(ref.id) if ref.id else None
    common = record is not None and getattr(record, "generic", False) and not lookup.find_side(ref)
    return label.lower() if label and common else label


def count(origins: int) -> str:
    return f"{origins} origin" if origins == 1 else f"{origins} origins"
