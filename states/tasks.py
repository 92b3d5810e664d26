"""Celery's side of jobs: run one, sweep what was left behind. Without Redis both happen in the calling process."""

from __future__ import annotations

import logging
import time

from celery import current_app, shared_task
from django.conf import settings
from django.utils import timezone

from states.services import jobs

_log = logging.getLogger(__name__)

# Whoever waits for an answer waits for no broker: one try, a second at most, then none for a while.
AT_ONCE = {"socket_timeout": 1, "max_retries": 0, "interval_start": 0, "interval_step": 0}
PAUSE = 15
"""Seconds that a broker which did not answer is left alone; the sweep sends what was not announced meanwhile."""

_back_at = 0.0


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
        _announce(job_id)
    elif not jobs.is_background(job_id):
        jobs.run(job_id)


def _announce(job_id: int) -> None:
    """Send the message, unless the broker has just failed to answer. Raises what the broker's client raises."""
    global _back_at  # noqa: PLW0603 each process finds out for itself
    if time.monotonic() < _back_at:
        _log.info("job %s waits for the sweep: the broker did not answer a moment ago", job_id)
        return
    try:
        with current_app.connection_for_write(transport_options=AT_ONCE) as connection:
            current_app.send_task("states.run_job", [job_id], retry=False, connection=connection)
    except Exception:
        _back_at = time.monotonic() + PAUSE
        raise
