"""Is this process alive? `python -m progress.health web|worker|beat`: status 0, or 1 with a sentence.

For the health checks of containers and for systemd. The web server is asked over loopback; a worker and beat leave a
sign of life in a file, for asking a worker over the broker is slow and fails when the broker does.
"""

from __future__ import annotations

import http.client
import os
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

from progress.env import Env

FRESH = {"worker": 60, "beat": 120}
"""Seconds after which a sign of life is too old: a worker gives one every few seconds, beat with every task."""

TIMEOUT = 4


@cache
def _env() -> Env:
    """The settings as the processes read them, whose file a service and a person at a shell may share."""
    return Env.load(
        Path(os.environ.get("PRAGATI_ENV_FILE") or Path(__file__).parent.parent / ".env"), os.environ
    )


def sign(kind: str) -> Path:
    """The file in which a worker or beat of this machine leaves its sign of life."""
    return Path(_env().str("SIGNS_FOLDER", tempfile.gettempdir())) / f"pragati-{kind}-alive"


def leave_sign(kind: str) -> None:
    """The process lives, and does its work."""
    sign(kind).touch()


def problem_of(kind: str) -> str:
    """What is wrong with a process of that kind; empty where nothing is."""
    if kind == "web":
        return _web_problem()
    if kind not in FRESH:
        return f"Say which: web, {' or '.join(FRESH)}."
    try:
        age = time.time() - sign(kind).stat().st_mtime
    except FileNotFoundError:
        return f"{kind}: no sign of life yet"
    return "" if age <= FRESH[kind] else f"{kind}: no sign of life for {age:.0f} seconds"


def _web_problem() -> str:
    """`/livez` is asked as the proxy asks: by the public name, over what it takes for https."""
    host = _env().str("ALLOWED_HOSTS", "127.0.0.1").split(",")[0].strip().lstrip(".")
    port = _env().number("PORT", 8000, 1, 65535)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request("GET", "/livez", headers={"Host": host, "X-Forwarded-Proto": "https"})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as problem:
        return f"web: {problem}"
    finally:
        connection.close()
    return "" if status == http.HTTPStatus.OK else f"web: /livez answers {status}"


def main(arguments: list[str]) -> int:
    problem = problem_of(arguments[0] if len(arguments) == 1 else "")
    if problem:
        sys.stderr.write(problem + "\n")
    return int(bool(problem))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
