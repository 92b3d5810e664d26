"""`/submissions/uploads/NAME/`: a kept file with its problems, as it came, and marked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, NotVisibleError
from accounts.auth import PersonRequest
from common import files
from common.asking import Choice
from common.dates import month_name
from common.files import attachment, safe_name
from rankings.lists.labels import state_name
from submissions.desk import words as links
from submissions.desk.auth import at_desk, show, told
from submissions.desk.own import current_of
from submissions.desk.problems import Result, result
from submissions.desk.words import by_whom, file_size, language, way_name
from submissions.markup import marked_up
from submissions.models import Submission, Upload
from submissions.months.queries import window_for
from submissions.problems import Problem, Severity

# One file that came in: what is wrong with it, and who sent it when.


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A kept file, told so that it can be recognised."""

    name: str
    size: str
    sha256: str
    sent: str
    way: str
    marked: str
    original: str


@dataclass(frozen=True, slots=True)
class UploadPage:
    title: str
    heading: str
    month_url: str
    template: tuple[Choice, ...]
    result: Result
    file: FileFacts
    may_send: bool
    based_on: int


def file_facts(upload: Upload) -> FileFacts:
    return FileFacts(
        name=upload.name,
        size=file_size(upload.size),
        sha256=upload.sha256,
        sent=by_whom(upload.uploaded_by, upload.uploaded_at),
        way=way_name(upload.way),
        marked=links.upload(upload.pk, "marked"),
        original=links.upload(upload.pk, "original"),
    )


def upload_page(upload: Upload, current: Submission | None, *, may_send: bool) -> UploadPage:
    facts = file_facts(upload)
    told = result(upload.name, upload.problems, dry_run=False, links=(facts.marked, facts.original))
    return UploadPage(
        title=told.title,
        heading=f"{state_name(upload.state)} · {month_name(upload.month)}",
        month_url=links.month_page(upload.state_id, upload.month),
        template=(
            Choice("XLSX", links.template(upload.state_id, upload.month, "xlsx")),
            Choice("CSV", links.template(upload.state_id, upload.month, "csv")),
        ),
        result=told,
        file=facts,
        may_send=may_send,
        based_on=current.revision if current else 0,
    )


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
    page = upload_page(one, current_of(one.state_id, one.month), may_send=may_send)
    return show(request, "submissions/desk/upload.html", page)


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
