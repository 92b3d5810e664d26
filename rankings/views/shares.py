"""How often one address may send a public form."""

from __future__ import annotations

from django.core.cache import caches
from django.http import HttpRequest
from django.utils.connection import ConnectionProxy

from states.addresses import client_network

cache = ConnectionProxy(caches, "counts")
HOUR = 3600


def used_up(request: HttpRequest, form: str, *, most: int) -> bool:
    """Whether `too_many` has counted `most` for this address within the hour. Without a cache: no."""
    try:
        return int(cache.get(_key(request, form)) or 0) >= most
    except Exception:  # whatever the cache's trouble is, it is not the reader's
        return False


def too_many(request: HttpRequest, form: str, *, most: int) -> bool:
    """Count this sending of a form; True where the address has sent it more than `most` times within the hour.

    Without a cache nobody is kept out.
    """
    key = _key(request, form)
    try:
        cache.add(key, 0, HOUR)
        return int(cache.incr(key)) > most
    except Exception:  # whatever the cache's trouble is, it is not the reader's
        return False


def _key(request: HttpRequest, form: str) -> str:
    return f"{form}:{client_network(request)}"
