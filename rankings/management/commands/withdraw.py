from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from common.commands import OwnCommand
from common.months import Month
from rankings.models import Origin, Publication
from rankings.publish import RefusedPublicationError, Signatures, commands_sign_for, withdraw


class Command(OwnCommand):
    help = (
        "Withdraw the lists of a month that were released in error. "
        "Two different people with the role publisher sign."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", metavar="YYYY-MM")
        parser.add_argument("--by", required=True, metavar="USER", help="who withdraws")
        parser.add_argument("--second", required=True, metavar="USER", help="who signs as the second person")
        parser.add_argument("--reason", required=True, metavar="TEXT", help="for everyone to read")
        parser.add_argument(
            "--origin", choices=Origin.values, default=Origin.COMPUTED.value, help="computed unless given"
        )
        parser.add_argument("--revision", type=int, metavar="N", help="the newest where it is not given")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = Month.parse(options["month"])
            if not commands_sign_for(options["by"], options["second"]):
                raise RefusedPublicationError(
                    "Here two publishers withdraw a list in the browser, at /publish/"
                )
            publication = self._publication(month, options["origin"], options["revision"])
            withdrawal = withdraw(
                publication=publication.number,
                signatures=Signatures(options["by"], options["second"]),
                reason=options["reason"],
                at=timezone.now(),
            )
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{month}: {publication.origin} revision {publication.revision} withdrawn on {withdrawal.withdrawn_on}."
        )

    def _publication(self, month: Month, origin: str, revision: int | None) -> Publication:
        found = Publication.objects.filter(month=month, origin=origin).order_by("-revision")
        chosen = found.first() if revision is None else found.filter(revision=revision).first()
        if chosen is None:
            known = ", ".join(str(one.revision) for one in reversed(found)) or "none"
            raise RefusedPublicationError(f"{month} has no such {origin} publication; its revisions: {known}")
        return chosen
