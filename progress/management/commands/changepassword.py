import getpass
from typing import Any

from django.contrib.auth.management.commands import changepassword
from django.db import transaction
from django.utils import timezone

from accounts import audit
from common.commands import OwnCommand


class Command(OwnCommand, changepassword.Command):
    """Django's own, with its event in the audit trail: who has the machine leaves a trace, too."""

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> str | None:
        done = super().handle(*args, **options)
        name = options["username"] or getpass.getuser()
        audit.record(at=timezone.now(), actor=audit.SYSTEM, action="password.change", subject=name)
        return done
