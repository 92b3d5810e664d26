"""The style guide, which exists only with DEBUG: whole, accessible in both schemes, and read from the tokens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import measures
from tests.browser.stage import LANGUAGES, Stage, Watch, context_of
from tests.dashboard.test_tokens import contrast, tokens
from tests.servers.site import Site

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A developer's installation, without the sample."""
    site = Site(tmp_path_factory.mktemp("guide") / "var", DEBUG="1", PRAGATI_SAMPLE="0")
    with site.serve("--prepare", seconds=300) as served:
        yield served.url.rstrip("/")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_guide(browser: Browser, guide: str, language: str, width: int) -> None:
    context = context_of(browser, width=width)
    page = context.new_page()
    watch = Watch(guide, [], [])
    watch.over(page)
    answer = page.goto(f"{guide}{'/hi' if language == 'hi' else ''}/styleguide/")
    assert answer is not None
    assert answer.status == 200
    measures.draw_charts(page)
    assert measures.violations(page) == []
    assert measures.wider_than_its_window(page) == 0
    for scheme in ("light", "dark"):
        part = page.locator(f".scheme-{scheme}")
        told = part.locator(".swatches li").all_inner_texts()
        colours = tokens(scheme)
        assert [one.split("--")[1].split()[0] for one in told] == list(colours)
        assert f"{contrast(colours['soft'], colours['paper']):.2f} : 1" in told[list(colours).index("soft")]
        for kind in (
            "button",
            ".notice",
            ".errorlist",
            "table.list",
            "svg.hundred",
            ".strip",
            ".tiles",
            ".run",
            ".chart-live",
        ):
            assert part.locator(kind).count() >= 1, kind
        ground = part.evaluate("(one) => getComputedStyle(one).backgroundColor")
        red, green, blue = (int(colours["paper"][place : place + 2], 16) for place in (1, 3, 5))
        assert ground == f"rgb({red}, {green}, {blue})"
    assert (watch.errors, watch.foreign) == ([], [])
    context.close()


def test_nobody_else_sees_it(stage: Stage, browser: Browser) -> None:
    context = context_of(browser)
    answer = context.request.get(f"{stage.url}/styleguide/")
    assert answer.status == 404
    context.close()
