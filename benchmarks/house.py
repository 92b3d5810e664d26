"""What rows measure on: the site with its sample months, served as `make run` does, on PostgreSQL and Redis."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from types import TracebackType

import psutil

from tests.servers.redis import free_port
from tests.servers.session import ROOT, Servers
from tests.servers.site import Site
from tests.servers.watched import Watched

SECONDS = 1.0
CONNECTIONS = 8


class Inside:
    """Asks the process of `benchmarks.inside`, one question at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, what: str, **given: object) -> float:
        """Have `what` done; returns the seconds that it took (or what it says instead)."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps({"what": what, **given}), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"{what}: the process ended with status {self._process.wait(60)}")
        return float(json.loads(line))


class House:
    """Everything is started when a row first asks for it, and stopped at the end."""

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._stack = ExitStack()
        self._servers: dict[str, Watched] = {}

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
        return self.served()

    def served(self, *target: str, **environment: str) -> str:
        """Host and port of a server like ours: of the site, or of another WSGI application."""
        port = free_port()
        command = [sys.executable, "-m", "progress.server", "127.0.0.1", str(port), *target]
        address = f"127.0.0.1:{port}"
        self._servers[address] = self.start(command, r"ready at http://\S+\n", **environment)
        return address

    def start(self, command: list[str], ready: str, **environment: str) -> Watched:
        """A process of the site's that is stopped at the end; returns once it has said that it is ready."""
        server = Watched(command, environment={**self.site.environment, **environment}, folder=ROOT)
        self._stack.callback(server.stop)
        server.wait_for(ready, 60)
        return server

    @cached_property
    def inside(self) -> Inside:
        """A process of the site's, with its settings, in which work is done and timed."""
        command = [sys.executable, "-m", "benchmarks.inside"]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.site.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._stack.callback(process.wait, 60)
        self._stack.callback(process.communicate)  # closes the pipe, upon which it ends
        return Inside(process)

    @cached_property
    def folder(self) -> Path:
        """Where rows may leave files."""
        folder = self.site.var / "bench"
        folder.mkdir(exist_ok=True)
        return folder

    def rate(self, path: str, *headers: str, status: int = 200, address: str = "") -> float:
        """Answers a second to GET `path`, over CONNECTIONS connections that stay open. Every answer is checked.

        Asks our own server where no `address` is given.
        """
        return self._load(path, *headers, status=status, address=address)["rate"]

    def rate_by_cpu(self, path: str, *, address: str = "") -> float:
        """Answers to GET `path` for each second of processor time that a server of ours spends, all its processes."""
        address = address or self.address
        parent = psutil.Process(self._servers[address].process.pid)
        processes = [parent, *parent.children(recursive=True)]
        before = sum(sum(process.cpu_times()[:2]) for process in processes)
        answers = self._load(path, address=address)["answers"]
        return answers / (sum(sum(process.cpu_times()[:2]) for process in processes) - before)

    def _load(self, path: str, *headers: str, status: int = 200, address: str = "") -> dict[str, float]:
        command = [
            sys.executable,
            "-m",
            "benchmarks.load",
            address or self.address,
            path,
            str(status),
            *headers,
        ]
        asked = ["--seconds", str(self.seconds), "--connections", str(CONNECTIONS)]
        done = subprocess.run([*command, *asked], cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{path}: {done.stderr.strip()}")
        measured: dict[str, float] = json.loads(done.stdout)
        return measured
