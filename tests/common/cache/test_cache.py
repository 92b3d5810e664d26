"""Kept answers are Django's own, to the byte; whoever wants something else gets it from Django; nothing stale stays."""

from __future__ import annotations

import gzip
import re
import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import brotli
import pytest
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from common import jobs
from common.build import build
from common.cache import SHARED, Answer, Cache, Memory, sealed, unsealed
from common.edition import public_change
from common.http import own_host, wanted_coding
from common.models import Edition, Job
from dashboard.routes import ROUTES, newest
from rankings.publish import WARM, Signatures, withdraw
from states.models import State
from tests.common.cache.asking import get
from tests.common.cache.conftest import KINDS, OCTOBER, Django, correct, later
from tests.common.cache.public import BESIDE, PUBLIC

ADDRESS = "/api/v1/rankings/2023-10/"
transactional = pytest.mark.django_db(transaction=True)


def plain(answer: Any) -> tuple[Any, ...]:
    """An answer without `Vary`, which the cache makes true."""
    return (
        answer.status,
        {name: value for name, value in answer.headers.items() if name != "vary"},
        answer.body,
    )


# --- what is kept -------------------------------------------------------------------------------------------


def test_every_kept_answer_is_djangos_own(ranking: None, server: Cache, slow: Django) -> None:
    for address in KINDS:
        own = get(WSGIHandler(), address)
        assert own.headers["etag"].startswith('"')
        assert "last-modified" in own.headers
        assert plain(get(server, address)) == plain(get(server, address)) == plain(own), address
        for coding, unpack in (("gzip", gzip.decompress), ("br", brotli.decompress)):
            coded = get(server, address, HTTP_ACCEPT_ENCODING=coding)
            assert unpack(coded.body) == own.body
            assert coded.headers["etag"] == f'{own.headers["etag"][:-1]}-{coding}"'
            assert coded.headers["content-encoding"] == coding
            assert coded.headers["content-length"] == str(len(coded.body))
        head = get(server, address, "HEAD")
        assert (head.headers, head.body) == (get(server, address).headers, b""), address
        varies = "Accept-Encoding, Accept" if address.startswith("/api/") else "Accept-Encoding"
        assert head.headers["vary"] == varies, address
    assert slow.asked == KINDS


def test_a_revision_is_kept_for_good_by_whoever_has_it(ranking: None, server: Cache) -> None:
    answer = get(server, "/api/v1/rankings/2023-10/rev/1/")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_every_table_behind_a_kept_answer_moves_the_edition(ranking: None) -> None:
    """A new table on such a page belongs in PUBLIC, whose tables services write inside `public_change`; or beside."""
    correct()
    read = set()
    for address in KINDS:
        with CaptureQueriesContext(connection) as queries:
            assert get(WSGIHandler(), address).status == 200
        read |= {name for query in queries for name in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])}
    assert read <= PUBLIC | set(BESIDE), read - PUBLIC - set(BESIDE)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("/hi/", "/hi/"), ("/?category=ut&board=icjs", "/?board=icjs&category=ut"), ("/?board=cctns&origin=", "/"),
        ("/rankings/2023-10/rev/2/?origin=recorded", "/rankings/2023-10/rev/2/?origin=recorded"),
        ("/?board=ICJS", None), ("/?as_of=2024-01-15", None), ("/?board=icjs&board=icjs", None), ("/?x", None),
        ("/rankings/2023-10", None), ("/rankings/2023-10/rev/0/", None), (f"{ADDRESS}?format=xlsx", None),
        ("/states/HR/?board=icjs", "/states/HR/?board=icjs"),
        ("/states/HR/?month=2023-10", None), ("/states/hr/", None), ("/submissions/", None),
        ("/api/v1/rankings/latest/?category=all&format=json", "/api/v1/rankings/latest/"),
        (f"{ADDRESS}?format=csv&board=icjs", f"{ADDRESS}?board=icjs&format=csv"),
        ("/api/v1/rankings/changes/?since=2023-11-27", None), ("/api/v1/datapackage.json?format=zip", None),
    ],
)  # fmt: skip
def test_what_is_kept_under_which_address(asked: str, kept: str | None) -> None:
    path, _, query = asked.partition("?")
    assert Cache(WSGIHandler(), ROUTES, "").read({"PATH_INFO": path, "QUERY_STRING": query})[1] == kept


