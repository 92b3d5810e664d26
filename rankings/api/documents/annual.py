"""`annual/`: the ranking of a calendar year."""

from __future__ import annotations

from typing import Annotated, TypedDict

from rankings.api.documents.lists import Known, StateBrief
from rankings.api.documents.said import Board, Category, Count, MonthText, Rank, Score, Version, says
from rankings.api.documents.streaks import Coverage

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
