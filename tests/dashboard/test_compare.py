"""States side by side, over lists and figures written down beforehand."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from common.months import Month
from dashboard.compare.queries import ahead
from rankings.lists.history import MonthList, Standing
from rankings.models import RankingList
from tests.dashboard.conftest import OCTOBER, Read, Shares
from tests.dashboard.reading import Page
from tests.dashboard.test_parameters import sent

Publish = Callable[[Shares, Month, bool], None]


@pytest.fixture
def two_months(directory: None, figures: Publish) -> None:
    """Himachal ahead in September, Haryana in October; they differ in two parameters there."""
    figures({"HR": 980, "HP": 985, "DL": 970}, Month(2023, 9), False)
    own = {
        "HR": sent(OCTOBER, 990, REG_01=(40, 40), SEX_01=(0, 0)),
        "HP": sent(OCTOBER, 990, REG_01=(30, 40)),
        "DL": sent(OCTOBER, 990, REG_01=None),
    }
    figures(own, OCTOBER, False)


def table(page: Page, number: int) -> dict[str, list[str]]:
    """A table's rows by the text of their heads."""
    body = page.every("table", "sides")[number].one("tbody")
    rows = [[cell.text for cell in row.children if cell.tag in {"th", "td"}] for row in body.every("tr")]
    return {row[0]: row[1:] for row in rows}


def test_the_answer_and_the_places(two_months: None, read: Read) -> None:
    page = read("/compare/?states=HR,HP")
    # 7 + 4 + 1.9 + 71.28 of 85 marks, 4 not being applicable, against 5.25 + 3.96 + 4 + 1.9 + 71.28 of 89.
    assert page.h1 == "Haryana is 1.97 ahead of Himachal Pradesh"
    places = table(page, 0)
    assert places["Rank in India"] == ["1", "2"]
    assert places["Rank in its category"] == ["1 Major States", "1 Hilly and north-eastern"]
    assert places["Months first"] == ["1 month", "1 month"]
    assert places["In a row now"] == ["1 month", "not first now"]
    assert places["Best rank"] == ["1 October 2023", "1 September 2023"]
    assert places["Score"] == ["99.04", "97.07"]


def test_the_largest_differences_come_first(two_months: None, read: Read) -> None:
    page = read("/compare/?states=HR,HP,DL")
    apart = table(page, 2)
    assert next(iter(apart)).startswith("Police stations entering 100% FIRs in CCTNS REG-01 · of 7")
    assert apart[next(iter(apart))] == ["7.00", "5.25", "– not reported", "7.00"]
    assert len(apart) == 1  # where it does not apply to Haryana, the others do not differ
    assert "24 parameters in which they do not differ" in page.main.text
    groups = table(page, 1)
    assert groups["Sexual offences SEX"] == ["99.00 %", "99.00 %", "99.00 %"]


def test_the_chart_tells_the_lines_apart_and_says_who_was_ahead(two_months: None, read: Read) -> None:
    page = read("/compare/?states=HR,HP")
    figure = page.one("figure", "chart")
    assert figure.one("h2").text == "Nobody was ahead most often in 2 months"
    (script,) = [one for one in page.every("script") if one.attributes.get("id") == "chart-compared"]
    traces = json.loads("".join(script.parts))["figure"]["data"]
    for key in ("dash", "color"):
        assert len({one["line"][key] for one in traces}) == 2
    assert len({one["marker"]["symbol"] for one in traces}) == 2
    assert [one["y"] for one in traces] == [[2, 1], [1, 2]]
    told = figure.one("div", "chart-plot").attributes["aria-label"]
    assert told.endswith("from September 2023 to October 2023; at the end: Haryana 1, Himachal Pradesh 2.")


def test_scores_instead_of_ranks(two_months: None, read: Read, client: Client) -> None:
    page = read("/compare/?states=HR,HP&show=score")
    assert "Line chart of the scores" in page.one("figure").one("div", "chart-plot").attributes["aria-label"]
    assert page.links()["Rank"] == "/compare/?states=HR,HP"
    lines = client.get("/compare/?states=HR,HP&chart=compared&format=csv").content.decode().splitlines()
    assert lines[0] == "month,HR_rank,HR_score,HP_rank,HP_score,sample_basis"
    assert lines[1].startswith("2023-09,2,")


