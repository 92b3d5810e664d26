"""Sent twice, done once; changed meanwhile, refused; done later, followed: the write side for programs that retry."""

from __future__ import annotations

import threading
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import ApiToken, AuditEvent, Scope
from accounts.tokens import create_token
from common import files, jobs
from common.models import Job, JobState
from common.months import Month
from submissions.models import DataMonth, KeyedCall, Status, Submission, Upload
from submissions.months.services import close_month, open_month
from submissions.upload.calls import LASTS, LEASE, CallInProgressError, claim, settle
from submissions.upload.later import KEPT, discard_read
from submissions.workflow import verify
from tests.submissions.conftest import MONTH
from tests.submissions.desk.test_deadline import file_of

pytestmark = pytest.mark.django_db
URL = "/api/v1/submissions/"
FAULTY = b"parameter,numerator,denominator,remarks\r\nREG-01,1,,\r\n"


@pytest.fixture
def open_now(people: None, settings: Settings, tmp_path: Any) -> Month:
    """The month, open at the time of the test; files lie in a folder of their own."""
    settings.VAR_DIR = tmp_path
    now = timezone.now()
    open_month(month=MONTH, by="ravi", at=now - timedelta(days=1), deadline=now + timedelta(days=5))
    return MONTH


@pytest.fixture
def secret(open_now: Month) -> str:
    return token()


def token(username: str = "asha", scope: Scope = Scope.UPLOAD, state: str | None = None) -> str:
    return create_token(username=username, scope=scope, state=state, by="test", at=timezone.now())[1]


def send(secret: str, data: bytes | None = None, headers: dict[str, str] | None = None, **fields: Any) -> Any:
    name = fields.pop("name", "november.csv")
    form: dict[str, Any] = {"state": "HR", "month": "2023-11"} | fields
    form["file"] = SimpleUploadedFile(name, file_of(950) if data is None else data)
    return Client(raise_request_exception=False).post(
        URL, form, headers={"Authorization": f"Bearer {secret}"} | (headers or {})
    )


def keyed(secret: str, data: bytes | None = None, key: str = '"8e03978e-40d5"', **fields: Any) -> Any:
    return send(secret, data, {"Idempotency-Key": key}, **fields)


