"""Charts over months: ranks, scores and percents, and how the months in first place add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from common.charts.drawing import (
    Dot,
    Drawing,
    Label,
    Line,
    Marker,
    Path,
    Scale,
    Value,
    across,
    down,
    path_point,
)
from common.charts.theme import COLOURS, LOOKS, axis, layout, payload

HEIGHT, TOP, BOTTOM = 284, 28, 38
LEFT_EDGE, RIGHT_EDGE = 6, 80
LABEL_GAP, RULE_LABEL = 15, 10


@dataclass(frozen=True, slots=True)
class Tick:
    """A label under the month at this index."""

    index: int
    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A vertical rule before the month at this index, with its label: from here on other rules ranked."""

    index: int
    text: str
    short: str


@dataclass(frozen=True, slots=True)
class Series:
    """Values month by month, None where a month is not on record.

    `leading` series take the colour of data; with a `look` (its number in `LOOKS`) a series is told from the
    others by colour, dashes and marker instead.
    """

    name: str
    values: tuple[Value | None, ...]
    hovers: tuple[str, ...]
    end_label: str
    short_label: str
    leading: bool = True
    look: int | None = None

    @property
    def kind(self) -> str:
        """The class of what is drawn for it."""
        if self.look is not None:
            return f"look-{self.look}"
        return "data" if self.leading else "mute"

    @property
    def last_index(self) -> int:
        """The index of the last month on record."""
        return max(index for index, value in enumerate(self.values) if value is not None)


def figure(
    series: Sequence[Series],
    labels: Sequence[str],
    ticks: Sequence[Tick],
    scale: Scale,
    *,
    mark_first: bool = False,
    rules: Sequence[Rule] = (),
) -> dict[str, Any]:
    """Lines over months with their names at their ends. `mark_first` draws rank 1 in amber."""
    shown = layout(height=HEIGHT, margin={"l": 34, "r": 130, "t": TOP, "b": BOTTOM})
    shown["xaxis"] = axis(
        type="category",
        categoryorder="array",
        categoryarray=list(labels),
        range=[-0.5, len(labels) - 0.5],
        tickmode="array",
        tickvals=[labels[tick.index] for tick in ticks],
        ticktext=[tick.text for tick in ticks],
        showgrid=False,
        ticklabelstandoff=10,
    )
    shown["yaxis"] = axis(
        type="linear",
        range=[_plain(scale.bottom), _plain(scale.top)],
        tickmode="array",
        tickvals=[_plain(tick) for tick in scale.ticks],
        ticktext=[str(tick) for tick in scale.ticks],
    )
    places = _label_places(series, scale)
    shown["annotations"] = [
        {
            "x": one.last_index,
            "y": _plain(one.values[one.last_index]),
            "xanchor": "left",
            "xshift": 8,
            "yshift": _y(one, scale) - place,
            "text": one.end_label,
            "showarrow": False,
            "font": {"color": _colour(one) if one.look is not None or one.leading else COLOURS["soft"]},
        }
        for one, place in zip(series, places, strict=True)
    ]
    shown["shapes"] = [_rule_shape(rule) for rule in rules]
    shown["annotations"] += [_rule_label(rule) for rule in rules]
    narrow: dict[str, Any] = {"margin.r": 56}
    shorts = [one.short_label for one in series] + [rule.short for rule in rules]
    narrow |= {f"annotations.{number}.text": short for number, short in enumerate(shorts)}
    return payload([_trace(one, labels, mark_first) for one in series], shown, narrow)


def drawing(
    series: Sequence[Series],
    count: int,
    ticks: Sequence[Tick],
    scale: Scale,
    *,
    mark_first: bool = False,
    rules: Sequence[Rule] = (),
) -> Drawing:
    """The same lines, drawn on the server. `count` is the number of months."""
    bottom = HEIGHT - BOTTOM
    lines = [
        Line(f"{LEFT_EDGE}%", y, f"{RIGHT_EDGE}%", y, "grid")
        for y in (down(scale.share(tick), TOP, bottom) for tick in scale.ticks)
    ]
    words = [
        Label(f"{LEFT_EDGE}%", down(scale.share(tick), TOP, bottom) + 4, str(tick), "end", "tick", -6)
        for tick in scale.ticks
    ]
    words += [
        Label(
            across(_share(tick.index, count), LEFT_EDGE, RIGHT_EDGE), HEIGHT - 8, tick.text, "start", "tick"
        )
        for tick in ticks
    ]
    for rule in rules:
        x = across(_before(rule.index, count), LEFT_EDGE, RIGHT_EDGE)
        lines.append(Line(x, 0, x, bottom, "rule"))
        words.append(Label(x, RULE_LABEL, rule.text, "start", "tick", 5, rule.short))
    paths: list[Path] = []
    dots: list[Dot] = []
    markers: list[Marker] = []
    for one, place in zip(series, _label_places(series, scale), strict=True):
        paths += [Path(" ".join(run), one.kind) for run in _runs(one, count, scale)]
        x = across(_share(one.last_index, count), LEFT_EDGE, RIGHT_EDGE)
        if one.look is None:
            dots.append(Dot(x, _y(one, scale), 4, one.kind))
        else:
            markers += _markers(one, count, ticks, scale)
        words.append(Label(x, place + 4, one.end_label, "start", f"end {one.kind}", 8, one.short_label))
        if mark_first and one.leading:
            dots += [
                Dot(across(_share(index, count), LEFT_EDGE, RIGHT_EDGE), TOP, 4, "first")
                for index, value in enumerate(one.values)
                if value == 1
            ]
    return Drawing(HEIGHT, tuple(lines), tuple(paths), tuple(dots), tuple(words), markers=tuple(markers))


