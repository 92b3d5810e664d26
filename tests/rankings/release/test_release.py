"""A release is told to everyone once, whatever dies in between."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from django.core import mail
from django.db import transaction

from accounts.models import Appointment
from common import jobs
from common.models import Job, JobState
from dashboard import tasks
from rankings.models import Publication, Subscription, Webhook
from rankings.publish import Signatures, withdraw
from rankings.release import services, subscriptions, webhooks
from tests.rankings.conftest import AT, PublishMonth, RecordMonth
from tests.rankings.release.conftest import OCTOBER, Reports

SOON = AT + timedelta(minutes=1)


@pytest.fixture
def subscribers(directory: None) -> list[Subscription]:
    """One of Haryana, one of the list, one who never confirmed and one who has left."""
    asked = (
        ("a@example.org", "HR"),
        ("b@example.org", None),
        ("c@example.org", "HR"),
        ("d@example.org", None),
    )
    for email, state in asked:
        subscriptions.ask(email=email, state=state, language="en", at=AT)
    Job.objects.filter(kind=subscriptions.MAIL).delete()
    found = list(Subscription.objects.order_by("pk"))
    for one in (found[0], found[1], found[3]):
        subscriptions.confirm(secret=subscriptions.secret_of(one), at=AT)
    subscriptions.leave(secret=subscriptions.secret_of(found[3]), at=AT)
    return found


@pytest.fixture
def published(history: list[Publication]) -> Publication:
    """October's; nothing of the history waits to be told any more but this."""
    Job.objects.exclude(kind=services.RELEASE, key=str(history[2].number)).delete()
    return history[2]


def done(kind: str = "") -> int:
    """Do all jobs that wait (of a kind), those that they cause too, but no rendering; returns how many were done."""
    count = 0
    told = Job.objects.exclude(kind="warm")
    while waiting := told.filter(state=JobState.QUEUED, not_before__lte=SOON, kind__contains=kind).first():
        jobs.run(waiting.pk, clock=lambda: SOON)
        count += 1
    return count


def kinds() -> list[str]:
    return sorted(Job.objects.values_list("kind", flat=True))


def addressees() -> list[str]:
    return sorted(to for one in mail.outbox for to in one.to)


def test_the_release_is_queued_with_the_publication(
    publishers: Signatures, record_month: RecordMonth, publish_month: PublishMonth
) -> None:
    """In its transaction: what is rolled back is not told."""
    record_month({"HR": 900, "HP": 800})
    with transaction.atomic():
        publish_month()
        assert Job.objects.filter(kind=services.RELEASE).exists()
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    published = publish_month()
    waiting = Job.objects.get(kind=services.RELEASE)
    assert (waiting.key, waiting.payload) == (str(published.number), {"publication": published.number})


def test_everyone_is_told_once(
    published: Publication, officers: list[str], subscribers: list[Subscription]
) -> None:
    done()
    assert addressees() == ["a@example.org", "asha@example.org", "b@example.org", "vikram@example.org"]
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}
    assert kinds() == ["release"] + ["release_mail"] * 4


def test_the_fan_out_done_again_tells_nobody_twice(
    published: Publication, officers: list[str], subscribers: list[Subscription]
) -> None:
    """As after a death between two recipients, and after everything was done."""
    services.fan_out(published.number, report=Reports(), at=SOON)
    Job.objects.filter(kind=services.MAIL).order_by("pk")[0:1].get().delete()
    reports = Reports()
    assert services.fan_out(published.number, report=reports, at=SOON) == 1
    assert reports.steps == [(0, 1), (1, 1)]
    done()
    assert len(mail.outbox) == 4
    assert services.fan_out(published.number, report=Reports(), at=SOON) == 0
    assert done() == 0
    assert len(mail.outbox) == 4


def test_a_mail_that_was_sent_is_not_sent_again(published: Publication, officers: list[str]) -> None:
    """The worker died after sending, before the job was done: its progress says that it was sent."""
    services.fan_out(published.number, report=Reports(), at=SOON)
    job = Job.objects.filter(kind=services.MAIL).order_by("pk")[0:1].get()

    def report(made: int, total: int) -> None:
        Job.objects.filter(pk=job.pk).update(done=made, total=total)

    tasks.release_mail(job.payload, report, SOON)
    assert len(mail.outbox) == 1
    assert jobs.run(job.pk, clock=lambda: SOON)
    assert len(mail.outbox) == 1
    assert Job.objects.get(pk=job.pk).state == JobState.DONE


