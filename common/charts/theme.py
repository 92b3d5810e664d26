"""The one theme of all charts. Colours are the light tokens of `static/css/tokens.css`; the page swaps them
for the active ones (light or dark) when a chart is drawn.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

Figure = Mapping[str, Any]
Value = int | Decimal

COLOURS: dict[str, str] = {
    "ink": "#16202e",
    "soft": "#566273",
    "line": "#e3dfd6",
    "data": "#1f5f99",
    "mute": "#86919f",
    "first": "#7a4b00",
    "series-2": "#8a3fa8",
    "series-3": "#9a4f00",
    "series-4": "#006d75",
    "series-5": "#5c6068",
    "down": "#7a3e9d",
    "data-soft": "#d6e4f1",
    "paper": "#fbfaf7",
}
"""Token → its light colour. Figures are written in these; what draws them puts the page's in their place."""
CLEAR = "rgba(0,0,0,0)"
FONT_SIZE = 12


@dataclass(frozen=True, slots=True)
class Look:
    """How one of several lines is told from the others: by its colour, its dashes and its marker together.

    `dashes` are lengths in pixels as SVG and Plotly both take them, empty for a whole line; `symbol` is Plotly's
    name of the marker whose `shape` is an SVG path around 0, 0.
    """

    colour: str
    dashes: str
    symbol: str
    shape: str


LOOKS = (
    Look("data", "", "circle", "M-4,0a4,4 0 1,0 8,0a4,4 0 1,0 -8,0z"),
    Look("series-2", "9px,4px", "square", "M-4-4h8v8h-8z"),
    Look("series-3", "2px,3px", "diamond", "M0-5.5L5.5,0L0,5.5L-5.5,0z"),
    Look("series-4", "16px,5px", "triangle-up", "M0-5L5,4L-5,4z"),
    Look("ink", "9px,4px,2px,4px", "cross", "M-5-1.7h3.3v-3.3h3.4v3.3h3.3v3.4h-3.3v3.3h-3.4v-3.3h-3.3z"),
    Look("series-5", "5px,5px", "triangle-down", "M0,5L5-4L-5-4z"),
)
"""As many lines as one chart can tell apart."""
CONFIG: dict[str, Any] = {"displayModeBar": False, "displaylogo": False, "responsive": True}


def layout(*, height: int, margin: dict[str, int], **own: Any) -> dict[str, Any]:
    """What every figure shares. Heights and margins in pixels; nothing zooms, so that a page still scrolls."""
    return {
        "autosize": True,
        "height": height,
        "margin": {**margin, "pad": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": "Noto Sans, sans-serif", "size": FONT_SIZE, "color": COLOURS["soft"]},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": COLOURS["ink"],
            "bordercolor": COLOURS["ink"],
            "font": {"color": "#ffffff"},
        },
        **own,
    }


def axis(ticks: Mapping[Any, str], ends: Sequence[Any], **own: Any) -> dict[str, Any]:
    """An axis from one end to the other with hairlines at `ticks` (value → text) and no frame.

    Ticks, ends and angle are all given, for Plotly would choose its own and the server's drawing could not follow.
    """
    return {
        "type": "linear",
        "fixedrange": True,
        "showline": False,
        "zeroline": False,
        "gridcolor": COLOURS["line"],
        "ticks": "",
        "tickmode": "array",
        "tickvals": list(ticks),
        "ticktext": list(ticks.values()),
        "tickangle": 0,
        "range": list(ends),
        **own,
    }


def rule(colour: str = "line", **place: Any) -> dict[str, Any]:
    """A hairline of one pixel; `place` is x0, x1, y0 and y1, with xref or yref where they are on the paper."""
    return {"type": "line", **place, "line": {"color": COLOURS[colour], "width": 1}}


