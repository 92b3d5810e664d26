"""Asks a WSGI application as a server would."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from common.cache import Application
from common.http import own_host

COUNTED = ("RateLimit", "RateLimit-Policy")
"""Headers that say how many reads are left; kept answers are not counted."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def get(application: Application, address: str, method: str = "GET", **environ: Any) -> Answer:
    """Ask a WSGI application, as a server would."""
    path, _, query = address.partition("?")
    lines: list[tuple[str, list[tuple[str, str]]]] = []
    request = {
        "REQUEST_METHOD": method, "SCRIPT_NAME": "", "PATH_INFO": path, "QUERY_STRING": query,
        "HTTP_HOST": own_host(), "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "192.0.2.1", "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(), "wsgi.version": (1, 0), "wsgi.multithread": True, "wsgi.multiprocess": True,
        "wsgi.run_once": False, **environ,
    }  # fmt: skip
    answer = application(request, lambda status, headers, exc_info=None: lines.append((status, headers)))
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    status, headers = lines[-1]
    return Answer(int(status[:3]), {key.lower(): value for key, value in headers if key not in COUNTED}, body)