def test_a_mail_that_failed_is_tried_again_under_the_same_name(
    published: Publication, officers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    services.fan_out(published.number, report=Reports(), at=SOON)
    job = Job.objects.filter(kind=services.MAIL).order_by("pk")[0:1].get()
    sent: list[Mapping[str, str]] = []

    def fail_once(self: Any, fail_silently: bool = False) -> int:
        sent.append(self.extra_headers)
        if len(sent) == 1:
            raise ConnectionRefusedError("the mail server is away")
        return 1

    monkeypatch.setattr("django.core.mail.EmailMessage.send", fail_once)
    jobs.run(job.pk, clock=lambda: SOON)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.QUEUED, 0)
    assert "the mail server is away" in job.error
    jobs.run(job.pk, clock=lambda: job.not_before)
    job.refresh_from_db()
    assert (job.state, job.done) == (JobState.DONE, 1)
    assert sent[0]["Message-ID"] == sent[1]["Message-ID"]


def test_who_has_left_in_the_meantime_gets_nothing(
    published: Publication, officers: list[str], subscribers: list[Subscription]
) -> None:
    services.fan_out(published.number, report=Reports(), at=SOON)
    subscriptions.leave(secret=subscriptions.secret_of(subscribers[0]), at=SOON)
    Appointment.objects.filter(user__username="vikram").update(ends_on=AT.date() - timedelta(days=1))
    done()
    assert addressees() == ["asha@example.org", "b@example.org"]


def test_of_a_withdrawn_release_nobody_is_told(
    published: Publication, officers: list[str], publishers: Signatures
) -> None:
    services.fan_out(published.number, report=Reports(), at=SOON)
    withdraw(publication=published.number, signatures=publishers, reason="Wrong month", at=SOON)
    done(services.MAIL)
    assert mail.outbox == []
    assert services.fan_out(published.number, report=Reports(), at=SOON) == 0


def test_a_revision_is_a_release_of_its_own(
    published: Publication, officers: list[str], publish_month: PublishMonth
) -> None:
    done()
    publish_month(OCTOBER, "Delhi’s figures were corrected")
    done()
    assert len(mail.outbox) == 4
    assert "revision 2" in mail.outbox[-1].subject


class Client(BaseHTTPRequestHandler):
    """A client program; `answers` holds what it answers next, `heard` what it was told."""

    answers: list[int] = []
    heard: list[tuple[str, dict[str, str], bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.heard.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
        status = self.answers.pop(0) if self.answers else 204
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture
def client_program(settings: Any) -> Any:
    """The address of a client program that listens, on loopback, which is allowed here."""
    settings.WEBHOOKS_PRIVATE = True
    Client.answers, Client.heard = [], []
    server = HTTPServer(("127.0.0.1", 0), Client)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/hook?for=pragati"
    server.shutdown()
    thread.join()
    server.server_close()


def test_client_programs_are_told(published: Publication, client_program: str) -> None:
    webhook, secret = webhooks.add(url=client_program, by="admin", at=AT)
    done()
    [(path, headers, body)] = Client.heard
    assert path == "/hook?for=pragati"
    assert headers["content-type"] == "application/json"
    assert headers["webhook-id"] == "release-2023-10-computed-1"
    assert headers["webhook-timestamp"] == str(int(SOON.timestamp()))
    signed = webhooks.signature(secret, headers["webhook-id"], headers["webhook-timestamp"], body)
    assert headers["webhook-signature"] == f"v1,{signed}"
    webhook.refresh_from_db()
    assert (webhook.last_status, webhook.last_called_at) == ("204", SOON)


@pytest.mark.parametrize("status", [500, 302, 404])
def test_a_call_that_failed_is_made_again_after_a_pause(
    published: Publication, client_program: str, status: int
) -> None:
    """A redirect is a failure too: it is not followed."""
    webhooks.add(url=client_program, by="admin", at=AT)
    Client.answers = [status]
    done(services.RELEASE)
    job = Job.objects.get(kind=services.CALL)
    jobs.run(job.pk, clock=lambda: SOON)
    job.refresh_from_db()
    assert (job.state, len(Client.heard)) == (JobState.QUEUED, 1)
    assert job.not_before > SOON
    assert Webhook.objects.get().last_status == str(status)
    jobs.run(job.pk, clock=lambda: job.not_before)
    job.refresh_from_db()
    assert (job.state, len(Client.heard)) == (JobState.DONE, 2)
    first, second = (headers for _, headers, _ in Client.heard)
    assert first["webhook-id"] == second["webhook-id"]


def test_an_ended_webhook_is_not_called(published: Publication, client_program: str) -> None:
    webhook, _ = webhooks.add(url=client_program, by="admin", at=AT)
    done(services.RELEASE)
    assert webhooks.end(webhook_id=webhook.pk, by="admin", at=AT)
    assert not webhooks.end(webhook_id=webhook.pk, by="admin", at=AT)
    done()
    assert Client.heard == []
    later: datetime = SOON
    assert services.fan_out(published.number, report=Reports(), at=later) == 0
