"""`/metrics`: what is counted and what is on record, in Prometheus' format, for whoever may read it."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import DjangoAssertNumQueries

from accounts import audit
from accounts.models import AuditEvent, Verification
from common.models import Job, JobState
from common.signs import leave_worker_sign
from dashboard.tasks import anchor_audit
from progress.watch.figures import Recorded
from tests.dashboard.api.conftest import publish_list
from tests.submissions.conftest import people

__all__ = ["people"]

AT = datetime(2023, 11, 27, 6, 30, tzinfo=UTC)


def figures(client: Client | None = None, **headers: str) -> dict[tuple[str, ...], float]:
    """Every figure by its name and the values of its labels."""
    answer = (client or Client()).get("/metrics", headers=headers)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def job(key: str, state: JobState, *, age: int, **more: Any) -> None:
    at = timezone.now() - timedelta(seconds=age)
    lease = at + timedelta(hours=1) if state == JobState.RUNNING else None
    ended = at if state in {JobState.DONE, JobState.FAILED} else None
    values = {"created_at": at, "not_before": at, "lease_until": lease, "finished_at": ended} | more
    Job.objects.create(kind="x", key=key, state=state, **values)


def test_jobs_by_state_and_the_oldest_that_is_due(db: None) -> None:
    empty = figures()
    assert {empty["pragati_jobs", state] for state in JobState.values} == {0}
    assert empty["pragati_jobs_oldest_seconds", "queued"] == 0
    job("a", JobState.QUEUED, age=600)
    job("b", JobState.QUEUED, age=300)
    job("later", JobState.QUEUED, age=9000, not_before=timezone.now() + timedelta(hours=1))
    job("c", JobState.RUNNING, age=1200)
    for number in range(3):
        job(f"d{number}", JobState.FAILED, age=5)
    told = figures()
    stands = {state: told["pragati_jobs", state] for state in JobState.values}
    assert stands == {"queued": 3, "running": 1, "done": 0, "failed": 3, "merged": 0}
    assert 600 <= told["pragati_jobs_oldest_seconds", "queued"] < 660
    assert 1200 <= told["pragati_jobs_oldest_seconds", "running"] < 1260


def test_the_last_publication(directory: None) -> None:
    assert figures()["pragati_last_publication_timestamp_seconds",] == 0
    publish_list("2023-09", (), at=AT - timedelta(days=30))
    publish_list("2023-10", (), at=AT)
    assert figures()["pragati_last_publication_timestamp_seconds",] == AT.timestamp()


def test_the_audit_trail_was_verified_and_whether_it_held(db: None) -> None:
    assert not [name for name in figures() if name[0] == "pragati_verified_sound"]
    audit.record(at=AT, actor="system", action="states.load", subject="x")
    before = timezone.now().timestamp()
    call_command("verify_audit")
    told = figures()
    assert told["pragati_verified_sound", "audit"] == 1
    assert before <= told["pragati_verified_timestamp_seconds", "audit"] <= timezone.now().timestamp()
    with connection.cursor() as cursor:  # as somebody with the database in hand would
        cursor.execute("ALTER TABLE accounts_auditevent DISABLE TRIGGER USER")
        AuditEvent.objects.update(subject="y")
        cursor.execute("ALTER TABLE accounts_auditevent ENABLE TRIGGER USER")
    anchor_audit({}, lambda done, total: None, timezone.now())
    assert figures()["pragati_verified_sound", "audit"] == 0
    assert "was changed after it was written" in Verification.objects.get().problem
    with pytest.raises(CommandError, match="The audit trail does not hold"):
        call_command("verify_audit")


def test_failed_sign_ins(people: None) -> None:
    before = figures()["pragati_sign_ins_failed_total",]
    client = Client()
    client.post("/accounts/sign-in/", {"username": "asha", "password": "wrong"})
    client.post("/accounts/sign-in/", {"username": "nobody", "password": "wrong"})
    assert figures()["pragati_sign_ins_failed_total",] == before + 2


def test_the_age_of_a_workers_newest_sign(db: None, settings: Any) -> None:
    cache.clear()
    assert figures()["pragati_worker_age_seconds",] == math.inf
    leave_worker_sign(timezone.now() - timedelta(seconds=90))
    assert 90 <= figures()["pragati_worker_age_seconds",] < 150
    cache.clear()
    settings.REDIS_URL = ""
    assert ("pragati_worker_age_seconds",) not in figures()


def test_what_runs(db: None) -> None:
    version = Client().get("/version").json()
    assert len(version["build"]) == 64
    assert figures()["pragati_build_info", version["build"], version["version"]] == 1


def test_without_a_database_the_figures_say_so(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert figures()["pragati_database_up",] == 1

    def refuses(*_: object, **__: object) -> None:
        raise DatabaseError("down")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", refuses)
        told = figures()
    assert (told["pragati_database_up",], told["pragati_redis_up",]) == (0, 1)
    assert not [name for name in told if name[0] == "pragati_jobs"]


def test_the_figures_cost_four_queries(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(20):
        job(str(number), JobState.DONE, age=number)
    with django_assert_num_queries(4):
        list(Recorded().collect())


# --- who may read them -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environ", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "192.0.2.7"}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=192.0.2.7"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_AUTHORIZATION": "Bearer whatever"}, 200),
    ],
)
def test_without_a_token_this_machine_alone(db: None, environ: dict[str, str], status: int) -> None:
    assert Client(**environ).get("/metrics").status_code == status  # type: ignore[arg-type]


def test_with_a_token_whoever_has_it(db: None, settings: Any) -> None:
    settings.METRICS_TOKEN = "kM3vQ8xZt1Lw9RbN5sYc"
    for sent, status in (
        ("", 404), ("Bearer", 404), ("Bearer other", 404), ("Bearer schlüssel", 404),
        ("Bearer kM3vQ8xZt1Lw9RbN5sYc", 200), ("Basic kM3vQ8xZt1Lw9RbN5sYc", 404),
    ):  # fmt: skip
        for address in ("127.0.0.1", "192.0.2.7"):
            client = Client(REMOTE_ADDR=address, HTTP_AUTHORIZATION=sent)
            assert client.get("/metrics").status_code == status, sent


def test_figures_are_only_read_and_never_kept(db: None) -> None:
    assert Client().post("/metrics").status_code == 405
    assert "no-store" in Client().get("/metrics").headers["Cache-Control"]
