"""What a State's file of a month is checked against: parameters, last month's figures, the usual range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from metrics.scoring import Figure
from metrics.selectors import document_of, methodology_in_force, verified_history
from states.months import Month
from submissions.validation import Expected, ExpectedParameter

PAST_MONTHS = 12


def expected_for(state: str, month: Month) -> Expected:
    """The yardstick for one State and month; figures count only once they are verified."""
    document = document_of(methodology_in_force(month))
    history = past_figures(state, month)
    codes = [one["code"] for one in document.document["parameters"]]
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
        past=past_percents(history, codes),
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
