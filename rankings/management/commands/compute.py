from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from metrics.selectors import months_with_figures
from rankings.services.computation import NothingToComputeError, compute_provisional
from states.months import Month


class Command(BaseCommand):
    help = "Compute the provisional lists of months anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("months", nargs="*", metavar="YYYY-MM")
        parser.add_argument("--all", action="store_true", help="every month that has verified figures")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["months"]) == options["all"]:
            raise CommandError("Name the months (YYYY-MM), or give --all.")
        try:
            months = (
                months_with_figures() if options["all"] else [Month.parse(one) for one in options["months"]]
            )
            for month in months:
                count = compute_provisional(month)
                said = (
                    f"{count} provisional lists"
                    if count
                    else "published on these very figures; nothing to add"
                )
                self.stdout.write(f"{month}: {said}.")
        except (ValueError, NothingToComputeError) as problem:
            raise CommandError(str(problem)) from problem
