"""`practices/`: the register of good practices, and one practice."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from common.api import kinds
from common.api.answers import Answer, Table
from common.asking import UnknownNameError
from common.numbers import whole
from dashboard.practices import documents
from rankings.api.reading import CollectionView, Query, ReadView
from rankings.api.said import STATE_FIELDS, fields, flat, state_brief, time_text
from rankings.lists import asked
from rankings.lists.asked import HIGHEST_LIMIT, Page
from rankings.lists.asked import QUERY as PAGING
from rankings.models import PracticeDocument
from rankings.practices.queries import KIND, PublicPractice, practice, practices

DOCUMENT_COLUMNS = ("document_name", "document_size", "document_sha256", "document_url")
COLUMNS = (
    "practice", "state", "name", "name_hi", "year", "title", "title_hi", "description", "description_hi",
    *DOCUMENT_COLUMNS, "sample", "revision", "added_at", "changed_at", "url",
)  # fmt: skip


class Practices(CollectionView):
    """The register of good practices, newest year first, then by State. Withdrawn ones are absent."""

    operation, shape = "list_practices", documents.Practices
    title = _("The register of good practices")
    query = ("state", "year", *PAGING)
    problems = (kinds.UNKNOWN_STATE,)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        page = Page.of(query, HIGHEST_LIMIT)
        found = practices(states=asked.states(query.get("state")), year=asked.year(query.get("year")))
        results = [practice_document(request, one) for one in page.cut(found)]
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

    operation, shape = "get_practice", documents.Practice
    title = _("One practice")
    problems = (kinds.UNKNOWN_PRACTICE, kinds.PRACTICE_WITHDRAWN)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        text = path["practice"]
        number = whole(text) or 0
        try:
            found = practice(number if str(number) == text else 0)
        except UnknownNameError as unknown:
            raise UnknownNameError(KIND, text, unknown.known) from None
        own = reverse("rankings:practice", args=[found.number])
        return Answer({**practice_document(request, found)}, links=[("alternate", own)])


def practice_document(request: Request, found: PublicPractice) -> documents.Practice:
    one = found.revision
    added, changed = time_text(found.added_at), time_text(one.recorded_at)
    assert added is not None
    assert changed is not None
    return {
        "practice": found.number,
        "state": state_brief(one.state),
        "year": one.year,
        "title": one.title,
        "title_hi": one.title_hi or None,
        "description": one.description,
        "description_hi": one.description_hi or None,
        "document": None if one.document is None else _document(request, found.number, one.document),
        "sample": one.practice.sample,
        "revision": one.number,
        "added_at": added,
        "changed_at": changed,
        "url": request.build_absolute_uri(reverse("rankings:practice", args=[found.number])),
    }


def _document(request: Request, number: int, document: PracticeDocument) -> documents.PracticeDocument:
    return {
        "name": document.name,
        "media_type": document.media_type,
        "size": document.size,
        "sha256": document.sha256,
        "url": request.build_absolute_uri(reverse("rankings:practice_document", args=[number])),
    }


def _row(one: documents.Practice) -> dict[str, Any]:
    """A practice as a row: what its document is stands in columns of its own."""
    document: dict[str, Any] = {**(one["document"] or {})}
    told = {name: document.get(name.removeprefix("document_")) for name in DOCUMENT_COLUMNS}
    return flat({key: value for key, value in one.items() if key != "document"}) | told
