"""streaks/: counts and streaks, each with its months."""

from __future__ import annotations

import csv
from io import StringIO

from rankings.models import RankingList
from tests.dashboard.api.conftest import HARYANA, OCTOBER, Get, publish_list


def test_streaks_hold_what_the_contract_gives(autumn: dict[str, RankingList], get: Get) -> None:
    document = get("streaks/?board=cctns&category=all&from=2023-08&to=2023-10&origin=computed").json()
    results, firsts = document.pop("results"), document.pop("firsts")
    assert document == {
        "board": "cctns", "category": "all", "from": "2023-08", "to": "2023-10", "months": 3,
        "months_on_record": 3, "months_complete": 3, "months_missing": [], "sample": False, "sample_months": 0,
        "mixed_sample": False, "sample_basis": "none", "origins": ["computed"], "count": 3,
    }  # fmt: skip
    by_code = {one["state"]["code"]: one for one in results}
    assert by_code["HR"] == {
        "state": HARYANA,
        "months_first": 2,
        "undecided_months": [],
        "current_streak": 2,
        "current_streak_from": "2023-09",
        "streak_certain": True,
        "longest_streak": 2,
        "longest_streak_from": "2023-09",
        "longest_streak_to": "2023-10",
        "longest_streak_certain": True,
        "longest_streak_at_most": 2,
        "first_months": ["2023-09", "2023-10"],
    }
    assert by_code["HP"]["first_months"] == ["2023-08", "2023-09"]
    assert by_code["HP"]["current_streak_from"] is None
    assert by_code["DL"]["longest_streak_from"] is None
    assert [one["state"]["code"] for one in results] == ["HR", "HP", "DL"]
    assert firsts == [
        {"month": "2023-08", "states": ["HP"]},
        {"month": "2023-09", "states": ["HR", "HP"]},
        {"month": "2023-10", "states": ["HR"]},
    ]


def test_the_window_defaults_to_all_that_is_on_record(
    autumn: dict[str, RankingList], record: RankingList, get: Get
) -> None:
    document = get("streaks/").json()
    assert (document["from"], document["to"]) == ("2023-06", "2023-10")
    assert (document["months"], document["months_on_record"], document["months_complete"]) == (5, 4, 3)
    assert document["months_missing"] == ["2023-07"]
    assert document["origins"] == ["computed", "recorded"]
    assert document["firsts"][1] == {"month": "2023-07", "states": None}


def test_a_gap_makes_a_streak_uncertain_and_is_told(record: RankingList, get: Get) -> None:
    publish_list("2023-08", OCTOBER)
    haryana = get("streaks/").json()["results"][0]
    assert (haryana["current_streak"], haryana["streak_certain"]) == (1, False)
    assert haryana["undecided_months"] == ["2023-07"]
    assert (haryana["longest_streak"], haryana["longest_streak_certain"]) == (1, False)
    assert haryana["longest_streak_at_most"] == 3
    row = next(csv.DictReader(StringIO(get("streaks/?format=csv").content.decode())))
    assert (row["longest_streak_certain"], row["longest_streak_at_most"]) == ("false", "3")


def test_sample_and_real_months_never_add_up_in_silence(directory: None, get: Get) -> None:
    publish_list("2023-09", OCTOBER, sample=True)
    document = get("streaks/").json()
    assert (document["sample"], document["sample_months"], document["mixed_sample"]) == (True, 1, False)
    assert document["sample_basis"] == "all"
    publish_list("2023-10", OCTOBER)
    document = get("streaks/").json()
    assert (document["sample"], document["sample_months"], document["mixed_sample"]) == (True, 1, True)
    assert document["sample_basis"] == "mixed"


def test_nothing_on_record_is_said_plainly(directory: None, get: Get) -> None:
    document = get("streaks/").json()
    assert (document["from"], document["to"], document["count"], document["results"]) == (None, None, 0, [])
    assert (document["months_on_record"], document["sample"], document["origins"]) == (0, False, [])


def test_a_window_after_the_last_list_counts_nothing(autumn: dict[str, RankingList], get: Get) -> None:
    document = get("streaks/?from=2030-01").json()
    assert (document["months_on_record"], document["firsts"]) == (0, [])
    assert {one["months_first"] for one in document["results"]} == {0}


def test_a_window_of_many_centuries_is_refused(autumn: dict[str, RankingList], get: Get) -> None:
    assert get("streaks/?from=1900-01").status_code == 200
    for query in ("from=1900-01&to=2999-12", "to=2999-12"):
        response = get(f"streaks/?{query}")
        assert response.status_code == 400
        assert response.json()["field"] == "to"
