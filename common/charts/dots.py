"""Where the States lie on one scale: a dot for each, stacked where they crowd, so that the crowd itself is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from common.charts.theme import COLOURS, axis, layout, payload, rule
from common.numbers import rounded

COLUMNS = 48
"""Places across within which dots are stacked; on a phone they are seven pixels apart."""
PITCH, RADIUS = 9, 4
TOP, BOTTOM = 40, 40
_LABEL_EVERY = 3
_MOST_IN_LABELLED = 2


@dataclass(frozen=True, slots=True)
class DotPoint:
    """A State: its code, its percent to two decimals, and what a pointer over it says. `full`: at full marks."""

    code: str
    value: Decimal
    hover: str
    full: bool


@dataclass(frozen=True, slots=True)
class DotScale:
    """`left` and `right` are the percents at the ends; the better side is always on the right."""

    left: int
    right: int
    ticks: tuple[int, ...]

    def share(self, value: Decimal | Fraction | int) -> Fraction:
        return (Fraction(value) - self.left) / (self.right - self.left)


@dataclass(frozen=True, slots=True)
class Mark:
    """A rule across the plot with its text. `kind` is `median`, or `rule` for where full marks begin."""

    value: Decimal
    text: str
    kind: str


def dot_scale(values: Sequence[Decimal], *, best: Decimal, upwards: bool) -> DotScale:
    """Round numbers around all values and the best percent, turned so that better lies on the right.

    >>> dot_scale([Decimal("97.40"), Decimal(100)], best=Decimal(100), upwards=True)
    DotScale(left=90, right=100, ticks=(90, 92, 94, 96, 98, 100))
    >>> dot_scale([Decimal("0.27"), Decimal("18.13")], best=Decimal(0), upwards=False).ticks
    (20, 15, 10, 5, 0)
    """
    every = [*values, best]
    low = int(min(every)) // 10 * 10
    high = -(-int(max(every).to_integral_value(rounding="ROUND_CEILING")) // 10) * 10
    if low == high:
        low, high = (low - 10, high) if high > 0 else (low, high + 10)
    step = 2 if high - low <= 10 else 5 if high - low <= 30 else 10 if high - low <= 60 else 20
    low -= (high - low) % step
    ticks = tuple(range(max(low, 0), high + 1, step))
    low = ticks[0]
    return DotScale(low, high, ticks) if upwards else DotScale(high, low, ticks[::-1])


def stacks(points: Sequence[DotPoint], scale: DotScale) -> list[tuple[DotPoint, int, int]]:
    """Each point with its column and its place in the column's stack, from 0; the order of input decides the stack."""
    heights: dict[int, int] = {}
    found = []
    for point in points:
        column = int(rounded(scale.share(point.value) * COLUMNS, 0))
        found.append((point, column, heights.get(column, 0)))
        heights[column] = heights.get(column, 0) + 1
    return found


def distribution(points: Sequence[DotPoint], scale: DotScale, marks: Sequence[Mark]) -> dict[str, Any]:
    """The dots on their scale with codes over the sparse columns, and the marks as labelled rules."""
    placed = stacks(points, scale)
    most = max(place + 1 for _, _, place in placed)
    data = {
        "type": "scatter",
        "mode": "markers",
        "x": [f"{point.value:.2f}" for point, _, _ in placed],
        "y": [place for _, _, place in placed],
        "hovertext": [point.hover for point, _, _ in placed],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {
            "size": 2 * RADIUS,
            "color": [COLOURS["data" if point.full else "paper"] for point, _, _ in placed],
            "line": {"width": 1.5, "color": COLOURS["data"]},
        },
    }
    shown = layout(height=TOP + PITCH * most + BOTTOM, margin={"l": 20, "r": 24, "t": TOP, "b": BOTTOM})
    ticks = {tick: f"{tick} %" for tick in scale.ticks}
    shown["xaxis"] = axis(ticks, [scale.left, scale.right], showgrid=False, ticklabelstandoff=6)
    shown["yaxis"] = axis({}, [-0.5, most - 0.5], visible=False)
    ground = rule(xref="paper", x0=0, x1=1, yref="paper", y0=0, y1=0)
    shown["shapes"] = [ground, *(_rule(mark) for mark in marks)]
    shown["annotations"] = [
        *(_rule_text(mark, 15 * above, scale) for above, mark in enumerate(reversed(marks))),
        *(_code(point, place) for point, place in _labelled(placed)),
    ]
    return payload([data], shown, {})


def _labelled(placed: Sequence[tuple[DotPoint, int, int]]) -> list[tuple[DotPoint, int]]:
    """The topmost dots of sparse columns, far enough from one another for a code of two letters each."""
    tops = {column: (point, place) for point, column, place in placed}
    found, free = [], -_LABEL_EVERY
    for column in sorted(tops):
        point, place = tops[column]
        crowded = any(tops[near][1] > place for near in (column - 1, column + 1) if near in tops)
        if place < _MOST_IN_LABELLED and not point.full and not crowded and column >= free:
            found.append((point, place))
            free = column + _LABEL_EVERY
    return found


def _rule(one: Mark) -> dict[str, Any]:
    value = f"{one.value:f}"
    line = {"color": COLOURS["ink" if one.kind == "median" else "mute"], "width": 1, "dash": "dot"}
    return {"type": "line", "x0": value, "x1": value, "yref": "paper", "y0": 0, "y1": 1, "line": line}


def _rule_text(one: Mark, above: int, scale: DotScale) -> dict[str, Any]:
    right = scale.share(one.value) > Fraction(1, 2)
    return {
        "x": f"{one.value:f}", "xanchor": "right" if right else "left", "xshift": -5 if right else 5,
        "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 3 + above, "text": one.text,
        "showarrow": False,
    }  # fmt: skip


def _code(point: DotPoint, place: int) -> dict[str, Any]:
    return {
        "x": f"{point.value:.2f}", "y": place, "yanchor": "bottom", "yshift": RADIUS, "text": point.code,
        "showarrow": False, "font": {"size": 11},
    }  # fmt: skip
