"""Cheap polling: strong ETags over the very bytes, Last-Modified, 304, HEAD."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts import audit
from rankings.models import RankingList
from rankings.record.services import load_record
from states.models import State
from tests.dashboard.api.conftest import AT, OCTOBER, ROOT, Get, publish_list

EVERY_PATH = [
    "",
    "rankings/",
    "rankings/2023-10/",
    "rankings/latest/",
    "rankings/2023-10/rev/1/",
    "states/",
    "states/HR/",
    "states/HR/history/",
    "states/HR/marks/2023-10/",
    "streaks/",
    "parameters/",
    "methodologies/",
    "methodologies/2023-01/",
    "problems/",
    "problems/not_found/",
    "rankings/changes/",
    "rankings/2023-10/datapackage.json",
    "rankings/2023-10/data/rankings.csv",
    "datapackage.json",
    "data/lists.csv",
]


@pytest.fixture
def published(autumn: dict[str, RankingList]) -> None:
    """Something at every path."""


@pytest.mark.parametrize("path", EVERY_PATH)
def test_every_get_has_validators_and_answers_304(published: None, get: Get, path: str) -> None:
    response = get(path)
    assert response.status_code == 200
    etag = response.headers["ETag"]
    assert etag.startswith('"')
    assert etag.endswith('"')
    assert response.headers["Last-Modified"] == "Mon, 27 Nov 2023 06:30:00 GMT"
    assert "Accept" in response.headers["Vary"].split(", ")
    assert get(path).headers["ETag"] == etag
    for wanted in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        answer = get(path, if_none_match=wanted)
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["ETag"] == etag
        assert answer.headers["Cache-Control"] == response.headers["Cache-Control"]
    assert get(path, if_none_match='"other"').status_code == 200


@pytest.mark.parametrize("path", EVERY_PATH)
def test_head_tells_the_same_without_a_body(published: None, get: Get, client: Client, path: str) -> None:
    full, head = get(path), client.head(ROOT + path)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(full.content))
    for name in ("ETag", "Last-Modified", "Content-Type", "Cache-Control"):
        assert head.headers[name] == full.headers[name]
    assert client.head(ROOT + path, headers={"if-none-match": full.headers["ETag"]}).status_code == 304


def test_an_error_answers_head_without_a_body(db: None, client: Client) -> None:
    response = client.head(f"{ROOT}nothing/")
    assert (response.status_code, response.content) == (404, b"")


def test_each_format_has_its_own_etag(published: None, get: Get) -> None:
    json, csv = get("states/"), get("states/", accept="text/csv")
    assert json.headers["ETag"] != csv.headers["ETag"]
    assert get("states/", accept="text/csv", if_none_match=json.headers["ETag"]).status_code == 200
    assert get("states/?format=csv", if_none_match=csv.headers["ETag"]).status_code == 304


def test_the_etag_covers_what_no_publication_changes(published: None, get: Get) -> None:
    before = get("rankings/2023-10/").headers["ETag"]
    State.objects.filter(code="HR").update(name_hi="हरयाणा")
    assert get("rankings/2023-10/", if_none_match=before).status_code == 200


def test_if_modified_since(published: None, get: Get) -> None:
    since = get("streaks/").headers["Last-Modified"]
    assert get("streaks/", if_modified_since=since).status_code == 304
    publish_list("2023-11", OCTOBER, at=AT + timedelta(days=30))
    assert get("streaks/", if_modified_since=since).status_code == 200


def test_the_etag_outweighs_the_date(published: None, get: Get) -> None:
    since = get("streaks/").headers["Last-Modified"]
    assert get("streaks/", if_modified_since=since, if_none_match='"other"').status_code == 200


def test_every_act_that_the_public_sees_moves_last_modified(published: None, get: Get) -> None:
    row = b"board,category,month,month_basis,released_on,rank,state,score,source\n"
    row += b"cctns,all,2023-02,stated,2023-03-31,1,HR,99.00,The Tribune\n"
    load_record(data=row, by="system", at=AT + timedelta(hours=1))
    assert get("rankings/").headers["Last-Modified"] == "Mon, 27 Nov 2023 07:30:00 GMT"
    for hours, action in ((2, "states.load"), (3, "methodology.load"), (4, "sample.drop")):
        audit.record(at=AT + timedelta(hours=hours), actor="system", action=action, subject="x")
        assert get("states/").headers["Last-Modified"] == f"Mon, 27 Nov 2023 {6 + hours:02}:30:00 GMT"
    audit.record(at=AT + timedelta(hours=9), actor="system", action="figures.record", subject="HR 2023-11")
    assert get("states/").headers["Last-Modified"] == "Mon, 27 Nov 2023 10:30:00 GMT"


def test_before_the_first_act_there_is_no_date(nothing_loaded: None, get: Get) -> None:
    response = get("rankings/", if_modified_since="Mon, 27 Nov 2023 06:30:00 GMT")
    assert response.status_code == 200
    assert "Last-Modified" not in response.headers


def test_a_precondition_that_does_not_hold_is_a_problem(published: None, get: Get) -> None:
    etag = get("states/").headers["ETag"]
    assert get("states/", if_match=etag).status_code == 200
    response = get("states/", if_match='"other"')
    assert response.status_code == 412
    assert response.json()["code"] == "precondition_failed"


def test_answers_set_no_cookie(published: None, get: Get) -> None:
    for path in EVERY_PATH:
        assert "Set-Cookie" not in get(path).headers
        assert "Cookie" not in get(path).headers["Vary"]