def test_csv_by_accept_and_by_name_is_the_same(ranking: None, server: Cache, slow: Django) -> None:
    by_name = get(server, f"{ADDRESS}?format=csv")
    assert by_name == get(server, ADDRESS, HTTP_ACCEPT="text/csv;q=0.9, */*;q=0.1")
    assert slow.asked == [f"{ADDRESS}?format=csv"]


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""), ("gzip, deflate, br, zstd", "br"), ("gzip, deflate", "gzip"), ("br;q=0.3, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip;q=0", ""), ("*", "br"), ("*;q=0.5, br;q=0", "gzip"), ("identity, gzip;q=0.5", ""),
        ("identity;q=0, br", "br"), ("GZIP", "gzip"), ("gzip;q=nonsense", ""), ("deflate", ""),
    ],
)  # fmt: skip
def test_the_coding_that_is_wanted_most(accepted: str, coding: str) -> None:
    assert wanted_coding(accepted) == coding


# --- 304 ----------------------------------------------------------------------------------------------------


def test_not_modified_costs_no_query(ranking: None, server: Cache, slow: Django) -> None:
    for address in KINDS:
        tag = get(server, address).headers["etag"]
        own = get(WSGIHandler(), address, HTTP_IF_NONE_MATCH=tag)
        slow.asked.clear()
        with CaptureQueriesContext(connection) as queries:
            again = get(server, address, HTTP_IF_NONE_MATCH=tag)
        assert (own.status, again.status, again.body, slow.asked, len(queries)) == (304, 304, b"", [], 0)
        assert {**again.headers, "vary": ""} == {
            name: "" if name == "vary" else value
            for name, value in own.headers.items()
            if name != "content-length"
        }


def test_conditions(ranking: None, server: Cache) -> None:
    """Django, which knows of no codings, is asked the same and says the same."""
    tag = get(server, "/").headers["etag"].strip('"')
    met = ('"{}"', 'W/"{}"', '"{}-br"', '"{}-gzip"', '"other", "{}-br"', "*")
    for condition in (*met, '"other"', "{}"):
        for coding in ("", "br"):
            asked = {"HTTP_IF_NONE_MATCH": condition.format(tag), "HTTP_ACCEPT_ENCODING": coding}
            statuses = (
                get(server, "/", **asked).status,
                get(server, "/", HTTP_COOKIE="sessionid=x", **asked).status,
            )
            assert statuses == ((304, 304) if condition in met else (200, 200)), condition


def test_a_date_counts_for_the_api_alone_and_a_tag_before_it(ranking: None, server: Cache) -> None:
    for address, status in ((ADDRESS, 304), ("/rankings/2023-10/", 200)):
        modified = get(server, address).headers["last-modified"]
        for application in (server, WSGIHandler()):
            assert get(application, address, HTTP_IF_MODIFIED_SINCE=modified).status == status
            for other in ("Mon, 01 Jan 2001 00:00:00 GMT", "yesterday"):
                assert get(application, address, HTTP_IF_MODIFIED_SINCE=other).status == 200
            both = {"HTTP_IF_MODIFIED_SINCE": modified, "HTTP_IF_NONE_MATCH": '"other"'}
            assert get(application, address, **both).status == 200


# --- who gets kept answers ----------------------------------------------------------------------------------

