"""How costs grow: `python -m benchmarks.scale` ranks 36 States, 800 districts, 17,500 stations over 12 and 240 months.

Prints a table for docs/scaling.md. Computing, page and API are measured at each number of units (benchmarks/growing.py
says which page); storage is measured on a PostgreSQL of its own with as many rows as `--rows` says, and multiplied.
What is multiplied is marked ×.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import psycopg2

from benchmarks.clock import seconds
from metrics.boards import Board
from metrics.catalogue import load_all
from metrics.scoring import Rules
from metrics.scoring.arrays import Arrays, Sheet
from rankings.lists.ranks import ordered
from tests.servers.session import ROOT, Servers
from tests.servers.site import Site

UNITS, MONTHS, PARAMETERS = (36, 800, 17_500), (12, 240), 33
AT_A_TIME = 36 * 240
"""Units × months that are computed at once; more are multiplied."""


def compute(units: int, months: int) -> tuple[float, float]:
    """Seconds to score and rank all months on four boards, and by how much they were multiplied."""
    rules = load_all()[-1].parameter_rules()
    boards = [frozenset(one.code for one in rules if board in one.boards) for board in Board]
    arrays, measured = Arrays(rules, boards, Rules()), min(months, max(1, AT_A_TIME // units))
    dice = np.random.default_rng(1)
    downs = dice.integers(1, 50_000, (len(rules), units * measured)) * 100
    sheet = Sheet(downs * dice.integers(0, 1001, downs.shape) // 1000, downs)
    took = seconds(lambda: ordered(arrays.printed(sheet).reshape(-1, units)), times=3)
    return took * months / measured, months / measured


def answers() -> dict[int, list[float]]:
    """Of each number of units: seconds and compressed bytes of a page of so many rows, and of the JSON."""
    servers, found = Servers(), dict[int, list[float]]()
    try:
        with servers.database() as database, servers.cache() as cache:
            site = Site(
                Path(servers.environment["PRAGATI_VAR"]), DATABASE_URL=database, REDIS_URL=cache, PRAGATI_SAMPLE="0",
                DJANGO_SETTINGS_MODULE="benchmarks.settings",
            )  # fmt: skip
            site.told("prepare")
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.growing"], cwd=ROOT, env=site.environment, text=True,
                input="".join(f"{units}\n" for units in UNITS), stdout=subprocess.PIPE, check=True,
            )  # fmt: skip
            found = dict(zip(UNITS, map(json.loads, done.stdout.splitlines()), strict=True))
    finally:
        servers.stop()
    return found


def load(cursor: psycopg2.extensions.cursor, table: str, months: range, units: int) -> None:
    for month in months:
        lines = (
            f"{month}\t{unit}\tP-{number:02d}\t{unit * 31 % 977}.00\t977.00\n"
            for unit in range(units)
            for number in range(PARAMETERS)
        )
        cursor.copy_expert(f"COPY {table} FROM STDIN", io.StringIO("".join(lines)))


COLUMNS = "month integer, unit integer, parameter text, numerator numeric(15,2), denominator numeric(15,2)"


def took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def storage(rows: int, months: int = 120) -> dict[str, float]:
    """One table beside one with a partition for each month: bytes a row, milliseconds for a month's work."""
    units = max(rows // (months * PARAMETERS), 1)
    found: dict[str, float] = {}
    servers = Servers()
    try:
        with servers.database() as address, closing(psycopg2.connect(address)) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(f"CREATE TABLE whole ({COLUMNS}, PRIMARY KEY (month, unit, parameter))")
            cursor.execute(
                f"CREATE TABLE parts ({COLUMNS}, PRIMARY KEY (month, unit, parameter)) PARTITION BY LIST (month)"
            )
            for month in range(months + 1):
                cursor.execute(f"CREATE TABLE parts_{month} PARTITION OF parts FOR VALUES IN ({month})")
            for table in ("whole", "parts"):
                load(cursor, table, range(months), units)
                cursor.execute(f"ANALYZE {table}")
                found |= {f"{name}, {table}": value for name, value in _work(cursor, table, months, units)}
            cursor.execute("SELECT pg_total_relation_size('whole')")
            found["bytes a row"] = cursor.fetchone()[0] / (units * PARAMETERS * months)
            found["rows"] = units * PARAMETERS * months
    finally:
        servers.stop()
    return found


def _work(cursor: psycopg2.extensions.cursor, table: str, months: int, units: int) -> list[tuple[str, float]]:
    def read(where: str) -> Callable[[], object]:
        def work() -> object:
            cursor.execute(f"SELECT * FROM {table} WHERE {where}")  # noqa: S608 our own words
            return cursor.fetchall()

        return work

    month, unit = read(f"month = {months // 2}"), read("unit = 1 AND parameter = 'P-01'")
    return [
        ("read a month, ms", 1000 * seconds(month)),
        ("read one unit over all months, ms", 1000 * seconds(unit)),
        ("load a month, ms", 1000 * took(lambda: load(cursor, table, range(months, months + 1), units))),
    ]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale")
    parser.add_argument("--rows", type=int, default=1_000_000, help="figures stored in each of two tables")
    stored, shown = storage(parser.parse_args().rows), answers()
    heads = ("units", "months", "compute all", "compute one month", "figures", "storage", "page", "API")
    print(f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}")
    for units in UNITS:
        page, page_size, data, data_size = shown[units]
        for months in MONTHS:
            spent, times = compute(units, months)
            figures = units * months * PARAMETERS
            cells = (
                f"{units:,}", str(months), f"{spent:.3g} s{' ×' if times > 1 else ''}",
                f"{1000 * spent / months:.3g} ms",
                f"{figures:,}", f"{figures * stored['bytes a row'] / 1e6:,.3g} MB ×",
                f"{1000 * page:.3g} ms, {page_size / 1000:,.3g} kB",
                f"{1000 * data:.3g} ms, {data_size / 1000:,.3g} kB",
            )  # fmt: skip
            print(f"| {' | '.join(cells)} |")
    print(f"\n{stored['rows']:,.0f} figures stored, {stored['bytes a row']:.0f} bytes each with the index.\n")
    print("| | one table | a partition for each month |\n|---|---|---|")
    for name in ("read a month, ms", "read one unit over all months, ms", "load a month, ms"):
        print(f"| {name} | {stored[f'{name}, whole']:.3g} | {stored[f'{name}, parts']:.3g} |")


if __name__ == "__main__":
    main()
