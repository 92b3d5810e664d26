"""The measure behind `make vitals`: its curves are Lighthouse's, and what it measures is there. No time is judged."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import Browser

from tests.browser.stage import Stage, context_of
from tests.browser.vitals import CURVES, accessibility, measured, performance, speed_index

pytestmark = pytest.mark.slow

GOOD = {name: curve.good for name, curve in CURVES.items()}
MIDDLING = {name: curve.middling for name, curve in CURVES.items()}


def test_the_curves_run_through_their_two_points() -> None:
    for curve in CURVES.values():
        assert curve.score(curve.good) == pytest.approx(0.9)
        assert curve.score(curve.middling) == pytest.approx(0.5)
        assert curve.score(0) == 1
        assert curve.score(100 * curve.middling) < 0.001
    assert sum(curve.weight for curve in CURVES.values()) == pytest.approx(1)
    assert performance(GOOD) == pytest.approx(90)
    assert performance(MIDDLING) == pytest.approx(50)


def test_a_score_by_another_road() -> None:
    """The share of a log-normal distribution that lies above: by the normal distribution, in its own terms."""
    curve = CURVES["lcp"]
    spread = (
        math.log(curve.middling) - math.log(curve.good)
    ) / 1.2815515594600038  # the normal's 0.9 quantile
    for value in (900.0, 2500.0, 3300.0, 7000.0):
        above = 0.5 * math.erfc((math.log(value) - math.log(curve.middling)) / (spread * math.sqrt(2)))
        assert curve.score(value) == pytest.approx(above, abs=1e-6)


def test_the_speed_index_weighs_what_was_missing() -> None:
    assert speed_index([(0, 0.0), (1000, 1.0), (9000, 1.0)]) == 1000
    assert speed_index([(0, 0.0), (1000, 0.25), (2000, 1.0)]) == 1750


def test_the_leaderboard_is_measured_whole(browser: Browser, stage: Stage) -> None:
    """Every measure is taken on the slow line; what is no matter of time holds: nothing shifts, every rule is met."""
    found = measured(browser, f"{stage.url}/")
    assert set(found) == set(CURVES)
    assert 0 < found["fcp"] <= found["lcp"]
    assert found["fcp"] <= found["si"]
    assert found["cls"] < 0.05
    context = context_of(browser)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.resource_type))
    page.goto(f"{stage.url}/")
    assert asked.count("stylesheet") <= 4, "what the first paint waits for"
    assert asked.count("script") <= 1, "deferred, so the first paint does not wait for it"
    assert page.locator("script[src]:not([defer])").count() == 0
    held, applied = accessibility(page)
    assert held == applied > 30
    context.close()
