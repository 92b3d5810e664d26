"""`rankings/2023-10/decides/`: what decides the order of a list."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, TypedDict

from rankings.api.documents.lists import Known, Revision, Sample
from rankings.api.documents.said import (
    Board,
    Category,
    Code,
    Count,
    DigestText,
    MonthText,
    ParameterCode,
    Version,
    says,
)

GroupCode = Annotated[str, says("A group of parameters.", minLength=1, maxLength=3, examples=["REG"])]
Share = Annotated[Decimal, says("In percent, to two decimals.")]


class MovedState(TypedDict):
    """A State that would stand elsewhere; `change` is positive where it would move up."""

    state: Code
    rank: Annotated[int, says("Its rank there.", minimum=1)]
    change: int


class WithoutThem(TypedDict):
    """The list as it would be without some parameters: never published, and nothing follows from it."""

    first: Annotated[list[Code], says("Who would be first.")]
    moved: Annotated[list[MovedState], says("Whoever would stand elsewhere, in the order of rank.")]


class DecidingParameter(TypedDict):
    """A parameter: how saturated it is, what it weighs, and the list without it."""

    parameter: ParameterCode
    name: str
    name_hi: str
    group: GroupCode
    full_marks: Annotated[int, says("States at full marks.", minimum=0)]
    applicable: Annotated[int, says("Ranked States to which it is applicable.", minimum=0)]
    nominal_weight: Annotated[
        Share, says("Its share of the board's marks, in percent.", minimum=0, maximum=100)
    ]
    effective_weight: Annotated[
        Decimal | None,
        says(
            "Its share of the differences between the States' scores, in percent; null where all are the same "
            "or fewer than three States are ranked."
        ),
    ]
    top_weight: Annotated[
        Decimal | None,
        says("The same among the States ranked first to fifth; null where it makes no difference there."),
    ]
    without: WithoutThem


class DecidingGroup(TypedDict):
    """A group of parameters, and the list without all of them."""

    group: GroupCode
    parameters: list[ParameterCode]
    without: WithoutThem


class PairOfParameters(TypedDict):
    """Two parameters, and how far their shares of marks go together."""

    one: ParameterCode
    other: ParameterCode
    states: Annotated[int, says("Ranked States to which both are applicable.", minimum=3)]
    correlation: Annotated[Decimal, says("Pearson's, to two decimals.", minimum=-1, maximum=1)]


class Decides(Known):
    """What decides the order of a computed list."""

    month: MonthText
    board: Board
    category: Category
    revision: Revision
    sample: Sample
    methodology: Version | None
    list_digest: DigestText
    top: Annotated[int, says("`top_weight` looks at the ranks from 1 to here.", minimum=1)]
    count: Count
    results: list[DecidingParameter]
    groups: list[DecidingGroup]
    correlations: list[PairOfParameters]
