"""The Celery application of the workers and of beat: what is done by itself, and how Redis is reached."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import after_task_publish, beat_init, heartbeat_sent, worker_process_init, worker_ready
from django.utils import timezone
from kombu.transport import redis
from redis.exceptions import ConnectionError as GoneError

from common.signs import leave_worker_sign
from progress.health import leave_sign
from progress.watch.traces import trace

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
