"""How often one address or token may ask. A throttle store that is down never keeps anyone from reading."""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, cast

from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

from rankings.api.tokens import living_token
from rankings.services.rendering import INSIDE

if TYPE_CHECKING:  # the views import their throttles
    from rest_framework.views import APIView

_log = logging.getLogger(__name__)
# After a failure the store is left alone for so many seconds, so that not every reader waits for its time-out.
PAUSE = 30
_KEPT = "pragati_usage"


@dataclass(frozen=True, slots=True)
class Usage:
    """How much of a quota is used: at most `quota` requests in `window` seconds, `left` of them for `reset` more."""

    policy: str
    quota: int
    window: int
    left: int
    reset: int


class ReadThrottle(SimpleRateThrottle):
    """So many reads per window of the clock (a minute), counted atomically in the shared cache.

    Whoever sends a living token is counted by it, and may read more often; anyone else by address. A token that
    has ended takes nobody's right to read: it counts as none.

    The framework's own throttle keeps a list of times per address, read and written back whole: requests at the
    same time lose each other's entries. A counter does not.
    """

    scope = "read"
    of_tokens: ClassVar[str] = "read_token"
    rate: str | None = None  # a test's; the settings' where it is None
    num_requests: int
    duration: int
    store_back_at: ClassVar[float] = 0

    def __init__(self) -> None:
        """The rate follows from who asks."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        if INSIDE in request.META:  # the project renders its own pages; stored answers are not counted either
            return True
        policy, ident = self.counted(request)
        rate = self.rate or str(self.THROTTLE_RATES[policy])
        self.num_requests, self.duration = cast(tuple[int, int], self.parse_rate(rate))
        self.now = self.timer()
        used = self._count(f"throttle:{policy}:{ident}:{int(self.now // self.duration)}")
        if used is None:
            return True
        left = max(0, self.num_requests - used)
        usage = Usage(policy, self.num_requests, self.duration, left, math.ceil(self.wait()))
        setattr(request._request, _KEPT, usage)
        return used <= self.num_requests

    def counted(self, request: Request) -> tuple[str, str]:
        """By which of the rates, and under which name, a request counts."""
        token = living_token(request._request)
        return (self.scope, self.get_ident(request)) if token is None else (self.of_tokens, str(token.pk))

    def wait(self) -> float:
        """Seconds until the window ends."""
        return self.duration - self.now % self.duration

    def get_ident(self, request: Request) -> str:
        """The client's address. `X-Forwarded-For` counts only where NUM_PROXIES says who may write it."""
        if api_settings.NUM_PROXIES is None:
            return str(request.META.get("REMOTE_ADDR", ""))
        return super().get_ident(request)

    def _count(self, key: str) -> int | None:
        """How many requests this window has seen with this one; None where the store does not answer."""
        if self.now < ReadThrottle.store_back_at:
            return None
        try:
            if self.cache.add(key, 1, timeout=2 * self.duration):
                return 1
            return int(self.cache.incr(key))
        except ValueError:
            return 1  # the count was dropped between the two steps
        except Exception as fault:  # any store, any fault: reading goes on
            ReadThrottle.store_back_at = self.now + PAUSE
            _log.warning("The throttle store does not answer; requests are not counted: %s", fault)
            return None


class WriteThrottle(ReadThrottle):
    """So many uploads an hour for each token; whoever has no living one is counted as a reader."""

    of_tokens = "upload"


def tell_usage(request: HttpRequest, response: HttpResponse) -> None:
    """Say in the headers `RateLimit-Policy` and `RateLimit` what is left (the HTTPAPI group's draft)."""
    usage: Usage | None = getattr(request, _KEPT, None)
    if usage is not None:
        name = usage.policy.replace("_", "-")
        response.headers["RateLimit-Policy"] = f'"{name}";q={usage.quota};w={usage.window}'
        response.headers["RateLimit"] = f'"{name}";r={usage.left};t={usage.reset}'
