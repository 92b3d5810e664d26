"""`rankings/2023-10/what-if/`: the list ranked again, against scores counted here from the figures."""

from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from io import StringIO

from pytest_django.fixtures import DjangoAssertNumQueries

from metrics.scoring import Figure, Rules, mark, score
from metrics.selectors import document_of, methodology_in_force
from tests.dashboard.api.conftest import Get
from tests.dashboard.api.test_plan import OCTOBER, Figures, answer, published

__all__ = ["published"]
PATH = "rankings/2023-10/what-if/"


def ranks(scores: dict[str, Decimal]) -> dict[str, int]:
    return {code: 1 + sum(other > one for other in scores.values()) for code, one in scores.items()}


def test_scores_and_ranks_by_a_second_road(published: Figures, get: Get) -> None:
    document = answer(
        get, f"{PATH}?marks=REG-01:20,DAT-03:0&figures=HR.REG-01:500/1000,DL.REG-02:-,HP.REG-03:0/0"
    )
    other = {"REG-01": Decimal(20), "DAT-03": Decimal(0)}
    rules = [
        replace(one, max_marks=other.get(one.code, one.max_marks))
        for one in document_of(methodology_in_force(OCTOBER)).parameter_rules()
    ]
    here = frozenset(one.code for one in rules if "cctns" in one.boards)
    sent = {state: dict(own) for state, own in published.items()}
    sent["HR"]["REG-01"] = Figure(Decimal(500), Decimal(1000))
    sent["DL"]["REG-02"] = Figure(None, None)
    sent["HP"]["REG-03"] = Figure(Decimal(0), Decimal(0))
    scores = {
        state: score([mark(one, own[one.code]) for one in rules], on_board=here, rules=Rules()).printed
        for state, own in sent.items()
    }
    expected = {state: one for state, one in scores.items() if one is not None}
    ranked = {one["state"]["code"]: one for one in document["results"] if one["rank"] is not None}
    assert {code: one["score"] for code, one in ranked.items()} == expected
    assert {code: one["rank"] for code, one in ranked.items()} == ranks(expected)
    listed = {
        one["state"]["code"]: one
        for one in answer(get, "rankings/2023-10/")["results"]
        if one["rank"] is not None
    }
    for code, one in ranked.items():
        assert (one["published_rank"], one["published_score"]) == (
            listed[code]["rank"],
            listed[code]["score"],
        )
        assert one["rank_change"] == one["published_rank"] - one["rank"]
    assert document["count"] == 36
    assert document["what_if"] is True
    assert document["marks_tried"] == sum(one.max_marks for one in rules if one.code in here)
    assert [one["parameter"] for one in document["marks"]] == ["DAT-03", "REG-01"]
    assert document["figures"][0] == {
        "state": "DL", "parameter": "REG-02", "published": {"numerator": 975, "denominator": 1000},
        "tried": {"numerator": None, "denominator": None},
    }  # fmt: skip


def test_without_a_change_it_is_the_published_list(published: Figures, get: Get) -> None:
    for board in ("cctns", "icjs", "itsso", "overall"):
        document = answer(get, f"rankings/latest/what-if/?board={board}&figures=HR.REG-01:997/1000")
        rows = answer(get, f"rankings/2023-10/?board={board}")["results"]
        assert [(one["rank"], one["state"], one["score"]) for one in document["results"]] == [
            (one["rank"], one["state"], one["score"]) for one in rows
        ]
        assert (document["marks"], document["figures"]) == ([], [])
    rows = list(csv.DictReader(StringIO(get(f"{PATH}?format=csv").content.decode())))
    assert {row["what_if"] for row in rows} == {"true"}


WRONG = [
    ("rankings/2023-05/what-if/", 404, "unknown_month"),
    ("rankings/2023-10/what-if/?board=x", 404, "unknown_board"),
    ("rankings/2023-10/what-if/?marks=REG-01", 400, "malformed_query"),
    ("rankings/2023-10/what-if/?marks=REG-01:101", 400, "malformed_query"),
    ("rankings/2023-10/what-if/?marks=XX-01:1", 400, "malformed_query"),
    ("rankings/2023-10/what-if/?figures=HR.REG-01:2/1", 400, "malformed_query"),
    ("rankings/2023-10/what-if/?figures=XX.REG-01:1/2", 400, "malformed_query"),
    ("rankings/2023-10/what-if/?figures=HR.REG-01:1/2,HR.REG-01:1/3", 400, "malformed_query"),
    ("rankings/2023-10/what-if/?part.REG-01=1", 400, "unknown_query_parameter"),
]


def test_what_it_refuses(published: Figures, get: Get) -> None:
    for path, status, code in WRONG:
        found = get(path)
        assert (found.status_code, found.json()["code"]) == (status, code), path
        if code == "malformed_query":
            assert found.json()["field"] in {"marks", "figures"}


def test_queries(published: Figures, get: Get, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(8):
        assert get(f"{PATH}?marks=REG-01:9").status_code == 200
