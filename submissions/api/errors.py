"""What the write side answers when something is wrong: the reading side's one shape, with more kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from rest_framework import exceptions

from accounts.access import NotForYouError, NotVisibleError
from common.api import kinds as reading
from common.api.kinds import Kind
from common.api.language import language_of
from rankings.api.errors import PreconditionError, problem_response
from rankings.api.errors import problem as reading_problem
from submissions.api import operations
from submissions.desk.words import window_text
from submissions.models import Submission
from submissions.parsing import LARGEST_FILE
from submissions.stations.receiving import (
    StationFileTooLargeError,
    StationStepError,
    WrongOffsetError,
)
from submissions.upload.calls import CallInProgressError, KeyReusedError
from submissions.upload.services import ConflictError, MonthClosedError
from submissions.validation import Checked
from submissions.workflow import RefusedStepError


class NoTokenError(Exception):
    """No token, or none that lives."""


class UnknownJobError(LookupError):
    """No job of the caller has this number."""


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


class MalformedHeaderError(ValueError):
    """A header that cannot be meant; `field` names it."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class ChangedMeanwhileError(PreconditionError):
    """The submission is not the one that `If-Match` names; `current` is what stands, None where nothing does."""

    def __init__(self, current: Submission | None) -> None:
        super().__init__("changed")
        self.current = current


Description = tuple[Kind, str, dict[str, Any]]


def problem(exc: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Turn what was raised into a problem document."""
    request: HttpRequest = context["request"]._request
    with override(language_of(request)):
        found = described(exc)
        if found is None:
            return reading_problem(exc, context)
        response = problem_response(request, *found)
    if isinstance(exc, NoTokenError):
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(exc, CallInProgressError):
        response.headers["Retry-After"] = "1"
    return response


def described(exc: Exception) -> Description | None:
    """The kind of problem, what happened in words, and what is said beyond that; None where it is none of ours."""
    for kind, describe in _DESCRIPTIONS.items():
        if isinstance(exc, kind):
            return describe(exc)
    return None


def _no_token(exc: Any) -> Description:
    return operations.NOT_SIGNED_IN, _("Send a living token in the header “Authorization: Bearer TOKEN”."), {}


def _not_for_you(exc: Any) -> Description:
    return operations.NOT_ALLOWED, _("It needs another scope, or a person with another role."), {}


def _not_visible(exc: Any) -> Description:
    return operations.NOT_VISIBLE, _("Check the State and the number of the submission."), {}


def _unknown_job(exc: Any) -> Description:
    return operations.NOT_VISIBLE, _("Check the number of the job; only your own are shown."), {}


def _missing_field(exc: Any) -> Description:
    return operations.MISSING_FIELD, str(exc), {"field": exc.field}


def _malformed_header(exc: Any) -> Description:
    return operations.MALFORMED_HEADER, str(exc), {"field": exc.field}


def _too_large(exc: Any) -> Description:
    detail = _("A month's file has at most %(size)d MB; check that it is the right one.")
    return operations.FILE_TOO_LARGE, detail % {"size": LARGEST_FILE // 2**20}, {}


def _station_file_too_large(exc: Any) -> Description:
    return (
        operations.FILE_TOO_LARGE,
        _("A station file has at most 200 MB, a piece 8 MB, and no more than was said."),
        {},
    )


def _wrong_offset(exc: Any) -> Description:
    detail = _("Go on at byte %(expected)d.") % {"expected": exc.expected}
    return operations.WRONG_OFFSET, detail, {"expected_offset": exc.expected}


def _station_step(exc: Any) -> Description:
    details = {
        "not_receiving": _("The file receives nothing any more."),
        "incomplete": _("Not all of the file has arrived."),
        "wrong_digest": _("What arrived has another SHA-256; send the file again from its start."),
        "ended": _("The file had ended already; nothing was changed."),
        "nothing_to_take": _("The file is not stored, or has no station of the State."),
    }
    return operations.CONFLICT, details[exc.code], {"reason": exc.code, "file_status": exc.file.status}


def _wrong_content_type(exc: Any) -> Description:
    return reading.WRONG_CONTENT_TYPE, _("Send the form as multipart/form-data."), {}


def _month_closed(exc: Any) -> Description:
    until = exc.window.until
    more = {
        "gate": exc.window.gate.value,
        "until": until.isoformat(timespec="seconds") if until else None,
    }
    return operations.MONTH_CLOSED, window_text(exc.month, exc.window), more


def _overtaken(exc: Any) -> Description:
    current = exc.current
    detail = _("Revision %(revision)d took its place; read it first.") % {"revision": current.revision}
    return operations.CONFLICT, detail, {"id": current.pk, "submission_status": current.status}


def _refused(exc: Any) -> Description:
    return operations.CONFLICT, str(exc), {"reason": exc.code}


def _in_progress(exc: Any) -> Description:
    return (
        operations.CALL_IN_PROGRESS,
        _("Send it again in a moment: the answer will be that of the first."),
        {},
    )


def _key_reused(exc: Any) -> Description:
    detail = _(
        "Draw a new Idempotency-Key for every new request; repeat one only with the very same content."
    )
    return operations.KEY_REUSED, detail, {"field": "Idempotency-Key"}


def _changed(exc: Any) -> Description:
    detail = _("What stands is not what If-Match or If-None-Match names; read it first.")
    current = exc.current
    more = {} if current is None else {"id": current.pk, "submission_status": current.status}
    return reading.PRECONDITION_FAILED, detail, more


def _invalid(exc: Any) -> Description:
    problems = [problem.as_dict() for problem in exc.checked.problems]
    foreign = any(problem["code"] == operations.NOT_A_SPREADSHEET.code for problem in problems)
    large = any(problem["code"] == operations.FILE_TOO_LARGE.code for problem in problems)
    kind = (
        operations.NOT_A_SPREADSHEET
        if foreign
        else operations.FILE_TOO_LARGE
        if large
        else operations.INVALID_FILE
    )
    more = {
        "rows": exc.checked.rows,
        "accepted": exc.checked.accepted,
        "dry_run": exc.dry_run,
        "upload": exc.upload,
        "problems": problems,
    }
    return kind, _("Mend the cells that the problems name and send the file again."), more


_DESCRIPTIONS: dict[type[Exception], Callable[[Any], Description]] = {
    NoTokenError: _no_token,
    NotForYouError: _not_for_you,
    NotVisibleError: _not_visible,
    UnknownJobError: _unknown_job,
    MissingFieldError: _missing_field,
    MalformedHeaderError: _malformed_header,
    FileTooLargeError: _too_large,
    StationFileTooLargeError: _station_file_too_large,
    WrongOffsetError: _wrong_offset,
    StationStepError: _station_step,
    exceptions.UnsupportedMediaType: _wrong_content_type,
    InvalidFileError: _invalid,
    MonthClosedError: _month_closed,
    ConflictError: _overtaken,
    RefusedStepError: _refused,
    CallInProgressError: _in_progress,
    KeyReusedError: _key_reused,
    ChangedMeanwhileError: _changed,
}
