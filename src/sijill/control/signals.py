"""What one claim says of who holds one place: odds for each state, and moves from one state to another.

States are the ids of sides, `contested` (fought over) and `divided` (parts held by each). A signal is what a claim
would say if it were wholly sure; its weight, below one, scales the odds and the chance of a move.
"""

import math
from collections.abc import Iterable

import msgspec

from ..link import Lookup, Origins
from ..link.days import Days, read_days
from ..link.sites import hands_over_people
from ..model import ActorRef, Claim

CONTESTED, DIVIDED, UNKNOWN = "contested", "divided", "unknown"
STRIKES = frozenset({"air_strike", "drone_strike", "shelling", "bombing", "chemical_attack"})
FIGHTING = frozenset({"clash", "ground_attack"})
PRESENT = frozenset({"held", "contested", "siege"})  # kinds that state a situation rather than a change
AREA_KINDS = frozenset(
    {"capture", "held", "handover", "withdrawal", "contested"}
)  # reach the places inside an area
LEAVING = frozenset({"withdrawal", "evacuation", "weapons_surrender"})
NEARLY_ALL = 0.9  # a share from which a place counts as held
BASE_WEIGHT, TOP_WEIGHT = 0.8, 0.95
AGAINST_INTEREST, IN_INTEREST = 1.2, 0.8  # of a side's word on its own losses and gains
HEDGE = 0.45  # what is left of a hedged claim's weight: too little to name a holder alone
LONG_INTERVAL = 7
VAGUE = 3  # days of slack from which a situation is told of some time in its interval, not of all of it
EITHER = "either"  # the extent of a place named beside another of which a part is meant: wholly or in part

TAKEN = 0.9  # chance that a place changes hands when it is said to have been taken, by a wholly sure claim
FOUND = 0.15  # … when it is only said to be held, or fought over, by others than was known
FOUND_WHOLLY = 0.3  # … when all of it is said to be
MET = -1  # the phase of a situation: what happens on its day happens to it

HELD = math.log(40)
TAKEN_ODDS = 0.3 * HELD  # the change itself says the rest
DENIED = math.log(1 / 60)  # undoes what one claim as sure as the denial says
PART = {CONTESTED: math.log(15), DIVIDED: math.log(25)}
PART_OWN = math.log(4)
FOUGHT = {CONTESTED: math.log(25), DIVIDED: math.log(15)}
FOUGHT_INTO = {CONTESTED: math.log(6), DIVIDED: math.log(4)}  # a part taken, with a hedge
CLASH = math.log(3)
SHELLED = {
    "by": math.log(0.3),
    "on": math.log(3),
    CONTESTED: math.log(2),
}  # what is fought over is shelled too
ATTACKED = math.log(5)  # that who is attacked in a place was there the day before
ATTACK = 0.6  # chance that an attack on a place makes it fought over, and …
BEATEN = 0.6  # … that, where it is fought over, an attack beaten back leaves it to the defender


class Move(msgspec.Struct, frozen=True, gc=False):
    """With chance `chance`, the state (if it is one of `leave`, or any where that is None) becomes one of `to`."""

    to: tuple[tuple[str, float], ...]  # states and their shares; empty = any other side, or fought over
    chance: float
    leave: str | None = None
    keep: tuple[str, ...] = ()  # states that it leaves as they are
    phase: int = 1  # who leaves goes before who enters
    found: bool = False  # a situation met with, not an event: it may have changed by its first day
    fight: bool = False  # only begins or ends a fight: it names nobody who came in


class Signal(msgspec.Struct, frozen=True, eq=False, gc=False):
    """One claim's bearing on one place."""

    claim: str
    place: str
    predicate: str  # kind, stance and parties: one origin saying it twice says it once
    origin: str
    days: Days
    known: int  # the day from which the claim was known
    weight: float
    odds: tuple[
        tuple[str, float], ...
    ] = ()  # natural-log odds of each state from the (last) day of the event
    before: tuple[tuple[str, float], ...] = ()  # the same for the day before it
    move: Move | None = None
    actors: tuple[tuple[str, str], ...] = ()  # (actor id, side) who hold by it
    share: tuple[str, float] | None = None
    besieger: str | None = None
    truce: bool = False
    ends_truce: bool = False
    inferred_from: str | None = None
    side: str | None = None  # for which the origin speaks
    retold: bool = False  # only repeats another claim
    denies: bool = False
    what: str = ""
    order: tuple = ()

    @property
    def is_event(self) -> bool:
        """Whether a change is told, not a situation."""
        return self.move is not None and not self.move.found


