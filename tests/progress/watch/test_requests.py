"""Every request has an id, and is counted by the address that answered it."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from common import jobs
from common.cache import Cache
from common.models import Job
from common.trace import JOB, REQUEST
from progress.watch.figures import REGISTRY
from progress.watch.requests import Observed, address_of
from tests.common.cache.asking import get
from tests.common.cache.conftest import _quiet, figures, ranking, server, slow
from tests.dashboard.conftest import AT

__all__ = ["_quiet", "figures", "ranking", "server", "slow"]


@pytest.fixture
def observed(server: Cache) -> Observed:
    """The whole application as the server calls it."""
    return Observed(server)


def counted(route: str, method: str, status: int) -> float:
    labels = {"route": route, "method": method, "status": str(status)}
    return REGISTRY.get_sample_value("pragati_http_requests_total", labels) or 0.0


def timed(route: str) -> float:
    return REGISTRY.get_sample_value("pragati_http_request_seconds_count", {"route": route}) or 0.0


@pytest.mark.parametrize(
    ("address", "method", "route", "status"),
    [
        ("/", "GET", "stored", 200), ("/api/v1/rankings/latest/", "HEAD", "stored", 200),
        ("/states/HR/", "GET", "stored", 200), ("/hi/states/HR/?month=2023-10", "GET", "rankings:state", 200),
        ("/api/v1/states/HR/", "GET", "api:state", 200), ("/api/v1/states/XX/", "GET", "api:state", 404),
        ("/api/v1/states/", "POST", "api:states", 405), ("/nowhere/", "GET", "none", 404),
        ("/livez", "GET", "livez", 200),
    ],
)  # fmt: skip
def test_each_answer_is_counted_once_by_the_address_that_gave_it(
    ranking: None, observed: Observed, address: str, method: str, route: str, status: int
) -> None:
    before = counted(route, method, status), timed(route)
    assert get(observed, address, method).status == status
    assert (counted(route, method, status), timed(route)) == (before[0] + 1, before[1] + 1)


def test_a_method_that_nobody_knows_makes_no_new_figure(db: None, observed: Observed) -> None:
    before = counted("none", "other", 404)
    for method in ("BREW", "PROPFIND"):
        get(observed, "/nowhere/", method)
    assert counted("none", "other", 404) == before + 2


def test_a_fault_outside_django_is_counted(db: None) -> None:
    def falls(*_: object) -> Any:
        raise RuntimeError

    before = counted("none", "GET", 500)
    with pytest.raises(RuntimeError):
        get(Observed(falls), "/")
    assert counted("none", "GET", 500) == before + 1


def test_an_id_that_was_sent_is_given_back_and_any_other_drawn(ranking: None, observed: Observed) -> None:
    for address in ("/", "/states/HR/", "/api/v1/states/XX/", "/nowhere/"):
        sent = get(observed, address, HTTP_X_REQUEST_ID="8e03978e-40d5.43dd_bc")
        assert sent.headers["x-request-id"] == "8e03978e-40d5.43dd_bc"
        drawn = set()
        for bad in ("", "short", "a b c d e f g h", "x" * 65, "line\nbreak-in-it", "schlüssel-und-mehr"):
            drawn.add(get(observed, address, HTTP_X_REQUEST_ID=bad).headers["x-request-id"])
        assert len(drawn) == 6
        assert all(len(one) == 32 and one.isalnum() for one in drawn)
    assert (REQUEST.get(), JOB.get()) == ("", "")


def test_a_job_carries_the_id_of_the_request_that_caused_it(
    db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, str]] = []

    def application(environ: Any, start_response: Any) -> list[bytes]:
        jobs.enqueue(kind="test_traced", key="1", at=AT)
        start_response("200 OK", [])
        return [b""]

    monkeypatch.setattr(jobs, "_hint", None)
    monkeypatch.setitem(jobs._handlers, "test_traced", lambda *_: seen.append((REQUEST.get(), JOB.get())))
    get(Observed(application), "/", HTTP_X_REQUEST_ID="the-request-1")
    job = Job.objects.get()
    assert job.request_id == "the-request-1"
    assert jobs.run(job.pk)
    assert seen == [("the-request-1", str(job.pk))]
    assert (REQUEST.get(), JOB.get()) == ("", "")


def test_machines_ask_a_process_by_its_own_address(db: None, observed: Observed, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = False
    for path in ("/livez", "/readyz", "/version"):
        assert get(observed, path, HTTP_HOST="10.0.0.7:8000").status == 200
    assert get(observed, "/", HTTP_HOST="10.0.0.7:8000").status == 400
    exempt = [r"^(livez|readyz|version|metrics)$"]
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, exempt
    client = Client()
    assert [client.get(path).status_code for path in ("/livez", "/states/")] == [200, 301]


def test_the_log_of_accesses_names_no_query(
    ranking: None, observed: Observed, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.ACCESS_LOG = True
    with caplog.at_level(logging.INFO, "pragati.access"):
        get(observed, "/search/?q=asha")
        get(observed, "/")
        get(observed, "/livez")
    lines = [one.getMessage() for one in caplog.records if one.name == "pragati.access"]
    assert [line.rpartition(" 200 ")[0] for line in lines] == [
        "192.0.2.1 GET /search/", "192.0.2.1 GET /",
    ]  # fmt: skip
    settings.ACCESS_LOG = False
    get(observed, "/")
    assert len([one for one in caplog.records if one.name == "pragati.access"]) == 2


def test_behind_proxies_the_nearest_of_ours_says_who_asks(settings: Any) -> None:
    environ = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9, 198.51.100.4, 10.0.0.2"}
    framework = django_settings.REST_FRAMEWORK
    for proxies, address in ((0, "10.0.0.1"), (1, "10.0.0.2"), (2, "198.51.100.4"), (9, "203.0.113.9")):
        settings.REST_FRAMEWORK = framework | {"NUM_PROXIES": proxies}
        assert address_of(environ) == address
