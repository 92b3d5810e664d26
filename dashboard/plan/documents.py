"""`states/HR/plan/`: what would bring a State to a rank of a computed list."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, TypedDict

from insights.plan.core import Notion
from rankings.api.said import (
    Board,
    Category,
    Count,
    Exact,
    Known,
    MonthText,
    ParameterCode,
    Rank,
    Sample,
    Score,
    StateBrief,
    Unranked,
    Version,
    says,
)

NotionName = Annotated[
    str,
    says("In which sense a plan is the smallest.", name="Notion", enum=[notion.value for notion in Notion]),
]
Effort = Annotated[int, says("Units times their weights.", minimum=0)]
Number = Annotated[int | Decimal, says("A numerator or denominator, as the State counts it.", minimum=0)]
_Ranks = TypedDict("_Ranks", {"from": Rank | None, "to": Rank | None})
_Scores = TypedDict("_Scores", {"from": Score | None, "to": Score | None})
_Figures = TypedDict("_Figures", {"from": Number, "to": Number, "of": Number})


class PlanRank(_Ranks):
    """The rank in the list, and with the plan applied; null where the State is unranked."""


class PlanScore(_Scores):
    """The printed score in the list, and with the plan applied."""


class PlanCeiling(TypedDict):
    """With every parameter at its limit: what no plan can better."""

    rank: Rank
    score: Score


class PlanProof(TypedDict):
    """What scoring again says of the plan applied; `holds`: it leads there, and nothing in it can be spared."""

    rank: Rank
    score: Score
    holds: bool


class PlanStep(_Figures):
    """A parameter's improvement: its numerator from, to, and of which denominator."""

    parameter: ParameterCode
    name: str
    name_hi: str
    unit: Annotated[str, says("What the numerator counts.")]
    unit_hi: str
    units: Annotated[int, says("Whole units; the last may be a part of one.", minimum=1)]
    marks: Annotated[Exact, says("Marks gained.")]
    effort: Effort
    rank_without: Annotated[int, says("The rank with all other steps.", minimum=1)]
    rank_one_less: Annotated[int, says("The rank with this step one unit smaller.", minimum=1)]


class Plan(Known):
    """The smallest set of improvements that reaches the rank, the others standing still; most marks first.

    Where the target cannot be reached, `reached` is false and the plan leads to the best rank that can be.
    """

    state: StateBrief
    month: MonthText
    board: Board
    category: Category
    sample: Sample
    methodology: Version
    by: NotionName
    target: Rank | None
    reached: Annotated[bool | None, says("Null for a State that is unranked.")]
    reason: Unranked | None
    rank: PlanRank
    score: PlanScore
    needed_score: Annotated[Score | None, says("The lowest printed score that has the target rank.")]
    ceiling: PlanCeiling | None
    marks: Annotated[Exact, says("Marks gained by all steps.")]
    effort: Effort
    proven: Annotated[
        bool | None,
        says("No plan is smaller. False: the search ended at its bound, and the plan is the best found."),
    ]
    at_least: Annotated[
        int | Decimal | None,
        says("What no plan can go below, as `by` counts: parameters, a printed score, or effort.", minimum=0),
    ]
    not_reported: Annotated[
        list[ParameterCode], says("No part of a plan: what they could earn is not known.")
    ]
    proof: PlanProof | None
    count: Count
    results: list[PlanStep]
