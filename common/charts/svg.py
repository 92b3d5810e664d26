"""A Plotly figure as SVG: the very dict that plotly.js takes, drawn by the server at the same places.

`fluid` gives a page its first view: places across are percent of the plot, so that one drawing fits every width, and
colours are the page's tokens. `svg_document` gives a file for print, mail and slides: pixels throughout and plain
colours, since many programs read neither percent nor style sheets, and our content policy lets no file style itself.

Drawn are the parts that our figures use: scatter (lines, markers, text) and lying bars; grid lines, ticks, shapes of
type line, annotations. Each axis gives its range and its ticks, for Plotly's own choice of them is not repeated here.
Numbers come as int or text; only places on the drawing are computed.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, groupby, repeat
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from common.charts.theme import COLOURS, Figure

DASHES = {"solid": "", "dot": "3,3"}
MIDDLE = Fraction(35, 100)
"""From the middle of a line of text down to its baseline, in sizes of the font; Plotly's own figure for ticks."""
ANNOTATION_PAD, TICK_PAD = 2, 1
SYMBOLS = {
    "circle": "M1,0A1,1 0 1 1 0,-1A1,1 0 0 1 1,0Z",
    "square": "M1,1H-1V-1H1Z",
    "diamond": "M1.3,0L0,1.3L-1.3,0L0,-1.3Z",
    "cross": "M1.2,.4H.4V1.2H-.4V.4H-1.2V-.4H-.4V-1.2H.4V-.4H1.2Z",
    "triangle-up": "M-1.155,.5H1.155L0,-1Z",
    "triangle-down": "M-1.155,-.5H1.155L0,1Z",
}
"""Plotly's markers at a radius of 1."""
WIDTH, MARGIN = 960, 24
_TITLE, _NOTE = 26, 18
_LETTERS_OF_TITLE, _LETTERS_OF_NOTE = 84, 130
_FONT = "Noto Sans, Noto Sans Devanagari, sans-serif"
_PAPER = "#ffffff"


class Axis:
    """Shares along an axis, from 0 at the left or top to 1. `given` is the axis in the layout."""

    def __init__(self, given: Figure, *, down: bool) -> None:
        self.given = given
        self.places = {name: Fraction(index) for index, name in enumerate(given.get("categoryarray", ()))}
        first, last = (number(end) for end in given["range"])
        self.start, self.span = (last, first - last) if down else (first, last - first)
        self.shares: dict[Any, Fraction] = {}  # of what was asked for: lines share their places across

    def value(self, value: Any) -> Fraction:
        """A place on the axis as a number: that of a category is its index."""
        return self.places[value] if value in self.places else number(value)

    def share(self, value: Any) -> Fraction:
        share = self.shares.get(value)
        if share is None:
            place = self.places[value] if value in self.places else number(value)
            share = self.shares[value] = (place - self.start) / self.span
        return share


@dataclass(frozen=True, slots=True)
class Plane:
    """The plot on the drawing, in pixels; `wide` None: in percent of whatever width it gets.

    `colours` maps the light colours, in which figures are written, to those of the drawing.
    """

    left: int
    top: int
    wide: int | None
    high: int
    colours: Mapping[str, str]

    def x(self, share: Fraction) -> str:
        return f"{short(share * 100)}%" if self.wide is None else short(self.left + share * self.wide)

    def y(self, share: Fraction) -> Fraction:
        return self.top + share * self.high

    def colour(self, light: str) -> str:
        return self.colours.get(light, light)

    def font(self, font: Figure) -> dict[str, Any]:
        colour = self.colour(font["color"]) if "color" in font else None
        return {"fill": colour, "font_size": font.get("size")}


def number(value: Any) -> Fraction:
    """An int, a text, or a place between rows such as 0.5, exactly."""
    return Fraction(str(value))


def short(value: Fraction | int) -> str:
    """A place on the drawing, to two decimals at most.

    >>> short(Fraction(2, 3)), short(10), short(Fraction(-1, 2)), short(Fraction(-1, 999))
    ('0.67', '10', '-0.5', '0')
    """
    cents, rest = divmod(
        100 * value.numerator, value.denominator
    )  # then as `round` does, without a fraction made
    cents += 2 * rest > value.denominator or (2 * rest == value.denominator and cents % 2)
    whole, part = divmod(abs(cents), 100)
    decimals = f".{part:02d}".rstrip("0") if part else ""
    return f"{'-' if cents < 0 else ''}{whole}{decimals}"


