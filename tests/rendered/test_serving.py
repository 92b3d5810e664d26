"""Stored bytes are those of Django, to the byte and the header; whoever wants something else gets it from Django."""

from __future__ import annotations

import gzip
import re
from typing import Any

import brotli
import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from progress.stored import StoredPages
from rankings.core.stored import _negotiated
from rankings.services.rendering import ask, render
from rankings.views.addresses import published
from states.editions import WATCHED
from tests.rendered.conftest import HOST, KINDS, Answer, Django, correct, get, nothing

BESIDE = {
    "rankings_listrow": "rows come and go with their list",
    "states_auditevent": "an act that counts is written with what it changes",
    "metrics_figure": "a data package names the revisions on which lists rest, and those never change",
    "metrics_figureset": "likewise",
    "submissions_datamonth": "only for the key of a leave",
}
"""Tables that stored pages read and that need not be watched, with the reason."""


@pytest.mark.slow
def test_every_stored_answer_is_djangos_own(ranking: None, steady: StoredPages, slow: Django) -> None:
    correct()
    assert render(WSGIHandler(), published(), report=nothing) == len(published()) > 250
    differing = []
    for address in published():
        own = get(WSGIHandler(), address)
        stored = get(steady, address)
        small = get(steady, address, HTTP_ACCEPT_ENCODING="gzip")
        smaller = get(steady, address, HTTP_ACCEPT_ENCODING="br")
        if own.status != 200:
            continue  # a board or category without a list, which has no page to keep
        same = stored == own and own.body == gzip.decompress(small.body) == brotli.decompress(smaller.body)
        coded = (coded_headers(own, "gzip", small), coded_headers(own, "br", smaller))
        if not same or coded != (small.headers, smaller.headers):
            differing.append(address)
    assert differing == []
    assert [one for one in slow.asked if get(WSGIHandler(), one).status == 200] == []


def coded_headers(own: Answer, coding: str, answer: Answer) -> dict[str, str]:
    return {
        **own.headers,
        "etag": f'{own.headers["etag"][:-1]}-{coding}"',
        "content-encoding": coding,
        "content-length": str(len(answer.body)),
    }


def test_what_is_made_on_the_spot_is_djangos_own(ranking: None, steady: StoredPages, slow: Django) -> None:
    for address in KINDS:
        own = get(WSGIHandler(), address)
        assert get(steady, address) == get(steady, address) == own, address
        assert own.headers["etag"].startswith('"')
        assert "last-modified" in own.headers
        assert "Accept-Encoding" in own.headers["vary"]
        head = get(steady, address, "HEAD")
        assert (head.status, head.headers, head.body) == (200, own.headers, b""), address
    assert slow.asked == KINDS


