"""Every rule of the migrations and every trigger of the editions stands after all migrations, in both databases."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from states.editions.watching import triggers
from states.triggers import Refuse
from tests.servers.site import Site


def promised() -> dict[str, str]:
    """The trigger of every `Refuse` in the project's migrations, with its table."""
    loader = MigrationLoader(None)
    return {
        operation.name: operation.table
        for migration in loader.disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, Refuse)
    }


def editions(vendor: str) -> dict[str, str]:
    """The triggers that draw the word of a new edition, which every migration brings up to the code."""
    return {name: table for name, table, _ in triggers(vendor)}


def test_the_rules_are_known() -> None:
    found = promised()
    assert {"audit_no_update", "audit_no_delete"} <= set(found)
    assert set(found.values()) >= {"states_auditevent", "metrics_methodology", "rankings_rankinglist"}


@pytest.mark.django_db
def test_they_stand_in_postgresql() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"
        )
        assert dict(cursor.fetchall()) == promised() | editions("postgresql")


def test_they_stand_in_sqlite(sqlite_site: Site) -> None:
    sqlite_site.told("migrate", "--verbosity", "0")
    with closing(sqlite3.connect(sqlite_site.var / "pragati.sqlite3")) as database:
        standing = database.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
    assert dict(standing) == promised() | editions("sqlite")
