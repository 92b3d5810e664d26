"""How sure an order is: the page, the thin bars of the leaderboard, and the way from one to the other."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import DjangoAssertNumQueries

from common.months import Month
from common.templatetags.pragati import span
from dashboard.robustness import views as words
from insights.sensitivity.core import Pair, Range, Ranges
from insights.sensitivity.services import sureness
from metrics.scoring import Figure
from metrics.selectors import methodology_in_force
from rankings.lists.histories import Scope
from rankings.models import ListRow, RankingList
from states.models import State
from tests.dashboard.conftest import Read, Shares

SEPTEMBER, OCTOBER = Month(2023, 9), Month(2023, 10)
Publish = Callable[[Shares, Month, bool], None]
PAGE = "/rankings/2023-10/sensitivity/"


def mixed(offset: int, month: Month) -> dict[str, Figure]:
    """Figures that go up and down from parameter to parameter, each State's in its own way."""
    codes = [one.code for one in methodology_in_force(month).parameters.order_by("position")]
    return {
        code: Figure(Decimal(880 + (index * 37 + offset * 53) % 100), Decimal(1000))
        for index, code in enumerate(codes)
    }


@pytest.fixture
def october(figures: Publish) -> None:
    """Five States; Assam alone is far behind and never moves."""
    shares: Shares = {state: mixed(index, OCTOBER) for index, state in enumerate(("HR", "HP", "DL", "GJ"))}
    figures({**shares, "AS": 300}, OCTOBER, True)


def test_the_page_says_what_other_marks_would_make_of_the_order(october: None, read: Read) -> None:
    page = read(PAGE)
    found = sureness(Scope("cctns", "all"), "2023-10")
    assert found.ranges is None, "reading keeps nothing"
    assert "of 10,000 draws with marks varied by ±10 %" in page.h1
    assert "confidence interval" in page.main.one("aside").text
    assert "A sensitivity range, not a confidence interval" in page.main.one("aside").text
    call_command("sensitivity", "--all")
    assert read(PAGE).source == page.source, "what is kept is what was computed on the spot"
    ranges = sureness(Scope("cctns", "all"), "2023-10").ranges
    assert ranges is not None
    rows = page.rows("ranges")
    codes = list(ListRow.objects.filter(list=found.list, rank__isnull=False).values_list("state", flat=True))
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5"]
    for code, row in zip(codes, rows, strict=True):
        narrow, wide = ranges.states[code]
        assert (row[3], row[5]) == (span(narrow), span(wide))
    assert rows[-1][1:] == ["Assam", rows[-1][2], "5", "0", "5", "0", "–"]
    assert rows[0][-1].startswith(("±", "< ±"))
    facts = {one.children[0].text: one.children[1].text for one in page.main.one("dl", "facts").every("div")}
    assert (facts["Draws"], facts["Seed"]) == ("10,000", "2023-10/cctns")
    hindi = read("/hi" + PAGE)
    assert "ड्रॉ में प्रथम" in hindi.h1
    assert "संवेदनशीलता सीमा" in hindi.main.text


def test_thin_bars_stand_under_the_ranks_once_a_list_was_studied(october: None, read: Read) -> None:
    assert not read("/").main.every("svg", "range")
    assert read("/").links()["ranks under other marks"] == PAGE
    call_command("sensitivity", "--latest")
    page = read("/")
    bars = page.main.every("svg", "range")
    assert len(bars) == 5, "one for each ranked State"
    assert not bars[-1].every("rect"), "nothing moves Assam"
    assert bars[-1].text == "Sensitivity range, marks ±10 %: rank 5"
    note = next(text for text in page.links() if text.startswith("Bar under a rank"))
    assert page.links()[note] == PAGE
    assert "ranks under other marks" in read("/rankings/2023-10/rev/1/").links()


def test_lists_without_figures_and_unknown_ones(october: None, record: RankingList, read: Read) -> None:
    page = read("/rankings/2023-06/sensitivity/", 404)
    assert page.h1 == "No list of the month “2023-06” was computed from figures"
    for path in ("/rankings/2030-01/sensitivity/", "/rankings/autumn/sensitivity/"):
        read(path, 404)
    assert read("/rankings/2023-10/sensitivity/?board=x", 404).h1 == "There is no board “x”"
    latest = read("/rankings/latest/sensitivity/")
    assert latest.h1 == read(PAGE).h1
    ut = read(PAGE + "?category=ut")
    assert ut.h1 == "Nobody is ranked in this list, so there is no order to be sure of"
    assert not ut.main.every("table")


def test_sentences() -> None:
    def ranges(best: int, worst: int, first: int = 0) -> Ranges:
        one = Range(10, best, worst, True, first, ((best, 100),))
        return Ranges("s", 100, (10,), {"HR": (one,)}, (Pair("HR", "HP", None, True),))

    with translation.override("en"):
        assert words.headline(ranges(1, 2, 97), {"HR": "Haryana"}) == (
            "Haryana: first in 97.00 % of 100 draws with marks varied by ±10 %"
        )
        assert words.chart_title(ranges(1, 2)) == "Within ±10 % no rank varies by more than 1 place"
        assert words.chart_title(ranges(2, 2)) == "No marks within ±10 % change any rank"
        assert list(words.said(ranges(1, 1))) == [
            "Within ±10 % 1 of 1 States keeps its rank whatever the marks;", "1 can be first.",
        ]  # fmt: skip


QUERIES = 5


def test_queries_do_not_grow(
    three_states: None, figures: Publish, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for month in (SEPTEMBER, OCTOBER):
        figures({"HR": 990, "HP": 980, "DL": 970}, month, True)
    call_command("sensitivity", "--all")
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)


def test_queries_are_the_same_for_thirty_six(
    directory: None, figures: Publish, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = list(State.objects.values_list("code", flat=True))
    figures({code: 900 + rank for rank, code in enumerate(codes)}, OCTOBER, True)
    call_command("sensitivity", "--all")
    with django_assert_num_queries(QUERIES):
        client.get(PAGE)
