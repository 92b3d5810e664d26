"""Public answers kept as bytes and handed out ahead of Django: one WSGI middleware, placed first.

An answer is kept under the edition in force (edition.py) and its canonical address. It is made by asking the
application for that address at our own host, without cookies, conditions or wishes: nothing that one reader sends can
stand in what another one gets. Of other answers to everybody the entity tags are remembered, so that polling costs no
query. Everything else Django answers. Why it is so: docs/adr/0009-one-cache.md.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

import brotli
from django.conf import settings
from django.core.cache import cache, caches
from django.http.request import split_domain_port, validate_host
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import parse_etags, parse_http_date_safe

from common.edition import Edition
from common.http import (
    BROTLI,
    GZIP,
    PLAIN,
    Headers,
    compressed,
    header_of,
    is_public,
    own_host,
    plain_tags,
    tagged,
    wanted_coding,
)

SHARED = "answers"  # the second level's alias in CACHES
INSIDE = "pragati.rendering"
"""In the environ of a request that this project puts to itself, which is not counted. No client can put it there."""
ROUTE = "pragati.route"
"""Where a request says by which of the addresses it was answered (progress/watch/requests.py)."""
STORED = "stored"
"""The route of a request that was answered from here, as it is counted."""

MOST_BYTES, MOST_SPELLING_BYTES, MOST_TAG_BYTES = 64 << 20, 4 << 20, 4 << 20
LONGEST_SPELLING = 1024  # characters
PAUSE, DAY = 30.0, 86400  # seconds
# Who sends one of these wants something else than everybody's answer.
PERSONAL = ("HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")
CHOOSING = {"", "Accept", "Accept-Encoding", "Accept-Language"}
OF_THE_BODY = {"content-type", "content-length", "content-encoding", "content-disposition", "link"}
OF_THE_MOMENT = {"ratelimit", "ratelimit-policy"}

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
V = TypeVar("V")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Route:
    """Public addresses whose answers follow from the path and these parameters alone.

    `parameters` has the values that each may take, in the order of our own links; the first is the default. `chosen`
    are those that a header chooses where the query does not: parameter → (header, function of its value). `dated`:
    If-Modified-Since decides on 304, too; a page changes with its template as well, so there the tag alone decides.
    """

    path: re.Pattern[str]
    parameters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    chosen: Mapping[str, tuple[str, Callable[[str], str]]] = field(default_factory=dict)
    dated: bool = False

    def canonical(self, environ: Environ) -> str | None:
        """The one address for all spellings; None where a parameter is unknown, repeated or of an unknown value."""
        given: dict[str, str] = {}
        for part in filter(None, environ.get("QUERY_STRING", "").split("&")):
            name, _, value = part.partition("=")
            if name in given or value not in self.parameters.get(name, ()):
                return None
            given[name] = value
        for name, (header, choose) in self.chosen.items():
            if given.setdefault(name, choose(environ.get(header, ""))) not in self.parameters[name]:
                return None
        usual = {name: values[0] for name, values in self.parameters.items()}
        query = urlencode(
            [(name, given[name]) for name in usual if given.get(name, usual[name]) != usual[name]]
        )
        return f"{environ['PATH_INFO']}?{query}" if query else str(environ["PATH_INFO"])

    def vary(self, named: str) -> str:
        """`Vary` as it is: what decides here, and what others' middleware named besides (Django names too much)."""
        ours = [header[5:].replace("_", "-").title() for header, _ in self.chosen.values()]
        rest = {name.strip() for name in named.split(",")} - CHOOSING
        return ", ".join(["Accept-Encoding", *ours, *sorted(rest)])


