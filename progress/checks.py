"""What `manage.py check --deploy` says of an installation besides Django's own checks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register

from progress.mail import CONSOLE


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
