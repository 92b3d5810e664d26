"""Lines over months, with their names and last values at their ends: ranks, scores, percents, months in first place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import repeat
from typing import Any

from common.charts.theme import COLOURS, FONT_SIZE, LOOKS, Value, axis, layout, payload, plain, text_width
from common.numbers import rounded

HEIGHT, TOP, BOTTOM, LEFT = 284, 28, 38, 42
LABEL_GAP = 15
_RIGHT, _MOST_RIGHT, _NARROW_PLOT = 130, 300, 200
"""Pixels right of the plot, at least and at most; and about how wide the plot of a phone is."""


# What the height stands for: ranks, counts, percents.

_WORST_RANKS = (5, 10, 20, 30, 36, 40)
# Spans below the full score, each with the step of its lines.
_SPANS = ((1, Decimal("0.25")), (2, Decimal("0.5")), (5, Decimal(1)), (10, Decimal(2)), (20, Decimal(5)),
          (30, Decimal(5)), (40, Decimal(10)), (60, Decimal(10)), (80, Decimal(20)), (100, Decimal(20)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """What the height of the plot stands for: `top` above, `bottom` below, and the lines in between."""

    top: Value
    bottom: Value
    ticks: tuple[Value, ...]

    def share(self, value: Value) -> Fraction:
        return Fraction(value - self.top) / Fraction(self.bottom - self.top)


def rank_scale(worst: int) -> Scale:
    """Ranks with 1 on top, down to a round number below the worst one shown.

    >>> rank_scale(14).ticks
    (1, 5, 10, 15, 20)
    """
    bottom = next((rank for rank in _WORST_RANKS if rank >= worst), worst)
    return Scale(1, bottom, tuple(sorted({1, *range(5, bottom + 1, 5)})))


def count_scale(most: int) -> Scale:
    """Counts with 0 at the bottom, up to a round number above the most."""
    step = 1 if most <= 5 else 2 if most <= 10 else 5 if most <= 30 else 10
    top = -(-max(most, 1) // step) * step
    return Scale(top, 0, tuple(range(0, top + 1, step)))


def share_scale(lowest: Value, highest: Value) -> Scale:
    """Percents of which none may come near 100: from 0 to a round number above the highest, where that is low.

    >>> share_scale(0, Decimal("11.20")).ticks, share_scale(62, 96).bottom
    ((20, 15, 10, 5, 0), Decimal('60'))
    """
    if highest > 50:
        return percent_scale(lowest)
    top, step = next(
        (top, step) for top, step in ((5, 1), (10, 2), (20, 5), (30, 10), (50, 10)) if top >= highest
    )
    return Scale(top, 0, tuple(range(top, -1, -step)))


def percent_scale(lowest: Value) -> Scale:
    """Scores or percents with 100 on top, down to a round number at or below the lowest one shown.

    >>> percent_scale(Decimal("99.40")).ticks[:2], percent_scale(41).bottom
    ((Decimal('99.00'), Decimal('99.25')), Decimal('40'))
    """
    span, step = next((span, step) for span, step in _SPANS if 100 - span <= lowest or span == 100)
    count = int(Fraction(span) / Fraction(step))
    ticks = tuple(100 - span + number * step for number in range(count + 1))
    return Scale(Decimal(100), ticks[0], ticks)


# Lines over months.


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

    `leading` series take the colour of data, the others are grey, each with dashes and a marker of its own; with a
    `look` (its number in `LOOKS`) a series has the colour of that look, too.
    """

    name: str
    values: tuple[Value | None, ...]
    hovers: tuple[str, ...]
    end_label: str
    short_label: str
    leading: bool = True
    look: int | None = None

    @property
    def last_index(self) -> int:
        """The index of the last month on record."""
        last = len(self.values) - 1
        while self.values[last] is None:
            last -= 1
        return last

    @property
    def colour(self) -> str:
        if self.look is not None:
            return COLOURS[LOOKS[self.look].colour]
        return COLOURS["data" if self.leading else "mute"]


