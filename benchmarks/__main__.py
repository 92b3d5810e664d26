"""`python -m benchmarks [NAME …]`: measure these rows, or all; print the table and write var/bench.json."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
import warnings
from pathlib import Path

import benchmarks.dearest
import benchmarks.draws
import benchmarks.pages
import benchmarks.planning
import benchmarks.readers
import benchmarks.scoring
import benchmarks.stations
import benchmarks.work  # noqa: F401  # importing a module of rows puts them into the suite
from benchmarks.house import SECONDS, House
from benchmarks.runner import ROUNDS, ROWS, Result, keep, measure, table

FILE = Path(os.environ.get("PRAGATI_VAR") or Path(__file__).parent.parent / "var") / "bench.json"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(ROWS))
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="of load in each round")
    told = parser.parse_args(arguments)
    unknown = sorted(set(told.names) - set(ROWS))
    if unknown:
        parser.error(f"there is no row {', '.join(unknown)}; there are {', '.join(ROWS)}")
    results: list[Result] = []
    failed: list[str] = []
    warnings.filterwarnings("ignore", module="pymcdm")  # it has advice for whoever chooses the figures
    with House(seconds=told.seconds) as house:
        for name in told.names or ROWS:
            print(f"measuring {name} …", file=sys.stderr, flush=True)
            try:
                results.append(measure(ROWS[name], house, told.rounds))
            except Exception:  # the other rows are measured all the same
                traceback.print_exc()
                failed.append(name)
    keep(results, FILE)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    print(table(results))
    print(f"{told.rounds} rounds on {cores} cores; the load comes from the same machine. Written to {FILE}")
    if failed:
        print(f"Not measured: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
