"""Rules that the database itself holds, on PostgreSQL and on SQLite alike.

A `Refuse` in a migration makes the database refuse a kind of statement on a table, whoever sends it:
our own code, a console, a restored script. SQLite drops a table's triggers when it rebuilds the table,
so a migration that alters such a table repeats its `Refuse`; a test looks that none is missing.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation


class Refuse(Operation):
    """Refuse `event` (INSERT, UPDATE or DELETE) on `table` for rows that meet `when`; or TRUNCATE altogether.

    `when` is SQL over OLD and NEW that both databases understand; it may hold sub-queries. TRUNCATE looks at no row,
    so it takes no `when`, and SQLite, which has no such statement, gets no trigger.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, name: str, table: str, event: str, when: str, message: str) -> None:
        if event not in {"INSERT", "UPDATE", "DELETE", "TRUNCATE"}:
            raise ValueError(f"no such event: {event}")
        if event == "TRUNCATE" and when:
            raise ValueError("TRUNCATE is refused whatever the table holds")
        self.name, self.table, self.event, self.when, self.message = name, table, event, when, message

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models stay as they are."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._drop(schema_editor)
        message = self.message.replace("'", "''")
        if schema_editor.connection.vendor == "postgresql":
            result = "OLD" if self.event in {"DELETE", "TRUNCATE"} else "NEW"
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                f"IF {self.when or 'true'} THEN RAISE EXCEPTION '{message.replace('%', '%%')}' "
                f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {result}; END $$",
                params=None,
            )
            each = "STATEMENT" if self.event == "TRUNCATE" else "ROW"
            schema_editor.execute(
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} "
                f"FOR EACH {each} EXECUTE FUNCTION {self.name}()",
                params=None,
            )
        elif self.event != "TRUNCATE":
            schema_editor.execute(
                f"CREATE TRIGGER {self.name} BEFORE {self.event} ON {self.table} FOR EACH ROW "
                f"WHEN {self.when} BEGIN SELECT RAISE(ABORT, '{message}'); END",
                params=None,
            )

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: Any, to_state: Any
    ) -> None:
        self._drop(schema_editor)

    def _drop(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}", params=None)
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {self.name}()", params=None)
        else:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {self.name}", params=None)

    def describe(self) -> str:
        return f"Refuse {self.event} on {self.table}: {self.message}"

    def deconstruct(self) -> Any:
        return (
            self.__class__.__name__,
            [],
            {
                "name": self.name,
                "table": self.table,
                "event": self.event,
                "when": self.when,
                "message": self.message,
            },
        )
