import logging
import os
import select
import signal
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from types import FrameType
from typing import Any

from celery import Task, current_app
from celery.schedules import maybe_schedule
from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from common import jobs
from common.commands import OwnCommand
from progress.celery import SCHEDULE
from progress.watch.traces import trace

PAUSE = 2.0
"""Seconds between two looks at what waits."""

NICENESS = 10
SWEEP = "states.sweep"

log = logging.getLogger(__name__)


class Command(OwnCommand):
    help = (
        "Do the jobs that wait, and what the calendar asks for, until standard input ends: the worker of an "
        "installation without Redis. `serve` starts it beside the server."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.REDIS_URL:
            raise CommandError("REDIS_URL is set: there Celery's workers and beat do this work.")
        signal.signal(signal.SIGTERM, _end)
        os.nice(NICENESS)
        trace()
        calendar = Calendar()
        while True:
            turn(calendar, timezone.now())
            readable, _, _ = select.select([sys.stdin], [], [], PAUSE)
            if readable and not os.read(sys.stdin.fileno(), 4096):
                return


def turn(calendar: "Calendar", at: datetime) -> int:
    """One look: what the calendar asks for, then every job that is due; returns how many tasks and jobs were done."""
    done = 0
    for task, arguments in calendar.due(at):
        done += _attempted(task, *arguments)
    try:
        waiting = jobs.sweep(at=at)
    except DatabaseError:
        log.exception("the jobs that wait cannot be read")
        return done
    for job_id in waiting:
        done += _attempted(jobs.run, job_id)
    close_old_connections()
    return done


def _attempted(work: Any, *arguments: Any) -> int:
    """Whatever fails is told in the log and comes again at its time."""
    try:
        work(*arguments)
    except Exception:  # one task that fails must not keep the others from their time
        log.exception("%s failed", work)
        return 0
    return 1


class Calendar:
    """Beat's own schedule, kept here; each task is due once at the start, since something may have been missed."""

    def __init__(self, entries: Mapping[str, Mapping[str, Any]] = SCHEDULE) -> None:
        self._entries = {name: entry for name, entry in entries.items() if entry["task"] != SWEEP}
        self._last: dict[str, datetime] = {}

    def due(self, at: datetime) -> Iterator[tuple[Task, Sequence[str]]]:
        for name, entry in self._entries.items():
            last, schedule = self._last.get(name), maybe_schedule(entry["schedule"], app=current_app)
            if last is None or schedule.is_due(last).is_due:
                self._last[name] = at
                yield current_app.tasks[entry["task"]], entry.get("args", ())


def _end(number: int, frame: FrameType | None) -> None:
    sys.exit(0)
