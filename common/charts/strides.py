"""Bars that lead from nothing to the right where something was gained, to the left where it was lost.

A bar that would leave the drawing ends at its edge; its number says how far it would have gone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from common.charts.drawing import Drawing, Label, Line, RowName, across
from common.charts.theme import COLOURS, axis, layout, payload

ROW, TOP, BOTTOM = 18, 8, 8
LEFT_EDGE, RIGHT_EDGE = 15, 85
"""Room on both sides for the number at the end of a bar."""
_NAMES_WIDE, _NAMES_NARROW = 272, 40


@dataclass(frozen=True, slots=True)
class Gain:
    """One row: its value with the text that shows it, and what a pointer over it says."""

    name: str
    short: str
    value: Decimal
    printed: str
    hover: str
    first: bool = False


def drawing(gains: Sequence[Gain], most: Decimal | None = None) -> Drawing:
    """Drawn on the server; `most` is the largest size that is drawn to scale, None for all."""
    low, high = _ends(gains, most)
    height = _height(gains)
    nought = _x(Decimal(0), low, high)
    lines, labels = [Line(nought, TOP, nought, height - BOTTOM, "rule")], []
    for number, one in enumerate(gains):
        y, drawn = _middle(number), min(max(one.value, low), high)
        end = _x(drawn, low, high)
        down = one.value < 0
        if drawn:
            ends = (end, nought) if down else (nought, end)
            lines.append(Line(ends[0], y, ends[1], y, "fall" if down else "bar"))
        labels.append(Label(end, y + 4, one.printed, "end" if down else "start", "tick", -6 if down else 6))
    names = tuple(
        RowName(_middle(number) + 4, one.name, one.short, "first" if one.first else "")
        for number, one in enumerate(gains)
    )
    return Drawing(height, tuple(lines), (), (), tuple(labels), names)


def figure(gains: Sequence[Gain], most: Decimal | None = None) -> dict[str, Any]:
    """The same for Plotly."""
    low, high = _ends(gains, most)
    rows = list(range(len(gains)))
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [f"{min(max(gain.value, low), high)}" for gain in gains],
        "y": rows,
        "text": [gain.printed for gain in gains],
        "textposition": "outside",
        "textfont": {"size": 11, "color": COLOURS["soft"]},
        "hovertext": [gain.hover for gain in gains],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"color": [COLOURS["down" if gain.value < 0 else "data"] for gain in gains]},
    }
    shown = layout(height=_height(gains), margin={"l": _NAMES_WIDE, "r": 8, "t": TOP, "b": BOTTOM})
    shown["bargap"] = 0.35
    room = (high - low) * LEFT_EDGE / (RIGHT_EDGE - LEFT_EDGE)
    shown["xaxis"] = axis(
        type="linear", range=[f"{low - room:.4f}", f"{high + room:.4f}"], showgrid=False, showticklabels=False
    )
    shown["xaxis"] |= {"zeroline": True, "zerolinecolor": COLOURS["mute"]}
    shown["yaxis"] = axis(
        range=[len(gains) - 0.5, -0.5],
        showgrid=False,
        tickmode="array",
        tickvals=rows,
        ticktext=[gain.name for gain in gains],
        tickfont={"color": COLOURS["ink"]},
    )
    narrow = {"yaxis.ticktext": [gain.short for gain in gains], "margin.l": _NAMES_NARROW}
    return payload([bars], shown, narrow)


def _ends(gains: Sequence[Gain], most: Decimal | None) -> tuple[Decimal, Decimal]:
    """The lowest and the highest value that is drawn, with 0 between them and never the same."""
    values = [Decimal(0), *(gain.value for gain in gains)]
    low, high = min(values), max(values)
    if most is not None:
        low, high = max(low, -most), min(high, most)
    return (low, high) if low < high else (Decimal(0), Decimal(1))


def _x(value: Decimal, low: Decimal, high: Decimal) -> str:
    return across(Fraction(value - low) / Fraction(high - low), LEFT_EDGE, RIGHT_EDGE)


def _middle(number: int) -> int:
    return TOP + ROW * number + ROW // 2


def _height(gains: Sequence[Gain]) -> int:
    return TOP + ROW * len(gains) + BOTTOM
