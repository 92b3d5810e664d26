"""What `manage.py check --deploy` says of an installation besides Django's own checks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register
from django.db import DatabaseError, connection

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


# A superuser counts as a member of every role.
_OWNS = (
    "SELECT count(*) FROM pg_class WHERE relname = 'states_auditevent' AND pg_table_is_visible(oid) "
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
