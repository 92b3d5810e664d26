"""The mail server: how its address is read, what an installation without one is told, and that mails reach it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.mail import get_connection, send_mail

from progress.checks import mails_arrive
from progress.env import CONSOLE, SMTP, BadEnvironmentError, Env, MailServer
from tests.servers.mail import mailbox


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("", MailServer(CONSOLE)),
        ("smtp://127.0.0.1", MailServer(SMTP, "127.0.0.1", 25)),
        (
            "smtp+tls://pragati:a%40b%2F@mail.example",
            MailServer(SMTP, "mail.example", 587, "pragati", "a@b/", starttls=True),
        ),
        (
            "smtps://me%40x.example:secret@mail.example:8465",
            MailServer(SMTP, "mail.example", 8465, "me@x.example", "secret", tls=True),
        ),
    ],
)
def test_an_address(address: str, meant: MailServer) -> None:
    assert Env({"EMAIL_URL": address}).mail_server("EMAIL_URL", "") == meant


@pytest.mark.parametrize("address", ["mail.example", "http://mail.example", "smtp://", "smtp://host:port"])
def test_a_bad_address_is_told_without_its_password(address: str) -> None:
    env = Env({"EMAIL_URL": address})
    env.mail_server("EMAIL_URL", "")
    with pytest.raises(BadEnvironmentError) as error:
        env.finish()
    assert str(error.value).splitlines()[1:] == [
        "  EMAIL_URL: this is not such an address; write it as smtp+tls://user:password@host:587 "
        "(or smtps://host, smtp://host)."
    ]


def test_an_installation_without_a_mail_server_is_told(settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.DEFAULT_FROM_EMAIL = CONSOLE, "Pragati <pragati@localhost>"
    assert [warning.id for warning in mails_arrive()] == ["progress.W001", "progress.W002"]
    assert all(warning.hint and warning.hint.startswith("Set ") for warning in mails_arrive())
    settings.EMAIL_BACKEND, settings.DEFAULT_FROM_EMAIL = SMTP, "pragati@pragati.example"
    assert mails_arrive() == []


def test_a_mail_reaches_the_server() -> None:
    with mailbox() as server:
        host, port = server.server_address[:2]
        connection = get_connection(SMTP, host=host, port=port)
        text = "First line\n.a line that begins with a dot\nअंतिम पंक्ति"
        send_mail("Pragati: a word · प्रगति", text, "us@x.example", ["you@x.example"], connection=connection)
        assert server.wait_for("you@x.example", "प्रगति", 10).strip() == text
