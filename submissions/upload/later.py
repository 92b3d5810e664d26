"""Files that are taken in later, as a job: kept at once, so that nothing is lost, and read by a worker."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from common import files
from common.jobs import enqueue
from common.models import Job
from common.months import Month
from submissions.models import Way
from submissions.upload.services import Incoming, Outcome, check_file, receive

UPLOAD = "upload"
# So long a finished job's file stays, in case that the job is done again, and so far back it is looked for.
KEPT, LOOKED_BACK = timedelta(hours=1), timedelta(days=7)


def queue_upload(
    incoming: Incoming,
    *,
    by: str,
    username: str,
    at: datetime,
    address: str,
    dry_run: bool,
    language: str,
    settle: Callable[[Job], None] | None = None,
) -> Job:
    """Keep a file and queue its reading. `settle` is told the job inside the transaction that queues it."""
    name = files.keep(incoming.data)
    try:
        with transaction.atomic():
            job = enqueue(
                kind=UPLOAD,
                key=name.hex,
                payload={
                    "file": name.hex,
                    "name": incoming.name,
                    "state": incoming.state,
                    "month": str(incoming.month),
                    "dry_run": dry_run,
                    "by": by,
                    "address": address,
                    "received_at": at.isoformat(),
                    "language": language,
                },
                at=at,
                by=username,
            )
            if settle is not None:
                settle(job)
    except BaseException:
        files.discard(name)
        raise
    return job


def do_upload(payload: Mapping[str, Any]) -> tuple[Incoming, Outcome]:
    """Read the file of a job, as of the moment in which it was received. Done twice, it is received once."""
    incoming = Incoming(
        files.fetch(uuid.UUID(payload["file"])), payload["name"], payload["state"], Month.parse(payload["month"]),
        Way.API,
    )  # fmt: skip
    at = datetime.fromisoformat(payload["received_at"])
    if payload["dry_run"]:
        return incoming, Outcome(check_file(incoming, at=at))
    return incoming, receive(incoming, by=payload["by"], at=at, address=payload["address"])


def discard_read(*, at: datetime) -> int:
    """Remove the files of jobs that ended a while ago; returns how many jobs were looked at."""
    ended = Job.objects.filter(kind=UPLOAD, finished_at__lt=at - KEPT, finished_at__gt=at - LOOKED_BACK)
    names = list(ended.values_list("payload__file", flat=True))
    for name in names:
        files.discard(uuid.UUID(name))
    return len(names)
