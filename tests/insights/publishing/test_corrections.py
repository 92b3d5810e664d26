"""Correction requests: a public form that machines do not flood, and a queue with answers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.cache import caches
from django.test import Client

from accounts.audit import broken_links
from accounts.models import AuditEvent
from common.models import Job
from dashboard import tasks
from dashboard.site.corrections import MOST_AN_HOUR
from rankings.corrections import RefusedAnswerError, answer, receive
from rankings.models import CorrectionRequest
from tests.insights.publishing.conftest import SignIn, at_once
from tests.rankings.conftest import AT

FORM = {
    "subject": "October 2023",
    "text": "Haryana stood second.",
    "email": "reader@example.org",
    "website": "",
}


def sent(browser: Client, **other: str) -> Any:
    return browser.post("/corrections/", FORM | other)


@pytest.mark.django_db
def test_a_reader_asks_and_staff_answer(sign_in: SignIn) -> None:
    reader = Client(enforce_csrf_checks=True)
    page = reader.get("/corrections/?about=October+2023").content.decode()
    assert 'value="October 2023"' in page
    token = reader.cookies["csrftoken"].value
    done = reader.post("/corrections/", FORM | {"csrfmiddlewaretoken": token})
    assert done.headers["Location"] == "/corrections/sent/"
    assert reader.get("/corrections/sent/").status_code == 200
    assert reader.get("/hi/corrections/").status_code == 200
    request = CorrectionRequest.objects.get()
    for who in ("meera", "ravi"):
        assert "Haryana stood second." in sign_in(who).get("/publish/corrections/").content.decode()
    ravi = sign_in("ravi")
    address = f"/publish/corrections/{request.pk}/"
    assert ravi.post(address, {"answer": " "}).status_code == 422
    assert ravi.post(address, {"answer": "The source says first."}).status_code == 302
    assert ravi.post(address, {"answer": "Again"}).status_code == 422
    assert ravi.post("/publish/corrections/999999/", {"answer": "x"}).status_code == 404
    assert "The source says first." in ravi.get("/publish/corrections/").content.decode()
    job = Job.objects.get(kind="correction_mail")
    tasks.correction_mail(job.payload, lambda done, total: None, AT)
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["reader@example.org"], "Pragati: October 2023")
    assert "The source says first." in str(mail.outbox[0].body)
    acts = AuditEvent.objects.filter(subject=f"correction {request.pk}").values_list(
        "action", "actor", "address"
    )
    assert list(acts) == [("correction.ask", "public", ""), ("correction.answer", "ravi", "127.0.0.1")]
    assert not list(broken_links())


@pytest.mark.django_db
def test_only_staff_see_the_queue(sign_in: SignIn) -> None:
    for who in ("asha", "admin"):
        assert sign_in(who).get("/publish/corrections/").status_code == 403
    assert Client().get("/publish/corrections/").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [{"subject": ""}, {"subject": "x" * 201}, {"text": ""}, {"text": "x" * 5001}, {"email": "reader"}],
)
def test_a_form_that_is_not_filled_in(client: Client, wrong: Mapping[str, str]) -> None:
    assert sent(client, **wrong).status_code == 422
    assert not CorrectionRequest.objects.exists()


@pytest.mark.django_db
def test_a_subject_cannot_smuggle_a_header_into_the_mail() -> None:
    request = receive(subject="a\r\nBcc: x@example.org", text="t", email="reader@example.org", at=AT)
    answer(request_id=request.pk, text="No.", by="ravi", at=AT)
    tasks.correction_mail({"correction": request.pk}, lambda done, total: None, AT)
    assert mail.outbox[0].subject == "Pragati: a Bcc: x@example.org"
    assert mail.outbox[0].recipients() == ["reader@example.org"]


@pytest.mark.django_db
def test_a_machine_that_fills_in_everything_is_thanked_and_forgotten(client: Client) -> None:
    assert sent(client, website="https://example.org/").headers["Location"] == "/corrections/sent/"
    assert not CorrectionRequest.objects.exists()


@pytest.mark.django_db
def test_an_address_has_its_share(client: Client) -> None:
    answers = [sent(client).status_code for _ in range(MOST_AN_HOUR + 1)]
    assert answers == [302] * MOST_AN_HOUR + [429]
    assert CorrectionRequest.objects.count() == MOST_AN_HOUR
    assert client.post("/corrections/", FORM, REMOTE_ADDR="192.0.2.9").status_code == 302


@pytest.mark.django_db
def test_without_the_cache_nobody_is_kept_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise ConnectionError("the cache is down")

    monkeypatch.setattr(caches["counts"], "add", broken)
    assert [sent(client).status_code for _ in range(MOST_AN_HOUR + 2)] == [302] * (MOST_AN_HOUR + 2)


@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_answer_once() -> None:
    request = receive(subject="s", text="t", email="", at=AT)
    later = AT + timedelta(hours=1)
    results = at_once(
        lambda: answer(request_id=request.pk, text="Yes.", by="ravi", at=later),
        lambda: answer(request_id=request.pk, text="No.", by="meera", at=later),
    )
    assert sum(isinstance(one, RefusedAnswerError) for one in results) == 1
    assert not Job.objects.filter(kind="correction_mail").exists(), "no address, no mail"
