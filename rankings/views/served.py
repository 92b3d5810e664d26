"""Bytes for machines and pages for people: a strong ETag, Last-Modified, 304."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from rankings.selectors.changes import last_public_act

REVALIDATED = "public, no-cache"
"""Kept by whoever likes, and asked for again each time: nobody is shown a page that a release has overtaken."""


def served(request: HttpRequest, body: bytes, media_type: str, *, modified: datetime | None) -> HttpResponse:
    """The bytes with their validators, or 304 where the client has them; to be asked again each time."""
    response = HttpResponse(body, content_type=media_type)
    etag = f'"{hashlib.sha256(body).hexdigest()}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=60, must-revalidate"
    seconds = None
    if modified is not None:
        seconds = int(modified.timestamp())
        response.headers["Last-Modified"] = http_date(seconds)
    answer = get_conditional_response(request, etag=etag, last_modified=seconds, response=response)
    assert isinstance(answer, HttpResponse)
    return answer


def validated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A public page with its validators, or 304 where the reader has it.

    `Last-Modified` is told, for a page shows when its data changed; whether it is the same page the ETag alone
    decides, since a page changes with its template, too, and twice within a second if need be. One query.
    """
    response.headers["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()}"'
    response.headers["Cache-Control"] = REVALIDATED
    modified = last_public_act()
    if modified is not None:
        response.headers["Last-Modified"] = http_date(int(modified.timestamp()))
    patch_vary_headers(response, ["Accept-Encoding"])  # stored pages are handed out compressed
    answer = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    assert isinstance(answer, HttpResponse)
    return answer
