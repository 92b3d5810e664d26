"""What is measured in an open page: accessibility by axe, sideways scrolling, layout shift."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
WATCH_SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""
"""Runs before a page's own scripts; what moved without being asked to adds up in `shifted`."""


def violations(page: Page) -> list[str]:
    """Every violation of WCAG 2.0 to 2.2, A and AA: rule, place and what is wrong."""
    if not page.evaluate("typeof window.axe !== 'undefined'"):
        page.evaluate(AXE)
    answer: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, {runOnly: tags, resultTypes: ['violations']})", WCAG
    )
    return [
        f"{one['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for one in answer["violations"]
        for node in one["nodes"]
    ]


def wider_than_its_window(page: Page) -> int:
    """By how many pixels the page itself can be moved sideways; tables may move within their own frame."""
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


def forms_out_of_sight(page: Page) -> list[str]:
    """The forms of the page's own content that nobody can see: a form is shown, or lies in a part that opens."""
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('main form')]"
        ".filter(one => !one.checkVisibility() && !one.closest('[hidden], details:not([open])'))"
        ".map(one => one.outerHTML.slice(0, 200))"
    )
    return found


def shift(page: Page) -> float:
    """The layout shift up to now, of a page that was opened with WATCH_SHIFTS."""
    found: float = page.evaluate("window.shifted")
    return found


def draw_charts(page: Page) -> None:
    """Bring every chart into view and wait until it is drawn."""
    for chart in page.locator("[data-chart]").all():
        chart.scroll_into_view_if_needed()
        chart.locator(".is-live").wait_for(timeout=30_000)
