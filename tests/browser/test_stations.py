"""A station file goes in pieces: what a broken line took away is sent again, and nothing twice."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests.browser.stage import Stage, context_of, sign_in

pytestmark = pytest.mark.slow

PIECE = 2 * 2**20
HEARING = """() => {
  const text = document.querySelector("[data-progress] [data-text]");
  new MutationObserver(() => window.heard(text.textContent)).observe(text, { childList: true });
}"""


@pytest.mark.parametrize(
    ("language", "broken", "queued"),
    [
        ("", "The line is broken; trying again.", "Queued: the check has not begun"),
        ("/hi", "संपर्क टूट गया; फिर से प्रयास हो रहा है।", "पंक्ति में: जाँच आरंभ नहीं हुई है"),
    ],
    ids=["English", "Hindi"],
)
def test_a_broken_piece_is_sent_again_and_the_file_arrives_whole(
    browser: Browser, stage: Stage, tmp_path: Path, language: str, broken: str, queued: str
) -> None:
    """The second piece never reaches the server; of the third the answer is lost. Then the page says what waits."""
    data = b"station,name,district,state\n" + language.encode() + b"\n" * (3 * PIECE)
    file = tmp_path / "stations.csv"
    file.write_bytes(data)
    context = context_of(browser)
    page = context.new_page()
    sign_in(page, stage, "officer.hr")
    tries, heard = list[int](), list[str]()

    def breaking(route: Route) -> None:
        offset = int(route.request.headers["upload-offset"])
        again = offset in tries
        tries.append(offset)
        if offset == PIECE and not again:
            route.abort("connectionreset")
        elif offset == 2 * PIECE and not again:
            route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    def hear(text: str) -> None:
        heard.append(text)

    page.expose_function("heard", hear)
    page.route("**/piece/", breaking)
    page.goto(f"{stage.url}{language}/submissions/stations/")
    page.evaluate(HEARING)
    page.set_input_files("input[name=file]", file)
    page.click("[data-send]")
    page.wait_for_url("**/submissions/stations/*/")
    assert tries == [0, PIECE, PIECE, 2 * PIECE, 2 * PIECE, 3 * PIECE]
    assert heard.count(broken) == 2
    text = page.locator("main").inner_text()
    assert hashlib.sha256(data).hexdigest() in text
    assert queued in text
    page.locator("form[action*='/cancel/'] button").click()
    page.wait_for_load_state()
    assert page.locator("[data-watch]").count() == 0
    context.close()
