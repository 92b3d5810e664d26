"""`rankings/2023-10/sensitivity/`: how far the ranks of a list would move under other marks."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, TypedDict

from rankings.api.documents.lists import Known, Revision, Sample, StateBrief
from rankings.api.documents.said import (
    Board,
    Category,
    Code,
    Count,
    DigestText,
    MonthText,
    Rank,
    Score,
    Version,
    says,
)

Width = Annotated[
    int, says("Marks move within this many percent around the methodology's.", minimum=1, maximum=99)
]
Draws = Annotated[int, says("How many sets of marks.", minimum=0)]


class DrawnRank(TypedDict):
    """In how many draws a rank came up."""

    rank: Rank
    draws: Draws


class SensitivityRange(TypedDict):
    """A State's ranks under marks within one width. A sensitivity range, not a confidence interval."""

    width: Width
    best: Annotated[int, says("No marks within the width give a better rank.", minimum=1)]
    worst: Annotated[int, says("No marks within the width give a worse rank.", minimum=1)]
    exact: Annotated[bool, says("Whether some marks within the width give both.")]
    first_share: Annotated[Decimal, says("The share of draws in which it is first.", minimum=0, maximum=1)]
    ranks: Annotated[list[DrawnRank], says("Every rank that came up in the draws, best first.")]


_With = TypedDict("_With", {"with": Code})


class SwapWith(_With):
    """What would bring the next State in the exact order ahead of this one."""

    percent: Annotated[
        Decimal | None,
        says("By how many percent marks must move at least; null where no marks do it.", minimum=0),
    ]
    exact: Annotated[bool, says("False: the true value is lower by less than the last digit.")]


class SensitivityRow(TypedDict):
    """A ranked State: its published rank, its ranges, and what would swap it with the next."""

    rank: Rank
    state: StateBrief
    score: Score | None
    ranges: list[SensitivityRange]
    swap: Annotated[SwapWith | None, says("Null for the last in the exact order.")]


class Sensitivity(Known):
    """How sure the order of a computed list is. States are compared on their exact scores, unrounded."""

    month: MonthText
    board: Board
    category: Category
    revision: Revision
    sample: Sample
    methodology: Version | None
    list_digest: DigestText
    digest: Annotated[DigestText, says("Of the sensitivity's own canonical JSON.")]
    seed: Annotated[str, says("Of the draws; the same seed and figures give the same draws on any machine.")]
    draws: Draws
    widths: list[Width]
    count: Count
    results: list[SensitivityRow]
