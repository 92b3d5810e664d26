"""`streaks/`: months in first place."""

from __future__ import annotations

from typing import Annotated, TypedDict

from rankings.api.said import (
    Board,
    Category,
    Code,
    Count,
    Known,
    MonthText,
    Origin,
    SampleBasisText,
    StateBrief,
    says,
)
from rankings.lists import counts
from rankings.lists.history import SampleBasis

StreakCertain = Annotated[bool, says("False where months not on record may have made it longer.")]
StreakAtMost = Annotated[Count, says("How long it was if every month not on record counts for the State.")]


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


class Coverage(TypedDict):
    """What the window rests on."""

    months: Annotated[Count, says("Calendar months of the window.")]
    months_on_record: Count
    months_complete: Annotated[Count, says("Months whose list names every member of the category.")]
    months_missing: list[MonthText]
    sample: Annotated[bool, says("Whether any of the months rests on sample figures.")]
    sample_months: Count
    mixed_sample: Annotated[bool, says("Sample and real months are added up.")]
    sample_basis: SampleBasisText
    origins: list[Origin]


_Window = TypedDict("_Window", {"from": MonthText | None, "to": MonthText | None})


class Counts(Coverage, _Window):
    """Who was first how often, most months first."""

    board: Board
    category: Category
    count: Count
    results: list[StreakRow]
    firsts: list[Firsts]


class Streaks(Counts, Known):
    """Who was first how often, most months first."""


def coverage_document(coverage: counts.Coverage | None) -> Coverage:
    """What the window rests on; None: on nothing. `mixed_sample`: sample and real months are added up in it."""
    coverage = coverage or counts.Coverage(0, (), (), (), (), (), SampleBasis.NONE)
    return {
        "months": coverage.months,
        "months_on_record": len(coverage.on_record),
        "months_complete": len(coverage.complete),
        "months_missing": [str(month) for month in coverage.missing],
        "sample": bool(coverage.sample_months),
        "sample_months": len(coverage.sample_months),
        "mixed_sample": coverage.mixed_sample,
        "sample_basis": coverage.sample_basis.value,
        "origins": list(coverage.origins),
    }
