"""Sparklines: the rank over some months, so small that it fits a table's cell. All of a table share one scale."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

STEP, HEIGHT, EDGE = 8, 34, 3
"""Pixels from month to month, the height of a sparkline, and the room around its line."""


@dataclass(frozen=True, slots=True)
class Spark:
    """`runs` are the points of unbroken lines as SVG wants them; `dots` single months; `end` the newest month.

    Where the newest month has no rank, `end` is empty.
    """

    width: int
    height: int
    runs: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    end: tuple[str, str] | None


def spark(ranks: Sequence[int | None], worst: int) -> Spark:
    """Rank 1 on top, `worst` at the bottom; broken where there is no rank.

    >>> spark((1, None, 3, 2), worst=3).runs
    ('19,31 27,17',)
    >>> spark((1, None, 3, 2), worst=3).dots
    (('3', '3'),)
    """
    points: list[list[tuple[str, str]]] = [[]]
    for index, rank in enumerate(ranks):
        if rank is None:
            points.append([])
        else:
            points[-1].append((str(EDGE + STEP * index), _height(rank, worst)))
    last = ranks[-1] if ranks else None
    return Spark(
        width=2 * EDGE + STEP * (len(ranks) - 1),
        height=HEIGHT,
        runs=tuple(" ".join(",".join(point) for point in run) for run in points if len(run) > 1),
        dots=tuple(run[0] for run in points if len(run) == 1),
        end=None if last is None else points[-1][-1],
    )


def _height(rank: int, worst: int) -> str:
    """Pixels from the top, to a tenth."""
    tenths = 10 * EDGE + 10 * (HEIGHT - 2 * EDGE) * (rank - 1) // max(worst - 1, 1)
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)


# Where each State and UT stands on the tile map: roughly as on a map, a tile to each, no boundaries drawn.

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
