"""The truth: places in clusters, and who holds each of them on each day.

Sides push their fronts from place to neighbouring place: an assault makes a place fought over for some days, and then it
falls, is held or stays divided; some places fall within a day, encircled ones are given up by a deal, and a side with little
left in a cluster gives up all of it at once.
"""

import random
from dataclasses import dataclass, field

import numpy as np

SIDES = ("red", "blue", "green")
CONTESTED, DIVIDED = len(SIDES), len(SIDES) + 1
NEIGHBOURS = 4
SURRENDERS = 1 / 150  # … and side with little left there
OFFENSIVES = 1 / 4  # a day and cluster with a front
RISINGS = 1 / 30  # … without one: an enemy comes from outside or rises within
BEGINS = 736330  # 1 January 2017, as an ordinal


@dataclass(frozen=True)
class Event:
    """Something that truly happened at a place: assault, capture, repelled, deal, split, end_split."""

    day: int
    what: str
    place: int
    by: int | None = None
    against: int | None = None


@dataclass
class World:
    """The places (kilometres east and north), and by place and day the state: a side's number, fought over or divided."""

    points: np.ndarray
    cluster: np.ndarray
    near: list[list[int]]
    state: np.ndarray
    besieged: np.ndarray
    attacker: (
        np.ndarray
    )  # who assaults a place that is fought over, who holds half of one that is divided; else -1
    before: np.ndarray  # who held a place before it was fought over
    events: list[Event] = field(default_factory=list)

    @property
    def days(self) -> int:
        return self.state.shape[1]

    def name(self, place: int) -> str:
        return f"p{place:05d}"

    def measure_fronts(self) -> np.ndarray:
        """By place and day, the kilometres to the nearest place in other hands; 0 where it is fought over or divided."""
        gap = np.linalg.norm(self.points[:, None] - self.points[None], axis=2)
        found = np.full(self.state.shape, np.inf)
        for day in range(self.days):
            now = self.state[:, day]
            other = now[:, None] != now[None]
            found[:, day] = np.where(other, gap, np.inf).min(axis=1)
            found[now >= CONTESTED, day] = 0.0
        return found


def make_world(rng: random.Random, clusters: int, size: int, days: int) -> World:
    """A war of `clusters` × `size` places over some days."""
    points, cluster = place_points(rng, clusters, size)
    gap = np.linalg.norm(points[:, None] - points[None], axis=2)
    near = []
    for place in range(len(points)):
        inside = [other for other in np.argsort(gap[place]) if cluster[other] == cluster[place]]
        near.append([int(other) for other in inside[1 : NEIGHBOURS + 1]])
    shape = (len(points), days)
    empty = [np.full(shape, -1, dtype=np.int8) for _ in range(3)]
    world = World(points, cluster, near, empty[0], np.full(shape, -1, dtype=np.int8), empty[1], empty[2])
    now = give_out(rng, world, clusters)
    War(rng, world, now).run()
    return world


