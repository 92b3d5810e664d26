"""Is the process alive, is it ready to serve, and what is it? For machines, as JSON."""

from __future__ import annotations

import time
import tomllib
from functools import cache

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from common.build import build
from common.signs import FRESH, worker_age

TIMEOUT = 1
"""Seconds that Redis may take to answer."""

KNOWN_FOR = 5.0
_KNOWN: dict[str, tuple[float, bool]] = {}


@require_safe
@never_cache
def livez(request: HttpRequest) -> JsonResponse:
    """The process answers; nothing else is asked."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """200 where pages can be served, though degraded without Redis or where it is set up and no worker gives a sign.

    503 without database or with open migrations.
    """
    if not _database_ready():
        return JsonResponse({"status": "unavailable"}, status=503)
    if not settings.REDIS_URL:
        return JsonResponse({"status": "ok"})
    age = worker_age(timezone.now()) if _redis_ready() else None
    status = "ok" if age is not None and age <= FRESH else "degraded"
    return JsonResponse({"status": status, "worker_age_seconds": age})


@require_safe
@never_cache
def version(request: HttpRequest) -> JsonResponse:
    """What runs here: the version as stated, and a word for the very code, which differs with every change of it."""
    return JsonResponse({"name": "pragati", "version": version_text(), "build": build()})


def _database_ready() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _redis_ready() -> bool:
    """Whether Redis answers, where there is one."""
    if not settings.REDIS_URL:
        return True
    try:
        client = redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=TIMEOUT, socket_timeout=TIMEOUT, retry=None
        )
        return bool(client.ping())
    except redis.RedisError:
        return False


def redis_answers() -> bool:
    """Whether Redis answers; asked at most every `KNOWN_FOR` seconds, not for every page: it may hang."""
    asked_at, answer = _KNOWN.get("redis", (-KNOWN_FOR, True))
    if time.monotonic() - asked_at >= KNOWN_FOR:
        answer = _redis_ready()
        _KNOWN["redis"] = (time.monotonic(), answer)
    return answer


@cache
def version_text() -> str:
    """The project's version, from the one file that states it."""
    text = (settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])
