"""A State's badge as an SVG picture of its own: two fields of text, and a third where the figures are sample.

The picture goes onto other people's pages, where neither our style sheets nor our fonts are. So colours are written
into it, and every text is told how wide it is: whichever font draws it, it keeps to its field.
"""

from __future__ import annotations

from dataclasses import dataclass

from common.charts.theme import COLOURS, text_width

HEIGHT, BASELINE, PADDING, SIZE = 24, 16, 8, 12
PAPER, AMBER = "#ffffff", "#fdeecb"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the badge. `left` is where it begins, `text_left` where its text does; all in pixels."""

    text: str
    left: int
    width: int
    text_left: int
    text_width: int
    ground: str
    ink: str


@dataclass(frozen=True, slots=True)
class Badge:
    """`words` is all of it for those who do not see it."""

    width: int
    fields: tuple[Field, ...]
    words: str


def badge(name: str, standing: str, sample: str, *, first: bool) -> Badge:
    """`Haryana`, `1st · October 2023` and, unless empty, `sample`; first place has its own colour."""
    wanted = [(name, COLOURS["ink"], PAPER)]
    wanted.append((standing, AMBER, COLOURS["first"]) if first else (standing, COLOURS["data"], PAPER))
    if sample:
        wanted.append((sample, PAPER, COLOURS["first"]))
    fields, left = [], 0
    for text, ground, ink in wanted:
        wide = text_width(text)
        fields.append(Field(text, left, wide + 2 * PADDING, left + PADDING, wide, ground, ink))
        left += wide + 2 * PADDING
    return Badge(left, tuple(fields), " · ".join(text for text, _, _ in wanted))
