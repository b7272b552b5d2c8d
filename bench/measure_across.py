"""What looks across reports, by processes and by Spark, side by side: the same rows, and what each takes.

    python bench/measure_across.py [--reports 10000] [--jobs 2] [--json]

The reports are those of an invented press (`scale/`), as claims: linking, figures and control are measured, not reading (for
that, `measure_engines.py`). Each engine runs in a process of its own. Prints seconds by stage, peak memory (of the process that
builds, of Java, of all others, and of all together, shared memory counted once), and whether all rows are equal. Needs
`pip install 'sijill[spark]'`, Java and Linux.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from scale.country import share_country
from scale.memory import MemoryWatch
from scale.press import A_THEATRE, make_record

from sijill.carriers import Processes
from sijill.collector import rest_collector
from sijill.control import compute_control
from sijill.link import relink_claims
from sijill.model import Claim, from_json, to_json
from sijill.reconcile import reconcile_incidents
from sijill.run.spark import SparkEngine
from sijill.sharing import share_parts

CLAIMS_A_REPORT = 3.0  # of the press, less than it tells, so that there are enough
STAGES = ("link", "reconcile", "control")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--engine", choices=("local", "spark"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.engine:
        print(json.dumps(measure(options)))
        return
    rows = []
    for engine in ("local", "spark"):
        rows.append(run_apart(engine, options))
        if not options.json:
            print("  ".join(f"{key} {tell(value)}" for key, value in rows[-1].items()), flush=True)
    same = len({row["digest"] for row in rows}) == 1
    print(json.dumps({"rows": rows, "equal": same}, indent=1) if options.json else f"rows equal: {same}")
    sys.exit(not same)


def tell(value: Any) -> str:
    return value[:12] if isinstance(value, str) else f"{value:,}"


def run_apart(engine: str, options: argparse.Namespace) -> dict[str, Any]:
    """One engine in a process of its own, whose workers find the modules beside this file."""
    line = [
        sys.executable,
        __file__,
        "--engine",
        engine,
        "--reports",
        str(options.reports),
        "--jobs",
        str(options.jobs),
    ]
    paths = os.pathsep.join(filter(None, (str(Path(__file__).parent), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(line, check=True, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": paths})
    return {"engine": engine, **json.loads(done.stdout)}


def measure(options: argparse.Namespace) -> dict[str, Any]:
    """One engine: seconds of each stage, memory, and a digest of all rows."""
    theatres = max(1, round(options.reports * CLAIMS_A_REPORT / A_THEATRE))
    (country,) = share_country(theatres)
    with rest_collector():
        documents, claims = make_record(round(options.reports * CLAIMS_A_REPORT), country)
        documents = documents[: options.reports]
        kept = {document.id for document in documents}
        claims = list(
            share_parts(from_json(to_json(one), Claim) for one in claims if one.document.id in kept)
        )
    row: dict[str, Any] = {"reports": len(documents), "claims": len(claims)}
    with MemoryWatch() as watch:
        engine = clock(row, "start", lambda: open_engine(options, country, theatres))
        linked, incidents, _ = clock(
            row, "link", lambda: relink_claims(claims, documents, country, gazetteer=country, jobs=engine)
        )
        figures = clock(
            row, "reconcile", lambda: reconcile_incidents(incidents, linked, documents, country, engine)
        )
        states = clock(
            row, "control", lambda: compute_control(linked, documents, country, country, jobs=engine)
        )
        if options.engine == "spark":
            engine.close()
            assert not engine.messages, engine.messages
    row["seconds"] = round(sum(row[stage] for stage in STAGES), 1)
    row |= {"incidents": len(incidents), "figures": len(figures), "states": len(states)}
    row |= {f"peak_{key}_MiB": most for key, most in watch.peaks.items()}
    row["digest"] = digest_rows((*linked, *incidents, *figures, *states))
    return row


def open_engine(options: argparse.Namespace, country: Any, theatres: int) -> Any:
    if options.engine == "local":
        return Processes(options.jobs)
    engine = SparkEngine(options.jobs)
    engine.share((country,), partial(share_country, theatres))
    return engine


def clock(row: dict[str, Any], name: str, work: Callable[[], Any]) -> Any:
    """What the work gives; its seconds are in the row."""
    begun = time.perf_counter()
    result = work()
    row[name] = round(time.perf_counter() - begun, 1)
    return result


def digest_rows(rows: Iterable[Any]) -> str:
    """One digest of all rows, in whatever order they come."""
    lines = sorted(to_json(row) for row in rows)
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


if __name__ == "__main__":
    main()