class Effect(msgspec.Struct, frozen=True, gc=False):
    """What a kind of claim does, before any weighing."""

    odds: dict[str, float] = {}
    before: dict[str, float] = {}
    move: Move | None = None
    gains: frozenset[str] = frozenset()
    loses: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()
    besieger: str | None = None
    what: str = ""


def read_sides(refs: Iterable[ActorRef], lookup: Lookup) -> list[str]:
    return sorted({side for ref in refs if (side := lookup.find_side(ref))})


def read_share(extent: str | None) -> float | None:
    """The share of a place that an extent names, if it is one.

    >>> read_share("0.70"), read_share("part"), read_share(None)
    (0.7, None, None)
    """
    try:
        share = float(extent or "")
    except ValueError:
        return None
    return share if 0 <= share <= 1 else None


def is_partial(claim: Claim) -> bool:
    share = read_share(claim.extent)
    return claim.extent == "part" or (share is not None and share < NEARLY_ALL)


def read_effect(claim: Claim, lookup: Lookup) -> Effect | None:
    """What the claim says of the place it is about, or None when it says nothing of who holds it."""
    if claim.stance in ("plans", "hypothetical"):
        return None
    if claim.background and claim.kind not in PRESENT:
        return None
    actors, targets = read_sides(claim.actors, lookup), read_sides(claim.targets, lookup)
    effect = name_effect(claim, actors, targets, lookup)
    if effect is None or claim.stance != "denies":
        return effect
    if not effect.gains:
        return None  # a denial of fighting or of a retreat says nothing of the holder
    return Effect(dict.fromkeys(effect.gains, DENIED), denied=effect.gains, what=f"denial: {effect.what}")


def name_effect(claim: Claim, actors: list[str], targets: list[str], lookup: Lookup) -> Effect | None:
    kind = claim.kind
    if kind in ("capture", "held"):
        return read_holding(claim, actors, targets, lookup)
    if kind == "contested":
        odds = {CONTESTED: FOUGHT[DIVIDED], DIVIDED: FOUGHT[CONTESTED]} if is_partial(claim) else dict(FOUGHT)
        move = Move(((CONTESTED, 0.6), (DIVIDED, 0.4)), FOUND, phase=MET, found=True)
        return Effect(odds=odds, move=move, what="fought over or split")
    if kind == "handover":
        if hands_over_people(claim):
            return None
        return read_handover(actors, targets, lookup)
    if kind in LEAVING:
        return read_leaving(kind, actors, targets, lookup)
    if kind == "siege":
        odds = {side: math.log(0.2) for side in actors} | {side: math.log(4) for side in targets}
        besieger = actors[0] if len(actors) == 1 else UNKNOWN
        return Effect(odds=odds, besieger=besieger, what="besieged")
    if kind in FIGHTING:
        return read_fighting(kind, actors, targets)
    if kind == "repelled_attack":
        odds = {side: math.log(0.15) for side in targets} | {side: math.log(8) for side in actors}
        move = None
        if len(actors) == 1:
            move = Move(((actors[0], 1.0),), BEATEN, leave=CONTESTED, phase=2, fight=True)
        return Effect(odds, move=move, gains=frozenset(actors), what="attack repelled") if odds else None
    if kind in STRIKES:
        odds = dict.fromkeys(actors, SHELLED["by"]) | dict.fromkeys(targets, SHELLED["on"])
        odds |= {CONTESTED: SHELLED[CONTESTED]} if odds else {}
        return Effect(odds=odds, what="shelled or bombed") if odds else None
    return None


