"""How one State's figure became marks, step by step in live numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext

from metrics.scoring import Figure, Mark, ParameterRule
from rankings.views.wording import labels
from rankings.views.wording import parameters as words
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import grouped, percent, plain, two_decimals
from states.models import State
from states.months import Month


@dataclass(frozen=True, slots=True)
class WorkedFigure:
    """`who` says whose figure and of when; `capped` is a sentence where the formula alone would give more or less."""

    who: str
    percent: str
    marks: str
    capped: str


def worked_figure(
    month: Month, rule: ParameterRule, states: Sequence[tuple[State, Figure, Mark]]
) -> WorkedFigure | None:
    """The State in the middle of those that reported and lost marks, else of those at full marks; None without any."""
    rated = [one for one in states if one[2].percent is not None]
    short = [one for one in rated if not one[2].full_marks]
    chosen = short or rated
    if not chosen:
        return None
    state, figure, mark = chosen[len(chosen) // 2]
    assert figure.numerator is not None
    assert figure.denominator is not None
    return WorkedFigure(
        who=gettext("%(state)s, %(month)s") % {"state": labels.state_name(state), "month": month_name(month)},
        percent=words.percent_formula(
            grouped(figure.numerator), grouped(figure.denominator), percent(mark.percent)
        ),
        marks=words.marks_formula(
            plain(rule.max_marks),
            percent(mark.percent),
            rule.worst_percent,
            rule.best_percent,
            two_decimals(mark.marks),
        ),
        capped=_capped(rule, figure, mark),
    )


def _capped(rule: ParameterRule, figure: Figure, mark: Mark) -> str:
    assert mark.percent is not None
    assert figure.numerator is not None
    assert figure.denominator is not None
    if figure.numerator > figure.denominator:
        return gettext("More than 100 percent counts as 100.")
    best, worst = Fraction(rule.best_percent), Fraction(rule.worst_percent)
    share = (mark.percent - worst) / (best - worst)
    if share > 1:
        return gettext("More than the best percent earns full marks and no more.")
    return gettext("Beyond the worst percent there are 0 marks, never fewer.") if share < 0 else ""
