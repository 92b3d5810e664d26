"""Where each State and UT stands on the tile map: roughly as on a map, a tile to each, no boundaries drawn."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

TILES_FILE = Path(__file__).parent.parent / "data" / "tiles.csv"
BINS: tuple[int, ...] = (0, 70, 80, 90, 95)
"""The scores from which each shade begins. They do not move with the list, so that months can be compared."""


@dataclass(frozen=True, slots=True)
class Position:
    """Counted from 1: columns from the west, rows from the north."""

    column: int
    row: int


@cache
def positions() -> dict[str, Position]:
    """The place of each State by its code, row by row from the north."""
    with TILES_FILE.open(encoding="utf-8", newline="") as file:
        rows = [(row["state"], int(row["column"]), int(row["row"])) for row in csv.DictReader(file)]
    return {
        state: Position(column, row) for state, column, row in sorted(rows, key=lambda one: (one[2], one[1]))
    }


def shade(score: Decimal) -> int:
    """The number of a score's shade, 1 for the lowest.

    >>> shade(Decimal("69.99")), shade(Decimal("70.00")), shade(Decimal("100.00"))
    (1, 2, 5)
    """
    return sum(1 for least in BINS if score >= least)
