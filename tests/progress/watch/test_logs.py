"""The log: two forms, the ids in both, and no secret in either."""

from __future__ import annotations

import io
import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Role, Scope
from accounts.people import invite
from accounts.tokens import create_token
from common.trace import at_work
from progress.watch.logs import LONGEST, Json, Line, configured, redacted
from tests.submissions.conftest import people

__all__ = ["people"]
PASSWORD = "nine grey herons wade"


@pytest.fixture(params=[Line, Json])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What a console would show, in one of the two forms, down to the smallest detail."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


def record(message: str, *arguments: object, **more: Any) -> logging.LogRecord:
    made = logging.LogRecord("rankings.x", logging.ERROR, __file__, 1, message, arguments, None)
    vars(made).update(more)
    return made


def test_a_line_for_people_ends_in_the_ids() -> None:
    assert Line().format(record("it fell")).endswith(" ERROR rankings.x: it fell")
    with at_work(request="8e03978e40d5", job="7"):
        assert Line().format(record("it fell")).endswith(": it fell [request 8e03978e40d5, job 7]")


def test_an_object_for_machines_holds_them_by_name() -> None:
    with at_work(request="8e03978e40d5", job="7"):
        told = json.loads(Json().format(record("%s fell\nहरियाणा", "it", status_code=500)))
    assert told.pop("time").endswith("+00:00")
    assert told.pop("process")
    assert told == {
        "level": "ERROR", "logger": "rankings.x", "message": "it fell\nहरियाणा", "request_id": "8e03978e40d5",
        "job_id": "7", "status": 500,
    }  # fmt: skip
    assert "request_id" not in json.loads(Json().format(record("x")))
    assert "\n" not in Json().format(record("two\nlines"))


def test_a_traceback_is_part_of_the_object() -> None:
    try:
        raise RuntimeError("token=abc123")
    except RuntimeError as fault:
        made = record("failed", exc_info=(RuntimeError, fault, fault.__traceback__))
    told = json.loads(Json().format(made))
    assert told["exception"].startswith("Traceback (most recent call last)")
    assert told["exception"].endswith("RuntimeError: token=…")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pragati_1P0IHYKuNc-oIzXO2irJO7gphPYXdEtZtWnFkr1np40 failed", "pragati_… failed"),
        ("Authorization: Bearer abcdefgh.ijkl", "Authorization: … …"),
        ("Bearer abcdefghijkl", "Bearer …"),
        ("/hi/people/invitation/aB3_x-9/", "/hi/people/invitation/…/"),
        ("/subscribe/leave/aB3_x-9/?x=1", "/subscribe/leave/…/?x=1"),
        ("POST password=swordfish&user=asha", "POST password=…&user=asha"),
        ("{'password': 'swordfish', 'user': 'asha'}", "{'password': '…', 'user': 'asha'}"),
        ("csrfmiddlewaretoken=abc; sessionid=def; lang=hi", "csrfmiddlewaretoken=…; sessionid=…; lang=hi"),
        ("postgres://pragati:hush@db/pragati", "postgres://pragati:…@db/pragati"),
        (
            "pragati_http_requests_total of Haryana's officer",
            "pragati_http_requests_total of Haryana's officer",
        ),
        ("list 2023-10 cctns sha256:26f26ef9433581f2", "list 2023-10 cctns sha256:26f26ef9433581f2"),
        ("the token of asha was revoked", "the token of asha was revoked"),
    ],
)
def test_what_is_hidden_and_what_is_not(text: str, shown: str) -> None:
    assert redacted(text) == shown


FORGED = "asha\r\n2023-11-27 INFO pragati.access: FAKE\x1b[31m\u202e\u2028x"