def get(secret: str, path: str, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client().get(path, headers={"Authorization": f"Bearer {secret}"} | named)


def counts() -> tuple[int, int, int]:
    acts = AuditEvent.objects.filter(action__in=("submission.draft", "upload.receive"))
    return Submission.objects.count(), Upload.objects.count(), acts.count()


# --- Idempotency-Key ---------------------------------------------------------------------------------------


def test_the_same_call_again_is_answered_as_the_first_time(secret: str) -> None:
    first = keyed(secret)
    assert (first.status_code, "Idempotency-Replayed" in first.headers) == (201, False)
    kept = counts()
    for key in ('"8e03978e-40d5"', "8e03978e-40d5"):
        again = keyed(secret, key=key)
        assert (again.status_code, again.content) == (201, first.content)
        assert again.headers["Idempotency-Replayed"] == "true"
        assert again.headers["Location"] == first.headers["Location"]
    assert counts() == kept
    assert keyed(secret, key='"another"').json()["already_received"] is True


def test_a_refused_file_is_refused_again_and_kept_once(secret: str) -> None:
    first, again = keyed(secret, FAULTY), keyed(secret, FAULTY)
    assert (first.status_code, again.status_code) == (422, 422)
    assert again.content == first.content
    assert again.headers["Content-Type"] == "application/problem+json"
    assert Upload.objects.count() == 1
    send(secret, FAULTY)
    assert Upload.objects.count() == 2, "without a key every faulty file is kept"


def test_a_dry_run_is_answered_again_too(secret: str) -> None:
    first, again = keyed(secret, dry_run="true"), keyed(secret, dry_run="true")
    assert (first.status_code, again.content) == (200, first.content)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert counts() == (0, 0, 0)


@pytest.mark.parametrize(
    "other",
    [{"data": FAULTY}, {"dry_run": "true"}, {"name": "other.csv"}],
    ids=["file", "dry run", "name"],
)
def test_the_key_of_another_request_is_422(secret: str, other: dict[str, Any]) -> None:
    keyed(secret)
    answer = keyed(secret, **other)
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")
    assert Submission.objects.count() == 1


def test_each_token_has_keys_of_its_own(secret: str) -> None:
    keyed(secret)
    answer = keyed(token("bina"), file_of(940))
    assert (answer.status_code, Submission.objects.count()) == (201, 2)


@pytest.mark.parametrize("key", ["", '"', '""', "x" * 201, "two words", "schlüssel", '"a"b"', "a,\tb"])
def test_a_key_that_cannot_be_kept_is_400(secret: str, key: str) -> None:
    answer = keyed(secret, key=key)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed_header")
    assert answer.json()["field"] == "Idempotency-Key"


def test_where_nothing_was_done_the_key_stays_free(secret: str) -> None:
    close_month(month=MONTH, by="ravi", at=timezone.now())
    assert keyed(secret).json()["code"] == "month_closed"
    assert KeyedCall.objects.count() == 0


def test_after_a_day_the_key_is_free_again(secret: str) -> None:
    keyed(secret)
    KeyedCall.objects.update(started_at=timezone.now() - LASTS)
    assert keyed(secret, file_of(940)).status_code == 201
    assert KeyedCall.objects.count() == 1


def call(at: Any, fingerprint: str = "f") -> KeyedCall:
    return claim(token=ApiToken.objects.get(), key="k", fingerprint=fingerprint, at=at)


def test_of_two_at_once_one_waits_and_a_dead_one_is_taken_over(secret: str) -> None:
    now = timezone.now()
    first = call(now)
    with pytest.raises(CallInProgressError):
        call(now + LEASE - timedelta(seconds=1))
    second = call(now + LEASE)
    assert second.pk == first.pk
    with pytest.raises(CallInProgressError):
        settle(first, status=201, answer="{}", at=now)
    settle(second, status=201, answer="{}", at=now)
    assert KeyedCall.objects.get().status == 201


def test_one_that_is_in_progress_is_409_and_says_when_to_come_back(secret: str) -> None:
    keyed(secret)
    KeyedCall.objects.update(status=None, answer="", answered_at=None)
    answer = keyed(secret)
    assert (answer.status_code, answer.json()["code"], answer.headers["Retry-After"]) == (
        409, "idempotency_in_progress", "1",
    )  # fmt: skip


def test_what_cannot_be_written_down_is_not_done(secret: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError("the process dies here")

    with monkeypatch.context() as broken:
        broken.setattr("submissions.api.views.settle", fail)
        for data in (None, FAULTY):
            assert keyed(secret, data).status_code == 500
    assert counts() == (0, 0, 0)
    assert KeyedCall.objects.count() == 0
    assert keyed(secret).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_are_one(secret: str) -> None:
    statuses: list[int] = []

    def post() -> None:
        try:
            statuses.append(keyed(secret).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(statuses) == 8
    assert set(statuses) <= {201, 409}
    assert 201 in statuses
    assert counts() == (1, 1, 2)


# --- If-Match ----------------------------------------------------------------------------------------------


def test_a_submission_is_read_with_its_figures_and_entity_tag(
    secret: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    sent = send(secret).json()
    path = f"{URL}{sent['id']}/"
    with django_assert_num_queries(4):
        answer = get(secret, path)
    document = answer.json()
    assert (document["status"], document["current"], document["count"]) == ("draft", True, 28)
    assert answer.headers["ETag"] == sent["etag"]
    assert answer.headers["Cache-Control"] == "private, no-cache"
    (row,) = (one for one in document["figures"] if one["parameter"] == "REG-01")
    assert (row["numerator"], row["denominator"], row["warnings"]) == (950, 1000, [])
    assert get(secret, path, If_None_Match=sent["etag"]).status_code == 304
    assert get(secret, path, If_Match='"other"').status_code == 412
    assert get(token("chand"), path).status_code == 404
    assert get(token("ravi", Scope.READ), path).status_code == 200
    assert get(secret, f"{URL}999999/").status_code == 404
    assert Client().head(path, headers={"Authorization": f"Bearer {secret}"}).headers["ETag"] == sent["etag"]


def test_a_file_replaces_only_what_was_read(secret: str) -> None:
    first = send(secret).json()
    second = send(secret, file_of(940), {"If-Match": first["etag"]})
    assert (second.status_code, second.json()["revision"]) == (201, 2)
    for data in (file_of(930), file_of(940), FAULTY):  # another, the same, a faulty one
        late = send(secret, data, {"If-Match": first["etag"]})
        assert (late.status_code, late.json()["code"]) == (412, "precondition_failed")
        assert (late.json()["status"], late.json()["id"]) == (412, second.json()["id"])
        assert late.json()["submission_status"] == "draft"
    assert send(secret, file_of(930), {"If-Match": first["etag"]}, dry_run="true").status_code == 412
    assert send(secret, file_of(930), {"If-Match": f'"x", {second.json()["etag"]}'}).status_code == 201
    assert Upload.objects.count() == 3


def test_a_file_for_an_empty_month_only(secret: str) -> None:
    assert send(secret, headers={"If-Match": "*"}).status_code == 412
    assert send(secret, headers={"If-None-Match": "*"}).status_code == 201
    assert send(secret, file_of(940), {"If-None-Match": "*"}).status_code == 412
    assert send(secret, file_of(940), {"If-Match": "*"}).status_code == 201


def test_only_what_was_read_is_handed_in(secret: str) -> None:
    sent = send(secret).json()
    path, headers = f"{URL}{sent['id']}/submit/", {"Authorization": f"Bearer {secret}"}
    refused = Client().post(path, headers=headers | {"If-Match": '"other"'})
    assert (refused.status_code, refused.json()["code"]) == (412, "precondition_failed")
    assert Submission.objects.get().status == Status.DRAFT
    done = Client().post(path, headers=headers | {"If-Match": sent["etag"]})
    assert (done.status_code, done.json()["status"]) == (200, "submitted")
    assert done.headers["Content-Location"] == f"{URL}{sent['id']}/"
    assert done.headers["ETag"] == get(secret, f"{URL}{sent['id']}/").headers["ETag"] != sent["etag"]
    assert Client().post(path, headers=headers | {"If-Match": sent["etag"]}).status_code == 412


# --- Later -------------------------------------------------------------------------------------------------

ASYNC = {"Prefer": "respond-async"}


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is told of jobs: they wait until a test runs them."""
    monkeypatch.setattr(jobs, "_hint", None)


def test_a_file_is_read_later_and_followed(secret: str, queued: None) -> None:
    answer = send(secret, headers=ASYNC)
    assert (answer.status_code, answer.headers["Preference-Applied"]) == (202, "respond-async")
    path = answer.headers["Location"]
    job = Job.objects.get()
    assert path == f"/api/v1/jobs/{job.pk}/"
    waiting = get(secret, path)
    assert (waiting.json()["state"], waiting.headers["Retry-After"]) == ("queued", "1")
    assert Submission.objects.count() == 0
    assert jobs.run(job.pk)
    done = get(secret, path)
    document = done.json()
    assert (document["state"], document["progress"], document["error"]) == (
        "done",
        {"done": 1, "total": 1},
        None,
    )
    assert "Retry-After" not in done.headers
    one = Submission.objects.get()
    assert (document["result"]["status"], document["result"]["received"]["id"]) == (201, one.pk)
    assert document["links"]["submission"].endswith(f"{URL}{one.pk}/")
    assert document["result"]["received"] == send(secret).json() | {"already_received": False}
    assert one.created_by == "asha"


def test_read_twice_it_is_received_once(secret: str, queued: None) -> None:
    send(secret, headers=ASYNC)
    job = Job.objects.get()
    jobs.run(job.pk)
    Job.objects.update(state=JobState.QUEUED, finished_at=None)
    jobs.run(job.pk)
    assert counts() == (1, 1, 2)


def test_what_is_wrong_with_it_is_the_jobs_result(secret: str, queued: None) -> None:
    at_once = send(secret, FAULTY, {"Accept-Language": "hi"}, dry_run="true").json()
    send(secret, FAULTY, ASYNC | {"Accept-Language": "hi"}, dry_run="true")
    job = Job.objects.get()
    jobs.run(job.pk)
    document = get(secret, f"/api/v1/jobs/{job.pk}/").json()
    problem = document["result"]["problem"]
    assert (document["state"], document["result"]["status"]) == ("done", 422)
    for name in ("code", "title", "detail", "problems", "rows"):
        assert problem[name] == at_once[name]
    assert counts() == (0, 0, 0)


def test_a_file_that_came_in_time_is_taken_after_the_deadline(secret: str, queued: None) -> None:
    send(secret, headers=ASYNC)
    job = Job.objects.get()
    DataMonth.objects.update(deadline=job.created_at, late_until=job.created_at)
    assert send(secret, headers=ASYNC).json()["gate"] == "deadline_passed"
    jobs.run(job.pk)
    assert get(secret, f"/api/v1/jobs/{job.pk}/").json()["result"]["status"] == 201


def test_a_month_that_was_closed_meanwhile_is_the_jobs_result(secret: str, queued: None) -> None:
    send(secret, headers=ASYNC)
    close_month(month=MONTH, by="ravi", at=timezone.now())
    jobs.run(Job.objects.get().pk)
    (document,) = get(secret, "/api/v1/jobs/").json()["results"]
    assert (document["state"], document["result"]["problem"]["code"]) == ("done", "month_closed")
    assert document["links"]["submission"] is None
    late = send(secret, headers=ASYNC)
    assert (late.status_code, Job.objects.count()) == (409, 1), "a closed month is told at once"


def test_a_job_that_fails_tells_its_owner_no_secrets(
    secret: str, queued: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(secret, headers=ASYNC)
    job = Job.objects.get()
    Job.objects.update(attempts=4)

    def fail(*args: Any) -> None:
        raise RuntimeError("sesame")

    monkeypatch.setattr("submissions.upload.later.receive", fail)
    jobs.run(job.pk)
    answer = get(secret, f"/api/v1/jobs/{job.pk}/")
    assert (answer.json()["state"], answer.json()["error"]) == ("failed", "internal_error")
    assert "sesame" not in answer.content.decode()


def test_a_key_and_later_go_together(secret: str, queued: None) -> None:
    headers = ASYNC | {"Idempotency-Key": "k"}
    first, again = send(secret, headers=headers), send(secret, headers=headers)
    assert (first.status_code, again.status_code, Job.objects.count()) == (202, 202, 1)
    assert again.headers["Location"] == first.headers["Location"]


def test_nobody_follows_the_jobs_of_others(secret: str, queued: None) -> None:
    send(secret, headers=ASYNC)
    path = f"/api/v1/jobs/{Job.objects.get().pk}/"
    for other in (token("bina"), token("ravi", Scope.READ), token("asha", state="HP")):
        answer = get(other, path)
        assert (answer.status_code, answer.json()["code"]) == (404, "not_visible")
        assert answer.json()["detail"] == "Check the number of the job; only your own are shown."
        assert get(other, "/api/v1/jobs/").json()["count"] == 0
    assert get(token("asha", Scope.READ), path).status_code == 200
    assert get(token("asha", state="HR"), "/api/v1/jobs/").json()["count"] == 1
    Job.objects.update(by="")
    assert get(secret, path).status_code == 404
    assert Client().get(path).status_code == 401


def test_the_list_of_jobs_costs_the_same_for_many(
    secret: str, queued: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for share in (950, 940):
        send(secret, file_of(share), ASYNC)
        with django_assert_num_queries(3):
            get(secret, "/api/v1/jobs/")


def test_everything_that_is_read_has_validators_and_a_pinned_cost(
    secret: str, queued: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    number = send(secret).json()["id"]
    send(secret, file_of(940), ASYNC)
    job = Job.objects.get().pk
    costs = {URL: 3, f"{URL}?month=2023-11": 3, f"{URL}{number}/": 4}
    costs |= {"/api/v1/jobs/": 3, f"/api/v1/jobs/{job}/": 3}
    for path, queries in costs.items():
        with django_assert_num_queries(queries):
            answer = get(secret, path)
        etag = answer.headers["ETag"]
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "private, no-cache")
        assert answer.headers["Last-Modified"].endswith(" GMT")
        again = get(secret, path, If_None_Match=etag)
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
        assert get(secret, path, If_Match='"other"').status_code == 412
        assert get(secret, path, If_Modified_Since=answer.headers["Last-Modified"]).status_code == 200
    jobs.run(job)
    assert get(secret, f"/api/v1/jobs/{job}/", If_None_Match=etag).status_code == 200


def test_a_verification_is_followed_by_the_reviewer(secret: str, queued: None) -> None:
    sent = send(secret).json()
    Client().post(f"{URL}{sent['id']}/submit/", headers={"Authorization": f"Bearer {secret}"})
    verify(submission_id=sent["id"], by="ravi", at=timezone.now())
    (job,) = get(token("ravi", Scope.READ), "/api/v1/jobs/").json()["results"]
    assert (job["kind"], job["state"]) == ("compute", "queued")


def test_the_files_of_jobs_that_ended_are_removed(secret: str, queued: None) -> None:
    send(secret, headers=ASYNC)
    job = Job.objects.get()
    name = job.payload["file"]
    jobs.run(job.pk)
    now = timezone.now()
    assert discard_read(at=now) == 0
    assert discard_read(at=now + KEPT + timedelta(minutes=1)) == 1
    with pytest.raises(FileNotFoundError):
        files.fetch(uuid.UUID(name))


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_405_with_a_token_too(secret: str, method: str) -> None:
    headers = {"Authorization": f"Bearer {secret}"}
    for path in (URL, "/api/v1/jobs/"):
        answer = getattr(Client(), method)(path, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert Client().options(URL, headers=headers).status_code == 204
    assert Client().head(URL, headers=headers).status_code == 200