def place_points(rng: random.Random, clusters: int, size: int) -> tuple[np.ndarray, np.ndarray]:
    points, cluster = [], []
    across = int(np.ceil(np.sqrt(clusters)))
    for number in range(clusters):
        centre = (60 * (number % across) + rng.uniform(-8, 8), 60 * (number // across) + rng.uniform(-8, 8))
        spread = rng.choice((1.5, 3.0, 6.0))  # a city's quarters, a valley, a countryside
        for _ in range(size):
            points.append([rng.gauss(middle, spread) for middle in centre])
            cluster.append(number)
    return np.array(points), np.array(cluster)


def give_out(rng: random.Random, world: World, clusters: int) -> list[int]:
    """Who holds which place at first: each cluster is cut by a line between two sides, or wholly one's."""
    now = [0] * len(world.points)
    for number in range(clusters):
        inside = [place for place in range(len(now)) if world.cluster[place] == number]
        pair = rng.choice(((0, 1), (0, 1), (0, 1), (0, 2), (1, 2)))
        share = rng.choice((0.25, 0.4, 0.5, 0.6, 0.75))
        way = (rng.gauss(0, 1), rng.gauss(0, 1))
        order = sorted(inside, key=lambda place: float(world.points[place] @ np.array(way)))
        for rank, place in enumerate(order):
            now[place] = pair[rank < share * len(order)]
    return now


class War:
    """Runs a world day by day."""

    def __init__(self, rng: random.Random, world: World, now: list[int]):
        self.rng, self.world, self.now = rng, world, now
        self.until: dict[int, int] = {}  # when what is fought over or divided is decided
        self.attack: dict[int, tuple[int, int]] = {}  # place → (attacker, holder before)
        self.momentum: dict[int, int] = {}

    def run(self) -> None:
        world = self.world
        for day in range(world.days):
            for number in range(int(world.cluster.max()) + 1):
                self.move_cluster(day, number)
            for place in [one for one, end in self.until.items() if end <= day]:
                self.decide(day, place)
            world.state[:, day] = self.now
            for place, (attacker, holder) in self.attack.items():
                world.attacker[place, day], world.before[place, day] = attacker, holder
            for place in range(len(self.now)):
                world.besieged[place, day] = self.find_besieger(place)

    def move_cluster(self, day: int, number: int) -> None:
        inside = [place for place in range(len(self.now)) if self.world.cluster[place] == number]
        if day % 80 == number % 80 or number not in self.momentum:
            held = [self.now[place] for place in inside if self.now[place] < CONTESTED]
            self.momentum[number] = self.rng.choice(held or [0])
        border = [(place, by) for place in inside if (by := self.find_enemy(place)) is not None]
        if border and self.rng.random() < OFFENSIVES:
            strong = [pair for pair in border if pair[1] == self.momentum[number]]
            place, by = self.rng.choice(strong if strong and self.rng.random() < 0.6 else border)
            self.assault(day, place, by)
        if not border and self.rng.random() < RISINGS:
            place = self.rng.choice(inside)
            if self.now[place] < CONTESTED:
                self.assault(
                    day, place, self.rng.choice([side for side in (0, 1) if side != self.now[place]])
                )
        for side in sorted({self.now[place] for place in inside} - {CONTESTED, DIVIDED}):
            left = [place for place in inside if self.now[place] == side]
            if border and len(left) <= 2 and self.rng.random() < SURRENDERS:
                for place in left:
                    self.give_up(day, place)

    def find_enemy(self, place: int) -> int | None:
        """A side that holds a neighbour of a place which another holds."""
        mine = self.now[place]
        others = [
            self.now[one] for one in self.world.near[place] if self.now[one] not in (mine, CONTESTED, DIVIDED)
        ]
        return self.rng.choice(others) if others and mine < CONTESTED else None

    def find_besieger(self, place: int) -> int:
        around = {self.now[one] for one in self.world.near[place]}
        return (
            around.pop()
            if len(around) == 1 and self.now[place] < CONTESTED and self.now[place] not in around
            else -1
        )

    def assault(self, day: int, place: int, by: int) -> None:
        holder = self.now[place]
        self.world.events.append(Event(day, "assault", place, by, holder))
        if self.rng.random() < 0.2:
            self.take(day, place, by, holder)
            return
        self.now[place], self.attack[place] = CONTESTED, (by, holder)
        self.until[place] = day + 1 + int(self.rng.expovariate(1 / 14))

    def take(self, day: int, place: int, by: int, holder: int) -> None:
        self.now[place] = by
        self.world.events.append(Event(day, "capture", place, by, holder))

    def decide(self, day: int, place: int) -> None:
        by, holder = self.attack[place]
        divided = self.now[place] == DIVIDED
        del self.until[place]
        chance = self.rng.random()
        if not divided and chance < 0.12:
            self.now[place] = DIVIDED
            self.until[place] = day + 1 + int(self.rng.expovariate(1 / 120))
            self.world.events.append(Event(day, "split", place, by, holder))
            return
        del self.attack[place]
        if chance < 0.6:
            self.take(day, place, by, holder)
        else:
            self.now[place] = holder
            self.world.events.append(Event(day, "end_split" if divided else "repelled", place, by, holder))

    def give_up(self, day: int, place: int) -> None:
        by = self.find_enemy(place)
        if by is not None:
            self.world.events.append(Event(day, "deal", place, by, self.now[place]))
            self.now[place] = by