OWN: list[dict[str, str]] = [
    {"HTTP_COOKIE": "a=b; sessionid=xyz"}, {"HTTP_COOKIE": "messages=x"}, {"HTTP_AUTHORIZATION": "Bearer x"},
    {"HTTP_ORIGIN": "https://example.org"}, {"HTTP_RANGE": "bytes=0-9"}, {"HTTP_IF_MATCH": "*"},
    {"SCRIPT_NAME": "/below"}, {"wsgi.url_scheme": "https"}, {"HTTP_HOST": "elsewhere.example"}, {"HTTP_HOST": ""},
    {"REQUEST_METHOD": "POST"}, {"REQUEST_METHOD": "OPTIONS"}, {"HTTP_ACCEPT": "application/xml"},
    {"QUERY_STRING": "as_of=2024-01-15"},
]  # fmt: skip


def test_whoever_wants_something_of_their_own_gets_it_from_django(
    ranking: None, server: Cache, slow: Django
) -> None:
    get(server, ADDRESS)
    for own in OWN:
        slow.asked.clear()
        answer = get(server, ADDRESS, **own)
        assert len(slow.asked) == 1, own
        assert answer.status == get(WSGIHandler(), ADDRESS, **own).status, own


def test_nothing_of_a_signed_in_person_is_kept(
    ranking: None, server: Cache, slow: Django, django_user_model: Any
) -> None:
    client = Client()
    client.force_login(django_user_model.objects.get(username="meera"))
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    for address in ("/", ADDRESS, "/api/v1/problems/", "/publish/"):
        assert get(server, address, HTTP_COOKIE=cookie).status == 200
    assert (server.answers.size, server.tags.size) == (0, 0)
    assert slow.asked == ["/", ADDRESS, "/api/v1/problems/", "/publish/"]


@pytest.mark.parametrize(
    "headers",
    [
        [("ETag", '"x"'), ("Set-Cookie", "a=b")], [("ETag", '"x"'), ("Vary", "Cookie")], [("ETag", 'W/"x"')], [],
        [("ETag", '"x"'), ("Cache-Control", "private")], [("ETag", '"x"'), ("Cache-Control", "no-store")],
    ],
)  # fmt: skip
@pytest.mark.parametrize("address", ["/", "/api/v1/problems/"])
def test_an_answer_for_one_reader_is_never_kept(
    ranking: None, server: Cache, address: str, headers: list[tuple[str, str]]
) -> None:
    def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("200 OK", headers[:])
        return [b"for you"]

    server.application = application
    assert get(server, address).body == b"for you"
    assert not any(isinstance(value, Answer) for value, _ in server.answers.held.values())
    assert server.tags.size == 0


