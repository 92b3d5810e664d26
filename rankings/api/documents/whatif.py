"""`rankings/2023-10/what-if/`: a computed list ranked again with other figures or marks. Never published."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, TypedDict

from rankings.api.documents.lists import Known, Sample, StateBrief
from rankings.api.documents.said import (
    Board,
    Category,
    Code,
    Count,
    MonthText,
    ParameterCode,
    Rank,
    Score,
    Unranked,
    Version,
    says,
)

MarksText = Annotated[Decimal, says("The most that a parameter can earn.", minimum=0, maximum=100)]
Sum = Annotated[Decimal, says("The marks of the board's parameters together.", minimum=0)]
Number = Annotated[int | Decimal | None, says("Null where the figure was not sent.", minimum=0)]


class WhatIfMarks(TypedDict):
    """Marks that are otherwise."""

    parameter: ParameterCode
    published: MarksText
    tried: MarksText


class WhatIfFigure(TypedDict):
    """A numerator and a denominator."""

    numerator: Number
    denominator: Number


class WhatIfChange(TypedDict):
    """A figure that is otherwise."""

    state: Code
    parameter: ParameterCode
    published: WhatIfFigure
    tried: WhatIfFigure


class WhatIfRow(TypedDict):
    """A State in the list that would come of it, beside its published place."""

    rank: Rank | None
    state: StateBrief
    score: Score | None
    reason: Unranked | None
    published_rank: Rank | None
    published_score: Score | None
    rank_change: Annotated[int | None, says("Positive where the State would move up.")]


class WhatIf(Known):
    """What if, not published: the whole list ranked again. Nothing is rescaled, and nothing is stored."""

    what_if: Annotated[bool, says("Always true: nobody published this list.")]
    month: MonthText
    board: Board
    category: Category
    sample: Sample
    methodology: Version
    marks_published: Sum
    marks_tried: Sum
    marks: list[WhatIfMarks]
    figures: list[WhatIfChange]
    count: Count
    results: list[WhatIfRow]
