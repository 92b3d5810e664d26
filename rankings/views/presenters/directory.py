"""All States and Union Territories by category, with their places in the newest list."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from rankings.selectors.directories import Directory
from rankings.selectors.shapes import ListView, OtherRank, Row
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.wording import headlines, labels
from rankings.views.wording.months import month_name
from rankings.views.wording.numbers import MISSING
from states.asking import Choice
from states.models import State


@dataclass(frozen=True, slots=True)
class StateRow:
    state: Choice
    code: str
    kind: str
    rank: str
    inside: str
    score: str
    months_first: str


@dataclass(frozen=True, slots=True)
class CategoryRows:
    """`listed` leads to the category's own list, where there is one."""

    name: str
    listed: str
    rows: tuple[StateRow, ...]


@dataclass(frozen=True, slots=True)
class DirectoryPage:
    """`newest` is the list that ranks come from; None where there is none yet. `ranked` counts where some are not."""

    boards: tuple[Choice, ...]
    categories: tuple[CategoryRows, ...]
    count: int
    newest: Choice | None
    ranked: str
    sample: bool
    mixed: str


def directory_page(found: Directory, wanted: Asked) -> DirectoryPage:
    newest = found.newest
    rows = {row.state.code: row for row in newest.rows} if newest else {}
    ordered = sorted(found.states, key=labels.state_name)
    listed = {one.category for one in found.inside.values()}
    boards = {board: links.page("states", query=wanted.on_board(board).query) for board in labels.BOARDS}
    return DirectoryPage(
        boards=tuple(links.board_choices(wanted, boards)),
        categories=tuple(
            CategoryRows(
                labels.category_name(category),
                links.leaderboard(None, wanted.in_category(category)) if category in listed else "",
                tuple(
                    _row(state, rows.get(state.code), found.inside.get(state.code), wanted)
                    for state in ordered
                    if found.categories.get(state.code) == category
                ),
            )
            for category in labels.CATEGORIES[1:]
        ),
        count=len(found.states),
        newest=Choice(_name(newest), links.leaderboard(None, wanted)) if newest else None,
        ranked=" ".join(headlines.ranked(newest)) if newest else "",
        sample=newest.sample if newest else False,
        mixed=labels.mixed(newest.sample_basis) if newest else "",
    )


def _name(newest: ListView) -> str:
    return gettext("%(month)s, board %(board)s") % {
        "month": month_name(newest.month), "board": labels.board_name(newest.board),
    }  # fmt: skip


def _row(state: State, row: Row | None, inside: OtherRank | None, wanted: Asked) -> StateRow:
    return StateRow(
        state=Choice(labels.state_name(state), links.state(state.code, wanted)),
        code=state.code,
        kind=str(state.get_kind_display()),
        rank=MISSING if row is None or row.rank is None else str(row.rank),
        inside=MISSING if inside is None or inside.rank is None else str(inside.rank),
        score=MISSING if row is None or row.score is None else f"{row.score:.2f}",
        months_first=MISSING if row is None else str(row.months_first),
    )
