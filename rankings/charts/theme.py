"""The one theme of all charts. Colours are the light tokens of `static/css/tokens.css`; the page swaps them
for the active ones (light or dark) when a chart is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
}
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


def layout(*, height: int, margin: dict[str, int]) -> dict[str, Any]:
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
    }


def axis(**own: Any) -> dict[str, Any]:
    """An axis with hairlines and no frame."""
    return {
        "fixedrange": True,
        "showline": False,
        "zeroline": False,
        "gridcolor": COLOURS["line"],
        "ticks": "",
        **own,
    }


def payload(data: list[dict[str, Any]], layout: dict[str, Any], narrow: dict[str, Any]) -> dict[str, Any]:
    """What is put into the page: the figure, what changes on a narrow screen, and which token each colour is."""
    return {
        "figure": {"data": data, "layout": layout, "config": CONFIG},
        "narrow": narrow,
        "colours": {value: f"--{name}" for name, value in COLOURS.items()},
    }
