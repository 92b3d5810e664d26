"""rankings/: the listing of lists, a month's list, the latest one."""

from __future__ import annotations

import pytest

from rankings.models import RankingList
from tests.dashboard.api.conftest import DELHI, HARYANA, HIMACHAL, Get, Place, links_of, publish_list

HOST = "http://testserver/api/v1/"


def test_a_months_list_holds_what_the_contract_gives(autumn: dict[str, RankingList], get: Get) -> None:
    response = get("rankings/2023-10/?board=cctns&category=all")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    document = response.json()
    rows = document.pop("results")
    assert document == {
        "month": "2023-10",
        "month_basis": "stated",
        "board": "cctns",
        "category": "all",
        "status": "published",
        "origin": "computed",
        "sample": False,
        "complete": True,
        "revision": 1,
        "supersedes": None,
        "reason": "",
        "released_on": "2023-11-27",
        "published_at": "2023-11-27T12:00:00+05:30",
        "methodology": "2023-01",
        "digest": autumn["2023-10"].digest,
        "previous_digest": autumn["2023-09"].digest,
        "inputs_digest": autumn["2023-10"].inputs_digest,
        "max_score": 100.0,
        "sample_basis": "none",
        "ranked": 2,
        "unranked": 1,
        "left": [],
        "came": [],
        "count": 3,
    }
    assert rows[0] == {
        "rank": 1,
        "state": HARYANA,
        "score": 99.97,
        "previous_rank": 1,
        "rank_change": 0,
        "change_among_both": 0,
        "movement_flagged": False,
        "months_first": 2,
        "current_streak": 2,
        "streak_certain": True,
        "reason": None,
        "source": None,
    }
    assert rows[1] == rows[0] | {
        "rank": 2, "state": HIMACHAL, "score": 99.85, "rank_change": -1, "change_among_both": -1, "months_first": 2,
        "current_streak": 0,
    }  # fmt: skip
    assert rows[2] == rows[0] | {
        "rank": None, "state": DELHI, "score": None, "previous_rank": None, "rank_change": None,
        "change_among_both": None, "months_first": 0, "current_streak": 0, "reason": "not_applicable",
    }  # fmt: skip


def test_scores_are_numbers_of_the_printed_digits(autumn: dict[str, RankingList], get: Get) -> None:
    body = get("rankings/2023-08/").content.decode()
    assert '"score":99.5,' in body
    assert '"score":98.0,' in body
    assert '"max_score":100.0,' in body


def test_a_shared_first_place_counts_for_both(autumn: dict[str, RankingList], get: Get) -> None:
    rows = get("rankings/2023-09/").json()["results"]
    assert [(row["state"]["code"], row["rank"], row["rank_change"]) for row in rows] == [
        ("HP", 1, 0), ("HR", 1, 1), ("DL", None, None),
    ]  # fmt: skip
    assert [(row["months_first"], row["current_streak"]) for row in rows] == [(2, 2), (1, 1), (0, 0)]
    assert rows[2]["previous_rank"] == 3
    assert rows[2]["reason"] == "not_reported"


def test_the_first_list_has_nothing_to_compare_with(autumn: dict[str, RankingList], get: Get) -> None:
    rows = get("rankings/2023-08/").json()["results"]
    assert {(row["previous_rank"], row["rank_change"]) for row in rows} == {(None, None)}


def test_a_recorded_list_holds_its_rows_on_record_alone(record: RankingList, get: Get) -> None:
    document = get("rankings/2023-06/").json()
    expected = {
        "origin": "recorded", "complete": False, "methodology": None, "released_on": None, "inputs_digest": None,
        "previous_digest": None, "month_basis": "inferred", "count": 2,
    }  # fmt: skip
    assert {key: document[key] for key in expected} == expected
    second = document["results"][1]
    assert (second["rank"], second["state"], second["score"]) == (4, HIMACHAL, None)
    assert second["source"] == "=The Tribune 2023-07-28"


def test_latest_is_the_newest_month_of_what_was_asked_for(autumn: dict[str, RankingList], get: Get) -> None:
    publish_list("2023-09", (Place("DL", 1, "97.00"),), board="icjs", methodology="2023-01", reason="icjs")
    publish_list("2023-11", (Place("DL", 1, "99.00"),), origin="recorded")
    assert get("rankings/latest/").json()["month"] == "2023-11"
    assert get("rankings/latest/?origin=computed").json()["month"] == "2023-10"
    assert get("rankings/latest/?board=ICJS").json()["month"] == "2023-09"


def test_the_computed_list_stands_where_there_are_two(autumn: dict[str, RankingList], get: Get) -> None:
    publish_list("2023-10", (Place("HR", 1, "99.97"),), origin="recorded")
    assert get("rankings/2023-10/").json()["origin"] == "computed"
    assert get("rankings/2023-10/?origin=recorded").json()["origin"] == "recorded"


