"""The real nginx with the configuration of production, before a served process: slow clients, bodies, headers."""

from __future__ import annotations

import contextlib
import datetime
import http.client
import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.servers.proxy import CONFIGURATIONS, changed, start_nginx, start_proxy
from tests.servers.redis import free_port
from tests.servers.site import Served, Site

pytestmark = pytest.mark.slow

SLOW = 20
"""Clients of each kind; the served process has two processes of four threads."""

BODY_DEADLINE = 15
"""Seconds, as limits.conf says."""

LONGEST = "/api/v1/history.jsonl"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def address(tmp_path: Path, sample_site: tuple[Site, Served]) -> Iterator[str]:
    """Where the proxy before the sample site listens."""
    server, address = start_proxy(tmp_path / "proxy", [sample_site[1].url.removeprefix("http://")])
    try:
        yield address
    finally:
        server.stop()


def connected(address: str) -> socket.socket:
    host, _, port = address.partition(":")
    return socket.create_connection((host, int(port)), timeout=60)


@contextmanager
def idle_bodies(address: str) -> Iterator[list[socket.socket]]:
    """Clients that begin a form and never go on; each has the cookie without which the form is not read."""
    with ExitStack() as stack:
        clients = [stack.enter_context(connected(address)) for _ in range(SLOW)]
        for client in clients:
            client.sendall(
                f"POST /accounts/sign-in/ HTTP/1.1\r\nHost: {address}\r\nContent-Type: {FORM}\r\n"
                f"Cookie: csrftoken={'a' * 32}\r\nContent-Length: 1000\r\n\r\nusername=".encode()
            )
        yield clients


@contextmanager
def slow_readers(address: str) -> Iterator[None]:
    """Clients that ask for the longest answer and read none of it."""
    with ExitStack() as stack:
        for _ in range(SLOW):
            client = stack.enter_context(socket.socket())
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            host, _, port = address.partition(":")
            client.connect((host, int(port)))
            client.sendall(f"GET {LONGEST} HTTP/1.1\r\nHost: {address}\r\n\r\n".encode())
        yield


def status(address: str, path: str, seconds: float) -> int:
    connection = http.client.HTTPConnection(address, timeout=seconds)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def probes(address: str) -> None:
    """As many as there are slow clients, so that each process of the server is asked."""
    for _ in range(SLOW):
        assert status(address, "/livez", 3) == 200


def test_slow_clients_do_not_stop_a_probe(address: str) -> None:
    with idle_bodies(address), slow_readers(address):
        for path in ("/livez", "/readyz", "/", "/accounts/sign-in/"):
            assert status(address, path, 60) == 200, path


def test_without_the_proxy_the_same_clients_stop_every_probe(sample_site: tuple[Site, Served]) -> None:
    """So the test above has something to show."""
    own = sample_site[1].url.removeprefix("http://")
    with idle_bodies(own), pytest.raises(TimeoutError):
        probes(own)
    assert status(own, "/livez", 60) == 200


def test_a_body_that_does_not_go_on_is_ended(address: str) -> None:
    with idle_bodies(address) as clients, contextlib.suppress(ConnectionResetError):
        for client in clients:
            client.settimeout(4 * BODY_DEADLINE)
            while client.recv(1000):
                """What it says before it closes is not the point."""


class Answered(NamedTuple):
    status: int
    headers: Message
    body: bytes


def posted(address: str, path: str, length: int, kind: str = FORM) -> Answered:
    """The answer to a request that says how long its body is, and sends nothing of it."""
    with contextlib.closing(http.client.HTTPConnection(address, timeout=60)) as connection:
        connection.putrequest("POST", path)
        connection.putheader("Content-Type", kind)
        connection.putheader("Content-Length", str(length))
        connection.endheaders()
        answer = connection.getresponse()
        return Answered(answer.status, answer.headers, answer.read())


def test_a_long_body_is_refused_before_it_comes(address: str) -> None:
    for path, length in (
        ("/accounts/sign-in/", 2**20 + 1),
        ("/claims/", 2**21),
        ("/submissions/stations/", 2**30),
    ):
        assert posted(address, path, length).status == 413, path


def test_files_are_received_of_people_and_tokens_alone(address: str) -> None:
    """Others are answered before a byte of the body has come, as the application answers a request without one."""
    kind = "multipart/form-data; boundary=x"
    for path in ("/submissions/stations/", "/hi/submissions/HR/2023-11/", "/publish/past/"):
        hindi = "/hi" if path.startswith("/hi/") else ""
        for length in (100 * 2**20, 0):
            answer = posted(address, path, length, kind)
            told = (answer.status, answer.headers["Location"])
            assert told == (302, f"{hindi}/accounts/sign-in/?next={path}")
    for length in (100 * 2**20, 0):
        answer = posted(address, "/api/v1/submissions/", length, kind)
        assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert json.loads(answer.body)["code"] == "not_authenticated"


