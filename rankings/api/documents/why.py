"""`states/HR/why/`: why a State's rank changed between two computed lists."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, TypedDict

from rankings.api.documents.lists import Known, SampleBasisText, StateBrief
from rankings.api.documents.said import (
    Board,
    Category,
    Code,
    Count,
    Exact,
    MonthText,
    ParameterCode,
    Rank,
    Score,
    Unranked,
    Version,
    says,
)
from rankings.core.explain import Kind, Mover
from rankings.core.explain_score import Cause

Points = Annotated[Decimal, says("Points of the score, to four decimals; negative where they were lost.")]
CodeList = list[Code]
ONLY_LIST = "only_list"
_Window = TypedDict("_Window", {"from": MonthText | None, "to": MonthText})
_Ranks = TypedDict("_Ranks", {"from": Rank, "to": Rank})
_Scores = TypedDict("_Scores", {"from": Score | None, "to": Score | None})


class WhyStep(_Ranks):
    """A step of the change of rank: places = won − lost + shared."""

    mover: Annotated[
        str,
        says(
            "Who moved: own score, the others' scores, the rule for ties; and who left the ranking or came into it.",
            name="Mover",
            enum=[*Mover],
        ),
    ]
    places: Annotated[int, says("Positive where the State moved up.")]
    won_from: CodeList
    lost_to: CodeList
    shared: Annotated[int, says("Places by scores shared among others.")]


class WhyRank(_Ranks):
    """The change of rank, taken apart: the places of the steps sum to it."""

    change: Annotated[int, says("Positive where the State moved up.")]
    steps: list[WhyStep]
    passed: Annotated[CodeList, says("Of the States ranked in both lists, as are the next two.")]
    passed_by: CodeList
    drew_level: CodeList
    came_in: Annotated[CodeList, says("Ranked in the later list alone.")]
    went_out: Annotated[CodeList, says("Ranked in the earlier list alone.")]
    both: Annotated[Count, says("How many States are ranked in both lists, this one among them.")]
    change_among_both: Annotated[
        int | None, says("The places won or lost among these; null where there is no other.")
    ]


class WhyScore(_Scores):
    """The change of score, taken apart: the parts and `rounding` sum to it, and so do the causes and `rounding`."""

    change: Points
    rounding: Points
    by_figures: Points
    by_methodology: Points
    by_applicability: Points


class WhySide(TypedDict):
    """What the State had of a parameter in one list."""

    numerator: Annotated[int | Decimal | None, says("As sent; null where it was not reported.", minimum=0)]
    denominator: Annotated[int | Decimal | None, says("As sent; null where it was not reported.", minimum=0)]
    marks: Annotated[Exact | None, says("Null where the parameter does not count.")]
    max_marks: Annotated[Decimal, says(exclusiveMinimum=0)]
    status: Annotated[str, says(name="MarkStatus", enum=["reported", "not_reported", "not_applicable"])]


_Sides = TypedDict("_Sides", {"from": WhySide | None, "to": WhySide | None})


class WhyPart(_Sides):
    """A part of the change of score: one parameter, one cause. A side is null where it was not on the board."""

    parameter: ParameterCode
    name: str
    name_hi: str
    cause: Annotated[str, says(name="Cause", enum=[*Cause])]
    points: Points


class Why(Known, _Window):
    """Why a rank changed, the largest part of the change of score first."""

    state: StateBrief
    board: Board
    category: Category
    sample: Annotated[bool, says("Whether one of the lists rests on sample figures.")]
    sample_basis: SampleBasisText
    methodology_from: Version | None
    methodology_to: Version
    kind: Annotated[
        str,
        says(
            "How the State stands in the two lists; `only_list` while there is none to compare with.",
            name="ChangeKind",
            enum=[*Kind, ONLY_LIST],
        ),
    ]
    reason_from: Unranked | None
    reason_to: Unranked | None
    rank: WhyRank | None
    score: WhyScore | None
    residual: Annotated[int | Decimal, says("What is left unexplained: 0.")]
    count: Count
    results: list[WhyPart]
