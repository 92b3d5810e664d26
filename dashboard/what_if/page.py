"""What if: the form, what is changed, and the whole list ranked again beside the published one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext

from common.asking import Choice
from common.dates import month_name
from dashboard.plan.page import is_compact
from dashboard.site.errors import explained
from dashboard.site.notes import known
from insights.plan import forms
from insights.plan.forms import figures_typed, marks_typed
from insights.tryout.core import Move
from insights.what_if.core import Change
from insights.what_if.queries import (
    HIGHEST_MARKS,
    MOST_FIGURES,
    Given,
    WhatIf,
    change_query,
    given_list,
    read_change,
)
from metrics.boards import Board
from metrics.scoring import Figure
from rankings.lists import labels, links
from rankings.lists.labels import MISSING, Movement, grouped, movement, plain, some_of
from rankings.lists.links import Asked
from states.selectors import state_by_code

# What if: what was asked of a list, and the fields of the form that asks it.


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
        kept["figures"] = forms.joined(others)
    elsewhere = {code: value for code, value in trial.marks.items() if code not in on_board}
    if elsewhere:
        kept["marks"] = forms.joined(elsewhere)
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
            "" if one is None else forms.plain(one) for one in (published.numerator, published.denominator)
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


# What if, in sentences. They say “would”: nothing of it was published.


def headline(first: Sequence[str], published: Sequence[str], moved: int, *, changed: bool) -> str:
    """`What if: Himachal Pradesh would be first; published: Haryana`"""
    if not changed:
        return gettext("What if the figures or the marks were other?")
    values = {"states": some_of(first), "published": some_of(published), "count": moved}
    if not published:
        return gettext("What if: first would be %(states)s; published: no State is ranked") % values
    if set(first) != set(published):
        return gettext("What if: first would be %(states)s; published: %(published)s") % values
    if not moved:
        return gettext("What if: nobody would move; first would still be %(states)s") % values
    text = ngettext(
        "What if: %(count)s State would move; first would still be %(states)s",
        "What if: %(count)s States would move; first would still be %(states)s",
        moved,
    )
    return text % values


def sums(before: Decimal, after: Decimal) -> str:
    """What becomes of marks that do not sum to what they did; empty where they do."""
    if before == after:
        return ""
    values = {"before": plain(before), "after": plain(after)}
    return (
        gettext(
            "The marks of this board sum to %(after)s, not to %(before)s. A score is the share of the marks "
            "applicable, so nothing is rescaled."
        )
        % values
    )


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One thing that is otherwise; `undo` leads to the page without it."""

    name: str
    before: str
    after: str
    undo: str


@dataclass(frozen=True, slots=True)
class MoveLine:
    """A State in the tried list beside the published one; no movement where it is unranked in one of them."""

    state: Choice
    rank: str
    score: str
    movement: Movement | None
    published_rank: str
    published_score: str
    first: bool


@dataclass(frozen=True, slots=True)
class WhatIfPage:
    """Everything the page prints. Without an answer (something typed is wrong) `rows` is empty."""

    title: str
    headline: str
    lede: tuple[str, ...]
    said: tuple[str, ...]
    sample: bool
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]
    hidden: tuple[tuple[str, str], ...]
    states: tuple[Choice, ...]
    state: str
    state_name: str
    marks: tuple[MarksField, ...]
    marks_open: bool
    figures_open: bool
    highest: str
    most: int
    figures: tuple[FigureField, ...]
    problems: tuple[str, ...]
    changes: tuple[ChangeLine, ...]
    rows: tuple[MoveLine, ...]
    list: Choice
    afresh: str
    data: tuple[Choice, ...]
    canonical: str


