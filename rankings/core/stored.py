"""An answer as it is handed out again and again: compressed once, its headers ready, negotiated by plain comparison."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import brotli

IDENTITY, GZIP, BROTLI = "identity", "gzip", "br"
PREFERRED = (BROTLI, GZIP, IDENTITY)
BROTLI_QUALITY = 5
"""A page takes a millisecond; the highest quality takes fifty, and saves a sixth."""

_USUAL = 200
"""Characters of an `Accept-Encoding` that is remembered; browsers send twenty."""

# A 304 says what it is about and how long that keeps, nothing of a body it does not have.
_OF_THE_BODY = frozenset(
    {"content-type", "content-length", "content-encoding", "content-disposition", "link"}
)

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """What is kept of an answer: its headers as the view and the middleware gave them, and its body, compressed."""

    headers: Headers
    gzip: bytes
    brotli: bytes


@dataclass(frozen=True, slots=True)
class Variant:
    """One coding of an answer: its own entity tag, its headers, those of a 304, its body."""

    etag: str
    headers: Headers
    unmodified: Headers
    body: bytes


def pack(headers: Sequence[tuple[str, str]], body: bytes) -> Stored:
    """Compress an answer. The same body gives the same bytes wherever the same libraries are installed.

    >>> unpack(pack([], b"a page"))
    b'a page'
    """
    kept = tuple((name, value) for name, value in headers if name.lower() != "content-length")
    return Stored(kept, compressed(body, GZIP), compressed(body, BROTLI))


def compressed(body: bytes, coding: str) -> bytes:
    """A body in a coding. Whoever makes the bytes of an entity tag makes them here: it stands for these very bytes."""
    if coding == BROTLI:
        done: bytes = brotli.compress(body, quality=BROTLI_QUALITY)
        return done
    if coding == GZIP:
        squeeze = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
        return squeeze.compress(body) + squeeze.flush()
    return body


def unpack(stored: Stored) -> bytes:
    """The body as it was."""
    return zlib.decompress(stored.gzip, 16 + zlib.MAX_WBITS)


def header(headers: Sequence[tuple[str, str]], name: str) -> str:
    """The value of a header, empty where it is missing.

    >>> header([("ETag", "x")], "etag")
    'x'
    """
    return next((value for key, value in headers if key.lower() == name), "")


def variant(stored: Stored, coding: str) -> Variant:
    """An answer in one coding. Each coding has its own entity tag, for its bytes are its own."""
    body = {GZIP: stored.gzip, BROTLI: stored.brotli}.get(coding)
    if body is None:
        body = unpack(stored)
    etag = tagged(header(stored.headers, "etag"), coding)
    headers = [(name, etag if name.lower() == "etag" else value) for name, value in stored.headers]
    unmodified = tuple(one for one in headers if one[0].lower() not in _OF_THE_BODY)
    if coding != IDENTITY:
        headers.append(("Content-Encoding", coding))
    headers.append(("Content-Length", str(len(body))))
    return Variant(etag, tuple(headers), unmodified, body)


def tagged(etag: str, coding: str) -> str:
    """The entity tag of a coding.

    >>> tagged('"abc"', "br"), tagged('"abc"', "identity")
    ('"abc-br"', '"abc"')
    """
    return etag if coding == IDENTITY else f'{etag[:-1]}-{coding}"'


def plain_tags(condition: str) -> str:
    """The entity tags of a condition without their codings: what the views, which know of none, compare with.

    >>> plain_tags('"abc-br", W/"abc-gzip", "abc"')
    '"abc", W/"abc", "abc"'
    """
    return condition.replace(f'-{BROTLI}"', '"').replace(f'-{GZIP}"', '"')


def negotiate(accepted: str) -> str:
    """The coding that an `Accept-Encoding` header wants most (RFC 9110); ours first among equals.

    >>> negotiate("gzip, deflate, br"), negotiate("gzip;q=1, br;q=0.5"), negotiate(""), negotiate("*;q=0, identity")
    ('br', 'gzip', 'identity', 'identity')
    """
    return _negotiated(accepted) if len(accepted) <= _USUAL else _negotiated.__wrapped__(accepted)


@lru_cache(maxsize=1024)
def _negotiated(accepted: str) -> str:
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, parameter = part.partition(";")
        weights[name.strip()] = _weight(parameter)
    rest = weights.get("*", 0.0)
    wanted = {one: weights.get(one, rest) for one in (BROTLI, GZIP)}
    # Nobody has to name identity; it is what remains where nothing is wanted.
    wanted[IDENTITY] = weights.get(IDENTITY, 0.0)
    best = max(PREFERRED, key=lambda one: wanted[one])
    return best if wanted[best] > 0 else IDENTITY


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
