"""The four boards: which lists come out of a month."""

from __future__ import annotations

from enum import StrEnum


class Board(StrEnum):
    """A ranking over some of the parameter groups. Every group counts on `overall`."""

    CCTNS = "cctns"
    ICJS = "icjs"
    ITSSO = "itsso"
    OVERALL = "overall"


DEFAULT_BOARD = Board.CCTNS

FIRST_MONTHS: dict[Board, str] = {}
"""The first month (`YYYY-MM`) of a board that came later. A version from before need have no group on it."""


def boards_of(month: str) -> tuple[Board, ...]:
    """The boards of which a month, or a version that holds from it, has lists.

    >>> [board.value for board in boards_of("2023-10")]
    ['cctns', 'icjs', 'itsso', 'overall']
    """
    return tuple(board for board in Board if FIRST_MONTHS.get(board, "") <= month)
