"""The Celery application of the workers and of beat: what is done by itself, and how Redis is reached."""

from __future__ import annotations

import http.client
import os
import sys
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import after_task_publish, beat_init, heartbeat_sent, worker_process_init, worker_ready
from django.utils import timezone
from kombu.transport import redis
from redis.exceptions import ConnectionError as GoneError

from common.signs import leave_worker_sign
from progress.env import Env
from progress.watch.traces import trace

# Is this process alive? `python -m progress.celery web|worker|beat`: status 0, or 1 with a sentence.

FRESH = {"worker": 60, "beat": 120}
"""Seconds after which a sign of life is too old: a worker gives one every few seconds, beat with every task."""

TIMEOUT = 4


@cache
def _env() -> Env:
    """The settings as the processes read them, whose file a service and a person at a shell may share."""
    return Env.load(
        Path(os.environ.get("PRAGATI_ENV_FILE") or Path(__file__).parent.parent / ".env"), os.environ
    )


def sign(kind: str) -> Path:
    """The file in which a worker or beat of this machine leaves its sign of life."""
    return Path(_env().str("SIGNS_FOLDER", tempfile.gettempdir())) / f"pragati-{kind}-alive"


def leave_sign(kind: str) -> None:
    """The process lives, and does its work."""
    sign(kind).touch()


def problem_of(kind: str) -> str:
    """What is wrong with a process of that kind; empty where nothing is."""
    if kind == "web":
        return _web_problem()
    if kind not in FRESH:
        return f"Say which: web, {' or '.join(FRESH)}."
    try:
        age = time.time() - sign(kind).stat().st_mtime
    except FileNotFoundError:
        return f"{kind}: no sign of life yet"
    return "" if age <= FRESH[kind] else f"{kind}: no sign of life for {age:.0f} seconds"


def _web_problem() -> str:
    """`/livez` is asked as the proxy asks: by the public name, over what it takes for https."""
    host = _env().str("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip().lstrip(".")
    port = _env().number("PORT", 8000, 1, 65535)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request("GET", "/livez", headers={"Host": host, "X-Forwarded-Proto": "https"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as problem:
        return f"web: {problem}"
    finally:
        connection.close()
    return "" if status == http.HTTPStatus.OK else f"web: /livez answers {status}"


def main(arguments: list[str]) -> int:
    problem = problem_of(arguments[0] if len(arguments) == 1 else "")
    if problem:
        sys.stderr.write(problem + "\n")
    return int(bool(problem))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep what was left behind": {"task": "states.sweep", "schedule": 30.0},
    "study what has no study": {"task": "rankings.ensure_sensitivity", "schedule": 300.0},
    "open and close months": {"task": "submissions.run_schedule", "schedule": crontab(minute="5")},
    "remind officers": {
        "task": "states.queue",
        "args": ["remind"],
        "schedule": crontab(minute="0", hour="9"),
    },
    "verify and anchor the audit trail": {
        "task": "states.queue",
        "args": ["anchor_audit"],
        "schedule": crontab(minute="40", hour="2"),
    },
    "forget addresses": {
        "task": "states.queue",
        "args": ["forget_subscriptions"],
        "schedule": crontab(minute="30", hour="3"),
    },
}
"""What is done by itself, and when. The hours are Indian hours (CELERY_TIMEZONE).

What comes once a day becomes a job, so that it is tried again; what comes again within the hour needs no row.
"""

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "progress.settings")
app = Celery("pragati")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks()


class Channel(redis.Channel):
    """A channel that a worker outlives when Redis goes while the worker holds a message.

    kombu 5.7 asks a channel whose connection was given up where Redis is, to put a message back or to acknowledge it,
    and fails with an AttributeError, which ends the worker. This one raises the error that Celery expects. Nothing is
    lost: the message stays in Redis if that kept it, and the sweep sends again a job that no worker took up.
    """

    def _connparams(self, asynchronous: bool = False) -> dict[str, Any]:
        """Where Redis is. Raises ConnectionError on a channel whose connection was given up."""
        if self.connection is None or self.connection.client is None:
            raise GoneError("the connection to Redis was given up")
        parameters: dict[str, Any] = super()._connparams(asynchronous)  # type: ignore[no-untyped-call]
        return parameters


class Transport(redis.Transport):
    Channel = Channel


def worker_lives(**_: Any) -> None:
    """For this machine's health check, and for the web servers of all machines."""
    leave_sign("worker")
    leave_worker_sign(timezone.now())


def beat_begins(**_: Any) -> None:
    """From now on every task that this process sends is a sign of life of beat."""
    beat_lives()
    after_task_publish.connect(beat_lives)


def beat_lives(**_: Any) -> None:
    leave_sign("beat")


def process_begins(**_: Any) -> None:
    """In each process of a worker anew: what sends spans is a thread, and no fork takes threads along."""
    trace()


worker_process_init.connect(process_begins)
worker_ready.connect(worker_lives)
heartbeat_sent.connect(worker_lives)
beat_init.connect(beat_begins)
