"""Ranges of ranks, a State to a row: under the wider box of marks light and broad, under the narrower dark and thin.

A dot is the rank as published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from common.charts.drawing import Dot, Drawing, Label, Line, RowName, across, rank_scale
from common.charts.theme import COLOURS, axis, layout, payload

ROW, TOP, BOTTOM = 18, 22, 8
LEFT_EDGE, RIGHT_EDGE = 3, 97
_NAMES_WIDE, _NAMES_NARROW = 272, 40


@dataclass(frozen=True, slots=True)
class Span:
    """One row: the rank, and (best, worst) under the narrower and the wider box of marks."""

    name: str
    short: str
    rank: int
    narrow: tuple[int, int]
    wide: tuple[int, int]
    hover: str
    first: bool = False


def drawing(spans: Sequence[Span]) -> Drawing:
    """Drawn on the server, rank 1 on the left."""
    lines, dots, labels = [], [], []
    height = _height(spans)
    for tick in rank_scale(_worst(spans)).ticks:
        if int(tick) <= _worst(spans):
            x = _x(int(tick), spans)
            lines.append(Line(x, TOP, x, height - BOTTOM, "grid"))
            labels.append(Label(x, TOP - 8, str(tick), "middle", "tick"))
    for number, one in enumerate(spans):
        y = _middle(number)
        lines.append(Line(_x(one.wide[0], spans), y, _x(one.wide[1], spans), y, "reach"))
        lines.append(Line(_x(one.narrow[0], spans), y, _x(one.narrow[1], spans), y, "range"))
        dots.append(Dot(_x(one.rank, spans), y, 4, "first" if one.first else "data"))
    names = tuple(
        RowName(_middle(number) + 4, one.name, one.short, "first" if one.first else "")
        for number, one in enumerate(spans)
    )
    return Drawing(height, tuple(lines), (), tuple(dots), tuple(labels), names)


def figure(spans: Sequence[Span]) -> dict[str, Any]:
    """The same for Plotly."""
    rows = list(range(len(spans)))
    shown = layout(height=_height(spans), margin={"l": _NAMES_WIDE, "r": 8, "t": TOP, "b": BOTTOM})
    shown["barmode"] = "overlay"
    shown["xaxis"] = axis(
        type="linear",
        side="top",
        range=[1 - (_worst(spans) - 1) / 32, _worst(spans) + (_worst(spans) - 1) / 32],
        tickmode="array",
        tickvals=[int(tick) for tick in rank_scale(_worst(spans)).ticks if int(tick) <= _worst(spans)],
    )
    shown["yaxis"] = axis(
        range=[len(spans) - 0.5, -0.5],
        showgrid=False,
        tickmode="array",
        tickvals=rows,
        ticktext=[span.name for span in spans],
        tickfont={"color": COLOURS["ink"]},
    )
    dots = {
        "type": "scatter",
        "mode": "markers",
        "x": [span.rank for span in spans],
        "y": rows,
        "hovertext": [span.hover for span in spans],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"size": 9, "color": [COLOURS["first" if span.first else "data"] for span in spans]},
    }
    bars = [
        _bars([span.wide for span in spans], spans, "data-soft", 0.5),
        _bars([span.narrow for span in spans], spans, "data", 0.17),
    ]
    narrow = {"yaxis.ticktext": [span.short for span in spans], "margin.l": _NAMES_NARROW}
    return payload([*bars, dots], shown, narrow)


def _bars(
    ends: Sequence[tuple[int, int]], spans: Sequence[Span], colour: str, width: float
) -> dict[str, Any]:
    """A bar from the best to the worst rank; where they are the same, none."""
    return {
        "type": "bar",
        "orientation": "h",
        "base": [best for best, _ in ends],
        "x": [worst - best for best, worst in ends],
        "y": list(range(len(ends))),
        "width": width,
        "hovertext": [span.hover for span in spans],
        "hoverinfo": "text",
        "marker": {"color": COLOURS[colour]},
    }


def _worst(spans: Sequence[Span]) -> int:
    return max(2, *(max(span.rank, span.wide[1]) for span in spans))


def _x(rank: int, spans: Sequence[Span]) -> str:
    return across(Fraction(rank - 1, _worst(spans) - 1), LEFT_EDGE, RIGHT_EDGE)


def _middle(number: int) -> int:
    return TOP + ROW * number + ROW // 2


def _height(spans: Sequence[Span]) -> int:
    return TOP + ROW * len(spans) + BOTTOM
