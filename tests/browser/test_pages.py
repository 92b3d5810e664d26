"""The public pages in a real browser: both languages, phone and desk, light and dark."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Stage, Watch, context_of

PAGES = (
    "/",
    "/rankings/2023-09/?category=hilly-ne",
    "/states/",
    "/states/HR/",
    "/streaks/",
    "/methodology/2023-01/",
)


@pytest.mark.parametrize("language", ["", "/hi"])
@pytest.mark.parametrize("path", PAGES)
def test_pages_fit_and_stay_at_home(
    browser: Browser, stage: Stage, watch: Watch, path: str, language: str
) -> None:
    for width, scheme in ((360, "light"), (1280, "dark")):
        context = context_of(browser, width=width, scheme=scheme)
        page = context.new_page()
        watch.over(page)
        answer = page.goto(f"{stage.url}{language}{path}")
        assert answer is not None
        assert answer.status == 200
        assert page.locator("h1").count() == 1
        assert page.locator("html").get_attribute("lang") == ("hi" if language else "en")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
        context.close()


def test_a_chart_is_drawn_when_it_comes_into_view(browser: Browser, stage: Stage, watch: Watch) -> None:
    context = context_of(browser)
    page = context.new_page()
    watch.over(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{stage.url}/states/HR/")
    page.locator("figure").first.scroll_into_view_if_needed()
    page.locator(".js-plotly-plot").first.wait_for(timeout=30_000)
    assert any("plotly" in url for url in asked)
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
