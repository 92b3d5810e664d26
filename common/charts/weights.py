"""Two values a row, joined by a bar: what a parameter weighs by its marks, and what it weighs in the order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from common.charts.drawing import Dot, Drawing, Label, Line, RowName, across
from common.charts.theme import COLOURS, axis, layout, payload

ROW, TOP, BOTTOM = 20, 24, 8
LEFT_EDGE, RIGHT_EDGE = 3, 97
_NAMES_WIDE, _NAMES_NARROW = 272, 56
_STEPS = (2, 5, 10, 20, 25, 50)
_MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class WeightRow:
    """`nominal` and `effective` in percent, to two decimals."""

    name: str
    short: str
    nominal: Decimal
    effective: Decimal
    hover: str


@dataclass(frozen=True, slots=True)
class WeightScale:
    low: int
    high: int
    ticks: tuple[int, ...]

    def across(self, value: Decimal | int) -> str:
        return across(Fraction(value - self.low) / (self.high - self.low), LEFT_EDGE, RIGHT_EDGE)


def weight_scale(rows: Sequence[WeightRow]) -> WeightScale:
    """Round numbers around all values and 0.

    >>> weight_scale([WeightRow("A", "A", Decimal("7.50"), Decimal("-1.20"), "")]).ticks
    (-2, 0, 2, 4, 6, 8)
    """
    every = [value for row in rows for value in (row.nominal, row.effective)]
    low, high = min(Decimal(0), *every), max(Decimal(1), *every)
    step = next((step for step in _STEPS if (high - low) / step <= _MOST_TICKS), _STEPS[-1])
    first, last = int(low // step) if low >= 0 else -int(-(low // step)), -int(-high // step)
    if low < first * step:
        first -= 1
    if last * step < high:
        last += 1
    return WeightScale(first * step, last * step, tuple(range(first * step, last * step + 1, step)))


def drawing(rows: Sequence[WeightRow]) -> Drawing:
    """Drawn on the server."""
    scale, height = weight_scale(rows), _height(rows)
    lines, dots, labels = [], [], []
    for tick in scale.ticks:
        x = scale.across(tick)
        lines.append(Line(x, TOP, x, height - BOTTOM, "grid" if tick else "zero"))
        labels.append(Label(x, TOP - 8, f"{tick} %".replace("-", "−"), "middle", "tick"))
    for number, one in enumerate(rows):
        y, nominal, effective = _middle(number), scale.across(one.nominal), scale.across(one.effective)
        lines.append(Line(nominal, y, effective, y, "range"))
        dots += [Dot(nominal, y, 4, "open"), Dot(effective, y, 5, "data")]
    names = tuple(RowName(_middle(number) + 4, one.name, one.short, "") for number, one in enumerate(rows))
    return Drawing(height, tuple(lines), (), tuple(dots), tuple(labels), names)


def figure(rows: Sequence[WeightRow]) -> dict[str, Any]:
    """The same for Plotly."""
    scale, places = weight_scale(rows), list(range(len(rows)))
    shown = layout(height=_height(rows), margin={"l": _NAMES_WIDE, "r": 8, "t": TOP, "b": BOTTOM})
    shown["xaxis"] = axis(
        side="top",
        range=[scale.low, scale.high],
        tickmode="array",
        tickvals=list(scale.ticks),
        ticksuffix=" %",
    )
    shown["yaxis"] = axis(
        range=[len(rows) - 0.5, -0.5], showgrid=False, tickmode="array", tickvals=places,
        ticktext=[row.name for row in rows], tickfont={"color": COLOURS["ink"]},
    )  # fmt: skip
    bars = {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip",
        "x": [end for row in rows for end in (f"{row.nominal}", f"{row.effective}", None)],
        "y": [place for place in places for _ in range(3)],
        "line": {"color": COLOURS["data"], "width": 3},
    }  # fmt: skip
    traces = [
        _dots(
            rows,
            [f"{row.nominal}" for row in rows],
            {"size": 8, "color": COLOURS["mute"], "symbol": "circle-open"},
        ),
        _dots(rows, [f"{row.effective}" for row in rows], {"size": 10, "color": COLOURS["data"]}),
    ]
    narrow = {"yaxis.ticktext": [row.short for row in rows], "margin.l": _NAMES_NARROW}
    return payload([bars, *traces], shown, narrow)


def _dots(rows: Sequence[WeightRow], values: list[str], marker: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "x": values, "y": list(range(len(rows))),
        "hovertext": [row.hover for row in rows], "hoverinfo": "text", "cliponaxis": False, "marker": marker,
    }  # fmt: skip


def _middle(number: int) -> int:
    return TOP + ROW * number + ROW // 2


def _height(rows: Sequence[WeightRow]) -> int:
    return TOP + ROW * len(rows) + BOTTOM
