"""The root, the kinds of problem, and a problem itself (RFC 9457)."""

from __future__ import annotations

from typing import Annotated, NotRequired, TypedDict

from rankings.api.documents.said import (
    Address,
    Board,
    Category,
    Count,
    DayText,
    MonthText,
    Origin,
    TimeText,
    says,
)


class Endpoint(TypedDict):
    """An address as a template (RFC 6570)."""

    name: str
    url: str


class Root(TypedDict):
    """Every address, with the query parameters that it takes."""

    count: Count
    results: list[Endpoint]


class ProblemKind(TypedDict):
    """A kind of problem: its code never changes and is never translated."""

    code: str
    status: Annotated[int, says(minimum=400, maximum=599)]
    title: str
    title_hi: str
    url: Address


class ProblemKinds(TypedDict):
    """Every kind of problem."""

    count: Count
    results: list[ProblemKind]


class Problem(TypedDict):
    """What went wrong (RFC 9457). A program acts on `code`; the words are for people."""

    type: Annotated[Address, says("Leads to the description of the kind.")]
    title: Annotated[str, says("The same for every problem of the kind, in the language asked for.")]
    status: Annotated[int, says(minimum=400, maximum=599)]
    detail: Annotated[str, says("What happened here, in the language asked for.")]
    instance: Annotated[str, says("The address that was asked.")]
    code: Annotated[str, says("Stable, and never translated.", examples=["unknown_month"])]
    known: NotRequired[Annotated[list[str], says("What would have been right.")]]
    field: NotRequired[Annotated[str, says("The parameter at fault.")]]
    retry_after: NotRequired[Annotated[int, says("Seconds to wait.", minimum=1)]]
    reason: NotRequired[Annotated[str, says("Why: of a withdrawn list, or a step that cannot be taken.")]]
    withdrawn_on: NotRequired[DayText]
    month: NotRequired[MonthText]
    board: NotRequired[Board]
    category: NotRequired[Category]
    origin: NotRequired[Origin]
    revision: NotRequired[Annotated[int, says(minimum=1)]]
    gate: NotRequired[Annotated[str, says("Why a month takes no figures.", examples=["closed"])]]
    until: NotRequired[Annotated[TimeText | None, says("Until when, or since when.")]]
    id: NotRequired[Annotated[int, says("The submission that stands instead.", minimum=1)]]
    submission_status: NotRequired[
        Annotated[str, says("How that submission stands.", examples=["submitted"])]
    ]


class OpenAPI(TypedDict):
    """An OpenAPI document, as far as it need be known here."""

    openapi: Annotated[str, says(examples=["3.1.1"])]
