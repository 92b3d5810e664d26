"""`annual/`: the ranking of a calendar year, with the months that it rests on."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from rankings.api import kinds
from rankings.api.answers import Answer, Table
from rankings.api.documents import annual as documents
from rankings.api.reading import POINT, CollectionView, Query, point_document, scope_of
from rankings.api.streaks import coverage_document
from rankings.api.throttles import COMPUTED
from rankings.api.values import STATE_FIELDS, fields, flat, state_brief
from rankings.core.history import Standing
from rankings.core.ranks import Place
from rankings.selectors import asked
from rankings.selectors.annuals import Annual as Found
from rankings.selectors.annuals import annual

YEAR_COLUMNS = ("board", "category", "year", "on_record", "sample")
ROW_COLUMNS = ("rank", "state", "name", "name_hi", "score", "best_rank", "worst_rank", "unranked_months")
MONTH_COLUMNS = tuple(f"score_{number:02d}" for number in range(1, 13))
COLUMNS = (*YEAR_COLUMNS, *ROW_COLUMNS, *MONTH_COLUMNS, "sample_basis")
_UNKNOWN = Standing(None, None)


class Annual(CollectionView):
    """The ranking of a calendar year: the mean of the twelve printed monthly scores, rounded once.

    Left out, `year` is the newest whole year. A year that lacks a complete list has no ranks; its rows then tell
    which ranks are still possible.
    """

    cost = COMPUTED
    operation, shape = "get_annual", documents.Annual
    title = _("The ranking of a year")
    query = (*POINT, "year")
    problems = (kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        scope = scope_of(query)
        found = annual(scope, asked.year(query.get("year")))
        document = annual_document(found)
        own: dict[str, Any] = {key: document[key] for key in (*YEAR_COLUMNS, "sample_basis")}
        rows = [own | _row(one) for one in document["results"]]
        shown = fields(ROW_COLUMNS, **STATE_FIELDS, **dict.fromkeys(MONTH_COLUMNS, "scores"))
        name = f"pragati-annual-{found.list.year}-{scope.board}-{scope.category}"
        return Answer(point_document(scope) | document, Table(COLUMNS, rows, shown), name)


def annual_document(found: Found) -> dict[str, Any]:
    year = found.list
    results = [row_document(one, found) for one in found.rows]
    return {
        "board": found.scope.board,
        "category": found.scope.category,
        "year": year.year,
        "on_record": year.on_record,
        **coverage_document(year.coverage),
        "months_incomplete": [str(month) for month in year.incomplete],
        "ties": found.ties,
        "methodologies": list(year.methodologies),
        "count": len(results),
        "results": results,
    }


def row_document(place: Place, found: Found) -> documents.AnnualRow:
    possible = found.possible.get(place.state, ())
    return {
        "rank": place.rank,
        "state": state_brief(found.states[place.state]),
        "score": place.score,
        "best_rank": possible[0] if possible else None,
        "worst_rank": possible[-1] if possible else None,
        "unranked_months": [str(month) for month in found.list.unranked.get(place.state, ())],
        "scores": list(_scores(place.state, found)),
    }


def _scores(state: str, found: Found) -> list[documents.AnnualScore]:
    told: list[documents.AnnualScore] = []
    for month in found.months:
        one = found.history.get(month)
        row = one.rows.get(state, _UNKNOWN) if one is not None else _UNKNOWN
        told.append({"month": str(month), "rank": row.rank, "score": row.score})
    return told


def _row(result: documents.AnnualRow) -> dict[str, Any]:
    scores = [one["score"] for one in result["scores"]]
    cells = flat({key: value for key, value in result.items() if key != "scores"})
    return cells | dict(zip(MONTH_COLUMNS, scores, strict=True))
