"""Rows about work: a page's first rendering, a month's file, a month computed by a worker."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable

from benchmarks.house import House
from benchmarks.runner import AtLeast, Pair, Within, row

TIMES = 5


def median_of(house: House, what: str) -> Callable[[], float]:
    return lambda: statistics.median(house.inside.ask(what) for _ in range(TIMES))


@row(
    "first",
    measured="first render of the leaderboard",
    against="template and queries alone",
    aim=Within(50, aimed_at=40),
)
def first(house: House) -> Pair:
    return Pair(ours=lambda: house.inside.ask("first"), theirs=lambda: house.inside.ask("alone"))


@row("first-state", measured="first render of a State", against="of the leaderboard", aim=Within(50))
def first_state(house: House) -> Pair:
    return Pair(ours=lambda: house.inside.ask("state"), theirs=lambda: house.inside.ask("first"))


@row(
    "claims",
    measured="reading and checking 500 characters of claims, CPU",
    against="reading and checking 250",
    aim=Within(50),
)
def claims(house: House) -> Pair:
    return Pair(
        ours=lambda: house.inside.ask("claims_read", characters=500),
        theirs=lambda: house.inside.ask("claims_read", characters=250),
    )


@row(
    "upload",
    measured="upload of one month, dry run with all checks",
    against="django-import-export on the same file",
    aim=AtLeast(5),
)
def upload(house: House) -> Pair:
    assert house.inside.ask("keep_draft") >= 22
    ours, theirs = median_of(house, "dry_run"), median_of(house, "peer_dry_run")
    return Pair(ours=lambda: 1 / ours(), theirs=lambda: 1 / theirs())


@row(
    "compute",
    measured="compute one month end to end, Celery and PostgreSQL",
    against="empty Celery task round trip",
    aim=Within(100, more=True),
)
def compute(house: House) -> Pair:
    celery = [sys.executable, "-m", "celery", "-A", "benchmarks.tasks", "worker"]
    quiet = ["-Q", "bench", "-c", "1", "--without-gossip", "--without-mingle", "-l", "INFO"]
    house.start([*celery, *quiet], r" ready\.")
    assert house.inside.ask("bring_figures") >= 30
    return Pair(ours=median_of(house, "computed"), theirs=median_of(house, "nothing_done"))
