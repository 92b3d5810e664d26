"""Everything can be reached and done by keyboard alone, and one always sees where one is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.measures import violations
from tests.browser.pages import Entry
from tests.browser.stage import Rooms, Stage, Watch, context_of

pytestmark = pytest.mark.slow

MOST = 400
"""Stops of a page; more means that the focus goes round in circles."""

STOP = """
() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  const hit = document.elementFromPoint(box.x + box.width / 2, Math.max(box.y, 0) + Math.min(box.height / 2, 8));
  return {
    name: (one.getAttribute("aria-label") || one.innerText || one.name || one.id || "").trim().slice(0, 60),
    tag: one.tagName.toLowerCase(),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: !(hit && (one.contains(hit) || hit.contains(one))),
  };
}
"""


@pytest.fixture
def page(browser: Browser, watch: Watch) -> Iterator[Page]:
    context = context_of(browser)
    page = context.new_page()
    watch.over(page)
    yield page
    context.close()


def to(page: Page, name: str, *, key: str = "Tab") -> None:
    """Press `key` until the focus stands on what bears this name."""
    for _ in range(MOST):
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop and stop["name"].startswith(name):
            return
    raise AssertionError(f"“{name}” cannot be reached by {key}")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


WALKED = [
    Entry("rankings:latest", "/"),
    Entry("rankings:state", "/states/HR/"),
    Entry("rankings:streaks", "/streaks/"),
    Entry("rankings:methodology", "/methodology/2023-01/"),
    Entry("desk:month", "/submissions/PB/2023-11/", "officer.pb"),
    Entry("review:board", "/review/", "reviewer"),
]


@pytest.mark.parametrize("entry", WALKED, ids=lambda one: one.label)
def test_every_stop_is_seen(rooms: Rooms, stage: Stage, watch: Watch, entry: Entry) -> None:
    """From the skip link to the last link of the footer: in view, ringed, under nothing, and then out again."""
    page = rooms.page(entry.account)
    watch.over(page)
    page.goto(stage.address(entry, "en"))
    stops = []
    for _ in range(MOST):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            break
        stops.append(stop)
    assert len(stops) < MOST, "the focus never leaves the page"
    assert stops[0]["name"] == "Skip to main content"
    assert [one for one in stops if not one["ring"]] == []
    assert [one for one in stops if not one["inside"]] == []
    assert [one for one in stops if one["covered"]] == []
    page.close()


def test_the_skip_link_leads_past_the_navigation(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_leaderboard_filters_and_a_state(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/")
    to(page, "Overall")
    enter(page)
    assert "board=overall" in page.url
    to(page, "Hilly")
    enter(page)
    assert "board=overall" in page.url
    assert "category=hilly-ne" in page.url
    to(page, "Mizoram")
    enter(page)
    assert "/states/MZ/" in page.url
    assert page.locator("h1").inner_text().startswith("Mizoram")
    page.go_back()
    to(page, "हिन्दी")
    enter(page)
    assert "/hi/" in page.url
    assert "category=hilly-ne" in page.url


def test_two_states_are_compared(page: Page, stage: Stage) -> None:
    page.goto(f"{stage.url}/")
    for state in ("Haryana", "Himachal Pradesh"):
        to(page, f"Compare {state}")
        page.keyboard.press("Space")
    to(page, "Compare ticked")
    enter(page)
    assert "/compare/?" in page.url
    assert all(name in page.locator("main").inner_text() for name in ("Haryana", "Himachal Pradesh"))


def test_sign_in_and_send_a_file(browser: Browser, stage: Stage, tmp_path: Path) -> None:
    """A file with problems: the verdict has the focus, each problem leads to its help; nothing is kept of it."""
    file = tmp_path / "november.csv"
    file.write_text("parameter,numerator,denominator,remarks\nREG-01,abc,1,\n", encoding="utf-8")
    page = context_of(browser).new_page()
    page.goto(f"{stage.url}/submissions/")
    to(page, "username")
    page.keyboard.type("officer.pb")
    page.keyboard.press("Tab")
    page.keyboard.type(stage.password)
    enter(page)
    assert page.evaluate("document.activeElement.name") == "code"
    assert violations(page) == []
    page.keyboard.type(stage.known["code"])
    enter(page)
    page.goto(f"{stage.url}/submissions/PB/2023-11/")
    to(page, "file")
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(file)
    to(page, "Check only")
    enter(page)
    assert page.evaluate("document.activeElement.matches('[data-focus]')")
    assert page.locator("table.problems tbody tr").count() >= 1
    page.context.close()
