"""The same pages on paper, with the system's own colours, on a wide screen, and for readers who want no motion."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import measures
from tests.browser.stage import Stage, context_of

pytestmark = pytest.mark.slow

PAPER = 1032
"""Pixels across on A4 landscape between margins of 12 mm."""
PRINTED = ["/", "/hi/", "/heatmap/", "/streaks/", "/states/HR/", "/compare/?states=HR,HP,UP,MZ,LD,KL"]
SHOWN = "(all) => all.filter((one) => one.checkVisibility()).length"


@pytest.fixture
def page(browser: Browser) -> Page:
    return context_of(browser).new_page()


@pytest.mark.parametrize("path", PRINTED)
def test_paper(page: Page, stage: Stage, path: str) -> None:
    """Nothing to click, heads on every sheet, and no table cut off at the edge."""
    page.set_viewport_size({"width": PAPER, "height": 900})
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{stage.url}{path}")
    for away in (
        ".mast nav",
        "footer nav",
        ".site-search",
        ".skip",
        ".crumbs",
        ".choose",
        ".window",
        ".chart-get",
    ):
        assert page.eval_on_selector_all(away, SHOWN) == 0, away
    heads = page.eval_on_selector_all(
        "thead:not(.vh)", "(all) => all.map((one) => getComputedStyle(one).display)"
    )
    assert set(heads) <= {"table-header-group"}
    assert measures.wider_than_its_window(page) == 0
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)", (
        "ink on paper"
    )
    page.context.close()


def test_the_leaderboard_as_a_file(page: Page, stage: Stage) -> None:
    """A4 landscape, in points, on a few sheets."""
    page.goto(f"{stage.url}/")
    printed = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([0-9.]+) ([0-9.]+)\]", printed)
    assert 2 <= len(boxes) <= 7
    assert {(round(float(wide)), round(float(high))) for wide, high in boxes} == {(842, 595)}
    page.context.close()


def test_the_systems_own_colours(page: Page, stage: Stage) -> None:
    """What a colour says elsewhere is outlined or written here: first place, movement, choices, months."""
    page.emulate_media(forced_colors="active", color_scheme="dark")
    page.goto(f"{stage.url}/")
    for told in ("tr.first td.rank > span:first-child", ".run", ".strip li > a", ".banner"):
        assert (
            page.locator(told).first.evaluate("(one) => getComputedStyle(one).borderTopStyle") == "solid"
        ), told
    chosen = page.locator(".choose [aria-current], .choose .chosen").first
    assert chosen.evaluate("(one) => getComputedStyle(one).outlineStyle") == "solid"
    bar = page.locator("svg.hundred .gone").first
    assert bar.evaluate("(one) => getComputedStyle(one).fill") != page.evaluate(
        "getComputedStyle(document.body).backgroundColor"
    )
    words = page.locator("table.list td.move").all_inner_texts()
    assert all(re.match(r"[▲▼=]\s*\w+", one) or one.startswith("–") for one in words)
    page.context.close()


@pytest.mark.parametrize("path", ["/", "/heatmap/", "/hi/streaks/"])
def test_a_wide_screen(page: Page, stage: Stage, path: str) -> None:
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{stage.url}{path}")
    assert measures.wider_than_its_window(page) == 0
    assert page.locator("main").evaluate("(one) => one.getBoundingClientRect().width") > 1400
    lines = "(all) => Math.max(...all.map((one) => one.getBoundingClientRect().width))"
    assert page.eval_on_selector_all("main .lede, main .small, main .prose", lines) < 1100, (
        "lines stay readable"
    )
    page.context.close()


def test_nothing_moves_where_nothing_may(page: Page, stage: Stage) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{stage.url}/states/HR/")
    measures.draw_charts(page)
    assert page.evaluate("document.getAnimations().length") == 0
    durations = "[...document.querySelectorAll('*')].map((one) => getComputedStyle(one).transitionDuration)"
    assert set(page.evaluate(durations)) == {"0s"}
    page.context.close()


def test_a_phone_shows_the_newest_year_first(page: Page, stage: Stage) -> None:
    """And, without its column, the place in the category under the State's name."""
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{stage.url}/")
    years = page.locator(".strip-label").evaluate_all(
        "(all) => all.map((one) => [one.getBoundingClientRect().top, one.textContent]).sort((a, b) => a[0] - b[0])"
    )
    assert [year for _, year in years] == ["2023", "2022", "2021"]
    said = page.locator("#MZ th").evaluate("(one) => getComputedStyle(one, '::after').content")
    assert said == '"3 of 10 hilly/NE"'
    page.context.close()
