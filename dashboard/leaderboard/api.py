"""`rankings/`: what lists there are, and one list by its month or revision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from common.api import kinds
from common.api.answers import Answer, Table
from common.asking import UnknownNameError
from common.numbers import whole
from rankings.api import said as documents
from rankings.api.reading import POINT, SCOPE, WINDOW, CollectionView, Query, point_document, scope_of
from rankings.api.said import STATE_FIELDS, day_text, fields, flat, shaped, state_brief, time_text
from rankings.lists import asked
from rankings.lists.asked import QUERY as PAGING
from rankings.lists.asked import Page
from rankings.lists.links import list_path
from rankings.lists.queries import ListView, list_entries, list_view
from rankings.models import Origin, RankingList

ENTRY_COLUMNS = (
    "month", "board", "category", "status", "origin", "sample", "complete", "revision", "released_on",
    "published_at", "digest", "url", "revision_url",
)  # fmt: skip
MAX_SCORE = Decimal(100)
LIST_PROBLEMS = (
    kinds.UNKNOWN_MONTH, kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.UNKNOWN_STATE, kinds.WITHDRAWN,
)  # fmt: skip
LIST_COLUMNS = ("month", "board", "category", "status", "origin", "sample", "revision")
ROW_COLUMNS = (
    "rank", "state", "name", "name_hi", "score", "previous_rank", "rank_change", "movement_flagged",
    "months_first", "current_streak", "streak_certain", "reason", "source", "change_among_both",
)  # fmt: skip


class Lists(CollectionView):
    """Every current published list, newest month first. A filter that is left out leaves nothing out."""

    operation, shape = "list_rankings", documents.Rankings
    title = _("Published lists")
    query = (*POINT, *WINDOW, "updated_after", *PAGING)
    problems = (kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        page = Page.of(query)
        day = asked.as_of(query.get("as_of"))
        first, last = asked.window(query.get("from"), query.get("to"))
        entries = list_entries(
            board=asked.board(query["board"]).value if "board" in query else None,
            category=asked.category(query["category"]) if "category" in query else None,
            origin=asked.origin(query.get("origin")),
            first=first,
            last=last,
            as_of=day,
            after=asked.moment(query.get("updated_after"), "updated_after"),
        )
        results = [entry_document(request, one) for one in page.cut(entries)]
        beside = page.beside(request._request, len(entries))
        return Answer(
            {
                "count": len(entries),
                **_known_on(day, entries),
                "next": beside.get("next"),
                "previous": beside.get("prev"),
                "results": results,
            },
            Table(ENTRY_COLUMNS, results, fields(ENTRY_COLUMNS)),
            "pragati-rankings",
            links=list(beside.items()),
        )


class MonthList(CollectionView):
    """The list of a month (or `latest`): its newest revision, as of now or of a day.

    `state` leaves only these States' rows; their ranks, and the digest, are those of the whole list.
    """

    operation, shape = "get_ranking", documents.RankingList
    title = _("One month's list")
    query = (*POINT, "state")
    problems = LIST_PROBLEMS

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        scope, only = scope_of(query), asked.states(query.get("state"))
        view = list_view(scope, path["month"])
        own = urlencode({"board": view.board, "category": view.category, "origin": view.origin})
        return Answer(
            point_document(scope) | {**list_document(view, only)},
            list_table(view, only),
            list_name(view),
            links=[("canonical", f"{list_path(view.month)}?{own}")],
        )


class Revision(CollectionView):
    """One revision of a list with its history as it was known at publication: the same bytes for ever.

    `latest-version` in its `Link` header leads to the newest revision.
    """

    operation, shape = "get_ranking_revision", documents.RankingList
    title = _("One revision of a list, for ever")
    query = (*SCOPE, "state")
    problems = (*LIST_PROBLEMS, kinds.UNKNOWN_REVISION)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        scope, only = scope_of(query), asked.states(query.get("state"))
        text = path["revision"]
        number = whole(text) or 0
        if str(number) != text:
            number = 0
        try:
            view = list_view(scope, path["month"], number)
        except UnknownNameError as unknown:
            if unknown.kind == "revision":
                raise UnknownNameError("revision", text, unknown.known) from None
            raise
        # A recorded list that was not asked for as such gives way to a computed one of the same month, should
        # one be published: only the address that names the origin is fixed then.
        frozen = view.origin == Origin.COMPUTED or scope.origin is not None
        own = urlencode({"board": view.board, "category": view.category, "origin": view.origin})
        return Answer(
            list_document(view, only),
            list_table(view, only),
            f"{list_name(view)}-r{view.revision}",
            frozen=frozen,
            modified=view.published_at if frozen else None,
            links=[
                ("canonical", f"{list_path(view.month, view.revision)}?{own}"),
                ("latest-version", f"{list_path(view.month)}?{own}"),
            ],
        )


def _known_on(day: date | None, entries: list[RankingList]) -> dict[str, Any]:
    """As `point_document`, for a listing of many histories."""
    if day is None:
        return {}
    assumed = {entry.month for entry in entries if entry.released_on is None}
    return {"as_of": day.isoformat(), "release_assumed": [str(month) for month in sorted(assumed)]}


def entry_document(request: Request, ranking: RankingList) -> dict[str, Any]:
    """A list in the listing; `url` gives its newest revision, `revision_url` this one for ever."""
    query = urlencode({"board": ranking.board, "category": ranking.category, "origin": ranking.origin})
    return shaped(
        ranking,
        documents.RankingEntry,
        released_on=day_text(ranking.released_on),
        published_at=time_text(ranking.published_at),
        url=request.build_absolute_uri(f"{list_path(ranking.month)}?{query}"),
        revision_url=request.build_absolute_uri(f"{list_path(ranking.month, ranking.revision)}?{query}"),
    )


def list_document(view: ListView, only: frozenset[str] | None = None) -> dict[str, Any]:
    """A list as clients read it: nothing in it may depend on what happened after `view` was known.

    `only` leaves the rows of these States alone; None: all of them. All else is the whole list's.
    """
    rows = [row for row in view.rows if only is None or row.state.code in only]
    return shaped(
        view,
        documents.RankingList,
        reason=view.reason,
        released_on=day_text(view.released_on),
        published_at=time_text(view.published_at),
        max_score=MAX_SCORE,
        ranked=len(view.ranked),
        unranked=len(view.unranked),
        left=[row.state.code for row in view.left],
        came=[row.state.code for row in view.came],
        count=len(rows),
        results=[shaped(row, documents.RankingRow, state=state_brief(row.state)) for row in rows],
    )


def list_table(view: ListView, only: frozenset[str] | None = None) -> Table:
    """The rows, each with what its list is, so that files of several months can be put together."""
    document = list_document(view, only)
    own: dict[str, Any] = {
        key: value for key, value in document.items() if key in (*LIST_COLUMNS, "sample_basis")
    }
    rows = [own | flat(row) for row in document["results"]]
    return Table((*LIST_COLUMNS, *ROW_COLUMNS, "sample_basis"), rows, fields(ROW_COLUMNS, **STATE_FIELDS))


def list_name(view: ListView) -> str:
    recorded = "-recorded" if view.origin == Origin.RECORDED else ""
    return f"pragati-{view.month}-{view.board}-{view.category}{recorded}"
