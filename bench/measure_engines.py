"""The local and the Spark engine side by side over report texts: the same record, and what each takes.

    python bench/measure_engines.py [--reports 10000] [--jobs 2] [--pack NAME|DIR] [--folder FOLDER] [--engines local spark]

Writes so many distinct reports (`scale/texts.py`: the project's invented sentences with names drawn into them), builds a record
of them with each engine in a process of its own, and prints seconds, processor seconds and peak memory (of the process that
builds, of Java, of all others, and of all together, shared memory counted once), and table by table whether all rows are equal.
With `--folder` everything is kept there: a run that was stopped goes on where it was (reports that were read are kept), and
`measured.jsonl` has a line for every try; the figures of an engine are the sums of its tries. Needs
`pip install 'sijill[spark]'`, Java and Linux.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from scale.memory import MemoryWatch
from scale.texts import write_texts

from sijill.record import Record
from sijill.run import BuildOptions, build_record


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--pack", default="syria")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--folder")
    parser.add_argument("--engines", nargs="+", choices=("local", "spark"), default=["local", "spark"])
    parser.add_argument("--engine", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        measure(options)
        return
    with tempfile.TemporaryDirectory() as made:
        options.folder = options.folder or made
        folder = Path(options.folder)
        folder.mkdir(parents=True, exist_ok=True)
        prepare(folder, options)
        for engine in options.engines:
            if not is_done(folder, engine):
                run_apart(engine, options)
            print(
                "  ".join(f"{key} {value:,}" for key, value in sum_tries(folder, engine).items()), flush=True
            )
        if all(is_done(folder, engine) for engine in ("local", "spark")):
            sys.exit(not compare(folder))


def prepare(folder: Path, options: argparse.Namespace) -> None:
    """The reports, one JSON object a line; those that are there are kept."""
    path = folder / "reports.jsonl"
    if not path.exists():
        rows = write_texts(options.reports, options.pack, options.seed)
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


def run_apart(engine: str, options: argparse.Namespace) -> None:
    """One engine in a process of its own, whose workers find the modules beside this file."""
    line = [sys.executable, __file__, "--engine", engine, "--folder", options.folder, "--pack", options.pack]
    line += ["--jobs", str(options.jobs)]
    paths = os.pathsep.join(filter(None, (str(Path(__file__).parent), os.environ.get("PYTHONPATH"))))
    child = subprocess.Popen(line, env={**os.environ, "PYTHONPATH": paths})
    signal.signal(signal.SIGTERM, lambda *_: child.send_signal(signal.SIGINT))
    if child.wait():
        sys.exit(f"{engine} was stopped or failed; the same command with --folder goes on from there")


def measure(options: argparse.Namespace) -> None:
    """One engine, a line in `measured.jsonl` also where it is stopped."""
    folder, start = Path(options.folder), time.perf_counter()
    row: dict[str, Any] = {"engine": options.engine, "done": False}
    watch = MemoryWatch()
    try:
        with watch:
            report = build_record(
                [str(folder / "reports.jsonl")],
                BuildOptions(
                    record=str(folder / options.engine),
                    pack=options.pack,
                    engine=options.engine,
                    jobs=options.jobs,
                ),
                Stages(row),
            )
        row |= {
            "done": True,
            "reports": report.documents,
            "claims": report.claims,
            "incidents": report.incidents,
        }
        row |= {"read_now": report.read_now, "unread": len(report.unread), "messages": list(report.messages)}
    finally:
        row["seconds"] = round(time.perf_counter() - start, 1)
        row |= {f"cpu_{key}_s": round(seconds, 1) for key, seconds in watch.seconds.items()}
        row |= {f"peak_{key}_MiB": most for key, most in watch.peaks.items()}
        with (folder / "measured.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


class Stages:
    """Watches a build: the seconds of each of its stages go into the row."""

    def __init__(self, row: dict[str, Any]):
        self.row, self.stage, self.begun = row, "start", time.perf_counter()

    def start(self, stage: str, total: int | None) -> None:
        now = time.perf_counter()
        key = f"stage_{self.stage.replace(' ', '_')}_s"
        self.row[key] = round(self.row.get(key, 0) + now - self.begun, 1)
        self.stage, self.begun = stage, now
        print(
            f"{time.strftime('%H:%M:%S')} {self.row['engine']}: {stage} {total or ''}",
            file=sys.stderr,
            flush=True,
        )

    def advance(self, steps: int = 1) -> None:
        """How many reports were read, at least, also of a build that is stopped."""
        if self.stage == "documents":
            self.row["advanced"] = self.row.get("advanced", 0) + steps

    def note(self, message: str) -> None:
        print(message, file=sys.stderr, flush=True)


def read_tries(folder: Path, engine: str) -> list[dict[str, Any]]:
    """What `measured.jsonl` says of an engine."""
    path = folder / "measured.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()] if path.exists() else []
    return [row for row in rows if row["engine"] == engine]


def is_done(folder: Path, engine: str) -> bool:
    """Whether the record of an engine is built."""
    return any(row["done"] for row in read_tries(folder, engine))


def sum_tries(folder: Path, engine: str) -> dict[str, Any]:
    """Seconds of all tries added, the greatest peak of them, and the counts of the last."""
    tries = read_tries(folder, engine)
    told: dict[str, Any] = {"engine " + engine: len(tries)}
    for row in tries:
        for key, value in row.items():
            if key.endswith("_s") or key == "seconds":
                told[key] = round(told.get(key, 0) + value, 1)
            elif key.endswith("_MiB"):
                told[key] = max(told.get(key, 0), value)
            elif isinstance(value, int) and not isinstance(value, bool):
                told[key] = value
    return told


def compare(folder: Path) -> bool:
    """Whether both records have the same canonical rows, table by table."""
    with Record.open(folder / "local") as local, Record.open(folder / "spark") as spark:
        ours, theirs = local.manifest["rows"], spark.manifest["rows"]
        for table in sorted({*ours, *theirs}):
            print(f"{table}: {'equal' if ours.get(table) == theirs.get(table) else 'DIFFERENT'}")
        print(f"rows equal: {ours == theirs}; {local.manifest['counts']}")
        return ours == theirs


if __name__ == "__main__":
    main()
