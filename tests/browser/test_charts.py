"""Every chart is drawn twice from one figure, by the server and by plotly.js: the same points, texts and colours."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import measures
from tests.browser.stage import Stage, Watch

pytestmark = pytest.mark.slow

PAGES = (
    "/states/HR/", "/states/LA/?board=icjs", "/streaks/", "/streaks/?board=icjs&category=ut",
    "/compare/?states=HR,HP,DL,UP,MZ,LD", "/compare/?states=HR,HP&show=score", "/parameters/REG-01/",
    "/methodology/2023-01/", "/states/DL/why/", "/rankings/2023-10/sensitivity/",
    "/rankings/2023-10/decides/", "/rankings/2023-10/progress/",
    "/rankings/2023-10/progress/?span=12&measure=gap_closed", "/streaks/?under=2023-01",
    "/states/HR/?under=2023-01",
)  # fmt: skip
LOOKS = [(1280, "", "light"), (360, "/hi", "light"), (360, "", "dark"), (1280, "/hi", "dark")]
WITHIN, BARS_WITHIN, SHORTEST_BAR = {"": 1.5, "/hi": 2.5}, 1.1, 3
"""Pixels; Plotly places a text by the height of its font, which is greater in Hindi.
Plotly draws a bar of hardly any length one or two pixels wide, so that it is seen."""
BAR = 4
"""A bar is its left and right end, its middle and its colour."""

PARTS = """chart => {
  const origin = chart.getBoundingClientRect();
  const drawing = [...chart.querySelectorAll(".drawing")].find(one => one.getBoundingClientRect().width);
  const live = chart.querySelector(".chart-live");
  const middle = one => {
    const box = one.getBoundingClientRect();
    return [box.x + box.width / 2 - origin.x, box.y + box.height / 2 - origin.y];
  };
  const texts = (root) => [...root.querySelectorAll("text")]
    .filter(one => one.textContent.trim() && one.getBoundingClientRect().width)
    .map(one => [...middle(one), one.textContent.trim() + " " + getComputedStyle(one).fill]);
  const marks = (root, names) => [...root.querySelectorAll(names)]
    .filter(one => one.getBoundingClientRect().width > 1).map(one => [...middle(one), getComputedStyle(one).fill]);
  const bars = (root, names) => [...root.querySelectorAll(names)].map(one => {
    const box = one.getBoundingClientRect();
    return [box.x - origin.x, box.right - origin.x, box.y + box.height / 2 - origin.y, getComputedStyle(one).fill];
  });
  const strokes = (root, names) => [...root.querySelectorAll(names)].map(one => {
    const style = getComputedStyle(one);
    return [style.stroke, style.strokeWidth, style.strokeDasharray.replaceAll("px", "")].join(" ");
  });
  return {
    height: [drawing.getBoundingClientRect().height, live.getBoundingClientRect().height],
    texts: [texts(drawing), texts(live)],
    marks: [marks(drawing, "circle, svg svg > path"), marks(live, ".scatterlayer .points path")],
    bars: [bars(drawing, "rect"), bars(live, ".barlayer .point path")],
    lines: [strokes(drawing, "polyline"), strokes(live, ".scatterlayer .js-line")],
    outside: texts(drawing).filter(one => one[0] < 0 || one[0] > origin.width).map(one => one[2]),
  };
}"""


@pytest.mark.parametrize(("width", "language", "scheme"), LOOKS)
def test_both_drawings_are_the_same(
    browser: Browser, stage: Stage, watch: Watch, width: int, language: str, scheme: Any
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    watch.over(page)
    charts = 0
    for path in PAGES:
        page.goto(f"{stage.url}{language}{path}")
        measures.draw_charts(page)
        for chart in page.locator("[data-chart] .chart-plot").all():
            parts = chart.evaluate(PARTS)
            told = f"{language}{path} {chart.get_attribute('aria-label')}"
            charts += 1
            ours, theirs = parts.pop("height")
            assert abs(ours - theirs) < 1, told
            assert parts.pop("outside") == [], told
            assert set(parts["lines"][0]) == set(parts["lines"][1]), told
            parts.pop("lines")
            for kind, (ours, theirs) in parts.items():
                far = BARS_WITHIN if kind == "bars" else WITHIN[language]
                assert unmatched(ours, theirs, far) == [], f"{told}: {kind} of the server"
                assert unmatched(theirs, ours, far) == [], f"{told}: {kind} of plotly.js"
    assert charts >= len(PAGES)
    context.close()


def unmatched(parts: list[list[Any]], others: list[list[Any]], far: float) -> list[list[Any]]:
    """Those for which there is no other of the same text or colour within so many pixels."""
    return [
        part
        for part in parts
        if not (len(part) == BAR and part[1] - part[0] < SHORTEST_BAR)
        and not any(
            part[-1] == other[-1]
            and all(abs(one - two) <= far for one, two in zip(part[:-1], other[:-1], strict=True))
            for other in others
        )
    ]
