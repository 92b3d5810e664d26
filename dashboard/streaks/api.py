"""`streaks/`: months in first place, current and longest streak, each with its months."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.answers import Answer, Table
from dashboard.streaks import documents
from rankings.api.reading import POINT, WINDOW, CollectionView, Query, point_document, scope_of
from rankings.api.said import STATE_FIELDS, fields, flat, state_brief, text
from rankings.lists import asked
from rankings.lists.queries import StreakRow, StreaksView
from rankings.lists.streaks import streaks_view

WINDOW_COLUMNS = ("board", "category", "from", "to", "months_on_record", "sample")
ROW_COLUMNS = (
    "state", "name", "name_hi", "months_first", "undecided_months", "current_streak", "current_streak_from",
    "streak_certain", "longest_streak", "longest_streak_from", "longest_streak_to", "longest_streak_certain",
    "longest_streak_at_most", "first_months",
)  # fmt: skip
COLUMNS = (*WINDOW_COLUMNS, *ROW_COLUMNS, "sample_basis")


class Streaks(CollectionView):
    """Who was first how often in a window, most months first. The window defaults to all that is on record."""

    cost = COMPUTED
    operation, shape = "get_streaks", documents.Streaks
    title = _("Months in first place")
    query = (*POINT, *WINDOW, "state")
    problems = (kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.UNKNOWN_STATE)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        first, last = asked.window(query.get("from"), query.get("to"))
        scope, only = scope_of(query), asked.states(query.get("state"))
        view = streaks_view(scope, first, last)
        if only is not None:
            view = replace(view, rows=tuple(row for row in view.rows if row.state.code in only))
        document = streaks_document(view)
        own: dict[str, Any] = {
            key: value for key, value in document.items() if key in (*WINDOW_COLUMNS, "sample_basis")
        }
        rows = [own | flat(row) for row in document["results"]]
        name = f"pragati-streaks-{scope.board}-{scope.category}"
        table = Table(COLUMNS, rows, fields(ROW_COLUMNS, **STATE_FIELDS))
        return Answer(point_document(scope) | {**document}, table, name)


def streaks_document(view: StreaksView) -> documents.Counts:
    """`firsts` tells who was first each month; null where first place is not on record."""
    return {
        "board": view.board,
        "category": view.category,
        "from": text(view.first),
        "to": text(view.last),
        **documents.coverage_document(view.coverage),
        "count": len(view.rows),
        "results": [row_document(row) for row in view.rows],
        "firsts": [
            {"month": str(month), "states": list(codes) or None} for month, codes in view.firsts.items()
        ],
    }


def row_document(row: StreakRow) -> documents.StreakRow:
    count = row.count
    return {
        "state": state_brief(row.state),
        "months_first": count.months_first,
        "undecided_months": [str(month) for month in count.undecided_months],
        "current_streak": count.current_streak,
        "current_streak_from": text(count.current_streak_from),
        "streak_certain": count.streak_certain,
        "longest_streak": count.longest_streak,
        "longest_streak_from": text(count.longest_streak_from),
        "longest_streak_to": text(count.longest_streak_to),
        "longest_streak_certain": count.longest_streak_certain,
        "longest_streak_at_most": count.longest_streak_at_most,
        "first_months": [str(month) for month in count.first_months],
    }
