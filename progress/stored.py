"""Hands out stored bytes ahead of sessions, templates and queries; whatever it does not hold goes on to Django.

A page is held for one edition (states/editions/): as soon as that is not in force any more, nothing of it is given
out. What is missing is fetched from the table of rendered pages, or made on the spot by one thread while the others
wait for it. Reading never writes. What Django is asked of the API it is asked with the tags that this process has
given out in the edition (rankings/api/remembered.py).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.http import parse_etags, parse_http_date_safe

from progress.middleware import ROUTE
from rankings.api.lists import MonthList
from rankings.api.negotiation import preferred
from rankings.api.remembered import TAGS, Tags
from rankings.api.throttles import ReadThrottle
from rankings.core.stored import (
    IDENTITY,
    PREFERRED,
    Stored,
    Variant,
    header,
    negotiate,
    plain_tags,
    variant,
)
from rankings.services.rendering import SELECT, Application, ask, own_host, restored
from rankings.views.addresses import canonical
from states.build import build
from states.editions import Newest

MOST_BYTES = 64 * 1024 * 1024
"""So much a process holds of compressed pages; the oldest give way."""

STORED = "stored"
"""The route of a request that was answered from here, as it is counted."""

MOST_SPELLINGS, LONGEST_SPELLING = 10_000, 400
"""How many ways of asking are remembered, and how many characters one has at most."""
PATIENCE = 10.0
"""Seconds that a reader waits for the one who makes the page, before making it himself."""

# With one of these a request wants more than the same bytes as everybody.
_OWN = (
    "HTTP_AUTHORIZATION", "HTTP_ORIGIN", "HTTP_RANGE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE",
)  # fmt: skip
_API = "/api/v1/"
_OFFERED = [one() for one in MonthList.renderer_classes]

_log = logging.getLogger(__name__)

StartResponse = Callable[..., Any]
Environ = dict[str, Any]


Wish = tuple[str, str]
"""A host and an address: an answer names itself by both in its links."""


class Page:
    """A stored answer with its compressed variants, each made when it is first asked for. `size` is in bytes.

    `dated`: whether a date decides on 304, too, as it does for answers of the API.
    """

    def __init__(self, stored: Stored, *, dated: bool) -> None:
        self._stored = stored
        self._variants: dict[str, Variant] = {}
        names = sum(len(name) + len(value) for name, value in stored.headers)
        self.size = len(stored.gzip) + len(stored.brotli) + len(PREFERRED) * names
        self.etag = header(stored.headers, "etag")
        self.modified = parse_http_date_safe(header(stored.headers, "last-modified")) if dated else None

    def variant(self, coding: str) -> Variant:
        if (
            coding == IDENTITY
        ):  # five times as large as the others together, and hardly ever asked for: not kept
            return variant(self._stored, coding)
        found = self._variants.get(coding)
        if found is None:
            found = self._variants[coding] = variant(self._stored, coding)
        return found


class Flight:
    """A page that is being fetched; who comes meanwhile waits for it."""

    def __init__(self) -> None:
        self.landed = threading.Event()
        self.page: Page | None = None


class Shelf:
    """What a process holds of one edition. `absent` are wishes for which there is no page to keep."""

    def __init__(self, edition: str) -> None:
        self.edition = edition
        self.pages: dict[Wish, Page] = {}
        self.absent: set[Wish] = set()
        self.flights: dict[Wish, Flight] = {}
        self.size = 0


class StoredPages:
    """A WSGI application around Django's."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._newest = Newest()
        self._tags = Tags()
        self._build = build()
        self._lock = threading.Lock()
        self._shelf = Shelf("")
        self._spellings: dict[tuple[str, str, str], str | None] = {}
        self._own_host = own_host()
        named = [host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))]
        self._hosts = {self._own_host, *named, *(f"{host}:{settings.PORT}" for host in named)}
        self._session = f"{settings.SESSION_COOKIE_NAME}="
        self._scheme = "https" if settings.PRODUCTION else "http"

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in {"GET", "HEAD"}:
            wish = self._wish(environ)
            page = None if wish is None else self._held(wish, environ)
            if page is not None:
                environ[ROUTE] = STORED
                return _hand_out(page, environ, start_response)
            if environ["PATH_INFO"].startswith(_API) and (edition := self._edition()):
                environ[TAGS] = self._tags.of(edition)
        for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MATCH"):
            if name in environ:
                environ[name] = plain_tags(environ[name])
        return self._application(environ, start_response)

    def _edition(self) -> str | None:
        """The word of the edition in force; None where it cannot be known, whatever the reason."""
        try:
            return self._newest.token()
        except Exception:  # no fault of the store is the reader's
            _log.exception("the edition cannot be known")
            return None

    def close(self) -> None:
        self._newest.close()

    # --- what is asked for --------------------------------------------------------------------------------

    def _wish(self, environ: Environ) -> Wish | None:
        """What is asked for; None where the request is not like everybody's."""
        host = environ.get("HTTP_HOST", "")
        if host not in self._hosts:  # another port or an odd spelling: answered, but nothing is kept for it
            return None
        spelling = (environ["PATH_INFO"], environ.get("QUERY_STRING", ""), environ.get("HTTP_ACCEPT", ""))
        try:
            address = self._spellings[spelling]
        except KeyError:
            address = self._read(spelling)
        if address is None or environ.get("SCRIPT_NAME") or self._is_own(environ):
            return None
        return host, address

    def _read(self, spelling: tuple[str, str, str]) -> str | None:
        path, query, accept = spelling
        address = None
        if not path.startswith("/api/"):
            address = canonical(path, query)
        elif (chosen := preferred(accept, _OFFERED)) is not None:
            address = canonical(path, query, wanted=str(chosen.format))
        if sum(map(len, spelling)) <= LONGEST_SPELLING:
            if len(self._spellings) >= MOST_SPELLINGS:
                self._spellings = {}
            self._spellings[spelling] = address
        return address

    def _is_own(self, environ: Environ) -> bool:
        """Whether somebody is signed in, or asks with conditions or over a connection that are not everybody's."""
        if self._session in environ.get("HTTP_COOKIE", ""):
            return True
        scheme = environ["wsgi.url_scheme"]
        proxied = settings.SECURE_PROXY_SSL_HEADER
        if proxied and proxied[0] in environ:
            scheme = "https" if environ[proxied[0]].split(",")[0].strip() == proxied[1] else "http"
        return scheme != self._scheme or any(name in environ for name in _OWN)

    # --- what there is ------------------------------------------------------------------------------------

    def _held(self, wish: Wish, environ: Environ) -> Page | None:
        """The page, or None: whatever goes wrong here, Django answers."""
        try:
            return self._page(wish, environ)
        except Exception:  # no fault of the store is the reader's
            _log.exception("%s cannot be had from the store", wish[1])
            return None

    def _page(self, wish: Wish, environ: Environ) -> Page | None:
        edition = self._newest.token()
        if edition is None:
            return None
        shelf = self._shelf
        if shelf.edition != edition:
            shelf = self._turn_to(edition)
        page = shelf.pages.get(wish)
        if page is not None or wish in shelf.absent:
            return page
        # Making a page is not counted, so whoever has used up what he may ask gets none made for him.
        request = HttpRequest()
        request.META = environ
        return None if ReadThrottle().is_spent(request) else self._fetched(shelf, wish)

    def _turn_to(self, edition: str) -> Shelf:
        with self._lock:
            if self._shelf.edition != edition:
                self._shelf = Shelf(edition)
            return self._shelf

    def _fetched(self, shelf: Shelf, wish: Wish) -> Page | None:
        """The page, fetched by one thread for all that ask meanwhile; None where it cannot be had of this edition."""
        with self._lock:
            flight = shelf.flights.get(wish)
            mine = flight is None
            if flight is None:
                flight = shelf.flights[wish] = Flight()
        if not mine:
            flight.landed.wait(PATIENCE)
            return flight.page
        try:
            flight.page = self._fetch(shelf, wish)
        finally:
            with self._lock:
                del shelf.flights[wish]
            flight.landed.set()
        return flight.page

    def _fetch(self, shelf: Shelf, wish: Wish) -> Page | None:
        host, address = wish
        try:
            row = self._row(address, shelf.edition) if host == self._own_host else None
            stored = ask(self._application, address, host) if row is None else restored(row)
        except Exception:  # whatever it is, the reader gets what Django answers
            _log.exception("%s cannot be had from the store", address)
            return None
        # Made while something was being changed, it may be of both editions at once.
        if row is None and self._newest.asked() != shelf.edition:
            return None
        with self._lock:
            if stored is None:
                if len(shelf.absent) < MOST_SPELLINGS:
                    shelf.absent.add(wish)
                return None
            page = Page(stored, dated=address.startswith("/api/"))
            self._make_room(shelf, page.size)
            shelf.pages[wish] = page
        return page

    def _row(self, address: str, edition: str) -> Any:
        try:
            return self._newest.row(SELECT, (self._build, address, edition))
        except DatabaseError as fault:
            _log.warning("The table of rendered pages cannot be read: %s", fault)
            return None

    @staticmethod
    def _make_room(shelf: Shelf, size: int) -> None:
        shelf.size += size
        while shelf.size > MOST_BYTES and shelf.pages:
            oldest = next(iter(shelf.pages))
            shelf.size -= shelf.pages.pop(oldest).size


def _hand_out(page: Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    chosen = page.variant(negotiate(environ.get("HTTP_ACCEPT_ENCODING", "")))
    if _is_unmodified(page, chosen, environ):
        start_response("304 Not Modified", [*chosen.unmodified])
        return []
    start_response("200 OK", [*chosen.headers])
    # A list: servers hand one out without iterating.
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [chosen.body]


def _is_unmodified(page: Page, chosen: Variant, environ: Environ) -> bool:
    """Whether the client has this answer already, in whichever coding."""
    condition = environ.get("HTTP_IF_NONE_MATCH")
    if condition is not None:
        if condition == chosen.etag:
            return True
        known = [one.removeprefix("W/") for one in parse_etags(plain_tags(condition))]
        return page.etag in known or "*" in known
    if page.modified is None or "HTTP_IF_MODIFIED_SINCE" not in environ:
        return False
    since = parse_http_date_safe(environ["HTTP_IF_MODIFIED_SINCE"])
    return since is not None and page.modified <= since
