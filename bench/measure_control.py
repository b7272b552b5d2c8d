"""How fast control is told for many places over many years.

    python bench/measure_control.py [--places 1000 3000 10000] [--years 10] [--claims 10] [--json]

Places lie in districts of thirty; claims fall to them with a skew as in real records: most places are named a handful of
times, a few hundreds of times, in bursts of some weeks. Prints seconds, microseconds a claim, peak memory, and the exponent of
growth between the fewest and the most places (1 = as many times as there are places). Machines differ: compare ratios.
"""

import argparse
import json
import math
import random
import resource
import time

import numpy as np
from fronts.press import FakeGazetteer, make_pack
from fronts.reports import Newsroom
from fronts.settings import PARTISAN
from fronts.world import CONTESTED, World

from sijill.control import compute_control

DISTRICT = 30
BURST_CLAIMS, BURST_DAYS = 6, 21
KINDS = (
    ("held", 8),
    ("capture", 4),
    ("clash", 4),
    ("shelling", 3),
    ("contested", 1),
    ("repelled_attack", 1),
    ("withdrawal", 1),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--places", nargs="+", type=int, default=[1000, 3000, 10_000])
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--claims", type=int, default=10, help="a place, on average")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = [measure(count, options) for count in options.places]
    first, last = rows[0], rows[-1]
    growth = None
    if len(rows) > 1:
        growth = math.log(last["seconds"] / first["seconds"]) / math.log(last["places"] / first["places"])
    if options.json:
        print(json.dumps({"rows": rows, "growth": growth}, indent=1))
        return
    for row in rows:
        print("  ".join(f"{key} {value:,}" for key, value in row.items()))
    if growth is not None:
        print(f"growth exponent {growth:.2f}; {last['seconds'] / first['seconds']:.1f} times as long for "
              f"{last['places'] / first['places']:.0f} times the places")  # fmt: skip


def measure(count: int, options: argparse.Namespace) -> dict[str, float]:
    world, documents, claims = make_record(count, options)
    pack, gazetteer = make_pack(world), FakeGazetteer(world)
    begun, spent = time.perf_counter(), time.process_time()
    states = compute_control(claims, documents, pack, gazetteer)
    seconds, processor = time.perf_counter() - begun, time.process_time() - spent
    return {
        "places": count,
        "claims": len(claims),
        "states": len(states),
        "seconds": round(seconds, 2),
        "processor_seconds": round(processor, 2),  # what other programs cost is not in it
        "microseconds_a_claim": round(1e6 * seconds / len(claims)),
        "peak_MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def make_record(count: int, options: argparse.Namespace) -> tuple[World, list, list]:
    """Places and claims without a war behind them: for speed, what is said need not be true."""
    rng = random.Random(count)
    days = 365 * options.years
    cluster = np.arange(count) // DISTRICT
    across = math.ceil(math.sqrt(count / DISTRICT))
    points = np.array(
        [[40 * (c % across) + rng.gauss(0, 6), 40 * (c // across) + rng.gauss(0, 6)] for c in cluster]
    )
    none = np.zeros((count, 1), np.int8)
    world = World(points, cluster, [], np.zeros((1, days), np.int8), none, none, none)
    room = Newsroom(rng, world, PARTISAN)
    fame = [rng.lognormvariate(0, 1.3) for _ in range(count)]
    scale = options.claims * count / sum(fame) / 1.6  # copies make the rest
    for place in range(count):
        owed = max(1, round(fame[place] * scale))
        while owed > 0:
            start, burst = rng.randrange(days), min(owed, rng.randint(1, BURST_CLAIMS))
            owed -= burst
            for _ in range(burst):
                tell(room, place, min(days - 1, start + rng.randrange(BURST_DAYS)))
    return world, room.documents, room.claims


def tell(room: Newsroom, place: int, day: int) -> None:
    rng = room.rng
    kind = rng.choices([kind for kind, _ in KINDS], [weight for _, weight in KINDS])[0]
    by, on = rng.sample(range(CONTESTED), 2)
    voice = rng.choice((None, None, by, on))
    if kind == "contested":
        room.publish(room.pick_outlet(voice), day, kind, place)
    else:
        room.publish(room.pick_outlet(voice), day, kind, place, by=by, on=on)


if __name__ == "__main__":
    main()