def figure(
    series: Sequence[Series],
    labels: Sequence[str],
    ticks: Sequence[Tick],
    scale: Scale,
    *,
    mark_first: bool = False,
    rules: Sequence[Rule] = (),
) -> dict[str, Any]:
    """`labels` name the months. `mark_first` draws rank 1 of the leading series in amber."""
    right = max(_RIGHT, *(text_width(line.end_label) + 18 for line in series))
    shown = layout(height=HEIGHT, margin={"l": LEFT, "r": min(right, _MOST_RIGHT), "t": TOP, "b": BOTTOM})
    shown["xaxis"] = axis(
        {labels[tick.index]: tick.text for tick in ticks},
        [-0.5, len(labels) - 0.5],
        type="category",
        categoryorder="array",
        categoryarray=list(labels),
        showgrid=False,
        ticklabelstandoff=10,
    )
    shown["yaxis"] = axis(
        {plain(tick): str(tick) for tick in scale.ticks}, [plain(end) for end in _ends(scale)]
    )
    shown["annotations"] = _names(series, scale) + [_rule_name(rule) for rule in rules]
    shown["shapes"] = [_rule(rule) for rule in rules]
    shorts = [line.short_label for line in series] + [rule.short for rule in rules]
    narrow: dict[str, Any] = {f"annotations.{place}.text": short for place, short in enumerate(shorts)}
    narrow["margin.r"] = 18 + max(text_width(line.short_label) for line in series)
    if sum(text_width(tick.text) + FONT_SIZE for tick in ticks) > _NARROW_PLOT:
        both = (ticks[0], ticks[-1])
        narrow["xaxis.tickvals"] = [labels[tick.index] for tick in both]
        narrow["xaxis.ticktext"] = [tick.text for tick in both]
    marked = {tick.index for tick in ticks}
    behind = [line for line in series if line.look is None and not line.leading]
    traces = [
        _trace(line, line.look if line not in behind else 1 + behind.index(line), labels, marked, mark_first)
        for line in series
    ]
    return payload(traces, shown, narrow)


def _trace(
    line: Series, look: int | None, labels: Sequence[str], marked: set[int], mark_first: bool
) -> dict[str, Any]:
    """Markers at the line's end, under each tick where there is a look, at what stands alone, and at first places."""
    first = [mark_first and line.leading and value == 1 for value in line.values]
    seen = {line.last_index, *(marked if look is not None else ())}
    sizes = []
    for index, amber in enumerate(first):
        # A month without neighbours on record would not be seen without a marker.
        around = line.values[max(index - 1, 0) : index] + line.values[index + 1 : index + 2]
        sizes.append(8 if amber or index in seen or not any(value is not None for value in around) else 0)
    number = (look or 0) % len(LOOKS)
    width = 2.5 if look is None else 2 if line.look is not None else 1.5
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": line.name,
        "x": list(labels),
        "y": [plain(value) for value in line.values],
        "hovertext": list(line.hovers),
        "hoverinfo": "text",
        "connectgaps": False,
        "cliponaxis": False,
        "line": {"color": line.colour, "width": width, "dash": LOOKS[number].dashes or "solid"},
        "marker": {
            "size": sizes,
            "color": [COLOURS["first"] if amber else line.colour for amber in first],
            "symbol": LOOKS[number].symbol,
            "opacity": 1,
            "line": {"width": 0},
        },
    }


def _names(series: Sequence[Series], scale: Scale) -> list[dict[str, Any]]:
    """The names at the ends, moved apart so that none covers another."""
    wanted = list(map(_y, series, repeat(scale)))
    order = sorted(range(len(series)), key=lambda place: (wanted[place], place))
    places, least = list(wanted), 0
    for place in order:
        places[place] = max(wanted[place], least)
        least = places[place] + LABEL_GAP
    most = HEIGHT - BOTTOM + LABEL_GAP // 2
    for place in reversed(order):
        places[place] = min(places[place], most)
        most = places[place] - LABEL_GAP
    return [
        {
            "x": line.last_index,
            "y": plain(line.values[line.last_index]),
            "xanchor": "left",
            "xshift": 8,
            "yshift": at - moved,
            "text": line.end_label,
            "showarrow": False,
            "font": {"color": line.colour if line.look is not None or line.leading else COLOURS["soft"]},
        }
        for line, at, moved in zip(series, wanted, places, strict=True)
    ]


def _y(line: Series, scale: Scale) -> int:
    """Pixels from the top to the line's last value."""
    value = line.values[line.last_index]
    assert value is not None
    bottom, top = _ends(scale)
    share = Fraction(value - top) / Fraction(bottom - top)
    return TOP + int(rounded(share * (HEIGHT - TOP - BOTTOM), 0))


def _ends(scale: Scale) -> tuple[Value, Value]:
    """Bottom and top, a little beyond the scale: Plotly draws no hairline at the very edge."""
    room = Decimal(scale.bottom - scale.top) / 50
    return scale.bottom + room, scale.top - room


def _rule(rule: Rule) -> dict[str, Any]:
    """Half a month before the first month under other rules, over the whole height."""
    x = rule.index - 0.5  # a place on the axis, not a published number
    line = {"color": COLOURS["mute"], "width": 1, "dash": "dot"}
    return {"type": "line", "x0": x, "x1": x, "yref": "paper", "y0": 0, "y1": 1.11, "line": line}


def _rule_name(rule: Rule) -> dict[str, Any]:
    return {
        "x": rule.index - 0.5, "xanchor": "left", "xshift": 5, "yref": "paper", "y": 1, "yanchor": "bottom",
        "yshift": 10, "text": rule.text, "showarrow": False, "font": {"size": 11, "color": COLOURS["soft"]},
    }  # fmt: skip
