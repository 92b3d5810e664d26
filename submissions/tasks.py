"""The kinds of work of this room: each calls one service."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from submissions.services.months import run_schedule


@shared_task(name="submissions.run_schedule", ignore_result=True)
def schedule() -> None:
    """Open the month that has ended and close those whose late window is over."""
    run_schedule(at=timezone.now())