def tag(name: str, inner: str = "", **attributes: Any) -> str:
    """An element, its content escaped already; attributes that are None are left out."""
    listed = ""
    for key, value in attributes.items():
        if value is not None:
            listed += f" {key.rstrip('_').replace('_', '-')}={quoteattr(str(value))}"
    return f"<{name}{listed}>{inner}</{name}>" if inner else f"<{name}{listed}/>"


def fluid(figure: Figure, *, kind: str) -> str:
    """The drawing for a page: as wide as there is room, its colours the page's tokens; `kind` is a class.

    The margins are SVGs without content, since no policy of ours allows a style here. What the chart says is told by
    the element around it.
    """
    margin, height = figure["layout"]["margin"], figure["layout"]["height"]
    tokens = {light: f"var(--{name})" for name, light in COLOURS.items()}
    plane = Plane(0, margin["t"], None, height - margin["t"] - margin["b"], tokens)
    left, right = (tag("svg", width=margin[side], height=height) for side in "lr")
    font = plane.font(figure["layout"]["font"])
    plot = tag("svg", "".join(_drawn(figure, plane)), class_="drawing-plot", height=height, **font)
    return tag("div", left + plot + right, class_=f"drawing {kind}", aria_hidden="true")


def svg_document(figure: Figure, *, title: str, alternative: str, notes: Sequence[str]) -> bytes:
    """The drawing under its message, with notes below, as UTF-8. Texts are plain and escaped here."""
    margin, height = figure["layout"]["margin"], figure["layout"]["height"]
    message, top = heading(title, WIDTH, MARGIN)
    wide = WIDTH - 2 * MARGIN - margin["l"] - margin["r"]
    high = height - margin["t"] - margin["b"]
    plane = Plane(margin["l"], margin["t"], wide, high, {COLOURS["paper"]: _PAPER})
    font = plane.font(figure["layout"]["font"])
    plot = tag("g", "".join(_drawn(figure, plane)), transform=f"translate({MARGIN} {top})", **font)
    return wrapped_document(
        [*message, plot], title=title, alternative=alternative, notes=notes, width=WIDTH, under=top + height
    )


