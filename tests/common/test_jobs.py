"""A job is done once, whoever tries, whatever dies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from common import jobs
from common.jobs import LEASE, MOST_ATTEMPTS, LeaseLostError, Report, enqueue, retry, run, sweep
from common.models import Job, JobState

AT = datetime(2023, 12, 5, 6, 30, tzinfo=UTC)
transactional = pytest.mark.django_db(transaction=True)

Work = Callable[[Mapping[str, Any], Report, datetime], None]


@pytest.fixture
def done() -> list[Mapping[str, Any]]:
    return []


@pytest.fixture
def kind(done: list[Mapping[str, Any]], monkeypatch: pytest.MonkeyPatch) -> str:
    """A kind of job that writes down each time it is done; nothing is announced, so tests decide who runs it."""
    monkeypatch.setattr(jobs, "_handlers", {"note": lambda payload, report, at: done.append(payload)})
    monkeypatch.setattr(jobs, "_hint", None)
    return "note"


def handled_by(monkeypatch: pytest.MonkeyPatch, work: Work) -> None:
    monkeypatch.setattr(jobs, "_handlers", {"note": work})


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def in_thread(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        connection.close()


@pytest.mark.django_db
def test_a_burst_becomes_one_job(kind: str) -> None:
    first = enqueue(kind=kind, key="2023-11", at=AT)
    assert enqueue(kind=kind, key="2023-11", at=AT + timedelta(seconds=1)).pk == first.pk
    assert enqueue(kind=kind, key="2023-12", at=AT).pk != first.pk
    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_work_that_comes_while_it_runs_is_done_afterwards(
    kind: str, done: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(payload: Mapping[str, Any], report: Report, now: datetime) -> None:
        done.append(enqueue(kind="note", key="x", at=AT).pk)

    handled_by(monkeypatch, work)
    first = enqueue(kind=kind, key="x", at=AT)
    assert run(first.pk, clock=at(AT))
    assert done[0] != first.pk
    assert Job.objects.get(pk=done[0]).state == JobState.QUEUED


@transactional
def test_of_ten_workers_one_does_the_work(kind: str, done: list[Any]) -> None:
    job = enqueue(kind=kind, key="x", at=AT, payload={"n": 1})
    start = Barrier(10)

    def work(_: int) -> bool:
        start.wait(timeout=30)
        return bool(in_thread(lambda: run(job.pk, clock=at(AT))))

    with ThreadPoolExecutor(10) as pool:
        assert sum(pool.map(work, range(10))) == 1
    assert done == [{"n": 1}]
    assert Job.objects.get(pk=job.pk).state == JobState.DONE
    assert not run(job.pk, clock=at(AT)), "a message that is delivered again finds nothing to do"


@transactional
def test_a_worker_waits_for_what_joins_a_waiting_job(kind: str, done: list[Any]) -> None:
    """Someone joins the waiting job in an open transaction: no worker may claim it before that is committed."""
    job = enqueue(kind=kind, key="x", at=AT)
    joined, may_commit = Event(), Event()

    def join() -> None:
        with transaction.atomic():
            enqueue(kind=kind, key="x", at=AT)
            joined.set()
            may_commit.wait(timeout=30)

    with ThreadPoolExecutor(2) as pool:
        joining = pool.submit(in_thread, join)
        joined.wait(timeout=30)
        working = pool.submit(in_thread, lambda: run(job.pk, clock=at(AT)))
        with pytest.raises(TimeoutError):
            working.result(timeout=0.5)
        assert done == []
        may_commit.set()
        joining.result(timeout=30)
        assert working.result(timeout=30)
    assert len(done) == 1


@pytest.mark.django_db
def test_a_dead_workers_job_is_taken_up_again(
    kind: str, done: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    job = enqueue(kind=kind, key="x", at=AT)
    assert jobs._claim(job.pk, "dead", AT)
    assert sweep(at=AT + LEASE) == [], "its lease still holds"
    assert sweep(at=AT + LEASE + timedelta(seconds=1)) == [job.pk]
    assert run(job.pk, clock=at(AT + 2 * LEASE))
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)


@pytest.mark.django_db
def test_the_late_worker_is_told_that_it_lost_the_job(
    kind: str, done: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(payload: Mapping[str, Any], report: Report, now: datetime) -> None:
        sweep(at=AT + 2 * LEASE)  # meanwhile the lease has run out, and another claims the job
        assert jobs._claim(job.pk, "other", AT + 2 * LEASE)
        with pytest.raises(LeaseLostError):
            report(1, 2)
        raise LeaseLostError

    handled_by(monkeypatch, work)
    job = enqueue(kind=kind, key="x", at=AT)
    assert not run(job.pk, clock=at(AT))
    job.refresh_from_db()
    assert (job.state, job.worker) == (JobState.RUNNING, "other")


@pytest.mark.django_db
def test_a_failure_is_tried_again_with_longer_pauses_and_then_kept(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work(payload: Mapping[str, Any], report: Report, now: datetime) -> None:
        raise RuntimeError("the disk is full")

    handled_by(monkeypatch, work)
    job = enqueue(kind=kind, key="x", at=AT)
    moment, pauses = AT, []
    for attempt in range(1, MOST_ATTEMPTS + 1):
        assert run(job.pk, clock=at(moment))
        job.refresh_from_db()
        assert job.attempts == attempt
        assert "the disk is full" in job.error
        if job.state == JobState.QUEUED:
            assert not run(job.pk, clock=at(job.not_before - timedelta(seconds=1)))
            pauses.append((job.not_before - moment).total_seconds())
            moment = job.not_before
    assert job.state == JobState.FAILED
    assert pauses == [10, 20, 40, 80]
    assert retry(job_id=job.pk, at=moment)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)


@pytest.mark.django_db
def test_a_failed_job_gives_way_to_a_newer_one_of_its_key(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def work(payload: Mapping[str, Any], report: Report, now: datetime) -> None:
        enqueue(kind="note", key="x", at=AT)
        raise RuntimeError("too soon")

    handled_by(monkeypatch, work)
    job = enqueue(kind=kind, key="x", at=AT)
    run(job.pk, clock=at(AT))
    job.refresh_from_db()
    assert job.state == JobState.MERGED, "nothing failed: the newer one does the work"
    assert job.error.startswith("A newer job took over.")
    assert Job.objects.filter(state=JobState.QUEUED).count() == 1


@pytest.mark.django_db
def test_what_was_never_picked_up_is_sent_again(kind: str) -> None:
    job = enqueue(kind=kind, key="x", at=AT)
    later = enqueue(kind=kind, key="y", at=AT, not_before=AT + timedelta(hours=1))
    assert sweep(at=AT) == [job.pk]
    assert sweep(at=AT + timedelta(seconds=24)) == []
    assert sweep(at=AT + timedelta(seconds=61)) == [job.pk]
    assert later.pk in sweep(at=AT + timedelta(hours=1))


@transactional
def test_a_broker_that_is_down_spoils_nothing(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def hint(job_id: int) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr(jobs, "_hint", hint)
    job = enqueue(kind=kind, key="x", at=AT)
    assert sweep(at=AT) == [job.pk]


@transactional
def test_a_rolled_back_cause_leaves_no_job(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(jobs, "_hint", told.append)
    with transaction.atomic():
        enqueue(kind=kind, key="x", at=AT)
        transaction.set_rollback(True)
    assert Job.objects.count() == 0
    assert told == []


@pytest.mark.django_db
def test_the_database_refuses_two_waiting_jobs_of_a_key(kind: str) -> None:
    enqueue(kind=kind, key="x", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.create(kind=kind, key="x", created_at=AT, not_before=AT)


@pytest.mark.django_db
@pytest.mark.parametrize("state", [JobState.RUNNING, JobState.DONE, JobState.FAILED])
def test_the_database_refuses_a_state_without_its_times(kind: str, state: JobState) -> None:
    job = enqueue(kind=kind, key="x", at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state=state)
