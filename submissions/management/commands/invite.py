from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from accounts.access import RefusedAccountError
from accounts.audit import SYSTEM
from accounts.models import Role
from accounts.people import invite
from common.commands import OwnCommand
from states.selectors import UnknownStateError, state_by_code


class Command(OwnCommand):
    help = (
        "Invite a person to a role and print the link by which they make their account, once. For the first "
        "administrator of an installation; everyone after that is invited in the browser."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", choices=Role.values, default=Role.ADMINISTRATOR.value)
        parser.add_argument("--state", help="the State of a nodal officer, by its code")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
            state = state_by_code(options["state"]).code if options["state"] else None
            _, secret = invite(
                email=options["email"], role=Role(options["role"]), state=state, by=SYSTEM, at=timezone.now()
            )
        except ValidationError as problem:
            raise CommandError(f"{options['email']} is not a mail address.") from problem
        except UnknownStateError as problem:
            raise CommandError(f"There is no State or UT with the code {options['state']}.") from problem
        except RefusedAccountError as problem:
            raise CommandError(f"{problem}.") from problem
        self.stdout.write(
            f"Invitation of {options['email']} as {Role(options['role']).label}; it is shown this once:"
        )
        self.stdout.write(f"{settings.SITE_URL}{reverse('people:invitation', args=[secret])}")
