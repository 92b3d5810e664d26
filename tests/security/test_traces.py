"""What is left behind in browsers, in the log and among the figures, by those who were let in and by the others."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent, Role, Scope
from accounts.people import invite
from accounts.tokens import create_token
from common import jobs
from common.models import Job
from progress.watch.figures import SIGN_INS_FAILED, exposition
from progress.watch.logs import Json, Line
from rankings.models import Webhook
from rankings.release import webhooks
from tests.accounts.test_sign_in import link_in, secret_on, totp
from tests.security.walk import paths
from tests.submissions.desk.officer import PASSWORD, page_of, signed_in

pytestmark = pytest.mark.django_db
SHUT = ("desk:", "review:", "people:", "publishing:", "methods:", "jobs:", "accounts:security", "admin:")
CODE, SET_UP = "/accounts/sign-in/code/", "/accounts/security/app/"


@pytest.fixture(params=[Line, Json])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What a console would show, down to the smallest detail."""
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    handler.setFormatter(request.param())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def failed() -> float:
    return SIGN_INS_FAILED._value.get()  # type: ignore[no-any-return]


def half_in(name: str = "asha") -> Client:
    client = Client()
    assert client.post("/accounts/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def enrolled() -> tuple[Client, str]:
    """Asha with an app: her browser, and its secret."""
    client = half_in()
    secret = secret_on(page_of(client, SET_UP))
    assert client.post(SET_UP, {"code": totp(secret, datetime.now(UTC))}).status_code == 200
    return client, secret


def test_a_refused_code_counts_among_failed_sign_ins(people: None) -> None:
    enrolled()
    client, before = half_in(), failed()
    for code in ("000000", "1234-1234-1234"):
        assert client.post(CODE, {"code": code}).status_code == 422
    assert failed() == before + 2
    assert b"pragati_sign_ins_failed_total" in exposition()


def test_a_refusal_is_in_the_log(people: None, log: io.StringIO) -> None:
    assert signed_in("chand").get("/submissions/HR/2023-11/").status_code == 404
    assert signed_in("chand").get("/people/").status_code == 403
    assert Client().get("/api/v1/submissions/").status_code == 401
    said = log.getvalue()
    for told in ("/submissions/HR/2023-11/", "/people/", "/api/v1/submissions/"):
        assert told in said


def test_signing_out_clears_what_the_browser_kept(people: None) -> None:
    client = signed_in("asha")
    key = client.session.session_key
    answer = client.post("/accounts/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    client.cookies["sessionid"] = str(key)
    assert client.get("/submissions/").status_code == 302


@pytest.mark.slow
def test_what_is_behind_the_sign_in_is_kept_by_no_browser(stage: dict[str, str]) -> None:
    """Nor by anything between."""
    wrong, seen = [], 0
    for username in ("asha", "meera", "admin"):
        for name, address in paths(stage).items():
            if name.startswith(SHUT) and not name.startswith("people:invitation"):
                answer = signed_in(username).get(address)
                seen += answer.status_code == 200
                if answer.status_code == 200 and "no-store" not in answer.headers.get("Cache-Control", ""):
                    wrong.append(f"{username} {address}: {answer.headers.get('Cache-Control')}")
    assert wrong == [], "\n".join(wrong)
    assert seen > 60


def test_no_secret_is_left_anywhere(
    people: None, log: io.StringIO, django_capture_on_commit_callbacks: Any
) -> None:
    """All that lets somebody in is used once, rightly and wrongly; then log, figures, audit trail and jobs are read."""
    get_user_model().objects.filter(username="asha").update(email="asha@example.org")
    client, secret = enrolled()
    now = timezone.now()
    key = create_token(username="asha", scope=Scope.UPLOAD, by="asha", at=now)[1]
    invited = invite(email="new@example.org", role=Role.REVIEWER, state=None, by="admin", at=now)[1]
    hook = webhooks.add(url="https://client.example/hook", by="admin", at=now)[1]
    Client().post("/accounts/reset/", {"person": "asha"})
    for job in Job.objects.filter(state="queued"):
        jobs.run(job.pk, clock=timezone.now)
    link = link_in(next(one for one in mail.outbox if "/accounts/reset/" in one.body))
    reset = link.rstrip("/").rpartition("/")[2]
    chosen = Client().get(link, follow=True).redirect_chain
    assert chosen
    for address in (f"/people/invitation/{invited}/", f"{link}x/", f"/hi/people/invitation/{invited}x/"):
        Client().get(address)
    Client().post(
        f"/people/invitation/{invited}/", {"username": "new", "password": PASSWORD, "again": "other"}
    )
    for bearer in (key, f"{key}x"):
        Client().get("/api/v1/submissions/1/", headers={"Authorization": f"Bearer {bearer}"})
    half_in().post(CODE, {"code": totp(secret, datetime.now(UTC))})
    session = str(client.session.session_key)
    client.get("/submissions/HR/2023-11/")
    hidden = {
        "password": PASSWORD, "secret of the app": secret, "token": key, "invitation": invited, "webhook": hook,
        "session": session, "reset": reset, "form": client.cookies["csrftoken"].value,
    }  # fmt: skip
    places = {
        "log": log.getvalue(), "figures": exposition().decode(), "audit": str(list(AuditEvent.objects.values())),
        "jobs": str(list(Job.objects.values())), "second factors": str(list(Authenticator.objects.values())),
    }  # fmt: skip
    assert "/people/invitation/" in places["log"]
    assert Webhook.objects.get().secret == hook
    found = [(what, where) for what, one in hidden.items() for where, text in places.items() if one in text]
    assert found == []


def test_strangers_are_answered_alike_whatever_there_is(people: None) -> None:
    """Keys, links and invitations that are unknown, used up or another's: one answer, of one size."""
    now = timezone.now()
    token, key = create_token(username="asha", scope=Scope.READ, by="asha", at=now)
    token.revoked_at = now
    token.save()
    other = create_token(username="bina", scope=Scope.READ, by="bina", at=now)[1]
    get_user_model().objects.filter(username="bina").update(is_active=False)
    answers = [
        Client().get("/api/v1/submissions/", headers={"Authorization": f"Bearer {one}"})
        for one in (key, other, "pragati_" + "x" * 43)
    ]
    assert {(one.status_code, len(one.content), one.json()["title"]) for one in answers} == {
        (401, len(answers[0].content), answers[0].json()["title"])
    }
    found, secret = invite(email="a@example.org", role=Role.REVIEWER, state=None, by="admin", at=now)
    found.expires_at = now
    found.save()
    gone = [Client().get(f"/people/invitation/{one}/") for one in (secret, "y" * len(secret))]
    assert {
        (one.status_code, len(one.content.replace(secret.encode(), b"y" * len(secret)))) for one in gone
    } == {(410, len(gone[1].content))}
    uid = "MQ"
    resets = [Client().get(f"/accounts/reset/{one}/c-{'0' * 32}/") for one in (uid, "OTk5OTk5")]
    assert len({(one.status_code, one.content.count(b"<form")) for one in resets}) == 1
