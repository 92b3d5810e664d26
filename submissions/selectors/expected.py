"""What a State's file of a month is checked against: parameters, last month's figures, the usual range."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from metrics.catalogue import MethodologyDocument
from metrics.scoring import Figure, mark
from metrics.selectors import document_of, methodology_in_force, verified_figures
from states.months import Month
from submissions.validation import Expected, ExpectedParameter

PAST_MONTHS = 12


def expected_for(state: str, month: Month) -> Expected:
    """The yardstick for one State and month; figures count only once they are verified."""
    document = document_of(methodology_in_force(month))
    history = {one: verified_figures(state, one) for one in month.plus(-PAST_MONTHS).to(month.previous())}
    return Expected(
        state=state,
        month=month,
        methodology=document.version,
        parameters=tuple(
            ExpectedParameter(
                code=one["code"],
                name=one["name"],
                name_hi=one["name_hi"],
                period_kind=one["period_kind"],
                numerator_may_exceed=one["numerator_may_exceed"],
            )
            for one in document.document["parameters"]
        ),
        last_month=history[month.previous()],
        past=_percents(document, history),
    )


def _percents(
    document: MethodologyDocument, history: dict[Month, dict[str, Figure] | None]
) -> dict[str, tuple[Fraction, ...]]:
    """Percent by parameter over the past months, oldest first; months without a figure are left out."""
    found: dict[str, tuple[Fraction, ...]] = {}
    for one in document.parameter_rules():
        # What another version took stays a figure of the past, even where this one would refuse it.
        rule = replace(one, numerator_may_exceed=True)
        rated = [mark(rule, figures.get(rule.code)) for figures in history.values() if figures]
        found[rule.code] = tuple(one.percent for one in rated if one.percent is not None)
    return found
