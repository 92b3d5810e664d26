"""Charts with one row for each State or group: a dot plot of scores, bars of marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from common.charts.drawing import Dot, Drawing, Label, Line, RowName, across
from common.charts.theme import COLOURS, axis, layout, payload

ROW, TOP, BOTTOM = 18, 8, 28
RIGHT_EDGE = 97
_NAMES_WIDE, _NAMES_NARROW = 272, 40
_FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class RowPoint:
    """One row: its names, its value with the text that shows it, and what a pointer over it says."""

    name: str
    short: str
    value: Decimal
    printed: str
    hover: str
    first: bool = False


def floor_of(values: Sequence[Decimal]) -> int:
    """The ten below the smallest value, at least ten below the full score.

    >>> floor_of([Decimal("99.97"), Decimal("41.20")]), floor_of([Decimal("98.00")])
    (40, 90)
    """
    return min(int(min(values)) // 10 * 10, 90)


def scores_figure(points: Sequence[RowPoint]) -> dict[str, Any]:
    """A dot for each State, in printed order from the top; amber for first place only."""
    data = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [f"{point.value:.2f}" for point in points],
        "y": list(range(len(points))),
        "text": [point.printed for point in points],
        "textposition": "middle left",
        "textfont": {"size": 11, "color": COLOURS["soft"]},
        "hovertext": [point.hover for point in points],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"size": 9, "color": [_colour(point) for point in points]},
    }
    shown = _layout(points)
    shown["xaxis"] |= {"range": [floor_of([point.value for point in points]) - 5, 101]}
    return payload([data], shown, _narrow(points))


def bars_figure(points: Sequence[RowPoint]) -> dict[str, Any]:
    """A bar from 0 for each row, with its value at its end."""
    data = {
        "type": "bar",
        "orientation": "h",
        "x": [f"{point.value:f}" for point in points],
        "y": list(range(len(points))),
        "text": [point.printed for point in points],
        "textposition": "outside",
        "textfont": {"color": COLOURS["soft"]},
        "hovertext": [point.hover for point in points],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"color": COLOURS["data"]},
    }
    shown = _layout(points, bottom=TOP)
    shown["bargap"] = 0.35
    shown["xaxis"] |= {"rangemode": "tozero", "showgrid": False, "showticklabels": False}
    return payload([data], shown, _narrow(points))


def scores_drawing(points: Sequence[RowPoint]) -> Drawing:
    """The same dots, drawn on the server."""
    low = floor_of([point.value for point in points])
    span = Fraction(_FULL - low)
    height = TOP + ROW * len(points) + BOTTOM
    step = 10 if span > 20 else 5
    lines, labels, dots = [], [], []
    for tick in range(low, 101, step):
        x = across(Fraction(tick - low) / span, 5, RIGHT_EDGE)
        lines.append(Line(x, TOP, x, height - BOTTOM, "grid"))
        labels.append(Label(x, height - 10, str(tick), "middle", "tick"))
    for number, one in enumerate(points):
        x = across(Fraction(one.value - low) / span, 5, RIGHT_EDGE)
        dots.append(Dot(x, _middle(number), 4, "first" if one.first else "data"))
        labels.append(Label(x, _middle(number) + 4, one.printed, "end", "tick", -8))
    return Drawing(height, tuple(lines), (), tuple(dots), tuple(labels), _names(points))


def bars_drawing(points: Sequence[RowPoint]) -> Drawing:
    """The same bars, drawn on the server."""
    height = TOP + ROW * len(points) + TOP
    longest = max(point.value for point in points)
    lines, labels = [], []
    for number, one in enumerate(points):
        end = across(Fraction(one.value) / Fraction(longest), 0, 90)
        lines.append(Line("0%", _middle(number), end, _middle(number), "bar"))
        labels.append(Label(end, _middle(number) + 4, one.printed, "start", "tick", 6))
    return Drawing(height, tuple(lines), (), (), tuple(labels), _names(points))


def _layout(points: Sequence[RowPoint], bottom: int = BOTTOM) -> dict[str, Any]:
    """As high as the drawing, so that one takes the other's place without moving the page."""
    height = TOP + ROW * len(points) + bottom
    shown = layout(height=height, margin={"l": _NAMES_WIDE, "r": 16, "t": TOP, "b": bottom})
    shown["xaxis"] = axis(type="linear")
    shown["yaxis"] = axis(
        range=[len(points) - 0.5, -0.5],
        showgrid=False,
        tickmode="array",
        tickvals=list(range(len(points))),
        ticktext=[point.name for point in points],
        tickfont={"color": COLOURS["ink"]},
    )
    return shown


def _narrow(points: Sequence[RowPoint]) -> dict[str, Any]:
    return {"yaxis.ticktext": [point.short for point in points], "margin.l": _NAMES_NARROW}


def _colour(point: RowPoint) -> str:
    return COLOURS["first"] if point.first else COLOURS["data"]


def _middle(number: int) -> int:
    return TOP + ROW * number + ROW // 2


def _names(points: Sequence[RowPoint]) -> tuple[RowName, ...]:
    return tuple(
        RowName(_middle(number) + 4, one.name, one.short, "first" if one.first else "")
        for number, one in enumerate(points)
    )
