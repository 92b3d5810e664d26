"""Without Redis a process beside the server does what takes long, and ends with the server."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone

from common import jobs
from common.models import Job, JobState
from progress.celery import SCHEDULE
from progress.management.commands import work
from progress.management.commands.work import Calendar, turn
from tests.servers.session import ROOT
from tests.servers.site import Site

RECORD = (
    "board,category,month,month_basis,released_on,rank,state,score,source\n"
    "cctns,all,2023-06,stated,2023-07-28,1,HR,100.00,The Tribune 2023-07-28\n"
)
NIGHT = datetime(2023, 11, 30, 18, 40, tzinfo=UTC)  # ten minutes past midnight in India
SECONDS = 120


@pytest.fixture
def recorded(sqlite_site: Site, tmp_path: Path) -> Site:
    """An installation with one recorded list, whose verification waits."""
    (tmp_path / "record.csv").write_text(RECORD)
    record = str(tmp_path / "record.csv")
    for command in (
        ["migrate", "-v0"],
        ["collectstatic", "--noinput", "-v0"],
        ["load_states"],
        ["load_record", record],
        ["verify_published", "--queue"],
    ):
        sqlite_site.told(*command)
    assert sqlite_site.told("jobs").startswith("1 queued")
    return sqlite_site


@contextmanager
def worker(site: Site) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "manage.py", "work"]
    with subprocess.Popen(command, cwd=ROOT, env=site.environment, stdin=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_for_the_work(site: Site) -> None:
    until = time.monotonic() + SECONDS
    while not re.match(r"0 queued, 0 running, [1-9]\d* done, 0 failed", site.told("jobs")):
        assert time.monotonic() < until, site.told("jobs")


@pytest.mark.slow
def test_the_server_has_a_worker_beside_it_that_ends_with_it(recorded: Site) -> None:
    recorded.environment["EMBEDDED_WORKER"] = "1"
    with recorded.serve() as served:
        wait_for_the_work(recorded)
        assert served.get("/rankings/2023-06/").status == 200
    with worker(recorded) as process:
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(SECONDS) == 0
    with worker(recorded) as process:
        process.terminate()
        assert process.wait(SECONDS) in {0, -15}, "before it could take the word, or after"


def test_with_redis_it_is_celerys_work(postgres_site: Site) -> None:
    done = postgres_site.manage("work")
    assert done.returncode == 1
    assert "there Celery's workers and beat do this work" in done.stderr


# --- one look ---------------------------------------------------------------------------------------------


class Task:
    def __init__(self, done: list[str], name: str, problem: Exception | None = None) -> None:
        self.done, self.name, self.problem = done, name, problem

    def __call__(self) -> None:
        self.done.append(self.name)
        if self.problem is not None:
            raise self.problem


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[str]:
    """Two tasks, one every minute and one at five past each hour; what was done."""
    found: list[str] = []
    names = {"rankings.ensure_sensitivity": None, "submissions.run_schedule": RuntimeError("no such month")}
    monkeypatch.setattr(
        work, "current_app", type("App", (), {"tasks": {n: Task(found, n, p) for n, p in names.items()}})
    )
    monkeypatch.setattr(work, "maybe_schedule", lambda schedule, app: schedule)
    monkeypatch.setattr(work, "close_old_connections", lambda: None)  # the test's own stays open
    return found


class Every:
    """A schedule that says what it is told."""

    def __init__(self) -> None:
        self.due = False

    def is_due(self, last: datetime) -> Any:
        return type("Due", (), {"is_due": self.due})


@pytest.mark.django_db
def test_each_task_is_done_once_at_the_start_and_then_at_its_time(done: list[str]) -> None:
    often, seldom = Every(), Every()
    calendar = Calendar(
        {
            "a": {"task": "rankings.ensure_sensitivity", "schedule": often},
            "b": {"task": "submissions.run_schedule", "schedule": seldom},
            "c": {"task": "states.sweep", "schedule": often},
        }
    )
    assert turn(calendar, NIGHT) == 1, "the other failed, and kept nobody from anything"
    assert turn(calendar, NIGHT) == 0
    often.due = True
    turn(calendar, NIGHT + timedelta(minutes=1))
    assert done == ["rankings.ensure_sensitivity", "submissions.run_schedule", "rankings.ensure_sensitivity"]


@pytest.mark.django_db
def test_what_comes_once_a_day_is_a_job_that_outlives_its_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is queued once, however often its message comes, and is swept up where its worker died."""
    monkeypatch.setattr(jobs, "_hint", None)
    daily = {name: entry for name, entry in SCHEDULE.items() if entry["task"] == "states.queue"}
    kinds = {entry["args"][0] for entry in daily.values()}
    assert kinds == {"anchor_audit", "forget_subscriptions", "remind"}
    assert kinds <= jobs._background, "without Redis they are done by the worker beside the server"
    for task, arguments in (*Calendar(daily).due(NIGHT), *Calendar(daily).due(NIGHT)):
        task(*arguments)
    queued = Job.objects.filter(state=JobState.QUEUED)
    assert sorted(queued.values_list("kind", flat=True)) == sorted(kinds)
    later = timezone.now()
    for job in list(queued):
        assert jobs._claim(job.pk, "a worker that is killed", later)
    later += jobs.LEASE + timedelta(seconds=1)
    for job_id in jobs.sweep(at=later):
        assert jobs.run(job_id, clock=lambda: later)
    assert set(Job.objects.filter(kind__in=kinds).values_list("state", "attempts")) == {("done", 2)}


@pytest.mark.django_db
def test_a_database_that_does_not_answer_is_asked_again(
    done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*, at: datetime) -> list[int]:
        raise DatabaseError("down")

    monkeypatch.setattr(jobs, "sweep", refuses)
    assert turn(Calendar({}), NIGHT) == 0
    monkeypatch.setattr(jobs, "sweep", lambda *, at: [])
    assert turn(Calendar({}), NIGHT) == 0
