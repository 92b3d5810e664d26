"""Answers whose entity tag is known before they are made: from digests, in a query or two."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from rankings.api.conditional import FRESH
from rankings.api.errors import PreconditionError
from states.build import build


def tag_of(*parts: object) -> str:
    """A strong entity tag of all that makes an answer's bytes, this code among it.

    >>> tag_of("a", "b") == tag_of("ab")
    False
    """
    content = "\0".join(map(str, (build(), *parts)))
    return f'"{hashlib.sha256(content.encode()).hexdigest()}"'


def answered(
    request: HttpRequest, *, etag: str, modified: datetime | None, make: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """304 where the client has these bytes, without making them; else what `make` makes, with its validators.

    Raises PreconditionError where `If-Match` or `If-Unmodified-Since` does not hold.
    """
    seconds = None if modified is None else int(modified.timestamp())
    early = get_conditional_response(request, etag=etag, last_modified=seconds)
    if early is not None and early.status_code == HTTPStatus.PRECONDITION_FAILED:
        raise PreconditionError
    response = early or make()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = FRESH
    if seconds is not None:
        response.headers["Last-Modified"] = http_date(seconds)
    patch_vary_headers(response, ["Accept"])
    return response
