"""All States and Union Territories by category, with their places in the newest list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from common.asking import Choice, UnknownNameError
from common.dates import month_name
from dashboard.site.errors import explained
from dashboard.site.notes import known
from rankings.lists import headlines, labels, links
from rankings.lists.asked import LATEST
from rankings.lists.histories import Scope
from rankings.lists.labels import MISSING
from rankings.lists.links import Asked
from rankings.lists.queries import ListView, OtherRank, Row, list_view, other_ranks
from states.models import State
from states.selectors import ALL_INDIA, all_states, categories_in

# Every State and Union Territory with its category and its place in the newest list.


@dataclass(frozen=True, slots=True)
class Directory:
    """`states` by English name, `categories` by State code; `newest` is None where no list is on record.

    `inside` has the rank in the State's own category.
    """

    states: tuple[State, ...]
    categories: Mapping[str, str]
    newest: ListView | None
    inside: Mapping[str, OtherRank]


def directory(scope: Scope) -> Directory:
    try:
        newest = list_view(scope, LATEST)
    except UnknownNameError:
        newest = None
    inside = other_ranks(scope, newest) if newest else {}
    return Directory(tuple(all_states()), categories_in(), newest, inside)


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


@explained
def states(request: HttpRequest) -> HttpResponse:
    """`/states/`: all States and UTs."""
    wanted = Asked.of(request).in_category(ALL_INDIA)
    page = directory_page(directory(wanted.scope), wanted)
    return render(request, "dashboard/states.html", {"page": page, **known(wanted)})
