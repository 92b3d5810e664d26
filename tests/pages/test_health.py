"""Alive, ready, and what it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client


def test_alive_without_a_database(client: Client) -> None:
    response = client.get("/livez")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready(db: None, client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert "no-cache" in response["Cache-Control"]


def test_degraded_without_redis(db: None, client: Client, settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"status": "degraded"})


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
