"""The page on which the API is tried: clean under the content policy, accessible, and a list without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser import measures
from tests.browser.stage import Stage, Watch, context_of

pytestmark = pytest.mark.slow

PATH = "/api/v1/docs/"


@pytest.mark.parametrize(("prefix", "summary"), [("", "One month's list"), ("/hi", "एक माह की सूची")])
def test_a_list_is_asked_for_and_shown(
    browser: Browser, stage: Stage, watch: Watch, prefix: str, summary: str
) -> None:
    context = context_of(browser, width=360 if prefix else 1280, scheme="dark" if prefix else "light")
    page = context.new_page()
    watch.over(page)
    page.goto(f"{stage.url}{prefix}{PATH}")
    operation = page.locator("#operations-rankings-get_ranking")
    operation.wait_for()
    assert summary in operation.inner_text()
    assert page.locator("#addresses").is_hidden()
    operation.locator(".opblock-summary-control").click()
    operation.locator(".try-out__btn").click()
    operation.locator(".execute").click()
    answer = operation.locator(".live-responses-table tbody .response-col_status").first
    answer.wait_for()
    assert answer.inner_text().startswith("200")
    assert "हरियाणा" in operation.locator(".live-responses-table").inner_text()
    assert measures.violations(page) == []
    assert measures.wider_than_its_window(page) == 0
    context.close()


def test_without_scripts_every_address_is_listed(browser: Browser, stage: Stage) -> None:
    context = context_of(browser, scripts=False)
    page = context.new_page()
    page.goto(f"{stage.url}{PATH}")
    listed = page.locator("#addresses dt code").all_inner_texts()
    assert "/api/v1/states/{code}/history/" in listed
    assert len(listed) > 15
    page.click(f"#addresses a[href='{PATH.replace('docs', 'streaks')}']")
    assert '"months_on_record"' in page.locator("body").inner_text()
    context.close()
