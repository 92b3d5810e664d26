from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from common.commands import OwnCommand
from common.jobs import enqueue
from common.months import Month
from metrics.selectors import months_with_figures
from rankings.compute import NothingToComputeError, compute_provisional
from rankings.past import queue_history


class Command(OwnCommand):
    help = "Compute the provisional lists of months anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("months", nargs="*", metavar="YYYY-MM")
        parser.add_argument(
            "--queue", action="store_true", help="leave it to a worker, as one job that shows its progress"
        )
        parser.add_argument("--all", action="store_true", help="every month that has verified figures")

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["months"]) == options["all"]:
            raise CommandError("Name the months (YYYY-MM), or give --all.")
        try:
            months = (
                months_with_figures()
                if options["all"]
                else [Month.parse(month) for month in options["months"]]
            )
            if options["queue"]:
                return self._queue([str(month) for month in months], everything=options["all"])
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

    def _queue(self, months: list[str], *, everything: bool) -> None:
        if everything:
            queue_history(timezone.now())
            self.stdout.write("Queued: every month computed, every published list verified.")
            return
        key = f"{months[0]} to {months[-1]}" if months else "none"
        enqueue(kind="compute", key=key, at=timezone.now(), payload={"months": months})
        self.stdout.write(f"Queued: {len(months)} months.")
