"""Headers that every answer carries and for which Django has no setting."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase

ROUTE = "pragati.route"
"""Where a request says by which of the addresses it was answered (progress/watch/requests.py)."""

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

    What other sites may show (`rankings.views.embed`) says so itself.
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
