"""A server in this process, as a reader meets it: the cache around Django, over a published ranking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction

from accounts.throttles import is_spent
from common import jobs
from common.cache import Cache
from common.edition import public_change
from common.months import Month
from dashboard.routes import ROUTES
from rankings.models import Publication
from rankings.publish import publish
from tests.dashboard.api.conftest import Place, publish_list
from tests.dashboard.conftest import AT, SIGNED, figures

__all__ = ["figures"]

OCTOBER = Month(2023, 10)
KINDS = [
    "/", "/hi/", "/?board=icjs&category=ut", "/rankings/2023-10/", "/hi/rankings/2023-10/rev/1/",
    "/rankings/2023-06/", "/rankings/2023-10/?origin=recorded", "/states/", "/states/HR/", "/hi/states/HP/?board=icjs",
    "/hi/streaks/", "/api/v1/rankings/latest/", "/api/v1/rankings/2023-10/", "/api/v1/rankings/2023-10/?format=csv",
    "/api/v1/rankings/2023-10/rev/1/", "/api/v1/states/", "/api/v1/streaks/?format=csv",
    "/api/v1/datapackage.json", "/api/v1/rankings/2023-10/datapackage.json", "/api/v1/rankings/changes/",
]  # fmt: skip
"""One address of every kind that is kept."""


class Django:
    """The slow path; `asked` holds the addresses that came through to it."""

    def __init__(self) -> None:
        self._handler = WSGIHandler()
        self.asked: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        query = environ["QUERY_STRING"]
        self.asked.append(environ["PATH_INFO"] + (f"?{query}" if query else ""))
        return self._handler(environ, start_response)


@pytest.fixture(autouse=True)
def _quiet(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Jobs wait where they were written; a request leaves the connection that holds the test's transaction."""
    monkeypatch.setattr(jobs, "_hint", None)
    monkeypatch.setattr("django.db.connection.close_if_unusable_or_obsolete", lambda: None)
    cache.clear()
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def slow() -> Django:
    return Django()


@pytest.fixture
def server(slow: Django, monkeypatch: pytest.MonkeyPatch) -> Cache:
    """The cache as it is served, but that an hour counts as a second: `later` lets it pass."""
    monkeypatch.setattr("common.edition.FRESH", 3600.0)
    return Cache(slow, ROUTES, "this code", is_spent=is_spent)


def later(server: Cache) -> None:
    """A second later the edition is read anew."""
    server.edition.until = 0.0


@pytest.fixture
def ranking(db: None, figures: Any) -> None:
    """October computed and, as the press had it, recorded; June recorded alone."""
    figures({"HR": 990, "HP": 985, "DL": 970}, OCTOBER, True)
    with transaction.atomic():
        for month in ("2023-10", "2023-06"):
            publish_list(month, [Place("HR", 1, "99.97", source="PTI")], origin="recorded", released_on=None)
    with public_change():
        pass


@pytest.fixture
def committed(transactional_db: None, ranking: None) -> None:
    """The same, committed."""


def correct(reason: str = "A correction", minutes: int = 5) -> Publication:
    """Publish October again."""
    at: datetime = AT + timedelta(minutes=minutes)
    return publish(
        month=OCTOBER, signatures=SIGNED, released_on=date(2023, 11, 27), at=at, reason=reason, announce=False
    )
