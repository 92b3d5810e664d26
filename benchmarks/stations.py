"""Station files: half a million figures into the database."""

from __future__ import annotations

import atexit
import subprocess
import sys

from benchmarks.house import House
from benchmarks.runner import AtMost, Pair, row
from tests.servers.session import ROOT


@row("cells-stored", measured="525,000 cells stored", against="bare COPY, a row for each cell", aim=AtMost(2))
def cells_stored(house: House) -> Pair:
    """Ours keeps a row for each station, with keys and checks; theirs is a table of cells without any of them."""
    folder = house.site.var / "bench"
    folder.mkdir(exist_ok=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.storing", str(folder)],
        cwd=ROOT,
        env=house.site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def seconds(what: str) -> float:
        assert process.stdin is not None
        assert process.stdout is not None
        print(what, file=process.stdin, flush=True)
        return float(process.stdout.readline())

    atexit.register(process.kill)
    return Pair(ours=lambda: seconds("ours"), theirs=lambda: seconds("theirs"))
