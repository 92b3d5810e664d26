"""What readers ask first after a release is rendered before they come: by whoever takes up this kind of job."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from common import jobs
from common.cache import SHARED

WARM = "warm"


def queue(at: datetime) -> None:
    """Queue it, inside the transaction that changes what the public reads, where processes share what one renders."""
    if SHARED in settings.CACHES:
        jobs.enqueue(kind=WARM, key="pages", at=at)
