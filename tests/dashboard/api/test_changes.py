"""`rankings/changes/`: a program that follows misses nothing and is told nothing twice."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role
from accounts.people import appoint
from rankings.models import Publication, RankingList
from rankings.publish import Signatures, withdraw
from rankings.sample import drop_sample
from tests.dashboard.api.conftest import AT, OCTOBER, Get, publish_list

DAY = timedelta(days=1)
Told = list[tuple[str, str, int]]


@pytest.fixture
def acts(directory: None) -> None:
    """August, September, August revised, September withdrawn, October; on five days."""
    for name in ("meera", "arjun"):
        get_user_model().objects.create_user(username=name)
        appoint(username=name, role=Role.PUBLISHER, state_code=None, by="test", at=AT)
    publish_list("2023-08", OCTOBER, released_on=date(2023, 9, 25), at=AT)
    publish_list("2023-09", OCTOBER, released_on=date(2023, 10, 26), at=AT + DAY)
    publish_list("2023-08", OCTOBER[:2], reason="A late figure", at=AT + 2 * DAY)
    withdraw(publication=2, signatures=Signatures("meera", "arjun"), reason="Wrong file", at=AT + 3 * DAY)
    publish_list("2023-10", OCTOBER, at=AT + 4 * DAY)


EVERYTHING: Told = [
    ("published", "2023-08", 1), ("published", "2023-09", 1), ("revised", "2023-08", 2), ("withdrawn", "2023-09", 1),
    ("published", "2023-10", 1),
]  # fmt: skip


def told(document: dict[str, Any]) -> Told:
    assert document["count"] == len(document["results"])
    return [(one["change"], one["month"], one["revision"]) for one in document["results"]]


def test_all_of_it_oldest_first(acts: None, get: Get) -> None:
    document = get("rankings/changes/").json()
    assert told(document) == EVERYTHING
    assert document["next"] is None
    first, _, third, fourth, _ = document["results"]
    assert (first["at"], first["origin"], first["sample"]) == ("2023-11-27T12:00:00+05:30", "computed", False)
    assert (first["released_on"], first["reason"]) == ("2023-09-25", "")
    assert (third["reason"], fourth["reason"]) == ("A late figure", "Wrong file")
    (own,) = first["lists"]
    assert (own["board"], own["category"]) == ("cctns", "all")
    assert own["digest"] == RankingList.objects.get(month="2023-08", revision=1).digest
    assert get(own["revision_url"].partition("/api/v1/")[2]).json()["digest"] == own["digest"]
    assert get(own["url"].partition("/api/v1/")[2]).json()["revision"] == 2
    assert get(fourth["lists"][0]["revision_url"].partition("/api/v1/")[2]).status_code == 410


@pytest.mark.parametrize(
    ("since", "left"),
    [
        ("2023-11-27", 5),
        ("2023-11-28", 4),
        ("2023-11-27T06:30:00Z", 5),
        ("2023-11-27T06:30:01Z", 4),
        ("2023-11-30T12:00:00", 2),
        ("2023-12-01T06:30:01+00:00", 0),
        ("2031-01-01", 0),
        ("", 5),
    ],
)
def test_since_a_moment(acts: None, get: Get, since: str, left: int) -> None:
    document = get(f"rankings/changes/?since={since.replace('+', '%2B')}").json()
    assert told(document) == EVERYTHING[len(EVERYTHING) - left :]


@pytest.mark.parametrize("since", ["", "2023-11-27", "2023-11-28", "2023-11-30"])
@pytest.mark.parametrize("limit", [1, 2, 3])
def test_page_by_page_it_is_the_same(acts: None, get: Get, since: str, limit: int) -> None:
    whole = told(get(f"rankings/changes/?since={since}").json())
    found: Told = []
    address: str | None = f"rankings/changes/?since={since}&limit={limit}"
    while address:
        answer = get(address)
        page = answer.json()
        assert page["count"] <= limit
        assert ('rel="next"' in answer.headers["Link"]) == (page["next"] is not None)
        found += told(page)
        address = page["next"] and page["next"].partition("/api/v1/")[2]
    assert found == whole
    assert page["cursor"] == get("rankings/changes/").json()["cursor"]


def test_a_cursor_is_kept_and_leads_to_what_is_new(acts: None, get: Get) -> None:
    cursor = get("rankings/changes/").json()["cursor"]
    again = get(f"rankings/changes/?cursor={cursor}").json()
    assert (told(again), again["cursor"], again["next"]) == ([], cursor, None)
    publish_list("2023-11", OCTOBER, at=AT + 9 * DAY)
    withdraw(publication=4, signatures=Signatures("meera", "arjun"), reason="Again", at=AT + 10 * DAY)
    after = get(f"rankings/changes/?cursor={cursor}").json()
    assert told(after) == [("published", "2023-11", 1), ("withdrawn", "2023-10", 1)]
    assert told(get(f"rankings/changes/?cursor={after['cursor']}").json()) == []


def test_a_clock_that_was_set_back_hides_nothing(acts: None, get: Get) -> None:
    cursor = get("rankings/changes/").json()["cursor"]
    publish_list("2023-11", OCTOBER, at=AT - 9 * DAY)
    publish_list("2023-12", OCTOBER, at=AT - 20 * DAY)
    page = get(f"rankings/changes/?cursor={cursor}&limit=1").json()
    rest = get(f"rankings/changes/?cursor={page['cursor']}&limit=1").json()
    assert told(page) + told(rest) == [("published", "2023-11", 1), ("published", "2023-12", 1)]


def test_filters_leave_the_cursor_going_on(acts: None, get: Get) -> None:
    publish_list("2023-06", OCTOBER, origin="recorded", board="icjs", category="ut", at=AT + 9 * DAY)
    end = get("rankings/changes/").json()["cursor"]
    for query, months in (
        ("board=icjs", ["2023-06"]),
        ("category=UT", ["2023-06"]),
        ("origin=recorded", ["2023-06"]),
        ("origin=computed&board=icjs", []),
        ("board=&category=", ["2023-08", "2023-09", "2023-08", "2023-09", "2023-10"]),
    ):
        document = get(f"rankings/changes/?{query}").json()
        assert [one["month"] for one in document["results"]] == months, query
        assert document["cursor"] == end
        assert (
            get(f"rankings/changes/?{query}&limit=1").json()["next"].endswith(f"limit=1&cursor={_first(get)}")
        )


def _first(get: Get) -> str:
    return str(get("rankings/changes/?limit=1").json()["cursor"])


def test_a_cursor_of_what_is_no_more_is_told(acts: None, get: Get) -> None:
    publish_list("2023-12", OCTOBER, sample=True, at=AT + 8 * DAY)
    cursor = get("rankings/changes/").json()["cursor"]
    drop_sample(at=AT + 9 * DAY)
    answer = get(f"rankings/changes/?cursor={cursor}")
    assert (answer.status_code, answer.json()["code"]) == (410, "cursor_gone")
    publish_list("2023-11", OCTOBER, at=AT + 9 * DAY)
    assert Publication.objects.filter(number=5).exists(), "the number was given again"
    assert get(f"rankings/changes/?cursor={cursor}").status_code == 410


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("since=soon", "since"),
        ("cursor=1", "cursor"),
        ("cursor=a-b-c", "cursor"),
        ("cursor=1-2-3-4", "cursor"),
        ("cursor=9999999999-0-000000000000", "cursor"),
        ("cursor=1-0-000000000000&since=2023-01-01", "since"),
        ("limit=0", "limit"),
    ],
)
def test_what_cannot_be_meant(acts: None, get: Get, query: str, field: str) -> None:
    answer = get(f"rankings/changes/?{query}")
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        400,
        "malformed_query",
        field,
    )


def test_a_follower_that_is_up_to_date_costs_three_queries(
    acts: None, get: Get, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    path = "rankings/changes/?since=2023-11-28"
    with django_assert_num_queries(11):
        first = get(path)
    assert first.headers["Last-Modified"] == "Fri, 01 Dec 2023 06:30:00 GMT"
    with django_assert_num_queries(3):
        assert get(path, if_none_match=first.headers["ETag"]).status_code == 304
    assert get(f"{path}&limit=1").headers["ETag"] != first.headers["ETag"]
    publish_list("2023-11", OCTOBER, at=AT + 9 * DAY)
    assert get(path, if_none_match=first.headers["ETag"]).status_code == 200


def test_as_a_table_every_list_has_a_row(acts: None, get: Get) -> None:
    publication = Publication.objects.get(number=4)
    publish_list("2023-10", OCTOBER, board="icjs", publication=publication)
    lines = get("rankings/changes/?format=csv&since=2023-12-01").content.decode().splitlines()
    assert lines[0].startswith(
        "change,at,month,origin,revision,sample,released_on,reason,board,category,digest,url"
    )
    assert [line.split(",")[8] for line in lines[1:]] == ["cctns", "icjs"]
    only = get("rankings/changes/?fields=change,month").json()
    assert only["results"][0] == {"change": "published", "month": "2023-08"}
