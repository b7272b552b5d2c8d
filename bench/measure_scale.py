"""How fast a large record is linked, reconciled and mapped, and how much memory that takes.

    python bench/measure_scale.py [--claims 100000 1000000] [--jobs 2] [--add 100] [--json]

The claims are those of an invented press (`scale/`): few places and days hold most of them, a share of reports are reprints,
and a larger record has more theatres, so that each has as many claims a place and a day. Each size runs in a process of its
own. Prints wall and processor seconds by stage, peak memory, and the exponent of growth between the fewest and the most
(1 = in step with the claims). With `--add` so many reports are then added to the first record, and linked in two ways: all anew,
and only what they touch; the two must agree. Machines differ and are noisy: processor seconds tell more than wall ones.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from scale.country import make_country
from scale.press import A_THEATRE, add_reports, make_record

from sijill.collector import rest_collector
from sijill.control import compute_control
from sijill.link import relink_claims
from sijill.model import Claim, from_json, to_json
from sijill.reconcile import reconcile_incidents
from sijill.sharing import share_parts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--claims", nargs="+", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--add", type=int, default=0, help="reports, to the record of the first size")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.one, options)))
        return
    rows = [
        run_apart(count, options, options.add if at == 0 else 0) for at, count in enumerate(options.claims)
    ]
    growth = {}
    if len(rows) > 1:
        more = math.log(rows[-1]["claims"] / rows[0]["claims"])
        growth = {
            key: round(math.log(rows[-1][key] / rows[0][key]) / more, 3)
            for key in ("seconds", "processor_seconds")
        }
    if options.json:
        print(json.dumps({"rows": rows, "growth": growth}, indent=1))
        return
    for row in rows:
        print("  ".join(f"{key} {value:,}" for key, value in row.items()))
    if growth:
        print(
            f"growth exponent: {growth['seconds']} by the clock, {growth['processor_seconds']} in processor seconds"
        )


def run_apart(count: int, options: argparse.Namespace, add: int) -> dict[str, float]:
    command = [sys.executable, __file__, "--one", str(count), "--jobs", str(options.jobs), "--add", str(add)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def measure(count: int, options: argparse.Namespace) -> dict[str, float]:
    """One size: what each stage takes."""
    country = make_country(max(1, count // A_THEATRE))
    with rest_collector():
        documents, claims = make_record(count, country)
        # As a build has them: each claim read from its own JSON, and then sharing what it has in common with others.
        claims = list(share_parts(from_json(to_json(claims.pop()), Claim) for _ in range(len(claims))))
    row: dict[str, float] = {"claims": len(claims), "documents": len(documents), **read_peak("made")}
    linked, incidents, memory = clock(
        row, "link", lambda: relink_claims(claims, documents, country, gazetteer=country, jobs=options.jobs)
    )
    figures = clock(
        row,
        "reconcile",
        lambda: reconcile_incidents(incidents, linked, documents, country, jobs=options.jobs),
    )
    states = clock(
        row, "control", lambda: compute_control(linked, documents, country, country, jobs=options.jobs)
    )
    row["seconds"] = round(sum(row[key] for key in row if key.endswith("_wall")), 1)
    row["processor_seconds"] = round(sum(row[key] for key in row if key.endswith("_processor")), 1)
    row |= {"incidents": len(incidents), "figures": len(figures), "states": len(states), **read_peak()}
    if options.add:
        more, new = add_reports(options.add, country)
        both = (claims + new, documents + more, country, (), incidents, country, options.jobs)
        added: dict[str, float] = {}
        anew = clock(added, "all_anew", lambda: relink_claims(*both))
        again = clock(added, "what_is_touched", lambda: relink_claims(*both, memory))
        if anew != again:
            raise SystemExit("the two ways of linking disagree")
        row |= {"reports_added": len(more), "claims_added": len(new)} | {
            f"add_{key}": added[key] for key in added
        }
    return row


def clock(row: dict[str, float], name: str, work: Callable[[], Any]) -> Any:
    """What the work gives; its seconds by the clock and of the processor, children's included, are in the row."""
    begun, spent = time.perf_counter(), sum(os.times()[:4])
    result = work()
    row[f"{name}_wall"] = round(time.perf_counter() - begun, 2)
    row[f"{name}_processor"] = round(sum(os.times()[:4]) - spent, 2)
    row |= {f"{name}_{key}": value for key, value in read_peak().items() if key == "peak_MiB"}
    return result


def read_peak(name: str = "peak") -> dict[str, int]:
    """The most memory held so far by this process and by the largest of those that share its work (MiB).

    A copied process shares most of its memory with this one, and yet counts it as its own.
    """
    own, other = (
        resource.getrusage(who).ru_maxrss // 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {f"{name}_MiB": own} | ({f"{name}_of_a_copy_MiB": other} if name == "peak" else {})


if __name__ == "__main__":
    main()
