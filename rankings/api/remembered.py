"""Entity tags that this process has given out: who still has the bytes is told so before anything is read.

An answer follows from its address, format and language, from this code, and from the edition in force
(states/editions/). The served process knows that edition without a query, and says it in the request
(progress/stored.py); so the tag that an answer had in this edition is the tag that it has.

The word of an edition is read before the answer is made. What was made is then of that edition or of a newer one,
which at once has another word: an old tag is never remembered under a new word.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import get_conditional_response
from django.utils.http import parse_http_date_safe
from django.utils.translation import get_language

TAGS = "pragati.tags"
"""Where a request carries the tags of the edition in force."""

MOST_TAGS = 20_000
_TOLD = ("ETag", "Last-Modified", "Cache-Control", "Vary")
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")

Key = tuple[str, bytes]
"""The word of an edition, and an address in a form and language."""

Told = dict[str, str]
"""The headers of a 304."""


class Tags:
    """What a process has said of every answer; the oldest gives way. One for each process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._told: dict[Key, Told] = {}

    def of(self, edition: str) -> EditionTags:
        return EditionTags(self, edition)

    def get(self, key: Key) -> Told | None:
        return self._told.get(key)

    def keep(self, key: Key, told: Told) -> None:
        with self._lock:
            self._told[key] = told
            while len(self._told) > MOST_TAGS:
                del self._told[next(iter(self._told))]


class EditionTags:
    """The tags of one edition."""

    def __init__(self, tags: Tags, edition: str) -> None:
        self._tags, self._edition = tags, edition

    def get(self, key: bytes) -> Told | None:
        return self._tags.get((self._edition, key))

    def keep(self, key: bytes, told: Told) -> None:
        self._tags.keep((self._edition, key), told)


def recalled(request: HttpRequest, form: str, make: Callable[[], HttpResponse]) -> HttpResponse:
    """304 where it is known that the client has the answer in this form; else what `make` makes, remembered."""
    tags: EditionTags | None = request.META.get(TAGS)
    if tags is None:
        return make()
    # A digest, so that a long address takes no more room than a short one.
    spelt = "\0".join((request.build_absolute_uri(), form, get_language() or ""))
    key = hashlib.blake2b(spelt.encode("utf-8", "surrogateescape"), digest_size=16).digest()
    told = tags.get(key)
    if told is not None and any(name in request.META for name in _CONDITIONS):
        modified = parse_http_date_safe(told.get("Last-Modified", ""))
        early = get_conditional_response(request, etag=told["ETag"], last_modified=modified)
        if early is not None and early.status_code == HTTPStatus.NOT_MODIFIED:
            return HttpResponseNotModified(headers=told)
    response = make()
    if response.status_code in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED} and "ETag" in response.headers:
        tags.keep(key, {name: response.headers[name] for name in _TOLD if name in response.headers})
    return response
