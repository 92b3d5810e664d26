"""The methodology in words and numbers."""

from __future__ import annotations

from decimal import Decimal

from tests.pages.conftest import Read


def test_versions_from_when_until_when(directory: None, read: Read) -> None:
    page = read("/methodology/")
    assert [[row[0], *row[2:]] for row in page.rows()] == [
        ["2024-07", "July 2024", "still in force"],
        ["2023-01", "January 2023", "June 2024"],
        ["2021-06", "June 2021", "December 2022"],
    ]
    assert "this project's own proposal" in page.main.text
    assert "ब्यूरो के भार सार्वजनिक नहीं" in read("/hi/methodology/").main.text


def test_one_version_has_every_parameter_with_its_marks(directory: None, read: Read) -> None:
    for version, count in (("2021-06", 22), ("2023-01", 28), ("2024-07", 33)):
        page = read(f"/methodology/{version}/")
        rows = [row for row in page.rows("parameters") if len(row) == 4]
        assert len(rows) == count
        assert sum(Decimal(row[3]) for row in rows) == 100
        groups = [row for row in page.rows("parameters") if len(row) == 2]
        assert sum(Decimal(row[1]) for row in groups) == 100
        assert "this project's own proposal" in page.main.text


def test_lower_is_better_is_said(directory: None, read: Read) -> None:
    rows = {row[0].partition(" ")[0]: row for row in read("/methodology/2023-01/").rows("parameters")}
    failing = next(row for name, row in rows.items() if name == "Records" and "lower is better" in row[0])
    assert failing[1:3] == ["20 %", "0 %"]


def test_the_worked_example_adds_up(directory: None, read: Read) -> None:
    """(4 + 4 × 1904 ÷ 1961) ÷ (4 + 4 + 2 + 4) × 100, the third parameter having left the total."""
    page = read("/methodology/2023-01/")
    example = page.every("table")[0]
    rows = [
        [cell.text for cell in row.children if cell.tag in {"th", "td"}]
        for row in example.one("tbody").every("tr")
    ]
    assert [row[1:4] for row in rows] == [
        ["393 of 393", "100.00 %", "4.00 of 4"],
        ["1,904 of 1,961", "97.09 %", "3.88 of 4"],
        ["0 of 0", "–", "–"],
        ["–", "–", "– of 2"],
        ["0 of 12", "0.00 %", "0.00 of 4"],
    ]
    assert page.one("p", "sum").text.startswith("100 × 7.88 ÷ 14.00 = 56.31")


def test_rules_boards_and_hash(directory: None, read: Read) -> None:
    page = read("/methodology/2023-01/")
    text = page.main.text
    assert "the next rank skips: 1, 1, 3" in text
    assert "rounded, once, half up, to 2 decimals" in text
    assert page.rows("mini") == [
        ["CCTNS", "25", "89"],
        ["ICJS", "3", "11"],
        ["ITSSO", "2", "6"],
        ["Overall", "28", "100"],
    ]
    assert page.one("code", "whole").text.startswith("sha256:")
    assert len(page.one("code", "whole").text) == 71
    assert "Until a published list rests on it" in text
