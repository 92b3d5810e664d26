"""Polling costs no query: a 304 of the API is answered from the tags that were given out in this edition."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.cache import Cache, Memory
from common.months import Month
from dashboard.api.urls import urlpatterns
from insights.decides import queries as decided
from tests.common.cache.asking import get
from tests.common.cache.conftest import correct, later
from tests.common.cache.public import BESIDE, PUBLIC
from tests.dashboard.practices.making import PDF, entered

ROOT = "/api/v1/"
READ = [
    "", "rankings/", "rankings/?board=icjs&limit=2", "rankings/changes/?since=2023-11-01", "rankings/2023-10/?state=HR",
    "rankings/2023-10/?as_of=2024-01-15", "rankings/2023-10/?format=xlsx", "rankings/2023-10/rev/1/?lang=hi",
    "rankings/2023-10/rev/1/?origin=computed&format=xlsx", "rankings/2023-10/sensitivity/", "rankings/2023-10/decides/",
    "rankings/2023-10/what-if/?marks=REG-01:9",
    "rankings/2023-10/progress/", "rankings/2023-10/progress/?span=12&measure=gap_closed&format=csv",
    "rankings/2023-10/datapackage.json?format=zip", "rankings/2023-10/data/rankings.csv", "datapackage.json?format=zip",
    "data/marks.csv", "history.jsonl", "history.jsonl?state=HR", "states/?category=ut", "states/HR/",
    "states/HR/history/", "states/HR/history/?view=rescored", "states/HR/marks/2023-10/",
    "states/HR/marks/latest/?format=csv", "states/HR/why/", "states/HP/plan/?target=1",
    "streaks/?from=2023-10&to=2023-10", "parameters/",
    "claims/", "claims/read/?text=Haryana+was+first",
    "claims/check/?of=HR&kind=rank&number=1&from=2023-10&to=2023-10", "annual/?year=2023",
    "practices/?state=HR&format=csv", "practices/1/",
    "methodologies/", "methodologies/2023-01/", "problems/", "problems/not_found/", "schema/", "schema/?format=yaml",
]  # fmt: skip


@pytest.fixture
def both(ranking: None, figures: Any) -> None:
    """September too, for what compares two lists; how sure their orders are; and a good practice."""
    figures({"HR": 985, "HP": 990, "DL": 960}, Month(2023, 9), True)
    call_command("sensitivity", "--all")
    entered(file=PDF)


def test_every_address_that_is_read_is_asked_here() -> None:
    asked = [one.partition("?")[0] for one in READ]
    missing = []
    for pattern in urlpatterns:
        route = re.compile(re.sub(r"<str:\w+>", "[^/]+", str(pattern.pattern)) or "^$")
        if not any(route.fullmatch(path) for path in asked):
            missing.append(pattern.name)
    assert missing == []


def test_a_304_costs_no_query(both: None, server: Cache) -> None:
    found = {}
    for path in READ:
        address = ROOT + path
        first = get(server, address)
        assert first.status == 200, (path, first.body)
        tag = first.headers["etag"]
        own = get(WSGIHandler(), address, HTTP_IF_NONE_MATCH=tag)
        for condition in (tag, f'"other", W/{tag[:-1]}-br"'):
            with CaptureQueriesContext(connection) as queries:
                again = get(server, address, HTTP_IF_NONE_MATCH=condition)
            found[path] = (again.status, again.body, len(queries))
            assert again.headers == {
                name: own.headers[name] for name in own.headers if name != "content-length"
            }, path
    assert found == dict.fromkeys(READ, (304, b"", 0))


def test_every_table_behind_an_answer_moves_the_edition(both: None) -> None:
    """A new table behind an address of the API belongs in PUBLIC, or beside it with a reason."""
    correct()
    read = set()
    for path in READ:
        with CaptureQueriesContext(connection) as queries:
            get(WSGIHandler(), ROOT + path)
        read |= {name for one in queries for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', one["sql"])}
    assert read <= PUBLIC | set(BESIDE), read - PUBLIC - set(BESIDE)


def test_after_a_correction_nobody_is_told_that_nothing_changed(committed: None, server: Cache) -> None:
    paths = ["rankings/", "rankings/2023-10/?state=HR", "history.jsonl", "rankings/2023-10/data/rankings.csv"]
    tags = {path: get(server, ROOT + path).headers["etag"] for path in paths}
    for path, tag in tags.items():
        assert get(server, ROOT + path, HTTP_IF_NONE_MATCH=tag).status == 304
    correct()
    later(server)
    for path, tag in tags.items():
        answer = get(server, ROOT + path, HTTP_IF_NONE_MATCH=tag)
        assert answer == get(WSGIHandler(), ROOT + path), path
        assert (answer.status, answer.headers["etag"] != tag) == (200, True), path


def test_what_one_asks_for_is_not_what_another_asked_for(both: None, server: Cache) -> None:
    """Each form, language, host and condition has an answer of its own."""
    address = ROOT + "states/HR/history/"
    tag = get(server, address).headers["etag"]
    met = {"HTTP_IF_NONE_MATCH": tag}
    assert get(server, address, **met).status == 304
    assert get(server, address, HTTP_ACCEPT="text/csv", **met).status == 200
    assert get(server, address, HTTP_IF_MATCH='"other"', **met).status == 412
    assert get(server, address, HTTP_IF_NONE_MATCH='"other"').status == 200
    assert get(server, address + "?lang=xx", **met).status == 400
    assert get(server, address, "POST", **met).status == 405
    dated = {"HTTP_IF_MODIFIED_SINCE": get(server, address).headers["last-modified"]}
    with CaptureQueriesContext(connection) as queries:
        assert get(server, address, **dated).status == 304
    assert len(queries) == 0
    assert get(server, address, HTTP_IF_MODIFIED_SINCE="Mon, 01 Jan 2001 00:00:00 GMT").status == 200


def test_the_memory_of_tags_is_bounded(both: None, server: Cache) -> None:
    get(server, f"{ROOT}states/HR/")
    server.tags = Memory(5 * server.tags.size // 2)  # bytes: the headers of two answers
    tags = [get(server, f"{ROOT}states/{code}/").headers["etag"] for code in ("HR", "HP", "DL")]
    for code, tag, queries in zip(("DL", "HP", "HR"), reversed(tags), (0, 0, 3), strict=True):
        with CaptureQueriesContext(connection) as asked:
            assert get(server, f"{ROOT}states/{code}/", HTTP_IF_NONE_MATCH=tag).status == 304
        assert len(asked) == queries


@pytest.mark.parametrize(
    ("path", "queries"),
    [("rankings/2023-10/sensitivity/", 4), ("rankings/2023-10/decides/", 10), ("states/HR/why/", 13)],
)
def test_what_the_first_answer_costs(both: None, path: str, queries: int) -> None:
    """The others are pinned in tests/dashboard/api/test_queries.py; these rest on what is computed."""
    decided._worked_out.cache_clear()  # another test's list of the same content would cost less
    with CaptureQueriesContext(connection) as asked:
        assert get(WSGIHandler(), ROOT + path).status == 200
    assert len(asked) == queries
