"""Sparklines: the rank over some months, so small that it fits a table's cell. All of a table share one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