def test_states_are_added_and_taken_away_by_plain_links_and_a_form(two_months: None, read: Read) -> None:
    page = read("/compare/?states=HR,HP&board=overall&month=2023-09")
    form = page.one("form", "window")
    fields = {one.attributes["name"]: one.attributes["value"] for one in form.every("input")}
    assert fields == {"states": "HR,HP", "board": "overall", "month": "2023-09"}
    options = [one.attributes["value"] for one in form.every("option")]
    assert "DL" in options
    assert "HR" not in options
    added = read("/compare/?states=HR,HP&board=overall&month=2023-09&states=DL")
    assert [link.text for link in added.one("div", "chosen-states").one("ul").every("a")][::2] == [
        "Haryana", "Himachal Pradesh", "Delhi",
    ]  # fmt: skip
    drop = page.one("div", "chosen-states").every("a", "drop")[0]
    assert drop.attributes["aria-label"] == "Remove Haryana"
    query = parse_qs(urlsplit(drop.attributes["href"]).query)
    assert query == {"states": ["HP"], "board": ["overall"], "month": ["2023-09"]}


def test_codes_in_any_form_and_each_once(two_months: None, read: Read) -> None:
    page = read("/compare/?states=hr,IN-HP&states=HR,,%20dl")
    assert [link.text for link in page.one("div", "chosen-states").one("ul").every("a")][::2] == [
        "Haryana", "Himachal Pradesh", "Delhi",
    ]  # fmt: skip


def test_what_cannot_be_compared(two_months: None, read: Read) -> None:
    page = read("/compare/?states=HR,XX", 404)
    assert "HR · Haryana" in page.links()
    page = read("/compare/?states=HR,HP,DL,UP,GJ,KL,MH", 400)
    assert "at most 6 can stand side by side" in page.main.text
    read("/compare/?states=HR&show=pie", 400)
    read("/compare/?states=HR&month=2022-01", 404)
    read("/compare/?states=HR&board=x", 404)
    assert "chosen-states" in read("/compare/?states=HR,HP,DL,UP,GJ,KL").source
    assert not read("/compare/?states=HR,HP,DL,UP,GJ,KL").main.every("form")


def test_nothing_and_nobody_chosen(two_months: None, read: Read) -> None:
    page = read("/compare/")
    assert page.h1 == "States and UTs side by side"
    assert page.links()["Haryana and Himachal Pradesh"] == "/compare/?states=HR,HP"
    assert read("/compare/?states=HR").h1 == "Haryana"
    assert not page.every("figure")


def test_before_the_first_list(directory: None, read: Read) -> None:
    assert "No list is on record yet" in read("/compare/?states=HR,HP").main.text


def test_the_record_has_ranks_and_no_marks(record: RankingList, read: Read) -> None:
    page = read("/compare/?states=HR,HP,DL")
    assert page.h1 == "Haryana is 3 places ahead of Himachal Pradesh"
    assert len(page.every("table", "sides")) == 1
    assert table(page, 0)["Rank in India"] == ["1", "4", "–"]


def test_equal_places_stand_level(autumn: dict[str, RankingList], read: Read) -> None:
    pages = read("/compare/?states=HR,HP&month=2023-08")
    assert pages.h1 == "Himachal Pradesh is 0.40 ahead of Haryana"


def one_month(number: int, ranks: Mapping[str, int | None]) -> MonthList:
    rows = {code: Standing(rank, None) for code, rank in ranks.items()}
    return MonthList(Month(2023, number), True, "computed", False, None, rows)


def test_who_was_ahead_is_counted() -> None:
    lists = [
        one_month(1, {"HR": 1, "HP": 2, "DL": 3}),
        one_month(2, {"HR": 2, "HP": 2, "DL": 3}),
        one_month(3, {"HR": None, "HP": 9, "DL": 7}),
        one_month(4, {"HR": 1, "HP": None}),
        one_month(5, {"HR": 4, "HP": 5}),
    ]
    found = ahead({one.month: one for one in lists}, ["HR", "HP", "DL"])
    assert (found.months, found.level) == (4, 1)
    assert dict(found.counts) == {"HR": 2, "HP": 0, "DL": 1}
    assert found.most == ("HR", 2)


@given(
    st.lists(st.dictionaries(st.sampled_from(["HR", "HP", "DL"]), st.integers(1, 4)), max_size=12), st.data()
)
def test_every_month_that_says_something_is_counted_once(months: list[dict[str, int]], data: Any) -> None:
    lists = {Month(2023, 1).plus(number): one_month(1, ranks) for number, ranks in enumerate(months)}
    codes = data.draw(st.permutations(["HR", "HP", "DL"]))
    found = ahead(lists, codes)
    assert sum(count for _, count in found.counts) + found.level == found.months
    assert found.months == sum(1 for ranks in months if len(ranks) > 1)
    assert dict(found.counts) == dict(ahead(lists, ["HR", "HP", "DL"]).counts)
