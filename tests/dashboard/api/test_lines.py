"""`history.jsonl`: every State in every list that stands, line by line."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rankings.lists import packages
from rankings.models import RankingList
from tests.dashboard.api.conftest import OCTOBER, ROOT, Get, Place, publish_list


@pytest.fixture
def published(autumn: dict[str, RankingList], record: RankingList) -> None:
    """Three computed months, a recorded one, a recorded list beside a computed one, and two more lists of October."""
    publish_list("2023-10", (Place("HR", 1, "99.97", source="The Tribune"),), origin="recorded")
    publication = autumn["2023-10"].publication
    for board, category in (("icjs", "all"), ("cctns", "major")):
        publish_list("2023-10", OCTOBER, board=board, category=category, publication=publication)


def lines_of(response: Any) -> list[dict[str, Any]]:
    assert response.streaming
    body = b"".join(response)
    assert body == b"" or body.endswith(b"\n")
    return [json.loads(line) for line in body.decode().splitlines()]


def test_a_line_for_every_state_in_every_list(published: None, get: Get) -> None:
    found = lines_of(get("history.jsonl"))
    assert len(found) == 3 + 3 + 3 + 2 + 1 + 3 + 3
    order = [(one["month"], one["board"], one["category"], one["origin"], one["position"]) for one in found]
    assert order == sorted(order)
    assert found[0] == {
        "month": "2023-06", "board": "cctns", "category": "all", "origin": "recorded", "sample": False,
        "complete": False, "methodology": None, "revision": 1, "position": 1, "rank": 1,
        "state": {"code": "HR", "name": "Haryana", "name_hi": "हरियाणा"}, "score": 100.0, "reason": None,
        "source": "The Tribune 2023-07-28",
    }  # fmt: skip
    assert found[-1]["reason"] == "not_applicable"


def test_the_history_of_a_state_is_the_same_by_both_roads(published: None, get: Get) -> None:
    path = "states/HP/history/?origin=computed"
    expected = [(one["month"], one["rank"], one["score"]) for one in get(path).json()["results"]]
    found = lines_of(get("history.jsonl?state=in-hp&origin=computed&board=cctns&category=all"))
    assert [(one["month"], one["rank"], one["score"]) for one in found] == expected


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("board=icjs", 3),
        ("category=major", 3),
        ("origin=recorded", 3),
        ("from=2023-09&to=2023-09", 3),
        ("from=2023-11", 0),
        ("state=HR,DL&to=2023-08", 3),
        ("board=&category=", 12),
    ],
)
def test_filters(published: None, get: Get, query: str, count: int) -> None:
    assert len(lines_of(get(f"history.jsonl?{query}"))) == count


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("board=none", 404, "unknown_board"),
        ("state=XX", 404, "unknown_state"),
        ("from=2023-13", 400, "malformed_query"),
        ("month=2023-10", 400, "unknown_query_parameter"),
        ("format=json", 406, "not_acceptable"),
    ],
)
def test_what_cannot_be_meant(published: None, get: Get, query: str, status: int, code: str) -> None:
    answer = get(f"history.jsonl?{query}")
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/jsonl"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("", "application/jsonl"),
    ],
)
def test_both_names_of_the_format(published: None, get: Get, accept: str, media_type: str) -> None:
    answer = get("history.jsonl", accept=accept)
    assert answer.headers["Content-Type"] == media_type
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pragati-history.jsonl"'
    assert "Content-Length" not in answer.headers


def test_who_has_it_gets_304_before_a_row_is_read(
    published: None, get: Get, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = get("history.jsonl")
    body = b"".join(first)
    with django_assert_num_queries(3):
        again = get("history.jsonl", if_none_match=first.headers["ETag"])
    assert again.status_code == 304
    with django_assert_num_queries(3):
        head = client.head(f"{ROOT}history.jsonl")
    assert (head.status_code, b"".join(head)) == (200, b"")
    for name in ("ETag", "Last-Modified", "Content-Type", "Cache-Control"):
        assert head.headers[name] == first.headers[name]
    assert "Content-Length" not in head.headers, "nobody knows it beforehand"
    assert get("history.jsonl?board=icjs").headers["ETag"] != first.headers["ETag"]
    assert get("history.jsonl?state=HR").headers["ETag"] != first.headers["ETag"]
    assert b"".join(get("history.jsonl")) == body
    publish_list("2023-11", OCTOBER)
    assert get("history.jsonl", if_none_match=first.headers["ETag"]).status_code == 200


def test_a_few_queries_for_hundreds_of_lists(
    published: None,
    get: Get,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(5):
        whole = lines_of(get("history.jsonl"))
    monkeypatch.setattr(packages, "LISTS_AT_ONCE", 2)
    with django_assert_num_queries(4 + 4):
        assert lines_of(get("history.jsonl")) == whole


def test_before_the_first_list_it_is_empty(directory: None, get: Get) -> None:
    assert lines_of(get("history.jsonl")) == []
