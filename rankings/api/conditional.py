"""ETag, Last-Modified, 304 and how long an answer keeps.

The ETag is strong: the SHA-256 of the media type and of the very bytes of the body, derived fields included.
`Last-Modified` is the time of the newest act that can change what the public reads.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from rankings.api.errors import PreconditionError

FROZEN = "public, max-age=31536000, immutable"
FRESH = "public, max-age=60, must-revalidate"


def etag_of(media_type: str, body: bytes) -> str:
    """A strong entity tag, quoted.

    >>> etag_of("text/csv", b"") != etag_of("application/json", b"")
    True
    """
    return f'"{hashlib.sha256(media_type.encode() + bytes(1) + body).hexdigest()}"'


def conditional(
    request: HttpRequest, response: HttpResponse, *, modified: datetime | None, frozen: bool
) -> HttpResponse:
    """The response with its validators, or 304 where the client has these bytes already.

    Raises PreconditionError where `If-Match` or `If-Unmodified-Since` does not hold.
    """
    etag = etag_of(response.headers["Content-Type"], response.content)
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = FROZEN if frozen else FRESH
    seconds = None
    if modified is not None:
        seconds = int(modified.timestamp())
        response.headers["Last-Modified"] = http_date(seconds)
    answer = get_conditional_response(request, etag=etag, last_modified=seconds, response=response)
    assert isinstance(answer, HttpResponse)
    if answer.status_code == HTTPStatus.PRECONDITION_FAILED:
        raise PreconditionError
    return answer
