"""Every page in a real browser: both languages, phone and desk, light and dark.

Each page is opened once per language: in English at a desk, light, and in Hindi on a phone, dark; then the window's
width is changed. The long run opens every page anew for every language, width and theme, and draws every chart.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import product

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import measures
from tests.browser.pages import EVERY, Entry
from tests.browser.stage import LANGUAGES, SCHEMES, WIDTHS, Rooms, Stage, Watch, context_of

pytestmark = pytest.mark.slow

LONG = os.environ.get("HYPOTHESIS_PROFILE") == "long"
SHIFT = 0.05


@dataclass(frozen=True, slots=True)
class Opening:
    """A page, and how it is opened."""

    entry: Entry
    language: str
    width: int
    scheme: str

    def __str__(self) -> str:
        return f"{self.language} {self.width} {self.scheme} {self.entry.account} {self.entry.label}"


SHORT = (("en", 1280, "light"), ("hi", 360, "dark"))
OPENINGS = [
    Opening(entry, *how)
    for entry in EVERY
    for how in (product(LANGUAGES, WIDTHS, SCHEMES) if LONG else SHORT)
]


@pytest.mark.parametrize("opening", OPENINGS, ids=str)
def test_a_page_fits_is_accessible_and_stays_at_home(
    rooms: Rooms, stage: Stage, watch: Watch, opening: Opening
) -> None:
    entry, width = opening.entry, opening.width
    page = rooms.tab(entry.account)
    watch.over(page, status=entry.status)
    _open(page, stage, opening)
    assert measures.forms_out_of_sight(page) == []
    assert measures.violations(page) == []
    if LONG:
        measures.draw_charts(page)
        assert measures.shift(page) < SHIFT
        assert measures.violations(page) == []
    other = sum(WIDTHS) - width
    page.set_viewport_size({"width": other, "height": 900})
    assert measures.wider_than_its_window(page) == 0, f"the page scrolls sideways at {other}"
    assert measures.forms_out_of_sight(page) == [], f"at {other}"
    page.goto("about:blank")


def _open(page: Page, stage: Stage, opening: Opening) -> None:
    page.set_viewport_size({"width": opening.width, "height": 900})
    page.emulate_media(color_scheme="dark" if opening.scheme == "dark" else "light")
    answer = page.goto(stage.address(opening.entry, opening.language))
    assert answer is not None
    assert answer.status == opening.entry.status
    # The program that tries the API out draws a heading of its own.
    assert page.locator("h1:not(.swagger-ui *)").count() == 1
    assert page.locator("html").get_attribute("lang") == opening.language
    assert measures.wider_than_its_window(page) == 0, f"the page scrolls sideways at {opening.width}"
    assert measures.shift(page) < SHIFT


def test_a_chart_is_drawn_when_it_comes_into_view(browser: Browser, stage: Stage, watch: Watch) -> None:
    context = context_of(browser)
    page = context.new_page()
    watch.over(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{stage.url}/streaks/")
    assert page.locator("[data-chart]").count() >= 1
    assert not any("plotly" in url for url in asked), "before it comes into view"
    measures.draw_charts(page)
    assert any("plotly" in url for url in asked)
    assert measures.shift(page) < SHIFT
    context.close()


def test_a_chart_can_be_taken_away_as_a_picture(browser: Browser, stage: Stage, watch: Watch) -> None:
    context = context_of(browser)
    page = context.new_page()
    watch.over(page)
    page.goto(f"{stage.url}/hi/states/HR/")
    with page.expect_download() as download:
        page.get_by_text("PNG", exact=True).first.click()
    assert download.value.suggested_filename == "pragati-hi-states-HR-chart-ranks.png"
    assert download.value.path().read_bytes().startswith(b"\x89PNG")
    context.close()


def test_the_answer_is_there_without_javascript(browser: Browser, stage: Stage) -> None:
    context = context_of(browser, scripts=False)
    page = context.new_page()
    page.goto(f"{stage.url}/")
    assert (
        page.locator("h1").inner_text()
        == "Haryana is first for the sixth month in a row, 0.12 ahead of Himachal Pradesh"
    )
    assert page.locator("tbody tr").filter(has_text="Mizoram").count() >= 1
    page.get_by_role("link", name="हिन्दी").click()
    assert page.locator("h1").inner_text().startswith("हरियाणा")
    context.close()
