"""What the write side answers when something is wrong: the reading side's one shape, with more kinds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
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
    for raised, (kind, detail) in _FIXED.items():
        if isinstance(exc, raised):
            return kind, str(detail), {}
    for raised, describe in _DESCRIPTIONS.items():
        if isinstance(exc, raised):
            return describe(exc)
    return None


_FIXED: dict[type[Exception], tuple[Kind, Promise]] = {
    NoTokenError: (
        operations.NOT_SIGNED_IN,
        gettext_lazy("Send a living token in the header “Authorization: Bearer TOKEN”."),
    ),
    NotForYouError: (
        operations.NOT_ALLOWED,
        gettext_lazy("It needs another scope, or a person with another role."),
    ),
    NotVisibleError: (
        operations.NOT_VISIBLE,
        gettext_lazy("Check the State and the number of the submission."),
    ),
    UnknownJobError: (
        operations.NOT_VISIBLE,
        gettext_lazy("Check the number of the job; only your own are shown."),
    ),
    StationFileTooLargeError: (
        operations.FILE_TOO_LARGE,
        gettext_lazy("A station file has at most 200 MB, a piece 8 MB, and no more than was said."),
    ),
    exceptions.UnsupportedMediaType: (
        reading.WRONG_CONTENT_TYPE,
        gettext_lazy("Send the form as multipart/form-data."),
    ),
    CallInProgressError: (
        operations.CALL_IN_PROGRESS,
        gettext_lazy("Send it again in a moment: the answer will be that of the first."),
    ),
}


def _malformed(exc: MissingFieldError | MalformedHeaderError) -> Description:
    missing = isinstance(exc, MissingFieldError)
    kind = operations.MISSING_FIELD if missing else operations.MALFORMED_HEADER
    return kind, str(exc), {"field": exc.field}


def _too_large(exc: FileTooLargeError) -> Description:
    detail = _("A month's file has at most %(size)d MB; check that it is the right one.")
    return operations.FILE_TOO_LARGE, detail % {"size": LARGEST_FILE // 2**20}, {}


def _wrong_offset(exc: WrongOffsetError) -> Description:
    detail = _("Go on at byte %(expected)d.") % {"expected": exc.expected}
    return operations.WRONG_OFFSET, detail, {"expected_offset": exc.expected}


def _station_step(exc: StationStepError) -> Description:
    details = {
        "not_receiving": _("The file receives nothing any more."),
        "incomplete": _("Not all of the file has arrived."),
        "wrong_digest": _("What arrived has another SHA-256; send the file again from its start."),
        "ended": _("The file had ended already; nothing was changed."),
        "nothing_to_take": _("The file is not stored, or has no station of the State."),
    }
    return operations.CONFLICT, details[exc.code], {"reason": exc.code, "file_status": exc.file.status}


def _month_closed(exc: MonthClosedError) -> Description:
    until = exc.window.until
    more = {"gate": exc.window.gate.value, "until": until.isoformat(timespec="seconds") if until else None}
    return operations.MONTH_CLOSED, window_text(exc.month, exc.window), more


def _standing(current: Submission | None) -> dict[str, Any]:
    return {} if current is None else {"id": current.pk, "submission_status": current.status}


def _overtaken(exc: ConflictError) -> Description:
    detail = _("Revision %(revision)d took its place; read it first.") % {"revision": exc.current.revision}
    return operations.CONFLICT, detail, _standing(exc.current)


def _changed(exc: ChangedMeanwhileError) -> Description:
    detail = _("What stands is not what If-Match or If-None-Match names; read it first.")
    return reading.PRECONDITION_FAILED, detail, _standing(exc.current)


def _refused(exc: RefusedStepError) -> Description:
    return operations.CONFLICT, str(exc), {"reason": exc.code}


def _key_reused(exc: KeyReusedError) -> Description:
    detail = _(
        "Draw a new Idempotency-Key for every new request; repeat one only with the very same content."
    )
    return operations.KEY_REUSED, detail, {"field": "Idempotency-Key"}


def _invalid(exc: InvalidFileError) -> Description:
    problems = [problem.as_dict() for problem in exc.checked.problems]
    codes = {problem["code"] for problem in problems}
    special = (operations.NOT_A_SPREADSHEET, operations.FILE_TOO_LARGE)
    kind = next((kind for kind in special if kind.code in codes), operations.INVALID_FILE)
    more = {
        "rows": exc.checked.rows,
        "accepted": exc.checked.accepted,
        "dry_run": exc.dry_run,
        "upload": exc.upload,
        "problems": problems,
    }
    return kind, _("Mend the cells that the problems name and send the file again."), more


_DESCRIPTIONS: dict[type[Exception], Callable[[Any], Description]] = {
    MissingFieldError: _malformed,
    MalformedHeaderError: _malformed,
    FileTooLargeError: _too_large,
    WrongOffsetError: _wrong_offset,
    StationStepError: _station_step,
    InvalidFileError: _invalid,
    MonthClosedError: _month_closed,
    ConflictError: _overtaken,
    RefusedStepError: _refused,
    KeyReusedError: _key_reused,
    ChangedMeanwhileError: _changed,
}
