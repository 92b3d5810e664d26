"""`/submissions/uploads/NAME/`: a kept file with its problems, as it came, and marked up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePosixPath
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from accounts.access import Act, visible
from accounts.auth import PersonRequest
from common import files
from common.files import attachment, safe_name
from submissions.desk.auth import at_desk, show, told
from submissions.desk.own import current_of
from submissions.desk.words import language
from submissions.markup import marked_up
from submissions.models import Upload
from submissions.months.queries import window_for
from submissions.problems import Problem, Severity


def marked_file(data: bytes, name: str, problems: Iterable[Problem]) -> tuple[bytes, str]:
    """The officer's own file as a workbook, with each problem on its cell, in the reader's language; and its name."""
    return marked_up(data, problems, language()), f"{PurePosixPath(safe_name(name)).stem}-marked.xlsx"


def result(
    file: str, problems: Sequence[Problem], *, dry_run: bool, upload: Upload | None = None
) -> dict[str, Any]:
    """What came of a file, for `parts/problems.html`. `upload` is the file where it was kept."""
    errors = sum(problem.severity == Severity.ERROR for problem in problems)
    return {"file": file, "problems": problems, "errors": errors, "dry_run": dry_run, "upload": upload}


@at_desk
def upload(request: PersonRequest, name: UUID) -> HttpResponse:
    """All problems of a file, by cell."""
    one = _visible(request, name)
    is_open = window_for(one.month, one.state_id, timezone.now()).is_open
    context = {
        "upload": one,
        "current": current_of(one.state_id, one.month),
        "may_send": is_open and request.person.may(Act.SEND_FIGURES, one.state_id),
        "result": result(one.name, _problems(one), dry_run=False, upload=one),
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
    return _gone(request) if data is None else attachment(*marked_file(data, one.name, _problems(one)))


def _visible(request: PersonRequest, name: UUID) -> Upload:
    one = visible(Upload.objects.select_related("state"), name)
    request.person.require(Act.SEE_SUBMISSIONS, one.state_id)
    return one


def _problems(one: Upload) -> list[Problem]:
    """The problems that were stored with a file."""
    return [Problem(**{**stored, "severity": Severity(stored["severity"])}) for stored in one.problems]


def _bytes(one: Upload) -> bytes | None:
    try:
        return files.fetch(one.pk)
    except FileNotFoundError:
        return None


def _gone(request: PersonRequest) -> HttpResponse:
    text = gettext("The file is no longer in the store; its problems and its SHA-256 are still on record.")
    return told(request, gettext("The file is not there"), text, 410)
