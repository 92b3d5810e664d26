"""What `manage.py check --deploy` says of an installation besides Django's own checks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from progress.env import CONSOLE


@register("mail", deploy=True)
def mails_arrive(**_: Any) -> list[CheckMessage]:
    """Invitations, new passwords and reminders go by mail: without a server nobody gets to sign in."""
    found: list[CheckMessage] = []
    if settings.EMAIL_BACKEND == CONSOLE:
        found.append(
            Warning(
                "Mails are printed on the console: invitations and reminders reach nobody.",
                hint="Set EMAIL_URL to the address of your mail server, such as smtp+tls://user:password@host:587.",
                id="progress.W001",
            )
        )
    if settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost"):
        found.append(
            Warning(
                "Mails come from an address of this machine alone, which mail servers refuse.",
                hint="Set DEFAULT_FROM_EMAIL to an address of your domain, such as pragati@pragati.example.",
                id="progress.W002",
            )
        )
    return found


OLD_DATABASE = "This database belongs to version 0.1 of Pragati, whose tables this version does not read."
OLD_HINT = (
    "Begin anew with an empty database: name another one in DATABASE_URL, or move var/pragati.sqlite3 away, and start "
    "again. The old database stays as it is; version 0.1 still reads it."
)


def is_of_version_0_1() -> bool:
    """Whether the tables were made by the migrations of version 0.1, which had several for each room."""
    recorder = MigrationRecorder(connection)
    return (
        recorder.has_table()
        and recorder.migration_qs.filter(app="states", name="0002_audit_is_append_only").exists()
    )


@register(Tags.database)
def begins_anew(databases: Any = None, **_: Any) -> list[CheckMessage]:
    """`migrate` asks this before it changes anything."""
    if not databases or not is_of_version_0_1():
        return []
    return [Error(OLD_DATABASE, hint=OLD_HINT, id="progress.E001")]


# A superuser counts as a member of every role.
_OWNS = (
    "SELECT count(*) FROM pg_class WHERE relname = 'accounts_auditevent' AND pg_table_is_visible(oid) "
    "AND pg_has_role(current_user, relowner, 'USAGE')"
)


@register("roles", deploy=True)
def owns_no_tables(**_: Any) -> list[CheckMessage]:
    """Whoever owns the tables can lift their triggers; what serves and works must not be able to."""
    if connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            cursor.execute(_OWNS)
            [owned] = cursor.fetchone()
    except DatabaseError:  # that the database does not answer is told by others
        return []
    if not owned:
        return []
    return [
        Warning(
            "The role of DATABASE_URL owns the tables, so that it could lift the rules that keep what is published.",
            hint="Let a role of its own migrate (docs/operate.md, ops/postgres/grants.sql).",
            id="progress.W003",
        )
    ]
