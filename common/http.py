"""Codings, entity tags and our own host: what kept answers and those of the moment have in common."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from urllib.parse import urlsplit

import brotli
from django.conf import settings
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.request import split_domain_port, validate_host

Headers = list[tuple[str, str]]

BROTLI, GZIP, PLAIN = "br", "gzip", ""
BROTLI_QUALITY = 5
"""A page takes a millisecond; the highest quality takes fifty, and saves a sixth."""


def wanted_coding(accepted: str) -> str:
    """The coding that an Accept-Encoding header wants most (RFC 9110), Brotli first among equals; empty for none.

    >>> wanted_coding("gzip, deflate, br"), wanted_coding("gzip;q=1, br;q=0.5"), wanted_coding("*;q=0, identity")
    ('br', 'gzip', '')
    """
    weights: dict[str, float] = {}
    for part in accepted.lower().replace(" ", "").split(",")[:20]:
        name, _, weight = part.partition(";q=")
        weights[name] = float(weight) if re.fullmatch(r"[01](\.\d{0,3})?", weight) else 0.0 if weight else 1.0
    usual = weights.get("*", 0.0)
    best = max((BROTLI, GZIP), key=lambda coding: weights.get(coding, usual))
    wanted = weights.get(best, usual)
    return best if wanted > 0 and wanted >= weights.get("identity", 0.0) else PLAIN


def compressed(body: bytes, coding: str) -> bytes:
    """A body in a coding. Equal bodies give equal bytes, for which a strong tag stands."""
    if coding == BROTLI:
        return bytes(brotli.compress(body, quality=BROTLI_QUALITY))
    if coding == GZIP:
        squeeze = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        return squeeze.compress(body) + squeeze.flush()
    return body


def tagged(etag: str, coding: str) -> str:
    """The entity tag of a coding.

    >>> tagged('"abc"', "br"), tagged('"abc"', "")
    ('"abc-br"', '"abc"')
    """
    return f'{etag[:-1]}-{coding}"' if coding else etag


def plain_tags(condition: str) -> str:
    """The entity tags of a condition as the views know them, without codings.

    >>> plain_tags('"abc-br", W/"abc-gzip", "abc"')
    '"abc", W/"abc", "abc"'
    """
    return condition.replace(f'-{BROTLI}"', '"').replace(f'-{GZIP}"', '"')


def header_of(headers: Sequence[tuple[str, str]], name: str) -> str:
    """The value of a header, named in small letters; empty where it is missing."""
    return next((value for key, value in headers if key.lower() == name), "")


def is_public(headers: Sequence[tuple[str, str]]) -> bool:
    """Whether an answer has a strong entity tag and holds nothing of the one who asked."""
    control = header_of(headers, "cache-control").lower()
    return (
        header_of(headers, "etag").startswith('"')
        and not header_of(headers, "set-cookie")
        and "cookie" not in header_of(headers, "vary").lower()
        and "private" not in control
        and "no-store" not in control
    )


def own_host() -> str:
    """The host under which readers know this installation."""
    host = urlsplit(settings.SITE_URL).netloc
    if validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS):
        return host
    return next((host for host in settings.ALLOWED_HOSTS if host != "*"), "localhost").lstrip(".")


def redirect_with_query(request: HttpRequest, path: str) -> HttpResponsePermanentRedirect:
    """To the address that a page has for good, asked for as this one was."""
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{path}?{query}" if query else path)
