"""What holds for every request and answer, and for which Django has no setting: headers, addresses, bodies."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.multipartparser import MultiPartParserError
from django.utils.deprecation import MiddlewareMixin

from accounts.auth import TAKES_FILES, body_length
from common.cache import ROUTE
from progress import failures

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
            return failures.refused(request, HTTPStatus.REQUEST_URI_TOO_LONG)
        if any(len(value) > LONGEST for name, value in request.META.items() if name.startswith("HTTP_")):
            return failures.refused(request, HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        if not request.path_info.startswith(failures.API) and ("\0" in request.path_info or "%00" in query):
            return failures.bad_request(request, BadRequest("NUL in the address"))
        return None

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if getattr(view, TAKES_FILES, False):
            return None
        if body_length(request) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            return failures.too_long(request)
        request.upload_handlers = [NoFiles(request)]
        return None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        match = request.resolver_match
        if match is not None:
            request.META[ROUTE] = match.view_name if match.url_name else match.route
        return response
