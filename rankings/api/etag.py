"""Entity tags, Last-Modified, 304, codings, and how long an answer keeps.

A tag is strong: the SHA-256 of the media type and of the very bytes of the body, derived fields included, or of all
that makes those bytes. `Last-Modified` is the time of the newest act that can change what the public reads.
Everything that is compressed here is public and the same for everybody: there is no secret that its length betrays.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from http import HTTPStatus

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from common.build import build
from common.http import BROTLI, BROTLI_QUALITY, compressed, plain_tags, tagged, wanted_coding
from rankings.api.errors import PreconditionError

FROZEN = "public, max-age=31536000, immutable"
FRESH = "public, max-age=60, must-revalidate"


def etag_of(media_type: str, body: bytes) -> str:
    """A strong entity tag of bytes, quoted.

    >>> etag_of("text/csv", b"") != etag_of("application/json", b"")
    True
    """
    return f'"{hashlib.sha256(media_type.encode() + bytes(1) + body).hexdigest()}"'


def tag_of(*parts: object) -> str:
    """A strong entity tag of all that makes an answer's bytes, this code among it.

    >>> tag_of("a", "b") == tag_of("ab")
    False
    """
    content = "\0".join(map(str, (build(), *parts)))
    return f'"{hashlib.sha256(content.encode()).hexdigest()}"'


def conditional(
    request: HttpRequest, response: HttpResponse, *, modified: datetime | None, frozen: bool
) -> HttpResponse:
    """The response with its validators, or 304 where the client has these bytes already.

    Raises PreconditionError where `If-Match` or `If-Unmodified-Since` does not hold.
    """
    etag = etag_of(response.headers["Content-Type"], response.content)
    _validate(response, etag, modified, FROZEN if frozen else FRESH)
    answer = _unmodified(request, etag, modified, response)
    assert isinstance(answer, HttpResponse)
    return answer


def answered(
    request: HttpRequest, *, etag: str, modified: datetime | None, make: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """304 where the client has the bytes of a tag that is known before they are made; else what `make` makes.

    Raises PreconditionError as `conditional` does.
    """
    response = _unmodified(request, etag, modified, None) or make()
    _validate(response, etag, modified, FRESH)
    patch_vary_headers(response, ["Accept"])
    return response


def _validate(response: HttpResponseBase, etag: str, modified: datetime | None, keeps: str) -> None:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = keeps
    if modified is not None:
        response.headers["Last-Modified"] = http_date(int(modified.timestamp()))


def _unmodified(
    request: HttpRequest, etag: str, modified: datetime | None, response: HttpResponse | None
) -> HttpResponseBase | None:
    """304 where the client has the answer of this tag, else the response that was given."""
    seconds = None if modified is None else int(modified.timestamp())
    answer = get_conditional_response(request, etag=etag, last_modified=seconds, response=response)
    if answer is not None and answer.status_code == HTTPStatus.PRECONDITION_FAILED:
        raise PreconditionError
    return answer


def forget_codings(request: HttpRequest) -> None:
    """Read the entity tags of a request's conditions as those of the answer itself, whatever its coding."""
    for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH"):
        if name in request.META:
            request.META[name] = plain_tags(request.META[name])


def encode(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the answer the coding that the client wants most; a 304 the entity tag that it would have."""
    patch_vary_headers(response, ["Accept-Encoding"])
    coding = wanted_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    if not coding or "ETag" not in response.headers:
        return
    if response.status_code not in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
        return
    response.headers["ETag"] = tagged(response.headers["ETag"], coding)
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        return
    response.headers["Content-Encoding"] = coding
    if isinstance(response, StreamingHttpResponse):
        content = response.streaming_content
        assert isinstance(content, Iterable)
        response.streaming_content = pieces(content, coding)
    elif hasattr(response, "content"):
        response.content = compressed(response.content, coding)


def pieces(content: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """A stream in a coding, piece by piece. The same stream gives the same bytes."""
    work: Callable[[bytes], bytes]
    if coding == BROTLI:
        brotlied = brotli.Compressor(quality=BROTLI_QUALITY)
        work, finish = brotlied.process, brotlied.finish
    else:
        squeeze = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        work, finish = squeeze.compress, squeeze.flush
    for piece in content:
        if made := work(piece):
            yield made
    yield finish()
