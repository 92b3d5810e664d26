"""`rankings/2023-10/progress/`: who moved most, as data."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import StringIO
from typing import Any, TypedDict

import pytest

from rankings.api.types import Components, schema_of
from rankings.models import RankingList
from tests.dashboard.api.conftest import Get, Place, publish_list

MONTHS = {
    "2023-07": (("HR", "98.00"), ("HP", "60.00"), ("DL", None)),
    "2023-08": (("HR", "98.50"), ("HP", "70.00"), ("DL", "40.00")),
    "2023-09": (("HR", "99.00"), ("HP", "72.00"), ("DL", "40.00")),
    "2023-10": (("HR", "99.50"), ("HP", "71.00"), ("DL", None)),
}


@pytest.fixture
def published(directory: None) -> None:
    for month, rows in MONTHS.items():
        scored = [row for row in rows if row[1]]
        places = [Place(state, rank, score) for rank, (state, score) in enumerate(scored, start=1)]
        places += [Place(state, None, None, "not_reported") for state, score in rows if score is None]
        publish_list(month, places, methodology="2021-06" if month == "2023-07" else "2023-01")


def answer(get: Get, path: str) -> Any:
    found = get(path)
    assert found.status_code == 200, found.content
    return found.json(parse_float=Decimal)


def test_one_month_in_points(published: None, get: Get) -> None:
    document = answer(get, "rankings/2023-10/progress/")
    assert (document["from"], document["to"], document["span"], document["measure"]) == (
        "2023-09",
        "2023-10",
        1,
        "change",
    )
    assert (document["missing"], document["flagged"], document["most_improved"]) == (None, False, ["HR"])
    assert [
        (one["rank"], one["state"]["code"], one["change"], one["gap_closed"], one["reason"])
        for one in document["results"]
    ] == [
        (1, "HR", Decimal("0.5"), Decimal("50.0"), None),
        (2, "HP", Decimal("-1.0"), Decimal("-3.57"), None),
        (None, "DL", None, None, "not_ranked_now"),
    ]
    first, _, last = document["results"]
    assert first["score"] == {"from": Decimal("99.0"), "to": Decimal("99.5")}
    assert (first["rank_from"], first["rank_to"], last["rank_from"], last["rank_to"]) == (1, 1, 3, None)
    # August: Himachal by 10 points; September: Himachal by 2; October: Haryana.
    assert [(one["months_most_improved"], one["current_streak"]) for one in document["results"]] == [
        (1, 1), (2, 0), (0, 0),
    ]  # fmt: skip
    assert document["months_compared"] == 3
    assert answer(get, "rankings/latest/progress/")["results"] == document["results"]


def test_three_months_and_the_gap(published: None, get: Get) -> None:
    document = answer(get, "rankings/2023-10/progress/?span=3&measure=gap_closed")
    assert (document["from"], document["flagged"]) == ("2023-07", True)
    assert (document["methodology_from"], document["methodology_to"]) == ("2021-06", "2023-01")
    assert [(one["state"]["code"], one["gap_closed"]) for one in document["results"]] == [
        ("HR", Decimal("75.0")), ("HP", Decimal("27.5")), ("DL", None),
    ]  # fmt: skip
    gaps = answer(get, "rankings/2023-09/progress/?measure=gap_closed")
    assert gaps["most_improved"] == ["HR"]
    assert gaps["results"][0]["months_most_improved"] == gaps["results"][0]["current_streak"] == 2


def test_what_is_not_on_record_is_named(published: None, record: RankingList, get: Get) -> None:
    document = answer(get, "rankings/2023-10/progress/?span=12")
    assert (document["from"], document["missing"], document["results"]) == (
        "2022-10",
        "not_on_record_then",
        [],
    )
    assert (document["most_improved"], document["months_compared"]) == ([], 0)
    partial = answer(get, "rankings/2023-07/progress/")
    assert (partial["from"], partial["missing"], partial["origin_from"]) == (
        "2023-06",
        "partial_then",
        "recorded",
    )
    assert answer(get, "rankings/2023-06/progress/")["missing"] == "partial_now"


def test_tables_and_parts(published: None, get: Get) -> None:
    rows = list(csv.DictReader(StringIO(get("rankings/2023-10/progress/?format=csv").content.decode())))
    assert [(row["rank"], row["state"], row["score_from"], row["score_to"], row["change"]) for row in rows] == [
        ("1", "HR", "99.00", "99.50", "0.50"), ("2", "HP", "72.00", "71.00", "-1.00"), ("", "DL", "40.00", "", ""),
    ]  # fmt: skip
    assert {(row["from"], row["to"], row["span"], row["measure"]) for row in rows} == {
        ("2023-09", "2023-10", "1", "change")
    }
    [first, *_] = answer(get, "rankings/2023-10/progress/?fields=rank,state.code,score.to")["results"]
    assert first == {"rank": 1, "state": {"code": "HR"}, "score": {"to": Decimal("99.5")}}


def test_as_of_a_day_and_what_it_refuses(published: None, get: Get) -> None:
    assert (
        answer(get, "rankings/2023-10/progress/?as_of=2024-01-15")["as_of"] == date(2024, 1, 15).isoformat()
    )
    for path, status, code in (
        ("rankings/2023-11/progress/", 404, "unknown_month"),
        ("rankings/autumn/progress/", 404, "unknown_month"),
        ("rankings/2023-10/progress/?board=x", 404, "unknown_board"),
        ("rankings/2023-10/progress/?span=2", 400, "malformed_query"),
        ("rankings/2023-10/progress/?measure=rank", 400, "malformed_query"),
        ("rankings/2023-10/progress/?from=2023-01", 400, "unknown_query_parameter"),
    ):
        found = get(path)
        assert (found.status_code, found.json()["code"]) == (status, code), path


def test_the_schema_describes_this_document_and_no_other(published: None, get: Get) -> None:
    """A job has a progress of its own, whose description once stood here."""
    schema = answer(get, "schema/")
    content = schema["paths"]["/api/v1/rankings/{month}/progress/"]["get"]["responses"]["200"]["content"]
    name = content["application/json"]["schema"]["anyOf"][0]["$ref"].rpartition("/")[2]
    assert set(answer(get, "rankings/2023-10/progress/")) <= set(
        schema["components"]["schemas"][name]["properties"]
    )


class Job:
    class Progress(TypedDict):
        done: int


class Progress(TypedDict):
    rank: int


def test_two_types_of_one_name_stop_the_schema() -> None:
    components = Components()
    schema_of(Job.Progress, components)
    with pytest.raises(ValueError, match="two different types are called Progress"):
        schema_of(Progress, components)
