"""What decides a list: the page, and the same as data."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from common.months import Month
from dashboard.robustness import decides as words
from insights.decides.core import LeftOut
from insights.decides.queries import decided
from metrics.scoring import Figure
from metrics.selectors import methodology_in_force
from rankings.lists.histories import Scope
from tests.dashboard.conftest import Read, Shares

OCTOBER = Month(2023, 10)
Publish = Callable[[Shares, Month, bool], None]
PAGE, DATA = "/rankings/2023-10/decides/", "/api/v1/rankings/2023-10/decides/"


@pytest.fixture
def october(figures: Publish) -> None:
    """Four States, all at full marks but in FIRs (REG-01, 7 marks) and hardware (INF-04, 2 marks)."""
    own = {"HR": (990, 1000), "HP": (980, 1000), "DL": (950, 1000), "GJ": (900, 200)}
    shares: Shares = {state: month_of(firs, hardware) for state, (firs, hardware) in own.items()}
    figures(shares, OCTOBER, True)


def month_of(firs: int, hardware: int) -> dict[str, Figure]:
    counts = {"REG-01": firs, "INF-04": hardware}
    return {
        one.code: Figure(Decimal(counts.get(one.code, 1000 if one.better == "higher" else 0)), Decimal(1000))
        for one in methodology_in_force(OCTOBER).parameters.all()
    }


def test_the_page_names_what_decides(october: None, read: Read) -> None:
    page = read(PAGE)
    assert "decides most" in page.h1
    assert "Sample figures" in page.source
    rows = {row[0].split()[-1]: row for row in page.rows("parameters")}
    assert rows["REG-01"][2] == "0 of 4"
    assert rows["INF-04"][2] == "3 of 4"
    assert rows["MAN-01"][2].startswith("4 of 4")
    assert "saturated" in rows["MAN-01"][2]
    assert rows["MAN-01"][4:7] == ["0.00 %", "–", "nobody moves"]
    assert "Without REG-01 another State would be first." in page.main.text
    assert rows["REG-01"][7] == "Delhi, Haryana and Himachal Pradesh"
    shares = [Decimal(row[4].removesuffix(" %").replace("−", "-")) for row in rows.values()]
    assert abs(sum(shares, Decimal(0)) - 100) <= Decimal("0.02")
    groups = page.rows("groups")
    assert any(row[1] == "MAN-01, MAN-02" and row[2] == "nobody moves" for row in groups)
    [pair] = page.rows("closest")
    assert pair[0].endswith("INF-04 · REG-01")
    hindi = read("/hi" + PAGE)
    assert "अंतर" in hindi.h1


def test_the_same_as_data(october: None, client: Client) -> None:
    document: Any = client.get(DATA).json()
    found = decided(Scope("cctns", "all"), "2023-10")
    assert document["count"] == len(found.worked.basis.on_board())
    rows = {one["parameter"]: one for one in document["results"]}
    assert (rows["REG-01"]["full_marks"], rows["REG-01"]["applicable"]) == (0, 4)
    assert rows["REG-01"]["without"]["first"] == ["DL", "HP", "HR"]
    assert rows["REG-01"]["without"]["moved"] == [
        {"state": "DL", "rank": 1, "change": 2},
        {"state": "HP", "rank": 1, "change": 1},
    ]
    assert rows["MAN-01"]["top_weight"] is None
    assert abs(sum(one["effective_weight"] for one in document["results"]) - 100) < 0.02
    assert [one["group"] for one in document["groups"]] == list(
        dict.fromkeys(one["group"] for one in document["results"])
    )
    [pair] = document["correlations"]
    assert (pair["one"], pair["other"], pair["states"]) == ("INF-04", "REG-01", 4)
    lines = client.get(DATA + "?format=csv").content.decode().splitlines()
    assert lines[0].startswith("month,board,category,parameter")
    assert len(lines) == document["count"] + 1


def test_what_it_costs_and_what_it_refuses(
    october: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(PAGE)
    with django_assert_num_queries(4):
        assert client.get(PAGE).status_code == 200
    for path, status in (
        ("/rankings/2023-06/decides/", 404), ("/rankings/autumn/decides/", 404), (PAGE + "?board=x", 404),
        (PAGE + "?chart=none", 404),
    ):  # fmt: skip
        assert client.get(path).status_code == status, path
    assert client.get(DATA + "?origin=computed").status_code == 400
    assert client.get(PAGE + "?chart=weights&format=svg").headers["content-type"].startswith("image/svg+xml")


def test_links_lead_there(october: None, read: Read) -> None:
    assert read("/").links()["parameter by parameter"] == PAGE
    assert read("/parameters/").links()["What decides the order"] == f"{PAGE}?board=overall"


@pytest.mark.parametrize(
    ("ranks", "changes", "turns"),
    [
        ({"A": 1, "B": 2}, {"A": 0, "B": 0}, False),
        ({"A": 2, "B": 1}, {"A": -1, "B": 1}, True),
        ({"A": 1, "B": 1}, {"A": 0, "B": 1}, True),
        ({"A": 1, "B": 2}, {"A": 0, "B": -1}, True),
        ({"A": None, "B": 1}, {"B": 1}, True),
    ],
)
def test_whether_first_place_turns(
    ranks: dict[str, int | None], changes: dict[str, int], turns: bool
) -> None:
    assert words.leaves_another_first(LeftOut(("P-1",), ranks, {}, changes)) is turns
