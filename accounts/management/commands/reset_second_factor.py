from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.audit import SYSTEM
from accounts.second_factor import reset_second_factor
from common.commands import OwnCommand


class Command(OwnCommand):
    help = "Take away a lost second factor, where no other administrator can; the next sign-in sets up a new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model().objects.filter(username=options["user"]).first()
        if user is None:
            raise CommandError(f"No account is called {options['user']}.")
        done = reset_second_factor(user_id=user.pk, by=SYSTEM, at=timezone.now())
        told = "is reset, and the sessions have ended" if done else "was not set up; nothing is changed"
        self.stdout.write(f"The second factor of {options['user']} {told}.")
