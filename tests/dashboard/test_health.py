"""Alive, ready, and what it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from common.signs import leave_worker_sign


def test_alive_without_a_database(client: Client) -> None:
    response = client.get("/livez")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.fixture
def no_sign() -> Iterator[None]:
    """No worker has ever left a sign of life; what is left here is taken away again."""
    cache.clear()
    yield
    cache.clear()


def test_ready(db: None, client: Client, settings: Any) -> None:
    settings.REDIS_URL = ""
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-cache" in response["Cache-Control"]


def test_ready_as_long_as_a_worker_gives_signs_of_life(db: None, client: Client, no_sign: None) -> None:
    now = timezone.now()
    assert client.get("/readyz").json() == {"status": "degraded", "worker_age_seconds": None}
    for age, status in ((30, "ok"), (300, "degraded")):
        leave_worker_sign(now - timedelta(seconds=age))
        response = client.get("/readyz")
        assert (response.status_code, response.json()["status"]) == (200, status)
        assert age <= response.json()["worker_age_seconds"] < age + 30
    assert client.get("/livez").json() == {"status": "ok"}


def test_degraded_without_redis(db: None, client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (
        200,
        {"status": "degraded", "worker_age_seconds": None},
    )


def test_not_ready_without_a_database(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise DatabaseError("down")

    with monkeypatch.context() as patched:
        patched.setattr(connection, "cursor", refuses)
        response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable"})


def test_not_ready_with_open_migrations(db: None, client: Client) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="rankings").delete()
    assert client.get("/readyz").status_code == 503


def test_version(client: Client) -> None:
    response = client.get("/version")
    stated = Path(__file__).parents[2] / "pyproject.toml"
    assert response.json()["name"] == "pragati"
    assert f'version = "{response.json()["version"]}"' in stated.read_text(encoding="utf-8")
