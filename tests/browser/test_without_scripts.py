"""The whole reading path with JavaScript off: from the answer to its proof, by links and one plain form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.pages import PUBLIC, Entry
from tests.browser.stage import Stage, context_of

pytestmark = pytest.mark.slow


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = context_of(browser, scripts=False)
    yield context.new_page()
    context.close()


def follow(page: Page, name: str, *, within: str = "body") -> str:
    """Click the first link of this name; returns the heading of where it leads."""
    page.locator(within).get_by_role("link", name=name).first.click()
    page.wait_for_load_state()
    return page.locator("h1").inner_text()


def test_from_the_answer_to_its_proof(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/")
    answer = "Haryana is first for the sixth month in a row, 0.12 ahead of Himachal Pradesh"
    assert page.locator("h1").inner_text() == answer
    assert "September 2023" in follow(page, "September 2023") + page.locator("main").inner_text()
    page.go_back()
    follow(page, "Hilly and North-Eastern")
    assert page.locator("tbody tr").filter(has_text="Mizoram").count() == 1
    assert follow(page, "Mizoram", within="table").startswith("Mizoram")
    follow(page, "Months in first place", within="nav")
    page.select_option("select[name=from]", "2023-06")
    page.click("form.window button")
    page.wait_for_load_state()
    assert "from=2023-06" in page.url
    follow(page, "Methodology", within="nav")
    assert page.locator("main a[href*='/methodology/20']").count() >= 3
    follow(page, "Ranking", within="nav")
    assert follow(page, "हिन्दी").startswith("हरियाणा")
    assert "/hi/" in page.url
    page.goto(f"{stage.url}/rankings/2023-10/proof/")
    with page.expect_download() as waiting:
        page.locator("a[href*='format=zip']").first.click()
    assert Path(waiting.value.path()).stat().st_size > 1000


@pytest.mark.parametrize("entry", [one for one in PUBLIC if one.status == 200], ids=lambda one: one.label)
def test_every_chart_has_its_drawing_and_its_numbers(page: Page, stage: Stage, entry: Entry) -> None:
    """Nothing waits for a script: no empty place, and no control that only a script would serve."""
    page.goto(stage.address(entry, "en"))
    for chart in page.locator("[data-chart]").all():
        assert chart.locator("svg").count() >= 1
    for button in page.locator("main button:visible").all():
        assert button.evaluate("(one) => one.form !== null"), button.inner_text()
