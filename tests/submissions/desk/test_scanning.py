"""A virus scanner in front of uploads: what it finds is refused and kept nowhere, and so is what it cannot look at."""

from __future__ import annotations

import io
import re
import socketserver
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as own
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.models import AuditEvent
from common.files import PIECE, ScannerUnavailableError, attachment, safe_name, threat_in
from common.months import Month
from submissions.models import Submission, Upload
from tests.submissions.desk.officer import PAGE, csv_file, page_of, signed_in, typed
from tests.submissions.desk.test_upload_api import send, token

pytest_plugins = ["tests.submissions.desk.officer_month"]

BAD = b"X5O!P%@AP[4"
"""The fake scanner finds this; it is the beginning of the customary test file, not the whole of it."""


class Scanner(socketserver.StreamRequestHandler):
    """A clamd that knows one command and one threat."""

    seen: list[bytes]

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        data = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            assert size <= PIECE
            data += self.rfile.read(size)
        self.server.seen.append(data)  # type: ignore[attr-defined]
        limit = b"INSTREAM size limit exceeded. ERROR\0"
        found = b"stream: Eicar-Test FOUND\0" if BAD in data else b"stream: OK\0"
        self.wfile.write(limit if b"too much" in data else found)


class TcpScanner(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    seen: list[bytes]


class UnixScanner(socketserver.ThreadingUnixStreamServer):
    seen: list[bytes]


@pytest.fixture
def scanner(settings: Any) -> Iterator[TcpScanner]:
    with TcpScanner(("127.0.0.1", 0), Scanner) as server:
        server.seen = []
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        settings.CLAMD = f"tcp://127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


def test_the_protocol_over_both_kinds_of_socket(scanner: TcpScanner, settings: Any, tmp_path: Path) -> None:
    large = b"a" * (2 * PIECE + 7)
    assert threat_in(large, settings.CLAMD) == ""
    assert scanner.seen == [large]
    assert threat_in(b"--" + BAD, settings.CLAMD) == "Eicar-Test"
    with pytest.raises(ScannerUnavailableError, match="size limit"):
        threat_in(b"too much", settings.CLAMD)
    path = tmp_path / "clamd.ctl"
    with UnixScanner(str(path), Scanner) as server:
        server.seen = []
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        assert threat_in(BAD, f"unix://localhost{path}") == "Eicar-Test"
        server.shutdown()
    with pytest.raises(ScannerUnavailableError):
        threat_in(b"", f"unix://localhost{path}.gone")


def kept() -> int:
    return sum(1 for one in (Path(own.VAR_DIR) / "uploads").rglob("*") if one.is_file())


def test_what_the_scanner_finds_is_refused_and_kept_nowhere(
    open_month_now: Month, scanner: TcpScanner
) -> None:
    client, before, bad = signed_in("asha"), kept(), csv_file().read() + BAD
    for action in ("check", "upload"):
        file = SimpleUploadedFile("november.csv", bad)
        answer = client.post("/hi" + PAGE, {"file": file, "action": action, "based_on": "0"})
        assert answer.status_code == 422
        assert "वायरस स्कैनर को फ़ाइल में Eicar-Test मिला" in answer.content.decode()
    for dry_run in ("true", "false"):
        refused = send(token(), bad, dry_run=dry_run)
        assert refused.status_code == 422
        [problem] = refused.json()["problems"]
        assert (problem["code"], problem["row"], problem["cell"]) == ("infected_file", None, None)
    assert (Upload.objects.count(), Submission.objects.count(), kept()) == (0, 0, before)


def test_a_sound_file_is_looked_at_and_taken(open_month_now: Month, scanner: TcpScanner) -> None:
    client = signed_in("asha")
    assert client.post(PAGE, {"file": csv_file(), "action": "upload", "based_on": "0"}).status_code == 302
    assert scanner.seen == [csv_file().read()]
    assert Submission.objects.count() == 1


def test_without_an_answer_no_file_is_taken_but_figures_can_be_typed(
    open_month_now: Month, settings: Any
) -> None:
    settings.CLAMD = "tcp://127.0.0.1:1"
    client = signed_in("asha")
    answer = client.post(PAGE, {"file": csv_file(), "action": "upload", "based_on": "0"})
    assert answer.status_code == 422
    assert "could not be checked for viruses" in answer.content.decode()
    [problem] = send(token()).json()["problems"]
    assert problem["code"] == "not_scanned"
    assert "वायरस जाँच नहीं हो सकी" in problem["message_hi"]
    assert Upload.objects.count() == 0
    figures = client.post(f"{PAGE}figures/", typed() | {"action": "save", "based_on": "0"})
    assert figures.status_code == 302
    assert Submission.objects.count() == 1


NASTY = [
    'a"; filename="evil.exe', "a\r\nSet-Cookie: x=1\r\n.csv", "..\\..\\up/../etc/passwd", "नवंबर\u202efdp.csv",
    "\x00.csv", "a" * 300 + ".csv", " . ", "<script>.html", "a;b=c.csv", "%0d%0aX: y.csv",
]  # fmt: skip


@pytest.mark.parametrize("name", NASTY)
def test_no_file_name_writes_into_a_header(name: str) -> None:
    answer = attachment(b"x", name)
    told = answer.headers["Content-Disposition"]
    assert re.fullmatch(r"attachment(; filename(=\"[^\"\r\n\\/]+\"|\*=utf-8''[\w.%~!#$&+^`|-]+))?", told), (
        told
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert set(answer.headers) == {"Content-Type", "Content-Disposition", "X-Content-Type-Options"}
    assert len(safe_name(name)) <= 100


def test_a_kept_file_lies_under_a_random_name_outside_what_is_served(open_month_now: Month) -> None:
    client, name = signed_in("asha"), 'no"v\r\nX-Injected: 1\u202e.csv'
    client.post(PAGE, {"file": csv_file(name=name), "action": "upload", "based_on": "0"})
    upload = Upload.objects.get()
    path = Path(own.VAR_DIR) / "uploads" / upload.pk.hex[:2] / upload.pk.hex
    assert path.stat().st_mode & 0o777 == 0o600
    assert not path.is_relative_to(own.STATIC_ROOT)
    assert not any(path.is_relative_to(one) for one in own.STATICFILES_DIRS)
    answer = client.get(f"/submissions/uploads/{upload.pk}/original/")
    assert "X-Injected" not in answer.headers
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    for address in (f"/static/uploads/{upload.pk.hex}", f"/uploads/{upload.pk.hex[:2]}/{upload.pk.hex}"):
        assert Client().get(address).status_code == 404


def test_the_operator_resets_a_second_factor(people: None) -> None:
    said = io.StringIO()
    call_command("reset_second_factor", "asha", stdout=said)
    assert "was not set up" in said.getvalue()
    with pytest.raises(CommandError, match="No account is called nobody"):
        call_command("reset_second_factor", "nobody")
    assert not AuditEvent.objects.filter(action="second_factor.reset").exists()
    assert "asha" in page_of(signed_in("admin"), "/people/accounts/")
