"""Every error as a problem document (RFC 9457): one shape, stable codes, text in the language asked for.

    {"type": "https://…/api/v1/problems/unknown_state/", "title": "No such State or UT", "status": 404,
     "detail": "…", "instance": "/api/v1/states/XX/", "code": "unknown_state", "known": ["AN", "AP", …]}

`known` stands where something unknown was named; `field` names the query parameter at fault. `type` is the
address of the kind's own description.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any, NotRequired, TypedDict

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.log import log_response
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.request import Request

from common.api import kinds
from common.api.kinds import Kind
from common.api.language import language_of
from common.api.tables import json_bytes
from common.asking import MalformedQueryError, UnknownNameError
from metrics.selectors import UnknownMethodologyError
from rankings.api.said import (
    Address,
    Board,
    Category,
    Count,
    DayText,
    MonthText,
    Origin,
    TimeText,
    says,
)
from rankings.lists.change_feed import StaleCursorError
from rankings.lists.queries import WithdrawnListError
from rankings.practices.queries import WithdrawnPracticeError
from states.selectors import UnknownStateError

MEDIA_TYPE = "application/problem+json"
_LONGEST_ECHO = 60
_request_log = logging.getLogger("django.request")


class UnknownQueryError(ValueError):
    """A query parameter that this address does not know; a misspelt filter must not pass as no filter."""

    def __init__(self, field: str, known: Sequence[str]) -> None:
        super().__init__(field)
        self.field, self.known = field, tuple(known)


class UnknownProblemError(LookupError):
    """No kind of problem has this code."""


class PreconditionError(Exception):
    """`If-Match` or `If-Unmodified-Since` does not hold."""


def problem(exc: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Turn anything that was raised while a request was answered into a problem document."""
    request: Request = context["request"]
    plain: HttpRequest = request._request
    kind, detail, more = _described(exc)
    response = problem_response(plain, kind, detail, more)
    if isinstance(exc, exceptions.MethodNotAllowed):
        response.headers["Allow"] = ", ".join(context["view"].allowed_methods)
    if isinstance(exc, exceptions.Throttled):
        response.headers["Retry-After"] = str(_seconds(exc))
    if kind is kinds.INTERNAL_ERROR:
        got_request_exception.send(sender=None, request=plain)
        log_response(
            "%s: %s", "Internal Server Error", plain.path, response=response, request=plain,
            logger=_request_log, exception=exc,
        )  # fmt: skip
    return response


def problem_response(
    request: HttpRequest, kind: Kind, detail: str, more: Mapping[str, Any] | None = None
) -> HttpResponse:
    """A problem document, in the active language. Errors are never kept by a cache."""
    address = reverse("api:problem", args=[kind.code])
    with suppress(SuspiciousOperation):  # where the host itself is at fault, the path will do
        address = request.build_absolute_uri(address)
    document = {
        "type": address,
        "title": str(kind.title),
        "status": kind.status,
        "detail": detail,
        "instance": request.get_full_path(),
        "code": kind.code,
        **(more or {}),
    }
    response = HttpResponse(json_bytes(document), content_type=MEDIA_TYPE, status=kind.status)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Language"] = get_language() or ""
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def bad_request(request: HttpRequest) -> HttpResponse:
    """What is answered where the request was refused before any view saw it."""
    return _outside(request, BadRequest())


def forbidden(request: HttpRequest) -> HttpResponse:
    return _outside(request, PermissionDenied())


def not_found(request: HttpRequest) -> HttpResponse:
    return _outside(request, Http404())


def server_error(request: HttpRequest) -> HttpResponse:
    """What is answered where something failed outside every view."""
    return _outside(request, Exception())


