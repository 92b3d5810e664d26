"""`make audit` tells a hole from none, and none from not looked up; asked of a service on this machine."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.servers.redis import free_port
from tests.servers.session import ROOT, clean_environment

HASH = f"--hash=sha256:{'0' * 64}"
HOLE: dict[str, Any] = {
    "id": "PYSEC-2026-1",
    "summary": "made up",
    "affected": [
        {
            "package": {"name": "leaky", "ecosystem": "PyPI"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.1"}]}],
        }
    ],
}


class Service(BaseHTTPRequestHandler):
    """Knows of one hole, in `leaky` 1.0."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        leaks = asked["package"]["name"] == "leaky" and asked["version"] == "1.0"
        body = json.dumps({"vulns": [HOLE]} if leaks else {}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: what is asked stands in the test."""


@contextmanager
def service() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def audited(folder: Path, url: str, *pins: str) -> tuple[int, str]:
    lock = folder / "some.lock"
    lock.write_text("".join(f"{pin} \\\n    {HASH}\n" for pin in pins))
    command = [sys.executable, "-m", "tools.audit", str(lock), "--osv-url", url]
    environment = {**clean_environment(), "XDG_CACHE_HOME": str(folder), "HOME": str(folder)}
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(
    ("pins", "status", "told"),
    [
        (("sound==2.0", "leaky==1.1"), 0, "2 of 2 libraries were looked up; 0 have known holes."),
        (("sound==2.0", "leaky==1.0"), 1, "leaky 1.0: PYSEC-2026-1 (closed in 1.1)"),
    ],
)
def test_a_hole_is_told_from_none(tmp_path: Path, pins: tuple[str, ...], status: int, told: str) -> None:
    with service() as url:
        found, text = audited(tmp_path, url, *pins)
    assert (found, told in text) == (status, True), text


def test_what_was_not_looked_up_is_no_verdict(tmp_path: Path) -> None:
    status, text = audited(tmp_path, f"http://127.0.0.1:{free_port()}/v1/query", "sound==2.0", "leaky==1.0")
    assert status == 2
    assert "0 of 2 libraries were looked up" in text
    assert "No verdict on the rest (sound, leaky)" in text
