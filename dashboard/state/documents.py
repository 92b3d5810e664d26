"""`states/`: who is ranked; one State's history and marks."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, TypedDict

from rankings.api.said import (
    Board,
    Category,
    Code,
    Count,
    Exact,
    Group,
    Known,
    MonthText,
    Origin,
    Paged,
    ParameterCode,
    Rank,
    Revision,
    Sample,
    SampleBasisText,
    Score,
    StateBrief,
    StateKind,
    Unranked,
    Version,
    says,
)
from states import models


class State(TypedDict):
    """One of the 28 States and 8 Union Territories."""

    code: Code
    name: Annotated[str, says(examples=["Haryana"])]
    name_hi: Annotated[str, says(examples=["हरियाणा"])]
    kind: StateKind
    category: Group
    lgd_code: Annotated[int, says("Code of the Local Government Directory.", minimum=1)]
    iso: Annotated[str, says("ISO 3166-2.", examples=["IN-HR"])]
    iso_old: Annotated[str, says("ISO 3166-2 before 2023.", examples=["IN-HR"])]


class States(TypedDict):
    """All States and UTs, by English name."""

    count: Count
    results: list[State]


class HistoryPoint(TypedDict):
    """A State in one month's list."""

    month: MonthText
    rank: Annotated[Rank | None, says("Null where the State is unranked; `reason` says why.")]
    score: Annotated[Score | None, says("Null where there is none on record.")]
    reason: Unranked | None
    origin: Origin
    sample: Sample
    methodology: Annotated[Version | None, says("Null for a recorded list.")]
    revision: Revision


_Window = TypedDict("_Window", {"from": MonthText | None, "to": MonthText | None})


class History(Paged, Known, _Window):
    """A State's places on a board and in a category, oldest first; months that do not name it are absent."""

    state: StateBrief
    board: Board
    category: Category
    sample: Annotated[bool, says("Whether any of the months rests on sample figures.")]
    sample_basis: Annotated[SampleBasisText, says("Of all the months that are asked for.")]
    origins: list[Origin]
    results: list[HistoryPoint]


class RescoredPoint(TypedDict):
    """A State in a month as it would stand under another methodology version. Nobody published it."""

    month: MonthText
    rank: Annotated[Rank | None, says("Null where the State is unranked; `reason` says why.")]
    score: Annotated[Score | None, says("Null where there is none.")]
    reason: Unranked | None
    sample: Sample
    methodology: Annotated[Version, says("The version that it is scored under here.")]
    parameters_scored: Annotated[Count, says("Parameters of the board that had figures in that month.")]
    parameters: Annotated[Count, says("Parameters of the board in this version.")]
    published_methodology: Version | None
    published_rank: Rank | None
    published_score: Score | None


class RescoredHistory(Paged, Known, _Window):
    """A State's published months under one methodology version, oldest first."""

    state: StateBrief
    board: Board
    category: Category
    sample: Annotated[bool, says("Whether any of the months rests on sample figures.")]
    sample_basis: Annotated[SampleBasisText, says("Of all the months that are asked for.")]
    view: Annotated[str, says(enum=["rescored"])]
    methodology: Version
    results: list[RescoredPoint]


class ParameterMark(TypedDict):
    """What a State sent for one parameter, and what it is worth."""

    parameter: ParameterCode
    name: str
    name_hi: str
    group: Annotated[str, says(examples=["REG"])]
    boards: list[Board]
    numerator: Annotated[int | Decimal | None, says("As sent; null where it was not reported.", minimum=0)]
    denominator: Annotated[int | Decimal | None, says("As sent; null where it was not reported.", minimum=0)]
    percent: Annotated[Exact | None, says("Null where there is nothing to rate.")]
    marks: Annotated[Exact | None, says("0 where it was not reported; null where it does not apply.")]
    max_marks: Annotated[Decimal, says(exclusiveMinimum=0)]
    full_marks: Annotated[bool, says("Decided on the exact value, before any rounding.")]
    status: Annotated[str, says(name="MarkStatus", enum=["reported", "not_reported", "not_applicable"])]


class Marks(TypedDict):
    """A State's marks in a month, parameter by parameter, in the order of the methodology."""

    state: StateBrief
    month: MonthText
    methodology: Version
    sample: Sample
    count: Count
    results: list[ParameterMark]


def state_document(state: models.State, category: str) -> State:
    return {
        "code": state.code,
        "name": state.name,
        "name_hi": state.name_hi,
        "kind": state.kind,
        "category": category,
        "lgd_code": state.lgd_code,
        "iso": state.iso,
        "iso_old": state.iso_old,
    }
