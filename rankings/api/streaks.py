"""`streaks/`: months in first place, current and longest streak, each with its months."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request

from rankings.api.answers import Answer, Table
from rankings.api.reading import POINT, WINDOW, CollectionView, Query, point_document, scope_of
from rankings.api.values import flat, state_brief, text
from rankings.core.counts import Coverage
from rankings.selectors import asked
from rankings.selectors.shapes import StreakRow, StreaksView
from rankings.selectors.streaks import streaks_view

WINDOW_COLUMNS = ("board", "category", "from", "to", "months_on_record", "sample")
COLUMNS = (
    *WINDOW_COLUMNS, "state", "name", "name_hi", "months_first", "undecided_months", "current_streak",
    "current_streak_from", "streak_certain", "longest_streak", "longest_streak_from", "longest_streak_to",
    "first_months",
)  # fmt: skip


class Streaks(CollectionView):
    """Who was first how often in a window, most months first. The window defaults to all that is on record."""

    query = (*POINT, *WINDOW)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        first, last = asked.window(query.get("from"), query.get("to"))
        scope = scope_of(query)
        document = point_document(scope) | streaks_document(streaks_view(scope, first, last))
        own = {key: document[key] for key in WINDOW_COLUMNS}
        rows = [own | flat(row) for row in document["results"]]
        name = f"pragati-streaks-{document['board']}-{document['category']}"
        return Answer(document, Table(COLUMNS, rows), name)


def streaks_document(view: StreaksView) -> dict[str, Any]:
    """`firsts` tells who was first each month; null where first place is not on record."""
    return {
        "board": view.board,
        "category": view.category,
        "from": text(view.first),
        "to": text(view.last),
        **coverage_document(view.coverage),
        "count": len(view.rows),
        "results": [row_document(row) for row in view.rows],
        "firsts": [
            {"month": str(month), "states": list(codes) or None} for month, codes in view.firsts.items()
        ],
    }


def coverage_document(coverage: Coverage | None) -> dict[str, Any]:
    """What the window rests on; None: on nothing. `mixed_sample`: sample and real months are added up in it."""
    coverage = coverage or Coverage(0, (), (), (), (), (), False)
    return {
        "months": coverage.months,
        "months_on_record": len(coverage.on_record),
        "months_complete": len(coverage.complete),
        "months_missing": [str(month) for month in coverage.missing],
        "sample": bool(coverage.sample_months),
        "sample_months": len(coverage.sample_months),
        "mixed_sample": coverage.mixed_sample,
        "origins": list(coverage.origins),
    }


def row_document(row: StreakRow) -> dict[str, Any]:
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
        "first_months": [str(month) for month in count.first_months],
    }
