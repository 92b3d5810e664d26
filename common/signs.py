"""A worker's sign of life, where every machine can see it: in the cache that they share (Redis)."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from redis import RedisError

FRESH = 60
"""Seconds after which the newest sign is too old: a worker gives one every two seconds, while it hears Redis."""

_NAME = "worker-lives"


def leave_worker_sign(at: datetime) -> None:
    """A worker lives and hears Redis. Where that is away no sign can be left, and none is missed."""
    try:
        cache.set(_NAME, int(at.timestamp()), timeout=None)
    except RedisError:
        return


def worker_age(at: datetime) -> int | None:
    """Seconds since the newest sign of any worker; None where there is none, or Redis does not answer."""
    try:
        newest = cache.get(_NAME)
    except RedisError:
        return None
    return None if newest is None else max(0, int(at.timestamp()) - newest)
