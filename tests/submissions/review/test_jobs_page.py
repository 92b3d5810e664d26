"""The bureau sees how its work in the background stands, and queues what failed again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import AuditEvent
from common import health, jobs
from common.models import Job, JobState
from submissions.review import jobs as review_jobs
from tests.dashboard.reading import Page

NOW = timezone.now()


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(jobs, "_hint", None)
    health._KNOWN.clear()
    yield
    health._KNOWN.clear()


def job(key: str, state: JobState, **fields: Any) -> Job:
    ended = NOW if state in {JobState.DONE, JobState.FAILED} else None
    lease = NOW + timedelta(minutes=5) if state == JobState.RUNNING else None
    given = {
        "kind": "compute",
        "created_at": NOW - timedelta(hours=3),
        "not_before": NOW - timedelta(hours=3),
    }
    return Job.objects.create(key=key, state=state, finished_at=ended, lease_until=lease, **(given | fields))


@pytest.fixture
def some(people: None) -> dict[str, Job]:
    return {
        "waiting": job("2023-11", JobState.QUEUED),
        "later": job("12:ab", JobState.QUEUED, kind="release_mail", created_at=NOW - timedelta(days=9),
                     not_before=NOW + timedelta(hours=1)),
        "running": job("pages", JobState.RUNNING, kind="warm", done=48, total=112, attempts=1),
        "failed": job("2023-10", JobState.FAILED, attempts=5, error="Traceback …\n  deep\nOSError: No space left"),
        "done": job("2023-09", JobState.DONE),
    }  # fmt: skip


@pytest.fixture
def ravi(client: Client, some: dict[str, Job], django_user_model: Any) -> Client:
    client.force_login(django_user_model.objects.get(username="ravi"))
    return client


def read(client: Client, address: str = "/jobs/") -> Page:
    answer = client.get(address)
    assert answer.status_code == 200
    return Page(answer.content.decode())


def test_what_the_page_says(ravi: Client, some: dict[str, Job]) -> None:
    page = read(ravi)
    assert "The oldest job that is due has waited for 3 hours." in page.main.text
    assert len(page.rows("jobs")) == 5
    bar = page.one("progress")
    assert (bar.attributes["value"], bar.attributes["max"], bar.text) == ("48", "112", "48 of 112")
    for told in (
        "render published pages",
        "compute provisional lists",
        "OSError: No space left",
        "queued (2)",
    ):
        assert told in page.main.text
    assert page.one("pre").text.startswith("Traceback")


def test_filters(ravi: Client) -> None:
    assert len(read(ravi, "/jobs/?state=queued").rows("jobs")) == 2
    assert len(read(ravi, "/jobs/?state=queued&kind=compute").rows("jobs")) == 1
    assert "No job fits." in read(ravi, "/jobs/?kind=nothing").main.text
    assert ravi.get("/jobs/?state=x").status_code == 400


def test_in_hindi(ravi: Client) -> None:
    page = read(ravi, "/hi/jobs/?state=running")
    assert page.one("h1").text == "कार्य"
    assert "112 में से 48" in page.main.text


def test_a_failed_job_is_queued_again_and_the_trail_says_by_whom(ravi: Client, some: dict[str, Job]) -> None:
    failed = some["failed"]
    assert ravi.get(f"/jobs/{failed.pk}/retry/").status_code == 405
    answer = ravi.post(f"/jobs/{failed.pk}/retry/", follow=True)
    assert f"Job {failed.pk} is queued again." in answer.content.decode()
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (JobState.QUEUED, 0)
    event = AuditEvent.objects.get(action="job.retry")
    assert (event.actor, event.subject, event.after) == (
        "ravi", f"job {failed.pk}", {"kind": "compute", "key": "2023-10"},
    )  # fmt: skip
    answer = ravi.post(f"/jobs/{failed.pk}/retry/", follow=True)
    assert "nothing was changed" in answer.content.decode()
    assert AuditEvent.objects.filter(action="job.retry").count() == 1


def test_queries(ravi: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(9):
        ravi.get("/jobs/")
    for number in range(60):
        job(f"more {number}", JobState.DONE)
    with django_assert_num_queries(9):
        ravi.get("/jobs/")
    assert "Page 1 of 2" in read(ravi).main.text


def test_desks_say_that_processing_is_delayed(ravi: Client, settings: Any, django_user_model: Any) -> None:
    assert "Processing is delayed" not in read(ravi).main.text
    health._KNOWN.clear()
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    for address in ("/jobs/", "/review/"):
        assert "Processing is delayed" in read(ravi, address).main.text
    ravi.force_login(django_user_model.objects.get(username="asha"))
    assert "Processing is delayed" in read(ravi, "/submissions/").main.text
    assert "प्रसंस्करण में देरी" in read(ravi, "/hi/submissions/").main.text


def test_redis_is_not_asked_for_every_page(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def answers() -> bool:
        asked.append(True)
        return True

    monkeypatch.setattr(health, "_redis_ready", answers)
    assert health.redis_answers()
    assert health.redis_answers()
    assert len(asked) == 1


def test_every_kind_of_job_has_a_name() -> None:
    assert set(review_jobs.KINDS) == set(jobs._handlers)
