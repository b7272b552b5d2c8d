"""The local and the Spark engine side by side: the same record, and what each takes.

    python bench/measure_engines.py [--reports 1000] [--jobs 2] [--pack NAME|DIR]

Writes so many short reports about places and parties of the pack, each of another day and place, builds a record from them
with each engine, and prints seconds, peak memory of this process and of its largest child, and whether all canonical rows
are equal. Needs `pip install 'sijill[spark]'` and Java. Each engine is measured in a process of its own.
"""

import argparse
import datetime
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from sijill.packs import load_pack
from sijill.record import Record
from sijill.run import BuildOptions, build_record

EVENTS = (
    "{group} shelled the town of {place} on {day}, killing at least {number} people.",
    "Warplanes carried out {number} air strikes on {place} on {day}, a resident said.",
    "Fighters of {group} captured {place} on {day} after clashes with government forces.",
    "The army said that it had repelled an attack by {group} on {place} on {day}.",
    "{group} denied that its fighters had left {place}.",
)
STARTS = datetime.date(2016, 1, 1)
DAYS = 2500


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--pack", default="syria")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--engine", help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        measure(options)
        return
    with tempfile.TemporaryDirectory() as folder:
        write_reports(Path(folder) / "reports.jsonl", options)
        for engine in ("local", "spark"):
            line = [sys.executable, __file__, "--engine", engine, "--folder", folder, "--pack", options.pack]
            line += ["--jobs", str(options.jobs)]
            print(subprocess.run(line, check=True, capture_output=True, text=True).stdout.strip())
        with Record.open(Path(folder) / "local") as local, Record.open(Path(folder) / "spark") as spark:
            same = local.manifest["rows"] == spark.manifest["rows"]
            print(f"rows equal: {same}; {local.manifest['counts']}")
    sys.exit(not same)


def write_reports(path: Path, options: argparse.Namespace) -> None:
    """The reports, one JSON object a line."""
    rng, pack = random.Random(options.seed), load_pack(options.pack)
    places = [place.name for place in pack.places if place.kind in ("town", "village", "city")]
    groups = [actor.name for actor in pack.actors if actor.kind == "armed_group" and not actor.generic]
    with path.open("w", encoding="utf-8") as file:
        for number in range(options.reports):
            day = STARTS + datetime.timedelta(days=rng.randrange(DAYS))
            said = {"group": rng.choice(groups), "place": rng.choice(places), "number": rng.randint(2, 40),
                    "day": f"{day.day} {day:%B %Y}"}  # fmt: skip
            text = " ".join(event.format(**said) for event in rng.sample(EVENTS, 3))
            out = (day + datetime.timedelta(days=1)).isoformat()
            row = {"id": f"r{number}", "text": text, "published": out, "language": "en"}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def measure(options: argparse.Namespace) -> None:
    """One engine: seconds and memory on a line."""
    folder, start = Path(options.folder), time.perf_counter()
    report = build_record(
        [str(folder / "reports.jsonl")],
        BuildOptions(
            record=str(folder / options.engine), pack=options.pack, engine=options.engine, jobs=options.jobs
        ),
    )
    seconds = time.perf_counter() - start
    own, child = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(
        f"{options.engine:6} {report.documents:,} reports, {report.claims:,} claims: {seconds:.1f} s, "
        f"{1000 * seconds / report.documents:.0f} ms a report; peak {own:.0f} MiB here, {child:.0f} MiB in the largest child"
    )


if __name__ == "__main__":
    main()
