"""What if: what was asked of a list, and the fields of the form that asks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext

from metrics.scoring import Figure
from rankings.core import wishes
from rankings.core.whatif import Change
from rankings.selectors.whatifs import Given, change_query
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.wording import labels
from rankings.views.wording.numbers import grouped, plain
from states.asking import Choice


@dataclass(frozen=True, slots=True)
class Trial:
    """What was asked of a list: as typed, what of it could be read, and what could not. `state` may be empty."""

    given: Given
    wanted: Asked
    state: str
    marks: Mapping[str, str]
    figures: Mapping[str, str]
    change: Change
    problems: Mapping[str, str]

    def url(
        self, change: Change | None = None, wanted: Asked | None = None, *, state: str | None = None
    ) -> str:
        """The page with one thing chosen otherwise."""
        query = change_query(self.change if change is None else change)
        own = self.state if state is None else state
        return links.what_if(
            self.given.ground.month, wanted or self.wanted, query | ({"state": own} if own else {})
        )


@dataclass(frozen=True, slots=True)
class MarksField:
    """A parameter's marks: as published, and what stands in the field."""

    code: str
    name: str
    published: str
    value: str
    problem: str


@dataclass(frozen=True, slots=True)
class FigureField:
    """A State's figure: as published, and what stands in its two fields."""

    code: str
    name: str
    published: str
    part: str
    whole: str
    problem: str


def hidden(trial: Trial) -> dict[str, str]:
    """What the form keeps. The State shown stands in fields of its own, so that its figures are read from those."""
    kept = {key: value for key, value in trial.wanted.query.items() if key != "origin"}
    on_board = trial.given.ground.worked.basis.on_board()
    here = {f"{trial.state}.{code}" for code in on_board}
    others = {key: value for key, value in trial.figures.items() if key not in here}
    if others:
        kept["figures"] = wishes.joined(others)
    elsewhere = {code: value for code, value in trial.marks.items() if code not in on_board}
    if elsewhere:
        kept["marks"] = wishes.joined(elsewhere)
    return kept | ({"of": trial.state} if trial.state else {})


def state_choices(trial: Trial) -> list[Choice]:
    inside = trial.given.ground.worked.basis.names
    named = [
        Choice(labels.state_name(one), code, code == trial.state)
        for code, one in trial.given.states.items()
        if code in inside or code == trial.state
    ]
    return sorted(named, key=lambda one: one.label)


def _name(trial: Trial, code: str) -> str:
    parameter = trial.given.ground.parameters[code]
    return labels.either(parameter["name"], parameter["name_hi"])


def marks_fields(trial: Trial) -> list[MarksField]:
    return [
        MarksField(
            code=code,
            name=_name(trial, code),
            published=plain(rule.max_marks),
            value=trial.marks.get(code, plain(rule.max_marks)),
            problem=trial.problems.get(f"marks:{code}", ""),
        )
        for code, rule in trial.given.ground.worked.basis.on_board().items()
    ]


def figure_fields(trial: Trial) -> list[FigureField]:
    return [_figure(trial, code) for code in trial.given.ground.worked.basis.on_board()]


def _figure(trial: Trial, code: str) -> FigureField:
    published = trial.given.figure(trial.state, code)
    typed = trial.figures.get(f"{trial.state}.{code}")
    if typed is None:
        part, whole = (
            "" if one is None else wishes.plain(one) for one in (published.numerator, published.denominator)
        )
    else:
        part, _, whole = ("", "", "") if typed == "-" else typed.partition("/")
    return FigureField(
        code=code,
        name=_name(trial, code),
        published=said(published),
        part=part,
        whole=whole,
        problem=trial.problems.get(f"figures:{trial.state}.{code}", ""),
    )


def said(figure: Figure) -> str:
    if figure.numerator is None or figure.denominator is None:
        return gettext("not reported")
    values = {"part": grouped(figure.numerator), "whole": grouped(figure.denominator)}
    return gettext("%(part)s of %(whole)s") % values