def test_nobody_forges_a_line_or_colours_a_terminal() -> None:
    """Not in a message, and not in what an exception says of what was sent."""
    try:
        raise RuntimeError(FORGED)
    except RuntimeError as fault:
        made = record("Forbidden: %s", FORGED, exc_info=(RuntimeError, fault, fault.__traceback__))
    first, *others = Line().format(made).splitlines()
    assert first.endswith(r"Forbidden: asha\r\n2023-11-27 INFO pragati.access: FAKE\x1b[31m\u202e\u2028x")
    assert others
    assert all(line.startswith("  ") and line.isprintable() for line in others)


@pytest.mark.parametrize("form", [Line, Json])
def test_a_long_path_is_cut_and_no_beginning_of_a_secret_stays(form: type[logging.Formatter]) -> None:
    key = "pragati_1P0IHYKuNc-oIzXO2irJO7gphPYXdEtZtWnFkr1np40"
    for padding in range(LONGEST - len(key) - 8, LONGEST + 8):
        told = form().format(record("%s", f"{'x ' * (padding // 2)}{'y' * (padding % 2)} {key}"))
        assert len(told) < LONGEST + 200
        assert "1P0" not in told
    assert len(form().format(record("%s", "/" + "secret-" * 8_700))) < LONGEST + 200


@pytest.mark.parametrize("word", ["secret-", "a", "token ", "://", "password=", "\n", "pragati_", "/reset/"])
@pytest.mark.parametrize("form", [Line, Json])
def test_twice_the_text_takes_at_most_twice_the_time(form: type[logging.Formatter], word: str) -> None:
    def best(letters: int) -> float:
        took = []
        for _ in range(5):
            begun = time.thread_time()
            form().format(record("%s", word * (letters // len(word))))
            redacted(word * (letters // len(word)))
            took.append(time.thread_time() - begun)
        return min(took)

    assert best(32_000) <= 3 * best(16_000) + 0.001


def test_a_refused_request_has_one_line() -> None:
    """With the line of its access, Django's own says nothing more; what failed here is told always."""
    levels = [configured("line", accesses=own)["loggers"]["django.request"]["level"] for own in (True, False)]
    assert levels == ["ERROR", "WARNING"]


def test_no_secret_reaches_the_log(people: None, log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that lets somebody in is used rightly and wrongly, and fails; then the log is searched."""
    client = Client(raise_request_exception=False)
    upload = create_token(username="asha", scope=Scope.UPLOAD, by="asha", at=timezone.now())[1]
    secret = invite(email="d@police.example", role=Role.REVIEWER, state=None, by="admin", at=timezone.now())[
        1
    ]
    get_user_model().objects.create_user(username="dev", password=PASSWORD)
    session = Client()
    assert session.post("/accounts/sign-in/", {"username": "dev", "password": PASSWORD}).status_code == 302
    client.post("/accounts/sign-in/", {"username": "dev", "password": f"{PASSWORD}!"})
    cookie = session.cookies["sessionid"].value
    bearer = {"Authorization": f"Bearer {upload}"}
    client.get("/api/v1/submissions/999/", headers=bearer)
    client.post("/api/v1/submissions/", {"state": "XX"}, headers=bearer)
    client.get(f"/people/invitation/{secret}/x/")
    client.post(
        f"/people/invitation/{secret}/", {"username": "asha", "password": PASSWORD, "again": PASSWORD}
    )

    def fails(*_: object) -> None:
        raise RuntimeError(f"{bearer} sessionid={cookie} password={PASSWORD.replace(' ', '')}")

    monkeypatch.setattr("accounts.access.person_of", fails)
    monkeypatch.setattr("accounts.auth.person_of", fails, raising=False)
    monkeypatch.setattr("accounts.throttles.ReadThrottle.counted", fails)
    client.get("/api/v1/states/", headers=bearer)
    session.raise_request_exception = False
    session.get("/submissions/")
    said = log.getvalue()
    assert "RuntimeError" in said
    assert "/api/v1/submissions/999/" in said
    for hidden in (upload, upload[-20:], secret, cookie, PASSWORD, PASSWORD.replace(" ", "")):
        assert hidden not in said
    assert mail.outbox == []
