"""`rankings/2023-10/progress/`: who moved most since an earlier list, beside who stands where."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, TypedDict

from dashboard.streaks.documents import StreakAtMost, StreakCertain
from rankings.api.said import (
    Board,
    Category,
    Code,
    Count,
    Known,
    MonthText,
    Origin,
    Rank,
    SampleBasisText,
    Score,
    StateBrief,
    Version,
    says,
)
from rankings.lists.progress_rank import SPANS, Measure, NoProgress, Obstacle

Span = Annotated[int, says("So many calendar months before.", name="Span", enum=[*SPANS])]
MeasureText = Annotated[
    str,
    says(
        "Points of the score, or the share of what was missing to 100 then.", name="Measure", enum=[*Measure]
    ),
]
Points = Annotated[Decimal, says("Points of the printed scores; negative where it fell.")]
Percent = Annotated[
    Decimal,
    says("100 × change ÷ (100 − score then), rounded once; null where there was no gap.", maximum=100),
]
NoProgressText = Annotated[
    str, says("Why a State has no rank by progress.", name="NoProgress", enum=[*NoProgress])
]
ObstacleText = Annotated[
    str, says("Why two lists cannot be compared.", name="ProgressObstacle", enum=[*Obstacle])
]
_Scores = TypedDict("_Scores", {"from": Score | None, "to": Score | None})
_Window = TypedDict("_Window", {"from": MonthText | None, "to": MonthText})


class ProgressScores(_Scores):
    """The printed scores of the two lists."""


class ProgressRow(TypedDict):
    """A State: its rank by progress, what it rests on, its ranks by level, and how often it was most improved."""

    rank: Annotated[Rank | None, says("By progress; null where `reason` says why.")]
    state: StateBrief
    reason: NoProgressText | None
    score: ProgressScores
    change: Points | None
    gap_closed: Percent | None
    rank_from: Annotated[Rank | None, says("By level.")]
    rank_to: Annotated[Rank | None, says("By level.")]
    months_most_improved: Annotated[Count, says("A count of months, not a streak.")]
    current_streak: Annotated[Count, says("Most improved in a row, up to this month.")]
    streak_certain: Annotated[bool, says("False where a gap in the record, not another State, ended it.")]
    longest_streak: Count
    longest_streak_from: MonthText | None
    longest_streak_certain: StreakCertain
    longest_streak_at_most: StreakAtMost


class Progress(Known, _Window):
    """Who moved most between two lists. `missing` says why there are no ranks where there are none."""

    board: Board
    category: Category
    span: Span
    measure: MeasureText
    missing: ObstacleText | None
    flagged: Annotated[bool, says("The two lists differ in methodology or origin.")]
    sample: Annotated[bool, says("Whether one of them rests on sample figures, which are made up.")]
    mixed_sample: Annotated[bool, says("Only one of them does.")]
    sample_basis: Annotated[SampleBasisText, says("Of every list that is compared, or counted in streaks.")]
    origin_from: Origin | None
    origin_to: Origin
    methodology_from: Version | None
    methodology_to: Version | None
    most_improved: Annotated[list[Code], says("Those of rank 1; empty where nobody gained.")]
    months_compared: Annotated[
        Count, says("Months up to this one that have a rank by progress, counted in streaks.")
    ]
    count: Count
    results: list[ProgressRow]