def heading(title: str, width: int, margin: int) -> tuple[list[str], int]:
    """A document's message in as many lines as it takes, and where they end, in pixels."""
    lines = textwrap.wrap(title, _LETTERS_OF_TITLE * width // WIDTH)
    bold = {"font_size": 18, "font_weight": 700, "fill": COLOURS["ink"]}
    texts = [
        tag("text", escape(line), x=margin, y=margin + _TITLE * place + 16, **bold)
        for place, line in enumerate(lines)
    ]
    return texts, margin + _TITLE * len(lines)


def wrapped_document(
    parts: Sequence[str], *, title: str, alternative: str, notes: Sequence[str], width: int, under: int
) -> bytes:
    """`parts` on paper, `width` pixels wide, with the notes from `under` on, as UTF-8."""
    below = [line for note in notes for line in textwrap.wrap(note, _LETTERS_OF_NOTE * width // WIDTH)]
    height = under + _NOTE * len(below) + MARGIN
    whole = [
        tag("title", escape(title)),
        tag("desc", escape(alternative)),
        tag("rect", width=width, height=height, fill=_PAPER),
        *parts,
        *(
            tag("text", escape(line), x=MARGIN, y=under + _NOTE * (place + 1), fill=COLOURS["soft"])
            for place, line in enumerate(below)
        ),
    ]
    return tag(
        "svg", "\n".join(whole), xmlns="http://www.w3.org/2000/svg", width=width, height=height,
        viewBox=f"0 0 {width} {height}", role="img", font_family=_FONT, font_size=12,
    ).encode()  # fmt: skip


def _drawn(figure: Figure, plane: Plane) -> Iterator[str]:
    """All elements, in Plotly's order: what comes later lies on top."""
    traces, layout = figure["data"], figure["layout"]
    x, y = Axis(layout["xaxis"], down=False), Axis(layout["yaxis"], down=True)
    size = layout["font"]["size"]
    bars = (_bars(trace, x, y, plane, layout) for trace in traces if trace["type"] == "bar")
    scatters = (_scatter(trace, x, y, plane, size) for trace in traces if trace["type"] == "scatter")
    same = repeat(x), repeat(y), repeat(plane)
    return chain(
        _grid(x, y, plane),
        *bars,
        *scatters,
        _ticks(x, y, plane, size),
        map(_shape, layout.get("shapes", ()), *same),
        map(_annotation, layout.get("annotations", ()), *same, repeat(size)),
    )


def _shape(shape: Figure, x: Axis, y: Axis, plane: Plane) -> str:
    first = _place(shape, x, "x", "0"), _place(shape, y, "y", "0")
    last = _place(shape, x, "x", "1"), _place(shape, y, "y", "1")
    return _line(plane, (first, last), shape["line"])


def _line(plane: Plane, ends: Sequence[tuple[Fraction, Fraction]], line: Figure) -> str:
    (x1, y1), (x2, y2) = ends
    places = {"x1": plane.x(x1), "y1": short(plane.y(y1)), "x2": plane.x(x2), "y2": short(plane.y(y2))}
    return tag("line", **places, **_stroke(line, plane))


def _stroke(line: Figure, plane: Plane) -> dict[str, Any]:
    """Dashes are a name, or lengths as `9px,4px`."""
    dash = line.get("dash", "solid")
    dashes = DASHES.get(dash, dash.replace("px", ""))
    colour = plane.colour(line["color"])
    return {"stroke": colour, "stroke_width": line.get("width", 1), "stroke_dasharray": dashes or None}


def _grid(x: Axis, y: Axis, plane: Plane) -> Iterator[str]:
    """Lines at the ticks, but as in Plotly none at the very edge of the plot."""
    for axis in (x, y):
        values = axis.given["tickvals"] if axis.given.get("showgrid", True) else ()
        for share in filter(lambda share: 0 < share < 1, map(axis.share, values)):
            ends = [(share, Fraction(0)), (share, Fraction(1))]
            line = {"color": axis.given["gridcolor"]}
            yield _line(plane, ends if axis is x else [(b, a) for a, b in ends], line)


def _ticks(x: Axis, y: Axis, plane: Plane, size: int) -> Iterator[str]:
    for axis in (x, y):
        if not axis.given.get("visible", True) or not axis.given.get("showticklabels", True):
            continue
        font = plane.font(axis.given.get("tickfont", {}))
        pad = TICK_PAD + axis.given.get("ticklabelstandoff", 0)
        above = axis.given.get("side") == "top"
        edge = plane.y(Fraction(not above)) + (-pad - Fraction(size, 5) if above else pad + size)
        for value, text in zip(axis.given["tickvals"], axis.given["ticktext"], strict=True):
            share = axis.share(value)
            if axis is x:
                yield _text((plane.x(share), edge), text, 0, "middle", font)
            else:
                yield _text((plane.x(Fraction(0)), plane.y(share) + MIDDLE * size), text, -pad, "end", font)


def _text(
    place: tuple[str, Fraction], text: str, dx: Fraction | int, anchor: str, font: dict[str, Any]
) -> str:
    x, y = place
    shift = short(dx) if dx else None
    return tag("text", escape(text), x=x, y=short(y), dx=shift, text_anchor=anchor, **font)


def _bars(trace: Figure, x: Axis, y: Axis, plane: Plane, layout: Figure) -> Iterator[str]:
    """Lying bars from `base` over their length."""
    thick = number(trace.get("width") or 1 - number(layout.get("bargap", "0.2"))) / 2
    bases = trace.get("base") or [0] * len(trace["x"])
    for place, (row, length, base) in enumerate(zip(trace["y"], trace["x"], bases, strict=True)):
        left, right = sorted(x.share(end) for end in (number(base), number(base) + number(length)))
        top, bottom = (plane.y(y.share(y.value(row) + side)) for side in (-thick, thick))
        wide = f"{short((right - left) * 100)}%" if plane.wide is None else short((right - left) * plane.wide)
        colour = plane.colour(_each(trace["marker"]["color"], place))
        yield tag("rect", x=plane.x(left), y=short(top), width=wide, height=short(bottom - top), fill=colour)


def _scatter(trace: Figure, x: Axis, y: Axis, plane: Plane, size: int) -> Iterator[str]:
    points: list[tuple[int, Fraction, Fraction]] = []
    for place, (across, down) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if down is not None and across is not None:
            points.append((place, x.share(across), plane.y(y.share(down))))
    if "lines" in trace["mode"]:
        yield _lines(points, trace["line"], plane)
    if "markers" in trace["mode"]:
        for place, share, down in points:
            if _each(trace["marker"]["size"], place):
                yield _marker(trace["marker"], place, plane.x(share), down, plane)
    if "text" in trace["mode"]:
        # Left of its marker, as far as Plotly moves it.
        font = trace["textfont"]
        away = trace["marker"]["size"] * Fraction(5, 8) + 1
        for place, share, down in points:
            baseline = down + font.get("size", size) * Fraction(1, 4)
            yield _text((plane.x(share), baseline), trace["text"][place], -away, "end", plane.font(font))


def _lines(points: Sequence[tuple[int, Fraction, Fraction]], line: Figure, plane: Plane) -> str:
    """A line through points that follow each other; one that is missing breaks it.

    In percent it is drawn a thousand units wide and stretched; its stroke keeps its width.
    """
    start, wide = (0, 1000) if plane.wide is None else (plane.left, plane.wide)
    own = _stroke(line, plane) | {"fill": "none", "stroke_linejoin": "round"}
    each = {"vector_effect": "non-scaling-stroke"} if plane.wide is None else own
    runs = []
    for _, run in groupby(enumerate(points), key=lambda counted: counted[1][0] - counted[0]):
        listed = [f"{short(start + share * wide)},{short(down)}" for _, (_, share, down) in run]
        if len(listed) > 1:
            runs.append(tag("polyline", points=" ".join(listed), **each))
    if plane.wide is not None:
        return "".join(runs)
    high = plane.top + plane.high
    frame = {"viewBox": f"0 0 1000 {high}", "preserveAspectRatio": "none"}
    return tag("svg", "".join(runs), width="100%", height=high, **frame, **own)


def _marker(marker: Figure, place: int, x: str, y: Fraction, plane: Plane) -> str:
    radius = number(_each(marker["size"], place)) / 2
    shape = {"fill": plane.colour(_each(marker["color"], place))}
    edge = marker.get("line", {})
    if edge.get("width"):
        shape |= _stroke(edge, plane)
    symbol = marker.get("symbol", "circle")
    if symbol == "circle":
        return tag("circle", cx=x, cy=short(y), r=short(radius), **shape)
    path = tag("path", d=SYMBOLS[symbol], transform=f"scale({short(radius)})", **shape)
    if plane.wide is not None:
        return tag("g", path, transform=f"translate({x} {short(y)})")
    return tag("svg", path, x=x, y=short(y))


def _place(given: Figure, axis: Axis, letter: str, end: str = "") -> Fraction:
    """The share of a place on an axis, or on the paper, where y counts from the bottom."""
    value = given[letter + end]
    if given.get(f"{letter}ref") == "paper":
        return number(value) if letter == "x" else 1 - number(value)
    return axis.share(value)


def _annotation(given: Figure, x: Axis, y: Axis, plane: Plane, size: int) -> str:
    """A text at a point. Plotly gives each an edge of two pixels, seen or not, which moves it from its point."""
    font = given.get("font", {})
    anchor = given.get("xanchor", "center")
    dx = given.get("xshift", 0) + {"left": ANNOTATION_PAD, "right": -ANNOTATION_PAD}.get(anchor, 0)
    height = font.get("size", size)
    baseline = Fraction(39, 100) * height
    if given.get("yanchor") == "bottom":
        baseline = -ANNOTATION_PAD - Fraction(29, 100) * height
    down = plane.y(_place(given, y, "y")) - number(given.get("yshift", 0)) + baseline
    side = {"left": "start", "right": "end", "center": "middle"}[anchor]
    return _text((plane.x(_place(given, x, "x")), down), given["text"], dx, side, plane.font(font))


def _each(value: Any, place: int) -> Any:
    """The value for one point, of a list of one for each or of one for all."""
    return value[place] if isinstance(value, list) else value
