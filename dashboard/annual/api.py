"""`annual/`: the ranking of a calendar year, with the months that it rests on."""

from __future__ import annotations

from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.answers import Answer, Table
from rankings.annual.queries import Annual as Found
from rankings.annual.queries import annual
from rankings.api.reading import POINT, CollectionView, Query, point_document, scope_of
from rankings.api.said import (
    STATE_FIELDS,
    Board,
    Category,
    Count,
    Coverage,
    Known,
    MonthText,
    Rank,
    Score,
    StateBrief,
    Version,
    coverage_document,
    fields,
    flat,
    says,
    state_brief,
)
from rankings.lists import asked
from rankings.lists.ranks import Place

# `annual/`: the ranking of a calendar year.

Year = Annotated[int, says("A calendar year.", name="Year", minimum=1900, maximum=2999, examples=[2022])]


class AnnualScore(TypedDict):
    """A State in one month of the year."""

    month: MonthText
    rank: Annotated[Rank | None, says("Null where it was unranked or is not on record.")]
    score: Annotated[Score | None, says("As published; null where there is none on record.")]


class AnnualRow(TypedDict):
    """A State over the year."""

    rank: Annotated[Rank | None, says("Null where the State or the year has no annual rank.")]
    state: StateBrief
    score: Annotated[Score | None, says("The mean of the twelve printed scores, rounded once, half up.")]
    best_rank: Annotated[Rank | None, says("The best rank that the record allows; null where none is.")]
    worst_rank: Annotated[Rank | None, says("The worst rank that the record allows; null where none is.")]
    unranked_months: Annotated[
        list[MonthText], says("Months of a whole year without a rank of its own: it has none for the year.")
    ]
    scores: Annotated[list[AnnualScore], says("The twelve months, January first.")]


class Annual(Coverage, Known):
    """The ranking of a calendar year; only a year with twelve complete lists has ranks."""

    board: Board
    category: Category
    year: Year
    on_record: Annotated[bool, says("Whether all twelve lists are complete, so that the year has ranks.")]
    months_incomplete: Annotated[list[MonthText], says("Lists that do not name every State with its score.")]
    ties: Annotated[str, says("The rule for equal means.", name="Ties", enum=["competition", "dense"])]
    methodologies: list[Version]
    count: Count
    results: list[AnnualRow]


YEAR_COLUMNS = ("board", "category", "year", "on_record", "sample")
ROW_COLUMNS = ("rank", "state", "name", "name_hi", "score", "best_rank", "worst_rank", "unranked_months")
MONTH_COLUMNS = tuple(f"score_{number:02d}" for number in range(1, 13))
COLUMNS = (*YEAR_COLUMNS, *ROW_COLUMNS, *MONTH_COLUMNS, "sample_basis")


class AnnualView(CollectionView):
    """The ranking of a calendar year: the mean of the twelve printed monthly scores, rounded once.

    Left out, `year` is the newest whole year. A year that lacks a complete list has no ranks; its rows then tell
    which ranks are still possible.
    """

    cost = COMPUTED
    operation, shape = "get_annual", Annual
    title = _("The ranking of a year")
    query = (*POINT, "year")
    problems = (kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY)

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        scope = scope_of(query)
        found = annual(scope, asked.year(query.get("year")))
        document = annual_document(found)
        own: dict[str, Any] = {key: document[key] for key in (*YEAR_COLUMNS, "sample_basis")}
        rows = [own | _row(result) for result in document["results"]]
        shown = fields(ROW_COLUMNS, **STATE_FIELDS, **dict.fromkeys(MONTH_COLUMNS, "scores"))
        name = f"pragati-annual-{found.list.year}-{scope.board}-{scope.category}"
        return Answer(point_document(scope) | document, Table(COLUMNS, rows, shown), name)


def annual_document(found: Found) -> dict[str, Any]:
    year = found.list
    results = [row_document(row, found) for row in found.rows]
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


def row_document(place: Place, found: Found) -> AnnualRow:
    possible = found.possible.get(place.state, ())
    return {
        "rank": place.rank,
        "state": state_brief(found.states[place.state]),
        "score": place.score,
        "best_rank": possible[0] if possible else None,
        "worst_rank": possible[-1] if possible else None,
        "unranked_months": [str(month) for month in found.list.unranked.get(place.state, ())],
        "scores": [
            {"month": str(month), "rank": standing.rank, "score": standing.score}
            for month, standing in zip(found.months, found.standings[place.state], strict=True)
        ],
    }


def _row(result: AnnualRow) -> dict[str, Any]:
    scores = [score["score"] for score in result["scores"]]
    cells = flat({key: value for key, value in result.items() if key != "scores"})
    return cells | dict(zip(MONTH_COLUMNS, scores, strict=True))
