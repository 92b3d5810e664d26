"""Jobs: written in the transaction that causes the work, claimed by a conditional update, swept when left behind.

The row is the truth. The hint that goes out after the commit only makes a worker look sooner; a hint that is
lost costs a minute, never the work. Handlers bear being run twice, so at-least-once delivery does no harm.
"""

from __future__ import annotations

import logging
import socket
import time
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from os import getpid
from typing import Any

from celery import current_app, shared_task
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from common.models import Job, JobState
from common.trace import REQUEST, at_work

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)
MOST_ATTEMPTS = 5
FIRST_PAUSE = timedelta(seconds=10)
# A queued job that was sent but not picked up for so long is sent again.
# Less than the sweep's own interval, so that the next one sends what was lost with Redis.
RESEND_AFTER = timedelta(seconds=25)
_LONGEST_ERROR = 4000
_log = logging.getLogger(__name__)

Report = Callable[[int, int], None]
"""Tells progress (steps done, steps in all) and renews the lease."""

Handler = Callable[[Mapping[str, Any], Report, datetime], str | None]
"""Does the work of one kind: payload, progress, the time of the run. JSON that it returns is kept as the result."""

_handlers: dict[str, Handler] = {}
_background: set[str] = set()


class LeaseLostError(RuntimeError):
    """Another worker has taken the job up; this one must stop without finishing it."""


def handles(kind: str, *, background: bool = False) -> Callable[[Handler], Handler]:
    """Register the handler of a kind of job: `@handles("compute")`.

    Work in the background takes longer than anyone would wait: it is left to a worker even where, without
    Redis, the process that causes a job otherwise does it at once.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        if background:
            _background.add(kind)
        return handler

    return register


def is_background(job_id: int) -> bool:
    """Whether a job is to be left to a worker."""
    return Job.objects.filter(pk=job_id, kind__in=_background).exists()


@transaction.atomic
def enqueue(
    *,
    kind: str,
    key: str,
    at: datetime,
    payload: Mapping[str, Any] | None = None,
    not_before: datetime | None = None,
    by: str = "",
) -> Job:
    """Queue work, inside the transaction that causes it. Of one kind and key at most one job waits.

    `by` is the user name of whoever may follow it.

    A job that waits already is locked until this transaction ends: no worker can claim it before what is
    being written here can be seen by it.
    """
    for _attempt in range(3):
        waiting = Job.objects.select_for_update().filter(kind=kind, key=key, state=JobState.QUEUED).first()
        if waiting is not None:
            transaction.on_commit(partial(_tell, waiting.pk))
            return waiting
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    kind=kind,
                    key=key,
                    payload=dict(payload or {}),
                    created_at=at,
                    not_before=not_before or at,
                    by=by,
                    request_id=REQUEST.get(),
                )
        except IntegrityError:
            continue  # another transaction was first; lock what it wrote
        transaction.on_commit(partial(_tell, job.pk))
        return job
    raise RuntimeError(f"the job {kind} {key} could not be queued")


def _tell(job_id: int) -> None:
    if _hint is None:
        return
    try:
        _hint(job_id)
    except Exception:  # the sweep finds the job; the person who caused it must not see the broker's trouble
        _log.warning("job %s could not be announced; the sweep will send it", job_id, exc_info=True)


def run(job_id: int, *, clock: Callable[[], datetime] = timezone.now) -> bool:
    """Claim a job and do its work; False where there is nothing to do (done, claimed by another, not due)."""
    worker = f"{socket.gethostname()}:{getpid()}"
    if not _claim(job_id, worker, clock()):
        return False
    job = Job.objects.get(pk=job_id)
    with at_work(request=job.request_id, job=str(job_id)):
        return _work(job, clock)


def _work(job: Job, clock: Callable[[], datetime]) -> bool:
    """Do the work of a job that this process has claimed; False where it lost it meanwhile."""
    handler = _handlers.get(job.kind)
    try:
        if handler is None:
            raise LookupError(f"no handler for jobs of the kind {job.kind}")
        result = handler(job.payload, partial(_report, job.pk, job.attempts, clock), clock())
    except LeaseLostError:
        _log.warning("job %s was taken up by another worker", job.pk)
        return False
    except Exception:
        _log.exception("job %s (%s %s) failed", job.pk, job.kind, job.key)
        _fail(job, traceback.format_exc()[-_LONGEST_ERROR:], clock())
        return True
    _own(job).update(
        state=JobState.DONE, lease_until=None, finished_at=clock(), error="", result=result or ""
    )
    return True


def _claim(job_id: int, worker: str, at: datetime) -> bool:
    """Of all who try at once exactly one changes the row."""
    claimed = Job.objects.filter(pk=job_id, state=JobState.QUEUED, not_before__lte=at).update(
        state=JobState.RUNNING, lease_until=at + LEASE, attempts=F("attempts") + 1, worker=worker
    )
    return claimed == 1


def _report(job_id: int, attempt: int, clock: Callable[[], datetime], done: int, total: int) -> None:
    renewed = Job.objects.filter(pk=job_id, state=JobState.RUNNING, attempts=attempt).update(
        done=done, total=total, lease_until=clock() + LEASE
    )
    if renewed != 1:
        raise LeaseLostError(job_id)


def _own(job: Job) -> Any:
    """The job as long as it is still this worker's: a later attempt is somebody else's."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def _fail(job: Job, error: str, at: datetime) -> None:
    """Queue the job again after a pause that doubles, or give up and keep the error for staff to see."""
    if job.attempts >= MOST_ATTEMPTS:
        _own(job).update(state=JobState.FAILED, lease_until=None, finished_at=at, error=error)
        return
    pause = FIRST_PAUSE * 2 ** (job.attempts - 1)
    _requeue(_own(job), error=error, not_before=at + pause, at=at)


