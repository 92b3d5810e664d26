"""`states/HR/why/`: parts and steps sum to what the lists print."""

from __future__ import annotations

import csv
from decimal import Decimal
from io import StringIO
from itertools import product
from typing import Any

import pytest

from accounts.people import create_demo_accounts
from common.months import Month
from metrics.figures import record_figures, rules_of
from metrics.scoring import Figure
from rankings.publish import Signatures, publish
from tests.dashboard.api.conftest import AT, Get

MONTHS = {
    Month(2022, 12): {"HR": 9, "HP": 8, "DL": 7},
    Month(2023, 1): {"HR": 8, "HP": 9},
    Month(2023, 2): {"HR": 10, "HP": 8, "DL": 9},
}


@pytest.fixture
def published(directory: None) -> None:
    create_demo_accounts(password="explained-2023", at=AT)
    publish_months(MONTHS)


def publish_months(months: dict[Month, dict[str, int]]) -> None:
    for month, tenths in months.items():
        rules = rules_of(month)
        for state, part in tenths.items():
            figures = {code: Figure(Decimal(part), Decimal(10)) for code in rules}
            record_figures(
                state=state, month=month, figures=figures, source="sample", sample=True, by="system", at=AT,
                rules=rules,
            )  # fmt: skip
        publish(
            month=month, signatures=Signatures("publisher", "publisher2"), released_on=AT.date(), at=AT,
            announce=False,
        )  # fmt: skip


def answer(get: Get, path: str) -> Any:
    found = get(path)
    assert found.status_code == 200, found.content
    return found.json(parse_float=Decimal)


def test_parts_and_steps_sum_to_what_the_lists_print(published: None, get: Get) -> None:
    for state, window in product(
        ("HR", "HP"), ("", "?from=2022-12&to=2023-01", "?from=2022-12", "?board=icjs")
    ):
        document = answer(get, f"states/{state}/why/{window}")
        rank, score = document["rank"], document["score"]
        board, lists = document["board"], []
        for month in (document["from"], document["to"]):
            listed = answer(get, f"rankings/{month}/?board={board}")["results"]
            lists.append(next(row for row in listed if row["state"]["code"] == state))
        assert [rank["from"], rank["to"]] == [row["rank"] for row in lists]
        assert rank["change"] == rank["from"] - rank["to"] == sum(step["places"] for step in rank["steps"])
        for step in rank["steps"]:
            assert step["places"] == len(step["won_from"]) - len(step["lost_to"]) + step["shared"]
        assert score["change"] == lists[1]["score"] - lists[0]["score"]
        assert sum(one["points"] for one in document["results"]) + score["rounding"] == score["change"]
        causes = [score[f"by_{cause}"] for cause in ("figures", "methodology", "applicability")]
        assert sum(causes) + score["rounding"] == score["change"]
        assert document["residual"] == 0
        assert document["count"] == len(document["results"])


def test_shape(published: None, get: Get) -> None:
    document = answer(get, "states/HP/why/?to=2023-01")
    assert (document["from"], document["to"], document["sample"]) == ("2022-12", "2023-01", True)
    assert (document["methodology_from"], document["methodology_to"]) == ("2021-06", "2023-01")
    assert document["rank"]["passed"] == ["HR"]
    assert document["rank"]["went_out"] == ["DL"]
    assert document["kind"] == "ranked"
    assert {one["cause"] for one in document["results"]} == {"figures", "methodology"}
    fresh = next(one for one in document["results"] if one["parameter"] == "REG-02")
    assert fresh["from"] is None
    assert fresh["to"] == {
        "numerator": 9, "denominator": 10, "marks": Decimal("3.6"), "max_marks": Decimal("4.0"), "status": "reported",
    }  # fmt: skip
    unranked = answer(get, "states/DL/why/")
    assert (unranked["kind"], unranked["reason_from"], unranked["rank"]) == ("entered", "not_reported", None)
    assert (unranked["score"], unranked["results"]) == (None, [])
    rows = list(csv.DictReader(StringIO(get("states/HP/why/?format=csv").content.decode())))
    newest = answer(get, "states/HP/why/")
    assert [Decimal(row["points"]) for row in rows] == [one["points"] for one in newest["results"]]
    assert {(row["state"], row["from"], row["to"]) for row in rows} == {("HP", "2023-01", "2023-02")}
    (closing,) = {(Decimal(row["score_change"]), Decimal(row["score_rounding"])) for row in rows}
    assert sum(Decimal(row["points"]) for row in rows) + closing[1] == closing[0] == newest["score"]["change"]


def test_while_there_is_only_one_list_there_is_nothing_to_explain(directory: None, get: Get) -> None:
    create_demo_accounts(password="explained-2023", at=AT)
    publish_months({Month(2023, 2): MONTHS[Month(2023, 2)]})
    document = answer(get, "states/HP/why/")
    assert (document["kind"], document["from"], document["to"]) == ("only_list", None, "2023-02")
    assert (document["methodology_from"], document["methodology_to"]) == (None, "2023-01")
    assert (document["rank"], document["score"], document["results"], document["residual"]) == (
        None,
        None,
        [],
        0,
    )
    assert len(get("states/HP/why/?format=csv").content.decode().splitlines()) == 1
    assert get("states/HP/why/?to=2023-02").status_code == 400


WRONG = [
    ("states/XX/why/", 404, "unknown_state"),
    ("states/HP/why/?to=2023-05", 404, "unknown_month"),
    ("states/HP/why/?category=ut", 404, "unknown_category"),
    ("states/HP/why/?from=2023-02", 400, "malformed_query"),
    ("states/HP/why/?origin=recorded", 400, "unknown_query_parameter"),
]


def test_what_it_refuses(published: None, get: Get) -> None:
    for path, status, code in WRONG:
        found = get(path)
        assert (found.status_code, found.json()["code"]) == (status, code), path
    assert get("states/in-hp/why/").status_code == 301
