"""Station files in a process of their own: killed at a point of the work, or its memory watched.

`python -m tests.submissions.stations.apart kill ROUNDS SEED` or `… watch FILE`; both print JSON.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import sys
import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import django
import psutil

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "progress.settings")
django.setup()

from django.db import connections
from django.utils import timezone

from common import jobs
from common.models import Job
from submissions import tasks
from submissions.models import Station, StationFile
from submissions.stations import processing, receiving
from submissions.stations import processing as copying
from submissions.stations.receiving import begin, finish, take_piece
from tests.submissions.conftest import MONTH, NOW
from tests.submissions.stations.making import CODES, csv_bytes, station_rows

STATIONS, LENGTH = 120, 400
POINTS: dict[str, tuple[Any, str, int]] = {
    "arriving": (receiving, "write_at", 8),
    "validating": (processing._Spool, "take", STATIONS),
    "storing": (copying, "_by_copy", 8),
    "before the commit": (processing, "_end", 1),
    "after the commit": (receiving, "discard_spool", 1),
}
"""Where it is killed: after a call of this function, one of the first so many."""

__all__ = ["tasks"]  # the handlers of the jobs


def killed(point: str, dice: random.Random, work: Callable[[], object]) -> None:
    """Do the work in a process of its own that is gone, by SIGKILL, at that point of it."""
    connections.close_all()  # none may be shared
    child = os.fork()
    if child == 0:
        owner, name, most = POINTS[point]
        kept, left = getattr(owner, name), [dice.randint(1, most)]

        def last(*given: Any, **named: Any) -> Any:
            answer = kept(*given, **named)
            left[0] -= 1
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            return answer

        setattr(owner, name, last)
        work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"{point}: it was not killed"


def send(file: StationFile, data: bytes) -> StationFile:
    """Every piece that has not arrived yet."""
    while file.received < len(data):
        piece = data[file.received : file.received + LENGTH]
        file = take_piece(file_id=file.pk, offset=file.received, data=piece, at=NOW)
    return file


def round_of(point: str, dice: random.Random) -> str:
    """Kill once, take the work up again; what became of it in the end, in a word."""
    data = csv_bytes(station_rows(STATIONS, seed=dice.randrange(10**6)))
    file, _ = begin(
        month=MONTH, state="HR", filename="s.csv", size=len(data), sha256=hashlib.sha256(data).hexdigest(),
        by="asha", username="asha", at=NOW,
    )  # fmt: skip
    if point == "arriving":
        killed(point, dice, lambda: send(file, data))
    send(StationFile.objects.get(pk=file.pk), data)
    job = finish(file_id=file.pk, by="asha", at=NOW).job_id
    assert job is not None
    if point == "arriving":
        jobs.run(job)
    else:
        killed(point, dice, lambda: jobs.run(job))
        after = timezone.now() + jobs.LEASE + timedelta(seconds=1)
        assert job in jobs.sweep(at=after), f"{point}: the job was not taken up again"
        jobs.run(job, clock=lambda: after)
    file.refresh_from_db()
    stations = Station.objects.filter(file=file).values_list("figures", flat=True)
    rows = len(stations), sum(len(figures) for figures in stations)
    left, state = receiving.spool(file.name).exists(), Job.objects.get(pk=job).state
    whole = (rows, left, state) == ((STATIONS, STATIONS * len(CODES)), False, "done")
    return str(file.status) if whole else f"{file.status} {rows} {left} {state}"


def kill(rounds: str, seed: str) -> None:
    dice, found = random.Random(int(seed)), Counter[str]()
    copying.PIECE = 1000
    for _ in range(int(rounds)):
        for point in POINTS:
            found[f"{point}: {round_of(point, dice)}"] += 1
    print(json.dumps(found))


class Watch:
    """The most memory that this process held, looked at a hundred times a second."""

    def __init__(self) -> None:
        self._process, self._end = psutil.Process(), threading.Event()
        self.most = self._process.memory_info().rss
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._end.wait(0.01):
            self.most = max(self.most, self._process.memory_info().rss)


def watch(file: str) -> None:
    """Check and store a file; how many bytes more the process held at the most than before."""
    one = StationFile.objects.get(pk=int(file))
    with Watch() as watched:
        before = watched.most
        processing.process(file_id=one.pk, report=lambda _done, _total: None, at=NOW)
    one.refresh_from_db()
    print(json.dumps({"status": one.status, "cells": one.cells, "grown": watched.most - before}))


if __name__ == "__main__":
    verbs: dict[str, Callable[..., None]] = {"kill": kill, "watch": watch}
    verbs[sys.argv[1]](*sys.argv[2:])
