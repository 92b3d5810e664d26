"""Rows about a publication among readers: 500 of them ask for a list while a further revision of it is published.

Nothing renders ahead here: the first who asks for the new list has it made on the spot, which is the worst case.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache

from benchmarks.house import House
from benchmarks.pages import answer
from benchmarks.runner import AtMost, Pair, row
from tests.servers.session import ROOT

READERS = 500
BEFORE, AFTER = 2.0, 2.0
"""Seconds of reading before the publication, and after it."""

MONTH = "2023-10"
PATH = f"/api/v1/rankings/{MONTH}/"
MEASURED = f"{READERS} concurrent readers during a publication"


@dataclass(frozen=True, slots=True)
class Round:
    """The 99th percentile of an answer's seconds before and from the publication on; answers that were wrong."""

    before: float
    during: float
    answers: int
    errors: int
    stale: int


class Storm:
    """A publication in each round, all accounts kept."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.rounds: list[Round] = []

    def once(self) -> Round:
        command = [
            sys.executable,
            "-m",
            "benchmarks.crowd",
            self._house.address,
            PATH,
            str(READERS),
        ]
        answer(self._house.address, PATH)
        crowd = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert crowd.stdin is not None
        assert crowd.stdout is not None
        crowd.stdout.readline()
        time.sleep(BEFORE)
        began = time.monotonic()
        reason = f"Round {len(self.rounds) + 1} of the benchmark"
        self._house.inside.ask("published", month=MONTH, reason=reason)
        ended = time.monotonic()
        time.sleep(AFTER)
        crowd.stdin.close()
        told = json.loads(crowd.stdout.read())
        if crowd.wait(60):
            raise RuntimeError(f"the readers ended with status {crowd.returncode}")
        self.rounds.append(account(told, began, ended))
        return self.rounds[-1]

    @property
    def known(self) -> list[Round]:
        if not self.rounds:
            self.once()
        return self.rounds


def account(told: dict[str, list[tuple[float, float, int, str]]], began: float, ended: float) -> Round:
    """Who was answered what. Stale: the old list, to somebody who asked after the publication was committed.

    The first half of the time before the publication is for connecting.
    """
    first = min(asked for asked, *_ in told["answers"])
    calm = [
        done - asked for asked, done, *_ in told["answers"] if first + BEFORE / 2 < asked and done < began
    ]
    busy = [done - asked for asked, done, *_ in told["answers"] if done > began]
    old = {tag for _, done, _, tag in told["answers"] if done < began}
    late = [tag for asked, _, _, tag in told["answers"] if asked > ended + 1]
    if not calm or not late:
        raise RuntimeError("nobody was answered before the publication, or after it")
    wrong = sum(status != 200 for _, _, status, _ in told["answers"])
    stale = sum(tag in old for tag in late)
    return Round(p99(calm), p99(busy), len(told["answers"]), wrong + int(told["faults"]), stale)  # type: ignore[call-overload]


def p99(took: list[float]) -> float:
    return sorted(took)[int(0.99 * (len(took) - 1))]


@cache
def storm(house: House) -> Storm:
    return Storm(house)


@row("readers", measured=f"{MEASURED}: p99", against="before it", aim=AtMost(2))
def readers(house: House) -> Pair:
    """One publication gives both figures of a round; whichever is asked for first brings it about."""
    own = storm(house)
    taken: dict[str, int] = {"before": 0, "during": 0}

    def look(which: str) -> float:
        number = taken[which]
        taken[which] += 1
        while len(own.rounds) <= number:
            own.once()
        return float(getattr(own.rounds[number], which))

    return Pair(ours=lambda: look("during"), theirs=lambda: look("before"))


@row("readers-errors", measured=f"{MEASURED}: errors", against="all answers", aim=AtMost(0))
def errors(house: House) -> Pair:
    known = storm(house).known
    return Pair(
        ours=lambda: sum(one.errors for one in known), theirs=lambda: sum(one.answers for one in known)
    )


@row(
    "readers-stale",
    measured=f"{MEASURED}: stale pages a second after the flip",
    against="all answers",
    aim=AtMost(0),
)
def stale(house: House) -> Pair:
    known = storm(house).known
    return Pair(
        ours=lambda: sum(one.stale for one in known), theirs=lambda: sum(one.answers for one in known)
    )
