"""Typed ties between incidents: what covers what, what was planned, and what came of an attack."""

from collections.abc import Iterable, Sequence

import msgspec

from ..forks import run_forked
from ..model import Relation
from .days import Days, count_days_apart
from .evidence import KIND_PAIRS
from .facets import FIGHTING, STRIKES, TOLLS, Facets, Party, Spot
from .lookup import Lookup
from .reach import Reach
from .where import lies_around, relate_spots

PLAN_AHEAD = 45  # days after its report within which a plan may be the plan of an event
OUTCOME_DAYS = 1
WORTH_A_PROCESS = 50_000  # events: what takes a second or two
LONGEST = 60  # days: what lasts longer is no part of a total and no attack of which something came
OUTCOMES = TOLLS | {"repelled_attack", "capture", "withdrawal"}
ATTACKS = FIGHTING | STRIKES
PLACED = frozenset({"same", "named", "contains", "near"})


class Event(msgspec.Struct, frozen=True, eq=False):
    """One incident as its relations see it."""

    id: str
    kind: str
    stance: str
    days: Days | None
    published: int | None
    spots: tuple[Spot, ...]
    ends: tuple[Spot, ...]
    doers: Party
    sufferers: Party
    documents: frozenset[str]
    roll_up: bool
    order: tuple
    counts: frozenset[str] = frozenset()  # whom its tolls count


def join_parties(parties: Iterable[Party]) -> Party:
    """All of them as one; of equal ones, one of these themselves."""
    unique = list(dict.fromkeys(parties))
    if len(unique) == 1:
        return unique[0]
    ids: frozenset[str] = frozenset()
    lineage, sides = ids, ids
    for party in unique:
        ids, lineage, sides = ids | party.ids, lineage | party.lineage, sides | party.sides
    return Party(ids, lineage, sides)


def join_spots(told: Iterable[tuple[Spot, ...]]) -> tuple[Spot, ...]:
    """The spots of all, each once."""
    unique = list(dict.fromkeys(told))
    return unique[0] if len(unique) == 1 else tuple(dict.fromkeys(spot for spots in unique for spot in spots))


def read_event(name: str, kind: str, days: Days | None, members: Sequence[Facets], roll_up: bool) -> Event:
    """The event of one incident, from the claims that state it."""
    return Event(
        id=name,
        kind=kind,
        stance=members[0].claim.stance,
        days=days,
        published=min((one.published for one in members if one.published is not None), default=None),
        spots=join_spots(one.spots for one in members),
        ends=join_spots(one.ends for one in members),
        doers=join_parties(one.doers for one in members),
        sufferers=join_parties(one.sufferers for one in members),
        documents=frozenset(one.document for one in members),
        roll_up=roll_up,
        order=members[0].order,
        counts=frozenset(
            figure[1] for one in members if one.kind in TOLLS for figure in one.figures if figure[1]
        ),
    )


