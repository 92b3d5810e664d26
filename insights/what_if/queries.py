"""What if: what is changed in a list, checked, and the list that would come of it. Nothing is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.utils.translation import gettext

from common.months import Month
from insights.plan import forms
from insights.tryout.core import Move, compare
from insights.what_if.core import Change, changed
from metrics.scoring import Figure, ParameterRule, mark
from rankings.lists.asked import LATEST
from rankings.lists.histories import Scope
from rankings.lists.queries import refuse_withdrawn_month, states_by_code
from rankings.lists.ranks import Place
from rankings.lists.scored_list import Worked, work
from rankings.lists.scored_lists import Ground, NoFiguresError, grounds_of, one_list
from states.models import State

MOST_FIGURES = 60
HIGHEST_MARKS = Decimal(100)
NOT_SENT = "-"
"""How an address says that a figure was not sent."""
BLANK = Figure(None, None)
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Given:
    """A computed list as it was published, with its months and every State by its code."""

    scope: Scope
    months: tuple[Month, ...]
    ground: Ground
    states: Mapping[str, State]

    @property
    def rules(self) -> dict[str, ParameterRule]:
        """Every parameter of the methodology, on this board or not."""
        return {rule.code: rule for rule in self.ground.worked.basis.parameters}

    def figure(self, state: str, code: str) -> Figure:
        """What the list rests on."""
        return self.ground.worked.basis.figures.get(state, {}).get(code, BLANK)


@dataclass(frozen=True)
class WhatIf:
    """The list that would come of a change, beside the published one."""

    given: Given
    change: Change

    @cached_property
    def tried(self) -> Worked:
        return work(changed(self.given.ground.worked.basis, self.change))

    @property
    def moves(self) -> tuple[Move, ...]:
        """Every State in the order of the tried list."""
        return compare(self.given.ground.worked.places, tuple(self.tried.places.values()))

    @property
    def places(self) -> Mapping[str, Place]:
        return self.tried.places

    @property
    def totals(self) -> tuple[Decimal, Decimal]:
        """The marks of the board's parameters together, published and tried."""
        return _total(self.given.ground.worked), _total(self.tried)


def given_list(scope: Scope, month: str) -> Given:
    """`month` is `YYYY-MM` or `latest`. Raises NoFiguresError, WithdrawnListError, MalformedQueryError."""
    named = None if month == LATEST else _month(month, scope)
    try:
        found, months = one_list(scope, named)
    except NoFiguresError:
        if named is not None:
            refuse_withdrawn_month(scope, named, computed_only=True)
        raise
    [ground] = grounds_of([found])
    return Given(scope, months, ground, states_by_code())


def read_change(
    marks: Mapping[str, str], figures: Mapping[str, str], given: Given
) -> tuple[Change, dict[str, str]]:
    """What was typed, checked; and what is wrong with it by field: `marks`, `marks:CODE`, `figures:STATE.CODE`.

    What is as it was published is no change.
    """
    problems: dict[str, str] = {}
    change = Change(_marks(marks, given, problems), _figures(figures, given, problems))
    if len(change.figures) > MOST_FIGURES:
        told = gettext("at most %(most)s figures can be changed at once, not %(count)s")
        problems["figures"] = told % {"most": MOST_FIGURES, "count": len(change.figures)}
    rules = given.ground.worked.basis.on_board()
    if not any(change.marks.get(code, rule.max_marks) for code, rule in rules.items()):
        problems["marks"] = gettext("some parameter of the board must have marks, else nothing can be ranked")
    return change, problems


def _month(text: str, scope: Scope) -> Month:
    try:
        return Month.parse(text)
    except ValueError:
        raise NoFiguresError(text, one_list(scope, None)[1], "month") from None


def _total(worked: Worked) -> Decimal:
    return sum((rule.max_marks for rule in worked.basis.on_board().values()), Decimal(0))


def _marks(typed: Mapping[str, str], given: Given, problems: dict[str, str]) -> dict[str, Decimal]:
    found = {}
    rules = given.rules
    for code, text in typed.items():
        if code not in rules:
            problems[f"marks:{code}"] = _unknown(code)
            continue
        try:
            value = forms.number(text)
        except ValueError:
            value = None
        if value is None or value > HIGHEST_MARKS:
            told = gettext(
                "%(code)s: “%(value)s” is not a number from 0 to %(most)s with at most two decimals"
            )
            problems[f"marks:{code}"] = told % {"code": code, "value": text[:_SHOWN], "most": HIGHEST_MARKS}
        elif value != rules[code].max_marks:
            found[code] = value
    return found


def _figures(
    typed: Mapping[str, str], given: Given, problems: dict[str, str]
) -> dict[tuple[str, str], Figure]:
    found = {}
    for name, text in typed.items():
        state, _, code = name.partition(".")
        try:
            figure = _figure(state, code, text, given)
        except _FaultError as fault:
            problems[f"figures:{name}"] = str(fault)
            continue
        if figure != given.figure(state, code):
            found[state, code] = figure
    return found


class _FaultError(ValueError):
    """What is wrong with a figure, in words."""


def _figure(state: str, code: str, text: str, given: Given) -> Figure:
    if state not in given.states:
        raise _FaultError(gettext("no State or UT has the code “%(code)s”") % {"code": state[:_SHOWN]})
    if code not in given.rules:
        raise _FaultError(_unknown(code))
    if text == NOT_SENT:
        return BLANK
    values = {"state": state, "code": code, "value": text[:_SHOWN]}
    try:
        part, slash, whole = text.partition("/")
        figure = Figure(forms.number(part), forms.number(whole if slash else ""))
    except ValueError:
        told = gettext("%(state)s %(code)s: “%(value)s” is not two numbers, a numerator and a denominator")
        raise _FaultError(told % values) from None
    try:
        mark(given.rules[code], figure)
    except ValueError:
        told = gettext("%(state)s %(code)s: “%(value)s”: the numerator is above the denominator")
        raise _FaultError(told % values) from None
    return figure


def _unknown(code: str) -> str:
    return gettext("there is no parameter “%(code)s” in this list's methodology") % {"code": code[:_SHOWN]}


def change_query(change: Change) -> dict[str, str]:
    """The change as an address carries it."""
    query = {}
    if change.marks:
        query["marks"] = forms.joined({code: forms.plain(value) for code, value in change.marks.items()})
    if change.figures:
        query["figures"] = forms.joined(
            {f"{state}.{code}": figure_text(one) for (state, code), one in change.figures.items()}
        )
    return query


def figure_text(figure: Figure) -> str:
    """`390/393`, or `-` where nothing was sent."""
    if figure.numerator is None or figure.denominator is None:
        return NOT_SENT
    return f"{forms.plain(figure.numerator)}/{forms.plain(figure.denominator)}"
