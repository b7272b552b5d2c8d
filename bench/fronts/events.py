"""What is reported of an event: by who won, by who lost, by others; and what is said that did not happen."""

from fronts.reports import Newsroom
from fronts.world import CONTESTED, Event


def tell_event(room: Newsroom, event: Event) -> None:
    """The reports of one event, true and false."""
    tellers = {
        "assault": tell_assault,
        "capture": tell_capture,
        "repelled": tell_repelled,
        "deal": tell_deal,
        "split": tell_split,
        "end_split": tell_repelled,
    }
    tellers[event.what](room, event)


def tell_assault(room: Newsroom, event: Event) -> None:
    rng, setting = room.rng, room.setting
    if rng.random() < setting.plans:
        room.say(event.by, event.day - 2, "capture", event.place, by=event.by, stance="plans")
    if rng.random() < 0.5:
        room.say(event.by, event.day, "ground_attack", event.place, by=event.by, on=event.against)
    if rng.random() < setting.neutral_tells:
        room.publish(
            room.pick_outlet(None), event.day, "ground_attack", event.place, by=event.by, on=event.against
        )
    if rng.random() < setting.partial:
        room.say(
            event.by, event.day + 1, "capture", event.place, by=event.by, on=event.against, extent="part"
        )


def tell_capture(room: Newsroom, event: Event) -> None:
    """The winner tells, the loser admits, denies or keeps silent, some others tell; a silent one nobody does."""
    rng, setting = room.rng, room.setting
    if rng.random() < setting.silent:
        return
    place, parties = event.place, dict(by=event.by, on=event.against)
    told = None
    if rng.random() < setting.winner_tells:
        told = tell_area(room, event) or room.say(event.by, event.day, "capture", place, **parties)
        if rng.random() < 0.4:
            room.say(event.by, event.day + 1, "held", place, by=event.by)
    chance = rng.random()
    if chance < setting.loser_admits:
        room.say(
            event.against,
            event.day + rng.randrange(3),
            "withdrawal",
            place,
            by=event.against,
            on=event.by,
            lag=3,
        )
    elif chance < setting.loser_admits + setting.loser_denies and told is not None:
        deny(room, event.against, event.day + 1, told, place, by=event.by)
    for _ in range(2):
        if rng.random() < setting.neutral_tells * 0.7:
            room.publish(room.pick_outlet(None), event.day, "capture", place, lag=2 * setting.lag, **parties)
    if rng.random() < setting.false_repelled:
        room.say(event.against, event.day, "repelled_attack", place, by=event.against, on=event.by)


def tell_area(room: Newsroom, event: Event):
    """The whole cluster named as taken, when with this place it is nearly all the taker's."""
    world = room.world
    now = world.state[world.cluster == world.cluster[event.place], event.day]
    if (now == event.by).mean() < 0.85 or room.rng.random() > room.setting.area:
        return None
    name = f"district{world.cluster[event.place]}"
    return room.say(event.by, event.day, "capture", name, by=event.by, on=event.against, extent="whole")


def tell_repelled(room: Newsroom, event: Event) -> None:
    rng, setting = room.rng, room.setting
    if rng.random() < setting.defender_tells:
        room.say(event.against, event.day, "repelled_attack", event.place, by=event.against, on=event.by)
    if rng.random() < setting.neutral_tells * 0.6:
        kind, by = rng.choice((("repelled_attack", event.against), ("held", event.against)))
        fields = dict(on=event.by) if kind == "repelled_attack" else {}
        room.publish(room.pick_outlet(None), event.day, kind, event.place, by=by, **fields)


def tell_split(room: Newsroom, event: Event) -> None:
    rng, setting = room.rng, room.setting
    for side, chance in ((None, setting.neutral_tells), (event.by, 0.3), (event.against, 0.2)):
        if rng.random() < chance:
            extent = rng.choice(("part", "0.60", "0.40"))
            by = side if side is not None else rng.choice((event.by, event.against))
            room.publish(room.pick_outlet(side), event.day, "held", event.place, by=by, extent=extent)


def tell_deal(room: Newsroom, event: Event) -> None:
    """A place given up: an agreement is announced, fighters leave, it is handed over; nobody lies much about these."""
    rng, setting, place = room.rng, room.setting, event.place
    if rng.random() < 0.3:
        room.publish(
            room.pick_outlet(None),
            event.day - 3,
            "handover",
            place,
            by=event.against,
            on=event.by,
            stance="plans",
        )
    for side, chance in ((None, setting.neutral_tells + 0.3), (event.by, 0.8), (event.against, 0.35)):
        if rng.random() < chance:
            kind = rng.choice(("handover", "evacuation", "evacuation", "weapons_surrender"))
            on = event.by if kind == "handover" or rng.random() < 0.4 else ()
            room.publish(room.pick_outlet(side), event.day, kind, place, by=event.against, on=on)
    if rng.random() < 0.5:
        room.publish(room.pick_outlet(None), event.day + 2, "held", place, by=event.by)


def deny(room: Newsroom, side: int, day: int, told, place: int, by: int) -> None:
    """A side's denial that another took a place."""
    room.say(side, day, "capture", place, by=by, stance="denies", about=told.id)


def tell_false_capture(room: Newsroom, day: int, place: int, by: int) -> None:
    """A capture that did not happen: claimed, perhaps relayed, perhaps denied by who holds the place."""
    rng, setting, world = room.rng, room.setting, room.world
    state = int(world.state[place, day])
    holder = int(world.before[place, day]) if state >= CONTESTED else state
    told = room.say(by, day, "capture", place, by=by, on=holder)
    if rng.random() < setting.false_relayed:
        room.publish(
            room.pick_outlet(None),
            day,
            "capture",
            place,
            by=by,
            on=holder,
            speaker=f"{['red', 'blue', 'green'][by]}-voice",
        )
    if told is not None and rng.random() < setting.false_denied:
        deny(room, holder, day + rng.randrange(2), told, place, by)
    if rng.random() < setting.neutral_tells * 0.4:
        room.publish(room.pick_outlet(None), day + 2 + rng.randrange(5), "held", place, by=holder)
