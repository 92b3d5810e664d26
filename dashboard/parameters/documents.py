"""`parameters/` and `methodologies/`: what is measured, and by which rules."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, TypedDict

from metrics import models
from metrics.models import Better, PeriodKind
from rankings.api.said import (
    Address,
    Board,
    Count,
    DigestText,
    MonthText,
    ParameterCode,
    Version,
    says,
)


class Parameter(TypedDict):
    """What is measured: a numerator over a denominator, and the marks that it can earn."""

    code: ParameterCode
    group: Annotated[str, says(examples=["REG"])]
    name: str
    name_hi: str
    numerator: str
    numerator_hi: str
    denominator: str
    denominator_hi: str
    better: Annotated[str, says(name="Better", enum=[*Better.values])]
    best_percent: Annotated[Decimal, says("Earns `max_marks`; in between marks go in proportion.")]
    worst_percent: Annotated[Decimal, says("Earns nothing.")]
    max_marks: Annotated[Decimal, says("This project's proposal: the bureau's marks are not public.")]
    boards: list[Board]
    period_kind: Annotated[
        str,
        says(
            "Stock: what there is at month end. Flow: what happened.",
            name="PeriodKind",
            enum=[*PeriodKind.values],
        ),
    ]
    numerator_may_exceed: bool
    attested: Annotated[
        str, says("`subject` where public sources name it.", name="Attested", enum=["subject", "proposed"])
    ]


class Parameters(TypedDict):
    """The parameters of a methodology version, in its order."""

    methodology: Version
    count: Count
    results: list[Parameter]


class Rules(TypedDict):
    """How scores become ranks."""

    decimals: int
    rounding: Annotated[str, says(examples=["half_up"])]
    ties: Annotated[str, says(examples=["competition"])]
    missing: Annotated[str, says(examples=["zero_marks"])]


class Methodology(TypedDict):
    """A version of the rules."""

    version: Version
    holds_from: MonthText
    holds_to: Annotated[MonthText | None, says("Null while no later version is known.")]
    title: str
    title_hi: str
    rules: Rules
    sealed: Annotated[bool, says("It no longer changes, since a published list rests on it.")]
    content_hash: DigestText
    url: Address


class Methodologies(TypedDict):
    """Every version, oldest first."""

    count: Count
    results: list[Methodology]


class ParameterGroup(TypedDict):
    """A group of parameters, and the boards on which it counts."""

    code: Annotated[str, says(examples=["REG"])]
    name: str
    name_hi: str
    boards: list[Board]


class WholeMethodology(Methodology):
    """A version with its groups and parameters: everything that its content hash covers."""

    groups: list[ParameterGroup]
    count: Count
    max_marks: Decimal
    parameters: list[Parameter]


def parameter_documents(methodology: models.Methodology, of: list[models.ParameterGroup]) -> list[Parameter]:
    """Every parameter with its group (one `of` these) and boards, in the order of the version. One query."""
    groups = {group.pk: group for group in of}
    return [
        {
            "code": parameter.code,
            "group": groups[parameter.group_id].code,
            "name": parameter.name,
            "name_hi": parameter.name_hi,
            "numerator": parameter.numerator,
            "numerator_hi": parameter.numerator_hi,
            "denominator": parameter.denominator,
            "denominator_hi": parameter.denominator_hi,
            "better": parameter.better,
            "best_percent": parameter.best_percent,
            "worst_percent": parameter.worst_percent,
            "max_marks": parameter.max_marks,
            "boards": groups[parameter.group_id].boards,
            "period_kind": parameter.period_kind,
            "numerator_may_exceed": parameter.numerator_may_exceed,
            "attested": parameter.attested,
        }
        for parameter in methodology.parameters.order_by("position")
    ]
