"""Every rule of the migrations, and no other trigger, stands after all migrations, in both databases."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from common.triggers import Refuse
from tests.servers.site import Site


def rules() -> list[Refuse]:
    """Every `Refuse` in the project's migrations."""
    return [
        operation
        for migration in MigrationLoader(None).disk_migrations.values()
        for operation in migration.operations
        if isinstance(operation, Refuse)
    ]


def promised(vendor: str) -> dict[str, str]:
    """The trigger of every rule, with its table; SQLite has no TRUNCATE to refuse."""
    return {rule.name: rule.table for rule in rules() if vendor == "postgresql" or rule.event != "TRUNCATE"}


def test_the_rules_are_known() -> None:
    found = promised("postgresql")
    assert {"audit_no_update", "audit_no_delete"} <= set(found)
    assert set(found.values()) >= {"accounts_auditevent", "metrics_methodology", "rankings_rankinglist"}


def test_what_is_deleted_by_nobody_is_not_truncated() -> None:
    kept = {rule.table for rule in rules() if rule.event == "DELETE"}
    assert kept == {rule.table for rule in rules() if rule.event == "TRUNCATE"}
    assert len(kept) == 11


@pytest.mark.django_db
def test_they_stand_in_postgresql() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled = 'O'"
        )
        assert dict(cursor.fetchall()) == promised("postgresql")


def test_they_stand_in_sqlite(sqlite_site: Site) -> None:
    sqlite_site.told("migrate", "--verbosity", "0")
    with closing(sqlite3.connect(sqlite_site.var / "pragati.sqlite3")) as database:
        standing = database.execute(
            "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
    assert dict(standing) == promised("sqlite")
