"""What holds for every request and answer, and for which Django has no setting: headers, addresses, bodies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError

from accounts.auth import TAKES_FILES, body_length
from common.cache import ROUTE
from progress.failures import too_long

# What a browser could offer a page and no page of ours asks for. Passkeys stay with this site.
UNUSED = (
    "accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
    "payment", "screen-wake-lock", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
PERMISSIONS = ", ".join([*(f"{name}=()" for name in UNUSED), "publickey-credentials-get=(self)"])


def policies(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Switch off the powers of a browser that no page needs, and let no other site load what is ours.

    What other sites may show (`dashboard.leaderboard.embeds`) says so itself.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def readable(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer a page's address with a NUL in it with 400: no name holds one, and no database takes it.

    The API reads its queries strictly itself, and names the field.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith("/api/"):
            return get_response(request)
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return get_response(request)

    return middleware


class NoFiles(FileUploadHandler):
    """Refuses the first file of a form, before a byte of it is kept."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise MultiPartParserError("no file is expected here")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Nothing arrives."""

    def file_complete(self, file_size: int) -> None:
        """Nothing is kept."""


class Bodies:
    """Where a view does not take files, a long body is answered with 413 unread, and a form with a file with 400.

    It stands before the check of a form's token, which reads the body, whoever sent it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if getattr(view, TAKES_FILES, False):
            return None
        if body_length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return too_long(request)
        request.upload_handlers = [NoFiles(request)]
        return None


def told_route(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Say by which of the addresses a request was answered, for whoever counts."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        match = request.resolver_match
        if match is not None:
            request.META[ROUTE] = match.view_name if match.url_name else match.route
        return response

    return middleware
