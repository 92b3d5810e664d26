from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from accounts.audit import SYSTEM
from accounts.models import Scope
from accounts.tokens import UnknownPersonError, create_token
from common.commands import OwnCommand
from states.selectors import UnknownStateError, state_by_code


class Command(OwnCommand):
    help = "Make an API token and print it, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user")
        parser.add_argument("--scope", required=True, choices=Scope.values)
        parser.add_argument(
            "--state", help="the one State for which it acts; all of the person's where not given"
        )
        parser.add_argument("--days", type=int, help="how long it lives; for ever where it is not given")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] is not None and not 1 <= options["days"] <= 3660:
            raise CommandError("--days is a whole number from 1 to 3660.")
        try:
            token, secret = create_token(
                username=options["user"], scope=Scope(options["scope"]), by=SYSTEM, at=timezone.now(),
                days=options["days"], state=state_by_code(options["state"]).code if options["state"] else None,
            )  # fmt: skip
        except UnknownPersonError as problem:
            raise CommandError(f"No active account is called {options['user']}.") from problem
        except UnknownStateError as problem:
            raise CommandError(f"There is no State or UT with the code {options['state']}.") from problem
        self.stdout.write(f"Token of {options['user']} (scope {token.scope}); it is shown this once:")
        self.stdout.write(secret)
