"""A worker of its own: killed at any point, stopped by the sender, taken for dead; and how much memory it takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from common import jobs
from common.models import Job, JobState
from common.months import Month
from metrics.selectors import document_of, methodology_in_force
from submissions.models import Station, StationFileStatus
from submissions.stations import processing
from submissions.stations import processing as copying
from submissions.stations.receiving import cancel
from tests.servers.session import ROOT
from tests.submissions.conftest import MONTH, NOW
from tests.submissions.stations.making import csv_bytes, header, left_on_disk, sent, station_rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
STATIONS = 18_750
"""With the 28 parameters of the month 525,000 figures."""

MOST_GROWN = 64 * 2**20
"""A fraction of what the figures alone would take in memory; much of it is one piece on its way to the database."""


@pytest.fixture(autouse=True)
def var(tmp_path: Path, settings: Any) -> Path:
    settings.VAR_DIR = tmp_path
    return tmp_path


def told(var: Path, *arguments: str) -> dict[str, Any]:
    """What a process of its own on the database of the test prints."""
    address = os.environ["DATABASE_URL"].replace("/pragati?", f"/{connection.settings_dict['NAME']}?")
    environment = os.environ | {"DATABASE_URL": address, "PRAGATI_VAR": str(var)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.submissions.stations.apart", *arguments],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout.splitlines()[-1]))


def elsewhere(work: Callable[[], Any]) -> Any:
    """Do this on another connection, as another process would."""

    def done() -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(done).result()


@pytest.fixture
def each_piece(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[int], None]], list[int]]:
    """Have something done after each piece, which are small; the list grows with each."""

    def install(after: Callable[[int], None]) -> list[int]:
        monkeypatch.setattr(copying, "PIECE", 1000)
        monkeypatch.setattr(processing, "BEAT_SECONDS", 0.0)
        write, written = copying._by_copy, list[int]()

        def wrapped(cursor: Any, piece: bytes) -> None:
            write(cursor, piece)
            written.append(len(piece))
            after(len(written))

        monkeypatch.setattr(copying, "_by_copy", wrapped)
        return written

    return install


def test_killed_at_any_point_it_is_done_again_and_is_there_once(month: Month, var: Path) -> None:
    found = told(var, "kill", "3", "1")
    points = ("arriving", "validating", "storing", "before the commit", "after the commit")
    assert found == {f"{point}: stored": 3 for point in points}


def test_memory_does_not_grow_with_the_file(month: Month, var: Path) -> None:
    codes = [one["code"] for one in document_of(methodology_in_force(MONTH)).document["parameters"]]
    file = sent(csv_bytes(station_rows(STATIONS, codes), header(codes)))
    found = told(var, "watch", str(file.pk))
    assert (found["status"], found["cells"]) == ("stored", 525_000)
    assert found["grown"] < MOST_GROWN, f"{found['grown'] / 2**20:.0f} MB"


def test_given_up_between_two_pieces_nothing_is_stored(
    month: Month, var: Path, each_piece: Callable[[Callable[[int], None]], list[int]]
) -> None:
    file = sent(csv_bytes(station_rows(100)))

    def give_up(pieces: int) -> None:
        if pieces == 2:
            elsewhere(lambda: cancel(file_id=file.pk, by="asha", at=NOW))

    written = each_piece(give_up)
    assert file.job_id is not None
    assert jobs.run(file.job_id)
    file.refresh_from_db()
    assert (file.status, len(written)) == (StationFileStatus.CANCELLED, 2)
    assert not Station.objects.exists()
    assert left_on_disk(var) == []
    assert Job.objects.get(pk=file.job_id or 0).state == JobState.DONE


def test_the_lease_is_renewed_while_figures_are_stored(
    month: Month, each_piece: Callable[[Callable[[int], None]], list[int]]
) -> None:
    file, now, seen = sent(csv_bytes(station_rows(100))), [NOW], list[tuple[int, datetime]]()

    def clock() -> datetime:
        now[0] += timedelta(minutes=1)
        return now[0]

    number = file.job_id or 0

    def look(_pieces: int) -> None:
        one = elsewhere(Job.objects.filter(pk=number).get)
        seen.append((one.done, one.lease_until))

    each_piece(look)
    assert jobs.run(number, clock=clock)
    file.refresh_from_db()
    assert file.status == StationFileStatus.STORED
    assert len(seen) > 3
    assert seen == sorted(set(seen)), "both grow with every piece, for everyone to see"
    assert all(processing.CHECKED <= done < processing.STEPS for done, _ in seen)


def test_taken_for_dead_while_it_stores_a_worker_stops_and_leaves_nothing(
    month: Month, each_piece: Callable[[Callable[[int], None]], list[int]]
) -> None:
    file = sent(csv_bytes(station_rows(100)))

    def take_over(pieces: int) -> None:
        if pieces == 2:
            elsewhere(lambda: Job.objects.filter(pk=file.job_id or 0).update(attempts=F("attempts") + 1))

    written = each_piece(take_over)
    assert file.job_id is not None
    assert not jobs.run(file.job_id)
    assert len(written) == 2
    assert not Station.objects.exists()
    assert Job.objects.get(pk=file.job_id or 0).state == JobState.RUNNING, "the other's"
