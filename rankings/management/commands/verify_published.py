from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from common.commands import OwnCommand
from rankings.past import VERIFY, queue_history
from rankings.verify import verify_published


class Command(OwnCommand):
    help = "Compute every published list again and compare digests; ends with status 1 on any drift."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--queue", action="store_true", help="leave it to a worker, as one job that shows its progress"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["queue"]:
            queue_history(timezone.now(), VERIFY)
            self.stdout.write("Queued: every published list is verified; /jobs/ shows how far it has come.")
            return
        total = sound = 0
        for one in verify_published():
            total += 1
            sound += not one.problems
            for problem in one.problems:
                self.stdout.write(f"{one.name}: {problem}")
        self.stdout.write(f"{sound} of {total} lists reproduced")
        if sound != total:
            raise CommandError(f"{total - sound} lists are not reproduced.")
