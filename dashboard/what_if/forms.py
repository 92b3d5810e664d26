"""What may be asked of a list: other marks of its parameters, other figures of its States."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext

from common.forms import ReadField
from insights.plan.forms import DOT, LONGEST_SHOWN, ListQuestion, PairsField, column, joined, number
from insights.what_if.core import Change
from insights.what_if.queries import BLANK, HIGHEST_MARKS, MOST_FIGURES, NOT_SENT, figures_text, sent
from metrics.scoring import Figure, ParameterRule, mark
from rankings.lists.scored_lists import Ground
from states.selectors import state_by_code


class FiguresInput(forms.Widget):
    """Other figures, `STATE.CODE` → `NUMERATOR/DENOMINATOR` or `-`, from `figures=HR.REG-03:48/50,…`.

    A form's fields `part.CODE` and `whole.CODE` are laid over it; they are those of the State in `of`.
    """

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> dict[str, str]:
        typed = column({name: data.get(name, "")}, name)
        state = data.get("of", "").strip().upper()
        codes = {key.partition(DOT)[2].upper() for key in data if key.startswith(("part.", "whole."))}
        for code in codes if state else ():
            part, whole = (
                data.get(f"{half}.{code}", "").strip().replace(",", "") for half in ("part", "whole")
            )
            typed[f"{state}.{code}"] = f"{part}/{whole}" if part or whole else NOT_SENT
        return typed


class WhatIfQuery(ListQuestion):
    """`state` is the code of the State whose figures the form shows; None for none."""

    takes: ClassVar = {
        **ListQuestion.takes, "why:what_if": ("board", "category", "as_of", "marks", "figures", "state"),
    }  # fmt: skip

    marks = PairsField(joined)
    figures = PairsField(figures_text, widget=FiguresInput)
    state = ReadField(lambda text: state_by_code(text).code)

    @property
    def change(self) -> Change:
        return Change(self.cleaned_data["marks"], self.cleaned_data["figures"])

    def check(self, ground: Ground, states: Collection[str]) -> None:
        """Read what was typed against the list. What is as it was published is no change."""
        typed, basis = self.cleaned_data, ground.worked.basis
        rules = {rule.code: rule for rule in basis.parameters}
        bounds = dict.fromkeys(rules, (0, HIGHEST_MARKS))
        problem = gettext(
            "%(code)s: “%(value)s” is not a number from 0 to %(most)s with at most two decimals"
        )
        marks = self.numbers("marks", number, bounds, problem, _unknown)
        typed["marks"] = {code: most for code, most in marks.items() if most != rules[code].max_marks}
        figures = {}
        for place, text in typed["figures"].items():
            state, _, code = place.partition(DOT)
            try:
                figure = _figure(state, code, text, rules, states)
            except ValueError as fault:
                self.problems[f"figures.{place}"] = str(fault)
            else:
                if figure != sent(ground, state, code):
                    figures[state, code] = figure
        typed["figures"] = figures
        if len(figures) > MOST_FIGURES:
            values = {"most": MOST_FIGURES, "count": len(figures)}
            problem = gettext("at most %(most)s figures can be changed at once, not %(count)s")
            self.problems["figures"] = problem % values
        if not any(typed["marks"].get(code, rule.max_marks) for code, rule in basis.on_board().items()):
            self.problems["marks"] = gettext(
                "some parameter of the board must have marks, else nothing can be ranked"
            )


def _unknown(code: str) -> str:
    return gettext("there is no parameter “%(code)s” in this list's methodology")


def _figure(
    state: str, code: str, text: str, rules: Mapping[str, ParameterRule], states: Collection[str]
) -> Figure:
    """Raises ValueError, with what is wrong in words."""
    values = {"state": state[:LONGEST_SHOWN], "code": code[:LONGEST_SHOWN], "value": text[:LONGEST_SHOWN]}
    if state not in states:
        raise ValueError(gettext("no State or UT has the code “%(code)s”") % {"code": values["state"]})
    if code not in rules:
        raise ValueError(_unknown(code) % values)
    if text == NOT_SENT:
        return BLANK
    part, slash, whole = text.partition("/")
    try:
        figure = Figure(number(part), number(whole if slash else ""))
    except ValueError:
        problem = gettext("%(state)s %(code)s: “%(value)s” is not two numbers, a numerator and a denominator")
        raise ValueError(problem % values) from None
    try:
        mark(rules[code], figure)
    except ValueError:
        problem = gettext("%(state)s %(code)s: “%(value)s”: the numerator is above the denominator")
        raise ValueError(problem % values) from None
    return figure
