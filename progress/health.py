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
from pathlib import Path

FRESH = {"worker": 60, "beat": 120}
"""Seconds after which a sign of life is too old: a worker gives one every few seconds, beat with every task."""

TIMEOUT = 4


def sign(kind: str) -> Path:
    """The file in which a worker or beat of this machine leaves its sign of life."""
    return Path(tempfile.gettempdir()) / f"pragati-{kind}-alive"


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
    host = os.environ.get("ALLOWED_HOSTS", "").split(",")[0].strip().lstrip(".") or "127.0.0.1"
    connection = http.client.HTTPConnection("127.0.0.1", int(os.environ.get("PORT", "8000")), timeout=TIMEOUT)
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
