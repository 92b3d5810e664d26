"""`streaks/`: months in first place, current and longest streak, each with its months."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.answers import Answer, Table
from rankings.api.reading import POINT, WINDOW, CollectionView, Query, point_document, scope_of
from rankings.api.said import (
    STATE_FIELDS,
    Board,
    Category,
    Code,
    Count,
    Coverage,
    Known,
    MonthText,
    StateBrief,
    StreakAtMost,
    StreakCertain,
    WindowKnown,
    coverage_document,
    fields,
    flat,
    says,
    shaped,
    state_brief,
    text,
)
from rankings.lists import asked
from rankings.lists.streaks import streaks


class StreakRow(TypedDict):
    """A State's months in first place in the window."""

    state: StateBrief
    months_first: Annotated[Count, says("A count of months, not a streak.")]
    undecided_months: Annotated[
        list[MonthText],
        says("Months of the window in which it may have been first, for all that is on record."),
    ]
    current_streak: Annotated[Count, says("In a row, counted back from the end of the window.")]
    current_streak_from: MonthText | None
    streak_certain: Annotated[bool, says("False where a gap in the record, not another State, ended it.")]
    longest_streak: Annotated[Count, says("Of proven months in first place; of equal ones the latest.")]
    longest_streak_from: MonthText | None
    longest_streak_to: MonthText | None
    longest_streak_certain: StreakCertain
    longest_streak_at_most: StreakAtMost
    first_months: Annotated[list[MonthText], says("The months that are counted.")]


class Firsts(TypedDict):
    """Who was first in a month."""

    month: MonthText
    states: Annotated[
        list[Code] | None, says("More than one where first place is shared; null: not on record.")
    ]


class Streaks(Coverage, WindowKnown, Known):
    """Who was first how often, most months first."""

    board: Board
    category: Category
    count: Count
    results: list[StreakRow]
    firsts: list[Firsts]


WINDOW_COLUMNS = ("board", "category", "from", "to", "months_on_record", "sample")
ROW_COLUMNS = ("state", "name", "name_hi", *list(StreakRow.__annotations__)[1:])
COLUMNS = (*WINDOW_COLUMNS, *ROW_COLUMNS, "sample_basis")


class StreaksView(CollectionView):
    """Who was first how often in a window, most months first. The window defaults to all that is on record."""

    cost = COMPUTED
    operation, shape = "get_streaks", Streaks
    title = _("Months in first place")
    query = (*POINT, *WINDOW, "state")
    problems = (kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.UNKNOWN_STATE)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        first, last = asked.window(query.get("from"), query.get("to"))
        scope, only = scope_of(query), asked.states(query.get("state"))
        found = streaks(scope, first, last)
        counted = [(state, count) for state, count in found.rows if only is None or state.code in only]
        answer: dict[str, Any] = {
            **point_document(scope),
            "board": scope.board,
            "category": scope.category,
            "from": text(found.first),
            "to": text(found.last),
            **coverage_document(found.coverage),
            "count": len(counted),
            "results": [shaped(count, StreakRow, state=state_brief(state)) for state, count in counted],
            "firsts": [
                {"month": str(month), "states": [state.code for state in states] or None}
                for month, states in found.firsts.items()
            ],
        }
        own = {key: value for key, value in answer.items() if key in (*WINDOW_COLUMNS, "sample_basis")}
        table = Table(
            COLUMNS, [own | flat(row) for row in answer["results"]], fields(ROW_COLUMNS, **STATE_FIELDS)
        )
        return Answer(answer, table, f"pragati-streaks-{scope.board}-{scope.category}")
