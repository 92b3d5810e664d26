"""A chart as an SVG document of its own: for a report, a slide or a mail, without our page around it.

It is drawn in the light colours on paper, in pixels throughout, and styled by attributes alone: many programs
read neither percentages nor style sheets, and our content policy lets no file style itself.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from xml.sax.saxutils import escape, quoteattr

from common.charts.drawing import PATH_WIDTH, Drawing, Label, short
from common.charts.theme import COLOURS, LOOKS

WIDTH, MARGIN, NAMES, GAP = 960, 24, 272, 8
_TITLE, _NOTE = 26, 18
_LETTERS_OF_TITLE, _LETTERS_OF_NOTE = 84, 130
_FONT = "Noto Sans, Noto Sans Devanagari, sans-serif"
_PAPER = "#ffffff"
_KNOWN = {
    "data": "data", "bar": "data", "range": "data", "reach": "data-soft", "fall": "down", "first": "first",
    "mute": "mute", "zero": "mute",
}  # fmt: skip


def svg_document(drawing: Drawing, *, title: str, alternative: str, notes: Sequence[str]) -> bytes:
    """The drawing under its message, with notes below, as UTF-8. Texts are plain and escaped here."""
    left = MARGIN + (NAMES + GAP if drawing.names else 0)
    message, top = heading(title, WIDTH, MARGIN)
    parts = [
        *message,
        f'<g transform="translate({left} {top})">',
        *_plot(drawing, WIDTH - MARGIN - left),
        "</g>",
    ]
    under = top + drawing.height
    return wrapped_document(
        parts, title=title, alternative=alternative, notes=notes, width=WIDTH, under=under
    )


def heading(title: str, width: int, margin: int) -> tuple[list[str], int]:
    """A document's message in as many lines as it takes, and where they end, in pixels."""
    lines = textwrap.wrap(title, _LETTERS_OF_TITLE * width // WIDTH)
    told = [
        text(margin, margin + _TITLE * number + 16, line, font_size=18, font_weight=700, fill="ink")
        for number, line in enumerate(lines)
    ]
    return told, margin + _TITLE * len(lines)


def wrapped_document(
    parts: Sequence[str], *, title: str, alternative: str, notes: Sequence[str], width: int, under: int
) -> bytes:
    """`parts` on paper, `width` pixels wide, with the notes from `under` on, as UTF-8."""
    below = [line for note in notes for line in textwrap.wrap(note, _LETTERS_OF_NOTE * width // WIDTH)]
    height = under + _NOTE * len(below) + MARGIN
    whole = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" font-family={quoteattr(_FONT)} font-size="12">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(alternative)}</desc>",
        f'<rect width="{width}" height="{height}" fill="{_PAPER}"/>',
        *parts,
        *(text(MARGIN, under + _NOTE * (number + 1), line, fill="soft") for number, line in enumerate(below)),
        "</svg>",
    ]
    return "\n".join(whole).encode()


def _plot(drawing: Drawing, width: int) -> Iterator[str]:
    for line in drawing.lines:
        x1, x2 = _x(line.x1, width), _x(line.x2, width)
        yield tag("line", {"x1": x1, "y1": line.y1, "x2": x2, "y2": line.y2} | _stroke(line.kind))
    for path in drawing.paths:
        yield tag("polyline", {"points": _points(path.points, width), "fill": "none"} | _stroke(path.kind))
    for dot in drawing.dots:
        place = {"cx": _x(dot.x, width), "cy": dot.y, "r": dot.radius}
        yield tag("circle", place | _filled(dot.kind))
    for marker in drawing.markers:
        place = {"transform": f"translate({_x(marker.x, width)} {marker.y})", "d": marker.shape}
        yield tag("path", place | {"fill": _colour(marker.kind)})
    for label in drawing.labels:
        yield _label(label, width)
    for name in drawing.names:
        weight = 700 if name.kind == "first" else 400
        yield text(-GAP, name.y, name.long, text_anchor="end", font_weight=weight, fill="ink")


def _label(label: Label, width: int) -> str:
    kinds = label.kind.split()
    return text(
        short(max(Fraction(_x(label.x, width)) + label.shift, Fraction(0))),
        label.y,
        label.text,
        text_anchor=label.anchor,
        font_size=11 if "tick" in kinds else 12,
        font_weight=600 if "end" in kinds else 400,
        fill="soft" if kinds[-1] == "mute" else _colour_name(kinds[-1], "soft"),
    )


def _filled(kind: str) -> dict[str, object]:
    if kind == "open":
        return {"fill": _PAPER, "stroke": COLOURS["data"], "stroke-width": "1.5"}
    return {"fill": _colour(kind)}


def _stroke(kind: str) -> dict[str, object]:
    """How a line of a kind is drawn; what is not known is a hairline."""
    if kind.startswith("look-"):
        look = LOOKS[int(kind.removeprefix("look-"))]
        dashes = {"stroke-dasharray": look.dashes.replace("px", "")} if look.dashes else {}
        return {"stroke": COLOURS[look.colour], "stroke-width": 2} | dashes
    if kind in {"rule", "median"}:
        return {"stroke": COLOURS["ink" if kind == "median" else "mute"], "stroke-dasharray": "2 3"}
    widths: Mapping[str, object] = {
        "bar": 11,
        "fall": 11,
        "reach": 9,
        "range": 3,
        "data": "2.5",
        "mute": "1.5",
    }
    return {"stroke": _colour(kind), "stroke-width": widths.get(kind, 1)}


def _colour(kind: str) -> str:
    return COLOURS[_colour_name(kind, "line")]


def _colour_name(kind: str, other: str) -> str:
    if kind.startswith("look-"):
        return LOOKS[int(kind.removeprefix("look-"))].colour
    return _KNOWN.get(kind, other)


def _x(percent: str, width: int) -> str:
    return short(Fraction(percent.rstrip("%")) * width / 100)


def _points(points: str, width: int) -> str:
    pairs = (point.split(",") for point in points.split())
    return " ".join(f"{short(Fraction(x) * width / PATH_WIDTH)},{y}" for x, y in pairs)


def text(x: object, y: int, said: str, *, fill: str, **attributes: object) -> str:
    """Plain text at a point; `fill` names a colour of the theme, or paper."""
    named = {name.replace("_", "-"): value for name, value in attributes.items()}
    colour = _PAPER if fill == "paper" else COLOURS[fill]
    return tag("text", {"x": x, "y": y, "fill": colour} | named, escape(said))


def tag(name: str, attributes: Mapping[str, object], content: str = "") -> str:
    """An element; its content is escaped already."""
    written = "".join(f" {key}={quoteattr(str(value))}" for key, value in attributes.items())
    return f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>"


# The heat map as an SVG document of its own: every State by every parameter, in the light colours, for a report.

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
        yield tag(
            "line", {"x1": x, "y1": top, "x2": x, "y2": body - 2, "stroke": "#566273", "stroke-width": "0.5"}
        )
        for number, line in enumerate(textwrap.wrap(name, max(CELL_WIDE * span // _LETTER, 4))[:3]):
            yield text(x + 3, top + 11 + 12 * number, line, fill="soft", font_size=10)
        column += span
    for number, code in enumerate(shown.columns):
        place = f"translate({left + CELL_WIDE * number + 19} {body - 5}) rotate(-90)"
        yield text(0, 0, code, fill="soft", font_size=11, transform=place)


def _lines(shown: HeatMap, left: int, body: int) -> Iterator[str]:
    for number, line in enumerate(shown.lines):
        y = body + CELL_HIGH * number
        base = y + 13
        yield text(_MARGIN + 22, base, line.rank, fill="soft", text_anchor="end")
        yield text(_MARGIN + 30, base, line.name, fill="ink")
        yield text(left - 8, base, line.score, fill="ink", font_weight=600, text_anchor="end")
        for column, (kind, said) in enumerate(line.cells):
            x = left + CELL_WIDE * column
            yield _ground(kind, x, y, CELL_WIDE - 1, CELL_HIGH - 1)
            colour = "paper" if kind in _ON_DARK else "ink"
            yield text(x + (CELL_WIDE - 1) // 2, base, said, fill=colour, font_size=10, text_anchor="middle")


def _legend(shown: HeatMap, y: int) -> Iterator[str]:
    x = _MARGIN
    for kind, said in shown.legend:
        yield _ground(kind, x, y, 16, 12)
        yield text(x + 21, y + 10, said, fill="soft", font_size=11)
        x += 36 + 7 * len(said)


def _ground(kind: str, x: int, y: int, wide: int, high: int) -> str:
    edge = {"stroke": "#86919f", "stroke-dasharray": "2 2"} if kind == "silent" else {}
    return tag("rect", {"x": x, "y": y, "width": wide, "height": high, "fill": GROUNDS[kind]} | edge)
