"""The outermost layer of the served application: an id for every request, and how many there were and how long.

It stands around the cache, too, so that what is counted is what readers got. Nothing is looked up here: a
request that Django answers says its route itself (`progress.middleware.told_route`).
"""

from __future__ import annotations

import logging
import os
import re
import time
from collections.abc import Callable, Iterable
from functools import cache
from http import HTTPMethod
from typing import Any

from django.conf import settings
from prometheus_client import Counter, Histogram

from common.cache import ROUTE
from common.http import own_host
from common.trace import LONGEST, REQUEST
from progress.watch import MACHINES
from progress.watch.figures import REQUESTS, SECONDS

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

STATIC, UNKNOWN = "static", "none"
HEADER = "X-Request-ID"
_ID = re.compile(rf"[A-Za-z0-9._-]{{8,{LONGEST}}}")
_METHODS = frozenset(HTTPMethod)

AT_ONCE = 256
_ready: list[str] = []
os.register_at_fork(after_in_child=_ready.clear)  # no two processes give out the same
_log = logging.getLogger("pragati.access")


class Observed:
    """A WSGI application around the whole of ours."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._host = own_host()

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        begun = time.perf_counter()
        request_id = id_of(environ.get("HTTP_X_REQUEST_ID", ""))
        environ["HTTP_X_REQUEST_ID"] = request_id
        if environ["PATH_INFO"] in MACHINES:
            environ["HTTP_HOST"] = self._host
        told = ["500"]

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            told[0] = status[:3]
            return start_response(status, [*headers, (HEADER, request_id)], *more)

        token = REQUEST.set(request_id)
        try:
            return self._application(environ, start)
        finally:
            _note(environ, told[0], time.perf_counter() - begun)
            REQUEST.reset(token)


def id_of(sent: str) -> str:
    """The id that came with a request, where it is one that can stand in a log as it is; else a new one.

    >>> id_of("8e03978e-40d5-43dd"), len(id_of("a b")), len(id_of(""))
    ('8e03978e-40d5-43dd', 32, 32)
    """
    return sent if _ID.fullmatch(sent) else _new_id()


def _new_id() -> str:
    """Drawn by the hundred: each draw asks the kernel, and lets another thread take the interpreter meanwhile."""
    try:
        return _ready.pop()
    except IndexError:
        drawn = os.urandom(16 * AT_ONCE).hex()
        _ready.extend(drawn[at : at + 32] for at in range(32, len(drawn), 32))
        return drawn[:32]


def _note(environ: Environ, status: str, seconds: float) -> None:
    """Count an answer, and write it down where the settings say so.

    The query is not written: it may hold names. Nor is what machines ask every few seconds.
    """
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    route = environ.get(ROUTE) or (STATIC if path.startswith(settings.STATIC_URL) else UNKNOWN)
    count, timing = _figures(route, method if method in _METHODS else "other", status)
    count.inc()
    timing.observe(seconds)
    if settings.ACCESS_LOG and path not in MACHINES:
        _log.info("%s %s %s %s %.1f ms", address_of(environ), method, path, status, seconds * 1000)


@cache
def _figures(route: str, method: str, status: str) -> tuple[Counter, Histogram]:
    """Found once for each of the few combinations: finding them costs more than counting."""
    return REQUESTS.labels(route, method, status), SECONDS.labels(route)


def address_of(environ: Environ) -> str:
    """Who asks: the connection's own address, or what the nearest of our proxies wrote."""
    proxies: int = settings.REST_FRAMEWORK["NUM_PROXIES"]
    forwarded = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if proxies and forwarded:
        return str(forwarded[-min(proxies, len(forwarded))])
    return str(environ.get("REMOTE_ADDR", ""))
