"""What rows measure on: the site with its sample months, served as `make run` does, on PostgreSQL and Redis."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType

from tests.servers.redis import free_port
from tests.servers.session import ROOT, Servers
from tests.servers.site import Site
from tests.servers.watched import Watched

SECONDS = 1.0
CONNECTIONS = 8


class House:
    """Everything is started when a row first asks for it, and stopped at the end."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._stack = ExitStack()

    def __enter__(self) -> House:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    @cached_property
    def servers(self) -> Servers:
        servers = Servers()
        self._stack.callback(servers.stop)
        return servers

    @cached_property
    def site(self) -> Site:
        """An installation with everything loaded."""
        site = Site(
            Path(self.servers.environment["PRAGATI_VAR"]),
            DATABASE_URL=self._stack.enter_context(self.servers.database()),
            REDIS_URL=self._stack.enter_context(self.servers.cache()),
            DJANGO_SETTINGS_MODULE="benchmarks.settings",
        )
        site.told("prepare")
        return site

    @cached_property
    def address(self) -> str:
        """Host and port of the server, as `make run` would serve, with the hello view beside the pages."""
        port = free_port()
        command = [sys.executable, "-m", "progress.server", "127.0.0.1", str(port)]
        server = Watched(command, environment=self.site.environment, folder=ROOT)
        self._stack.callback(server.stop)
        server.wait_for(r"ready at http://\S+\n", 60)
        return f"127.0.0.1:{port}"

    def rate(self, path: str, *headers: str, status: int = 200) -> float:
        """Answers a second to GET `path`, over CONNECTIONS connections that stay open. Every answer is checked."""
        command = [sys.executable, "-m", "benchmarks.load", self.address, path, str(status), *headers]
        asked = ["--seconds", str(self.seconds), "--connections", str(CONNECTIONS)]
        done = subprocess.run([*command, *asked], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{path}: {done.stderr.strip()}")
        return float(json.loads(done.stdout)["rate"])
