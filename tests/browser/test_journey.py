"""A month's figures from the template to the provisional list, as people do it: in both languages, with JavaScript and
without. The one test in a browser that `make test` runs, too.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page

from tests.browser.stage import Stage, Watch, context_of, sign_in

MONTH = "2023-11"


def filled(template: bytes) -> openpyxl.Workbook:
    """The template with last month's figures in the input cells: nothing has changed, which is plausible."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book.worksheets[0]
    headers = {cell.value: number for number, cell in enumerate(sheet[1], start=1)}
    for row in range(2, sheet.max_row + 1):
        for part in ("numerator", "denominator"):
            sheet.cell(row, headers[part]).value = sheet.cell(row, headers[f"last_month_{part}"]).value
        if sheet.cell(row, headers["numerator"]).value is None:
            sheet.cell(row, headers["remarks"]).value = "Not known yet"
    return book


def saved(book: openpyxl.Workbook, path: Path) -> Path:
    book.save(path)
    return path


def send(page: Page, file: Path, action: str = "upload") -> None:
    page.set_input_files("input[name=file]", file)
    page.click(f"button[name=action][value={action}]")
    page.wait_for_load_state()


@pytest.mark.parametrize(
    ("officer", "state", "theirs", "ours", "scripts"),
    [("officer.hr", "HR", "/hi", "", True), ("officer.hp", "HP", "", "/hi", False)],
    ids=["an officer in Hindi, scripts", "an officer in English, no scripts"],
)
def test_from_template_to_provisional_list(
    browser: Browser, stage: Stage, watch: Watch, tmp_path: Path, officer: str, state: str, theirs: str, ours: str,
    scripts: bool,
) -> None:  # fmt: skip
    """The officer reads one language, on a phone; the reviewer, at a desk, the other."""

    def opened(username: str, language: str, width: int) -> Page:
        page = context_of(browser, scripts=scripts, width=width).new_page()
        watch.over(page)
        sign_in(page, stage, username, language)
        return page

    desk = opened(officer, theirs, 360)
    with desk.expect_download() as waiting:
        desk.locator("a[href*='submissions/template/'][href*='format=xlsx']").first.click()
    template = Path(waiting.value.path()).read_bytes()
    month_url = f"{stage.url}{theirs}/submissions/{state}/{MONTH}/"

    faulty = filled(template)
    sheet = faulty.worksheets[0]
    sheet["C3"], sheet["B4"], sheet["B5"] = None, "abc", -1
    desk.goto(month_url)
    send(desk, saved(faulty, tmp_path / "faulty.xlsx"))
    problems = desk.locator("table.problems tbody tr")
    assert [problems.nth(number).locator("th").inner_text().split()[0] for number in range(problems.count())] == [
        "C3", "B4", "B5",
    ]  # fmt: skip
    for number in range(3):
        assert any("ऀ" <= letter <= "ॿ" for letter in problems.nth(number).inner_text()) == bool(theirs)

    desk.goto(month_url)
    send(desk, saved(filled(template), tmp_path / "sound.xlsx"))
    assert desk.locator("table.problems tbody tr.error").count() == 0
    assert desk.locator("dl.outlook").count() == 1, "the provisional score and rank are shown"
    desk.locator("form[action*='/submit/'] button").first.click()
    desk.wait_for_load_state()

    review = opened("reviewer", ours, 1280)
    reading = f"{stage.url}{ours}/review/{state}/{MONTH}/"
    review.goto(reading)
    decide(review, "REG-01", "return_row", "Which stations are missing?")
    review.locator("button[name=act][value=return]").first.click()
    review.wait_for_load_state()

    desk.goto(f"{stage.url}{theirs}/submissions/{state}/{MONTH}/rows/")
    assert "Which stations are missing?" in desk.locator("main").inner_text()
    desk.fill("#text-REG-01", "None: every station is in")
    desk.locator("article#REG-01 form button").click()
    desk.wait_for_load_state()
    desk.goto(month_url)
    desk.locator("form[action*='/submit/'] button").first.click()
    desk.wait_for_load_state()

    review.goto(reading)
    assert "None: every station is in" in review.locator("main").inner_text()
    review.locator("button[name=act][value=verify]").first.click()
    review.wait_for_load_state()
    told = review.locator("main").inner_text()
    review.goto(f"{stage.url}{ours}/review/{MONTH}/provisional/")
    assert review.locator("table.provisional").count() == 1, (
        told[:1500] + review.locator("main").inner_text()[:600]
    )
    own = review.locator(f"table.provisional tbody tr:has(span.code:text-is('{state}'))")
    assert own.locator("td.rank").inner_text().isdigit()
    for page in (desk, review):
        page.context.close()


def decide(page: Page, parameter: str, act: str, comment: str) -> None:
    row: Callable[[str], str] = lambda inner: f"tr#{parameter} + tr {inner}"  # noqa: E731 a selector, not a function
    page.locator(row("summary")).click()
    page.fill(row("textarea"), comment)
    page.click(row(f"button[value={act}]"))
    page.wait_for_load_state()
