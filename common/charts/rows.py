"""Charts with one row for each State, parameter or group, its name at the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

from common.charts.theme import COLOURS, axis, layout, payload, plain, rule, text_width
from common.charts.times import rank_scale

ROW, EDGE = 18, 8
_NAMES_WIDE, _NAMES_NARROW = 272, 40
_ROOM = Decimal("0.3")
"""Beside the longest bar on either side, for the number at its end; a share of the bars' span."""
_TURN = Decimal("0.7")
"""The share of the span from which on a number of a waterfall stands at the left of its bar."""
_STEPS, _MOST_TICKS = (2, 5, 10, 20, 25, 50), 8


class Row(Protocol):
    """The names of a row, and what a pointer over it says."""

    @property
    def name(self) -> str: ...
    @property
    def short(self) -> str: ...
    @property
    def hover(self) -> str: ...


@dataclass(frozen=True, slots=True)
class RowPoint:
    """A value with the text that shows it."""

    name: str
    short: str
    value: Decimal
    printed: str
    hover: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A rank, and (best, worst) under the narrower and the wider box of marks."""

    name: str
    short: str
    rank: int
    narrow: tuple[int, int]
    wide: tuple[int, int]
    hover: str
    first: bool = False


@dataclass(frozen=True, slots=True)
class Fall:
    """A score (`total`) or a part of a change, with the values before and after it and the text that shows it."""

    name: str
    short: str
    before: Decimal
    after: Decimal
    printed: str
    hover: str
    total: bool = False

    @property
    def high(self) -> Decimal:
        return max(self.before, self.after)

    @property
    def low(self) -> Decimal:
        return min(self.before, self.after)


@dataclass(frozen=True, slots=True)
class WeightRow:
    """`nominal` and `effective` in percent, to two decimals."""

    name: str
    short: str
    nominal: Decimal
    effective: Decimal
    hover: str


def floor_of(values: Sequence[Decimal]) -> int:
    """The ten below the smallest value, at least ten below the full score.

    >>> floor_of([Decimal("99.97"), Decimal("41.20")]), floor_of([Decimal("98.00")])
    (40, 90)
    """
    return min(int(min(values)) // 10 * 10, 90)


def scores(points: Sequence[RowPoint]) -> dict[str, Any]:
    """A dot for each State, in printed order from the top; amber for first place only."""
    low = floor_of([point.value for point in points])
    dots = _dots(points, [f"{point.value:.2f}" for point in points], 9, _amber(points)) | {
        "mode": "markers+text",
        "text": [point.printed for point in points],
        "textposition": "middle left",
        "textfont": {"size": 11, "color": COLOURS["soft"]},
    }
    ticks = {tick: str(tick) for tick in range(low, 101, 10 if low < 80 else 5)}
    return _chart([dots], points, axis(ticks, [low - 5, 101]), bottom=28, right=16)


def bars(points: Sequence[RowPoint]) -> dict[str, Any]:
    """A bar from 0 for each row, with its value at its end."""
    longest = max(point.value for point in points)
    across = _without_ticks(Decimal(0), longest / Decimal("0.9"))
    texts = [_beside(row, point.value, point.printed) for row, point in enumerate(points)]
    traces = [_bars(points, [point.value for point in points], [COLOURS["data"]] * len(points))]
    return _chart(traces, points, across, bargap=0.35, annotations=texts)


def strides(points: Sequence[RowPoint], most: Decimal | None = None) -> dict[str, Any]:
    """Bars that lead from nothing to the right where something was gained, to the left where it was lost.

    `most` is the largest size drawn to scale, None for all: a bar that would leave the chart ends there, and its number
    says how far it would have gone.
    """
    values = [Decimal(0), *(point.value for point in points)]
    low, high = min(values), max(values)
    if most is not None:
        low, high = max(low, -most), min(high, most)
    if low == high:
        low, high = Decimal(0), Decimal(1)
    room = (high - low) * _ROOM
    drawn = [min(max(point.value, low), high) for point in points]
    texts = [
        _beside(row, end, point.printed, left=point.value < 0)
        for row, (point, end) in enumerate(zip(points, drawn, strict=True))
    ]
    colours = [COLOURS["down" if point.value < 0 else "data"] for point in points]
    nought = rule("mute", x0=0, x1=0, yref="paper", y0=0, y1=1)
    across = _without_ticks(low - room, high + room)
    traces = [_bars(points, drawn, colours)]
    return _chart(traces, points, across, bargap=0.35, annotations=texts, shapes=[nought])


def ranges(spans: Sequence[Span]) -> dict[str, Any]:
    """Ranges of ranks: under the wider box of marks light and broad, under the narrower dark and thin.

    A dot is the rank as published. Where the best and the worst rank are the same, there is no bar.
    """
    worst = max(2, *(max(span.rank, span.wide[1]) for span in spans))
    ticks = {int(tick): str(tick) for tick in rank_scale(worst).ticks if tick <= worst}
    room = Decimal(worst - 1) / 32
    traces = [
        _bars(spans, [span.wide[1] - span.wide[0] for span in spans], [COLOURS["data-soft"]] * len(spans))
        | {"base": [span.wide[0] for span in spans], "width": 0.5},
        _bars(spans, [span.narrow[1] - span.narrow[0] for span in spans], [COLOURS["data"]] * len(spans))
        | {"base": [span.narrow[0] for span in spans], "width": 0.17},
        _dots(spans, [span.rank for span in spans], 9, _amber(spans)),
    ]
    across = axis(ticks, [plain(1 - room), plain(worst + room)], side="top")
    return _chart(traces, spans, across, top=22, barmode="overlay")


def waterfall(falls: Sequence[Fall]) -> dict[str, Any]:
    """How one score becomes another: bars that begin at the value before them, and the two scores as dots."""
    low, high = min(fall.low for fall in falls), max(fall.high for fall in falls)
    span = high - low or Decimal("0.01")
    parts = [(row, fall) for row, fall in enumerate(falls) if not fall.total]
    totals = [(row, fall) for row, fall in enumerate(falls) if fall.total]
    colours = [COLOURS["data" if fall.after >= fall.before else "down"] for _, fall in parts]
    between = _bars([fall for _, fall in parts], [fall.high - fall.low for _, fall in parts], colours) | {
        "base": [plain(fall.low) for _, fall in parts],
        "y": [row for row, _ in parts],
    }
    ends = _dots([fall for _, fall in totals], [plain(fall.after) for _, fall in totals], 9, COLOURS["data"])
    # The number stands left of what reaches far to the right.
    texts = [
        _beside(row, fall.low, fall.printed, left=True)
        if fall.high - low > span * _TURN
        else _beside(row, fall.high, fall.printed)
        for row, fall in enumerate(falls)
    ]
    joints = [
        rule(x0=plain(fall.after), x1=plain(fall.after), y0=row + 0.28, y1=row + 0.72)
        for row, fall in enumerate(falls[:-1])
    ]
    across = _without_ticks(low - span * _ROOM, low + span * (1 + _ROOM))
    traces = [between, ends | {"y": [row for row, _ in totals]}]
    return _chart(traces, falls, across, bargap=0.45, annotations=texts, shapes=joints)


def weights(points: Sequence[WeightRow]) -> dict[str, Any]:
    """Two values a row, joined by a bar: what a parameter weighs by its marks, and what it weighs in the order."""
    ticks = weight_ticks(points)
    nominal, effective = (
        [plain(getattr(point, kind)) for point in points] for kind in ("nominal", "effective")
    )
    joined = {
        "type": "scatter", "mode": "lines", "hoverinfo": "skip",
        "x": [end for ends in zip(nominal, effective, strict=True) for end in (*ends, None)],
        "y": [row for row in range(len(points)) for _ in range(3)],
        "line": {"color": COLOURS["data"], "width": 3},
    }  # fmt: skip
    hollow = _dots(points, nominal, 8, COLOURS["paper"])
    hollow["marker"] |= {"line": {"width": 1.5, "color": COLOURS["data"]}}
    across = axis({tick: f"{tick} %".replace("-", "−") for tick in ticks}, [ticks[0], ticks[-1]], side="top")
    nought = rule("mute", x0=0, x1=0, yref="paper", y0=0, y1=1)
    traces = [joined, hollow, _dots(points, effective, 10, COLOURS["data"])]
    return _chart(traces, points, across, pitch=20, top=24, right=16, shapes=[nought])


def weight_ticks(points: Sequence[WeightRow]) -> range:
    """Round numbers around all values and 0.

    >>> list(weight_ticks([WeightRow("A", "A", Decimal("7.50"), Decimal("-1.20"), "")]))
    [-2, 0, 2, 4, 6, 8]
    """
    every = [value for point in points for value in (point.nominal, point.effective)]
    low, high = min(Decimal(0), *every), max(Decimal(1), *every)
    step = next((step for step in _STEPS if (high - low) / step <= _MOST_TICKS), _STEPS[-1])
    first, last = (
        int((end / step).to_integral_value(mode))
        for end, mode in ((low, "ROUND_FLOOR"), (high, "ROUND_CEILING"))
    )
    return range(first * step, last * step + 1, step)


def _chart(
    traces: list[dict[str, Any]],
    rows: Sequence[Row],
    across: dict[str, Any],
    *,
    pitch: int = ROW,
    top: int = EDGE,
    bottom: int = EDGE,
    right: int = EDGE,
    **own: Any,
) -> dict[str, Any]:
    """Rows from the top, `pitch` pixels each; on a narrow screen with their short names."""
    margin = {"l": _NAMES_WIDE, "r": right, "t": top, "b": bottom}
    shown = layout(height=top + pitch * len(rows) + bottom, margin=margin, **own)
    shown["xaxis"] = across
    shown["yaxis"] = axis(
        {place: row.name for place, row in enumerate(rows)}, [len(rows) - 0.5, -0.5],
        showgrid=False, ticklabelstandoff=6, tickfont={"color": COLOURS["ink"]},
    )  # fmt: skip
    names = [row.short for row in rows]
    narrow = max(_NAMES_NARROW, *(text_width(name) + EDGE for name in names))
    return payload(traces, shown, {"yaxis.ticktext": names, "margin.l": narrow})


def _without_ticks(low: Decimal, high: Decimal) -> dict[str, Any]:
    return axis({}, [f"{low:.6f}", f"{high:.6f}"], showgrid=False, showticklabels=False)


def _dots(rows: Sequence[Row], values: Sequence[Any], size: int, colour: Any) -> dict[str, Any]:
    return {
        "type": "scatter", "mode": "markers", "x": list(values), "y": list(range(len(rows))),
        "hovertext": [row.hover for row in rows], "hoverinfo": "text", "cliponaxis": False,
        "marker": {"size": size, "color": colour},
    }  # fmt: skip


def _bars(rows: Sequence[Row], lengths: Sequence[Any], colours: list[str]) -> dict[str, Any]:
    return {
        "type": "bar", "orientation": "h", "x": [plain(length) for length in lengths], "y": list(range(len(rows))),
        "hovertext": [row.hover for row in rows], "hoverinfo": "text", "cliponaxis": False,
        "marker": {"color": colours},
    }  # fmt: skip


def _amber(rows: Sequence[RowPoint | Span]) -> list[str]:
    return [COLOURS["first" if row.first else "data"] for row in rows]


def _beside(row: int, end: Decimal, text: str, *, left: bool = False) -> dict[str, Any]:
    """A value beside what is drawn for it."""
    return {
        "x": plain(end), "y": row, "xanchor": "right" if left else "left", "xshift": -6 if left else 6, "text": text,
        "showarrow": False, "font": {"size": 11, "color": COLOURS["soft"]},
    }  # fmt: skip