class Memory(Generic[V]):
    """The values used last, as many as `limit` bytes hold, keys included."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size, self.lock = limit, 0, threading.Lock()
        self.held: OrderedDict[Any, tuple[V, int]] = OrderedDict()

    def get(self, key: Any) -> V | None:
        # Without the lock: each of the two is one step of the interpreter, and to wait for a lock costs more than both.
        try:
            self.held.move_to_end(key)
            return self.held[key][0]
        except KeyError:
            return None

    def put(self, key: Any, value: V, size: int) -> None:
        with self.lock:
            self.size += size - self.held.pop(key, (value, 0))[1]
            self.held[key] = value, size
            while self.size > self.limit:
                self.size -= self.held.popitem(last=False)[1][1]


class Answer:
    """A body in both codings, with the headers of each, ready to be handed out. `size` is in bytes."""

    def __init__(self, lines: Headers, br: bytes, gzip: bytes) -> None:
        self.lines, self.bodies = lines, {BROTLI: br, GZIP: gzip}
        self.tag = header_of(lines, "etag")
        self.modified = parse_http_date_safe(header_of(lines, "last-modified"))
        self.tags = frozenset(tagged(self.tag, coding) for coding in (PLAIN, BROTLI, GZIP))
        self.headers = {coding: self._headers(coding) for coding in (PLAIN, BROTLI, GZIP)}
        self.short = {coding: without_body(headers) for coding, headers in self.headers.items()}
        # 120: a tuple, two strings' heads and a place in a list, as CPython has them.
        kept = [line for headers in self.headers.values() for line in headers]
        self.size = len(br) + len(gzip) + 1000 + sum(120 + len(name) + len(value) for name, value in kept)

    @classmethod
    def of(cls, lines: Headers, body: bytes) -> Answer:
        return cls(lines, compressed(body, BROTLI), compressed(body, GZIP))

    def packed(self) -> bytes:
        """The answer as one string of bytes: a line of JSON, then both bodies."""
        head = json.dumps([self.lines, len(self.bodies[BROTLI])]).encode()
        return b"\n".join([head, self.bodies[BROTLI] + self.bodies[GZIP]])

    @classmethod
    def unpacked(cls, packed: bytes) -> Answer:
        """Raises ValueError or TypeError for what `packed` did not make."""
        head, _, bodies = packed.partition(b"\n")
        lines, size = json.loads(head)
        return cls([(name, value) for name, value in lines], bodies[:size], bodies[size:])

    def body(self, coding: str) -> bytes:
        return self.bodies.get(coding) or bytes(brotli.decompress(self.bodies[BROTLI]))

    def _headers(self, coding: str) -> Headers:
        headers = [
            (name, tagged(value, coding) if name.lower() == "etag" else value) for name, value in self.lines
        ]
        coded = [("Content-Encoding", coding)] if coding else []
        return [*headers, *coded, ("Content-Length", str(len(self.body(coding))))]

    def give(
        self, environ: Environ, start_response: StartResponse, coding: str, *, dated: bool
    ) -> list[bytes]:
        condition = environ.get("HTTP_IF_NONE_MATCH")
        # To be in the set is what nearly every condition is, and quicker than reading it.
        if (condition and condition in self.tags) or is_unmodified(
            environ, self.tag, self.modified if dated else None
        ):
            start_response("304 Not Modified", self.short[coding][:])
            return []
        start_response("200 OK", self.headers[coding][:])
        # A list: servers hand one out without iterating.
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [self.body(coding)]


def is_unmodified(environ: Environ, tag: str, modified: int | None) -> bool:
    """Whether the conditions of a request say that the client has the answer of this tag, in whichever coding."""
    if "HTTP_IF_NONE_MATCH" in environ:
        named = parse_etags(plain_tags(environ["HTTP_IF_NONE_MATCH"]))
        return not {"*", plain_tags(tag)}.isdisjoint(name.removeprefix("W/") for name in named)
    since = parse_http_date_safe(environ.get("HTTP_IF_MODIFIED_SINCE", "")) if modified else None
    return modified is not None and since is not None and modified <= since


def without_body(headers: Headers) -> Headers:
    """What a 304 says."""
    return [line for line in headers if line[0].lower() not in OF_THE_BODY]


def answered(application: Application, address: str) -> tuple[str, Headers, bytes]:
    """(status, headers, body) of the answer to a GET of an address at our own host, as anybody gets it.

    The request has no cookies, conditions or wishes, and is as secure as this installation asks for.
    """
    path, _, query = address.partition("?")
    environ: Environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": own_host(), INSIDE: True}
    environ |= {"wsgi.url_scheme": own_scheme(), "REMOTE_ADDR": "127.0.0.1"}
    setup_testing_defaults(environ)
    answers: list[tuple[str, Headers]] = []
    pieces = application(environ, lambda status, headers, _=None: answers.append((status, headers)))
    try:
        body = b"".join(pieces)
    finally:
        getattr(pieces, "close", lambda: None)()
    return *answers[-1], body


def own_scheme() -> str:
    return "https" if settings.PRODUCTION else "http"


class Cache:
    """The middleware. `build` names the code: processes of other code share nothing with this one.

    `polled` is what the addresses begin with of which tags are remembered. `is_spent` says of a request whether who
    asks has used up what he may ask: to make an answer is not counted, so none is made for him.
    """

    def __init__(
        self,
        application: Application,
        routes: Sequence[Route],
        build: str,
        *,
        polled: str = "/api/",
        is_spent: Callable[[Environ], bool] = lambda environ: False,
    ) -> None:
        self.application, self.routes, self.build, self.edition = application, routes, build, Edition()
        self.polled, self.is_spent = polled, is_spent
        self.answers: Memory[Answer | bool] = Memory(MOST_BYTES)
        self.spellings: Memory[tuple[Route | None, str | None, str]] = Memory(MOST_SPELLING_BYTES)
        self.tags: Memory[Headers] = Memory(MOST_TAG_BYTES)
        self.making = [threading.Lock() for _ in range(64)]
        self.shared_rests_until = 0.0
        self.cookies = (f"{settings.SESSION_COOKIE_NAME}=", "messages=")
        self.host, self.scheme = own_host(), own_scheme()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        route, address, coding = self.read(environ)
        if (route or environ["PATH_INFO"].startswith(self.polled)) and not self.is_personal(environ):
            try:
                if route and address and "HTTP_ORIGIN" not in environ:
                    answer = self.answer(route, address, environ)
                    if answer:
                        environ[ROUTE] = STORED
                        return answer.give(environ, start_response, coding, dated=route.dated)
                elif environ["PATH_INFO"].startswith(self.polled) and (edition := self.edition.word()):
                    return self.remembered(edition, coding, environ, start_response)
            except Exception:  # no fault of the cache is the reader's
                _log.exception("%s cannot be had from the cache", environ["PATH_INFO"])
        return self.passed(environ, start_response)

    def passed(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Django's own answer."""
        for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH"):
            if name in environ:
                environ[name] = plain_tags(environ[name])
        return self.application(environ, start_response)

    def read(self, environ: Environ) -> tuple[Route | None, str | None, str]:
        """The route and canonical address, None where nothing is kept, and the coding that is wanted most."""
        get = environ.get
        spelling = (
            environ["PATH_INFO"], get("QUERY_STRING", ""), get("HTTP_ACCEPT", ""), get("HTTP_ACCEPT_LANGUAGE", ""),
            get("HTTP_ACCEPT_ENCODING", ""),
        )  # fmt: skip
        known = self.spellings.get(spelling)
        if known is not None:
            return known
        route = next((route for route in self.routes if route.path.fullmatch(spelling[0])), None)
        address = route.canonical(environ) if route else None
        known = route, address, wanted_coding(spelling[4])
        if (length := sum(map(len, spelling))) <= LONGEST_SPELLING:
            self.spellings.put(spelling, known, length + 600)
        return known

    def is_personal(self, environ: Environ) -> bool:
        """Whether somebody is signed in, or wants something else, or comes by another host or scheme than ours."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("SCRIPT_NAME"):
            return True
        for name in PERSONAL:
            if name in environ:
                return True
        sent, host = environ.get("HTTP_COOKIE", ""), environ.get("HTTP_HOST", "")
        scheme, proxy = environ["wsgi.url_scheme"], settings.SECURE_PROXY_SSL_HEADER
        if proxy and proxy[0] in environ:
            scheme = "https" if environ[proxy[0]].split(",")[0].strip() == proxy[1] else "http"
        ours = host == self.host or validate_host(split_domain_port(host)[0], settings.ALLOWED_HOSTS)
        return not ours or scheme != self.scheme or bool(sent and any(name in sent for name in self.cookies))

    def answer(self, route: Route, address: str, environ: Environ) -> Answer | None:
        """The answer of this edition, made by one thread while the others wait; None where none can be kept."""
        if not (edition := self.edition.word()):
            return None
        held = self.answers.get((edition, address))
        if held is None:
            if self.is_spent(environ):
                return None
            with self.making[hash(address) % len(self.making)]:
                edition = self.edition.word()  # it may have moved while this thread waited
                held = self.answers.get((edition, address))
                if held is None and edition:
                    held = self.made(route, address, edition)
        return held if isinstance(held, Answer) else None

    def made(self, route: Route, address: str, edition: str) -> Answer | bool | None:
        """The answer, from the second level or rendered; False for an address that has none to keep, None for now."""
        name = sha256("\0".join((self.build, edition, address)).encode()).hexdigest()
        packed = unsealed(self.shared("get", name))
        answer = Answer.unpacked(packed) if packed else self.rendered(route, address)
        # Made while something was published, it may be of two editions: then it is given to one reader and not kept.
        if packed or (answer is not None and self.edition.word(anew=True) == edition):
            size = answer.size if isinstance(answer, Answer) else 0
            self.answers.put((edition, address), answer or False, size + len(address) + 300)
            if not packed and isinstance(answer, Answer):
                self.shared("set", name, sealed(answer.packed()), DAY)
        return answer

    def rendered(self, route: Route, address: str) -> Answer | bool | None:
        """What the application answers to anybody; False where that is no public 200, None where it failed."""
        status, headers, body = answered(self.application, address)
        if not status.startswith("200 ") or not is_public(headers):
            return None if status >= "5" else False
        vary = route.vary(header_of(headers, "vary"))
        headers = [line for line in headers if line[0].lower() not in {"vary", "content-length"}]
        return Answer.of([*headers, ("Vary", vary)], body)

    def remembered(
        self, edition: str, coding: str, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """304 where this process has given out the tag in this edition; else Django's answer, whose tag is remembered.

        The word is read before the answer is made: that is of the word's edition or of a newer one, which has another
        word at the latest a second later.
        """
        names = ("HTTP_HOST", "QUERY_STRING", "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ORIGIN")
        spelling = "\0".join([environ["PATH_INFO"], coding, *(environ.get(name, "") for name in names)])
        key = edition, sha256(spelling.encode("utf-8", "surrogateescape")).digest()
        headers = self.tags.get(key)
        if headers is not None:
            modified = parse_http_date_safe(header_of(headers, "last-modified"))
            if is_unmodified(environ, header_of(headers, "etag"), modified):
                environ[ROUTE] = STORED
                start_response("304 Not Modified", headers[:])
                return []

        def remember(status: str, given: Headers, *more: Any) -> Any:
            if status[:3] in {"200", "304"} and is_public(given):
                kept = [line for line in without_body(given) if line[0].lower() not in OF_THE_MOMENT]
                self.tags.put(key, kept, 400 + sum(120 + len(name) + len(value) for name, value in kept))
            return start_response(status, given, *more)

        return self.passed(environ, remember)

    def shared(self, act: str, *given: Any) -> Any:
        """Ask the second level, where there is one. One that is down is left alone for a while."""
        if SHARED in settings.CACHES and time.monotonic() >= self.shared_rests_until:
            try:
                return getattr(caches[SHARED], act)(*given)
            except Exception as fault:  # any store, any fault
                self.shared_rests_until = time.monotonic() + PAUSE
                _log.warning("The shared cache does not answer: %s", fault)
        return None


def sealed(packed: bytes) -> bytes:
    """The bytes behind a seal by our secret key, so that whoever can write the shared cache cannot write pages."""
    return salted_hmac(SHARED, packed, algorithm="sha256").digest() + packed


def unsealed(kept: bytes | None) -> bytes | None:
    """What `sealed` sealed; None for anything else."""
    return kept[32:] if kept and constant_time_compare(sealed(kept[32:]), kept) else None


def recall(key: str) -> Any | None:
    """What was remembered of a long computation; None where nothing was, or the cache is out of reach.

    The key names all that the computation rests on, so nothing that is remembered goes stale.
    """
    try:
        return cache.get(key)
    except Exception as fault:  # whatever the cache's trouble is, it is not the reader's: we compute
        _log.warning("The cache does not answer; %s is computed anew: %s", key, fault)
        return None


def remember(values: Mapping[str, Any]) -> None:
    """Keep these for a day, where there is a cache."""
    try:
        cache.set_many(dict(values), DAY)
    except Exception as fault:
        _log.warning("The cache does not take what was computed: %s", fault)
