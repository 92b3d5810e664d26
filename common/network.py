"""From where a request came."""

from __future__ import annotations

import ipaddress

from django.core.cache import caches
from django.http import HttpRequest
from django.utils.connection import ConnectionProxy
from rest_framework.settings import api_settings


def client_address(request: HttpRequest) -> str:
    """The client's own address, behind as many proxies as the setting PROXIES says.

    Each proxy adds the address that called it at the end of X-Forwarded-For; what stands before those was written
    by the client, who may write anything.
    """
    proxies = api_settings.NUM_PROXIES or 0
    forwarded = [
        one.strip() for one in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if one.strip()
    ]
    if proxies and forwarded:
        return str(forwarded[-min(proxies, len(forwarded))])
    return str(request.META.get("REMOTE_ADDR", ""))


def client_network(request: HttpRequest) -> str:
    """The client's address, of IPv6 its /64: whoever has one address there has all, so they are counted together."""
    address = client_address(request)
    try:
        network = ipaddress.IPv6Network((address.partition("%")[0], 64), strict=False)
    except ValueError:
        return address
    mapped = ipaddress.IPv6Address(address.partition("%")[0]).ipv4_mapped
    return str(network if mapped is None else mapped)


# How often one address may send a public form.

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
