"""states/: the directory, one State, its history and its marks."""

from __future__ import annotations

from decimal import Decimal

import pytest

from common.months import Month
from metrics.figures import record_figures
from metrics.scoring import Figure
from rankings.models import RankingList
from tests.dashboard.api.conftest import AT, DELHI, HARYANA, OCTOBER, Get, Place, publish_list


def test_a_state_holds_exactly_what_the_contract_gives(directory: None, get: Get) -> None:
    assert get("states/HR/").json() == {
        "code": "HR", "name": "Haryana", "name_hi": "हरियाणा", "kind": "state", "category": "major",
        "lgd_code": 6, "iso": "IN-HR", "iso_old": "IN-HR",
    }  # fmt: skip


def test_all_thirty_six_by_name(directory: None, get: Get) -> None:
    document = get("states/").json()
    names = [one["name"] for one in document["results"]]
    assert document["count"] == len(names) == 36
    assert names == sorted(names)
    assert get("states/UK/").json() == next(one for one in document["results"] if one["code"] == "UK")
    assert {one["category"] for one in document["results"]} == {"major", "hilly-ne", "ut"}


@pytest.mark.parametrize("path", ["", "history/", "marks/2023-10/"])
@pytest.mark.parametrize(("alias", "code"), [("hr", "HR"), ("IN-HR", "HR"), ("in-ut", "UK"), ("IN-UK", "UK")])
def test_other_codes_lead_to_the_state(directory: None, get: Get, alias: str, code: str, path: str) -> None:
    response = get(f"states/{alias}/{path}?board=icjs&from=2023-01")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/api/v1/states/{code}/{path}?board=icjs&from=2023-01"


def test_a_history_is_oldest_first_and_says_where_each_place_comes_from(
    autumn: dict[str, RankingList], record: RankingList, get: Get
) -> None:
    document = get("states/HR/history/").json()
    results = document.pop("results")
    assert document == {
        "state": HARYANA, "board": "cctns", "category": "all", "from": None, "to": None, "sample": False,
        "sample_basis": "none", "origins": ["computed", "recorded"], "count": 4, "next": None, "previous": None,
    }  # fmt: skip
    assert results[0] == {
        "month": "2023-06", "rank": 1, "score": 100.0, "reason": None, "origin": "recorded", "sample": False,
        "methodology": None, "revision": 1,
    }  # fmt: skip
    assert [(one["month"], one["rank"], one["score"]) for one in results[1:]] == [
        ("2023-08", 2, 99.1), ("2023-09", 1, 99.97), ("2023-10", 1, 99.97),
    ]  # fmt: skip


def test_an_unranked_month_says_why(autumn: dict[str, RankingList], get: Get) -> None:
    results = get("states/DL/history/?from=2023-09&to=2023-09").json()["results"]
    assert [(one["rank"], one["score"], one["reason"]) for one in results] == [(None, None, "not_reported")]


def test_a_history_takes_one_origin_or_another_board(
    autumn: dict[str, RankingList], record: RankingList, get: Get
) -> None:
    assert get("states/HR/history/?origin=recorded").json()["count"] == 1
    assert get("states/HR/history/?origin=computed").json()["count"] == 3
    assert get("states/HR/history/?board=icjs").json()["results"] == []


@pytest.fixture
def figures(directory: None) -> None:
    """Haryana's figures of October 2023: full, partial, none, nothing to measure, lower is better."""
    sent = {
        "REG-01": ("393", "393"),
        "REG-02": ("2", "3"),
        "REG-03": ("0", "0"),
        "INF-01": ("392.50", "393"),
        "CYB-01": ("15", "100"),
    }
    record_figures(
        state="HR",
        month=Month(2023, 10),
        figures={code: Figure(Decimal(top), Decimal(bottom)) for code, (top, bottom) in sent.items()},
        source="test",
        sample=False,
        by="reviewer",
        at=AT,
    )
    publish_list("2023-10", OCTOBER, inputs={"HR": 1})


def test_marks_are_exact_to_four_decimals(figures: None, get: Get) -> None:
    response = get("states/HR/marks/2023-10/")
    document = response.json()
    assert (document["state"], document["month"], document["methodology"]) == (HARYANA, "2023-10", "2023-01")
    assert document["count"] == len(document["results"]) == 28
    marks = {one["parameter"]: one for one in document["results"]}
    whole = marks["REG-01"]
    assert {key: whole[key] for key in ("numerator", "denominator", "percent", "full_marks", "status")} == {
        "numerator": 393, "denominator": 393, "percent": 100.0, "full_marks": True, "status": "reported",
    }  # fmt: skip
    assert whole["marks"] == whole["max_marks"]
    body = response.content.decode()
    assert '"numerator":393,"denominator":393,"percent":100.0' in body
    assert '"numerator":392.5,"denominator":393,"percent":99.8728,' in body
    assert marks["REG-02"]["percent"] == 66.6667
    assert marks["CYB-01"]["marks"] == marks["CYB-01"]["max_marks"] / 2


def test_not_reported_not_applicable_and_zero_are_three_things(figures: None, get: Get) -> None:
    marks = {one["parameter"]: one for one in get("states/HR/marks/2023-10/").json()["results"]}
    keys = ("numerator", "denominator", "percent", "marks", "full_marks", "status")
    assert [marks["REG-03"][key] for key in keys] == [0, 0, None, None, False, "not_applicable"]
    assert [marks["REG-04"][key] for key in keys] == [None, None, None, 0, False, "not_reported"]
    assert marks["REG-04"]["max_marks"] > 0


def test_marks_of_the_latest_month_and_of_a_state_that_sent_nothing(figures: None, get: Get) -> None:
    assert get("states/HR/marks/latest/").json() == get("states/HR/marks/2023-10/").json()
    document = get("states/DL/marks/2023-10/").json()
    assert document["state"] == DELHI
    assert {one["status"] for one in document["results"]} == {"not_reported"}


def test_a_month_known_from_the_record_alone_has_no_marks(record: RankingList, get: Get) -> None:
    publish_list("2023-10", (Place("HR", 1, "99.97"),))
    response = get("states/HR/marks/2023-06/")
    assert response.status_code == 404
    assert (response.json()["code"], response.json()["known"]) == ("unknown_month", ["2023-10"])