def plain(value: Value | None) -> int | str | None:
    """A value as JSON has it: a decimal as text, so that no float comes near it."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def payload(data: list[dict[str, Any]], layout: dict[str, Any], narrow: dict[str, Any]) -> dict[str, Any]:
    """What is put into the page: the figure, what changes on a narrow screen, and which token each colour is."""
    return {
        "figure": {"data": data, "layout": layout, "config": CONFIG},
        "narrow": narrow,
        "colours": {value: f"--{name}" for name, value in COLOURS.items()},
    }


def narrowed(payload: Figure) -> dict[str, Any]:
    """The figure of a payload with its changes for a narrow screen, such as `{"margin.l": 40}`."""
    changes = [(path.split("."), value) for path, value in payload["narrow"].items()]
    figure = payload["figure"]
    return {**figure, "layout": _changed(figure["layout"], changes)}


def _changed(old: Any, changes: Sequence[tuple[Sequence[str], Any]]) -> Any:
    new: Any = list(old) if isinstance(old, list) else dict(old)
    for step, group in groupby(sorted(changes, key=lambda change: change[0][0]), lambda change: change[0][0]):
        place, inside = int(step) if isinstance(old, list) else step, list(group)
        (path, value), *_ = inside
        deeper = [(path[1:], value) for path, value in inside]
        new[place] = value if len(path) == 1 else _changed(old[place], deeper)
    return new


# The tokens of `static/css/tokens.css`, read from the file itself, and how well two colours are told apart.

TEXT_AT_LEAST, SHAPE_AT_LEAST = 4.5, 3.0
"""The contrasts that WCAG asks for at level AA: of text on its ground, and of a shape that says something."""
_DARK, _PAPER = "@media screen and (prefers-color-scheme: dark)", "@media print"
_TOKEN = re.compile(r"(?<![a-z0-9-])--([a-z0-9-]+):\s*([^;]+);")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Names without their dashes, in the file's order; `light` has every token, `dark` those that it changes."""

    light: dict[str, str]
    dark: dict[str, str]

    def colours(self, scheme: str) -> dict[str, str]:
        """Every colour in force in `light` or `dark`, as `#rrggbb`."""
        found = self.light | (self.dark if scheme == "dark" else {})
        return {name: value for name, value in found.items() if _COLOUR.fullmatch(value)}

    def named(self, prefix: str) -> dict[str, str]:
        return {name: value for name, value in self.light.items() if name.startswith(prefix)}


def read(css: str) -> Tokens:
    """The tokens of the style sheet; where a later rule sets one anew, the first counts.

    >>> read(":root { --ink: #16202e; } @media screen and (prefers-color-scheme: dark) { :root { --ink: #e9edf2; } }")
    Tokens(light={'ink': '#16202e'}, dark={'ink': '#e9edf2'})
    """
    light, _, rest = css.partition(_DARK)
    return Tokens(_first(light), _first(rest.partition(_PAPER)[0]))


def _first(css: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _TOKEN.findall(css):
        found.setdefault(name, value)
    return found


def contrast(one: str, other: str) -> float:
    """The ratio by WCAG 2.2 of two colours `#rrggbb`, from 1 to 21. A measure of colours, never of a State.

    >>> contrast("#000000", "#ffffff"), contrast("#ffffff", "#ffffff")
    (21.0, 1.0)
    """
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)


def scheme_rules(tokens: Tokens) -> str:
    """Rules that hold a part of a page in one scheme, whatever the reader's: `.scheme-light`, `.scheme-dark`."""
    rules = []
    for scheme in ("light", "dark"):
        lines = [f"  --{name}: {value};" for name, value in tokens.colours(scheme).items()]
        rules.append(
            f".scheme-{scheme} {{\n  color-scheme: {scheme};\n"
            + "\n".join(lines)
            + "\n  background: var(--paper);\n  color: var(--ink);\n}\n"
        )
    return "\n".join(rules)


# How wide a text is, for whoever draws it in a font that we do not have.

_NARROW, _WIDE = set("ijlftrI.,:;'|·–()1 "), set("mwMWGOQDHNU@%")


def text_width(text: str) -> int:
    """About how many pixels a sans-serif text of FONT_SIZE takes; vowel signs above and below a letter take none."""
    return round(sum(map(_advance, text)) * FONT_SIZE / 100)


def _advance(letter: str) -> int:
    """Hundredths of the size of type."""
    category = unicodedata.category(letter)
    if category == "Mn":
        return 0
    if category == "Mc":
        return 30
    if "\u0900" <= letter <= "\u097f":
        return 64
    if letter in _NARROW:
        return 33
    if letter in _WIDE:
        return 82
    return 62 if letter.isdigit() or letter.islower() else 68
