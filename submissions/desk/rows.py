"""The figures of a revision row by row, what differs between two revisions, and what a file is checked against."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from common.months import Month
from metrics.scoring import Figure
from metrics.selectors import document_of, methodology_in_force, verified_figures, verified_history
from states.models import State
from submissions.models import Submission
from submissions.template import TemplateRow, TemplateSheet
from submissions.validation import Expected

Parameters = Mapping[str, Mapping[str, Any]]
"""The parameters of a month by code, as the methodology in force words them."""


@dataclass(frozen=True, slots=True)
class Row:
    """A figure with its remark, as a revision holds it."""

    figure: Figure
    remark: str = ""
    warnings: tuple[str, ...] = ()


Change = tuple[str, Row | None, Row | None]
"""A figure that differs between two revisions: its parameter, the row before and after; None: no such row."""


def parameters_of(month: Month) -> Parameters:
    """In the order of the methodology."""
    document = document_of(methodology_in_force(month)).document
    return {parameter["code"]: parameter for parameter in document["parameters"]}


def rows_of(submission: Submission | None) -> dict[str, Row]:
    """The rows of a revision by parameter; none where there is no revision."""
    if submission is None:
        return {}
    return {
        figure.parameter: Row(
            Figure(figure.numerator, figure.denominator), figure.remark, tuple(figure.warnings)
        )
        for figure in submission.figures.all()
    }


def changes(before: Mapping[str, Row], after: Mapping[str, Row]) -> list[Change]:
    """The rows that differ in figure or remark, by parameter."""
    return [
        (code, before.get(code), after.get(code))
        for code in sorted({*before, *after})
        if _said(before.get(code)) != _said(after.get(code))
    ]


def _said(row: Row | None) -> tuple[Figure, str] | None:
    return None if row is None else (row.figure, row.remark)


# What a State's file of a month is checked against: parameters, last month's figures, the usual range.

PAST_MONTHS = 12


def expected_for(state: str, month: Month) -> Expected:
    """The yardstick for one State and month; figures count only once they are verified."""
    document, history = document_of(methodology_in_force(month)), past_figures(state, month)
    parameters = {parameter["code"]: parameter for parameter in document.document["parameters"]}
    return Expected(
        state=state,
        month=month,
        methodology=document.version,
        parameters=parameters,
        last_month=history[month.previous()],
        past=past_percents(history, parameters),
    )


def past_figures(state: str, month: Month) -> dict[Month, dict[str, Figure] | None]:
    """A State's verified figures of the months that a month's are checked against, oldest first. One query."""
    return verified_history(state, month.plus(-PAST_MONTHS).to(month.previous()))


def past_percents(
    history: Mapping[Month, Mapping[str, Figure] | None], codes: Iterable[str]
) -> dict[str, tuple[Fraction, ...]]:
    """Percent by parameter, in order of the months; months without a figure are left out.

    What another version took stays a figure of the past, even where the newest one would refuse it.
    """
    sent = [figures for figures in history.values() if figures]
    return {
        code: tuple(share for own in sent if (one := own.get(code)) and (share := one.percent) is not None)
        for code in codes
    }


# What the template of a State and month says: every parameter in both languages, with last month's figures.

_WORDS = ("name", "name_hi", "numerator", "numerator_hi", "denominator", "denominator_hi")


def sheet_for(state: State, month: Month) -> TemplateSheet:
    """The template's content, its input cells empty."""
    document = document_of(methodology_in_force(month))
    groups = {group["code"]: group for group in document.document["groups"]}
    last_month = verified_figures(state.code, month.previous()) or {}
    return TemplateSheet(
        state=state.code,
        state_name=state.name,
        state_name_hi=state.name_hi,
        month=month,
        methodology=document.version,
        rows=tuple(
            TemplateRow(
                code=parameter["code"],
                group=groups[parameter["group"]]["name"],
                group_hi=groups[parameter["group"]]["name_hi"],
                last_month=last_month.get(parameter["code"]),
                **{key: parameter[key] for key in _WORDS},
            )
            for parameter in document.document["parameters"]
        ),
    )
