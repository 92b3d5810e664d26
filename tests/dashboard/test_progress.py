"""Progress beside level: the page, its sentences, the line on a State's page, and the ways to it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.utils import translation
from pytest_django.fixtures import DjangoAssertNumQueries

from common.charts.rows import RowPoint, strides
from common.charts.svg import fluid
from rankings.models import RankingList
from states.models import State
from tests.dashboard.api.conftest import Place, publish_list
from tests.dashboard.conftest import Read

PAGE = "/rankings/2023-10/progress/"


def scored(month: str, scores: dict[str, str | None], methodology: str = "2023-01") -> RankingList:
    ranked = sorted((code for code in scores if scores[code]), key=lambda code: -Decimal(scores[code] or 0))
    places = [Place(code, rank, scores[code]) for rank, code in enumerate(ranked, start=1)]
    places += [Place(code, None, None, "not_reported") for code in scores if scores[code] is None]
    return publish_list(month, places, methodology=methodology)


@pytest.fixture
def months(directory: None) -> None:
    """Haryana is near the top and closes gaps; Himachal gains points; Delhi comes and goes; Goa stands at 100."""
    scored("2022-10", {"HR": "90.00", "HP": "50.00", "DL": None, "GA": "100.00"}, "2021-06")
    scored("2023-07", {"HR": "98.00", "HP": "60.00", "DL": None, "GA": "100.00"})
    scored("2023-08", {"HR": "98.50", "HP": "70.00", "DL": "40.00", "GA": "100.00"})
    scored("2023-09", {"HR": "99.00", "HP": "72.00", "DL": "40.00", "GA": "100.00"})
    scored("2023-10", {"HR": "99.50", "HP": "74.50", "DL": None, "GA": "99.00"})


def test_one_month_in_points(months: None, read: Read) -> None:
    page = read(PAGE)
    assert page.h1 == "Himachal Pradesh improved most: 2.50 points since September 2023"
    said = page.main.one("p", "lede").text
    assert "3 of 4 States and UTs can be compared: 2 rose, 0 stayed, 1 fell." in said
    assert "By level Himachal Pradesh is in 3rd place." in said
    assert "It is most improved for the third month in a row." in said
    assert [row[:7] for row in page.rows("progress")] == [
        ["1", "Himachal Pradesh", "3", "72.00", "74.50", "+2.50", "+8.93 %"],
        ["2", "Haryana", "1", "99.00", "99.50", "+0.50", "+50.00 %"],
        ["3", "Goa", "2", "100.00", "99.00", "−1.00", "–"],
    ]
    assert "Delhi: October 2023: sent no figures" in page.main.text
    assert page.links()["+0.50"] == "/states/HR/why/?from=2023-09&to=2023-10"
    assert [row[:4] for row in page.rows("improved")] == [
        ["Himachal Pradesh", "3", "3 months", "3 · Aug 2023 to Oct 2023"]
    ]
    assert page.links()["12 months"] == PAGE + "?span=12"
    assert page.links()["gap closed"] == PAGE + "?measure=gap_closed"


def test_the_gap_is_fair_to_those_near_the_top(months: None, read: Read) -> None:
    page = read(PAGE + "?measure=gap_closed")
    assert (
        page.h1 == "Haryana closed the largest share of its gap: 50.00 % of what it lacked in September 2023"
    )
    assert [row[1] for row in page.rows("progress")] == ["Haryana", "Himachal Pradesh"]
    assert "Goa: September 2023: full score, so there was no gap to close" in page.main.text
    year = read(PAGE + "?span=12&measure=gap_closed")
    assert year.h1 == "Haryana closed the largest share of its gap: 95.00 % of what it lacked in October 2022"
    assert "Not like for like: methodology 2021-06 then, 2023-01 now." in year.main.one("p", "lede").text
    assert "1 month can be compared with the list before it." in year.main.text


def test_what_is_not_on_record_is_named(months: None, record: RankingList, read: Read) -> None:
    gone = read("/rankings/2023-08/progress/?span=3")
    assert gone.h1 == "Progress cannot be told: May 2023 is not on record"
    assert not gone.main.every("table")
    assert read("/rankings/2023-07/progress/").h1 == (
        "Progress cannot be told: the list of June 2023 names only some places"
    )
    assert read("/rankings/2023-06/progress/").h1 == (
        "Progress cannot be told: the list of June 2023 names only some places"
    )
    for path in ("/rankings/2030-01/progress/", "/rankings/x/progress/", PAGE + "?board=x"):
        read(path, 404)
    for path in (PAGE + "?span=2", PAGE + "?measure=rank"):
        read(path, 400)


def test_nobody_gained_and_several_did(directory: None, read: Read) -> None:
    scored("2023-08", {"HR": "98.00", "HP": "60.00"})
    scored("2023-09", {"HR": "97.00", "HP": "60.00"})
    scored("2023-10", {"HR": "97.50", "HP": "60.50"})
    page = read("/rankings/2023-09/progress/")
    assert page.h1 == "No State’s score rose since August 2023"
    assert not page.main.every("table", "improved")
    shared = read(PAGE)
    assert shared.h1 == "Haryana and Himachal Pradesh improved most: 0.50 points each since September 2023"
    assert [row[0] for row in shared.rows("progress")] == ["1", "1"]
    assert read("/rankings/latest/progress/").h1 == shared.h1


def test_the_ways_to_it(months: None, read: Read) -> None:
    assert read("/rankings/2023-10/").links()["who improved most"] == PAGE
    state = read("/states/HR/")
    facts = {
        one.children[0].text: one.children[1].text
        for one in state.main.every("div")
        if len(one.children) == 2
    }
    assert facts["1 month"] == "+0.50, 2nd of 3 in progress; 50.00 % of the gap closed"
    assert facts["3 months"] == "+1.50, 2nd of 3 in progress; 75.00 % of the gap closed"
    assert state.links()["12 months"] == PAGE + "?span=12"
    assert "September 2022 is not on record" in read("/states/DL/?month=2023-09").main.text
    assert "unranked in July 2023" in read("/states/DL/?month=2023-08").main.text
    assert "unranked now" in read("/states/DL/").main.text
    assert read("/sitemap/").links()["Progress"] == "/rankings/latest/progress/"
    assert read("/hi" + PAGE).h1 == "हिमाचल प्रदेश में सर्वाधिक सुधार: सितंबर 2023 से 2.50 इकाई"


def test_bars_stay_inside() -> None:
    gains = [
        RowPoint(code, code, Decimal(value), value, "")
        for code, value in (("A", "50"), ("B", "0"), ("C", "-900"))
    ]
    figure = strides(gains, Decimal(100))["figure"]
    assert figure["data"][0]["x"] == ["50", "0", "-100"]
    drawn = ElementTree.fromstring(fluid(figure, kind="wide"))
    rise, _, fall = ((bar.attrib["x"], bar.attrib["width"], bar.attrib["fill"]) for bar in drawn.iter("rect"))
    assert rise == ("60.42%", "20.83%", "var(--data)")
    assert fall == ("18.75%", "41.67%", "var(--down)")
    assert [text.text for text in drawn.iter("text")] == ["A", "B", "C", "50", "0", "-900"]
    flat = strides([RowPoint("A", "A", Decimal(0), "0", "")])["figure"]
    assert "0%" in fluid(flat, kind="wide")


QUERIES = 7


@pytest.mark.parametrize("everyone", [False, True])
def test_queries_do_not_grow(
    directory: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries, everyone: bool
) -> None:
    codes = list(State.objects.values_list("code", flat=True)) if everyone else ["HR", "HP", "DL"]
    for month, more in (("2023-08", "0.00"), ("2023-09", "0.25"), ("2023-10", "0.75")):
        scored(
            month, {code: f"{Decimal(90 - number) + Decimal(more):.2f}" for number, code in enumerate(codes)}
        )
    with translation.override("en"), django_assert_num_queries(QUERIES):
        assert client.get(PAGE).status_code == 200
