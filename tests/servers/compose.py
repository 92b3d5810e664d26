"""The services of `docker-compose.yml` on this machine, without Docker: each by its own command, as it stands there.

What containers have of their own, a port and a folder for passing files, each service has here too. What they share,
the volume and the secrets, they share.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.servers.redis import free_port
from tests.servers.session import ROOT, clean_environment
from tests.servers.watched import Watched

HOST_NAME = "pragati.example"
PATIENCE = 300
PORT = "8000"
"""The port of every web service inside its container."""


class Compose(dict[str, Any]):
    """The file, with its anchors resolved."""

    @property
    def services(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = self["services"]
        return found


@cache
def compose_file() -> Compose:
    return Compose(yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8")))


class Host:
    """What the containers are given: secrets as files, a folder for the volume, the settings of the file.

    `settings` stand beside those of the file, or in their place.
    """

    def __init__(self, folder: Path, addresses: Mapping[str, str], **settings: str) -> None:
        self.compose, self.folder = compose_file(), folder
        secrets = {
            "secret_key": "a key of this test, and of nothing else, which is long enough to be taken",
            "signing_key": "c" * 43 + "=",
            "database_url": addresses["DATABASE_URL"],
            "owner_database_url": addresses["OWNER_DATABASE_URL"],
            "redis_url": addresses["REDIS_URL"],
            "email_url": "smtp://127.0.0.1",
        }
        for name, value in secrets.items():
            (folder / name).write_text(value)
        self._settings = settings
        self._ports: dict[str, int] = {}

    def environment(self, service: str) -> dict[str, str]:
        """The variables of a service's process."""
        passing = self.folder / "tmp" / service
        passing.mkdir(parents=True, exist_ok=True)
        given = {"ALLOWED_HOSTS": HOST_NAME}
        own = {}
        for name, value in self.compose.services[service]["environment"].items():
            text = re.sub(r"\$\{(\w+):[-?]([^}]*)\}", lambda found: given.get(found[1], found[2]), str(value))
            own[name] = text.replace("/run/secrets", str(self.folder))
        return clean_environment() | own | self._settings | {
            "PRAGATI_VAR": str(self.folder / "var"),
            "PATH": f"{Path(sys.executable).parent}:{clean_environment()['PATH']}",
            "TMPDIR": str(passing), "PORT": str(self.port(service)),
        }  # fmt: skip

    def port(self, service: str) -> int:
        """The port of this machine on which a web service listens."""
        return self._ports.setdefault(service, free_port())

    def address(self, service: str) -> str:
        return f"127.0.0.1:{self.port(service)}"

    def _command(self, service: str, parts: list[str]) -> list[str]:
        """Only the address and the port, and the folder of beat, are this machine's own."""
        own = {
            "0.0.0.0": "127.0.0.1",  # noqa: S104 what the container binds to, replaced
            PORT: str(self.port(service)),
            "--schedule=/tmp/beat": f"--schedule={self.environment(service)['TMPDIR']}/beat",
        }
        return [own.get(part, part) for part in parts]

    def start(self, service: str) -> Watched:
        command = self._command(service, self.compose.services[service]["command"])
        return Watched(command, environment=self.environment(service), folder=ROOT)

    def run(self, command: list[str], service: str = "web") -> subprocess.CompletedProcess[str]:
        """A command beside a service, as `docker compose exec` would run it."""
        return subprocess.run(
            self._command(service, command), env=self.environment(service), cwd=ROOT, capture_output=True, text=True,
            check=False, timeout=PATIENCE,
        )  # fmt: skip

    def told(self, *command: str, service: str = "web") -> str:
        """What a command that must succeed printed."""
        done = self.run(list(command), service)
        assert done.returncode == 0, (
            f"{command} ended with status {done.returncode}:\n{done.stdout}{done.stderr}"
        )
        return done.stdout

    def healthy(self, service: str) -> subprocess.CompletedProcess[str]:
        test = self.compose.services[service]["healthcheck"]["test"]
        assert test[0] == "CMD"
        return self.run(test[1:], service)

    def wait_for_health(self, service: str) -> None:
        until = time.monotonic() + PATIENCE
        while (found := self.healthy(service)).returncode:
            assert time.monotonic() < until, found.stderr
