"""Celery's side of jobs: run one, sweep what was left behind. Without Redis both happen in the calling process."""

from __future__ import annotations

import logging

from celery import current_app, shared_task
from django.conf import settings
from django.utils import timezone

from states.services import jobs

_log = logging.getLogger(__name__)


@shared_task(name="states.run_job", ignore_result=True)
def run_job(job_id: int) -> None:
    """Do one job, where it still is to be done."""
    jobs.run(job_id)


@shared_task(name="states.sweep", ignore_result=True)
def sweep() -> None:
    """Send again what was never picked up or whose worker died."""
    for job_id in jobs.sweep(at=timezone.now()):
        hint(job_id)


def hint(job_id: int) -> None:
    """Make a worker look at a job; without Redis the calling process does the work itself, unless it takes long."""
    if settings.REDIS_URL:
        current_app.send_task("states.run_job", [job_id], retry=False)
    elif not jobs.is_background(job_id):
        jobs.run(job_id)
