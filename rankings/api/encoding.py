"""Compression of public answers, each coding with an entity tag of its own.

Everything here is public and the same for everybody, so there is no secret that its length could betray. What is
behind a token is not compressed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus

import brotli
from django.http import HttpRequest
from django.http.response import HttpResponseBase, StreamingHttpResponse
from django.utils.cache import patch_vary_headers

from rankings.core.stored import BROTLI, BROTLI_QUALITY, IDENTITY, compressed, negotiate, plain_tags, tagged

_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH")


def forget_codings(request: HttpRequest) -> None:
    """Read the entity tags of a request's conditions as those of the answer itself, whatever its coding."""
    for name in _CONDITIONS:
        if name in request.META:
            request.META[name] = plain_tags(request.META[name])


def encode(request: HttpRequest, response: HttpResponseBase) -> None:
    """Give the answer the coding that the client wants most; a 304 the entity tag that it would have."""
    patch_vary_headers(response, ["Accept-Encoding"])
    coding = negotiate(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    if coding == IDENTITY or "ETag" not in response.headers:
        return
    if response.status_code not in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
        return
    response.headers["ETag"] = tagged(response.headers["ETag"], coding)
    if response.status_code == HTTPStatus.NOT_MODIFIED:
        return
    response.headers["Content-Encoding"] = coding
    if isinstance(response, StreamingHttpResponse):
        response.streaming_content = pieces(_bytes(response.streaming_content), coding)
    elif hasattr(response, "content"):
        response.content = compressed(response.content, coding)


def _bytes(content: object) -> Iterator[bytes]:
    assert isinstance(content, Iterable)
    for piece in content:
        assert isinstance(piece, bytes)
        yield piece


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
