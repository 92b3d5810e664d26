"""One file that came in: what is wrong with it, and who sent it when."""

from __future__ import annotations

from dataclasses import dataclass

from rankings.views.wording.labels import state_name
from rankings.views.wording.months import month_name
from states.asking import Choice
from submissions.models import Submission, Upload
from submissions.presenters import desk_links as links
from submissions.presenters.desk_problems import Result, result
from submissions.presenters.desk_words import by_whom, file_size, way_name


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
