"""What is said on any day: who holds what, in passing, stale or boasting; clashes, strikes, sieges; campaigns of lies."""

import numpy as np

from fronts.events import tell_false_capture
from fronts.reports import AT_FRONT, BURST, CLINGS_FOR, Newsroom
from fronts.world import CONTESTED, DIVIDED, SIDES


class Routine:
    """The news of quiet days; some places are spoken of a hundred times as often as others."""

    def __init__(self, room: Newsroom):
        self.room, self.world = room, room.world
        rng = room.rng
        count = len(self.world.points)
        self.fame = np.array([min(8.0, rng.lognormvariate(-0.4, 0.9)) for _ in range(count)])
        self.front = self.world.measure_fronts()
        self.lost: dict[int, tuple[int, int]] = {}  # place → (who lost it, until when he says that he has it)
        self.bursts: list[tuple[int, int, int]] = []  # (last day, side, cluster)

    def tell_day(self, day: int) -> None:
        room, setting = self.room, self.room.setting
        rng = room.rng
        if rng.random() < setting.bursts * len(SIDES):
            self.bursts.append((day + BURST, rng.randrange(2), int(rng.choice(self.world.cluster))))
        draws = np.random.default_rng(rng.randrange(2**32)).random((8, len(self.fame)))
        for place in range(len(self.fame)):
            self.tell_place(day, place, draws[:, place])
        for cluster in range(int(self.world.cluster.max()) + 1):
            self.tell_cluster(day, cluster)

    def tell_place(self, day: int, place: int, draw: np.ndarray) -> None:
        room, setting, world, fame = self.room, self.room.setting, self.world, self.fame[place]
        rng = room.rng
        state = int(world.state[place, day])
        fame = fame * (2.0 if self.front[place, day] < AT_FRONT else 1.0)  # the press goes where the war is
        if day and (before := int(world.state[place, day - 1])) != state:
            loser = before if before < CONTESTED else int(world.before[place, day - 1])
            if state < CONTESTED and loser not in (-1, state):
                self.lost[place] = (loser, day + CLINGS_FOR)
        if draw[0] < setting.neutral_held * fame:
            self.tell_known(day, place)
        if place in self.lost and draw[1] < setting.clings and day < self.lost[place][1]:
            room.say(self.lost[place][0], day, "held", place, by=self.lost[place][0])
        if state >= CONTESTED:
            self.tell_fight(day, place, draw)
            return
        if draw[2] < setting.own_held * fame:
            room.say(state, day, "held", place, by=state)
        if self.front[place, day] > AT_FRONT:
            return
        enemies = [int(world.state[one, day]) for one in world.near[place]]
        enemies = [one for one in enemies if one not in (state, CONTESTED, DIVIDED)]
        if not enemies:
            return
        enemy = rng.choice(enemies)
        if draw[3] < setting.clashes_near * fame:
            room.publish(room.pick_outlet(None), day, "clash", place, by=enemy, on=state)
        if draw[4] < setting.strikes * fame:
            teller = rng.choice((None, state))
            room.publish(
                room.pick_outlet(teller),
                day,
                rng.choice(("shelling", "air_strike")),
                place,
                by=enemy,
                on=state,
            )
        if draw[5] < setting.false_capture_quiet:
            tell_false_capture(room, day, place, enemy)
        if world.besieged[place, day] >= 0 and draw[6] < 0.02 * fame:
            room.publish(
                room.pick_outlet(None), day, "siege", place, by=int(world.besieged[place, day]), on=state
            )

    def tell_known(self, day: int, place: int) -> None:
        """A neutral outlet names the holder, by what it last knew."""
        room, world, rng = self.room, self.world, self.room.rng
        then = max(0, day - int(rng.expovariate(1 / room.setting.stale)))
        state = int(world.state[place, then])
        if state == CONTESTED:
            room.publish(room.pick_outlet(None), day, "contested", place)
        elif state == DIVIDED:
            by = rng.choice((int(world.attacker[place, then]), int(world.before[place, then])))
            room.publish(room.pick_outlet(None), day, "held", place, by=by, extent="part")
        else:
            extent = "whole" if rng.random() < 0.1 else None
            room.publish(room.pick_outlet(None), day, "held", place, by=state, extent=extent)

    def tell_fight(self, day: int, place: int, draw: np.ndarray) -> None:
        """A place fought over or divided: clashes, strikes, parts taken, boasts of both."""
        room, setting, world, rng = self.room, self.room.setting, self.world, self.room.rng
        by, holder = int(world.attacker[place, day]), int(world.before[place, day])
        divided = world.state[place, day] == DIVIDED
        calm = 0.15 if divided else 1.0
        loud = min(2.0, 0.5 + self.fame[place])  # a battle is heard of wherever it is
        if draw[2] < setting.clashes * calm * loud:
            room.publish(
                room.pick_outlet(rng.choice((None, by, holder))), day, "clash", place, by=by, on=holder
            )
        if draw[3] < setting.strikes * 2 * calm * loud:
            room.publish(
                room.pick_outlet(None), day, rng.choice(("shelling", "air_strike")), place, by=by, on=holder
            )
        if draw[4] < setting.contested_told * (0.4 if divided else 1.0) * loud:
            if divided:
                room.publish(
                    room.pick_outlet(None), day, "held", place, by=rng.choice((by, holder)), extent="part"
                )
            else:
                room.publish(room.pick_outlet(None), day, "contested", place)
        if draw[5] < setting.fought_held * calm:
            side = rng.choice((by, holder, holder))
            room.say(side, day, "held", place, by=side)
        if draw[6] < setting.false_capture_fought * calm:
            tell_false_capture(room, day, place, by)
        if draw[7] < setting.partial * 0.2 * calm:
            room.say(by, day, "capture", place, by=by, on=holder, extent="part")

    def tell_cluster(self, day: int, cluster: int) -> None:
        """Boasts about all of a cluster, passing words on who holds it, and campaigns of invented captures."""
        room, setting, world, rng = self.room, self.room.setting, self.world, self.room.rng
        inside = np.flatnonzero(world.cluster == cluster)
        counts = np.bincount(world.state[inside, day], minlength=DIVIDED + 1)
        main = int(counts[:CONTESTED].argmax())
        share = counts[main] / len(inside)
        if share < 1 and share > 0.6 and rng.random() < setting.area_false:
            room.say(main, day, rng.choice(("held", "capture")), f"district{cluster}", by=main,
                     extent=rng.choice((None, None, "whole")))  # fmt: skip
        if share == 1 and rng.random() < 0.01:
            room.publish(room.pick_outlet(None), day, "held", f"district{cluster}", by=main)
        for last, side, where in self.bursts:
            targets = [
                one for one in inside if world.state[one, day] < CONTESTED and world.state[one, day] != side
            ]
            if where == cluster and day < last and targets and rng.random() < 0.35:
                tell_false_capture(room, day, int(rng.choice(targets)), side)
