"""What the write side answers when something is wrong: the reading side's one shape, with more kinds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from rest_framework import exceptions

from rankings.api.errors import problem as reading_problem
from rankings.api.errors import problem_response
from rankings.api.language import language_of
from states.access import NotForYouError, NotVisibleError
from submissions.api import kinds
from submissions.receiving import LARGEST_FILE
from submissions.services.uploads import ConflictError, MonthClosedError
from submissions.services.workflow import RefusedStepError
from submissions.validation import Checked
from submissions.wording import window_text


class NoTokenError(Exception):
    """No token, or none that lives."""


class MissingFieldError(ValueError):
    """A field of the form is missing or malformed; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class FileTooLargeError(ValueError):
    """The file is over the cap; the whole body was read."""


class InvalidFileError(ValueError):
    """A file with problems; `upload` is its name where it was kept."""

    def __init__(self, checked: Checked, upload: str | None, *, dry_run: bool) -> None:
        super().__init__("invalid file")
        self.checked, self.upload, self.dry_run = checked, upload, dry_run


def problem(exc: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Turn what was raised into a problem document."""
    request: HttpRequest = context["request"]._request
    with override(language_of(request)):
        response = _own(exc, request)
    return response if response is not None else reading_problem(exc, context)


def _own(exc: Exception, request: HttpRequest) -> HttpResponse | None:  # noqa: PLR0911 one line for each kind
    if isinstance(exc, NoTokenError):
        detail = _("Send a living token in the header “Authorization: Bearer TOKEN”.")
        response = problem_response(request, kinds.NOT_SIGNED_IN, detail)
        response.headers["WWW-Authenticate"] = "Bearer"
        return response
    if isinstance(exc, NotForYouError):
        return problem_response(
            request, kinds.NOT_ALLOWED, _("It needs another scope, or a person with another role.")
        )
    if isinstance(exc, NotVisibleError):
        return problem_response(
            request, kinds.NOT_VISIBLE, _("Check the State and the number of the submission.")
        )
    if isinstance(exc, MissingFieldError):
        return problem_response(request, kinds.MISSING_FIELD, str(exc), {"field": exc.field})
    if isinstance(exc, FileTooLargeError):
        detail = _("A month's file has at most %(size)d MB; check that it is the right one.")
        return problem_response(request, kinds.FILE_TOO_LARGE, detail % {"size": LARGEST_FILE // 2**20})
    if isinstance(exc, exceptions.UnsupportedMediaType):
        return problem_response(request, kinds.WRONG_CONTENT_TYPE, _("Send the form as multipart/form-data."))
    if isinstance(exc, InvalidFileError):
        return _invalid(exc, request)
    return _conflict(exc, request)


def _conflict(exc: Exception, request: HttpRequest) -> HttpResponse | None:
    if isinstance(exc, MonthClosedError):
        until = exc.window.until
        more = {
            "gate": exc.window.gate.value,
            "until": until.isoformat(timespec="seconds") if until else None,
        }
        return problem_response(request, kinds.MONTH_CLOSED, window_text(exc.month, exc.window), more)
    if isinstance(exc, ConflictError):
        current = exc.current
        detail = _("Revision %(revision)d took its place; read it first.") % {"revision": current.revision}
        return problem_response(request, kinds.CONFLICT, detail, {"id": current.pk, "status": current.status})
    if isinstance(exc, RefusedStepError):
        return problem_response(request, kinds.CONFLICT, str(exc), {"reason": exc.code})
    return None


def _invalid(exc: InvalidFileError, request: HttpRequest) -> HttpResponse:
    problems = [one.as_dict() for one in exc.checked.problems]
    foreign = any(one["code"] == kinds.NOT_A_SPREADSHEET.code for one in problems)
    large = any(one["code"] == kinds.FILE_TOO_LARGE.code for one in problems)
    kind = kinds.NOT_A_SPREADSHEET if foreign else kinds.FILE_TOO_LARGE if large else kinds.INVALID_FILE
    more = {
        "rows": exc.checked.rows,
        "accepted": exc.checked.accepted,
        "dry_run": exc.dry_run,
        "upload": exc.upload,
        "problems": problems,
    }
    return problem_response(
        request, kind, _("Mend the cells that the problems name and send the file again."), more
    )
