"""A small drawing of lines, dots and words that the server writes as SVG: complete without JavaScript.

Across, everything is placed in percent of the width, so that one drawing fits every screen while its text
keeps its size; down, in pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from states.numbers import rounded

PATH_WIDTH = 1000
"""Units across in which paths are given; they are stretched to the drawing's width."""


@dataclass(frozen=True, slots=True)
class Line:
    x1: str
    y1: int
    x2: str
    y2: int
    kind: str


@dataclass(frozen=True, slots=True)
class Path:
    """A run of points in units of `PATH_WIDTH` across and pixels down, as SVG wants them."""

    points: str
    kind: str


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: int
    radius: int
    kind: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A shape around a point: an SVG path about 0, 0."""

    x: str
    y: int
    shape: str
    kind: str


@dataclass(frozen=True, slots=True)
class Label:
    """Text at a point; `anchor` is start, middle or end, `shift` moves it across by pixels.

    `short`, where there is one, takes its place on a narrow screen.
    """

    x: str
    y: int
    text: str
    anchor: str
    kind: str
    shift: int = 0
    short: str = ""


@dataclass(frozen=True, slots=True)
class RowName:
    """The name of a row, and a short one for narrow screens."""

    y: int
    long: str
    short: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """`height` in pixels; `names` stand in a column of their own, left of the plot."""

    height: int
    lines: tuple[Line, ...] = ()
    paths: tuple[Path, ...] = ()
    dots: tuple[Dot, ...] = ()
    labels: tuple[Label, ...] = ()
    names: tuple[RowName, ...] = ()
    markers: tuple[Marker, ...] = ()


def across(share: Fraction | Decimal | int, left: int, right: int) -> str:
    """A share from 0 to 1 as percent of the width, between two percentages.

    >>> across(Fraction(1, 2), 10, 90), across(0, 10, 90)
    ('50%', '10%')
    """
    return f"{short(left + (right - left) * Fraction(share))}%"


def path_point(share: Fraction, y: int, left: int, right: int) -> str:
    """The same place in the units of a path."""
    return f"{short((left + (right - left) * share) * PATH_WIDTH / 100)},{y}"


def down(share: Fraction, top: int, bottom: int) -> int:
    """A share from 0 to 1 as whole pixels between two heights."""
    return top + int(rounded(share * (bottom - top), 0))


def short(value: Fraction) -> str:
    """A number of the drawing, to two decimals at most.

    >>> short(Fraction(2, 3)), short(Fraction(10))
    ('0.67', '10')
    """
    text = f"{rounded(value, 2):.2f}"
    return text.rstrip("0").rstrip(".")
