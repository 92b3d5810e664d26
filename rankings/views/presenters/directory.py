"""All States and Union Territories by category, with their places in the newest list."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from rankings.selectors.directories import Directory
from rankings.selectors.shapes import ListView, Row
from rankings.views import links
from rankings.views.links import Asked, Choice
from rankings.views.wording import labels
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import MISSING
from states.models import State


@dataclass(frozen=True, slots=True)
class StateRow:
    state: Choice
    code: str
    kind: str
    rank: str
    score: str
    months_first: str


@dataclass(frozen=True, slots=True)
class CategoryRows:
    name: str
    rows: tuple[StateRow, ...]


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """`newest` is the list that ranks come from; None where there is none yet."""

    categories: tuple[CategoryRows, ...]
    count: int
    newest: Choice | None
    sample: bool


def directory_page(found: Directory, wanted: Asked) -> DirectoryPage:
    newest = found.newest
    rows = {row.state.code: row for row in newest.rows} if newest else {}
    ordered = sorted(found.states, key=labels.state_name)
    return DirectoryPage(
        categories=tuple(
            CategoryRows(
                labels.category_name(category),
                tuple(
                    _row(state, rows.get(state.code), wanted)
                    for state in ordered
                    if found.categories.get(state.code) == category
                ),
            )
            for category in labels.CATEGORIES[1:]
        ),
        count=len(found.states),
        newest=Choice(_name(newest), links.leaderboard(None, wanted)) if newest else None,
        sample=newest.sample if newest else False,
    )


def _name(newest: ListView) -> str:
    return gettext("%(month)s, board %(board)s") % {
        "month": month_name(newest.month), "board": labels.board_name(newest.board),
    }  # fmt: skip


def _row(state: State, row: Row | None, wanted: Asked) -> StateRow:
    return StateRow(
        state=Choice(labels.state_name(state), links.state(state.code, wanted)),
        code=state.code,
        kind=str(state.get_kind_display()),
        rank=MISSING if row is None or row.rank is None else str(row.rank),
        score=MISSING if row is None or row.score is None else f"{row.score:.2f}",
        months_first=MISSING if row is None else str(row.months_first),
    )
