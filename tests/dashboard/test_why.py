"""Why a rank changed, on the page: sentences, steps, parts that sum, the waterfall, and every way to it."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from common.months import Month
from metrics.scoring import Figure
from metrics.selectors import methodology_in_force
from rankings.models import ListRow, RankingList
from states.models import State
from tests.dashboard.conftest import Read, Shares

SEPTEMBER, OCTOBER = Month(2023, 9), Month(2023, 10)
Publish = Callable[[Shares, Month, bool], None]
WHY = "/states/DL/why/"


@pytest.fixture
def two_months(figures: Publish) -> None:
    """Delhi passes Himachal by its own score, and Haryana leaves the ranking; Assam draws level with Delhi."""
    figures({"HR": 990, "HP": 980, "DL": 900, "AS": 850}, SEPTEMBER, True)
    figures({"HP": 970, "DL": 975, "AS": 975}, OCTOBER, True)


def number(text: str) -> Decimal:
    return Decimal(text.replace("−", "-").replace("+", ""))


def score_of(month: Month) -> Decimal:
    rows = ListRow.objects.filter(list__month=month, list__board="cctns", list__category="all", state="DL")
    score = rows.get().score
    assert score is not None
    return score


def test_who_passed_whom_and_parts_that_sum_to_the_printed_change(two_months: None, read: Read) -> None:
    page = read(WHY)
    assert page.h1 == "Delhi: from 3rd of 4 to 1st of 3"
    lede = page.main.one("p", "lede").text
    assert (
        "Among the 3 States ranked in both lists: its own score neither won nor cost it a place; "
        "the others' scores won it 1 place. Of the change of rank +1 place comes from others leaving or coming."
    ) in lede
    assert "It passed Himachal Pradesh." in lede
    assert "It now stands level with Assam." in lede
    assert "Out of the ranking went Haryana." in lede
    assert page.rows("steps") == [
        ["Others left the ranking", "3 to 2", "+1", "Haryana", "–"],
        ["It moved", "2 to 2", "0", "–", "–"],
        ["The others moved", "2 to 1", "+1", "Himachal Pradesh", "–"],
    ]
    parts = [number(row[-1]) for row in page.rows("parts")]
    rows = page.one("table", "parts").one("tfoot").every("tr")
    foot = {row.children[0].text: row.children[-1].text for row in rows}
    before, after = score_of(SEPTEMBER), score_of(OCTOBER)
    assert len([one for one in parts if one]) > 20
    assert sum(parts) + number(foot["Rounding"]) == number(foot["Score"]) == after - before
    assert foot["Left unexplained"] == "0"
    # The causes add up to it as well, and so do the printed bars of the waterfall.
    causes = page.main.one("aside").one("dl", "facts").every("dd")
    *points, together, unexplained = [one.text for one in causes]
    assert sum(map(number, points)) == number(together) == after - before
    assert unexplained == "0"
    told = page.one("div", "chart-plot").attributes["aria-label"].partition(": ")[2].rstrip(".").split("; ")
    assert sum(number(one.rpartition(" ")[2]) for one in told) == after - before
    # The waterfall goes from one score to the other.
    (script,) = [one for one in page.every("script") if one.attributes.get("id") == "chart-waterfall"]
    bars, scores = json.loads("".join(script.parts))["figure"]["data"]
    assert [Decimal(one) for one in scores["x"]] == [before, after]
    assert min(map(Decimal, bars["base"])) >= before - Decimal("0.001")
    assert "Waterfall of the score of Delhi from" in page.one("div", "chart-plot").attributes["aria-label"]


def test_in_hindi_and_with_a_change_of_methodology(figures: Publish, read: Read) -> None:
    figures({"HR": 990, "HP": 980}, Month(2022, 12), True)
    figures({"HR": 985, "HP": 985}, Month(2023, 1), True)
    page = read("/hi/states/HP/why/")
    assert page.h1 == "हिमाचल प्रदेश दूसरे से ऊपर पहले स्थान पर"
    assert "पद्धति संस्करणों 2021-06 और 2023-01" in page.main.one("p", "lede").text
    kinds = {tag.text for tag in page.one("table", "parts").every("span", "tag")}
    assert kinds == {"अपने आँकड़े", "पद्धति"}
    assert "बोर्ड पर नहीं" in page.one("table", "parts").text


def test_what_applies_is_a_cause_of_its_own(figures: Publish, read: Read) -> None:
    rules = {one.code for one in methodology_in_force(OCTOBER).parameters.all()}
    full = {code: Figure(Decimal(9), Decimal(10)) for code in rules}
    figures({"HR": 990, "HP": full}, SEPTEMBER, True)
    figures({"HR": 990, "HP": full | {"REG-01": Figure(Decimal(0), Decimal(0))}}, OCTOBER, True)
    page = read("/states/HP/why/")
    (row,) = [row for row in page.rows("parts") if "REG-01" in row[0]]
    assert row[0].endswith("REG-01 what is applicable")
    assert row[1] == "9 of 10 → then not applicable"
    assert page.main.one("aside").one("dl", "facts").text.endswith("Left unexplained0")


WRONG = [
    ("/states/DL/why/?category=ut", 404, "There is no category “ut”"),
    ("/states/XX/why/", 404, "No State or UT has the code “XX”"),
    ("/states/DL/why/?from=2023-06", 404, "No list of the month “2023-06” was computed from figures"),
    ("/states/DL/why/?to=2030-01", 404, "No list of the month “2030-01” was computed from figures"),
    ("/states/DL/why/?from=2023-09&to=2023-09", 400, "This address cannot be read"),
    ("/states/DL/why/?from=2023-10", 400, "This address cannot be read"),
    ("/states/DL/why/?to=2023-09", 400, "This address cannot be read"),
    ("/states/DL/why/?from=2023-10&to=2023-09", 400, "This address cannot be read"),
]


def test_ways_to_it_and_what_cannot_be_explained(
    two_months: None, record: RankingList, read: Read, client: Client
) -> None:
    address = f"{WHY}?from={SEPTEMBER}&to={OCTOBER}"
    moved = [link for link in read("/").main.every("a") if link.attributes["href"] == address]
    assert [link.text for link in moved] == ["▲ up 1"]
    assert read("/states/DL/").links()["Why the rank changed"] == address
    links = read(WHY).links()
    assert read(links["Himachal Pradesh"]).h1 == "Himachal Pradesh: from 2nd of 4 to 3rd of 3"
    assert not [url for url in read(f"/rankings/{SEPTEMBER}/").links().values() if "/why/" in url]
    page = read("/states/HR/why/?category=major&board=icjs")
    assert page.h1 == "Haryana left the ranking: it is unranked (sent no figures)"
    assert not page.every("table")
    assert read("/states/GA/why/").h1 == "Goa is unranked in both lists (sent no figures; sent no figures)"
    answer = client.get("/states/in-dl/why/?board=icjs")
    assert (answer.status_code, answer["Location"]) == (301, "/states/DL/why/?board=icjs")
    assert client.post(WHY).status_code == 405
    for path, status, said in WRONG:
        page = read(path, status)
        assert page.h1 == said, path
        for url in page.links().values() if status == 404 else ():
            read(url)


def test_while_there_is_only_one_list_it_says_so(figures: Publish, read: Read, client: Client) -> None:
    figures({"HR": 990, "HP": 980}, OCTOBER, True)
    page = read("/states/HR/why/")
    assert page.h1 == "Haryana: there is no other list to compare with"
    assert "The list of October 2023 is the only computed one that stands" in page.main.text
    assert page.links()["October 2023"] == "/rankings/2023-10/"
    assert read("/hi/states/HR/why/").h1 == "हरियाणा: तुलना के लिए कोई अन्य सूची नहीं है"
    assert read("/states/HR/why/?board=icjs&category=major").h1 == page.h1
    assert client.get("/states/HR/why/?to=2023-10").status_code == 400, (
        "a window that was asked for must be one"
    )
    assert client.get("/states/HR/why/?category=ut").status_code == 404


def test_where_nothing_is_on_record(directory: None, read: Read) -> None:
    assert "was computed" in read("/states/DL/why/", 404).h1


QUERIES = 14


def test_queries_with_three_states_and_more_months(
    three_states: None, figures: Publish, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for month in (Month(2023, 8), SEPTEMBER, OCTOBER):
        figures({"HR": 990, "HP": 980, "DL": 970}, month, True)
    with django_assert_num_queries(QUERIES):
        assert client.get(WHY).status_code == 200


def test_queries_with_thirty_six(
    directory: None, figures: Publish, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    codes = list(State.objects.values_list("code", flat=True))
    for month in (SEPTEMBER, OCTOBER):
        figures({code: 900 + rank for rank, code in enumerate(codes)}, month, True)
    with django_assert_num_queries(QUERIES):
        assert client.get(WHY).status_code == 200
