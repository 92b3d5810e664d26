"""A waterfall: from one score to another over the parts that lie between, one below the other.

The axis does not begin at 0, so the two scores are dots and only the parts are bars; each part begins where the
one before it ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from common.charts.drawing import Dot, Drawing, Label, Line, RowName, across
from common.charts.theme import COLOURS, axis, layout, payload

ROW, TOP, BOTTOM = 22, 8, 8
LEFT_EDGE, RIGHT_EDGE = 19, 81
_NAMES_WIDE, _NAMES_NARROW = 272, 64
# Where a part ends so far to the right, its value stands on its left.
_TURN = Fraction(7, 10)


@dataclass(frozen=True, slots=True)
class Fall:
    """One row: a score (`change` None) or a part, with the values before and after it and the text that shows it."""

    name: str
    short: str
    before: Decimal
    after: Decimal
    printed: str
    hover: str
    total: bool = False

    @property
    def low(self) -> Decimal:
        return min(self.before, self.after)

    @property
    def high(self) -> Decimal:
        return max(self.before, self.after)

    @property
    def kind(self) -> str:
        return "data" if self.after >= self.before else "down"


def drawing(falls: Sequence[Fall]) -> Drawing:
    """The waterfall, drawn on the server; the first and the last row are the scores."""
    low, span = _range(falls)
    lines, dots, labels = [], [], []
    for number, one in enumerate(falls):
        y = _middle(number)
        begin, end = (Fraction(value - low) / span for value in (one.before, one.after))
        if one.total:
            dots.append(Dot(_x(end), y, 4, "data"))
        else:
            lines.append(
                Line(_x(min(begin, end)), y, _x(max(begin, end)), y, "bar" if one.kind == "data" else "fall")
            )
        if number + 1 < len(falls):
            lines.append(Line(_x(end), y, _x(end), _middle(number + 1), "grid"))
        labels.append(_label(one, begin, end, y))
    names = tuple(
        RowName(_middle(number) + 4, one.name, one.short, "first" if one.total else "")
        for number, one in enumerate(falls)
    )
    return Drawing(_height(falls), tuple(lines), (), tuple(dots), tuple(labels), names)


def figure(falls: Sequence[Fall]) -> dict[str, Any]:
    """The same for Plotly: bars that begin at the value before them, and the two scores as markers."""
    rows = list(enumerate(falls))
    parts = [(number, one) for number, one in rows if not one.total]
    low, span = _range(falls)
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [f"{one.high - one.low}" for _, one in parts],
        "base": [f"{one.low}" for _, one in parts],
        "y": [number for number, _ in parts],
        "text": [one.printed for _, one in parts],
        "textposition": "none",
        "hovertext": [one.hover for _, one in parts],
        "hoverinfo": "text",
        "marker": {"color": [COLOURS[one.kind] for _, one in parts]},
    }
    totals = [(number, one) for number, one in rows if one.total]
    scores = {
        "type": "scatter",
        "mode": "markers",
        "x": [f"{one.after}" for _, one in totals],
        "y": [number for number, _ in totals],
        "hovertext": [one.hover for _, one in totals],
        "hoverinfo": "text",
        "cliponaxis": False,
        "marker": {"size": 9, "color": COLOURS["data"]},
    }
    shown = layout(height=_height(falls), margin={"l": _NAMES_WIDE, "r": 8, "t": TOP, "b": BOTTOM})
    shown["bargap"] = 0.45
    room = Decimal(span.numerator) / Decimal(span.denominator) * LEFT_EDGE / (RIGHT_EDGE - LEFT_EDGE)
    high = max(fall.high for fall in falls)
    shown["xaxis"] = axis(
        type="linear", range=[f"{low - room:.6f}", f"{high + room:.6f}"], showgrid=False, showticklabels=False
    )
    shown["yaxis"] = axis(
        range=[len(falls) - 0.5, -0.5],
        showgrid=False,
        tickmode="array",
        tickvals=[number for number, _ in rows],
        ticktext=[fall.name for fall in falls],
        tickfont={"color": COLOURS["ink"]},
    )
    shown["annotations"] = [_annotation(number, one, low, span) for number, one in rows]
    narrow = {"yaxis.ticktext": [fall.short for fall in falls], "margin.l": _NAMES_NARROW}
    return payload([bars, scores], shown, narrow)


def _annotation(number: int, one: Fall, low: Decimal, span: Fraction) -> dict[str, Any]:
    """The value beside its row."""
    left = _left(one, low, span)
    return {
        "x": f"{one.low if left else one.high}",
        "y": number,
        "xanchor": "right" if left else "left",
        "xshift": -6 if left else 6,
        "text": one.printed,
        "showarrow": False,
        "font": {"size": 11, "color": COLOURS["soft"]},
    }


def _label(one: Fall, begin: Fraction, end: Fraction, y: int) -> Label:
    if max(begin, end) > _TURN:
        return Label(_x(min(begin, end)), y + 4, one.printed, "end", "tick", -7)
    return Label(_x(max(begin, end)), y + 4, one.printed, "start", "tick", 7)


def _left(one: Fall, low: Decimal, span: Fraction) -> bool:
    return Fraction(one.high - low) / span > _TURN


def _range(falls: Sequence[Fall]) -> tuple[Decimal, Fraction]:
    """The lowest value, and the span up to the highest; never 0."""
    low = min(fall.low for fall in falls)
    return low, Fraction(max(fall.high for fall in falls) - low) or Fraction(1, 100)


def _x(share: Fraction) -> str:
    return across(share, LEFT_EDGE, RIGHT_EDGE)


def _middle(number: int) -> int:
    return TOP + ROW * number + ROW // 2


def _height(falls: Sequence[Fall]) -> int:
    return TOP + ROW * len(falls) + BOTTOM
