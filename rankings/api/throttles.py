"""How often one address may read. A throttle store that is down never keeps anyone from reading."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, ClassVar

from rest_framework.request import Request
from rest_framework.settings import api_settings
from rest_framework.throttling import SimpleRateThrottle

if TYPE_CHECKING:  # the views import their throttles
    from rest_framework.views import APIView

_log = logging.getLogger(__name__)
# After a failure the store is left alone for so many seconds, so that not every reader waits for its time-out.
PAUSE = 30


class ReadThrottle(SimpleRateThrottle):
    """So many reads per window of the clock (a minute), counted atomically in the shared cache.

    The framework's own keeps a list of times per address, read and written back whole: requests at the same
    time lose each other's entries. A counter does not.
    """

    scope = "read"
    num_requests: int
    duration: int
    store_back_at: ClassVar[float] = 0

    def allow_request(self, request: Request, view: APIView) -> bool:
        self.now = self.timer()
        window = int(self.now // self.duration)
        used = self._count(f"{self.get_cache_key(request, view)}:{window}")
        return used is None or used <= self.num_requests

    def wait(self) -> float:
        """Seconds until the window ends."""
        return self.duration - self.now % self.duration

    def get_cache_key(self, request: Request, view: APIView) -> str:
        return f"throttle:{self.scope}:{self.get_ident(request)}"

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
            _log.warning("The throttle store does not answer; reads are not counted: %s", fault)
            return None
