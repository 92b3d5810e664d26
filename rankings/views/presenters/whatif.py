"""What if: the form, what is changed, and the whole list ranked again beside the published one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.utils.translation import gettext

from metrics.boards import Board
from rankings.core.tryout import Move
from rankings.core.whatif import Change
from rankings.selectors.whatifs import HIGHEST_MARKS, MOST_FIGURES, WhatIf, change_query
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.presenters.whatifform import (
    FigureField,
    MarksField,
    Trial,
    figure_fields,
    hidden,
    marks_fields,
    said,
    state_choices,
)
from rankings.views.wording import labels
from rankings.views.wording import whatif as words
from rankings.views.wording.months import month_name
from rankings.views.wording.movement import Movement, movement
from rankings.views.wording.numbers import MISSING, plain
from states.asking import Choice


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
        said=tuple(filter(None, [words.sums(*found.totals)])) if found else (),
        sample=given.ground.list.sample,
        boards=tuple(
            links.board_choices(
                wanted, {one.value: trial.url(wanted=wanted.on_board(one.value)) for one in Board}
            )
        ),
        categories=tuple(
            links.category_choices(
                wanted, {one: trial.url(wanted=wanted.in_category(one)) for one in labels.CATEGORIES}
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
        rows=tuple(_row(one, found) for one in found.moves) if found else (),
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
    return words.headline(
        [labels.state_name(name[one.state]) for one in moves if one.tried_rank == 1],
        [labels.state_name(name[one.state]) for one in moves if one.rank == 1],
        sum(one.changed for one in moves),
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
