"""A server in this process, as a reader meets it: the stored pages around Django, over a committed ranking."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction

from progress.stored import StoredPages
from rankings.models import Publication
from rankings.services.publication import publish
from states.months import Month
from states.services import jobs
from tests.api.conftest import Place, publish_list
from tests.pages.conftest import AT, SIGNED, figures
from tests.rendered.asking import HOST, Answer, get

__all__ = ["HOST", "Answer", "figures", "get"]

OCTOBER = Month(2023, 10)
KINDS = [
    "/", "/hi/", "/?board=icjs&category=ut", "/rankings/2023-10/", "/hi/rankings/2023-10/rev/1/",
    "/rankings/2023-06/", "/rankings/2023-10/?origin=recorded", "/states/", "/hi/streaks/",
    "/api/v1/rankings/latest/", "/api/v1/rankings/2023-10/", "/api/v1/rankings/2023-10/?format=csv",
    "/api/v1/rankings/2023-10/rev/1/", "/api/v1/states/", "/api/v1/streaks/",
    "/api/v1/datapackage.json", "/api/v1/rankings/2023-10/datapackage.json", "/api/v1/rankings/changes/",
]  # fmt: skip
"""One address of every kind that is stored."""


def nothing(done: int, total: int) -> None:
    """No progress is told."""


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
    """Jobs wait where they were written; the pointer begins anew; no address is throttled yet."""
    monkeypatch.setattr(jobs, "_hint", None)
    folder = Path(django_settings.VAR_DIR) / "edition"
    shutil.rmtree(folder, ignore_errors=True)
    cache.clear()
    # As the test client does: a request would close the connection that holds the test's transaction.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def slow() -> Django:
    return Django()


@pytest.fixture
def server(slow: Django) -> Iterator[StoredPages]:
    pages = StoredPages(slow)
    yield pages
    pages.close()


class Steady:
    """An edition that nothing ends, for tests in which nothing changes: those need not commit."""

    def token(self) -> str:
        return "steady"

    asked = token

    def row(self, sql: str, parameters: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute(sql.replace("edition = %s", "%s = 'steady'"), parameters)
            return cursor.fetchone()

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def steady(slow: Django, monkeypatch: pytest.MonkeyPatch) -> StoredPages:
    """A server to whom the edition stays the same."""
    monkeypatch.setattr("progress.stored.Newest", Steady)
    return StoredPages(slow)


@pytest.fixture
def ranking(db: None, figures: Any) -> None:
    """October computed and, as the press had it, recorded; June recorded alone."""
    figures({"HR": 990, "HP": 985, "DL": 970}, OCTOBER, True)
    with transaction.atomic():
        for month in ("2023-10", "2023-06"):
            publish_list(month, [Place("HR", 1, "99.97", source="PTI")], origin="recorded", released_on=None)


@pytest.fixture
def committed(transactional_db: None, ranking: None) -> None:
    """The same, committed."""


def correct(reason: str = "A correction", minutes: int = 5) -> Publication:
    """Publish October again."""
    at: datetime = AT + timedelta(minutes=minutes)
    return publish(
        month=OCTOBER, signatures=SIGNED, released_on=date(2023, 11, 27), at=at, reason=reason, announce=False
    )


def in_thread(work: Any) -> Any:
    """Run something on a connection of its own."""

    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(run).result(timeout=60)
