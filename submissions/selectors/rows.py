"""The figures of a revision row by row, the words of their parameters, and what differs between two revisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metrics.scoring import Figure
from metrics.selectors import document_of, methodology_in_force
from states.months import Month
from submissions.models import Submission


@dataclass(frozen=True, slots=True)
class ParameterWords:
    """A parameter of a month as the methodology in force words it."""

    code: str
    name: str
    name_hi: str
    numerator: str
    numerator_hi: str
    denominator: str
    denominator_hi: str


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with its remark, as a revision holds it."""

    figure: Figure
    remark: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that differs between two revisions; None on a side that has no such row."""

    parameter: str
    before: Row | None
    after: Row | None


def parameters_of(month: Month) -> dict[str, ParameterWords]:
    """The parameters of a month by code, in the order of the methodology."""
    document = document_of(methodology_in_force(month)).document
    fields = ParameterWords.__dataclass_fields__
    return {
        one["code"]: ParameterWords(**{field: one[field] for field in fields})
        for one in document["parameters"]
    }


def rows_of(submission: Submission | None) -> dict[str, Row]:
    """The rows of a revision by parameter; none where there is no revision."""
    if submission is None:
        return {}
    return {
        one.parameter: Row(Figure(one.numerator, one.denominator), one.remark, tuple(one.warnings))
        for one in submission.figures.all()
    }


def changes(before: Mapping[str, Row], after: Mapping[str, Row]) -> list[Change]:
    """The rows that differ in figure or remark, by parameter."""
    return [
        Change(code, before.get(code), after.get(code))
        for code in sorted({*before, *after})
        if _said(before.get(code)) != _said(after.get(code))
    ]


def _said(row: Row | None) -> tuple[Figure, str] | None:
    return None if row is None else (row.figure, row.remark)
