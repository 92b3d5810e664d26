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
