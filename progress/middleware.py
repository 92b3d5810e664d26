"""What holds for every request and answer, and for which Django has no setting: headers, addresses, bodies."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext
from django.views.defaults import permission_denied
from rest_framework.request import Request

from accounts import auth
from accounts.auth import TAKES_FILES, body_length
from accounts.sessions import holds
from accounts.throttles import COMPUTED, ReadThrottle
from common.cache import ROUTE
from dashboard.site import errors as pages
from progress.watch import MACHINES
from rankings.api import errors
from submissions.api.operations import FILE_TOO_LARGE

# What is answered where no view of ours was reached: a problem document under /api/, a page elsewhere.

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


# Who a request comes from: somebody whose session holds, else nobody.


class SignedIn(AuthenticationMiddleware):
    """As Django's, read only where somebody asks; a session that does not hold is ended."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = SimpleLazyObject(lambda: user_of(request))  # type: ignore[assignment]
        request.auser = sync_to_async(lambda: user_of(request))


def user_of(request: Any) -> Any:
    """The person of a request. The same object every time."""
    if not hasattr(request, "_person_signed_in"):
        user = get_user(request)
        if user.is_authenticated and not holds(request.session, user, at=timezone.now()):
            request.session.flush()
            user = AnonymousUser()
        request._person_signed_in = user
    return request._person_signed_in


# What a browser could offer a page and no page of ours asks for. Passkeys stay with this site.
UNUSED = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
    "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
LONGEST = 8192
"""Characters of an address, and of any one header: no browser sends more, and nothing longer shall be kept."""
PERMISSIONS = ", ".join([*(f"{name}=()" for name in UNUSED), "publickey-credentials-get=(self)"])


class NoFiles(FileUploadHandler):
    """Refuses the first file of a form, before a byte of it is kept."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise MultiPartParserError("no file is expected here")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing arrives."""

    def file_complete(self, file_size: int) -> None:
        """Nothing is kept."""


class Gate(MiddlewareMixin):
    """What no view need look after.

    A request with an address (414) or a header (431) over 8 KB is refused. So is a page's address with a NUL in it:
    no name holds one, and no database takes it; the API names the field itself. Where a view does not take files, a
    long body is answered with 413 unread, and a form with a file with 400. This stands before the check of a form's
    token, which reads the body, whoever sent it.

    An answer switches off the powers of a browser that no page needs, and lets no other site load what is ours; what
    other sites may show (`dashboard.leaderboard.embeds`) says so itself. For whoever counts requests it says by which
    of the addresses it was given.
    """

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        query = request.META.get("QUERY_STRING", "")
        if len(request.META["PATH_INFO"]) + len(query) > LONGEST:
            return refused(request, HTTPStatus.REQUEST_URI_TOO_LONG)
        if any(len(value) > LONGEST for name, value in request.META.items() if name.startswith("HTTP_")):
            return refused(request, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        if not request.path_info.startswith(API) and ("\0" in request.path_info or "%00" in query):
            return bad_request(request, BadRequest("NUL in the address"))
        return None

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if getattr(view, TAKES_FILES, False):
            return None
        if body_length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return too_long(request)
        request.upload_handlers = [NoFiles(request)]
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        match = request.resolver_match
        if match is not None:
            request.META[ROUTE] = match.view_name if match.url_name else match.route
        return response
