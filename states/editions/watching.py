"""Watches the tables that the public pages rest on.

Each room names its own in `ready()` with `watch`. From then on

* the database draws a new word for the edition in every transaction that changes a row there, whoever sends it;
  on PostgreSQL as the transaction commits, so that nobody waits for anybody, and listeners are told;
* every process of ours takes the pointer down before it sends such a change (`pointer.py` says why).

That no table is forgotten is held by a test, which looks at every query of every stored page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from states.editions.pointer import Hold, pointer
from states.models import Edition

CHANNEL = "pragati_edition"
PREFIX = "edition_"
EVENTS = ("INSERT", "UPDATE", "DELETE")
_WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "?(\w+)')


@dataclass(frozen=True, slots=True)
class Watched:
    """A table; `when` is an SQL condition over `ROW` that both databases understand, empty for every row."""

    table: str
    when: str = ""

    def condition(self, event: str) -> str:
        """The condition of the trigger for one event; an update counts by what was and by what is."""
        rows = {"INSERT": ("NEW",), "DELETE": ("OLD",), "UPDATE": ("OLD", "NEW")}[event]
        return " OR ".join(f"({self.when.replace('ROW.', f'{row}.')})" for row in rows) if self.when else ""


WATCHED: dict[str, Watched] = {}


def watch(model: type[models.Model], *, when: str = "") -> None:
    """Watch the table of a model."""
    table = model._meta.db_table
    WATCHED[table] = Watched(table, when)


# --- in the database --------------------------------------------------------------------------------------

# Nothing in these statements comes from outside.
_POSTGRESQL_FUNCTION = f"""
CREATE OR REPLACE FUNCTION new_edition() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE drawn text := replace(gen_random_uuid()::text, '-', '');
BEGIN
  IF current_setting('pragati.edition', true) IS DISTINCT FROM 'drawn' THEN
    PERFORM set_config('pragati.edition', 'drawn', true);
    INSERT INTO states_edition (id, token) VALUES (1, drawn) ON CONFLICT (id) DO UPDATE SET token = drawn;
    PERFORM pg_notify('{CHANNEL}', drawn);
  END IF;
  RETURN NULL;
END $$"""  # noqa: S608  # nosec B608
_DRAW = {
    "postgresql": "INSERT INTO states_edition (id, token) VALUES (1, replace(gen_random_uuid()::text, '-', '')) "
    "ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token",
    "sqlite": "INSERT OR REPLACE INTO states_edition (id, token) VALUES (1, lower(hex(randomblob(16))))",
}
_STANDING = {
    "postgresql": "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    "WHERE NOT t.tgisinternal AND t.tgname LIKE 'edition!_%' ESCAPE '!' AND pg_table_is_visible(c.oid)",
    "sqlite": "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'edition!_%' ESCAPE '!'",
}


def triggers(vendor: str) -> Iterator[tuple[str, str, str]]:
    """(name, table, statement) of every trigger; the name ends in a digest of what it does."""
    for one in WATCHED.values():
        for event in EVENTS:
            make = _postgresql if vendor == "postgresql" else _sqlite
            statement = make(one, event)
            mark = hashlib.sha256(statement.encode()).hexdigest()[:8]
            name = f"{PREFIX}{one.table}_{event.lower()}_{mark}"
            yield name, one.table, statement.replace("TRIGGER_NAME", name)


def _postgresql(one: Watched, event: str) -> str:
    conditions = [f"({one.condition(event)})"] if one.when else []
    if event == "UPDATE":
        conditions.append("OLD.* IS DISTINCT FROM NEW.*")
    when = f"WHEN ({' AND '.join(conditions)}) " if conditions else ""
    return (
        f"CREATE CONSTRAINT TRIGGER TRIGGER_NAME AFTER {event} ON {one.table} DEFERRABLE INITIALLY DEFERRED "
        f"FOR EACH ROW {when}EXECUTE FUNCTION new_edition()"
    )


def _sqlite(one: Watched, event: str) -> str:
    when = f"WHEN {one.condition(event)} " if one.when else ""
    drawn = "INSERT OR REPLACE INTO states_edition (id, token) VALUES (1, lower(hex(randomblob(16))))"
    return f"CREATE TRIGGER TRIGGER_NAME AFTER {event} ON {one.table} FOR EACH ROW {when}BEGIN {drawn}; END"


def install(using: str = DEFAULT_DB_ALIAS) -> None:
    """Bring the triggers up to `WATCHED`, after every migration; where any was missing, a new word is drawn."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    if Edition._meta.db_table not in tables:
        return
    wanted = {name: (table, sql) for name, table, sql in triggers(connection.vendor) if table in tables}
    with connection.cursor() as cursor:
        standing = _standing(cursor, connection.vendor)
        _drop(cursor, connection.vendor, {name: standing[name] for name in set(standing) - set(wanted)})
        missing = sorted(set(wanted) - set(standing))
        if missing and connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_FUNCTION)
        for name in missing:
            cursor.execute(wanted[name][1])
        if missing or not Edition.objects.using(using).exists():
            hold = pointer().hold()
            cursor.execute(_DRAW[connection.vendor])
            hold.release()


def lift(using: str = DEFAULT_DB_ALIAS) -> None:
    """Take the triggers away before a migration: PostgreSQL alters no table on which a deferred one waits."""
    connection = connections[using]
    with connection.cursor() as cursor:
        _drop(cursor, connection.vendor, _standing(cursor, connection.vendor))


def _standing(cursor: Any, vendor: str) -> dict[str, str]:
    """Our triggers in the database, each with its table."""
    cursor.execute(_STANDING[vendor])
    return dict(cursor.fetchall())


def _drop(cursor: Any, vendor: str, found: Mapping[str, str]) -> None:
    for name, table in found.items():
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if vendor == "postgresql" else ""))


# --- in this process --------------------------------------------------------------------------------------


class Change:
    """What a transaction that changes public rows carries to its end. Django drops it with a rollback."""

    def __init__(self, hold: Hold, using: str) -> None:
        self._hold, self._using = hold, using

    def __call__(self) -> None:
        self._hold.release()
        put_up(self._using)


def guard(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """An execute wrapper: takes the pointer down before a write to a watched table."""
    found = _WRITE.match(sql) if isinstance(sql, str) else None
    if found is None or found[1] not in WATCHED:
        return execute(sql, params, many, context)
    connection: BaseDatabaseWrapper = context["connection"]
    if connection.in_atomic_block:
        _hold_until_the_end(connection)
        return execute(sql, params, many, context)
    hold = pointer().hold()
    try:
        return execute(sql, params, many, context)
    finally:
        hold.release()
        put_up(connection.alias)


def guard_connection(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Put the guard on a connection that was just made, once."""
    if connection.alias == DEFAULT_DB_ALIAS and guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)


def _hold_until_the_end(connection: BaseDatabaseWrapper) -> None:
    if not any(isinstance(waiting[1], Change) for waiting in connection.run_on_commit):
        connection.on_commit(Change(pointer().hold(), connection.alias), robust=True)


def put_up(using: str = DEFAULT_DB_ALIAS) -> None:
    """Put the pointer up again, unless somebody else is still changing something: then they will."""
    pointer().put_up(lambda: _newest(using))


def _newest(using: str) -> str:
    try:
        return Edition.objects.using(using).values_list("token", flat=True).first() or ""
    except DatabaseError:
        return ""
