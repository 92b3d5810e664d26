"""The methodology in words and numbers."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal

from pytest_django.fixtures import DjangoAssertNumQueries

from common.months import Month
from dashboard.methodology import wording as words
from metrics.drafts.changes import version_changes
from metrics.selectors import document_of, documents, methodologies, methodology_by_version
from tests.dashboard.conftest import OCTOBER, Read, Shares
from tests.dashboard.reading import Page

Publish = Callable[[Shares, Month, bool], None]


def test_versions_from_when_until_when(directory: None, read: Read) -> None:
    page = read("/methodology/")
    assert [[row[0], *row[2:]] for row in page.rows()] == [
        ["2024-07", "July 2024", "still in force", "5 parameters added, none removed, 11 with other marks"],
        ["2023-01", "January 2023", "June 2024", "6 parameters added, none removed, 16 with other marks"],
        ["2021-06", "June 2021", "December 2022", "–"],
    ]
    assert (
        page.links()["6 parameters added, none removed, 16 with other marks"]
        == "/methodology/2023-01/#changes"
    )
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


def changes(page: Page) -> dict[str, list[str]]:
    """The parameters that differ, by their codes."""
    (table, _) = page.every("table", "changes")
    rows = [
        [cell.text for cell in row.children if cell.tag in {"th", "td"}]
        for row in table.one("tbody").every("tr")
    ]
    return {row[0].split(" ")[-1]: row[1:] for row in rows}


def test_what_differs_from_the_version_before(directory: None, read: Read) -> None:
    page = read("/methodology/2023-01/")
    found = changes(page)
    assert len(found) == 6 + 16
    assert found["CYB-01"] == ["added", "–", "4", "+4"]
    assert found["REG-01"] == ["other marks", "8", "7", "−1"]
    assert found["ICJ-01"] == ["other marks", "3", "5", "+2"]
    assert "INF-01" not in found
    assert "6 are the very same" in page.main.text
    groups = {row[0]: row[1:] for row in page.rows("changes") if len(row) == 4}
    assert groups["Case registration and forms REG"] == ["34", "32", "−2"]
    assert groups["Cyber CYB"] == ["–", "4", "+4"]


def test_any_two_versions_either_way_round(directory: None, read: Read) -> None:
    back = changes(read("/methodology/2021-06/?against=2024-07"))
    forth = changes(read("/methodology/2024-07/?against=2021-06"))
    assert back["ESK-01"] == ["removed", "3", "–", "−3"]
    assert forth["ESK-01"] == ["added", "–", "3", "+3"]
    assert set(back) == set(forth)
    choices = read("/methodology/2024-07/?against=2021-06").one("dl", "choose").every("a")
    assert [one.attributes["href"] for one in choices] == [
        "/methodology/2024-07/?against=2023-01", "/methodology/2024-07/?against=2021-06",
    ]  # fmt: skip
    assert "aria-current" in choices[1].attributes


def test_the_first_version_has_nothing_before_it(directory: None, read: Read) -> None:
    assert not read("/methodology/2021-06/").every("table", "changes")
    assert not read("/methodology/2023-01/?against=2023-01").every("table", "changes")
    assert read("/methodology/2023-01/?against=9", 404).h1 == "There is no methodology version “9”"


def test_a_live_example_adds_up_to_the_printed_score(figures: Publish, read: Read) -> None:
    """The middle of three: everything at 985 of 1,000, and 30 percent suffice in CYB-01."""
    figures({"HR": 990, "HP": 985, "DL": 970}, OCTOBER, True)
    page = read("/methodology/2023-01/")
    assert page.links()["Himachal Pradesh"] == "/states/HP/?month=2023-10"
    assert page.links()["CCTNS, October 2023"] == "/rankings/2023-10/"
    # 83 marks at 98.5 percent, 4 in full, 2 × (1.5 − 20) ÷ (0 − 20) = 1.85.
    obtained = 83 * Decimal("0.985") + 4 + Decimal("1.85")
    exact = 100 * obtained / 89
    (shown,) = [one.text for one in page.every("p", "sum") if "→" in one.text]
    assert shown.startswith(
        f"100 × {obtained:.4f} ÷ 89.00 = {str(exact)[:9]}… → {exact:.2f} the printed score, rank 2"
    )
    assert "sample" in page.main.text


def test_without_lists_there_is_no_live_example(directory: None, read: Read) -> None:
    assert not [one for one in read("/methodology/2024-07/").every("p", "sum") if "→" in one.text]


def test_changes_of_rules_are_told(directory: None) -> None:
    """Versions as they might come: another direction, other ends, another group, other words, dense ranks."""
    before = document_of(methodology_by_version("2023-01")).document
    after = deepcopy(dict(before)) | {"rules": {**before["rules"], "ties": "dense"}}
    by_code = {one["code"]: one for one in after["parameters"]}
    by_code["CYB-01"] |= {"best_percent": "40", "worst_percent": "5"}
    by_code["PER-03"] |= {"numerator_may_exceed": False, "name": "Vehicles"}
    by_code["INF-01"] |= {"period_kind": "flow", "group": "MAN"}
    found = version_changes(before, after)
    assert {one.code: (one.ruling, one.wording) for one in found.altered} == {
        "INF-01": (("group", "period_kind"), ()),
        "PER-03": (("numerator_may_exceed",), ("name",)),
        "CYB-01": (("best_percent", "worst_percent"), ()),
    }
    assert [words.ruling(one) for one in found.altered] == [
        ["group: INF → MAN", "figure: what there is at month end → what happened in the month"],
        ["numerator above the denominator: allowed → not allowed"],
        ["full marks at: 30 % → 40 %", "no marks at: 0 % → 5 %"],
    ]
    assert words.rules(found) == ["Equal printed scores share a rank, and the next rank follows: 1, 1, 2."]
    assert words.summary(found) == "no parameter added, none removed, 3 with another rule"
    assert {one.code: one.after - one.before for one in found.groups if one.after != one.before} == {
        "INF": -4, "MAN": 4,
    }  # fmt: skip


def test_all_versions_are_read_in_three_queries(
    directory: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        found = documents()
    assert [one.content_hash for one in found] == [one.content_hash for one in methodologies()]
