"""The tile map: a list's scores by place. The table beside it holds the same numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from common.charts.small import BINS, Position, positions, shade
from dashboard.leaderboard.queries import Leaderboard
from rankings.lists.shapes import Row
from states.models import State

FULL = 100
Tile = tuple[State, Position, Row | None, str]
"""A State, where it stands, its row, and its kind: bin-1 to bin-5, unranked, or absent (without a score on record)."""


def tiles(board: Leaderboard) -> list[Tile]:
    """Every State and UT, row by row from the north."""
    rows = {row.state.code: row for row in board.ranking.rows}
    states = {state.code: state for state in board.states}
    return [
        (states[code], place, rows.get(code), _kind(rows.get(code)))
        for code, place in positions().items()
        if code in states
    ]


def _kind(row: Row | None) -> str:
    if row is not None and row.rank is None:
        return "unranked"
    return "absent" if row is None or row.score is None else f"bin-{shade(row.score)}"


def legend(tiled: Sequence[Tile]) -> list[tuple[str, int, int, int]]:
    """(kind, its lowest score, its highest, how many States), the last two kinds only where there are any."""
    counts = Counter(kind for *_, kind in tiled)
    bounds = zip(BINS, [*BINS[1:], FULL + 1], strict=True)
    shades = [
        (f"bin-{number}", least, following - 1, counts[f"bin-{number}"])
        for number, (least, following) in enumerate(bounds, start=1)
    ]
    return [*shades, *((kind, 0, 0, counts[kind]) for kind in ("unranked", "absent") if counts[kind])]
