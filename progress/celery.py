"""The Celery application of the workers and of beat."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery
from celery.signals import after_task_publish, beat_init, heartbeat_sent, worker_process_init, worker_ready
from django.utils import timezone

from progress.health import leave_sign
from progress.watch.traces import trace
from states.services.signs import leave_worker_sign

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "progress.settings")
app = Celery("pragati")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


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
