from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from common.commands import OwnCommand
from common.months import Month
from insights.publishing.proposals import complete
from rankings.compute import NothingToComputeError
from rankings.models import Publication
from rankings.publish import RefusedPublicationError, Signatures, commands_sign_for, publish


class Command(OwnCommand):
    help = (
        "Publish the lists of a month. Two different people with the role publisher sign; in production both have "
        "confirmed it in the browser before, and this releases it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", metavar="YYYY-MM")
        parser.add_argument("--by", required=True, metavar="USER", help="who publishes")
        parser.add_argument("--second", required=True, metavar="USER", help="who signs as the second person")
        parser.add_argument(
            "--reason", default="", metavar="TEXT", help="needed for a revision after the first"
        )
        parser.add_argument(
            "--released-on", metavar="DATE", help="YYYY-MM-DD; today (IST) where it is not given"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            publication = self._publish(Month.parse(options["month"]), options)
        except (ValueError, NothingToComputeError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(
            f"{publication.month}: revision {publication.revision} published, released on {publication.released_on}."
        )

    def _publish(self, month: Month, options: dict[str, Any]) -> Publication:
        by, second = options["by"], options["second"]
        if commands_sign_for(by, second):
            return publish(
                month=month, signatures=Signatures(by, second), released_on=_date(options["released_on"]),
                reason=options["reason"], at=timezone.now(),
            )  # fmt: skip
        if options["reason"] or options["released_on"]:
            raise RefusedPublicationError(
                "Reason and day of release are those that were confirmed in the browser: leave --reason and "
                "--released-on out"
            )
        return complete(month=month, people=frozenset({by, second}), at=timezone.now())


def _date(text: str | None) -> date:
    if not text:
        return timezone.localdate()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RefusedPublicationError(f"“{text}” is not a date: write it as YYYY-MM-DD") from None
