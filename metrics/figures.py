"""The one door through which verified figures come in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts import audit
from common.locks import hold_lock
from common.months import Month
from metrics.models import Figure, FigureSet
from metrics.scoring import Figure as ScoredFigure
from metrics.scoring import ParameterRule, mark
from metrics.selectors import document_of, figures_at, methodology_in_force


class ImpossibleFiguresError(ValueError):
    """Figures that cannot be recorded. `problems` names each parameter and what is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@transaction.atomic
def record_figures(
    *,
    state: str,
    month: Month,
    figures: Mapping[str, ScoredFigure],
    source: str,
    sample: bool,
    by: str,
    at: datetime,
    rules: Mapping[str, ParameterRule] | None = None,
) -> FigureSet:
    """Record a State's verified figures of a month as a new revision, which becomes the current one.

    `figures` maps parameter codes of the methodology in force to figures; a parameter that is left out was
    not reported. The same figures as the current revision's change nothing and return that revision.
    `rules` are `rules_of(month)`, for a caller who records many States at once.
    Raises ImpossibleFiguresError where a figure cannot be rated.
    """
    check_figures(month, figures, rules_of(month) if rules is None else rules)
    hold_lock(f"figures {month} {state}")
    current = FigureSet.objects.filter(state_id=state, month=month, is_current=True).first()
    if current is not None and current.sample == sample:
        present = figures_at(month, {state: current.revision})[state]
        if _told(present) == _told(figures):
            return current
    if current is not None:
        current.is_current = False
        current.save(update_fields=["is_current"])
    revision = FigureSet.objects.filter(state_id=state, month=month).count() + 1
    added = FigureSet.objects.create(
        state_id=state,
        month=month,
        revision=revision,
        sample=sample,
        source=source,
        recorded_at=at,
        recorded_by=by,
    )
    Figure.objects.bulk_create(
        Figure(figure_set=added, parameter=code, numerator=one.numerator, denominator=one.denominator)
        for code, one in sorted(figures.items())
    )
    audit.record(
        at=at,
        actor=by,
        action="figures.record",
        subject=f"{state} {month}",
        before={"revision": current.revision} if current else None,
        after={"revision": revision, "figures": len(figures), "source": source, "sample": sample},
    )
    return added


def rules_of(month: Month) -> dict[str, ParameterRule]:
    """The rule of every parameter in force in a month, by its code."""
    return {rule.code: rule for rule in document_of(methodology_in_force(month)).parameter_rules()}


def check_figures(
    month: Month, figures: Mapping[str, ScoredFigure], rules: Mapping[str, ParameterRule]
) -> None:
    """Raise ImpossibleFiguresError with every figure that the month's methodology cannot rate."""
    problems = [f"{code} is not a parameter of {month}" for code in sorted(set(figures) - set(rules))]
    for code in sorted(set(figures) & set(rules)):
        try:
            mark(rules[code], figures[code])
        except ValueError as problem:
            problems.append(str(problem))
    if problems:
        raise ImpossibleFiguresError(problems)


def _told(figures: Mapping[str, ScoredFigure]) -> dict[str, ScoredFigure]:
    """What was said: a blank figure says as little as one that is left out."""
    return {code: one for code, one in figures.items() if not one.is_blank}
