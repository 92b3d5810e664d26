"""The one theme of all charts. Colours are the light tokens of `static/css/tokens.css`; the page swaps them
for the active ones (light or dark) when a chart is drawn.
"""

from __future__ import annotations

from typing import Any

COLOURS: dict[str, str] = {
    "ink": "#16202e",
    "soft": "#566273",
    "line": "#e3dfd6",
    "data": "#1f5f99",
    "mute": "#86919f",
    "first": "#7a4b00",
}
CLEAR = "rgba(0,0,0,0)"
FONT_SIZE = 12
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