def read_fighting(kind: str, actors: list[str], targets: list[str]) -> Effect:
    """Fighting in a place. An attack begins a fight over it; whom it is on was there the day before, and who makes it not.

    That is against the interest of an attacker who says so.
    """
    odds = {CONTESTED: CLASH}
    if kind != "ground_attack":
        return Effect(odds=odds, what="fighting")
    odds |= {side: math.log(0.5) for side in actors} | {side: math.log(3) for side in targets}
    before = dict.fromkeys(actors, math.log(0.3)) | dict.fromkeys(targets, ATTACKED)
    move = Move(((CONTESTED, 1.0),), ATTACK, keep=(DIVIDED,), fight=True) if targets else None
    what = "attacked" if targets else "fighting"
    return Effect(odds, before, move, loses=frozenset(actors), what=what)


def name_sides(sides: Iterable[str], lookup: Lookup) -> str:
    return " and ".join(str(lookup.label_side(side)) for side in sides)


def read_holding(claim: Claim, actors: list[str], targets: list[str], lookup: Lookup) -> Effect | None:
    """Captured by X, held by X: wholly, or in part, or by several sides at once."""
    captured = claim.kind == "capture"
    losers = [side for side in targets if side not in actors]
    before = {side: math.log(5) for side in losers} if captured else {}
    if not actors:
        if not captured or not losers:
            return None
        move = Move((), 0.9, leave=losers[0], phase=0) if len(losers) == 1 else None
        odds = dict.fromkeys(losers, math.log(0.05))
        return Effect(
            odds, before, move, loses=frozenset(losers), what=f"lost by {name_sides(losers, lookup)}"
        )
    who = name_sides(actors, lookup)
    if claim.extent == EITHER:
        to = (*((side, 0.5 / len(actors)) for side in actors), (CONTESTED, 0.3), (DIVIDED, 0.2))
        odds = dict.fromkeys((*actors, CONTESTED, DIVIDED), math.log(1.5))
        move = Move(to, 0.8) if captured else Move(to, FOUND, keep=tuple(actors), phase=MET, found=True)
        what = f"wholly or in part {'taken' if captured else 'held'} by {who}"
        return Effect(odds, before, move, frozenset(actors), frozenset(losers), what=what)
    if is_partial(claim) or len(actors) > 1:
        odds = dict((FOUGHT_INTO if claim.hedged else FOUGHT) if captured else PART) | dict.fromkeys(
            actors, PART_OWN
        )
        if captured:
            move = Move(((CONTESTED, 0.6), (DIVIDED, 0.4)), 0.8)
        else:
            keep = tuple(actors) if len(actors) == 1 else ()
            move = Move(((DIVIDED, 0.6), (CONTESTED, 0.4)), FOUND, keep=keep, phase=MET, found=True)
        what = f"in part {'taken' if captured else 'held'} by {who}"
        return Effect(odds, before, move, frozenset(actors), frozenset(losers), what=what)
    odds = {actors[0]: TAKEN_ODDS if captured else HELD}
    if captured:
        move = Move(((actors[0], 1.0),), TAKEN, phase=2)
    else:
        found = FOUND_WHOLLY if claim.extent == "whole" else FOUND
        move = Move(((actors[0], 1.0),), found, phase=MET, found=True)
    what = f"{'captured' if captured else 'held'} by {who}"
    return Effect(odds, before, move, frozenset(actors), frozenset(losers), what=what)


def read_handover(actors: list[str], targets: list[str], lookup: Lookup) -> Effect | None:
    """Handed over by X to Y."""
    givers = [side for side in actors if side not in targets]
    if len(targets) != 1:
        return read_leaving("handover", givers, [], lookup) if givers else None
    before = {side: math.log(20) for side in givers}
    move = Move(((targets[0], 1.0),), TAKEN, phase=2)
    what = f"handed over to {name_sides(targets, lookup)}"
    return Effect({targets[0]: TAKEN_ODDS}, before, move, frozenset(targets), frozenset(givers), what=what)


