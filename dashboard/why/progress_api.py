"""`rankings/2023-10/progress/`: who moved most since an earlier list, beside who stands where."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, TypedDict

from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request

from accounts.throttles import COMPUTED
from common.api import kinds
from common.api.answers import Answer, Table
from insights.progress.queries import Progressed, progressed
from rankings.api.reading import POINT, CollectionView, Query, point_document, scope_of
from rankings.api.said import (
    STATE_FIELDS,
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
    StreakAtMost,
    StreakCertain,
    Version,
    fields,
    flat,
    says,
    state_brief,
    text,
)
from rankings.lists import asked
from rankings.lists.progress_rank import SPANS, Measure, NoProgress, Obstacle, Progress

# `rankings/2023-10/progress/`: who moved most since an earlier list, beside who stands where.

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


class ProgressList(Known, _Window):
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


OWN_COLUMNS = ("board", "category", "span", "measure", "from", "to", "sample")
ROW_COLUMNS = (
    "rank", "state", "name", "name_hi", "reason", "score_from", "score_to", "change", "gap_closed", "rank_from",
    "rank_to", "months_most_improved", "current_streak", "streak_certain", "longest_streak", "longest_streak_from",
    "longest_streak_certain", "longest_streak_at_most",
)  # fmt: skip
_SCORES = {"score_from": "score.from", "score_to": "score.to"}


class ProgressRanks(CollectionView):
    """Who moved most since the list of one, three or twelve months before, and who closed most of the gap to 100.

    From printed scores of two complete lists; a gap in the record is never skipped. Streaks are those of the State
    that was most improved, month by month, over the same span and by the same measure.
    """

    cost = COMPUTED
    operation, shape = "get_progress", ProgressList
    title = _("Progress beside level")
    query = (*POINT, "span", "measure")
    problems = (
        kinds.UNKNOWN_MONTH, kinds.UNKNOWN_BOARD, kinds.UNKNOWN_CATEGORY, kinds.WITHDRAWN,
    )  # fmt: skip

    def read(self, request: Request, query: Query, **path: Any) -> Answer:
        scope = scope_of(query)
        span, measure = asked.span(query.get("span")), asked.measure(query.get("measure"))
        found = progressed(scope, path["month"], span, measure)
        document = progress_document(found)
        own = {key: document[key] for key in (*OWN_COLUMNS, "sample_basis")}
        rows = [
            own | flat(result) | {"score_from": result["score"]["from"], "score_to": result["score"]["to"]}
            for result in document["results"]
        ]
        shown = fields([column for column in ROW_COLUMNS if column not in _SCORES], **STATE_FIELDS, **_SCORES)
        name = f"pragati-{found.month}-{scope.board}-{scope.category}-progress-{span}-{measure.replace('_', '-')}"
        return Answer(document, Table((*OWN_COLUMNS, *ROW_COLUMNS, "sample_basis"), rows, shown), name)


def progress_document(found: Progressed) -> dict[str, Any]:
    """Without a list of progress there are no results, and `missing` says why."""
    listed, then = found.listed, found.then
    results = [row_document(row, found) for row in listed.rows] if listed else []
    return {
        "board": found.scope.board,
        "category": found.scope.category,
        **point_document(found.scope),
        "span": found.span,
        "measure": found.measure.value,
        "from": text(found.since),
        "to": str(found.month),
        "missing": found.missing and found.missing.value,
        "flagged": bool(listed and listed.flagged),
        "sample": found.sample,
        "mixed_sample": bool(listed and listed.mixed_sample),
        "sample_basis": found.sample_basis.value,
        "origin_from": then.origin if then else None,
        "origin_to": found.now.origin,
        "methodology_from": then.methodology if then else None,
        "methodology_to": found.now.methodology,
        "most_improved": list(listed.most_improved) if listed else [],
        "months_compared": len(found.coverage.on_record) if found.coverage else 0,
        "count": len(results),
        "results": results,
    }


def row_document(one: Progress, found: Progressed) -> dict[str, Any]:
    """`rank_from` and `rank_to` are the ranks by level."""
    then, count = found.then, found.counts[one.state]
    return {
        "rank": one.rank,
        "state": state_brief(found.states[one.state]),
        "reason": one.reason or None,
        "score": {"from": one.then, "to": one.now},
        "change": one.change,
        "gap_closed": one.gap_closed,
        "rank_from": then.rows[one.state].rank if then and one.state in then.rows else None,
        "rank_to": found.now.rows[one.state].rank,
        "months_most_improved": count.months_first,
        "current_streak": count.current_streak,
        "streak_certain": count.streak_certain,
        "longest_streak": count.longest_streak,
        "longest_streak_from": text(count.longest_streak_from),
        "longest_streak_certain": count.longest_streak_certain,
        "longest_streak_at_most": count.longest_streak_at_most,
    }
