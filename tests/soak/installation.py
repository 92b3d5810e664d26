"""The installation of a load run: the services of the compose profile `scale` on this machine, and who works there."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from tests.servers import leash
from tests.servers.compose import PATIENCE, Host
from tests.servers.proxy import start_proxy
from tests.servers.session import ROOT, Servers
from tests.servers.watched import Watched
from tests.soak.people import Person

WEB = ("web", "web2")
WORKERS = ("worker", "worker2")
SERVICES = (*WEB, *WORKERS, "beat")
LEASE = 5
"""Seconds after which a job whose worker was killed is taken up again: a run cannot wait for the usual minutes."""


class Installation:
    """Two web processes behind nginx, two workers and beat against one PostgreSQL and one Redis; `services` run."""

    def __init__(self, folder: Path, addresses: dict[str, str], **settings: str) -> None:
        self.host = Host(folder, addresses, JOB_LEASE_SECONDS=str(LEASE), **settings)
        self.database = addresses["DATABASE_URL"]
        self.services: dict[str, Watched] = {}
        self.proxies: dict[str, tuple[Watched, str]] = {}
        self.migrated = self.host.told(*self.host.compose.services["migrate"]["command"], service="migrate")
        people = json.loads(self.act("prepare").splitlines()[-1])
        self.sessions: dict[str, str] = people["sessions"]
        self.tokens: dict[str, str] = people["tokens"]

    @property
    def states(self) -> list[str]:
        return list(self.tokens)

    @property
    def servers(self) -> list[str]:
        """The proxies of production, one before each web process, so that a run can ask either."""
        return [address for _, address in self.proxies.values()]

    def act(self, *arguments: str) -> str:
        return self.host.told("python", "-m", "tests.soak.act", *arguments)

    def person(self, username: str) -> Person:
        """Somebody signed in at a browser."""
        return Person(self.servers, self._place(username), session=self.sessions[username])

    def program(self, state: str) -> Person:
        """A State's program, with the officer's token."""
        return Person(self.servers, self._place(state), token=self.tokens[state])

    def _place(self, name: str) -> str:
        """Everyone asks from an address of their own."""
        return f"10.200.0.{random.Random(name).randrange(1, 255)}"

    # --- machines -------------------------------------------------------------------------------------------

    def start(self) -> None:
        for name in WEB:
            folder = self.host.folder / f"proxy-{name}"
            self.proxies[name] = start_proxy(folder, [self.host.address(name)])
        for name in SERVICES:
            self.services[name] = self.host.start(name)
        for name in SERVICES:
            self.wait_for(name)

    def wait_for(self, name: str) -> None:
        """Until a service does its work, or ServerError."""
        said = (
            r"ready at http://\S+\n" if name in WEB else r"ready\." if name in WORKERS else "beat: Starting"
        )
        self.services[name].wait_for(said, PATIENCE)

    def stop(self) -> None:
        """Ask all of them to end, then wait; work in progress is thrown away."""
        for name, one in self.services.items():
            one.process.send_signal(signal.SIGQUIT if name in WORKERS else signal.SIGTERM)
        for one in self.services.values():
            one.stop()
        for proxy, _ in self.proxies.values():
            proxy.stop()

    def restart(self, name: str, how: signal.Signals) -> None:
        """End a service in that way, all its processes, and start it again, as its container would be."""
        process = self.services[name].process
        if how == signal.SIGKILL:
            os.killpg(process.pid, how)
            process.wait(PATIENCE)
        self.services[name].stop(how, seconds=PATIENCE)
        self.services[name] = self.host.start(name)

    def renew(self, name: str) -> None:
        """A web server exchanges its processes one after the other, while it serves."""
        self.services[name].process.send_signal(signal.SIGHUP)

    @contextmanager
    def crowd(self, readers: int, pause: float) -> Iterator[subprocess.Popen[str]]:
        """Readers of both web processes, from their first request on; they end with their input."""
        command = [sys.executable, "-m", "tests.soak.readers", str(readers), str(pause), *self.servers]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        leash.hold(process.pid)
        try:
            assert process.stdout is not None
            process.stdout.readline()
            yield process
        finally:
            process.kill()
            process.communicate()

    # --- what is left to do ---------------------------------------------------------------------------------

    def waiting(self) -> int:
        """Jobs that are queued or running."""
        with closing(psycopg2.connect(self.database)) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM common_job WHERE state IN ('queued', 'running')")
            row = cursor.fetchone()
        assert row is not None
        return int(row[0])

    def finish(self, seconds: float = PATIENCE) -> None:
        """Wait until no work is left, sweeping as beat does."""
        until = time.monotonic() + seconds
        while self.waiting():
            assert time.monotonic() < until, (
                f"jobs are left: {self.host.run(['python', 'manage.py', 'jobs']).stdout}"
            )
            self.host.told("python", "manage.py", "jobs", "--sweep")

    def told(self, expected: dict[str, Any]) -> dict[str, Any]:
        """How everything stands, beside what the run believes to have done."""
        file = self.host.folder / "expected.json"
        file.write_text(json.dumps(expected))
        return dict(json.loads(self.act("told", str(file)).splitlines()[-1]))


@contextmanager
def installed(servers: Servers, folder: Path, **settings: str) -> Iterator[Installation]:
    """An installation on a database and a cache of its own, stopped at the end; nothing runs yet."""
    with servers.databases_of_two_roles() as [database], servers.cache() as cache:
        addresses = {
            "DATABASE_URL": database.application, "OWNER_DATABASE_URL": database.owner, "REDIS_URL": cache,
        }  # fmt: skip
        made = Installation(folder, addresses, **settings)
        try:
            yield made
        finally:
            made.stop()