def _requeue(own: Any, *, error: str, not_before: datetime, at: datetime) -> None:
    try:
        with transaction.atomic():
            own.update(
                state=JobState.QUEUED, lease_until=None, error=error, not_before=not_before, sent_at=None
            )
    except IntegrityError:
        # The same work waits already in a newer job, which will do it.
        own.update(
            state=JobState.MERGED, lease_until=None, finished_at=at, error=f"A newer job took over.\n{error}"
        )


def sweep(*, at: datetime) -> list[int]:
    """Take up what was left behind; returns the jobs that are to be sent to workers now.

    A job whose lease has run out is queued again (or given up after its last attempt); queued jobs that are
    due and were not sent lately are returned and marked as sent.
    """
    for job in Job.objects.filter(state=JobState.RUNNING, lease_until__lt=at):
        lost = Job.objects.filter(
            pk=job.pk, state=JobState.RUNNING, attempts=job.attempts, lease_until__lt=at
        )
        if job.attempts >= MOST_ATTEMPTS:
            lost.update(state=JobState.FAILED, lease_until=None, finished_at=at, error="Its workers died.")
        else:
            _requeue(lost, error="Its worker died.", not_before=at, at=at)
    due = Job.objects.filter(state=JobState.QUEUED, not_before__lte=at).filter(
        Q(sent_at__isnull=True) | Q(sent_at__lt=at - RESEND_AFTER)
    )
    ids = list(due.order_by("not_before", "pk").values_list("pk", flat=True))
    Job.objects.filter(pk__in=ids, state=JobState.QUEUED).update(sent_at=at)
    return ids


def retry(*, job_id: int, at: datetime) -> bool:
    """Queue a failed job again, by a person's wish; False where it is not failed, or the same work waits already."""
    failed = Job.objects.filter(pk=job_id, state=JobState.FAILED)
    try:
        with transaction.atomic():
            changed: int = failed.update(
                state=JobState.QUEUED, attempts=0, finished_at=None, not_before=at, sent_at=None
            )
    except IntegrityError:
        return False
    if changed:
        transaction.on_commit(partial(_tell, job_id))
    return bool(changed)


# Celery's side of jobs: run one, sweep what was left behind. Without Redis both happen in the calling process.

_task_log = logging.getLogger(__name__)

# Whoever waits for an answer waits for no broker: one try, a second at most, then none for a while.
AT_ONCE = {"socket_timeout": 1, "max_retries": 0, "interval_start": 0, "interval_step": 0}
PAUSE = 15
"""Seconds that a broker which did not answer is left alone; the sweep sends what was not announced meanwhile."""

_back_at = 0.0


@shared_task(name="states.run_job", ignore_result=True)
def run_job(job_id: int) -> None:
    """Do one job, where it still is to be done."""
    run(job_id)


@shared_task(name="states.sweep", ignore_result=True)
def sweep_task() -> None:
    """Send again what was never picked up or whose worker died."""
    for job_id in sweep(at=timezone.now()):
        hint(job_id)


@shared_task(name="states.queue", ignore_result=True, acks_late=True, reject_on_worker_lost=True)
def queue_task(kind: str) -> None:
    """Queue what the calendar asks for once a day: from here on a worker that dies costs no day.

    Until the row stands only the message knows of it; so it is kept until then, and two of them are one job.
    """
    enqueue(kind=kind, key="", at=timezone.now())


def hint(job_id: int) -> None:
    """Make a worker look at a job; without Redis the calling process does the work itself, unless it takes long."""
    if settings.REDIS_URL:
        _announce(job_id)
    elif not is_background(job_id):
        run(job_id)


def _announce(job_id: int) -> None:
    """Send the message, unless the broker has just failed to answer. Raises what the broker's client raises."""
    global _back_at  # noqa: PLW0603 each process finds out for itself
    if time.monotonic() < _back_at:
        _task_log.info("job %s waits for the sweep: the broker did not answer a moment ago", job_id)
        return
    try:
        with current_app.connection_for_write(transport_options=AT_ONCE) as connection:
            current_app.send_task("states.run_job", [job_id], retry=False, connection=connection)
    except Exception:
        _back_at = time.monotonic() + PAUSE
        raise


_hint: Callable[[int], None] | None = hint
"""Who is told of a job after its transaction has committed. Tests put somebody else here, or nobody."""
