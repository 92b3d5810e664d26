"""What if: the list ranked again beside the published one, its form, its bounds, and that nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import AuditEvent
from common.months import Month
from metrics.models import FigureSet
from metrics.scoring import Figure
from rankings.models import ListRow, RankingList
from states.models import State
from tests.dashboard.conftest import Read, Shares
from tests.dashboard.reading import Page

SEPTEMBER, OCTOBER = Month(2023, 9), Month(2023, 10)
Publish = Callable[[Shares, Month, bool], None]
MARKS = 89
"""What the parameters of the board can earn together."""
PAGE = "/rankings/2023-10/what-if/"


@pytest.fixture
def october(figures: Publish) -> None:
    """Haryana before Himachal before Delhi by the same share in everything."""
    figures({"HR": 990, "HP": 980, "DL": 970}, SEPTEMBER, True)
    figures({"HR": 990, "HP": 980, "DL": 970}, OCTOBER, True)


def test_figures_and_marks_rank_the_whole_list_again(october: None, read: Read) -> None:
    page = read(f"{PAGE}?figures=HR.REG-01:0/1000")
    assert page.h1 == "What if: first would be Himachal Pradesh; published: Haryana"
    rows = page.rows("tried")
    assert [row[:2] for row in rows[:3]] == [["1", "Himachal Pradesh"], ["2", "Delhi"], ["3", "Haryana"]]
    assert [row[3] for row in rows[:3]] == ["▲ up 1", "▲ up 1", "▼ down 2"]
    assert [row[4:] for row in rows[:3]] == [["2", "97.91"], ["3", "96.87"], ["1", "98.96"]]
    # REG-01 earned 990 of 1,000 of its 7 marks: with none of them the board's share falls by just so much.
    before = Decimal(rows[2][5])
    assert abs(Decimal(rows[2][2]) - (before - 100 * Decimal("6.93") / MARKS)) <= Decimal("0.01")
    assert rows[3][0] == "–"
    said = page.main.one("ul", "prose").text
    assert "Haryana, REG-01: 990 of 1,000 → then 0 of 1,000" in said
    page = read(f"{PAGE}?figures=HR.REG-01:0/1000&marks=REG-01:0")
    assert page.h1 == "What if: nobody would move; first would still be Haryana"
    assert f"The marks of this board sum to {MARKS - 7}, not to {MARKS}." in page.main.one("p", "lede").text


def test_it_is_never_called_published_and_nothing_is_stored(
    october: None, read: Read, client: Client
) -> None:
    before = [model.objects.count() for model in (RankingList, ListRow, FigureSet, AuditEvent)]
    for prefix, said in (("", "What if, not published."), ("/hi", "क्या हो यदि: प्रकाशित नहीं।")):
        page = read(f"{prefix}{PAGE}?marks=REG-01:9")
        assert page.one("div", "trial").text.startswith(said)
        robots = [one for one in page.every("meta") if one.attributes.get("name") == "robots"]
        assert robots[0].attributes["content"] == "noindex"
    assert [model.objects.count() for model in (RankingList, ListRow, FigureSet, AuditEvent)] == before
    assert read("/rankings/2023-10/").h1.startswith("Haryana")
    assert client.post(PAGE).status_code == 405


def test_the_form_leads_to_a_short_address(october: None, read: Read, client: Client) -> None:
    page = read(f"{PAGE}?state=HP&figures=HR.REG-01:990/1000,DL.REG-02:-")
    fields = [
        (one.attributes["name"], one.attributes.get("value", ""))
        for one in page.main.every("input")
        if "name" in one.attributes
    ]
    sent = dict(fields) | {"state": "DL", "part.REG-01": "1,000", "part.REG-02": "", "whole.REG-02": ""}
    sent |= {"marks.REG-01": "९"}
    answer = client.get(PAGE, sent)
    short = f"{PAGE}?marks=REG-01:9&figures=DL.REG-02:-,HP.REG-01:1000/1000,HP.REG-02:-&state=DL"
    assert (answer.status_code, answer["Location"]) == (302, short)
    page = read(short)
    values = {one.attributes["name"]: one.attributes.get("value", "") for one in page.main.every("input")}
    assert (values["of"], values["part.REG-02"], values["part.REG-03"]) == ("DL", "", "970")
    assert (values["marks.REG-01"], values["figures"]) == ("9", "HP.REG-01:1000/1000,HP.REG-02:-")
    undo = [one.attributes["href"] for one in page.main.one("ul", "prose").every("a")]
    assert len(undo) == 4
    assert undo[0] == f"{PAGE}?figures=DL.REG-02:-,HP.REG-01:1000/1000,HP.REG-02:-&state=DL"
    for url in undo:
        read(url)


WRONG = {
    "marks=REG-01:101": "REG-01: “101” is not a number from 0 to 100 with at most two decimals",
    "marks=REG-01:1.234": "REG-01: “1.234” is not a number from 0 to 100",
    "marks=XX-01:1": "there is no parameter “XX-01” in this list's methodology",
    "figures=XX.REG-01:1/2": "no State or UT has the code “XX”",
    "figures=HR.REG-99:1/2": "there is no parameter “REG-99”",
    "figures=HR.REG-01:3/2": "HR REG-01: “3/2”: the numerator is above the denominator",
    "figures=HR.REG-01:3": "HR REG-01: “3” is not two numbers, a numerator and a denominator",
    "figures=HR.REG-01:-1/2": "HR REG-01: “-1/2” is not two numbers",
    "board=icjs&marks=ICJ-01:0,ICJ-02:0,ICJ-03:0": "some parameter of the board must have marks",
}


def test_what_cannot_be_meant_is_said(october: None, read: Read) -> None:
    for query, said in WRONG.items():
        for prefix in ("", "/hi"):
            page = read(f"{prefix}{PAGE}?{query}", 400)
            assert not page.every("table", "tried"), query
            note = page.main.one("div", "note").text
            assert (said in note) == (not prefix), (query, note)
    many = ",".join(
        f"{state}.{code}:1/2"
        for state in ("HR", "HP", "DL")
        for code in [row[0].split()[-1] for row in read(PAGE).rows("limits")]
    )
    assert "at most 60 figures" in read(f"{PAGE}?figures={many}", 400).main.one("div", "note").text
    for path, status in (
        (f"{PAGE}?marks=REG-01", 400), (f"{PAGE}?state=XX", 404), ("/rankings/2023-01/what-if/", 404),
        ("/rankings/never/what-if/", 404), (f"{PAGE}?board=x", 404),
    ):  # fmt: skip
        read(path, status)


def test_a_figure_that_was_not_sent_and_one_that_does_not_apply(figures: Publish, read: Read) -> None:
    figures({"HR": 990, "HP": {"REG-01": Figure(Decimal(5), Decimal(10))}}, OCTOBER, True)
    page: Page = read(f"{PAGE}?figures=HP.REG-01:-")
    assert page.rows("tried")[1][:2] == ["–", "Andaman and Nicobar Islands"]
    assert page.h1 == "What if: 1 State would move; first would still be Haryana"
    page = read(f"{PAGE}?figures=GA.REG-01:0/0,GA.REG-02:3/3")
    assert {row[1]: row[4] for row in page.rows("tried")}["Goa"] == "–"


def test_ways_to_it(october: None, record: RankingList, read: Read) -> None:
    label = "What if the figures or the marks were other?"
    assert read("/").links()[label] == PAGE
    assert label not in read("/rankings/2023-06/").links()
    page = read(read("/states/HP/plan/?target=1").links()["The whole list with this plan"])
    assert "1" in [row[0] for row in page.rows("tried") if row[1] == "Himachal Pradesh"]
    assert page.h1.startswith("What if: first would be")


QUERIES = 9


def test_queries_with_three_states(
    three_states: None, figures: Publish, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for month in (SEPTEMBER, OCTOBER):
        figures({"HR": 990, "HP": 980, "DL": 970}, month, True)
    with django_assert_num_queries(QUERIES):
        assert client.get(f"{PAGE}?marks=REG-01:9").status_code == 200


def test_queries_with_thirty_six(
    directory: None, figures: Publish, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = list(State.objects.values_list("code", flat=True))
    figures({code: 900 + rank for rank, code in enumerate(codes)}, OCTOBER, True)
    with django_assert_num_queries(QUERIES):
        assert client.get(f"{PAGE}?marks=REG-01:9").status_code == 200
