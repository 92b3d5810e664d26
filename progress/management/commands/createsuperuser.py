from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.management.commands import createsuperuser
from django.db import transaction
from django.utils import timezone

from accounts import audit
from common.commands import OwnCommand


class Command(OwnCommand, createsuperuser.Command):
    """Django's own, with its event in the audit trail: an administrator made on the machine leaves a trace, too."""

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        administrators = get_user_model().objects.filter(is_superuser=True)
        before = set(administrators.values_list("pk", flat=True))
        super().handle(*args, **options)
        for user in administrators.exclude(pk__in=before):
            name, at = user.get_username(), timezone.now()
            audit.record(at=at, actor=audit.SYSTEM, action="people.superuser", subject=name)
