"""Calls to addresses that others choose: signed, short, and never into our own network."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import AuditEvent
from dashboard.release import mails
from rankings.models import Publication, Webhook
from rankings.release import webhooks
from rankings.release import webhooks as calling
from tests.rankings.conftest import AT


def test_the_signature_by_another_road() -> None:
    """As the Standard Webhooks convention writes it down."""
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    made = webhooks.headers(secret, "release-1", b'{"a":1}', AT)
    text = f"release-1.{int(AT.timestamp())}." + '{"a":1}'
    expected = base64.b64encode(hmac.digest(b"k" * 32, text.encode(), hashlib.sha256)).decode()
    assert made["webhook-signature"] == f"v1,{expected}"
    other = webhooks.signature(secret, "release-2", made["webhook-timestamp"], b'{"a":1}')
    assert other != expected


def test_what_is_told(history: list[Publication], settings: Any, client: Any) -> None:
    settings.SITE_URL = "https://pragati.example"
    body = json.loads(mails.call_body(history[3]))
    assert body["type"] == "ranking.released"
    data = body["data"]
    assert (data["month"], data["origin"], data["revision"]) == ("2023-08", "computed", 2)
    assert (data["reason"], data["released_on"]) == ("Delhi’s figures were corrected", "2023-12-01")
    assert len(data["lists"]) == 16
    for one in data["lists"]:
        answer = client.get(one["url"].removeprefix("https://pragati.example"))
        assert answer.json()["digest"] == one["digest"]
        assert (answer.json()["board"], answer.json()["category"]) == (one["board"], one["category"])


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/", "example.org", "http://", "https://user:pass@example.org/", "file:///etc/passwd",
        "http://example.org:0/", "http://example.org:99999/", "http://exa mple.org/", "http://उदाहरण.भारत/",
        "http://example.org/\r\nX: y", "https://[::1", "http://example.org/" + "x" * 500,
    ],
)  # fmt: skip
def test_addresses_that_are_not_taken(db: None, url: str) -> None:
    with pytest.raises(webhooks.RefusedWebhookError):
        webhooks.add(url=url, by="admin", at=AT)
    assert not Webhook.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 (not bound to)
        "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1", "fec0::1", "::127.0.0.1", "::8.8.8.8",
        "::ffff:0:127.0.0.1", "64:ff9b:1::7f00:1", "192.88.99.1", "::ffff:192.88.99.1", "5f00::1", "3fff::1",
        "168.63.129.16", "::ffff:168.63.129.16", "100::1", "198.18.0.1", "192.0.0.1", "240.0.0.1",
    ],
)  # fmt: skip
def test_addresses_of_our_own_network(address: str) -> None:
    assert not calling.is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"]
)
def test_addresses_of_the_open_internet(address: str) -> None:
    assert calling.is_public(address)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f000001", "2130706433"])
def test_loopback_is_not_called_unless_it_is_allowed(host: str) -> None:
    """However it is written; a name of ours is refused before anything is sent."""
    with pytest.raises(calling.CallError, match=r"private network|not known"):
        calling.post(f"http://{host}:9/", b"", {}, private=False)


def test_a_name_with_one_private_address_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, 1, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    with pytest.raises(calling.CallError, match="private network"):
        calling.post("http://example.org/", b"", {}, private=False)


@contextmanager
def listening(answer: Any) -> Iterator[int]:
    """A server on loopback that does `answer(connection)` once; yields its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                answer(connection)

        thread = threading.Thread(target=serve)
        thread.start()
        yield server.getsockname()[1]
        thread.join()


def test_a_server_that_drips_does_not_hold_the_worker() -> None:
    """Each byte comes in time, all of them never would."""
    over = threading.Event()

    def drip(connection: socket.socket) -> None:
        try:
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            while not over.wait(0.05):
                connection.sendall(b"X: y\r\n")
        except OSError:
            return

    with listening(drip) as port:
        began = time.monotonic()
        with pytest.raises(calling.CallError, match="no answer in time"):
            calling.post(f"http://127.0.0.1:{port}/", b"x", {}, private=True, seconds=0.5)
        over.set()
        assert time.monotonic() - began < 3


def test_a_server_that_says_nothing() -> None:
    over = threading.Event()
    with listening(lambda connection: over.wait(10)) as port:
        with pytest.raises(calling.CallError, match="no answer in time"):
            calling.post(f"http://127.0.0.1:{port}/", b"x", {}, private=True, seconds=0.3)
        over.set()


def test_a_server_that_talks_nonsense_or_is_away() -> None:
    nonsense = listening(lambda connection: connection.sendall(b"nonsense\r\n\r\n"))
    with nonsense as port, pytest.raises(calling.CallError, match="no answer: BadStatusLine"):
        calling.post(f"http://127.0.0.1:{port}/", b"", {}, private=True)
    with pytest.raises(calling.CallError, match="no answer: ConnectionRefusedError"):
        calling.post(f"http://127.0.0.1:{port}/", b"", {}, private=True)


def test_no_tls_is_no_call() -> None:
    plain = listening(lambda connection: connection.sendall(b"plain text, no handshake"))
    with plain as port, pytest.raises(calling.CallError, match="no answer: SSL"):
        calling.post(f"https://127.0.0.1:{port}/", b"", {}, private=True)


def test_the_commands(nothing_loaded: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("add_webhook", "https://client.example/hook", "--by", "admin")
    webhook = Webhook.objects.get()
    assert capsys.readouterr().out.split()[-1] == webhook.secret
    assert len(base64.b64decode(webhook.secret.removeprefix("whsec_"))) == 32
    call_command("end_webhook", str(webhook.pk))
    with pytest.raises(CommandError, match="has ended already"):
        call_command("end_webhook", str(webhook.pk))
    with pytest.raises(CommandError, match="is no address"):
        call_command("add_webhook", "client.example")
    events = [(one.action, one.actor) for one in AuditEvent.objects.order_by("number")]
    assert events == [("webhook.add", "admin"), ("webhook.end", "system")]
    assert webhook.secret not in str(list(AuditEvent.objects.values()))