def test_a_token_sends_its_file_through(address: str, sample_site: tuple[Site, Served]) -> None:
    token = sample_site[0].told("create_token", "officer.hr", "--scope", "upload").split()[-1]
    body = (
        '--x\r\nContent-Disposition: form-data; name="state"\r\n\r\nHR\r\n'
        '--x\r\nContent-Disposition: form-data; name="month"\r\n\r\n2023-11\r\n'
        '--x\r\nContent-Disposition: form-data; name="dry_run"\r\n\r\ntrue\r\n'
        '--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
        "parameter,numerator,denominator,remarks\r\n" + "x" * 2**21 + "\r\n--x--\r\n"
    )  # fmt: skip
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "multipart/form-data; boundary=x"}
    with contextlib.closing(http.client.HTTPConnection(address, timeout=120)) as connection:
        connection.request("POST", "/api/v1/submissions/", body.encode(), headers)
        answer = connection.getresponse()
        told = json.loads(answer.read())
    assert (answer.status, told["code"]) == (422, "invalid_file"), "the application has read all of it"


# What the application learns of the client


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers that reached it."""

    def do_GET(self) -> None:
        told = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def echo() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


FORGED = {
    "X-Forwarded-For": "192.0.2.1", "X-Forwarded-Proto": "https", "X_Forwarded_For": "192.0.2.2",
    "X_Forwarded_Proto": "http", "Host": "pragati.example",
}  # fmt: skip


def reached(connection: http.client.HTTPConnection) -> dict[str, str]:
    connection.request("GET", "/a//b?c=%2F", headers=FORGED)
    answer = connection.getresponse()
    assert answer.status == 200
    headers: dict[str, str] = json.loads(answer.read())
    connection.close()
    assert not [name for name in headers if "_" in name], "a header with underscores is another's"
    assert headers["host"] == "pragati.example"
    return headers


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("GET / HTTP/1.1\r\nno header\r\n\r\n", 400),
        ("GET /?" + "a" * 9_000 + " HTTP/1.1\r\nHost: pragati.example\r\n\r\n", 414),
        ("GET / HTTP/1.1\r\nHost: pragati.example\r\nX-Long: " + "a" * 9_000 + "\r\n\r\n", 400),
    ],
)
def test_what_the_proxy_refuses_itself_carries_the_headers_of_a_page(
    tmp_path: Path, echo: str, sent: str, status: int
) -> None:
    server, address = start_proxy(tmp_path / "proxy", [echo])
    try:
        with connected(address) as client:
            client.sendall(sent.encode())
            answer = http.client.HTTPResponse(client)
            answer.begin()
        passed = http.client.HTTPConnection(address, timeout=60)
        passed.request("GET", "/")
        given = passed.getresponse()
        given.read()
        passed.close()
    finally:
        server.stop()
    assert answer.status == status
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert (answer.headers["X-Content-Type-Options"], answer.headers["X-Frame-Options"]) == (
        "nosniff",
        "DENY",
    )
    assert (given.status, given.headers["X-Frame-Options"]) == (200, None), (
        "the application has headers of its own"
    )


def test_in_compose_the_proxy_in_front_says_who_the_client_is(tmp_path: Path, echo: str) -> None:
    server, address = start_proxy(tmp_path / "proxy", [echo])
    try:
        headers = reached(http.client.HTTPConnection(address, timeout=60))
    finally:
        server.stop()
    assert (headers["x-forwarded-for"], headers["x-forwarded-proto"]) == ("192.0.2.1", "https")


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate of this test's own, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "pragati.example")])
    now = datetime.datetime.now(datetime.UTC)
    signed = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    files = folder / "tls.crt", folder / "tls.key"
    files[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, *private))
    return files


def test_on_a_plain_host_the_connection_says_who_the_client_is(tmp_path: Path, echo: str) -> None:
    tls, plain = free_port(), free_port()
    public, private = certificate(tmp_path)
    site = changed(
        (CONFIGURATIONS / "host.conf").read_text(encoding="utf-8"),
        {
            "listen 80;": f"listen 127.0.0.1:{plain};", "listen 443 ssl http2;": f"listen 127.0.0.1:{tls} ssl http2;",
            "/etc/pragati/tls.crt": str(public), "/etc/pragati/tls.key": str(private),
            "127.0.0.1:8000": echo, "/srv/pragati/ops/nginx": str(CONFIGURATIONS),
        },
    )  # fmt: skip
    whole = changed(
        (CONFIGURATIONS / "compose.conf").read_text(encoding="utf-8").partition("    server {")[0],
        {"    resolver 127.0.0.11 valid=5s;": ""},
    ).replace("/tmp/", f"{tmp_path}/")  # noqa: S108 what the container has, replaced
    server = start_nginx(tmp_path, f"{whole}{site}}}\n")
    try:
        context = ssl._create_unverified_context()  # noqa: S323 (its own certificate)
        headers = reached(http.client.HTTPSConnection("127.0.0.1", tls, timeout=60, context=context))
        assert (headers["x-forwarded-for"], headers["x-forwarded-proto"]) == ("127.0.0.1", "https")
        moved = http.client.HTTPConnection("127.0.0.1", plain, timeout=60)
        moved.request("GET", "/states/?a=b", headers={"Host": "pragati.example"})
        answer = moved.getresponse()
        assert (answer.status, answer.headers["Location"]) == (308, "https://pragati.example/states/?a=b")
        moved.close()
    finally:
        server.stop()
