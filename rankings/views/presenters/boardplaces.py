"""A State's places on every board in one month."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from metrics.boards import Board
from rankings.selectors.standings import Place, Standings
from rankings.views import links
from rankings.views.links import Asked
from rankings.views.wording import labels
from rankings.views.wording.numbers import MISSING
from states.asking import Choice
from states.months import Month
from states.selectors import ALL_INDIA


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """The State on one board: in India and in its category."""

    board: Choice
    in_india: str
    in_category: str
    score: str
    behind: str


def place_on(found: Standings, board: str, category: str) -> Place | None:
    """The State in one list of the month; None where it is not named there."""
    return next((one for one in found.places if (one.board, one.category) == (board, category)), None)


def place_rows(found: Standings, wanted: Asked, month: Month | None) -> list[PlaceRow]:
    """Every board on which the State is named; `month` is the one that the address names."""
    rows = []
    for board in Board:
        own, inside = place_on(found, board, ALL_INDIA), place_on(found, board, found.category)
        if own is None and inside is None:
            continue
        address = links.leaderboard(month, wanted.on_board(board.value))
        rows.append(
            PlaceRow(
                board=Choice(
                    labels.board_name(board), address, board == wanted.board, labels.board_long(board)
                ),
                in_india=_of(own),
                in_category=_of(inside),
                score=MISSING if own is None or own.score is None else f"{own.score:.2f}",
                behind=_behind(own),
            )
        )
    return rows


def _of(place: Place | None) -> str:
    if place is None:
        return MISSING
    if place.rank is None:
        return f"{MISSING} {labels.reason(place.reason)}"
    return gettext("%(part)s of %(whole)s") % {"part": place.rank, "whole": place.ranked}


def _behind(place: Place | None) -> str:
    if place is None or place.score is None or place.top is None:
        return MISSING
    return "" if place.rank == 1 else f"{place.top - place.score:.2f}"