def test_any_host_of_ours_gets_the_answer_that_names_the_site(
    ranking: None, server: Cache, slow: Django, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", own_host().partition(":")[0], ".pragati.example"]
    for address in KINDS:
        assert get(server, address, HTTP_HOST="www.pragati.example:8000") == get(server, address), address
    assert slow.asked == KINDS


def test_in_production_an_answer_is_kept_as_it_goes_over_tls(
    ranking: None, slow: Django, settings: Any
) -> None:
    settings.PRODUCTION, settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, True, 3600
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    slow._handler = WSGIHandler()
    server = Cache(slow, ROUTES, "in production")
    assert get(server, "/").status == 301
    slow.asked.clear()
    over_tls = get(server, "/", HTTP_X_FORWARDED_PROTO="https")
    assert over_tls == get(server, "/", HTTP_X_FORWARDED_PROTO="https")
    assert (over_tls.status, slow.asked) == (200, ["/"])
    assert "max-age=3600" in over_tls.headers["strict-transport-security"]


# --- who may cause work -------------------------------------------------------------------------------------


def limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.throttles.ReadThrottle.rate", "3/min", raising=False)
    monkeypatch.setattr("accounts.throttles.ReadThrottle.timer", lambda _: 1_000_000_020.0)


def test_kept_answers_are_not_counted_and_others_are(
    ranking: None, server: Cache, slow: Django, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The throttle guards what has to be computed; handing out kept bytes costs less than counting them."""
    limited(monkeypatch)
    assert {get(server, ADDRESS).status for _ in range(20)} == {200}
    statuses = [get(server, f"{ADDRESS}?as_of=2024-01-15").status for _ in range(5)]
    assert statuses == [200, 200, 200, 429, 429]
    slow.asked.clear()
    assert get(server, "/api/v1/rankings/2030-01/").status == 429
    assert slow.asked == ["/api/v1/rankings/2030-01/"], "asked once, and not made to be kept"
    assert get(server, ADDRESS).status == 200, "what is kept is for everybody"


def test_an_address_without_an_answer_to_keep_is_tried_once(
    ranking: None, server: Cache, slow: Django
) -> None:
    assert [get(server, "/rankings/2030-01/").status for _ in range(2)] == [404, 404]
    assert slow.asked == ["/rankings/2030-01/"] * 3, "the first time it was also tried to be kept"


def test_a_failure_is_not_held_against_its_address(
    ranking: None, server: Cache, slow: Django, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(environ: Any, start_response: Any) -> Any:
        start_response("500 Internal Server Error", [])
        return [b""]

    with monkeypatch.context() as broken:
        broken.setattr(slow, "_handler", failing)
        assert get(server, "/").status == 500
    assert get(server, "/").status == 200
    slow.asked.clear()
    assert get(server, "/").status == 200
    assert slow.asked == []


@transactional
def test_many_readers_of_a_missing_page_cause_one_rendering(
    committed: None, server: Cache, slow: Django
) -> None:
    start = Barrier(16)

    def read(_: int) -> bytes:
        start.wait(timeout=30)
        try:
            return get(server, "/").body
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(read, range(16)))) == 1
    assert slow.asked == ["/"]


# --- what was published shows ---------------------------------------------------------------------------------


def take_back() -> None:
    withdraw(publication=1, signatures=Signatures("meera", "arjun"), reason="In error", at=timezone.now())


def rename() -> None:
    with public_change():
        State.objects.filter(code="HR").update(name="Haryaana", name_hi="हरियाना")


@transactional
@pytest.mark.parametrize("change", [correct, take_back, rename])
def test_a_second_after_a_change_nothing_of_before_is_given_out(
    committed: None, server: Cache, change: Any
) -> None:
    addresses = [address for address in KINDS if "rev" not in address]
    before = {address: get(server, address) for address in addresses}
    assert get(server, "/") == before["/"]
    change()
    later(server)
    for address in addresses:
        assert plain(get(server, address)) == plain(get(WSGIHandler(), address)), address
    assert get(server, "/").body != before["/"].body


@transactional
def test_an_answer_made_while_something_is_published_is_given_once(
    committed: None, server: Cache, slow: Django, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = slow._handler

    def changing(environ: Any, start_response: Any) -> Any:
        answer = handler(environ, start_response)
        monkeypatch.setattr(slow, "_handler", handler)
        rename()
        return answer

    monkeypatch.setattr(slow, "_handler", changing)
    assert "Haryaana" not in get(server, "/").body.decode()
    assert server.answers.size == 0
    assert "Haryaana" in get(server, "/").body.decode()


def test_where_the_edition_is_not_known_django_answers(ranking: None, server: Cache, slow: Django) -> None:
    Edition.objects.all().delete()
    assert [get(server, "/").status for _ in range(3)] == [200] * 3
    assert slow.asked == ["/"] * 3


# --- memory ---------------------------------------------------------------------------------------------------


def test_a_memory_keeps_what_was_used_last() -> None:
    memory: Memory[int] = Memory(10_000)
    for number in range(1000):
        memory.put(number, number, 500)
        memory.get(0)
    assert (memory.size, len(memory.held), memory.get(0), memory.get(500)) == (10_000, 20, 0, None)
    memory.put(0, 1, 700)
    assert (memory.size, memory.get(0)) == (9_700, 1)


def test_odd_headers_and_hosts_leave_at_most_ten_megabytes(
    ranking: None, server: Cache, settings: Any
) -> None:
    settings.ALLOWED_HOSTS = [own_host().partition(":")[0], ".pragati.example"]
    for address in KINDS:
        get(server, address)
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(1000):
            get(
                server,
                "/",
                HTTP_ACCEPT=f"text/html,x/{'y' * 3_000}{number}",
                HTTP_ACCEPT_ENCODING=f"br,{number}",
            )
            get(server, f"{ADDRESS}?{number}={'y' * 300}", HTTP_HOST=f"a{number}.elsewhere.example")
            get(server, "/", HTTP_HOST=f"a{number}.pragati.example:{number}", HTTP_ACCEPT_LANGUAGE="x" * 500)
        assert tracemalloc.get_traced_memory()[0] - before < 10 << 20
    finally:
        tracemalloc.stop()
    assert server.spellings.size <= 4 << 20


def test_the_size_of_an_answer_is_that_of_all_that_is_kept_of_it(ranking: None, server: Cache) -> None:
    get(server, "/")
    (((answer, size),),) = [server.answers.held.values()]
    assert isinstance(answer, Answer)
    lines = [line for headers in answer.headers.values() for line in headers]
    assert size > sum(map(len, answer.bodies.values())) + sum(len(name) + len(value) for name, value in lines)
    assert size == server.answers.size


# --- the second level -----------------------------------------------------------------------------------------


def test_what_one_process_renders_others_take_from_redis(ranking: None, server: Cache, slow: Django) -> None:
    first = get(server, "/")
    assert get(Cache(slow, ROUTES, "this code"), "/") == first
    assert slow.asked == ["/"]
    get(Cache(slow, ROUTES, "other code"), "/")
    assert slow.asked == ["/", "/"]


def test_what_redis_holds_changed_is_made_anew(
    ranking: None, server: Cache, slow: Django, monkeypatch: pytest.MonkeyPatch
) -> None:
    get(server, "/states/")
    (((answer, _),),) = [server.answers.held.values()]
    assert isinstance(answer, Answer)
    packed = answer.packed()
    whole = sealed(packed)
    assert unsealed(whole) == packed
    for forged in (packed, whole[:-1], b"x" + whole, whole[:40] + b"\0" + whole[41:], b"", None):
        assert unsealed(forged) is None
    genuine = get(server, "/")
    misled = Cache(slow, ROUTES, "other code")
    monkeypatch.setattr(misled, "shared", lambda act, *given: packed if act == "get" else None)
    assert get(misled, "/") == genuine


@pytest.fixture
def gone() -> Iterator[None]:
    """Nobody listens where the second level should be."""
    caches[SHARED] = RedisCache("redis://127.0.0.1:1/0", {})
    yield
    del caches[SHARED]


def test_redis_that_is_gone_costs_time_alone(ranking: None, gone: None, server: Cache, slow: Django) -> None:
    assert [get(server, address).status for address in ("/", "/hi/", "/")] == [200] * 3
    assert slow.asked == ["/", "/hi/"]
    assert server.shared_rests_until > time.monotonic(), "one try, then a pause"


@transactional
def test_a_release_renders_the_newest_month_ahead(committed: None, server: Cache, slow: Django) -> None:
    correct()
    correct("Another correction", minutes=6)
    [job] = Job.objects.filter(kind=WARM)
    assert jobs.run(job.pk)
    later(server)
    server.build = build()
    pages = ("/", "/hi/", f"/rankings/{OCTOBER}/?board=icjs")
    for address in (*pages, "/api/v1/rankings/latest/", f"{ADDRESS}?format=csv"):
        assert address in set(newest())
        assert get(server, address).status == 200
    assert slow.asked == []
