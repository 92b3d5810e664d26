"""How often one address or token may ask. A throttle store that is down never keeps anyone from reading."""

from __future__ import annotations

import logging
import math
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.connection import ConnectionProxy
from rest_framework.request import Request
from rest_framework.throttling import SimpleRateThrottle

from accounts.tokens import living_token
from common.cache import INSIDE
from common.network import client_network

if TYPE_CHECKING:  # the views import their throttles
    from rest_framework.views import APIView

_log = logging.getLogger(__name__)
# After a failure the store is left alone for so many seconds, so that not every reader waits for its time-out.
PAUSE = 30
_KEPT = "pragati_usage"
COMPUTED = 5
"""What a computed answer weighs beside a document: 120 of them a minute are as much as 600 documents."""


class ReadThrottle(SimpleRateThrottle):
    """So many reads per window of the clock (a minute), counted atomically in the shared cache.

    What is computed from the reader's own question weighs `COMPUTED`, everything else 1; pages count, too
    (progress/middleware.py).

    Whoever sends a living token is counted by it, and may read more often; anyone else by address. A token that
    has ended takes nobody's right to read: it counts as none.

    The framework's own throttle keeps a list of times per address, read and written back whole: requests at the
    same time lose each other's entries. A counter does not.
    """

    scope = "read"
    of_tokens: ClassVar[str] = "read_token"
    cache: Any = ConnectionProxy(caches, "counts")
    rate: str | None = None  # a test's; the settings' where it is None
    num_requests: int
    duration: int
    store_back_at: ClassVar[float] = 0

    def __init__(self) -> None:
        """The rate follows from who asks."""

    def allow_request(self, request: Request, view: APIView | None = None) -> bool:
        if INSIDE in request.META:  # the project renders its own pages; stored answers are not counted either
            return True
        policy, ident = self.counted(request)
        used = self._count(policy, ident, self.cost(request, view) if policy != "upload" else 1)
        if used is None:
            return True
        left = max(0, self.num_requests - used)
        usage = (policy, self.num_requests, self.duration, left, math.ceil(self.wait()))
        setattr(request._request, _KEPT, usage)
        return used <= self.num_requests

    def counted(self, request: Request) -> tuple[str, str]:
        """By which of the rates, and under which name, a request counts."""
        token = living_token(request._request)
        return (self.scope, self.get_ident(request)) if token is None else (self.of_tokens, str(token.pk))

    def cost(self, request: Request, view: object) -> int:
        """How much a request weighs."""
        return COMPUTED if request.method == "POST" else getattr(view, "cost", 1)

    def wait(self) -> float:
        """Seconds until the window ends."""
        return self.duration - self.now % self.duration

    def get_ident(self, request: Request) -> str:
        """The client's address. `X-Forwarded-For` counts only where NUM_PROXIES says who may write it."""
        return client_network(request._request)

    def _count(self, policy: str, ident: str, cost: int) -> int | None:
        """How much of this window is used, `cost` more than before; None where the store does not answer."""
        rate = self.rate or str(self.THROTTLE_RATES[policy])
        self.num_requests, self.duration = cast(tuple[int, int], self.parse_rate(rate))
        self.now = self.timer()
        if self.now < ReadThrottle.store_back_at:
            return None
        key = f"throttle:{policy}:{ident}:{int(self.now // self.duration)}"
        try:
            if self.cache.add(key, cost, timeout=2 * self.duration):
                return cost
            return int(self.cache.incr(key, cost))
        except ValueError:
            return cost  # the count was dropped between the two steps
        except Exception as fault:  # any store, any fault: reading goes on
            ReadThrottle.store_back_at = self.now + PAUSE
            _log.warning("The throttle store does not answer; requests are not counted: %s", fault)
            return None


def is_spent(environ: dict[str, Any]) -> bool:
    """Whether who asks has no reads left in this window. Nothing is counted."""
    request, throttle = HttpRequest(), ReadThrottle()
    request.META = environ
    used = throttle._count(*throttle.counted(Request(request)), 0)
    return used is not None and used >= throttle.num_requests


class WriteThrottle(ReadThrottle):
    """So many uploads an hour for each token; whoever has no living one is counted as a reader."""

    of_tokens = "upload"


def tell_usage(request: HttpRequest, response: HttpResponse) -> None:
    """Say in the headers `RateLimit-Policy` and `RateLimit` what is left (the HTTPAPI group's draft)."""
    usage: tuple[str, int, int, int, int] | None = getattr(request, _KEPT, None)
    if usage is not None:
        policy, quota, window, left, reset = usage
        name = policy.replace("_", "-")
        response.headers["RateLimit-Policy"] = f'"{name}";q={quota};w={window}'
        response.headers["RateLimit"] = f'"{name}";r={left};t={reset}'