def test_every_table_behind_a_stored_page_is_watched(ranking: None) -> None:
    """A new table on such a page needs a `watch` in its room's apps.py, or a reason here."""
    correct()
    read = set()
    for address in KINDS:
        with CaptureQueriesContext(connection) as queries:
            assert ask(WSGIHandler(), address) is not None
        read |= {name for one in queries for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', one["sql"])}
    assert read - set(BESIDE) <= set(WATCHED), read - set(BESIDE) - set(WATCHED)
    assert set(BESIDE) <= read


# --- 304 --------------------------------------------------------------------------------------------------


def test_not_modified_is_djangos_own(ranking: None, steady: StoredPages, slow: Django) -> None:
    for address in KINDS:
        etag = get(steady, address).headers["etag"]
        own = get(WSGIHandler(), address, HTTP_IF_NONE_MATCH=etag)
        slow.asked.clear()
        with CaptureQueriesContext(connection) as queries:
            stored = get(steady, address, HTTP_IF_NONE_MATCH=etag)
        assert (own.status, stored.status, stored.body, slow.asked, len(queries)) == (304, 304, b"", [], 0)
        assert stored.headers == {key: value for key, value in own.headers.items() if key != "content-length"}


def test_conditions(ranking: None, steady: StoredPages) -> None:
    """The slow path, which knows of no codings, is asked the same and says the same."""
    tag = get(steady, "/").headers["etag"].strip('"')
    met = ('"{}"', 'W/"{}"', '"{}-br"', '"{}-gzip"', '"other", "{}-br"', "*")
    for condition in (*met, '"other"', "{}"):
        for coding in ("", "br"):
            asked = {"HTTP_IF_NONE_MATCH": condition.format(tag), "HTTP_ACCEPT_ENCODING": coding}
            statuses = (
                get(steady, "/", **asked).status,
                get(steady, "/", HTTP_COOKIE="sessionid=x", **asked).status,
            )
            assert statuses == ((304, 304) if condition in met else (200, 200)), condition


def test_a_date_counts_for_the_api_alone(ranking: None, steady: StoredPages) -> None:
    for address, status in (("/api/v1/rankings/2023-10/", 304), ("/rankings/2023-10/", 200)):
        modified = get(steady, address).headers["last-modified"]
        for application in (steady, WSGIHandler()):
            assert get(application, address, HTTP_IF_MODIFIED_SINCE=modified).status == status
            assert (
                get(application, address, HTTP_IF_MODIFIED_SINCE="Mon, 01 Jan 2001 00:00:00 GMT").status
                == 200
            )
            assert get(application, address, HTTP_IF_MODIFIED_SINCE="yesterday").status == 200


# --- who gets stored bytes --------------------------------------------------------------------------------


OWN: list[dict[str, str]] = [
    {"HTTP_COOKIE": "a=b; sessionid=xyz"},
    {"HTTP_AUTHORIZATION": "Bearer x"},
    {"HTTP_ORIGIN": "https://example.org"},
    {"HTTP_RANGE": "bytes=0-9"},
    {"HTTP_IF_MATCH": "*"},
    {"SCRIPT_NAME": "/below"},
    {"wsgi.url_scheme": "https"},
    {"HTTP_HOST": "elsewhere.example"},
    {"HTTP_HOST": ""},
    {"REQUEST_METHOD": "POST"},
    {"REQUEST_METHOD": "OPTIONS"},
    {"HTTP_ACCEPT": "application/xml"},
    {"QUERY_STRING": "as_of=2024-01-15"},
]


def test_whoever_wants_something_of_their_own_gets_it_from_django(
    ranking: None, steady: StoredPages, slow: Django
) -> None:
    address = "/api/v1/rankings/2023-10/"
    get(steady, address)
    for own in OWN:
        slow.asked.clear()
        answer = get(steady, address, **own)
        assert len(slow.asked) == 1, own
        assert answer.status == get(WSGIHandler(), address, **own).status, own


def test_each_of_our_hosts_gets_answers_that_name_it(
    ranking: None, steady: StoredPages, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = [HOST, ".pragati.example"]
    for address in KINDS:
        for host in (HOST, "www.pragati.example:8000"):
            own = get(WSGIHandler(), address, HTTP_HOST=host)
            assert get(steady, address, HTTP_HOST=host) == get(steady, address, HTTP_HOST=host) == own, (
                address
            )


def test_in_production_a_page_is_stored_as_it_goes_over_tls(
    ranking: None, steady: StoredPages, slow: Django, settings: Any
) -> None:
    settings.PRODUCTION, settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, True, 3600
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    slow._handler = WSGIHandler()
    steady._scheme = "https"
    assert get(steady, "/").status == 301
    slow.asked.clear()
    over_tls = get(steady, "/", HTTP_X_FORWARDED_PROTO="https")
    again = get(steady, "/", HTTP_X_FORWARDED_PROTO="https")
    assert (over_tls.status, slow.asked) == (200, ["/"])
    assert again == over_tls == get(WSGIHandler(), "/", HTTP_X_FORWARDED_PROTO="https")
    assert "max-age=3600" in over_tls.headers["strict-transport-security"]


def test_a_wish_for_a_language_changes_no_stored_answer(ranking: None, steady: StoredPages) -> None:
    for address in KINDS:
        for language in ("hi", "hi, en;q=0.5"):
            wish = {"HTTP_ACCEPT_LANGUAGE": language}
            assert get(steady, address, **wish) == get(WSGIHandler(), address, **wish), address


def test_csv_by_wish_and_by_name_is_the_same(ranking: None, steady: StoredPages, slow: Django) -> None:
    by_name = get(steady, "/api/v1/rankings/2023-10/?format=csv")
    by_wish = get(steady, "/api/v1/rankings/2023-10/", HTTP_ACCEPT="text/csv")
    assert by_name == by_wish == get(WSGIHandler(), "/api/v1/rankings/2023-10/", HTTP_ACCEPT="text/csv")
    assert slow.asked == ["/api/v1/rankings/2023-10/?format=csv"]


def test_stored_answers_are_not_counted_and_others_are(
    ranking: None, steady: StoredPages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The throttle guards what has to be computed; handing out stored bytes costs less than counting them."""
    monkeypatch.setattr("rankings.api.throttles.ReadThrottle.rate", "3/min", raising=False)
    monkeypatch.setattr("rankings.api.throttles.ReadThrottle.timer", lambda _: 1_000_000_020.0)
    assert {get(steady, "/api/v1/rankings/2023-10/").status for _ in range(20)} == {200}
    statuses = [get(steady, "/api/v1/rankings/2023-10/?as_of=2024-01-15").status for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


# --- what cannot be kept ------------------------------------------------------------------------------------


def test_a_month_without_a_list_is_asked_of_django_each_time(
    ranking: None, steady: StoredPages, slow: Django
) -> None:
    for _ in range(2):
        assert get(steady, "/rankings/2030-01/").status == 404
    assert slow.asked == ["/rankings/2030-01/"] * 3, "the first time it was also tried to be kept"


def test_a_failing_page_is_not_held_against_its_address(
    ranking: None, steady: StoredPages, slow: Django, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = slow._handler

    def failing(environ: Any, start_response: Any) -> Any:
        start_response("500 Internal Server Error", [])
        return [b""]

    monkeypatch.setattr(slow, "_handler", failing)
    assert get(steady, "/").status == 500
    monkeypatch.setattr(slow, "_handler", handler)
    assert get(steady, "/").status == 200
    slow.asked.clear()
    assert get(steady, "/").status == 200
    assert slow.asked == []


def test_memory_is_bounded(
    ranking: None, steady: StoredPages, slow: Django, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("progress.stored.MOST_BYTES", 40_000)
    for address in KINDS:
        get(steady, address)
    assert 0 < steady._shelf.size <= 40_000
    assert steady._shelf.size == sum(page.size for page in steady._shelf.pages.values())


def test_a_signed_in_person_gets_djangos_own_page(
    ranking: None, steady: StoredPages, slow: Django, django_user_model: Any
) -> None:
    client = Client()
    client.force_login(django_user_model.objects.get(username="meera"))
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    get(steady, "/")
    slow.asked.clear()
    assert get(steady, "/", HTTP_COOKIE=cookie).status == 200
    assert get(steady, "/publish/", HTTP_COOKIE=cookie).status == 200
    assert slow.asked == ["/", "/publish/"]


# --- what readers can make a process keep -------------------------------------------------------------------


def test_odd_spellings_leave_nothing_behind(
    ranking: None, steady: StoredPages, slow: Django, settings: Any
) -> None:
    """Long headers, ports with any number of digits and junk in the address: answered, and not remembered."""
    settings.ALLOWED_HOSTS = [HOST, ".pragati.example"]
    address = "/api/v1/rankings/2023-10/"
    get(steady, address)
    kept = (dict(steady._spellings), set(steady._shelf.pages), set(steady._shelf.absent))
    for number in range(20):
        get(steady, address, HTTP_ACCEPT=f"application/json,x/{'y' * 3_000}{number}")
        get(steady, address, HTTP_HOST=f"{HOST}:{number:0300}")
        get(steady, address, HTTP_HOST=f"a{number}.pragati.example")
        get(steady, f"{address}?x={'y' * 3_000}{number}")
    assert (steady._spellings, set(steady._shelf.pages), set(steady._shelf.absent)) == kept
    before = negotiate_kept()
    get(steady, address, HTTP_ACCEPT_ENCODING="gzip," + "x" * 3_000)
    assert negotiate_kept() == before


def negotiate_kept() -> int:
    return int(_negotiated.cache_info().currsize)


def test_a_remembered_tag_has_one_size_whatever_its_address(ranking: None, steady: StoredPages) -> None:
    for query in ("from=2023-01", "from=2023-01&as_of=" + "0" * 3_000 + "2024-01-15"):
        get(steady, "/api/v1/states/HR/history/", QUERY_STRING=query)
    told = steady._tags._told
    assert told
    assert {len(key[-1]) for key in told} == {16}


def test_the_size_of_a_page_is_that_of_all_that_is_kept_of_it(ranking: None, steady: StoredPages) -> None:
    get(steady, "/")
    for coding in ("br", "gzip", ""):
        get(steady, "/", HTTP_ACCEPT_ENCODING=coding)
    [page] = steady._shelf.pages.values()
    bodies = {id(one.body): len(one.body) for one in page._variants.values()}
    headers = sum(len(name) + len(value) for one in page._variants.values() for name, value in one.headers)
    assert sum(bodies.values()) + headers <= page.size + 200


def test_whoever_has_used_up_his_share_gets_no_page_made(
    ranking: None, steady: StoredPages, slow: Django, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rankings.api.throttles.ReadThrottle.rate", "3/min", raising=False)
    monkeypatch.setattr("rankings.api.throttles.ReadThrottle.timer", lambda _: 1_000_000_020.0)
    for _ in range(4):
        get(steady, "/api/v1/problems/")
    slow.asked.clear()
    assert get(steady, "/api/v1/rankings/2030-01/").status == 429
    assert slow.asked == ["/api/v1/rankings/2030-01/"], "asked once, and not made to be kept"
    assert get(steady, "/api/v1/rankings/2023-10/", REMOTE_ADDR="203.0.113.9").status == 200
    assert get(steady, "/api/v1/rankings/2023-10/").status == 200, "what is stored is for everybody"
