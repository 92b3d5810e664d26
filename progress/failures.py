"""What is answered where no view of ours was reached: a problem document under /api/, a page elsewhere.

Pages asked for too often are refused before they cost anything. The API counts its own addresses (accounts/throttles.py); both draw on one count.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext
from django.views.defaults import permission_denied
from rest_framework.request import Request

from accounts import auth
from accounts.throttles import COMPUTED, ReadThrottle
from dashboard.site import errors as pages
from progress.watch import MACHINES
from rankings.api import errors
from submissions.api.operations import FILE_TOO_LARGE

API = "/api/"
COMPUTED_PAGES = frozenset(
    {
        "rankings:annual", "rankings:claims", "rankings:compare", "rankings:heatmap", "rankings:methodology",
        "rankings:parameter", "rankings:streaks", "release:proof", "site:search", "why:change", "why:decides",
        "why:plan", "why:progress", "why:sensitivity", "why:what_if",
    }
)  # fmt: skip
"""Pages that work something out from what the reader asks; a request for one weighs as much as five others."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, errors.bad_request, lambda: pages.bad_request(request, exception))


def too_long(request: HttpRequest) -> HttpResponse:
    """The body is longer than the address takes; nothing of it was read."""
    text = gettext("What was sent is larger than this address takes. Nothing was read or changed.")
    return _answer(
        request,
        lambda request: errors.problem_response(request, FILE_TOO_LARGE, text),
        lambda: auth.too_long(request),
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, errors.forbidden, lambda: permission_denied(request, exception))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, errors.not_found, lambda: pages.not_found(request, exception))


def server_error(request: HttpRequest) -> HttpResponse:
    return _answer(request, errors.server_error, lambda: pages.server_error(request))


def refused(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """An address or a header that is too long to be looked at."""
    return _answer(request, lambda asked: errors.refused(asked, status), lambda: pages.refused(status))


def _answer(
    request: HttpRequest, document: Callable[[HttpRequest], HttpResponse], page: Callable[[], HttpResponse]
) -> HttpResponse:
    return document(request) if request.path_info.startswith(API) else page()


class PageThrottle(ReadThrottle):
    """Counts pages, of whoever is signed in by person."""

    def counted(self, request: Request) -> tuple[str, str]:
        user = request._request.user
        return (self.of_tokens, f"person-{user.pk}") if user.is_authenticated else super().counted(request)

    def cost(self, request: Request, view: object) -> int:
        try:
            name = resolve(request.path_info).view_name
        except Resolver404:
            name = ""
        return COMPUTED if request.method == "POST" or name in COMPUTED_PAGES else 1


class Throttled(MiddlewareMixin):
    """Answer 429 to an address that asks for more pages than it may; kept pages and static files are not counted."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        path = request.path_info
        if path not in MACHINES and not path.startswith((API, settings.STATIC_URL)):
            throttle = PageThrottle()
            if not throttle.allow_request(Request(request)):
                return pages.too_many(throttle.wait())
        return None
