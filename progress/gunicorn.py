"""Gunicorn's settings for `make run` and for production. The address comes with the command that starts it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

wsgi_app = "progress.wsgi:application"
worker_class = "gthread"
workers = 2
threads = 4
proc_name = "pragati"
control_socket_disable = True  # it would lie in the home folder and be shared by every installation there

ACCOUNTS = ("officer.hr", "officer.hp", "reviewer", "publisher", "publisher2", "admin")


def when_ready(server: Any) -> None:
    """Said once the port is open, so that who reads it can open the page."""
    from django.conf import settings

    host, port = server.address[0][:2]
    print(greeting(f"http://{host}:{port}", Path(settings.VAR_DIR) / "demo_password"), flush=True)


def greeting(address: str, password_file: Path) -> str:
    """The demo accounts, where the sample has made some, and the address."""
    lines = []
    if password_file.exists():
        password = password_file.read_text(encoding="utf-8").strip()
        lines.append(f"Demo accounts: {', '.join(ACCOUNTS)}; password: {password}")
    return "\n".join([*lines, f"Pragati is ready at {address}"])