def what_if_page(trial: Trial, found: WhatIf | None) -> WhatIfPage:
    """`found` is None where something typed is wrong."""
    given, wanted = trial.given, trial.wanted
    shown = given.ground.month
    return WhatIfPage(
        title=_title(trial),
        headline=_headline(trial, found),
        lede=(month_name(shown), labels.board_name(wanted.board), labels.category_name(wanted.category)),
        said=tuple(filter(None, [sums(*found.totals)])) if found else (),
        sample=given.ground.list.sample,
        boards=tuple(
            links.board_choices(
                wanted, {board.value: trial.url(wanted=wanted.on_board(board.value)) for board in Board}
            )
        ),
        categories=tuple(
            links.category_choices(
                wanted,
                {category: trial.url(wanted=wanted.in_category(category)) for category in labels.CATEGORIES},
            )
        ),
        hidden=tuple(hidden(trial).items()),
        states=tuple(state_choices(trial)),
        state=trial.state,
        state_name=labels.state_name(given.states[trial.state]) if trial.state else "",
        marks=tuple(marks_fields(trial)),
        marks_open=bool(trial.problems) or not (trial.change or trial.state),
        figures_open=bool(trial.problems) or all(state != trial.state for state, _ in trial.change.figures),
        highest=f"{HIGHEST_MARKS}",
        most=MOST_FIGURES,
        figures=tuple(figure_fields(trial)) if trial.state else (),
        problems=tuple(trial.problems.values()),
        changes=tuple(_changes(trial)),
        rows=tuple(_row(move, found) for move in found.moves) if found else (),
        list=Choice(month_name(shown), links.leaderboard(shown, wanted)),
        afresh=trial.url(Change(), state=""),
        data=(Choice("JSON", _data(trial)), Choice("CSV", _data(trial, format="csv"))),
        canonical=trial.url(),
    )


def _title(trial: Trial) -> str:
    parts = [
        gettext("What if"),
        labels.board_name(trial.wanted.board),
        labels.category_name(trial.wanted.category),
        month_name(trial.given.ground.month),
    ]
    return " · ".join(parts)


def _headline(trial: Trial, found: WhatIf | None) -> str:
    if found is None:
        return gettext("What if: this cannot be ranked as it was asked")
    moves, name = found.moves, trial.given.states
    return headline(
        [labels.state_name(name[move.state]) for move in moves if move.tried_rank == 1],
        [labels.state_name(name[move.state]) for move in moves if move.rank == 1],
        sum(move.changed for move in moves),
        changed=bool(trial.change),
    )


def _changes(trial: Trial) -> list[ChangeLine]:
    change, rules = trial.change, trial.given.rules
    lines = [
        ChangeLine(
            name=gettext("%(code)s: marks") % {"code": code},
            before=plain(rules[code].max_marks),
            after=plain(value),
            undo=trial.url(
                replace(change, marks={key: one for key, one in change.marks.items() if key != code})
            ),
        )
        for code, value in sorted(change.marks.items())
    ]
    for (state, code), figure in sorted(change.figures.items()):
        rest = {key: one for key, one in change.figures.items() if key != (state, code)}
        values = {"state": labels.state_name(trial.given.states[state]), "code": code}
        lines.append(
            ChangeLine(
                name=gettext("%(state)s, %(code)s") % values,
                before=said(trial.given.figure(state, code)),
                after=said(figure),
                undo=trial.url(replace(change, figures=rest)),
            )
        )
    return lines


def _row(one: Move, found: WhatIf) -> MoveLine:
    given = found.given
    wanted = Asked(given.scope.board, given.scope.category, None, given.scope.as_of)
    return MoveLine(
        state=Choice(
            labels.state_name(given.states[one.state]), links.state(one.state, wanted, given.ground.month)
        ),
        rank=_rank(one.tried_rank),
        score=MISSING if one.tried_score is None else f"{one.tried_score:.2f}",
        movement=None if one.places is None else movement(one.places, flagged=False),
        published_rank=_rank(one.rank),
        published_score=MISSING if one.score is None else f"{one.score:.2f}",
        first=one.tried_rank == 1,
    )


def _rank(rank: int | None) -> str:
    return MISSING if rank is None else str(rank)


def _data(trial: Trial, **more: str) -> str:
    query = (
        {"board": trial.wanted.board, "category": trial.wanted.category} | change_query(trial.change) | more
    )
    return links.data(f"rankings/{trial.given.ground.month}/what-if/", query)


# `/rankings/2023-10/what-if/?marks=REG-01:9&figures=HR.REG-03:48/50`: a list ranked again. Nothing is stored.


@explained
def what_if(request: HttpRequest, month: str) -> HttpResponse:
    """A form's long address leads to the compact one that can be shared.

    What cannot be read stands beside its field, with status 400.
    """
    wanted = Asked.of(request)
    query = request.GET.dict()
    state = state_by_code(query["state"]).code if query.get("state") else ""
    given = given_list(wanted.scope, month)
    marks, figures = marks_typed(query), figures_typed(query)
    change, problems = read_change(marks, figures, given)
    trial = Trial(given, wanted, state, marks, figures, change, problems)
    if not problems and not is_compact(request):
        return redirect(trial.url())
    page = what_if_page(trial, None if problems else WhatIf(given, change))
    context = {"page": page, **known(wanted)}
    return render(request, "dashboard/why/what_if.html", context, status=400 if problems else 200)
