"""The heat map as an SVG document of its own: every State by every parameter, in the light colours, for a report.

The page itself has it as a table, so that it is drawn this one time only.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from common.charts.svg import heading, tag, wrapped_document
from common.charts.theme import COLOURS

CELL_WIDE, CELL_HIGH = 30, 18
_NAMES, _SCORE, _MARGIN = 290, 52, 24
_GROUPS, _CODES = 44, 52
_LETTER = 6
"""Pixels of a letter of a group's name, about: names are broken to the width of their columns."""

GROUNDS = {
    "s0": "#f3f6f9", "s1": "#d6e4f1", "s2": "#9ec1e1", "s3": "#669ccb", "s4": "#2f73ae", "s5": "#123f69",
    "silent": "#ffffff", "idle": "#e3dfd6",
}  # fmt: skip
"""The tokens --heat-0 to --heat-5; white for what was not reported, the grey of lines for what does not apply."""
_ON_DARK = {"s4", "s5"}


@dataclass(frozen=True, slots=True)
class HeatLine:
    """A State: `cells` are (kind of ground, text) in the order of the columns."""

    rank: str
    name: str
    score: str
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """`groups` are (name, number of columns), `legend` (kind of ground, what it stands for)."""

    title: str
    alternative: str
    groups: Sequence[tuple[str, int]]
    columns: Sequence[str]
    lines: Sequence[HeatLine]
    legend: Sequence[tuple[str, str]]
    notes: Sequence[str]


def heat_document(shown: HeatMap) -> bytes:
    """The map under its message, with its legend and notes below, as UTF-8. Texts are plain and escaped here."""
    left = _MARGIN + _NAMES + _SCORE
    width = max(left + CELL_WIDE * len(shown.columns) + _MARGIN, 640)
    message, top = heading(shown.title, width, _MARGIN)
    body = top + _GROUPS + _CODES
    under = body + CELL_HIGH * len(shown.lines) + 12
    parts = [
        *message,
        *_heads(shown, left, top, body),
        *_lines(shown, left, body),
        *_legend(shown, under),
    ]
    return wrapped_document(
        parts,
        title=shown.title,
        alternative=shown.alternative,
        notes=shown.notes,
        width=width,
        under=under + 28,
    )


def _heads(shown: HeatMap, left: int, top: int, body: int) -> Iterator[str]:
    column = 0
    for name, span in shown.groups:
        x = left + CELL_WIDE * column
        yield tag("line", x1=x, y1=top, x2=x, y2=body - 2, stroke=COLOURS["soft"], stroke_width="0.5")
        for number, line in enumerate(textwrap.wrap(name, max(CELL_WIDE * span // _LETTER, 4))[:3]):
            yield _text(x + 3, top + 11 + 12 * number, line, fill="soft", font_size=10)
        column += span
    for number, code in enumerate(shown.columns):
        place = f"translate({left + CELL_WIDE * number + 19} {body - 5}) rotate(-90)"
        yield _text(0, 0, code, fill="soft", font_size=11, transform=place)


def _lines(shown: HeatMap, left: int, body: int) -> Iterator[str]:
    for number, line in enumerate(shown.lines):
        y = body + CELL_HIGH * number
        base = y + 13
        yield _text(_MARGIN + 22, base, line.rank, fill="soft", text_anchor="end")
        yield _text(_MARGIN + 30, base, line.name, fill="ink")
        yield _text(left - 8, base, line.score, fill="ink", font_weight=600, text_anchor="end")
        for column, (kind, said) in enumerate(line.cells):
            x = left + CELL_WIDE * column
            yield _ground(kind, x, y, CELL_WIDE - 1, CELL_HIGH - 1)
            colour = "paper" if kind in _ON_DARK else "ink"
            yield _text(x + (CELL_WIDE - 1) // 2, base, said, fill=colour, font_size=10, text_anchor="middle")


def _legend(shown: HeatMap, y: int) -> Iterator[str]:
    x = _MARGIN
    for kind, said in shown.legend:
        yield _ground(kind, x, y, 16, 12)
        yield _text(x + 21, y + 10, said, fill="soft", font_size=11)
        x += 36 + 7 * len(said)


def _ground(kind: str, x: int, y: int, wide: int, high: int) -> str:
    edge = {"stroke": COLOURS["mute"], "stroke_dasharray": "2 2"} if kind == "silent" else {}
    return tag("rect", x=x, y=y, width=wide, height=high, fill=GROUNDS[kind], **edge)


def _text(x: int, y: int, text: str, *, fill: str, **attributes: Any) -> str:
    """Plain text at a point; `fill` names a colour of the theme."""
    colour = "#ffffff" if fill == "paper" else COLOURS[fill]
    return tag("text", escape(text), x=x, y=y, fill=colour, **attributes)