def read_leaving(kind: str, actors: list[str], targets: list[str], lookup: Lookup) -> Effect | None:
    """X withdrew, was evacuated, or gave up its weapons: X not from then, a named receiver more likely."""
    if len(actors) != 1:
        return None
    leaver = actors[0]
    receivers = [side for side in targets if side != leaver]
    chance, stays, gain = {
        "evacuation": (0.7, 0.1, 3.0),
        "weapons_surrender": (0.6, 0.2, 5.0),
    }.get(kind, (0.9, 0.05, 6.0))
    odds = {leaver: math.log(stays)} | {side: math.log(gain) for side in receivers}
    to = tuple((side, 1.0 / len(receivers)) for side in receivers)
    word = {"evacuation": "fighters left", "weapons_surrender": "weapons given up"}.get(kind, "withdrawal")
    return Effect(
        odds=odds,
        before={leaver: math.log(10 if kind == "evacuation" else 20)},
        move=Move(to, chance, leave=leaver, phase=0),
        gains=frozenset(receivers),
        loses=frozenset({leaver}),
        what=f"{word}: {name_sides([leaver], lookup)}",
    )


def weigh_claim(claim: Claim, effect: Effect, days: Days, origins: Origins) -> float:
    """How far a claim is believed: less for hedges, vague dates and a side's word on its own gains."""
    weight = BASE_WEIGHT
    if claim.kind not in PRESENT and (days.slack > 1 or days.length > LONG_INTERVAL):
        weight *= 0.75
    if claim.background:
        weight *= 0.5
    side = origins.find_side(claim)
    if side and side in effect.loses | effect.denied:
        weight *= AGAINST_INTEREST
    elif side and (side in effect.gains or (effect.denied and side not in effect.denied)):
        weight *= IN_INTEREST
    if claim.hedged:
        weight = min(weight, BASE_WEIGHT) * HEDGE
    return round(min(weight, TOP_WEIGHT), 4)


def read_known(claim: Claim, days: Days, origins: Origins) -> int:
    """The day a claim became known: its document's publication, or the event where that is unknown."""
    published = origins.read_published(claim.document.id)
    return max(published, days.first) if published is not None else days.last


def name_predicate(claim: Claim, effect: Effect) -> str:
    """What a claim says in so many words: an origin that says it twice within days says it once.

    That a side took a place and that it holds it are one saying; that it holds all of it and a part are two.
    """
    whole = claim.kind in ("capture", "held") and effect.gains and not is_partial(claim)
    kind = "holds" if whole and claim.extent != EITHER else f"{claim.kind} {claim.extent or ''}"
    sides = sorted(effect.gains or effect.loses or effect.denied)
    return f"{kind}:{claim.stance}:{','.join(sides)}"


def read_signals(claim: Claim, places: Iterable[str], origins: Origins) -> list[Signal]:
    """The signals of one claim for the places it is about; none where it is undated or says nothing of control."""
    days = read_days(claim.when)
    if days is None:
        return []
    lookup = origins.lookup
    truce = claim.kind == "ceasefire" and claim.stance == "asserts"
    effect = read_effect(claim, lookup)
    if effect is None:
        if not truce and claim.kind != "ceasefire_violation":
            return []
        effect = Effect(what="ceasefire" if truce else "ceasefire broken")
    sides = sorted(effect.gains)
    share = read_share(claim.extent)
    holders = [(ref.id, side) for ref in claim.actors if ref.id and (side := lookup.find_side(ref))]
    return [
        Signal(
            claim=claim.id,
            place=place,
            predicate=name_predicate(claim, effect),
            origin=origins.find_origin(claim),
            days=days,
            known=read_known(claim, days, origins),
            weight=weigh_claim(claim, effect, days, origins),
            odds=tuple(sorted(effect.odds.items())),
            before=tuple(sorted(effect.before.items())),
            move=effect.move,
            actors=tuple(sorted(set(holders))) if claim.kind in ("capture", "held") else (),
            share=(sides[0], share) if share is not None and len(sides) == 1 else None,
            besieger=effect.besieger,
            truce=truce,
            side=origins.find_side(claim),
            retold=claim.repeats is not None,
            denies=bool(effect.denied),
            ends_truce=claim.kind in ("ceasefire_violation", "capture"),
            what=effect.what,
            order=(days.first, claim.when.start or "", claim.document.id, claim.start, claim.id),
        )
        for place in places
    ]
