"""The ranking of a year: the page, the data, and the twelve months behind both."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from common.months import Month
from metrics.models import Methodology
from rankings.models import Publication
from tests.dashboard.api.conftest import Place, publish_list
from tests.dashboard.conftest import Read

Scores = Mapping[str, Sequence[str]]
YEAR: Scores = {
    "HR": ["99.97", "99.90", "100.00", "98.76", "99.00", "99.11", "97.35", "99.99", "99.98", "99.99", "99.97", "99.95"],
    "HP": ["99.85", "99.95", "99.99", "99.95", "99.91", "99.12", "98.35", "99.85", "99.82", "99.90", "99.85", "99.77"],
    "DL": ["98.46", "97.87", "95.43", "96.72", "98.00", "97.98", "97.98", "98.46", "97.87", "98.46", "98.46", "98.46"],
}  # fmt: skip


def publish_year(year: int, scores: Scores, months: Sequence[int] = range(1, 13), **other: Any) -> None:
    for number in months:
        printed = {state: Decimal(own[number - 1]) for state, own in scores.items() if own[number - 1]}
        places = [
            Place(state, 1 + sum(one > score for one in printed.values()), str(score))
            for state, score in sorted(printed.items(), key=lambda one: (-one[1], one[0]))
        ]
        places += [Place(state, None, None, "not_reported") for state in scores if state not in printed]
        month = Month(year, number)
        beside = Publication.objects.filter(month=month).first()
        publish_list(str(month), places, publication=beside, **other)


def mean(scores: Sequence[str]) -> Decimal:
    """By another road than the page: hundredths as whole numbers, rounded half up by hand."""
    hundredths = sum(int(one.replace(".", "")) for one in scores)
    return (Decimal(hundredths) / 12).quantize(Decimal(1), ROUND_HALF_UP) / 100


def test_a_whole_year_is_ranked_on_its_twelve_scores(three_states: None, read: Read, client: Client) -> None:
    publish_year(2022, YEAR)
    page = read("/annual/")
    means = {state: mean(scores) for state, scores in YEAR.items()}
    assert means["HP"] > means["HR"] > means["DL"]
    assert page.h1 == f"Himachal Pradesh was first in 2022 with a mean of {means['HP']:.2f}"
    rows = page.rows("annual")
    assert [row[:3] for row in rows] == [
        ["1", "Himachal Pradesh", f"{means['HP']:.2f}"],
        ["2", "Haryana", f"{means['HR']:.2f}"],
        ["3", "Delhi", f"{means['DL']:.2f}"],
    ]
    assert rows[1][3:] == list(YEAR["HR"])
    months = page.main.one("ol", "year-months").every("li")
    assert len(months) == 12
    assert all("whole" in one.classes for one in months)
    assert months[0].one("a").attributes["href"] == "/rankings/2022-01/"
    document = json.loads(client.get("/api/v1/annual/?year=2022").content, parse_float=Decimal)
    assert (document["on_record"], document["months_complete"], document["count"]) == (True, 12, 3)
    assert {one["state"]["code"]: one["score"] for one in document["results"]} == means
    assert [(one["rank"], one["best_rank"], one["worst_rank"]) for one in document["results"]] == [
        (1, 1, 1), (2, 2, 2), (3, 3, 3),
    ]  # fmt: skip
    assert [f"{one['score']:.2f}" for one in document["results"][1]["scores"]] == list(YEAR["HR"])
    lines = list(csv.DictReader(StringIO(client.get("/api/v1/annual/?format=csv").content.decode())))
    assert [Decimal(lines[1][f"score_{number:02d}"]) for number in range(1, 13)] == [
        Decimal(one) for one in YEAR["HR"]
    ]
    hindi = read("/hi/annual/")
    assert hindi.h1.startswith("हिमाचल प्रदेश वर्ष 2022 में")


def test_an_incomplete_year_says_what_it_lacks_and_what_is_still_possible(
    three_states: None, read: Read, client: Client
) -> None:
    publish_year(2023, {**YEAR, "DL": ["10.00"] * 12}, [*range(1, 7), *range(8, 12)])
    publish_list("2023-12", [Place("HR", 1, "99.99")], origin="recorded", complete=False)
    page = read("/annual/?year=2023")
    assert page.h1 == "2023 has no annual ranking: 10 of its 12 lists are complete on record"
    lede = page.one("p", "lede").text
    assert "Without a list: July." in lede
    assert "Lists that do not name every State with its score: December." in lede
    kinds = [next(iter(one.classes)) for one in page.main.one("ol", "year-months").every("li")]
    assert kinds == ["whole"] * 6 + ["none"] + ["whole"] * 4 + ["partial"]
    # Delhi has ten scores of 10.00: whatever July and December bring, it stays behind the two that have any rank.
    rows = {row[1]: row[0] for row in page.rows("annual")}
    assert rows["Haryana"].startswith("1 to")
    document = client.get("/api/v1/annual/?year=2023").json()
    assert document["on_record"] is False
    assert document["months_missing"] == ["2023-07"]
    assert document["months_incomplete"] == ["2023-12"]
    assert all(one["rank"] is None and one["score"] is None for one in document["results"])
    assert document["results"][0]["best_rank"] == 1


def test_who_was_unranked_in_a_month_has_no_annual_rank(three_states: None, read: Read) -> None:
    publish_year(2022, {**YEAR, "HP": ["", *YEAR["HP"][1:]]})
    page = read("/annual/?year=2022")
    assert page.h1.startswith("Haryana was first in 2022")
    last = page.rows("annual")[-1]
    assert (last[0], last[1]) == ("–", "Himachal Pradesh unranked in January")


def test_equal_means_share_first_place(three_states: None, read: Read, client: Client) -> None:
    publish_year(2022, {**YEAR, "HP": YEAR["HR"]})
    page = read("/annual/")
    assert page.h1.startswith("Haryana and Himachal Pradesh shared first place in 2022")
    assert [row[0].split()[0] for row in page.rows("annual")] == ["=1", "=1", "3"]
    Methodology.objects.filter(version="2023-01").update(rules={"ties": "dense"})
    assert client.get("/api/v1/annual/").json()["ties"] == "dense"
    assert read("/annual/").rows("annual")[-1][0] == "2"


def test_the_awards_of_every_board_and_category(three_states: None, read: Read) -> None:
    publish_year(2022, YEAR)
    publish_year(2022, {"HP": YEAR["HP"]}, category="hilly-ne")
    publish_year(2022, {"HR": YEAR["HR"], "DL": YEAR["DL"]}, range(1, 12), board="icjs", category="major")
    page = read("/annual/")
    awards = {row[0]: row[1:] for row in page.rows("awards")}
    best = f"Himachal Pradesh {mean(YEAR['HP']):.2f}"
    assert awards["CCTNS"] == [best, "not on record", best, "not on record"]
    assert awards["ICJS"] == ["not on record"] * 4
    assert (
        page.one("table", "awards").every("a")[2].attributes["href"] == "/annual/?category=hilly-ne&year=2022"
    )


@pytest.mark.parametrize(
    ("query", "status"), [("year=twenty", 400), ("year=22", 400), ("year=3000", 400), ("board=x", 404)]
)
def test_what_it_refuses(directory: None, read: Read, client: Client, query: str, status: int) -> None:
    read(f"/annual/?{query}", status)
    assert client.get(f"/api/v1/annual/?{query}").status_code == status


def test_before_anything_is_on_record(directory: None, read: Read) -> None:
    page = read("/annual/")
    assert page.h1 == "2021 has no annual ranking: 0 of its 12 lists are complete on record"
    assert page.rows("awards")[0][1:] == ["not on record"] * 4
    assert "year" in read("/annual/?year=२०२२", 400).main.text


def test_sample_years_say_so(three_states: None, read: Read) -> None:
    publish_year(2022, YEAR, sample=True)
    assert "Sample figures" in read("/annual/").source
