"""`history.jsonl`: every State in every list that stands, one line each, for whoever wants all of it at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.tables import JSONRenderer, json_bytes
from rankings.api.etag import answered, tag_of
from rankings.api.reading import WINDOW, Query, ReadView, checked_query
from rankings.api.said import state_brief
from rankings.lists import asked
from rankings.lists.packages import last_loaded, rows_of, standing
from rankings.lists.queries import last_public_act
from rankings.models import RankingList
from states.selectors import all_states

NAME = "pragati-history.jsonl"


class JSONLinesRenderer(JSONRenderer):
    media_type = "application/jsonl"
    format = "jsonl"


class NDJSONRenderer(JSONLinesRenderer):
    """The same under its other name."""

    media_type = "application/x-ndjson"
    format = "ndjson"


class HistoryLines(ReadView):
    """Every State in every list that stands, one JSON object to a line, by month, board, category and origin.

    Nothing is left out where no filter is given; where a month has a computed and a recorded list, both are there.
    The lines carry what was published; movement and streaks follow from them, or from the other addresses.
    """

    cost = COMPUTED
    operation, tag = "get_history_lines", "packages"
    title = gettext_lazy("The whole history, line by line")
    query = ("board", "category", "origin", "state", *WINDOW)
    problems = (kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.UNKNOWN_STATE)
    renderer_classes: Sequence[type[BaseRenderer]] = (JSONLinesRenderer, NDJSONRenderer)

    def get(self, request: Request, **path: Any) -> HttpResponse:
        query = checked_query(request, self.known())
        lists, only = _lists(query), asked.states(query.get("state"))
        content_type = request.accepted_renderer.media_type

        def make() -> HttpResponseBase:
            described = request.build_absolute_uri(reverse("api:schema"))
            headers = {
                "Content-Disposition": f'attachment; filename="{NAME}"',
                "Link": f'<{described}>; rel="describedby"',
            }
            # How many bytes it will be nobody knows beforehand, so HEAD does not say.
            said = () if request.method == "HEAD" else lines(lists, only)
            return StreamingHttpResponse(said, content_type=content_type, headers=headers)

        tag = tag_of(
            "lines",
            content_type,
            sorted(only or ()),
            last_loaded(),
            *((ranking.pk, ranking.digest) for ranking in lists),
        )
        return answered(request._request, etag=tag, modified=last_public_act(), make=make)  # type: ignore[return-value]


def _lists(query: Query) -> list[RankingList]:
    """The lists that are asked for."""
    board = asked.board(query["board"]).value if "board" in query else None
    category = asked.category(query["category"]) if "category" in query else None
    origin = asked.origin(query.get("origin"))
    first, last = asked.window(query.get("from"), query.get("to"))
    return [
        one
        for one in standing(None)
        if board in (None, one.board)
        and category in (None, one.category)
        and origin in (None, one.origin)
        and (first is None or one.month >= first)
        and (last is None or one.month <= last)
    ]


def lines(lists: Sequence[RankingList], only: frozenset[str] | None) -> Iterator[bytes]:
    """The lines, those of one list in a piece. A query for every `LISTS_AT_ONCE` lists, and one for the States."""
    states = {state.code: dict(state_brief(state)) for state in all_states()}
    for one, rows in rows_of(lists):
        own = {
            "month": str(one.month), "board": one.board, "category": one.category, "origin": one.origin,
            "sample": one.sample, "complete": one.complete, "methodology": one.methodology_id,
            "revision": one.revision,
        }  # fmt: skip
        said = [
            json_bytes(
                own
                | {
                    "position": row.position,
                    "rank": row.rank,
                    "state": states[row.state_id],
                    "score": row.score,
                    "reason": row.reason or None,
                    "source": row.source or None,
                }
            )
            for row in rows
            if only is None or row.state_id in only
        ]
        if said:
            yield b"\n".join(said) + b"\n"