def test_movement_between_origins_is_flagged(autumn: dict[str, RankingList], get: Get) -> None:
    publish_list("2023-11", (Place("HP", 1, None),), origin="recorded")
    (row,) = get("rankings/2023-11/").json()["results"]
    assert (row["previous_rank"], row["rank_change"], row["movement_flagged"]) == (2, 1, True)


def test_an_empty_board_or_category_means_the_default(autumn: dict[str, RankingList], get: Get) -> None:
    assert get("rankings/2023-10/?board=&category=&origin=").json() == get("rankings/2023-10/").json()


def test_the_listing_gives_each_list_with_its_addresses(autumn: dict[str, RankingList], get: Get) -> None:
    document = get("rankings/").json()
    assert {key: document[key] for key in ("count", "next", "previous")} == {
        "count": 3, "next": None, "previous": None,
    }  # fmt: skip
    query = "?board=cctns&category=all&origin=computed"
    assert document["results"][0] == {
        "month": "2023-10",
        "board": "cctns",
        "category": "all",
        "status": "published",
        "origin": "computed",
        "sample": False,
        "complete": True,
        "revision": 1,
        "released_on": "2023-11-27",
        "published_at": "2023-11-27T12:00:00+05:30",
        "digest": autumn["2023-10"].digest,
        "url": f"{HOST}rankings/2023-10/{query}",
        "revision_url": f"{HOST}rankings/2023-10/rev/1/{query}",
    }
    assert [one["month"] for one in document["results"]] == ["2023-10", "2023-09", "2023-08"]


def test_the_addresses_of_the_listing_lead_to_its_lists(
    autumn: dict[str, RankingList], record: RankingList, get: Get
) -> None:
    for entry in get("rankings/").json()["results"]:
        for key in ("url", "revision_url"):
            document = get(entry[key].removeprefix(HOST)).json()
            assert (document["month"], document["digest"]) == (entry["month"], entry["digest"])


@pytest.mark.parametrize(
    ("query", "months"),
    [
        ("board=cctns&category=all", ["2023-10", "2023-09", "2023-08", "2023-06"]),
        ("origin=computed", ["2023-10", "2023-09", "2023-08"]),
        ("origin=recorded", ["2023-06"]),
        ("from=2023-09", ["2023-10", "2023-09"]),
        ("to=2023-08", ["2023-08", "2023-06"]),
        ("from=2023-07&to=2023-09&board=", ["2023-09", "2023-08"]),
        ("board=icjs", []),
        ("category=ut", []),
    ],
)
def test_filters(
    autumn: dict[str, RankingList], record: RankingList, get: Get, query: str, months: list[str]
) -> None:
    document = get(f"rankings/?{query}").json()
    assert [one["month"] for one in document["results"]] == months
    assert document["count"] == len(months)


def test_pages_lead_to_one_another(autumn: dict[str, RankingList], record: RankingList, get: Get) -> None:
    first = get("rankings/?limit=2&board=cctns")
    document = first.json()
    assert (document["count"], len(document["results"]), document["previous"]) == (4, 2, None)
    assert document["next"] == f"{HOST}rankings/?limit=2&board=cctns&offset=2"
    assert links_of(first) == {
        "first": f"{HOST}rankings/?limit=2&board=cctns&offset=0",
        "next": document["next"],
        "last": document["next"],
        "describedby": f"{HOST}schema/",
    }
    second = get(document["next"].removeprefix(HOST)).json()
    assert [one["month"] for one in second["results"]] == ["2023-08", "2023-06"]
    assert second["next"] is None
    assert links_of(get("rankings/?limit=3&offset=3")).keys() == {"first", "prev", "last", "describedby"}
    assert links_of(get("rankings/?limit=3&offset=3"))["last"] == f"{HOST}rankings/?limit=3&offset=3"
    assert links_of(get("rankings/")).keys() == {"describedby"}
    assert get(second["previous"].removeprefix(HOST)).json()["results"] == document["results"]
    assert get("rankings/?offset=100").json()["results"] == []


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=1001", "limit=ten", "limit=-1", "offset=-1", "offset=1e3", "limit=२"]
)
def test_bounds_of_a_page(directory: None, get: Get, query: str) -> None:
    response = get(f"rankings/?{query}")
    assert response.status_code == 400
    assert response.json()["field"] == query.partition("=")[0]


def test_the_widest_page_is_allowed(directory: None, get: Get) -> None:
    assert get("rankings/?limit=1000&offset=0").json() == {
        "count": 0, "next": None, "previous": None, "results": [],
    }  # fmt: skip
