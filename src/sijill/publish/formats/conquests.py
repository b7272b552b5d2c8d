"""What a record tells of a capture besides that it was made: that it did not last, or that nobody resisted."""

import datetime
from collections.abc import Iterable, Sequence

from sijill.model import Incident
from sijill.publish.formats.events import UNTOLD, Days, Event, EventView, read_days

# What is done under a deal, and what says that there was fighting.
DEALS = frozenset({"agreement", "evacuation", "handover", "weapons_surrender"})
FIGHTING = frozenset({"clash", "ground_attack", "repelled_attack", "shelling", "air_strike", "drone_strike", "bombing",
                      "chemical_attack", "ceasefire_violation"})  # fmt: skip
NEAR = 1  # days before a capture in which a deal or fighting at the place tells how it was made


class Conquests:
    """The captures of a record that ACLED codes otherwise than battles over territory, by their incidents.

    `brief`: that another side took the place on the same day or the next. `peaceful`: that a deal at the place was made or
    carried out in those days or the day before, and nothing is told of fighting there.
    """

    def __init__(self, view: EventView):
        told = [one for one in view.record.incidents(None) if one.status not in UNTOLD]
        captures = [one for one in told if one.kind == "capture"]
        self.brief = find_brief(view.make_event(one) for one in captures)
        self.peaceful = find_peaceful(captures, told)


def find_brief(captures: Iterable[Event]) -> frozenset[str]:
    """Of captures, those of places that another side takes on the same day or the next, by their incidents.

    Only those count of which the one day is known, and the side of who took the place.
    """
    taken: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for event in captures:
        side = next((one.side for one in event.cast.doers if one.side), None)
        place, days = event.place, event.days
        if side and days and days.count == 1 and place and place.id and not place.relation:
            taken.setdefault((place.id, days.first), []).append((event.incident.id, side))
    brief: set[str] = set()
    for (place_id, day), ours in taken.items():
        later = (*ours, *taken.get((place_id, shift_day(day, 1)), ()))
        brief |= {one for one, side in ours if any(other != side for _, other in later)}
    return frozenset(brief)


def find_peaceful(captures: Iterable[Incident], told: Sequence[Incident]) -> frozenset[str]:
    """Of captures, those of places given up under a deal at the time, without a word of fighting there."""
    deals, fights = list_days(told, DEALS), list_days(told, FIGHTING)
    peaceful = set()
    for one in captures:
        days, place_id = read_days(one.when), one.place.id if one.place else None
        if days is None or place_id is None:
            continue
        first = shift_day(days.first, -NEAR)
        deal, fight = (
            any(each.first <= days.last and first <= each.last for each in found.get(place_id, ()))
            for found in (deals, fights)
        )
        if deal and not fight:
            peaceful.add(one.id)
    return frozenset(peaceful)


def list_days(told: Iterable[Incident], kinds: frozenset[str]) -> dict[str, list[Days]]:
    """By place, the days of what is told of such kinds."""
    found: dict[str, list[Days]] = {}
    for one in told:
        if one.kind in kinds and (days := read_days(one.when)):
            for place_id in {place.id for place in (one.place, *one.places) if place and place.id}:
                found.setdefault(place_id, []).append(days)
    return found


def shift_day(day: str, days: int) -> str:
    """The day so many days later.

    >>> shift_day("2031-02-28", 1), shift_day("2031-03-01", -1)
    ('2031-03-01', '2031-02-28')
    """
    return (datetime.date.fromisoformat(day) + datetime.timedelta(days=days)).isoformat()
