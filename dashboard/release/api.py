"""`rankings/changes/`: what happened since, for programs that keep a copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, TypedDict
from urllib.parse import urlencode

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.request import Request

from common.api import kinds
from common.api.answers import Answer, Table
from common.asking import MalformedQueryError
from rankings.api.etag import answered, tag_of
from rankings.api.reading import CollectionView, Query, checked_query
from rankings.api.said import (
    Address,
    Board,
    Category,
    Count,
    DayText,
    DigestText,
    MonthText,
    Origin,
    Revision,
    Sample,
    TimeText,
    fields,
    says,
    time_text,
)
from rankings.lists import asked, change_feed
from rankings.lists.asked import Page
from rankings.lists.links import list_path
from rankings.lists.queries import last_public_act
from rankings.models import RankingList

ACT_COLUMNS = ("change", "at", "month", "origin", "revision", "sample", "released_on", "reason")
LIST_COLUMNS = ("board", "category", "digest", "url", "revision_url")


class ActList(TypedDict):
    """A list that an act brought, or took away."""

    board: Board
    category: Category
    digest: DigestText
    url: Annotated[Address, says("What stands at the list's own address now.")]
    revision_url: Annotated[Address, says("This very revision; 410 with the reason where it was withdrawn.")]


class Act(TypedDict):
    """A publication, a revision of one, or a withdrawal: the lists of one month at one stroke."""

    change: Annotated[str, says("What happened.", name="ActKind", enum=["published", "revised", "withdrawn"])]
    at: TimeText
    month: MonthText
    origin: Origin
    revision: Revision
    sample: Sample
    released_on: Annotated[DayText | None, says("Null where the day is not known.")]
    reason: Annotated[str, says("Why it was revised or withdrawn; empty for a first publication.")]
    lists: list[ActList]


class Acts(TypedDict):
    """Acts, oldest first."""

    cursor: Annotated[
        str,
        says(
            "Keep this, and ask with it next time: nothing is missed and nothing told twice.",
            examples=["47-1-0d4f6a"],
        ),
    ]
    next: Annotated[Address | None, says("The next page; null where nothing more has happened yet.")]
    count: Annotated[Count, says("How many there are on this page.")]
    results: list[Act]


class Changes(CollectionView):
    """What was published, revised and withdrawn since a moment or a cursor, oldest first.

    Ask once with `since`, keep the `cursor` of the answer, and ask with it from then on. A board, category or
    origin leaves only its lists, and the acts that touched them; the cursor counts the others too. 410
    `cursor_gone` says that what the cursor named is no more (the sample was dropped, or a backup restored):
    start anew.
    """

    operation, shape = "list_changes", Acts
    title = gettext_lazy("What changed since")
    query = ("since", "cursor", "board", "category", "origin", "limit")
    problems = (kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.CURSOR_GONE)

    def get(self, request: Request, **path: Any) -> HttpResponse:
        query = checked_query(request, self.known())
        host, asked_for = request.build_absolute_uri("/"), sorted(query.items())
        tag = tag_of(
            "changes", host, request.accepted_renderer.format, asked_for, change_feed.newest_cursor()
        )
        answer = answered(
            request._request,
            etag=tag,
            modified=last_public_act(),
            make=lambda: self.rendered(request, self.answer(request, query, **path)),
        )
        assert isinstance(answer, HttpResponse)
        return answer

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        board = asked.board(query["board"]).value if "board" in query else None
        category = asked.category(query["category"]) if "category" in query else None
        origin = asked.origin(query.get("origin"))
        found = change_feed.follow(_cursor(query), limit=Page.of(query).limit)
        results = []
        for act in found.acts:
            touched = [
                ranking
                for ranking in act.lists
                if board in (None, ranking.board) and category in (None, ranking.category)
            ]
            if touched and origin in (None, act.publication.origin):
                results.append(change_document(request, act, touched))
        following = _address(request, found.cursor) if found.more else None
        return Answer(
            {"cursor": str(found.cursor), "next": following, "count": len(results), "results": results},
            _table(results),
            "pragati-changes",
            links=[("next", following)] if following else [],
        )


def _cursor(query: Query) -> change_feed.Cursor:
    """Where to begin: after the cursor, at the moment, or at the very first act."""
    text = query.get("cursor")
    since = asked.moment(query.get("since"), "since")
    if not text:
        return change_feed.cursor_since(since) if since else change_feed.START
    if since is not None:
        raise MalformedQueryError("since", _("since: leave it out where a cursor is given, which says more."))
    try:
        return change_feed.parsed_cursor(text)
    except ValueError:
        told = _("cursor: “%(value)s” is none; give back what an answer called cursor, as it stands")
        raise MalformedQueryError("cursor", told % {"value": text[:40]}) from None


def _address(request: Request, cursor: change_feed.Cursor) -> str:
    """The same query from another cursor on."""
    query = request._request.GET.copy()
    query.pop("since", None)
    query["cursor"] = str(cursor)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")


def change_document(request: Request, act: change_feed.Act, lists: list[RankingList]) -> Act:
    publication = act.publication
    return {
        "change": act.change,
        "at": time_text(act.at) or "",
        "month": str(publication.month),
        "origin": publication.origin,
        "revision": publication.revision,
        "sample": publication.sample,
        "released_on": publication.released_on.isoformat() if publication.released_on else None,
        "reason": act.withdrawal.reason if act.withdrawal else publication.reason,
        "lists": [_list_document(request, ranking) for ranking in lists],
    }


def _list_document(request: Request, one: RankingList) -> ActList:
    query = urlencode({"board": one.board, "category": one.category, "origin": one.origin})
    return {
        "board": one.board,
        "category": one.category,
        "digest": one.digest,
        "url": request.build_absolute_uri(f"{list_path(one.month)}?{query}"),
        "revision_url": request.build_absolute_uri(f"{list_path(one.month, one.revision)}?{query}"),
    }


def _table(results: list[Act]) -> Table:
    """A row for each list."""

    def rows() -> Iterator[dict[str, Any]]:
        for change in results:
            own = {name: value for name, value in change.items() if name != "lists"}
            for ranking in change["lists"]:
                yield own | {**ranking}

    shown = fields(ACT_COLUMNS) | dict.fromkeys(LIST_COLUMNS, "lists")
    return Table((*ACT_COLUMNS, *LIST_COLUMNS), list(rows()), shown)
