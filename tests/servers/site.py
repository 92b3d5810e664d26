"""The site as its users meet it: `manage.py` in a process of its own, and the server on a free port."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.servers.redis import free_port
from tests.servers.session import ROOT, clean_environment
from tests.servers.watched import Watched


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Served:
    """A running server. `said` is what it printed while it started."""

    url: str
    said: str
    pid: int

    def get(self, path: str, headers: Mapping[str, str] | None = None, *, seconds: float = 60) -> Answer:
        """GET `path`, redirects not followed."""
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=seconds)
        try:
            connection.request("GET", path, headers=dict(headers or {}))
            response = connection.getresponse()
            body = response.read().decode("utf-8")
            return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, body)
        finally:
            connection.close()


class Site:
    """One installation: its own var folder, and the database that `settings` name (unset: SQLite there).

    No worker renders pages beside its server, and it may be read as often as one likes, unless `settings` say
    otherwise.
    """

    def __init__(self, var: Path, **settings: str) -> None:
        self.var = var
        alone = {"PRAGATI_VAR": str(var), "EMBEDDED_WORKER": "0", "READS_PER_MINUTE": "1000000"}
        self.environment = {**clean_environment(), **alone, **settings}

    def manage(self, *arguments: str, seconds: float = 300) -> subprocess.CompletedProcess[str]:
        """Run `manage.py` and wait for it. Its status is the caller's to judge."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=seconds,
            check=False,
        )

    def told(self, *arguments: str) -> str:
        """What a command that must succeed printed."""
        done = self.manage(*arguments)
        assert done.returncode == 0, (
            f"{arguments} ended with status {done.returncode}:\n{done.stdout}{done.stderr}"
        )
        return done.stdout

    @contextmanager
    def serve(self, *arguments: str, seconds: float = 300) -> Iterator[Served]:
        """`manage.py serve` on a free port, stopped at the end; ready within `seconds` or ServerError."""
        environment = {**self.environment, "PORT": str(free_port()), "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "manage.py", "serve", *arguments]
        server = Watched(command, environment=environment, folder=ROOT)
        try:
            ready = server.wait_for(r"ready at (http://\S+)\n", seconds)
            yield Served(ready[1], ready.string[: ready.end()], server.process.pid)
        finally:
            server.stop(signal.SIGTERM)
