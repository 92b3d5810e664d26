"""`practices/`: the register of good practices, and one practice."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from common.api import kinds
from common.api.answers import Answer, Table
from common.asking import UnknownNameError
from common.numbers import whole
from rankings.api.reading import CollectionView, Query, ReadView
from rankings.api.said import (
    STATE_FIELDS,
    Address,
    Paged,
    StateBrief,
    TimeText,
    fields,
    flat,
    says,
    state_brief,
    time_text,
)  # fmt: skip
from rankings.lists import asked
from rankings.lists.asked import HIGHEST_LIMIT, Page
from rankings.lists.asked import QUERY as PAGING
from rankings.models import PracticeDocument as Document
from rankings.models import PracticeRevision
from rankings.practices.core import MEDIA_TYPES
from rankings.practices.queries import KIND, practice, practices

Number = Annotated[int, says("Given for good; it stands in the address.", name="PracticeNumber", minimum=1)]
Year = Annotated[int, says("The year of the practice.", minimum=2000, maximum=2999, examples=[2023])]
_HINDI = "Null where there is none."


class PracticeDocument(TypedDict):
    """The document of a practice."""

    name: Annotated[str, says(examples=["report.pdf"])]
    media_type: Annotated[str, says(enum=[*MEDIA_TYPES.values()])]
    size: Annotated[int, says("Bytes.", minimum=1)]
    sha256: Annotated[str, says("SHA-256 of the bytes.", pattern="^[0-9a-f]{64}$")]
    url: Annotated[Address, says("Where it is downloaded.")]


class Practice(TypedDict):
    """What a State or UT did that others may take up."""

    practice: Number
    state: StateBrief
    year: Year
    title: str
    title_hi: Annotated[str | None, says(_HINDI)]
    description: Annotated[str, says("Plain text; an empty line stands between paragraphs.")]
    description_hi: Annotated[str | None, says(_HINDI)]
    document: Annotated[PracticeDocument | None, says("Null where there is none.")]
    sample: Annotated[bool, says("Whether it is made up, for a demonstration.")]
    revision: Annotated[int, says("Changes are numbered revisions, from 1; the newest is shown.", minimum=1)]
    added_at: Annotated[TimeText, says("When it was added.")]
    changed_at: Annotated[TimeText, says("When this revision was recorded.")]
    url: Annotated[Address, says("Its page.")]


class Practices(Paged):
    """The register, newest year first, then by State."""

    results: list[Practice]


DOCUMENT_COLUMNS = ("document_name", "document_size", "document_sha256", "document_url")
COLUMNS = (
    "practice", "state", "name", "name_hi", "year", "title", "title_hi", "description", "description_hi",
    *DOCUMENT_COLUMNS, "sample", "revision", "added_at", "changed_at", "url",
)  # fmt: skip


class PracticesView(CollectionView):
    """The register of good practices, newest year first, then by State. Withdrawn ones are absent."""

    operation, shape = "list_practices", Practices
    title = _("The register of good practices")
    query = ("state", "year", *PAGING)
    problems = (kinds.UNKNOWN_STATE,)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        page = Page.of(query, HIGHEST_LIMIT)
        found = practices(states=asked.states(query.get("state")), year=asked.year(query.get("year")))
        results = [practice_document(request, each) for each in page.cut(found)]
        beside = page.beside(request._request, len(found))
        document = {
            "count": len(found),
            "next": beside.get("next"),
            "previous": beside.get("prev"),
            "results": results,
        }
        shown = fields(COLUMNS, **STATE_FIELDS, **dict.fromkeys(DOCUMENT_COLUMNS, "document"))
        table = Table(COLUMNS, [_row(result) for result in results], shown)
        return Answer(document, table, "pragati-practices", links=list(beside.items()))


class OnePractice(ReadView):
    """A practice by its number."""

    operation, shape = "get_practice", Practice
    title = _("One practice")
    problems = (kinds.UNKNOWN_PRACTICE, kinds.PRACTICE_WITHDRAWN)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        text = path["practice"]
        number = whole(text) or 0
        try:
            revision = practice(number if str(number) == text else 0)
        except UnknownNameError as unknown:
            raise UnknownNameError(KIND, text, unknown.known) from None
        own = reverse("rankings:practice", args=[revision.practice_id])
        return Answer({**practice_document(request, revision)}, links=[("alternate", own)])


def practice_document(request: Request, revision: PracticeRevision) -> Practice:
    number, document = revision.practice_id, revision.document
    return {
        "practice": number,
        "state": state_brief(revision.state),
        "year": revision.year,
        "title": revision.title,
        "title_hi": revision.title_hi or None,
        "description": revision.description,
        "description_hi": revision.description_hi or None,
        "document": None if document is None else _document(request, number, document),
        "sample": revision.practice.sample,
        "revision": revision.number,
        "added_at": str(time_text(revision.added_at)),
        "changed_at": str(time_text(revision.recorded_at)),
        "url": request.build_absolute_uri(reverse("rankings:practice", args=[number])),
    }


def _document(request: Request, number: int, document: Document) -> PracticeDocument:
    return {
        "name": document.name,
        "media_type": document.media_type,
        "size": document.size,
        "sha256": document.sha256,
        "url": request.build_absolute_uri(reverse("rankings:practice_document", args=[number])),
    }


def _row(practice: Practice) -> dict[str, Any]:
    """A practice as a row: what its document is stands in columns of its own."""
    document: dict[str, Any] = {**(practice["document"] or {})}
    cells = {name: document.get(name.removeprefix("document_")) for name in DOCUMENT_COLUMNS}
    return flat({key: value for key, value in practice.items() if key != "document"}) | cells