def find_relations(events: Sequence[Event], lookup: Lookup, jobs: int = 1) -> dict[str, tuple[Relation, ...]]:
    """The relations of each incident, sorted."""
    events = sorted(events, key=lambda event: event.order)
    told = Told(events, lookup)
    jobs = max(1, min(jobs, len(events) // WORTH_A_PROCESS))
    parts = [range(len(events) * part // jobs, len(events) * (part + 1) // jobs) for part in range(jobs)]

    def find_part(part: int) -> bytes:
        found = {events[at].id: relate_event(events[at], told, lookup) for at in parts[part]}
        return msgspec.msgpack.encode({name: relations for name, relations in found.items() if relations})

    read = msgspec.msgpack.Decoder(dict[str, tuple[Relation, ...]])
    return {
        name: one for data in run_forked(find_part, len(parts)) for name, one in read.decode(data).items()
    }


def relate_event(event: Event, told: "Told", lookup: Lookup) -> tuple[Relation, ...]:
    """The relations of one incident, sorted."""
    found: set[Relation] = set()
    if event.stance in ("plans", "hypothetical"):
        if match := find_planned(event, told.list_later(event), lookup):
            word = "foreseen" if event.stance == "hypothetical" else "planned"
            why = f"{word} here, reported there as done"
            found.add(Relation(type="plan_of", incident=match.id, why=why))
    elif event.stance == "asserts" and event.days is not None:
        if event.roll_up:
            for other in told.list_near(event, 0):
                if covers(event, other, lookup):
                    why = "within its days and place; part of this total, never added to it"
                    found.add(Relation(type="covers", incident=other.id, why=why))
        if event.kind in OUTCOMES:
            attack = find_attack(event, told.list_near(event, OUTCOME_DAYS), lookup)
            if attack is not None:
                why = f"the same fighting: {attack.kind} there, {event.kind} here"
                found.add(Relation(type="outcome_of", incident=attack.id, why=why))
    return tuple(sorted(found, key=lambda one: (one.type, one.incident)))


class Told:
    """The events that somebody says happened, by place and time and by the reports that tell them."""

    def __init__(self, events: Sequence[Event], lookup: Lookup):
        told = [event for event in events if event.stance == "asserts"]
        self._reach = Reach(told, lookup)
        self._documents: dict[str, list[Event]] = {}
        for event in told:
            for document in event.documents:
                self._documents.setdefault(document, []).append(event)

    def list_near(self, event: Event, slack: int) -> list[Event]:
        """Other events that may be in one place or one report with this one, and whose days touch its own, in order."""
        assert event.days is not None
        first, last = event.days.first - slack, event.days.last + slack
        found = {other.id: other for other in self._list_together(event)}
        found |= {other.id: other for other in self._reach.find_near(event, first, last)}
        near = [
            other
            for other in found.values()
            if other.id != event.id
            and other.days
            and other.days.length <= LONGEST
            and other.days.first <= last
            and other.days.last >= first
        ]
        return sorted(near, key=lambda other: other.order)

    def list_later(self, plan: Event) -> list[Event]:
        """The events that a plan may speak of: near it in place, up to so long after its report."""
        reported = plan.days.first if plan.days else plan.published
        if reported is None:
            return self._list_together(plan)
        return self._reach.find_near(plan, reported - 1, reported + PLAN_AHEAD)

    def _list_together(self, event: Event) -> list[Event]:
        found = {other.id: other for name in event.documents for other in self._documents.get(name, ())}
        return sorted(found.values(), key=lambda other: other.order)


def relate_places(one: Event, other: Event, lookup: Lookup) -> set[str]:
    return {relate_spots(a, b, lookup) for a in one.spots for b in other.spots}


def covers(whole: Event, part: Event, lookup: Lookup) -> bool:
    """Whether a roll-up's days and place hold those of a part of the same sort, and no party contradicts.

    A total and a toll of one report that count the same people need no place between them: "48 in this attack …
    155 over the three days".
    """
    if part.days is None or part.days[:2] == whole.days[:2]:
        return False
    if part.days.first < whole.days.first or part.days.last > whole.days.last:
        return False
    same_sort = part.kind == whole.kind or (
        whole.kind in FIGHTING and part.kind in FIGHTING | {"repelled_attack"}
    )
    if not same_sort:
        return False
    inside = any(
        a.key == b.key or a.key in b.line or lies_around(b, a) for a in whole.spots for b in part.spots
    )
    near = "near" in relate_places(whole, part, lookup)
    sides, others = whole.sufferers.sides, part.sufferers.sides
    if whole.kind in TOLLS and sides and others and not sides & others:
        return False
    if whole.counts and part.counts and not whole.counts & part.counts:
        return False  # a total of one side's dead holds none of the other's
    unplaced = not whole.spots or not part.spots
    told_together = bool(whole.counts & part.counts and whole.documents & part.documents)
    return inside or near or (unplaced and told_together)


def find_planned(plan: Event, told: Sequence[Event], lookup: Lookup) -> Event | None:
    """The event that a plan speaks of, if it was reported: same kind and place, no earlier than the plan."""
    best: tuple[tuple, Event] | None = None
    for event in told:
        related = plan.kind == event.kind or frozenset({plan.kind, event.kind}) in KIND_PAIRS
        if not related or event.days is None or event.kind in ("statement", "other"):
            continue
        reported = plan.days.first if plan.days else plan.published
        if reported is not None and not -1 <= event.days.last - reported <= PLAN_AHEAD:
            continue
        if reported is None and not plan.documents & event.documents:
            continue
        places = relate_places(plan, event, lookup)
        if not places & PLACED:
            continue
        ends = {relate_spots(a, b, lookup) for a in plan.ends for b in event.ends}
        if ends and ends <= {"apart"}:
            continue
        parties, others = plan.doers.sides, event.doers.sides
        if parties and others and not parties & others:
            continue
        wait = event.days.first - (reported if reported is not None else event.days.first)
        fit = ("same" not in places, "same" not in ends, event.roll_up, plan.kind != event.kind, abs(wait))
        if best is None or (fit, event.order) < (best[0], best[1].order):
            best = (fit, event)
    return best[1] if best else None


def find_attack(outcome: Event, near: Sequence[Event], lookup: Lookup) -> Event | None:
    """The attack that a toll, a capture, a retreat or a repulse came of, if one was reported."""
    best: tuple[tuple, Event] | None = None
    for event in near:
        if event.kind not in ATTACKS or event.roll_up != outcome.roll_up or event.days is None:
            continue
        if event.roll_up and event.days[:2] != outcome.days[:2]:
            continue
        if event.days.first > outcome.days.last:
            continue
        if event.kind in STRIKES and outcome.kind not in TOLLS:
            continue
        places = relate_places(outcome, event, lookup)
        if not places & PLACED or not fits_parties(outcome, event):
            continue
        shared = bool(outcome.documents & event.documents)
        fit = (not shared, "same" not in places, count_days_apart(event.days, outcome.days))
        if best is None or (fit, event.order) < (best[0], best[1].order):
            best = (fit, event)
    return best[1] if best else None


def fits_parties(outcome: Event, attack: Event) -> bool:
    """Whether the parties agree: who repels or retreats was attacked; who captures attacked."""
    if attack.kind == "clash":
        either = attack.doers.sides | attack.sufferers.sides
        named = outcome.doers.sides | outcome.sufferers.sides
        return not either or not named or bool(either & named)
    dead = outcome.sufferers.sides
    if attack.kind in STRIKES and (len(dead) > 1 or (dead and dead <= attack.doers.sides)):
        return False  # no side dies of its own strikes, and a toll of two sides is that of their fighting
    swapped = outcome.kind in ("repelled_attack", "withdrawal")
    doers, sufferers = outcome.doers.sides, outcome.sufferers.sides
    if swapped:
        doers, sufferers = sufferers, doers
    for mine, theirs in ((doers, attack.doers.sides), (sufferers, attack.sufferers.sides)):
        if mine and theirs and not mine & theirs:
            return False
    return True
