"""The administrators' tables in a browser: nothing that the content policy refuses, nothing from elsewhere."""

from __future__ import annotations

import pytest

from tests.browser.pages import ADMIN
from tests.browser.stage import Rooms, Stage, Watch

pytestmark = pytest.mark.slow

PATHS = (
    "", "states/", "auth/user/", "auth/user/?is_active__exact=1&q=a", "states/state/HR/change/",
    "rankings/rankinglist/", "accounts/auditevent/", "common/job/",
)  # fmt: skip


@pytest.mark.parametrize("language", ["", "/hi"])
def test_the_tables_are_clean_under_the_policy(
    rooms: Rooms, stage: Stage, watch: Watch, language: str
) -> None:
    page = rooms.page(ADMIN)
    watch.over(page)
    for path in PATHS:
        page.goto(f"{stage.url}{language}/admin/{path}")
        assert page.locator("h1").count() >= 1
        assert page.locator("html").get_attribute("lang") == (language[1:] or "en")
    page.goto(f"{stage.url}{language}/admin/auth/user/")
    page.locator("#result_list tbody th a").first.click()
    assert page.locator("#content input:not([type=hidden])").count() == 0
    page.close()
