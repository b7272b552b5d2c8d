"""How well control is told from partisan reports of a simulated war whose truth is known.

    python bench/simulate_control.py [--settings fair partisan hostile broken] [--seed 2026] [--worlds 2] [--json]

Every way to read the reports sees the same claims; they are asked about each place from the day that its first claim that
names a holder was published. Brier is halved, so that it lies between 0 and 1. Nothing in the model was fitted on the
worlds of the default seed.
"""

import argparse
import json
import random
import time
from dataclasses import asdict

import numpy as np
from fronts.measures import list_bins, score_answer, score_changes, score_rings
from fronts.reports import write_reports
from fronts.rivals import (
    AS_KNOWN,
    FOUGHT,
    RETROSPECTIVE,
    Answer,
    ask_last_claim,
    ask_majority,
    ask_sijill,
    list_votes,
)
from fronts.settings import SETTINGS, Setting
from fronts.world import World, make_world

WAYS = ("Sijill", "symmetric trust", "majority, 60 days", "last claim wins")


def main() -> None:
    options = read_options()
    result = {"seed": options.seed, "worlds": options.worlds, "settings": {}}
    for name in options.settings:
        begun = time.perf_counter()
        found = run_setting(SETTINGS[name], options)
        found["seconds"] = round(time.perf_counter() - begun, 1)
        result["settings"][name] = found
        if not options.json:
            print_setting(name, found)
    if options.json:
        print(json.dumps(result, indent=1))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--settings", nargs="+", choices=sorted(SETTINGS), default=list(SETTINGS))
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--worlds", type=int, default=2)
    parser.add_argument("--clusters", type=int, default=6)
    parser.add_argument("--size", type=int, default=12, help="places of a cluster")
    parser.add_argument("--days", type=int, default=480)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def run_setting(setting: Setting, options: argparse.Namespace) -> dict:
    """All ways to read the reports of some worlds, scored over all their places and days together."""
    worlds, asked, answers, count = [], [], {}, 0
    for number in range(options.worlds):
        rng = random.Random(f"{options.seed} {number}")
        world = make_world(rng, options.clusters, options.size, options.days)
        documents, claims = write_reports(
            random.Random(f"{options.seed} {number} {setting.name}"), world, setting
        )
        count += len(claims)
        worlds.append(world)
        asked.append(ask_last_claim(world, list_votes(world, claims), AS_KNOWN).named)
        for key, answer in ask_all(world, documents, claims).items():
            answers.setdefault(key, []).append(answer)
    world, days = join_worlds(worlds), np.concatenate(asked)
    front = np.concatenate([one.measure_fronts() for one in worlds])
    found = {"claims": count, "fought_or_split": float((world.state >= FOUGHT)[days].mean()), "rows": []}
    for (way, series), parts in answers.items():
        answer = Answer(
            *(np.concatenate([getattr(one, part) for one in parts]) for part in ("chances", "named"))
        )
        found["rows"].append({
            "way": way, "series": series, **asdict(score_answer(answer, world.state, days)),
            "change": asdict(score_changes(answer, world, days)),
            "rings": score_rings(answer, world, days, front),
            "bins": list_bins(answer.chances[days], np.minimum(world.state, FOUGHT)[days]),
        })  # fmt: skip
    return found


def ask_all(world: World, documents: list, claims: list) -> dict[tuple[str, str], Answer]:
    votes = list_votes(world, claims)
    sijill, equal = ask_sijill(world, documents, claims), ask_sijill(world, documents, claims, leanings=False)
    answers = {}
    for series in (AS_KNOWN, RETROSPECTIVE):
        given = (
            sijill[series],
            equal[series],
            ask_majority(world, votes, series),
            ask_last_claim(world, votes, series),
        )
        answers |= {(way, series): answer for way, answer in zip(WAYS, given, strict=True)}
    return answers


def join_worlds(worlds: list[World]) -> World:
    """The worlds as one of which only the states are read."""
    state = np.concatenate([one.state for one in worlds])
    first = worlds[0]
    return World(first.points, first.cluster, first.near, state, state, state, state)


def print_setting(name: str, found: dict) -> None:
    print(f"\n{name}: {found['claims']} claims, {found['rows'][0]['days']} place-days, "
          f"{found['fought_or_split']:.1%} of them fought over or split, {found['seconds']} s")  # fmt: skip
    print("                  series         accuracy  Brier  log loss   ECE  named  right  change: found  told  days off   "
          "accuracy 0-2, 2-10, >10 km")  # fmt: skip
    for row in found["rows"]:
        rings = "  ".join(f"{one['accuracy']:.3f}" for one in row["rings"].values())
        change = row["change"]
        print(f"{row['way']:17s} {row['series']:14s} {row['accuracy']:8.3f} {row['brier']:6.3f} {row['log_loss']:9.3f} "
              f"{row['ece']:5.3f} {row['named']:6.2f} {row['right_named']:6.3f} {change['found']:14.2f} {change['told']:5.2f} "
              f"{change['median_days']:5.1f} {change['mean_days']:5.1f}   {rings}")  # fmt: skip
    for series in (AS_KNOWN, RETROSPECTIVE):
        row = next(one for one in found["rows"] if one["way"] == "Sijill" and one["series"] == series)
        bins = "  ".join(f"{one['sure']:.2f}→{one['right']:.2f} ({one['share']:.0%})" for one in row["bins"])
        print(f"Sijill, {series}, sure → right: {bins}")


if __name__ == "__main__":
    main()
