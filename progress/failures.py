"""What is answered where no view of ours was reached: a problem document under /api/, a page elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.defaults import permission_denied

from rankings.api import errors
from rankings.views import door
from rankings.views import errors as pages
from submissions.api.kinds import FILE_TOO_LARGE

API = "/api/"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _answer(request, errors.bad_request, lambda: pages.bad_request(request, exception))


def too_long(request: HttpRequest) -> HttpResponse:
    """The body is longer than the address takes; nothing of it was read."""
    text = gettext("What was sent is larger than this address takes. Nothing was read or changed.")
    return _answer(
        request,
        lambda request: errors.problem_response(request, FILE_TOO_LARGE, text),
        lambda: door.too_long(request),
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
