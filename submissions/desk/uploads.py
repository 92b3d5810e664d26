"""`/submissions/uploads/NAME/`: a kept file with its problems, as it came, and marked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest
from common import files
from common.files import attachment, safe_name
from submissions.desk.auth import at_desk, show, told
from submissions.desk.own import current_of
from submissions.desk.problems import result
from submissions.desk.words import language
from submissions.markup import marked_up
from submissions.models import Upload
from submissions.months.queries import window_for
from submissions.problems import Problem, Severity

# The officer's own file with each problem on its cell.


def marked_file(data: bytes, name: str, problems: Iterable[Problem]) -> tuple[bytes, str]:
    """A workbook, whatever the file was, and a file name for it, in the reader's language."""
    return marked_up(data, problems, language()), marked_name(name)


def problem_from(told: Mapping[str, str | int | None]) -> Problem:
    """A problem as it was stored with its file."""
    row, column, cell, parameter = told["row"], told["column"], told["cell"], told["parameter"]
    return Problem(
        row=None if row is None else int(row),
        column=None if column is None else str(column),
        cell=None if cell is None else str(cell),
        parameter=None if parameter is None else str(parameter),
        code=str(told["code"]),
        severity=Severity(str(told["severity"])),
        message=str(told["message"]),
        message_hi=str(told["message_hi"]),
    )


def marked_name(name: str) -> str:
    """The name of the marked-up workbook of a file.

    >>> marked_name("november.csv")
    'november-marked.xlsx'
    """
    return f"{PurePosixPath(safe_name(name)).stem}-marked.xlsx"


@at_desk
def upload(request: PersonRequest, name: UUID) -> HttpResponse:
    """All problems of a file, by cell."""
    one = _visible(request, name)
    is_open = window_for(one.month, one.state_id, timezone.now()).is_open
    may_send = is_open and request.person.may(Act.SEND_FIGURES, one.state_id)
    came = result(one.name, one.problems, dry_run=False, upload=one)
    context = {
        "title": came["title"],
        "upload": one,
        "current": current_of(one.state_id, one.month),
        "may_send": may_send,
        "result": came,
    }
    return show(request, "submissions/desk/upload.html", context)


@at_desk
def original(request: PersonRequest, name: UUID) -> HttpResponse:
    """The file, byte for byte as it came."""
    one = _visible(request, name)
    data = _bytes(one)
    return _gone(request) if data is None else attachment(data, one.name)


@at_desk
def marked(request: PersonRequest, name: UUID) -> HttpResponse:
    """The file with each problem on its cell."""
    one = _visible(request, name)
    data = _bytes(one)
    if data is None:
        return _gone(request)
    return attachment(*marked_file(data, one.name, [problem_from(each) for each in one.problems]))


def _visible(request: PersonRequest, name: UUID) -> Upload:
    one = Upload.objects.filter(pk=name).select_related("state").first()
    if one is None:
        raise NotVisibleError(str(name))
    request.person.require(Act.SEE_SUBMISSIONS, one.state_id)
    return one


def _bytes(one: Upload) -> bytes | None:
    try:
        return files.fetch(one.pk)
    except FileNotFoundError:
        return None


def _gone(request: PersonRequest) -> HttpResponse:
    text = gettext("The file is no longer in the store; its problems and its SHA-256 are still on record.")
    return told(request, gettext("The file is not there"), text, 410)
