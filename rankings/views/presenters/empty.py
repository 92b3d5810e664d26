"""The page of the latest list before there is any."""

from __future__ import annotations

from dataclasses import dataclass

from rankings.views import links
from rankings.views.links import Asked
from rankings.views.wording import labels
from states.asking import Choice


@dataclass(frozen=True, slots=True)
class EmptyPage:
    board: str
    category: str
    boards: tuple[Choice, ...]
    categories: tuple[Choice, ...]


def empty_page(wanted: Asked) -> EmptyPage:
    boards = {board: links.leaderboard(None, wanted.on_board(board)) for board in labels.BOARDS}
    categories = {one: links.leaderboard(None, wanted.in_category(one)) for one in labels.CATEGORIES}
    return EmptyPage(
        labels.board_name(wanted.board),
        labels.category_name(wanted.category),
        tuple(links.board_choices(wanted, boards)),
        tuple(links.category_choices(wanted, categories)),
    )
