"""The States and the methodologies as they ship: in every database of a test, and again after it was emptied.

They are loaded once for a database. Copies of their rows lie beside its tables, in a schema of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.module_loading import import_string

AT = datetime(2023, 11, 27, 6, 30, tzinfo=UTC)
"""When they were loaded, as the audit trail has it."""

_tables: list[str] = []
"""Those that the loading filled."""


def load() -> None:
    """Fill a new database, and keep a copy of what came in."""
    from accounts.directory import load_states  # noqa: PLC0415
    from metrics.methodology import load_methodologies  # noqa: PLC0415 (models, which the ground comes before)

    empty = [table for table in connection.introspection.table_names() if not _has_rows(table)]
    load_states(at=AT)
    load_methodologies(at=AT)
    _tables[:] = [table for table in empty if _has_rows(table)]
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA kept")
        for table in _tables:
            cursor.execute(f"CREATE TABLE kept.{table} AS TABLE {table}")


def survives_emptying() -> None:
    """Tests that commit empty the tables by TRUNCATE afterwards, which the database refuses everybody else; from now on
    what was loaded is put back at once.
    """
    operations = import_string("django.db.backends.postgresql.operations.DatabaseOperations")
    empty = operations.execute_sql_flush

    def emptied(self: Any, statements: Sequence[str]) -> None:
        rows = [f"INSERT INTO {table} SELECT * FROM kept.{table}" for table in _tables]  # noqa: S608 our own words
        empty(self, ["SET LOCAL session_replication_role = replica", *statements, *rows, *_counters()])

    operations.execute_sql_flush = emptied


def unload() -> None:
    """Take out what was loaded, for a test that begins with nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table in _tables:
            cursor.execute(f"DELETE FROM {table}")  # noqa: S608 our own words
        cursor.execute("SET LOCAL session_replication_role = origin")


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')  # noqa: S608 our own words
        return bool(cursor.fetchone()[0])


def _counters() -> list[str]:
    """Numbers go on behind those of the rows that were put back."""
    with connection.cursor() as cursor:
        found = connection.introspection.get_sequences
        columns = [(table, each["column"]) for table in _tables for each in found(cursor, table)]
    return [
        f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), (SELECT max({column}) FROM {table}))"  # noqa: S608
        for table, column in columns
    ]