def _markers(one: Series, count: int, ticks: Sequence[Tick], scale: Scale) -> list[Marker]:
    """A look's marker at the line's end and under each tick: enough to follow it where lines cross."""
    assert one.look is not None
    found = []
    for index in sorted({*(tick.index for tick in ticks), one.last_index}):
        value = one.values[index]
        if value is not None:
            x = across(_share(index, count), LEFT_EDGE, RIGHT_EDGE)
            y = down(scale.share(value), TOP, HEIGHT - BOTTOM)
            found.append(Marker(x, y, LOOKS[one.look].shape, one.kind))
    return found


def _rule_shape(one: Rule) -> dict[str, Any]:
    """Half a month before the first month under other rules, over the whole height."""
    x = one.index - 0.5  # a place on the axis, not a published number
    line = {"color": COLOURS["mute"], "width": 1, "dash": "dot"}
    return {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1.11, "line": line}


def _rule_label(one: Rule) -> dict[str, Any]:
    return {
        "x": one.index - 0.5, "xanchor": "left", "xshift": 5, "yref": "paper", "y": 1, "yanchor": "bottom",
        "yshift": 10, "text": one.text, "showarrow": False, "font": {"size": 11, "color": COLOURS["soft"]},
    }  # fmt: skip


def _trace(one: Series, labels: Sequence[str], mark_first: bool) -> dict[str, Any]:
    marked = mark_first and one.leading
    colours = [COLOURS["first"] if marked and value == 1 else _colour(one) for value in one.values]
    line: dict[str, Any] = {"color": _colour(one), "width": 2.5 if one.leading else 1.5}
    marker: dict[str, Any] = {"size": 7 if one.leading else 4, "color": colours}
    if one.look is not None:
        look = LOOKS[one.look]
        line |= {"width": 2, "dash": look.dashes or "solid"}
        marker = {"size": 7, "color": _colour(one), "symbol": look.symbol}
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": one.name,
        "x": list(labels),
        "y": [_plain(value) for value in one.values],
        "hovertext": list(one.hovers),
        "hoverinfo": "text",
        "connectgaps": False,
        "cliponaxis": False,
        "line": line,
        "marker": marker,
    }


def _runs(one: Series, count: int, scale: Scale) -> list[list[str]]:
    """Points of the line, broken where a month is not on record."""
    runs: list[list[str]] = [[]]
    for index, value in enumerate(one.values):
        if value is None:
            runs.append([])
            continue
        y = down(scale.share(value), TOP, HEIGHT - BOTTOM)
        runs[-1].append(path_point(_share(index, count), y, LEFT_EDGE, RIGHT_EDGE))
    return [run for run in runs if run]


def _label_places(series: Sequence[Series], scale: Scale) -> list[int]:
    """Where the names at the ends stand, moved apart so that none covers another; in pixels from the top."""
    order = sorted(range(len(series)), key=lambda number: (_y(series[number], scale), number))
    places = [0] * len(series)
    least = 0
    for number in order:
        places[number] = max(_y(series[number], scale), least)
        least = places[number] + LABEL_GAP
    most = HEIGHT - BOTTOM + LABEL_GAP // 2
    for number in reversed(order):
        places[number] = min(places[number], most)
        most = places[number] - LABEL_GAP
    return places


def _y(one: Series, scale: Scale) -> int:
    value = one.values[one.last_index]
    assert value is not None
    return down(scale.share(value), TOP, HEIGHT - BOTTOM)


def _share(index: int, count: int) -> Fraction:
    return Fraction(index, max(count - 1, 1))


def _before(index: int, count: int) -> Fraction:
    """Half a month before the month at this index."""
    return Fraction(2 * index - 1, 2 * max(count - 1, 1))


def _plain(value: Value | None) -> int | str | None:
    """A value as JSON has it: a decimal as text, so that no float comes near it."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def _colour(one: Series) -> str:
    if one.look is not None:
        return COLOURS[LOOKS[one.look].colour]
    return COLOURS["data"] if one.leading else COLOURS["mute"]