def refused(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    """An address or a header that is too long (414, 431)."""
    kind, detail, _more = _described(BadRequest())
    with override(language_of(request)):
        own = {"instance": _echo(request.path)}
        return problem_response(request, replace(kind, status=status.value), detail, own)


def _outside(request: HttpRequest, exc: Exception) -> HttpResponse:
    with override(language_of(request)):
        return problem_response(request, *_described(exc))


Description = tuple[Kind, str, dict[str, Any]]


def _described(exc: Exception) -> Description:
    """The kind of problem, what happened in words, and what the document says beyond that."""
    for classes, describe in _DESCRIPTIONS:
        if isinstance(exc, classes):
            return describe(exc)
    return (
        kinds.INTERNAL_ERROR,
        _("The request could not be answered. It is logged and will be looked into."),
        {},
    )


def _unknown_name(exc: Any) -> Description:
    details = {
        "month": _("No list of “%(value)s” is on record here."),
        "revision": _("This list has no revision “%(value)s”."),
        "board": _("There is no board “%(value)s”."),
        "category": _("There is no category “%(value)s”."),
        "practice": _("The register has no practice “%(value)s”."),
        "resource": _("The data package has no table “%(value)s”."),
    }
    kind = kinds.KINDS.get(f"unknown_{exc.kind}", kinds.NOT_FOUND)
    detail = details.get(exc.kind, _("There is no “%(value)s” here."))
    return kind, detail % {"value": _echo(exc.value)}, {"known": list(exc.known)}


def _withdrawn(exc: Any) -> Description:
    ranking, withdrawal = exc.list, exc.withdrawal
    detail = _("The list of %(month)s was withdrawn on %(day)s: %(reason)s") % {
        "month": ranking.month, "day": withdrawal.withdrawn_on.isoformat(), "reason": withdrawal.reason,
    }  # fmt: skip
    return kinds.WITHDRAWN, detail, {
        "reason": withdrawal.reason,
        "withdrawn_on": withdrawal.withdrawn_on.isoformat(),
        "month": str(ranking.month),
        "board": ranking.board,
        "category": ranking.category,
        "origin": ranking.origin,
        "revision": ranking.revision,
    }  # fmt: skip


def _practice_withdrawn(exc: Any) -> Description:
    detail = _("Practice %(number)s was withdrawn on %(day)s.") % {
        "number": exc.number, "day": exc.withdrawn_on.isoformat(),
    }  # fmt: skip
    return kinds.PRACTICE_WITHDRAWN, detail, {"withdrawn_on": exc.withdrawn_on.isoformat()}


def _cursor_gone(exc: Any) -> Description:
    return (
        kinds.CURSOR_GONE,
        _("What it named is no more; start anew with since=, or from the beginning."),
        {},
    )


def _unknown_state(exc: Any) -> Description:
    detail = _("There is no State or UT with the code “%(value)s”.") % {"value": _echo(exc.code)}
    return kinds.UNKNOWN_STATE, detail, {"known": sorted(exc.known)}


def _unknown_methodology(exc: Any) -> Description:
    detail = _("There is no methodology version “%(value)s”.") % {"value": _echo(exc.version)}
    return kinds.UNKNOWN_METHODOLOGY, detail, {"known": list(exc.known)}


def _unknown_problem(exc: Any) -> Description:
    detail = _("There is no kind of problem “%(value)s”.") % {"value": _echo(str(exc))}
    return kinds.UNKNOWN_PROBLEM, detail, {"known": sorted(kinds.KINDS)}


def _malformed_query(exc: Any) -> Description:
    return kinds.MALFORMED_QUERY, str(exc), {"field": exc.field}


def _unknown_query(exc: Any) -> Description:
    detail = _("This address takes no query parameter “%(value)s”.") % {"value": _echo(exc.field)}
    return kinds.UNKNOWN_QUERY, detail, {"field": exc.field, "known": list(exc.known)}


def _not_acceptable(exc: Any) -> Description:
    known = [renderer.format for renderer in exc.available_renderers or ()]
    detail = _("Ask for one of these formats, by format= or by Accept: %(formats)s.")
    return kinds.NOT_ACCEPTABLE, detail % {"formats": ", ".join(known)}, {"known": known}


def _method_not_allowed(exc: Any) -> Description:
    return kinds.METHOD_NOT_ALLOWED, _("The header “Allow” names the methods that it takes."), {}


def _forbidden(exc: Any) -> Description:
    return kinds.FORBIDDEN, _("The server does not let this request pass."), {}


def _precondition(exc: Any) -> Description:
    return kinds.PRECONDITION_FAILED, _("The content has changed, or was never the one named."), {}


def _throttled(exc: Any) -> Description:
    detail = _("Try again in %(seconds)d seconds. Conditional requests cost least.") % {
        "seconds": _seconds(exc)
    }
    return kinds.THROTTLED, detail, {"retry_after": _seconds(exc)}


def _wrong_content_type(exc: Any) -> Description:
    detail = _("“%(type)s” is not taken here; send the text as text/plain.")
    return kinds.WRONG_CONTENT_TYPE, detail % {"type": _echo(exc.args[0] if exc.args else "")}, {}


def _not_found(exc: Any) -> Description:
    return kinds.NOT_FOUND, _("The addresses that there are stand at /api/v1/."), {}


def _bad_request(exc: Any) -> Description:
    return kinds.BAD_REQUEST, _("The request is malformed or too large."), {}


def _seconds(exc: Any) -> int:
    return max(1, math.ceil(exc.wait or 0))


def _echo(text: str) -> str:
    """What was sent, shortened: an answer is no place to repeat a long address."""
    return text if len(text) <= _LONGEST_ECHO else f"{text[:_LONGEST_ECHO]}…"


_DESCRIPTIONS: tuple[
    tuple[type[Exception] | tuple[type[Exception], ...], Callable[[Any], Description]], ...
] = (
    (UnknownNameError, _unknown_name),
    (WithdrawnListError, _withdrawn),
    (WithdrawnPracticeError, _practice_withdrawn),
    (StaleCursorError, _cursor_gone),
    (UnknownStateError, _unknown_state),
    (UnknownMethodologyError, _unknown_methodology),
    (UnknownProblemError, _unknown_problem),
    (MalformedQueryError, _malformed_query),
    (UnknownQueryError, _unknown_query),
    (PreconditionError, _precondition),
    (exceptions.NotAcceptable, _not_acceptable),
    (exceptions.MethodNotAllowed, _method_not_allowed),
    (exceptions.UnsupportedMediaType, _wrong_content_type),
    (exceptions.Throttled, _throttled),
    ((PermissionDenied, exceptions.PermissionDenied), _forbidden),
    (Http404, _not_found),
    ((BadRequest, SuspiciousOperation, exceptions.ParseError), _bad_request),
)


# The root, the kinds of problem, and a problem itself (RFC 9457).


class Endpoint(TypedDict):
    """An address as a template (RFC 6570)."""

    name: str
    url: str


class Root(TypedDict):
    """Every address, with the query parameters that it takes."""

    count: Count
    results: list[Endpoint]


class ProblemKind(TypedDict):
    """A kind of problem: its code never changes and is never translated."""

    code: str
    status: Annotated[int, says(minimum=400, maximum=599)]
    title: str
    title_hi: str
    url: Address


class ProblemKinds(TypedDict):
    """Every kind of problem."""

    count: Count
    results: list[ProblemKind]


class Problem(TypedDict):
    """What went wrong (RFC 9457). A program acts on `code`; the words are for people."""

    type: Annotated[Address, says("Leads to the description of the kind.")]
    title: Annotated[str, says("The same for every problem of the kind, in the language asked for.")]
    status: Annotated[int, says(minimum=400, maximum=599)]
    detail: Annotated[str, says("What happened here, in the language asked for.")]
    instance: Annotated[str, says("The address that was asked.")]
    code: Annotated[str, says("Stable, and never translated.", examples=["unknown_month"])]
    known: NotRequired[Annotated[list[str], says("What would have been right.")]]
    field: NotRequired[Annotated[str, says("The parameter at fault.")]]
    retry_after: NotRequired[Annotated[int, says("Seconds to wait.", minimum=1)]]
    reason: NotRequired[Annotated[str, says("Why: of a withdrawn list, or a step that cannot be taken.")]]
    withdrawn_on: NotRequired[DayText]
    month: NotRequired[MonthText]
    board: NotRequired[Board]
    category: NotRequired[Category]
    origin: NotRequired[Origin]
    revision: NotRequired[Annotated[int, says(minimum=1)]]
    gate: NotRequired[Annotated[str, says("Why a month takes no figures.", examples=["closed"])]]
    until: NotRequired[Annotated[TimeText | None, says("Until when, or since when.")]]
    id: NotRequired[Annotated[int, says("The submission that stands instead.", minimum=1)]]
    submission_status: NotRequired[
        Annotated[str, says("How that submission stands.", examples=["submitted"])]
    ]


class OpenAPI(TypedDict):
    """An OpenAPI document, as far as it need be known here."""

    openapi: Annotated[str, says(examples=["3.1.1"])]
