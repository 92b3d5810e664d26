"""Requests under another host's name: refused, told in the log as what they are, and believed by nothing."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone

from common import jobs
from common.models import Job
from progress.watch.logs import Json
from tests.submissions.desk.officer import signed_in

pytestmark = pytest.mark.django_db
FOREIGN = (
    "evil.example",
    "testserver.evil.example",
    "testserver:80@evil.example",
    "127.0.0.1:x",
    "a b",
    "[::1",
)


@pytest.mark.parametrize(
    "path", ["/", "/hi/states/", "/api/v1/states/", "/accounts/sign-in/", "/static/x.css"]
)
@pytest.mark.parametrize("host", FOREIGN)
def test_a_foreign_host_is_answered_with_400_and_a_warning(path: str, host: str) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Json())
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        answer = Client(raise_request_exception=False).get(path, headers={"Host": host})
    finally:
        root.removeHandler(handler)
    assert answer.status_code == 400
    assert b"evil" not in answer.content
    told = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert {one["level"] for one in told} == {"WARNING"}
    assert not [one for one in told if "exception" in one]
    assert "django.security.DisallowedHost" in {one["logger"] for one in told}


@pytest.mark.parametrize(
    "name", ["X-Forwarded-Host", "X-Host", "X-Original-Host", "X-Forwarded-Server", "Forwarded"]
)
def test_no_other_header_names_the_host(name: str) -> None:
    value = "host=evil.example" if name == "Forwarded" else "evil.example"
    for path in ("/", "/api/v1/states/HR/", "/rankings/feed.atom", "/submissions/"):
        answer = Client().get(path, headers={name: value})
        assert "evil.example" not in answer.content.decode() + str(answer.headers)


@pytest.mark.parametrize(
    "header", ["X-Original-URL", "X-Rewrite-URL", "X-HTTP-Method-Override", "X-Method-Override"]
)
def test_no_header_makes_it_another_request(people: None, header: str) -> None:
    """Neither the address nor the method is taken from anywhere but the request's first line."""
    value = "DELETE" if "Method" in header else "/admin/"
    answer = signed_in("admin").get("/livez", headers={header: value})
    assert (answer.status_code, answer.json()) == (200, Client().get("/livez").json())


def test_links_of_mails_name_our_host_whatever_the_request_said(
    people: None, settings: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["*"], "https://pragati.example"
    get_user_model().objects.filter(username="asha").update(email="asha@example.org")
    evil: dict[str, Any] = {"headers": {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}}
    Client().post("/accounts/reset/", {"person": "asha"}, **evil)
    fields = {"act": "invite", "email": "new@example.org", "role": "reviewer", "state": ""}
    assert signed_in("admin").post("/people/", fields, **evil).status_code == 302
    Client().post("/subscribe/", {"email": "reader@example.org", "state": ""}, **evil)
    for job in Job.objects.filter(state="queued"):
        jobs.run(job.pk, clock=timezone.now)
    assert len(mail.outbox) == 3
    for one in mail.outbox:
        hosts = set(re.findall(r"https?://([^/\s]+)", one.body + str(one.extra_headers)))
        assert hosts == {"pragati.example"}, one.subject
