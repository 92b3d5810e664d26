"""The web server: `python -m progress.server HOST PORT` serves this installation until it is stopped.

A third word names another WSGI application: the benchmarks serve one beside ours in the very same way.

Measured beside gunicorn before it was chosen: docs/performance.md. So many processes and threads there are, so many
connections to the database at most: one for each thread, and one for each process that asks for the newest edition.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "progress.settings")

from django.conf import settings
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels

ACCOUNTS = ("officer.hr", "officer.hp", "reviewer", "publisher", "publisher2", "admin")
SHARED = "PROMETHEUS_MULTIPROC_DIR"
PATIENCE = 20
"""Seconds that requests in progress get when the server is stopped."""

LARGEST_HEAD = 64 * 1024
"""Bytes of an address and its headers that are read at all; from 8 KB each on, Django refuses them with a page."""

HOLD_BACK = 1024
"""Connections that wait for a thread at most; further ones wait in the kernel."""


class Server(Granian):  # type: ignore[misc, valid-type]  # one of two classes, by the build of Python
    """Holds the listening socket itself and lends it to its processes, on Linux as it does elsewhere.

    Else each process would listen on its own: as one is exchanged (SIGHUP) or dies, the connections that wait for it
    are reset, and where it is the only one new ones are refused until the next has started.
    """

    def _init_shared_socket(self) -> None:
        super()._init_shared_socket()
        own: Any = self
        if own._shd is None:
            own._shd, own._ssp = own._ssp.build(), None
            own._sfd = own._shd.get_fd()
            own._sso = socket.socket(fileno=own._sfd)
            own._sso.set_inheritable(True)


def main(host: str, port: int, target: str = "progress.wsgi:application") -> None:
    # Processes of their own from the start: they share no file, lock or thread with this one.
    multiprocessing.set_start_method("spawn")
    server = Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=settings.WEB_WORKERS,
        blocking_threads=settings.WEB_THREADS,
        backlog=HOLD_BACK,
        # HTTP/2 ends at the proxy; here it would be a second way in, with limits of its own.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=LARGEST_HEAD),
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_level=LogLevels.warning,
    )
    worker = Worker()
    _share_figures(port)

    server.on_startup(Thread(target=_tell, args=(host, port, worker), daemon=True).start)
    server.on_shutdown(worker.stop)
    server.serve()


def _share_figures(port: int) -> None:
    """Give the processes of this server a folder in which they count together, emptied at the start."""
    if SHARED not in os.environ:
        folder = Path(settings.VAR_DIR) / "figures" / str(port)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        os.environ[SHARED] = str(folder)


def _tell(host: str, port: int, worker: Worker) -> None:
    """Say the address once a process of the server listens, so that who reads it can open the page; work after that."""
    while True:
        try:
            socket.create_connection((host, port), timeout=PATIENCE).close()
        except OSError:
            time.sleep(0.02)
        else:
            break
    print(greeting(f"http://{host}:{port}", Path(settings.VAR_DIR) / "demo_password"), flush=True)
    worker.start()


class Worker:
    """Without Redis there is no Celery: then a process beside the server does what takes long, and keeps the calendar.

    It reads a pipe that the server holds open, so it ends with the server, however that ends.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        if not settings.REDIS_URL and settings.EMBEDDED_WORKER:
            command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "work"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE)

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()


def greeting(address: str, password_file: Path) -> str:
    """The demo accounts, where the sample has made some, and the address."""
    lines = []
    if password_file.exists():
        password = password_file.read_text(encoding="utf-8").strip()
        lines.append(f"Demo accounts: {', '.join(ACCOUNTS)}; password: {password}")
    return "\n".join([*lines, f"Pragati is ready at {address}"])


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:4])
